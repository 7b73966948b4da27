//! Links there and back, old ones, cut ones and hostile ones.

use super::*;
use compose::body::{Body, BodyKind};
use compose::params::TypedUrl;
use compose::rows::{Escaping, Rows};
use core::time::Duration;
use picture::{FoldedId, Lanes, Level};
use testing::Chance;
use trace::{
    ClientKind, Fault, FetchId, HttpVersion, MessageId, PacketId, Request, World, ZoneEntry,
    ZoneRecord,
};

/// Links that were once given out, each with what it shows.
const OLD_LINKS: &str = include_str!("../../../tests/data/links.txt");

/// A state in one line. Rows that are switched off stand in brackets.
fn shown(state: &LinkState) -> String {
    let bracketed =
        |is_enabled: bool, text: String| if is_enabled { text } else { format!("[{text}]") };
    let rows = |rows: &Rows| {
        let rows = rows.iter().map(|row| bracketed(row.is_enabled, row.written()));
        rows.collect::<Vec<_>>().join("&")
    };
    let LinkState { draft, scenario, place } = state;
    let Place { fetch, level, lanes, opened, step } = place;
    let headers = draft.headers.iter();
    let headers =
        headers.map(|row| bracketed(row.is_enabled, format!("{}: {}", row.name, row.value)));
    let headers: Vec<String> = headers.collect();
    let form = match &draft.body {
        Body::Form(form) => rows(form),
        Body::None | Body::Json(_) | Body::Text(_) => draft.body.content(),
    };
    let sent = scenario.requests.iter().map(|request| {
        format!(
            "{} {} {:?} {} {}",
            request.method,
            request.url,
            request.pause_before,
            request.at_once,
            request.body.len()
        )
    });
    let world = &scenario.world;
    let is_plain = *lanes == Lanes::default() && opened.is_empty();
    let seen = if is_plain { String::new() } else { format!(" {lanes:?} {opened:?}") };
    format!(
        "{:?} {:?} ({:?}) {headers:?} {:?} {form:?} | seed {} at {}, {:?} {:?} {:?} {:?} {} {} {:?} {:?} {:?} | {:?} | {level:?} {fetch:?} {step}{seen}",
        draft.method,
        draft.url.text(),
        rows(draft.url.params()),
        draft.body.kind(),
        scenario.seed,
        scenario.starts_at_unix_s,
        world.client,
        world.round_trip_time,
        world.resolver_round_trip_time,
        world.bandwidth_bits_per_s,
        world.mtu,
        loss_ppm(world),
        world.zone,
        unusual(world),
        world.http,
        sent.collect::<Vec<_>>(),
    )
}

/// How many packets in a million are lost.
fn loss_ppm(world: &World) -> u32 {
    let named = world.faults.iter().filter_map(|fault| match fault {
        Fault::PacketLoss { ppm } => Some(*ppm),
        _ => None,
    });
    named.fold(world.loss_ppm, u32::max)
}

/// What is not as usual, by name: faults in their order, and behind them what breaks nothing.
fn unusual(world: &World) -> Vec<&'static str> {
    let options = ["no-common-protocol", "dual-stack", "slow-reader", "half-close", "https-only"];
    let names: Vec<_> = world.faults.iter().map(|fault| fault.name()).collect();
    let faults = names.iter().filter(|name| **name != "packet-loss" && !options.contains(name));
    let options = options.iter().filter(|name| names.contains(name));
    faults.chain(options).copied().collect()
}

fn random_state(chance: &mut Chance) -> LinkState {
    let pieces = ["a", "=", "&", "%zz", "ü", " ", "\"", "\\", "\n", "{", "?", "#", "http://x/"];
    let mut state = LinkState::default();
    let draft = &mut state.draft;
    draft.method = chance.text(&["GET", "x", " "], 2);
    draft.url = TypedUrl::new(chance.text(&pieces, 12).replace('\n', ""));
    for _ in 0..chance.below(3) {
        let index = chance.below(4);
        draft.url.insert_disabled(index, &chance.text(&pieces, 3).replace('&', ""));
        let id = draft.headers.add(&chance.text(&pieces, 2), &chance.text(&pieces, 5));
        draft.headers.edit(id, |row| row.is_enabled = chance.below(2) == 0);
    }
    draft.body = Body::Text(chance.text(&pieces, 20));
    draft.body.set_kind(BodyKind::ALL[chance.below(4)]);
    let scenario = &mut state.scenario;
    scenario.seed = chance.below(usize::MAX) as u64;
    scenario.world.client = [ClientKind::Browser, ClientKind::Curl][chance.below(2)];
    scenario.world.round_trip_time = Duration::from_micros(chance.below(1_000_000) as u64);
    scenario.world.http = [HttpVersion::Http1, HttpVersion::Http2][chance.below(2)];
    scenario.world.loss_ppm = chance.below(1_000_000) as u32;
    if chance.below(3) == 0 {
        scenario.world.faults = vec![Fault::ServerSilent, Fault::PacketLoss { ppm: 7 }];
    }
    if chance.below(3) == 0 {
        let record = ZoneRecord::A([192, 0, 2, 1].into());
        scenario.world.zone.push(ZoneEntry {
            name: "shop.example.com".to_owned(),
            record,
            ttl_s: 60,
        });
    }
    for _ in 0..chance.below(4) {
        let body = chance.text(&pieces, 30).into_bytes();
        let method = chance.pick(&["GET", "POST", "X"]);
        let mut request = Request::parse(method, "http://x/a?b#c", &[], body).unwrap();
        request.at_once = chance.below(2) == 0;
        request.pause_before = Duration::from_millis(chance.below(5000) as u64);
        scenario.requests.push(request);
    }
    let n_sent = state.scenario.requests.len();
    let row = |index: usize| match index % 2 {
        0 => FoldedId::Packet(PacketId(index as u32)),
        _ => FoldedId::Message(MessageId(index as u32)),
    };
    state.place = Place {
        fetch: (n_sent > 0).then(|| FetchId(chance.below(n_sent) as u32)),
        level: [Level::Story, Level::Connection, Level::Packets][chance.below(3)],
        lanes: Lanes { dns_expanded: chance.below(3) == 0, ends_only: chance.below(3) == 0 },
        opened: (0..chance.below(3)).map(|_| row(chance.below(300))).collect(),
        step: chance.below(100),
    };
    state
}

#[test]
fn whatever_is_on_the_screen_comes_back_from_its_link_and_file() {
    let mut chance = Chance::new(6);
    for _ in 0..2_000 {
        let state = random_state(&mut chance);
        let link = link_text(&state, Secrets::Include).unwrap();
        assert!(link.bytes().all(|c| c.is_ascii_alphanumeric() || b"-_.".contains(&c)), "{link}");
        let read = read_link(&format!("#{link}")).unwrap().unwrap();
        assert_eq!(shown(&read), shown(&state));
        let read = read_file(&file_text(&state, Secrets::Include)).unwrap();
        assert_eq!(shown(&read), shown(&state));
    }
}

#[test]
fn old_links_still_show_what_they_showed() {
    let lines: Vec<&str> = OLD_LINKS.lines().filter(|line| !line.starts_with("//")).collect();
    assert!(lines.len() >= 10);
    for pair in lines.chunks(2) {
        let [link, expected] = pair else { panic!("a link and what it shows are a pair") };
        let state = read_link(link).unwrap().unwrap();
        assert_eq!(shown(&state), *expected, "{link}");
    }
}

#[test]
fn the_first_screen_is_a_short_link() {
    let link = link_text(&LinkState::default(), Secrets::LeaveOut).unwrap();
    assert!(link.len() < 300, "{} characters", link.len());
    assert_eq!(read_link(&link), Ok(Some(LinkState::default())));
    assert_eq!(read_link("#"), Ok(None));
    assert_eq!(read_link(""), Ok(None));
}

#[test]
fn every_example_is_a_link_of_less_than_2000_characters() {
    for example in trace::built_in() {
        let requests = &example.scenario.requests;
        let draft = Draft::of_request(requests.last().unwrap());
        let state = LinkState { draft, scenario: example.scenario.clone(), ..LinkState::default() };
        let link = link_text(&state, Secrets::LeaveOut);
        let link = link.unwrap_or_else(|error| panic!("{}: {error}", example.name));
        assert!(link.len() < 2000, "{}: {}", example.name, link.len());
    }
}

#[test]
fn a_link_that_was_cut_or_changed_is_told() {
    let mut state = LinkState::default();
    state.scenario.requests.push(Scenario::default().requests[0].clone());
    let link = link_text(&state, Secrets::LeaveOut).unwrap();
    for end in PREFIX.len()..link.len() {
        assert_eq!(read_link(&link[..end]), Err(LinkError::Damaged), "cut at {end}");
    }
    for at in PREFIX.len()..link.len() {
        for other in ["A", "z", "_", "%20", "."] {
            let changed = [&link[..at], other, &link[at + 1..]].concat();
            if changed != link {
                let read = read_link(&changed);
                assert_eq!(read, Err(LinkError::Damaged), "{other} at {at}");
            }
        }
    }
    assert_eq!(read_link(&format!("{link}…")), Err(LinkError::Damaged));
    assert_eq!(read_link("#v2.abc"), Err(LinkError::Newer));
    for hash in ["#top", "v1", "vx.abc", "v0.abc", "🦀", "V1.abc"] {
        assert_eq!(read_link(hash), Err(LinkError::NotOurs), "{hash}");
    }
}

/// A link of ours as far as prefix and checksum go.
fn forged(octets: &[u8]) -> String {
    sealed(&compress_to_vec(octets, 9))
}

#[test]
fn a_hostile_link_is_told() {
    assert_eq!(read_link(&forged(&vec![0; 10 * 1024 * 1024])), Err(LinkError::TooBig));
    assert_eq!(read_link(&format!("v1.{}", "A".repeat(1_000_000))), Err(LinkError::TooBig));
    assert_eq!(read_link(&sealed(b"")), Err(LinkError::Damaged));
    assert_eq!(read_link(&sealed(&[0xff; 50])), Err(LinkError::Damaged));
    assert_eq!(read_link(&forged(b"")), Err(LinkError::BadContent));
    assert_eq!(read_link(&forged(&[0xff; 100])), Err(LinkError::BadContent));
    let mut state = LinkState::default();
    state.scenario.world.round_trip_time = Duration::from_secs(1_000_000);
    let link = link_text(&state, Secrets::LeaveOut).unwrap();
    assert_eq!(read_link(&link), Err(LinkError::BadContent), "a world that cannot be");
}

#[test]
fn no_octets_break_the_reader() {
    let mut chance = Chance::new(12);
    let mut n_read = 0;
    for _ in 0..20_000 {
        let mut octets = wire::octets(&random_state(&mut chance));
        for _ in 0..=chance.below(3) {
            let at = chance.below(octets.len());
            octets[at] = chance.below(256) as u8;
        }
        octets.truncate(chance.below(octets.len() * 4).max(1));
        n_read += usize::from(wire::state(&octets).is_ok());
    }
    assert!(n_read > 100, "some changes do no harm: {n_read}");
}

#[test]
fn what_a_newer_program_adds_is_told() {
    let mut octets = wire::octets(&LinkState::default());
    assert_eq!(octets.pop(), Some(0), "nothing more is in it");
    octets.extend([1, 77, 0]);
    assert_eq!(read_link(&forged(&octets)), Err(LinkError::Newer));
}

#[test]
fn what_is_too_long_for_a_link_goes_into_a_file() {
    let mut chance = Chance::new(7);
    let mut state = LinkState::default();
    let text: String = (0..12_000).map(|_| char::from(b'a' + chance.below(26) as u8)).collect();
    state.draft.body = Body::Text(text);
    let error = link_text(&state, Secrets::LeaveOut).unwrap_err();
    assert!(error.to_string().ends_with("many programs cut it; save a file instead"), "{error}");
    assert_eq!(read_file(&file_text(&state, Secrets::LeaveOut)), Ok(state.clone()));
    // What a link may not inflate to is not written into one.
    for n in [1_000, 17_000, 200_000, 300_000] {
        state.draft.body = Body::Text("a".repeat(n));
        match link_text(&state, Secrets::LeaveOut) {
            Ok(link) => assert_eq!(read_link(&link), Ok(Some(state.clone()))),
            Err(error) => assert!(error.characters > MAX_CHARACTERS),
        }
    }
}

#[test]
fn a_form_keeps_its_rows_that_are_switched_off() {
    let mut state = LinkState::default();
    let mut rows = Rows::of_text(Some("a=1&b=2&c"), Escaping::Form);
    let id = rows.iter().nth(1).unwrap().id;
    rows.edit(id, |row| row.is_enabled = false);
    state.draft.body = Body::Form(rows);
    let link = link_text(&state, Secrets::LeaveOut).unwrap();
    assert!(shown(&state).contains("\"a=1&[b=2]&c\""), "{}", shown(&state));
    assert_eq!(shown(&read_link(&link).unwrap().unwrap()), shown(&state));
}

/// Prints the lines of `tests/data/links.txt`; run it when a member is added, and append.
#[test]
#[ignore = "it makes the corpus, and does not judge it"]
fn print_links() {
    let mut chance = Chance::new(8);
    for _ in 0..12 {
        print_link(&random_state(&mut chance));
    }
    for change in changes() {
        let mut state = LinkState::default();
        state.scenario.requests = Scenario::default().requests;
        change(&mut state);
        print_link(&state);
    }
}

fn print_link(state: &LinkState) {
    println!("{}\n{}", link_text(state, Secrets::Include).unwrap(), shown(state));
}

type Change = Box<dyn FnOnce(&mut LinkState)>;

/// One thing at a time that is not as in the default exchange.
fn changes() -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let mut add = |change: Change| changes.push(change);
    for fault in Fault::ALL {
        add(Box::new(move |state| state.scenario.world.faults = vec![fault]));
    }
    add(Box::new(|state| state.scenario.world.faults = Fault::ALL.to_vec()));
    add(Box::new(|state| {
        state.scenario.world.faults = vec![Fault::DnsTimeout, Fault::NameNotFound];
    }));
    add(Box::new(|state| {
        state.scenario.world.loss_ppm = 300_000;
        state.scenario.world.faults = vec![Fault::PacketLoss { ppm: 7 }, Fault::HalfClose];
    }));
    for kind in ClientKind::names() {
        let kind = ClientKind::from_name(kind).unwrap();
        add(Box::new(move |state| state.scenario.world.client = kind));
    }
    add(Box::new(|state| state.scenario.world.http = HttpVersion::Http2));
    add(Box::new(|state| {
        let world = &mut state.scenario.world;
        (world.round_trip_time, world.resolver_round_trip_time) = (Duration::ZERO, Duration::ZERO);
        (world.bandwidth_bits_per_s, world.mtu, world.loss_ppm) = (None, 576, 1_000_000);
        (state.scenario.seed, state.scenario.starts_at_unix_s) = (u64::MAX, 0);
    }));
    add(Box::new(|state| {
        let world = &mut state.scenario.world;
        world.round_trip_time = Duration::from_micros(60_000_000);
        world.resolver_round_trip_time = Duration::from_micros(1);
        (world.bandwidth_bits_per_s, world.mtu) = (Some(1000), 9000);
    }));
    add(Box::new(|state| {
        let entry = |name, kind, value| ZoneEntry::parse(name, kind, value, 300).unwrap();
        state.scenario.world.zone = vec![
            entry("shop.example.com", "A", "93.184.216.34"),
            entry("six.example.com", "AAAA", "2001:db8::34"),
            entry("www.shop.example", "CNAME", "shop.example.com"),
        ];
    }));
    for (level, lanes, step) in [
        (Level::Story, Lanes { dns_expanded: true, ends_only: false }, 3),
        (Level::Connection, Lanes { dns_expanded: false, ends_only: true }, 10),
        (Level::Packets, Lanes::default(), 0),
    ] {
        add(Box::new(move |state| {
            let opened = vec![FoldedId::Packet(PacketId(4)), FoldedId::Message(MessageId(2))];
            state.place = Place { fetch: Some(FetchId(0)), level, lanes, opened, step };
        }));
    }
    add(Box::new(|state| {
        let body = vec![0, 255, 16];
        let mut put = Request::parse("PUT", "https://api.example.com/users/7", &[], body).unwrap();
        put.pause_before = Duration::from_micros(3_600_000_000);
        put.at_once = true;
        state.scenario.requests.push(put);
    }));
    add(Box::new(|state| state.scenario.requests.clear()));
    changes
}

/// Files that were once saved, each with what it shows: they are too long for links.
const OLD_FILES: [(&str, &str); 3] = [
    (
        include_str!("../../../tests/data/long_body.roundtrip"),
        include_str!("../../../tests/data/long_body.txt"),
    ),
    (
        include_str!("../../../tests/data/long_zone.roundtrip"),
        include_str!("../../../tests/data/long_zone.txt"),
    ),
    (
        include_str!("../../../tests/data/many_requests.roundtrip"),
        include_str!("../../../tests/data/many_requests.txt"),
    ),
];

#[test]
fn old_files_still_show_what_they_showed() {
    for (file, expected) in OLD_FILES {
        assert!(file.len() > MAX_CHARACTERS);
        assert_eq!(whole(&read_file(file).unwrap()), expected);
    }
}

/// What a file shows, with the octets that were sent by their hash.
fn whole(state: &LinkState) -> String {
    let bodies = state.scenario.requests.iter().map(|request| &*request.body);
    let bodies: Vec<u8> = bodies.collect::<Vec<_>>().concat();
    format!("{} {:016x}\n", shown(state), trace::hash(&bodies))
}

/// Makes the files of `tests/data` that are long.
#[test]
#[ignore = "it makes the corpus, and does not judge it"]
fn save_files() {
    let mut chance = Chance::new(9);
    let mut octets = |n| (0..n).map(|_| chance.below(256) as u8).collect::<Vec<u8>>();
    let mut request =
        |n| Request::parse("POST", "http://api.example.com/users", &[], octets(n)).unwrap();
    let mut long_body = LinkState::default();
    long_body.scenario.world.faults = vec![Fault::SlowReader, Fault::ResetMidResponse];
    long_body.scenario.requests.push(request(9000));
    save_file("long_body", &long_body);
    let mut many_requests = LinkState::default();
    many_requests.scenario.world.client = ClientKind::Browser;
    many_requests.scenario.world.faults = vec![Fault::PacketLoss { ppm: 20_000 }, Fault::DualStack];
    many_requests.scenario.requests = (0..40).map(|_| request(200)).collect();
    many_requests.place.fetch = Some(FetchId(39));
    save_file("many_requests", &many_requests);
    let mut long_zone = LinkState::default();
    long_zone.scenario.requests.push(request(1));
    let mut name =
        || octets(60).iter().map(|octet| char::from(b'a' + octet % 26)).collect::<String>();
    let mut entry = |_| {
        let name = format!("{}.{}.example.com", name(), name());
        ZoneEntry::parse(&name, "AAAA", "2001:db8::34", 604_800).unwrap()
    };
    long_zone.scenario.world.zone = (0..100).map(&mut entry).collect();
    save_file("long_zone", &long_zone);
}

fn save_file(name: &str, state: &LinkState) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data");
    std::fs::write(format!("{folder}/{name}.roundtrip"), file_text(state, Secrets::Include))
        .unwrap();
    std::fs::write(format!("{folder}/{name}.txt"), whole(state)).unwrap();
}

#[test]
fn a_link_and_a_file_leave_out_what_is_secret() {
    let mut draft =
        Draft { url: TypedUrl::new("http://ann:abc123@x/?token=abc123"), ..Draft::default() };
    draft.headers.add("Cookie", "session=abc123");
    draft.body = Body::Json("{\"password\": \"abc123\"}".to_owned());
    let mut state = LinkState { draft: draft.clone(), ..LinkState::default() };
    state.scenario.requests.push(draft.request().unwrap());
    let link = link_text(&state, Secrets::LeaveOut).unwrap();
    let read = read_link(&link).unwrap().expect("a link holds a state");
    assert_eq!(read.draft, redacted(&draft));
    assert_eq!(read.scenario.requests, [redacted_request(&state.scenario.requests[0])]);
    assert!(!format!("{read:?}").contains("abc123"), "{read:?}");
    assert!(!file_text(&state, Secrets::LeaveOut).contains("abc123"));
    let asked_for = file_text(&state, Secrets::Include);
    assert_eq!(read_file(&asked_for).unwrap(), state, "who asks for it gets everything");
}
