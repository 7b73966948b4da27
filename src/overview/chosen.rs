//! Which fetch of the overview stands in the light: the one that the pointer is over, else the one that
//! the keys have come to.

use crate::browser::focus;
use crate::diagram::items::px;
use crate::orders::Order;
use crate::session::Session;
use leptos::prelude::*;
use trace::FetchId;

/// What of the fetches stands in the light, in bars and lanes alike.
#[derive(Clone, Copy)]
pub struct Chosen {
    /// The row that the keys have come to.
    pub row: RwSignal<usize>,
    /// The fetch that the keys have come to, once they have.
    pub focused: RwSignal<Option<FetchId>>,
    /// The fetch that the pointer is over.
    pointed: RwSignal<Option<FetchId>>,
    session: Session,
}

impl Chosen {
    /// Nothing stands in the light yet; `row` is where the keys start.
    pub fn new(session: Session, row: RwSignal<usize>) -> Self {
        Self { row, focused: RwSignal::new(None), pointed: RwSignal::new(None), session }
    }

    /// The pointer comes to it.
    pub fn light(self, fetch: FetchId) {
        self.pointed.set(Some(fetch));
    }

    /// The pointer leaves it.
    pub fn leave(self, fetch: FetchId) {
        if self.pointed.get_untracked() == Some(fetch) {
            self.pointed.set(None);
        }
    }

    /// The keys come to it.
    pub fn focus(self, fetch: FetchId) {
        self.row.set(fetch.0 as usize);
        if self.focused.get_untracked() != Some(fetch) {
            self.focused.set(Some(fetch));
        }
    }

    /// Shows it in the lanes of the page.
    pub fn open(self, fetch: FetchId) {
        self.session.orders.give(Order::OpenFetch(fetch));
        self.session.is_overview_shown.set(false);
        focus::focus_soon(".stage".to_owned());
    }

    /// A class, and whether it stands in the light.
    pub fn class(self, class: &str, fetch: FetchId) -> String {
        let lit = self.pointed.get().or_else(|| self.focused.get());
        let stand = match lit {
            Some(lit) if lit == fetch => " is-lit",
            Some(_) => " is-dim",
            None => "",
        };
        [class, stand].concat()
    }
}

/// A length of a style sheet.
pub fn pixels(length: f64) -> String {
    [&*px(length), "px"].concat()
}
