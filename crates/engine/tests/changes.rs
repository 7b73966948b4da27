//! What changes at a packet or at a time, and what is remembered no longer: everything before is as it
//! would be without that.

mod common;

use common::{json, request, world};
use core::time::Duration;
use engine::simulate;
use trace::{
    Cause, ClientKind, Expired, Failure, Instant, Outcome, Packet, Request, ResponseSource,
    RetryMethods, RetryOn, Scenario, Trace,
};

const URL: &str = "http://api.example.com/users/42";

/// The packets that were sent before an instant, with their octets.
fn before(trace: &Trace, at: Instant) -> Vec<(Instant, Vec<u8>)> {
    let sent = trace.packets.iter().filter(|packet| packet.sent_at < at);
    sent.map(|packet| (packet.sent_at, trace.octets.slice(packet.octets).to_vec())).collect()
}

fn lost(trace: &Trace) -> Vec<u32> {
    let lost = trace.packets.iter().filter(|packet| packet.received_at.is_none());
    lost.map(|packet| packet.id.0 + 1).collect()
}

#[test]
fn any_one_packet_can_be_lost_and_what_was_before_it_stays() {
    let usual = simulate(&Scenario::default());
    for Packet { id, sent_at, .. } in &usual.packets {
        let number = id.0 + 1;
        let requests = Scenario::default().requests;
        let changed = simulate(&world(|world| world.network.lost_packet = Some(number), requests));
        assert_eq!(lost(&changed), [number]);
        assert_eq!(before(&changed, *sent_at), before(&usual, *sent_at), "packet {number}");
    }
    let none = world(|world| world.network.lost_packet = Some(9_999), Scenario::default().requests);
    assert_eq!(simulate(&none).packets, usual.packets, "nobody sends so many");
}

#[test]
fn a_cable_can_be_pulled_and_what_was_before_that_stays() {
    let usual = simulate(&Scenario::default());
    let took = usual.ended_at - usual.booted_at;
    for part in 0..8 {
        let at = Duration::from_micros(took.as_micros() as u64 * part / 8);
        let cut = |world: &mut trace::World| {
            (world.network.changes_at, world.network.changed_loss_ppm) =
                (Some(at), Some(1_000_000));
        };
        let changed = simulate(&world(cut, Scenario::default().requests));
        let at = usual.booted_at + at;
        assert_eq!(before(&changed, at), before(&usual, at));
        let client = changed.host_with_role(trace::Role::UserAgent).expect("it is there").id;
        let of_client = changed.packets.iter().filter(|packet| {
            packet.sent_at >= at && (packet.from == client || packet.to == client)
        });
        assert!(of_client.clone().all(|packet| packet.received_at.is_none()), "{part}");
        let is_answered = changed.exchanges[0].outcome == Some(Outcome::Answered(200));
        assert!(is_answered || of_client.count() > 0, "it still tries: {part}");
        assert!(part > 0 || !is_answered, "nothing came");
    }
}

#[test]
fn a_server_can_move_away_while_it_is_spoken_to() {
    let far = |world: &mut trace::World| {
        world.network.changes_at = Some(Duration::from_millis(70));
        world.network.changed_round_trip_time = Some(Duration::from_millis(280));
    };
    let changed = simulate(&world(far, Scenario::default().requests));
    let usual = simulate(&Scenario::default());
    let end = |trace: &Trace| trace.exchanges[0].finished_at.expect("it ends") - trace.booted_at;
    // The request is under way by then, and what comes back goes the longer way.
    assert!(end(&changed) > end(&usual) + Duration::from_millis(110), "{:?}", end(&changed));
    assert_eq!(changed.exchanges[0].outcome, Some(Outcome::Answered(200)));
}

fn twice(client: ClientKind, url: &str, first: Option<&str>, expired: Expired) -> Trace {
    let mut again = request("GET", url);
    again.fetch.expired = expired;
    let requests = vec![request("GET", first.unwrap_or(url)), again];
    simulate(&world(|world| world.client.kind = client, requests))
}

fn lookups(trace: &Trace) -> usize {
    let question = |message: &&trace::Message| {
        message.from == trace.hosts[0].id
            && matches!(message.content, trace::Content::DnsQuery { .. })
    };
    trace.messages.iter().filter(question).count()
}

#[test]
fn an_address_that_has_expired_is_asked_for_again() {
    assert_eq!(lookups(&twice(ClientKind::Python, URL, None, Expired::Nothing)), 1);
    assert_eq!(lookups(&twice(ClientKind::Python, URL, None, Expired::Names)), 2);
}

#[test]
fn a_copy_that_has_expired_is_asked_about() {
    let url = "http://api.example.com/products/1";
    let seen = |expired| {
        let trace = twice(ClientKind::Browser, url, None, expired);
        let source = trace.fetches[1].seen.as_ref().map(|seen| seen.source);
        (source, trace.fetches[1].exchanges.len())
    };
    assert_eq!(seen(Expired::Nothing), (Some(ResponseSource::Cache), 0));
    assert_eq!(seen(Expired::Answers), (Some(ResponseSource::Revalidated), 1));
    let kept = twice(ClientKind::Browser, url, None, Expired::Answers);
    let started_at = kept.fetches[1].started_at;
    let stale = kept.answers_at(started_at);
    assert!(stale.iter().all(|answer| answer.lifetime_s <= answer.age_s(started_at)), "{stale:?}");
    assert!(!stale.is_empty());
}

#[test]
fn a_host_whose_wish_for_https_has_expired_is_asked_in_clear() {
    let scheme = |expired| {
        let mut scenario = Scenario::with_requests(vec![
            request("GET", "https://api.example.com/users/42"),
            request("GET", URL),
        ]);
        scenario.world.client.kind = ClientKind::Browser;
        scenario.world.server.https_only = true;
        scenario.requests[1].fetch.expired = expired;
        let trace = simulate(&scenario);
        let first = trace.fetches[1].exchanges[0];
        trace.exchange(first).url.is_https()
    };
    assert!(scheme(Expired::Nothing));
    assert!(!scheme(Expired::HttpsHosts));
}

#[test]
fn cookies_that_have_expired_are_not_sent() {
    let login = json(
        "POST",
        "https://api.example.com/login",
        r#"{"username": "alice", "password": "alice-password"}"#,
    );
    let status = |expired| {
        let mut me = request("GET", "https://api.example.com/me");
        me.fetch.expired = expired;
        let browser = |world: &mut trace::World| world.client.kind = ClientKind::Browser;
        let trace = simulate(&world(browser, vec![login.clone(), me]));
        let kept = trace.cookies_at(trace.ended_at).len();
        (trace.fetches[1].outcome.clone(), kept)
    };
    assert_eq!(status(Expired::Nothing), (Some(Outcome::Answered(200)), 1));
    assert_eq!(status(Expired::Cookies), (Some(Outcome::Answered(401)), 0));
}

/// The tables behind a request whose first answer gets lost, so that the client sends it again.
fn behind_lost_answer(mut sent: Request) -> (Vec<Cause>, Vec<u16>, usize) {
    sent.fetch.read_timeout = Some(Duration::from_millis(580));
    sent.fetch.retries = 1;
    (sent.fetch.retry_methods, sent.fetch.retry_on) = (RetryMethods::All, RetryOn::Any);
    let usual = simulate(&Scenario::with_requests(vec![sent.clone()]));
    let answer = usual.exchanges[0].response.expect("an answer");
    let number = usual.message(answer).packets[0].0 + 1;
    let scenario = world(|world| world.network.lost_packet = Some(number), vec![sent]);
    let trace = simulate(&scenario);
    let causes = trace.exchanges.iter().map(|exchange| exchange.cause).collect();
    let statuses = trace.exchanges.iter().filter_map(|exchange| match exchange.outcome {
        Some(Outcome::Answered(code)) => Some(code),
        Some(Outcome::Failed(Failure::NotInCache)) => None,
        _ => Some(0),
    });
    let users = trace.tables.iter().find(|table| table.name == "users").expect("it is there");
    (causes, statuses.collect(), users.rows.len())
}

#[test]
fn after_a_lost_answer_post_leaves_two_rows_and_put_one() {
    let retried = vec![Cause::Initial, Cause::Retry];
    let post = json("POST", "http://api.example.com/users", r#"{"name": "Bob"}"#);
    let (causes, statuses, rows) = behind_lost_answer(post);
    assert_eq!((causes, statuses), (retried.clone(), vec![0, 201]));
    let at_first = simulate(&Scenario::default()).tables;
    let users = at_first.iter().find(|table| table.name == "users").expect("it is there");
    assert_eq!(rows, users.rows.len() + 2);
    let put = json("PUT", "http://api.example.com/users/99", r#"{"name": "Bob"}"#);
    let (causes, statuses, rows) = behind_lost_answer(put);
    assert_eq!((causes, statuses[0]), (retried, 0));
    assert_eq!(rows, users.rows.len() + 1);
}
