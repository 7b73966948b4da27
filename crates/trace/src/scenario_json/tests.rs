//! What is read, what is refused with which sentence, and that what is written is read back.

use super::*;

/// `members` stand between `"version": 1,` and the end.
#[track_caller]
fn check(members: &str, expected: &str) {
    check_text(&format!("{{\"version\": 1,\n{members}}}"), expected);
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
  "version": 1,
  "seed": 1,
  "starts_at": "2026-01-05T09:00:00Z",
  "world": {
    "client": "python",
    "rtt_ms": 40,
    "resolver_rtt_ms": 18,
    "bandwidth_mbit_per_s": 50,
    "mtu": 1500,
    "loss": 0
  },
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
  "version": 1,
  "seed": 18446744073709551615,
  "starts_at": "1999-12-31T23:59:59Z",
  "world": {
    "client": "mobile-app",
    "rtt_ms": 40.125,
    "resolver_rtt_ms": 0.001,
    "bandwidth_mbit_per_s": null,
    "mtu": 576,
    "loss": 0.02
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
        r#"{"version": 2, "hosts": []}"#,
        "this scenario needs format 2, this program reads format 1; \
         use a newer Roundtrip, or a scenario of format 1",
    );
    check_text("{}", "the scenario lacks “version” (line 1, column 1); add \"version\": 1");
    check_text(r#"{"version": 0}"#, "“version” is 0; it may be 1");
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
        r#""rtt": 1"#,
        "“world” holds “rtt” (line 2, column 18), which is not known here; did you mean “rtt_ms”?",
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
        r#""rtt_ms": "40ms""#,
        "“world.rtt_ms” must be a number, but is a text (line 2, column 21)",
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
    check_world(r#""rtt_ms": -1"#, "“world.rtt_ms” is -1; it may be 0 to 60000 ms");
    check_world(
        r#""rtt_ms": 0.0001"#,
        "“world.rtt_ms” is too precise; it may have up to 3 decimals",
    );
    check_world(r#""loss": 1.5"#, "“world.loss” is 1.5; it may be 0 to 1");
    check_world(r#""mtu": 1e400"#, "“world.mtu” is 1e400; it may be 576 to 9000 octets");
    check_world(
        r#""client": "Safari""#,
        "“world.client” is “Safari”; \
         it may be “browser”, “python”, “mobile-app”, “curl”, “server”",
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
        r#""pause_before_ms": 3600001"#,
        "“pause_before_ms” of request 1 is 3600001; it may be 0 to 3600000 ms",
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
fn numbers_are_read_outside_of_documents_too() {
    let check = |text: &str, expected: &str| {
        let shown = match round_trip_time_from_ms(text, "--rtt") {
            Ok(span) => format!("{span:?}"),
            Err(error) => error.to_string(),
        };
        assert_eq!(shown, expected);
    };
    check("0.25", "250µs");
    check("-1", "--rtt is -1; it may be 0 to 60000 ms");
    for text in ["", "-", "e5", "40ms", "[1]"] {
        check(text, &format!("--rtt is “{text}”; it may be 0 to 60000 ms"));
    }
    assert_eq!(loss_ppm_from_share("0.02", "--loss"), Ok(20_000));
}
