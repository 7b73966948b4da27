//! A trace as a picture.

pub mod raster;

use crate::args::{Figure, FigureFormat, Shows};
use crate::input_error::InputError;
use picture::compare::{self, Comparison};
use picture::layout::{Diagram, Form, layout};
use picture::svg::{self, Clock};
use picture::{Axis, Language, Level, Sequence, replay, transcript};
use std::sync::Arc;
use trace::{Fetch, FetchId, Trace};

/// Nobody waits for more than these to come one after the other.
const STEPS_MAX: usize = 200;
/// A PNG has twice as many dots as its width says, so that it is sharp on a projector.
const PNG_DOTS_PER_PX: f32 = 2.0;

/// In the format that is asked for.
pub fn octets(trace: Trace, figure: Figure) -> Result<Vec<u8>, InputError> {
    let trace = Arc::new(trace);
    let still = match figure.shows {
        Shows::Lanes => {
            let drawn = Drawn::of_trace(trace, figure);
            return match figure.format {
                FigureFormat::Svg => drawn.svg().map(String::into_bytes),
                FigureFormat::Png => png(&drawn.still()),
                FigureFormat::Gif => gif(&drawn),
            };
        }
        Shows::Steps => {
            svg::strip(&sequence(&trace, figure.level, None), f64::from(figure.width_px))
        }
        Shows::Overview => svg::overview(&trace, f64::from(figure.width_px)),
        Shows::Comparison(fetches) => {
            let Held { both: [first, second], comparison, names } =
                held(&trace, fetches, (figure.level, figure.axis))?;
            let names = [&*names[0], &*names[1]];
            svg::comparison([&first, &second], &comparison, names, f64::from(figure.width_px))
        }
        Shows::Replay => {
            return Err(InputError::new(
                "--show replay is told in words: roundtrip simulate --format transcript --show replay",
            ));
        }
    };
    match figure.format {
        FigureFormat::Svg => Ok(still.into_bytes()),
        FigureFormat::Png => png(&still),
        FigureFormat::Gif => raster::gif(&[0], |_| raster::drawn(&still, 1.0)),
    }
}

fn png(svg: &str) -> Result<Vec<u8>, InputError> {
    Ok(raster::png(&raster::drawn(svg, PNG_DOTS_PER_PX)?))
}

/// What is shown, in words.
pub fn transcript(trace: Trace, level: Level, shows: Shows) -> Result<String, InputError> {
    let trace = Arc::new(trace);
    Ok(match shows {
        Shows::Lanes | Shows::Steps => transcript::whole(&sequence(&trace, level, None)),
        Shows::Overview => transcript::overview(&trace),
        Shows::Comparison(fetches) => {
            let Held { both: [first, second], comparison, names } =
                held(&trace, fetches, (level, Axis::EqualSteps))?;
            compare::text(&comparison, [&first, &second], [&*names[0], &*names[1]])
        }
        Shows::Replay => {
            let none = || InputError::new("--show replay: there is no request that was sent again");
            let first = replay::first_of_last(&trace).ok_or_else(none)?;
            let language = Language::default();
            transcript::replay(&trace, &replay::replay(&trace, first, language), language)
        }
    })
}

fn sequence(trace: &Arc<Trace>, level: Level, fetch: Option<FetchId>) -> Sequence {
    match fetch {
        Some(fetch) => Sequence::of_fetch(Arc::clone(trace), fetch, level),
        None => Sequence::new(Arc::clone(trace), level),
    }
}

/// Two fetches held against each other.
struct Held {
    both: [Sequence; 2],
    comparison: Comparison,
    names: [String; 2],
}

fn held(
    trace: &Arc<Trace>,
    fetches: [u32; 2],
    (level, axis): (Level, Axis),
) -> Result<Held, InputError> {
    let n_fetches = trace.fetches.len();
    if let Some(missing) = fetches.iter().find(|fetch| **fetch as usize >= n_fetches) {
        return Err(InputError::new(format!(
            "--compare names fetch {}, and there are {n_fetches}",
            missing + 1
        )));
    }
    let both = fetches.map(|fetch| sequence(trace, level, Some(FetchId(fetch))).with_axis(axis));
    let names = fetches.map(|fetch| {
        let Fetch { method, url, .. } = trace.fetch(FetchId(fetch));
        format!("{} {method} {}", fetch + 1, url.origin_form())
    });
    let comparison = compare::compare(&both[0], &both[1]);
    Ok(Held { both, comparison, names })
}

/// As SVG.
pub fn svg(trace: Trace, figure: Figure) -> Result<String, InputError> {
    Drawn::of_trace(Arc::new(trace), figure).svg()
}

/// A sequence, laid out.
pub struct Drawn {
    /// The steps.
    pub sequence: Sequence,
    diagram: Diagram,
    /// None where everything is there from the start.
    clock: Option<Clock>,
}

impl Drawn {
    fn of_trace(trace: Arc<Trace>, figure: Figure) -> Self {
        let sequence = sequence(&trace, figure.level, None).with_axis(figure.axis);
        let drawn = Self::new(sequence, figure.width_px);
        Self { clock: drawn.clock.filter(|_| !figure.is_still), ..drawn }
    }

    /// So wide, in CSS pixels, with its steps one after the other.
    pub fn new(sequence: Sequence, width_px: u16) -> Self {
        let width_px = f64::from(width_px);
        let diagram = layout(&sequence, width_px - 2.0 * svg::MARGIN_PX, Form::for_page(width_px));
        let clock = Clock::new(&sequence);
        Self { sequence, diagram, clock }
    }

    /// As SVG.
    ///
    /// # Errors
    /// That there are too many steps to wait for.
    pub fn svg(&self) -> Result<String, InputError> {
        Ok(match self.clock()? {
            Some(clock) => svg::animated(&self.sequence, &self.diagram, clock),
            None => self.still(),
        })
    }

    /// As SVG in which everything is there from the start.
    pub fn still(&self) -> String {
        svg::svg(&self.sequence, &self.diagram)
    }

    fn clock(&self) -> Result<Option<&Clock>, InputError> {
        match (&self.clock, self.sequence.steps.len()) {
            (Some(_), n_steps @ STEPS_MAX..) if n_steps > STEPS_MAX => {
                Err(InputError::new(format!(
                    "this has {n_steps} steps, and over {STEPS_MAX} are too many to wait for; take a \
                     level that shows less, e.g. --level story, or --still"
                )))
            }
            (clock, _) => Ok(clock.as_ref()),
        }
    }
}

fn gif(drawn: &Drawn) -> Result<Vec<u8>, InputError> {
    let Drawn { sequence, diagram, .. } = drawn;
    let Some(clock) = drawn.clock()? else {
        return raster::gif(&[0], |_| raster::drawn(&drawn.still(), 1.0));
    };
    let instants_s = clock.instants_s();
    let ends_s = instants_s.iter().skip(1).copied().chain([clock.round_s()]);
    // A GIF counts in hundredths of a second.
    let hundredths = |seconds: f64| (seconds * 100.0).round() as u16;
    let delays = instants_s.iter().zip(ends_s);
    let delays: Vec<u16> =
        delays.map(|(start_s, end_s)| hundredths(end_s) - hundredths(*start_s)).collect();
    raster::gif(&delays, |at| {
        raster::drawn(&svg::stopped(sequence, diagram, clock, instants_s[at]), 1.0)
    })
}
