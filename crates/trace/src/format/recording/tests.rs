//! What recordings give, what of them is refused and where, and that no JSON panics.

use super::*;
use crate::{Content, Failure, Outcome, Provenance, ResponseSource, StageKind};
use proptest::prelude::*;

fn place_of(text: &str) -> String {
    let error = trace_of_har(text).expect_err("it cannot be shown");
    assert!(error.to_string().contains(&error.place), "{error}");
    error.place
}

/// A recording of these entries.
fn of(entries: &str) -> Result<Trace, RecordingError> {
    trace_of_har(&format!("{{\"log\": {{\"entries\": [{entries}]}}}}"))
}

const ASKED: &str = r#""request": {"method": "GET", "url": "http://x.test/a"}"#;

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (text, place) in [
        ("{}", "log"),
        ("{\"log\": 7}", "log"),
        ("{\"log\": {}}", "log.entries"),
        ("{\"log\": {\"entries\": {}}}", "log.entries"),
        ("{\"log\": {\"entries\": []}}", "log.entries"),
        ("{\"log\": {\"entries\": [7]}}", "log.entries[0]"),
        ("{\"log\": {\"entries\": [{}]}}", "log.entries[0].request"),
        (
            "{\"log\": {\"entries\": [{\"request\": {\"method\": \"GET\"}}]}}",
            "log.entries[0].request.url",
        ),
    ] {
        assert_eq!(place_of(text), place, "{text}");
    }
    let told = |entry: &str| of(entry).expect_err("it cannot be shown").place;
    let wrong_time = format!("{{{ASKED}, \"startedDateTime\": \"yesterday\"}}");
    assert_eq!(told(&wrong_time), "log.entries[0].startedDateTime");
    let wrong_span = format!("{{{ASKED}, \"timings\": {{\"wait\": \"long\"}}}}");
    assert_eq!(told(&wrong_span), "log.entries[0].timings.wait");
    let wrong_body = format!(
        "{{{ASKED}}}, {{{ASKED}, \"response\": {{\"status\": 200, \"content\": {{\"text\": \"%\", \"encoding\": \"base64\"}}}}}}"
    );
    assert_eq!(told(&wrong_body), "log.entries[1].response.content.text");
}

#[test]
fn what_is_no_json_is_told_with_its_line() {
    let told = |text: &str| trace_of_har(text).expect_err("it is no JSON").to_string();
    assert!(told("{\"log\":\n {]}").contains("line 2, column 3"), "{}", told("{\"log\":\n {]}"));
    assert!(told("{\"log\": {").contains("ends too early, in line 1"));
    let deep = "[".repeat(100_000);
    assert!(!told(&deep).is_empty(), "what is nested deeply is refused");
}

#[test]
fn what_is_not_known_stays_unknown() {
    let trace = of(&format!("{{{ASKED}, \"response\": {{\"status\": 200}}, \"time\": 12.5}}"));
    let trace = trace.expect("it can be shown");
    let timing = &trace.exchanges[0].timing;
    assert_eq!((timing.domain_lookup_start, timing.connect_start), (None, None));
    assert_eq!((timing.request_start, timing.response_start), (None, None));
    assert!(trace.messages.iter().all(|message| message.provenance == Provenance::Hidden));
    assert!(trace.stages.is_empty() && trace.packets.is_empty());
    let finished_at = trace.fetches[0].finished_at.expect("it is over");
    assert_eq!((finished_at - trace.fetches[0].started_at).as_micros(), 12_500);
}

#[test]
fn times_are_read_as_programs_write_them() {
    let noon = Some(1_714_564_800_000_000_000);
    for text in [
        "2024-05-01T12:00:00Z",
        "2024-05-01T12:00:00.000Z",
        "2024-05-01T14:00:00.0000000+02:00",
        "2024-05-01T14:00:00,000+0200",
        "2024-05-01 06:00:00-06",
        "2024-05-01T17:45:00+05:45",
        " 2024-05-01T12:00 ",
        "2024-05-01T12:00:00",
    ] {
        assert_eq!(moment::unix_ns(text), noon, "{text}");
    }
    let parts = moment::unix_ns("1969-12-31T23:59:59.9999999999Z");
    assert_eq!(parts, Some(-1), "what is less than a nanosecond is dropped");
    for text in
        ["", "12:00", "2024-13-01T00:00:00Z", "2024-02-30T00:00:00Z", "2024-05-01T12:00:00+x"]
    {
        assert_eq!(moment::unix_ns(text), None, "{text}");
    }
}

#[test]
fn tls_is_part_of_connecting_and_each_part_follows_the_one_before() {
    let entry = format!(
        "{{\"startedDateTime\": \"2024-05-01T12:00:00Z\", {ASKED}, \"response\": {{\"status\": 200}},
        \"timings\": {{\"blocked\": 1, \"dns\": 2, \"connect\": 10, \"ssl\": 6, \"send\": 1, \"wait\": 20, \"receive\": 3}}}}"
    );
    let trace = of(&entry).expect("it can be shown");
    let kinds: Vec<StageKind> = trace.stages.iter().map(|stage| stage.kind).collect();
    use StageKind::{RecordedConnect, RecordedLookUp, RecordedSecure};
    assert_eq!(kinds, [RecordedLookUp, RecordedConnect, RecordedSecure]);
    let spans: Vec<u128> =
        trace.stages.iter().map(|it| (it.ended_at - it.started_at).as_millis()).collect();
    assert_eq!(spans, [2, 4, 6]);
    let timing = &trace.exchanges[0].timing;
    let start = trace.fetches[0].started_at;
    let at = |instant: Option<crate::Instant>| (instant.expect("it is known") - start).as_millis();
    assert_eq!(at(timing.request_start), 13);
    assert_eq!(at(timing.response_start), 34);
    assert_eq!(at(timing.response_end), 37);
}

#[test]
fn what_has_no_answer_failed_and_says_why_as_far_as_it_is_told() {
    for (entry, reason) in [
        (format!("{{{ASKED}}}"), ""),
        (format!("{{{ASKED}, \"response\": null}}"), ""),
        (format!("{{{ASKED}, \"response\": {{\"status\": -1}}}}"), ""),
        (
            format!(
                "{{{ASKED}, \"response\": {{\"status\": 0, \"_error\": \"net::ERR_FAILED\"}}}}"
            ),
            "net::ERR_FAILED",
        ),
    ] {
        let trace = of(&entry).expect("it can be shown");
        let failure = Failure::NotRecorded { reason: reason.to_owned() };
        assert_eq!(trace.fetches[0].outcome, Some(Outcome::Failed(failure)), "{entry}");
        assert!(trace.messages.is_empty(), "nobody knows whether it was sent: {entry}");
    }
}

#[test]
fn pseudo_header_fields_are_no_header_fields_and_tell_the_version() {
    let entry = r#"{"request": {"method": "GET", "url": "https://x.test/", "httpVersion": "",
        "headers": [{"name": ":authority", "value": "x.test"}, {"name": "accept", "value": "*/*"}]},
        "response": {"status": 200, "httpVersion": "h3"}}"#;
    let trace = of(entry).expect("it can be shown");
    let Content::HttpRequest { version, field_lines, .. } = &trace.messages[0].content else {
        panic!("a request comes first")
    };
    assert_eq!((&**version, field_lines.len()), ("HTTP/2", 1));
    let Content::HttpResponse { version, .. } = &trace.messages[1].content else {
        panic!("a response comes behind it")
    };
    assert_eq!(version, "HTTP/3");
}

#[test]
fn what_was_not_asked_for_with_http_is_left_out_and_counted() {
    let other = r#"{"request": {"method": "GET", "url": "data:,x"}}"#;
    let trace = of(&format!("{other}, {{{ASKED}}}, {other}")).expect("it can be shown");
    assert_eq!(trace.fetches.len(), 1);
    assert_eq!(trace.recorded.expect("it is a recording").n_left_out, 2);
}

#[test]
fn what_came_out_of_a_cache_asked_nobody() {
    let entry = format!(
        "{{{ASKED}, \"_fromCache\": \"disk\", \"response\": {{\"status\": 200, \"content\": {{\"text\": \"x\"}}}}}}"
    );
    let trace = of(&entry).expect("it can be shown");
    assert!(trace.exchanges.is_empty() && trace.messages.is_empty());
    let seen = trace.fetches[0].seen.as_ref().expect("its code got an answer");
    assert_eq!((seen.source, &*seen.body), (ResponseSource::Cache, &b"x"[..]));
}

#[test]
fn secrets_are_counted_and_stand_in_no_scenario() {
    let entry = r#"{"request": {"method": "GET", "url": "https://x.test/", "headers":
        [{"name": "AUTHORIZATION", "value": "Bearer s3cret"}, {"name": "Cookie", "value": "a=b"}]},
        "response": {"status": 200, "headers": [{"name": "Set-Cookie", "value": "c=d"}]}}"#;
    let trace = of(&format!("{entry}, {entry}")).expect("it can be shown");
    let secrets = &trace.recorded.as_ref().expect("it is a recording").secrets;
    let told: Vec<(&str, u32)> = secrets.iter().map(|(name, count)| (&**name, *count)).collect();
    assert_eq!(told, [("Authorization", 2), ("Cookie", 2), ("Set-Cookie", 2)]);
    assert!(trace.scenario.requests.is_empty());
}

#[test]
fn a_form_that_is_told_by_its_parameters_is_written_as_forms_are() {
    let entry = r#"{"request": {"method": "POST", "url": "http://x.test/", "postData":
        {"mimeType": "application/x-www-form-urlencoded; charset=utf-8",
         "params": [{"name": "a b", "value": "ü&"}, {"name": "c"}]}}, "response": {"status": 204}}"#;
    let trace = of(entry).expect("it can be shown");
    let Content::HttpRequest { body, .. } = &trace.messages[0].content else {
        panic!("a request comes first")
    };
    assert_eq!(trace.octets.join(body), b"a+b=%C3%BC%26&c=");
}

#[test]
fn a_request_without_a_body_has_none() {
    let entry = r#"{"request": {"method": "GET", "url": "http://x.test/", "bodySize": 0},
        "response": {"status": 204, "content": {"size": 0, "text": ""}}}"#;
    let trace = of(entry).expect("it can be shown");
    let bodies = trace.messages.iter().map(|message| match &message.content {
        Content::HttpRequest { body, .. } | Content::HttpResponse { body, .. } => body.len(),
        _ => panic!("a recording has no other messages"),
    });
    assert_eq!(bodies.collect::<Vec<_>>(), [0, 0]);
}

#[test]
fn what_this_program_writes_as_har_it_reads() {
    for example in crate::built_in().into_iter().take(3) {
        let mut trace = Trace::of_hosts(example.scenario, Vec::new());
        trace.fetches.clear();
        let error = trace_of_har(&crate::har(&trace)).expect_err("nothing happened");
        assert_eq!(error.problem, RecordingProblem::NothingToShow);
    }
}

/// Any JSON, with the names that HAR has among those of its members.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        Just(Value::from("http://x.test/")),
        Just(Value::from("base64")),
        Just(Value::from("2024-05-01T12:00:00Z")),
    ];
    let name = prop::sample::select(vec![
        "log",
        "entries",
        "request",
        "response",
        "method",
        "url",
        "headers",
        "name",
        "value",
        "status",
        "content",
        "text",
        "encoding",
        "timings",
        "wait",
        "ssl",
        "connect",
        "time",
        "startedDateTime",
        "postData",
        "params",
        "mimeType",
        "_fromCache",
        "pages",
        "creator",
        "version",
        "serverIPAddress",
        "other",
    ]);
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((name.clone(), inner), 0..8).prop_map(|members| {
                let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
                Value::Object(members.collect())
            }),
        ]
    })
}

/// An entry in which most is as it should be.
fn nearly_an_entry() -> impl Strategy<Value = Value> {
    (json(), json(), json(), json(), json()).prop_map(|(at, headers, status, content, timings)| {
        serde_json::json!({
            "startedDateTime": at,
            "request": { "method": "GET", "url": "http://x.test/", "headers": headers },
            "response": { "status": status, "content": content },
            "timings": timings,
        })
    })
}

/// It is opened, or refused with a place; what is opened hangs together.
fn is_told(text: &str) {
    match trace_of_har(text) {
        Err(error) => {
            let has_line = matches!(
                error.problem,
                RecordingProblem::NotJson { .. } | RecordingProblem::EndsTooEarly { .. }
            );
            assert!(has_line || !error.place.is_empty() || !text.trim_start().starts_with('{'));
            assert!(!error.to_string().is_empty());
        }
        Ok(trace) => {
            assert!(!trace.fetches.is_empty());
            assert!(trace.events.is_sorted_by_key(|event| event.at));
            assert!(trace.ended_at >= trace.booted_at);
            for message in &trace.messages {
                assert!(trace.hosts.len() > usize::from(message.to.0));
                assert!(message.received_at >= Some(message.sent_at));
            }
            assert_eq!(crate::decode_trace(&crate::encode_trace(&trace)), Ok(trace));
        }
    }
}

proptest! {
    #[test]
    fn no_json_panics(json in json()) {
        is_told(&json.to_string());
    }

    #[test]
    fn no_entries_panic(entries in prop::collection::vec(prop_oneof![nearly_an_entry(), json()], 0..4)) {
        is_told(&serde_json::json!({ "log": { "entries": entries } }).to_string());
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,60}") {
        is_told(&text);
    }

    #[test]
    fn a_recording_that_was_cut_is_refused_with_its_line(at in 0.0..1.0f64) {
        let whole = format!("{{\"log\": {{\"entries\": [{{{ASKED}, \"response\": {{\"status\": 200}}}}]}}}}");
        let cut = &whole[..(at * (whole.len() - 1) as f64) as usize];
        let error = trace_of_har(cut).expect_err("it was cut");
        prop_assert!(matches!(error.problem, RecordingProblem::EndsTooEarly { line: 1 }), "{:?}", error);
    }
}
