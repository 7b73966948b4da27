//! What each packet does for its connection, and which exchange it belongs to.

use crate::Carried;
use std::collections::BTreeMap;
use trace::{ControlBits, ExchangeId, HostId, Message, Packet, Role, Trace, Transport};

/// What is known of a packet from its neighbours.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PacketRole {
    /// The message it carries; of several the first.
    pub carried: Carried,
    /// What it does for its connection.
    pub service: Service,
    /// The exchange it belongs to.
    pub exchange: Option<ExchangeId>,
}

/// What a packet does for its connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    /// Nothing that is told: it carries octets or acknowledges them.
    None,
    /// It is part of the three-way handshake, or of its refusal.
    Open,
    /// It was lost, or repeats what was lost.
    Repair,
    /// It is part of the closing handshake, or resets the connection.
    Close,
}

/// The two ends of a connection, the smaller first.
type Ends = [(HostId, u16); 2];

/// What a connection has come to.
#[derive(Debug, Default)]
struct Connection {
    exchange: Option<ExchangeId>,
    is_open: bool,
    /// The acknowledgment that each SYN or FIN waits for, by sender.
    awaited: Vec<(HostId, u32, Service)>,
}

/// The role of every packet of a trace, by its id.
pub(crate) fn packet_roles(trace: &Trace) -> Vec<PacketRole> {
    let nothing = PacketRole { carried: Carried::Nothing, service: Service::None, exchange: None };
    let mut roles = vec![nothing; trace.packets.len()];
    for message in &trace.messages {
        for (place, packet) in message.packets.iter().enumerate() {
            let role = &mut roles[packet.0 as usize];
            role.carried = match (role.carried, place) {
                (Carried::Nothing, 0) => Carried::Start(message.id),
                (Carried::Nothing, _) => Carried::More(message.id),
                // Messages stand in the order in which they were sent.
                (first @ (Carried::Start(_) | Carried::More(_)), _) => first,
            };
        }
    }
    let connection_of = number_connections(trace);
    let mut connections: Vec<Connection> = Vec::new();
    for (packet, connection) in trace.packets.iter().zip(&connection_of) {
        let index = *connection as usize;
        if index >= connections.len() {
            connections.resize_with(index + 1, Connection::default);
        }
        let exchange = carried_exchange(trace, roles[packet.id.0 as usize].carried);
        let connection = &mut connections[index];
        connection.exchange = connection.exchange.or(exchange);
    }
    for (packet, connection) in trace.packets.iter().zip(&connection_of) {
        let role = role_within(trace, packet, &roles, &mut connections[*connection as usize]);
        roles[packet.id.0 as usize] = role;
    }
    roles
}

/// The messages that start in a packet behind another one, in order: a packet that holds the end
/// of one message, or a short one, has room for the next.
pub(crate) fn further_messages<'a>(
    trace: &'a Trace,
    packet: &Packet,
    carried: Carried,
) -> impl Iterator<Item = &'a Message> + use<'a> {
    let (id, sent_at) = (packet.id, packet.sent_at);
    let start = trace.messages.partition_point(|message| message.sent_at < sent_at);
    let sent_then = trace.messages[start..].iter().take_while(move |m| m.sent_at == sent_at);
    sent_then.filter(move |message| {
        message.packets.first() == Some(&id) && carried != Carried::Start(message.id)
    })
}

/// The message that starts the packet in which this one starts, unless it is this one itself.
pub(crate) fn message_in_front<'a>(trace: &'a Trace, message: &Message) -> Option<&'a Message> {
    let packet = message.packets.first()?;
    let before = &trace.messages[..message.id.0 as usize];
    before.iter().find(|earlier| earlier.packets.contains(packet))
}

/// Gives every packet the number of its connection. A fresh SYN between the same ports starts a
/// new one; a pair of UDP ports counts as a connection too.
pub(crate) fn number_connections(trace: &Trace) -> Vec<u32> {
    let mut numbers: BTreeMap<Ends, u32> = BTreeMap::new();
    let mut count = 0;
    let numbered = trace.packets.iter().map(|packet| {
        let (ends, starts_anew) = ends(packet);
        let number = numbers.entry(ends).or_insert(u32::MAX);
        if *number == u32::MAX || starts_anew {
            *number = count;
            count += 1;
        }
        *number
    });
    numbered.collect()
}

fn ends(packet: &Packet) -> (Ends, bool) {
    let (source_port, destination_port, starts_anew) = match &packet.transport {
        Transport::Udp { source_port, destination_port } => {
            (*source_port, *destination_port, false)
        }
        Transport::Tcp { source_port, destination_port, control, retransmission_of, .. } => {
            let fresh = control.syn && !control.ack && retransmission_of.is_none();
            (*source_port, *destination_port, fresh)
        }
        Transport::Other(_) => (0, 0, false),
    };
    let mut ends = [(packet.from, source_port), (packet.to, destination_port)];
    ends.sort_unstable();
    (ends, starts_anew)
}

fn role_within(
    trace: &Trace,
    packet: &Packet,
    roles: &[PacketRole],
    connection: &mut Connection,
) -> PacketRole {
    let mut role = roles[packet.id.0 as usize];
    let repeated = repeated(packet).map(|earlier| roles[earlier.0 as usize]);
    if let (Carried::Nothing, Some(earlier)) = (role.carried, repeated) {
        role.carried = earlier.carried;
    }
    if let Some(exchange) = carried_exchange(trace, role.carried) {
        connection.exchange = Some(exchange);
    }
    // A connection that is kept open serves one exchange after the other, and the first packets of
    // one that was opened before serve none.
    let started = |id: &ExchangeId| trace.exchange(*id).started_at <= packet.sent_at;
    role.exchange = connection.exchange.filter(started).or_else(|| exchange_at(trace, packet));
    role.service = service(packet, connection);
    role
}

fn carried_exchange(trace: &Trace, carried: Carried) -> Option<ExchangeId> {
    match carried {
        Carried::Nothing => None,
        Carried::Start(message) | Carried::More(message) => trace.message(message).exchange,
    }
}

/// The exchange that had started last: for connections that never carried a message.
fn exchange_at(trace: &Trace, packet: &Packet) -> Option<ExchangeId> {
    let started = trace.exchanges.partition_point(|e| e.started_at <= packet.sent_at);
    trace.exchanges[..started].last().map(|exchange| exchange.id)
}

fn service(packet: &Packet, connection: &mut Connection) -> Service {
    let Transport::Tcp { seg_seq, seg_ack, control, retransmission_of, .. } = &packet.transport
    else {
        return Service::None;
    };
    let content_len = packet.content.len();
    let answered = seg_ack.and_then(|ack| take_awaited(connection, packet.to, ack));
    let service = match *control {
        ControlBits { rst: true, .. } if connection.is_open => Service::Close,
        ControlBits { rst: true, .. } | ControlBits { syn: true, .. } => Service::Open,
        ControlBits { fin: true, .. } => Service::Close,
        _ if content_len == 0 && answered == Some(Service::Close) => Service::Close,
        _ if retransmission_of.is_some() || packet.received_at.is_none() => Service::Repair,
        _ if content_len == 0 => answered.unwrap_or(Service::None),
        _ => Service::None,
    };
    if control.syn || control.fin {
        let ack = seg_seq.wrapping_add(content_len as u32).wrapping_add(1);
        let waits = (packet.from, ack, service);
        if !connection.awaited.contains(&waits) {
            connection.awaited.push(waits);
        }
    }
    // The client may send its request along with the last segment of the handshake.
    connection.is_open |= !control.syn && !control.rst;
    service
}

/// Forgets the SYN or FIN that this acknowledgment answers, and says which service it was.
fn take_awaited(connection: &mut Connection, sender: HostId, ack: u32) -> Option<Service> {
    let place = connection.awaited.iter().position(|w| w.0 == sender && w.1 == ack)?;
    Some(connection.awaited.swap_remove(place).2)
}

/// Whether a packet serves a question to DNS, also over TCP.
pub(crate) fn is_for_dns(trace: &Trace, packet: &Packet) -> bool {
    [packet.from, packet.to].iter().any(|host| match trace.host(*host).role {
        Role::RecursiveResolver | Role::AuthoritativeServer(_) => true,
        Role::UserAgent | Role::OriginServer | Role::Database => false,
    })
}

/// The earlier packet that this one sends again.
pub(crate) fn repeated(packet: &Packet) -> Option<trace::PacketId> {
    match &packet.transport {
        Transport::Tcp { retransmission_of, .. } => *retransmission_of,
        Transport::Udp { .. } | Transport::Other(_) => None,
    }
}
