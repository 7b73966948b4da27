//! Which fetch of the overview stands in the light: the one that the pointer is over, else the one that
//! the keys have come to.

use crate::browser::focus;
use crate::diagram::items::px;
use crate::orders::Order;
use crate::session::Session;
use leptos::prelude::*;
use trace::FetchId;

/// For a room everything is drawn half as large again.
const ROOM_SCALE: f64 = 1.5;

/// What of the fetches stands in the light, in bars and lanes alike.
#[derive(Clone, Copy)]
pub struct Chosen {
    /// The fetch that the keys have come to; a link and the other window keep it.
    pub focused: RwSignal<Option<FetchId>>,
    /// How much larger everything is drawn than on a desk.
    pub scale: f64,
    /// The fetch that the pointer is over.
    pointed: RwSignal<Option<FetchId>>,
    session: Session,
}

impl Chosen {
    /// The pointer is over none yet.
    pub fn new(session: Session) -> Self {
        let is_for_room = session.is_presenting.get_untracked();
        let scale = if is_for_room { ROOM_SCALE } else { 1.0 };
        Self { focused: session.overviewed, scale, pointed: RwSignal::new(None), session }
    }

    /// The row that the keys have come to.
    pub fn row(self) -> usize {
        self.focused.get().map_or(0, |fetch| fetch.0 as usize)
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

    /// The keys come to it; what the pointer rests on is lit no more.
    pub fn focus(self, fetch: FetchId) {
        self.pointed.set(None);
        if self.focused.get_untracked() != Some(fetch) {
            self.focused.set(Some(fetch));
        }
    }

    /// Shows it in the lanes of the page.
    pub fn open(self, fetch: FetchId) {
        self.session.orders.give(Order::OpenFetch(fetch));
        self.session.overviewed.set(None);
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

/// What belongs to a picture that is drawn larger or smaller: its view box.
pub fn view_box(width: f64, height: f64) -> String {
    ["0 0", &px(width), &px(height)].join(" ")
}

/// A length of a style sheet.
pub fn pixels(length: f64) -> String {
    [&*px(length), "px"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::tests::with_session;
    use sharing::place::Place;

    #[test]
    fn it_opens_at_the_fetch_in_the_lanes_where_something_was_sent() {
        with_session(|session| {
            session.orders.give(Order::ToggleOverview);
            assert_eq!(session.overviewed.get_untracked(), None, "nothing was sent");
            session.press_send();
            session.orders.give(Order::ToggleOverview);
            assert_eq!(session.overviewed.get_untracked(), Some(FetchId(0)));
            session.orders.give(Order::ToggleOverview);
            assert_eq!(session.overviewed.get_untracked(), None);
        });
    }

    #[test]
    fn a_link_opens_it_at_the_fetch_that_was_lit() {
        with_session(|session| {
            let place = Place { overviewed: Some(FetchId(3)), ..Place::default() };
            session.orders.give(Order::Restore(Box::default(), Box::default(), place));
            assert_eq!(session.overviewed.get_untracked(), Some(FetchId(3)));
            session.orders.give(Order::ResetWorld);
            assert_eq!(session.overviewed.get_untracked(), None);
        });
    }
}
