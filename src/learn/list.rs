//! The list of lessons, course by course, with what was done of each; and the door to lessons of one's own.

use crate::browser::focus;
use crate::browser::page::is_framed;
use crate::later::door;
use crate::learn::parts::{Parts, not_loaded};
use crate::learn::{own, records};
use crate::lessons::place::{Place, Which};
use crate::lessons::shelf::Shelf;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{button, live, paragraph, part};
use core::sync::atomic::{AtomicBool, Ordering};
use language::{fill, say, say_count};
use leptos::prelude::*;
use lesson::file::{Level, Named};
use trace::hidden::marked;

/// Whether the list was shown here.
static WAS_SEEN: AtomicBool = AtomicBool::new(false);

/// The way to the list. A page that frames one lesson means no other.
pub fn way_there() -> Option<ErasedView> {
    let leads_out = is_framed() && !WAS_SEEN.load(Ordering::Relaxed);
    let list = Place::List.address();
    (!leads_out).then(|| view! { <a class="ghost" href=list>{say(texts::LESSON_ALL)}</a> }.erased())
}

/// What is in the list.
pub fn view(parts: Parts) -> ErasedView {
    WAS_SEEN.store(true, Ordering::Relaxed);
    focus::focus_soon(".lesson-list".to_owned());
    let courses = part(move || {
        let shelf = parts.shelf.read();
        Some(match &*shelf {
            Shelf::Awaited => door::awaited(),
            Shelf::Failed(why) => paragraph("input-error", not_loaded(why.as_deref()).erased()),
            Shelf::Here(lessons) => courses(parts, lessons),
        })
    });
    view! {
        {head(parts)}
        <div class="lesson-list" tabindex="-1">
            <p class="lesson-about">{say(texts::LESSONS_ABOUT)}</p>
            {courses}
            {own::view(parts)}
            {records::view(parts)}
        </div>
    }
    .erased()
}

/// What stands above all that is no lesson: what it is about, and the way out.
pub fn head(parts: Parts) -> ErasedView {
    view! {
        <header class="lesson-head">
            <h1>{say(texts::LESSONS)}</h1>
            <span class="space"></span>
            {button(say(texts::LESSON_LEAVE), move |_| parts.leave())}
        </header>
    }
    .erased()
}

/// Those that follow each other and have one course stand together.
fn courses(parts: Parts, lessons: &[Named]) -> ErasedView {
    let numbered: Vec<(usize, &Named)> = (1..).zip(lessons).collect();
    let course = |lessons: &[(usize, &Named)]| {
        let title = marked(&lessons[0].1.lesson.course).into_owned();
        let items = lessons.iter().map(|(number, named)| item(parts, *number, named));
        let items = items.collect::<Vec<_>>();
        view! { <section><h2>{title}</h2><ol class="lesson-items">{items}</ol></section> }.erased()
    };
    let chunks = numbered.chunk_by(|(_, one), (_, other)| one.lesson.course == other.lesson.course);
    view! { <div class="lesson-courses">{chunks.map(course).collect::<Vec<_>>()}</div> }.erased()
}

fn item(parts: Parts, number: usize, named: &Named) -> ErasedView {
    let Named { name, lesson } = named;
    let title = [&number.to_string(), ". ", &*marked(&lesson.title)].concat();
    let about = [
        level(lesson.level).to_owned(),
        say_count(texts::LESSON_MINUTES, lesson.minutes.into()),
        say_count(texts::LESSON_EXERCISES, lesson.exercises().len() as u64),
    ];
    let about = about.join(" · ");
    let (n_parts, name) = (lesson.parts().len(), name.clone());
    let (known, n_exercises) = (name.clone(), lesson.exercises().len());
    let done = move || parts.progress.read().of(&known);
    let href = {
        let done = done.clone();
        live(move || {
            let place = Place::Part(Which::Named(name.clone()), done().next(n_parts));
            place.address()
        })
    };
    let progress = part(move || {
        let done = done();
        let right = done.exercises.values().filter(|answered| answered.at_first).count();
        let right = fill!(texts::LESSON_RIGHT, right = right, count = n_exercises);
        let (class, said) = match (done.parts.is_empty(), done.is_all(n_parts)) {
            (true, _) if done.exercises.is_empty() => return None,
            (_, true) => ("lesson-done is-all", [say(texts::LESSON_DONE), " · ", &*right].concat()),
            (_, false) => {
                let n_done = done.parts.len();
                let so_far = fill!(texts::LESSON_PARTS_DONE, done = n_done, count = n_parts);
                ("lesson-done", [&*so_far, " · ", &*right].concat())
            }
        };
        Some(view! { <small class=class>{said}</small> }.erased())
    });
    view! {
        <li><a class="lesson-item" href=href><b>{title}</b><small>{about}</small>{progress}</a></li>
    }
    .erased()
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Beginner => say(texts::LESSON_BEGINNER),
        Level::Intermediate => say(texts::LESSON_INTERMEDIATE),
        Level::Advanced => say(texts::LESSON_ADVANCED),
    }
}
