//! A trace at one level: the steps that can be walked through, in order.

use crate::build::Builder;
use crate::topology::{idle_hosts, leads_back};
use crate::{Act, Language, Piece};
use std::sync::Arc;
use trace::{
    Content, ExchangeId, Failure, FetchId, Host, HostId, Instant, Limit, MessageId, PacketId,
    Provenance, Role, StageId, Trace,
};

/// How much of a trace is shown. Each level shows everything that the one before it shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// DNS, HTTP and SQL messages, and the work inside the hosts.
    #[default]
    Story,
    /// And what TCP does to open, repair and close the connection.
    Connection,
    /// Every packet, and the messages that start in it behind another one.
    Packets,
}

/// Which hosts have a lane of their own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Lanes {
    /// Whether the authoritative servers have, which the recursive resolver asks. Otherwise its
    /// lane stands for all of DNS, and a folded row for what they say.
    pub dns_expanded: bool,
    /// Whether only client and web server have one; folded rows stand for what they say to others.
    pub ends_only: bool,
}

/// What heights in the picture say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Axis {
    /// The order alone: one step under another.
    #[default]
    EqualSteps,
    /// The time, to scale.
    ToScale,
}

/// A trace as it is walked through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sequence {
    /// What happened.
    pub trace: Arc<Trace>,
    /// How much of it is shown.
    pub level: Level,
    /// The language of everything that is said about it.
    pub language: Language,
    /// The one fetch that is shown, with all its exchanges; `None` for all of them.
    pub fetch: Option<FetchId>,
    /// Which hosts have a lane of their own.
    pub lanes: Lanes,
    /// What heights say where it is drawn.
    pub axis: Axis,
    /// The folded rows that were opened, whatever the level folds.
    pub opened: Vec<FoldedId>,
    /// What is stepped through, in order of `started_at`.
    pub steps: Vec<Step>,
    /// What this level leaves out and tells so, in order.
    pub folded: Vec<Folded>,
    /// The hosts that nothing is shown of.
    idle: Vec<HostId>,
}

/// One arrow or note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it shows.
    pub kind: StepKind,
    /// How much of the message that it shows.
    pub piece: Piece,
    /// Where it starts.
    pub from: HostId,
    /// Where it ends; the same host for notes.
    pub to: HostId,
    /// When it starts.
    pub started_at: Instant,
    /// When it ends; `None` if it never arrives.
    pub ended_at: Option<Instant>,
    /// The part of the exchange it stands in.
    pub act: Act,
    /// The fetch it is part of.
    pub fetch: Option<FetchId>,
    /// The exchange it is part of, or leads to.
    pub exchange: Option<ExchangeId>,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// What a step shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepKind {
    /// A message from its first octet to its last. Where packets are shown, one that starts in the
    /// same packet as another one before it.
    Message(MessageId),
    /// One packet.
    Packet(PacketId, Carried),
    /// Work inside one host, with no message in between.
    Note(Vec<StageId>),
    /// Why a fetch makes this exchange besides the one that was asked for.
    Further(ExchangeId),
    /// What stood in the way of an exchange, or of a fetch.
    Failure(Failure),
    /// The run was ended here.
    Limit(Limit),
}

/// What a packet carries; of several messages the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    /// No octets of a message: it serves the connection.
    Nothing,
    /// The first octets of this message.
    Start(MessageId),
    /// Further octets of this message.
    More(MessageId),
}

/// Packets or messages that the level leaves out, unless the row is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// Which row it is.
    pub id: FoldedId,
    /// They stand before the step with this index; the number of steps if they stand behind all.
    /// Those of an open row are the steps from here on.
    pub before: usize,
    /// Whether they are shown, in place.
    pub is_open: bool,
    /// What they are.
    pub kind: FoldedKind,
    /// How many they are.
    pub count: usize,
    /// How often the other side answered.
    pub round_trips: usize,
    /// The two hosts they go between.
    pub between: [HostId; 2],
    /// The part of the exchange they stand in.
    pub act: Act,
    /// The exchange they are part of.
    pub exchange: Option<ExchangeId>,
}

/// What names a folded row: the first thing in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FoldedId {
    /// A row that starts with this packet.
    Packet(PacketId),
    /// A row that starts with this message.
    Message(MessageId),
}

/// What is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoldedKind {
    /// What serves a connection; shown when the row is opened, and at a deeper level.
    Connection,
    /// What goes on between DNS hosts; shown when their lanes are expanded.
    DnsHosts,
    /// What goes on with DNS; shown when it has a lane.
    Dns,
    /// What goes on with the database; shown when it has a lane.
    Database,
}

impl Sequence {
    /// The whole trace.
    pub fn new(trace: Arc<Trace>, level: Level) -> Self {
        Self::filtered(trace, None, level, Lanes::default(), Vec::new())
    }

    /// One fetch of it, with the packets that close its connections even if they come later.
    pub fn of_fetch(trace: Arc<Trace>, fetch: FetchId, level: Level) -> Self {
        Self::filtered(trace, Some(fetch), level, Lanes::default(), Vec::new())
    }

    /// The same with these lanes.
    pub fn with_lanes(&self, lanes: Lanes) -> Self {
        let (trace, opened) = (Arc::clone(&self.trace), self.opened.clone());
        let shown = Self::filtered(trace, self.fetch, self.level, lanes, opened);
        Self { axis: self.axis, ..shown }
    }

    /// The same, drawn along this axis.
    pub fn with_axis(self, axis: Axis) -> Self {
        Self { axis, ..self }
    }

    /// The same with these folded rows opened. Rows that stand for hosts without a lane stay
    /// closed: see [`Self::with_lanes`].
    pub fn with_opened(&self, opened: Vec<FoldedId>) -> Self {
        let trace = Arc::clone(&self.trace);
        let shown = Self::filtered(trace, self.fetch, self.level, self.lanes, opened);
        Self { axis: self.axis, ..shown }
    }

    /// The hosts that have a lane, left to right.
    pub fn hosts(&self) -> impl Iterator<Item = &Host> {
        let is_shown = |host: &&Host| self.lanes.hold(host.role) && !self.idle.contains(&host.id);
        self.trace.hosts.iter().filter(is_shown)
    }

    fn filtered(
        trace: Arc<Trace>,
        fetch: Option<FetchId>,
        level: Level,
        lanes: Lanes,
        opened: Vec<FoldedId>,
    ) -> Self {
        let idle = idle_hosts(&trace, fetch);
        let mut builder = Builder::new(&trace, fetch, level, lanes, &opened);
        builder.pass_over(&idle);
        trace.events.iter().for_each(|event| builder.take(event));
        let (steps, folded) = builder.finish();
        let language = language::current();
        let axis = Axis::default();
        Self { trace, level, language, fetch, lanes, axis, opened, steps, folded, idle }
    }

    /// The instant that times are told from: the start of the fetch that is shown, or that of the
    /// client.
    pub fn starts_at(&self) -> Instant {
        self.fetch.map_or(self.trace.booted_at, |id| self.trace.fetch(id).started_at)
    }

    /// What stands on the arrow or in the note, on one line, not yet fitted to any width.
    pub fn label(&self, step: usize) -> String {
        crate::label::label(self, step)
    }

    /// Whether a step brings an answer, or a part of one: those are drawn dashed.
    pub fn is_answer(&self, step: &Step) -> bool {
        step.message().is_some_and(|id| match &self.trace.message(id).content {
            Content::DnsResponse { .. } | Content::HttpResponse { .. } | Content::SqlResult(_) => {
                true
            }
            Content::Tls { .. } | Content::Http2Control { .. } => {
                leads_back(&self.trace, step.from, step.to)
            }
            Content::DnsQuery { .. } | Content::HttpRequest { .. } | Content::SqlStatement(_) => {
                false
            }
        })
    }
}

impl Lanes {
    /// Whether hosts with this role have a lane.
    pub fn hold(self, role: Role) -> bool {
        match role {
            Role::UserAgent | Role::OriginServer => true,
            Role::RecursiveResolver | Role::Database => !self.ends_only,
            Role::AuthoritativeServer(_) => self.dns_expanded && !self.ends_only,
        }
    }
}

impl Step {
    /// The message that it shows, or that its packet carries.
    pub fn message(&self) -> Option<MessageId> {
        match &self.kind {
            StepKind::Message(id) | StepKind::Packet(_, Carried::Start(id) | Carried::More(id)) => {
                Some(*id)
            }
            StepKind::Packet(_, Carried::Nothing)
            | StepKind::Note(_)
            | StepKind::Further(_)
            | StepKind::Failure(_)
            | StepKind::Limit(_) => None,
        }
    }
}
