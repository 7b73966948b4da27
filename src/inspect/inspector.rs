//! What the engine is asked about the octets of a step, and what it has answered.

use crate::inspect::rows::Inspection;
use crate::languages;
use crate::view::fact::Fact;
use crate::worker::engine::Engine;
use conversation::{QuestionNumber, ToWorker};
use leptos::prelude::*;
use std::sync::Arc;
use trace::{Inspected, Trace};

/// Asks the engine. Copies are the same.
#[derive(Clone, Copy)]
pub struct Inspector {
    /// What was asked last, and the answer.
    pub inspection: Fact<Inspection>,
    /// What was asked last of what somebody wrote, and the answer.
    pub apart: Fact<Inspection>,
    newest: StoredValue<QuestionNumber>,
    written: StoredValue<Option<Arc<[u8]>>>,
    asked: StoredValue<Option<(Arc<Trace>, Inspected)>>,
    engine: Engine,
}

impl Inspector {
    /// Nothing was asked of this engine yet.
    pub fn new(engine: Engine) -> Self {
        Self {
            inspection: Fact::new(Inspection::default()),
            apart: Fact::new(Inspection::default()),
            newest: StoredValue::new(QuestionNumber::default()),
            written: StoredValue::new(None),
            asked: StoredValue::new(None),
            engine,
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
        let number = self.next_number();
        self.inspection.set(Inspection::Waiting(number));
        let scenario = trace.scenario.clone();
        let words = languages::engine_words();
        self.engine.order(ToWorker::Inspect { number, scenario, inspected, words });
    }

    /// Has the engine take apart what somebody wrote.
    pub fn take_apart(self, octets: Vec<u8>) {
        self.written.set_value(Some(Arc::from(octets)));
        self.take_apart_again();
    }

    /// Has what was written last taken apart once more.
    pub fn take_apart_again(self) {
        let Some(octets) = self.written.get_value() else { return };
        let number = self.next_number();
        self.apart.set(Inspection::Waiting(number));
        let words = languages::engine_words();
        self.engine.order(ToWorker::TakeApart { number, octets: octets.to_vec(), words });
    }

    /// What was written is taken apart.
    pub fn hear_apart(self, number: QuestionNumber, octets: &[u8]) {
        self.apart.update(|apart| apart.answer(number, octets.to_vec()));
    }

    fn next_number(self) -> QuestionNumber {
        let number = QuestionNumber(self.newest.get_value().0 + 1);
        self.newest.set_value(number);
        number
    }

    /// The engine answered.
    pub fn hear(self, number: QuestionNumber, octets: &[u8]) {
        self.inspection.update(|inspection| inspection.answer(number, octets.to_vec()));
    }

    /// No answer will come.
    pub fn fail(self, message: &str) {
        for asked in [self.inspection, self.apart] {
            asked.update(|inspection| inspection.fail(message));
        }
    }
}
