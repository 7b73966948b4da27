//! Finding addresses, as printed traces: who is asked, who remembers, and what goes wrong.

use core::time::Duration;
use engine::simulate;
use trace::{Content, Failure, Fault, Outcome, Request, Scenario, Trace, Transport, ZoneEntry};

fn get(url: &str) -> Request {
    Request::parse("GET", url, &[], Vec::new()).expect("a good request")
}

fn after(seconds: u64, url: &str) -> Request {
    Request { pause_before: Duration::from_secs(seconds), ..get(url) }
}

fn record(name: &str, kind: &str, value: &str, ttl_s: u32) -> ZoneEntry {
    ZoneEntry::parse(name, kind, value, ttl_s).expect("a good record")
}

fn scenario(zone: Vec<ZoneEntry>, requests: Vec<Request>) -> Scenario {
    let mut scenario = Scenario::with_requests(requests);
    scenario.world.names.zone = zone;
    scenario
}

/// Whether a line tells of finding an address.
fn is_of_dns(line: &str) -> bool {
    let told = ["DNS ", "answer cached", "exchange", "name", "address", "resolver"];
    told.iter().any(|word| line.contains(word))
        && !line.contains(" UDP")
        && !line.contains(" TCP ")
        && !line.contains(" HTTP/")
}

/// The printed trace without packets, and without what is not about addresses.
fn story(scenario: &Scenario) -> String {
    let printed = simulate(scenario).to_string();
    let lines: Vec<&str> = printed.lines().filter(|line| is_of_dns(line)).collect();
    format!("\n{}\n", lines.join("\n"))
}

/// The printed trace up to the connection to the origin server, with packets.
fn packets(scenario: &Scenario) -> String {
    let printed = simulate(scenario).to_string();
    let starts = |line: &&str| line.contains("exchange 1 starts");
    let lines = printed.lines().skip_while(|line| !starts(line));
    let lines: Vec<&str> = lines.take_while(|line| !line.contains("user-agent → origin")).collect();
    format!("\n{}\n", lines.join("\n"))
}

fn queries(trace: &Trace) -> usize {
    let is_query = |message: &&trace::Message| matches!(message.content, Content::DnsQuery { .. });
    trace.messages.iter().filter(is_query).count()
}

const API: &str = "http://api.example.com/users/42";

#[test]
fn the_resolver_asks_from_the_root_down() {
    insta::assert_snapshot!(packets(&Scenario::default()), @"

     0.000  user-agent             exchange 1 starts: GET http://api.example.com/users/42
     0.000  user-agent → resolver  DNS A? api.example.com
     0.000  user-agent → resolver  UDP, 33 octets
     9.300  resolver → root        DNS A? api.example.com
     9.300  resolver → root        UDP, 44 octets
    13.400  root → resolver        DNS referral: com NS a.tld-servers.example
    13.400  root → resolver        UDP, 95 octets
    17.400  resolver → tld         DNS A? api.example.com
    17.400  resolver → tld         UDP, 44 octets
    23.500  tld → resolver         DNS referral: example.com NS ns1.example.com
    23.500  tld → resolver         UDP, 78 octets
    29.500  resolver → zone-server DNS A? api.example.com
    29.500  resolver → zone-server UDP, 44 octets
    37.600  zone-server → resolver DNS A 93.184.216.34
    37.600  zone-server → resolver UDP, 60 octets
    45.600  resolver → user-agent  DNS A 93.184.216.34
    45.600  resolver → user-agent  UDP, 49 octets
    ");
}

#[test]
fn what_is_remembered_is_not_asked_again_until_its_time_is_over() {
    let requests = vec![get(API), after(60, API), after(300, API)];
    insta::assert_snapshot!(story(&scenario(Vec::new(), requests)), @"

          0.000  user-agent             exchange 1 starts: GET http://api.example.com/users/42
          0.000  user-agent → resolver  DNS A? api.example.com
          9.300  resolver → root        DNS A? api.example.com
         13.400  root → resolver        DNS referral: com NS a.tld-servers.example
         17.400  resolver → tld         DNS A? api.example.com
         23.500  tld → resolver         DNS referral: example.com NS ns1.example.com
         29.500  resolver → zone-server DNS A? api.example.com
         37.600  zone-server → resolver DNS A 93.184.216.34
         45.600  resolver → user-agent  DNS A 93.184.216.34
        139.165  user-agent             exchange 1 ends: 200
     60 139.165  user-agent             exchange 2 starts: GET http://api.example.com/users/42
     60 139.165  user-agent             answer cached 93.184.216.34, for 239 s more, 0.000 ms
     60 223.731  user-agent             exchange 2 ends: 200
    360 223.731  user-agent             exchange 3 starts: GET http://api.example.com/users/42
    360 223.731  user-agent → resolver  DNS A? api.example.com
    360 233.031  resolver → zone-server DNS A? api.example.com
    360 241.131  zone-server → resolver DNS A 93.184.216.34
    360 249.131  resolver → user-agent  DNS A 93.184.216.34
    360 342.696  user-agent             exchange 3 ends: 200
    ");
}

#[test]
fn another_name_of_a_known_zone_goes_to_its_server_at_once() {
    let requests = vec![get(API), get("http://www.example.com/users/42")];
    insta::assert_snapshot!(story(&scenario(Vec::new(), requests)), @"

      0.000  user-agent             exchange 1 starts: GET http://api.example.com/users/42
      0.000  user-agent → resolver  DNS A? api.example.com
      9.300  resolver → root        DNS A? api.example.com
     13.400  root → resolver        DNS referral: com NS a.tld-servers.example
     17.400  resolver → tld         DNS A? api.example.com
     23.500  tld → resolver         DNS referral: example.com NS ns1.example.com
     29.500  resolver → zone-server DNS A? api.example.com
     37.600  zone-server → resolver DNS A 93.184.216.34
     45.600  resolver → user-agent  DNS A 93.184.216.34
    139.165  user-agent             exchange 1 ends: 200
    139.165  user-agent             exchange 2 starts: GET http://www.example.com/users/42
    139.165  user-agent → resolver  DNS A? www.example.com
    148.465  resolver → zone-server DNS A? www.example.com
    156.565  zone-server → resolver DNS A 93.184.216.34
    164.565  resolver → user-agent  DNS A 93.184.216.34
    258.131  user-agent             exchange 2 ends: 200
    ");
}

#[test]
fn an_alias_is_followed_across_zones() {
    let zone = vec![
        record("shop.example.net", "CNAME", "front.example.org", 60),
        record("front.example.org", "CNAME", "api.example.com", 30),
    ];
    let requests =
        vec![get("http://shop.example.net/users"), after(20, "http://shop.example.net/")];
    insta::assert_snapshot!(story(&scenario(zone, requests)), @"

         0.000  user-agent             exchange 1 starts: GET http://shop.example.net/users
         0.000  user-agent → resolver  DNS A? shop.example.net
         9.300  resolver → root        DNS A? shop.example.net
        13.400  root → resolver        DNS referral: net NS a.tld-servers.example
        17.400  resolver → tld         DNS A? shop.example.net
        23.500  tld → resolver         DNS referral: example.net NS ns1.example.net
        29.500  resolver → zone-server DNS A? shop.example.net
        37.600  zone-server → resolver DNS CNAME front.example.org
        45.600  resolver → root        DNS A? front.example.org
        49.700  root → resolver        DNS referral: org NS a.tld-servers.example
        53.700  resolver → tld         DNS A? front.example.org
        59.800  tld → resolver         DNS referral: example.org NS ns1.example.org
        65.800  resolver → zone-server DNS A? front.example.org
        73.900  zone-server → resolver DNS CNAME api.example.com
        81.900  resolver → root        DNS A? api.example.com
        86.000  root → resolver        DNS referral: com NS a.tld-servers.example
        90.000  resolver → tld         DNS A? api.example.com
        96.100  tld → resolver         DNS referral: example.com NS ns1.example.com
       102.100  resolver → zone-server DNS A? api.example.com
       110.200  zone-server → resolver DNS A 93.184.216.34
       118.200  resolver → user-agent  DNS CNAME front.example.org, CNAME api.example.com, A 93.184.216.34
       211.784  user-agent             exchange 1 ends: 200
    20 211.784  user-agent             exchange 2 starts: GET http://shop.example.net/
    20 211.784  user-agent             answer cached 93.184.216.34, for 9 s more, 0.000 ms
    20 293.997  user-agent             exchange 2 ends: 200
    ");
}

#[test]
fn aliases_that_lead_in_a_circle_end_with_servfail() {
    let zone = vec![
        record("a.example.com", "CNAME", "b.example.net", 60),
        record("b.example.net", "CNAME", "a.example.com", 60),
    ];
    insta::assert_snapshot!(story(&scenario(zone, vec![get("http://a.example.com/")])), @"

     0.000  user-agent             exchange 1 starts: GET http://a.example.com/
     0.000  user-agent → resolver  DNS A? a.example.com
     9.300  resolver → root        DNS A? a.example.com
    13.400  root → resolver        DNS referral: com NS a.tld-servers.example
    17.400  resolver → tld         DNS A? a.example.com
    23.500  tld → resolver         DNS referral: example.com NS ns1.example.com
    29.500  resolver → zone-server DNS A? a.example.com
    37.600  zone-server → resolver DNS CNAME b.example.net
    45.600  resolver → root        DNS A? b.example.net
    49.700  root → resolver        DNS referral: net NS a.tld-servers.example
    53.700  resolver → tld         DNS A? b.example.net
    59.800  tld → resolver         DNS referral: example.net NS ns1.example.net
    65.800  resolver → zone-server DNS A? b.example.net
    73.900  zone-server → resolver DNS CNAME a.example.com
    81.900  resolver → user-agent  DNS SERVFAIL
    90.900  user-agent             the resolver says SERVFAIL
    90.900  user-agent             exchange 1 ends: no answer: requests.exceptions.ConnectionError: Failed to resolve 'a.example.com' ([Errno -3] Temporary failure in name resolution)
    ");
    let zone = vec![record("self.example.com", "CNAME", "self.example.com", 0)];
    insta::assert_snapshot!(story(&scenario(zone, vec![get("http://self.example.com/")])), @"

     0.000  user-agent             exchange 1 starts: GET http://self.example.com/
     0.000  user-agent → resolver  DNS A? self.example.com
     9.300  resolver → root        DNS A? self.example.com
    13.400  root → resolver        DNS referral: com NS a.tld-servers.example
    17.400  resolver → tld         DNS A? self.example.com
    23.500  tld → resolver         DNS referral: example.com NS ns1.example.com
    29.500  resolver → zone-server DNS A? self.example.com
    37.600  zone-server → resolver DNS CNAME self.example.com
    45.600  resolver → user-agent  DNS SERVFAIL
    54.600  user-agent             the resolver says SERVFAIL
    54.600  user-agent             exchange 1 ends: no answer: requests.exceptions.ConnectionError: Failed to resolve 'self.example.com' ([Errno -3] Temporary failure in name resolution)
    ");
}

#[test]
fn a_chain_of_too_many_aliases_ends_with_servfail() {
    let check = |count: usize, expected: Option<Outcome>| {
        let alias = |n| {
            record(&format!("a{n}.example.com"), "CNAME", &format!("a{}.example.com", n + 1), 60)
        };
        let mut zone: Vec<ZoneEntry> = (1..=count).map(alias).collect();
        zone.push(record(&format!("a{}.example.com", count + 1), "A", "93.184.216.34", 60));
        let trace = simulate(&scenario(zone, vec![get("http://a1.example.com/users")]));
        assert_eq!(trace.exchanges[0].outcome, expected);
    };
    let response_code = "SERVFAIL".to_owned();
    check(8, Some(Outcome::Answered(200)));
    check(9, Some(Outcome::Failed(Failure::ResolverFailed { response_code })));
}

#[test]
fn a_name_with_another_kind_of_address_has_none() {
    let zone = vec![record("six.example.com", "AAAA", "2001:db8::34", 60)];
    insta::assert_snapshot!(story(&scenario(zone, vec![get("http://six.example.com/")])), @"

     0.000  user-agent             exchange 1 starts: GET http://six.example.com/
     0.000  user-agent → resolver  DNS A? six.example.com
     9.300  resolver → root        DNS A? six.example.com
    13.400  root → resolver        DNS referral: com NS a.tld-servers.example
    17.400  resolver → tld         DNS A? six.example.com
    23.500  tld → resolver         DNS referral: example.com NS ns1.example.com
    29.500  resolver → zone-server DNS A? six.example.com
    37.600  zone-server → resolver DNS NOERROR
    45.600  resolver → user-agent  DNS NOERROR
    54.600  user-agent             no address for six.example.com
    54.600  user-agent             exchange 1 ends: no answer: requests.exceptions.ConnectionError: Failed to resolve 'six.example.com' ([Errno -5] No address associated with hostname)
    ");
}

#[test]
fn that_a_name_does_not_exist_is_remembered_for_a_minute() {
    let url = "http://nowhere.example.com/";
    let requests = vec![get(url), after(30, url), after(60, url)];
    insta::assert_snapshot!(story(&scenario(Vec::new(), requests)), @"

         0.000  user-agent             exchange 1 starts: GET http://nowhere.example.com/
         0.000  user-agent → resolver  DNS A? nowhere.example.com
         9.300  resolver → root        DNS A? nowhere.example.com
        13.400  root → resolver        DNS referral: com NS a.tld-servers.example
        17.400  resolver → tld         DNS A? nowhere.example.com
        23.500  tld → resolver         DNS referral: example.com NS ns1.example.com
        29.500  resolver → zone-server DNS A? nowhere.example.com
        37.600  zone-server → resolver DNS NXDOMAIN
        45.600  resolver → user-agent  DNS NXDOMAIN
        54.600  user-agent             no such name: nowhere.example.com
        54.600  user-agent             exchange 1 ends: no answer: requests.exceptions.ConnectionError: Failed to resolve 'nowhere.example.com' ([Errno -2] Name or service not known)
    30 054.600  user-agent             exchange 2 starts: GET http://nowhere.example.com/
    30 054.600  user-agent → resolver  DNS A? nowhere.example.com
    30 063.900  resolver               answer cached no such name, for 29 s more, 0.000 ms
    30 063.900  resolver → user-agent  DNS NXDOMAIN
    30 072.900  user-agent             no such name: nowhere.example.com
    30 072.900  user-agent             exchange 2 ends: no answer: requests.exceptions.ConnectionError: Failed to resolve 'nowhere.example.com' ([Errno -2] Name or service not known)
    90 072.900  user-agent             exchange 3 starts: GET http://nowhere.example.com/
    90 072.900  user-agent → resolver  DNS A? nowhere.example.com
    90 082.200  resolver → zone-server DNS A? nowhere.example.com
    90 090.300  zone-server → resolver DNS NXDOMAIN
    90 098.300  resolver → user-agent  DNS NXDOMAIN
    90 107.300  user-agent             no such name: nowhere.example.com
    90 107.300  user-agent             exchange 3 ends: no answer: requests.exceptions.ConnectionError: Failed to resolve 'nowhere.example.com' ([Errno -2] Name or service not known)
    ");
}

#[test]
fn a_zone_whose_server_does_not_hold_it_ends_with_servfail() {
    let requests = vec![get("http://www.broken.example/")];
    insta::assert_snapshot!(story(&scenario(Vec::new(), requests)), @"

     0.000  user-agent             exchange 1 starts: GET http://www.broken.example/
     0.000  user-agent → resolver  DNS A? www.broken.example
     9.300  resolver → root        DNS A? www.broken.example
    13.400  root → resolver        DNS referral: example NS a.tld-servers.example
    17.400  resolver → tld         DNS A? www.broken.example
    23.500  tld → resolver         DNS referral: broken.example NS ns1.broken.example
    29.500  resolver → zone-server DNS A? www.broken.example
    37.600  zone-server → resolver DNS REFUSED
    45.600  resolver → user-agent  DNS SERVFAIL
    54.600  user-agent             the resolver says SERVFAIL
    54.600  user-agent             exchange 1 ends: no answer: requests.exceptions.ConnectionError: Failed to resolve 'www.broken.example' ([Errno -3] Temporary failure in name resolution)
    ");
}

#[test]
fn an_answer_too_long_for_udp_is_asked_for_over_tcp() {
    let record = |last: u8| record("many.example.com", "A", &format!("93.184.216.{last}"), 60);
    let url = "http://many.example.com/";
    // What fits between servers (1232 octets, EDNS) does not fit to the stub (512 octets).
    let zone: Vec<ZoneEntry> = (34..74).map(record).collect();
    let printed = packets(&scenario(zone, vec![get(url)]));
    insta::assert_snapshot!(without_addresses(&printed), @"

     0.000  user-agent             exchange 1 starts: GET http://many.example.com/
     0.000  user-agent → resolver  DNS A? many.example.com
     0.000  user-agent → resolver  UDP, 34 octets
     9.300  resolver → root        DNS A? many.example.com
     9.300  resolver → root        UDP, 45 octets
    13.400  root → resolver        DNS referral: com NS a.tld-servers.example
    13.400  root → resolver        UDP, 96 octets
    17.400  resolver → tld         DNS A? many.example.com
    17.400  resolver → tld         UDP, 45 octets
    23.500  tld → resolver         DNS referral: example.com NS ns1.example.com
    23.500  tld → resolver         UDP, 79 octets
    29.500  resolver → zone-server DNS A? many.example.com
    29.500  resolver → zone-server UDP, 45 octets
    37.600  zone-server → resolver DNS A 93.184.216.34, and 39 more
    37.600  zone-server → resolver UDP, 685 octets
    45.600  resolver → user-agent  DNS truncated
    45.600  resolver → user-agent  UDP, 34 octets
    54.600  user-agent → resolver  TCP SYN
    63.600  resolver → user-agent  TCP SYN, ACK
    72.600  user-agent → resolver  TCP ACK
    72.600  user-agent → resolver  DNS A? many.example.com
    72.600  user-agent → resolver  TCP PSH, ACK, 36 octets
    81.900  resolver               answer cached 93.184.216.34 and 39 more, for 59 s more, 0.000 ms
    81.900  resolver → user-agent  DNS A 93.184.216.34, and 39 more
    81.900  resolver → user-agent  TCP PSH, ACK, 676 octets
    ");
    // And what does not fit between servers either is asked for over TCP on both ways.
    let zone: Vec<ZoneEntry> = (34..124).map(record).collect();
    let printed = packets(&scenario(zone, vec![get(url)]));
    insta::assert_snapshot!(without_addresses(&printed), @"

      0.000  user-agent             exchange 1 starts: GET http://many.example.com/
      0.000  user-agent → resolver  DNS A? many.example.com
      0.000  user-agent → resolver  UDP, 34 octets
      9.300  resolver → root        DNS A? many.example.com
      9.300  resolver → root        UDP, 45 octets
     13.400  root → resolver        DNS referral: com NS a.tld-servers.example
     13.400  root → resolver        UDP, 96 octets
     17.400  resolver → tld         DNS A? many.example.com
     17.400  resolver → tld         UDP, 45 octets
     23.500  tld → resolver         DNS referral: example.com NS ns1.example.com
     23.500  tld → resolver         UDP, 79 octets
     29.500  resolver → zone-server DNS A? many.example.com
     29.500  resolver → zone-server UDP, 45 octets
     37.600  zone-server → resolver DNS truncated
     37.600  zone-server → resolver UDP, 45 octets
     45.600  resolver → zone-server TCP SYN
     53.600  zone-server → resolver TCP SYN, ACK
     61.600  resolver → zone-server TCP ACK
     61.600  resolver → zone-server DNS A? many.example.com
     61.600  resolver → zone-server TCP PSH, ACK, 47 octets
     69.700  zone-server → resolver DNS A 93.184.216.34, and 89 more
     69.700  zone-server → resolver TCP ACK, 1460 octets
     69.700  zone-server → resolver TCP PSH, ACK, 27 octets
     77.700  resolver → zone-server TCP ACK
     77.700  resolver → user-agent  DNS truncated
     77.700  resolver → user-agent  UDP, 34 octets
     77.700  resolver → zone-server TCP FIN, ACK
     85.700  zone-server → resolver TCP ACK
     85.700  zone-server → resolver TCP FIN, ACK
     86.700  user-agent → resolver  TCP SYN
     93.700  resolver → zone-server TCP ACK
     95.700  resolver → user-agent  TCP SYN, ACK
    104.700  user-agent → resolver  TCP ACK
    104.700  user-agent → resolver  DNS A? many.example.com
    104.700  user-agent → resolver  TCP PSH, ACK, 36 octets
    114.000  resolver               answer cached 93.184.216.34 and 89 more, for 59 s more, 0.000 ms
    114.000  resolver → user-agent  DNS A 93.184.216.34, and 89 more
    114.000  resolver → user-agent  TCP ACK, 1460 octets
    114.000  resolver → user-agent  TCP PSH, ACK, 16 octets
    123.000  user-agent → resolver  TCP ACK
    ");
}

fn without_addresses(printed: &str) -> String {
    let short = |line: &str| match line.split_once(", A ") {
        Some((start, rest)) => format!("{start}, and {} more", rest.matches("A ").count() + 1),
        None => line.to_owned(),
    };
    printed.lines().map(short).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_resolver_that_lies_or_is_silent_leaves_no_address() {
    let mut broken = scenario(Vec::new(), vec![get(API)]);
    broken.world.faults = vec![Fault::NameNotFound];
    insta::assert_snapshot!(story(&broken), @"

     0.000  user-agent             exchange 1 starts: GET http://api.example.com/users/42
     0.000  user-agent → resolver  DNS A? api.example.com
     9.300  resolver → user-agent  DNS NXDOMAIN
    18.300  user-agent             no such name: api.example.com
    18.300  user-agent             exchange 1 ends: no answer: requests.exceptions.ConnectionError: Failed to resolve 'api.example.com' ([Errno -2] Name or service not known)
    ");
    broken.world.faults = vec![Fault::DnsTimeout];
    insta::assert_snapshot!(story(&broken), @"

         0.000  user-agent             exchange 1 starts: GET http://api.example.com/users/42
         0.000  user-agent → resolver  DNS A? api.example.com
     5 000.000  user-agent → resolver  DNS A? api.example.com
    10 000.000  user-agent             no answer from the resolver
    10 000.000  user-agent             exchange 1 ends: no answer: requests.exceptions.ConnectionError: Failed to resolve 'api.example.com' ([Errno -3] Temporary failure in name resolution)
    ");
}

#[test]
fn records_of_the_reader_take_the_place_of_those_of_the_world() {
    let zone = vec![record("api.example.com", "A", "192.0.2.99", 60)];
    insta::assert_snapshot!(story(&scenario(zone, vec![get(API)])), @"

     0.000  user-agent             exchange 1 starts: GET http://api.example.com/users/42
     0.000  user-agent → resolver  DNS A? api.example.com
     9.300  resolver → root        DNS A? api.example.com
    13.400  root → resolver        DNS referral: com NS a.tld-servers.example
    17.400  resolver → tld         DNS A? api.example.com
    23.500  tld → resolver         DNS referral: example.com NS ns1.example.com
    29.500  resolver → zone-server DNS A? api.example.com
    37.600  zone-server → resolver DNS A 192.0.2.99
    45.600  resolver → user-agent  DNS A 192.0.2.99
    54.600  user-agent             exchange 1 ends: no answer: requests.exceptions.ConnectionError: Failed to establish a new connection: [Errno 113] No route to host
    ");
    // A name of one label stands in the zone of its own top-level domain.
    let zone = vec![record("intranet", "A", "93.184.216.34", 60)];
    let trace = simulate(&scenario(zone, vec![get("http://intranet/users")]));
    assert_eq!(trace.exchanges[0].outcome, Some(Outcome::Answered(200)));
}

#[test]
fn no_datagram_between_resolver_and_servers_is_limited_by_the_bandwidth_of_the_client() {
    let mut slow = scenario(Vec::new(), vec![get(API)]);
    slow.world.network.bandwidth_bits_per_s = Some(1_000);
    let [slow, fast] = [simulate(&slow), simulate(&Scenario::default())];
    let found_at = |trace: &Trace| {
        let timing = &trace.exchanges[0].timing;
        timing.domain_lookup_end.expect("it was found") - trace.exchanges[0].started_at
    };
    assert_eq!(found_at(&slow), found_at(&fast));
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    /// Names that lead to each other in all ways.
    fn name() -> impl Strategy<Value = String> {
        let names = [
            "a.example.com",
            "b.example.com",
            "a.example.net",
            "x.y.a.example.net",
            "a.b.test",
            "example.org",
            "intranet",
            "ns1.example.com",
            "www.broken.example",
            "a.root-servers.example",
        ];
        prop::sample::select(names.map(str::to_owned).to_vec())
    }

    fn entry() -> impl Strategy<Value = ZoneEntry> {
        let ttl_s = prop_oneof![Just(0u32), 1..100u32];
        (name(), 0..3u8, name(), any::<u32>(), ttl_s).prop_map(
            |(name, kind, target, bits, ttl_s)| {
                let [a, b, c, d] = bits.to_be_bytes();
                match kind {
                    0 => record(&name, "A", &format!("{a}.{b}.{c}.{d}"), ttl_s),
                    1 => record(&name, "AAAA", &format!("2001:db8::{a}"), ttl_s),
                    _ => record(&name, "CNAME", &target, ttl_s),
                }
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_the_zones_hold_every_exchange_ends(
            zone in prop::collection::vec(entry(), 0..12),
            names in prop::collection::vec(name(), 1..4),
        ) {
            let requests = names.iter().map(|name| get(&format!("http://{name}/"))).collect();
            let scenario = scenario(zone, requests);
            prop_assume!(scenario.check().is_ok());
            let trace = simulate(&scenario);
            for exchange in &trace.exchanges {
                prop_assert!(exchange.outcome.is_some());
            }
            // Nine names, three zones each: what a chain of aliases costs at most.
            prop_assert!(queries(&trace) <= names.len() * (1 + 9 * 4));
            let others = trace.packets.iter().filter(|packet| matches!(packet.transport, Transport::Other(_)));
            prop_assert_eq!(others.count(), 0);
        }
    }
}

#[test]
fn nobody_is_asked_for_a_name_that_no_message_can_carry() {
    for host in ["a..b.com".to_owned(), format!("{}.com", "a".repeat(64))] {
        let request = get(&format!("http://{host}/"));
        let trace = simulate(&Scenario::with_requests(vec![request]));
        let outcome = trace.exchanges[0].outcome.clone();
        let failure = Failure::NameNotAskable { name: host };
        assert_eq!(outcome, Some(Outcome::Failed(failure)));
        let mut messages = trace.messages.iter();
        assert!(messages.all(|message| !matches!(message.content, Content::DnsQuery { .. })));
    }
}

/// The TTL of SOA in each answer that there is nothing, in order.
fn negative_ttls_s(scenario: &Scenario) -> Vec<u32> {
    let trace = simulate(scenario);
    let authorities = trace.messages.iter().filter_map(|message| match &message.content {
        Content::DnsResponse { authority, .. } => Some(authority),
        _ => None,
    });
    let soa = |record: &&trace::DnsAnswer| record.kind == "SOA";
    authorities.flat_map(|authority| authority.iter().filter(soa)).map(|soa| soa.ttl_s).collect()
}

#[test]
fn that_there_is_nothing_is_said_with_the_time_for_which_it_may_be_remembered() {
    let url = "http://nope.example.com/";
    // From the server of the zone, from the resolver, and from what that remembers.
    let no_name = scenario(Vec::new(), vec![get(url), after(10, url)]);
    assert_eq!(negative_ttls_s(&no_name), [60, 60, 49]);
    let mut no_v6 = scenario(Vec::new(), vec![get("http://[2001:db8::34]/"), get(API)]);
    no_v6.world.names.zone = vec![record("api.example.com", "A", "93.184.216.34", 300)];
    no_v6.world.network.dual_stack = true;
    assert_eq!(negative_ttls_s(&no_v6), [60, 60]);
}
