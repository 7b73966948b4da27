//! What is known while the page is open: its parts, and what concerns more than one of them.
//!
//! Each part owns what it changes and stands in its feature's folder. A session needs no page: it
//! can be made wherever there is an owner for its signals.

use crate::bench::runs::Bench;
use crate::bench::work::Work;
use crate::browser::{console, page, storage};
use crate::compare::state::Comparer;
use crate::composer::state::{Composer, Refused};
use crate::deck::state::DeckState;
use crate::inspect::inspector::Inspector;
use crate::later::door::{self, Door};
use crate::lessons::state::Lessons;
use crate::mode::Mode;
use crate::orders::{Order, Orders};
use crate::playback::player::Player;
use crate::playback::state::{Command, Playback};
use crate::real::sending::RealRequests;
use crate::room::pairing::Pairing;
use crate::room::sight::Sight;
use crate::run::simulator::Simulator;
use crate::run::state::{Awaited, Run};
use crate::settings::preferences::Settings;
use crate::share::address::{Hash, Screen};
use crate::texts;
use crate::view::fact::{Fact, toggle};
use crate::view::live::watch;
use crate::worker::engine::{Engine, Heard, Unloadable};
use crate::world::form::WorldForm;
use crate::world::state::World;
use compose::draft::Draft;
use compose::input_error::sentence;
use compose::replay::Replay;
use conversation::read_refusal;
use language::{fill, say};
use leptos::prelude::*;
use sharing::place::Place;
use std::sync::Arc;
use trace::hidden::marked;
use trace::{FetchId, Scenario, Trace, decode_trace};

/// What is known while the page is open. Copies are the same session.
#[derive(Clone, Copy)]
pub struct Session {
    /// The request being written.
    pub composer: Composer,
    /// The world being chosen.
    pub world: World,
    /// What is shown.
    pub player: Player,
    /// What runs.
    pub simulator: Simulator,
    /// What stands beside each other.
    pub comparer: Comparer,
    /// What exercises have the engine do.
    pub bench: Bench,
    /// What is shown again and again.
    pub replayed: Fact<Option<Replay>>,
    /// The exercise that is worked at in the page.
    pub at_work: Fact<Option<Work>>,
    /// Whether exercises on what is shown are open.
    pub is_exercising: RwSignal<bool>,
    /// The fetch in the light while all of them are shown on one clock.
    pub overviewed: RwSignal<Option<FetchId>>,
    /// Where in the lessons the page is.
    pub lessons: Lessons,
    /// What is looked into.
    pub inspector: Inspector,
    /// What is sent for real.
    pub requests: RealRequests,
    /// What the reader prefers.
    pub settings: Fact<Settings>,
    /// What became of the hash of the page's address.
    pub hash: Fact<Hash>,
    /// Whether the glossary is wanted.
    pub is_glossary_wanted: RwSignal<bool>,
    /// Whether the list of keys was asked for.
    pub is_keys_list_wanted: RwSignal<bool>,
    /// Whether lanes and sentence are shown alone, large.
    pub is_presenting: RwSignal<bool>,
    /// The scenes that are shown one after the other.
    pub deck: DeckState,
    /// How a room sees them.
    pub sight: Fact<Sight>,
    /// Whether nothing is shown, so that a class looks at the teacher.
    pub is_blank: RwSignal<bool>,
    /// The window that belongs to this one.
    pub pairing: Fact<Pairing>,
    /// Where views give orders.
    pub orders: Orders,
    /// What simulates.
    pub engine: Engine,
}

/// What a session starts with.
#[derive(Default)]
pub struct Start {
    /// What was typed before, if anything was.
    pub draft: Option<Draft>,
    /// What the reader prefers.
    pub settings: Settings,
    /// What the address says.
    pub hash: Hash,
    /// Whether nothing was shown when the page was left.
    pub was_blank: bool,
}

/// What a session does once what leads to the steps is here: until then nothing is sent, run or read, so the
/// first part needs none of what does that.
pub static WAKE: Door<fn(Session)> = Door::to_steps();

/// Opens the presenter's window from the room's, or the room's from the presenter's.
pub static OPEN_OTHER_WINDOW: Door<fn(Session)> = Door::closed();

impl Session {
    /// A session that shows the first screen.
    pub fn new(start: Start) -> Self {
        let (orders, engine) = (Orders::default(), Engine::default());
        let settings = Fact::new(start.settings);
        let (player, simulator) = (Player::new(settings), Simulator::new(engine));
        Self {
            composer: Composer::new(start.draft.unwrap_or_default(), orders),
            world: World::new(orders),
            player,
            simulator,
            deck: DeckState::new(player, simulator, orders),
            comparer: Comparer::new(engine),
            bench: Bench::new(engine),
            replayed: Fact::new(None),
            at_work: Fact::new(None),
            is_exercising: RwSignal::new(false),
            overviewed: RwSignal::new(None),
            lessons: Lessons::default(),
            inspector: Inspector::new(engine),
            requests: RealRequests::default(),
            settings,
            is_presenting: RwSignal::new(start.hash.is_for_room()),
            sight: Fact::new(Sight::default()),
            is_blank: RwSignal::new(start.was_blank),
            pairing: Fact::new(start.hash.pairing()),
            hash: Fact::new(start.hash),
            is_glossary_wanted: RwSignal::new(false),
            is_keys_list_wanted: RwSignal::new(false),
            orders,
            engine,
        }
    }

    /// Whether the engine will be asked soon: something else than the first screen's request is
    /// written, or a step is shown, whose octets one may look into.
    fn may_need_engine(self) -> bool {
        let is_asked = self.player.playback.read().is_some();
        is_asked
            || *self.composer.draft.read() != Draft::default()
            || *self.world.form.read() != WorldForm::default()
    }

    /// What a link holds.
    pub fn screen(self) -> Screen {
        let Self { composer, world, player, simulator, comparer, hash, orders, .. } = self;
        let Self { is_glossary_wanted, is_presenting, deck, pairing, lessons, .. } = self;
        let Self { replayed, overviewed, .. } = self;
        Screen {
            composer,
            world,
            player,
            simulator,
            comparer,
            replayed,
            overviewed,
            hash,
            is_glossary_wanted,
            is_presenting,
            deck,
            lessons,
            pairing,
            orders,
        }
    }

    /// Whether a lesson stands in place of the page, and has its keys. While something is made in the page
    /// for it, the page has them.
    pub fn is_page_covered(self) -> bool {
        self.lessons.place.peek().is_some() && self.at_work.peek().is_none()
    }

    /// What the reader has typed of their own: not what an exercise put in its place.
    pub fn own_draft(self) -> Arc<Draft> {
        match &*self.at_work.read() {
            Some(work) => Arc::new(work.kept.draft.clone()),
            None => self.composer.draft.read(),
        }
    }

    /// Turns the switch. What was ordered and has not begun is not sent any more.
    pub fn choose_mode(self, mode: Mode) {
        self.requests.ordered.set(None);
        self.composer.mode.set(mode);
    }

    /// Whether what a link shows is still to come: what is sent now would be lost to it.
    fn is_opening_link(self) -> bool {
        door::is_awaited() && matches!(*self.hash.read(), Hash::ToOpen(_))
    }

    /// Whether a room is shown this session, here or in the other window.
    fn is_for_room(self) -> bool {
        self.is_presenting.get() || self.pairing.read().is_presenter
    }

    /// Whether the steps to come are hidden: from a room, as its scene says; on the page, which the room
    /// may see as well, if the scene says so or it is preferred.
    pub fn hides_what_comes(self) -> bool {
        self.hidden_by_scene().unwrap_or(self.settings.read().hides_what_comes)
    }

    /// Whether a scene hides them, where it is for the scene to say.
    fn hidden_by_scene(self) -> Option<bool> {
        let of_scene = self.deck.hides_what_comes.get();
        of_scene.filter(|hides| *hides || self.is_for_room())
    }

    /// Hides what comes, or shows it. What a scene hides from a room is no preference.
    pub fn toggle_what_comes(self) {
        let of_scene = self.deck.hides_what_comes;
        match untrack(|| self.hidden_by_scene()) {
            Some(hides) => of_scene.set(Some(!hides)),
            None => self.settings.update(|settings| {
                settings.hides_what_comes = !settings.hides_what_comes;
            }),
        }
    }

    /// Shows a room the lanes and the sentence alone, or the page again; a presenter's window asks the
    /// room's to.
    pub fn toggle_presenting(self) {
        match self.pairing.peek().is_presenter {
            true => self.pairing.update(|pairing| {
                pairing.is_room_presenting = !pairing.is_room_presenting;
            }),
            false => toggle(self.is_presenting),
        }
    }

    /// Shows nothing at all, or all again; a reload leaves it so.
    pub fn show_nothing(self, is_blank: bool) {
        if self.is_blank.get_untracked() != is_blank {
            self.is_blank.set(is_blank);
            storage::keep_blank(is_blank);
        }
    }

    /// What the button Send and its keys do: the only way to send for real.
    pub fn press_send(self) {
        if !untrack(|| self.is_opening_link()) && !self.is_page_covered() {
            self.orders.give(Order::PressSend);
        }
    }

    /// Orders what stands in the composer to be sent for real.
    fn order(self) {
        let Some(request) = self.composer.checked_request() else { return };
        if !self.requests.run.peek().is_running() {
            self.composer.pasted.set(None);
            self.requests.ordered.set(Some(request));
        }
    }

    /// Whether a press on Send has to wait.
    pub fn is_busy(self) -> bool {
        if self.is_opening_link() || self.orders.is_waiting() {
            return true;
        }
        match self.composer.mode.get() {
            Mode::Simulated => self.simulator.run.read().is_running(),
            Mode::Real => self.requests.run.read().is_running(),
        }
    }

    /// Sends what stands in the composer to the world as it is by now.
    fn send(self) {
        let Some(request) = self.composer.checked_request() else { return };
        if self.simulator.run.peek().is_running() {
            return;
        }
        let mut scenario = self.player.scenario_so_far();
        scenario.requests.push(request);
        self.composer.pasted.set(None);
        if untrack(|| self.world.error()).is_some() {
            self.composer.refused.set(Some(Refused::World));
        }
        self.simulate(scenario, None);
    }

    /// Gives up on the run under way.
    fn cancel(self) {
        self.simulator.cancel();
        self.bench.order_first();
        // What was asked went with the worker that is ended here.
        if self.inspector.inspection.peek().is_waiting() {
            self.inspector.ask_again();
        }
        if self.inspector.apart.peek().is_waiting() {
            self.inspector.take_apart_again();
        }
    }

    /// Opens the list of keys, or closes it.
    pub fn toggle_keys_list(self) {
        self.is_keys_list_wanted.set(true);
        request_animation_frame(|| page::toggle_popover("keys"));
    }

    /// Puts the typed world into `scenario` and has it run, to be shown at a place of its trace where
    /// a link names one.
    fn simulate(self, mut scenario: Scenario, place: Option<Place>) {
        self.choose_mode(Mode::Simulated);
        if self.world.form.peek().apply_to(&mut scenario).is_err() {
            // Said beside the field that holds no number.
            return;
        }
        scenario.world.client.kind = self.composer.client.get_untracked();
        if let Err(error) = scenario.check() {
            return self.simulator.run.set(Run::Failed(sentence(&error.to_string())));
        }
        let carried = self.player.default_trace();
        if scenario == carried.scenario {
            self.simulator.run.set(Run::Finished);
            return self.player.show(carried, place);
        }
        self.simulator.start(scenario, place);
    }

    /// Starts afresh with a scenario whose trace is at hand.
    pub fn open_trace(self, trace: Arc<Trace>) {
        take_up(self, &trace.scenario);
        self.simulator.run.set(Run::Finished);
        self.player.show(trace, None);
    }

    fn hear(self, heard: Heard) {
        match heard {
            Heard::Trace(number, octets) => match decode_trace(octets) {
                Ok(trace) => {
                    if let Some(Awaited { place, .. }) = self.simulator.finish(number) {
                        if trace.recorded.is_some() {
                            // Only now is it known that it can be shown in place of what was.
                            leave_scene(self, None);
                            reset_world(self);
                            self.simulator.run.set(Run::Finished);
                        }
                        self.player.show(Arc::new(trace), place);
                    } else if self.comparer.simulator.finish(number).is_some() {
                        self.comparer.changed.set(Some(Arc::new(trace)));
                    } else {
                        self.bench.hear_trace(number, Arc::new(trace));
                    }
                }
                Err(error) => self.simulator.fail(fill!(texts::SIMULATION_ANSWER_CANNOT_BE, error)),
            },
            Heard::Refused(number, octets) => {
                let why =
                    read_refusal(octets).map_or_else(|it| it.to_string(), |it| it.to_string());
                if self.simulator.finish(number).is_some() {
                    self.simulator.run.set(Run::Failed(marked(&why).into_owned()));
                }
            }
            Heard::Dissection(number, octets) => {
                if !self.bench.hear_inside(number, octets) {
                    self.inspector.hear(number, octets);
                }
            }
            Heard::TakenApart(number, octets) => self.inspector.hear_apart(number, octets),
            Heard::Crash(text) => {
                console::log_error(&text);
                self.inspector.fail(say(texts::SIMULATION_BROKE_WHICH_IS));
                let why = say(texts::SIMULATION_BROKE_WHICH_IS_OUR);
                self.comparer.simulator.fail(why.to_owned());
                self.bench.fail(why);
                self.simulator.fail(why.to_owned());
            }
            Heard::Silence => self.fail(say(texts::SIMULATION_ENDED_WITHOUT_A)),
            Heard::Unloadable(why) => self.fail(match why {
                Unloadable::Offline => say(texts::ENGINE_NOT_LOADED_OFFLINE),
                Unloadable::Blocked => say(texts::ENGINE_NOT_LOADED_BLOCKED),
                Unloadable::NoWasm => say(texts::ENGINE_NOT_LOADED_NO_WASM),
                Unloadable::NoWorker => say(texts::ENGINE_NOT_LOADED_NO_WORKER),
            }),
            Heard::OtherBuild => self.fail(say(texts::NEWER_VERSION_OF_THIS)),
        }
    }

    /// Nothing that was asked of the engine is answered, and this is why.
    fn fail(self, why: &'static str) {
        self.inspector.fail(why);
        self.comparer.simulator.fail(why.to_owned());
        self.bench.fail(why);
        self.simulator.fail(why.to_owned());
    }
}

/// From now on orders are obeyed, and what the engine says is heard.
pub fn wake(session: Session) {
    session.engine.tell(move |heard| session.hear(heard));
    session.orders.obey(move |order| obey(session, order));
}

/// The same in a page, where the engine comes as soon as it may be needed.
pub fn wake_in_page(session: Session) {
    wake(session);
    watch(move || {
        if session.may_need_engine() {
            session.engine.start();
        }
    });
}

/// Does what was ordered.
fn obey(session: Session, order: Order) {
    let Session { composer, world, .. } = session;
    match order {
        Order::Cancel => session.cancel(),
        Order::OpenFetch(id) => open_fetch(session, id),
        Order::OpenScenario(scenario) => {
            leave_scene(session, Some(&scenario));
            open_scenario(session, *scenario);
        }
        Order::OpenRecording(text) => {
            if session.simulator.run.peek().is_running() {
                session.cancel();
            }
            session.choose_mode(Mode::Simulated);
            session.simulator.open(text.to_string());
        }
        Order::PressSend => match composer.mode.get_untracked() {
            Mode::Simulated => session.send(),
            Mode::Real => session.order(),
        },
        Order::Repair => {
            world.form.update(|form| form.choose(None));
            simulate_again(session);
        }
        Order::ResetWorld => {
            leave_scene(session, None);
            reset_world(session);
        }
        Order::Restore(draft, scenario, place) => {
            leave_scene(session, None);
            // Whoever opens a link has not asked to send what it holds for real.
            session.choose_mode(Mode::Simulated);
            reset_world(session);
            composer.replace_draft(*draft);
            world.form.set(WorldForm::from_scenario(&scenario));
            composer.client.set(scenario.world.client.kind);
            if !scenario.requests.is_empty() {
                show_beside(session, &place);
                session.simulate(*scenario, Some(place));
            }
        }
        Order::ShowScene(draft, scenario, place) => {
            session.choose_mode(Mode::Simulated);
            if session.simulator.run.peek().is_running() {
                session.cancel();
            }
            composer.replace_draft(*draft);
            world.form.set(WorldForm::from_scenario(&scenario));
            composer.client.set(scenario.world.client.kind);
            show_beside(session, &place);
            session.simulate(*scenario, Some(place));
        }
        Order::SendDraft(draft) => {
            composer.replace_draft(*draft);
            session.send();
        }
        Order::SendSimulated => {
            session.choose_mode(Mode::Simulated);
            session.send();
        }
        Order::SimulateAgain => simulate_again(session),
        Order::ToggleOverview => {
            let is_open = session.overviewed.get_untracked().is_some();
            session.overviewed.set(shown_fetch(session).filter(|_| !is_open));
        }
        Order::ToggleExercises => {
            let playback = session.player.playback.peek();
            // What another program recorded, the engine cannot give again.
            let is_ours = |playback: &Playback| playback.trace().recorded.is_none();
            if (*playback).as_ref().is_some_and(is_ours) {
                toggle(session.is_exercising);
            }
        }
        Order::ToggleReplaying => toggle_replaying(session),
        Order::Compare(compared) => session.comparer.compared.set(Some(*compared)),
        Order::ToggleComparing => session.comparer.toggle(session.player),
        Order::ToggleKeysList => session.toggle_keys_list(),
        Order::TogglePresenting => session.toggle_presenting(),
        Order::OpenOtherWindow => {
            OPEN_OTHER_WINDOW.behind().into_iter().for_each(|open| open(session))
        }
    }
}

/// What a place shows beside the lanes.
fn show_beside(session: Session, place: &Place) {
    session.comparer.compared.set(place.compared.as_deref().cloned());
    session.replayed.set(place.replayed);
    session.overviewed.set(place.overviewed);
}

/// The fetch in the lanes, or the one that would be there first.
fn shown_fetch(session: Session) -> Option<FetchId> {
    let playback = session.player.playback.peek();
    let playback = (*playback).as_ref()?;
    playback.sequence.fetch.or_else(|| playback.trace().first_shown())
}

/// Shows what is in the lanes sent again and again, ten times at first, or the page again.
fn toggle_replaying(session: Session) {
    // What was recorded cannot be sent again.
    let is_recorded = {
        let playback = session.player.playback.peek();
        (*playback).as_ref().is_some_and(|playback| playback.trace().recorded.is_some())
    };
    let shown = shown_fetch(session).filter(|_| !is_recorded);
    let next = shown.map(|fetch| Replay { fetch, times: 10, is_answer_lost: false });
    session.replayed.set(next.filter(|_| session.replayed.peek().is_none()));
}

/// On the page, what is opened is something else than a scene. A room comes back to the scene, which
/// hides nothing of what is shown meanwhile.
fn leave_scene(session: Session, opened: Option<&Scenario>) {
    match untrack(|| session.is_for_room()) {
        true => session.deck.step_aside(opened),
        false => session.deck.arrive(None),
    }
}

/// Starts afresh with a whole scenario: its world and its requests.
fn open_scenario(session: Session, scenario: Scenario) {
    take_up(session, &scenario);
    session.simulate(scenario, None);
}

/// Starts afresh in the world of a scenario, and in the composer stands that of its requests which is
/// shown first.
fn take_up(session: Session, scenario: &Scenario) {
    reset_world(session);
    session.world.form.set(WorldForm::from_scenario(scenario));
    session.composer.client.set(scenario.world.client.kind);
    let shown =
        if scenario.is_page() { scenario.requests.first() } else { scenario.requests.last() };
    if let Some(request) = shown {
        session.composer.replace_draft(Draft::of_request(request));
    }
}

/// Runs what was sent so far again, in the world that was typed.
fn simulate_again(session: Session) {
    let scenario = session.player.scenario_so_far();
    if !scenario.requests.is_empty() {
        session.simulate(scenario, None);
    }
}

/// Starts afresh: nothing was sent, the world is the default one. What was typed stays.
fn reset_world(session: Session) {
    if session.simulator.run.peek().is_running() {
        session.cancel();
    }
    session.simulator.run.set(Run::Idle);
    session.world.form.set(WorldForm::default());
    session.comparer.compared.set(None);
    session.replayed.set(None);
    session.overviewed.set(None);
    session.player.playback.set(None);
}

/// Opens a fetch of the history, and puts its request back into the composer.
fn open_fetch(session: Session, id: FetchId) {
    session.choose_mode(Mode::Simulated);
    let shown = session.player.playback.peek();
    let request = (*shown).as_ref().and_then(|playback| {
        let trace = playback.trace();
        trace.scenario.requests.get(trace.fetch(id).request? as usize)
    });
    if let Some(draft) = request.map(Draft::of_request) {
        session.composer.replace_draft(draft);
    }
    session.player.dispatch(Command::ShowFetch(id));
}

#[cfg(test)]
pub mod tests;
