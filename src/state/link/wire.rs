//! What a link holds, in postcard. These types are frozen: their order and shape are the format.
//!
//! To add something, append a variant to [`More`] that is written only where it differs from what
//! the program did before. An older program that meets it says that the link is newer.

use super::{LinkError, LinkState};
use crate::state::playback::Place;
use compose::body::{Body, BodyKind};
use compose::draft::{Draft, HeaderRow, HeaderRows};
use compose::params::TypedUrl;
use compose::rows::Rows;
use core::time::Duration;
use picture::{FoldedId, Lanes, Level};
use serde::{Deserialize, Serialize};
use trace::{
    ClientKind, Fault, FetchId, FieldLine, HttpVersion, MessageId, PacketId, Request, Scenario,
    ScenarioError, World, ZoneEntry,
};

#[derive(Serialize, Deserialize)]
struct Wire {
    draft: WireDraft,
    world: WireWorld,
    sent: Vec<WireRequest>,
    /// The index in [`LEVELS`].
    level: u8,
    fetch: Option<u32>,
    step: u32,
    /// Was meant for the switch, which a link does not turn.
    unused: bool,
    more: Vec<More>,
}

#[derive(Serialize, Deserialize)]
struct WireDraft {
    method: String,
    url: String,
    /// The parameters that are switched off: index and text.
    params_off: Vec<(u32, String)>,
    headers: Vec<FieldLine>,
    /// The indices of the headers that are switched off.
    headers_off: Vec<u32>,
    /// The index in [`BodyKind::ALL`].
    body_kind: u8,
    body: String,
    /// The rows of a form that are switched off: index and text.
    form_off: Vec<(u32, String)>,
}

#[derive(Serialize, Deserialize)]
struct WireWorld {
    seed: u64,
    starts_at_unix_s: i64,
    /// The index in [`CLIENTS`].
    client: u8,
    round_trip_us: u64,
    resolver_round_trip_us: u64,
    bandwidth_bits_per_s: Option<u64>,
    mtu: u16,
    loss_ppm: u32,
    /// The index in [`VERSIONS`].
    http: u8,
}

#[derive(Serialize, Deserialize)]
struct WireRequest {
    method: String,
    url: String,
    headers: Vec<FieldLine>,
    body: Vec<u8>,
    pause_us: u64,
    is_at_once: bool,
}

/// What came after the first links were given out. Variants are only ever appended.
#[derive(Serialize, Deserialize)]
enum More {
    Zone(Vec<ZoneEntry>),
    Faults(Vec<Fault>),
    Lanes { dns_expanded: bool, ends_only: bool },
    Opened(Vec<WireRow>),
}

/// What names a folded row.
#[derive(Serialize, Deserialize)]
enum WireRow {
    Packet(u32),
    Message(u32),
}

/// Only ever appended to.
const LEVELS: [Level; 3] = [Level::Story, Level::Connection, Level::Packets];
/// Only ever appended to.
const VERSIONS: [HttpVersion; 2] = [HttpVersion::Http1, HttpVersion::Http2];
/// Only ever appended to.
const CLIENTS: [ClientKind; 5] = [
    ClientKind::Browser,
    ClientKind::Python,
    ClientKind::MobileApp,
    ClientKind::Curl,
    ClientKind::Server,
];

/// The octets of a state.
pub fn octets(state: &LinkState) -> Vec<u8> {
    let LinkState { draft, scenario, place } = state;
    // Taken apart member by member, so that a new one cannot be forgotten here.
    let Scenario { seed, starts_at_unix_s, world, requests } = scenario;
    let World {
        client,
        round_trip_time,
        resolver_round_trip_time,
        bandwidth_bits_per_s,
        mtu,
        loss_ppm,
        zone,
        http,
        faults,
    } = world;
    let Place { fetch, level, lanes, opened, step } = place;
    let mut more = Vec::new();
    if !zone.is_empty() {
        more.push(More::Zone(zone.clone()));
    }
    if !faults.is_empty() {
        more.push(More::Faults(faults.clone()));
    }
    if *lanes != Lanes::default() {
        let Lanes { dns_expanded, ends_only } = *lanes;
        more.push(More::Lanes { dns_expanded, ends_only });
    }
    if !opened.is_empty() {
        more.push(More::Opened(opened.iter().map(wire_row).collect()));
    }
    let wire = Wire {
        draft: wire_draft(draft),
        world: WireWorld {
            seed: *seed,
            starts_at_unix_s: *starts_at_unix_s,
            client: index(&CLIENTS, *client),
            round_trip_us: microseconds(*round_trip_time),
            resolver_round_trip_us: microseconds(*resolver_round_trip_time),
            bandwidth_bits_per_s: *bandwidth_bits_per_s,
            mtu: *mtu,
            loss_ppm: *loss_ppm,
            http: index(&VERSIONS, *http),
        },
        sent: requests.iter().map(wire_request).collect(),
        level: index(&LEVELS, *level),
        fetch: fetch.map(|id| id.0),
        step: *step as u32,
        unused: false,
        more,
    };
    postcard::to_allocvec(&wire).expect("plain data always encodes")
}

/// The state that octets say, checked.
pub fn state(octets: &[u8]) -> Result<LinkState, LinkError> {
    let wire: Wire = postcard::from_bytes(octets).map_err(|error| match error {
        // A variant that is not known here, most likely of `More`.
        postcard::Error::SerdeDeCustom => LinkError::Newer,
        _ => LinkError::BadContent,
    })?;
    let requests = wire.sent.into_iter().map(request).collect::<Result<Vec<_>, _>>()?;
    let mut scenario = Scenario {
        seed: wire.world.seed,
        starts_at_unix_s: wire.world.starts_at_unix_s,
        world: World {
            client: member(&CLIENTS, wire.world.client)?,
            round_trip_time: Duration::from_micros(wire.world.round_trip_us),
            resolver_round_trip_time: Duration::from_micros(wire.world.resolver_round_trip_us),
            bandwidth_bits_per_s: wire.world.bandwidth_bits_per_s,
            mtu: wire.world.mtu,
            loss_ppm: wire.world.loss_ppm,
            zone: Vec::new(),
            http: member(&VERSIONS, wire.world.http)?,
            faults: Vec::new(),
        },
        requests,
    };
    let (mut lanes, mut opened) = (Lanes::default(), Vec::new());
    for more in wire.more {
        match more {
            More::Zone(zone) => scenario.world.zone = zone,
            More::Faults(faults) => scenario.world.faults = faults,
            More::Lanes { dns_expanded, ends_only } => lanes = Lanes { dns_expanded, ends_only },
            More::Opened(rows) => opened = rows.into_iter().map(row).collect(),
        }
    }
    match scenario.check() {
        // On the first screen nothing was sent yet.
        Ok(()) | Err(ScenarioError::NoRequests) => {}
        Err(_) => return Err(LinkError::BadContent),
    }
    let fetch = wire.fetch.filter(|id| (*id as usize) < scenario.requests.len());
    let level = member(&LEVELS, wire.level)?;
    let (fetch, step) = (fetch.map(FetchId), wire.step as usize);
    let place = Place { fetch, level, lanes, opened, step };
    Ok(LinkState { draft: draft(wire.draft)?, scenario, place })
}

fn index<T: PartialEq>(table: &[T], found: T) -> u8 {
    let index = table.iter().position(|member| *member == found);
    index.expect("every kind is in its table") as u8
}

fn member<T: Copy>(table: &[T], index: u8) -> Result<T, LinkError> {
    table.get(usize::from(index)).copied().ok_or(LinkError::Newer)
}

fn microseconds(span: Duration) -> u64 {
    u64::try_from(span.as_micros()).unwrap_or(u64::MAX)
}

fn wire_row(row: &FoldedId) -> WireRow {
    match *row {
        FoldedId::Packet(id) => WireRow::Packet(id.0),
        FoldedId::Message(id) => WireRow::Message(id.0),
    }
}

fn row(row: WireRow) -> FoldedId {
    match row {
        WireRow::Packet(id) => FoldedId::Packet(PacketId(id)),
        WireRow::Message(id) => FoldedId::Message(MessageId(id)),
    }
}

fn wire_request(request: &Request) -> WireRequest {
    let Request { method, url, field_lines, body, pause_before, at_once } = request;
    WireRequest {
        method: method.clone(),
        url: url.as_str().to_owned(),
        headers: field_lines.clone(),
        body: body.clone(),
        pause_us: microseconds(*pause_before),
        is_at_once: *at_once,
    }
}

fn request(wire: WireRequest) -> Result<Request, LinkError> {
    let lines: Vec<_> = wire.headers.into_iter().map(|line| (line.name, line.value)).collect();
    let parsed = Request::parse(&wire.method, &wire.url, &lines, wire.body);
    let parsed = parsed.map_err(|_| LinkError::BadContent)?;
    let pause_before = Duration::from_micros(wire.pause_us);
    Ok(Request { pause_before, at_once: wire.is_at_once, ..parsed })
}

fn wire_draft(draft: &Draft) -> WireDraft {
    let Draft { method, url, headers, body } = draft;
    let off = headers.iter().enumerate().filter(|(_, row)| !row.is_enabled);
    let line = |row: &HeaderRow| FieldLine { name: row.name.clone(), value: row.value.clone() };
    WireDraft {
        method: method.clone(),
        url: url.text().to_owned(),
        params_off: disabled(url.params()),
        headers: headers.iter().map(line).collect(),
        headers_off: off.map(|(index, _)| index as u32).collect(),
        body_kind: index(&BodyKind::ALL, body.kind()),
        body: body.content(),
        form_off: match body {
            Body::Form(rows) => disabled(rows),
            Body::None | Body::Json(_) | Body::Text(_) => Vec::new(),
        },
    }
}

fn draft(wire: WireDraft) -> Result<Draft, LinkError> {
    let mut headers = HeaderRows::default();
    for line in &wire.headers {
        headers.add(&line.name, &line.value);
    }
    for (index, row) in headers.iter_mut().enumerate() {
        row.is_enabled = !wire.headers_off.contains(&(index as u32));
    }
    let mut url = TypedUrl::new(wire.url);
    for (index, written) in &wire.params_off {
        url.insert_disabled(*index as usize, written);
    }
    let mut body = Body::Text(wire.body);
    body.set_kind(member(&BodyKind::ALL, wire.body_kind)?);
    if let Body::Form(rows) = &mut body {
        for (index, written) in &wire.form_off {
            rows.insert_disabled(*index as usize, written);
        }
    }
    Ok(Draft { method: wire.method, url, headers, body })
}

fn disabled(rows: &Rows) -> Vec<(u32, String)> {
    let disabled = rows.iter().enumerate().filter(|(_, row)| !row.is_enabled);
    disabled.map(|(index, row)| (index as u32, row.written())).collect()
}
