//! What is on the screen, in the hash of the page's URL, and back from there.
//!
//! A new exchange is a new entry of the tab's history; a step within it changes the entry, so that
//! reload, back and forward come to the step that was left. Opening a link never sends anything
//! for real.

use crate::browser::address;
use crate::browser::files;
use crate::browser::page;
use crate::composer::mode::Mode;
use crate::later::doors::Arrival;
use crate::playback::state::Playback;
use crate::session::{Session, Shown};
use crate::share::link::{LinkState, Secrets, file_text, link_text, read_file};
use crate::view::fact::Fact;
use crate::view::live::watch;
use crate::world::form::WorldForm;
use compose::draft::Draft;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;
use trace::Scenario;
use web_sys::HtmlInputElement;

/// Typing is over when nothing was typed for so long, and steps are written no oftener.
const QUIET: Duration = Duration::from_millis(250);

/// The hash that opens the glossary, so that it has an address of its own.
const GLOSSARY: &str = "glossary";

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
}

/// What the hash says, as far as this page wrote it.
#[derive(Clone, Default)]
struct Written {
    hash: String,
    state: Option<Arc<LinkState>>,
    at_ms: f64,
    /// What writes next.
    due: Option<TimeoutHandle>,
    /// Whether more than the step has changed since.
    is_more_than_a_step: bool,
    /// Whether it was too much for a link.
    is_too_long: bool,
}

/// Opens the hash that came with the page, and keeps it in step from then on.
pub fn follow(session: Session) {
    let written = Fact::new(Written::default());
    let look = move || {
        let hash = address::hash();
        if written.peek().hash != hash {
            session.hash.set(Hash::ToOpen(hash));
        }
    };
    look();
    address::on_history_move(look);
    watch(move || open(session, written));
    let Shown { sequence, step, .. } = Shown::of(session);
    // Of a run that ends without a trace nothing else tells.
    let is_awaited = Memo::new(move |_| awaits_place(session));
    watch(move || {
        is_awaited.get();
        // Read, because a memo that nobody has read yet follows nothing.
        sequence.get();
        session.draft.read();
        session.world.read();
        session.client.get();
        written.update(|written| written.is_more_than_a_step = true);
        write_after(QUIET, session, written);
    });
    watch(move || {
        step.get();
        // A step is there to be reloaded at once. Whoever goes on fast, or plays, waits.
        let Written { is_more_than_a_step: is_typing, at_ms, .. } = *written.peek();
        let since_ms = (page::now_ms() - at_ms).max(0.0);
        let since = Duration::from_secs_f64(since_ms / 1000.0);
        let wait = if is_typing { QUIET } else { QUIET.saturating_sub(since) };
        write_after(wait, session, written);
    });
}

/// Whether what a link shows is being simulated: until then the hash stays as it is.
fn awaits_place(session: Session) -> bool {
    session.run.read().awaited().is_some_and(|awaited| awaited.place.is_some())
}

/// Has the hash written in a while, and not before.
fn write_after(wait: Duration, session: Session, written: Fact<Written>) {
    let due = set_timeout_with_handle(move || write(session, written), wait).ok();
    let earlier = written.update(|written| core::mem::replace(&mut written.due, due));
    earlier.into_iter().for_each(|earlier| earlier.clear());
}

/// Shows what the hash says, as soon as the part of the program that reads it is here.
fn open(session: Session, written: Fact<Written>) {
    let fate = session.hash.read();
    let Hash::ToOpen(hash) = &*fate else { return };
    let hash = hash.clone();
    let Arrival::Here(later) = session.later.get() else { return };
    if hash == GLOSSARY {
        session.is_glossary_open.set(true);
        // It says nothing of the screen behind, so it stays until that changes.
        let state = Some(Arc::new(session.link_state()));
        written.update(|written| *written = Written { hash, state, ..Written::default() });
        return session.hash.set(Hash::InStep);
    }
    let read = (later.read_link)(&hash);
    // What was typed before the hash could be read, or kept when the page broke, is not lost.
    let is_first = written.peek().state.is_none();
    let typed = Draft::clone(&session.draft.peek());
    let is_typed = is_first && typed != Draft::default();
    written.update(|written| written.hash = hash);
    let fate = match read {
        Ok(state) => {
            session.restore(state.unwrap_or_default());
            if is_typed {
                session.replace_draft(typed);
            }
            Hash::InStep
        }
        Err(error) => {
            // What is on the screen is no news, so the hash stays what it is.
            let state = Arc::new(session.link_state());
            written.update(|written| written.state = Some(state));
            Hash::Refused(error.to_string())
        }
    };
    session.hash.set(fate);
}

/// Writes what is on the screen into the hash. The first screen needs none.
fn write(session: Session, written: Fact<Written>) {
    // Too much stays too much, and need not be told again.
    let Written { is_too_long, is_more_than_a_step, .. } = *written.peek();
    if is_too_long && !is_more_than_a_step {
        return;
    }
    written.update(|written| {
        written.at_ms = page::now_ms();
        written.is_more_than_a_step = false;
    });
    let Arrival::Here(later) = session.later.get_untracked() else { return };
    if awaits_place(session) || matches!(*session.hash.peek(), Hash::ToOpen(_)) {
        return;
    }
    let state = session.link_state();
    let before = written.peek().state.clone();
    if before.as_deref() == Some(&state) {
        return;
    }
    let text = match state == LinkState::default() {
        true => Ok(String::new()),
        false => (later.link_text)(&state, Secrets::LeaveOut),
    };
    let (hash, fate) = match text {
        Ok(text) => (text, Hash::InStep),
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
        written.is_too_long = matches!(fate, Hash::TooLong(_));
    });
    if *session.hash.peek() != fate {
        session.hash.set(fate);
    }
}

/// The whole address that shows what is on the screen.
///
/// # Errors
/// That it would be too long, and what to do.
pub fn address(session: Session, secrets: Secrets) -> Result<String, String> {
    let text = link_text(&session.link_state(), secrets);
    let text = text.map_err(|error| error.to_string())?;
    Ok(format!("{}#{text}", address::address_without_hash()))
}

/// The same for a file, which may be longer.
pub fn file(session: Session, secrets: Secrets) -> String {
    file_text(&session.link_state(), secrets)
}

/// Shows what the chosen file says.
pub fn open_file(session: Session, field: &HtmlInputElement) {
    files::read_file(field, move |text| match read_file(&text) {
        Ok(state) => session.restore(state),
        Err(error) => session.hash.set(Hash::Refused(error.to_string())),
    });
}

impl Session {
    /// What a link to the screen holds.
    fn link_state(self) -> LinkState {
        let playback = self.playback.peek();
        let place = (*playback).as_ref().map(Playback::place).unwrap_or_default();
        let scenario = match (*playback).as_ref() {
            Some(playback) => playback.trace().scenario.clone(),
            None => {
                let mut scenario = Scenario::with_requests(Vec::new());
                // What holds no number is not kept.
                let _ = self.world.peek().apply_to(&mut scenario);
                scenario.world.client.kind = self.client.get_untracked();
                scenario
            }
        };
        LinkState { draft: Draft::clone(&self.draft.peek()), scenario, place }
    }

    /// Shows what a link says: the request, the world, and what was sent to it, simulated again.
    pub fn restore(self, state: LinkState) {
        let LinkState { draft, scenario, place } = state;
        // Whoever opens a link has not asked to send what it holds for real.
        self.choose_mode(Mode::Simulated);
        self.reset_world();
        self.replace_draft(draft);
        self.world.set(WorldForm::from_scenario(&scenario));
        self.client.set(scenario.world.client.kind);
        if !scenario.requests.is_empty() {
            self.simulate_to(scenario, Some(place));
        }
    }
}
