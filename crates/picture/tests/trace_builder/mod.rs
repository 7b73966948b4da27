//! Traces written by hand, for what no simulation brings about on demand.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::net::Ipv4Addr;
use std::sync::Arc;
use trace::{
    Cause, Content, ControlBits, DnsAnswer, DnsFlags, Event, EventKind, Exchange, ExchangeId,
    Failure, Fetch, FetchId, FieldLine, FieldLines, Host, HostId, HttpUrl, Instant, IpVersion,
    Limit, Link, LinkId, Message, MessageId, Octets, Outcome, Packet, PacketId, Provenance,
    ResourceTiming, Role, Scenario, SqlResult, SqlStatement, Stage, StageId, StageKind,
    StageOutcome, Trace, Transport,
};

pub const CLIENT: HostId = HostId(0);
pub const DNS: HostId = HostId(1);
pub const SERVER: HostId = HostId(2);
pub const DATABASE: HostId = HostId(3);

/// A trace on which one thing after the other is recorded.
pub struct TraceBuilder(pub Trace);

/// Tenths of a millisecond.
pub fn at(tenths: u64) -> Instant {
    Instant(tenths * 100_000)
}

pub fn control(words: &str) -> ControlBits {
    ControlBits {
        syn: words.contains("SYN"),
        ack: words.contains("ACK"),
        fin: words.contains("FIN"),
        rst: words.contains("RST"),
        psh: words.contains("PSH"),
    }
}

impl TraceBuilder {
    /// Four hosts, and nothing has happened.
    pub fn new() -> Self {
        let host = |id, role, name: &str, last| Host {
            id,
            role,
            name: name.to_owned(),
            addresses: vec![Ipv4Addr::new(192, 0, 2, last).into()],
        };
        let link = |id, ends, provenance| Link {
            id: LinkId(id),
            ends,
            one_way_delay_ns: 20_000_000,
            bandwidth_bits_per_s: None,
            mtu: 1500,
            loss_ppm: 0,
            provenance,
        };
        Self(Trace {
            scenario: Scenario::default(),
            hosts: vec![
                host(CLIENT, Role::UserAgent, "client", 1),
                host(DNS, Role::RecursiveResolver, "resolver", 2),
                host(SERVER, Role::OriginServer, "api.example.com", 3),
                host(DATABASE, Role::Database, "database", 4),
            ],
            links: vec![
                link(0, [CLIENT, DNS], Provenance::RealBytes),
                link(1, [CLIENT, SERVER], Provenance::RealBytes),
                link(2, [SERVER, DATABASE], Provenance::Modelled),
            ],
            octets: Octets::default(),
            packets: Vec::new(),
            messages: Vec::new(),
            stages: Vec::new(),
            fetches: Vec::new(),
            exchanges: Vec::new(),
            key_log: Vec::new(),
            events: Vec::new(),
            tables: Vec::new(),
            endpoints: Vec::new(),
            booted_at: Instant::ZERO,
            ended_at: Instant::ZERO,
            trailers: Vec::new(),
            cookie_changes: Vec::new(),
            memory_changes: Vec::new(),
            recorded: None,
        })
    }

    pub fn done(self) -> Arc<Trace> {
        Arc::new(self.0)
    }

    fn event(&mut self, at: Instant, host: HostId, kind: EventKind) {
        self.0.events.push(Event { at, host, kind });
        self.0.ended_at = self.0.ended_at.max(at);
    }

    fn exchange(&self) -> Option<ExchangeId> {
        self.0.exchanges.last().map(|exchange| exchange.id)
    }

    /// A fetch and the one exchange that it comes to.
    pub fn start(&mut self, at: Instant) -> FetchId {
        let fetch = self.start_fetch(at, "GET", "http://api.example.com/users/42");
        self.start_exchange(at, Cause::Initial, "GET", "http://api.example.com/users/42");
        fetch
    }

    pub fn start_fetch(&mut self, at: Instant, method: &str, url: &str) -> FetchId {
        let id = FetchId(self.0.fetches.len() as u32);
        self.0.fetches.push(Fetch {
            id,
            request: Some(id.0),
            initiator: None,
            method: method.to_owned(),
            url: HttpUrl::parse(url).expect("a good URL"),
            started_at: at,
            finished_at: None,
            exchanges: Vec::new(),
            outcome: None,
            seen: None,
        });
        self.event(at, CLIENT, EventKind::FetchStarted(id));
        id
    }

    /// A further exchange of the fetch that was started last.
    pub fn start_exchange(&mut self, at: Instant, cause: Cause, method: &str, url: &str) {
        let id = ExchangeId(self.0.exchanges.len() as u32);
        let fetch = self.0.fetches.last_mut().expect("a fetch has started");
        fetch.exchanges.push(id);
        self.0.exchanges.push(Exchange {
            id,
            fetch: fetch.id,
            cause,
            method: method.to_owned(),
            url: HttpUrl::parse(url).expect("a good URL"),
            field_lines: FieldLines::new(),
            started_at: at,
            finished_at: None,
            timing: ResourceTiming::default(),
            requests: Vec::new(),
            interim_responses: Vec::new(),
            response: None,
            outcome: None,
            table_changes: Vec::new(),
        });
        self.event(at, CLIENT, EventKind::ExchangeStarted(id));
    }

    pub fn timing(&mut self) -> &mut ResourceTiming {
        &mut self.0.exchanges.last_mut().expect("an exchange has started").timing
    }

    /// The end of the exchange that was started last, and of its fetch.
    pub fn finish(&mut self, at: Instant, outcome: Outcome) {
        self.finish_exchange(at, outcome.clone());
        self.finish_fetch(at, outcome);
    }

    pub fn finish_exchange(&mut self, at: Instant, outcome: Outcome) {
        let exchange = self.0.exchanges.last_mut().expect("an exchange has started");
        exchange.finished_at = Some(at);
        exchange.outcome = Some(outcome);
        let id = exchange.id;
        self.event(at, CLIENT, EventKind::ExchangeFinished(id));
    }

    pub fn finish_fetch(&mut self, at: Instant, outcome: Outcome) {
        let fetch = self.0.fetches.last_mut().expect("a fetch has started");
        fetch.finished_at = Some(at);
        fetch.outcome = Some(outcome);
        let id = fetch.id;
        self.event(at, CLIENT, EventKind::FetchFinished(id));
    }

    pub fn fail(&mut self, at: Instant, failure: Failure) {
        self.break_off(at, failure.clone());
        self.finish_fetch(at, Outcome::Failed(failure));
    }

    /// The exchange that was started last fails, and its fetch goes on.
    pub fn break_off(&mut self, at: Instant, failure: Failure) {
        let id = self.exchange().expect("an exchange has started");
        self.event(at, CLIENT, EventKind::ExchangeFailed(id, failure.clone()));
        self.finish_exchange(at, Outcome::Failed(failure));
    }

    /// The fetch that was started last comes to nothing.
    pub fn fail_fetch(&mut self, at: Instant, failure: Failure) {
        let id = self.0.fetches.last().expect("a fetch has started").id;
        self.event(at, CLIENT, EventKind::FetchFailed(id, failure.clone()));
        self.finish_fetch(at, Outcome::Failed(failure));
    }

    /// The exchange that was started last ends with an answer: 20 ms there, 20 ms back.
    pub fn answered(
        &mut self,
        sent_at: Instant,
        request: Content,
        (status_code, reason_phrase): (u16, &str),
        field_lines: &[(&str, &str)],
    ) {
        let later = |tenths: u64| Instant(sent_at.0 + tenths * 100_000);
        self.timing().request_start = Some(sent_at);
        self.message([CLIENT, SERVER], sent_at, Some(later(200)), request);
        let lines = field_lines.iter().map(|(name, value)| field_line(name, value));
        let response = Content::HttpResponse {
            version: "HTTP/1.1".to_owned(),
            status_code,
            reason_phrase: reason_phrase.to_owned(),
            field_lines: lines.collect(),
            body: Vec::new(),
        };
        self.message([SERVER, CLIENT], later(200), Some(later(400)), response);
        self.timing().response_start = Some(later(400));
        self.timing().response_end = Some(later(400));
        self.finish_exchange(later(400), Outcome::Answered(status_code));
    }

    pub fn limit(&mut self, at: Instant, limit: Limit) {
        self.event(at, CLIENT, EventKind::LimitReached(limit));
    }

    pub fn stage(&mut self, host: HostId, kind: StageKind, start: Instant, end: Instant) {
        let id = StageId(self.0.stages.len() as u32);
        self.0.stages.push(Stage {
            id,
            host,
            kind,
            detail: String::new(),
            started_at: start,
            ended_at: end,
            outcome: StageOutcome::Done,
            fetch: self.0.fetches.last().map(|fetch| fetch.id),
            exchange: self.exchange(),
        });
        self.event(start, host, EventKind::StageStarted(id));
    }

    /// The message that was recorded last is carried by packets that follow.
    pub fn message(
        &mut self,
        [from, to]: [HostId; 2],
        sent_at: Instant,
        received_at: Option<Instant>,
        content: Content,
    ) -> MessageId {
        let id = MessageId(self.0.messages.len() as u32);
        let exchange = self.exchange();
        if let Some(exchange) = self.0.exchanges.last_mut() {
            match &content {
                Content::HttpRequest { .. } => exchange.requests.push(id),
                Content::HttpResponse { .. } => exchange.response = Some(id),
                _ => {}
            }
        }
        let provenance = match from.max(to) {
            DATABASE => Provenance::Modelled,
            _ => Provenance::RealBytes,
        };
        self.0.messages.push(Message {
            id,
            from,
            to,
            sent_at,
            received_at,
            provenance,
            exchange,
            octets: Vec::new(),
            packets: Vec::new(),
            content,
        });
        self.event(sent_at, from, EventKind::MessageSent(id));
        id
    }

    pub fn packet(
        &mut self,
        [from, to]: [HostId; 2],
        sent_at: Instant,
        received_at: Option<Instant>,
        len: usize,
        transport: Transport,
    ) -> PacketId {
        let id = PacketId(self.0.packets.len() as u32);
        let octets = self.0.octets.push(&vec![b'x'; 40 + len]);
        self.0.packets.push(Packet {
            id,
            link: LinkId(u16::from(from.max(to) == SERVER)),
            from,
            to,
            sent_at,
            received_at,
            octets,
            content: octets.slice(40, u32::MAX),
            ip_version: IpVersion::V4,
            transport,
        });
        self.event(sent_at, from, EventKind::PacketSent(id));
        id
    }

    /// A segment between client and server, 20 ms under way.
    pub fn segment(
        &mut self,
        ends: [HostId; 2],
        sent_at: Instant,
        words: &str,
        (seg_seq, seg_ack): (u32, Option<u32>),
        len: usize,
    ) -> PacketId {
        let (source_port, destination_port) =
            if ends[0] == CLIENT { (50_000, 80) } else { (80, 50_000) };
        let transport = Transport::Tcp {
            source_port,
            destination_port,
            seg_seq,
            seg_ack,
            seg_wnd: 65_535,
            control: control(words),
            retransmission_of: None,
        };
        let received_at = Some(Instant(sent_at.0 + 20_000_000));
        self.packet(ends, sent_at, received_at, len, transport)
    }

    pub fn lose(&mut self, packet: PacketId) {
        self.0.packets[packet.0 as usize].received_at = None;
    }

    pub fn repeats(&mut self, packet: PacketId, earlier: PacketId) {
        if let Transport::Tcp { retransmission_of, .. } =
            &mut self.0.packets[packet.0 as usize].transport
        {
            *retransmission_of = Some(earlier);
        }
    }

    pub fn carries(&mut self, packet: PacketId, message: MessageId) {
        self.0.messages[message.0 as usize].packets.push(packet);
    }

    /// SYN, SYN-ACK, ACK from an instant on; 40 ms.
    pub fn handshake(&mut self, start: Instant) {
        let later = |tenths: u64| Instant(start.0 + tenths * 100_000);
        self.timing().connect_start = Some(start);
        self.timing().connect_end = Some(later(400));
        self.segment([CLIENT, SERVER], start, "SYN", (100, None), 0);
        self.segment([SERVER, CLIENT], later(200), "SYN ACK", (500, Some(101)), 0);
        self.segment([CLIENT, SERVER], later(400), "ACK", (101, Some(501)), 0);
    }

    pub fn body(&mut self, text: &str) -> Vec<trace::OctetRange> {
        vec![self.0.octets.push(text.as_bytes())]
    }
}

pub fn query(name: &str) -> Content {
    Content::DnsQuery { id: 7, name: name.to_owned(), kind: "A".to_owned() }
}

pub fn address(name: &str, address: &str) -> Content {
    let answer = DnsAnswer {
        name: name.to_owned(),
        kind: "A".to_owned(),
        ttl_s: 300,
        value: address.to_owned(),
    };
    Content::DnsResponse {
        id: 7,
        name: name.to_owned(),
        kind: "A".to_owned(),
        response_code: "NOERROR".to_owned(),
        flags: DnsFlags::default(),
        answers: vec![answer],
        authority: Vec::new(),
        additional: Vec::new(),
    }
}

pub fn field_line(name: &str, value: &str) -> FieldLine {
    FieldLine { name: name.to_owned(), value: value.to_owned() }
}

pub fn get(target: &str) -> Content {
    request("GET", target)
}

pub fn request(method: &str, target: &str) -> Content {
    Content::HttpRequest {
        method: method.to_owned(),
        target: target.to_owned(),
        version: "HTTP/1.1".to_owned(),
        field_lines: vec![
            field_line("Host", "api.example.com"),
            field_line("Accept", "application/json"),
        ]
        .into(),
        body: Vec::new(),
    }
}

/// The course diagram, with the packets of its connection.
pub fn default_exchange(builder: &mut TraceBuilder) {
    builder.start(at(0));
    builder.timing().domain_lookup_start = Some(at(0));
    builder.timing().domain_lookup_end = Some(at(183));
    builder.message([CLIENT, DNS], at(0), Some(at(90)), query("api.example.com"));
    builder.message(
        [DNS, CLIENT],
        at(93),
        Some(at(183)),
        address("api.example.com", "93.184.216.34"),
    );
    builder.handshake(at(183));
    builder.timing().request_start = Some(at(583));
    let request = builder.message([CLIENT, SERVER], at(583), Some(at(783)), get("/users/42"));
    let first = builder.segment([CLIENT, SERVER], at(583), "PSH ACK", (101, Some(501)), 40);
    let second = builder.segment([CLIENT, SERVER], at(583), "PSH ACK", (141, Some(501)), 36);
    builder.carries(first, request);
    builder.carries(second, request);
    builder.stage(SERVER, StageKind::Parse, at(783), at(787));
    builder.segment([SERVER, CLIENT], at(784), "ACK", (501, Some(177)), 0);
    builder.stage(SERVER, StageKind::Route, at(787), at(789));
    builder.stage(SERVER, StageKind::Handle, at(789), at(830));
    let statement = SqlStatement {
        text: "SELECT * FROM users WHERE id=$1".to_owned(),
        parameters: vec!["42".to_owned()],
    };
    builder.message([SERVER, DATABASE], at(789), Some(at(792)), Content::SqlStatement(statement));
    let rows = SqlResult::Rows {
        columns: vec!["id".to_owned(), "name".to_owned()],
        rows: vec![vec!["42".to_owned(), "'Alice'".to_owned()]],
    };
    builder.message([DATABASE, SERVER], at(812), Some(at(815)), Content::SqlResult(rows));
    builder.stage(SERVER, StageKind::Serialize, at(815), at(830));
    let body = builder.body(r#"{"id": 42, "name": "Alice"}"#);
    let response = Content::HttpResponse {
        version: "HTTP/1.1".to_owned(),
        status_code: 200,
        reason_phrase: "OK".to_owned(),
        field_lines: vec![
            field_line("Date", "Mon, 05 Jan 2026 09:00:00 GMT"),
            field_line("Content-Type", "application/json"),
            field_line("Content-Length", "27"),
        ]
        .into(),
        body,
    };
    let response = builder.message([SERVER, CLIENT], at(830), Some(at(1031)), response);
    let packet = builder.segment([SERVER, CLIENT], at(830), "PSH ACK", (501, Some(177)), 130);
    builder.carries(packet, response);
    builder.timing().response_start = Some(at(1030));
    builder.timing().response_end = Some(at(1031));
    builder.stage(CLIENT, StageKind::UseResponse, at(1031), at(1039));
    builder.segment([CLIENT, SERVER], at(1031), "ACK", (177, Some(631)), 0);
    builder.finish(at(1039), Outcome::Answered(200));
    builder.segment([CLIENT, SERVER], at(1039), "FIN ACK", (177, Some(631)), 0);
    builder.segment([SERVER, CLIENT], at(1239), "FIN ACK", (631, Some(178)), 0);
    builder.segment([CLIENT, SERVER], at(1439), "ACK", (178, Some(632)), 0);
}
