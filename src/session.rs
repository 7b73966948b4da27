//! The one place where the page's state meets the engine.
//!
//! Facts are signals of plain structs; what follows from them is derived where it is shown.

use crate::browser::address;
use crate::browser::console;
use crate::browser::page;
use crate::browser::storage;
use crate::composer::mode::Mode;
use crate::composer::pasted::Pasted;
use crate::inspect::rows::Inspection;
use crate::languages;
use crate::later::doors::{self as later, Arrival};
use crate::playback::speed::Speed;
use crate::playback::state::{Command, Place, Playback, Repeat};
use crate::real::state::RealRun;
use crate::response::suggestions::{Deed, Offer};
use crate::run::{Awaited, Run};
use crate::settings::preferences::Settings;
use crate::share::address::Hash;
use crate::texts;
use crate::view::fact::Fact;
use crate::worker::engine::{Engine, Heard};
use crate::world::form::{WorldError, WorldForm};
use compose::body::{BodyKind, EarlierBodies};
use compose::credentials::Credentials;
use compose::draft::Draft;
use compose::input_error::{InputError, sentence};
use conversation::{QuestionNumber, RunNumber, ToWorker};
use language::{fill, say};
use leptos::prelude::*;
use picture::{Folded, FoldedKind, Level, Sequence};
use std::sync::Arc;
use std::time::Duration;
use trace::{ClientKind, FetchId, Inspected, Request, Scenario, Trace, decode_trace};

/// From here on a run is slow enough that its end may be unwanted.
const SLOW: Duration = Duration::from_secs(1);

/// What is known while the page is open. Copies are the same session.
#[derive(Clone, Copy)]
pub struct Session {
    /// The request being written.
    pub draft: Fact<Draft>,
    /// What kind of program sends it.
    pub client: RwSignal<ClientKind>,
    /// What was typed to say who asks.
    pub credentials: Fact<Credentials>,
    /// What became of the curl command that was pasted last.
    pub pasted: Fact<Option<Pasted>>,
    /// Whether Send was refused; from then on slips are shown until there are none.
    pub is_checking: RwSignal<bool>,
    /// The world being chosen.
    pub world: Fact<WorldForm>,
    /// What the engine is doing.
    pub run: Fact<Run>,
    /// Whether the run takes so long that one may want to cancel it.
    pub is_slow: RwSignal<bool>,
    /// What is shown; nothing before the first Send.
    pub playback: Fact<Option<Playback>>,
    /// The part of the program that the first screen does without.
    pub later: RwSignal<Arrival>,
    /// Whether the glossary is open.
    pub is_glossary_open: RwSignal<bool>,
    /// Where Send sends to. A page never starts with Real, whatever its link says.
    pub mode: RwSignal<Mode>,
    /// The request that a press on "Send for real" ordered, until it is on its way.
    pub ordered: Fact<Option<Request>>,
    /// What came of the last one.
    pub real_run: Fact<RealRun>,
    /// What is told to those who listen.
    pub announcement: RwSignal<String>,
    /// What became of the hash of the page's address.
    pub hash: Fact<Hash>,
    earlier_bodies: Fact<EarlierBodies>,
    /// What the engine was asked to look into.
    pub inspection: Fact<Inspection>,
    newest_question: StoredValue<QuestionNumber>,
    /// What it was asked last.
    asked: StoredValue<Option<(Arc<Trace>, Inspected)>>,
    /// Whether the list of keys was asked for.
    pub is_keys_list_wanted: RwSignal<bool>,
    /// What the reader prefers.
    pub settings: Fact<Settings>,
    newest_run: StoredValue<RunNumber>,
    engine: StoredValue<Option<Engine>, LocalStorage>,
    default_trace: StoredValue<Arc<Trace>>,
}

impl Session {
    /// A session that shows the first screen. `draft` is what was typed before a reload.
    pub fn new(draft: Option<Draft>) -> Self {
        let trace = decode_trace(include_bytes!("default_trace.bin"));
        let session = Self {
            draft: Fact::new(draft.unwrap_or_default()),
            client: RwSignal::new(ClientKind::Python),
            credentials: Fact::new(Credentials::default()),
            pasted: Fact::new(None),
            is_checking: RwSignal::new(false),
            world: Fact::new(WorldForm::default()),
            run: Fact::new(Run::default()),
            is_slow: RwSignal::new(false),
            playback: Fact::new(None),
            later: RwSignal::new(Arrival::default()),
            is_glossary_open: RwSignal::new(false),
            mode: RwSignal::new(Mode::Simulated),
            ordered: Fact::new(None),
            real_run: Fact::new(RealRun::Idle),
            announcement: RwSignal::new(String::new()),
            hash: Fact::new(Hash::of_new_page()),
            earlier_bodies: Fact::new(EarlierBodies::default()),
            inspection: Fact::new(Inspection::default()),
            newest_question: StoredValue::new(QuestionNumber::default()),
            asked: StoredValue::new(None),
            is_keys_list_wanted: RwSignal::new(false),
            settings: Fact::new(
                storage::kept_settings().map(|kept| Settings::from_text(&kept)).unwrap_or_default(),
            ),
            newest_run: StoredValue::new(RunNumber::default()),
            engine: StoredValue::new_local(None),
            default_trace: StoredValue::new(Arc::new(
                trace.expect("the page carries a trace of its own build"),
            )),
        };
        session.engine.set_value(Some(Engine::new(move |heard| session.hear(heard))));
        session
    }

    /// Has the rest of the program and the engine come, once the first screen is there.
    pub fn load_rest(self) {
        later::load(self.later);
        self.engine().start();
    }

    /// The trace that the page carries: it names the lanes before anything was sent.
    pub fn default_trace(self) -> Arc<Trace> {
        self.default_trace.get_value()
    }

    /// What is wrong with the request, once Send was refused.
    pub fn input_error(self) -> Option<InputError> {
        self.is_checking.get().then(|| request_of(&self.draft.read()).err()).flatten()
    }

    /// What is wrong with the world that was typed.
    pub fn world_error(self) -> Option<WorldError> {
        self.world.read().apply_to(&mut Scenario::default()).err()
    }

    /// Turns the switch. What was ordered and has not begun is not sent any more.
    pub fn choose_mode(self, mode: Mode) {
        self.ordered.set(None);
        self.mode.set(mode);
    }

    /// Whether what a link shows is still to come: what is sent now would be lost to it.
    fn is_opening_link(self) -> bool {
        let is_awaited = matches!(self.later.get(), Arrival::Awaited);
        is_awaited && matches!(*self.hash.read(), Hash::ToOpen(_))
    }

    /// What the button Send and its keys do: the only way to send for real.
    pub fn press_send(self) {
        if untrack(|| self.is_opening_link()) {
            return;
        }
        match self.mode.get_untracked() {
            Mode::Simulated => self.send(),
            Mode::Real => self.order(),
        }
    }

    /// Orders what stands in the composer to be sent for real.
    fn order(self) {
        let Some(request) = self.checked_request() else { return };
        if !self.real_run.peek().is_running() {
            self.pasted.set(None);
            self.ordered.set(Some(request));
        }
    }

    /// Whether a press on Send has to wait.
    pub fn is_busy(self) -> bool {
        if self.is_opening_link() {
            return true;
        }
        match self.mode.get() {
            Mode::Simulated => self.run.read().is_running(),
            Mode::Real => self.real_run.read().is_running(),
        }
    }

    /// Sends what stands in the composer to the world as it is by now.
    pub fn send(self) {
        let Some(request) = self.checked_request() else { return };
        if self.run.peek().is_running() {
            return;
        }
        let mut scenario = self.scenario_so_far();
        scenario.requests.push(request);
        self.pasted.set(None);
        self.simulate(scenario);
    }

    /// The request that is written, or a slip beside its field.
    pub fn checked_request(self) -> Option<Request> {
        let request = request_of(&self.draft.peek());
        self.is_checking.set(request.is_err());
        request.ok()
    }

    /// Puts another request into the composer.
    pub fn replace_draft(self, draft: Draft) {
        self.earlier_bodies.set(EarlierBodies::default());
        self.is_checking.set(false);
        self.draft.set(draft);
    }

    /// Another kind of body: what was written as one of the others stays known.
    pub fn choose_body(self, kind: BodyKind) {
        self.earlier_bodies.update(|earlier| {
            self.draft.update(|draft| earlier.switch(&mut draft.body, kind));
        });
    }

    /// Another kind of client sends, and has sent what was sent so far.
    pub fn choose_client(self, kind: ClientKind) {
        let old = self.client.get_untracked();
        if kind == old {
            return;
        }
        self.client.set(kind);
        self.draft.update(|draft| draft.headers.change_client(old, kind));
        self.simulate_again();
    }

    /// Takes back the curl command that was pasted last.
    pub fn undo_paste(self) {
        if let Some(Pasted::Taken { before, client_before, .. }) = &*self.pasted.peek() {
            self.choose_client(*client_before);
            self.replace_draft(Draft::clone(before));
        }
        self.pasted.set(None);
    }

    /// The same if nothing was typed since; tells whether it was done.
    pub fn undo_paste_if_untouched(self) -> bool {
        let is_untouched = match &*self.pasted.peek() {
            Some(Pasted::Taken { after, .. }) => **after == *self.draft.peek(),
            Some(Pasted::Waiting(_) | Pasted::Refused(_)) | None => false,
        };
        if is_untouched {
            self.undo_paste();
        }
        is_untouched
    }

    /// Starts afresh with a whole scenario: its world, its requests, and in the composer the one that
    /// is shown first.
    pub fn open_scenario(self, scenario: Scenario) {
        self.reset_world();
        self.world.set(WorldForm::from_scenario(&scenario));
        self.client.set(scenario.world.client.kind);
        let is_page = scenario.requests.iter().any(|request| request.at_once);
        let shown = if is_page { scenario.requests.first() } else { scenario.requests.last() };
        if let Some(request) = shown {
            self.replace_draft(Draft::of_request(request));
        }
        self.simulate(scenario);
    }

    /// Runs what was sent so far again, in the world that was typed.
    pub fn simulate_again(self) {
        let scenario = self.scenario_so_far();
        if !scenario.requests.is_empty() {
            self.simulate(scenario);
        }
    }

    /// Gives up on the run under way.
    pub fn cancel(self) {
        self.run.update(Run::cancel);
        self.engine().cancel();
        // The question went with the worker that is ended here.
        if self.inspection.peek().is_waiting() {
            self.ask_again();
        }
    }

    /// Starts afresh: nothing was sent, the world is the default one. What was typed stays.
    pub fn reset_world(self) {
        if self.run.peek().is_running() {
            self.cancel();
        }
        self.run.set(Run::Idle);
        self.world.set(WorldForm::default());
        self.playback.set(None);
    }

    /// Moves through the trace that is shown.
    pub fn dispatch(self, command: Command) {
        let shown = self.playback.peek();
        let mut next = Option::clone(&shown);
        next.iter_mut().for_each(|playback| playback.apply(command));
        if next != *shown {
            self.playback.set(next);
        }
    }

    /// Opens the list of keys, or closes it.
    pub fn toggle_keys_list(self) {
        self.is_keys_list_wanted.set(true);
        request_animation_frame(|| page::toggle_popover("keys"));
    }

    /// Opens or closes a folded row in place; where hosts have no lane, by giving them one.
    pub fn toggle_row(self, row: &Folded) {
        match row.kind {
            FoldedKind::Connection => self.dispatch(Command::ToggleRow(row.id)),
            FoldedKind::DnsHosts => self.dispatch(Command::ToggleDnsHosts),
            FoldedKind::Dns | FoldedKind::Database => {
                self.settings.update(|settings| settings.has_two_lanes = false);
            }
        }
    }

    /// Opens a fetch of the history, and puts its request back into the composer.
    pub fn open_fetch(self, id: FetchId) {
        self.choose_mode(Mode::Simulated);
        let shown = self.playback.peek();
        let request = (*shown).as_ref().and_then(|playback| {
            let trace = playback.trace();
            trace.scenario.requests.get(trace.fetch(id).request? as usize)
        });
        if let Some(draft) = request.map(Draft::of_request) {
            self.replace_draft(draft);
        }
        self.dispatch(Command::ShowFetch(id));
    }

    /// Does what the page offered.
    pub fn take_up(self, offer: Offer) {
        match offer.deed {
            Deed::Send(draft) => {
                self.replace_draft(draft);
                self.send();
            }
            Deed::ShowConnection => self.dispatch(Command::ShowConnection),
            Deed::Repair => {
                self.world.update(|world| world.choose(None));
                self.simulate_again();
            }
        }
    }

    /// Has the engine look into a part of a trace, or into nothing any more.
    pub fn look_inside(self, what: Option<(Arc<Trace>, Inspected)>) {
        self.asked.set_value(what);
        self.ask_again();
    }

    /// Asks the engine once more what it was asked last.
    pub fn ask_again(self) {
        let Some((trace, inspected)) = self.asked.get_value() else {
            return self.inspection.set(Inspection::Idle);
        };
        let number = QuestionNumber(self.newest_question.get_value().0 + 1);
        self.newest_question.set_value(number);
        self.inspection.set(Inspection::Waiting(number));
        let scenario = trace.scenario.clone();
        let words = languages::engine_words();
        self.engine().order(ToWorker::Inspect { number, scenario, inspected, words });
    }

    /// The world and what was sent to it.
    pub fn scenario_so_far(self) -> Scenario {
        match &*self.playback.peek() {
            Some(playback) => playback.trace().scenario.clone(),
            None => Scenario::with_requests(Vec::new()),
        }
    }

    /// Puts the typed world into `scenario` and has it run.
    pub fn simulate(self, scenario: Scenario) {
        self.simulate_to(scenario, None);
    }

    /// The same, and goes to a place of its trace, where a link names one.
    pub fn simulate_to(self, mut scenario: Scenario, place: Option<Place>) {
        self.choose_mode(Mode::Simulated);
        if self.world.peek().apply_to(&mut scenario).is_err() {
            // Said beside the field that holds no number.
            return;
        }
        scenario.world.client.kind = self.client.get_untracked();
        if let Err(error) = scenario.check() {
            return self.run.set(Run::Failed(sentence(&error.to_string())));
        }
        let carried = self.default_trace();
        if scenario == carried.scenario {
            self.run.set(Run::Finished);
            return self.show(carried, place);
        }
        let number = RunNumber(self.newest_run.get_value().0 + 1);
        self.newest_run.set_value(number);
        self.run.set(Run::Running(Awaited { number, place }));
        self.is_slow.set(false);
        let tell_if_slow = move || {
            if self.run.peek().awaited().is_some_and(|awaited| awaited.number == number) {
                self.is_slow.set(true);
            }
        };
        set_timeout(tell_if_slow, SLOW);
        self.engine().order(ToWorker::Run { number, scenario });
    }

    fn hear(self, heard: Heard) {
        match heard {
            Heard::Trace(number, octets) => match decode_trace(octets) {
                Ok(trace) => {
                    if let Some(Awaited { place, .. }) = self.run.update(|run| run.finish(number)) {
                        self.show(Arc::new(trace), place);
                    }
                }
                Err(error) => {
                    self.fail_run(fill!(texts::SIMULATION_ANSWER_CANNOT_BE, error));
                }
            },
            Heard::Dissection(number, octets) => {
                self.inspection.update(|inspection| inspection.answer(number, octets.to_vec()));
            }
            Heard::Crash(text) => {
                console::log_error(&text);
                self.fail_inspection(say(texts::SIMULATION_BROKE_WHICH_IS));
                self.fail_run(say(texts::SIMULATION_BROKE_WHICH_IS_OUR).to_owned());
            }
            Heard::OtherBuild => {
                let told = say(texts::NEWER_VERSION_OF_THIS);
                self.fail_inspection(told);
                self.fail_run(told.to_owned());
            }
        }
    }

    fn fail_run(self, message: String) {
        self.run.update(|run| run.fail(message));
    }

    fn fail_inspection(self, message: &str) {
        self.inspection.update(|inspection| inspection.fail(message));
    }

    /// Shows a trace at a place; else the new exchange from its start, or the same place as before.
    fn show(self, trace: Arc<Trace>, place: Option<Place>) {
        if let Some(place) = place {
            return self.playback.set(Some(self.in_lanes(Playback::at(trace, place))));
        }
        let next = match &*self.playback.peek() {
            Some(shown) if shown.trace().scenario.requests == trace.scenario.requests => {
                shown.in_trace(trace)
            }
            Some(shown) => shown.of_newest_in(trace),
            None => self.in_lanes(Playback::of_newest_fetch(trace, Level::Story)),
        };
        self.playback.set(Some(next));
    }

    /// In the lanes that the reader prefers, at the same place.
    fn in_lanes(self, mut playback: Playback) -> Playback {
        let has_two_lanes = self.settings.peek().has_two_lanes;
        playback.apply(Command::ShowEndsOnly(has_two_lanes));
        playback
    }

    fn engine(self) -> Engine {
        self.engine.get_value().expect("the session makes its engine first")
    }
}

/// The request that was typed. A host name beyond ASCII is written as DNS has it by the browser,
/// which knows all letters; the tables for that would be a fifth of this program.
fn request_of(draft: &Draft) -> Result<Request, InputError> {
    let typed = draft.url.text();
    let standard = (!typed.is_ascii()).then(|| address::standard_url(typed)).flatten();
    draft.request_to(standard.as_deref().unwrap_or(typed))
}

/// What the panels read, derived from the playback so that each changes only when it must.
#[derive(Clone, Copy)]
pub struct Shown {
    /// The steps; changes with trace, exchange and level.
    pub sequence: Memo<Option<Arc<Sequence>>>,
    /// The index of the current step.
    pub step: Memo<usize>,
    /// Whether it goes on by itself.
    pub is_playing: Memo<bool>,
    /// How fast.
    pub speed: Memo<Speed>,
    /// What is repeated.
    pub repeat: Memo<Repeat>,
}

impl Shown {
    /// What this session shows.
    pub fn of(session: Session) -> Self {
        let playback = session.playback;
        let is_other = |old: Option<&Option<Arc<Sequence>>>,
                        new: Option<&Option<Arc<Sequence>>>| match (old, new)
        {
            (Some(Some(old)), Some(Some(new))) => !Arc::ptr_eq(old, new),
            (Some(None), Some(None)) => false,
            _ => true,
        };
        Self {
            sequence: Memo::new_with_compare(
                move |_| (*playback.read()).as_ref().map(|playback| playback.sequence.clone()),
                is_other,
            ),
            step: Memo::new(move |_| {
                (*playback.read()).as_ref().map_or(0, |playback| playback.step)
            }),
            is_playing: Memo::new(move |_| {
                (*playback.read()).as_ref().is_some_and(|playback| playback.is_playing)
            }),
            speed: Memo::new(move |_| {
                (*playback.read()).as_ref().map(|playback| playback.speed).unwrap_or_default()
            }),
            repeat: Memo::new(move |_| {
                (*playback.read()).as_ref().map(|playback| playback.repeat).unwrap_or_default()
            }),
        }
    }

    /// How many steps there are.
    pub fn n_steps(self) -> usize {
        self.sequence.get().as_ref().map_or(0, |sequence| sequence.steps.len())
    }

    /// Whether the last step is shown.
    pub fn is_at_end(self) -> bool {
        self.step.get() + 1 >= self.n_steps()
    }

    /// What `tell` says of the current step, if there is one.
    pub fn of_step<T>(self, tell: fn(&Sequence, usize) -> T) -> Option<T> {
        let sequence = self.sequence.get()?;
        let step = self.step.get();
        (step < sequence.steps.len()).then(|| tell(&sequence, step))
    }
}
