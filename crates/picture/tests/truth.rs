//! Sentences that hang on more than one fact: what was asked, by whom, and what came of it. Each is
//! held against what RFC 9110 and its companions say (docs/claims.md).

mod telling;
mod trace_builder;

use picture::explain::{Family, ResponseCard, response};
use picture::mermaid::mermaid;
use picture::{Act, FoldedKind, Language, Level, Sequence, Term, explain};
use std::sync::Arc;
use telling::{JSON, answered, example, of_answer, of_scenario, said, simulated, told};
use trace::{ClientKind, Content, FetchId, Request, Scenario, SqlResult, SqlStatement};
use trace_builder::{DATABASE, SERVER, TraceBuilder, at};

/// RFC 9110 §9.3.4, §15.3.2.
#[test]
fn the_client_chose_the_url_that_put_made() {
    let put = simulated(("PUT", "http://api.example.com/users/77"), &[JSON], r#"{"name": "Z"}"#);
    assert!(put.contains("201 Created") && !put.contains("The server chose"), "{put}");
    assert!(put.contains("with PUT it is the client that chooses it"), "{put}");
    let post = simulated(("POST", "http://api.example.com/users"), &[JSON], r#"{"name": "Z"}"#);
    assert!(post.contains("The server chose that address"), "{post}");
    for method in ["PUT", "POST", "PATCH"] {
        let (_, here) = of_answer(&answered(method, 201, &[], &[]));
        assert!(here.contains("the very address"), "without Location it is the target URI");
        let (_, there) = of_answer(&answered(method, 201, &[], &["Location: /users/124"]));
        assert!(there.contains("The server chose"), "{there}");
    }
}

#[test]
fn what_is_checked_is_called_what_it_is() {
    let url = "http://api.example.com/users?sort=desc";
    let query = simulated(("GET", url), &[], "");
    assert!(query.contains("check the query") && !query.contains("check the body"), "{query}");
    assert!(query.contains("It checks the query"), "{query}");
    let wrong = simulated(("GET", "http://api.example.com/users?sort=up"), &[], "");
    assert!(wrong.contains("refuse the query") && !wrong.contains("the body and"), "{wrong}");
    let path = simulated(("GET", "http://api.example.com/users/x"), &[], "");
    assert!(!path.contains("check the body") && !path.contains("refuse the body"), "{path}");
    let body = simulated(("POST", "http://api.example.com/users"), &[JSON], "{}");
    assert!(body.contains("refuse the body"), "{body}");
    let both = simulated(("POST", "http://api.example.com/users?x=1"), &[JSON], "{}");
    assert!(both.contains("refuse query or body"), "{both}");
}

/// RFC 8446 §4.4.2: what a certificate is worth, the client finds out behind this flight.
#[test]
fn a_certificate_proves_nothing_before_it_is_checked() {
    for name in [
        "https",
        "fault-certificate-expired",
        "fault-certificate-wrong-name",
        "fault-certificate-unknown-issuer",
    ] {
        let trace = Arc::new(engine::simulate(&example(name)));
        let said = told(&Sequence::new(trace, Level::Connection));
        assert!(said.contains("it says who it is, and the client checks that"), "{name}: {said}");
        assert!(!said.contains("proves who it is"), "{name}");
    }
}

/// RFC 9110 §15.5.2.
#[test]
fn a_proof_that_is_not_accepted_is_not_missing() {
    let url = "http://api.example.com/me";
    let wrong = simulated(("GET", url), &[("Authorization", "Bearer nobodys-token")], "");
    assert!(wrong.contains("401"), "{wrong}");
    assert!(!wrong.contains("needs an Authorization header"), "{wrong}");
    assert!(wrong.contains("the server does not accept that"), "{wrong}");
    let none = simulated(("GET", url), &[], "");
    assert!(none.contains("The request needs an Authorization header"), "{none}");
    for told in [&wrong, &none] {
        assert!(told.contains("The WWW-Authenticate header says what proof would do"), "{told}");
    }
}

/// RFC 9110 §15.4.5, §15.4.
#[test]
fn only_what_leads_elsewhere_says_look_elsewhere() {
    let meaning = |code| Family::meaning_of(code, Language::ENGLISH);
    assert_eq!(meaning(304), "use the copy that you have");
    for code in [301, 302, 303, 307, 308] {
        assert_eq!(meaning(code), "look elsewhere");
    }
    let (said, why) = of_answer(&answered("GET", 304, &[], &[]));
    assert!(!said.contains("elsewhere") && !why.contains("elsewhere"), "{said} {why}");
    // Without Location there is no new URL to find.
    let choices = answered("GET", 300, &[], &[]);
    assert!(!told(&choices).contains("finds the new URL"), "{}", told(&choices));
}

/// RFC 9110 §15.5.4: the same credentials do not help, others may; and none may have been shown.
#[test]
fn a_refusal_says_what_would_help() {
    let (none, _) = of_answer(&answered("GET", 403, &[], &[]));
    assert!(!none.contains("Authorization") && none.contains("in the same way"), "{none}");
    let (as_alice, _) = of_answer(&answered("GET", 403, &["Authorization: Bearer a"], &[]));
    assert!(as_alice.contains("asking as somebody else may"), "{as_alice}");
    for said in [none, as_alice] {
        assert!(!said.contains("knows who asks"), "{said}");
    }
}

/// RFC 9110 §15.5: "the client seems to have erred", and for many codes it did not.
#[test]
fn an_error_answer_blames_no_request_that_may_be_good() {
    for code in 400..600 {
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"] {
            let (said, why) = of_answer(&answered(method, code, &[], &[]));
            for false_word in ["the request was wrong", "your error", "request is good"] {
                assert!(!said.contains(false_word) && !why.contains(false_word), "{code}: {said}");
            }
            let has_body = method != "HEAD";
            assert!(has_body || !said.contains("The body says"), "{code} {method}: {said}");
        }
    }
    let why_of = |code| of_answer(&answered("GET", code, &[], &[])).1;
    let said_of = |code| of_answer(&answered("PUT", code, &[], &[])).0;
    assert!(said_of(412).contains("only under a condition"), "RFC 9110 §15.5.13");
    assert!(why_of(412).contains("the version that it builds on"));
    assert!(why_of(429).contains("came too soon"), "RFC 6585 §4");
    assert!(!why_of(501).contains("may work") && why_of(501).contains("does not help"));
    assert!(said_of(409).contains("does not go together with the resource"), "§15.5.10");
    assert!(said_of(410).contains("probably for good"), "§15.5.11");
    assert!(said_of(502).contains("asks another one behind it"), "§15.6.3");
}

#[test]
fn a_contradiction_between_body_and_url_is_none_with_what_is_stored() {
    let told = of_scenario(example("conflict"));
    assert!(told.contains("409 Conflict"), "{told}");
    assert!(!told.contains("what the server holds"), "{told}");
    assert!(told.contains("does not go together with the resource that it is for"), "{told}");
}

/// RFC 9110 §15.3: every code of the family has a meaning of its own.
#[test]
fn success_is_not_always_done_or_whole() {
    let said_of = |code| of_answer(&answered("GET", code, &[], &[])).0;
    assert!(said_of(202).contains("not done it yet") && !said_of(202).contains("it worked"));
    assert!(said_of(206).contains("the part that was asked for"));
    assert!(said_of(205).contains("nothing to send back"));
    assert!(said_of(100).contains("may send the body") && !said_of(101).contains("still to come"));
}

#[test]
fn headers_are_something_to_read() {
    for name in ["head", "options"] {
        let trace = Arc::new(engine::simulate(&example(name)));
        let sequence = Sequence::new(trace, Level::Story);
        let said = told(&sequence);
        assert!(!said.contains("nothing to read") && said.contains("reads the headers"), "{said}");
        assert!(mermaid(&sequence).contains("Note over Client: read the headers"), "{name}");
    }
    let deleted = of_scenario(example("delete"));
    assert!(deleted.contains("There is no body to read"), "{deleted}");
    assert!(deleted.contains("1 row removed |") && !deleted.contains("row changed"), "{deleted}");
    assert!(deleted.contains("The database did it: 1 row removed."), "{deleted}");
}

#[test]
fn a_result_is_told_by_what_was_asked_for() {
    let told_of = |statement: &str| {
        let mut builder = TraceBuilder::new();
        builder.start(at(0));
        let text = statement.to_owned();
        let statement = SqlStatement { text, parameters: Vec::new() };
        builder.message([SERVER, DATABASE], at(10), Some(at(12)), Content::SqlStatement(statement));
        let result = Content::SqlResult(SqlResult::Changed { rows: 2 });
        builder.message([DATABASE, SERVER], at(20), Some(at(22)), result);
        let sequence = Sequence::new(builder.done(), Level::Story);
        [sequence.label(1), said(&sequence, 1)].join(": ")
    };
    let did = |label: &str| format!("{label}: The database did it: {label}.");
    assert_eq!(told_of("DELETE FROM users"), did("2 rows removed"));
    assert_eq!(told_of("insert into users VALUES (1), (2)"), did("2 rows added"));
    assert_eq!(told_of("UPDATE users SET name='x'"), did("2 rows changed"));
}

#[test]
fn a_refused_connection_may_be_the_servers_fault() {
    for name in ["connection-refused", "fault-refused"] {
        let told = of_scenario(example(name));
        assert!(told.contains("Check the port"), "{told}");
        assert!(told.contains("is not running, and has to be started"), "{told}");
        assert!(told.contains("https 443"), "{told}");
    }
}

/// Each cause is told as what it is.
#[test]
fn what_never_left_the_client_is_no_missing_path() {
    let get = |url| simulated(("GET", url), &[], "");
    for url in ["http://localhost/", "http://app.localhost:3000/x", "http://127.0.0.1/"] {
        let told = get(url);
        assert!(
            told.contains("Connection refused: nothing listens on the client itself"),
            "{told}"
        );
        assert!(!told.contains("No path") && !told.contains("says DNS"), "{told}");
    }
    let port = get("http://api.example.com:0/");
    assert!(port.contains("Port 0 is reserved") && !port.contains("No path"), "{port}");
    let name = get("http://a..b.com/");
    assert!(name.contains("cannot be a name in DNS") && !name.contains("says DNS"), "{name}");
    let elsewhere = get("http://192.0.2.250/");
    assert!(elsewhere.contains("No path leads to the address 192.0.2.250"), "{elsewhere}");
    let tls = get("http://api.example.com:443/");
    assert!(tls.contains("This port speaks TLS: let the URL start with https"), "{tls}");
}

/// RFC 9110 §10.1.1: the body comes behind the word that asks for it, in an arrow of its own.
#[test]
fn a_body_that_waits_follows_its_go_ahead() {
    let mut scenario = example("expect-continue");
    for https in [false, true] {
        if https {
            let secure = "https://api.example.com/users";
            scenario.requests[0].url = trace::HttpUrl::parse(secure).expect("a good URL");
        }
        let trace = Arc::new(engine::simulate(&scenario));
        for level in [Level::Story, Level::Connection] {
            let sequence = Sequence::new(Arc::clone(&trace), level);
            let labels: Vec<String> =
                (0..sequence.steps.len()).map(|step| sequence.label(step)).collect();
            let place = |start: &str| {
                let place = labels.iter().position(|label| label.starts_with(start));
                place.unwrap_or_else(|| panic!("{start} in {labels:#?}"))
            };
            let [head, go_ahead, body] =
                ["POST /users", "100 Continue", "Body: 15 bytes"].map(place);
            assert!(head < go_ahead && go_ahead < body, "{labels:#?}");
            let [head, go_ahead, body] = [head, go_ahead, body].map(|step| &sequence.steps[step]);
            assert!(head.ended_at <= Some(go_ahead.started_at));
            assert!(go_ahead.ended_at <= Some(body.started_at), "it is sent when it is asked for");
            assert!([go_ahead.act, body.act].iter().all(|act| *act == head.act), "one act");
            let drawn = mermaid(&sequence);
            let place = |text: &str| drawn.find(text).unwrap_or_else(|| panic!("{text}: {drawn}"));
            let bob = place("Body: 15 bytes<br/>{\"name");
            assert!(place("100 Continue") < bob, "{drawn}");
            assert!(place("Expect: 100-continue") < place("100 Continue"), "{drawn}");
            let told = told(&sequence);
            assert!(told.contains("asks first whether it is welcome"), "{told}");
            assert!(told.contains("The server has asked for the body"), "{told}");
        }
    }
    let length = [JSON, ("Expect", "100-continue"), ("Content-Length", "99999999")];
    let refused = simulated(("POST", "http://api.example.com/users"), &length, "{}");
    assert!(refused.contains("was never sent: the server gave its answer"), "{refused}");
    assert!(!refused.contains("never arrives as a whole"), "{refused}");
}

/// Encoding Standard: a byte order mark first, then the charset, then UTF-8.
#[test]
fn a_body_is_read_in_the_encoding_that_it_says() {
    let body_of = |kind: &str, octets: &[u8]| {
        let lines = [("Content-Type".to_owned(), kind.to_owned())];
        let request =
            Request::parse("POST", "http://api.example.com/users", &lines, octets.to_vec());
        let scenario = Scenario::with_requests(vec![request.expect("a good request")]);
        let trace = Arc::new(engine::simulate(&scenario));
        let printed = trace.to_string();
        let sequence = Sequence::new(trace, Level::Story);
        let step = |step: &usize| sequence.label(*step).starts_with("POST");
        let step = (0..sequence.steps.len()).find(step).expect("it is sent");
        let parts = explain::anatomy(&sequence, step);
        let body = parts.iter().find(|part| part.kind == explain::PartKind::Body);
        let text = body.expect("a request has a body").text.clone();
        for other in [mermaid(&sequence), printed] {
            assert!(other.contains(&text), "{text} in {other}");
        }
        text
    };
    assert_eq!(body_of("text/plain; charset=ISO-8859-1", b"Gr\xfc\xdfe"), "Grüße");
    assert_eq!(body_of("text/plain", b"\xff\xfeG\0r\0\xfc\0"), "Grü");
    assert_eq!(body_of("application/json", b"\xef\xbb\xbf[\"x\"]"), "[\"x\"]");
    assert_eq!(body_of("text/html; charset=\"shift_jis\"", b"\x93\xfa\x96{"), "日本");
    assert_eq!(body_of("text/plain; charset=utf-8", "Grüße".as_bytes()), "Grüße");
}

/// RFC 1034 §3.6.2: a chain of aliases that leads back never ends, however often one asks.
#[test]
fn names_that_stand_for_each_other_are_not_mended_by_waiting() {
    let told = of_scenario(example("dns-circle"));
    assert!(!told.contains("the name itself may be fine"), "{told}");
    assert!(told.contains("one that leads back to itself never ends in an address"), "{told}");
    assert!(!told.contains("try again later"), "{told}");
    // RFC 1035 §4.1.1: another cause, another advice.
    let told = of_scenario(example("dns-lame"));
    assert!(!told.contains("leads back to itself"), "{told}");
    assert!(told.contains("answered REFUSED: it does not look after it"), "{told}");
}

/// RFC 2181 §9: a truncated answer may hold a part, which is not used.
#[test]
fn a_truncated_answer_is_not_said_to_be_empty() {
    let told = of_scenario(example("dns-over-tcp"));
    assert!(!told.contains("is not sent in part"), "{told}");
    assert!(told.contains("does not use that part"), "{told}");
}

/// What closes the connection to DNS does not open the one to the server.
#[test]
fn messages_are_counted_with_the_connection_that_they_are_of() {
    let trace = Arc::new(engine::simulate(&example("dns-over-tcp")));
    let sequence = Sequence::new(trace, Level::Story);
    let rows = sequence
        .folded
        .iter()
        .enumerate()
        .filter(|(_, row)| row.kind == FoldedKind::Connection && row.act != Act::Close);
    let told: Vec<String> = rows
        .map(|(index, row)| {
            let title = explain::act_title(row.act, Language::ENGLISH);
            format!("{title}: {}", explain::folded(&sequence, index))
        })
        .collect();
    assert_eq!(told, ["Find the address: 7 messages (TCP)", "Open a connection: 3 messages (TCP)"]);
}

/// The server does not negotiate.
#[test]
fn no_other_format_is_promised() {
    let told = of_scenario(Scenario::default());
    assert!(!told.contains("another format"), "{told}");
}

/// Fetch: only requests that a form could not send need a preflight.
#[test]
fn not_all_use_of_another_site_is_asked_for_with_options() {
    let told = of_scenario(example("options"));
    assert!(told.contains("in a way that a plain form could not"), "{told}");
}

#[test]
fn the_glossary_keeps_to_the_standards() {
    let define = |term: Term| term.definition(Language::ENGLISH);
    assert!(!define(Term::Cookie).contains("every"), "RFC 6265 §5.4: {}", define(Term::Cookie));
    let safe = define(Term::Safe);
    assert!(safe.contains("POST") && safe.contains("are not"), "it opens on POST, too: {safe}");
    assert!(!define(Term::Stateless).contains("remembers nothing"), "RFC 9110 §3.3");
    assert!(!define(Term::Https).ends_with("read or change it."), "it can be changed, and is told");
    assert!(define(Term::Status304).contains("copy"));
}

#[test]
fn a_server_that_counts_is_not_said_to_remember_nothing() {
    let told = of_scenario(example("too-many-requests"));
    assert!(told.contains("429") && !told.contains("remembers nothing"), "{told}");
}

/// RFC 9110 §10.2.3: seconds, or a date.
#[test]
fn when_to_come_back_is_a_number_of_seconds_or_a_date() {
    let of = |value: &str| of_answer(&answered("GET", 503, &[], &[value])).0;
    assert!(of("Retry-After: 120").ends_with("how many seconds to wait: 120."));
    let date = of("Retry-After: Fri, 31 Dec 1999 23:59:59 GMT");
    assert!(!date.contains("seconds") && date.contains("when to ask again"), "{date}");
    let (link, _) = of_answer(&answered("GET", 200, &[], &["Link: </2>; rel=next"]));
    assert!(link.contains("names what belongs to it"), "RFC 8288 §3: {link}");
}

#[test]
fn each_kind_of_client_is_told_the_truth_about_every_answer() {
    let clients = [
        ClientKind::Browser,
        ClientKind::Python,
        ClientKind::MobileApp,
        ClientKind::Curl,
        ClientKind::Server,
    ];
    for client in clients {
        for method in ["GET", "HEAD", "OPTIONS", "DELETE"] {
            for code in [200, 201, 204, 206, 300, 301, 304, 404, 503] {
                let sequence = answered(method, code, &[], &["Content-Type: application/json"]);
                let mut trace = (*sequence.trace).clone();
                trace.scenario.world.client.kind = client;
                let sequence = Sequence::new(Arc::new(trace), Level::Story);
                let used = said(&sequence, 2);
                let reads_json = used.contains("json()") || used.contains("reads the JSON");
                assert!(method != "HEAD" || !reads_json, "{method} {code}: {used}");
                assert!(!used.contains("nothing to read"), "{method} {code}: {used}");
                let ResponseCard::Answer { answer, .. } = response(&sequence, FetchId(0)) else {
                    panic!("an answer arrives")
                };
                assert!(!answer.meaning.contains("your error"), "{}", answer.meaning);
            }
        }
    }
}

#[test]
fn one_server_among_several_is_called_by_its_name() {
    let sequence = answered("GET", 200, &[], &[]);
    assert!(explain::heading(&sequence, 0).contains("client → web server ·"));
    let mut trace = (*sequence.trace).clone();
    let mut other = trace.host(SERVER).clone();
    other.id = trace::HostId(trace.hosts.len() as u16);
    other.name = "img.example.com".to_owned();
    trace.hosts.push(other);
    let several = Sequence::new(Arc::new(trace), Level::Story);
    let heading = explain::heading(&several, 0);
    assert!(heading.contains("client → web server api.example.com ·"), "{heading}");
}
