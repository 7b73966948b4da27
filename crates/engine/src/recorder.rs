//! What the tap saw and what roles note of themselves. Taking it out changes nothing that happens.

use crate::attribution::{Attribution, RequestKey};
use std::collections::BTreeMap;
use trace::{
    Cause, CookieChange, Endpoint, Event, EventKind, Exchange, ExchangeId, Failure, Fetch, FetchId,
    FieldLines, HostId, HttpUrl, Instant, LinkId, MemoryChange, OctetRange, Octets, Outcome,
    PacketId, ResourceTiming, SeenResponse, Stage, StageId, StageKind, StageOutcome, Table,
    TableChange,
};

/// The record of one run, in the order of emission.
#[derive(Default)]
pub struct Recorder {
    pub(crate) octets: Octets,
    pub(crate) packets: Vec<TappedPacket>,
    pub(crate) stages: Vec<Stage>,
    pub(crate) fetches: Vec<Fetch>,
    pub(crate) exchanges: Vec<Exchange>,
    /// Which exchange the hosts say that something belongs to.
    pub attribution: Attribution,
    /// What changed in the database, when, and because of which statement.
    pub(crate) table_changes: Vec<(Instant, RequestKey, TableChange)>,
    /// The tables as they stand, by their database.
    pub(crate) tables: BTreeMap<HostId, Vec<Table>>,
    /// What the origin server offers.
    pub(crate) endpoints: Vec<Endpoint>,
    pub(crate) booted_at: Instant,
    /// Each with its place in the order of emission.
    pub(crate) events: Vec<(u64, Event)>,
    /// How what the client keeps of cookies changes.
    pub(crate) cookie_changes: Vec<CookieChange>,
    /// How what else client and server remember changes.
    pub(crate) memory_changes: Vec<MemoryChange>,
    n_emitted: u64,
}

/// What the client's code asks for.
pub struct Asked<'a> {
    /// The place of its request in the scenario; `None` for what the client asks for of itself.
    pub request: Option<u32>,
    /// The fetch that led to it.
    pub initiator: Option<FetchId>,
    /// The method.
    pub method: &'a str,
    /// The URL.
    pub url: &'a HttpUrl,
}

/// An attempt to get an answer from a server.
pub struct Attempt<'a> {
    /// Why it is made.
    pub cause: Cause,
    /// The method.
    pub method: &'a str,
    /// The URL.
    pub url: &'a HttpUrl,
    /// The header section that the client wants to send.
    pub field_lines: &'a FieldLines,
}

/// A packet, before anyone has looked into it.
pub(crate) struct TappedPacket {
    pub link: LinkId,
    pub from: HostId,
    pub to: HostId,
    pub sent_at: Instant,
    pub received_at: Option<Instant>,
    pub octets: OctetRange,
    pub emitted: u64,
}

impl Recorder {
    /// How many packets were sent.
    pub fn n_packets(&self) -> u32 {
        self.packets.len() as u32
    }

    /// How many octets were sent.
    pub fn n_octets(&self) -> u32 {
        self.octets.len() as u32
    }

    /// Notes one thing that happened.
    pub fn note(&mut self, at: Instant, host: HostId, kind: EventKind) {
        let emitted = self.next_place();
        self.events.push((emitted, Event { at, host, kind }));
    }

    /// The tap: a host gives a packet to a link.
    pub fn packet_sent(
        &mut self,
        link: LinkId,
        from: HostId,
        to: HostId,
        sent_at: Instant,
        octets: &[u8],
    ) -> PacketId {
        let id = PacketId(self.packets.len() as u32);
        let emitted = self.next_place();
        let octets = self.octets.push(octets);
        let received_at = None;
        self.packets.push(TappedPacket { link, from, to, sent_at, received_at, octets, emitted });
        self.events
            .push((emitted, Event { at: sent_at, host: from, kind: EventKind::PacketSent(id) }));
        id
    }

    /// The tap: a packet arrives.
    pub fn packet_received(&mut self, packet: PacketId, at: Instant) {
        self.packets[packet.0 as usize].received_at = Some(at);
    }

    /// A host starts a piece of work.
    pub fn stage_started(&mut self, at: Instant, host: HostId, kind: StageKind) -> StageId {
        let id = StageId(self.stages.len() as u32);
        self.stages.push(Stage {
            id,
            host,
            kind,
            detail: String::new(),
            started_at: at,
            ended_at: at,
            outcome: StageOutcome::Done,
            fetch: None,
            exchange: None,
        });
        self.note(at, host, EventKind::StageStarted(id));
        id
    }

    /// It is done with it.
    pub fn stage_ended(&mut self, id: StageId, at: Instant, detail: String, outcome: StageOutcome) {
        let stage = &mut self.stages[id.0 as usize];
        stage.ended_at = at;
        stage.detail = detail;
        stage.outcome = outcome;
    }

    /// Every host has booted.
    pub fn booted(&mut self, at: Instant) {
        self.booted_at = at;
    }

    /// The tables of a database stand like this.
    pub fn tables_stand(&mut self, database: HostId, tables: Vec<Table>) {
        self.tables.insert(database, tables);
    }

    /// The origin server offers this.
    pub fn offers(&mut self, endpoints: Vec<Endpoint>) {
        self.endpoints = endpoints;
    }

    /// A statement has changed tables.
    pub fn tables_changed(&mut self, at: Instant, by: RequestKey, changes: Vec<TableChange>) {
        self.table_changes.extend(changes.into_iter().map(|change| (at, by, change)));
    }

    /// A stage is part of this exchange.
    pub fn stage_belongs_to(&mut self, id: StageId, exchange: ExchangeId) {
        let stage = &mut self.stages[id.0 as usize];
        stage.exchange = Some(exchange);
        stage.fetch = Some(self.exchanges[exchange.0 as usize].fetch);
    }

    /// A stage is part of this fetch: what the client decides before it asks a server, or instead.
    /// It belongs to the next exchange of the fetch, if there is one.
    pub fn stage_belongs_to_fetch(&mut self, id: StageId, fetch: FetchId) {
        self.stages[id.0 as usize].fetch = Some(fetch);
    }

    /// The client's code asks for something.
    pub fn fetch_started(&mut self, at: Instant, client: HostId, asked: Asked<'_>) -> FetchId {
        let id = FetchId(self.fetches.len() as u32);
        let Asked { request, initiator, method, url } = asked;
        self.fetches.push(Fetch {
            id,
            request,
            initiator,
            method: method.to_owned(),
            url: url.clone(),
            started_at: at,
            finished_at: None,
            exchanges: Vec::new(),
            outcome: None,
            seen: None,
        });
        self.note(at, client, EventKind::FetchStarted(id));
        id
    }

    /// The client's code gets this, which is not the last exchange's response as it came.
    pub fn fetch_sees(&mut self, id: FetchId, seen: SeenResponse) {
        self.fetches[id.0 as usize].seen = Some(seen);
    }

    /// The client is done with a fetch.
    pub fn fetch_finished(&mut self, id: FetchId, at: Instant, client: HostId, outcome: Outcome) {
        let fetch = &mut self.fetches[id.0 as usize];
        fetch.finished_at = Some(at);
        fetch.outcome = Some(outcome);
        self.note(at, client, EventKind::FetchFinished(id));
    }

    /// The client makes an attempt to get an answer from a server. What it decided of this fetch
    /// since the attempt before belongs to it.
    pub fn exchange_started(
        &mut self,
        at: Instant,
        client: HostId,
        fetch: FetchId,
        attempt: Attempt<'_>,
    ) -> ExchangeId {
        let id = ExchangeId(self.exchanges.len() as u32);
        let Attempt { cause, method, url, field_lines } = attempt;
        self.exchanges.push(Exchange {
            id,
            fetch,
            cause,
            method: method.to_owned(),
            url: url.clone(),
            field_lines: field_lines.clone(),
            started_at: at,
            finished_at: None,
            timing: ResourceTiming::default(),
            requests: Vec::new(),
            interim_responses: Vec::new(),
            response: None,
            outcome: None,
            table_changes: Vec::new(),
        });
        let fetch_started_at = self.fetches[fetch.0 as usize].started_at;
        self.fetches[fetch.0 as usize].exchanges.push(id);
        let since = self.stages.iter_mut().rev();
        since.take_while(|stage| stage.started_at >= fetch_started_at).for_each(|stage| {
            if stage.fetch == Some(fetch) {
                stage.exchange.get_or_insert(id);
            }
        });
        self.note(at, client, EventKind::ExchangeStarted(id));
        id
    }

    /// What the client keeps of cookies changes.
    pub fn cookies_change(&mut self, changes: impl Iterator<Item = CookieChange>) {
        self.cookie_changes.extend(changes);
    }

    /// What client or server remember changes.
    pub fn memory_changes(&mut self, changes: impl Iterator<Item = MemoryChange>) {
        self.memory_changes.extend(changes);
    }

    /// The milestones of an exchange.
    pub fn timing(&mut self, id: ExchangeId) -> &mut ResourceTiming {
        &mut self.exchanges[id.0 as usize].timing
    }

    /// Something stands in the way of an exchange.
    pub fn exchange_failed(&mut self, id: ExchangeId, at: Instant, host: HostId, why: &Failure) {
        self.note(at, host, EventKind::ExchangeFailed(id, why.clone()));
    }

    /// The client is done with an exchange.
    pub fn exchange_finished(
        &mut self,
        id: ExchangeId,
        at: Instant,
        client: HostId,
        outcome: Outcome,
    ) {
        let exchange = &mut self.exchanges[id.0 as usize];
        exchange.finished_at = Some(at);
        exchange.outcome = Some(outcome);
        self.note(at, client, EventKind::ExchangeFinished(id));
    }

    /// Places are two apart, so that a message finds room before the packet that starts it.
    fn next_place(&mut self) -> u64 {
        self.n_emitted += 2;
        self.n_emitted
    }
}
