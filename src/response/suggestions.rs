//! What the page suggests to try after an exchange has ended.

use crate::texts;
use crate::world::faults::unusual;
use compose::draft::Draft;
use language::{fill, say};
use picture::{Level, Sequence};
use trace::{Content, FetchId, Outcome, Request};

/// A next thing to try. Every one really works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What its button says.
    pub label: String,
    /// What it does.
    pub action: Action,
}

/// What an suggestion does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Puts a request into the composer and sends it.
    Send(Box<Draft>),
    /// Shows what TCP does.
    ShowConnection,
    /// Has nothing go wrong any more, and runs everything again.
    Repair,
}

const USERS: &str = "http://api.example.com/users";
const UNKNOWN_ID: &str = "99999";

/// The suggestions after the fetch that `sequence` shows.
pub fn suggestions(sequence: &Sequence) -> Vec<Suggestion> {
    let shown = sequence.fetch.map(|id| sequence.trace.fetch(id));
    let asked = shown.and_then(|fetch| Some((fetch, fetch.request?)));
    let Some((fetch, request)) = asked else { return Vec::new() };
    let (id, request) = (fetch.id, &sequence.trace.scenario.requests[request as usize]);
    let answered = match fetch.outcome {
        Some(Outcome::Answered(status_code)) => Some(status_code),
        Some(Outcome::Failed(_)) | None => None,
    };
    let mut suggestions = Vec::new();
    match answered {
        Some(201) => suggestions.extend(see_all(request)),
        Some(301 | 302 | 307 | 308) => suggestions.extend(follow(sequence, id, request)),
        Some(401) => {
            suggestions.push(ask_as(say(texts::SAY_WHO_ASKS_ALICE), "alice-token", request))
        }
        Some(403) => suggestions.push(ask_as(say(texts::ASK_AS_ADA_AN), "ada-token", request)),
        Some(429 | 503) => {
            let label = say(texts::SEND_IT_AGAIN).to_owned();
            suggestions.push(Suggestion {
                label,
                action: Action::Send(Box::new(Draft::of_request(request))),
            });
        }
        Some(_) => {
            suggestions.extend(unknown_id(request));
            suggestions.push(send(say(texts::ADD_A_USER), "POST", USERS, "{\"name\": \"Grace\"}"));
        }
        None if !unusual(&sequence.trace.scenario.world).is_empty() => {
            suggestions.push(Suggestion {
                label: say(texts::REPAIR_WHAT_IS_BROKEN).to_owned(),
                action: Action::Repair,
            });
        }
        None => {
            suggestions.push(send(say(texts::BACK_TO_USER_42), "GET", &format!("{USERS}/42"), ""))
        }
    }
    if sequence.level == Level::Story {
        let label = say(texts::SHOW_THE_CONNECTION).to_owned();
        suggestions.push(Suggestion { label, action: Action::ShowConnection });
    }
    suggestions
}

/// The collection to which something was added.
fn see_all(request: &Request) -> Option<Suggestion> {
    let url = request.url.as_str();
    let collection = match request.method.as_str() {
        "POST" => url,
        _ => url.rsplit_once('/')?.0,
    };
    let (_, name) = collection.rsplit_once('/')?;
    Some(send(&fill!(texts::SEE_ALL, name), "GET", collection, ""))
}

/// The same request to where it was sent on.
fn follow(sequence: &Sequence, id: FetchId, request: &Request) -> Option<Suggestion> {
    let trace = &sequence.trace;
    let Content::HttpResponse { field_lines, .. } =
        &trace.message(trace.last_exchange(id)?.response?).content
    else {
        return None;
    };
    let location = field_lines.value("location")?;
    let url = match location.starts_with('/') {
        true => {
            let scheme = if request.url.is_https() { "https://" } else { "http://" };
            [scheme, &request.url.host_field(), location].concat()
        }
        false => location.to_owned(),
    };
    Some(send(&fill!(texts::GO_TO, location), &request.method, &url, ""))
}

/// The same request, with the token of a user.
fn ask_as(label: &str, token: &str, request: &Request) -> Suggestion {
    let mut request = request.clone();
    request.field_lines.retain(|line| !line.is("authorization"));
    let mut draft = Draft::of_request(&request);
    draft.headers.add("Authorization", &["Bearer ", token].concat());
    Suggestion { label: label.to_owned(), action: Action::Send(Box::new(draft)) }
}

/// The same request for something that is not there: a number at the end of its path is replaced.
fn unknown_id(request: &Request) -> Option<Suggestion> {
    let url = request.url.as_str();
    let (collection, id) = url.rsplit_once('/')?;
    let is_number = !id.is_empty() && id.bytes().all(|digit| digit.is_ascii_digit());
    (is_number && id != UNKNOWN_ID && request.method == "GET").then(|| {
        send(say(texts::TRY_99999_INSTEAD), "GET", &format!("{collection}/{UNKNOWN_ID}"), "")
    })
}

fn send(label: &str, method: &str, url: &str, content: &str) -> Suggestion {
    Suggestion {
        label: label.to_owned(),
        action: Action::Send(Box::new(Draft::suggested(method, url, content))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use trace::{ClientKind, FetchId, Scenario};

    #[track_caller]
    fn check(method: &str, url: &str, level: Level, expected: &[&str]) {
        let request = Draft::suggested(method, url, "").request().unwrap();
        let trace = Arc::new(engine::simulate(&Scenario::with_requests(vec![request])));
        let sequence = Sequence::of_fetch(trace, FetchId(0), level);
        let labels: Vec<String> =
            suggestions(&sequence).into_iter().map(|suggestion| suggestion.label).collect();
        assert_eq!(labels, expected);
    }

    #[test]
    fn after_the_first_answer_there_are_three_things_to_try() {
        let expected = ["Try 99999 instead", "Add a user", "Show the connection"];
        check("GET", "http://api.example.com/users/42", Level::Story, &expected);
    }

    #[test]
    fn what_was_done_is_not_offered_again() {
        let url = "http://api.example.com/users/99999";
        check("GET", url, Level::Connection, &["Add a user"]);
    }

    #[test]
    fn after_no_answer_there_is_a_way_back() {
        let expected = ["Back to user 42", "Show the connection"];
        check("GET", "http://nowhere.invalid/users/42", Level::Story, &expected);
    }

    /// What the first suggestion is answered with.
    #[track_caller]
    fn check_first(url: &str, label: &str, status_code: u16) {
        let request = Draft::suggested("GET", url, "").request().unwrap();
        let mut scenario = Scenario::with_requests(vec![request]);
        // Others follow a redirect by themselves.
        scenario.world.client.kind = ClientKind::Curl;
        let trace = Arc::new(engine::simulate(&scenario));
        let sequence = Sequence::of_fetch(trace, FetchId(0), Level::Story);
        let suggestion = suggestions(&sequence).swap_remove(0);
        assert_eq!(suggestion.label, label);
        let Action::Send(draft) = suggestion.action else { panic!("{label} sends nothing") };
        let again = Scenario::with_requests(vec![draft.request().unwrap()]);
        let outcome = engine::simulate(&again).exchanges[0].outcome.clone();
        assert_eq!(outcome, Some(Outcome::Answered(status_code)), "{label}");
    }

    #[test]
    fn an_answer_that_says_what_to_do_is_followed() {
        check_first("http://api.example.com/old-users", "Go to /users", 200);
        check_first("http://api.example.com/me", "Say who asks: Alice", 200);
        check_first("http://api.example.com/search", "Send it again", 503);
    }

    #[test]
    fn who_may_not_is_offered_to_be_someone_else() {
        let mut draft = Draft::suggested("GET", "http://api.example.com/admin/users", "");
        draft.headers.add("Authorization", "Bearer alice-token");
        let request = draft.request().unwrap();
        let suggestion = ask_as("x", "ada-token", &request);
        let Action::Send(draft) = suggestion.action else { panic!("it sends") };
        let request = draft.request().unwrap();
        assert_eq!(request.field_value("authorization"), Some("Bearer ada-token"));
        let outcome =
            engine::simulate(&Scenario::with_requests(vec![request])).exchanges[0].outcome.clone();
        assert_eq!(outcome, Some(Outcome::Answered(200)));
    }

    #[test]
    fn what_is_broken_on_purpose_can_be_repaired() {
        let mut scenario = Scenario::default();
        scenario.world.faults = vec![trace::Fault::ServerSilent];
        let trace = Arc::new(engine::simulate(&scenario));
        let sequence = Sequence::of_fetch(trace, FetchId(0), Level::Story);
        assert_eq!(suggestions(&sequence)[0].action, Action::Repair);
    }

    #[test]
    fn every_offer_that_sends_can_be_sent() {
        let trace = engine::simulate(&Scenario::default());
        let sequence = Sequence::of_fetch(Arc::new(trace), FetchId(0), Level::Story);
        for suggestion in suggestions(&sequence) {
            if let Action::Send(draft) = suggestion.action {
                assert!(draft.request().is_ok(), "{}", suggestion.label);
            }
        }
    }
}
