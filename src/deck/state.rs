//! The deck: its scenes in their order, which of them is shown, and what can be taken back.
//!
//! It is kept in the browser's storage at each change, so that nothing is lost with the page.

use crate::browser::storage::{self, NotKept};
use crate::deck::changes::Changes;
use crate::deck::told::Told;
use crate::orders::{Order, Orders};
use crate::playback::player::Player;
use crate::playback::state::Playback;
use crate::room::changes::is_live_change;
use crate::run::simulator::Simulator;
use crate::view::fact::Fact;
use ::deck::{Cause, Deck, MAX_OCTETS, MAX_SCENES, Scene};
use compose::draft::Draft;
use leptos::prelude::*;
use sharing::link::LinkState;
use std::sync::Arc;
use trace::Scenario;

/// A scene, and what tells it apart from the others wherever it is moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// Unlike that of any other scene of this page.
    pub id: u32,
    /// The scene.
    pub scene: Scene,
}

/// The deck as it is held.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// What it is called; may be empty.
    pub title: String,
    /// The scenes in their order.
    pub scenes: Vec<Arc<Numbered>>,
    /// The id of the scene that is shown.
    shown: Option<u32>,
    /// What was taken away last.
    taken: Option<Taken>,
    /// The next scene has this id.
    next_id: u32,
}

/// What can be put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// A scene, which stood at this place.
    Scene(usize, Arc<Numbered>),
    /// A whole deck, in whose place there is another.
    Deck(String, Vec<Arc<Numbered>>),
}

/// What becomes of the deck when the page is left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Fate {
    /// The browser keeps it.
    #[default]
    Kept,
    /// It is lost: this browser keeps nothing here.
    Forbidden,
    /// Its last changes are lost: there is no room left for them.
    Full,
    /// Its last changes are lost: it is larger than what is opened again.
    TooBig,
}

/// The deck, and all that changes it. Copies are the same.
#[derive(Clone, Copy)]
pub struct DeckState {
    held: Fact<Held>,
    /// Whether it outlives the page.
    pub fate: RwSignal<Fate>,
    /// Whether the scene that is shown to a room hides the steps to come; nothing, where none is.
    pub hides_what_comes: RwSignal<Option<bool>>,
    /// Why what the browser kept was not opened. It stays there until a scene is added.
    pub unread: RwSignal<Option<String>>,
    /// What became of the last thing that was done to it.
    pub told: RwSignal<Told>,
    /// While it is given to a room, what has a scene stay as it was changed when it is left.
    remember: StoredValue<Option<Remember>>,
    changes: StoredValue<Changes>,
    /// What was opened as a whole while a scene was shown to a room.
    beside: StoredValue<Option<Scenario>>,
    keep: StoredValue<Option<Keep>>,
    player: Player,
    simulator: Simulator,
    orders: Orders,
}

/// Has what was changed of the scene that is shown stay with it. The first part of the program knows it
/// by this name alone.
type Remember = fn(DeckState);

/// Keeps the text of a deck from visit to visit.
type Keep = fn(&str) -> Result<(), NotKept>;

impl Held {
    /// Of these scenes.
    fn take_in(&mut self, deck: Deck) {
        self.title = deck.title;
        self.scenes = deck.scenes.into_iter().map(|scene| self.numbered(scene)).collect();
    }

    fn numbered(&mut self, scene: Scene) -> Arc<Numbered> {
        self.next_id += 1;
        Arc::new(Numbered { id: self.next_id, scene })
    }

    /// As it is written.
    fn deck(&self) -> Deck {
        let scenes = self.scenes.iter().map(|numbered| numbered.scene.clone()).collect();
        Deck { title: self.title.clone(), scenes }
    }

    /// The place of a scene.
    pub fn index_of(&self, id: u32) -> Option<usize> {
        self.scenes.iter().position(|numbered| numbered.id == id)
    }

    /// The place of the scene that is shown.
    pub fn shown(&self) -> Option<usize> {
        self.index_of(self.shown?)
    }

    /// What was taken away last.
    pub fn taken(&self) -> Option<&Taken> {
        self.taken.as_ref()
    }
}

impl DeckState {
    /// No scene yet.
    pub fn new(player: Player, simulator: Simulator, orders: Orders) -> Self {
        Self {
            held: Fact::new(Held::default()),
            fate: RwSignal::new(Fate::default()),
            hides_what_comes: RwSignal::new(None),
            unread: RwSignal::new(None),
            told: RwSignal::new(Told::default()),
            remember: StoredValue::new(None),
            changes: StoredValue::new(Changes::default()),
            beside: StoredValue::new(None),
            keep: StoredValue::new(None),
            player,
            simulator,
            orders,
        }
    }

    /// The deck as it is now. Who reads is told when there is another.
    pub fn read(self) -> Arc<Held> {
        self.held.read()
    }

    /// The deck as it is now, for who does not want to be told.
    pub fn peek(self) -> Arc<Held> {
        self.held.peek()
    }

    /// Takes up what the browser kept: at the start, and when another window has changed it. From then
    /// on each change is kept.
    pub fn take_up(self) {
        self.keep.set_value(Some(storage::keep_deck));
        let Some(text) = storage::kept_deck() else {
            if !storage::is_lasting() {
                self.fate.set(Fate::Forbidden);
            }
            return;
        };
        let held = self.held.peek();
        if text == ::deck::write(&held.deck()) {
            return;
        }
        let deck = match ::deck::read_kept(&text) {
            Ok(deck) => deck,
            Err(error) => return self.unread.set(Some(error.to_string())),
        };
        let shown = held.shown();
        let is_first = held.scenes.is_empty();
        self.held.update(|held| {
            // A scene that is as it was stays the same one.
            let before = core::mem::take(&mut held.scenes);
            held.take_in(deck);
            for (now, was) in held.scenes.iter_mut().zip(before) {
                *now = Arc::new(Numbered { id: was.id, scene: now.scene.clone() });
            }
            held.shown = shown.and_then(|shown| Some(held.scenes.get(shown)?.id));
        });
        if let Some(text) = storage::kept_changes().filter(|_| is_first) {
            let held = self.held.peek();
            let id_of = |place: usize| held.scenes.get(place).map(|scene| scene.id);
            self.changes.set_value(Changes::read(&text, id_of));
        }
    }

    /// Changes the deck, and has it kept.
    fn change<R>(self, change: impl FnOnce(&mut Held) -> R) -> R {
        let result = self.held.update(change);
        self.keep();
        result
    }

    fn keep(self) {
        let Some(keep) = self.keep.get_value() else { return };
        let text = self.to_text();
        let fate = match text.len() > MAX_OCTETS {
            true => Fate::TooBig,
            false => match keep(&text) {
                Ok(()) => Fate::Kept,
                Err(NotKept::Forbidden) => Fate::Forbidden,
                Err(NotKept::Full) => Fate::Full,
            },
        };
        if self.fate.get_untracked() != fate {
            self.fate.set(fate);
        }
        if fate == Fate::Kept && self.unread.get_untracked().is_some() {
            self.unread.set(None);
        }
    }

    /// The text of a file with the deck.
    pub fn to_text(self) -> String {
        ::deck::write(&self.held.peek().deck())
    }

    /// Opens the text of a file, or a list of links, in place of what is there, which can be put
    /// back. Tells how many scenes it has.
    ///
    /// # Errors
    /// What is wrong with it; then everything stays.
    pub fn open_text(self, text: &str) -> Result<usize, String> {
        let deck = ::deck::read(text).map_err(|error| error.to_string())?;
        let n_scenes = deck.scenes.len();
        self.replace(deck);
        Ok(n_scenes)
    }

    /// A deck without a scene, in place of what is there, which can be put back.
    pub fn start_anew(self) {
        self.replace(Deck::default());
    }

    fn replace(self, deck: Deck) {
        self.change(|held| {
            let before = (core::mem::take(&mut held.title), core::mem::take(&mut held.scenes));
            held.take_in(deck);
            held.shown = None;
            // Nothing can be put back of nothing; what was taken away before still can.
            if !before.1.is_empty() {
                held.taken = Some(Taken::Deck(before.0, before.1));
            }
        });
        self.hides_what_comes.set(None);
        self.forget_changes();
    }

    /// Adds the scenes of a text behind those that are there. Tells how many.
    ///
    /// # Errors
    /// What is wrong with it; then everything stays.
    pub fn add_text(self, text: &str) -> Result<usize, String> {
        let deck = ::deck::read_links(text).map_err(|error| error.to_string())?;
        let n_scenes = deck.scenes.len();
        let n_all = self.held.peek().scenes.len() + n_scenes;
        if n_all > MAX_SCENES {
            return Err(Cause::TooManyScenes(n_all).to_string());
        }
        self.change(|held| {
            for scene in deck.scenes {
                let scene = held.numbered(scene);
                held.scenes.push(scene);
            }
        });
        Ok(n_scenes)
    }

    /// Adds what is on the screen, behind the scene that is shown, or else at the end; tells where.
    /// That scene is then the one that is shown.
    ///
    /// # Errors
    /// Why it cannot be added.
    pub fn add_current(self, screen: &LinkState, hides_what_comes: bool) -> Result<usize, String> {
        let n_scenes = self.held.peek().scenes.len();
        if n_scenes >= MAX_SCENES {
            return Err(Cause::TooManyScenes(n_scenes + 1).to_string());
        }
        let scene = Scene::of_screen(screen).map_err(|cause| cause.to_string())?;
        let scene = Scene { hides_what_comes, ..scene };
        Ok(self.change(|held| {
            let at = held.shown().map_or(held.scenes.len(), |shown| shown + 1);
            let scene = held.numbered(scene);
            held.shown = Some(scene.id);
            held.scenes.insert(at, scene);
            at
        }))
    }

    /// Changes what is said of a scene.
    pub fn edit(self, id: u32, edit: impl FnOnce(&mut Scene)) {
        self.change(|held| {
            if let Some(index) = held.index_of(id) {
                edit(&mut Arc::make_mut(&mut held.scenes[index]).scene);
            }
        });
    }

    /// A scene shows what is on the screen from now on. What is said of it stays.
    ///
    /// # Errors
    /// Why it cannot be shown.
    pub fn retake(self, id: u32, screen: &LinkState) -> Result<(), String> {
        let taken = Scene::of_screen(screen).map_err(|cause| cause.to_string())?;
        self.change(|held| {
            let Some(index) = held.index_of(id) else { return };
            let Scene { shows, step, level, .. } = taken;
            let scene = &mut Arc::make_mut(&mut held.scenes[index]).scene;
            (scene.shows, scene.step, scene.level) = (shows, step, level);
            held.shown = Some(id);
        });
        self.set_changed(id, None);
        Ok(())
    }

    /// Gives a scene other notes.
    pub fn set_notes(self, id: u32, notes: String) {
        self.edit(id, |scene| scene.notes = notes);
    }

    /// Gives the deck another title.
    pub fn set_title(self, title: String) {
        self.change(|held| held.title = title);
    }

    /// A scene changes places with the one before it. Tells its place.
    pub fn move_up(self, id: u32) -> Option<usize> {
        self.swap(id, |index| index.checked_sub(1))
    }

    /// A scene changes places with the one behind it. Tells its place.
    pub fn move_down(self, id: u32) -> Option<usize> {
        self.swap(id, |index| Some(index + 1))
    }

    fn swap(self, id: u32, with: impl FnOnce(usize) -> Option<usize>) -> Option<usize> {
        let held = self.held.peek();
        let index = held.index_of(id)?;
        let other = with(index).filter(|other| *other < held.scenes.len());
        if let Some(other) = other {
            self.change(|held| held.scenes.swap(index, other));
        }
        Some(other.unwrap_or(index))
    }

    /// Takes a scene away. It can be put back.
    pub fn remove(self, id: u32) {
        self.change(|held| {
            if let Some(index) = held.index_of(id) {
                let removed = held.scenes.remove(index);
                held.taken = Some(Taken::Scene(index, removed));
            }
        });
    }

    /// Puts back what was taken away last, and tells the first scene of it. A deck that stands in its
    /// place can be put back then.
    pub fn put_back_taken(self) -> Option<Arc<Numbered>> {
        self.change(|held| match held.taken.take()? {
            Taken::Scene(index, scene) => {
                let index = index.min(held.scenes.len());
                if held.scenes.len() < MAX_SCENES {
                    held.scenes.insert(index, Arc::clone(&scene));
                }
                Some(scene)
            }
            Taken::Deck(title, scenes) => {
                let title = core::mem::replace(&mut held.title, title);
                let scenes = core::mem::replace(&mut held.scenes, scenes);
                held.taken = (!scenes.is_empty()).then_some(Taken::Deck(title, scenes));
                held.scenes.first().cloned()
            }
        })
    }

    /// Shows the scene at this place from where it starts.
    pub fn go_to(self, index: usize) {
        self.show(index, None);
    }

    /// Shows the next scene. Says whether there is one.
    pub fn next(self) -> bool {
        self.go_by(|shown| Some(shown + 1), None)
    }

    /// Shows the end of the scene before. Says whether there is one.
    pub fn previous(self) -> bool {
        self.go_by(|shown| shown.checked_sub(1), Some(usize::MAX))
    }

    fn go_by(self, to: impl FnOnce(usize) -> Option<usize>, step: Option<usize>) -> bool {
        let held = self.held.peek();
        let to = held.shown().and_then(to).filter(|to| *to < held.scenes.len());
        if let Some(to) = to {
            self.show(to, step);
        }
        to.is_some()
    }

    /// Shows the scene at this place at a step, the first being 0, or where it starts; a step behind
    /// the last one is the last one.
    pub fn show(self, index: usize, step: Option<usize>) {
        let held = self.held.peek();
        let Some(numbered) = held.scenes.get(index) else { return };
        let stored = numbered.scene.state();
        self.arrive(Some(index));
        let changed =
            Some(self.changes.get_value()).filter(|_| self.remember.get_value().is_some());
        let changed = changed.and_then(|changes| changes.of(numbered.id).cloned());
        let n_sent = |state: &LinkState| state.scenario.requests.len();
        let start = match &changed {
            // What was sent more is shown from its first step on.
            Some(changed) if n_sent(changed) != n_sent(&stored) => 0,
            Some(_) | None => stored.place.step,
        };
        let LinkState { draft, scenario, mut place } = changed.unwrap_or(stored);
        place.step = step.unwrap_or(start);
        let (draft, scenario) = (Box::new(draft), Box::new(scenario));
        self.orders.give(Order::ShowScene(draft, scenario, place));
    }

    /// The scene at this place is on the screen now, as it is or changed; nothing: none is.
    pub fn arrive(self, index: Option<usize>) {
        let held = self.held.peek();
        let numbered = index.and_then(|index| held.scenes.get(index));
        let id = numbered.map(|numbered| numbered.id);
        if held.shown != id {
            self.remember.get_value().into_iter().for_each(|remember| remember(self));
            self.held.update(|held| held.shown = id);
        }
        let hides = numbered.map(|numbered| numbered.scene.hides_what_comes);
        if self.hides_what_comes.get_untracked() != hides {
            self.hides_what_comes.set(hides);
        }
    }

    /// Something else is opened for a while, which hides nothing of its own.
    pub fn step_aside(self, opened: Option<&Scenario>) {
        self.beside.set_value(opened.cloned());
        self.hides_what_comes.set(None);
    }

    /// Whether this was opened as a whole, and is no scene that was changed.
    pub fn is_beside(self, shown: &Scenario) -> bool {
        self.beside.get_value().as_ref() == Some(shown)
    }

    /// From now on it is given to a room, and scenes stay as they are changed; or no more.
    pub fn give(self, remember: Option<Remember>) {
        self.remember.set_value(remember);
    }

    /// What was changed of the scene that is shown stays with it.
    pub fn remember(self) {
        let held = self.held.peek();
        let Some(left) = held.shown().map(|index| &held.scenes[index]) else { return };
        // What is still to come is not known yet.
        let is_known = !self.simulator.run.peek().is_running();
        let shown = self.player.playback.peek();
        let Some(shown) = (*shown).as_ref().filter(|_| is_known) else { return };
        let (scenario, stored) = (&shown.trace().scenario, left.scene.state().scenario);
        let is_changed = !left.scene.shows_scenario(scenario)
            && is_live_change(&stored, scenario)
            && !self.is_beside(scenario);
        self.set_changed(left.id, is_changed.then(|| state_of(shown)));
    }

    fn set_changed(self, id: u32, state: Option<LinkState>) {
        let mut changes = self.changes.get_value();
        if state.is_some() || changes.of(id).is_some() {
            changes.set(id, state);
            self.keep_changes(changes);
        }
    }

    /// Every scene is again as it is stored.
    pub fn forget_changes(self) {
        self.keep_changes(Changes::default());
    }

    fn keep_changes(self, changes: Changes) {
        if self.keep.get_value().is_some() {
            let held = self.held.peek();
            storage::keep_changes(&changes.text(|id| held.index_of(id)));
        }
        self.changes.set_value(changes);
    }

    /// Shows the scene again as it is stored.
    pub fn put_back(self) {
        let held = self.held.peek();
        if let Some(shown) = held.shown() {
            self.set_changed(held.scenes[shown].id, None);
            self.go_to(shown);
        }
    }

    /// What the lecturer wants to ask at the scene that is shown.
    pub fn question(self) -> Option<String> {
        let held = self.held.read();
        let ask = &held.scenes[held.shown()?].scene.ask;
        (!ask.trim().is_empty()).then(|| ask.clone())
    }

    /// What the scene behind the one that is shown is called, if there is one.
    pub fn next_name(self) -> Option<String> {
        let held = self.held.read();
        Some(held.scenes.get(held.shown()? + 1)?.scene.name())
    }

    /// What the scene before the one that is shown is called, if there is one.
    pub fn previous_name(self) -> Option<String> {
        let held = self.held.read();
        Some(held.scenes.get(held.shown()?.checked_sub(1)?)?.scene.name())
    }

    /// Whether something else is shown than the scene stores. Who asks is told when that changes.
    pub fn is_changed(self) -> bool {
        let held = self.held.read();
        let Some(index) = held.shown() else { return false };
        // Until it is simulated, what is shown is something else.
        let is_awaited = self.simulator.run.read().is_running();
        let playback = self.player.playback.read();
        let Some(playback) = (*playback).as_ref().filter(|_| !is_awaited) else { return false };
        !held.scenes[index].scene.shows_scenario(&playback.trace().scenario)
    }
}

/// What is shown, with its own request in the composer.
fn state_of(shown: &Playback) -> LinkState {
    let scenario = shown.trace().scenario.clone();
    let sent = shown.sent().or(scenario.requests.last());
    let draft = sent.map(Draft::of_request).unwrap_or_default();
    LinkState { draft, scenario, place: shown.place() }
}

#[cfg(test)]
mod tests;
