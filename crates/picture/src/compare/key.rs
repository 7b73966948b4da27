//! What a step is, apart from what it says and when: steps with the same key may belong together.

use crate::{Act, Carried, Piece, Sequence, Step, StepKind};
use trace::{Cause, Content, HostId, MessageId, Phase, Role, SqlStatement, StageKind, Transport};

/// What a step is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    part: Part,
    from: Place,
    to: Place,
    is: Is,
    is_content: bool,
}

/// What it is part of: which fetch of those that are shown, and what of it.
type Part = (u32, Of);

/// What of a fetch a step is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    /// No exchange.
    None,
    /// Which of its exchanges with this cause.
    Exchange(Cause, u32),
    /// What comes of it: the answer that the client gets in the end, and its use. A fetch that had to
    /// try twice ends as one does that had not.
    Answer,
}

/// A host by its role, and which of those with this role: its number may be another elsewhere.
type Place = (Role, u32);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Is {
    Message(Kind),
    /// A packet: the message that it starts, or goes on with; else its control bits and whether it has
    /// content.
    Start(Kind),
    More(Kind),
    Segment(String, bool),
    Datagram,
    /// Work, by the first of what is done.
    Work(Option<StageKind>),
    Further,
    Failure,
    Limit,
}

impl Key {
    /// Whether it is known for the same where it stands elsewhere: one acknowledgment is like another.
    pub(super) fn is_told_apart(&self) -> bool {
        match self.is {
            Is::Message(_) | Is::Start(_) | Is::Work(_) | Is::Further => true,
            Is::More(_) | Is::Segment(..) | Is::Datagram | Is::Failure | Is::Limit => false,
        }
    }

    /// How much it says that two such steps stand at one height: what is asked and answered leads the
    /// eye, so it stays together where not all of it can.
    pub(super) fn weight(&self) -> u32 {
        match self.is {
            Is::Message(Kind::Request | Kind::Response)
            | Is::Start(Kind::Request | Kind::Response) => 8,
            _ => 1,
        }
    }
}

/// The kind of a message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// With the type of record.
    Query(String),
    Answer(String),
    Request,
    /// An interim response, by its status code (RFC 9110 §15.2).
    Interim(u16),
    Response,
    /// A flight of TLS, by its first message.
    Flight(String),
    /// Frames that control a connection of HTTP/2, by the first of them.
    Control(String),
    /// By its first word.
    Statement(String),
    Result,
}

/// The keys of all steps.
pub(super) fn keys(sequence: &Sequence) -> Vec<Key> {
    let parts = parts(sequence);
    sequence.steps.iter().map(|step| key(sequence, &parts, step)).collect()
}

fn key(sequence: &Sequence, parts: &[Part], step: &Step) -> Key {
    let part = match (step.exchange, step.fetch) {
        (Some(exchange), _) if is_of_answer(sequence, step) => {
            (parts[exchange.0 as usize].0, Of::Answer)
        }
        (Some(exchange), _) => parts[exchange.0 as usize],
        (None, Some(fetch)) if sequence.fetch.is_none() => (fetch.0, Of::None),
        (None, _) => (0, Of::None),
    };
    let is = match &step.kind {
        StepKind::Message(id) => Is::Message(kind(sequence, *id)),
        StepKind::Packet(_, Carried::Start(id)) => Is::Start(kind(sequence, *id)),
        StepKind::Packet(_, Carried::More(id)) => Is::More(kind(sequence, *id)),
        StepKind::Packet(id, Carried::Nothing) => {
            let packet = sequence.trace.packet(*id);
            match &packet.transport {
                Transport::Tcp { control, .. } => {
                    let told = trace::ControlBits { psh: false, ..*control };
                    Is::Segment(told.to_string(), packet.content.is_empty())
                }
                Transport::Udp { .. } | Transport::Other(_) => Is::Datagram,
            }
        }
        StepKind::Note(stages) => Is::Work(stages.first().map(|id| sequence.trace.stage(*id).kind)),
        StepKind::Further(_) => Is::Further,
        StepKind::Failure(_) => Is::Failure,
        StepKind::Limit(_) => Is::Limit,
    };
    let (from, to) = (place(sequence, step.from), place(sequence, step.to));
    Key { part, from, to, is, is_content: step.piece == Piece::Content }
}

/// Whether a step brings the answer that a fetch ends with, or uses it.
fn is_of_answer(sequence: &Sequence, step: &Step) -> bool {
    let trace = &sequence.trace;
    let last = step.fetch.and_then(|fetch| trace.last_exchange(fetch));
    let Some((exchange, response)) = last.and_then(|last| Some((last.id, last.response?))) else {
        return false;
    };
    let is_use = matches!(step.kind, StepKind::Note(_)) && step.act == Act::Phase(Phase::Handle);
    step.exchange == Some(exchange) && (is_use || step.message() == Some(response))
}

/// What each exchange of the trace is.
fn parts(sequence: &Sequence) -> Vec<Part> {
    let exchanges = &sequence.trace.exchanges;
    let part = |(index, exchange): (usize, &trace::Exchange)| {
        let same = |other: &&trace::Exchange| {
            (other.fetch, other.cause) == (exchange.fetch, exchange.cause)
        };
        let before = exchanges[..index].iter().filter(same).count() as u32;
        let fetch = if sequence.fetch.is_some() { 0 } else { exchange.fetch.0 };
        (fetch, Of::Exchange(exchange.cause, before))
    };
    exchanges.iter().enumerate().map(part).collect()
}

fn place(sequence: &Sequence, id: HostId) -> Place {
    let role = sequence.trace.host(id).role;
    let before = &sequence.trace.hosts[..id.0 as usize];
    (role, before.iter().filter(|host| host.role == role).count() as u32)
}

fn kind(sequence: &Sequence, id: MessageId) -> Kind {
    match &sequence.trace.message(id).content {
        Content::DnsQuery { kind, .. } => Kind::Query(kind.clone()),
        Content::DnsResponse { kind, .. } => Kind::Answer(kind.clone()),
        Content::HttpRequest { .. } => Kind::Request,
        Content::HttpResponse { status_code: code @ 100..200, .. } => Kind::Interim(*code),
        Content::HttpResponse { .. } => Kind::Response,
        Content::Tls { messages } => {
            Kind::Flight(messages.first().map(|message| message.name.clone()).unwrap_or_default())
        }
        Content::Http2Control { frames } => {
            Kind::Control(frames.first().map(|frame| frame.name.clone()).unwrap_or_default())
        }
        Content::SqlStatement(SqlStatement { text, .. }) => {
            let verb = text.split_whitespace().next().unwrap_or_default();
            Kind::Statement(verb.to_ascii_uppercase())
        }
        Content::SqlResult(_) => Kind::Result,
    }
}
