//! The way through a lesson: a piece for each part, and what became of it.

use crate::learn::shown::Shown;
use crate::lessons::progress::Answered;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{attribute_while, live};
use language::{fill, say, say_count};
use leptos::prelude::*;
use lesson::file::Act;

/// With more parts than this the pieces would be too small to press.
const PIECES_MAX: usize = 24;

/// All parts as pieces of the way, where there are not too many.
pub fn way(shown: &Shown, number: Memo<usize>) -> Option<ErasedView> {
    let count = shown.all.len();
    let pieces = (count <= PIECES_MAX)
        .then(|| (0..count).map(|of| piece(shown, number, of)).collect::<Vec<_>>())?;
    let label = say(texts::LESSON_SEGMENTS);
    Some(view! { <nav class="lesson-way" aria-label=label><ol>{pieces}</ol></nav> }.erased())
}

/// What became of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Became {
    /// Nobody was there.
    Nothing,
    /// It was gone through, and asks nothing.
    Done,
    /// Its exercise was answered so far, or gone past.
    Answered(Answered),
}

/// A part as a piece of the way; a press goes there.
fn piece(shown: &Shown, number: Memo<usize>, of: usize) -> ErasedView {
    let (progress, name) = (shown.parts.progress, shown.named.name.clone());
    let asks = matches!(shown.all[of].act, Some(Act::Answer(_)));
    let became = Memo::new(move |_| {
        let done = progress.read().of(&name);
        match (done.exercises.get(&of), done.parts.contains(&of)) {
            (Some(answered), _) => Became::Answered(*answered),
            (None, true) if asks => Became::Answered(Answered::default()),
            (None, true) => Became::Done,
            (None, false) => Became::Nothing,
        }
    });
    let label = live(move || match became.get() {
        Became::Nothing => fill!(texts::LESSON_PART, number = of + 1),
        Became::Done => fill!(texts::LESSON_PART_DONE, number = of + 1),
        Became::Answered(answered) => {
            fill!(texts::LESSON_PART_TOLD, number = of + 1, told = how(answered))
        }
    });
    let class = live(move || match became.get() {
        Became::Nothing => "",
        Became::Done | Became::Answered(Answered { right: true, .. }) => "is-done",
        Became::Answered(Answered { right: false, .. }) => "is-passed",
    });
    view! {
        <li>
            <a href=shown.address(of) class=class aria-label=label.clone() title=label
                aria-current=attribute_while("step", move || number.get() == of)></a>
        </li>
    }
    .erased()
}

/// How an exercise was answered.
pub fn how(answered: Answered) -> String {
    match answered {
        Answered { tries: 0, .. } => say(texts::LESSON_NOT_ANSWERED).to_owned(),
        Answered { at_first: true, .. } => say(texts::LESSON_RIGHT_AT_FIRST).to_owned(),
        Answered { right: true, tries, .. } => {
            say_count(texts::LESSON_RIGHT_AFTER, u64::from(tries))
        }
        Answered { right: false, .. } => say(texts::LESSON_NOT_RIGHT_YET).to_owned(),
    }
}
