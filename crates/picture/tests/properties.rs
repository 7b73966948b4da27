//! What holds for every scenario.

use picture::layout::{Form, layout};
use picture::{Lanes, Level, Sequence, explain, mermaid, svg, transcript};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use trace::{ClientKind, FaultV1, FetchId, HttpVersion, MessageId, Request, Scenario, Trace};

const LEVELS: [Level; 3] = [Level::Story, Level::Connection, Level::Packets];

/// As many cases as `PROPTEST_CASES` says; few where it says nothing, since each is a whole run.
fn cases() -> ProptestConfig {
    let default = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => default,
        None => ProptestConfig { cases: 40, ..default },
    }
}

fn request() -> impl Strategy<Value = Request> {
    let method = prop::sample::select(vec![
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW",
    ]);
    let url = prop::sample::select(vec![
        "http://api.example.com/users/42",
        "http://api.example.com/users?sort=desc&fields=name",
        "http://api.example.com/users/99999",
        "https://api.example.com/users/42",
        "https://api.example.com/page",
        "http://api.example.com/products/1",
        "https://api.example.com/users/42",
        "http://api.example.com:81/",
        "http://nowhere.example.com/;%23%3Cb%3E",
        "http://192.0.2.77/",
        "http://[::1]/",
    ]);
    let content_type = prop::sample::select(vec!["application/json", "text/plain", "; wrap:#end"]);
    let body = prop_oneof![
        Just(String::new()),
        Just(r#"{"name": "Bob"}"#.to_owned()),
        "\\PC{0,40}",
        Just("x".repeat(5_000)),
        Just("x".repeat(20_000)),
    ];
    (method, url, content_type, body).prop_map(|(method, url, content_type, body)| {
        let lines = [("Content-Type".to_owned(), content_type.to_owned())];
        Request::parse(method, url, &lines, body.into_bytes()).expect("a good request")
    })
}

fn scenario() -> impl Strategy<Value = Scenario> {
    let client = prop::sample::select(vec![
        ClientKind::Browser,
        ClientKind::Python,
        ClientKind::MobileApp,
        ClientKind::Curl,
        ClientKind::Server,
    ]);
    let requests = prop::collection::vec(request(), 0..4);
    let loss_ppm = prop::sample::select(vec![0, 0, 200_000, 600_000, 1_000_000]);
    let (mtu, rtt_ms) = (prop::sample::select(vec![576u16, 1500]), 0..500u64);
    let http = prop::sample::select(vec![HttpVersion::Http1, HttpVersion::Http2]);
    let unusual = (http, prop::sample::subsequence(FaultV1::ALL.to_vec(), 0..=2));
    (any::<u64>(), client, requests, loss_ppm, mtu, rtt_ms, unusual).prop_map(
        |(seed, client, requests, loss_ppm, mtu, rtt_ms, (http, faults))| {
            let mut scenario = Scenario { seed, ..Scenario::with_requests(requests) };
            scenario.world.client.kind = client;
            scenario.world.client.http = http;
            scenario.world.network.loss_ppm = loss_ppm;
            scenario.world.network.mtu = mtu;
            scenario.world.client.http = http;
            faults.into_iter().for_each(|fault| fault.apply_to(&mut scenario.world));
            scenario.world.network.round_trip_time = Duration::from_millis(rtt_ms);
            scenario
        },
    )
}

/// Says everything there is to say, and looks whether it says something.
fn check(sequence: &Sequence) {
    let count = sequence.steps.len();
    for step in 0..count {
        assert!(!sequence.label(step).is_empty());
        let said = explain::sentence(sequence, step);
        assert!(said.spans.iter().all(|span| !span.text().is_empty()), "{said:?}");
        assert!(said.plain_text().ends_with(['.', '?']), "{}", said.plain_text());
        assert!(explain::heading(sequence, step).starts_with("Step "));
        assert!(!explain::origin(sequence, step).plain_text().is_empty());
        assert!(!explain::anatomy(sequence, step).is_empty());
    }
    let told = transcript::text(sequence);
    assert_eq!(told.lines().count(), 1 + count, "one line a step, and a title");
    for fetch in sequence.trace.fetches.iter().map(|fetch| fetch.id) {
        if sequence.fetch.is_none_or(|only| only == fetch) {
            let card = explain::response(sequence, fetch);
            assert!(card.step().is_none_or(|step| step < count));
            assert!(card.announcement(sequence.language).ends_with('.'));
        }
    }
    // Of one fetch, an exchange may begin while the connection of the one before is being closed.
    let of_fetch = |exchange: &&trace::Exchange| sequence.fetch == Some(exchange.fetch);
    for exchange in sequence.trace.exchanges.iter().filter(of_fetch) {
        let steps = sequence.steps.iter().filter(|step| step.exchange == Some(exchange.id));
        let acts: Vec<_> = steps.map(|step| step.act).collect();
        assert!(acts.is_sorted(), "acts only move forward: {acts:?}");
    }
    let diagram = layout(sequence, 700.0, Form::Narrow);
    assert_eq!(diagram.items(sequence).len(), count + sequence.folded.len());
    assert!(diagram.acts.windows(2).all(|pair| pair[0].bottom == pair[1].top));
    assert!(svg::svg(sequence, &diagram).ends_with("</svg>\n"));
    let head_lines = 1 + sequence.hosts().count();
    check_mermaid(&mermaid::mermaid(sequence), head_lines, count);
}

/// One statement a line, and none of the signs that would end it early.
fn check_mermaid(text: &str, head_lines: usize, step_count: usize) {
    let statements: Vec<&str> = text.lines().skip(head_lines).collect();
    assert_eq!(statements.len(), step_count.min(401), "{text}");
    for statement in statements {
        let (_, words) = statement.split_once(": ").expect("a statement has words");
        let bare = words.replace("<br/>", "");
        assert!(!bare.contains(['<', '>', '\\']), "{statement}");
        let ends = bare.matches(';').count();
        assert_eq!(ends, bare.matches('#').count(), "only entities have semicolons: {statement}");
    }
}

fn sequences(trace: &Arc<Trace>) -> Vec<Sequence> {
    let mut all = Vec::new();
    for level in LEVELS {
        let folded = Sequence::new(trace.clone(), level);
        all.push(folded.with_lanes(Lanes { dns_expanded: true, ends_only: false }));
        all.push(folded.with_lanes(Lanes { dns_expanded: false, ends_only: true }));
        all.push(with_all_opened(&folded));
        all.push(folded);
        for fetch in 0..trace.fetches.len() as u32 {
            let alone = Sequence::of_fetch(trace.clone(), FetchId(fetch), level);
            all.push(with_all_opened(&alone));
            all.push(alone);
        }
    }
    all
}

fn with_all_opened(sequence: &Sequence) -> Sequence {
    sequence.with_opened(sequence.folded.iter().map(|row| row.id).collect())
}

/// Opening a row adds its steps at its place; everything else stays as it is.
fn check_rows(closed: &Sequence) {
    for row in 0..closed.folded.len() {
        let open = closed.with_opened(vec![closed.folded[row].id]);
        let n_added = open.steps.len() - closed.steps.len();
        let before = closed.folded[row].before;
        assert_eq!(n_added, if open.folded[row].is_open { closed.folded[row].count } else { 0 });
        assert_eq!(open.steps[..before], closed.steps[..before]);
        assert_eq!(open.steps[before + n_added..], closed.steps[before..]);
        assert_eq!(open.folded.len(), closed.folded.len());
    }
}

fn told_messages(trace: &Arc<Trace>, fetch: FetchId, level: Level) -> BTreeSet<MessageId> {
    let sequence = Sequence::of_fetch(trace.clone(), fetch, level);
    sequence.steps.iter().filter_map(picture::Step::message).collect()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn every_step_of_every_scenario_is_drawn_and_explained(scenario in scenario()) {
        let trace = Arc::new(engine::simulate(&scenario));
        sequences(&trace).iter().for_each(check);
        check_rows(&Sequence::new(trace.clone(), Level::Story));
        check_rows(&Sequence::new(trace.clone(), Level::Packets));
    }

    #[test]
    fn every_message_is_told_at_the_deeper_levels_too(scenario in scenario()) {
        let trace = Arc::new(engine::simulate(&scenario));
        for fetch in (0..trace.fetches.len() as u32).map(FetchId) {
            let [story, connection, packets] =
                LEVELS.map(|level| told_messages(&trace, fetch, level));
            prop_assert!(story.is_subset(&connection), "{:?}: {:?}", story, connection);
            prop_assert!(connection.is_subset(&packets), "{:?}: {:?}", connection, packets);
        }
    }

    #[test]
    fn every_fetch_keeps_its_steps_when_it_is_seen_alone(scenario in scenario()) {
        let trace = Arc::new(engine::simulate(&scenario));
        for level in LEVELS {
            let alone: usize = (0..trace.fetches.len() as u32)
                .map(|id| Sequence::of_fetch(trace.clone(), FetchId(id), level).steps.len())
                .sum();
            // A server connects to its database as it boots, for no fetch.
            let whole = Sequence::new(trace.clone(), level);
            let of_fetches = whole.steps.iter().filter(|step| step.fetch.is_some()).count();
            prop_assert_eq!(of_fetches, alone);
        }
    }
}
