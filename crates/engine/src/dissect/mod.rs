//! From the record of a run to its [`Trace`]: packets are dissected, streams put together,
//! messages read out of them. Works from the octets alone, as a capture program does.
//! [`inspect`] then takes one message or packet of a trace apart, field by field.

mod conversation;
mod dns;
mod fields;
mod http1;
mod http2;
mod inspect;
mod packets;
mod pgsql;
mod reassembled;
mod streams;
mod tls;
mod tls_keys;

pub use inspect::{inspect, take_apart};

use crate::attribution::{End, RequestKey, exchange_at};
use crate::recorder::{Recorder, TappedPacket};
use packets::{Connection, Streams};
use reassembled::{FoundMessage, Reassembled};
use tls_keys::KeyLog;
use trace::{
    Content, Event, EventKind, Exchange, Fetch, Host, HostId, Instant, Link, MessageId, Octets,
    Packet, Role, Scenario, Trace, Trailers,
};

/// Puts a trace together.
pub fn dissect(
    scenario: &Scenario,
    hosts: Vec<Host>,
    links: Vec<Link>,
    recorder: Recorder,
    key_log: Vec<String>,
) -> Trace {
    let Recorder {
        mut octets,
        packets: tapped,
        mut stages,
        fetches,
        mut exchanges,
        attribution,
        table_changes,
        tables,
        endpoints,
        booted_at,
        events,
        cookie_changes,
        memory_changes,
        ..
    } = recorder;
    let mut streams = Streams::default();
    let packets: Vec<Packet> =
        tapped.iter().enumerate().map(|(i, packet)| streams.packet(i, packet, &octets)).collect();

    let mut found = dns::in_datagrams(&packets, &tapped, &octets);
    let secrets = KeyLog::from_lines(&key_log);
    for connection in streams.into_connections() {
        found.extend(connection_messages(&connection, &secrets, &mut octets, &tapped));
    }
    found.sort_by_key(|found| (found.emitted, found.start));
    for (index, found) in found.iter_mut().enumerate() {
        found.message.id = MessageId(index as u32);
        let at = found.message.sent_at;
        let noted = found.request.and_then(|key| attribution.exchange_of(key, at));
        found.message.exchange = noted.or_else(|| exchange_at(&exchanges, at));
    }
    for stage in &mut stages {
        // What the client decided of a fetch that came to no exchange belongs to none.
        if stage.fetch.is_some() {
            continue;
        }
        let (id, at) = (stage.id, stage.started_at);
        let noted = attribution.exchange_of_stage(id, at);
        stage.exchange = noted.or_else(|| exchange_at(&exchanges, at));
        stage.fetch = stage.exchange.map(|id| exchanges[id.0 as usize].fetch);
    }
    join_messages(&mut exchanges, &found, &hosts);
    for (at, key, change) in table_changes {
        if let Some(id) = attribution.exchange_of(key, at) {
            exchanges[id.0 as usize].table_changes.push(change);
        }
    }

    let events = merge(events, &found);
    let ended_at = last_instant(&events, &packets, &fetches);
    let trailers = found.iter_mut().filter_map(taken_trailers).collect();
    let messages = found.into_iter().map(|found| found.message).collect();
    let scenario = scenario.clone();
    Trace {
        scenario,
        hosts,
        links,
        octets,
        packets,
        messages,
        stages,
        fetches,
        exchanges,
        key_log,
        tables: tables.into_values().flatten().collect(),
        endpoints,
        events,
        booted_at,
        ended_at,
        trailers,
        cookie_changes,
        memory_changes,
        recorded: None,
    }
}

fn taken_trailers(found: &mut FoundMessage) -> Option<Trailers> {
    let field_lines = core::mem::take(&mut found.trailers);
    (!field_lines.is_empty()).then_some(Trailers { message: found.message.id, field_lines })
}

/// The messages of one connection, by what its client speaks.
fn connection_messages(
    connection: &Connection,
    secrets: &KeyLog,
    octets: &mut Octets,
    tapped: &[TappedPacket],
) -> Vec<FoundMessage> {
    let client = Reassembled::of(&connection.client, octets);
    let server = connection.server.as_ref().map(|stream| Reassembled::of(stream, octets));
    let client_end = connection.direction.source;
    if connection.direction.destination.1 == crate::codecs::pgsql::PORT {
        return pgsql::messages(client_end, &client, server.as_ref(), tapped);
    }
    if connection.direction.destination.1 == crate::codecs::dns::PORT {
        return dns::in_texts([Some(&client), server.as_ref()], tapped);
    }
    if !tls::speaks_tls(&client) {
        return http_messages(client_end, &client, server.as_ref(), tapped);
    }
    // A server without TLS answers in its own way, which is HTTP.
    let (plain, server) = match server {
        Some(server) if !server.octets.is_empty() && !tls::is_record(&server) => {
            (Some(server), None)
        }
        server => (None, server),
    };
    let mut opened = tls::open(&client, server.as_ref(), secrets, octets, tapped);
    let key = Some(RequestKey::connection(client_end));
    opened.flights.iter_mut().for_each(|flight| flight.request = key);
    let inside = http_messages(client_end, &opened.client, opened.server.as_ref(), tapped);
    opened.flights.extend(inside);
    if plain.is_some() {
        opened.flights.extend(http1::messages(client_end, &client, plain.as_ref(), tapped));
    }
    opened.flights
}

fn http_messages(
    client_end: End,
    client: &Reassembled,
    server: Option<&Reassembled>,
    tapped: &[TappedPacket],
) -> Vec<FoundMessage> {
    match http2::speaks_http2(client) {
        true => http2::messages(client_end, client, server, tapped),
        false => http1::messages(client_end, client, server, tapped),
    }
}

/// The request and the response of each exchange: those that its client sends and receives. What
/// servers ask of each other because of it is not meant.
fn join_messages(exchanges: &mut [Exchange], found: &[FoundMessage], hosts: &[Host]) {
    let is_client = |id: HostId| hosts[usize::from(id.0)].role == Role::UserAgent;
    for message in found.iter().map(|found| &found.message) {
        let Some(id) = message.exchange else { continue };
        let exchange = &mut exchanges[id.0 as usize];
        match &message.content {
            Content::HttpRequest { .. } if is_client(message.from) => {
                exchange.requests.push(message.id);
            }
            Content::HttpResponse { status_code, .. } if is_client(message.to) => match status_code
            {
                ..200 => exchange.interim_responses.push(message.id),
                200.. => exchange.response = Some(message.id),
            },
            _ => {}
        }
    }
}

/// All events in order of emission, which is also the order of time.
fn merge(noted: Vec<(u64, Event)>, found: &[FoundMessage]) -> Vec<Event> {
    let sent = found.iter().map(|FoundMessage { emitted, message, .. }| {
        let kind = EventKind::MessageSent(message.id);
        (*emitted, Event { at: message.sent_at, host: message.from, kind })
    });
    let mut events: Vec<(u64, Event)> = noted.into_iter().chain(sent).collect();
    events.sort_by_key(|(emitted, _)| *emitted);
    events.into_iter().map(|(_, event)| event).collect()
}

fn last_instant(events: &[Event], packets: &[Packet], fetches: &[Fetch]) -> Instant {
    let seen = events.iter().map(|event| event.at);
    let arrived = packets.iter().filter_map(|packet| packet.received_at);
    let finished = fetches.iter().filter_map(|fetch| fetch.finished_at);
    seen.chain(arrived).chain(finished).max().unwrap_or(Instant::ZERO)
}
