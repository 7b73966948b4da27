//! Sentences that say of a message, a packet or a wait exactly what holds of it, and not what holds
//! of most: each is held against the section that it agrees with (docs/claims.md).

mod telling;
mod trace_builder;

use picture::explain::why;
use picture::{Language, Level, Sequence, Term, explain};
use std::sync::Arc;
use telling::{JSON, answered, example, of_answer, of_scenario, packets_of, simulated, told};
use trace::{Content, Scenario, SqlStatement, built_in};
use trace_builder::{DATABASE, SERVER, TraceBuilder, at};

/// RFC 5681 §2: a duplicate acknowledgment confirms nothing new.
#[test]
fn a_receipt_that_only_repeats_itself_asks_for_what_is_missing() {
    let steps = packets_of("fast-retransmit");
    let again: Vec<&String> =
        steps.iter().filter(|(label, _)| label == "ACK (again)").map(|(_, said)| said).collect();
    assert!(again.len() >= 3, "{steps:#?}");
    for said in again {
        assert!(said.contains("nothing new to confirm"), "{said}");
        assert!(!said.contains("everything up to here has arrived"), "{said}");
    }
    for name in ["get", "large-body", "zero-window", "slow-link", "https"] {
        let steps = packets_of(name);
        assert!(
            !steps.iter().any(|(label, _)| label == "ACK (again)"),
            "{name}: nothing is missing"
        );
    }
}

/// RFC 7323 §2.2: exact in a segment with SYN, scaled in all others.
#[test]
fn the_room_that_is_told_is_the_room_that_there_is() {
    for name in ["get", "fault-broken-ipv6"] {
        let trace = Arc::new(engine::simulate(&example(name)));
        let sequence = Sequence::new(trace, Level::Packets);
        let room = |label: &str| {
            let step = (0..sequence.steps.len()).rev().find(|step| sequence.label(*step) == label);
            let parts = explain::anatomy(&sequence, step.expect("it is sent"));
            parts.into_iter().find(|part| part.name == "room left").expect("a segment").text
        };
        let last = room("SYN, ACK");
        assert_eq!(last, "the other side may send 65535 bytes before the next receipt", "{name}");
        let get = room("GET /users/42 HTTP/1.1");
        assert_eq!(get, "the other side may send 262144 bytes before the next receipt", "{name}");
    }
}

/// RFC 8446 §D.4: what is only sent for the devices on the way is not encrypted.
#[test]
fn what_stays_readable_behind_the_key_says_why() {
    for name in ["https", "tls-resumption", "http2"] {
        let trace = Arc::new(engine::simulate(&example(name)));
        let told = told(&Sequence::new(trace, Level::Connection));
        assert!(!told.contains("everything is encrypted"), "{name}: {told}");
        assert!(told.contains("ChangeCipherSpec stays readable, and carries nothing"), "{told}");
    }
}

/// RFC 9113 §6.8: it names streams that the other side began.
#[test]
fn a_client_that_goes_away_names_no_request() {
    let trace = Arc::new(engine::simulate(&example("http2")));
    let told = told(&Sequence::new(trace, Level::Connection));
    let lines = told.lines().filter(|line| line.starts_with("GOAWAY"));
    let lines: Vec<&str> = lines.collect();
    assert!(!lines.is_empty(), "{told}");
    for line in lines {
        assert!(!line.contains("the last request that it looked at"), "{line}");
        assert!(line.contains("it names number 0: none"), "{line}");
    }
}

/// RFC 9110 §8.3, §6.4.1.
#[test]
fn nothing_is_read_by_its_content_type_where_there_is_nothing() {
    let used =
        |method, code, told: &[&str]| why(&answered(method, code, &[], told), 2).said.plain_text();
    for (method, code) in [("HEAD", 200), ("GET", 304), ("DELETE", 204), ("HEAD", 404)] {
        let why = used(method, code, &["Content-Type: application/json"]);
        assert!(!why.contains("Content-Type") && why.contains("No body came"), "{why}");
    }
    assert!(used("GET", 200, &["Content-Type: text/plain"]).contains("Content-Type says how"));
    assert!(used("GET", 200, &[]).contains("Nothing says what the body is written in"));
    for name in ["no-content", "options"] {
        let told = of_scenario(example(name));
        assert!(!told.contains("Content-Type says which"), "{name}: {told}");
    }
    let chunked = of_scenario(example("chunked"));
    assert!(!chunked.contains("what kind of data it is and how long"), "{chunked}");
}

/// RFC 1035 §4.2.1, RFC 6891, RFC 7766.
#[test]
fn an_answer_that_is_too_long_names_the_bound_and_the_way_around_it() {
    let told = of_scenario(example("dns-over-tcp"));
    assert!(told.contains("the 512 bytes that UDP carries unless the asker takes more"), "{told}");
    assert!(!told.contains("fits into one packet"), "{told}");
    assert_eq!(told.matches("asked again over a connection of TCP").count(), 1, "{told}");
    let other = of_scenario(Scenario::default());
    assert!(!other.contains("over a connection of TCP"), "{other}");
}

/// RFC 9112 §8.
#[test]
fn a_packet_of_an_answer_that_breaks_off_says_so() {
    let steps = packets_of("fault-reset");
    let cut: Vec<_> = steps.iter().filter(|(_, said)| said.contains("never comes whole")).collect();
    assert_eq!(cut.len(), 1, "{steps:#?}");
    assert_eq!(
        cut[0].1,
        "This packet carries the first 67 bytes of an answer that never comes whole."
    );
    assert!(!packets_of("get").iter().any(|(_, said)| said.contains("never comes whole")));
}

/// RFC 9110 §9.3.1, §9.3.2, §9.3.5: it has no generally defined semantics.
#[test]
fn a_body_without_a_meaning_is_told_as_such() {
    for method in ["GET", "HEAD", "DELETE"] {
        let url = "http://api.example.com/users/42";
        let told = simulated((method, url), &[JSON], "{}");
        assert!(
            told.contains(&format!("what that means with {method} no standard says")),
            "{told}"
        );
        let told = simulated((method, url), &[], "");
        assert!(
            !told.contains("no standard says") && !told.contains("browsers and caches"),
            "{told}"
        );
    }
    assert!(Term::Safe.definition(Language::ENGLISH).contains("TRACE"), "RFC 9110 §9.2.1");
}

/// RFC 9110 §13.2: the server compares before it answers.
#[test]
fn an_answer_to_a_condition_says_that_it_was_checked() {
    for (name, compared) in [
        ("not-modified", "the If-None-Match header with the ETag of what it has now: they are the"),
        (
            "precondition-failed",
            "the If-Match header with the ETag of what it has: they do not fit",
        ),
    ] {
        let told = of_scenario(example(name));
        assert!(told.contains(&format!("The server has compared {compared}")), "{told}");
    }
    let of = |method, code, asked: &str, told: &[&str]| {
        of_answer(&answered(method, code, &[asked], told)).0
    };
    let (same, other) = ("they are the same", "that is another version");
    assert!(of("GET", 304, "If-None-Match: \"a\"", &[]).contains(same));
    assert!(of("GET", 200, "If-None-Match: \"a\"", &["ETag: \"b\""]).contains(other));
    assert!(of("PUT", 412, "If-None-Match: *", &[]).contains("there is one"));
    assert!(of("PUT", 200, "If-Match: \"a\"", &[]).contains("they fit"));
    for unchecked in [
        of("GET", 304, "If-Modified-Since: Fri, 31 Dec 1999 23:59:59 GMT", &[]),
        of("GET", 200, "If-None-Match: \"a\"", &[]),
        of("GET", 404, "If-Match: \"a\"", &[]),
    ] {
        assert!(!unchecked.contains("has compared"), "{unchecked}");
    }
}

/// What answers in another protocol is told by what it is, not in words of a library.
#[test]
fn an_answer_that_is_no_http_is_told_in_our_words() {
    let told = simulated(("GET", "http://api.example.com:443/"), &[], "");
    assert!(!told.contains("invalid HTTP version"), "{told}");
    assert!(told.contains("no HTTP response: its first bytes are a record of TLS"), "{told}");
}

/// RFC 9293 §3.8.6: what lies in the buffer is not read yet, and nobody works on it.
#[test]
fn a_server_that_does_not_read_is_not_said_to_work() {
    for known in built_in() {
        let trace = Arc::new(engine::simulate(&known.scenario));
        let story = told(&Sequence::new(Arc::clone(&trace), Level::Story));
        let is_late = known.name == "zero-window";
        assert_eq!(
            story.contains("they have waited 1 459.4 ms"),
            is_late,
            "{}: {story}",
            known.name
        );
        assert!(is_late || !story.contains("they have waited"), "{}: {story}", known.name);
        for exchange in &trace.exchanges {
            let phases = trace.phases(exchange.id);
            let work = phases.iter().find(|span| span.phase == trace::Phase::Work);
            let Some(work) = work else { continue };
            let took = work.ended_at - work.started_at;
            assert!(!is_late || took.as_millis() < 10, "{}: {took:?}", known.name);
        }
    }
}

/// What stands on the arrows and in the sentences can be looked up.
#[test]
fn the_words_of_the_picture_are_in_the_glossary() {
    for slug in [
        "syn",
        "fin",
        "rst",
        "window",
        "hsts",
        "alpn",
        "cname",
        "nxdomain",
        "servfail",
        "chunk",
        "frame",
        "header-if-match",
        "status-303",
    ] {
        assert!(Term::from_slug(slug).is_some(), "{slug}");
    }
}

/// The values of a statement travel beside it: no bare mark looks like one more argument.
#[test]
fn a_value_of_a_statement_stands_beside_it_by_its_name() {
    let label_of = |statement: &str, parameters: &[&str]| {
        let mut builder = TraceBuilder::new();
        builder.start(at(0));
        let parameters = parameters.iter().map(|value| (*value).to_owned()).collect();
        let statement = SqlStatement { text: statement.to_owned(), parameters };
        builder.message([SERVER, DATABASE], at(10), Some(at(12)), Content::SqlStatement(statement));
        Sequence::new(builder.done(), Level::Story).label(0)
    };
    assert_eq!(label_of("SELECT 1", &[]), "SELECT 1");
    assert_eq!(label_of("DELETE FROM t WHERE id=$1", &["4"]), "DELETE FROM t WHERE id=$1 · $1 = 4");
    let two = label_of("INSERT INTO t VALUES ($1, $2)", &["'a'", "NULL"]);
    assert_eq!(two, "INSERT INTO t VALUES ($1, $2) · $1 = 'a', $2 = NULL");
    let many = label_of("VALUES ($1, $2, $3, $4)", &["1", "2", "3", "4"]);
    assert_eq!(many, "VALUES ($1, $2, $3, $4) · $1 = 1, $2 = 2, $3 = 3, …");
}

/// RFC 9110 §10.1.1.
#[test]
fn a_printed_trace_has_a_waiting_body_where_it_is_sent() {
    let trace = engine::simulate(&example("expect-continue"));
    let printed = trace.to_string();
    let lines: Vec<&str> = printed.lines().collect();
    let place = |words: &str| {
        let place = lines.iter().position(|line| line.contains(words));
        place.unwrap_or_else(|| panic!("{words} in {printed}"))
    };
    let head = place("  POST /users HTTP/1.1");
    let body = place("content of POST /users HTTP/1.1  {\"name\": \"Bob\"}");
    assert!(!lines[head].contains("Bob") && place("100 Continue") < body, "{printed}");
    assert!(lines[body].trim_start().starts_with("134.659"), "{printed}");
    let without_packets: Vec<String> = trace.lines(|_| false).collect();
    assert!(without_packets.iter().any(|line| line.contains("content of POST")));
    assert!(!without_packets.iter().any(|line| line.contains("TCP")));
}
