//! What the polite live region says, and how often.

/// While playing, at most one announcement in this time, in milliseconds.
const PLAYING_PAUSE_MS: f64 = 1000.0;

/// Gathers what is announced, so that no step is passed over in silence.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Announcer {
    last_at_ms: Option<f64>,
    /// What was reached since, and not yet announced.
    waiting: Vec<String>,
}

/// How the current step was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Step by step, or at the end of playing.
    ByHand,
    /// By itself, with more to come.
    Playing,
}

impl Announcer {
    /// What is announced when the step that says this is reached at `now_ms`.
    pub fn reached(&mut self, said: String, now_ms: f64, pace: Pace) -> Option<String> {
        let is_due = match pace {
            Pace::ByHand => true,
            Pace::Playing => self.last_at_ms.is_none_or(|last| now_ms - last >= PLAYING_PAUSE_MS),
        };
        self.waiting.push(said);
        is_due.then(|| {
            self.last_at_ms = Some(now_ms);
            std::mem::take(&mut self.waiting).join(" ")
        })
    }

    /// What is announced when playing is over: what was not announced yet.
    pub fn rest(&mut self) -> Option<String> {
        let rest = std::mem::take(&mut self.waiting);
        (!rest.is_empty()).then(|| rest.join(" "))
    }

    /// Nothing waits any more: another sequence is shown.
    pub fn forget(&mut self) {
        self.waiting.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_by_hand_is_announced() {
        let mut announcer = Announcer::default();
        for (said, at) in [("1", 0.0), ("2", 100.0)] {
            let heard = announcer.reached(said.to_owned(), at, Pace::ByHand);
            assert_eq!(heard.as_deref(), Some(said));
        }
    }

    #[test]
    fn while_playing_every_step_is_announced_together_with_those_that_pass_quickly() {
        let mut announcer = Announcer::default();
        let steps = 0..6;
        let heard = steps.filter_map(|step| {
            announcer.reached(step.to_string(), f64::from(step) * 600.0, Pace::Playing)
        });
        assert_eq!(heard.collect::<Vec<_>>(), ["0", "1 2", "3 4"]);
        assert_eq!(announcer.rest().as_deref(), Some("5"), "the pause tells the rest");
        assert_eq!(announcer.rest(), None);
    }
}
