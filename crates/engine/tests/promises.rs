//! What holds for every scenario: the same octets each time, an unchanged past, one story.

mod common;

use common::{json, request, story, world};
use core::time::Duration;
use engine::simulate;
use trace::{Content, EventKind, ExchangeId, Outcome, Scenario, Transport, encode_trace};

#[test]
fn the_same_scenario_gives_the_same_octets() {
    for example in trace::built_in() {
        let [a, b] = [simulate(&example.scenario), simulate(&example.scenario)];
        assert_eq!(encode_trace(&a), encode_trace(&b), "{}", example.name);
    }
}

#[test]
fn another_seed_changes_numbers_but_not_the_story() {
    let scenario = Scenario::default();
    let other = Scenario { seed: 2, ..scenario.clone() };
    assert_eq!(story(&scenario), story(&other));
    assert_ne!(simulate(&scenario).octets, simulate(&other).octets);
}

#[test]
fn appending_a_request_leaves_the_earlier_part_unchanged() {
    let mut requests = [
        request("GET", "http://api.example.com/users/42"),
        json("POST", "http://api.example.com/users", r#"{"name": "Bob"}"#),
        request("DELETE", "http://api.example.com/users/42"),
    ];
    let pauses = [0, 5, 2_000].map(Duration::from_millis);
    requests.iter_mut().zip(pauses).for_each(|(request, pause)| request.pause_before = pause);
    for loss_ppm in [0, 100_000] {
        let run = |count: usize| {
            simulate(&world(|world| world.network.loss_ppm = loss_ppm, requests[..count].to_vec()))
        };
        let [shorter, longer] = [run(2), run(3)];
        let id = ExchangeId(2);
        let appended = longer.exchange(id).started_at;
        let before = |trace: &trace::Trace| -> Vec<String> {
            let events = trace.events.iter().take_while(|event| event.at < appended);
            events.filter_map(|event| trace.line(event)).collect()
        };
        assert_eq!(before(&shorter), before(&longer));
        assert_eq!(shorter.exchanges[..], longer.exchanges[..2]);
        let octets = |trace: &trace::Trace| -> Vec<Vec<u8>> {
            let sent = trace.packets.iter().filter(|packet| packet.sent_at < appended);
            sent.map(|packet| trace.octets.slice(packet.octets).to_vec()).collect()
        };
        assert_eq!(octets(&shorter), octets(&longer));
    }
}

#[test]
fn every_built_in_scenario_tells_a_consistent_story() {
    for example in trace::built_in() {
        let trace = simulate(&example.scenario);
        let name = example.name;
        assert_eq!(trace.fetches.len(), example.scenario.requests.len(), "{name}");
        assert!(trace.events.is_sorted_by_key(|event| event.at), "{name}: events are in order");
        assert!(trace.messages.is_sorted_by_key(|message| message.sent_at), "{name}");
        for exchange in &trace.exchanges {
            assert!(exchange.finished_at.is_some(), "{name}: every exchange ends");
            let status = exchange.response.map(|id| match &trace.message(id).content {
                Content::HttpResponse { status_code, .. } => *status_code,
                other => panic!("{name}: not a response: {other:?}"),
            });
            match &exchange.outcome {
                Some(Outcome::Answered(code)) => assert_eq!(Some(*code), status, "{name}"),
                Some(Outcome::Failed(_)) | None => {}
            }
        }
        for packet in &trace.packets {
            if let Transport::Tcp { retransmission_of: Some(first), .. } = packet.transport {
                assert!(first < packet.id, "{name}: a retransmission repeats an earlier packet");
            }
        }
        let sent = |kind: &EventKind| matches!(kind, EventKind::PacketSent(_));
        let n_sent = trace.events.iter().filter(|event| sent(&event.kind)).count();
        assert_eq!(n_sent, trace.packets.len(), "{name}: every packet has its event");
    }
}
