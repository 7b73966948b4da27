//! What the polite live region says, and how often.

/// While playing, at most one announcement in this time, in milliseconds.
const PLAYING_PAUSE_MS: f64 = 5000.0;

/// Decides which steps are announced.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Announcer {
    last_at_ms: Option<f64>,
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
    /// Whether the step that is reached at `now_ms` is announced.
    pub fn announces(&mut self, now_ms: f64, pace: Pace) -> bool {
        let is_due = match pace {
            Pace::ByHand => true,
            Pace::Playing => self.last_at_ms.is_none_or(|last| now_ms - last >= PLAYING_PAUSE_MS),
        };
        if is_due {
            self.last_at_ms = Some(now_ms);
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_by_hand_is_announced() {
        let mut announcer = Announcer::default();
        assert!(announcer.announces(0.0, Pace::ByHand));
        assert!(announcer.announces(100.0, Pace::ByHand));
    }

    #[test]
    fn while_playing_one_announcement_in_five_seconds() {
        let mut announcer = Announcer::default();
        let steps = (0..20).map(|step| f64::from(step) * 600.0);
        let announced = steps.filter(|at| announcer.announces(*at, Pace::Playing)).count();
        assert_eq!(announced, 3);
        assert!(announcer.announces(12_000.0, Pace::ByHand), "the end of playing is announced");
    }
}
