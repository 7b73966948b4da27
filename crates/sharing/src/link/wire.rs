//! What a link holds, in postcard. These types are frozen: their order and shape are the format.
//!
//! To add something, append a variant to [`More`] that is written only where it differs from what
//! the program did before. An older program that meets it says that the link is newer. Options and
//! faults of the world are written by name, so that a new one changes nothing here.

mod compared;

use super::{LinkError, LinkState};
use crate::place::Place;
use compared::{WireReplay, WireSubject};
use compose::body::{Body, BodyKind};
use compose::draft::{Draft, HeaderRow, HeaderRows};
use compose::fetching::{Fetching, Field};
use compose::params::TypedUrl;
use compose::rows::{MAX_ROWS, Rows};
use core::time::Duration;
use picture::{Axis, FoldedId, Lanes, Level};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::net::{Ipv4Addr, Ipv6Addr};
use trace::{
    ClientKind, Crash, Fault, FaultV1, FetchId, FetchOptions, HttpUrl, HttpVersion, MessageId,
    OptionDescription, PacketId, Request, Scenario, ScenarioError, ScriptedServer, World,
    ZoneEntry, ZoneRecord,
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
    headers: Vec<WireLine>,
    /// The indices of the headers that are switched off.
    headers_off: Vec<u32>,
    /// The index in [`BodyKind::ALL`].
    body_kind: u8,
    body: String,
    /// The rows of a form that are switched off: index and text.
    form_off: Vec<(u32, String)>,
}

/// A header.
#[derive(Serialize, Deserialize)]
struct WireLine {
    name: String,
    value: String,
}

/// The world of the first links. What came later, or is not in the tables here, stands in [`More`].
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
    headers: Vec<WireLine>,
    body: Vec<u8>,
    pause_us: u64,
    is_at_once: bool,
}

/// How one request is fetched: its place, and its options by their names.
type FetchOfRequest = (u32, Vec<(String, Option<u64>)>);

/// What came after the first links were given out. Variants are only ever appended.
#[derive(Serialize, Deserialize)]
enum More {
    Zone(Vec<WireZoneEntry>),
    /// As they were once written; they are read for good.
    Faults(Vec<FaultV1>),
    Lanes {
        dns_expanded: bool,
        ends_only: bool,
    },
    Opened(Vec<WireRow>),
    /// Options by their paths, each with its value.
    Options(Vec<(String, Option<u64>)>),
    /// Faults by their names.
    NamedFaults(Vec<String>),
    /// How requests are fetched: the place of each, and its options by their names.
    Fetch(Vec<FetchOfRequest>),
    /// Servers with a script.
    Servers(Vec<ScriptedServer>),
    /// The pages that ask: the place of a request, and the URL of its page.
    Pages(Vec<(u32, String)>),
    /// How the request that is written is fetched: fields of the form by their names, as they are typed.
    Fetching(Vec<(String, String)>),
    /// What is shown beside each other, and the row.
    Compared([WireSubject; 2], u32),
    /// Heights say time.
    ToScale,
    /// What is shown again and again.
    Replayed(WireReplay),
    /// The fetch in the light among all of the run.
    Overviewed(u32),
}

#[derive(Serialize, Deserialize)]
struct WireZoneEntry {
    name: String,
    record: WireRecord,
    ttl_s: u32,
}

#[derive(Serialize, Deserialize)]
enum WireRecord {
    A(Ipv4Addr),
    Aaaa(Ipv6Addr),
    Cname(String),
}

/// What names a folded row.
#[derive(Serialize, Deserialize)]
enum WireRow {
    Packet(u32),
    Message(u32),
}

/// Only ever appended to.
/// How many rows of a form are text for which the table has no room, at most: each of them is looked
/// through for secrets whenever something changes.
const MAX_FORM_ROWS_WITHOUT_ROOM: usize = 250_000;

const LEVELS: [Level; 3] = [Level::Story, Level::Connection, Level::Packets];
/// Never changed: another version is written as an option.
const VERSIONS: [HttpVersion; 2] = [HttpVersion::Http1, HttpVersion::Http2];
/// Never changed: another kind is written as an option.
const CLIENTS: [ClientKind; 5] = [
    ClientKind::Browser,
    ClientKind::Python,
    ClientKind::MobileApp,
    ClientKind::Curl,
    ClientKind::Server,
];

/// What a place shows beside the lanes.
fn beside(place: &Place) -> Vec<More> {
    let compared = place.compared.as_deref().map(compared::wire);
    let replayed = place.replayed.map(|replayed| More::Replayed(compared::wire_replay(replayed)));
    let overviewed = place.overviewed.map(|id| More::Overviewed(id.0));
    compared.into_iter().chain(replayed).chain(overviewed).collect()
}

/// The octets of what a place shows beside the lanes, if it shows anything there.
pub fn beside_octets(place: &Place) -> Option<Vec<u8>> {
    let beside = beside(place);
    (!beside.is_empty()).then(|| postcard::to_allocvec(&beside).expect("plain data always encodes"))
}

/// Reads them into a place.
pub fn read_beside(octets: &[u8], place: &mut Place) -> Option<()> {
    for more in postcard::from_bytes::<Vec<More>>(octets).ok()? {
        match more {
            More::Compared(sides, row) => place.compared = Some(compared::read(sides, row).ok()?),
            More::Replayed(wire) => place.replayed = Some(compared::read_replay(wire).ok()?),
            More::Overviewed(id) => place.overviewed = Some(FetchId(id)),
            _ => return None,
        }
    }
    Some(())
}

/// The octets of a state.
pub fn octets(state: &LinkState) -> Vec<u8> {
    let LinkState { draft, scenario, place } = state;
    // Taken apart member by member, so that a new one cannot be forgotten here.
    let Scenario { seed, starts_at_unix_s, world, requests } = scenario;
    let World { client, network, server: _, names, servers, faults } = world;
    let Place { fetch, level, lanes, axis, opened, step, .. } = place;
    let wire_world = WireWorld {
        seed: *seed,
        starts_at_unix_s: *starts_at_unix_s,
        client: CLIENTS.iter().position(|kind| *kind == client.kind).unwrap_or_default() as u8,
        round_trip_us: microseconds(network.round_trip_time),
        resolver_round_trip_us: microseconds(network.resolver_round_trip_time),
        bandwidth_bits_per_s: network.bandwidth_bits_per_s,
        mtu: network.mtu,
        loss_ppm: network.loss_ppm,
        http: VERSIONS.iter().position(|version| *version == client.http).unwrap_or_default() as u8,
    };
    let mut more = Vec::new();
    if !names.zone.is_empty() {
        more.push(More::Zone(names.zone.iter().map(wire_zone_entry).collect()));
    }
    let mut said = first_world(&wire_world).expect("what is written here is read here");
    said.server.server_crash = crash_unsaid(requests, draft.url.text());
    let options = options_beside(&said, world);
    if !options.is_empty() {
        more.push(More::Options(options));
    }
    if !faults.is_empty() {
        let names = faults.iter().map(|fault| fault.name().to_owned());
        more.push(More::NamedFaults(names.collect()));
    }
    if !servers.is_empty() {
        more.push(More::Servers(servers.clone()));
    }
    let fetched = fetch_options(requests);
    if !fetched.is_empty() {
        more.push(More::Fetch(fetched));
    }
    let pages = pages(requests);
    if !pages.is_empty() {
        more.push(More::Pages(pages));
    }
    if !draft.fetching.is_usual() {
        let rows = draft.fetching.rows();
        let rows = rows.map(|(field, text)| (field.name().to_owned(), text.to_owned()));
        more.push(More::Fetching(rows.collect()));
    }
    if *lanes != Lanes::default() {
        let Lanes { dns_expanded, ends_only } = *lanes;
        more.push(More::Lanes { dns_expanded, ends_only });
    }
    match axis {
        Axis::EqualSteps => {}
        Axis::ToScale => more.push(More::ToScale),
    }
    if !opened.is_empty() {
        more.push(More::Opened(opened.iter().map(wire_row).collect()));
    }
    more.extend(beside(place));
    let wire = Wire {
        draft: wire_draft(draft),
        world: wire_world,
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
    let mut requests = wire.sent.into_iter().map(request).collect::<Result<Vec<_>, _>>()?;
    let mut world = first_world(&wire.world)?;
    world.server.server_crash = crash_unsaid(&requests, &wire.draft.url);
    let mut fetching = Fetching::default();
    let (mut lanes, mut axis, mut opened) = (Lanes::default(), Axis::default(), Vec::new());
    let (mut compared, mut replayed, mut overviewed) = (None, None, None);
    for more in wire.more {
        match more {
            More::Zone(zone) => world.names.zone = zone.into_iter().map(zone_entry).collect(),
            More::Faults(faults) => faults.iter().for_each(|fault| fault.apply_to(&mut world)),
            More::Lanes { dns_expanded, ends_only } => lanes = Lanes { dns_expanded, ends_only },
            More::ToScale => axis = Axis::ToScale,
            More::Opened(rows) => opened = rows.into_iter().map(row).collect(),
            More::Compared(sides, row) => compared = Some(compared::read(sides, row)?),
            More::Replayed(wire) => replayed = Some(compared::read_replay(wire)?),
            More::Overviewed(id) => overviewed = Some(FetchId(id)),
            More::Options(options) => set_options(&mut world, options)?,
            More::Servers(servers) => world.servers = servers,
            More::Fetch(fetched) => set_fetch_options(&mut requests, fetched)?,
            More::Pages(pages) => set_pages(&mut requests, pages)?,
            More::Fetching(rows) => {
                for (name, text) in rows {
                    fetching.set(Field::from_name(&name).ok_or(LinkError::Newer)?, &text);
                }
            }
            More::NamedFaults(names) => {
                let faults = names.iter().map(|name| Fault::from_name(name));
                world.faults = faults.collect::<Option<_>>().ok_or(LinkError::Newer)?;
            }
        }
    }
    let WireWorld { seed, starts_at_unix_s, .. } = wire.world;
    let scenario = Scenario { seed, starts_at_unix_s, world, requests };
    match scenario.check() {
        // On the first screen nothing was sent yet.
        Ok(()) | Err(ScenarioError::NoRequests) => {}
        Err(_) => return Err(LinkError::BadContent),
    }
    let fetch = wire.fetch.filter(|id| (*id as usize) < scenario.requests.len());
    let level = member(&LEVELS, wire.level)?;
    let (fetch, step) = (fetch.map(FetchId), wire.step as usize);
    let place = Place { fetch, level, lanes, axis, opened, step, compared, replayed, overviewed };
    let draft = Draft { fetching, ..draft(wire.draft)? };
    Ok(LinkState { draft, scenario, place })
}

/// What the members of [`WireWorld`] say, and everything else as usual.
fn first_world(wire: &WireWorld) -> Result<World, LinkError> {
    let mut world = World::default();
    world.client.kind = member(&CLIENTS, wire.client)?;
    world.client.http = member(&VERSIONS, wire.http)?;
    world.network.round_trip_time = Duration::from_micros(wire.round_trip_us);
    world.network.resolver_round_trip_time = Duration::from_micros(wire.resolver_round_trip_us);
    world.network.bandwidth_bits_per_s = wire.bandwidth_bits_per_s;
    world.network.mtu = wire.mtu;
    world.network.loss_ppm = wire.loss_ppm;
    Ok(world)
}

/// What a link means that does not say where the server fails: the first ones were given out when
/// `/orders` did, and nothing else.
fn crash_unsaid(requests: &[Request], url_of_draft: &str) -> Crash {
    let drafted = HttpUrl::parse(url_of_draft).ok();
    let urls = requests.iter().map(|request| &request.url);
    Crash::before_it_was_an_option(urls.chain(&drafted))
}

/// The options that are another than in the world that is `said` already.
fn options_beside(said: &World, world: &World) -> Vec<(String, Option<u64>)> {
    let unsaid = OptionDescription::all().filter(|option| !option.is_same(said, world));
    unsaid.map(|option| (option.path(), (option.get)(world))).collect()
}

/// An option or a value that is not known here comes from a newer program.
fn set_options(world: &mut World, options: Vec<(String, Option<u64>)>) -> Result<(), LinkError> {
    for (path, value) in options {
        let option = OptionDescription::find(&path).ok_or(LinkError::Newer)?;
        let value = option.check(value, &path).map_err(|_| LinkError::Newer)?;
        (option.set)(world, value);
    }
    Ok(())
}

/// What is said of the fetches beside their requests.
fn fetch_options(requests: &[Request]) -> Vec<FetchOfRequest> {
    let said = |(place, request): (usize, &Request)| {
        let usual = Request { fetch: FetchOptions::default(), ..request.clone() };
        let said = FetchOptions::ALL.iter().filter(|option| !option.is_same(request, &usual));
        let said = said.map(|option| (option.member.to_owned(), (option.get)(request)));
        let said: Vec<_> = said.collect();
        (!said.is_empty()).then_some((place as u32, said))
    };
    requests.iter().enumerate().filter_map(said).collect()
}

fn set_fetch_options(
    requests: &mut [Request],
    fetched: Vec<FetchOfRequest>,
) -> Result<(), LinkError> {
    for (place, options) in fetched {
        let request = requests.get_mut(place as usize).ok_or(LinkError::BadContent)?;
        for (name, value) in options {
            let option = OptionDescription::find_of_request(&name).ok_or(LinkError::Newer)?;
            let value = option.check(value, &name).map_err(|_| LinkError::Newer)?;
            (option.set)(request, value);
        }
    }
    Ok(())
}

fn pages(requests: &[Request]) -> Vec<(u32, String)> {
    let page = |(place, request): (usize, &Request)| {
        Some((place as u32, request.fetch.page.as_ref()?.as_str().to_owned()))
    };
    requests.iter().enumerate().filter_map(page).collect()
}

fn set_pages(requests: &mut [Request], pages: Vec<(u32, String)>) -> Result<(), LinkError> {
    for (place, page) in pages {
        let request = requests.get_mut(place as usize).ok_or(LinkError::BadContent)?;
        request.fetch.page = Some(HttpUrl::parse(&page).map_err(|_| LinkError::BadContent)?);
    }
    Ok(())
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

fn wire_zone_entry(entry: &ZoneEntry) -> WireZoneEntry {
    let record = match &entry.record {
        ZoneRecord::A(address) => WireRecord::A(*address),
        ZoneRecord::Aaaa(address) => WireRecord::Aaaa(*address),
        ZoneRecord::Cname(name) => WireRecord::Cname(name.clone()),
    };
    WireZoneEntry { name: entry.name.clone(), record, ttl_s: entry.ttl_s }
}

fn zone_entry(wire: WireZoneEntry) -> ZoneEntry {
    let record = match wire.record {
        WireRecord::A(address) => ZoneRecord::A(address),
        WireRecord::Aaaa(address) => ZoneRecord::Aaaa(address),
        WireRecord::Cname(name) => ZoneRecord::Cname(name),
    };
    ZoneEntry { name: wire.name, record, ttl_s: wire.ttl_s }
}

fn wire_line(name: &str, value: &str) -> WireLine {
    WireLine { name: name.to_owned(), value: value.to_owned() }
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
    let Request { method, url, field_lines, body, pause_before, at_once, fetch: _ } = request;
    WireRequest {
        method: method.clone(),
        url: url.as_str().to_owned(),
        headers: field_lines.iter().map(|line| wire_line(&line.name, &line.value)).collect(),
        body: body.clone(),
        pause_us: microseconds(*pause_before),
        is_at_once: *at_once,
    }
}

fn request(wire: WireRequest) -> Result<Request, LinkError> {
    if wire.headers.len() > MAX_ROWS {
        return Err(LinkError::TooBig);
    }
    let lines: Vec<_> = wire.headers.into_iter().map(|line| (line.name, line.value)).collect();
    let parsed = Request::parse(&wire.method, &wire.url, &lines, wire.body);
    let parsed = parsed.map_err(|_| LinkError::BadContent)?;
    let pause_before = Duration::from_micros(wire.pause_us);
    Ok(Request { pause_before, at_once: wire.is_at_once, ..parsed })
}

fn wire_draft(draft: &Draft) -> WireDraft {
    // How it is fetched stands beside it.
    let Draft { method, url, headers, body, fetching: _ } = draft;
    let off = headers.iter().enumerate().filter(|(_, row)| !row.is_enabled);
    let line = |row: &HeaderRow| wire_line(&row.name, &row.value);
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
    let n_rows = [wire.headers.len(), wire.params_off.len(), wire.form_off.len()];
    if n_rows.iter().any(|n_rows| *n_rows > MAX_ROWS) {
        return Err(LinkError::TooBig);
    }
    let headers_off: BTreeSet<u32> = wire.headers_off.into_iter().collect();
    let mut headers = HeaderRows::default();
    for line in &wire.headers {
        headers.add(&line.name, &line.value);
    }
    for (index, row) in headers.iter_mut().enumerate() {
        row.is_enabled = !headers_off.contains(&(index as u32));
    }
    let mut url = TypedUrl::new(wire.url);
    for (index, written) in &wire.params_off {
        url.insert_disabled(*index as usize, written);
    }
    let mut body = Body::Text(wire.body);
    body.set_kind(member(&BodyKind::ALL, wire.body_kind)?);
    if let Body::Form(rows) = &mut body {
        if rows.n_without_room() > MAX_FORM_ROWS_WITHOUT_ROOM {
            return Err(LinkError::TooBig);
        }
        for (index, written) in &wire.form_off {
            rows.insert_disabled(*index as usize, written);
        }
    }
    Ok(Draft { method: wire.method, url, headers, body, fetching: Fetching::default() })
}

fn disabled(rows: &Rows) -> Vec<(u32, String)> {
    let disabled = rows.iter().enumerate().filter(|(_, row)| !row.is_enabled);
    disabled.map(|(index, row)| (index as u32, row.written())).collect()
}
