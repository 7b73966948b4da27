//! In what two sequences differ as wholes: what came of them, and what they took.

use super::{Both, Difference, What, exchanges};
use crate::tcp::{PacketRole, packet_roles, repeated};
use crate::{Sequence, StepKind};
use core::time::Duration;
use std::collections::BTreeMap;
use trace::{
    Content, ExchangeId, HostId, Instant, Message, Outcome, Packet, Role, TableChange, Transport,
};

/// What a sequence comes to.
struct Whole {
    outcome: Option<Outcome>,
    round_trips: usize,
    time: Duration,
    connections: usize,
    lost_packets: usize,
    octets: usize,
    table_changes: Vec<TableChange>,
    /// The step with the answer, or with what stood in its way.
    end_step: Option<usize>,
    /// The first step that was lost.
    lost_step: Option<usize>,
}

/// The differences of the wholes.
pub(super) fn differences(both: Both<&Sequence>) -> Vec<Difference> {
    let [first, second] = both.map(whole);
    let ends = [first.end_step, second.end_step];
    let lost = [first.lost_step, second.lost_step];
    let mut found = Vec::new();
    let mut add = |differs: bool, what: What, steps| {
        if differs {
            found.push(Difference { what, steps });
        }
    };
    let outcomes = [first.outcome, second.outcome];
    add(outcomes[0] != outcomes[1], What::Outcome(outcomes), ends);
    let counts = [first.round_trips, second.round_trips];
    add(counts[0] != counts[1], What::RoundTrips(counts), [None; 2]);
    let times = [first.time, second.time];
    add(times[0] != times[1], What::Time(times), [None; 2]);
    let counts = [first.connections, second.connections];
    add(counts[0] != counts[1], What::Connections(counts), [None; 2]);
    let counts = [first.lost_packets, second.lost_packets];
    add(counts[0] != counts[1], What::LostPackets(counts), lost);
    let counts = [first.octets, second.octets];
    add(counts[0] != counts[1], What::Octets(counts), [None; 2]);
    let changes = [first.table_changes, second.table_changes];
    add(changes[0] != changes[1], What::TableChanges(changes), [None; 2]);
    found
}

fn whole(sequence: &Sequence) -> Whole {
    let trace = &*sequence.trace;
    let shown = exchanges(sequence);
    let is_shown = |exchange: Option<ExchangeId>| exchange.is_some_and(|id| shown.contains(&id));
    let roles = packet_roles(trace);
    let is_of_client = |packet: &Packet| {
        [packet.from, packet.to].iter().any(|host| trace.host(*host).role == Role::UserAgent)
    };
    let packets: Vec<(&Packet, PacketRole)> = trace
        .packets
        .iter()
        .zip(&roles)
        .filter(|(packet, role)| is_shown(role.exchange) && is_of_client(packet))
        .map(|(packet, role)| (packet, *role))
        .collect();
    let opens = |packet: &Packet| match &packet.transport {
        Transport::Tcp { control, .. } => control.syn && !control.ack && repeated(packet).is_none(),
        Transport::Udp { .. } | Transport::Other(_) => false,
    };
    let is_lost = |packet: &Packet| {
        packet.received_at.is_none() && !crate::label::is_under_way(trace, packet)
    };
    let fetches = trace.fetches.iter();
    let mut fetches = fetches.filter(|fetch| sequence.fetch.is_none_or(|only| only == fetch.id));
    let changes = fetches.clone().flat_map(|fetch| trace.table_changes(fetch.id));
    let shown_first = sequence.fetch.or(trace.first_shown());
    let last_at = fetches.clone().map(|fetch| fetch.finished_at.unwrap_or(trace.ended_at)).max();
    Whole {
        outcome: fetches
            .find(|fetch| Some(fetch.id) == shown_first)
            .and_then(|fetch| fetch.outcome.clone()),
        round_trips: round_trips(sequence, &shown, &packets),
        time: last_at.unwrap_or(trace.ended_at).since(sequence.starts_at()),
        connections: packets.iter().filter(|(packet, _)| opens(packet)).count(),
        lost_packets: packets.iter().filter(|(packet, _)| is_lost(packet)).count(),
        octets: packets.iter().map(|(packet, _)| packet.octets.len()).sum(),
        table_changes: changes.cloned().collect(),
        end_step: end_step(sequence),
        lost_step: sequence.steps.iter().position(|step| step.ended_at.is_none()),
    }
}

/// The step that says what came of it: the last answer that the client gets, or failure.
fn end_step(sequence: &Sequence) -> Option<usize> {
    let trace = &*sequence.trace;
    sequence.steps.iter().rposition(|step| match &step.kind {
        StepKind::Failure(_) | StepKind::Limit(_) => true,
        StepKind::Message(_) | StepKind::Packet(..) => {
            let response = |id| matches!(trace.message(id).content, Content::HttpResponse { .. });
            step.message().is_some_and(response)
        }
        StepKind::Note(_) | StepKind::Further(_) => false,
    })
}

/// How many round trips of the client followed on each other: a question begins when it is sent and
/// ends when its answer starts to arrive, and of those that were under way at once one counts. Questions
/// are those to DNS, SYN, ClientHello and HTTP requests; and what is acknowledged, where its sender has
/// waited for that to send more (RFC 5681 §3.1).
fn round_trips(
    sequence: &Sequence,
    shown: &[ExchangeId],
    packets: &[(&Packet, PacketRole)],
) -> usize {
    let trace = &*sequence.trace;
    let client = |host| trace.host(host).role == Role::UserAgent;
    let mut spans: Vec<(Instant, Instant)> = Vec::new();
    let messages: Vec<&Message> = trace
        .messages
        .iter()
        .filter(|message| message.exchange.is_some_and(|id| shown.contains(&id)))
        .filter(|message| client(message.from) || client(message.to))
        .collect();
    for (at, answer) in messages.iter().enumerate() {
        let first = answer.packets.first().and_then(|id| trace.packet(*id).received_at);
        let arrives_at = first.or(answer.received_at).filter(|_| client(answer.to));
        let Some(received_at) = arrives_at else { continue };
        let asks = |asked: &&&Message| {
            client(asked.from)
                && asked.to == answer.from
                && asked.exchange == answer.exchange
                && is_answer_to(&asked.content, &answer.content)
        };
        let asked = messages[..at].iter().rev().find(asks);
        spans.extend(asked.map(|asked| (asked.sent_at, received_at)));
    }
    let control = |packet: &Packet| match &packet.transport {
        Transport::Tcp { control, source_port, destination_port, .. } => {
            Some((*control, *source_port, *destination_port))
        }
        Transport::Udp { .. } | Transport::Other(_) => None,
    };
    for (at, (packet, _)) in packets.iter().enumerate() {
        let Some((bits, server_port, client_port)) = control(packet) else { continue };
        let Some(received_at) = packet.received_at.filter(|_| bits.syn && bits.ack) else {
            continue;
        };
        let asks = |(asked, _): &&(&Packet, PacketRole)| {
            asked.to == packet.from
                && control(asked).is_some_and(|(bits, source_port, destination_port)| {
                    bits.syn
                        && !bits.ack
                        && (source_port, destination_port) == (client_port, server_port)
                })
        };
        let asked = packets[..at].iter().rev().find(asks);
        spans.extend(asked.map(|(asked, _)| (asked.sent_at, received_at)));
    }
    spans.extend(waits_for_room(packets, client));
    in_a_row(spans)
}

/// From an acknowledgment of the client to the packet for which it made room; and from a packet of the
/// client to the acknowledgment that let it go on. Whoever goes on at that instant had waited.
fn waits_for_room(
    packets: &[(&Packet, PacketRole)],
    is_client: impl Fn(HostId) -> bool,
) -> Vec<(Instant, Instant)> {
    let is_plain = |packet: &Packet, has_content: bool| match &packet.transport {
        Transport::Tcp { control, .. } => {
            let says_more = control.syn || control.fin || control.rst;
            !says_more && packet.content.is_empty() != has_content && repeated(packet).is_none()
        }
        Transport::Udp { .. } | Transport::Other(_) => false,
    };
    // By whom they go between, and when they arrive.
    let mut arrivals: BTreeMap<(Ends, Instant), &Packet> = BTreeMap::new();
    for (packet, _) in packets {
        if let (Some(ends), Some(at)) = (packet.tcp_ends(), packet.received_at) {
            arrivals.insert((ends, at), packet);
        }
    }
    let arrived = |[from, to]: Ends, at| arrivals.get(&([from, to], at)).copied();
    let sent = packets.iter().map(|(packet, _)| *packet).filter(|packet| is_plain(packet, true));
    let span = |packet: &Packet| {
        let [from, to] = packet.tcp_ends()?;
        let ack = arrived([to, from], packet.sent_at).filter(|ack| is_plain(ack, false))?;
        match is_client(packet.from) {
            true => Some((arrived([from, to], ack.sent_at)?.sent_at, ack.received_at?)),
            false => Some((ack.sent_at, packet.received_at?)),
        }
    };
    sent.filter_map(span).collect()
}

/// Host and port of the sender, then of the receiver.
type Ends = [(HostId, u16); 2];

/// The most spans that follow on each other.
fn in_a_row(mut spans: Vec<(Instant, Instant)>) -> usize {
    spans.sort_by_key(|(start, end)| (*end, *start));
    let mut free_at = Instant::ZERO;
    let mut count = 0;
    for (start, end) in spans {
        if start >= free_at {
            (free_at, count) = (end, count + 1);
        }
    }
    count
}

fn is_answer_to(asked: &Content, answer: &Content) -> bool {
    let is_flight = |content: &Content, name: &str| match content {
        Content::Tls { messages } => messages.iter().any(|message| message.name == name),
        _ => false,
    };
    match (asked, answer) {
        (Content::DnsQuery { id, .. }, Content::DnsResponse { id: answered, .. }) => id == answered,
        (Content::HttpRequest { .. }, Content::HttpResponse { status_code, .. }) => {
            *status_code >= 200
        }
        (asked, answer) => is_flight(asked, "ClientHello") && is_flight(answer, "ServerHello"),
    }
}
