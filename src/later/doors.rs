//! What the first screen does without: a second part of the program, loaded behind it.
//!
//! `cargo xtask dist` cuts the program in two at `table`: what only [`LATER`] leads to is in a
//! file of its own (see "The two parts of the viewer" in ARCHITECTURE.md). Everywhere else the
//! program is whole, and all of this is there at once.

use crate::app::keys_list;
use crate::app::recover::Keep;
use crate::app::stored_draft as kept;
use crate::browser::page;
use crate::composer::curl_paste;
use crate::composer::request_fold;
use crate::diagram::panel as stage;
use crate::diagram::panel::{Drawn, Viewport};
use crate::examples;
use crate::glossary::panel as glossary;
use crate::glossary::sentence;
use crate::history;
use crate::inspect::panel as inspect;
use crate::languages::{self, Doing};
use crate::playback::controls;
use crate::playback::playing;
use crate::real::panel as real;
use crate::response::answer_view as answer;
use crate::response::card as response;
use crate::session::Session;
use crate::settings::menu;
use crate::share::address as links;
use crate::share::link::{self, LinkError, LinkState, Secrets, TooLong};
use crate::share::panel as share;
use crate::steps::side;
use crate::texts;
use crate::view::erased_view::{IntoPiece, Piece};
use crate::view::live::{button, paragraph, part};
use crate::world::fold as world;
use language::say;
use leptos::prelude::*;
use leptos::task::spawn_local;
use picture::Term;
use std::sync::OnceLock;

/// The doors to the later part: every panel that is opened, never shown at once, and links.
pub struct Later {
    /// What the Response card says of an answer.
    pub answer: fn(Session) -> Piece,
    /// The bar at the bottom.
    pub controls: fn(Session) -> Piece,
    /// The line that defines a word.
    pub definition: fn(Term) -> Piece,
    /// What is beside the lanes under the sentence of the step.
    pub details: fn(Session) -> Piece,
    /// What happens between the lanes, as far as it can be seen.
    pub in_sight: fn(Session, &Drawn, Viewport) -> Piece,
    /// Where we are, and what happens here.
    pub now: fn(Session) -> Piece,
    /// What was sent so far.
    pub history: fn(Session) -> Piece,
    /// What is on the Response card once something was sent.
    pub response: fn(Session) -> Piece,
    /// Keeps the hash of the page's address in step with the screen.
    pub follow_hash: fn(Session),
    /// Says what became of the hash, where that is bad news.
    pub hash_news: fn(Session) -> Piece,
    /// Reads the hash of a URL.
    pub read_link: fn(&str) -> Result<Option<LinkState>, LinkError>,
    /// Writes it.
    pub link_text: fn(&LinkState, Secrets) -> Result<String, TooLong>,
    /// Has the words of a language come, and speaks it.
    pub speak: fn(&'static str) -> Doing,
    /// What is under "Share".
    pub share: fn(Session) -> Piece,
    /// The list under "Examples".
    pub examples: fn(Session) -> Piece,
    /// The glossary.
    pub glossary: fn(Session) -> Piece,
    /// What is kept of a draft when the page breaks.
    pub kept: Keep,
    /// What becomes of a curl command that is pasted.
    pub pasted: fn(Session) -> Piece,
    /// What is shown while the switch says Real.
    pub real: fn(Session) -> Piece,
    /// The list of keys.
    pub keys: fn(Session) -> Piece,
    /// What is under "Menu".
    pub menu: fn(Session) -> Piece,
    /// What is under the button beside "Play".
    pub playing: fn(Session) -> Piece,
    /// What is under "Edit request".
    pub request: fn(Session) -> Piece,
    /// What is under "Look inside".
    pub inspect: fn(Session) -> Piece,
    /// What is under "Change the world".
    pub world: fn(Session) -> Piece,
}

static LATER: Later = Later {
    answer: answer::view,
    controls: controls::view,
    definition: sentence::definition_of,
    details: side::details,
    history: history::view,
    in_sight: stage::in_sight,
    now: side::now,
    response: response::content,
    follow_hash: links::follow,
    hash_news: share::hash_news,
    read_link: link::read_link,
    link_text: link::link_text,
    share: share::view,
    speak: languages::speak,
    examples: examples::list,
    glossary: glossary::view,
    kept: kept::kept,
    pasted: curl_paste::view,
    real: real::real,
    inspect: inspect::inspect,
    keys: keys_list::view,
    menu: menu::view,
    playing: playing::view,
    request: request_fold::view,
    world: world::view,
};

/// Where the later part is.
#[derive(Clone, Copy, Default)]
pub enum Arrival {
    /// On its way, or not asked for yet.
    #[default]
    Awaited,
    /// Here.
    Here(&'static Later),
    /// It could not be loaded.
    Failed,
}

/// Where the later part is, for what has no session at hand.
static ARRIVAL: OnceLock<RwSignal<Arrival>> = OnceLock::new();

/// The line that defines a word.
pub fn definition(term: Term) -> Piece {
    match ARRIVAL.get().map(|arrival| arrival.get()) {
        Some(Arrival::Here(later)) => (later.definition)(term),
        Some(Arrival::Awaited | Arrival::Failed) | None => awaited(),
    }
}

fn awaited() -> Piece {
    paragraph("muted", say(texts::LOADING).piece())
}

/// Loads the later part, unless it is here or on its way.
pub fn load(arrival: RwSignal<Arrival>) {
    arrival.set(Arrival::Awaited);
    ARRIVAL.get_or_init(|| arrival);
    spawn_local(async move {
        let table = cut::later().await;
        page::apply_later_styles();
        arrival.set(table.map_or(Arrival::Failed, Arrival::Here));
    });
}

/// Has the words of a language come, and speaks it from now on; English where they do not come.
pub async fn speak(code: &'static str) {
    if let Some(later) = cut::later().await {
        (later.speak)(code).await;
    }
}

/// A panel of the later part: at once where that is here, else as soon as it is.
pub fn panel(session: Session, door: fn(&Later) -> fn(Session) -> Piece) -> Piece {
    let view = move || {
        Some(match session.later.get() {
            Arrival::Here(later) => door(later)(session),
            Arrival::Awaited => awaited(),
            Arrival::Failed => {
                let again = button(say(texts::TRY_AGAIN), move |_| load(session.later));
                let said = say(texts::THIS_PART_OF_THE);
                paragraph("slip", view! { {said}{again} }.piece())
            }
        })
    };
    part(view).piece()
}

#[cfg(feature = "split")]
#[allow(unsafe_code, reason = "the macro that cuts the program declares the other part by hand")]
mod cut {
    use super::{LATER, Later};
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    pub async fn later() -> Option<&'static Later> {
        table().await.ok()
    }

    #[wasm_split(later, fallible)]
    fn table() -> Result<&'static Later, SplitLoaderError> {
        Ok(&LATER)
    }
}

#[cfg(not(feature = "split"))]
mod cut {
    use super::{LATER, Later};

    pub async fn later() -> Option<&'static Later> {
        Some(&LATER)
    }
}
