//! Recordings of other programs: HTTP Archives in the forms of seven of them, written by hand after what
//! they write, are opened, walked through and exported.

use picture::explain::{self, ResponseCard};
use picture::layout::{Form, layout};
use picture::lifecycle::lifecycle_at;
use picture::waterfall::waterfall;
use picture::{Level, Sequence, compare, mermaid, svg, transcript};
use proptest::prelude::*;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use trace::{Content, FetchId, Outcome, StageKind, Trace, trace_of_har};

fn recording(name: &str) -> Arc<Trace> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/recordings").join(name);
    let text = fs::read_to_string(path).expect("the recording is there");
    Arc::new(trace_of_har(&text).unwrap_or_else(|error| panic!("{name}: {error}")))
}

/// What became of each request, one line each.
fn told(trace: &Trace) -> Vec<String> {
    let line = |fetch: &trace::Fetch| {
        let outcome = match &fetch.outcome {
            Some(Outcome::Answered(status)) => status.to_string(),
            Some(Outcome::Failed(failure)) => failure.to_string(),
            None => "nothing".to_owned(),
        };
        let from = if fetch.exchanges.is_empty() { " (cache)" } else { "" };
        format!("{} {} {outcome}{from}", fetch.method, fetch.url)
    };
    trace.fetches.iter().map(line).collect()
}

fn stages(trace: &Trace) -> Vec<StageKind> {
    trace.stages.iter().map(|stage| stage.kind).collect()
}

/// Everything that is shown of a trace and everything that it can be saved as.
fn everything(trace: &Arc<Trace>) -> usize {
    let mut n_steps = 0;
    let fetches = trace.fetches.iter().map(|fetch| Some(fetch.id));
    for fetch in fetches.chain([None]) {
        for level in [Level::Story, Level::Connection, Level::Packets] {
            let sequence = match fetch {
                Some(fetch) => Sequence::of_fetch(Arc::clone(trace), fetch, level),
                None => Sequence::new(Arc::clone(trace), level),
            };
            for step in 0..sequence.steps.len() {
                assert!(!sequence.label(step).is_empty());
                assert!(!explain::sentence(&sequence, step).plain_text().is_empty());
                assert!(!explain::origin(&sequence, step).plain_text().is_empty());
                explain::heading(&sequence, step);
                explain::anatomy(&sequence, step);
                explain::why(&sequence, step);
                assert!(lifecycle_at(&sequence, step).is_some());
            }
            n_steps += sequence.steps.len();
            for host in sequence.hosts() {
                explain::lane(trace, host.id, sequence.language);
            }
            if let Some(fetch) = fetch {
                match explain::response(&sequence, fetch) {
                    ResponseCard::Answer { .. } | ResponseCard::Failure { .. } => {}
                    ResponseCard::Unfinished { .. } => panic!("a recording is over"),
                }
            }
            let diagram = layout(&sequence, 700.0, Form::Wide);
            assert!(!svg::svg(&sequence, &diagram).is_empty());
            assert!(!transcript::text(&sequence).is_empty());
            assert!(!mermaid::mermaid(&sequence).is_empty());
        }
    }
    assert_eq!(waterfall(trace, 800.0).bars.len(), trace.fetches.len());
    assert!(!trace::har(trace).is_empty());
    assert!(!trace::exchanges(trace).is_empty());
    assert!(!trace::trace_to_json(trace).is_empty());
    assert!(!trace::pcapng(trace).is_empty());
    assert!(!trace.to_string().is_empty());
    n_steps
}

#[test]
fn firefox_writes_offsets_brackets_and_empty_timings() {
    let trace = recording("firefox.har");
    assert_eq!(
        told(&trace),
        [
            "GET https://shop.example/ 200",
            "GET https://shop.example/logo.png 304",
            "GET http://gone.example/ no answer was recorded",
        ]
    );
    use StageKind::{RecordedConnect, RecordedLookUp, RecordedSecure};
    assert_eq!(stages(&trace), [RecordedLookUp, RecordedConnect, RecordedSecure]);
    let recorded = trace.recorded.as_ref().expect("it is a recording");
    assert_eq!((&*recorded.by, recorded.n_pages), ("Firefox 128.0", 2));
    assert_eq!(recorded.secrets, [("Cookie".to_owned(), 1)]);
    assert_eq!(trace.hosts[1].addresses[0].to_string(), "2001:db8::5");
    assert_eq!(trace.scenario.starts_at_unix_s, 1_714_564_800);
    assert!(everything(&trace) > 0);
}

#[test]
fn chrome_lists_pseudo_header_fields_caches_and_what_is_no_http() {
    let trace = recording("chrome.har");
    assert_eq!(
        told(&trace),
        [
            "POST https://shop.example/login 303",
            "GET https://shop.example/app.js 200 (cache)",
            "GET https://ads.example/x no answer was recorded: net::ERR_BLOCKED_BY_CLIENT",
        ]
    );
    let recorded = trace.recorded.as_ref().expect("it is a recording");
    assert_eq!((recorded.n_left_out, recorded.n_cached), (2, 1));
    let Content::HttpRequest { version, field_lines, body, .. } = &trace.messages[0].content else {
        panic!("a request comes first")
    };
    assert_eq!((&**version, field_lines.len()), ("HTTP/2", 1));
    assert_eq!(trace.octets.join(body), b"user=ada&password=pw1");
    assert!(everything(&trace) > 0);
}

#[test]
fn safari_tells_its_cache_in_a_member_of_its_own() {
    let trace = recording("safari.har");
    assert_eq!(
        told(&trace),
        ["GET https://shop.example/ 200", "GET https://shop.example/style.css 200 (cache)"]
    );
    // QUIC connects and encrypts at once.
    assert_eq!(stages(&trace)[0], StageKind::RecordedSecure);
    assert!(everything(&trace) > 0);
}

#[test]
fn fiddler_starts_with_a_mark_and_counts_tenths_of_microseconds() {
    let trace = recording("fiddler.har");
    assert_eq!(
        told(&trace),
        [
            "POST http://api.shop.example:8080/orders?dry=1 201",
            "GET http://api.shop.example:8080/slow no answer was recorded",
        ]
    );
    assert_eq!(trace.fetches[0].started_at.0 % 1_000_000_000, 123_456_700);
    assert!(everything(&trace) > 0);
}

#[test]
fn mitmproxy_packs_what_is_no_text_and_says_why_nothing_came() {
    let trace = recording("mitmproxy.har");
    let lines = told(&trace);
    assert_eq!(lines[0], "PUT https://api.shop.example/products/1 204");
    assert!(lines[1].ends_with("no answer was recorded: Client disconnected."), "{lines:?}");
    let Content::HttpRequest { body, .. } = &trace.messages[0].content else {
        panic!("a request comes first")
    };
    assert_eq!(trace.octets.join(body), b"\x89PNG\r\n\x1a\n");
    assert!(everything(&trace) > 0);
}

#[test]
fn charles_leaves_out_the_answer_that_did_not_come() {
    let trace = recording("charles.har");
    assert_eq!(
        told(&trace),
        ["GET http://shop.example/old 301", "GET http://shop.example/hangs no answer was recorded"]
    );
    assert_eq!(trace.messages.len(), 3, "the second request was sent, and waited for");
    let Content::HttpResponse { body, .. } = &trace.messages[1].content else {
        panic!("the answer comes second")
    };
    assert_eq!(trace.octets.join(body), b"move");
    assert!(everything(&trace) > 0);
}

#[test]
fn http_toolkit_knows_no_connection_and_packs_what_is_no_text_elsewhere() {
    let trace = recording("httptoolkit.har");
    assert_eq!(
        told(&trace),
        [
            "POST https://shop.example/login?next=%2Fcart 200",
            "PUT https://shop.example/img/1 200",
            "GET http://shop.example/hangs no answer was recorded",
        ]
    );
    assert_eq!(stages(&trace), [], "−1 says that it is not known");
    let recorded = trace.recorded.as_ref().expect("it is a recording");
    assert_eq!((&*recorded.by, recorded.n_left_out), ("HTTP Toolkit 1.20.1", 1));
    let contents = trace.messages.iter().filter_map(|message| match &message.content {
        Content::HttpRequest { version, body, .. } => Some((&**version, trace.octets.join(body))),
        _ => None,
    });
    let contents: Vec<(&str, Vec<u8>)> = contents.collect();
    assert_eq!(contents[0], ("HTTP/1.1", b"user=ada&password=pw1".to_vec()), "as text, once");
    assert_eq!(contents[1], ("HTTP/2", b"\x89PNG\r\n\x1a\n".to_vec()));
    assert!(everything(&trace) > 0);
}

#[test]
fn the_examples_that_a_registry_carries_are_opened() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/recordings/har-examples/examples.json");
    let text = fs::read_to_string(path).expect("the examples are there");
    let examples: Value = serde_json::from_str(&text).expect("they are JSON");
    let examples = examples.as_object().expect("each has a name");
    assert!(examples.len() >= 20);
    for (name, har) in examples {
        let trace = Arc::new(
            trace_of_har(&har.to_string()).unwrap_or_else(|error| panic!("{name}: {error}")),
        );
        everything(&trace);
    }
}

#[test]
fn two_fetches_of_a_recording_are_held_against_each_other() {
    let trace = recording("firefox.har");
    let side = |id| Sequence::of_fetch(Arc::clone(&trace), FetchId(id), Level::Story);
    let (first, second) = (side(0), side(1));
    assert!(!compare::compare(&first, &second).rows.is_empty());
}

#[test]
fn what_this_program_saves_as_har_it_opens_with_the_same_answers() {
    for example in trace::built_in() {
        let own = engine::simulate(&example.scenario);
        if own.exchanges.is_empty() {
            continue;
        }
        let read = Arc::new(trace_of_har(&trace::har(&own)).expect("it reads what it writes"));
        let answered = |trace: &Trace| {
            let outcomes = trace.exchanges.iter().map(|exchange| exchange.outcome.clone());
            let status = |outcome| match outcome {
                Some(Outcome::Answered(status)) => Some(status),
                _ => None,
            };
            let mut all: Vec<Option<u16>> = outcomes.map(status).collect();
            all.sort_unstable();
            all
        };
        assert!(answered(&read).len() >= answered(&own).len(), "{}", example.name);
        let statuses = |trace| answered(trace).into_iter().flatten().collect::<Vec<u16>>();
        let (of_own, of_read) = (statuses(&own), statuses(&read));
        assert!(of_own.iter().all(|status| of_read.contains(status)), "{}", example.name);
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how long reading takes is what is tried")]
fn twenty_megabytes_are_read_in_a_moment() {
    let body = "x".repeat(20_000);
    let entry = format!(
        "{{\"startedDateTime\": \"2024-05-01T12:00:00.123Z\", \"time\": 5, \"request\": {{\"method\": \"GET\", \"url\": \"https://x.test/a?b=c\", \"headers\": [{{\"name\": \"A\", \"value\": \"b\"}}]}}, \"response\": {{\"status\": 200, \"content\": {{\"text\": \"{body}\"}}}}, \"timings\": {{\"send\": 0, \"wait\": 4, \"receive\": 1}}}}"
    );
    let text = format!("{{\"log\": {{\"entries\": [{}]}}}}", vec![entry; 1000].join(","));
    assert!(text.len() > 20_000_000);
    let started = Instant::now();
    let trace = trace_of_har(&text).expect("it can be shown");
    let took = started.elapsed();
    assert_eq!(trace.fetches.len(), 1000);
    println!("{} MB in {took:?}", text.len() / 1_000_000);
    // Unoptimized, on a busy machine.
    assert!(took.as_secs() < 20, "{took:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever spans and answers a recording has, each view shows it.
    #[test]
    fn each_view_shows_any_recording(entries in prop::collection::vec(
        (0..4u8, -1.0..50.0f64, -1.0..50.0f64, -1.0..50.0f64, 0..700i32, 0..3000u32), 1..6)) {
        let entries: Vec<String> = entries.into_iter().map(|(host, dns, connect, wait, status, at)| {
            format!("{{\"startedDateTime\": \"2024-05-01T12:00:0{}.{:03}Z\", \"request\": {{\"method\": \"GET\", \"url\": \"https://h{host}.test/\"}}, \"response\": {{\"status\": {status}}}, \"timings\": {{\"dns\": {dns}, \"connect\": {connect}, \"ssl\": {dns}, \"wait\": {wait}}}}}", at / 1000, at % 1000)
        }).collect();
        let text = format!("{{\"log\": {{\"entries\": [{}]}}}}", entries.join(","));
        let trace = Arc::new(trace_of_har(&text).expect("it can be shown"));
        everything(&trace);
    }
}
