//! Which step of a sequence must come before which: what happened before, as Lamport has it, and no
//! more than that. What two exchanges do at the same time depends on nothing of the other one.

use picture::{Sequence, Step};
use trace::{Content, HostId, Role, Trace};

/// For each step, the steps that come before it in every order that could have been.
#[derive(Debug, Default)]
pub(crate) struct Causality {
    /// A bit for each step, in words of 64.
    before: Vec<Vec<u64>>,
}

impl Causality {
    pub fn of(sequence: &Sequence) -> Self {
        let steps = &sequence.steps;
        let client = sequence.trace.host_with_role(Role::UserAgent).map(|host| host.id);
        let known = Known { trace: &sequence.trace, client };
        let mut before: Vec<Vec<u64>> = Vec::with_capacity(steps.len());
        for (later, step) in steps.iter().enumerate() {
            let mut bits = vec![0_u64; steps.len().div_ceil(64)];
            for earlier in (0..later).rev() {
                let is_known = bits[earlier / 64] >> (earlier % 64) & 1 == 1;
                if !is_known && known.leads_to(&steps[earlier], step) {
                    bits[earlier / 64] |= 1 << (earlier % 64);
                    bits.iter_mut().zip(&before[earlier]).for_each(|(bits, more)| *bits |= more);
                }
            }
            before.push(bits);
        }
        Self { before }
    }

    pub fn is_before(&self, earlier: usize, later: usize) -> bool {
        let bits = self.before.get(later).and_then(|bits| bits.get(earlier / 64));
        bits.is_some_and(|bits| bits >> (earlier % 64) & 1 == 1)
    }
}

struct Known<'a> {
    trace: &'a Trace,
    client: Option<HostId>,
}

impl Known<'_> {
    /// Whether one step leads to another one behind it, with nothing in between.
    fn leads_to(&self, earlier: &Step, later: &Step) -> bool {
        // What arrives at a host, and what that host does or sends then.
        let arrives = earlier.to == later.from
            && earlier.ended_at.is_some_and(|ended_at| ended_at <= later.started_at);
        // A host that does one thing after the other.
        let follows = earlier.from == later.from && earlier.started_at < later.started_at;
        match (earlier.exchange, later.exchange) {
            (Some(one), Some(other)) if one != other => {
                let at_client = Some(later.from) == self.client;
                let finished_at = self.trace.exchange(one).finished_at;
                let waits =
                    finished_at.is_some_and(|at| at <= self.trace.exchange(other).started_at);
                at_client && waits && (arrives || follows) && !self.is_aside(earlier)
            }
            (Some(_), Some(_)) | (None, None) => {
                match (self.is_aside(earlier), self.is_aside(later)) {
                    (false, false) => arrives || follows,
                    (false, true) | (true, true) => arrives,
                    (true, false) => false,
                }
            }
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    fn is_aside(&self, step: &Step) -> bool {
        step.message().is_some_and(|id| is_aside(&self.trace.message(id).content))
    }
}

/// Whether a message is about the connection alone, and nobody waits for it: settings of HTTP/2 and what
/// confirms them, TLS's tickets and alerts.
pub(crate) fn is_aside(content: &Content) -> bool {
    match content {
        Content::Http2Control { frames } => {
            frames.iter().all(|frame| frame.name != "connection preface")
        }
        Content::Tls { messages } => messages
            .iter()
            .all(|message| ["NewSessionTicket", "Alert"].contains(&message.name.as_str())),
        Content::DnsQuery { .. }
        | Content::DnsResponse { .. }
        | Content::HttpRequest { .. }
        | Content::HttpResponse { .. }
        | Content::SqlStatement(_)
        | Content::SqlResult(_) => false,
    }
}
