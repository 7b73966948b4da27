//! From the entries of a recording to a trace: what its program saw, on its clock.

use super::entry::{Answer, Entry, Said, Timings};
use crate::{
    Cause, ClientKind, Content, Event, EventKind, Exchange, ExchangeId, Failure, Fetch, FetchId,
    Host, HostId, HttpUrl, Instant, Message, MessageId, OctetRange, Outcome, Provenance, Recorded,
    ResourceTiming, ResponseSource, Role, Scenario, SeenResponse, Stage, StageId, StageKind,
    StageOutcome, Trace,
};
use core::time::Duration;
use std::collections::BTreeMap;

/// What is known of a recording besides its entries.
pub struct About {
    pub by: String,
    pub n_pages: u32,
    pub n_left_out: u32,
}

/// More servers than these are told as the last of them.
const SERVERS_MAX: usize = 1000;

/// A clock that jumps further than this within a recording was set wrong: 100 years, in nanoseconds.
const SPAN_MAX_NS: i128 = 100 * 365 * 86_400 * 1_000_000_000;

const CLIENT: HostId = HostId(0);

/// Fields whose values open what is closed to others.
const SECRET: [&str; 7] = [
    "Authorization",
    "Cookie",
    "Proxy-Authorization",
    "Set-Cookie",
    "X-Api-Key",
    "X-Auth-Token",
    "X-Csrf-Token",
];

/// The trace of entries.
pub fn trace_of(entries: Vec<Entry>, about: About) -> Trace {
    let mut entries = with_starts(entries);
    // Programs list their entries as they end, or page by page.
    entries.sort_by_key(|(start, _)| *start);
    let first = entries.first().map_or(0, |(start, _)| *start);
    let second = first.div_euclid(1_000_000_000);
    let mut scenario = Scenario::with_requests(Vec::new());
    scenario.starts_at_unix_s = i64::try_from(second).unwrap_or_default();
    scenario.world.client.kind = ClientKind::Browser;
    let client =
        Host { id: CLIENT, role: Role::UserAgent, name: about.by.clone(), addresses: Vec::new() };
    let mut making = Making {
        trace: Trace::of_hosts(scenario, vec![client]),
        servers: BTreeMap::new(),
        secrets: BTreeMap::new(),
        n_cached: 0,
    };
    let epoch = second * 1_000_000_000;
    for (start, entry) in entries {
        let since = (start - epoch).clamp(0, SPAN_MAX_NS);
        making.add(Instant(u64::try_from(since).unwrap_or_default()), entry);
    }
    making.finished(about)
}

/// An entry that does not say when it started did so with the one before it.
fn with_starts(entries: Vec<Entry>) -> Vec<(i128, Entry)> {
    let mut last = entries.iter().find_map(|entry| entry.started_at).unwrap_or(0);
    let started = |entry: Entry| {
        last = entry.started_at.unwrap_or(last);
        (last, entry)
    };
    entries.into_iter().map(started).collect()
}

struct Making {
    trace: Trace,
    servers: BTreeMap<String, HostId>,
    secrets: BTreeMap<&'static str, u32>,
    n_cached: u32,
}

impl Making {
    fn finished(self, about: About) -> Trace {
        let Self { mut trace, secrets, n_cached, .. } = self;
        // Ties stand in the order in which they were told.
        trace.events.sort_by_key(|event| event.at);
        trace.booted_at = trace.fetches.first().map(|fetch| fetch.started_at).unwrap_or_default();
        let ends = trace.fetches.iter().filter_map(|fetch| fetch.finished_at);
        trace.ended_at = ends.max().unwrap_or(trace.booted_at);
        trace.recorded = Some(Recorded {
            by: about.by,
            n_pages: about.n_pages,
            n_left_out: about.n_left_out,
            n_cached,
            secrets: secrets.into_iter().map(|(name, count)| (name.to_owned(), count)).collect(),
        });
        trace
    }

    fn tell(&mut self, at: Instant, host: HostId, kind: EventKind) {
        self.trace.events.push(Event { at, host, kind });
    }

    fn server(&mut self, entry: &Entry) -> HostId {
        let name = entry.url.host_field();
        if let Some(known) = self.servers.get(&name) {
            let addresses = &mut self.trace.hosts[usize::from(known.0)].addresses;
            let is_new = |address: &&std::net::IpAddr| !addresses.contains(address);
            if let Some(address) = entry.server.as_ref().filter(is_new) {
                addresses.push(*address);
            }
            return *known;
        }
        let id = HostId(u16::try_from(self.trace.hosts.len()).unwrap_or(u16::MAX));
        if self.servers.len() >= SERVERS_MAX {
            return HostId(id.0 - 1);
        }
        let addresses = entry.server.into_iter().collect();
        self.trace.hosts.push(Host { id, role: Role::OriginServer, name: name.clone(), addresses });
        self.servers.insert(name, id);
        id
    }

    fn add(&mut self, started_at: Instant, entry: Entry) {
        let fetch = FetchId(u32::try_from(self.trace.fetches.len()).unwrap_or(u32::MAX));
        self.note_secrets(&entry);
        self.tell(started_at, CLIENT, EventKind::FetchStarted(fetch));
        let (method, url) = (entry.method.clone(), entry.url.clone());
        let made = match entry.is_cached && entry.answer.is_ok() {
            true => self.add_cached(fetch, started_at, entry),
            false => self.add_exchange(fetch, started_at, entry),
        };
        let Made { finished_at, exchange, outcome, seen } = made;
        self.tell(finished_at, CLIENT, EventKind::FetchFinished(fetch));
        self.trace.fetches.push(Fetch {
            id: fetch,
            request: None,
            initiator: None,
            method,
            url,
            started_at,
            finished_at: Some(finished_at),
            exchanges: exchange.into_iter().collect(),
            outcome: Some(outcome),
            seen,
        });
    }

    fn note_secrets(&mut self, entry: &Entry) {
        let answer = entry.answer.as_ref().ok();
        for said in [Some(&entry.request), answer.map(|answer| &answer.said)] {
            for name in SECRET {
                if said.is_some_and(|said| said.field_lines.has(name)) {
                    *self.secrets.entry(name).or_default() += 1;
                }
            }
        }
    }

    fn stage(
        &mut self,
        part: (FetchId, Option<ExchangeId>),
        kind: StageKind,
        detail: &str,
        span: Span,
    ) {
        let id = StageId(u32::try_from(self.trace.stages.len()).unwrap_or(u32::MAX));
        let (fetch, exchange) = part;
        self.trace.stages.push(Stage {
            id,
            host: CLIENT,
            kind,
            detail: detail.to_owned(),
            started_at: span.0,
            ended_at: span.1,
            outcome: StageOutcome::Done,
            fetch: Some(fetch),
            exchange,
        });
        self.tell(span.0, CLIENT, EventKind::StageStarted(id));
    }

    /// Out of a cache: nobody was asked.
    fn add_cached(&mut self, fetch: FetchId, started_at: Instant, entry: Entry) -> Made {
        let finished_at = started_at + entry.timings.total.unwrap_or_default();
        let span = (started_at, finished_at);
        self.stage((fetch, None), StageKind::RecordedFromCache, "", span);
        self.n_cached += 1;
        let Ok(Answer { status_code, reason_phrase, said }) = entry.answer else {
            unreachable!("what has no answer is not taken for cached")
        };
        let Said { field_lines, body, .. } = said;
        let source = ResponseSource::Cache;
        let seen = SeenResponse { source, status_code, reason_phrase, field_lines, body };
        Made {
            finished_at,
            exchange: None,
            outcome: Outcome::Answered(status_code),
            seen: Some(seen),
        }
    }

    fn add_exchange(&mut self, fetch: FetchId, started_at: Instant, entry: Entry) -> Made {
        let server = self.server(&entry);
        let id = ExchangeId(u32::try_from(self.trace.exchanges.len()).unwrap_or(u32::MAX));
        let clock = Clock::of(started_at, &entry.timings);
        self.tell(started_at, CLIENT, EventKind::ExchangeStarted(id));
        let part = (fetch, Some(id));
        if let Some(span) = clock.lookup {
            self.stage(part, StageKind::RecordedLookUp, entry.url.host(), span);
        }
        if let Some(span) = clock.connect {
            self.stage(part, StageKind::RecordedConnect, &entry.url.host_field(), span);
        }
        if let Some(span) = clock.secure {
            self.stage(part, StageKind::RecordedSecure, &entry.url.host_field(), span);
        }
        let Entry { method, url, request, answer, .. } = entry;
        let field_lines = request.field_lines.clone();
        // Where no answer came, nobody knows whether it arrived: it did leave, if time went into that.
        let was_sent = answer.is_ok() || clock.is_sending_told;
        let asked = was_sent.then(|| self.ask(id, &clock, server, &method, &url, request));
        let (outcome, response) = match answer {
            Ok(answer) => {
                let status = answer.status_code;
                (Outcome::Answered(status), Some(self.answer(id, &clock, server, answer)))
            }
            Err(reason) => {
                let failure = Failure::NotRecorded { reason };
                let kind = EventKind::ExchangeFailed(id, failure.clone());
                self.tell(clock.response_end, CLIENT, kind);
                (Outcome::Failed(failure), None)
            }
        };
        self.tell(clock.response_end, CLIENT, EventKind::ExchangeFinished(id));
        self.trace.exchanges.push(Exchange {
            id,
            fetch,
            cause: Cause::Initial,
            method,
            url,
            field_lines,
            started_at,
            finished_at: Some(clock.response_end),
            timing: clock.timing(was_sent, response.is_some()),
            requests: asked.into_iter().collect(),
            interim_responses: Vec::new(),
            response,
            outcome: Some(outcome.clone()),
            table_changes: Vec::new(),
        });
        Made { finished_at: clock.response_end, exchange: Some(id), outcome, seen: None }
    }

    fn ask(
        &mut self,
        exchange: ExchangeId,
        clock: &Clock,
        server: HostId,
        method: &str,
        url: &HttpUrl,
        said: Said,
    ) -> MessageId {
        let content = Content::HttpRequest {
            method: method.to_owned(),
            target: url.origin_form().to_owned(),
            version: said.version,
            body: self.body(&said.body),
            field_lines: said.field_lines,
        };
        let span = (clock.request_start, clock.request_end);
        self.message(exchange, [CLIENT, server], span, clock.provenance(), content)
    }

    fn answer(
        &mut self,
        exchange: ExchangeId,
        clock: &Clock,
        server: HostId,
        answer: Answer,
    ) -> MessageId {
        let content = Content::HttpResponse {
            version: answer.said.version,
            status_code: answer.status_code,
            reason_phrase: answer.reason_phrase,
            body: self.body(&answer.said.body),
            field_lines: answer.said.field_lines,
        };
        let span = (clock.response_start, clock.response_end);
        self.message(exchange, [server, CLIENT], span, clock.provenance(), content)
    }

    /// Where the octets of a body stand; nowhere where there are none.
    fn body(&mut self, octets: &[u8]) -> Vec<OctetRange> {
        match octets {
            [] => Vec::new(),
            octets => vec![self.trace.octets.push(octets)],
        }
    }

    fn message(
        &mut self,
        exchange: ExchangeId,
        [from, to]: [HostId; 2],
        (sent_at, received_at): Span,
        provenance: Provenance,
        content: Content,
    ) -> MessageId {
        let id = MessageId(u32::try_from(self.trace.messages.len()).unwrap_or(u32::MAX));
        let (Content::HttpRequest { body, .. } | Content::HttpResponse { body, .. }) = &content
        else {
            unreachable!("a recording has no other messages")
        };
        self.trace.messages.push(Message {
            id,
            from,
            to,
            sent_at,
            received_at: Some(received_at),
            provenance,
            exchange: Some(exchange),
            octets: body.clone(),
            packets: Vec::new(),
            content,
        });
        self.tell(sent_at, from, EventKind::MessageSent(id));
        id
    }
}

/// What became of an entry.
struct Made {
    finished_at: Instant,
    exchange: Option<ExchangeId>,
    outcome: Outcome,
    seen: Option<SeenResponse>,
}

type Span = (Instant, Instant);

/// The milestones of an entry, as Resource Timing has them. When a message reached the server or left
/// it, nobody on the client's side knows.
struct Clock {
    lookup: Option<Span>,
    connect: Option<Span>,
    secure: Option<Span>,
    request_start: Instant,
    request_end: Instant,
    response_start: Instant,
    response_end: Instant,
    is_sending_told: bool,
    is_waiting_told: bool,
}

impl Clock {
    fn of(started_at: Instant, timings: &Timings) -> Self {
        let mut now = started_at + timings.blocked.unwrap_or_default();
        let mut passed = |span: Option<Duration>| {
            let span = span.filter(|span| !span.is_zero())?;
            let start = now;
            now = now + span;
            Some((start, now))
        };
        let lookup = passed(timings.dns);
        // HAR 1.2 counts TLS into `connect` as well.
        let secure_for = timings.ssl.filter(|span| !span.is_zero());
        let connect_for = timings.connect.max(timings.ssl);
        let tcp_for = connect_for.map(|all| all.saturating_sub(secure_for.unwrap_or_default()));
        let connect = passed(tcp_for);
        let secure = passed(secure_for);
        let request_start = now;
        let request_end = request_start + timings.send.unwrap_or_default();
        let response_start = request_end + timings.wait.unwrap_or_default();
        let response_end = response_start + timings.receive.unwrap_or_default();
        let is_waiting_told = timings.wait.is_some();
        // What the parts do not say, the whole may.
        let end = timings.total.map_or(started_at, |total| started_at + total);
        let (response_start, response_end) = match is_waiting_told || timings.receive.is_some() {
            true => (response_start, response_end),
            false => (end.max(request_end), end.max(request_end)),
        };
        Self {
            lookup,
            connect,
            secure,
            request_start,
            request_end,
            response_start,
            response_end,
            is_sending_told: timings.send.is_some_and(|span| !span.is_zero())
                || timings.wait.is_some_and(|span| !span.is_zero()),
            is_waiting_told,
        }
    }

    fn provenance(&self) -> Provenance {
        if self.is_waiting_told { Provenance::Measured } else { Provenance::Hidden }
    }

    fn timing(&self, was_sent: bool, is_answered: bool) -> ResourceTiming {
        let is_told = self.is_waiting_told;
        let connecting = self.connect.or(self.secure);
        ResourceTiming {
            domain_lookup_start: self.lookup.map(|span| span.0),
            domain_lookup_end: self.lookup.map(|span| span.1),
            connect_start: connecting.map(|span| span.0),
            secure_connection_start: self.secure.map(|span| span.0),
            connect_end: self.secure.or(self.connect).map(|span| span.1),
            request_start: (was_sent && is_told).then_some(self.request_start),
            response_start: (is_answered && is_told).then_some(self.response_start),
            response_end: is_answered.then_some(self.response_end),
        }
    }
}
