//! Links there and back, old ones, cut ones and hostile ones.

use super::*;
use crate::place::{Compared, Subject};
use compose::body::{Body, BodyKind};
use compose::change::{Change, Turn};
use compose::fetching::Field;
use compose::params::TypedUrl;
use compose::replay::{Replay, TIMES};
use compose::rows::{Escaping, Rows};
use core::time::Duration;
use picture::{Axis, FoldedId, Lanes, Level};
use testing::Chance;
use trace::{
    Alpn, Crash, Expired, Fault, FetchId, FetchOptions, HttpUrl, HttpVersion, MessageId,
    OptionDescription, OptionKind, PacketId, Request, World, ZoneEntry, ZoneRecord,
};

/// Links that were once given out, each with what it shows.
const OLD_LINKS: &str = include_str!("../../../../tests/data/links.txt");

/// A state in one line. Rows that are switched off stand in brackets.
fn shown(state: &LinkState) -> String {
    let bracketed =
        |is_enabled: bool, text: String| if is_enabled { text } else { format!("[{text}]") };
    let rows = |rows: &Rows| {
        let rows = rows.iter().map(|row| bracketed(row.is_enabled, row.written()));
        rows.collect::<Vec<_>>().join("&")
    };
    let LinkState { draft, scenario, place } = state;
    let Place { fetch, level, lanes, axis, opened, step, .. } = place;
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
            "{} {} {:?} {} {}{}",
            request.method,
            request.url,
            request.pause_before,
            request.at_once,
            request.body.len(),
            // The first links said nothing of it.
            match request.fetch == FetchOptions::default() {
                true => String::new(),
                false => format!(" {:?}", request.fetch),
            },
        )
    });
    let world = &scenario.world;
    let is_plain = *lanes == Lanes::default() && opened.is_empty();
    let seen = if is_plain { String::new() } else { format!(" {lanes:?} {opened:?}") };
    // The first links said nothing of it.
    let seen = if *axis == Axis::EqualSteps { seen } else { format!("{seen} {axis:?}") };
    format!(
        "{:?} {:?} ({:?}) {headers:?} {:?} {form:?} | seed {} at {}, {:?} {:?} {:?} {:?} {} {} {:?} {:?} {:?} | {:?} | {level:?} {fetch:?} {step}{seen}",
        draft.method,
        draft.url.text(),
        rows(draft.url.params()),
        draft.body.kind(),
        scenario.seed,
        scenario.starts_at_unix_s,
        world.client.kind,
        world.network.round_trip_time,
        world.network.resolver_round_trip_time,
        world.network.bandwidth_bits_per_s,
        world.network.mtu,
        world.network.loss_ppm,
        world.names.zone,
        unusual(world),
        world.client.http,
        sent.collect::<Vec<_>>(),
    )
}

/// What is not as usual, by the names of version 1: faults in their order, and behind them what
/// breaks nothing.
fn unusual(world: &World) -> Vec<&'static str> {
    let options = [
        (world.server.alpn == Alpn::Http10, "no-common-protocol"),
        (world.network.dual_stack, "dual-stack"),
        (world.server.slow_reader, "slow-reader"),
        (world.client.half_close, "half-close"),
        (world.server.https_only, "https-only"),
    ];
    let faults = world.faults.iter().map(|fault| fault.name());
    faults.chain(options.into_iter().filter_map(|(is_on, name)| is_on.then_some(name))).collect()
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
    for option in OptionDescription::all().filter(|_| chance.below(3) == 0).collect::<Vec<_>>() {
        (option.set)(&mut scenario.world, random_value(option, chance));
    }
    if chance.below(3) == 0 {
        scenario.world.faults = vec![Fault::ServerSilent, Fault::BrokenIpv6];
    }
    if scenario.world.has_ipv6() {
        scenario.world.network.mtu = 1280;
    }
    if chance.below(3) == 0 {
        let record = ZoneRecord::A([192, 0, 2, 1].into());
        scenario.world.names.zone.push(ZoneEntry {
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
        for option in FetchOptions::ALL.iter().filter(|_| chance.below(6) == 0).collect::<Vec<_>>()
        {
            (option.set)(&mut request, random_value(option, chance));
        }
        if chance.below(3) == 0 {
            request.fetch.page = Some(HttpUrl::parse("https://shop.example/a").unwrap());
        }
        scenario.requests.push(request);
    }
    for field in Field::ALL.into_iter().filter(|_| chance.below(6) == 0).collect::<Vec<_>>() {
        let text = chance.text(&pieces, 12);
        state.draft.fetching.set(field, &text);
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
        axis: if chance.below(3) == 0 { Axis::ToScale } else { Axis::EqualSteps },
        opened: (0..chance.below(3)).map(|_| row(chance.below(300))).collect(),
        step: chance.below(100),
        compared: (chance.below(3) == 0).then(|| Box::new(random_comparison(chance))),
        replayed: (chance.below(3) == 0).then(|| Replay {
            fetch: FetchId(chance.below(4) as u32),
            times: TIMES[chance.below(3)],
            is_answer_lost: chance.below(2) == 0,
        }),
        overviewed: (chance.below(3) == 0).then(|| FetchId(chance.below(300) as u32)),
    };
    state
}

fn random_comparison(chance: &mut Chance) -> Compared {
    let mut side = || {
        let fetch = FetchId(chance.below(4) as u32);
        let span = Duration::from_millis(chance.below(9000) as u64);
        let change = match chance.below(12) {
            0 => return Subject::Sent(fetch),
            1 => Change::WithoutField(chance.text(&["a", "-", "X"], 5)),
            2 => Change::Method("PATCH".to_owned()),
            3 => Change::Version(HttpVersion::Http2),
            4 => Change::Encrypted(chance.below(2) == 0),
            5 => Change::RoundTrip(span),
            6 => Change::Later(span),
            7 => Change::Lossy,
            8 => Change::LostPacket(chance.below(300) as u32 + 1),
            9 => Change::Expired(Expired::Answers),
            10 => Change::From(span, Turn::ALL[chance.below(2)]),
            _ => Change::Repaired,
        };
        Subject::Changed(fetch, change)
    };
    Compared { sides: [side(), side()], row: chance.below(500) }
}

fn random_value<Of>(option: &OptionDescription<Of>, chance: &mut Chance) -> Option<u64> {
    let mut within = |min: u64, max: u64| Some(min + chance.below((max - min) as usize + 1) as u64);
    match option.kind {
        OptionKind::Switch => within(0, 1),
        OptionKind::Choice(names) => within(0, names.len() as u64 - 1),
        OptionKind::Limit(_) if within(0, 1) == Some(0) => None,
        OptionKind::Number(bounds) | OptionKind::Limit(bounds) => within(bounds.min, bounds.max),
    }
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
fn an_old_link_to_what_failed_goes_on_failing_and_a_new_one_says_so_itself() {
    let read = |state: &LinkState| wire::state(&wire::octets(state)).unwrap();
    let crash = |state: &LinkState| state.scenario.world.server.server_crash;
    let mut state = LinkState::default();
    let url = "http://api.example.com/orders";
    state.scenario.requests.push(Request::parse("GET", url, &[], Vec::new()).unwrap());
    assert_eq!(crash(&read(&state)), Crash::Nowhere, "as it was written");
    // What was given out when there was no such option says nothing of it.
    state.scenario.world.server.server_crash = Crash::Orders;
    let octets = wire::octets(&state);
    assert!(!octets.windows(12).any(|found| found == b"server_crash"));
    assert_eq!(crash(&read(&state)), Crash::Orders);
    let draft = Draft { url: TypedUrl::new(url), ..Draft::default() };
    assert_eq!(crash(&read(&LinkState { draft, ..LinkState::default() })), Crash::Nowhere);
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
    state.scenario.world.network.round_trip_time = Duration::from_secs(1_000_000);
    let link = link_text(&state, Secrets::LeaveOut).unwrap();
    assert_eq!(read_link(&link), Err(LinkError::BadContent), "a world that cannot be");
}

/// A link that is short, and holds very much.
fn bomb(change: impl FnOnce(&mut LinkState)) -> String {
    let mut state = LinkState::default();
    change(&mut state);
    let octets = wire::octets(&state);
    assert!(octets.len() <= MAX_INFLATED_FROM_LINK, "it may be opened: {}", octets.len());
    forged(&octets)
}

#[test]
fn a_short_link_with_very_many_rows_is_bounded_or_refused() {
    let headers = |n_headers: usize, is_enabled: bool| {
        bomb(|state| {
            for _ in 0..n_headers {
                let id = state.draft.headers.add("", "");
                state.draft.headers.edit(id, |row| row.is_enabled = is_enabled);
            }
        })
    };
    let body = |text: String| {
        bomb(|state| state.draft.body = Body::Form(Rows::of_text(Some(&text), Escaping::Form)))
    };
    let url =
        |n: usize| bomb(|state| state.draft.url.retype(format!("http://x/?{}", "&".repeat(n))));
    let fine = [url(16_000), url(200_000), body("&".repeat(200_000)), headers(900, false)];
    for link in fine {
        let state = read_link(&link).expect("it is opened").expect("it says something");
        assert!(state.draft.url.params().iter().count() <= 1000);
    }
    for link in [headers(4_000, true), headers(40_000, false)] {
        assert_eq!(read_link(&link), Err(LinkError::TooBig));
    }
    let form = |n_rows: usize| {
        let rows = Rows::of_text(Some(&"&".repeat(n_rows)), Escaping::Form);
        let draft = Draft { body: Body::Form(rows), ..Draft::default() };
        read_file(&file_text(&LinkState { draft, ..LinkState::default() }, Secrets::Include))
    };
    assert!(form(200_000).is_ok());
    assert_eq!(form(2_000_000), Err(LinkError::TooBig));
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
fn options_and_faults_that_are_not_known_here_are_told() {
    let mut state = LinkState::default();
    state.scenario.world.server.slow_reader = true;
    state.scenario.world.faults = vec![Fault::ServerSilent];
    let octets = wire::octets(&state);
    let changed = |from: &str, to: &str| {
        let at = octets.windows(from.len()).position(|found| found == from.as_bytes());
        let mut octets = octets.clone();
        octets[at.unwrap()..][..to.len()].copy_from_slice(to.as_bytes());
        read_link(&forged(&octets))
    };
    assert_eq!(changed("server.slow_reader", "server.slow_reader"), Ok(Some(state.clone())));
    assert_eq!(changed("server.slow_reader", "server.slow_eraser"), Err(LinkError::Newer));
    assert_eq!(changed("server-silent", "server-loud!!"), Err(LinkError::Newer));
    assert_eq!(
        changed("reader\u{1}\u{1}", "reader\u{1}\u{2}"),
        Err(LinkError::Newer),
        "neither on nor off"
    );
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
        let state = random_state(&mut chance);
        println!("{}\n{}", link_text(&state, Secrets::Include).unwrap(), shown(&state));
    }
}

/// Files that were once saved, each with what it shows: they are too long for links.
const OLD_FILES: [(&str, &str); 3] = [
    (
        include_str!("../../../../tests/data/long_body.roundtrip"),
        include_str!("../../../../tests/data/long_body.txt"),
    ),
    (
        include_str!("../../../../tests/data/long_zone.roundtrip"),
        include_str!("../../../../tests/data/long_zone.txt"),
    ),
    (
        include_str!("../../../../tests/data/many_requests.roundtrip"),
        include_str!("../../../../tests/data/many_requests.txt"),
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

#[test]
fn a_text_comes_back_from_its_link_and_no_other_does() {
    let text = "---\ntitle: a\n---\n".repeat(40);
    let link = packed_text(&text).expect("it is short");
    assert!(link.starts_with(PREFIX) && link.len() < 200, "{link}");
    assert_eq!(read_text(&link), Ok(text));
    assert_eq!(read_text(&link[..link.len() - 4]), Err(LinkError::Damaged));
    assert_eq!(read_text("v2.abc"), Err(LinkError::Newer));
    assert!(packed_text(&"x".repeat(1 << 20)).is_err(), "it would not be opened");
}
