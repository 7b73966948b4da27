//! The door to the engine, without the browser: what is posted when.
//!
//! A worker hears nothing before it has announced itself with its build id, so the newest order
//! waits until then. A worker that crashes while it starts is not started again until somebody
//! asks for a run: a file that is missing would crash for ever.

use super::run::RunNumber;

/// Page and worker come from one build, or do not talk to each other.
pub const BUILD_ID: &str = match option_env!("ROUNDTRIP_BUILD_ID") {
    Some(id) => id,
    None => "development",
};

/// A scenario to run, encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Which run this is.
    pub number: RunNumber,
    /// The scenario's octets.
    pub scenario: Vec<u8>,
}

/// Where the worker is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Door {
    /// There is no worker.
    #[default]
    Closed,
    /// It was started and has not announced itself.
    Starting(Option<Order>),
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
    /// Post an order.
    Post(Order),
    /// Tell the reader to load the page again.
    AskForReload,
}

impl Door {
    /// The page has been shown; the engine may come.
    pub fn open(&mut self) -> Move {
        match self {
            Self::Closed => {
                *self = Self::Starting(None);
                Move::Start
            }
            Self::Starting(_) | Self::Open | Self::Foreign => Move::Wait,
        }
    }

    /// Somebody wants a scenario run. Only the newest order waits.
    pub fn order(&mut self, order: Order) -> Move {
        match self {
            Self::Closed => {
                *self = Self::Starting(Some(order));
                Move::Start
            }
            Self::Starting(waiting) => {
                *waiting = Some(order);
                Move::Wait
            }
            Self::Open => Move::Post(order),
            Self::Foreign => Move::AskForReload,
        }
    }

    /// The worker announced itself.
    pub fn announced(&mut self, build_id: &str) -> Move {
        if build_id != BUILD_ID {
            let was = std::mem::replace(self, Self::Foreign);
            let somebody_waits = matches!(was, Self::Starting(Some(_)));
            return if somebody_waits { Move::AskForReload } else { Move::Wait };
        }
        match std::mem::replace(self, Self::Open) {
            Self::Starting(Some(order)) => Move::Post(order),
            Self::Starting(None) | Self::Closed | Self::Open | Self::Foreign => Move::Wait,
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
        *self = Self::Starting(None);
        Move::Start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(number: u32) -> Order {
        Order { number: RunNumber(number), scenario: vec![number as u8] }
    }

    #[test]
    fn orders_wait_until_the_worker_announces_itself() {
        let mut door = Door::default();
        assert_eq!(door.open(), Move::Start);
        assert_eq!(door.order(order(1)), Move::Wait);
        assert_eq!(door.order(order(2)), Move::Wait);
        assert_eq!(door.announced(BUILD_ID), Move::Post(order(2)));
        assert_eq!(door.order(order(3)), Move::Post(order(3)));
    }

    #[test]
    fn a_worker_of_another_build_is_not_used() {
        let mut door = Door::default();
        door.open();
        assert_eq!(door.announced("yesterday"), Move::Wait);
        assert_eq!(door.order(order(1)), Move::AskForReload);
        door = Door::Starting(Some(order(1)));
        assert_eq!(door.announced("yesterday"), Move::AskForReload);
    }

    #[test]
    fn after_a_crash_a_new_worker_comes_but_not_for_ever() {
        let mut door = Door::Open;
        assert_eq!(door.crashed(), Move::Start);
        assert_eq!(door.crashed(), Move::Wait);
        assert_eq!(door.order(order(1)), Move::Start);
        assert_eq!(door.announced(BUILD_ID), Move::Post(order(1)));
    }

    #[test]
    fn cancelling_brings_a_fresh_worker_without_the_order() {
        let mut door = Door::Open;
        assert_eq!(door.cancel(), Move::Start);
        assert_eq!(door.announced(BUILD_ID), Move::Wait);
        assert_eq!(door, Door::Open);
    }
}
