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
    /// What has all the room, larger; nothing: everything.
    pub near: Option<Part>,
    /// What stands in the light; nothing: everything.
    pub light: Option<Part>,
    /// Whether the link to it lies above it, as a code for phones.
    pub has_code: bool,
    /// Whether what points follows the mouse.
    pub has_pointer: bool,
    /// Where the room was asked the question of a scene: it is shown as long as that step is.
    pub question: Option<Asked>,
}

/// A scene of the deck, and one of its steps; both are counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The scene.
    pub scene: usize,
    /// The step.
    pub step: usize,
}

/// A part of the picture that a room may be shown alone, or in the light while all else is dim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The part of the exchange that the step is in.
    Act,
    /// What a host sends, gets and does.
    Lane(HostId),
}

impl Sight {
    /// Where a page of the picture may end.
    pub fn division(self) -> Division {
        if self.near == Some(Part::Act) { Division::ByAct } else { Division::Full }
    }

    /// The host whose lane has all the room.
    pub fn near_host(self) -> Option<HostId> {
        match self.near {
            Some(Part::Lane(host)) => Some(host),
            Some(Part::Act) | None => None,
        }
    }

    /// How much larger everything is drawn than on a desk, on a screen of this size.
    pub fn scale(self, (width, height): (f64, f64)) -> f64 {
        let of_screen = (width / SCREEN_PX.0).min(height / SCREEN_PX.1) * SCALE;
        of_screen.max(1.0) * if self.near.is_some() { NEARER } else { 1.0 }
    }

    /// The light on something, or, where that has it already, on everything.
    pub fn toggle_light(&mut self, part: Part) {
        let has_it = self.light == Some(part);
        self.light = (!has_it).then_some(part);
    }

    /// All the room for the lane that stands in the light, or else for the part of the exchange that
    /// the step is in; or, where something has it already, for everything.
    pub fn toggle_near(&mut self) {
        match (self.near, self.light) {
            (Some(_), _) => self.near = None,
            // All that is shown then has to do with it.
            (None, lane @ Some(Part::Lane(_))) => (self.near, self.light) = (lane, None),
            (None, Some(Part::Act) | None) => self.near = Some(Part::Act),
        }
    }

    /// Asks the room the question of a scene, or, where it is asked that already, no more.
    pub fn toggle_question(&mut self, asked: Asked) {
        let is_asked = self.question == Some(asked);
        self.question = (!is_asked).then_some(asked);
    }

    /// Goes back to everything, and says whether it was not seen as it is.
    pub fn see_all(&mut self) -> bool {
        let Self { near, light, has_code, question, .. } = *self;
        let was_partial = near.is_some() || light.is_some() || has_code || question.is_some();
        *self = Self { has_pointer: self.has_pointer, ..Self::default() };
        was_partial
    }

    /// Whether a step stands in the light, while `now` is shown.
    pub fn lights_step(self, sequence: &Sequence, now: usize, step: usize) -> bool {
        let (Some(shown), Some(step)) = (sequence.steps.get(now), sequence.steps.get(step)) else {
            return true;
        };
        match self.light {
            None => true,
            Some(Part::Act) => {
                (step.act, step.fetch, step.exchange) == (shown.act, shown.fetch, shown.exchange)
            }
            Some(Part::Lane(host)) => step.from == host || step.to == host,
        }
    }

    /// Whether a lane stands in the light: its own, or, of a part of the exchange, each that has to do
    /// with the step that is shown.
    pub fn lights_lane(self, sequence: &Sequence, now: usize, host: HostId) -> bool {
        match (self.light, sequence.steps.get(now)) {
            (None, _) | (Some(Part::Act), None) => true,
            (Some(Part::Lane(lit)), _) => lit == host,
            (Some(Part::Act), Some(shown)) => sequence.steps.iter().any(|step| {
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
        let near = Sight { near: Some(Part::Act), ..sight };
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
        sight.toggle_light(Part::Act);
        assert_eq!(lit(sight, 0), [0, 1], "find the address");
        let dns = sequence.steps[0].to;
        assert!(sight.lights_lane(&sequence, 0, dns));
        assert!(!sight.lights_lane(&sequence, 2, dns));
        sight.toggle_light(Part::Lane(dns));
        assert_eq!(lit(sight, 8), [0, 1]);
        assert!(!sight.lights_lane(&sequence, 0, sequence.steps[0].from));
        sight.toggle_light(Part::Lane(dns));
        assert_eq!(sight, Sight::default(), "a second press puts it out");
    }

    #[test]
    fn what_has_all_the_room_is_the_lane_in_the_light_or_the_part_of_the_step() {
        let mut sight = Sight::default();
        sight.toggle_near();
        assert_eq!((sight.near, sight.division()), (Some(Part::Act), Division::ByAct));
        sight.toggle_near();
        sight.toggle_light(Part::Lane(HostId(3)));
        sight.toggle_near();
        assert_eq!((sight.near_host(), sight.division()), (Some(HostId(3)), Division::Full));
        assert_eq!(sight.light, None, "all that is shown has to do with it");
        sight.toggle_near();
        assert_eq!(sight.near, None, "a second press shows everything");
    }

    #[test]
    fn a_question_is_asked_at_a_step_and_no_more_after_a_second_press() {
        let (here, elsewhere) = (Asked { scene: 1, step: 4 }, Asked { scene: 2, step: 4 });
        let mut sight = Sight::default();
        sight.toggle_question(here);
        sight.toggle_question(elsewhere);
        assert_eq!(sight.question, Some(elsewhere));
        sight.toggle_question(elsewhere);
        assert_eq!(sight.question, None);
    }

    #[test]
    fn escape_goes_back_to_everything_first() {
        let part = Some(Part::Act);
        let question = Some(Asked { scene: 1, step: 4 });
        let mut sight =
            Sight { near: part, light: part, has_code: true, has_pointer: true, question };
        assert!(sight.see_all());
        assert_eq!(sight, Sight { has_pointer: true, ..Sight::default() });
        assert!(!sight.see_all());
    }
}
