//! An exercise that is worked at in the page, as the page knows it.

use crate::mode::Mode;
use crate::playback::state::Playback;
use crate::world::form::WorldForm;
use compose::draft::Draft;
use std::sync::Arc;
use trace::{ClientKind, Scenario, Trace};

/// Judges what came of a run: whether that is what was to happen, and what is said of it.
pub type Judge = Arc<dyn Fn(Arc<Trace>) -> (bool, String) + Send + Sync>;

/// An exercise that is worked at in the page.
#[derive(Clone)]
pub struct Work {
    /// What has to happen.
    pub asked: String,
    /// What the lesson says before it; may be empty.
    pub text: String,
    /// What is to be mended; without requests, nothing is there yet.
    pub start: Scenario,
    /// What judges each run.
    pub judge: Judge,
    /// What comes back.
    pub kept: Kept,
}

/// What stood in the page before an exercise was worked at there.
#[derive(Clone)]
pub struct Kept {
    /// What was typed.
    pub draft: Draft,
    /// The world that was chosen.
    pub form: WorldForm,
    /// What sends.
    pub client: ClientKind,
    /// Where Send sends to.
    pub mode: Mode,
    /// What was shown.
    pub playback: Option<Playback>,
}
