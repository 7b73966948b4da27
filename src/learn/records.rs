//! What was done of lessons, to be seen, saved and erased.

use crate::browser::page::is_framed;
use crate::browser::{files, storage};
use crate::learn::parts::Parts;
use crate::lessons::progress::Progress;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::Fact;
use crate::view::live::{button, part};
use language::{say, say_count};
use leptos::prelude::*;

/// How the file is called that is saved.
const FILE: &str = "roundtrip-progress.json";

/// What is kept, where, and what can be done with it.
pub fn view(parts: Parts) -> ErasedView {
    let erased = Fact::new(None::<Progress>);
    let save = move |_| files::save_file(FILE, &parts.progress.peek().to_text());
    let erase = move |_| {
        erased.set(Some(Progress::clone(&parts.progress.peek())));
        parts.note(|progress| *progress = Progress::default());
    };
    let put_back = move |_| {
        if let Some(before) = Option::clone(&erased.peek()) {
            parts.note(|progress| *progress = before);
            erased.set(None);
        }
    };
    let about = match storage::is_lasting() {
        true => say(texts::LESSON_PROGRESS_KEPT),
        false => say(texts::LESSON_PROGRESS_NOT_KEPT),
    };
    let told = part(move || {
        let n_lessons = parts.progress.read().lessons.len();
        Some(match (n_lessons, &*erased.read()) {
            (0, Some(_)) => {
                let again = button(say(texts::LESSON_PROGRESS_PUT_BACK), put_back);
                view! { {say(texts::LESSON_PROGRESS_ERASED)}" "{again} }.erased()
            }
            (0, None) => say(texts::LESSON_PROGRESS_NONE).erased(),
            (count, _) => say_count(texts::LESSON_PROGRESS_OF, count as u64).erased(),
        })
    });
    let acts = part(move || {
        let acts = view! {
            {button(say(texts::LESSON_PROGRESS_SAVE), save)}
            {button(say(texts::LESSON_PROGRESS_ERASE), erase)}
        };
        (!parts.progress.read().lessons.is_empty()).then(|| acts.erased())
    });
    view! {
        <section class="lesson-progress">
            <h2>{say(texts::LESSON_PROGRESS)}</h2>
            <p>{about}</p>
            {is_framed().then(|| view! { <p>{say(texts::LESSON_PROGRESS_TOLD)}</p> }.erased())}
            <p role="status">{told}</p>
            <p class="lesson-acts">{acts}</p>
        </section>
    }
    .erased()
}
