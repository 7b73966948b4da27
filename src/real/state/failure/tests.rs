//! What is said of requests that came to nothing.

use super::*;

fn page() -> PageFacts {
    PageFacts {
        url: "http://localhost:8080/".to_owned(),
        origin: "http://localhost:8080".to_owned(),
        is_framed: false,
        is_online: true,
    }
}

#[track_caller]
fn check(method: &str, url: &str, failure: &Failure, page: &PageFacts, expected: &[&str]) {
    let request = Request::parse(method, url, &[], Vec::new()).unwrap();
    let diagnosis = diagnosis(&request, failure, page);
    let said = format!("{} {}", diagnosis.sentence, diagnosis.causes.join(" "));
    assert_eq!(diagnosis.title, expected[0]);
    for words in &expected[1..] {
        assert!(said.contains(words), "“{words}” is not in: {said}");
    }
}

#[test]
fn a_probe_that_is_answered_unseen_means_cors() {
    let withholds = Failure::Unexplained(Probe::Withholds);
    let title = "The browser withheld the answer";
    let header = "Access-Control-Allow-Origin: http://localhost:8080";
    check("GET", "http://a.org/", &withholds, &page(), &[title, header]);
    let request = Request::parse("GET", "http://a.org/", &[], Vec::new()).unwrap();
    assert_eq!(diagnosis(&request, &withholds, &page()).probe, Some(say(PROBED)));
}

#[test]
fn where_nothing_is_known_nothing_is_claimed() {
    let nothing = Failure::Unexplained(Probe::Nothing);
    let title = "No usable answer";
    let unsure = "does not tell whether a server was reached";
    let circle = "circle";
    let listens = "No program listens on port 9";
    check("GET", "http://127.0.0.1:9/", &nothing, &page(), &[title, unsure, circle, listens]);
    check("GET", "https://a.org/", &nothing, &page(), &[title, unsure, "certificate"]);
    let far = PageFacts { url: "https://b.org/".to_owned(), ..page() };
    let lna = "Local Network Access";
    check("GET", "http://127.0.0.1:9/", &nothing, &far, &[title, lna]);
}

#[test]
fn who_sends_on_is_not_blamed_for_whom_it_sends_to() {
    let host = "a.org sends the browser on";
    let answered = Failure::Unexplained(Probe::SendsOn { is_answered: true });
    let title = "Withheld after a redirect";
    check("GET", "http://a.org/", &answered, &page(), &[title, host, "Origin: null"]);
    let unanswered = Failure::Unexplained(Probe::SendsOn { is_answered: false });
    let title = "Sent on, and no answer at the end";
    check("GET", "http://a.org/", &unanswered, &page(), &[title, host, "circle"]);
}

#[test]
fn a_preflight_that_was_refused_is_among_the_causes() {
    for probe in [
        Probe::NotSent,
        Probe::Shares,
        Probe::SendsOn { is_answered: true },
        Probe::SendsOn { is_answered: false },
        Probe::Withholds,
        Probe::Nothing,
    ] {
        let failure = Failure::Unexplained(probe);
        let causes = |method: &str| {
            let request = Request::parse(method, "http://a.org/", &[], Vec::new()).unwrap();
            diagnosis(&request, &failure, &page()).causes.join(" ")
        };
        let refused = "then PUT itself was never sent";
        assert!(causes("PUT").contains(refused), "{probe:?}: {}", causes("PUT"));
        assert!(!causes("GET").contains("permission"), "{probe:?}: {}", causes("GET"));
    }
}

#[test]
fn an_unsafe_method_is_not_repeated_and_both_causes_are_named() {
    let unknown = Failure::Unexplained(Probe::NotSent);
    let title = "No answer that this page may see";
    check("POST", "http://a.org/", &unknown, &page(), &[title, "CORS", "no server"]);
    let own = "http://localhost:8080/";
    check("POST", own, &unknown, &page(), &[title, "sent on", "No program listens"]);
}

#[test]
fn what_is_known_comes_before_what_is_guessed() {
    let nothing = Failure::Unexplained(Probe::Nothing);
    let secure = PageFacts { url: "https://b.org/".to_owned(), ..page() };
    let title = "The browser refused to send this (mixed content)";
    check("GET", "http://a.org/", &nothing, &secure, &[title, "Write https://"]);
    let unasked = Failure::Unexplained(Probe::NotSent);
    check("POST", "http://a.org/", &unasked, &secure, &[title, "Write https://"]);
    let offline = PageFacts { is_online: false, ..page() };
    check("GET", "http://a.org/", &nothing, &offline, &["You are offline"]);
}

#[test]
fn who_did_not_send_is_told() {
    let refused = Failure::Refused("no".to_owned());
    let title = "The browser refused to send this";
    check("GET", "http://a.org/", &refused, &page(), &[title, "It says: no"]);
    let title = "Roundtrip did not send this";
    check("GET", "http://a.org/", &Failure::Framed, &page(), &[title, "tab of its own"]);
    let not_asked = Failure::NotAsked("Port 1 is bad.".to_owned());
    let title = "The browser would refuse this";
    check("GET", "http://a.org/", &not_asked, &page(), &[title, "Port 1 is bad. So"]);
}

#[test]
fn the_other_ends_are_told() {
    let limit = Failure::TimeLimit(30);
    check("GET", "http://a.org/", &limit, &page(), &["No answer in time", "within 30 s"]);
    check("PUT", "http://a.org/", &limit, &page(), &["No answer in time", "OPTIONS"]);
    check("GET", "http://a.org/", &Failure::Cancelled, &page(), &["You cancelled"]);
}
