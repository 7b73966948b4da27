//! How a room sees a sequence, besides the step that is shown.

use picture::layout::Division;
use picture::{Level, Sequence};
use trace::HostId;

/// The smallest screen that a room is shown something on, in CSS pixels: at this size everything is
/// drawn half as large again, so that labels have 20 pixels at least.
const SCREEN_PX: (f64, f64) = (1280.0, 720.0);
const SCALE: f64 = 1.5;

/// How much larger one part of the exchange is drawn than all of it.
const NEARER: f64 = 1.4;

/// How a room sees a sequence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sight {
    /// Whether one part of the exchange has all the room.
    pub is_near: bool,
    /// What stands in the light; nothing: everything.
    pub spotlight: Option<Spotlight>,
    /// Whether what points follows the mouse.
    pub has_pointer: bool,
}

/// What stands in the light while all else is dim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spotlight {
    /// The part of the exchange that the step is in.
    Act,
    /// What a host sends, gets and does.
    Lane(HostId),
}

impl Sight {
    /// Where a page of the picture may end.
    pub fn division(self) -> Division {
        if self.is_near { Division::ByAct } else { Division::Full }
    }

    /// How much larger everything is drawn than on a desk, on a screen of this size.
    pub fn scale(self, (width, height): (f64, f64)) -> f64 {
        let of_screen = (width / SCREEN_PX.0).min(height / SCREEN_PX.1) * SCALE;
        of_screen.max(1.0) * if self.is_near { NEARER } else { 1.0 }
    }

    /// The light on something, or, where that has it already, on everything.
    pub fn toggle(&mut self, spotlight: Spotlight) {
        let has_it = self.spotlight == Some(spotlight);
        self.spotlight = (!has_it).then_some(spotlight);
    }

    /// Goes back to everything, and says whether it was not seen as it is.
    pub fn see_all(&mut self) -> bool {
        let was_partial = self.is_near || self.spotlight.is_some();
        (self.is_near, self.spotlight) = (false, None);
        was_partial
    }

    /// Whether a step stands in the light, while `now` is shown.
    pub fn lights_step(self, sequence: &Sequence, now: usize, step: usize) -> bool {
        let (Some(shown), Some(step)) = (sequence.steps.get(now), sequence.steps.get(step)) else {
            return true;
        };
        match self.spotlight {
            None => true,
            Some(Spotlight::Act) => {
                (step.act, step.fetch, step.exchange) == (shown.act, shown.fetch, shown.exchange)
            }
            Some(Spotlight::Lane(host)) => step.from == host || step.to == host,
        }
    }

    /// Whether a lane stands in the light: its own, or, of a part of the exchange, each that has to do
    /// with the step that is shown.
    pub fn lights_lane(self, sequence: &Sequence, now: usize, host: HostId) -> bool {
        match (self.spotlight, sequence.steps.get(now)) {
            (None, _) | (Some(Spotlight::Act), None) => true,
            (Some(Spotlight::Lane(lit)), _) => lit == host,
            (Some(Spotlight::Act), Some(shown)) => sequence.steps.iter().any(|step| {
                (step.act, step.exchange) == (shown.act, shown.exchange)
                    && (step.from == host || step.to == host)
            }),
        }
    }
}

/// What shows more than this level; behind the last one the first.
pub fn next_level(level: Level) -> Level {
    match level {
        Level::Story => Level::Connection,
        Level::Connection => Level::Packets,
        Level::Packets => Level::Story,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use trace::Scenario;

    fn sequence() -> Sequence {
        Sequence::new(Arc::new(engine::simulate(&Scenario::default())), Level::Story)
    }

    #[test]
    fn everything_is_larger_on_a_larger_screen_and_never_smaller_than_on_a_desk() {
        let sight = Sight::default();
        assert_eq!(sight.scale((1280.0, 720.0)), 1.5);
        assert_eq!(sight.scale((1920.0, 1080.0)), 2.25);
        assert_eq!(sight.scale((390.0, 844.0)), 1.0);
        let near = Sight { is_near: true, ..sight };
        assert!(near.scale((1280.0, 720.0)) > 2.0);
    }

    #[test]
    fn the_light_falls_on_the_part_of_the_step_or_on_what_a_host_has_to_do_with() {
        let sequence = sequence();
        let lit = |sight: Sight, now| {
            let is_lit = |step: &usize| sight.lights_step(&sequence, now, *step);
            (0..sequence.steps.len()).filter(is_lit).collect::<Vec<_>>()
        };
        let mut sight = Sight::default();
        assert_eq!(lit(sight, 0).len(), 9);
        sight.toggle(Spotlight::Act);
        assert_eq!(lit(sight, 0), [0, 1], "find the address");
        let dns = sequence.steps[0].to;
        assert!(sight.lights_lane(&sequence, 0, dns));
        assert!(!sight.lights_lane(&sequence, 2, dns));
        sight.toggle(Spotlight::Lane(dns));
        assert_eq!(lit(sight, 8), [0, 1]);
        assert!(!sight.lights_lane(&sequence, 0, sequence.steps[0].from));
        sight.toggle(Spotlight::Lane(dns));
        assert_eq!(sight, Sight::default(), "a second press puts it out");
    }

    #[test]
    fn escape_goes_back_to_everything_first() {
        let mut sight = Sight { is_near: true, spotlight: Some(Spotlight::Act), has_pointer: true };
        assert!(sight.see_all());
        assert_eq!(sight, Sight { has_pointer: true, ..Sight::default() });
        assert!(!sight.see_all());
    }
}
