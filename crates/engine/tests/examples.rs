//! The built-in scenarios show what their titles promise.

use engine::simulate;
use trace::{
    BuiltIn, Cause, Content, Failure, Fault, Group, HttpVersion, IpVersion, OptionDescription,
    OptionKind, Outcome, Packet, ResponseSource, TlsMessage, Trace, Transport, built_in,
};

fn of_group(group: Group) -> Vec<(BuiltIn, Trace)> {
    let examples = built_in().into_iter().filter(|example| example.group == group);
    examples.map(|example| (example.clone(), simulate(&example.scenario))).collect()
}

fn named(name: &str) -> Trace {
    let example = built_in().into_iter().find(|example| example.name == name);
    simulate(&example.expect("there is one of this name").scenario)
}

fn status_codes(trace: &Trace) -> Vec<u16> {
    let codes = trace.messages.iter().filter_map(|message| match &message.content {
        Content::HttpResponse { status_code, .. } => Some(*status_code),
        _ => None,
    });
    codes.collect()
}

#[test]
fn every_status_code_is_really_answered() {
    for (example, trace) in of_group(Group::StatusCodes) {
        let promised: u16 = example.title[..3].parse().expect("the title starts with the code");
        let answered = status_codes(&trace);
        // Behind an answer that sends elsewhere stands that of the other place.
        let is_first = matches!(promised, 100..200 | 301..=308 if promised != 304);
        let is_kept = if is_first { answered[0] } else { answered[answered.len() - 1] };
        assert_eq!(is_kept, promised, "{}: {answered:?}", example.name);
    }
}

#[test]
fn every_method_is_really_sent() {
    for (example, trace) in of_group(Group::Methods) {
        let (promised, _) =
            example.title.split_once(':').expect("the title starts with the method");
        // What comes before it shows what it changes.
        let sent = trace.messages.iter().rev().find_map(|message| match &message.content {
            Content::HttpRequest { method, .. } => Some(method.as_str()),
            _ => None,
        });
        assert_eq!(sent, Some(promised), "{}", example.name);
    }
}

#[test]
fn every_fault_is_really_met() {
    for fault in Fault::ALL {
        let shows_it = |example: &BuiltIn| example.scenario.world.faults.contains(&fault);
        let example = built_in().into_iter().find(shows_it);
        let example = example.unwrap_or_else(|| panic!("no example shows {fault}"));
        assert!(is_met(fault, &simulate(&example.scenario)), "{}", example.name);
    }
}

fn is_met(fault: Fault, trace: &Trace) -> bool {
    match fault {
        Fault::BrokenIpv6 => knocks(trace) == [(IpVersion::V6, false), (IpVersion::V4, true)],
        Fault::NameNotFound
        | Fault::DnsTimeout
        | Fault::ConnectionRefused
        | Fault::ConnectTimeout
        | Fault::CertificateExpired
        | Fault::CertificateWrongName
        | Fault::CertificateUnknownIssuer
        | Fault::ResetMidResponse
        | Fault::ServerSilent => matches!(trace.exchanges[0].outcome, Some(Outcome::Failed(_))),
    }
}

#[test]
fn every_switch_takes_effect() {
    for option in OptionDescription::all() {
        let is_on = |example: &BuiltIn| (option.get)(&example.scenario.world) == Some(1);
        if !matches!(option.kind, OptionKind::Switch) {
            continue;
        }
        let example = built_in().into_iter().find(is_on);
        let example = example.unwrap_or_else(|| panic!("no example shows {}", option.member));
        assert!(takes_effect(option, &simulate(&example.scenario)), "{}", example.name);
    }
}

fn takes_effect(option: &OptionDescription, trace: &Trace) -> bool {
    match option.member {
        "slow_reader" => trace.packets.iter().any(has_closed_window),
        "dual_stack" => knocks(trace) == [(IpVersion::V6, true)],
        "https_only" => status_codes(trace)[0] == 301,
        "half_close" => is_answered_behind_fin(trace),
        "database_down" => field(trace, 503, "retry-after") == Some("30"),
        "database_slow" => trace.ended_at.0 > 1_000_000_000,
        "rate_limited" => field(trace, 429, "retry-after") == Some("5"),
        "server_timing" => {
            let told = field(trace, 200, "server-timing").unwrap_or_default();
            told.starts_with("db;desc=\"Database\";dur=1000.") && told.contains("total;")
        }
        other => panic!("say here how {other} shows"),
    }
}

/// A field of the first answer with this status code.
fn field<'a>(trace: &'a Trace, wanted: u16, name: &str) -> Option<&'a str> {
    trace.messages.iter().find_map(|message| match &message.content {
        Content::HttpResponse { status_code, field_lines, .. } if *status_code == wanted => {
            field_lines.value(name)
        }
        _ => None,
    })
}

#[test]
fn whoever_logged_in_is_known_by_what_the_examples_send() {
    for name in ["login", "token", "place-order"] {
        let codes = status_codes(&named(name));
        assert!(codes.iter().all(|code| *code < 300), "{name}: {codes:?}");
    }
    assert_eq!(status_codes(&named("insufficient-scope")), [200, 403]);
    assert_eq!(status_codes(&named("business-rule")), [201, 409]);
    assert_eq!(status_codes(&named("rate-limited")), [429, 200]);
}

#[test]
fn a_program_that_fails_at_one_place_fails_at_no_other() {
    let mut scenario = named("server-error").scenario.clone();
    scenario.requests.push(https("GET", "/users/42"));
    assert_eq!(status_codes(&simulate(&scenario)), [500, 200]);
    assert_eq!(status_codes(&named("server-crash")), [500]);
}

#[test]
fn a_server_without_a_protocol_of_the_client_is_not_talked_to() {
    let failed = named("fault-no-common-protocol");
    assert!(matches!(failed.exchanges[0].outcome, Some(Outcome::Failed(_))));
}

/// The version of IP under every first SYN to the origin server, and whether it arrived.
fn knocks(trace: &Trace) -> Vec<(IpVersion, bool)> {
    let is_knock = |packet: &&Packet| {
        packet.from == trace.hosts[0].id
            && matches!(packet.transport, Transport::Tcp { control, retransmission_of: None, .. }
                if control.syn)
    };
    let knocks = trace.packets.iter().filter(is_knock);
    knocks.map(|packet| (packet.ip_version, packet.received_at.is_some())).collect()
}

fn is_answered_behind_fin(trace: &Trace) -> bool {
    let is_fin =
        |packet: &Packet| matches!(packet.transport, Transport::Tcp { control, .. } if control.fin);
    let fin = trace.packets.iter().find(|packet| is_fin(packet));
    let answer = trace.exchanges[0].response.map(|id| trace.message(id).sent_at);
    fin.zip(answer).is_some_and(|(fin, answered_at)| fin.sent_at < answered_at)
}

fn has_closed_window(packet: &Packet) -> bool {
    matches!(&packet.transport, Transport::Tcp { seg_wnd: 0, control, .. } if !control.rst)
}

#[test]
fn what_a_browser_asks_for_behind_a_page_are_the_parts_of_that_page() {
    for name in ["page-http1", "page-http2"] {
        let trace = named(name);
        let (page, parts) = trace.fetches.split_first().expect("a page and its parts");
        assert_eq!(page.initiator, None);
        assert!(parts.len() > 3 && parts.iter().all(|part| part.initiator == Some(page.id)));
    }
    let alone = named("post-twice");
    assert!(alone.fetches.iter().all(|fetch| fetch.initiator.is_none()));
}

#[test]
fn a_fetch_comes_to_one_exchange_and_to_more_where_it_is_sent_on() {
    for example in built_in() {
        let trace = simulate(&example.scenario);
        for (place, fetch) in (0..).zip(&trace.fetches) {
            assert_eq!((fetch.id.0, fetch.request), (place, Some(place)), "{}", example.name);
            let is_first = |id: &trace::ExchangeId| Some(*id) == fetch.exchanges.first().copied();
            for id in &fetch.exchanges {
                let cause = trace.exchange(*id).cause;
                let is_asked =
                    !is_first(id) && trace.exchange(fetch.exchanges[0]).cause == Cause::Preflight;
                let is_asked_about = example.name == "still-good" && place == 1;
                let expected = match (is_first(id), is_asked) {
                    (true, _) if cause == Cause::Preflight => Cause::Preflight,
                    (true, _) if is_asked_about => Cause::Revalidation,
                    (true, _) | (false, true) => Cause::Initial,
                    (false, false) if example.name.starts_with("retry-") => Cause::Retry,
                    (false, false) => Cause::Redirect,
                };
                assert_eq!(cause, expected, "{}", example.name);
            }
            if fetch.seen.as_ref().is_some_and(|seen| seen.source != ResponseSource::Network) {
                continue;
            }
            let exchange = trace.last_exchange(fetch.id).expect("there is one");
            // Its last exchange is answered, and the answer leads too far.
            if let Some(Outcome::Failed(Failure::TooManyRedirects { .. })) = fetch.outcome {
                assert_eq!(exchange.outcome, Some(Outcome::Answered(302)));
                continue;
            }
            assert_eq!((exchange.fetch, &exchange.outcome), (fetch.id, &fetch.outcome));
        }
    }
}

#[test]
fn a_browser_uses_its_copy_or_asks_whether_it_is_still_good() {
    let sources = |name: &str| -> Vec<(Option<ResponseSource>, usize)> {
        let fetches = named(name).fetches;
        let told = fetches
            .iter()
            .map(|fetch| (fetch.seen.as_ref().map(|seen| seen.source), fetch.exchanges.len()));
        told.collect()
    };
    assert_eq!(sources("from-cache"), [(None, 1), (Some(ResponseSource::Cache), 0)]);
    assert_eq!(sources("still-good"), [(None, 1), (Some(ResponseSource::Revalidated), 1)]);
}

#[test]
fn what_is_done_twice_is_there_once_or_twice() {
    let users = |name: &str| named(name).tables[0].rows.len();
    let before = users("get");
    assert_eq!(users("get-twice"), before);
    assert_eq!(users("put-twice"), before);
    assert_eq!(users("post-twice"), before + 2);
    assert_eq!(users("delete-twice"), before - 1);
    let changes = |name: &str| named(name).exchanges[1].table_changes.len();
    assert_eq!(changes("put-twice"), 0, "the second time nothing differs");
    assert_eq!(changes("post-twice"), 1);
}

#[test]
fn nobody_is_known_without_a_token() {
    assert_eq!(status_codes(&named("stateless")), [200, 401]);
    assert_eq!(status_codes(&named("permitted")), [200]);
}

#[test]
fn tls_and_http2_are_really_spoken() {
    let certificates = |trace: &Trace| {
        let messages = trace.messages.iter().filter_map(|message| match &message.content {
            Content::Tls { messages } => Some(messages),
            _ => None,
        });
        let is_certificate = |message: &&TlsMessage| message.name == "Certificate";
        messages.flatten().filter(is_certificate).count()
    };
    assert_eq!(certificates(&named("https")), 1);
    assert_eq!(certificates(&named("tls-resumption")), 1, "the second time it is not needed");
    let http2 = named("http2");
    assert_eq!(http2.scenario.world.client.http, HttpVersion::Http2);
    assert!(http2.messages.iter().any(|m| matches!(m.content, Content::Http2Control { .. })));
}

#[test]
fn a_certificate_fault_cannot_act_on_plain_http() {
    let mut scenario = trace::Scenario::default();
    scenario.world.faults = vec![Fault::CertificateExpired];
    let answered = simulate(&scenario).exchanges[0].outcome.clone();
    assert_eq!(answered, Some(Outcome::Answered(200)));
    let expired = named("fault-certificate-expired").exchanges[0].outcome.clone();
    assert!(matches!(expired, Some(Outcome::Failed(Failure::CertificateExpired { .. }))));
}

#[test]
fn the_trace_lists_what_the_server_offers() {
    let trace = named("get");
    let listed = trace.endpoints.iter().map(|endpoint| (&*endpoint.method, &*endpoint.path));
    let offered = application::endpoints().iter();
    assert!(listed.eq(offered.map(|endpoint| (endpoint.method.as_str(), &*endpoint.path))));
}

#[test]
fn hints_come_early_and_the_answer_later() {
    let trace = named("early-hints");
    assert_eq!(status_codes(&trace), [103, 200]);
    let answers =
        trace.messages.iter().filter(|m| matches!(m.content, Content::HttpResponse { .. }));
    let sent: Vec<u64> = answers.map(|message| message.sent_at.0).collect();
    assert!(sent[1] - sent[0] > 150_000_000, "{sent:?}");
    assert_eq!(trace.exchanges[0].outcome, Some(Outcome::Answered(200)));
    let mut over_tls = trace.scenario.clone();
    over_tls.world.client.http = HttpVersion::Http2;
    over_tls.requests = vec![https("GET", "/slow-page")];
    assert_eq!(status_codes(&simulate(&over_tls)), [103, 200], "over HTTP/2 too");
}

fn https(method: &str, target: &str) -> trace::Request {
    let url = format!("https://api.example.com{target}");
    trace::Request::parse(method, &url, &[], Vec::new()).expect("a good request")
}

/// The header section, the content and the trailer section of the answer.
fn answer(trace: &Trace) -> [String; 3] {
    let id = trace.exchanges[0].response.expect("it is answered");
    let Content::HttpResponse { field_lines, body, .. } = &trace.message(id).content else {
        panic!("an answer is a response")
    };
    let written = |lines: &[trace::FieldLine]| {
        let lines = lines.iter().map(|line| format!("{}: {}\n", line.name, line.value));
        lines.collect::<String>()
    };
    let content = String::from_utf8(trace.octets.join(body)).expect("CSV is text");
    [written(field_lines), content, written(trace.trailers_of(id))]
}

#[test]
fn a_stream_comes_with_its_digest_behind_it() {
    let [head, content, trailers] = answer(&named("chunked"));
    assert!(head.contains("Transfer-Encoding: chunked\nTrailer: Content-Digest\n"), "{head}");
    assert!(!head.contains("Content-Length"), "{head}");
    assert!(content.starts_with("id,name\r\n"), "{content}");
    let [head, same_content, same_digest] = answer(&named("http2-trailers"));
    assert!(head.contains("trailer: content-digest\n"), "{head}");
    assert!(!head.contains("transfer-encoding") && !head.contains("content-length"), "{head}");
    assert_eq!(same_content, content);
    assert_eq!(same_digest.to_lowercase(), trailers.to_lowercase());
    assert!(trailers.starts_with("Content-Digest: sha-256=:"), "{trailers}");
}

#[test]
fn a_chunk_is_sent_for_each_row() {
    let trace = named("chunked");
    let message = trace.message(trace.exchanges[0].response.expect("it is answered"));
    let octets = trace.octets.join(&message.octets);
    let text = String::from_utf8(octets).expect("CSV is text");
    let n_rows = trace.tables[0].rows.len();
    // The head and the trailer section end so too.
    let n_chunks = text.matches("\r\n\r\n").count() - 2;
    assert_eq!(n_chunks, n_rows + 1, "the names and the rows: {text}");
    assert!(message.packets.len() > n_rows, "they are sent one by one");
}

#[test]
fn the_head_of_a_stream_alone_has_no_chunks() {
    for url in ["http://api.example.com/export", "https://api.example.com/export"] {
        let mut scenario = trace::Scenario::default();
        scenario.world.client.http = HttpVersion::Http2;
        let request = trace::Request::parse("HEAD", url, &[], Vec::new());
        scenario.requests = vec![request.expect("a good request")];
        let trace = simulate(&scenario);
        assert_eq!(trace.exchanges[0].outcome, Some(Outcome::Answered(200)));
        let [head, content, trailers] = answer(&trace);
        assert!(head.to_lowercase().contains("trailer: content-digest"), "{head}");
        assert!(!head.to_lowercase().contains("content-length"), "{head}");
        assert_eq!([content, trailers], ["", ""]);
    }
}
