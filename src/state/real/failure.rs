//! Why no answer can be shown. A page is told next to nothing (the Fetch standard hides it on
//! purpose), so this weighs what is known, and says what is not.

use super::before::{PageFacts, is_local, is_mixed, is_other_origin, needs_preflight};
use trace::{HttpUrl, Request};

/// How a request came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// No answer within this many seconds.
    TimeLimit(u32),
    /// The person cancelled.
    Cancelled,
    /// The browser would not even begin; what it says.
    Refused(String),
    /// It failed, and the browser does not say why.
    Unexplained(Probe),
    /// The answer began and then broke off.
    BrokenOff,
}

/// What a second request found out, which asks for nothing to read (`no-cors`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Probe {
    /// None was sent: repeating this method could do harm, or there was nothing to find out.
    NotSent,
    /// A server answered it.
    Answered,
    /// Nothing did.
    Nothing,
}

/// What may be wrong, in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// What was asked.
    pub request: Request,
    /// How it came to nothing.
    pub failure: Failure,
    /// A few words.
    pub title: &'static str,
    /// What happened.
    pub sentence: String,
    /// What may be the cause and what to do, the most likely first.
    pub causes: Vec<String>,
    /// What the page did to find out, if it did something.
    pub probe: Option<&'static str>,
}

const PROBED: &str = "To find out, the page asked the same server once more, with HEAD and without reading the answer.";

/// What may be wrong.
pub fn diagnosis(request: &Request, failure: &Failure, page: &PageFacts) -> Diagnosis {
    let host = request.url.host_field();
    let (title, sentence, causes) = match failure {
        Failure::TimeLimit(seconds) => (
            "No answer in time",
            format!("{host} sent no whole answer within {seconds} s, so the browser stopped waiting."),
            vec![
                "The server is slow, or works on it still: what you asked for may happen all the same. Choose a longer time limit.".to_owned(),
                "Something on the way drops what is sent.".to_owned(),
            ],
        ),
        Failure::Cancelled => (
            "You cancelled",
            format!("The browser stopped waiting for {host}. What you asked for may happen all the same."),
            Vec::new(),
        ),
        Failure::Refused(said) => (
            "The browser refused to send this",
            format!("Nothing left the browser. It says: {said}"),
            Vec::new(),
        ),
        Failure::BrokenOff => (
            "The answer broke off",
            format!("{host} began to answer, and then the connection ended."),
            vec!["The server stopped in the middle, or the network did. Try again.".to_owned()],
        ),
        Failure::Unexplained(Probe::Answered) => withheld(request, page),
        Failure::Unexplained(probe) => unexplained(request, *probe, page),
    };
    let probe = match failure {
        Failure::Unexplained(Probe::Answered | Probe::Nothing) => Some(PROBED),
        _ => None,
    };
    Diagnosis { request: request.clone(), failure: failure.clone(), title, sentence, causes, probe }
}

/// A server is there: the browser keeps its answer from the page.
fn withheld(request: &Request, page: &PageFacts) -> (&'static str, String, Vec<String>) {
    let host = request.url.host_field();
    let mut causes = vec![format!(
        "The answer needs the header Access-Control-Allow-Origin: {} (or *), which the owner of the server has to add.",
        page.origin
    )];
    if needs_preflight(request, page) {
        causes.push(format!(
            "Before {} the browser asked with OPTIONS, and the answer must allow the method and its headers too: Access-Control-Allow-Methods, Access-Control-Allow-Headers.",
            request.method
        ));
    }
    causes.push("A command such as curl is not bound by this: copy it and try.".to_owned());
    let sentence = format!(
        "{host} is there, but does not share its answer with other sites, so the browser keeps it from this page (CORS)."
    );
    ("The browser withheld the answer", sentence, causes)
}

fn unexplained(
    request: &Request,
    probe: Probe,
    page: &PageFacts,
) -> (&'static str, String, Vec<String>) {
    let url = &request.url;
    let host = url.host_field();
    let mut causes = Vec::new();
    if is_mixed(url, &page.url) {
        let sentence = format!(
            "This page came over https://, so the browser refuses to ask {host} over http://."
        );
        causes.push("Write https:// instead of http://, if the server speaks it.".to_owned());
        return ("The browser refused to send this (mixed content)", sentence, causes);
    }
    if !page.is_online && !is_local(url) {
        let sentence = "The browser says that there is no network.".to_owned();
        causes.push("Look at your connection and try again. What comes with this page, and the simulation, work offline.".to_owned());
        return ("You are offline", sentence, causes);
    }
    if is_local(url) && !HttpUrl::parse(&page.url).is_ok_and(|page| is_local(&page)) {
        causes.push("The browser lets no page into your own network unless you allow it (Local Network Access): look for its question beside the address.".to_owned());
    }
    causes.push(match url.address() {
        Some(_) => format!("No program listens on port {} of {}.", url.port(), url.host()),
        None => format!(
            "There is no server with the name {}, or none on port {}.",
            url.host(),
            url.port()
        ),
    });
    if url.is_https() {
        causes.push("The server’s certificate is not one that the browser trusts.".to_owned());
    }
    causes.push("A firewall or a blocker in the browser stopped it.".to_owned());
    let may_be_withheld = probe == Probe::NotSent && is_other_origin(url, page);
    if may_be_withheld {
        causes.insert(0, format!(
            "The server answered, but does not share with other sites (CORS): then the answer lacks the header Access-Control-Allow-Origin: {}. The page does not ask twice with {}, which may change data.",
            page.origin, request.method
        ));
        let sentence = format!(
            "Either {host} did not answer, or the browser keeps the answer from this page. It does not tell which."
        );
        return ("No answer that this page may see", sentence, causes);
    }
    ("Nothing answered", format!("The browser got no answer from {host}."), causes)
}

#[cfg(test)]
mod tests {
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
    fn a_probe_that_is_answered_means_cors() {
        let answered = Failure::Unexplained(Probe::Answered);
        let title = "The browser withheld the answer";
        let header = "Access-Control-Allow-Origin: http://localhost:8080";
        check("GET", "http://a.org/", &answered, &page(), &[title, header]);
        let request = Request::parse("GET", "http://a.org/", &[], Vec::new()).unwrap();
        assert_eq!(diagnosis(&request, &answered, &page()).probe, Some(PROBED));
    }

    #[test]
    fn a_probe_that_is_not_answered_means_that_nothing_is_there() {
        let nothing = Failure::Unexplained(Probe::Nothing);
        check("GET", "http://127.0.0.1:9/", &nothing, &page(), &["Nothing answered", "port 9"]);
        check("GET", "https://a.org/", &nothing, &page(), &["Nothing answered", "certificate"]);
        let far = PageFacts { url: "https://b.org/".to_owned(), ..page() };
        let lna = "Local Network Access";
        check("GET", "http://127.0.0.1:9/", &nothing, &far, &["Nothing answered", lna]);
    }

    #[test]
    fn an_unsafe_method_is_not_repeated_and_both_causes_are_named() {
        let unknown = Failure::Unexplained(Probe::NotSent);
        let title = "No answer that this page may see";
        check("POST", "http://a.org/", &unknown, &page(), &[title, "CORS", "no server"]);
    }

    #[test]
    fn what_is_known_comes_before_what_is_guessed() {
        let nothing = Failure::Unexplained(Probe::Nothing);
        let secure = PageFacts { url: "https://b.org/".to_owned(), ..page() };
        let title = "The browser refused to send this (mixed content)";
        check("GET", "http://a.org/", &nothing, &secure, &[title, "Write https://"]);
        let offline = PageFacts { is_online: false, ..page() };
        check("GET", "http://a.org/", &nothing, &offline, &["You are offline"]);
    }

    #[test]
    fn the_other_ends_are_told() {
        let limit = Failure::TimeLimit(30);
        check("GET", "http://a.org/", &limit, &page(), &["No answer in time", "within 30 s"]);
        check("GET", "http://a.org/", &Failure::Cancelled, &page(), &["You cancelled"]);
        check("GET", "http://a.org/", &Failure::BrokenOff, &page(), &["The answer broke off"]);
        let refused = Failure::Refused("no".to_owned());
        check(
            "GET",
            "http://a.org/",
            &refused,
            &page(),
            &["The browser refused to send this", "no"],
        );
    }
}
