//! Which step of a sequence must come before which: what happened before, as Lamport has it, and no
//! more than that. What two exchanges do at the same time depends on nothing of the other one.

use picture::{Sequence, Step, StepKind};
use trace::{Content, ExchangeId, Failure, HostId, Role, Trace};

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
        let is_behind = earlier.started_at < later.started_at
            // One way two messages keep their order.
            || (earlier.started_at == later.started_at
                && earlier.to == later.to
                && earlier.message().is_some()
                && later.message().is_some());
        let follows = earlier.from == later.from && is_behind;
        let at_client = Some(later.from) == self.client;
        match (earlier.exchange, later.exchange) {
            (one, other) if one != other => {
                let waits = match (one, other) {
                    (Some(one), Some(other)) => {
                        let finished_at = self.trace.exchange(one).finished_at;
                        let is_after = |at| at <= self.trace.exchange(other).started_at;
                        // What comes too late is waited for no more.
                        let is_in_time =
                            |at| earlier.ended_at.is_none_or(|ended_at| ended_at <= at);
                        finished_at.is_some_and(|at| is_after(at) && is_in_time(at))
                            || self.is_address_for(earlier, other)
                    }
                    // What a client does for a fetch before its exchanges, or behind them.
                    (Some(_), None) | (None, Some(_)) => self.are_in_turn(earlier, later),
                    (None, None) => false,
                };
                at_client && waits && (arrives || follows) && !self.is_aside(earlier)
            }
            _ if self.ask_apart(earlier, later) => false,
            _ if ends_connection(later) && self.is_in_exchange(earlier, later) => true,
            _ => match (self.is_aside(earlier), self.is_aside(later)) {
                (false, false) => arrives || follows,
                (false, true) | (true, true) => arrives,
                (true, false) => false,
            },
        }
    }

    /// Whether a step is an answer of DNS with the address of whom an exchange asks.
    fn is_address_for(&self, step: &Step, exchange: ExchangeId) -> bool {
        let host = self.trace.exchange(exchange).url.as_url().host_str();
        match step.message().map(|id| &self.trace.message(id).content) {
            Some(Content::DnsResponse { name, answers, .. }) => {
                !answers.is_empty() && host == Some(name)
            }
            Some(_) | None => false,
        }
    }

    /// Whether two steps are of one fetch, or the fetch of the first was done before the other's began.
    fn are_in_turn(&self, earlier: &Step, later: &Step) -> bool {
        let (Some(one), Some(other)) = (earlier.fetch, later.fetch) else { return false };
        let finished_at = self.trace.fetch(one).finished_at;
        one == other || finished_at.is_some_and(|at| at <= self.trace.fetch(other).started_at)
    }

    /// Whether two messages of DNS are about one name and ask for different things of it, e.g. A and
    /// AAAA: neither waits for the other.
    fn ask_apart(&self, earlier: &Step, later: &Step) -> bool {
        let asked = |step: &Step| match step.message().map(|id| &self.trace.message(id).content) {
            Some(
                Content::DnsQuery { name, kind, .. } | Content::DnsResponse { name, kind, .. },
            ) => Some((name, kind)),
            Some(_) | None => None,
        };
        match (asked(earlier), asked(later)) {
            (Some((name, kind)), Some((other_name, other_kind))) => {
                name == other_name && kind != other_kind
            }
            (Some(_), None) | (None, Some(_)) | (None, None) => false,
        }
    }

    fn is_in_exchange(&self, earlier: &Step, later: &Step) -> bool {
        earlier.exchange.is_some()
            && !self.is_aside(earlier)
            && earlier.started_at < later.started_at
    }

    fn is_aside(&self, step: &Step) -> bool {
        step.message().is_some_and(|id| is_aside(&self.trace.message(id).content))
    }
}

/// Whether a step says that the other side ended the connection: all that came before led to it.
fn ends_connection(step: &Step) -> bool {
    matches!(
        step.kind,
        StepKind::Failure(
            Failure::ConnectionReset
                | Failure::ResponseCut
                | Failure::ResponseMalformed { .. }
                | Failure::ConnectionRefused { .. }
        )
    )
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

#[cfg(test)]
mod tests {
    use super::*;
    use picture::Level;
    use std::sync::Arc;
    use trace::built_in;

    /// What comes before what in a scenario that comes along, each named by what its label begins with.
    #[track_caller]
    fn check(name: &str, first: &str, then: &str, is_before: bool) {
        let found = built_in().into_iter().find(|built_in| built_in.name == name);
        let trace = Arc::new(engine::simulate(&found.expect("it is built in").scenario));
        let sequence = Sequence::new(trace, Level::Story);
        let step = |label: &str| {
            let mut steps = 0..sequence.steps.len();
            steps
                .find(|step| sequence.label(*step).starts_with(label))
                .expect("there is such a step")
        };
        let (first, then) = (step(first), step(then));
        let causality = Causality::of(&sequence);
        assert_eq!(causality.is_before(first, then), is_before);
        assert!(!causality.is_before(then, first));
    }

    #[test]
    fn two_questions_about_one_name_wait_for_nothing_of_each_other() {
        check("dns-dual-stack", "AAAA of", "93.184.216.34", false);
        check("dns-dual-stack", "Resolve", "93.184.216.34", true);
        check("dns-dual-stack", "93.184.216.34", "GET /users/42", true);
    }

    #[test]
    fn what_a_client_does_without_an_exchange_follows_what_it_had_before() {
        check("from-cache", "GET /products/1", "Copy: 30 s old", true);
        check("from-cache", "Keep a copy", "Copy: 30 s old", true);
        check("redirect-loop", "GET /cart", "Sent on again", true);
    }

    #[test]
    fn a_connection_that_the_other_side_breaks_off_follows_what_that_did() {
        check("fault-reset", "Parse", "Connection broken off", true);
        check("fault-reset", "GET", "Connection broken off", true);
    }
}
