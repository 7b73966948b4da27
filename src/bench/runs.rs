//! What exercises have the engine do, beside the page's own runs: one thing after the other, and the last
//! few answers stay at hand.

use crate::languages;
use crate::view::fact::Fact;
use crate::worker::engine::Engine;
use conversation::{QuestionNumber, RunNumber, ToWorker};
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

/// What was asked and answered, and nothing of who answers.
#[derive(Clone, Default)]
struct Book {
    /// What waits; the first of them is with the engine.
    waiting: Vec<Wanted>,
    /// The newest last.
    answered: Vec<(Wanted, Answered)>,
    /// Which number the first of what waits was given.
    newest: u32,
}

impl Book {
    fn answer(&self, wanted: &Wanted) -> Option<Answered> {
        self.answered.iter().find(|(known, _)| known == wanted).map(|(_, answer)| answer.clone())
    }

    fn knows(&self, wanted: &Wanted) -> bool {
        self.waiting.contains(wanted) || self.answer(wanted).is_some()
    }

    /// Notes what is wanted, unless it is known. Says whether the engine has nothing else to do for us.
    fn want(&mut self, wanted: Wanted) -> bool {
        let is_known = self.knows(&wanted);
        if !is_known {
            self.waiting.push(wanted);
        }
        !is_known && self.waiting.len() == 1
    }

    fn forget(&mut self, wanted: &Wanted) {
        self.answered.retain(|(known, _)| known != wanted);
    }

    /// What waits first, with a new number.
    fn order(&mut self) -> Option<(u32, Wanted)> {
        let first = self.waiting.first()?.clone();
        self.newest = self.newest.max(RunNumber::before_first_of(ASKER).0) + 1;
        Some((self.newest, first))
    }

    /// Notes an answer. Says whether it is the one that was waited for.
    fn hear(&mut self, number: u32, answer: Answered) -> bool {
        if number != self.newest || self.waiting.is_empty() {
            return false;
        }
        let first = self.waiting.remove(0);
        let surplus = (self.answered.len() + 1).saturating_sub(KEPT);
        self.answered.drain(..surplus);
        self.answered.push((first, answer));
        true
    }

    fn fail(&mut self, why: &str) {
        let waiting = core::mem::take(&mut self.waiting);
        let failed = |wanted| (wanted, Answered::Failed(why.to_owned()));
        self.answered.extend(waiting.into_iter().map(failed));
    }
}

/// Asks the engine for exercises. Copies are the same.
#[derive(Clone, Copy)]
pub struct Bench {
    book: Fact<Book>,
    engine: Engine,
}

impl Bench {
    /// Nothing was asked of this engine yet.
    pub fn new(engine: Engine) -> Self {
        Self { book: Fact::new(Book::default()), engine }
    }

    /// The answer, once it is here. Who asks is told when it comes.
    pub fn answer(self, wanted: &Wanted) -> Option<Answered> {
        self.book.read().answer(wanted)
    }

    /// Has something be answered, unless it is or will be.
    pub fn ask(self, wanted: Wanted) {
        // Whoever follows the book asks again whenever it changes.
        if self.book.peek().knows(&wanted) {
            return;
        }
        if self.book.update(|book| book.want(wanted)) {
            self.order_first();
        }
    }

    /// Asks again for what came to nothing.
    pub fn ask_anew(self, wanted: Wanted) {
        self.book.update(|book| book.forget(&wanted));
        self.ask(wanted);
    }

    /// Has the engine do what waits first; again, where it was ended meanwhile.
    pub fn order_first(self) {
        let Some((number, first)) = self.book.update(Book::order) else { return };
        let (run, question) = (RunNumber(number), QuestionNumber(number));
        self.engine.order(match first {
            Wanted::Run(scenario) => ToWorker::Run { number: run, scenario },
            Wanted::Written(scenario, octets) => {
                ToWorker::Written { number: run, scenario, octets }
            }
            Wanted::Look(scenario, inspected) => {
                let words = languages::engine_words();
                ToWorker::Inspect { number: question, scenario, inspected, words }
            }
        });
    }

    /// A trace came. Says whether it was asked for here.
    pub fn hear_trace(self, number: RunNumber, trace: Arc<Trace>) -> bool {
        number.asker() == ASKER && self.hear(number.0, Answered::Trace(trace))
    }

    /// What stands inside came. Says whether it was asked for here.
    pub fn hear_inside(self, number: QuestionNumber, octets: &[u8]) -> bool {
        number.asker() == ASKER && self.hear(number.0, Answered::Inside(octets.into()))
    }

    /// No answer will come to anything that waits.
    pub fn fail(self, why: &str) {
        self.book.update(|book| book.fail(why));
    }

    fn hear(self, number: u32, answer: Answered) -> bool {
        let is_ours = self.book.update(|book| book.hear(number, answer));
        if is_ours {
            self.order_first();
        }
        is_ours
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(seed: u64) -> Wanted {
        Wanted::Run(Scenario { seed, ..Scenario::default() })
    }

    fn some() -> Answered {
        Answered::Trace(Arc::new(Trace::of_hosts(Scenario::default(), Vec::new())))
    }

    #[test]
    fn what_is_asked_at_once_is_answered_one_after_the_other() {
        let mut book = Book::default();
        assert_eq!([0, 1, 2, 1].map(|seed| book.want(wanted(seed))), [true, false, false, false]);
        for seed in 0..3 {
            let (number, first) = book.order().expect("something waits");
            assert_eq!((RunNumber(number).asker(), first), (ASKER, wanted(seed)));
            assert!(book.answer(&wanted(seed)).is_none());
            assert!(!book.hear(number - 1, some()), "a stale answer is dropped");
            assert!(book.hear(number, some()));
            assert!(book.answer(&wanted(seed)).is_some());
        }
        assert!(book.order().is_none());
    }

    #[test]
    fn after_a_crash_everything_that_waited_has_failed_and_can_be_asked_again() {
        let mut book = Book::default();
        let _ = [1, 2].map(|seed| book.want(wanted(seed)));
        book.fail("it broke");
        for seed in [1, 2] {
            let answer = book.answer(&wanted(seed));
            assert!(matches!(answer, Some(Answered::Failed(why)) if why == "it broke"));
        }
        book.forget(&wanted(2));
        assert!(book.want(wanted(2)));
        let (number, _) = book.order().expect("it waits");
        assert!(book.hear(number, some()));
        assert!(matches!(book.answer(&wanted(2)), Some(Answered::Trace(_))));
    }

    #[test]
    fn of_many_answers_the_newest_stay() {
        let mut book = Book::default();
        for seed in 0..20 {
            book.want(wanted(seed));
            let (number, _) = book.order().expect("it waits");
            book.hear(number, some());
        }
        assert_eq!(book.answered.len(), KEPT);
        assert!(book.answer(&wanted(19)).is_some() && book.answer(&wanted(0)).is_none());
    }
}
