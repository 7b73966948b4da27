//! The built command, as a person runs it.

mod ran;

use compose::draft::Draft;
use sharing::link::{LinkState, Secrets, file_text};
use std::path::{Path, PathBuf};
use trace::{ClientKind, Scenario, built_in, scenario_from_json, scenario_to_json};

struct Finished {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

fn roundtrip(arguments: &[&str]) -> Finished {
    roundtrip_reading(arguments, b"")
}

fn roundtrip_reading(arguments: &[&str], input: &[u8]) -> Finished {
    let output = ran::output(arguments, input);
    Finished {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// What stands on standard output when all is well.
#[track_caller]
fn shown(arguments: &[&str]) -> String {
    let finished = roundtrip(arguments);
    assert_eq!((finished.code, finished.stderr.as_str()), (Some(0), ""), "{arguments:?}");
    finished.stdout
}

#[track_caller]
fn refused(arguments: &[&str], expected: &str) {
    let finished = roundtrip(arguments);
    assert_eq!(finished.stderr, format!("roundtrip: {expected}\n"));
    assert_eq!((finished.code, finished.stdout.as_str()), (Some(2), ""));
}

fn temporary(name: &str, octets: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, octets).expect("the directory for tests can be written to");
    path
}

#[test]
fn the_default_is_the_course_diagram() {
    let expected = r#"sequenceDiagram
    participant Client as Python Client
    participant DNS as DNS Server
    participant Server as Web Server
    participant DB as Database
    Client->>DNS: Resolve api.example.com
    DNS-->>Client: 93.184.216.34
    Client->>Server: GET /users/42 HTTP/1.1<br/>Host: api.example.com<br/>Accept: application/json
    Note over Server: Parse request<br/>Route to handler
    Server->>DB: SELECT * FROM users WHERE id=42
    DB-->>Server: Row data
    Note over Server: Serialize to JSON
    Server-->>Client: HTTP/1.1 200 OK<br/>Content-Type: application/json<br/>{"id": 42, "name": "Alice"}
    Note over Client: response.json()<br/>parse JSON to dict
"#;
    assert_eq!(shown(&["simulate", "--format", "mermaid"]), expected);
}

#[test]
fn each_level_shows_all_that_the_one_before_shows() {
    let lines = |level: &str| {
        let text = shown(&["simulate", "--example", "lost-syn", "--level", level]);
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let (story, connection, packets) = (lines("story"), lines("connection"), lines("packets"));
    assert!(story.iter().all(|line| connection.contains(line)));
    assert!(connection.iter().all(|line| packets.contains(line)));
    assert!(story.iter().all(|line| !line.contains("TCP") && !line.contains("UDP")));
    assert!(connection.iter().any(|line| line.ends_with("TCP SYN lost")));
    assert!(connection.iter().all(|line| !line.contains("UDP")));
    assert!(packets.iter().any(|line| line.contains("UDP, 33 octets")));
    assert_eq!(shown(&["simulate", "--example", "lost-syn"]), story.join("\n") + "\n");
}

#[test]
fn the_same_scenario_gives_the_same_octets() {
    let run = || shown(&["simulate", "--example", "lossy-link", "--format", "json"]);
    assert_eq!(run(), run());
}

#[test]
fn built_in_scenarios_lose_what_their_titles_say() {
    let check = |name: &str, lost: &[&str]| {
        let text = shown(&["simulate", "--example", name, "-l", "packets"]);
        let found = text.lines().filter(|line| line.ends_with(" lost"));
        // Instants differ with every change of the engine; what is lost must not.
        let found: Vec<&str> = found.map(|line| line[14..].trim()).collect();
        assert_eq!(found, lost, "choose another seed for {name}");
        assert!(text.trim_end().contains("exchange 1 ends: 20"), "{text}");
    };
    check("lost-query", &["user-agent → resolver  UDP, 33 octets lost"]);
    check("lost-syn", &["user-agent → origin    TCP SYN lost"]);
    check("lost-response", &["origin → user-agent    TCP PSH, ACK, 135 octets lost"]);
    check("fast-retransmit", &["user-agent → origin    TCP ACK, 1460 octets lost"]);
    check(
        "lossy-link",
        &[
            "user-agent → origin    TCP SYN lost",
            "user-agent → origin    TCP PSH, ACK, 72 octets lost",
            "origin → user-agent    TCP PSH, ACK, 252 octets lost",
        ],
    );
}

#[test]
fn built_in_scenarios_end_as_their_titles_say() {
    let ends: Vec<(&str, &str)> = include_str!("data/ends.txt")
        .lines()
        .map(|line| line.split_once(' ').expect("a name, and how it ends"))
        .collect();
    let names: Vec<&str> = built_in().iter().map(|built_in| built_in.name).collect();
    assert_eq!(names, ends.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    for (name, end) in ends {
        let text = shown(&["simulate", "--example", name]);
        // Behind it, only connections are closed.
        let last = text.lines().rfind(|line| line.contains(" ends: ")).unwrap_or_default();
        // Where none comes, what the client calls it stands behind.
        let is_so = last.ends_with(&format!(" ends: {end}"))
            || end == "no answer" && last.contains(" ends: no answer: ");
        assert!(is_so, "{name}: {last}");
    }
}

#[test]
fn what_else_curl_says_of_a_request_is_read_as_the_page_reads_it() {
    // Without a scheme http is meant, whatever stands in the query.
    let url = "api.example.com/users?u=http://b/";
    let arguments = [
        "simulate",
        url,
        "-G",
        "-d",
        "a=1",
        "-kuada:b",
        "-f",
        "json",
        "--client",
        "curl",
        "--secrets",
    ];
    let finished = roundtrip(&arguments);
    let said = "roundtrip: -k: whom to trust is not chosen with the request here\n";
    assert_eq!((finished.code, finished.stderr.as_str()), (Some(0), said));
    let json: serde_json::Value = serde_json::from_str(&finished.stdout).expect("it is JSON");
    let sent = &json["scenario"]["requests"][0];
    assert_eq!(sent["url"], "http://api.example.com/users?u=http://b/&a=1");
    let expected = serde_json::json!([
        ["Authorization", "Basic YWRhOmI="],
        ["User-Agent", "curl/8.10.1"],
        ["Accept", "*/*"]
    ]);
    assert_eq!(sent["headers"], expected);
}

#[test]
fn a_request_is_given_as_curl_takes_it() {
    let text = shown(&[
        "simulate",
        "http://api.example.com/users",
        "--json",
        r#"{"name": "Bob"}"#,
        "-H",
        "Accept: text/html",
        "--rtt",
        "0",
        "-l",
        "story",
    ]);
    assert!(text.contains(r#"POST /users HTTP/1.1  {"name": "Bob"}"#), "{text}");
    let url = "http://api.example.com/users";
    let json = shown(&["simulate", url, "-d", "name=Bob", "-A", "", "-H", "Accept:", "-f", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("the export is JSON");
    assert_eq!(
        json["scenario"]["requests"][0]["headers"],
        serde_json::json!([
            ["Accept-Encoding", "gzip, deflate"],
            ["Connection", "keep-alive"],
            ["Content-Type", "application/x-www-form-urlencoded"]
        ])
    );
    assert_eq!(json["exchanges"][0]["outcome"], serde_json::json!({"Answered": 201}));
}

#[test]
fn options_change_the_world() {
    let json = shown(&["simulate", "--rtt", "12.5", "--loss", "0.01", "--seed", "9", "-f", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("the export is JSON");
    let scenario = scenario_from_json(&json["scenario"].to_string()).expect("a scenario");
    let mut expected = Scenario { seed: 9, ..Scenario::default() };
    expected.world.network.round_trip_time = core::time::Duration::from_micros(12_500);
    expected.world.network.loss_ppm = 10_000;
    assert_eq!(scenario, expected);
}

#[test]
fn a_request_is_sent_so_many_times_in_one_world() {
    let url = "http://api.example.com/users";
    let json = shown(&[
        "simulate",
        url,
        "--json",
        r#"{"name": "Bob"}"#,
        "--times",
        "3",
        "-f",
        "exchanges",
    ]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("the export is JSON");
    let fetches = json["fetches"].as_array().expect("a list");
    let status = |fetch: &serde_json::Value| fetch["response"]["status"].as_u64();
    assert_eq!(fetches.iter().map(status).collect::<Vec<_>>(), [Some(201); 3]);
}

#[test]
fn options_say_who_sends_over_which_path() {
    let world = |arguments: &[&str]| {
        let json = shown(&[&["simulate", "-f", "json"], arguments].concat());
        let json: serde_json::Value = serde_json::from_str(&json).expect("the export is JSON");
        scenario_from_json(&json["scenario"].to_string()).expect("a scenario").world
    };
    let slow = world(&["--client", "browser", "--bandwidth", "0.056", "--mtu", "576"]);
    assert_eq!(slow.client.kind, ClientKind::Browser);
    assert_eq!((slow.network.bandwidth_bits_per_s, slow.network.mtu), (Some(56_000), 576));
    assert_eq!(world(&["--bandwidth", "none"]).network.bandwidth_bits_per_s, None);
    let old = world(&["--fault", "half-close", "--fault", "nxdomain", "--fault", "dual-stack"]);
    assert_eq!(old, world(&["--half-close", "--fault", "nxdomain", "--dual-stack"]));
}

#[test]
fn a_scenario_is_read_from_a_file_or_from_standard_input() {
    let text = shown(&["scenario", "post-then-get"]);
    let path = temporary("scenario.json", text.as_bytes());
    let from_file = shown(&["simulate", path.to_str().unwrap()]);
    let from_input = roundtrip_reading(&["simulate", "-"], text.as_bytes()).stdout;
    assert_eq!(from_file, shown(&["simulate", "--example", "post-then-get"]));
    assert_eq!(from_file, from_input);
}

#[test]
fn a_trace_and_a_file_of_the_page_run_again_and_say_what_they_are() {
    let example = ["simulate", "--example", "post-then-get", "--format"];
    let trace = shown(&[&example[..], &["json"]].concat());
    let path = temporary("trace.json", trace.as_bytes());
    let path = path.to_str().unwrap();
    for format in ["text", "mermaid", "har", "json"] {
        let expected = shown(&[&example[..], &[format]].concat());
        let again = roundtrip(&["simulate", path, "--format", format]);
        assert_eq!((again.code, &again.stdout), (Some(0), &expected), "{format}");
        let told = format!("roundtrip: {path} is a trace as JSON: its scenario runs again\n");
        assert_eq!(again.stderr, told);
    }
    let changed = roundtrip(&["simulate", path, "--fault", "nxdomain"]).stdout;
    assert!(changed.contains("NXDOMAIN"), "options change it as they change a scenario file");
    let mut scenario = Scenario::default();
    scenario.world.client.kind = ClientKind::Curl;
    let expected = trace::trace_to_json(&engine::simulate(&scenario));
    let sent = LinkState { scenario: scenario.clone(), ..LinkState::default() };
    // What is only written is sent.
    let draft = Draft::of_request(&scenario.requests.remove(0));
    let written = LinkState { draft, scenario, ..LinkState::default() };
    for state in [sent, written] {
        let saved = file_text(&state, Secrets::LeaveOut);
        let finished = roundtrip_reading(&["simulate", "-", "-f", "json"], saved.as_bytes());
        assert_eq!(finished.stdout, expected);
        assert_eq!(
            finished.stderr,
            "roundtrip: standard input was saved from the page: it runs again\n"
        );
    }
}

#[test]
fn the_output_goes_to_a_file_whose_name_says_the_format() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("out.pcapng");
    assert_eq!(shown(&["simulate", "-o", path.to_str().unwrap()]), "");
    let written = std::fs::read(path).expect("the file is there");
    assert_eq!(written, trace::pcapng(&engine::simulate(&Scenario::default())));
}

#[test]
fn everything_that_comes_along_is_listed_and_printed() {
    let list = shown(&["list"]);
    for built_in in built_in() {
        assert!(list.contains(&format!("{:<34}{}", built_in.name, built_in.title)));
        assert_eq!(shown(&["scenario", built_in.name]), scenario_to_json(&built_in.scenario));
    }
    assert_eq!(shown(&["scenario"]), scenario_to_json(&Scenario::default()));
    assert!(shown(&["schema"]).contains("https://json-schema.org/draft/2020-12/schema"));
    for arguments in [&["--help"][..], &["simulate", "--help"], &[]] {
        assert!(shown(arguments).contains("roundtrip simulate [SCENARIO.json | URL]"));
    }
}

#[test]
fn a_slip_is_told_and_ends_with_two() {
    refused(
        &["simulate", "/users"],
        "“/users” has no scheme; \
         put http://api.example.com in front: http://api.example.com/users",
    );
    refused(
        &["simulate", "htp://x/"],
        "the scheme “htp” is not known here; use http:// or https://",
    );
    refused(
        &["simulate", "http:///users", "-X", "GE T"],
        "the method “GE T” holds a space; a method is one word, e.g. GET",
    );
    refused(
        &["simulate", "http://x/", "-H", "A: 1\r\nB: 2"],
        "the value of the header “A” holds a line break; keep it on one line",
    );
    refused(
        &["simulate", "--example", "nothing"],
        "no scenario called “nothing” comes along; roundtrip list names them",
    );
    refused(
        &["simulate", "nowhere.json"],
        "nowhere.json: cannot read this, because it is not there",
    );
    refused(
        &["simulate", "-o", "/nowhere/x.txt"],
        "/nowhere/x.txt: cannot write this, because its folder is not there; make it",
    );
    refused(
        &["simulate", "--mtu", "1000", "--dual-stack"],
        "“world.network.mtu” is 1000 octets, and dual_stack needs 1280 at least, \
         as IPv6 does; raise it, or leave dual_stack out",
    );
}

/// The command under a shell, which says where its output goes.
#[cfg(unix)]
fn under_a_shell(script: &str) -> Finished {
    let output = std::process::Command::new("sh")
        .args(["-c", script])
        .env("R", env!("CARGO_BIN_EXE_roundtrip"))
        .output()
        .expect("there is a shell");
    Finished {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// What prints, each in its own way.
#[cfg(unix)]
const PRINTING: [&str; 11] = [
    "--help",
    "--version",
    "list",
    "scenario",
    "schema",
    "simulate",
    "simulate --format mermaid",
    "simulate --format json",
    "simulate --format har",
    "simulate --format pcapng",
    "simulate --example lossy-link --level packets",
];

#[cfg(unix)]
#[test]
fn output_that_nobody_can_get_is_an_error() {
    for arguments in PRINTING {
        let closed = under_a_shell(&format!("\"$R\" {arguments} >&-"));
        assert_eq!(closed.code, Some(2), "{arguments}: {}", closed.stderr);
        assert!(closed.stderr.contains("standard output: this is closed"), "{}", closed.stderr);
    }
    let to_a_file = temporary("closed.har", b"");
    let path = to_a_file.display();
    let written = under_a_shell(&format!("\"$R\" simulate -o {path} >&-"));
    assert_eq!((written.code, &*written.stderr), (Some(0), ""), "it needs no standard output");
    assert!(std::fs::read_to_string(to_a_file).expect("it was written").contains("entries"));
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_finds_no_room_is_an_error() {
    let full = under_a_shell("\"$R\" simulate --format har >/dev/full");
    assert_eq!(full.code, Some(2));
    assert!(full.stderr.contains("standard output: cannot write this"), "{}", full.stderr);
}

#[cfg(unix)]
#[test]
fn a_reader_who_has_seen_enough_ends_it_quietly() {
    for arguments in PRINTING {
        let script = format!("( \"$R\" {arguments}; echo \"ended with $?\" >&2 ) | head -c 1");
        let cut = under_a_shell(&script);
        assert_eq!(cut.stderr, "ended with 0\n", "{arguments}");
        let unread = under_a_shell(&format!("\"$R\" {arguments} 2>&- | true; echo done"));
        assert_eq!((&*unread.stdout, &*unread.stderr), ("done\n", ""), "{arguments}");
    }
    let silenced = under_a_shell("\"$R\" simulate --nonsense 2>&-");
    assert_eq!(silenced.code, Some(2), "without standard error it ends as it does with it");
}

#[test]
fn a_scenario_that_cannot_be_run_is_told() {
    let check = |octets: &[u8], expected: &str| {
        let finished = roundtrip_reading(&["simulate", "-"], octets);
        assert_eq!(finished.stderr, format!("roundtrip: standard input: {expected}\n"));
        assert_eq!((finished.code, finished.stdout.as_str()), (Some(2), ""));
    };
    check(
        b"{\"version\": 1, \"requests\": [",
        "the scenario ends too early, at line 1, column 28: \
         it was cut, or a quote or bracket is not closed",
    );
    check(
        b"{\"version\": 7}",
        "this scenario needs format 7, this program reads formats up to 2; \
         use a newer Roundtrip, or a scenario of format 2",
    );
    check(b"{\xFF}", "this is not a text in UTF-8 (octet 1); save it as UTF-8");
    check(
        format!("{{\"version\": 2, \"seed\": {}}}", " ".repeat(5 << 20)).as_bytes(),
        "the scenario has 5242904 bytes; up to 4194304 bytes (4 MiB) are read",
    );
}

#[cfg(unix)]
#[test]
fn a_file_without_an_end_is_told() {
    refused(
        &["simulate", "http://x/", "-d", "@/dev/zero"],
        "/dev/zero: this has over 1 MiB, which is the most",
    );
}

#[test]
fn nothing_unseen_is_in_what_is_printed() {
    for format in ["json", "har", "exchanges"] {
        let printed = shown(&["simulate", "http://x/", "-d", "a\u{202e}b", "--format", format]);
        assert!(!printed.contains('\u{202e}'), "{format}");
        assert!(printed.contains("\\u202e"), "{format}: {printed}");
    }
}

#[test]
fn a_curl_command_becomes_a_scenario_that_runs() {
    let command = "curl 'http://api.example.com/users' -H 'X-Note: a' --data-raw '{}' --compressed";
    let json = shown_with_notes(&["import-curl", command]);
    let scenario = scenario_from_json(&json).expect("a scenario");
    assert_eq!(scenario.world.client.kind, ClientKind::Curl);
    let request = &scenario.requests[0];
    assert_eq!((&*request.method, &*request.body), ("POST", &b"{}"[..]));
    assert_eq!(request.field_value("x-note"), Some("a"));
    let finished = roundtrip_reading(&["simulate", "-"], json.as_bytes());
    assert!(finished.stdout.contains("POST /users HTTP/1.1"), "{}", finished.stdout);
    let read = roundtrip_reading(&["import-curl"], command.as_bytes());
    assert_eq!(read.stdout, json, "standard input says the same");
    assert!(!read.stderr.contains("keep it"), "{}", read.stderr);
    let with_secret = roundtrip(&["import-curl", "curl -u ann:secret http://x/"]);
    assert!(with_secret.stderr.contains("passwords"), "{}", with_secret.stderr);
    let refused = roundtrip(&["import-curl", "wget http://x/"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (Some(2), ""));
}

#[test]
fn a_host_beyond_ascii_is_sent_as_dns_has_it_however_it_is_given() {
    let world = r#""world": { "names": { "zone": [
        { "name": "bücher.example", "type": "A", "value": "93.184.216.34", "ttl_s": 60 }
    ] } }"#;
    let scenario = format!(
        r#"{{ "version": 2, {world}, "requests": [{{ "url": "http://bücher.example/" }}] }}"#
    );
    let sent = roundtrip_reading(&["simulate", "-", "-f", "mermaid"], scenario.as_bytes()).stdout;
    assert!(sent.contains("Host: xn--bcher-kva.example"), "{sent}");
    for given in ["http://bücher.example/", "http://BÜCHER。EXAMPLE/", "b%C3%BCcher.example"] {
        let asked = shown(&["simulate", given]);
        assert!(asked.contains("DNS A? xn--bcher-kva.example\n"), "{given}: {asked}");
    }
    let imported = shown_with_notes(&["import-curl", "curl http://faß.example/"]);
    assert!(imported.contains(r#""url": "http://xn--fa-hia.example/""#), "{imported}");
    assert!(shown(&["url", "http://bücher.example/"]).contains("xn--bcher-kva.example"));
}

/// What stands on standard output, whatever is said beside it.
fn shown_with_notes(arguments: &[&str]) -> String {
    let finished = roundtrip(arguments);
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    finished.stdout
}

#[test]
fn no_export_holds_a_secret_unless_it_is_asked_for() {
    let secret = "hunter2-and-more";
    let url = format!("http://ann:{secret}@api.example.com/users?token={secret}");
    let body = format!("{{\"name\": \"Bob\", \"password\": \"{secret}\"}}");
    let cookie = format!("Cookie: sid={secret}");
    let arguments = ["simulate", &url, "--json", &body, "-H", &cookie, "-H"];
    let bearer = format!("X-Note: Bearer {secret}");
    for format in ["text", "mermaid", "json", "har", "pcapng"] {
        let file = temporary(&format!("secrets.{format}"), b"");
        let path = file.to_str().unwrap();
        let all = [&arguments[..], &[&bearer, "-f", format, "-o", path]].concat();
        let finished = roundtrip(&all);
        assert_eq!(finished.code, Some(0), "{}", finished.stderr);
        assert!(finished.stderr.contains("--secrets keeps them"), "{}", finished.stderr);
        let written = std::fs::read(&file).unwrap();
        let is_in = |octets: &[u8], text: &str| {
            octets.windows(text.len()).any(|window| window == text.as_bytes())
        };
        assert!(!is_in(&written, secret), "{format}");
        let finished = roundtrip(&[&all[..], &["--secrets"]].concat());
        assert_eq!((finished.code, finished.stderr.as_str()), (Some(0), ""));
        // Mermaid and text show what a story shows, not every field.
        if !matches!(format, "text" | "mermaid") {
            assert!(is_in(&std::fs::read(&file).unwrap(), secret), "{format}");
        }
    }
    // Whom the simulated service knows is nobody's secret.
    let finished = roundtrip(&[
        "simulate",
        "http://api.example.com/me",
        "-H",
        "Authorization: Bearer alice-token",
    ]);
    assert_eq!(finished.stderr, "");
}

#[test]
fn a_file_of_cookies_is_read_and_written_as_curl_does() {
    let jar = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("jar.txt");
    std::fs::write(&jar, "api.example.com\tFALSE\t/\tFALSE\t0\tlang\ten\n").expect("written");
    let jar = jar.to_str().expect("a plain path");
    let login = "username=alice&password=alice-password";
    let url = "http://api.example.com/login";
    let text = shown(&[
        "simulate",
        url,
        "-d",
        login,
        "-b",
        jar,
        "-c",
        jar,
        "--client",
        "curl",
        "-f",
        "har",
        "--secrets",
    ]);
    assert!(text.contains("lang=en"), "{text}");
    let kept = std::fs::read_to_string(jar).expect("it is written");
    let lines: Vec<&str> = kept.lines().filter(|line| line.contains('\t')).collect();
    assert_eq!(
        lines,
        [
            "api.example.com\tFALSE\t/\tFALSE\t0\tlang\ten",
            "#HttpOnly_api.example.com\tFALSE\t/\tFALSE\t0\tsession\t4f544d92f724a59d7d2c348553db9320",
        ],
    );
}
