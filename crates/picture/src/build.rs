//! How the events of a trace become the steps of a sequence.

use crate::tcp::{PacketRole, Service, packet_roles};
use crate::{Act, Carried, Folded, FoldedKind, Lanes, Level, Step, StepKind};
use std::collections::BTreeMap;
use trace::{
    Content, Event, EventKind, ExchangeId, Failure, HostId, Message, Packet, Phase, PhaseSpan,
    Provenance, Role, Stage, StageKind, Trace,
};

/// Turns events into steps, one after the other.
pub(crate) struct Builder<'a> {
    trace: &'a Trace,
    only: Option<ExchangeId>,
    level: Level,
    lanes: Lanes,
    roles: Vec<PacketRole>,
    phases: Vec<Vec<PhaseSpan>>,
    /// How far each exchange has come; acts only move forward.
    reached: Vec<Act>,
    started_last: Option<ExchangeId>,
    /// The note of each exchange that further work of its host joins.
    open_notes: BTreeMap<Option<ExchangeId>, usize>,
    steps: Vec<Step>,
    folded: Vec<Folded>,
    /// What closes the connection behind each exchange, if it is not shown.
    closing: Vec<Option<Folded>>,
}

impl<'a> Builder<'a> {
    pub fn new(trace: &'a Trace, only: Option<ExchangeId>, level: Level, lanes: Lanes) -> Self {
        let count = trace.exchanges.len();
        Self {
            trace,
            only,
            level,
            lanes,
            roles: packet_roles(trace),
            phases: trace.exchanges.iter().map(|exchange| trace.phases(exchange.id)).collect(),
            reached: vec![Act::Outside; count],
            started_last: None,
            open_notes: BTreeMap::new(),
            steps: Vec::new(),
            folded: Vec::new(),
            closing: vec![None; count],
        }
    }

    pub fn take(&mut self, event: &Event) {
        match &event.kind {
            EventKind::ExchangeStarted(id) => {
                self.started_last = Some(*id);
            }
            EventKind::ExchangeFinished(id) => {
                self.open_notes.remove(&Some(*id));
            }
            EventKind::PacketSent(id) => self.take_packet(self.trace.packet(*id)),
            EventKind::MessageSent(id) => self.take_message(self.trace.message(*id)),
            EventKind::StageStarted(id) => self.take_stage(self.trace.stage(*id)),
            EventKind::ExchangeFailed(id, failure) => {
                let kind = StepKind::Failure(failure.clone());
                self.note(event, kind, failed_phase(failure), Some(*id));
            }
            EventKind::LimitReached(limit) => {
                let exchange = self.started_last;
                self.note(event, StepKind::Limit(*limit), None, exchange);
            }
        }
    }

    fn take_message(&mut self, message: &Message) {
        self.open_notes.remove(&message.exchange);
        // Its packets stand for it.
        if self.level == Level::Packets && !message.packets.is_empty() {
            return;
        }
        if self.is_between_folded_hosts([message.from, message.to]) {
            return self.fold_between_dns_hosts([message.from, message.to], message.exchange);
        }
        // How a connection is run is told from the next level on.
        if self.level == Level::Story && matches!(message.content, Content::Http2Control { .. }) {
            return;
        }
        if self.level == Level::Story && matches!(message.content, Content::Tls { .. }) {
            return self.fold_flight(message);
        }
        self.push(Step {
            kind: StepKind::Message(message.id),
            from: message.from,
            to: message.to,
            started_at: message.sent_at,
            ended_at: message.received_at,
            act: Act::Phase(phase_of_content(&message.content)),
            exchange: message.exchange,
            provenance: message.provenance,
        });
    }

    fn take_stage(&mut self, stage: &Stage) {
        // The handler spans what it asks of the database: an activation, not a note.
        if stage.kind == StageKind::Handle {
            return;
        }
        if let Some(note) = self.open_notes.get(&stage.exchange) {
            let step = &mut self.steps[*note];
            let StepKind::Note(stages) = &mut step.kind else {
                unreachable!("an open note is a note")
            };
            if step.from == stage.host {
                stages.push(stage.id);
                step.ended_at = step.ended_at.max(Some(stage.ended_at));
                return;
            }
        }
        let phase = match stage.kind {
            StageKind::AnswerCached => Phase::Resolve,
            StageKind::UseResponse => Phase::Handle,
            StageKind::Parse
            | StageKind::Route
            | StageKind::Validate
            | StageKind::Handle
            | StageKind::Serialize => Phase::Work,
        };
        let is_shown = self.push(Step {
            kind: StepKind::Note(vec![stage.id]),
            from: stage.host,
            to: stage.host,
            started_at: stage.started_at,
            ended_at: Some(stage.ended_at),
            act: Act::Phase(phase),
            exchange: stage.exchange,
            provenance: Provenance::Modelled,
        });
        match is_shown {
            true => self.open_notes.insert(stage.exchange, self.steps.len() - 1),
            false => self.open_notes.remove(&stage.exchange),
        };
    }

    fn take_packet(&mut self, packet: &Packet) {
        let PacketRole { carried, service, exchange } = self.roles[packet.id.0 as usize];
        let ends = [packet.from, packet.to];
        if self.is_between_folded_hosts(ends) {
            // Elsewhere its message was folded.
            if self.level == Level::Packets {
                self.fold_between_dns_hosts(ends, exchange);
            }
            return;
        }
        // What belongs to no exchange is a matter of packets: a server connects as it boots.
        if exchange.is_none() && self.level != Level::Packets {
            return;
        }
        let act = self.act_of_packet(packet, carried, service, exchange);
        match (self.level, service) {
            (Level::Packets, _)
            | (Level::Connection, Service::Open | Service::Repair | Service::Close) => {
                self.push(Step {
                    kind: StepKind::Packet(packet.id, carried),
                    from: packet.from,
                    to: packet.to,
                    started_at: packet.sent_at,
                    ended_at: packet.received_at,
                    act,
                    exchange,
                    provenance: self.trace.link(packet.link).provenance,
                });
            }
            (Level::Story, Service::Open | Service::Repair) => self.fold(packet, act, exchange),
            (Level::Story, Service::Close) if is_for_dns(self.trace, packet) => {
                self.fold(packet, act, exchange);
            }
            (Level::Story, Service::Close) => self.fold_closing(packet, exchange),
            (Level::Story | Level::Connection, Service::None) => {}
        }
    }

    fn note(
        &mut self,
        event: &Event,
        kind: StepKind,
        phase: Option<Phase>,
        exchange: Option<ExchangeId>,
    ) {
        self.open_notes.remove(&exchange);
        self.push(Step {
            kind,
            from: event.host,
            to: event.host,
            started_at: event.at,
            ended_at: Some(event.at),
            act: phase.map_or(Act::Outside, Act::Phase),
            exchange,
            provenance: Provenance::RealBytes,
        });
    }

    /// Adds a step if it belongs to what is shown, and says whether it does.
    fn push(&mut self, mut step: Step) -> bool {
        step.act = self.move_on(step.act, step.exchange);
        let is_shown = self.shows(step.exchange);
        if is_shown {
            self.steps.push(step);
        }
        is_shown
    }

    fn shows(&self, exchange: Option<ExchangeId>) -> bool {
        self.only.is_none() || self.only == exchange
    }

    /// Within an exchange acts never go back, e.g. when a server answers before the request
    /// has wholly arrived.
    fn move_on(&mut self, act: Act, exchange: Option<ExchangeId>) -> Act {
        let Some(exchange) = exchange else { return Act::Outside };
        let reached = &mut self.reached[exchange.0 as usize];
        *reached = act.max(*reached);
        *reached
    }

    fn fold(&mut self, packet: &Packet, act: Act, exchange: Option<ExchangeId>) {
        let act = self.move_on(act, exchange);
        if self.shows(exchange) {
            let between = [packet.from, packet.to];
            self.fold_row(FoldedKind::Connection, between, act, exchange);
        }
    }

    fn fold_row(
        &mut self,
        kind: FoldedKind,
        between: [HostId; 2],
        act: Act,
        exchange: Option<ExchangeId>,
    ) {
        let before = self.steps.len();
        match self.folded.last_mut() {
            Some(row)
                if row.kind == kind
                    && row.before == before
                    && row.act == act
                    && row.exchange == exchange =>
            {
                row.count += 1;
            }
            _ => {
                self.folded.push(Folded { before, kind, count: 1, between, act, exchange });
            }
        }
    }

    /// Whether one of two hosts has no lane.
    fn is_between_folded_hosts(&self, ends: [HostId; 2]) -> bool {
        ends.iter().any(|host| !self.lanes.hold(self.trace.host(*host).role))
    }

    /// One row over the lane that stands for all of them.
    fn fold_between_dns_hosts(&mut self, ends: [HostId; 2], exchange: Option<ExchangeId>) {
        let act = self.move_on(Act::Phase(Phase::Resolve), exchange);
        let with_lane = ends.iter().find(|host| self.lanes.hold(self.trace.host(**host).role));
        if let (Some(host), true) = (with_lane, self.shows(exchange)) {
            self.fold_row(FoldedKind::DnsHosts, [*host, *host], act, exchange);
        }
    }

    /// The story tells of a handshake in one row; flights behind it (tickets, the end) go untold.
    fn fold_flight(&mut self, message: &Message) {
        let act = self.move_on(Act::Phase(Phase::Secure), message.exchange);
        if act == Act::Phase(Phase::Secure) && self.shows(message.exchange) {
            let between = [message.from, message.to];
            self.fold_row(FoldedKind::Connection, between, act, message.exchange);
        }
    }

    /// A connection is closed while the client still uses the answer; the story tells it behind.
    fn fold_closing(&mut self, packet: &Packet, exchange: Option<ExchangeId>) {
        let Some(id) = exchange.filter(|_| self.shows(exchange)) else { return };
        let between = [packet.from, packet.to];
        let kind = FoldedKind::Connection;
        let row = Folded { before: 0, kind, count: 0, between, act: Act::Close, exchange };
        self.closing[id.0 as usize].get_or_insert(row).count += 1;
    }

    fn act_of_packet(
        &self,
        packet: &Packet,
        carried: Carried,
        service: Service,
        exchange: Option<ExchangeId>,
    ) -> Act {
        if let Carried::Start(message) | Carried::More(message) = carried {
            return Act::Phase(phase_of_content(&self.trace.message(message).content));
        }
        let Some(exchange) = exchange else { return Act::Outside };
        if is_for_dns(self.trace, packet) {
            return Act::Phase(Phase::Resolve);
        }
        if service == Service::Open {
            return Act::Phase(Phase::Connect);
        }
        let is_over =
            self.trace.exchange(exchange).finished_at.is_some_and(|at| packet.sent_at >= at);
        if service == Service::Close && is_over {
            return Act::Close;
        }
        let phases = &self.phases[exchange.0 as usize];
        let span = phases.iter().rfind(|span| span.started_at <= packet.sent_at);
        span.map_or(Act::Outside, |span| Act::Phase(span.phase))
    }

    pub fn finish(mut self) -> (Vec<Step>, Vec<Folded>) {
        for mut row in self.closing.into_iter().flatten() {
            let last = self.steps.iter().rposition(|step| step.exchange == row.exchange);
            row.before = last.map_or(self.steps.len(), |last| last + 1);
            self.folded.push(row);
        }
        self.folded.sort_by_key(|row| row.before);
        (self.steps, self.folded)
    }
}

/// Whether a packet serves a question to DNS, also over TCP.
fn is_for_dns(trace: &Trace, packet: &Packet) -> bool {
    [packet.from, packet.to].iter().any(|host| match trace.host(*host).role {
        Role::RecursiveResolver | Role::AuthoritativeServer(_) => true,
        Role::UserAgent | Role::OriginServer | Role::Database => false,
    })
}

fn phase_of_content(content: &Content) -> Phase {
    match content {
        Content::DnsQuery { .. } | Content::DnsResponse { .. } => Phase::Resolve,
        Content::Tls { .. } => Phase::Secure,
        Content::Http2Control { .. } => Phase::Request,
        Content::HttpRequest { .. } => Phase::Request,
        Content::HttpResponse { .. } => Phase::Respond,
        Content::SqlStatement(_) | Content::SqlResult(_) => Phase::Work,
    }
}

/// The phase in which such a failure is met; `None` for those of any phase.
fn failed_phase(failure: &Failure) -> Option<Phase> {
    match failure {
        Failure::NameNotFound { .. }
        | Failure::NoAddress { .. }
        | Failure::ResolverFailed { .. }
        | Failure::ResolveTimedOut => Some(Phase::Resolve),
        Failure::ConnectionRefused { .. } | Failure::ConnectTimedOut => Some(Phase::Connect),
        Failure::NoRoute { .. } => Some(Phase::Connect),
        Failure::CertificateExpired { .. }
        | Failure::CertificateWrongName { .. }
        | Failure::CertificateUnknownIssuer { .. }
        | Failure::NoCommonProtocol
        | Failure::HandshakeFailed { .. } => Some(Phase::Secure),
        Failure::ConnectionReset
        | Failure::StreamReset { .. }
        | Failure::RequestImpossible { .. }
        | Failure::ResponseCut
        | Failure::ResponseTimedOut
        | Failure::ResponseMalformed { .. } => None,
    }
}
