//! What is read, what is refused with which sentence, and that what is written is read back.

use super::*;
use crate::scenario::{ClientKind, ClientOptions, Home, NetworkOptions, ServerOptions, World};

/// `members` stand between `"version": 2,` and the end.
#[track_caller]
fn check(members: &str, expected: &str) {
    check_text(&format!("{{\"version\": 2,\n{members}}}"), expected);
}

#[track_caller]
fn check_text(text: &str, expected: &str) {
    let shown = match scenario_from_json(text) {
        Ok(scenario) => scenario_to_json(&scenario),
        Err(error) => error.to_string(),
    };
    assert_eq!(shown, expected);
}

#[track_caller]
fn check_world(members: &str, expected: &str) {
    check(
        &format!("\"world\": {{{members}}}, \"requests\": [{{\"url\": \"http://x/\"}}]"),
        expected,
    );
}

#[track_caller]
fn check_request(members: &str, expected: &str) {
    check(&format!("\"requests\": [{{\"url\": \"http://x/\", {members}}}]"), expected);
}

#[test]
fn what_is_left_out_has_a_default() {
    check(
        r#""requests": [{"url": "http://api.example.com/users/42"}]"#,
        r#"{
  "version": 2,
  "seed": 1,
  "starts_at": "2026-01-05T09:00:00Z",
  "requests": [
    {
      "method": "GET",
      "url": "http://api.example.com/users/42"
    }
  ]
}
"#,
    );
}

#[test]
fn every_member_is_kept() {
    let text = r#"{
  "version": 2,
  "seed": 18446744073709551615,
  "starts_at": "1999-12-31T23:59:59Z",
  "world": {
    "client": {
      "kind": "mobile-app",
      "http": "2",
      "half_close": true
    },
    "network": {
      "rtt_ms": 40.125,
      "resolver_rtt_ms": 0.001,
      "bandwidth_mbit_per_s": null,
      "mtu": 1280,
      "loss": 0.02,
      "dual_stack": true
    },
    "server": {
      "alpn": "http/1.0",
      "https_only": true,
      "slow_reader": true
    },
    "names": {
      "zone": [
        { "name": "shop.example.com", "type": "A", "value": "192.0.2.1", "ttl_s": 60 },
        { "name": "six.example.com", "type": "AAAA", "value": "2001:db8::34", "ttl_s": 300 }
      ]
    },
    "faults": ["server-silent", "broken-ipv6"]
  },
  "requests": [
    {
      "method": "POST",
      "url": "http://api.example.com/users",
      "headers": [
        ["Content-Type", "application/json"],
        ["X-Note", "a \"quoted\" word"]
      ],
      "body": "{\"name\": \"Bob\"}\n"
    },
    {
      "method": "PUT",
      "url": "http://api.example.com:81/users/7?x=%20",
      "body": {"base64": "/w=="},
      "pause_before_ms": 100.5
    }
  ]
}
"#;
    check_text(text, text);
    check_text(&format!("\u{feff}{text}"), text);
}

#[test]
fn a_request_has_the_fields_of_its_client_where_it_asks_for_them() {
    let sent = |kind: &str, members: &str| {
        let text = format!(
            r#"{{ "version": 2, "world": {{ "client": {{ "kind": "{kind}" }} }},
                "requests": [{{ "url": "http://x/"{members} }}] }}"#
        );
        let scenario = scenario_from_json(&text).expect("a scenario");
        let again = scenario_from_json(&scenario_to_json(&scenario));
        assert_eq!(again.as_ref(), Ok(&scenario), "they are written out");
        let lines = scenario.requests[0].field_lines.iter();
        let lines: Vec<String> =
            lines.map(|line| format!("{}: {}", line.name, line.value)).collect();
        lines.join("; ")
    };
    let curl = "User-Agent: curl/8.10.1; Accept: */*";
    assert_eq!(sent("curl", ""), "");
    assert_eq!(sent("curl", r#", "default_headers": false"#), "");
    assert_eq!(sent("curl", r#", "default_headers": true"#), curl);
    assert_eq!(
        sent("curl", r#", "default_headers": true, "headers": [["X-Note", "a"], ["accept", "b"]]"#),
        "User-Agent: curl/8.10.1; X-Note: a; accept: b"
    );
    for kind in ClientKind::ALL {
        let fields = kind.default_fields().iter();
        let fields: Vec<String> = fields.map(|(name, value)| format!("{name}: {value}")).collect();
        assert_eq!(sent(kind.name(), r#", "default_headers": true"#), fields.join("; "));
    }
}

#[test]
fn a_text_that_is_no_json_is_told_with_its_place() {
    check_text(
        "",
        "the scenario ends too early, at line 1, column 1: \
         it was cut, or a quote or bracket is not closed",
    );
    check_text(
        "{\"version\": 1,\n  \"wor",
        "the scenario ends too early, at line 2, column 6: \
         it was cut, or a quote or bracket is not closed",
    );
    check_text("{\"é\": 1, \"ü\" 2}", "this is not JSON: expected `:` (line 1, column 14)");
    check_text(
        "{} x",
        "this is not JSON: something stands behind the end; remove it (line 1, column 4)",
    );
    check_text("{\"version\": 01}", "this is not JSON: invalid number (line 1, column 14)");
    check_request(
        r#""method": "\ud800""#,
        "this is not JSON: unexpected end of hex escape (line 2, column 45)",
    );
}

#[test]
fn another_version_is_told_before_anything_else() {
    check_text(
        r#"{"version": 3, "hosts": []}"#,
        "this scenario needs format 3, this program reads formats up to 2; \
         use a newer Roundtrip, or a scenario of format 2",
    );
    check_text("{}", "the scenario lacks “version” (line 1, column 1); add \"version\": 2");
    check_text(r#"{"version": 0}"#, "“version” is 0; it may be 1 to 2");
    check_text(
        r#"{"version": "1"}"#,
        "“version” must be a number, but is a text (line 1, column 13)",
    );
}

#[test]
fn an_unknown_member_is_named_with_the_nearest_known() {
    check(
        "\"request\": []",
        "the scenario holds “request” (line 2, column 12), which is not known here; \
         did you mean “requests”?",
    );
    check_world(
        r#""network": {"rtt": 1}"#,
        "“world.network” holds “rtt” (line 2, column 30), which is not known here; \
         did you mean “rtt_ms”?",
    );
    check_world(
        r#""server": {"zone": []}"#,
        "“world.server” holds “zone” (line 2, column 30), which is not known here; remove it",
    );
    check_world(
        r#""rtt_ms": 40"#,
        "“world” holds “rtt_ms” (line 2, column 21), which is not known here; remove it",
    );
    check_request(
        r#""colour": "red""#,
        "request 1 holds “colour” (line 2, column 45), which is not known here; remove it",
    );
    check_request(
        r#""body": "a", "body": "b""#,
        "request 1 holds “body” twice (line 2, column 56); keep one of them",
    );
}

#[test]
fn a_value_of_another_type_is_told() {
    check_text("[]", "the scenario must be an object { … }, but is a list (line 1, column 1)");
    check(
        "\"requests\": {}",
        "“requests” must be a list [ … ], but is an object (line 2, column 13)",
    );
    check("\"seed\": 1", "the scenario lacks “requests” (line 1, column 1); add it");
    check_world(
        r#""network": {"rtt_ms": "40ms"}"#,
        "“world.network.rtt_ms” must be a number, but is a text (line 2, column 33)",
    );
    check_world(
        r#""client": "python""#,
        "“world.client” must be an object { … }, but is a text (line 2, column 21)",
    );
    check_world(
        r#""server": {"slow_reader": 1}"#,
        "“world.server.slow_reader” must be true or false, but is a number (line 2, column 37)",
    );
    check_request(
        r#""headers": {"Accept": "*/*"}"#,
        "“headers” of request 1 must be a list [ … ], but is an object (line 2, column 46)",
    );
    check_request(
        r#""headers": [["A", "1"], ["B"]]"#,
        "header 2 of request 1 must be a pair [\"name\", \"value\"], but is a list (line 2, column 59)",
    );
    check_request(
        r#""body": 5"#,
        "“body” of request 1 must be a text, or {\"base64\": \"…\"}, but is a number (line 2, column 43)",
    );
    check_request(
        r#""body": {"base64": "a?"}"#,
        "“base64” of request 1 is not base64; use A–Z, a–z, 0–9, + and /, filled up with =",
    );
}

#[test]
fn a_value_out_of_range_is_told_with_the_range() {
    let network = |member: &str, expected| {
        check_world(&format!(r#""network": {{{member}}}"#), expected);
    };
    network(r#""rtt_ms": -1"#, "“world.network.rtt_ms” is -1; it may be 0 to 60000 ms");
    network(
        r#""rtt_ms": 0.0001"#,
        "“world.network.rtt_ms” is too precise; it may have up to 3 decimals",
    );
    network(r#""loss": 1.5"#, "“world.network.loss” is 1.5; it may be 0 to 1");
    network(r#""mtu": 1e400"#, "“world.network.mtu” is 1e400; it may be 576 to 9000 octets");
    network(
        r#""mtu": 576, "dual_stack": true"#,
        "“world.network.mtu” is 576 octets, and dual_stack needs 1280 at least, \
         as IPv6 does; raise it, or leave dual_stack out",
    );
    check_world(
        r#""client": {"kind": "Safari"}"#,
        "“world.client.kind” is “Safari”; \
         it may be “browser”, “python”, “mobile-app”, “curl”, “server”",
    );
    check_world(
        r#""faults": ["slow-reader"]"#,
        "fault 1: “slow-reader” is not a fault; it may be nxdomain, dns-timeout, \
         connection-refused, connect-timeout, broken-ipv6, certificate-expired, \
         certificate-wrong-name, certificate-unknown-issuer, reset-mid-response, server-silent",
    );
    check_world(
        r#""faults": ["nxdomain", "nxdomain"]"#,
        "the fault nxdomain stands there twice; once is enough",
    );
    check(
        "\"starts_at\": \"tomorrow\"",
        "“starts_at” is “tomorrow”; write a time in UTC such as 2026-01-05T09:00:00Z",
    );
    check(
        "\"starts_at\": \"1969-12-31T23:59:59Z\", \"requests\": []",
        "“starts_at” lies outside the years 1970 to 2499",
    );
    check_request(
        r#""pause_before_ms": 315576000000.001"#,
        "“pause_before_ms” of request 1 is 315576000000.001; it may be 0 to 315576000000 ms",
    );
}

#[test]
fn a_bad_request_is_told_with_its_number() {
    check(
        r#""requests": [{"url": "http://x/"}, {"url": "x/users"}]"#,
        "request 2: “x/users” has no scheme; put http:// in front: http://x/users",
    );
    check("\"requests\": []", "the scenario has no request; put one into “requests”");
    let many = vec![r#"{"url": "http://x/"}"#; 1001].join(",");
    check(
        &format!("\"requests\": [{many}]"),
        "the scenario has 1001 requests; up to 1000 can be run",
    );
    check_text(
        &" ".repeat(MAX_TEXT_OCTETS + 1),
        "the scenario has 4194305 bytes; up to 4194304 bytes (4 MiB) are read",
    );
}

#[test]
fn a_person_types_an_option_as_json_has_it() {
    let check = |option: OptionDescription, text: &str, expected: &str| {
        let shown = match option.read(text, "--x") {
            Ok(value) => option.shown(value),
            Err(error) => error.to_string(),
        };
        assert_eq!(shown, expected);
    };
    let round_trip = NetworkOptions::ROUND_TRIP_TIME;
    check(round_trip, "0.25", "0.25");
    check(round_trip, ".5", "0.5");
    check(round_trip, "-1", "--x is -1; it may be 0 to 60000 ms");
    for text in ["", "-", "e5", "40ms", "[1]", "none"] {
        check(round_trip, text, &format!("--x is “{text}”; it may be 0 to 60000 ms"));
    }
    check(NetworkOptions::LOSS, "0.02", "0.02");
    check(NetworkOptions::BANDWIDTH, "none", "none");
    check(ClientOptions::HTTP, "2", "2");
    check(ClientOptions::HTTP, "3", "--x is “3”; it may be “1.1”, “2”");
    check(ServerOptions::SLOW_READER, "true", "true");
    check(ServerOptions::SLOW_READER, "yes", "--x is “yes”; it may be true or false");
}

#[test]
fn every_member_of_a_home_is_described() {
    let world = serde_json::to_value(World::default()).unwrap();
    for home in Home::ALL {
        let members = world[home.name()].as_object().unwrap().len();
        // The zone is a list, and has a reader and a writer of its own.
        let lists = if home == Home::Names { 1 } else { 0 };
        assert_eq!(members, home.options().len() + lists, "{}", home.name());
        assert!(home.options().iter().all(|option| option.home == home));
    }
    let names: std::collections::BTreeSet<_> =
        OptionDescription::all().map(|option| option.flag_name()).collect();
    assert_eq!(names.len(), OptionDescription::all().count(), "flags are their own");
    let fits = |text: &str| text.len() <= 76 && !text.ends_with('.');
    assert!(OptionDescription::all().all(|option| fits(option.about)), "one line says it");
}

#[test]
fn whatever_an_option_is_set_to_it_is() {
    for option in OptionDescription::all() {
        let values = match option.kind {
            OptionKind::Switch => vec![Some(0), Some(1)],
            OptionKind::Number(bounds) => vec![Some(bounds.min), Some(bounds.max)],
            OptionKind::Limit(bounds) => vec![None, Some(bounds.min), Some(bounds.max)],
            OptionKind::Choice(names) => (0..names.len() as u64).map(Some).collect(),
        };
        for value in values {
            let mut world = World::default();
            (option.set)(&mut world, value);
            assert_eq!((option.get)(&world), value, "{}", option.member);
            assert_eq!(option.check(value, ""), Ok(value));
            assert_eq!(option.read(&option.shown(value), ""), Ok(value));
        }
    }
}

#[test]
fn what_version_1_asked_of_orders_was_meant_to_fail() {
    let crash = |version: u64, target: &str| {
        let text = format!(
            "{{\"version\": {version}, \"requests\": [{{\"url\": \"http://api.example.com{target}\"}}]}}"
        );
        scenario_from_json(&text).expect("it is a scenario").world.server.server_crash
    };
    assert_eq!(crash(1, "/orders?x"), crate::Crash::Orders);
    assert_eq!(crash(1, "/users"), crate::Crash::Nowhere);
    assert_eq!(crash(2, "/orders"), crate::Crash::Nowhere);
}
