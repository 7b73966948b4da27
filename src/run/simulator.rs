//! What the engine runs for us.

use crate::run::state::{Awaited, Run};
use crate::view::fact::Fact;
use crate::worker::engine::Engine;
use conversation::{RunNumber, ToWorker};
use leptos::prelude::*;
use sharing::place::Place;
use std::time::Duration;
use trace::Scenario;

/// From here on a run is slow enough that its end may be unwanted.
const SLOW: Duration = Duration::from_secs(1);

/// Has scenarios run. Copies are the same.
#[derive(Clone, Copy)]
pub struct Simulator {
    /// What the engine is doing.
    pub run: Fact<Run>,
    /// Whether the run takes so long that one may want to cancel it.
    pub is_slow: RwSignal<bool>,
    newest: StoredValue<RunNumber>,
    /// What simulates.
    pub engine: Engine,
}

impl Simulator {
    /// Nothing runs on this engine yet.
    pub fn new(engine: Engine) -> Self {
        Self {
            run: Fact::new(Run::default()),
            is_slow: RwSignal::new(false),
            newest: StoredValue::new(RunNumber::default()),
            engine,
        }
    }

    /// The same for what is run beside that, whose answers are told apart by their numbers.
    pub fn beside(engine: Engine) -> Self {
        let simulator = Self::new(engine);
        simulator.newest.set_value(RunNumber::before_first_of(2));
        simulator
    }

    /// Has a scenario run; `place` is where to go in its trace.
    pub fn start(self, scenario: Scenario, place: Option<Place>) {
        let number = self.begin(place);
        self.engine.order(ToWorker::Run { number, scenario });
    }

    /// Has a recording of another program read, which stands for a run.
    pub fn open(self, text: String) {
        let number = self.begin(None);
        self.engine.order(ToWorker::Open { number, text });
    }

    fn begin(self, place: Option<Place>) -> RunNumber {
        let number = RunNumber(self.newest.get_value().0 + 1);
        self.newest.set_value(number);
        self.run.set(Run::Running(Awaited { number, place }));
        self.is_slow.set(false);
        let tell_if_slow = move || {
            if self.run.peek().awaited().is_some_and(|awaited| awaited.number == number) {
                self.is_slow.set(true);
            }
        };
        set_timeout(tell_if_slow, SLOW);
        number
    }

    /// A trace came. Tells what was awaited, if this is it.
    pub fn finish(self, number: RunNumber) -> Option<Awaited> {
        self.run.update(|run| run.finish(number))
    }

    /// The run came to nothing.
    pub fn fail(self, message: String) {
        self.run.update(|run| run.fail(message));
    }

    /// Gives up on the run under way, and on the worker that it keeps busy.
    pub fn cancel(self) {
        self.run.update(Run::cancel);
        self.engine.cancel();
    }
}
