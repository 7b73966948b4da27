//! Everything that happened in one run: the tables, and the list of events that points into them.

use crate::{
    Cause, CookieChange, Endpoint, Event, EventKind, Exchange, ExchangeId, Fetch, FetchId,
    FieldLine, Host, HostId, Instant, Link, LinkId, MemoryChange, Message, MessageId, Octets,
    Packet, PacketId, PhaseSpan, Recorded, Role, Scenario, Stage, StageId, Table, TableChange,
    Trailers,
};
use serde::{Deserialize, Serialize};

/// Everything that happened in one run of a [`Scenario`], in virtual time.
///
/// A trace is immutable: changing the scenario makes a new one. The tables (`hosts`, `packets`,
/// …) are indexed by the ids that point into them; `events` is the one list in order of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// What was asked for.
    pub scenario: Scenario,
    /// The machines, in the order in which their lanes are drawn.
    pub hosts: Vec<Host>,
    /// The paths between them.
    pub links: Vec<Link>,
    /// The arena: every octet that crossed a link, stored once.
    pub octets: Octets,
    /// What crossed the links, in order of `sent_at`.
    pub packets: Vec<Packet>,
    /// What the packets carried: DNS, HTTP and SQL messages, in order of `sent_at`.
    pub messages: Vec<Message>,
    /// The work that hosts reported of themselves, in order of `started_at`.
    pub stages: Vec<Stage>,
    /// What the client's code asked for, in order of `started_at`.
    pub fetches: Vec<Fetch>,
    /// The attempts to get it, in order of `started_at`.
    pub exchanges: Vec<Exchange>,
    /// The secrets of all TLS connections, one line each (NSS Key Log Format): with them a capture
    /// program can open every record.
    pub key_log: Vec<String>,
    /// The tables of the database, as they stand at the end.
    pub tables: Vec<Table>,
    /// What the origin server offers, ordered by path.
    pub endpoints: Vec<Endpoint>,
    /// Everything above in order of time; ties stand in the order of emission.
    pub events: Vec<Event>,
    /// When every host had booted and the client started: printed times count from here.
    pub booted_at: Instant,
    /// The instant of the last thing that happened.
    pub ended_at: Instant,
    /// What stands behind the content of messages, where anything does. Encoded only where there is
    /// something: traces without it are what they were before it was known.
    #[serde(skip)]
    pub trailers: Vec<Trailers>,
    /// How what the client keeps of cookies changes, in order of time; encoded as trailers are.
    #[serde(skip)]
    pub cookie_changes: Vec<CookieChange>,
    /// How what else client and server remember changes, in the order in which it was noted; encoded as
    /// trailers are.
    #[serde(skip)]
    pub memory_changes: Vec<MemoryChange>,
    /// What a recording of another program is, where the trace comes from one: then there is nothing to
    /// run again, and what its program did not see is in none of the tables. Encoded as trailers are.
    #[serde(skip)]
    pub recorded: Option<Recorded>,
}

impl Trace {
    /// The fetch that is shown first: the newest one; of a page and what it is made of, the page; of a
    /// recording the first one.
    /// None where the run ended before the first.
    pub fn first_shown(&self) -> Option<FetchId> {
        let mut fetches = self.fetches.iter().map(|fetch| fetch.id);
        let is_first = self.scenario.is_page() || self.recorded.is_some();
        if is_first { fetches.next() } else { fetches.next_back() }
    }

    /// A trace in which nothing happened.
    pub fn of_hosts(scenario: Scenario, hosts: Vec<Host>) -> Self {
        Self {
            scenario,
            hosts,
            links: Vec::new(),
            octets: Octets::default(),
            packets: Vec::new(),
            messages: Vec::new(),
            stages: Vec::new(),
            fetches: Vec::new(),
            exchanges: Vec::new(),
            key_log: Vec::new(),
            tables: Vec::new(),
            endpoints: Vec::new(),
            events: Vec::new(),
            booted_at: Instant::default(),
            ended_at: Instant::default(),
            trailers: Vec::new(),
            cookie_changes: Vec::new(),
            memory_changes: Vec::new(),
            recorded: None,
        }
    }

    /// The host with this id.
    pub fn host(&self, id: HostId) -> &Host {
        &self.hosts[id.0 as usize]
    }

    /// The link with this id.
    pub fn link(&self, id: LinkId) -> &Link {
        &self.links[id.0 as usize]
    }

    /// The packet with this id.
    pub fn packet(&self, id: PacketId) -> &Packet {
        &self.packets[id.0 as usize]
    }

    /// The message with this id.
    pub fn message(&self, id: MessageId) -> &Message {
        &self.messages[id.0 as usize]
    }

    /// The trailer section of a message (RFC 9110 §6.5).
    pub fn trailers_of(&self, id: MessageId) -> &[FieldLine] {
        let own = self.trailers.iter().find(|trailers| trailers.message == id);
        own.map_or(&[], |trailers| &trailers.field_lines)
    }

    /// The stage with this id.
    pub fn stage(&self, id: StageId) -> &Stage {
        &self.stages[id.0 as usize]
    }

    /// The fetch with this id.
    pub fn fetch(&self, id: FetchId) -> &Fetch {
        &self.fetches[id.0 as usize]
    }

    /// The fetch that came of a request of the scenario, by the place of that; `None` if the run
    /// ended first.
    pub fn fetch_of_request(&self, request: u32) -> Option<&Fetch> {
        self.fetches.iter().find(|fetch| fetch.request == Some(request))
    }

    /// Whether a limit ended the run: what was under way then is not lost.
    pub fn is_cut(&self) -> bool {
        let last = self.events.last();
        last.is_some_and(|event| matches!(event.kind, EventKind::LimitReached(_)))
    }

    /// The exchange that a fetch came to in the end.
    pub fn last_exchange(&self, id: FetchId) -> Option<&Exchange> {
        self.fetch(id).exchanges.last().map(|id| self.exchange(*id))
    }

    /// What differs in the database because of a fetch, in order of time: a redirect may follow what
    /// changed it.
    pub fn table_changes(&self, id: FetchId) -> impl Iterator<Item = &TableChange> {
        let exchanges = self.fetch(id).exchanges.iter();
        exchanges.flat_map(|id| &self.exchange(*id).table_changes)
    }

    /// Whether a fetch came to one exchange, the one that was asked for: most do, and then both
    /// are told as one.
    pub fn is_one_exchange(&self, id: FetchId) -> bool {
        let exchanges = &self.fetch(id).exchanges;
        matches!(&exchanges[..], [only] if self.exchange(*only).cause == Cause::Initial)
    }

    /// The exchange with this id.
    pub fn exchange(&self, id: ExchangeId) -> &Exchange {
        &self.exchanges[id.0 as usize]
    }

    /// The first host with this role.
    pub fn host_with_role(&self, role: Role) -> Option<&Host> {
        self.hosts.iter().find(|host| host.role == role)
    }

    /// The phases of an exchange, in order, each with its span.
    ///
    /// Boundaries are the milestones of Resource Timing; `request`, `work` and `respond` are cut
    /// where the request arrived at the origin server and where its answer left.
    pub fn phases(&self, exchange: ExchangeId) -> Vec<PhaseSpan> {
        super::exchange::phases(self, self.exchange(exchange))
    }
}
