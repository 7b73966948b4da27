//! Why no answer can be shown. A page is told next to nothing (the Fetch standard hides it on
//! purpose), so this weighs what is known, and says what is not.

use super::before::{PageFacts, is_local, is_mixed, is_other_origin, needs_preflight};
use crate::texts;
use language::{Text, fill, say};
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

const PROBED: Text = texts::TO_FIND_OUT_THE;

/// What may be wrong.
pub fn diagnosis(request: &Request, failure: &Failure, page: &PageFacts) -> Diagnosis {
    let host = request.url.host_field();
    let (title, sentence, causes) = match failure {
        Failure::TimeLimit(seconds) => (
            say(texts::NO_ANSWER_IN_TIME),
            fill!(texts::HOST_SENT_NO_WHOLE, host, seconds),
            vec![
                say(texts::SERVER_IS_SLOW_OR).to_owned(),
                say(texts::SOMETHING_ON_THE_WAY).to_owned(),
            ],
        ),
        Failure::Cancelled => {
            (say(texts::YOU_CANCELLED), fill!(texts::BROWSER_STOPPED_WAITING_FOR, host), Vec::new())
        }
        Failure::Refused(said) => (
            say(texts::BROWSER_REFUSED_TO_SEND),
            fill!(texts::NOTHING_LEFT_THE_BROWSER, said),
            Vec::new(),
        ),
        Failure::BrokenOff => (
            say(texts::ANSWER_BROKE_OFF),
            fill!(texts::HOST_BEGAN_TO_ANSWER, host),
            vec![say(texts::SERVER_STOPPED_IN_THE).to_owned()],
        ),
        Failure::Unexplained(Probe::Answered) => withheld(request, page),
        Failure::Unexplained(probe) => unexplained(request, *probe, page),
    };
    let probe = match failure {
        Failure::Unexplained(Probe::Answered | Probe::Nothing) => Some(say(PROBED)),
        _ => None,
    };
    Diagnosis { request: request.clone(), failure: failure.clone(), title, sentence, causes, probe }
}

/// A server is there: the browser keeps its answer from the page.
fn withheld(request: &Request, page: &PageFacts) -> (&'static str, String, Vec<String>) {
    let host = request.url.host_field();
    let mut causes = vec![fill!(texts::ANSWER_NEEDS_THE_HEADER, origin = page.origin)];
    if needs_preflight(request, page) {
        causes.push(fill!(texts::BEFORE_METHOD_THE_BROWSER, method = request.method));
    }
    causes.push(say(texts::COMMAND_SUCH_AS_CURL).to_owned());
    let sentence = fill!(texts::HOST_IS_THERE_BUT, host);
    (say(texts::BROWSER_WITHHELD_THE_ANSWER), sentence, causes)
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
        let sentence = fill!(texts::THIS_PAGE_CAME_OVER_HTTPS, host);
        causes.push(say(texts::WRITE_HTTPS_INSTEAD_OF).to_owned());
        return (say(texts::BROWSER_REFUSED_TO_SEND_THIS), sentence, causes);
    }
    if !page.is_online && !is_local(url) {
        let sentence = say(texts::BROWSER_SAYS_THAT_THERE).to_owned();
        causes.push(say(texts::LOOK_AT_YOUR_CONNECTION).to_owned());
        return (say(texts::YOU_ARE_OFFLINE), sentence, causes);
    }
    if is_local(url) && !HttpUrl::parse(&page.url).is_ok_and(|page| is_local(&page)) {
        causes.push(say(texts::BROWSER_LETS_NO_PAGE).to_owned());
    }
    causes.push(match url.address() {
        Some(_) => fill!(texts::NO_PROGRAM_LISTENS_ON, port = url.port(), host = url.host()),
        None => fill!(texts::THERE_IS_NO_SERVER, host = url.host(), port = url.port()),
    });
    if url.is_https() {
        causes.push(say(texts::SERVER_CERTIFICATE_IS_NOT).to_owned());
    }
    causes.push(say(texts::FIREWALL_OR_A_BLOCKER).to_owned());
    let may_be_withheld = probe == Probe::NotSent && is_other_origin(url, page);
    if may_be_withheld {
        causes.insert(
            0,
            fill!(texts::SERVER_ANSWERED_BUT_DOES, origin = page.origin, method = request.method),
        );
        let sentence = fill!(texts::EITHER_HOST_DID_NOT, host);
        return (say(texts::NO_ANSWER_THAT_THIS), sentence, causes);
    }
    (say(texts::NOTHING_ANSWERED), fill!(texts::BROWSER_GOT_NO_ANSWER, host), causes)
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
        assert_eq!(diagnosis(&request, &answered, &page()).probe, Some(say(PROBED)));
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
