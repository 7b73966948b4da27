//! Real exchanges, and the steps and sentences that they are told in.

use super::super::{RealBody, Target, Timing, end_note, summary};
use super::*;
use trace::{FieldLine, HttpUrl};

fn exchange(timing: Option<Timing>) -> RealExchange {
    let url = HttpUrl::parse("https://a.org/users/42?x=1").unwrap();
    let line = |name: &str, value: &str| FieldLine { name: name.into(), value: value.into() };
    RealExchange {
        target: Target { method: "GET".to_owned(), url: url.clone() },
        answered_by: url.clone(),
        is_redirected: false,
        is_other_origin: true,
        is_preflighted: false,
        status_code: 200,
        reason_phrase: "OK".to_owned(),
        field_lines: vec![line("content-type", "application/json; charset=utf-8")].into(),
        body: RealBody::Empty,
        n_octets: 2,
        end: BodyEnd::Whole,
        timing,
        began_us: 60_000,
        elapsed_us: 80_000,
        grain_us: 100,
    }
}

fn open() -> Timing {
    Timing {
        start_time: 1_000,
        fetch_start: 1_000,
        domain_lookup_start: 1_000,
        domain_lookup_end: 11_000,
        connect_start: 11_000,
        secure_connection_start: 21_000,
        connect_end: 41_000,
        request_start: 41_000,
        response_start: 91_000,
        response_end: 101_000,
        next_hop_protocol: "h2".to_owned(),
        transfer_size: Some(320),
        encoded_body_size: 20,
        decoded_body_size: 40,
        server_timings: Some(Vec::new()),
        ..Timing::default()
    }
}

/// One line a step.
fn print(exchange: &RealExchange) -> String {
    let line = |step: RealStep| {
        let time = step.time.unwrap_or_default();
        format!("{} [{}] {time} {:?}\n", step.title, step.mark.words(), step.wire)
    };
    told(exchange).into_iter().map(line).collect()
}

#[test]
fn arrows_carry_what_really_went() {
    assert_eq!(
        print(&exchange(Some(open()))),
        "Find the address [measured] 10.0 ms WithDns(\"Resolve a.org\")\n\
         Open a connection [measured] 10.0 ms WithServer(\"TCP\")\n\
         Encrypt [measured] 20.0 ms WithServer(\"TLS\")\n\
         Ask [measured] 50.0 ms ToServer(\"GET /users/42?x=1 HTTP/2\")\n\
         Server works [not told]  Nothing\n\
         Answer [measured] 10.0 ms ToClient(\"200 OK · application/json\")\n"
    );
}

#[test]
fn every_step_has_a_sentence_and_hidden_ones_say_what_opens_them() {
    let closed = Timing { start_time: 1_000, response_end: 51_000, ..Timing::default() };
    for timing in [Some(open()), Some(closed), None] {
        let mut exchange = exchange(timing);
        exchange.is_preflighted = true;
        exchange.is_redirected = true;
        for step in told(&exchange) {
            assert!(step.sentence.ends_with('.'), "{step:?}");
            assert_eq!(step.time.is_some(), step.mark == Mark::Measured, "{step:?}");
        }
    }
    let closed = Timing { start_time: 1_000, response_end: 51_000, ..Timing::default() };
    let exchange = exchange(Some(closed));
    let steps = told(&exchange);
    assert!(steps[0].sentence.contains("Timing-Allow-Origin"), "{:?}", steps[0]);
    assert!(steps.iter().all(|step| step.mark == Mark::Hidden && step.time.is_none()));
    assert_eq!(summary(&exchange), "a.org answered 200 OK after 50.0 ms.", "by the record");
    let under_way = RealExchange { end: BodyEnd::UnderWay, timing: None, ..exchange };
    assert!(told(&under_way).iter().all(|step| step.mark == Mark::NotTold));
}

#[test]
fn bars_stand_where_they_were() {
    let places: Vec<_> =
        told(&exchange(Some(open()))).into_iter().filter_map(|step| step.place).collect();
    assert_eq!(places, [(0, 100), (100, 200), (200, 400), (400, 900), (900, 1000)]);
}

#[test]
fn what_the_browser_had_kept_is_drawn_without_an_arrow() {
    let cached = exchange(Some(Timing { transfer_size: Some(0), ..open() }));
    assert!(summary(&cached).contains("kept from an earlier time"));
    assert_eq!(
        print(&cached),
        "Find the address [not needed]  Nothing\n\
         Open a connection [not needed]  Nothing\n\
         Encrypt [not needed]  Nothing\n\
         Ask [not needed]  Nothing\n\
         Answer [measured] 100.0 ms AtClient(\"200 OK · application/json, kept\")\n"
    );
}

#[test]
fn where_no_octets_are_counted_an_answer_may_have_been_kept() {
    let uncounted =
        Timing { transfer_size: Some(0), encoded_body_size: 0, decoded_body_size: 0, ..open() };
    let exchange = exchange(Some(uncounted));
    let ask = told(&exchange).remove(3);
    assert_eq!(ask.wire, Wire::Unsure("GET /users/42?x=1 HTTP/2".to_owned()));
    assert!(ask.sentence.contains("unless the browser had kept"), "{ask:?}");
    let nothing = RealExchange { n_octets: 0, ..exchange };
    assert!(matches!(told(&nothing).remove(3).wire, Wire::ToServer(_)));
}

#[test]
fn what_is_hidden_is_drawn_as_what_may_have_been() {
    let closed = Timing { start_time: 1_000, response_end: 51_000, ..Timing::default() };
    let hidden = "[hidden by the browser] ";
    assert_eq!(
        print(&exchange(Some(closed))),
        format!(
            "Find the address {hidden} WithDns(\"Resolve a.org, unless known\")\n\
             Open a connection {hidden} WithServer(\"TCP, unless open\")\n\
             Encrypt {hidden} WithServer(\"TLS, unless open\")\n\
             Ask {hidden} Unsure(\"GET /users/42?x=1\")\n\
             Server works {hidden} Nothing\n\
             Answer {hidden} ToClient(\"200 OK · application/json\")\n"
        )
    );
}

#[test]
fn after_a_redirect_the_second_server_has_answered() {
    let mut redirected = exchange(Some(open()));
    redirected.is_redirected = true;
    redirected.answered_by = HttpUrl::parse("https://b.org/new").unwrap();
    assert_eq!(
        summary(&redirected),
        "b.org began to answer 200 OK after 90.0 ms; the last byte came after 100.0 ms. \
         The browser was sent on from a.org to https://b.org/new."
    );
    redirected.target.method = "PUT".to_owned();
    let drawn = print(&redirected);
    assert!(
        drawn.starts_with(
            "Sent on [hidden by the browser]  WithServer(\"PUT /users/42?x=1, sent on\")"
        ),
        "{drawn}"
    );
    assert!(drawn.contains("WithDns(\"Resolve b.org\")"), "{drawn}");
    assert!(drawn.contains("ToServer(\"/new HTTP/2\")"), "whatever the method is by then: {drawn}");
}

#[test]
fn a_body_that_takes_its_time_has_its_own() {
    let mut anonymous = exchange(None);
    anonymous.reason_phrase.clear();
    let began = "a.org began to answer 200 after 60.0 ms";
    assert_eq!(summary(&anonymous), format!("{began}; the last byte came after 80.0 ms."));
    anonymous.n_octets = 0;
    assert_eq!(summary(&anonymous), "a.org answered 200 after 80.0 ms.");
    anonymous.n_octets = 5;
    assert_eq!(end_note(&anonymous), None);
    for (end, note) in [
        (BodyEnd::TimeLimit(30), "Only 5 bytes of the body had come when the 30 s were over."),
        (BodyEnd::Cancelled, "You cancelled after 80.0 ms; 5 bytes of the body had come by then."),
    ] {
        anonymous.end = end;
        assert_eq!(summary(&anonymous), format!("{began}."));
        assert_eq!(end_note(&anonymous).as_deref(), Some(note));
    }
    anonymous.end = BodyEnd::BrokenOff;
    let broken = end_note(&anonymous).unwrap();
    assert!(broken.contains("does not tell which"), "{broken}");
    let line = FieldLine { name: "content-encoding".to_owned(), value: "gzip".to_owned() };
    anonymous.field_lines = vec![line].into();
    let packed = end_note(&anonymous).unwrap();
    assert!(packed.ends_with("It says that it is packed with gzip."), "{packed}");
}

#[test]
fn a_coarse_clock_tells_whole_milliseconds() {
    let mut coarse = exchange(Some(Timing {
        domain_lookup_start: 1_000,
        domain_lookup_end: 1_000,
        connect_start: 1_000,
        secure_connection_start: 1_000,
        connect_end: 1_000,
        ..open()
    }));
    coarse.grain_us = 1_000;
    let steps = told(&coarse);
    assert_eq!(steps[1].mark, Mark::NotTold);
    assert!(steps[1].sentence.contains("under 1 ms"), "{:?}", steps[1]);
    assert_eq!(steps[3].time.as_deref(), Some("50 ms"));
}

#[test]
fn metrics_of_the_server_are_told_by_name() {
    let metric = |name: &str, description: &str, duration_us| ServerTiming {
        name: name.to_owned(),
        description: description.to_owned(),
        duration_us,
    };
    let metrics = vec![metric("db", "", 53_200), metric("miss", "cache miss", 0)];
    let timing = Timing { server_timings: Some(metrics), ..open() };
    let step = told(&exchange(Some(timing))).remove(4);
    assert_eq!(step.mark, Mark::FromServer);
    assert_eq!(step.wire, Wire::AtServer("db 53.2 ms · cache miss".to_owned()));
}
