//! The connections that a client has open, by what its packets say.

use super::{Entry, Moment};
use crate::catalogue::Say;
use crate::tcp::number_connections;
use crate::texts;
use std::collections::BTreeMap;
use trace::{ClientKind, Content, HostId, Instant, Packet, Role, Transport};

/// A connection of the client's, as far as it has come.
#[derive(Debug)]
struct Connection {
    server: HostId,
    server_port: u16,
    client_port: u16,
    is_open: bool,
    is_closed: bool,
    is_encrypted: bool,
    is_http2: bool,
    /// How many requests it carried.
    requests: u64,
    /// Whether an exchange that it serves is under way.
    is_in_use: bool,
}

pub(super) fn connections(moment: Moment<'_>) -> Vec<Entry> {
    let connections = connections_until(moment).into_values();
    let is_waited_for = is_under_way(moment);
    let is_there =
        |connection: &Connection| !connection.is_closed && (connection.is_open || is_waited_for);
    connections.filter(is_there).map(|connection| entry(moment, &connection)).collect()
}

fn entry(moment: Moment<'_>, connection: &Connection) -> Entry {
    let state = match (connection.is_open, connection.is_in_use) {
        (false, _) => texts::MEMORY_OPENING,
        (true, true) => texts::MEMORY_IN_USE,
        (true, false) => texts::MEMORY_IDLE,
    };
    let mut facts = vec![
        moment.word(state),
        moment.language.write_count(texts::MEMORY_REQUESTS, connection.requests, &[]),
    ];
    if connection.is_encrypted {
        facts.push("TLS".to_owned());
    }
    if connection.is_http2 {
        facts.push("HTTP/2".to_owned());
    }
    let port = connection.client_port.to_string();
    facts.push(moment.language.write(texts::MEMORY_FROM_PORT, &[("port", &port)]));
    let server = &moment.trace.host(connection.server).name;
    let name = format!("{server}:{}", connection.server_port);
    Entry { name, facts, is_over: false }
}

/// The client's connections by their numbers, as they are at the instant. One that is kept is closed
/// only once the client is done with everything: what it was done with last does not close it.
fn connections_until(Moment { trace, at, .. }: Moment<'_>) -> BTreeMap<u32, Connection> {
    let mut found = BTreeMap::new();
    let are_kept = match trace.scenario.world.client.kind {
        ClientKind::Browser | ClientKind::MobileApp | ClientKind::Server => true,
        ClientKind::Python | ClientKind::Curl => false,
    };
    let Some(client) = trace.host_with_role(Role::UserAgent) else { return found };
    let numbers = number_connections(trace);
    for (packet, number) in trace.packets.iter().zip(&numbers) {
        if !(are_kept && closes_at(packet, client.id, at)) {
            take_in(&mut found, packet, *number, client.id, at);
        }
    }
    for message in trace.messages.iter().filter(|message| message.sent_at <= at) {
        let packet = message.packets.first();
        let number = packet.and_then(|packet| numbers.get(packet.0 as usize));
        let Some(connection) = number.and_then(|number| found.get_mut(number)) else { continue };
        match &message.content {
            Content::Tls { .. } => connection.is_encrypted = true,
            Content::Http2Control { .. } => connection.is_http2 = true,
            Content::HttpRequest { .. } if message.from == client.id => {
                connection.requests += 1;
                connection.is_http2 |= message.content.is_http2();
                let exchange = message.exchange.map(|id| trace.exchange(id));
                connection.is_in_use |= exchange
                    .is_some_and(|exchange| exchange.finished_at.is_none_or(|end| at < end));
            }
            _ => {}
        }
    }
    found
}

/// Whether the client closes its connection by this, at this very instant.
fn closes_at(packet: &Packet, client: HostId, at: Instant) -> bool {
    let closes = matches!(
        &packet.transport,
        Transport::Tcp { control, .. } if control.fin || control.rst
    );
    closes && packet.from == client && packet.sent_at == at
}

/// What a packet does to its connection, as the client sees it: what it sends at once, what it gets
/// when that arrives.
fn take_in(
    found: &mut BTreeMap<u32, Connection>,
    packet: &Packet,
    number: u32,
    client: HostId,
    at: Instant,
) {
    let Transport::Tcp { source_port, destination_port, control, .. } = &packet.transport else {
        return;
    };
    let is_sent = packet.from == client;
    let seen_at = if is_sent { Some(packet.sent_at) } else { packet.received_at };
    if (!is_sent && packet.to != client) || seen_at.is_none_or(|seen_at| seen_at > at) {
        return;
    }
    let (server, server_port, client_port) = match is_sent {
        true => (packet.to, *destination_port, *source_port),
        false => (packet.from, *source_port, *destination_port),
    };
    let connection = found.entry(number).or_insert(Connection {
        server,
        server_port,
        client_port,
        is_open: false,
        is_closed: false,
        is_encrypted: false,
        is_http2: false,
        requests: 0,
        is_in_use: false,
    });
    connection.is_open |= !is_sent && control.syn && control.ack;
    connection.is_closed |= control.fin || control.rst;
}

/// Whether the client is at work: an attempt that nobody answered is given up with its exchange.
fn is_under_way(Moment { trace, at, .. }: Moment<'_>) -> bool {
    trace.exchanges.iter().any(|exchange| {
        exchange.started_at <= at && exchange.finished_at.is_none_or(|end| at < end)
    })
}
