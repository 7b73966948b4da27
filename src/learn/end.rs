//! The end of a lesson: what was right, and what comes next.

use crate::browser::page::now;
use crate::learn::list;
use crate::learn::shown::Shown;
use crate::learn::told as page_around;
use crate::learn::way::how;
use crate::lessons::place::{Place, Which};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::part;
use language::{fill, say};
use leptos::prelude::*;
use lesson::file::Act;
use trace::hidden::marked;

/// What is said at the end; whoever sees it has gone through the lesson.
pub fn view(shown: Shown, number: usize) -> ErasedView {
    let (parts, name) = (shown.parts, shown.named.name.clone());
    parts.note(|progress| progress.part_done(&name, number, &now()));
    page_around::ended(&shown);
    let exercises: Vec<usize> = (0..shown.all.len())
        .filter(|at| matches!(shown.all[*at].act, Some(Act::Answer(_))))
        .collect();
    let count = exercises.len();
    let summary = {
        let shown = shown.clone();
        part(move || {
            let done = parts.progress.read().of(&shown.named.name);
            let of = |at: &usize| done.exercises.get(at).copied().unwrap_or_default();
            let right = exercises.iter().filter(|at| of(at).at_first).count();
            let said = fill!(texts::LESSON_END_RIGHT, right = right, count = count);
            let item = |at: &usize| {
                let class = if of(at).right { "lesson-result is-right" } else { "lesson-result" };
                let part = fill!(texts::LESSON_PART, number = at + 1);
                view! { <li class=class><a href=shown.address(*at)>{part}</a>": "{how(of(at))}</li> }
                    .erased()
            };
            let items = exercises.iter().map(item).collect::<Vec<_>>();
            let summary = view! { <p>{said}</p><ul class="lesson-results">{items}</ul> };
            let is_told = count > 0 && !parts.session.is_presenting.get();
            is_told.then(|| summary.erased())
        })
    };
    let next = part(move || {
        let shelf = parts.shelf.read();
        let lessons = shelf.lessons();
        let here = lessons.iter().position(|lesson| lesson.name == name)?;
        let next = lessons.get(here + 1)?;
        let href = Place::Part(Which::Named(next.name.clone()), 0).address();
        let title = fill!(texts::LESSON_NEXT, title = marked(&next.lesson.title));
        Some(view! { <a class="ghost is-primary" href=href>{title}</a> }.erased())
    });
    view! {
        <section class="lesson-end" aria-labelledby="lesson-end">
            <h2 id="lesson-end">{say(texts::LESSON_END)}</h2>
            {summary}
            <p class="lesson-acts">{next}{list::way_there()}</p>
        </section>
    }
    .erased()
}
