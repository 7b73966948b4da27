//! What the page offers to try after an exchange has ended.

use super::draft::Draft;
use picture::{Level, Sequence};
use trace::{Outcome, Request};

/// A next thing to try. Every offer really works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What its button says.
    pub label: String,
    /// What it does.
    pub deed: Deed,
}

/// What an offer does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Puts a request into the composer and sends it.
    Send(Draft),
    /// Shows what TCP does.
    ShowConnection,
}

const USERS: &str = "http://api.example.com/users";
const UNKNOWN_ID: &str = "99999";

/// The offers after the exchange that `sequence` shows.
pub fn offers(sequence: &Sequence) -> Vec<Offer> {
    let Some(id) = sequence.exchange else { return Vec::new() };
    let request = &sequence.trace.scenario.requests[id.0 as usize];
    let answered = match sequence.trace.exchange(id).outcome {
        Some(Outcome::Answered(status_code)) => Some(status_code),
        Some(Outcome::Failed(_)) | None => None,
    };
    let mut offers = Vec::new();
    match answered {
        Some(201) => offers.push(send("See all users", "GET", USERS, "")),
        Some(_) => {
            offers.extend(unknown_id(request));
            offers.push(send("Add a user", "POST", USERS, "{\"name\": \"Grace\"}"));
        }
        None => offers.push(send("Back to user 42", "GET", &format!("{USERS}/42"), "")),
    }
    if sequence.level == Level::Story {
        let label = "Show the connection".to_owned();
        offers.push(Offer { label, deed: Deed::ShowConnection });
    }
    offers
}

/// The same request for something that is not there: a number at the end of its path is replaced.
fn unknown_id(request: &Request) -> Option<Offer> {
    let url = request.url.as_str();
    let (collection, id) = url.rsplit_once('/')?;
    let is_number = !id.is_empty() && id.bytes().all(|digit| digit.is_ascii_digit());
    (is_number && id != UNKNOWN_ID && request.method == "GET")
        .then(|| send("Try 99999 instead", "GET", &format!("{collection}/{UNKNOWN_ID}"), ""))
}

fn send(label: &str, method: &str, url: &str, content: &str) -> Offer {
    Offer { label: label.to_owned(), deed: Deed::Send(Draft::suggested(method, url, content)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use trace::{ExchangeId, Scenario};

    #[track_caller]
    fn check(method: &str, url: &str, level: Level, expected: &[&str]) {
        let request = Draft::suggested(method, url, "").request().unwrap();
        let trace = Arc::new(engine::simulate(&Scenario::with_requests(vec![request])));
        let sequence = Sequence::of_exchange(trace, ExchangeId(0), level);
        let labels: Vec<String> = offers(&sequence).into_iter().map(|offer| offer.label).collect();
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

    #[test]
    fn every_offer_that_sends_can_be_sent() {
        let trace = engine::simulate(&Scenario::default());
        let sequence = Sequence::of_exchange(Arc::new(trace), ExchangeId(0), Level::Story);
        for offer in offers(&sequence) {
            if let Deed::Send(draft) = offer.deed {
                assert!(draft.request().is_ok(), "{}", offer.label);
            }
        }
    }
}
