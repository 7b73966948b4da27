//! What client and server remember at an instant, over all built-in scenarios: what they do by it
//! agrees.

use language::Language;
use picture::memory::{Entry, Memory, Store, memory_at};
use trace::{
    ClientKind, Content, Instant, Request, Role, Scenario, Stage, StageKind, StageOutcome, Trace,
    built_in,
};

fn at(trace: &Trace, at: Instant) -> Memory {
    memory_at(trace, at, Language::ENGLISH)
}

fn store<'a>(memory: &'a Memory, title: &str) -> &'a [Entry] {
    let mut all = memory.client.iter().chain(&memory.server);
    all.find(|store| store.title == title).map_or(&[], |store| &store.entries)
}

/// What is remembered, one line each.
fn told(memory: &Memory) -> String {
    let line = |entry: &Entry| {
        let over = if entry.is_over { " (over)" } else { "" };
        format!("  {}: {}{over}\n", entry.name, entry.facts.join(", "))
    };
    let told = |store: &Store| {
        let entries: String = store.entries.iter().map(line).collect();
        if entries.is_empty() { String::new() } else { format!("{}\n{entries}", store.title) }
    };
    memory.client.iter().chain(&memory.server).map(told).collect()
}

fn all() -> impl Iterator<Item = (&'static str, Trace)> {
    built_in().into_iter().map(|example| (example.name, engine::simulate(&example.scenario)))
}

fn stages_of(trace: &Trace, role: Role, kind: StageKind) -> impl Iterator<Item = &Stage> {
    let is_of = move |stage: &&Stage| stage.kind == kind && trace.host(stage.host).role == role;
    trace.stages.iter().filter(is_of)
}

/// The number behind a word of a text, e.g. in `good for 60 s`.
fn number_behind(text: &str, word: &str) -> Option<u64> {
    let (_, rest) = text.split_once(word)?;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[test]
fn a_client_that_has_just_started_remembers_nothing_and_nor_does_its_server() {
    for (name, trace) in all() {
        let memory = at(&trace, Instant::ZERO);
        // Somebody else has used up what passes.
        let expected = match trace.scenario.world.server.rate_limited {
            true => "Counters\n  requests: 3 of 3 in 5 s, the oldest counts for 5 s more\n",
            false => "",
        };
        assert_eq!(told(&memory), expected, "{name}");
        assert_eq!(memory.client.len(), 5, "{name}: all that it could keep has its place");
        assert!(memory.client.iter().all(|store| !store.nothing.plain_text().is_empty()));
        assert!(memory.stateless.plain_text().contains("HTTP is stateless"), "{name}");
    }
}

#[test]
fn what_a_client_does_by_its_memory_it_has_in_mind() {
    let mut seen = [0; 5];
    for (name, trace) in all() {
        let of_client = |kind| stages_of(&trace, Role::UserAgent, kind);
        for stage in of_client(StageKind::AnswerCached) {
            let memory = at(&trace, stage.started_at);
            let (addresses, left) = stage.detail.rsplit_once(", for ").unwrap();
            let left_s: u64 = left.split(' ').next().unwrap().parse().unwrap();
            let found = store(&memory, "Addresses (DNS)").iter().any(|entry| {
                let all = addresses.split(", ").all(|one| entry.facts.iter().any(|f| f == one));
                all && entry.facts.iter().any(|fact| *fact == format!("{left_s} s left"))
            });
            assert!(found, "{name}: {} in {}", stage.detail, told(&memory));
            seen[0] += 1;
        }
        for stage in of_client(StageKind::SendCookies) {
            let kept = trace.cookies_at(stage.started_at);
            let is_kept = |pair: &str| {
                kept.iter().any(|cookie| format!("{}={}", cookie.name, cookie.value) == pair)
            };
            // A client that keeps cookies for one call tells of none.
            if !trace.cookie_changes.is_empty() {
                assert!(stage.detail.split("; ").all(is_kept), "{name}: {}", stage.detail);
                seen[1] += 1;
            }
        }
        for stage in of_client(StageKind::UpgradeToHttps) {
            let memory = at(&trace, stage.started_at);
            assert!(!store(&memory, "Hosts for https only (HSTS)").is_empty(), "{name}");
            seen[2] += 1;
        }
        for stage in of_client(StageKind::LookInCache) {
            let Some(lifetime_s) = number_behind(&stage.detail, "good for ") else { continue };
            let age_s = number_behind(&stage.detail, ": ").unwrap();
            let kept = trace.answers_at(stage.started_at);
            let is_it = |answer: &&trace::StoredAnswer| {
                answer.lifetime_s == lifetime_s && answer.age_s(stage.started_at) == age_s
            };
            assert!(kept.into_iter().any(|answer| is_it(&answer)), "{name}: {}", stage.detail);
            seen[3] += 1;
        }
        for stage in stages_of(&trace, Role::OriginServer, StageKind::LimitRate) {
            let counts = trace.counts_at(stage.started_at);
            let count = counts.iter().find(|count| count.call.rate == "requests").unwrap();
            let is_refused = stage.outcome != StageOutcome::Done;
            assert!(count.calls == count.call.calls_max || !is_refused, "{name}: {count:?}");
            seen[4] += 1;
        }
    }
    assert!(seen.iter().all(|count| *count > 0), "each of them is met: {seen:?}");
}

#[test]
fn a_request_travels_on_a_connection_that_is_open_and_in_use() {
    for (name, trace) in all() {
        let client = trace.host_with_role(Role::UserAgent).unwrap().id;
        for message in trace.messages.iter().filter(|message| message.from == client) {
            let Content::HttpRequest { .. } = message.content else { continue };
            let memory = at(&trace, message.sent_at);
            let server = &trace.host(message.to).name;
            let open = store(&memory, "Open connections");
            let is_it =
                |entry: &Entry| entry.name.starts_with(&**server) && entry.facts[0] == "in use";
            assert!(open.iter().any(is_it), "{name} at {:?}: {}", message.sent_at, told(&memory));
        }
        let memory = at(&trace, trace.ended_at);
        let open = store(&memory, "Open connections");
        assert!(open.iter().all(|entry| entry.facts[0] != "being opened"), "{name}: {open:?}");
    }
}

#[test]
fn sessions_come_to_what_stands_in_the_table_at_the_end() {
    for (name, trace) in all() {
        let memory = at(&trace, trace.ended_at);
        let rows: Vec<&str> = trace
            .tables
            .iter()
            .filter(|table| table.name == "sessions")
            .flat_map(|table| &table.rows)
            .map(|row| row[1].trim_matches('\''))
            .collect();
        let told: Vec<&str> = store(&memory, "Sessions").iter().map(|entry| &*entry.name).collect();
        assert_eq!(told, rows, "{name}");
        let has_none = memory.server.is_empty();
        assert_eq!(memory.stateless.plain_text().starts_with("Nothing."), has_none, "{name}");
    }
}

fn run(requests: &[(&str, &str, u64)], kind: ClientKind) -> Trace {
    let request = |(method, url, pause_s): &(&str, &str, u64)| {
        let body = if *method == "POST" {
            r#"{"username": "alice", "password": "alice-password"}"#
        } else {
            ""
        };
        let lines: &[(String, String)] = match *method {
            "POST" => &[("Content-Type".to_owned(), "application/json".to_owned())],
            _ => &[],
        };
        let mut request = Request::parse(method, url, lines, body.into()).unwrap();
        request.pause_before = core::time::Duration::from_secs(*pause_s);
        request
    };
    let mut scenario = Scenario::with_requests(requests.iter().map(request).collect());
    scenario.world.client.kind = kind;
    engine::simulate(&scenario)
}

#[test]
fn age_and_freshness_tick_while_time_goes_by() {
    let url = "https://api.example.com/products/1";
    let trace = run(&[("GET", url, 0), ("GET", url, 100)], ClientKind::Browser);
    let came_at = trace.fetches[0].finished_at.unwrap();
    let after = |seconds| {
        let memory = at(&trace, came_at + core::time::Duration::from_secs(seconds));
        told(&memory)
    };
    insta::assert_snapshot!([0, 30, 59, 90].map(after).join("\n"), @"
        Answers (cache)
          GET https://api.example.com/products/1: 200, 48 bytes, 0 s old, fresh for 60 s more, Cache-Control: max-age=60
        Addresses (DNS)
          api.example.com: 93.184.216.34, 299 s left
        Open connections
          api.example.com:443: waits for the next request, 1 request so far, TLS, from port 50976

        Answers (cache)
          GET https://api.example.com/products/1: 200, 48 bytes, 30 s old, fresh for 30 s more, Cache-Control: max-age=60
        Addresses (DNS)
          api.example.com: 93.184.216.34, 269 s left
        Open connections
          api.example.com:443: waits for the next request, 1 request so far, TLS, from port 50976

        Answers (cache)
          GET https://api.example.com/products/1: 200, 48 bytes, 59 s old, fresh for 1 s more, Cache-Control: max-age=60
        Addresses (DNS)
          api.example.com: 93.184.216.34, 240 s left
        Open connections
          api.example.com:443: waits for the next request, 1 request so far, TLS, from port 50976

        Answers (cache)
          GET https://api.example.com/products/1: 200, 48 bytes, 90 s old, stale for 30 s, Cache-Control: max-age=60 (over)
        Addresses (DNS)
          api.example.com: 93.184.216.34, 209 s left
        ");
}

#[test]
fn a_login_puts_a_cookie_into_the_client_and_a_session_into_the_server() {
    let url = "http://api.example.com/login";
    let trace = run(&[("POST", url, 0)], ClientKind::Browser);
    let ended = at(&trace, trace.fetches[0].finished_at.unwrap());
    insta::assert_snapshot!(told(&ended), @"
        Cookies
          session=4f544d92f724a59d7d2c348553db9320: for api.example.com only, path /, until the program ends, HttpOnly, SameSite=Lax
        Addresses (DNS)
          api.example.com: 93.184.216.34, 299 s left
        Open connections
          api.example.com:80: waits for the next request, 1 request so far, from port 50976
        Sessions
          4f544d92f724a59d7d2c348553db9320: user 42, named by a cookie, 60 min left
        ");
    let of_python = run(&[("POST", url, 0)], ClientKind::Python);
    let ended_there = at(&of_python, of_python.fetches[0].finished_at.unwrap());
    let kept = |memory| store(memory, "Open connections").len();
    assert_eq!((kept(&ended), kept(&ended_there)), (1, 0), "a browser keeps its connections");
    let said = ended.stateless.plain_text();
    assert!(said.ends_with("has to say what of it is meant, e.g. by a cookie."), "{said}");
}
