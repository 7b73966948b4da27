//! Playback: which step of which sequence is shown. Changed only by a [`Command`].

use crate::playback::speed::Speed;
use crate::texts;
use core::ops::Range;
use language::{fill, say};
use picture::{Act, Axis, FoldedId, Lanes, Level, Sequence, StepKind, explain};
use sharing::place::Place;
use std::sync::Arc;
use trace::{FetchId, Request, Trace};

/// Everything that the reader can do with a trace. Buttons, keys, the slider and the list of
/// steps all end here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// To the next step.
    Next,
    /// To the step before.
    Back,
    /// To the first step.
    First,
    /// To the last step.
    Last,
    /// To this step.
    Seek(usize),
    /// Step by step until the end, from the start when already there; while playing, stay here.
    PlayOrPause,
    /// While playing, the time of a step is over.
    Tick,
    /// To this step, where another window is, which goes on by itself or stays.
    Follow {
        /// The step.
        step: usize,
        /// Whether it goes on there.
        is_playing: bool,
    },
    /// Show more or less, staying at the same place.
    ShowLevel(Level),
    /// Open or close a folded row.
    ToggleRow(FoldedId),
    /// Give the hosts of DNS a lane each, or one for all of them.
    ToggleDnsHosts,
    /// Show client and web server only, or everybody.
    ShowEndsOnly(bool),
    /// Have heights say this.
    ShowAxis(Axis),
    /// Play at this speed.
    SetSpeed(Speed),
    /// Play at the next higher speed.
    Faster,
    /// Play at the next lower speed.
    Slower,
    /// From here on the steps are repeated,
    LoopFrom,
    /// up to here.
    LoopTo,
    /// Nothing is repeated any more.
    ClearLoop,
    /// To the first step of an act, counted from 0.
    GoToAct(usize),
    /// Open a fetch of the history.
    ShowFetch(FetchId),
    /// Show what TCP does, from its first packet on.
    ShowConnection,
}

/// A trace at one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Playback {
    /// The steps.
    pub sequence: Arc<Sequence>,
    /// The current one; the first is 0.
    pub step: usize,
    /// Whether it goes on by itself.
    pub is_playing: bool,
    /// Whether, while it does, another window has the time of its steps.
    pub is_led: bool,
    /// How fast.
    pub speed: Speed,
    /// What is repeated.
    pub repeat: Repeat,
}

/// The steps that playing repeats, once both ends are chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Repeat {
    /// The first of them.
    pub from: Option<usize>,
    /// The last one, not before the first.
    pub to: Option<usize>,
}

impl Repeat {
    /// Both ends.
    pub fn ends(self) -> Option<(usize, usize)> {
        self.from.zip(self.to)
    }
}

impl Playback {
    /// A trace at a place; where it has no such fetch or step, as near as can be.
    pub fn at(trace: Arc<Trace>, place: Place) -> Self {
        let is_there = |id: &FetchId| (id.0 as usize) < trace.fetches.len();
        let fetch = place.fetch.filter(is_there).or(trace.first_shown());
        let mut playback = Self::new(trace, fetch, place.level);
        playback.sequence = seen(playback.sequence, (place.lanes, place.axis), place.opened);
        playback.step = place.step.min(playback.last_step());
        playback
    }

    /// Where it is.
    pub fn place(&self) -> Place {
        let Sequence { fetch, level, lanes, axis, .. } = *self.sequence;
        let opened = self.sequence.opened.clone();
        let step = self.step;
        Place { fetch, level, lanes, axis, opened, step, ..Place::default() }
    }

    /// The [fetch that is shown first](Trace::first_shown), at its first step.
    pub fn of_newest_fetch(trace: Arc<Trace>, level: Level) -> Self {
        let first_shown = trace.first_shown();
        Self::new(trace, first_shown, level)
    }

    fn new(trace: Arc<Trace>, fetch: Option<FetchId>, level: Level) -> Self {
        let sequence = match fetch {
            Some(fetch) => Sequence::of_fetch(trace, fetch, level),
            // The run reached a bound before the first fetch.
            None => Sequence::new(trace, level),
        };
        Self {
            sequence: Arc::new(sequence),
            step: 0,
            is_playing: false,
            is_led: false,
            speed: Speed::default(),
            repeat: Repeat::default(),
        }
    }

    /// The newest fetch of another trace, seen in the same way.
    pub fn of_newest_in(&self, trace: Arc<Trace>) -> Self {
        let newest = trace.fetches.last().map(|fetch| fetch.id);
        self.showing(trace, newest)
    }

    /// The same fetch and place in another trace of the same requests.
    pub fn in_trace(&self, trace: Arc<Trace>) -> Self {
        let is_there = |id: &FetchId| (id.0 as usize) < trace.fetches.len();
        let fetch = self.sequence.fetch.filter(is_there);
        let mut moved = self.showing(trace, fetch);
        moved.step = self.step.min(moved.last_step());
        moved
    }

    /// A fetch from its start, with the level, lanes and speed as they are.
    fn showing(&self, trace: Arc<Trace>, fetch: Option<FetchId>) -> Self {
        let mut other = Self::new(trace, fetch, self.sequence.level);
        other.speed = self.speed;
        other.sequence = seen(other.sequence, self.drawn_in(), Vec::new());
        other
    }

    /// The trace that is shown.
    pub fn trace(&self) -> &Arc<Trace> {
        &self.sequence.trace
    }

    /// The request that was sent for what is shown, if one was: a page has sent for more by itself.
    pub fn sent(&self) -> Option<&Request> {
        let trace = self.trace();
        let number = trace.fetch(self.sequence.fetch?).request?;
        trace.scenario.requests.get(number as usize)
    }

    /// How many steps there are.
    pub fn n_steps(&self) -> usize {
        self.sequence.steps.len()
    }

    /// Whether the last step is shown.
    pub fn is_at_end(&self) -> bool {
        self.step == self.last_step()
    }

    fn last_step(&self) -> usize {
        self.n_steps().saturating_sub(1)
    }

    /// Does what was asked for. Whoever steps by hand wants to look: playing ends.
    pub fn apply(&mut self, command: Command) {
        match command {
            Command::Next => self.go_to(self.step + 1),
            Command::Back => self.go_to(self.step.saturating_sub(1)),
            Command::First => self.go_to(0),
            Command::Last => self.go_to(self.last_step()),
            Command::Seek(step) => self.go_to(step),
            Command::PlayOrPause if self.is_playing => self.is_playing = false,
            Command::PlayOrPause => self.play(),
            Command::Tick => self.tick(),
            Command::Follow { step, is_playing } => {
                self.go_to(step);
                (self.is_playing, self.is_led) = (is_playing, is_playing);
            }
            Command::ShowLevel(level) => self.show_level(level),
            Command::ToggleRow(row) => self.toggle_row(row),
            Command::ToggleDnsHosts => {
                let lanes = self.sequence.lanes;
                self.show_lanes(Lanes { dns_expanded: !lanes.dns_expanded, ..lanes });
            }
            Command::ShowEndsOnly(ends_only) => {
                self.show_lanes(Lanes { ends_only, ..self.sequence.lanes });
            }
            Command::ShowAxis(axis) if axis == self.sequence.axis => {}
            Command::ShowAxis(axis) => {
                self.sequence = Arc::new(Sequence::clone(&self.sequence).with_axis(axis));
            }
            Command::SetSpeed(speed) => self.speed = speed,
            Command::Faster => self.speed = self.speed.faster(),
            Command::Slower => self.speed = self.speed.slower(),
            Command::LoopFrom => {
                let to = self.repeat.to.filter(|to| *to >= self.step);
                self.repeat = Repeat { from: Some(self.step), to };
            }
            Command::LoopTo => {
                let from = self.repeat.from.filter(|from| *from <= self.step).unwrap_or(0);
                self.repeat = Repeat { from: Some(from), to: Some(self.step) };
            }
            Command::ClearLoop => self.repeat = Repeat::default(),
            Command::GoToAct(number) => {
                if let Some(act) = acts(&self.sequence).get(number) {
                    self.go_to(act.step);
                }
            }
            Command::ShowFetch(fetch) => {
                *self = self.showing(self.trace().clone(), Some(fetch));
            }
            Command::ShowConnection => self.show_connection(),
        }
    }

    fn go_to(&mut self, step: usize) {
        self.step = step.min(self.last_step());
        (self.is_playing, self.is_led) = (false, false);
    }

    /// Whether it goes on by itself, by the time of this window.
    pub fn ticks(&self) -> bool {
        self.is_playing && !self.is_led
    }

    fn play(&mut self) {
        match self.repeat.ends() {
            Some((from, to)) if !(from..to).contains(&self.step) => self.step = from,
            None if self.is_at_end() => self.step = 0,
            Some(_) | None => {}
        }
        (self.is_playing, self.is_led) = (self.n_steps() > 1, false);
    }

    fn tick(&mut self) {
        if !self.is_playing {
            return;
        }
        match self.repeat.ends() {
            Some((from, to)) if self.step >= to => self.step = from,
            Some(_) => self.step += 1,
            None => {
                self.step += 1;
                self.is_playing = !self.is_at_end();
            }
        }
    }

    fn show_level(&mut self, level: Level) {
        let opened = self.sequence.opened.clone();
        let fetch = self.sequence.fetch;
        let shown = Self::new(self.trace().clone(), fetch, level).sequence;
        self.turn_to(seen(shown, self.drawn_in(), opened));
    }

    fn drawn_in(&self) -> (Lanes, Axis) {
        (self.sequence.lanes, self.sequence.axis)
    }

    fn show_lanes(&mut self, lanes: Lanes) {
        if lanes != self.sequence.lanes {
            self.turn_to(Arc::new(self.sequence.with_lanes(lanes)));
        }
    }

    fn toggle_row(&mut self, row: FoldedId) {
        let mut opened = self.sequence.opened.clone();
        match opened.iter().position(|open| *open == row) {
            Some(place) => drop(opened.swap_remove(place)),
            None => opened.push(row),
        }
        self.turn_to(Arc::new(self.sequence.with_opened(opened)));
    }

    /// Shows the same in other steps, at the same place.
    fn turn_to(&mut self, sequence: Arc<Sequence>) {
        let same = |step: usize| matching_step(&self.sequence, step, &sequence);
        let repeat = Repeat { from: self.repeat.from.map(same), to: self.repeat.to.map(same) };
        let step = same(self.step);
        let speed = self.speed;
        *self = Self { sequence, step, is_playing: false, is_led: false, repeat, speed };
    }

    fn show_connection(&mut self) {
        self.show_level(Level::Connection);
        let is_packet = |step: &picture::Step| matches!(step.kind, StepKind::Packet(..));
        self.go_to(self.sequence.steps.iter().position(is_packet).unwrap_or(self.step));
    }
}

/// The same in these lanes, along this axis, with these folded rows opened.
fn seen(
    plain: Arc<Sequence>,
    (lanes, axis): (Lanes, Axis),
    opened: Vec<FoldedId>,
) -> Arc<Sequence> {
    let plain = match axis == plain.axis {
        true => plain,
        false => Arc::new(Sequence::clone(&plain).with_axis(axis)),
    };
    let in_lanes = if lanes == plain.lanes { plain } else { Arc::new(plain.with_lanes(lanes)) };
    if opened.is_empty() { in_lanes } else { Arc::new(in_lanes.with_opened(opened)) }
}

/// The step of `to` that shows what `step` of `from` shows; else the first that shows a part of the
/// same message, or the last one that starts no later.
fn matching_step(from: &Sequence, step: usize, to: &Sequence) -> usize {
    let Some(shown) = from.steps.get(step) else { return 0 };
    let same = to.steps.iter().position(|other| other.kind == shown.kind);
    let message = shown.message();
    let of_message =
        || to.steps.iter().position(|other| message.is_some() && other.message() == message);
    let earlier = || to.steps.iter().rposition(|other| other.started_at <= shown.started_at);
    same.or_else(of_message).or_else(earlier).unwrap_or(0)
}

/// The steps that the list of steps holds: all of them, or of very many those around the current
/// one, moving on in blocks so that the list seldom changes.
pub fn window_of(step: usize, n_steps: usize) -> Range<usize> {
    const BLOCK: usize = 100;
    if n_steps <= 4 * BLOCK {
        return 0..n_steps;
    }
    let start = (step / BLOCK).saturating_sub(1) * BLOCK;
    start..(start + 3 * BLOCK).min(n_steps)
}

/// The start of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActStart {
    /// Its first step.
    pub step: usize,
    /// E.g. `Find the address`.
    pub title: &'static str,
}

/// Where the acts start that have steps, in order. What belongs to no fetch has no title.
pub fn acts(sequence: &Sequence) -> Vec<ActStart> {
    const ACTS_MAX: usize = 60;
    let mut last = None;
    let starts = sequence.steps.iter().enumerate().filter(|(_, step)| {
        let act = (step.act, step.fetch, step.exchange);
        last.replace(act) != Some(act) && step.act != Act::Outside
    });
    let title = |act| explain::act_title(act, sequence.language);
    let starts = starts.map(|(index, step)| ActStart { step: index, title: title(step.act) });
    starts.take(ACTS_MAX).collect()
}

/// What the slider says of a step, e.g. `Step 4 of 9: The server reads your request.`
pub fn position_text(sequence: &Sequence, step: usize) -> String {
    let n_steps = sequence.steps.len();
    match sequence.steps.get(step) {
        Some(_) => fill!(
            texts::STEP_OF_COUNT,
            step = step + 1,
            count = n_steps,
            said = explain::sentence(sequence, step).plain_text()
        ),
        None => say(texts::NO_STEPS).to_owned(),
    }
}

#[cfg(test)]
mod tests;
