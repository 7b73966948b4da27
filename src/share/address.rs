//! What is on the screen, in the hash of the page's URL, and back from there.
//!
//! A new exchange is a new entry of the tab's history; a step within it changes the entry, so that
//! reload, back and forward come to the step that was left. Opening a link never sends anything
//! for real.

use crate::browser::address;
use crate::browser::page;
use crate::compare::state::Comparer;
use crate::composer::state::Composer;
use crate::deck::state::DeckState;
use crate::later::door::Door;
use crate::lessons::place::{Place, answered_in};
use crate::lessons::state::Lessons;
use crate::orders::{Order, Orders};
use crate::playback::player::{Player, Shown, step_at_rest};
use crate::playback::state::Playback;
use crate::room::pairing::{Pairing, room_in};
use crate::run::simulator::Simulator;
use crate::share::opened::scenario_text;
use crate::view::fact::Fact;
use crate::view::live::watch;
use crate::world::state::World;
use compose::draft::Draft;
use compose::replay::Replay;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use sharing::Exchange;
use sharing::link::{LinkState, Secrets, file_text, link_text, read_link};
use std::sync::Arc;
use std::time::Duration;
use trace::{FetchId, Scenario};

/// Typing is over when nothing was typed for so long, and steps are written no oftener.
const QUIET: Duration = Duration::from_millis(250);

/// The hash that opens the glossary, so that it has an address of its own.
const GLOSSARY: &str = "glossary";

/// What a hash says, behind what a link says, where lanes and sentence are shown alone.
const FOR_ROOM: &str = "view=present";
/// Which scene of the deck is shown, from 1.
const SCENE: &str = "scene=";
/// The step of a scene that is too much for a link, from 1.
const STEP: &str = "step=";

/// What a hash says besides what a link says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Around {
    /// The scene of the deck, from 0.
    scene: Option<usize>,
    /// The step, from 0, where no link says it.
    step: Option<usize>,
    /// Whether it is shown to a room.
    is_for_room: bool,
}

/// What a link says of a hash, and what stands behind that; but for the room of a presenter's window,
/// which stays what it is.
fn parted(hash: &str) -> (&str, Around) {
    let hash = room_in(hash).map_or(hash, |(rest, _)| rest);
    let (mut link, mut around) = (hash, Around::default());
    loop {
        let (before, last) = link.rsplit_once('&').unwrap_or(("", link));
        let number = |name: &str| {
            let number = last.strip_prefix(name)?.parse::<u32>().ok()?;
            (number as usize).checked_sub(1)
        };
        match (last, number(SCENE), number(STEP)) {
            (FOR_ROOM, ..) => around.is_for_room = true,
            (_, Some(scene), _) => around.scene = Some(scene),
            (_, _, Some(step)) => around.step = Some(step),
            _ => return (link, around),
        }
        link = before;
    }
}

/// What [`parted`] reads.
fn joined(link: &str, around: Around) -> String {
    let number = |name: &str, index: usize| [name, &(index + 1).to_string()].concat();
    let parts = [
        (!link.is_empty()).then(|| link.to_owned()),
        around.scene.map(|scene| number(SCENE, scene)),
        around.step.map(|step| number(STEP, step)),
        around.is_for_room.then(|| FOR_ROOM.to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("&")
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

    /// Whose window it opens.
    pub fn pairing(&self) -> Pairing {
        match self {
            Self::ToOpen(hash) => Pairing::of_hash(hash),
            Self::InStep | Self::Refused(_) | Self::FileRefused(_) | Self::TooLong(_) => {
                Pairing::default()
            }
        }
    }

    /// Whether it is to be shown to a room.
    pub fn is_for_room(&self) -> bool {
        matches!(self, Self::ToOpen(hash) if parted(hash).1.is_for_room)
    }
}

/// What the hash says, as far as this page wrote it.
#[derive(Clone, Default)]
struct Written {
    hash: String,
    state: Option<Arc<LinkState>>,
    around: Around,
    at_ms: f64,
    /// What writes next.
    due: Option<TimeoutHandle>,
    /// When that is, in milliseconds.
    due_ms: f64,
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
    /// What stands beside each other.
    pub comparer: Comparer,
    /// What is shown again and again.
    pub replayed: Fact<Option<Replay>>,
    /// The fetch in the light while all of them are shown on one clock.
    pub overviewed: RwSignal<Option<FetchId>>,
    /// What became of the hash.
    pub hash: Fact<Hash>,
    /// Whether the glossary is wanted.
    pub is_glossary_wanted: RwSignal<bool>,
    /// Whether it is shown to a room.
    pub is_presenting: RwSignal<bool>,
    /// The scenes that are shown one after the other.
    pub deck: DeckState,
    /// Where in the lessons the page is.
    pub lessons: Lessons,
    /// Whether it is the presenter's window.
    pub pairing: Fact<Pairing>,
    /// Who shows what a link says.
    pub orders: Orders,
}

/// What of the screen was not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsent {
    /// The request in the composer was.
    Nothing,
    /// The request in the composer is another one than any that was.
    Since,
    /// Nothing was sent yet.
    AllOfIt,
}

/// Keeps the hash of the page's address in step with the screen.
pub static FOLLOW: Door<fn(Screen)> = Door::closed();

/// Opens the hash that came with the page, and keeps it in step from then on.
pub fn follow(screen: Screen) {
    screen.deck.take_up();
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
    watch(move || open(screen, written));
    watch(move || follow_lessons(screen, written));
    let shown = Shown::of(screen.player);
    let (sequence, step) = (shown.sequence, step_at_rest(screen.player, shown));
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
        screen.comparer.compared.read();
        screen.replayed.read();
        screen.overviewed.get();
        screen.is_presenting.get();
        screen.deck.read();
        // A step is there to be reloaded at once. Whoever goes on fast, or plays, waits.
        let Written { is_more_than_a_step: is_typing, at_ms, due_ms, .. } = *written.peek();
        let now_ms = page::now_ms();
        let quiet_ms = QUIET.as_secs_f64() * 1000.0;
        // Steps put nothing off that is to be written anyway.
        let at_ms = if is_typing { due_ms } else { at_ms + quiet_ms };
        let wait_ms = (at_ms - now_ms).clamp(0.0, quiet_ms);
        write_after(Duration::from_secs_f64(wait_ms / 1000.0), screen, written);
    });
}

/// Whether what a link shows is being simulated: until then the hash stays as it is.
fn awaits_place(screen: Screen) -> bool {
    screen.simulator.run.read().awaited().is_some_and(|awaited| awaited.place.is_some())
}

/// Has the hash written in a while, and not before.
fn write_after(wait: Duration, screen: Screen, written: Fact<Written>) {
    let due = set_timeout_with_handle(move || write(screen, written), wait).ok();
    let earlier = written.update(|written| {
        written.due_ms = page::now_ms() + wait.as_secs_f64() * 1000.0;
        core::mem::replace(&mut written.due, due)
    });
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
    let (link, around) = parted(&hash);
    if let Some(place) = Place::of_hash(link) {
        if written.peek().state.is_some() {
            keep_what_is_unwritten(screen, written, &hash);
        }
        screen.lessons.answered.set(answered_in(link));
        let state = Some(Arc::new(screen.link_state()));
        written.update(|written| *written = Written { hash, state, ..Written::default() });
        // Links of the lessons say nothing of the room that they are in.
        let is_in_lessons = screen.lessons.place.peek().is_some();
        if !is_in_lessons || around.is_for_room {
            screen.is_presenting.set(around.is_for_room);
        }
        screen.lessons.place.set(Some(place));
        return screen.hash.set(Hash::InStep);
    }
    // Whoever goes back from a lesson finds the page as it was left.
    let was_in_lessons = screen.lessons.place.peek().is_some();
    if was_in_lessons {
        screen.lessons.place.set(None);
    }
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
                written.around = around;
            });
            screen.is_presenting.set(around.is_for_room);
            match around.scene {
                // It is too much for a link, or somebody wants to begin there.
                Some(scene) if link.is_empty() => screen.deck.show(scene, around.step),
                _ if was_in_lessons && state == screen.link_state() => {}
                scene => {
                    screen.restore(state);
                    screen.deck.arrive(scene);
                }
            }
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
                written.around = screen.around();
            });
            Hash::Refused(error.to_string())
        }
    };
    screen.hash.set(fate);
}

/// A place in the lessons is a new entry of the tab's history, and so is the page behind them when they
/// are left.
fn follow_lessons(screen: Screen, written: Fact<Written>) {
    let place = screen.lessons.place.read();
    let is_for_room = screen.is_presenting.get();
    let was = written.peek();
    let place_before = Place::of_hash(parted(&was.hash).0);
    let (hash, state) = match &*place {
        Some(place) => {
            let around = Around { is_for_room, ..Around::default() };
            (joined(&place.hash(), around), was.state.clone())
        }
        None if place_before.is_some() => {
            let state = screen.link_state();
            let text = match state == LinkState::default() {
                true => None,
                false => link_text(&state, Secrets::LeaveOut).ok(),
            };
            (text.unwrap_or_default(), Some(Arc::new(state)))
        }
        None => return,
    };
    if was.hash != hash {
        match *place == place_before {
            true => address::replace_hash(&hash),
            false => address::push_hash(&hash),
        }
        written.update(|written| *written = Written { hash, state, ..Written::default() });
    }
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
    let is_in_lessons = screen.lessons.place.peek().is_some();
    if is_in_lessons || awaits_place(screen) || matches!(*screen.hash.peek(), Hash::ToOpen(_)) {
        return;
    }
    let state = screen.link_state();
    let Written { state: before, around: was_around, .. } = Written::clone(&written.peek());
    let around = screen.around();
    if before.as_deref() == Some(&state) && was_around == around {
        return;
    }
    let text = match state == LinkState::default() {
        true => Ok(String::new()),
        false => link_text(&state, Secrets::LeaveOut),
    };
    let (hash, fate) = match text {
        Ok(text) => (joined(&text, around), Hash::InStep),
        // What a scene stores is in the deck.
        Err(_) if around.scene.is_some() && !untrack(|| screen.deck.is_changed()) => {
            let step = Some(state.place.step);
            (joined("", Around { step, ..around }), Hash::InStep)
        }
        Err(too_long) => (joined("", around), Hash::TooLong(too_long.to_string())),
    };
    let hash = screen.of_window(hash);
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
        written.around = around;
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
    Exchange::of_screen(&screen.for_scene(), secrets).map_err(|error| error.to_string())
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

/// The hash that shows a room what is on the screen.
pub fn hash_for_room(screen: Screen) -> String {
    let link = link_text(&screen.link_state(), Secrets::LeaveOut).unwrap_or_default();
    joined(&link, Around { is_for_room: true, ..screen.around() })
}

impl Screen {
    /// A hash, which in a presenter's window ends in its room.
    fn of_window(self, hash: String) -> String {
        match self.pairing.peek().tail() {
            None => hash,
            Some(tail) if hash.is_empty() => tail,
            Some(tail) => [&hash, "&", &*tail].concat(),
        }
    }

    /// What the hash says besides.
    fn around(self) -> Around {
        Around {
            scene: self.deck.peek().shown(),
            step: None,
            is_for_room: self.is_presenting.get_untracked(),
        }
    }

    /// What a link to the screen holds, for a scene of the deck or a course page: what is shown, and
    /// nothing that was written since and not sent.
    pub fn for_scene(self) -> LinkState {
        let mut state = self.link_state();
        if self.unsent() == Unsent::Since {
            let playback = self.player.playback.peek();
            let sent = (*playback).as_ref().and_then(Playback::sent);
            let sent = sent.or(state.scenario.requests.last());
            state.draft = sent.map(Draft::of_request).unwrap_or_default();
        }
        self.forget_usual_fetch(&mut state);
        state
    }

    /// What of the screen was not sent.
    pub fn unsent(self) -> Unsent {
        let written = self.composer.draft.peek().request().ok();
        let playback = self.player.playback.peek();
        let sent = (*playback).as_ref().map(|playback| &playback.trace().scenario.requests);
        match sent.filter(|sent| !sent.is_empty()) {
            None => Unsent::AllOfIt,
            Some(sent) if sent.iter().any(|sent| Some(sent) == written.as_ref()) => Unsent::Nothing,
            Some(_) => Unsent::Since,
        }
    }

    /// What is shown anyway need not be said.
    fn forget_usual_fetch(self, state: &mut LinkState) {
        let playback = self.player.playback.peek();
        let first_shown = (*playback).as_ref().and_then(|shown| shown.trace().first_shown());
        if state.place.fetch == first_shown {
            state.place.fetch = None;
        }
    }

    /// What a link to the screen holds.
    fn link_state(self) -> LinkState {
        let playback = self.player.playback.peek();
        // Of a recording a link holds nothing, not even when that was.
        let shown = (*playback).as_ref().filter(|shown| shown.trace().recorded.is_none());
        let mut place = shown.map(Playback::place).unwrap_or_default();
        let compared = self.comparer.compared.peek();
        place.compared = (*compared).clone().map(Box::new);
        place.replayed = *self.replayed.peek();
        place.overviewed = self.overviewed.get_untracked();
        let scenario = match shown {
            Some(shown) => shown.trace().scenario.clone(),
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
    pub fn restore(self, state: LinkState) {
        let LinkState { draft, scenario, place } = state;
        self.orders.give(Order::Restore(Box::new(draft), Box::new(scenario), place));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_says_what_a_link_says_and_what_stands_around_it() {
        for link in ["", "v1.abc", "glossary"] {
            for is_for_room in [false, true] {
                for scene in [None, Some(0), Some(199)] {
                    for step in [None, Some(4)] {
                        let around = Around { scene, step, is_for_room };
                        let hash = joined(link, around);
                        assert_eq!(parted(&hash), (link, around), "{hash}");
                    }
                }
            }
        }
        let around = Around { scene: Some(1), step: None, is_for_room: true };
        assert_eq!(joined("v1.abc", around), "v1.abc&scene=2&view=present");
        let of_presenter = "v1.abc&scene=2&view=presenter&room=1f";
        assert_eq!(parted(of_presenter), ("v1.abc", Around { is_for_room: false, ..around }));
        for link in ["v1.abcview=present", "v1.abc&scene=0", "v1.abc&scene=x"] {
            assert_eq!(parted(link), (link, Around::default()));
        }
    }
}
