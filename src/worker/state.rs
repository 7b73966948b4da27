//! Where the worker is, without the browser: what is posted to it when.
//!
//! A worker hears nothing before it has announced itself with its build id, so the newest order
//! of each kind and asker waits until then; what was posted is remembered until it is answered. A worker that
//! ends without a word, as browsers end them when memory is short, is followed by another, which is
//! asked the same once more. One that breaks is followed by another that is asked nothing: it would
//! break again. One that cannot be loaded is not loaded again until somebody asks for something.

use conversation::{BUILD_ID, ToWorker, VERSION};

/// Where the worker is.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum WorkerState {
    /// There is no worker.
    #[default]
    Absent,
    /// It was started and has not announced itself; these orders wait.
    Starting(Orders),
    /// It listens; these orders are not answered yet.
    Listening(Orders),
    /// It listens, and comes from another build.
    Foreign,
}

/// What is awaited of a worker.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Orders {
    /// The newest of each kind.
    newest: Vec<ToWorker>,
    /// How many workers have ended without a word since one did something.
    n_lost: u32,
}

/// What is to be done at the real worker.
#[derive(Debug, Clone, PartialEq)]
pub enum Move {
    /// Nothing.
    Wait,
    /// Start a worker, after ending the one before it.
    Start,
    /// Post these orders.
    Post(Vec<ToWorker>),
    /// Tell the reader to load the page again.
    AskForReload,
    /// Tell the reader that a second worker ended as the first did.
    GiveUp,
}

impl Orders {
    fn add(&mut self, order: ToWorker) {
        self.newest.retain(|older| kind_of(older) != kind_of(&order));
        self.newest.push(order);
    }
}

impl WorkerState {
    /// Something will be asked soon; the engine may come.
    pub fn start(&mut self) -> Move {
        match self {
            Self::Absent => {
                *self = Self::Starting(Orders::default());
                Move::Start
            }
            Self::Starting(_) | Self::Listening(_) | Self::Foreign => Move::Wait,
        }
    }

    /// Somebody wants something done. Only the newest order of each kind waits.
    pub fn order(&mut self, order: ToWorker) -> Move {
        match self {
            Self::Absent => {
                *self = Self::Starting(Orders { newest: vec![order], n_lost: 0 });
                Move::Start
            }
            Self::Starting(waiting) => {
                waiting.add(order);
                Move::Wait
            }
            Self::Listening(asked) => {
                asked.add(order.clone());
                Move::Post(vec![order])
            }
            Self::Foreign => Move::AskForReload,
        }
    }

    /// The worker announced itself.
    pub fn announced(&mut self, version: u32, build_id: &str) -> Move {
        if (version, build_id) != (VERSION, BUILD_ID) {
            let was = std::mem::replace(self, Self::Foreign);
            let somebody_waits =
                matches!(&was, Self::Starting(waiting) if !waiting.newest.is_empty());
            return if somebody_waits { Move::AskForReload } else { Move::Wait };
        }
        match std::mem::take(self) {
            Self::Starting(waiting) => {
                let orders = waiting.newest.clone();
                *self = Self::Listening(waiting);
                if orders.is_empty() { Move::Wait } else { Move::Post(orders) }
            }
            was @ (Self::Absent | Self::Listening(_) | Self::Foreign) => {
                *self = was;
                Move::Wait
            }
        }
    }

    /// The worker has answered what `is_answered` says.
    pub fn answered(&mut self, is_answered: impl Fn(&ToWorker) -> bool) {
        if let Self::Listening(asked) = self {
            asked.newest.retain(|order| !is_answered(order));
            asked.n_lost = 0;
        }
    }

    /// Whether something is awaited of it.
    pub fn is_awaited(&self) -> bool {
        match self {
            Self::Starting(orders) | Self::Listening(orders) => !orders.newest.is_empty(),
            Self::Absent | Self::Foreign => false,
        }
    }

    /// The worker ended without a word.
    pub fn ended(&mut self) -> Move {
        match std::mem::take(self) {
            Self::Starting(orders) | Self::Listening(orders) if orders.n_lost == 0 => {
                *self = Self::Starting(Orders { n_lost: 1, ..orders });
                Move::Start
            }
            Self::Starting(_) | Self::Listening(_) => Move::GiveUp,
            Self::Absent | Self::Foreign => Move::Wait,
        }
    }

    /// The worker broke.
    pub fn crashed(&mut self) -> Move {
        match std::mem::take(self) {
            Self::Listening(_) => self.start(),
            Self::Absent | Self::Starting(_) | Self::Foreign => Move::Wait,
        }
    }

    /// The reader does not want to wait: end the worker, and have a fresh one ready.
    pub fn cancel(&mut self) -> Move {
        *self = Self::Starting(Orders::default());
        Move::Start
    }
}

/// Of two orders of a kind the newer one counts: what is asked for, and who asks.
fn kind_of(order: &ToWorker) -> (u8, u32) {
    match order {
        ToWorker::Run { number, .. }
        | ToWorker::Written { number, .. }
        | ToWorker::Open { number, .. } => (0, number.asker()),
        ToWorker::Inspect { number, .. } => (1, number.asker()),
        ToWorker::TakeApart { number, .. } => (2, number.asker()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use conversation::{QuestionNumber, RunNumber};
    use trace::{Inspected, MessageId, Scenario};

    fn order(number: u32) -> ToWorker {
        ToWorker::Run { number: RunNumber(number), scenario: Scenario::default() }
    }

    fn question(number: u32) -> ToWorker {
        let (number, inspected) = (QuestionNumber(number), Inspected::Message(MessageId(0)));
        ToWorker::Inspect { number, scenario: Scenario::default(), inspected, words: None }
    }

    fn listening() -> WorkerState {
        let mut worker = WorkerState::default();
        worker.start();
        worker.announced(VERSION, BUILD_ID);
        worker
    }

    #[test]
    fn a_worker_that_ends_without_a_word_is_followed_by_one_that_is_asked_the_same_once_more() {
        let mut worker = listening();
        worker.order(order(1));
        assert_eq!(worker.ended(), Move::Start);
        assert_eq!(worker.announced(VERSION, BUILD_ID), Move::Post(vec![order(1)]));
        assert_eq!(worker.ended(), Move::GiveUp);
        assert!(!worker.is_awaited(), "it was given up");
        assert_eq!(worker.order(order(2)), Move::Start, "whoever asks again is served again");
        assert!(worker.is_awaited());
        worker.announced(VERSION, BUILD_ID);
        worker.answered(|answered| *answered == order(2));
        assert_eq!(worker.ended(), Move::Start);
        assert_eq!(worker.announced(VERSION, BUILD_ID), Move::Wait, "what is answered is done");
    }

    #[test]
    fn a_worker_that_ends_while_it_is_loaded_is_loaded_once_more() {
        let mut worker = WorkerState::default();
        worker.order(order(1));
        assert_eq!(worker.ended(), Move::Start);
        assert_eq!(worker.ended(), Move::GiveUp);
        assert_eq!(worker.ended(), Move::Wait);
    }

    #[test]
    fn orders_wait_until_the_worker_announces_itself() {
        let mut worker = WorkerState::default();
        assert_eq!(worker.start(), Move::Start);
        assert_eq!(worker.order(order(1)), Move::Wait);
        assert_eq!(worker.order(order(2)), Move::Wait);
        assert_eq!(worker.announced(VERSION, BUILD_ID), Move::Post(vec![order(2)]));
        assert_eq!(worker.order(order(3)), Move::Post(vec![order(3)]));
    }

    #[test]
    fn the_newest_run_and_the_newest_question_wait() {
        let mut worker = WorkerState::default();
        let _ = [question(1), order(2), question(3)].map(|order| worker.order(order));
        assert_eq!(worker.announced(VERSION, BUILD_ID), Move::Post(vec![order(2), question(3)]));
    }

    #[test]
    fn what_one_asker_wants_takes_no_place_of_what_another_one_waits_for() {
        let beside = RunNumber::before_first_of(1).0;
        let mut worker = WorkerState::default();
        let orders = [order(1), order(beside + 1), question(1), question(beside + 1)];
        for order in orders.clone() {
            worker.order(order);
        }
        assert_eq!(worker.announced(VERSION, BUILD_ID), Move::Post(orders.to_vec()));
    }

    #[test]
    fn a_worker_of_another_build_is_not_used() {
        let mut worker = WorkerState::default();
        worker.start();
        assert_eq!(worker.announced(VERSION, "yesterday"), Move::Wait);
        assert_eq!(worker.order(order(1)), Move::AskForReload);
        for (version, build_id) in [(VERSION, "yesterday"), (VERSION + 1, BUILD_ID)] {
            worker = WorkerState::default();
            worker.order(order(1));
            assert_eq!(worker.announced(version, build_id), Move::AskForReload);
        }
    }

    #[test]
    fn after_a_crash_a_new_worker_comes_but_not_for_ever() {
        let mut worker = listening();
        assert_eq!(worker.crashed(), Move::Start);
        assert_eq!(worker.crashed(), Move::Wait);
        assert_eq!(worker.order(order(1)), Move::Start);
        assert_eq!(worker.announced(VERSION, BUILD_ID), Move::Post(vec![order(1)]));
    }

    #[test]
    fn cancelling_brings_a_fresh_worker_without_the_order() {
        let mut worker = listening();
        assert_eq!(worker.cancel(), Move::Start);
        assert_eq!(worker.announced(VERSION, BUILD_ID), Move::Wait);
        assert_eq!(worker, listening());
    }
}
