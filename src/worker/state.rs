//! Where the worker is, without the browser: what is posted to it when.
//!
//! A worker hears nothing before it has announced itself with its build id, so the newest order
//! of each kind waits until then. A worker that crashes while it starts is not started again until somebody
//! asks for a run: a file that is missing would crash for ever.

use conversation::{BUILD_ID, ToWorker, VERSION};

/// Where the worker is.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum WorkerState {
    /// There is no worker.
    #[default]
    Absent,
    /// It was started and has not announced itself; these orders wait.
    Starting(Vec<ToWorker>),
    /// It listens.
    Listening,
    /// It listens, and comes from another build.
    Foreign,
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
}

impl WorkerState {
    /// The page has been shown; the engine may come.
    pub fn start(&mut self) -> Move {
        match self {
            Self::Absent => {
                *self = Self::Starting(Vec::new());
                Move::Start
            }
            Self::Starting(_) | Self::Listening | Self::Foreign => Move::Wait,
        }
    }

    /// Somebody wants something done. Only the newest order of each kind waits.
    pub fn order(&mut self, order: ToWorker) -> Move {
        match self {
            Self::Absent => {
                *self = Self::Starting(vec![order]);
                Move::Start
            }
            Self::Starting(waiting) => {
                waiting.retain(|older| is_run(older) != is_run(&order));
                waiting.push(order);
                Move::Wait
            }
            Self::Listening => Move::Post(vec![order]),
            Self::Foreign => Move::AskForReload,
        }
    }

    /// The worker announced itself.
    pub fn announced(&mut self, version: u32, build_id: &str) -> Move {
        if (version, build_id) != (VERSION, BUILD_ID) {
            let was = std::mem::replace(self, Self::Foreign);
            let somebody_waits = matches!(&was, Self::Starting(waiting) if !waiting.is_empty());
            return if somebody_waits { Move::AskForReload } else { Move::Wait };
        }
        match std::mem::replace(self, Self::Listening) {
            Self::Starting(waiting) if !waiting.is_empty() => Move::Post(waiting),
            Self::Starting(_) | Self::Absent | Self::Listening | Self::Foreign => Move::Wait,
        }
    }

    /// The worker crashed.
    pub fn crashed(&mut self) -> Move {
        match std::mem::take(self) {
            Self::Listening => self.start(),
            Self::Absent | Self::Starting(_) | Self::Foreign => Move::Wait,
        }
    }

    /// The reader does not want to wait: end the worker, and have a fresh one ready.
    pub fn cancel(&mut self) -> Move {
        *self = Self::Starting(Vec::new());
        Move::Start
    }
}

fn is_run(order: &ToWorker) -> bool {
    matches!(order, ToWorker::Run { .. })
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
    fn a_worker_of_another_build_is_not_used() {
        let mut worker = WorkerState::default();
        worker.start();
        assert_eq!(worker.announced(VERSION, "yesterday"), Move::Wait);
        assert_eq!(worker.order(order(1)), Move::AskForReload);
        worker = WorkerState::Starting(vec![order(1)]);
        assert_eq!(worker.announced(VERSION, "yesterday"), Move::AskForReload);
        worker = WorkerState::Starting(vec![order(1)]);
        assert_eq!(worker.announced(VERSION + 1, BUILD_ID), Move::AskForReload);
    }

    #[test]
    fn after_a_crash_a_new_worker_comes_but_not_for_ever() {
        let mut worker = WorkerState::Listening;
        assert_eq!(worker.crashed(), Move::Start);
        assert_eq!(worker.crashed(), Move::Wait);
        assert_eq!(worker.order(order(1)), Move::Start);
        assert_eq!(worker.announced(VERSION, BUILD_ID), Move::Post(vec![order(1)]));
    }

    #[test]
    fn cancelling_brings_a_fresh_worker_without_the_order() {
        let mut worker = WorkerState::Listening;
        assert_eq!(worker.cancel(), Move::Start);
        assert_eq!(worker.announced(VERSION, BUILD_ID), Move::Wait);
        assert_eq!(worker, WorkerState::Listening);
    }
}
