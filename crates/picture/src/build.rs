//! How the events of a trace become the steps of a sequence.

use crate::awaited::head_received_at;
use crate::explain::{self, failure};
use crate::label::is_close_notify;
use crate::tcp::{PacketRole, Service, further_messages, is_for_dns, packet_roles};
use crate::{Act, Carried, Folded, FoldedId, FoldedKind, Lanes, Level, Piece, Step, StepKind};
use std::collections::BTreeMap;
use trace::{
    Cause, Content, Event, EventKind, ExchangeId, Failure, FetchId, HostId, Instant, Message,
    MessageId, Packet, PacketId, Phase, PhaseSpan, Provenance, Role, Stage, StageKind, Trace,
    is_idempotent,
};

/// Turns events into steps, one after the other.
pub(crate) struct Builder<'a> {
    trace: &'a Trace,
    only: Option<FetchId>,
    level: Level,
    lanes: Lanes,
    opened: &'a [FoldedId],
    roles: Vec<PacketRole>,
    phases: Vec<Vec<PhaseSpan>>,
    /// How far each exchange has come; acts only move forward.
    reached: Vec<Act>,
    /// Whether it was told why each exchange is made.
    is_announced: Vec<bool>,
    started_last: Part,
    /// The note of each part that further work of its host joins.
    open_notes: BTreeMap<Part, usize>,
    steps: Vec<Step>,
    folded: Vec<Row>,
    /// What closes the connection behind each exchange, if it is not shown.
    closing: Vec<Option<Row>>,
    /// Requests whose head is told, by the packet that starts their content.
    awaited: BTreeMap<PacketId, MessageId>,
    /// The hosts that nothing is shown of.
    idle: Vec<HostId>,
}

/// What something is part of.
type Part = (Option<FetchId>, Option<ExchangeId>);

/// A folded row, and what it holds if it is open.
#[derive(Clone)]
struct Row {
    folded: Folded,
    steps: Vec<Step>,
    last_from: HostId,
}

impl<'a> Builder<'a> {
    pub fn new(
        trace: &'a Trace,
        only: Option<FetchId>,
        level: Level,
        lanes: Lanes,
        opened: &'a [FoldedId],
    ) -> Self {
        let count = trace.exchanges.len();
        Self {
            trace,
            only,
            level,
            lanes,
            opened,
            roles: packet_roles(trace),
            phases: trace.exchanges.iter().map(|exchange| trace.phases(exchange.id)).collect(),
            reached: vec![Act::Outside; count],
            is_announced: vec![false; count],
            started_last: (None, None),
            open_notes: BTreeMap::new(),
            steps: Vec::new(),
            folded: Vec::new(),
            closing: vec![None; count],
            awaited: BTreeMap::new(),
            idle: Vec::new(),
        }
    }

    /// Shows nothing of these hosts, to which nobody comes: what they do as they boot.
    pub fn pass_over(&mut self, idle: &[HostId]) {
        self.idle = idle.to_vec();
    }

    pub fn take(&mut self, event: &Event) {
        match &event.kind {
            EventKind::FetchStarted(id) => self.started_last = (Some(*id), None),
            EventKind::FetchFinished(id) => {
                self.open_notes.remove(&(Some(*id), None));
            }
            EventKind::ExchangeStarted(id) => {
                self.announce(event, *id);
                self.started_last = self.part_of(Some(*id));
            }
            EventKind::ExchangeFinished(id) => {
                self.open_notes.remove(&self.part_of(Some(*id)));
            }
            EventKind::PacketSent(id) => self.take_packet(self.trace.packet(*id)),
            EventKind::MessageSent(id) => self.take_message(self.trace.message(*id)),
            EventKind::StageStarted(id) => {
                let stage = self.trace.stage(*id);
                if let Some(exchange) = stage.exchange {
                    self.announce(event, exchange);
                }
                self.take_stage(stage);
            }
            EventKind::ExchangeFailed(id, failure) => {
                self.take_failure(event, failure, self.part_of(Some(*id)));
            }
            EventKind::FetchFailed(id, failure) => {
                self.take_failure(event, failure, (Some(*id), None));
            }
            EventKind::LimitReached(limit) => {
                self.note(event, StepKind::Limit(*limit), Act::Outside, self.started_last);
            }
        }
    }

    /// Tells why an exchange is made, before the first thing that belongs to it.
    fn announce(&mut self, event: &Event, id: ExchangeId) {
        let cause = self.trace.exchange(id).cause;
        let was_announced = core::mem::replace(&mut self.is_announced[id.0 as usize], true);
        if cause != Cause::Initial && !was_announced && !self.is_told_by_a_stage(id) {
            let part = self.part_of(Some(id));
            self.note(event, StepKind::Further(id), Act::Cause(cause), part);
        }
    }

    /// Whether a note of the client says already why it asks: what it found in its cache, or how long
    /// it waits before it tries again. That something may be done twice is told apart.
    fn is_told_by_a_stage(&self, id: ExchangeId) -> bool {
        let exchange = self.trace.exchange(id);
        let telling = match exchange.cause {
            Cause::Revalidation => StageKind::LookInCache,
            Cause::Retry if is_idempotent(&exchange.method) => StageKind::WaitBeforeRetry,
            _ => return false,
        };
        let tells = |stage: &Stage| stage.kind == telling && stage.exchange == Some(id);
        self.trace.stages.iter().any(tells)
    }

    fn take_failure(&mut self, event: &Event, failure: &Failure, part: Part) {
        let act = failure::phase(failure).map_or(Act::Outside, Act::Phase);
        self.note(event, StepKind::Failure(failure.clone()), act, part);
    }

    fn part_of(&self, exchange: Option<ExchangeId>) -> Part {
        (exchange.map(|id| self.trace.exchange(id).fetch), exchange)
    }

    fn take_message(&mut self, message: &Message) {
        // What has no step of its own parts nothing.
        if !(self.level == Level::Story && is_of_connection(message)) {
            self.open_notes.remove(&self.part_of(message.exchange));
        }
        if !self.is_told_with_its_packet(message) {
            self.add_message(message);
        }
    }

    /// Whether the step of the packet in which a message starts stands for it, or comes before it.
    fn is_told_with_its_packet(&self, message: &Message) -> bool {
        let Some(first) = message.packets.first() else { return false };
        let PacketRole { carried, service, exchange } = self.roles[first.0 as usize];
        match self.level {
            Level::Story => false,
            Level::Connection => {
                let is_shown = matches!(service, Service::Repair | Service::Close)
                    && exchange.is_some()
                    && !self.has_no_lane([message.from, message.to]);
                let goes_on = carried == Carried::Start(message.id) && message.packets.len() > 1;
                is_shown && !goes_on
            }
            Level::Packets => true,
        }
    }

    fn add_message(&mut self, message: &Message) {
        // At the level of packets each is told where it is sent.
        let content = self.trace.content_packet(message).filter(|_| self.level != Level::Packets);
        let (piece, ended_at) = match content {
            None => (Piece::Whole, message.received_at),
            Some(packet) => (Piece::Head, head_received_at(self.trace, message, packet)),
        };
        if let Some(packet) = content {
            self.awaited.insert(packet, message.id);
        }
        let step = Step {
            kind: StepKind::Message(message.id),
            piece,
            from: message.from,
            to: message.to,
            started_at: message.sent_at,
            ended_at,
            act: self.act_of_message(message),
            fetch: self.part_of(message.exchange).0,
            exchange: message.exchange,
            provenance: message.provenance,
        };
        if self.has_no_lane([message.from, message.to]) {
            return self.fold_without_lane(FoldedId::Message(message.id), step);
        }
        // How a connection is run is told from the next level on.
        if self.level == Level::Story && matches!(message.content, Content::Http2Control { .. }) {
            return;
        }
        if self.level == Level::Story && matches!(message.content, Content::Tls { .. }) {
            return self.fold_flight(message.id, step);
        }
        self.push(step);
    }

    fn take_stage(&mut self, stage: &Stage) {
        // The handler spans what it asks of the database: an activation, not a note.
        let has_no_lane = self.has_no_lane([stage.host, stage.host]);
        if stage.kind == StageKind::Handle || has_no_lane {
            return;
        }
        if let Some(note) = self.open_notes.get(&(stage.fetch, stage.exchange)) {
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
        let is_shown = self.push(Step {
            kind: StepKind::Note(vec![stage.id]),
            piece: Piece::Whole,
            from: stage.host,
            to: stage.host,
            started_at: stage.started_at,
            ended_at: Some(stage.ended_at),
            act: match stage.kind {
                StageKind::LookInCache => Act::Cause(Cause::Revalidation),
                StageKind::WaitBeforeRetry => Act::Cause(Cause::Retry),
                _ => Act::Phase(explain::stage::words(self.trace, stage).phase),
            },
            fetch: stage.fetch,
            exchange: stage.exchange,
            // Of what a recording tells, the time was measured, and what was said is hidden.
            provenance: match self.trace.recorded {
                Some(_) => Provenance::Hidden,
                None => Provenance::Modelled,
            },
        });
        match is_shown {
            true => self.open_notes.insert((stage.fetch, stage.exchange), self.steps.len() - 1),
            false => self.open_notes.remove(&(stage.fetch, stage.exchange)),
        };
    }

    fn take_packet(&mut self, packet: &Packet) {
        let PacketRole { carried, service, exchange } = self.roles[packet.id.0 as usize];
        let has_no_lane = self.has_no_lane([packet.from, packet.to]);
        // What belongs to no exchange is a matter of packets: a server connects as it boots.
        if exchange.is_none() && self.level != Level::Packets && !has_no_lane {
            return;
        }
        let step = Step {
            kind: StepKind::Packet(packet.id, carried),
            piece: Piece::Whole,
            from: packet.from,
            to: packet.to,
            started_at: packet.sent_at,
            ended_at: packet.received_at,
            act: self.act_of_packet(packet, carried, service, exchange),
            fetch: self.part_of(exchange).0,
            exchange,
            provenance: self.trace.link(packet.link).provenance,
        };
        if has_no_lane {
            // Elsewhere its message was folded.
            if self.level == Level::Packets {
                self.fold_without_lane(FoldedId::Packet(packet.id), step);
                self.add_further_messages(packet, carried);
            }
            return;
        }
        match (self.level, service) {
            (Level::Packets, _)
            | (Level::Connection, Service::Open | Service::Repair | Service::Close) => {
                self.push(step);
                self.add_further_messages(packet, carried);
            }
            (Level::Story, Service::Open | Service::Repair) => self.fold(packet.id, step),
            (Level::Story, Service::Close) if is_for_dns(self.trace, packet) => {
                self.fold_closing_of_dns(packet.id, step);
            }
            (Level::Story, Service::Close) => self.fold_closing(packet.id, step),
            (Level::Story | Level::Connection, Service::None) => {}
        }
        if let Some(message) = self.awaited.remove(&packet.id) {
            self.add_content(self.trace.message(message), packet);
        }
    }

    /// The content of a request whose head has its step, in a step of its own.
    fn add_content(&mut self, message: &Message, first: &Packet) {
        let step = Step {
            kind: StepKind::Message(message.id),
            piece: Piece::Content,
            from: message.from,
            to: message.to,
            started_at: first.sent_at,
            ended_at: message.received_at,
            act: Act::Phase(Phase::Request),
            fetch: self.part_of(message.exchange).0,
            exchange: message.exchange,
            provenance: message.provenance,
        };
        self.push(step);
    }

    /// The step of a packet tells one message; the others that start in it have their own.
    fn add_further_messages(&mut self, packet: &Packet, carried: Carried) {
        for message in further_messages(self.trace, packet, carried) {
            self.add_message(message);
        }
    }

    fn note(&mut self, event: &Event, kind: StepKind, act: Act, (fetch, exchange): Part) {
        self.open_notes.remove(&(fetch, exchange));
        // What stands in the way is told even where its host has no lane.
        let has_lane = !self.has_no_lane([event.host, event.host]);
        let host = if has_lane { event.host } else { self.client() };
        self.push(Step {
            kind,
            piece: Piece::Whole,
            from: host,
            to: host,
            started_at: event.at,
            ended_at: Some(event.at),
            act,
            fetch,
            exchange,
            provenance: Provenance::RealBytes,
        });
    }

    /// Adds a step if it belongs to what is shown, and says whether it does.
    fn push(&mut self, mut step: Step) -> bool {
        step.act = self.move_on(&step);
        let is_shown = self.shows(&step);
        if is_shown {
            self.steps.push(step);
        }
        is_shown
    }

    fn shows(&self, step: &Step) -> bool {
        let is_idle = [step.from, step.to].iter().any(|host| self.idle.contains(host));
        !is_idle && (self.only.is_none() || self.only == step.fetch)
    }

    /// Within an exchange acts never go back, e.g. when a server answers before the request
    /// has wholly arrived.
    fn move_on(&mut self, step: &Step) -> Act {
        let Some(exchange) = step.exchange else {
            return if step.fetch.is_some() { step.act } else { Act::Outside };
        };
        let reached = &mut self.reached[exchange.0 as usize];
        *reached = step.act.max(*reached);
        *reached
    }

    fn fold(&mut self, packet: PacketId, mut step: Step) {
        step.act = self.move_on(&step);
        if self.shows(&step) {
            let between = [step.from, step.to];
            self.fold_row(FoldedKind::Connection, FoldedId::Packet(packet), between, step);
        }
    }

    /// A connection to DNS is closed while the one to the server is being opened: it is told where it
    /// was opened, and counts there.
    fn fold_closing_of_dns(&mut self, packet: PacketId, mut step: Step) {
        let opened = self.folded.iter().rposition(|row| {
            let Folded { kind, act, exchange, between, .. } = row.folded;
            (kind, act, exchange)
                == (FoldedKind::Connection, Act::Phase(Phase::Resolve), step.exchange)
                && are_same(between, [step.from, step.to])
        });
        match opened {
            Some(row) if self.shows(&step) => {
                step.act = Act::Phase(Phase::Resolve);
                self.folded[row].take(step);
            }
            Some(_) | None => self.fold(packet, step),
        }
    }

    /// Puts a step into the row that stands here, or into a new one.
    fn fold_row(&mut self, kind: FoldedKind, id: FoldedId, between: [HostId; 2], step: Step) {
        let before = self.steps.len();
        let goes_on = |row: &Folded| {
            let part = (row.act, row.exchange);
            row.kind == kind
                && row.before == before
                && part == (step.act, step.exchange)
                && (kind != FoldedKind::Connection || are_same(row.between, between))
        };
        if !self.folded.last().is_some_and(|row| goes_on(&row.folded)) {
            self.folded.push(self.row(kind, id, between, &step));
        }
        let row = self.folded.last_mut().expect("a row was there or was added");
        row.take(step);
    }

    /// A row with nothing in it yet.
    fn row(&self, kind: FoldedKind, id: FoldedId, between: [HostId; 2], first: &Step) -> Row {
        let is_shown_by_lanes = kind != FoldedKind::Connection;
        let folded = Folded {
            id,
            before: self.steps.len(),
            is_open: self.opened.contains(&id) && !is_shown_by_lanes,
            kind,
            count: 0,
            round_trips: 0,
            between,
            act: first.act,
            exchange: first.exchange,
        };
        Row { folded, steps: Vec::new(), last_from: first.from }
    }

    /// Whether one of two hosts has no lane.
    fn has_no_lane(&self, ends: [HostId; 2]) -> bool {
        ends.iter().any(|host| !self.lanes.hold(self.trace.host(*host).role))
    }

    fn client(&self) -> HostId {
        let client = self.trace.hosts.iter().find(|host| host.role == Role::UserAgent);
        client.expect("every world has a client").id
    }

    /// One row for what is said to hosts without a lane, over the lane that stands for them.
    fn fold_without_lane(&mut self, id: FoldedId, mut step: Step) {
        step.act = self.move_on(&step);
        if !self.shows(&step) {
            return;
        }
        let roles = [step.from, step.to].map(|host| self.trace.host(host).role);
        let kind = match (roles.contains(&Role::Database), self.lanes.ends_only) {
            (true, _) => FoldedKind::Database,
            (false, true) => FoldedKind::Dns,
            (false, false) => FoldedKind::DnsHosts,
        };
        let with_lane = [step.from, step.to].into_iter().find(|host| !self.has_no_lane([*host; 2]));
        let host = with_lane.unwrap_or_else(|| self.client());
        self.fold_row(kind, id, [host; 2], step);
    }

    /// The story tells of a handshake in one row; flights behind it (tickets, the end) go untold.
    fn fold_flight(&mut self, message: MessageId, mut step: Step) {
        step.act = self.move_on(&step);
        if step.act == Act::Phase(Phase::Secure) && self.shows(&step) {
            let between = [step.from, step.to];
            self.fold_row(FoldedKind::Connection, FoldedId::Message(message), between, step);
        }
    }

    /// A connection is closed while the client still uses the answer; the story tells it behind.
    fn fold_closing(&mut self, packet: PacketId, mut step: Step) {
        let Some(exchange) = step.exchange.filter(|_| self.shows(&step)) else { return };
        step.act = Act::Close;
        let (id, between) = (FoldedId::Packet(packet), [step.from, step.to]);
        let row = self.row(FoldedKind::Connection, id, between, &step);
        self.closing[exchange.0 as usize].get_or_insert(row).take(step);
    }

    fn act_of_packet(
        &self,
        packet: &Packet,
        carried: Carried,
        service: Service,
        exchange: Option<ExchangeId>,
    ) -> Act {
        if let Carried::Start(message) | Carried::More(message) = carried {
            return self.act_of_message(self.trace.message(message));
        }
        let Some(exchange) = exchange else { return Act::Outside };
        if is_for_dns(self.trace, packet) {
            return Act::Phase(Phase::Resolve);
        }
        if service == Service::Open {
            return Act::Phase(Phase::Connect);
        }
        if service == Service::Close && self.is_over(exchange, packet.sent_at) {
            return Act::Close;
        }
        let phases = &self.phases[exchange.0 as usize];
        let span = phases.iter().rfind(|span| span.started_at <= packet.sent_at);
        span.map_or(Act::Outside, |span| Act::Phase(span.phase))
    }

    fn act_of_message(&self, message: &Message) -> Act {
        let is_over = message.exchange.is_some_and(|id| self.is_over(id, message.sent_at));
        match is_over && says_farewell(&message.content) {
            true => Act::Close,
            false => Act::Phase(phase_of_content(&message.content)),
        }
    }

    fn is_over(&self, exchange: ExchangeId, at: Instant) -> bool {
        self.trace.exchange(exchange).finished_at.is_some_and(|finished_at| at >= finished_at)
    }

    pub fn finish(mut self) -> (Vec<Step>, Vec<Folded>) {
        for mut row in self.closing.into_iter().flatten() {
            let exchange = row.folded.exchange;
            let last = self.steps.iter().rposition(|step| step.exchange == exchange);
            let behind = last.map_or(self.steps.len(), |last| last + 1);
            // What was lost while it closed has a row further down.
            let rows = self.folded.iter().map(|other| &other.folded);
            let rows = rows.filter(|other| other.exchange == exchange).map(|other| other.before);
            row.folded.before = rows.fold(behind, usize::max);
            self.folded.push(row);
        }
        self.folded.sort_by_key(|row| row.folded.before);
        let n_opened = self.folded.iter().map(|row| row.steps.len()).sum::<usize>();
        let mut steps = Vec::with_capacity(self.steps.len() + n_opened);
        let mut folded = Vec::with_capacity(self.folded.len());
        let mut rest = self.steps.into_iter();
        let mut n_taken = 0;
        for mut row in self.folded {
            let before = row.folded.before;
            steps.extend(rest.by_ref().take(before - n_taken));
            n_taken = before;
            row.folded.before = steps.len();
            steps.append(&mut row.steps);
            folded.push(row.folded);
        }
        steps.extend(rest);
        (steps, folded)
    }
}

impl Row {
    /// An answer is what comes from the side that did not begin, right after the other one spoke.
    fn take(&mut self, step: Step) {
        let is_answer = step.from != self.last_from && step.from != self.folded.between[0];
        self.folded.count += 1;
        self.folded.round_trips += usize::from(is_answer);
        self.last_from = step.from;
        if self.folded.is_open {
            self.steps.push(step);
        }
    }
}

/// Whether two hosts are the same two, whoever of them speaks.
fn are_same(ends: [HostId; 2], others: [HostId; 2]) -> bool {
    let [a, b] = others;
    ends == [a, b] || ends == [b, a]
}

fn phase_of_content(content: &Content) -> Phase {
    match content {
        Content::DnsQuery { .. } | Content::DnsResponse { .. } => Phase::Resolve,
        Content::Tls { .. } => Phase::Secure,
        Content::Http2Control { .. } => Phase::Request,
        Content::HttpRequest { .. } => Phase::Request,
        // What comes on the way ends neither the asking nor the work (RFC 9110 §15.2).
        Content::HttpResponse { status_code: 100 | 101, .. } => Phase::Request,
        Content::HttpResponse { status_code: 102..=199, .. } => Phase::Work,
        Content::HttpResponse { .. } => Phase::Respond,
        Content::SqlStatement(_) | Content::SqlResult(_) => Phase::Work,
    }
}

/// Whether a message announces the end of its connection: close_notify (RFC 8446 §6.1), GOAWAY
/// (RFC 9113 §6.8).
/// Whether a message serves its connection alone: the story has no step for it.
fn is_of_connection(message: &Message) -> bool {
    matches!(message.content, Content::Tls { .. } | Content::Http2Control { .. })
}

fn says_farewell(content: &Content) -> bool {
    match content {
        Content::Tls { messages } => messages.iter().any(is_close_notify),
        Content::Http2Control { frames } => frames.iter().any(|frame| frame.name == "GOAWAY"),
        Content::DnsQuery { .. }
        | Content::DnsResponse { .. }
        | Content::HttpRequest { .. }
        | Content::HttpResponse { .. }
        | Content::SqlStatement(_)
        | Content::SqlResult(_) => false,
    }
}
