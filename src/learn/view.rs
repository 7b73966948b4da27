//! Lessons in place of the page: their list, or one of them.

use crate::browser::files::{self, Unread};
use crate::browser::{focus, page as browser};
use crate::exercise::work;
use crate::later::door::{self, Door, PanelDoor};
use crate::learn::parts::{Parts, kept_progress, not_loaded, sentence};
use crate::learn::{list, own, page, room};
use crate::lessons::place::{Place, Which};
use crate::lessons::reading::{Opened, read};
use crate::lessons::shelf::{self, Shelf};
use crate::session::Session;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::Fact;
use crate::view::live::{button, live, nothing, paragraph, part, watch};
use language::{fill, say};
use leptos::prelude::*;
use leptos::task::spawn_local;
use lesson::file::{MAX_OCTETS, Named};
use std::sync::Arc;
use trace::hidden::marked;

/// Lessons in place of the page.
pub static LESSONS: PanelDoor<Session> = Door::closed();

/// Lessons in place of the page.
pub fn view(session: Session) -> ErasedView {
    let parts = Parts {
        session,
        shelf: Fact::new(Shelf::default()),
        progress: Fact::new(kept_progress()),
        fetched: Fact::new(None),
    };
    shelf::load(parts.shelf);
    room::listen(session);
    let lessons = session.lessons;
    // Something that is made in the page has the page meanwhile.
    let is_aside = Memo::new(move |_| session.at_work.read().is_some());
    watch(move || {
        let is_aside = is_aside.get();
        browser::mark_root("data-lesson", (!is_aside).then_some(""));
        if !is_aside {
            focus::focus_soon(".lessons .exercise-question".to_owned());
        }
    });
    let stop_work = move || {
        if work::is_at_work(session) {
            work::end(session);
        }
    };
    watch(move || {
        lessons.place.read();
        stop_work();
    });
    on_cleanup(move || {
        stop_work();
        browser::mark_root("data-lesson", None);
    });
    let which = Memo::new(move |_| match &*lessons.place.read() {
        Some(Place::Part(which, _)) => Some(which.clone()),
        Some(Place::List) | None => None,
    });
    let content = part(move || {
        lessons.opened.get();
        Some(match which.get() {
            None => list::view(parts),
            Some(which) => found(parts, which),
        })
    });
    view! {
        <main class="lessons" tabindex="-1" class:is-aside=live(move || is_aside.get())>
            {content}
        </main>
    }
    .erased()
}

/// A lesson, once it is here; or why it is not.
fn found(parts: Parts, which: Which) -> ErasedView {
    match &which {
        Which::Named(_) => part(move || Some(named(parts, &which))).erased(),
        Which::Own => match shelf::own() {
            Some(own) => opened(parts, &own, which),
            None => told(parts, say(texts::LESSON_FILE_GONE).to_owned()),
        },
        Which::Held(text) => match sharing::link::read_text(text) {
            Ok(text) => opened(parts, &read(&text), which),
            Err(error) => told(parts, sentence(&error.to_string())),
        },
        Which::Elsewhere(_) => part(move || Some(elsewhere(parts, &which))).erased(),
    }
}

fn named(parts: Parts, which: &Which) -> ErasedView {
    let Which::Named(name) = which else { return nothing() };
    let shelf = parts.shelf.read();
    match &*shelf {
        Shelf::Awaited => door::awaited(),
        Shelf::Failed(why) => told(parts, not_loaded(why.as_deref())),
        Shelf::Here(lessons) => match lessons.iter().find(|lesson| lesson.name == *name) {
            Some(found) => page::view(parts, Arc::new(found.clone()), which.clone()),
            None => told(parts, fill!(texts::LESSON_UNKNOWN, name = marked(name))),
        },
    }
}

/// A lesson that somebody wrote, or what is wrong with it.
fn opened(parts: Parts, opened: &Opened, which: Which) -> ErasedView {
    match opened {
        Ok(lesson) => {
            // Nobody else's has a title for a name.
            let name = ["own: ", &lesson.title].concat();
            page::view(parts, Arc::new(Named { name, lesson: lesson.clone() }), which)
        }
        Err(slips) => {
            let item = |slip: &String| view! { <li>{sentence(slip)}</li> }.erased();
            let slips = slips.iter().map(item).collect::<Vec<_>>();
            let said = view! {
                <p>{say(texts::LESSON_REFUSED)}</p>
                <ul class="lesson-slips">{slips}</ul>
            };
            card(parts, said.erased())
        }
    }
}

/// Asks before anything is fetched from somewhere else: whoever is there sees that it is.
fn elsewhere(parts: Parts, which: &Which) -> ErasedView {
    let Which::Elsewhere(url) = which else { return nothing() };
    let host = url.split('/').nth(2).unwrap_or_default();
    let host = marked(host).into_owned();
    let fetched = parts.fetched.read();
    match &*fetched {
        Some((known, Some(found))) if known == url => opened(parts, found, which.clone()),
        Some((known, None)) if known == url => {
            told(parts, fill!(texts::LESSON_NOT_FETCHED, host = host))
        }
        Some(_) | None => {
            let asked = url.clone();
            let fetch = button(say(texts::LESSON_FETCH), move |_| {
                let url = asked.clone();
                spawn_local(async move {
                    let octets = files::octets_of(&url).await;
                    let octets = octets.filter(|octets| octets.len() <= MAX_OCTETS);
                    let text = octets.map(files::text_of);
                    let read = |text: Result<String, Unread>| match text {
                        Ok(text) => read(&text),
                        Err(unread) => Err(vec![unread.said()]),
                    };
                    let found = text.map(|text| Arc::new(read(text)));
                    parts.fetched.set(Some((url, found)));
                });
            });
            let said = fill!(texts::LESSON_ELSEWHERE, host = host);
            card(parts, view! { <p>{said}</p>{fetch} }.erased())
        }
    }
}

/// A sentence in place of a lesson.
fn told(parts: Parts, said: String) -> ErasedView {
    card(parts, paragraph("", said.erased()))
}

/// What is said in place of a lesson, with ways on.
fn card(parts: Parts, said: ErasedView) -> ErasedView {
    focus::focus_soon(".lesson-text".to_owned());
    view! {
        {list::head(parts)}
        <div class="exercise">
            <div class="exercise-side">
                <section class="lesson-text" tabindex="-1" aria-label=say(texts::LESSONS)>{said}</section>
                <p class="lesson-acts">
                    {own::open_file(parts)}
                    <a class="ghost" href=Place::List.address()>{say(texts::LESSON_ALL)}</a>
                </p>
            </div>
        </div>
    }
    .erased()
}
