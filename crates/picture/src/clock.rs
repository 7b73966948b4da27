//! The clocks of a client's time-outs: which of them run at a step, and how much of each limit is used.

use crate::catalogue::Say;
use crate::tcp::number_connections;
use crate::{Language, Sequence, StepKind, texts};
use core::time::Duration;
use language::Text;
use trace::{Exchange, Failure, Fetch, FetchOptions, Instant, Message, Outcome, Trace, Transport};

/// How often a client looks whether anything moved: a wait counts from the start of such a span.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// A limit that a client waits for, at a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// What comes of it once it has run out.
    pub limits: Limits,
    /// How much of it is used.
    pub used: Duration,
    /// All of it.
    pub limit: Duration,
}

/// What a limit is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limits {
    /// How long a connection may take, or its encryption.
    Connecting,
    /// How long nothing may be heard.
    Silence,
    /// How long all of a fetch may take.
    All,
}

impl Clock {
    /// Whether it has run out: the client gives up.
    pub fn is_over(&self) -> bool {
        self.used >= self.limit
    }

    /// E.g. `Waits for an answer: 1.02 of 3 s`.
    pub fn said(&self, language: Language) -> String {
        let text: Text = match self.limits {
            Limits::Connecting => texts::CLOCK_CONNECTING,
            Limits::Silence => texts::CLOCK_SILENCE,
            Limits::All => texts::CLOCK_ALL,
        };
        language.write(text, &[("used", &seconds(self.used)), ("limit", &seconds(self.limit))])
    }
}

/// In seconds, with as many decimals as matter.
pub(crate) fn seconds(span: Duration) -> String {
    let hundredths = span.as_millis() / 10;
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match (rest, rest % 10) {
        (0, _) => whole.to_string(),
        (_, 0) => format!("{whole}.{}", rest / 10),
        _ => format!("{whole}.{rest:02}"),
    }
}

/// The clocks that run at a step, as it ends: those that the request sets, and one that runs out in
/// the end.
pub fn clocks(sequence: &Sequence, step: usize) -> Vec<Clock> {
    let (trace, step) = (&*sequence.trace, &sequence.steps[step]);
    let is_failure = matches!(step.kind, StepKind::Failure(_));
    let at = if is_failure { step.started_at } else { step.ended_at.unwrap_or(step.started_at) };
    let Some(fetch) = step.fetch.map(|id| trace.fetch(id)) else { return Vec::new() };
    let options = fetch.request.and_then(|place| trace.scenario.requests.get(place as usize));
    let usual = FetchOptions::default();
    let options = options.map_or(&usual, |request| &request.fetch);
    let of_all = all(fetch, options, at, is_failure);
    let exchange = step.exchange.map(|id| trace.exchange(id));
    let of_exchange = exchange.into_iter().flat_map(|exchange| {
        let wait = Wait { trace, exchange, at, is_failure };
        [wait.connecting(options), wait.silence(options)].into_iter().flatten()
    });
    of_exchange.chain(of_all).collect()
}

/// Whether `at` lies within a wait that ends there; a failure stands at its very end.
fn is_within(at: Instant, start: Instant, end: Option<Instant>, is_failure: bool) -> bool {
    let is_before_end = end.is_none_or(|end| if is_failure { at <= end } else { at < end });
    start <= at && is_before_end
}

fn clock(limits: Limits, since: Instant, at: Instant, limit: Duration) -> Clock {
    Clock { limits, used: (at - since).min(limit), limit }
}

fn all(fetch: &Fetch, options: &FetchOptions, at: Instant, is_failure: bool) -> Option<Clock> {
    let limit = options.total_timeout?;
    let runs = is_within(at, fetch.started_at, fetch.finished_at, is_failure);
    runs.then(|| clock(Limits::All, fetch.started_at, at, limit))
}

/// An exchange at an instant.
#[derive(Clone, Copy)]
struct Wait<'a> {
    trace: &'a Trace,
    exchange: &'a Exchange,
    at: Instant,
    is_failure: bool,
}

impl Wait<'_> {
    fn runs(self, start: Instant, end: Option<Instant>) -> bool {
        let end = [end, self.exchange.finished_at].into_iter().flatten().min();
        is_within(self.at, start, end, self.is_failure)
    }

    /// TCP first; TLS has as long again.
    fn connecting(self, options: &FetchOptions) -> Option<Clock> {
        let timing = &self.exchange.timing;
        let (tcp, tls) = (timing.connect_start?, timing.secure_connection_start);
        let since = tls.filter(|tls| *tls <= self.at).unwrap_or(tcp);
        let by_failure = || self.ran_out(&Failure::ConnectTimedOut).map(|end| end - since);
        let limit = options.connect_timeout.or_else(by_failure)?;
        let runs = self.runs(since, timing.connect_end);
        runs.then(|| clock(Limits::Connecting, since, self.at, limit))
    }

    /// From the request on, or from what came last of the answer.
    fn silence(self, options: &FetchOptions) -> Option<Clock> {
        let timing = &self.exchange.timing;
        let asked_at = timing.request_start?;
        let by_failure = || {
            let end = self.ran_out(&Failure::ResponseTimedOut)?;
            Some(end - Self { at: end, ..self }.moved_at(asked_at))
        };
        let limit = options.read_timeout.or_else(by_failure)?;
        let runs = self.runs(asked_at, timing.response_end);
        runs.then(|| clock(Limits::Silence, self.moved_at(asked_at), self.at, limit))
    }

    /// When this failure ended the exchange, if it did.
    fn ran_out(self, failure: &Failure) -> Option<Instant> {
        let Some(Outcome::Failed(why)) = &self.exchange.outcome else { return None };
        self.exchange.finished_at.filter(|_| why == failure)
    }

    /// When anything moved last: a part of the answer came, or the server confirmed more of the request
    /// in the span of a look.
    fn moved_at(self, asked_at: Instant) -> Instant {
        let Self { trace, exchange, at, .. } = self;
        let answers = exchange.interim_responses.iter().chain(&exchange.response);
        let packets = answers.flat_map(|id| &trace.message(*id).packets);
        let arrivals = packets.filter_map(|id| trace.packet(*id).received_at);
        let heard_at = arrivals.filter(|arrival| *arrival <= at).max();
        let since = heard_at.map_or(asked_at, |heard_at| heard_at.max(asked_at));
        let Some(request) = exchange.request().map(|id| trace.message(id)) else { return since };
        let looks = self.acknowledged_at(request, since).map(|at| (at - since).as_nanos());
        let last = looks.map(|span| span / LOOK_EVERY.as_nanos()).max().unwrap_or(0);
        since + LOOK_EVERY.saturating_mul(u32::try_from(last).unwrap_or(u32::MAX))
    }

    /// When the server confirmed more of what was sent than before, behind an instant.
    fn acknowledged_at(self, request: &Message, since: Instant) -> impl Iterator<Item = Instant> {
        let Self { trace, at, .. } = self;
        let numbers = number_connections(trace);
        let own = request.packets.first().map(|id| numbers[id.0 as usize]);
        let mut known: Option<u32> = None;
        let mut found = Vec::new();
        for (packet, number) in trace.packets.iter().zip(&numbers) {
            let is_own = Some(*number) == own && packet.to == request.from;
            let (Some(received_at), true) = (packet.received_at, is_own) else { continue };
            let Transport::Tcp { seg_ack: Some(ack), .. } = packet.transport else { continue };
            let is_more = known.is_none_or(|known| (ack.wrapping_sub(known) as i32) > 0);
            if is_more {
                known = Some(ack);
            }
            if is_more && since < received_at && received_at <= at {
                found.push(received_at);
            }
        }
        found.into_iter()
    }
}
