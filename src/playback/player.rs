//! What is shown: a trace, where in it we are, and what of that each panel reads.

use crate::playback::speed::Speed;
use crate::playback::state::{Command, Playback, Repeat};
use crate::settings::preferences::Settings;
use crate::view::fact::Fact;
use leptos::prelude::*;
use picture::{Axis, Folded, FoldedKind, Level, Sequence};
use sharing::place::Place;
use std::sync::Arc;
use trace::{Scenario, Trace, decode_trace};

/// Shows a step.
type Lead = Arc<dyn Fn(usize) + Send + Sync>;

/// What is shown, and all that changes it. Copies are the same player.
#[derive(Clone, Copy)]
pub struct Player {
    /// The trace and the place in it; nothing before the first Send.
    pub playback: Fact<Option<Playback>>,
    /// What is told to those who listen.
    pub announcement: RwSignal<String>,
    /// A step that was asked for where there was none, before the first or behind the last one.
    /// Whoever shows more than one exchange goes on from there.
    pub stayed: RwSignal<Option<Command>>,
    /// Whether the slider is being dragged: steps pass faster than anyone reads, so what is beside the
    /// picture waits until it rests.
    pub is_dragged: RwSignal<bool>,
    /// What shows a step while the slider is dragged.
    lead: StoredValue<Option<Lead>>,
    /// What the reader prefers.
    pub settings: Fact<Settings>,
    /// How much was shown last.
    level: StoredValue<Level>,
    default_trace: StoredValue<Option<Arc<Trace>>>,
}

impl Player {
    /// A player that shows nothing yet.
    pub fn new(settings: Fact<Settings>) -> Self {
        Self {
            playback: Fact::new(None),
            announcement: RwSignal::new(String::new()),
            stayed: RwSignal::new(None),
            is_dragged: RwSignal::new(false),
            lead: StoredValue::new(None),
            settings,
            level: StoredValue::new(Level::Story),
            default_trace: StoredValue::new(None),
        }
    }

    /// The trace that the page carries, of the request that a first visit starts with.
    ///
    /// # Panics
    /// Where it is not of this build.
    pub fn default_trace(self) -> Arc<Trace> {
        self.default_trace.get_value().unwrap_or_else(|| {
            let trace = decode_trace(include_bytes!("../default_trace.bin"));
            let trace = Arc::new(trace.expect("the page carries a trace of its own build"));
            self.default_trace.set_value(Some(Arc::clone(&trace)));
            trace
        })
    }

    /// The world and what was sent to it; of a recording, which nothing is sent to, an empty one.
    pub fn scenario_so_far(self) -> Scenario {
        match &*self.playback.peek() {
            Some(playback) if playback.trace().recorded.is_none() => {
                playback.trace().scenario.clone()
            }
            Some(_) | None => Scenario::with_requests(Vec::new()),
        }
    }

    /// Moves through the trace that is shown.
    pub fn dispatch(self, command: Command) {
        let shown = self.playback.peek();
        let mut next = Option::clone(&shown);
        next.iter_mut().for_each(|playback| playback.apply(command));
        if next != *shown {
            if let Some(playback) = &next {
                self.level.set_value(playback.sequence.level);
            }
            self.playback.set(next);
        } else if matches!(command, Command::Next | Command::Back) {
            self.stayed.set(Some(command));
        }
    }

    /// Moves to a step to which the slider was dragged. The picture goes first.
    pub fn drag_to(self, step: usize) {
        if self.is_dragged.get_untracked()
            && let Some(lead) = self.lead.get_value()
        {
            lead(step);
        }
        self.dispatch(Command::Seek(step));
    }

    /// What shows a step while the slider is dragged, before anything else does.
    pub fn lead_by(self, lead: Option<impl Fn(usize) + Send + Sync + 'static>) {
        self.lead.set_value(lead.map(|lead| Arc::new(lead) as Lead));
    }

    /// Opens or closes a folded row in place; where hosts have no lane, by giving them one.
    pub fn toggle_row(self, row: &Folded) {
        match row.kind {
            FoldedKind::Connection => self.dispatch(Command::ToggleRow(row.id)),
            FoldedKind::DnsHosts => self.dispatch(Command::ToggleDnsHosts),
            FoldedKind::Dns | FoldedKind::Database => {
                self.settings.update(|settings| settings.has_two_lanes = false);
            }
        }
    }

    /// Shows a trace at a place; else the new fetch from its start, or the same place as before.
    pub fn show(self, trace: Arc<Trace>, place: Option<Place>) {
        if let Some(place) = place {
            self.level.set_value(place.level);
            if place.axis == Axis::ToScale {
                self.settings.update(|settings| settings.axis = Axis::ToScale);
            }
            return self.playback.set(Some(self.in_lanes(Playback::at(trace, place))));
        }
        let next = match &*self.playback.peek() {
            Some(shown) if shown.trace().scenario.requests == trace.scenario.requests => {
                shown.in_trace(trace)
            }
            Some(shown) => shown.of_newest_in(trace),
            None => self.in_lanes(Playback::of_newest_fetch(trace, self.level.get_value())),
        };
        self.playback.set(Some(next));
    }

    /// In the lanes that the reader prefers, at the same place.
    fn in_lanes(self, mut playback: Playback) -> Playback {
        let settings = self.settings.peek();
        playback.apply(Command::ShowEndsOnly(settings.has_two_lanes));
        playback.apply(Command::ShowAxis(settings.axis));
        playback
    }
}

/// The current step for what is read at leisure: while the slider is dragged, that of before.
pub fn step_at_rest(player: Player, shown: Shown) -> Memo<usize> {
    Memo::new(move |before: Option<&usize>| match before {
        Some(before) if player.is_dragged.get() => *before,
        Some(_) | None => shown.step.get(),
    })
}

/// What the panels read, derived from the playback so that each changes only when it must.
#[derive(Clone, Copy)]
pub struct Shown {
    /// The steps; changes with trace, exchange and level.
    pub sequence: Memo<Option<Arc<Sequence>>>,
    /// The index of the current step.
    pub step: Memo<usize>,
    /// Whether it goes on by itself.
    pub is_playing: Memo<bool>,
    /// How fast.
    pub speed: Memo<Speed>,
    /// What is repeated.
    pub repeat: Memo<Repeat>,
}

impl Shown {
    /// What is shown of this.
    pub fn of(player: Player) -> Self {
        let playback = player.playback;
        let is_other = |old: Option<&Option<Arc<Sequence>>>,
                        new: Option<&Option<Arc<Sequence>>>| match (old, new)
        {
            (Some(Some(old)), Some(Some(new))) => !Arc::ptr_eq(old, new),
            (Some(None), Some(None)) => false,
            _ => true,
        };
        Self {
            sequence: Memo::new_with_compare(
                move |_| (*playback.read()).as_ref().map(|playback| playback.sequence.clone()),
                is_other,
            ),
            step: Memo::new(move |_| {
                (*playback.read()).as_ref().map_or(0, |playback| playback.step)
            }),
            is_playing: Memo::new(move |_| {
                (*playback.read()).as_ref().is_some_and(|playback| playback.is_playing)
            }),
            speed: Memo::new(move |_| {
                (*playback.read()).as_ref().map(|playback| playback.speed).unwrap_or_default()
            }),
            repeat: Memo::new(move |_| {
                (*playback.read()).as_ref().map(|playback| playback.repeat).unwrap_or_default()
            }),
        }
    }

    /// How many steps there are.
    pub fn n_steps(self) -> usize {
        self.sequence.get().as_ref().map_or(0, |sequence| sequence.steps.len())
    }

    /// Whether the last step is shown.
    pub fn is_at_end(self) -> bool {
        self.step.get() + 1 >= self.n_steps()
    }

    /// What `tell` says of the current step, if there is one.
    pub fn of_step<T>(self, tell: fn(&Sequence, usize) -> T) -> Option<T> {
        let sequence = self.sequence.get()?;
        let step = self.step.get();
        (step < sequence.steps.len()).then(|| tell(&sequence, step))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_at_leisure_waits_until_the_slider_rests() {
        Owner::new().with(|| {
            let player = Player::new(Fact::new(Settings::default()));
            player.show(player.default_trace(), None);
            let shown = Shown::of(player);
            let at_rest = step_at_rest(player, shown);
            player.dispatch(Command::Next);
            assert_eq!((shown.step.get(), at_rest.get()), (1, 1));
            player.is_dragged.set(true);
            for step in [3, 5] {
                player.dispatch(Command::Seek(step));
                assert_eq!((shown.step.get(), at_rest.get()), (step, 1));
            }
            player.is_dragged.set(false);
            assert_eq!(at_rest.get(), 5);
        });
    }
}
