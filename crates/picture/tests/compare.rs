//! Two traces held against each other: over pairs of built-in scenarios, and over single changes of one.

use picture::compare::{Comparison, Difference, Mark, What, compare, said, text};
use picture::layout::{Form, Item, layout_pair};
use picture::{Axis, Level, Sequence, Step};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use trace::{Content, FieldLine, HttpVersion, Outcome, Scenario, Trace, built_in};

const LEVELS: [Level; 3] = [Level::Story, Level::Connection, Level::Packets];

static TRACES: LazyLock<BTreeMap<&'static str, Arc<Trace>>> = LazyLock::new(|| {
    let traces = built_in().into_iter();
    traces.map(|example| (example.name, Arc::new(engine::simulate(&example.scenario)))).collect()
});

fn shown(trace: &Arc<Trace>, level: Level) -> Sequence {
    match trace.first_shown().filter(|_| !trace.scenario.is_page()) {
        Some(fetch) => Sequence::of_fetch(trace.clone(), fetch, level),
        None => Sequence::new(trace.clone(), level),
    }
}

fn of(name: &str, level: Level) -> Sequence {
    shown(&TRACES[name], level)
}

fn changed(name: &str, change: impl FnOnce(&mut Scenario)) -> Sequence {
    let mut scenario = TRACES[name].scenario.clone();
    change(&mut scenario);
    shown(&Arc::new(engine::simulate(&scenario)), Level::Story)
}

/// What holds for any two.
#[track_caller]
fn check(both: [&Sequence; 2]) -> Comparison {
    let comparison = compare(both[0], both[1]);
    assert_eq!(compare(both[1], both[0]), comparison.mirrored(), "it is symmetric");
    for (side, sequence) in both.iter().enumerate() {
        let steps: Vec<usize> = comparison.rows.iter().filter_map(|row| row[side]).collect();
        assert!(steps.into_iter().eq(0..sequence.steps.len()), "each step has a row, in order");
        let same = compare(sequence, sequence);
        assert_eq!(same.differences, [], "equal ones do not differ");
        assert!(same.rows.iter().all(|[first, second]| first == second));
    }
    comparison.differences.iter().for_each(|difference| check_real(both, difference));
    let marks = comparison.marks();
    for (row, mark) in comparison.rows.iter().zip(&marks) {
        let is_moved = comparison.moved.iter().any(|pair| {
            row.contains(&None) && [0, 1].iter().any(|side| row[*side] == Some(pair[*side]))
        });
        let is_alone = row.contains(&None) && !is_moved;
        assert_eq!(*mark == Some(Mark::Only), is_alone, "what only one has is marked so");
        assert!(!is_moved || *mark >= Some(Mark::Order), "what both do at another place, too");
    }
    for said in said(&comparison, both) {
        assert!(!said.text.is_empty());
        assert!(said.text.chars().count() < 220, "short: {}", said.text);
    }
    assert!(text(&comparison, both, ["one", "another"]).ends_with('\n'));
    comparison
}

/// Whether a difference tells of the data of both, and those differ.
fn check_real(both: [&Sequence; 2], difference: &Difference) {
    let step = |side: usize| -> &Step {
        &both[side].steps[difference.steps[side].expect("both have the step")]
    };
    let content = |side: usize| {
        &both[side].trace.message(step(side).message().expect("it shows a message")).content
    };
    let fetch = |side: usize| both[side].fetch.map(|id| both[side].trace.fetch(id));
    let sides = [0, 1];
    match &difference.what {
        What::Outcome(outcomes) => {
            assert_ne!(outcomes[0], outcomes[1]);
            for side in sides {
                let fetch = fetch(side).or(both[side].trace.fetches.first());
                assert_eq!(outcomes[side], fetch.and_then(|fetch| fetch.outcome.clone()));
            }
        }
        What::Time(times) => {
            assert_ne!(times[0], times[1]);
            for side in sides {
                if let Some(fetch) = fetch(side) {
                    let end = fetch.finished_at.unwrap_or(both[side].trace.ended_at);
                    assert_eq!(times[side], end - fetch.started_at);
                }
            }
        }
        What::RoundTrips([first, second])
        | What::Connections([first, second])
        | What::Octets([first, second]) => assert_ne!(first, second),
        What::LostPackets(counts) => {
            assert_ne!(counts[0], counts[1]);
            for side in sides {
                let packets = both[side].trace.packets.iter();
                let lost = packets.filter(|packet| packet.received_at.is_none()).count();
                assert!(counts[side] <= lost);
            }
        }
        What::TableChanges(changes) => {
            assert_ne!(changes[0], changes[1]);
            for side in sides {
                let exchanges = both[side].trace.exchanges.iter();
                let all: Vec<_> = exchanges.flat_map(|exchange| &exchange.table_changes).collect();
                assert!(changes[side].iter().all(|change| all.contains(&change)));
            }
        }
        What::Order => assert!(!difference.steps.contains(&None), "both have it"),
        What::Only => {
            assert!(difference.steps.iter().flatten().count() == 1);
        }
        What::Arrival(arrivals) => {
            assert_ne!(arrivals[0], arrivals[1]);
            assert!(sides.iter().all(|side| arrivals[*side] == step(*side).ended_at.is_some()));
        }
        What::Duration(spans) => {
            assert_ne!(spans[0], spans[1]);
            for side in sides {
                let ended_at = step(side).ended_at.expect("it arrives");
                assert_eq!(spans[side], ended_at - step(side).started_at);
            }
        }
        What::Words(words) => assert_ne!(words[0], words[1]),
        What::Method(values) | What::Target(values) | What::Version(values) => {
            assert_ne!(values[0], values[1]);
            for side in sides {
                let (Content::HttpRequest { version, .. } | Content::HttpResponse { version, .. }) =
                    content(side)
                else {
                    panic!("{:?} is of no message of HTTP", difference.what);
                };
                let is_there = match content(side) {
                    Content::HttpRequest { method, target, .. } => {
                        [method, target].contains(&&values[side])
                    }
                    _ => false,
                };
                assert!(is_there || *version == values[side]);
            }
        }
        What::Status(codes) => {
            assert_ne!(codes[0], codes[1]);
            for side in sides {
                let Content::HttpResponse { status_code, .. } = content(side) else { panic!() };
                assert_eq!(codes[side], *status_code);
            }
        }
        What::Field(lines) => {
            let values = |lines: &[FieldLine]| -> Vec<String> {
                lines.iter().map(|line| line.value.clone()).collect()
            };
            assert_ne!(values(&lines[0]), values(&lines[1]));
            for side in sides {
                let id = step(side).message().expect("it shows a message");
                let (Content::HttpRequest { field_lines, .. }
                | Content::HttpResponse { field_lines, .. }) = content(side)
                else {
                    panic!("only HTTP has fields");
                };
                let trailers = both[side].trace.trailers_of(id);
                let all: Vec<_> = field_lines.iter().chain(trailers).collect();
                assert!(lines[side].iter().all(|line| all.contains(&line)));
            }
        }
        What::Content(contents) => {
            assert_ne!(contents[0], contents[1]);
            for side in sides {
                let (Content::HttpRequest { body, .. } | Content::HttpResponse { body, .. }) =
                    content(side)
                else {
                    panic!("only HTTP has content");
                };
                let octets = body.iter().map(|range| both[side].trace.octets.slice(*range));
                assert_eq!(contents[side], octets.collect::<Vec<_>>().concat());
            }
        }
    }
}

/// No two labels lie over each other, and what belongs together stands at one height.
fn check_laid_out(both: [&Sequence; 2], comparison: &Comparison, width: f64) {
    let pair = layout_pair(both, comparison, width);
    assert_eq!(pair.rows.len(), comparison.rows.len());
    let spans: Vec<_> = (0..pair.rows.len()).filter_map(|row| pair.row_span(row)).collect();
    assert_eq!(spans.len(), pair.rows.len());
    assert!(spans.windows(2).all(|two| two[0].end <= two[1].start + 0.001));
    for side in [0, 1] {
        let diagram = &pair.diagrams[side];
        assert_eq!(diagram.form, Form::Bare);
        let items = diagram.items(both[side]);
        assert_eq!(items.len(), both[side].steps.len());
        for (row, span) in comparison.rows.iter().zip(&spans) {
            let Some(step) = row[side] else { continue };
            let own = diagram.step_span(step);
            assert!((own.start - span.start).abs() < 0.001);
            assert!(own.end <= span.end + 0.001, "its row has room for it");
        }
        for item in &items {
            let Item::Arrow(arrow) = item else { continue };
            let span = diagram.step_span(arrow.step);
            let ground = arrow.label.ground(diagram.label_px);
            assert!(ground.y >= span.start && arrow.y <= span.end, "{arrow:?} in {span:?}");
            assert!(ground.x >= -4.0 && ground.x + ground.width <= diagram.width + 4.0);
        }
    }
    assert_eq!(pair.diagrams[0].height, pair.diagrams[1].height);
}

/// On one clock and in one scale: whatever is later, on whichever side, stands lower; and no row lies over
/// another.
fn check_to_scale(both: [&Sequence; 2], comparison: &Comparison, width: f64) {
    let pair = layout_pair(both, comparison, width);
    let mut instants = Vec::new();
    for side in [0, 1] {
        let (diagram, sequence) = (&pair.diagrams[side], both[side]);
        let zero = sequence.starts_at();
        for item in diagram.items(sequence) {
            let Item::Arrow(arrow) = item else { continue };
            let step = &sequence.steps[arrow.step];
            instants.push((step.started_at.since(zero), arrow.y));
            let arrived = step.ended_at.filter(|_| step.from != step.to);
            instants.extend(arrived.map(|at| (at.since(zero), arrow.y2)));
        }
        let spans: Vec<_> = pair.rows.iter().filter_map(|spans| spans[side].clone()).collect();
        assert_eq!(spans.len(), sequence.steps.len(), "what is not there has no place");
        assert!(spans.windows(2).all(|two| two[0].end <= two[1].start + 0.001));
        assert!(diagram.items(sequence).iter().all(|item| match item {
            Item::Arrow(arrow) => arrow.label.y > 0.0 && arrow.y2 <= diagram.height,
            Item::Note(note) => note.area.y + note.area.height <= diagram.height,
            Item::Folded(_) => false,
        }));
    }
    instants.sort_by(|one, other| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)));
    for two in instants.windows(2) {
        assert!(two[0].0 == two[1].0 || two[0].1 <= two[1].1 + 0.01, "{two:?}");
    }
    let rulers = [0, 1].map(|side| pair.diagrams[side].ruler.clone().expect("heights are time"));
    assert_eq!(rulers[0].slow, rulers[1].slow);
    assert_eq!(rulers[0].ticks, rulers[1].ticks);
    assert_eq!(pair.diagrams[0].height, pair.diagrams[1].height);
}

fn lines(both: [&Sequence; 2]) -> Vec<String> {
    said(&check(both), both).into_iter().map(|said| said.text).collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 60,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_two_built_ins_are_compared_alike_from_either_side(
        first in prop::sample::select(TRACES.keys().copied().collect::<Vec<_>>()),
        second in prop::sample::select(TRACES.keys().copied().collect::<Vec<_>>()),
        level in prop::sample::select(LEVELS.to_vec()),
        width in 340.0..1920.0f64,
    ) {
        let both = [&of(first, level), &of(second, level)];
        let comparison = check(both);
        check_laid_out(both, &comparison, width / 2.0);
        let both = [0, 1].map(|side| both[side].clone().with_axis(Axis::ToScale));
        check_to_scale([&both[0], &both[1]], &comparison, width / 2.0);
    }

    #[test]
    fn any_single_change_of_a_world_is_found_or_changes_nothing(
        name in prop::sample::select(TRACES.keys().copied().collect::<Vec<_>>()),
        level in prop::sample::select(LEVELS.to_vec()),
        change in 0..5usize,
    ) {
        let mut scenario = TRACES[name].scenario.clone();
        match change {
            0 => scenario.world.network.round_trip_time *= 3,
            1 => (scenario.seed, scenario.world.network.loss_ppm) = (7, 100_000),
            2 => scenario.world.client.http = HttpVersion::Http2,
            3 => scenario.requests.iter_mut().for_each(|request| request.field_lines.0.clear()),
            _ => scenario.world.server.database_down = true,
        }
        let other = shown(&Arc::new(engine::simulate(&scenario)), level);
        let one = of(name, level);
        let comparison = check([&one, &other]);
        let is_same = one.trace.events == other.trace.events && one.trace.octets == other.trace.octets;
        prop_assert!(!is_same || comparison.differences.is_empty());
    }
}

#[test]
fn every_built_in_is_equal_to_itself_run_again() {
    for (name, trace) in &*TRACES {
        let again = Arc::new(engine::simulate(&trace.scenario));
        for level in LEVELS {
            let comparison = compare(&shown(trace, level), &shown(&again, level));
            assert_eq!(comparison.differences, [], "{name}");
        }
    }
}

#[test]
fn more_distance_takes_more_time_and_nothing_else() {
    let near = of("get", Level::Story);
    let far = changed("get", |scenario| scenario.world.network.round_trip_time *= 3);
    insta::assert_snapshot!(lines([&near, &far]).join("\n"), @"Time: A 139.2 ms, B 299.2 ms: B is 160.0 ms slower");
}

#[test]
fn near_and_far_are_drawn_in_one_scale() {
    let near = of("get", Level::Story).with_axis(Axis::ToScale);
    let far = changed("get", |scenario| scenario.world.network.round_trip_time *= 3);
    let far = far.with_axis(Axis::ToScale);
    let pair = layout_pair([&near, &far], &compare(&near, &far), 700.0);
    let slants = [(0, &near), (1, &far)].map(|(side, sequence)| {
        let items = pair.diagrams[side].items(sequence).into_iter();
        let slants = items.filter_map(|item| match item {
            Item::Arrow(arrow) => Some((arrow.y2 - arrow.y).round() as i64),
            Item::Note(_) | Item::Folded(_) => None,
        });
        slants.max()
    });
    assert_eq!(slants, [Some(27), Some(80)], "20 ms and 60 ms one way");
}

#[test]
fn http_2_is_told_from_http_1() {
    let one = of("page-http1", Level::Story);
    let two = of("page-http2", Level::Story);
    insta::assert_snapshot!(lines([&one, &two]).join("\n"), @"
    Time: A 302.3 ms, B 300.1 ms: B is 2.2 ms faster
    Connections: A 6, B 1
    Bytes in packets to and from the client: A 25586, B 15470
    Version: A HTTP/1.1, B HTTP/2
    In another order: 8 steps, among them “Parse · find handler · write the answer”
    Only in A: Remembered: 93.184.216.34, for 299 s more
    ");
}

#[test]
fn without_its_header_a_request_has_another_outcome() {
    let names: Vec<&str> = TRACES.keys().copied().collect();
    let with = names.iter().find(|name| {
        let sent = TRACES[**name].scenario.requests.last();
        sent.is_some_and(|request| request.field_lines.has("authorization"))
            && TRACES[**name]
                .fetches
                .last()
                .is_some_and(|fetch| fetch.outcome == Some(Outcome::Answered(200)))
    });
    let name = with.expect("one of them says who asks");
    let one = of(name, Level::Story);
    let other = changed(name, |scenario| {
        let request = scenario.requests.last_mut().expect("it sends something");
        request.field_lines.0.retain(|line| !line.is("authorization"));
    });
    insta::assert_snapshot!(lines([&one, &other]).join("\n"), @r#"
    Outcome: A 200 OK, B 401 Unauthorized
    Time: A 139.6 ms, B 137.0 ms: B is 2.6 ms faster
    Bytes in packets to and from the client: A 884, B 906
    Header Authorization: A Bearer ada-token, B none
    Only in A: 3 steps, from “SELECT * FROM users ORDER BY id” on
    Web server: A find out who asks · check permission, B nobody it knows asks · write the error as JSON
    Client: A Parse JSON · show it, B Show the error
    Body of the answer: A [{"id": 1, "name": "Ada"}, {"id": 2, "name": "G…, B {"type": "about:blank", "title": "Unauthorized"…
    Header Cache-Control: A no-store, B none
    Header Content-Type: A application/json, B application/problem+json
    Header WWW-Authenticate: A none, B Bearer realm="api.example.com"
    "#);
}

#[test]
fn two_sends_to_one_world_are_compared_each_from_its_own_start() {
    let trace = &TRACES["keep-alive"];
    let ids: Vec<_> = trace.fetches.iter().map(|fetch| fetch.id).collect();
    let [first, second] =
        [ids[0], ids[1]].map(|id| Sequence::of_fetch(trace.clone(), id, Level::Connection));
    insta::assert_snapshot!(lines([&first, &second]).join("\n"), @r#"
    Round trips, one after another: A 3, B 1
    Time: A 139.2 ms, B 44.6 ms: B is 94.6 ms faster
    Connections: A 1, B 0
    Bytes in packets to and from the client: A 612, B 564
    Path and query: A /users/42, B /users
    Only in A: 5 steps, from “Resolve api.example.com” on
    Only in B: 4 steps, from “FIN, ACK” on
    Web server: A route /users/{id}, B route /users
    Web server → database: A SELECT * FROM users WHERE id=$1 · $1 = 42, B SELECT * FROM users ORDER BY id
    Database → web server: A 1 row, B 5 rows
    Web server: A Turn row into JSON, B Turn rows into JSON
    Body of the answer: A {"id": 42, "name": "Alice"}, B [{"id": 1, "name": "Ada"}, {"id": 2, "name": "G…
    "#);
}

#[test]
fn what_is_too_long_for_a_table_is_matched_by_the_order_of_each_key() {
    let request = |octets: usize| {
        let lines = [("Content-Type".to_owned(), "text/plain".to_owned())];
        trace::Request::parse("POST", "http://api.example.com/echo", &lines, vec![b'x'; octets])
            .expect("a good request")
    };
    let sequence = |octets, loss_ppm| {
        let mut scenario = Scenario::with_requests(vec![request(octets); 4]);
        scenario.world.network.loss_ppm = loss_ppm;
        scenario.world.network.round_trip_time = Duration::from_millis(4);
        Sequence::new(Arc::new(engine::simulate(&scenario)), Level::Packets)
    };
    let both = [&sequence(1_000_000, 0), &sequence(1_000_000, 1_000)];
    assert!(both.iter().all(|sequence| sequence.steps.len() > 2_000));
    let comparison = check(both);
    let n_matched = comparison.rows.iter().filter(|row| !row.contains(&None)).count();
    assert!(n_matched * 10 > both[0].steps.len() * 8, "most belong together");
}
