//! The composer in a drawer over the lanes, so that a scene is changed while a room watches; over the
//! presenter's window the room does not see it.

use crate::browser::{focus, page};
use crate::composer::state::Composer;
use crate::mode::Mode;
use crate::playback::player::Player;
use crate::session::Session;
use crate::view::live::watch;
use leptos::prelude::*;

/// What the style sheets know it by.
const MARK: &str = "data-drawer";

/// Whether the composer lies over what is shown.
#[derive(Clone, Copy)]
pub struct Drawer(RwSignal<bool>);

impl Drawer {
    /// A closed one. It closes by itself once something more was sent.
    pub fn new(session: Session) -> Self {
        let Session { player: Player { playback, .. }, composer: Composer { mode, .. }, .. } =
            session;
        let drawer = Self(RwSignal::new(false));
        watch(move || page::mark_root(MARK, drawer.0.get().then_some("composer")));
        on_cleanup(|| page::mark_root(MARK, None));
        let n_sent = Memo::new(move |_| {
            let shown = playback.read();
            (*shown).as_ref().map(|shown| shown.trace().scenario.requests.len())
        });
        watch(move || {
            n_sent.get();
            drawer.close();
        });
        // Nothing is sent for real from here.
        watch(move || {
            if mode.get() == Mode::Real {
                session.choose_mode(Mode::Simulated);
            }
        });
        drawer
    }

    /// Opens it, with the focus in the URL, or closes it.
    pub fn toggle(self) {
        if !self.close() {
            self.0.set(true);
            focus::focus_soon(".composer .url".to_owned());
        }
    }

    /// Closes it. Says whether it was open.
    pub fn close(self) -> bool {
        let was_open = self.0.get_untracked();
        if was_open {
            self.0.set(false);
            focus::focus_in_page(":is(.room, .presenter)");
        }
        was_open
    }

    /// Whether it is open.
    pub fn is_open(self) -> bool {
        self.0.get_untracked()
    }
}
