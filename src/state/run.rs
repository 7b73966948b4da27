//! The run: from a scenario that was given to the engine to its trace, or to none.

/// Tells one run from the next, so that a late answer is not taken for a newer one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunNumber(pub u32);

/// What the engine is doing for us. What is shown meanwhile stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Run {
    /// Nothing is awaited.
    #[default]
    Idle,
    /// The engine works.
    Running(RunNumber),
    /// The last run ended with a trace.
    Finished,
    /// The last run ended without one; the text says why and what to do.
    Failed(String),
}

impl Run {
    /// Whether the engine works for us.
    pub fn is_running(&self) -> bool {
        matches!(self, Self::Running(_))
    }

    /// What went wrong, if the last run failed.
    pub fn failure(&self) -> Option<&str> {
        match self {
            Self::Failed(message) => Some(message),
            Self::Idle | Self::Running(_) | Self::Finished => None,
        }
    }

    /// A trace arrived. Says whether it is the one that was awaited.
    pub fn finish(&mut self, number: RunNumber) -> bool {
        let is_awaited = *self == Self::Running(number);
        if is_awaited {
            *self = Self::Finished;
        }
        is_awaited
    }

    /// The run came to nothing. Does nothing when none is under way.
    pub fn fail(&mut self, message: String) {
        if self.is_running() {
            *self = Self::Failed(message);
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

    #[test]
    fn a_stale_answer_is_dropped() {
        let mut run = Run::Running(RunNumber(2));
        assert!(!run.finish(RunNumber(1)));
        assert!(run.is_running());
        assert!(run.finish(RunNumber(2)));
        assert!(!run.finish(RunNumber(2)));
    }

    #[test]
    fn a_cancelled_run_is_not_finished_by_a_late_answer() {
        let mut run = Run::Running(RunNumber(1));
        run.cancel();
        assert!(!run.finish(RunNumber(1)));
        assert_eq!(run, Run::Idle);
    }

    #[test]
    fn a_crash_between_two_runs_is_nobodys_failure() {
        let mut run = Run::Finished;
        run.fail("it broke".to_owned());
        assert_eq!(run.failure(), None);
        run = Run::Running(RunNumber(1));
        run.fail("it broke".to_owned());
        assert_eq!(run.failure(), Some("it broke"));
    }
}
