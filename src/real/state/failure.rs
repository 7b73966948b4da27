//! Why no answer can be shown. A page is told next to nothing (the Fetch standard hides it on
//! purpose), so this weighs what is known, and says what is not.

use super::before::{PageFacts, is_local, is_mixed, is_other_origin, needs_preflight};
use super::timing::HostKind;
use crate::texts;
use language::{Text, fill, say};
use trace::{HttpUrl, Request};

/// How a request came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// No answer began within this many seconds.
    TimeLimit(u32),
    /// The person cancelled before an answer began.
    Cancelled,
    /// This page is within another one, and so sends nothing.
    Framed,
    /// This page did not ask the browser, which would refuse; why.
    NotAsked(String),
    /// The browser would not even begin; what it says.
    Refused(String),
    /// It failed, and the browser does not say why.
    Unexplained(Probe),
}

/// What further requests found out. They are HEAD without the person's header fields, so the
/// browser needs no permission for them, and ask for nothing to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Probe {
    /// None was sent: repeating this method could do harm, or there was nothing to find out.
    NotSent,
    /// A server answered, and lets this page see that.
    Shares,
    /// It sends on to another address, and lets this page see that.
    SendsOn {
        /// Whether a server answered at the end of the way.
        is_answered: bool,
    },
    /// A server answered, and does not let this page see what.
    Withholds,
    /// No answer to them either.
    Nothing,
}

/// How far the request got, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// It never left the browser.
    Nowhere,
    /// Nobody tells.
    Unsure,
    /// To a server, since one answers there.
    Server,
}

/// What may be wrong, in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// What was asked.
    pub request: Request,
    /// How it came to nothing.
    pub failure: Failure,
    /// How far it got.
    pub reach: Reach,
    /// Whether the browser asks for permission before such a request.
    pub is_preflighted: bool,
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

/// A verdict: how far it got, a title, a sentence, causes.
type Verdict = (Reach, Text, String, Vec<String>);

/// What may be wrong.
pub fn diagnosis(request: &Request, failure: &Failure, page: &PageFacts) -> Diagnosis {
    let (reach, title, sentence, causes) = verdict(request, failure, page);
    let probe = match failure {
        Failure::Unexplained(Probe::NotSent) => None,
        Failure::Unexplained(_) => Some(say(PROBED)),
        Failure::TimeLimit(_)
        | Failure::Cancelled
        | Failure::Framed
        | Failure::NotAsked(_)
        | Failure::Refused(_) => None,
    };
    let is_preflighted = needs_preflight(request, page);
    let (request, failure, title) = (request.clone(), failure.clone(), say(title));
    Diagnosis { request, failure, reach, is_preflighted, title, sentence, causes, probe }
}

fn verdict(request: &Request, failure: &Failure, page: &PageFacts) -> Verdict {
    let host = request.url.host_field();
    match failure {
        Failure::TimeLimit(seconds) => {
            let mut causes = vec![
                say(texts::SERVER_IS_SLOW_OR).to_owned(),
                say(texts::SOMETHING_ON_THE_WAY).to_owned(),
            ];
            if needs_preflight(request, page) {
                causes.insert(1, say(texts::OPTIONS_MAY_BE_UNANSWERED).to_owned());
            }
            let sentence = fill!(texts::HOST_BEGAN_NO_ANSWER, host, seconds);
            (Reach::Unsure, texts::NO_ANSWER_IN_TIME, sentence, causes)
        }
        Failure::Cancelled => {
            let sentence = fill!(texts::BROWSER_STOPPED_WAITING_FOR, host);
            (Reach::Unsure, texts::YOU_CANCELLED, sentence, Vec::new())
        }
        Failure::Framed => {
            let sentence = say(texts::THIS_PAGE_IS_SHOWN).to_owned();
            (Reach::Nowhere, texts::ROUNDTRIP_DID_NOT_SEND_THIS, sentence, Vec::new())
        }
        Failure::NotAsked(why) => {
            let title = texts::BROWSER_WOULD_REFUSE_THIS;
            (Reach::Nowhere, title, fill!(texts::SO_IT_WAS_NOT_ASKED, why), Vec::new())
        }
        Failure::Refused(said) => {
            let sentence = fill!(texts::NOTHING_LEFT_THE_BROWSER, said);
            (Reach::Nowhere, texts::BROWSER_REFUSED_TO_SEND, sentence, Vec::new())
        }
        Failure::Unexplained(_) if is_mixed(&request.url, &page.url) => {
            let sentence = fill!(texts::THIS_PAGE_CAME_OVER_HTTPS, host);
            let causes = vec![say(texts::WRITE_HTTPS_INSTEAD_OF).to_owned()];
            (Reach::Nowhere, texts::BROWSER_REFUSED_TO_SEND_THIS, sentence, causes)
        }
        Failure::Unexplained(Probe::Withholds) => withheld(request, page),
        Failure::Unexplained(Probe::Shares) => shared(request, page),
        Failure::Unexplained(Probe::SendsOn { is_answered }) => {
            sent_on(request, page, *is_answered)
        }
        Failure::Unexplained(Probe::NotSent) => unasked(request, page),
        Failure::Unexplained(Probe::Nothing) => unanswered(request, page),
    }
}

/// Where the browser asks for permission first, it may have got none; then nothing else was sent.
fn add_preflight(causes: &mut Vec<String>, request: &Request, page: &PageFacts) {
    if needs_preflight(request, page) {
        causes.push(fill!(texts::PREFLIGHT_WAS_REFUSED, method = request.method));
    }
}

/// A server is there: the browser keeps its answer from the page.
fn withheld(request: &Request, page: &PageFacts) -> Verdict {
    let host = request.url.host_field();
    let mut causes = vec![fill!(texts::ANSWER_NEEDS_THE_HEADER, origin = page.origin)];
    add_preflight(&mut causes, request, page);
    causes.push(say(texts::COMMAND_SUCH_AS_CURL).to_owned());
    let sentence = fill!(texts::HOST_IS_THERE_BUT, host);
    (Reach::Server, texts::BROWSER_WITHHELD_THE_ANSWER, sentence, causes)
}

/// A server is there and shares its answer to HEAD with this page.
fn shared(request: &Request, page: &PageFacts) -> Verdict {
    let host = request.url.host_field();
    let mut causes = Vec::new();
    add_preflight(&mut causes, request, page);
    let (method, origin) = (&request.method, &page.origin);
    if is_other_origin(&request.url, page) {
        causes.push(fill!(texts::ANSWER_TO_METHOD_LACKS, method, origin));
    }
    causes.push(say(texts::SERVER_ENDED_THE_CONNECTION).to_owned());
    let sentence = fill!(texts::HOST_ANSWERS_HEAD_BUT, host, method);
    (Reach::Server, texts::NO_ANSWER_THAT_THIS, sentence, causes)
}

/// The first server shares that it sends on; what it sends to is the matter.
fn sent_on(request: &Request, page: &PageFacts, is_answered: bool) -> Verdict {
    let host = request.url.host_field();
    let mut causes = Vec::new();
    if is_answered {
        causes.push(fill!(texts::ANOTHER_SERVER_DOES_NOT_SHARE, origin = page.origin));
        add_preflight(&mut causes, request, page);
        causes.push(say(texts::COMMAND_SUCH_AS_CURL).to_owned());
        let sentence = fill!(texts::HOST_SENDS_ON_AND_ANSWERED, host);
        return (Reach::Server, texts::WITHHELD_AFTER_A_REDIRECT, sentence, causes);
    }
    causes.push(say(texts::IT_SENDS_IN_A_CIRCLE).to_owned());
    causes.push(say(texts::NOTHING_ANSWERS_AT_THE_END).to_owned());
    add_preflight(&mut causes, request, page);
    let sentence = fill!(texts::HOST_SENDS_ON_AND_NOTHING, host);
    (Reach::Server, texts::SENT_ON_TO_NO_ANSWER, sentence, causes)
}

/// It failed, and asking again could do harm.
fn unasked(request: &Request, page: &PageFacts) -> Verdict {
    let host = request.url.host_field();
    let mut causes = Vec::new();
    add_preflight(&mut causes, request, page);
    let (origin, method) = (&page.origin, &request.method);
    causes.push(match is_other_origin(&request.url, page) {
        true => fill!(texts::SERVER_ANSWERED_BUT_DOES, origin, method),
        false => fill!(texts::ANOTHER_SERVER_DOES_NOT_SHARE, origin),
    });
    causes.extend(causes_of_silence(request, page));
    let sentence = fill!(texts::EITHER_HOST_DID_NOT, host);
    (Reach::Unsure, texts::NO_ANSWER_THAT_THIS, sentence, causes)
}

/// It failed, and so did what was sent to find out.
fn unanswered(request: &Request, page: &PageFacts) -> Verdict {
    let host = request.url.host_field();
    let mut causes = causes_of_silence(request, page);
    add_preflight(&mut causes, request, page);
    if !page.is_online && !is_local(&request.url) {
        let sentence = say(texts::BROWSER_SAYS_THAT_THERE).to_owned();
        causes.insert(0, say(texts::LOOK_AT_YOUR_CONNECTION).to_owned());
        return (Reach::Unsure, texts::YOU_ARE_OFFLINE, sentence, causes);
    }
    let sentence = fill!(texts::BROWSER_GOT_NO_ANSWER, host);
    (Reach::Unsure, texts::NO_USABLE_ANSWER, sentence, causes)
}

/// Whatever a browser tells a page in the same few words.
fn causes_of_silence(request: &Request, page: &PageFacts) -> Vec<String> {
    let url = &request.url;
    let mut causes = Vec::new();
    if is_local(url) && !HttpUrl::parse(&page.url).is_ok_and(|page| is_local(&page)) {
        causes.push(say(texts::BROWSER_LETS_NO_PAGE).to_owned());
    }
    let (host, port) = (url.host(), url.port());
    causes.push(match HostKind::of(url) {
        HostKind::Address | HostKind::ThisMachine => {
            fill!(texts::NO_PROGRAM_LISTENS_ON, port, host)
        }
        HostKind::Name => fill!(texts::THERE_IS_NO_SERVER, host, port),
    });
    causes.push(say(texts::SERVER_IS_THERE_AND_ENDS).to_owned());
    if url.is_https() {
        causes.push(say(texts::SERVER_CERTIFICATE_IS_NOT).to_owned());
    }
    causes.push(say(texts::FIREWALL_OR_A_BLOCKER).to_owned());
    causes
}

#[cfg(test)]
#[path = "failure/tests.rs"]
mod tests;
