//! A lesson of one's own: opened from a file, opened again, passed on as a link that holds it.

use crate::browser::{address, clipboard, focus, storage};
use crate::learn::parts::Parts;
use crate::lessons::place::{Place, Which};
use crate::lessons::shelf;
use crate::share::dropped;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{button, nothing, part};
use language::{fill, say};
use leptos::prelude::*;
use trace::hidden::marked;

/// What became of the last press.
#[derive(Clone, PartialEq)]
enum Told {
    Nothing,
    Copied,
    /// The clipboard is denied: here is the link, to be copied by hand.
    ByHand(String),
    Refused(String),
}

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
    let href = ["#", &Place::Part(Which::Own, 0).hash()].concat();
    let title = fill!(texts::LESSON_OPEN_AGAIN, title = marked(title));
    let told = RwSignal::new(Told::Nothing);
    let copy = storage::kept_lesson()
        .map(|text| button(say(texts::LESSON_COPY_LINK), move |_| copy(&text, told)));
    let said = part(move || {
        Some(match told.get() {
            Told::Nothing => nothing(),
            Told::Copied => say(texts::COPIED).erased(),
            Told::Refused(why) => view! { <span class="input-error">{why}</span> }.erased(),
            Told::ByHand(link) => view! {
                <label class="by-hand">
                    {say(texts::THIS_BROWSER_DOES_NOT)}
                    <textarea readonly rows="3">{link}</textarea>
                </label>
            }
            .erased(),
        })
    });
    let view = view! {
        <p class="lesson-acts"><a class="ghost" href=href>{title}</a>{copy}</p>
        <div role="status">{said}</div>
    };
    Some(view.erased())
}

/// Copies a link that holds the whole lesson.
fn copy(text: &str, told: RwSignal<Told>) {
    match sharing::link::packed_text(text) {
        Err(too_long) => told.set(Told::Refused(too_long.to_string())),
        Ok(held) => {
            let place = Place::Part(Which::Held(held), 0);
            let link = [&address::address_without_hash(), "#", &*place.hash()].concat();
            let by_hand = link.clone();
            clipboard::copy(&link, move |is_copied| {
                told.set(if is_copied { Told::Copied } else { Told::ByHand(by_hand) });
                if !is_copied {
                    focus::select_soon(".lesson-own textarea");
                }
            });
        }
    }
}
