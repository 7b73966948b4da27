//! The door to the engine, without the browser: what is posted when.
//!
//! A worker hears nothing before it has announced itself with its build id, so the newest order
//! of each kind waits until then. A worker that crashes while it starts is not started again until somebody
//! asks for a run: a file that is missing would crash for ever.

use super::inspect::QuestionNumber;
use super::run::RunNumber;

/// Page and worker come from one build, or do not talk to each other.
pub const BUILD_ID: &str = match option_env!("ROUNDTRIP_BUILD_ID") {
    Some(id) => id,
    None => "development",
};

/// What the worker is to do. Everything is encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Run a scenario.
    Run {
        /// Which run this is.
        number: RunNumber,
        /// The scenario's octets.
        scenario: Vec<u8>,
    },
    /// Look into a part of the trace that a scenario gives.
    Inspect {
        /// Which question this is.
        number: QuestionNumber,
        /// The scenario's octets.
        scenario: Vec<u8>,
        /// What is looked into.
        inspected: Vec<u8>,
    },
}

impl Order {
    fn is_run(&self) -> bool {
        matches!(self, Self::Run { .. })
    }
}

/// Where the worker is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Door {
    /// There is no worker.
    #[default]
    Closed,
    /// It was started and has not announced itself; these orders wait.
    Starting(Vec<Order>),
    /// It listens.
    Open,
    /// It listens, and comes from another build.
    Foreign,
}

/// What is to be done at the real worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// Nothing.
    Wait,
    /// Start a worker, after ending the one before it.
    Start,
    /// Post these orders.
    Post(Vec<Order>),
    /// Tell the reader to load the page again.
    AskForReload,
}

impl Door {
    /// The page has been shown; the engine may come.
    pub fn open(&mut self) -> Move {
        match self {
            Self::Closed => {
                *self = Self::Starting(Vec::new());
                Move::Start
            }
            Self::Starting(_) | Self::Open | Self::Foreign => Move::Wait,
        }
    }

    /// Somebody wants something done. Only the newest order of each kind waits.
    pub fn order(&mut self, order: Order) -> Move {
        match self {
            Self::Closed => {
                *self = Self::Starting(vec![order]);
                Move::Start
            }
            Self::Starting(waiting) => {
                waiting.retain(|older| older.is_run() != order.is_run());
                waiting.push(order);
                Move::Wait
            }
            Self::Open => Move::Post(vec![order]),
            Self::Foreign => Move::AskForReload,
        }
    }

    /// The worker announced itself.
    pub fn announced(&mut self, build_id: &str) -> Move {
        if build_id != BUILD_ID {
            let was = std::mem::replace(self, Self::Foreign);
            let somebody_waits = matches!(&was, Self::Starting(waiting) if !waiting.is_empty());
            return if somebody_waits { Move::AskForReload } else { Move::Wait };
        }
        match std::mem::replace(self, Self::Open) {
            Self::Starting(waiting) if !waiting.is_empty() => Move::Post(waiting),
            Self::Starting(_) | Self::Closed | Self::Open | Self::Foreign => Move::Wait,
        }
    }

    /// The worker crashed.
    pub fn crashed(&mut self) -> Move {
        match std::mem::take(self) {
            Self::Open => self.open(),
            Self::Closed | Self::Starting(_) | Self::Foreign => Move::Wait,
        }
    }

    /// The reader does not want to wait: end the worker, and have a fresh one ready.
    pub fn cancel(&mut self) -> Move {
        *self = Self::Starting(Vec::new());
        Move::Start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(number: u32) -> Order {
        Order::Run { number: RunNumber(number), scenario: vec![number as u8] }
    }

    fn question(number: u32) -> Order {
        let number = QuestionNumber(number);
        Order::Inspect { number, scenario: Vec::new(), inspected: Vec::new() }
    }

    #[test]
    fn orders_wait_until_the_worker_announces_itself() {
        let mut door = Door::default();
        assert_eq!(door.open(), Move::Start);
        assert_eq!(door.order(order(1)), Move::Wait);
        assert_eq!(door.order(order(2)), Move::Wait);
        assert_eq!(door.announced(BUILD_ID), Move::Post(vec![order(2)]));
        assert_eq!(door.order(order(3)), Move::Post(vec![order(3)]));
    }

    #[test]
    fn the_newest_run_and_the_newest_question_wait() {
        let mut door = Door::default();
        let _ = [question(1), order(2), question(3)].map(|order| door.order(order));
        assert_eq!(door.announced(BUILD_ID), Move::Post(vec![order(2), question(3)]));
    }

    #[test]
    fn a_worker_of_another_build_is_not_used() {
        let mut door = Door::default();
        door.open();
        assert_eq!(door.announced("yesterday"), Move::Wait);
        assert_eq!(door.order(order(1)), Move::AskForReload);
        door = Door::Starting(vec![order(1)]);
        assert_eq!(door.announced("yesterday"), Move::AskForReload);
    }

    #[test]
    fn after_a_crash_a_new_worker_comes_but_not_for_ever() {
        let mut door = Door::Open;
        assert_eq!(door.crashed(), Move::Start);
        assert_eq!(door.crashed(), Move::Wait);
        assert_eq!(door.order(order(1)), Move::Start);
        assert_eq!(door.announced(BUILD_ID), Move::Post(vec![order(1)]));
    }

    #[test]
    fn cancelling_brings_a_fresh_worker_without_the_order() {
        let mut door = Door::Open;
        assert_eq!(door.cancel(), Move::Start);
        assert_eq!(door.announced(BUILD_ID), Move::Wait);
        assert_eq!(door, Door::Open);
    }
}
