//! What the page around hears of a lesson: each answer, and the end (docs/embed.md). Where no page is
//! around, nothing is told, and to nobody else is it told ever.

use crate::browser::address::address_without_hash;
use crate::browser::host;
use crate::browser::page::{is_framed, now_ms};
use crate::exercise::state::Outcome;
use crate::learn::shown::Shown;
use crate::lessons::place::Which;
use lesson::file::Act;
use lesson::record::{Attempt, LessonRef, Score};
use serde_json::Value;

/// Tells that the exercise of a part was answered.
pub fn answered(shown: &Shown, part: usize, outcome: Outcome) {
    if !is_framed() {
        return;
    }
    let Outcome { is_right, tries, took_ms, seed, asked, response, .. } = outcome;
    let exercise = exercises(shown).take_while(|at| *at < part).count();
    let attempt = Attempt { exercise, seed, asked, response, is_right, tries, took_ms };
    tell("roundtrip/answered", &named(shown).answered(&attempt));
}

/// Tells that the end is reached, and what was right until then.
pub fn ended(shown: &Shown) {
    if !is_framed() {
        return;
    }
    let done = shown.parts.progress.peek().of(&shown.named.name);
    let is_right = |at: &usize| done.exercises.get(at).is_some_and(|answered| answered.right);
    let n_right = exercises(shown).filter(is_right).count();
    let score = Score { n_right, n_exercises: exercises(shown).count() };
    let took_ms = (now_ms() - shown.opened_at_ms).max(0.0) as u64;
    tell("roundtrip/ended", &named(shown).ended(score, took_ms));
}

/// Tells which part is shown, from 1.
pub fn is_at(part: usize) {
    if is_framed() {
        host::tell("roundtrip/part", &[("v", 1.0), ("part", (part + 1) as f64)]);
    }
}

/// The parts that ask something.
pub fn exercises(shown: &Shown) -> impl Iterator<Item = usize> {
    let asks = |(at, part): (usize, &lesson::file::Part)| {
        matches!(part.act, Some(Act::Answer(_))).then_some(at)
    };
    shown.all.iter().enumerate().filter_map(asks)
}

/// The lesson, as statements name it. One that does not come along is named by what is in it.
fn named(shown: &Shown) -> LessonRef {
    let lesson = &shown.named.lesson;
    let name = match &shown.which {
        Which::Named(name) => name.clone(),
        Which::Own | Which::Held(_) | Which::Elsewhere(_) => {
            let text = lesson::file::lesson_to_json(lesson);
            format!("own-{:016x}", trace::hash(text.as_bytes()))
        }
    };
    LessonRef {
        page: folder_of(&address_without_hash()).to_owned(),
        name,
        title: lesson.title.clone(),
        language: lesson.language.clone(),
    }
}

/// Where a page lies: its lessons are the same in `index.html` as in `embed.html` beside it.
fn folder_of(address: &str) -> &str {
    let address = address.split('?').next().unwrap_or_default();
    address.rfind('/').map_or(address, |slash| &address[..=slash])
}

fn tell(kind: &str, statement: &Value) {
    host::tell_statement(kind, &statement.to_string());
}
