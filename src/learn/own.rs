//! A lesson of one's own: opened from a file, opened again, passed on as a link that holds it.

use crate::browser::storage;
use crate::learn::parts::Parts;
use crate::lessons::place::{Place, Which};
use crate::lessons::shelf;
use crate::share::copied::Told;
use crate::share::{copied, dropped};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::button;
use language::{fill, say};
use leptos::prelude::*;
use trace::hidden::marked;

/// What can be done with a lesson of one's own.
pub fn view(parts: Parts) -> ErasedView {
    let opened = shelf::own().filter(|own| own.is_ok());
    let again = opened.and_then(|own| again(&own.as_ref().as_ref().ok()?.title));
    view! {
        <section class="lesson-own">
            <h2>{say(texts::LESSON_OF_YOUR_OWN)}</h2>
            <p>{say(texts::LESSON_OF_YOUR_OWN_ABOUT)}</p>
            <p class="lesson-acts">{open_file(parts)}</p>
            {again}
        </section>
    }
    .erased()
}

/// Opens a lesson that is a file.
pub fn open_file(parts: Parts) -> ErasedView {
    view! {
        <label class="ghost open-file">
            {say(texts::LESSON_OPEN_FILE)}
            <input type="file" class="unseen" accept=".md,.json,text/markdown,application/json"
                on:change:target=move |chosen| dropped::open_file(parts.session.screen(), &chosen.target())/>
        </label>
    }
    .erased()
}

/// The one that was opened last.
fn again(title: &str) -> Option<ErasedView> {
    let href = Place::Part(Which::Own, 0).address();
    let title = fill!(texts::LESSON_OPEN_AGAIN, title = marked(title));
    let told = RwSignal::new(Told::Nothing);
    let copy = storage::kept_lesson()
        .map(|text| button(say(texts::LESSON_COPY_LINK), move |_| copy(&text, told)));
    let view = view! {
        <p class="lesson-acts"><a class="ghost" href=href>{title}</a>{copy}</p>
        {copied::status(told)}
    };
    Some(view.erased())
}

/// Copies a link that holds the whole lesson.
fn copy(text: &str, told: RwSignal<Told>) {
    let link = held(text).map(|held| Place::Part(held, 0).address());
    copied::copy(link, told, ".lesson-own textarea");
}

/// A lesson that its link holds; or that it is too long for that.
fn held(text: &str) -> Result<Which, String> {
    let held = sharing::link::packed_text(text).map(Which::Held);
    held.map_err(|too_long| too_long.to_string())
}

/// How others find a lesson: one that was opened from a file, in the link itself.
///
/// # Errors
/// It is too long for that, or gone.
pub fn for_others(which: &Which) -> Result<Which, String> {
    match which {
        Which::Own => match storage::kept_lesson() {
            Some(text) => held(&text),
            None => Err(say(texts::LESSON_FILE_GONE).trim_end_matches('.').to_owned()),
        },
        Which::Named(_) | Which::Held(_) | Which::Elsewhere(_) => Ok(which.clone()),
    }
}
