//! A trace as a picture.

use crate::args::Figure;
use crate::input_error::InputError;
use picture::Sequence;
use picture::layout::{Form, layout};
use picture::svg::{self, Clock};
use std::sync::Arc;
use trace::Trace;

/// Nobody waits for more than these to come one after the other.
const STEPS_MAX: usize = 200;

/// As SVG.
pub fn svg(trace: Trace, figure: Figure) -> Result<String, InputError> {
    let sequence = Sequence::new(Arc::new(trace), figure.level);
    let width_px = f64::from(figure.width_px);
    let diagram = layout(&sequence, width_px - 2.0 * svg::MARGIN_PX, Form::for_page(width_px));
    let clock = Clock::new(&sequence).filter(|_| !figure.is_still);
    let Some(clock) = clock else { return Ok(svg::svg(&sequence, &diagram)) };
    match sequence.steps.len() {
        ..=STEPS_MAX => Ok(svg::animated(&sequence, &diagram, &clock)),
        n_steps => Err(InputError::new(format!(
            "this has {n_steps} steps, and over {STEPS_MAX} are too many to wait for; take a level \
             that shows less, e.g. --level story, or --still"
        ))),
    }
}
