//! What is on the screen, in the hash of the page's URL, and back from there.
//!
//! A new exchange is a new entry of the tab's history; a step within it changes the entry, so that
//! reload, back and forward come to the step that was left. Opening a link never sends anything
//! for real.

use crate::browser::address;
use crate::browser::files;
use crate::browser::page;
use crate::composer::state::Composer;
use crate::later::door::Door;
use crate::orders::{Order, Orders};
use crate::playback::player::{Player, Shown};
use crate::playback::state::Playback;
use crate::run::simulator::Simulator;
use crate::share::opened::{self, Opened, scenario_text};
use crate::view::fact::Fact;
use crate::view::live::watch;
use crate::world::state::World;
use compose::draft::Draft;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use sharing::Exchange;
use sharing::link::{LinkError, LinkState, Secrets, file_text, link_text, read_link};
use std::sync::Arc;
use std::time::Duration;
use trace::Scenario;
use web_sys::HtmlInputElement;

/// Typing is over when nothing was typed for so long, and steps are written no oftener.
const QUIET: Duration = Duration::from_millis(250);

/// The hash that opens the glossary, so that it has an address of its own.
const GLOSSARY: &str = "glossary";

/// What a hash says, behind what a link says, where lanes and sentence are shown alone.
const FOR_ROOM: &str = "view=present";

/// What a link says of a hash, and whether it is to be shown to a room.
fn parted(hash: &str) -> (&str, bool) {
    let link = hash.strip_suffix(FOR_ROOM);
    let link =
        link.and_then(|rest| if rest.is_empty() { Some(rest) } else { rest.strip_suffix('&') });
    link.map_or((hash, false), |link| (link, true))
}

/// What [`parted`] reads.
fn joined(link: &str, is_for_room: bool) -> String {
    match (link, is_for_room) {
        (link, false) => link.to_owned(),
        ("", true) => FOR_ROOM.to_owned(),
        (link, true) => [link, "&", FOR_ROOM].concat(),
    }
}

/// What became of the hash.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Hash {
    /// It says what is on the screen, or there was nothing to say yet.
    #[default]
    InStep,
    /// It came with the page, or through the tab's history, and is still to be opened.
    ToOpen(String),
    /// It cannot be opened; why, and what to do. It stays until something else is done.
    Refused(String),
    /// A file that was chosen or dropped cannot be opened; why, and what to do.
    FileRefused(String),
    /// What is on the screen is too much for it; how to keep it.
    TooLong(String),
}

impl Hash {
    /// The hash that a page starts with.
    pub fn of_new_page() -> Self {
        match address::hash() {
            empty if empty.is_empty() => Self::InStep,
            hash => Self::ToOpen(hash),
        }
    }

    /// Whether it is to be shown to a room.
    pub fn is_for_room(&self) -> bool {
        matches!(self, Self::ToOpen(hash) if parted(hash).1)
    }
}

/// What the hash says, as far as this page wrote it.
#[derive(Clone, Default)]
struct Written {
    hash: String,
    state: Option<Arc<LinkState>>,
    is_for_room: bool,
    at_ms: f64,
    /// What writes next.
    due: Option<TimeoutHandle>,
    /// Whether more than the step has changed since.
    is_more_than_a_step: bool,
    /// Whether it was too much for a link.
    is_too_long: bool,
}

/// What a link holds, and where what it says is shown.
#[derive(Clone, Copy)]
pub struct Screen {
    /// The request.
    pub composer: Composer,
    /// The world.
    pub world: World,
    /// What was sent to it, and the step.
    pub player: Player,
    /// What is being simulated.
    pub simulator: Simulator,
    /// What became of the hash.
    pub hash: Fact<Hash>,
    /// Whether the glossary is wanted.
    pub is_glossary_wanted: RwSignal<bool>,
    /// Whether it is shown to a room.
    pub is_presenting: RwSignal<bool>,
    /// Who shows what a link says.
    pub orders: Orders,
}

/// Keeps the hash of the page's address in step with the screen.
pub static FOLLOW: Door<fn(Screen)> = Door::closed();

/// Opens the hash that came with the page, and keeps it in step from then on.
pub fn follow(screen: Screen) {
    // No hash says what an empty page shows. What was sent before this came is new to it.
    let state = address::hash().is_empty().then(|| Arc::new(LinkState::default()));
    let written = Fact::new(Written { state, ..Written::default() });
    let look = move || {
        let hash = address::hash();
        if written.peek().hash != hash {
            screen.hash.set(Hash::ToOpen(hash));
        }
    };
    look();
    address::on_history_move(look);
    files::on_drop(opened::MAX_OCTETS, move |text| show_file(screen, text));
    watch(move || open(screen, written));
    let Shown { sequence, step, .. } = Shown::of(screen.player);
    // Of a run that ends without a trace nothing else tells.
    let is_awaited = Memo::new(move |_| awaits_place(screen));
    watch(move || {
        is_awaited.get();
        // Read, because a memo that nobody has read yet follows nothing.
        sequence.get();
        screen.composer.draft.read();
        screen.world.form.read();
        screen.composer.client.get();
        written.update(|written| written.is_more_than_a_step = true);
        write_after(QUIET, screen, written);
    });
    watch(move || {
        step.get();
        screen.is_presenting.get();
        // A step is there to be reloaded at once. Whoever goes on fast, or plays, waits.
        let Written { is_more_than_a_step: is_typing, at_ms, .. } = *written.peek();
        let since_ms = (page::now_ms() - at_ms).max(0.0);
        let since = Duration::from_secs_f64(since_ms / 1000.0);
        let wait = if is_typing { QUIET } else { QUIET.saturating_sub(since) };
        write_after(wait, screen, written);
    });
}

/// Whether what a link shows is being simulated: until then the hash stays as it is.
fn awaits_place(screen: Screen) -> bool {
    screen.simulator.run.read().awaited().is_some_and(|awaited| awaited.place.is_some())
}

/// Has the hash written in a while, and not before.
fn write_after(wait: Duration, screen: Screen, written: Fact<Written>) {
    let due = set_timeout_with_handle(move || write(screen, written), wait).ok();
    let earlier = written.update(|written| core::mem::replace(&mut written.due, due));
    earlier.into_iter().for_each(|earlier| earlier.clear());
}

/// Shows what the hash says, as soon as the part of the program that reads it is here.
fn open(screen: Screen, written: Fact<Written>) {
    let fate = screen.hash.read();
    let Hash::ToOpen(hash) = &*fate else { return };
    let hash = hash.clone();
    if hash == GLOSSARY {
        screen.is_glossary_wanted.set(true);
        // It says nothing of the screen behind, so it stays until that changes.
        let state = Some(Arc::new(screen.link_state()));
        written.update(|written| *written = Written { hash, state, ..Written::default() });
        return screen.hash.set(Hash::InStep);
    }
    let (link, is_for_room) = parted(&hash);
    let read = read_link(link);
    // What was typed before the hash could be read, or kept when the page broke, is not lost.
    let is_first = written.peek().state.is_none();
    let typed = Draft::clone(&screen.composer.draft.peek());
    let is_typed = is_first && typed != Draft::default();
    if read.is_ok() && !is_first {
        keep_what_is_unwritten(screen, written, &hash);
    }
    written.update(|written| written.hash.clone_from(&hash));
    let fate = match read {
        Ok(state) => {
            let state = state.unwrap_or_default();
            // What is sent from here on is new, however soon: this entry keeps what the link says.
            written.update(|written| {
                written.state = Some(Arc::new(state.clone()));
                written.is_for_room = is_for_room;
            });
            screen.is_presenting.set(is_for_room);
            screen.restore(state);
            if is_typed {
                screen.composer.replace_draft(typed);
            }
            Hash::InStep
        }
        Err(error) => {
            // What is on the screen is no news, so the hash stays what it is.
            let state = Arc::new(screen.link_state());
            written.update(|written| {
                written.state = Some(state);
                written.is_for_room = screen.is_presenting.get_untracked();
            });
            Hash::Refused(error.to_string())
        }
    };
    screen.hash.set(fate);
}

/// A link has come while somebody typed: what was typed gets an entry of its own in the tab's history
/// before that of the link, so that Back brings it back.
fn keep_what_is_unwritten(screen: Screen, written: Fact<Written>, hash: &str) {
    let state = screen.link_state();
    let is_written = written.peek().state.as_deref() == Some(&state);
    if is_written || awaits_place(screen) || state == LinkState::default() {
        return;
    }
    if let Ok(text) = link_text(&state, Secrets::LeaveOut) {
        address::replace_hash(&text);
        address::push_hash(hash);
    }
}

/// Writes what is on the screen into the hash. The first screen needs none.
fn write(screen: Screen, written: Fact<Written>) {
    // Too much stays too much, and need not be told again.
    let Written { is_too_long, is_more_than_a_step, .. } = *written.peek();
    if is_too_long && !is_more_than_a_step {
        return;
    }
    written.update(|written| {
        written.at_ms = page::now_ms();
        written.is_more_than_a_step = false;
    });
    if awaits_place(screen) || matches!(*screen.hash.peek(), Hash::ToOpen(_)) {
        return;
    }
    let state = screen.link_state();
    let Written { state: before, is_for_room: was_for_room, .. } = Written::clone(&written.peek());
    let is_for_room = screen.is_presenting.get_untracked();
    if before.as_deref() == Some(&state) && was_for_room == is_for_room {
        return;
    }
    let text = match state == LinkState::default() {
        true => Ok(String::new()),
        false => link_text(&state, Secrets::LeaveOut),
    };
    let (hash, fate) = match text {
        Ok(text) => (joined(&text, is_for_room), Hash::InStep),
        Err(too_long) => (String::new(), Hash::TooLong(too_long.to_string())),
    };
    if written.peek().hash != hash {
        let is_new_fetch = before.is_some_and(|before| {
            let (n_before, n_sent) =
                (before.scenario.requests.len(), state.scenario.requests.len());
            n_before != n_sent || before.place.fetch != state.place.fetch
        });
        match is_new_fetch {
            true => address::push_hash(&hash),
            false => address::replace_hash(&hash),
        }
    }
    written.update(|written| {
        written.hash = hash;
        written.state = Some(Arc::new(state));
        written.is_for_room = is_for_room;
        written.is_too_long = matches!(fate, Hash::TooLong(_));
    });
    if *screen.hash.peek() != fate {
        screen.hash.set(fate);
    }
}

/// The whole address that shows what is on the screen.
///
/// # Errors
/// That it would be too long, and what to do.
pub fn address(screen: Screen, secrets: Secrets) -> Result<String, String> {
    let text = link_text(&screen.link_state(), secrets);
    let text = text.map_err(|error| error.to_string())?;
    Ok(format!("{}#{text}", address::whole_page()))
}

/// What is on the screen, as it stands in a course page.
///
/// # Errors
/// That its address would be too long, and what to do.
pub fn exchange(screen: Screen, secrets: Secrets) -> Result<Exchange, String> {
    let mut state = screen.link_state();
    let first_shown = (*screen.player.playback.peek())
        .as_ref()
        .and_then(|playback| playback.trace().first_shown());
    // What is shown anyway need not be said.
    if state.place.fetch == first_shown {
        state.place.fetch = None;
    }
    Exchange::of_screen(&state, secrets).map_err(|error| error.to_string())
}

/// What is on the screen for a file, which may be longer.
pub fn file(screen: Screen, secrets: Secrets) -> String {
    file_text(&screen.link_state(), secrets)
}

/// The scenario that the command runs as this screen does.
pub fn scenario(screen: Screen, secrets: Secrets) -> Option<String> {
    let written = || screen.composer.checked_request();
    scenario_text(screen.link_state().scenario, written, secrets)
}

/// Shows what the chosen file says.
pub fn open_file(screen: Screen, field: &HtmlInputElement) {
    files::read_file(field, opened::MAX_OCTETS, move |text| show_file(screen, text));
}

/// Shows what a file says; `None` is one that is too large to be read.
fn show_file(screen: Screen, text: Option<String>) {
    let too_big = || LinkError::TooBig.to_string();
    match text.ok_or_else(too_big).and_then(|text| opened::opened(&text)) {
        Ok(Opened::Screen(state)) => screen.restore(*state),
        Ok(Opened::Scenario(scenario)) => {
            screen.orders.give(Order::OpenScenario(Box::new(scenario)));
        }
        Err(message) => screen.hash.set(Hash::FileRefused(message)),
    }
}

impl Screen {
    /// What a link to the screen holds.
    fn link_state(self) -> LinkState {
        let playback = self.player.playback.peek();
        let place = (*playback).as_ref().map(Playback::place).unwrap_or_default();
        let scenario = match (*playback).as_ref() {
            Some(playback) => playback.trace().scenario.clone(),
            None => {
                let mut scenario = Scenario::with_requests(Vec::new());
                // What holds no number is not kept.
                let _ = self.world.form.peek().apply_to(&mut scenario);
                scenario.world.client.kind = self.composer.client.get_untracked();
                scenario
            }
        };
        LinkState { draft: Draft::clone(&self.composer.draft.peek()), scenario, place }
    }

    /// Shows what a link says.
    fn restore(self, state: LinkState) {
        let LinkState { draft, scenario, place } = state;
        self.orders.give(Order::Restore(Box::new(draft), Box::new(scenario), place));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_says_what_a_link_says_and_whether_a_room_sees_it() {
        for link in ["", "v1.abc", "glossary"] {
            for is_for_room in [false, true] {
                let hash = joined(link, is_for_room);
                assert_eq!(parted(&hash), (link, is_for_room), "{hash}");
            }
        }
        assert_eq!(joined("v1.abc", true), "v1.abc&view=present");
        assert_eq!(parted("v1.abcview=present"), ("v1.abcview=present", false));
    }
}
