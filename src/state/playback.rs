//! Playback: which step of which sequence is shown. Changed only by a [`Command`].

use core::ops::Range;
use picture::{Level, Sequence, StepKind, explain};
use std::sync::Arc;
use trace::{ExchangeId, Trace};

/// How long one step lasts while playing, in milliseconds.
pub const STEP_MS: u64 = 600;

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
    /// Step by step until the end; from the start when already there.
    Play,
    /// Stay here.
    Pause,
    /// While playing, the time of a step is over.
    Tick,
    /// Show more or less, staying at the same place.
    ShowLevel(Level),
    /// Show what is folded at this level.
    ShowMore,
    /// Open an exchange of the history.
    ShowExchange(ExchangeId),
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
}

/// A step of a trace that is yet to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The exchange that is shown, if one is.
    pub exchange: Option<ExchangeId>,
    /// How much of it is shown.
    pub level: Level,
    /// The step; the first is 0.
    pub step: usize,
}

impl Playback {
    /// A trace at a place; where it has no such exchange or step, as near as can be.
    pub fn at(trace: Arc<Trace>, place: Place) -> Self {
        let newest = trace.exchanges.last().map(|exchange| exchange.id);
        let is_there = |id: &ExchangeId| (id.0 as usize) < trace.exchanges.len();
        let exchange = place.exchange.filter(is_there).or(newest);
        let mut playback = Self::new(trace, exchange, place.level);
        playback.step = place.step.min(playback.last_step());
        playback
    }

    /// Where it is.
    pub fn place(&self) -> Place {
        let Sequence { exchange, level, .. } = *self.sequence;
        Place { exchange, level, step: self.step }
    }

    /// The newest exchange of a trace, at its first step.
    pub fn of_newest_exchange(trace: Arc<Trace>, level: Level) -> Self {
        let newest = trace.exchanges.last().map(|exchange| exchange.id);
        Self::new(trace, newest, level)
    }

    fn new(trace: Arc<Trace>, exchange: Option<ExchangeId>, level: Level) -> Self {
        let sequence = match exchange {
            Some(exchange) => Sequence::of_exchange(trace, exchange, level),
            // The run reached a bound before the first exchange.
            None => Sequence::new(trace, level),
        };
        Self { sequence: Arc::new(sequence), step: 0, is_playing: false }
    }

    /// The same exchange and place in another trace of the same requests.
    pub fn in_trace(&self, trace: Arc<Trace>) -> Self {
        let is_there = |id: &ExchangeId| (id.0 as usize) < trace.exchanges.len();
        let exchange = self.sequence.exchange.filter(is_there);
        let mut moved = Self::new(trace, exchange, self.sequence.level);
        moved.step = self.step.min(moved.last_step());
        moved
    }

    /// The trace that is shown.
    pub fn trace(&self) -> &Arc<Trace> {
        &self.sequence.trace
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
            Command::Play => self.play(),
            Command::Pause => self.is_playing = false,
            Command::Tick => self.tick(),
            Command::ShowLevel(level) => self.show_level(level),
            Command::ShowMore => self.show_level(next_level(self.sequence.level)),
            Command::ShowExchange(exchange) => {
                *self = Self::new(self.trace().clone(), Some(exchange), self.sequence.level);
            }
            Command::ShowConnection => self.show_connection(),
        }
    }

    fn go_to(&mut self, step: usize) {
        self.step = step.min(self.last_step());
        self.is_playing = false;
    }

    fn play(&mut self) {
        if self.is_at_end() {
            self.step = 0;
        }
        self.is_playing = !self.is_at_end();
    }

    fn tick(&mut self) {
        if self.is_playing {
            self.step += 1;
            self.is_playing = !self.is_at_end();
        }
    }

    fn show_level(&mut self, level: Level) {
        let shown = Self::new(self.trace().clone(), self.sequence.exchange, level);
        let step = matching_step(&self.sequence, self.step, &shown.sequence);
        *self = Self { step, ..shown };
    }

    fn show_connection(&mut self) {
        self.show_level(Level::Connection);
        let is_packet = |step: &picture::Step| matches!(step.kind, StepKind::Packet(..));
        self.go_to(self.sequence.steps.iter().position(is_packet).unwrap_or(self.step));
    }
}

fn next_level(level: Level) -> Level {
    match level {
        Level::Story => Level::Connection,
        Level::Connection | Level::Packets => Level::Packets,
    }
}

/// The step of `to` that shows what `step` of `from` shows, or else the last one that starts no
/// later.
fn matching_step(from: &Sequence, step: usize, to: &Sequence) -> usize {
    let Some(shown) = from.steps.get(step) else { return 0 };
    let same = to.steps.iter().position(|other| other.kind == shown.kind);
    let earlier = || to.steps.iter().rposition(|other| other.started_at <= shown.started_at);
    same.or_else(earlier).unwrap_or(0)
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

/// The steps at which an act starts, without the first: where the slider has its ticks.
pub fn act_starts(sequence: &Sequence) -> Vec<usize> {
    const TICKS_MAX: usize = 60;
    let pairs = sequence.steps.windows(2).enumerate();
    let changes = pairs.filter(|(_, pair)| pair[0].act != pair[1].act).map(|(index, _)| index + 1);
    changes.take(TICKS_MAX).collect()
}

/// What the slider says of a step, e.g. `Step 4 of 9: The server reads your request.`
pub fn position_text(sequence: &Sequence, step: usize) -> String {
    let n_steps = sequence.steps.len();
    match sequence.steps.get(step) {
        Some(_) => format!(
            "Step {} of {n_steps}: {}",
            step + 1,
            explain::sentence(sequence, step).plain_text()
        ),
        None => "No steps".to_owned(),
    }
}

/// What a key asks for while nothing is being typed.
pub fn command_from_key(key: &str) -> Option<Command> {
    Some(match key {
        "ArrowRight" | "PageDown" | " " => Command::Next,
        "ArrowLeft" | "PageUp" => Command::Back,
        "Home" => Command::First,
        "End" => Command::Last,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use trace::decode_trace;

    fn at_first_step() -> Playback {
        let trace = decode_trace(include_bytes!("../default_trace.bin")).unwrap();
        Playback::of_newest_exchange(Arc::new(trace), Level::Story)
    }

    #[track_caller]
    fn check(playback: &Playback, expected: &str) {
        let is_playing = if playback.is_playing { ", playing" } else { "" };
        let shown = format!("{} of {}{is_playing}", playback.step + 1, playback.n_steps());
        assert_eq!(shown, expected);
    }

    #[test]
    fn steps_stay_within_the_trace() {
        let mut playback = at_first_step();
        check(&playback, "1 of 9");
        playback.apply(Command::Back);
        check(&playback, "1 of 9");
        playback.apply(Command::Next);
        check(&playback, "2 of 9");
        playback.apply(Command::Last);
        playback.apply(Command::Next);
        check(&playback, "9 of 9");
        playback.apply(Command::Seek(1000));
        check(&playback, "9 of 9");
        playback.apply(Command::First);
        check(&playback, "1 of 9");
    }

    #[test]
    fn playing_ends_at_the_last_step_and_starts_again_from_the_first() {
        let mut playback = at_first_step();
        playback.apply(Command::Play);
        check(&playback, "1 of 9, playing");
        for _ in 0..7 {
            playback.apply(Command::Tick);
        }
        check(&playback, "8 of 9, playing");
        playback.apply(Command::Tick);
        check(&playback, "9 of 9");
        playback.apply(Command::Tick);
        check(&playback, "9 of 9");
        playback.apply(Command::Play);
        check(&playback, "1 of 9, playing");
    }

    #[test]
    fn stepping_by_hand_ends_playing() {
        let mut playback = at_first_step();
        playback.apply(Command::Play);
        playback.apply(Command::Next);
        check(&playback, "2 of 9");
    }

    #[test]
    fn another_level_stays_at_the_same_message_and_leads_back_to_it() {
        let mut playback = at_first_step();
        playback.apply(Command::Seek(2));
        let shown = playback.sequence.steps[2].kind.clone();
        playback.apply(Command::ShowLevel(Level::Connection));
        assert_eq!(playback.sequence.steps[playback.step].kind, shown);
        assert!(playback.n_steps() > 9);
        playback.apply(Command::ShowLevel(Level::Packets));
        playback.apply(Command::ShowLevel(Level::Story));
        check(&playback, "3 of 9");
    }

    #[test]
    fn the_connection_is_shown_from_its_first_packet_on() {
        let mut playback = at_first_step();
        playback.apply(Command::Last);
        playback.apply(Command::ShowConnection);
        assert_eq!(playback.sequence.level, Level::Connection);
        assert_eq!(playback.sequence.label(playback.step), "SYN");
    }

    #[test]
    fn another_world_keeps_the_place() {
        let mut playback = at_first_step();
        playback.apply(Command::Seek(4));
        let moved = playback.in_trace(playback.trace().clone());
        check(&moved, "5 of 9");
    }

    #[test]
    fn the_slider_names_the_step() {
        let playback = at_first_step();
        let text = position_text(&playback.sequence, 0);
        assert!(text.starts_with("Step 1 of 9: The client asks DNS"), "{text}");
        assert_eq!(act_starts(&playback.sequence), [2, 3, 7, 8]);
    }

    #[test]
    fn of_many_steps_those_around_the_current_one_are_listed() {
        assert_eq!(window_of(3, 9), 0..9);
        assert_eq!(window_of(0, 5000), 0..300);
        assert_eq!(window_of(250, 5000), 100..400);
        assert_eq!(window_of(4999, 5000), 4800..5000);
    }

    #[test]
    fn keys_of_remotes_and_keyboards_step() {
        assert_eq!(command_from_key("PageDown"), Some(Command::Next));
        assert_eq!(command_from_key("ArrowLeft"), Some(Command::Back));
        assert_eq!(command_from_key("a"), None);
    }
}
