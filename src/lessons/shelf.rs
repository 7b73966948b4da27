//! Where lessons come from: those that come along are one file beside the page, which is loaded once. The one
//! that was opened from a file last is kept over a reload.

use crate::browser::{files, storage};
use crate::lessons::place::{Place, Which};
use crate::lessons::reading::{Opened, read};
use crate::lessons::state::Lessons;
use crate::view::fact::Fact;
use leptos::prelude::*;
use leptos::task::spawn_local;
use lesson::file::{Named, lessons_from_json};
use std::cell::RefCell;
use std::sync::Arc;

/// The file, as xtask writes it.
const FILE: &str = "lessons.json";

/// The lessons that come along.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Shelf {
    /// They are on their way.
    #[default]
    Awaited,
    /// Here they are.
    Here(Arc<Vec<Named>>),
    /// They did not come, or are none; the latter says why.
    Failed(Option<String>),
}

impl Shelf {
    /// Those that are here.
    pub fn lessons(&self) -> &[Named] {
        match self {
            Self::Here(lessons) => lessons,
            Self::Awaited | Self::Failed(_) => &[],
        }
    }
}

thread_local! {
    /// They outlive the view, which is made anew whenever lessons are opened.
    static LOADED: RefCell<Option<Arc<Vec<Named>>>> = const { RefCell::new(None) };
    static OWN: RefCell<Option<Arc<Opened>>> = const { RefCell::new(None) };
}

/// Has them come, unless they are here.
pub fn load(shelf: Fact<Shelf>) {
    if let Some(lessons) = LOADED.with_borrow(Clone::clone) {
        return shelf.set(Shelf::Here(lessons));
    }
    shelf.set(Shelf::Awaited);
    spawn_local(async move {
        let text = files::text_that_comes_along(FILE).await;
        shelf.set(match text.as_deref().map(lessons_from_json) {
            Some(Ok(lessons)) => {
                let lessons = Arc::new(lessons);
                LOADED.set(Some(Arc::clone(&lessons)));
                Shelf::Here(lessons)
            }
            Some(Err(why)) => Shelf::Failed(Some(why)),
            None => Shelf::Failed(None),
        });
    });
}

/// Shows the lesson of a file, or what is wrong with it.
pub fn open(lessons: Lessons, text: &str) {
    keep_own(text);
    lessons.opened.set(lessons.opened.get_untracked() + 1);
    lessons.place.set(Some(Place::Part(Which::Own, 0)));
}

/// Keeps the text of a file that was opened.
fn keep_own(text: &str) {
    storage::keep_lesson(text);
    OWN.set(Some(Arc::new(read(text))));
}

/// The lesson of the file that was opened last, or what is wrong with it.
pub fn own() -> Option<Arc<Opened>> {
    if let Some(own) = OWN.with_borrow(Clone::clone) {
        return Some(own);
    }
    let read = Arc::new(read(&storage::kept_lesson()?));
    OWN.set(Some(Arc::clone(&read)));
    Some(read)
}
