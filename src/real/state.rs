//! A request to a server that exists: what to say before it is sent, what the browser measured of
//! it and what it hides, and what may be wrong when nothing comes back.

mod before;
mod body;
mod failed_story;
mod failure;
mod story;
mod summary;
mod timing;

pub use before::{
    Note, PageFacts, Sendable, fixture_path, is_mixed, is_other_origin, needs_preflight, notes,
    sendable,
};
pub use body::{MAX_BODY_OCTETS, RealBody};
pub use failed_story::told_of_failure;
pub use failure::{Diagnosis, Failure, Probe, diagnosis};
pub use story::{Mark, RealStep, Wire, told};
pub use summary::{end_note, summary};
pub use timing::{Act, Bar, Circumstances, Hidden, HostKind, ServerTiming, Span, Timing, bars};

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
    /// The head of an answer came, and its body is under way.
    Receiving(Box<RealExchange>),
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

/// How the body of an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyEnd {
    /// It is still under way.
    UnderWay,
    /// All of it came.
    Whole,
    /// There was more than [`MAX_BODY_OCTETS`], which was not waited for.
    Cut,
    /// The browser could not read on, and does not say why.
    BrokenOff,
    /// The time limit of this many seconds was over.
    TimeLimit(u32),
    /// The person did not want to wait.
    Cancelled,
}

/// A request that was answered, as far as the browser tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RealExchange {
    /// What was asked of whom.
    pub target: Target,
    /// Where the answer came from; another URL after a redirect.
    pub answered_by: HttpUrl,
    /// Whether the browser was sent on.
    pub is_redirected: bool,
    /// Whether the answer came from another origin than the page.
    pub is_other_origin: bool,
    /// Whether the browser asks for permission before such a request.
    pub is_preflighted: bool,
    /// The status code.
    pub status_code: u16,
    /// The reason phrase; empty in HTTP/2 and later.
    pub reason_phrase: String,
    /// The header fields that the browser lets the page see.
    pub field_lines: FieldLines,
    /// The body, as far as it came.
    pub body: RealBody,
    /// How many octets of it were read.
    pub n_octets: usize,
    /// How it ended.
    pub end: BodyEnd,
    /// What the browser measured, if it kept a record.
    pub timing: Option<Timing>,
    /// From the call to the head of the answer by the page's own clock, in microseconds.
    pub began_us: u64,
    /// From the call to the end of the body by the page's own clock, in microseconds.
    pub elapsed_us: u64,
    /// What the browser's clock tells apart, in microseconds.
    pub grain_us: u64,
}

/// What has come of a body that is under way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// How many octets.
    pub n_octets: usize,
    /// The end of it, where it is text.
    pub text: String,
}

/// How long to wait for an answer, in seconds, as the menu has it.
pub const TIME_LIMITS_S: [u32; 4] = [2, 10, 30, 120];
/// How long to wait unless one chooses.
pub const DEFAULT_TIME_LIMIT_S: u32 = 30;

impl RealRun {
    /// Whether the browser works on it.
    pub fn is_running(&self) -> bool {
        match self {
            Self::Running | Self::Receiving(_) => true,
            Self::Idle | Self::Answered(_) | Self::Failed(_) => false,
        }
    }
}

impl RealExchange {
    /// The first value of a header field that the page may see.
    pub fn field_value(&self, name: &str) -> Option<&str> {
        self.field_lines.value(name)
    }

    /// Whether another host answered than the one that was asked.
    pub fn is_answered_elsewhere(&self) -> bool {
        self.answered_by.host_field() != self.target.url.host_field()
    }

    /// What the browser measured and what it hides, act by act.
    pub fn bars(&self) -> Vec<Bar> {
        let known = Circumstances {
            is_secure: self.answered_by.is_https(),
            is_redirected: self.is_redirected,
            is_under_way: self.end == BodyEnd::UnderWay,
            host: HostKind::of(&self.answered_by),
            grain_us: self.grain_us,
        };
        let mut bars = bars(self.timing.as_ref(), known);
        if self.is_preflighted {
            let permission = Bar { act: Act::Permission, span: Span::Hidden(Hidden::Preflight) };
            bars.insert(0, permission);
        }
        bars
    }
}
