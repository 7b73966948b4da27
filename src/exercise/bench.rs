//! What exercises have the engine do, beside the page's own runs: one thing after the other, and the last
//! few answers stay at hand.

use crate::languages;
use crate::view::fact::Fact;
use crate::worker::engine::Engine;
use conversation::{QuestionNumber, RunNumber, ToWorker};
use leptos::prelude::*;
use std::sync::Arc;
use trace::{Inspected, Scenario, Trace};

/// So many answers stay at hand.
const KEPT: usize = 8;

/// Who asks, among those that ask the engine.
const ASKER: u32 = 1;

/// What is asked of the engine.
#[derive(Debug, Clone, PartialEq)]
pub enum Wanted {
    /// What comes of a scenario.
    Run(Scenario),
    /// What comes of octets in place of a request, in the world of a scenario.
    Written(Scenario, Vec<u8>),
    /// What is inside a part of what comes of a scenario.
    Look(Scenario, Inspected),
}

/// What the engine answered.
#[derive(Debug, Clone)]
pub enum Answered {
    /// What happened.
    Trace(Arc<Trace>),
    /// What stands inside, as octets of a dissection.
    Inside(Arc<[u8]>),
    /// Nothing; why, and what to do.
    Failed(String),
}

/// What was asked and answered.
#[derive(Clone, Default)]
struct Book {
    /// What waits; the first of them is with the engine.
    waiting: Vec<Wanted>,
    /// The newest last.
    answered: Vec<(Wanted, Answered)>,
}

/// Asks the engine for exercises. Copies are the same.
#[derive(Clone, Copy)]
pub struct Bench {
    book: Fact<Book>,
    newest: StoredValue<u32>,
    engine: Engine,
}

impl Bench {
    /// Nothing was asked of this engine yet.
    pub fn new(engine: Engine) -> Self {
        let newest = StoredValue::new(RunNumber::before_first_of(ASKER).0);
        Self { book: Fact::new(Book::default()), newest, engine }
    }

    /// The answer, once it is here. Who asks is told when it comes.
    pub fn answer(self, wanted: &Wanted) -> Option<Answered> {
        let book = self.book.read();
        book.answered.iter().find(|(known, _)| known == wanted).map(|(_, answer)| answer.clone())
    }

    /// Has something be answered, unless it is or will be.
    pub fn ask(self, wanted: Wanted) {
        let is_first = self.book.update(|book| {
            let is_known = book.waiting.contains(&wanted)
                || book.answered.iter().any(|(known, _)| *known == wanted);
            if !is_known {
                book.waiting.push(wanted);
            }
            !is_known && book.waiting.len() == 1
        });
        if is_first {
            self.order_first();
        }
    }

    /// Asks again for what came to nothing.
    pub fn ask_anew(self, wanted: Wanted) {
        self.book.update(|book| book.answered.retain(|(known, _)| *known != wanted));
        self.ask(wanted);
    }

    /// Has the engine do what waits first; again, where it was ended meanwhile.
    pub fn order_first(self) {
        let Some(first) = self.book.peek().waiting.first().cloned() else { return };
        let newest = self.newest.get_value() + 1;
        self.newest.set_value(newest);
        let number = RunNumber(newest);
        self.engine.order(match first {
            Wanted::Run(scenario) => ToWorker::Run { number, scenario },
            Wanted::Written(scenario, octets) => ToWorker::Written { number, scenario, octets },
            Wanted::Look(scenario, inspected) => {
                let (number, words) = (QuestionNumber(newest), languages::engine_words());
                ToWorker::Inspect { number, scenario, inspected, words }
            }
        });
    }

    /// A trace came. Says whether it was asked for here.
    pub fn hear_trace(self, number: RunNumber, trace: Arc<Trace>) -> bool {
        self.hear(number.0, Answered::Trace(trace))
    }

    /// What stands inside came. Says whether it was asked for here.
    pub fn hear_inside(self, number: QuestionNumber, octets: &[u8]) -> bool {
        if number.asker() != ASKER {
            return false;
        }
        self.hear(number.0, Answered::Inside(octets.into()))
    }

    /// No answer will come to anything that waits.
    pub fn fail(self, why: &str) {
        self.book.update(|book| {
            let waiting = core::mem::take(&mut book.waiting);
            let failed = |wanted| (wanted, Answered::Failed(why.to_owned()));
            book.answered.extend(waiting.into_iter().map(failed));
        });
    }

    fn hear(self, number: u32, answer: Answered) -> bool {
        if number != self.newest.get_value() || self.book.peek().waiting.is_empty() {
            return false;
        }
        self.book.update(|book| {
            let first = book.waiting.remove(0);
            let surplus = (book.answered.len() + 1).saturating_sub(KEPT);
            book.answered.drain(..surplus);
            book.answered.push((first, answer));
        });
        self.order_first();
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::prelude::Owner;

    fn check(story: impl FnOnce(Bench)) {
        Owner::new().with(|| story(Bench::new(Engine::default())));
    }

    fn wanted(seed: u64) -> Wanted {
        Wanted::Run(Scenario { seed, ..Scenario::default() })
    }

    fn some_trace() -> Arc<Trace> {
        Arc::new(Trace::of_hosts(Scenario::default(), Vec::new()))
    }

    #[test]
    fn what_is_asked_at_once_is_answered_one_after_the_other() {
        check(|bench| {
            (0..3).for_each(|seed| bench.ask(wanted(seed)));
            let first = RunNumber::before_first_of(ASKER).0 + 1;
            for seed in 0..3 {
                assert!(bench.answer(&wanted(u64::from(seed))).is_none());
                assert!(bench.hear_trace(RunNumber(first + seed), some_trace()));
                assert!(bench.answer(&wanted(u64::from(seed))).is_some());
            }
            assert!(!bench.hear_trace(RunNumber(first + 2), some_trace()), "it came already");
        });
    }

    #[test]
    fn what_others_asked_for_is_not_heard() {
        check(|bench| {
            bench.ask(wanted(1));
            assert!(!bench.hear_trace(RunNumber(1), some_trace()));
            assert!(!bench.hear_inside(QuestionNumber(1), b"RTDI"));
            assert!(bench.answer(&wanted(1)).is_none());
        });
    }

    #[test]
    fn after_a_crash_everything_that_waited_has_failed_and_can_be_asked_again() {
        check(|bench| {
            bench.ask(wanted(1));
            bench.ask(wanted(2));
            bench.fail("it broke");
            for seed in [1, 2] {
                assert!(
                    matches!(bench.answer(&wanted(seed)), Some(Answered::Failed(why)) if why == "it broke")
                );
            }
            bench.ask_anew(wanted(2));
            assert!(bench.answer(&wanted(2)).is_none());
            let number = RunNumber(RunNumber::before_first_of(ASKER).0 + 2);
            assert!(bench.hear_trace(number, some_trace()));
            assert!(matches!(bench.answer(&wanted(2)), Some(Answered::Trace(_))));
        });
    }
}
