//! A request to a server that exists: what to say before it is sent, what the browser measured of
//! it and what it hides, and what may be wrong when nothing comes back.

mod before;
mod body;
mod failure;
mod story;
mod timing;

pub use before::{
    Note, PageFacts, Sendable, fixture_path, is_mixed, is_other_origin, needs_preflight, notes,
    sendable,
};
pub use body::{MAX_BODY_OCTETS, RealBody, octets_text};
pub use failure::{Diagnosis, Failure, Probe, diagnosis};
pub use story::{Mark, RealStep, Wire, summary, told, told_of_failure};
pub use timing::{Act, Bar, Hidden, ServerTiming, Span, Timing, bars};

use trace::{FieldLines, HttpUrl, Request};

/// An order to send a request for real, given by a press on the button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RealOrder {
    /// What to send.
    pub request: Request,
    /// After how many seconds to give up.
    pub time_limit_s: u32,
}

/// What came of the last order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum RealRun {
    /// Nothing was sent yet.
    #[default]
    Idle,
    /// The browser works on it.
    Running,
    /// An answer came.
    Answered(Box<RealExchange>),
    /// None came, or the browser keeps it to itself.
    Failed(Box<Diagnosis>),
}

/// What was asked of whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The method.
    pub method: String,
    /// The URL.
    pub url: HttpUrl,
}

/// A request that was answered, as far as the browser tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RealExchange {
    /// What was asked of whom.
    pub target: Target,
    /// Where the answer came from; another URL after a redirect.
    pub answered_by: String,
    /// Whether the browser was sent on.
    pub is_redirected: bool,
    /// Whether it came from another origin than the page.
    pub is_other_origin: bool,
    /// Whether the browser asked for permission first.
    pub is_preflighted: bool,
    /// The status code.
    pub status_code: u16,
    /// The reason phrase; empty in HTTP/2 and later.
    pub reason_phrase: String,
    /// The header fields that the browser lets the page see.
    pub field_lines: FieldLines,
    /// The body.
    pub body: RealBody,
    /// What the browser measured, if it kept a record.
    pub timing: Option<Timing>,
    /// From the call to the end of the body by the page's own clock, in microseconds.
    pub elapsed_us: u64,
}

/// How long to wait for an answer, in seconds, as the menu has it.
pub const TIME_LIMITS_S: [u32; 4] = [2, 10, 30, 120];
/// How long to wait unless one chooses.
pub const DEFAULT_TIME_LIMIT_S: u32 = 30;

impl RealRun {
    /// Whether the browser works on it.
    pub fn is_running(&self) -> bool {
        *self == Self::Running
    }
}

impl RealExchange {
    /// The first value of a header field that the page may see.
    pub fn field_value(&self, name: &str) -> Option<&str> {
        self.field_lines.value(name)
    }

    /// What the browser measured and what it hides, act by act.
    pub fn bars(&self) -> Vec<Bar> {
        let is_secure = self.answered_by.starts_with("https:");
        let mut bars = bars(self.timing.as_ref(), is_secure, self.is_redirected);
        if self.is_preflighted {
            let permission = Bar { act: Act::Permission, span: Span::Hidden(Hidden::Preflight) };
            bars.insert(0, permission);
        }
        bars
    }
}
