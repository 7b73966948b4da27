//! Hosts with addresses of both families, as printed traces.

mod common;

use common::outcomes;
use core::time::Duration;
use engine::simulate;
use trace::{
    Content, Failure, Fault, IpVersion, Outcome, Request, Scenario, Trace, Transport, ZoneEntry,
};

fn get(url: &str) -> Request {
    Request::parse("GET", url, &[], Vec::new()).expect("a good request")
}

fn dual_stack(requests: Vec<Request>) -> Scenario {
    let mut scenario = Scenario::with_requests(requests);
    scenario.world.network.dual_stack = true;
    scenario
}

fn broken_ipv6(requests: Vec<Request>) -> Scenario {
    let mut scenario = Scenario::with_requests(requests);
    scenario.world.faults = vec![Fault::BrokenIpv6];
    scenario
}

fn record(name: &str, kind: &str, value: &str) -> ZoneEntry {
    ZoneEntry::parse(name, kind, value, 60).expect("a good record")
}

/// What the client says and hears of DNS and TCP, and its exchanges.
fn story(trace: &Trace) -> String {
    let printed = trace.to_string();
    let of_client = |line: &&str| {
        line.contains("user-agent")
            && !line.contains("UDP")
            && !line.contains(" ACK, ")
            && !line.contains("FIN")
    };
    format!("\n{}\n", printed.lines().filter(of_client).collect::<Vec<_>>().join("\n"))
}

/// The version of IP under every first SYN of the client.
fn knocks(trace: &Trace) -> Vec<IpVersion> {
    let of_client = trace.packets.iter().filter(|packet| packet.from == trace.hosts[0].id);
    let knocks = of_client.filter(|packet| {
        matches!(packet.transport, Transport::Tcp { control, retransmission_of: None, .. }
            if control.syn)
    });
    knocks.map(|packet| packet.ip_version).collect()
}

#[test]
fn both_addresses_are_asked_for_and_ipv6_is_taken() {
    let again = Request { pause_before: Duration::from_secs(1), ..get("http://api.example.com/") };
    let requests = vec![get("http://api.example.com/users/42"), again];
    let trace = simulate(&dual_stack(requests));
    insta::assert_snapshot!(story(&trace), @r#"
            0.000  user-agent             exchange 1 starts: GET http://api.example.com/users/42
            0.000  user-agent → resolver  DNS A? api.example.com
            0.000  user-agent → resolver  DNS AAAA? api.example.com
           45.600  resolver → user-agent  DNS A 93.184.216.34
           45.600  resolver → user-agent  DNS AAAA 2001:db8::34
           54.600  user-agent → origin    TCP SYN (IPv6)
           74.612  origin → user-agent    TCP SYN, ACK (IPv6)
           94.623  user-agent → origin    TCP ACK (IPv6)
           94.623  user-agent → origin    GET /users/42 HTTP/1.1
          118.350  origin → user-agent    HTTP/1.1 200 OK  {"id": 42, "name": "Alice"}
          138.381  user-agent             use response application/json, 0.800 ms
          139.181  user-agent             exchange 1 ends: 200
          159.191  origin → user-agent    TCP ACK (IPv6)
          179.210  user-agent → origin    TCP ACK (IPv6)
        1 139.181  user-agent             exchange 2 starts: GET http://api.example.com/
        1 139.181  user-agent             answer cached 93.184.216.34 and 1 more, for 298 s more, 0.000 ms
        1 139.181  user-agent → origin    TCP SYN (IPv6)
        1 159.193  origin → user-agent    TCP SYN, ACK (IPv6)
        1 179.204  user-agent → origin    TCP ACK (IPv6)
        1 179.204  user-agent → origin    GET / HTTP/1.1
        1 200.430  origin → user-agent    HTTP/1.1 200 OK  960 octets
        1 220.611  user-agent             use response application/json, 0.800 ms
        1 221.411  user-agent             exchange 2 ends: 200
        1 241.420  origin → user-agent    TCP ACK (IPv6)
        1 261.440  user-agent → origin    TCP ACK (IPv6)
        "#);
}

#[test]
fn an_address_that_does_not_answer_is_not_waited_for() {
    let trace = simulate(&broken_ipv6(vec![get("http://api.example.com/users/42")]));
    insta::assert_snapshot!(story(&trace), @r#"

      0.000  user-agent             exchange 1 starts: GET http://api.example.com/users/42
      0.000  user-agent → resolver  DNS A? api.example.com
      0.000  user-agent → resolver  DNS AAAA? api.example.com
     45.600  resolver → user-agent  DNS A 93.184.216.34
     45.600  resolver → user-agent  DNS AAAA 2001:db8::34
     54.600  user-agent → origin    TCP SYN (IPv6) lost
    304.600  user-agent → origin    TCP SYN
    324.608  origin → user-agent    TCP SYN, ACK
    344.617  user-agent → origin    TCP ACK
    344.617  user-agent → origin    GET /users/42 HTTP/1.1
    368.337  origin → user-agent    HTTP/1.1 200 OK  {"id": 42, "name": "Alice"}
    388.365  user-agent             use response application/json, 0.800 ms
    389.165  user-agent             exchange 1 ends: 200
    409.172  origin → user-agent    TCP ACK
    429.184  user-agent → origin    TCP ACK
    "#);
}

#[test]
fn the_last_failure_counts_where_no_address_answers() {
    let mut scenario = broken_ipv6(vec![get("http://api.example.com/users/42")]);
    scenario.world.faults.push(Fault::ConnectionRefused);
    let trace = simulate(&scenario);
    assert_eq!(knocks(&trace), [IpVersion::V6, IpVersion::V4]);
    assert_eq!(outcomes(&trace), [Outcome::Failed(Failure::ConnectTimedOut)]);
    scenario.world.faults = vec![Fault::ConnectionRefused];
    scenario.world.network.dual_stack = true;
    let trace = simulate(&scenario);
    assert_eq!(knocks(&trace), [IpVersion::V6, IpVersion::V4], "refused, so the next at once");
    assert_eq!(outcomes(&trace), [Outcome::Failed(Failure::ConnectionRefused { port: 80 })]);
}

#[test]
fn one_kind_of_address_is_enough() {
    for (kind, value, version) in
        [("A", "93.184.216.34", IpVersion::V4), ("AAAA", "2001:db8::34", IpVersion::V6)]
    {
        let mut scenario = dual_stack(vec![get("http://one.example.com/users/42")]);
        scenario.world.names.zone = vec![record("one.example.com", kind, value)];
        let trace = simulate(&scenario);
        assert_eq!(knocks(&trace), [version]);
        assert!(trace::har(&trace).contains(&format!("\"serverIPAddress\": \"{value}\"")));
        assert_eq!(outcomes(&trace), [Outcome::Answered(200)]);
    }
}

#[test]
fn an_alias_leads_to_both_kinds_and_both_are_remembered() {
    let alias = record("shop.example.com", "CNAME", "api.example.com");
    let again = || Request {
        pause_before: Duration::from_secs(1),
        ..get("http://shop.example.com/users/42")
    };
    let mut scenario = dual_stack(vec![again(), again()]);
    scenario.world.names.zone = vec![alias];
    let trace = simulate(&scenario);
    assert_eq!(knocks(&trace), [IpVersion::V6, IpVersion::V6]);
    let queries = trace.messages.iter().filter(|message| {
        message.from == trace.hosts[0].id && matches!(message.content, Content::DnsQuery { .. })
    });
    assert_eq!(queries.count(), 2);
}

#[test]
fn the_next_address_of_the_same_kind_is_tried_where_no_path_leads_to_the_first() {
    let mut scenario = Scenario::with_requests(vec![get("http://two.example.com/users/42")]);
    let address = |value| record("two.example.com", "A", value);
    scenario.world.names.zone = vec![address("192.0.2.99"), address("93.184.216.34")];
    assert_eq!(outcomes(&simulate(&scenario)), [Outcome::Answered(200)]);
}

#[test]
fn a_url_may_hold_an_ipv6_address() {
    for url in ["http://[2001:db8::34]/users/42", "https://[2001:db8::34]/users/42"] {
        let trace = simulate(&dual_stack(vec![get(url)]));
        assert_eq!(outcomes(&trace), [Outcome::Answered(200)], "{url}");
        assert_eq!(knocks(&trace), [IpVersion::V6]);
        let address = "2001:db8::34".to_owned();
        let trace = simulate(&Scenario::with_requests(vec![get(url)]));
        assert_eq!(outcomes(&trace), [Outcome::Failed(Failure::NoRoute { address })], "{url}");
    }
}

#[test]
fn nobody_is_asked_where_the_own_machine_is() {
    for url in [
        "http://localhost/users",
        "https://app.localhost:8080/",
        "http://127.0.0.1:8080/",
        "http://127.1.2.3/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0:3000/",
    ] {
        let trace = simulate(&Scenario::with_requests(vec![get(url)]));
        let port = trace.fetches[0].url.port();
        let refused = Failure::RefusedByOwnHost { port };
        assert_eq!(outcomes(&trace), [Outcome::Failed(refused)], "{url}");
        let from_client = |packet: &&trace::Packet| packet.from == trace.hosts[0].id;
        assert_eq!(trace.packets.iter().filter(from_client).count(), 0);
    }
}

#[test]
fn port_0_is_no_port_and_says_nothing_of_paths() {
    for url in ["http://api.example.com:0/", "https://93.184.216.34:0/"] {
        let trace = simulate(&Scenario::with_requests(vec![get(url)]));
        let reserved = Failure::PortReserved { port: 0 };
        assert_eq!(outcomes(&trace), [Outcome::Failed(reserved)], "{url}");
        assert_eq!(knocks(&trace), [], "no connection was tried");
    }
}

#[test]
fn ipv6_takes_large_bodies_over_tls_and_over_links_that_lose() {
    let body = vec![b' '; 200_000];
    let post = Request::parse("POST", "https://api.example.com/users", &[], body);
    let mut scenario = dual_stack(vec![post.expect("a good request")]);
    scenario.world.network.loss_ppm = 30_000;
    scenario.world.network.mtu = 1280;
    let trace = simulate(&scenario);
    assert!(matches!(outcomes(&trace)[0], Outcome::Answered(_)), "{:?}", outcomes(&trace));
    let longest = trace.packets.iter().map(|packet| packet.octets.len()).max();
    assert_eq!(longest, Some(1280));
}
