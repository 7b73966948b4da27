//! What the views of lessons share: the page behind them, the lessons, what was done of them.

use crate::browser::{focus, storage};
use crate::lessons::place::Place;
use crate::lessons::progress::Progress;
use crate::lessons::reading::Opened;
use crate::lessons::shelf::Shelf;
use crate::session::Session;
use crate::texts;
use crate::view::fact::Fact;
use language::say;
use leptos::prelude::*;
use std::sync::Arc;
use trace::hidden::marked;

/// What the parts of the view share.
#[derive(Clone, Copy)]
pub struct Parts {
    /// The page behind.
    pub session: Session,
    /// The lessons that come along.
    pub shelf: Fact<Shelf>,
    /// What was done of them.
    pub progress: Fact<Progress>,
    /// What was fetched from elsewhere, and from where.
    pub fetched: Fact<Option<(String, Option<Arc<Opened>>)>>,
}

/// What was done, as this browser keeps it.
pub fn kept_progress() -> Progress {
    storage::kept_progress().map(|text| Progress::from_text(&text)).unwrap_or_default()
}

impl Parts {
    /// Changes what was done, and has it kept. What a room answers is nobody's progress.
    pub fn note(self, change: impl FnOnce(&mut Progress)) {
        if self.session.is_presenting.get_untracked() {
            return;
        }
        // Another window may have noted something meanwhile.
        let kept = storage::kept_progress().map(|text| Progress::from_text(&text));
        self.progress.update(|progress| {
            if let Some(kept) = kept {
                *progress = kept;
            }
            change(progress);
        });
        storage::keep_progress(&self.progress.peek().to_text());
    }

    /// Goes to a place of the lessons.
    pub fn go_to(self, place: Place) {
        self.session.lessons.place.set(Some(place));
    }

    /// Shows the page again, as it was left.
    pub fn leave(self) {
        self.session.lessons.place.set(None);
        self.session.is_presenting.set(false);
        focus::focus_soon(".first-minute a, .menu-button".to_owned());
    }
}

/// Why the lessons that come along are not here.
pub fn not_loaded(why: Option<&str>) -> String {
    match why {
        Some(why) => sentence(why),
        None => say(texts::LESSONS_NOT_LOADED).to_owned(),
    }
}

/// What is said of something wrong, as a sentence of its own.
pub fn sentence(text: &str) -> String {
    compose::input_error::sentence(&marked(text))
}
