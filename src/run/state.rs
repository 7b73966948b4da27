//! The run: from a scenario that was given to the engine to its trace, or to none.

use conversation::RunNumber;
use sharing::place::Place;

/// A run under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    /// Which run this is.
    pub number: RunNumber,
    /// Where to go in its trace, if a link said so. Whatever ends the run ends this too.
    pub place: Option<Place>,
}

/// What the engine is doing for us. What is shown meanwhile stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Run {
    /// Nothing is awaited.
    #[default]
    Idle,
    /// The engine works.
    Running(Awaited),
    /// The last run ended with a trace.
    Finished,
    /// The last run ended without one; the text says why and what to do.
    Failed(String),
}

impl Run {
    /// Whether the engine works for us.
    pub fn is_running(&self) -> bool {
        self.awaited().is_some()
    }

    /// What went wrong, if the last run failed.
    pub fn failure(&self) -> Option<&str> {
        match self {
            Self::Failed(message) => Some(message),
            Self::Idle | Self::Running(_) | Self::Finished => None,
        }
    }

    /// The run under way.
    pub fn awaited(&self) -> Option<&Awaited> {
        match self {
            Self::Running(awaited) => Some(awaited),
            Self::Idle | Self::Finished | Self::Failed(_) => None,
        }
    }

    /// A trace arrived. Tells what was awaited, if this is it.
    pub fn finish(&mut self, number: RunNumber) -> Option<Awaited> {
        let awaited = self.awaited().filter(|awaited| awaited.number == number).cloned()?;
        *self = Self::Finished;
        Some(awaited)
    }

    /// The run came to nothing. Does nothing when none is under way.
    pub fn fail(&mut self, message: String) {
        if self.is_running() {
            *self = Self::Failed(message);
        }
    }

    /// What was said of the last run is over, since something else was done.
    pub fn forget_failure(&mut self) {
        if self.failure().is_some() {
            *self = Self::Idle;
        }
    }

    /// The reader does not want to wait.
    pub fn cancel(&mut self) {
        if self.is_running() {
            *self = Self::Idle;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn running(number: u32) -> Run {
        Run::Running(Awaited { number: RunNumber(number), place: None })
    }

    #[test]
    fn a_stale_answer_is_dropped() {
        let mut run = running(2);
        assert_eq!(run.finish(RunNumber(1)), None);
        assert!(run.is_running());
        assert!(run.finish(RunNumber(2)).is_some());
        assert_eq!(run.finish(RunNumber(2)), None);
    }

    #[test]
    fn a_cancelled_run_is_not_finished_by_a_late_answer() {
        let mut run = running(1);
        run.cancel();
        assert_eq!(run.finish(RunNumber(1)), None);
        assert_eq!(run, Run::Idle);
    }

    #[test]
    fn where_to_go_ends_with_the_run_that_was_to_go_there() {
        let awaited = Awaited { number: RunNumber(1), place: Some(Place::default()) };
        let mut run = Run::Running(awaited.clone());
        assert_eq!(run.finish(RunNumber(1)), Some(awaited.clone()));
        let ends: [fn(&mut Run); 2] = [Run::cancel, |run| run.fail("it broke".to_owned())];
        for end in ends {
            run = Run::Running(awaited.clone());
            end(&mut run);
            assert_eq!(run.awaited(), None);
        }
    }

    #[test]
    fn a_crash_between_two_runs_is_nobodys_failure() {
        let mut run = Run::Finished;
        run.fail("it broke".to_owned());
        assert_eq!(run.failure(), None);
        run = running(1);
        run.fail("it broke".to_owned());
        assert_eq!(run.failure(), Some("it broke"));
    }

    #[test]
    fn a_failure_is_forgotten_and_a_run_under_way_is_not() {
        let mut run = Run::Failed("it broke".to_owned());
        run.forget_failure();
        assert_eq!(run, Run::Idle);
        run = running(1);
        run.forget_failure();
        assert_eq!(run, running(1));
    }
}
