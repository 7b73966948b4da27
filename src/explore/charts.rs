//! Which example shows which method and which status code.

use compose::methods::{METHODS, MethodFacts, MethodGroup, Repeating};
use picture::Sequence;
use trace::{Outcome, Scenario, built_in};

/// An entry of the chart of status codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusEntry {
    /// The status code.
    pub code: u16,
    /// The example whose newest answer has it, by its name.
    pub example: &'static str,
}

/// Those that there is an example for, in order.
pub const STATUS_CODES: [StatusEntry; 22] = [
    status(103, "early-hints"),
    status(200, "get-product"),
    status(201, "created"),
    status(204, "no-content"),
    status(206, "partial-content"),
    status(301, "moved"),
    status(303, "redirect-see-other"),
    status(304, "not-modified"),
    status(400, "missing-field"),
    status(401, "unauthorized"),
    status(403, "forbidden"),
    status(404, "not-found"),
    status(405, "method-not-allowed"),
    status(406, "not-acceptable"),
    status(409, "conflict"),
    status(413, "too-large"),
    status(415, "unsupported-media-type"),
    status(422, "unprocessable"),
    status(429, "too-many-requests"),
    status(500, "server-error"),
    status(501, "not-implemented"),
    status(503, "unavailable"),
];

const fn status(code: u16, example: &'static str) -> StatusEntry {
    StatusEntry { code, example }
}

/// The example that sends a request with this method, by its name.
pub fn example_of_method(name: &str) -> &'static str {
    match name {
        "HEAD" => "head",
        "OPTIONS" => "options",
        "POST" => "post",
        "PUT" => "put-replace",
        "PATCH" => "patch",
        "DELETE" => "delete",
        _ => "get",
    }
}

/// The example that sends it twice, where there is one: what repeating does is seen there.
pub fn example_of_repeating(name: &str) -> Option<&'static str> {
    match name {
        "GET" => Some("get-twice"),
        "POST" => Some("post-twice"),
        "PUT" => Some("put-twice"),
        "DELETE" => Some("delete-twice"),
        _ => None,
    }
}

/// The methods at one end of the chart: by what they may change, and what repeating does.
pub fn methods_at(
    group: MethodGroup,
    repeating: Repeating,
) -> impl Iterator<Item = &'static MethodFacts> {
    let is_there = move |facts: &&MethodFacts| (facts.group, facts.repeating) == (group, repeating);
    METHODS.iter().filter(is_there)
}

/// The scenario of an example.
pub fn scenario_of(example: &str) -> Option<Scenario> {
    built_in().into_iter().find(|one| one.name == example).map(|one| one.scenario)
}

/// The method of the fetch that is shown.
pub fn shown_method(sequence: &Sequence) -> Option<&str> {
    sequence.fetch.map(|id| &*sequence.trace.fetch(id).method)
}

/// The status codes of the answers to the fetch that is shown, of its interim ones as well.
pub fn shown_codes(sequence: &Sequence) -> Vec<u16> {
    let Some(fetch) = sequence.fetch.map(|id| sequence.trace.fetch(id)) else { return Vec::new() };
    let exchanges = fetch.exchanges.iter().map(|id| sequence.trace.exchange(*id));
    let answers = exchanges.flat_map(|it| it.interim_responses.iter().chain(&it.response));
    let status = |id: &trace::MessageId| match &sequence.trace.message(*id).content {
        trace::Content::HttpResponse { status_code, .. } => Some(*status_code),
        _ => None,
    };
    let mut codes: Vec<u16> = answers.filter_map(status).collect();
    if let Some(Outcome::Answered(status)) = fetch.outcome {
        codes.push(status);
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;
    use picture::{Level, Term};
    use std::sync::Arc;

    fn run(example: &str) -> Sequence {
        let scenario = scenario_of(example).unwrap_or_else(|| panic!("no example is {example}"));
        let trace = Arc::new(engine::simulate(&scenario));
        let shown = trace.first_shown().expect("something is sent");
        Sequence::of_fetch(trace, shown, Level::Story)
    }

    #[test]
    fn each_status_code_is_that_of_an_answer_of_its_example_and_is_explained() {
        for StatusEntry { code, example } in STATUS_CODES {
            assert!(shown_codes(&run(example)).contains(&code), "{example} does not show {code}");
            let term = Term::from_slug(&format!("status-{code}")).expect("it is in the glossary");
            assert!(!term.definition(language::current()).is_empty(), "{code}");
        }
        assert!(STATUS_CODES.is_sorted_by_key(|entry| entry.code));
    }

    #[test]
    fn each_method_is_sent_by_its_example_and_twice_where_repeating_is_shown() {
        for facts in METHODS {
            let sequence = run(example_of_method(facts.name));
            assert_eq!(shown_method(&sequence), Some(facts.name));
            let Some(twice) = example_of_repeating(facts.name) else { continue };
            let sequence = run(twice);
            let sent = sequence.trace.fetches.iter().filter(|fetch| fetch.method == facts.name);
            assert_eq!(sent.count(), 2, "{twice}");
        }
    }

    #[test]
    fn each_method_stands_at_one_end_of_the_chart() {
        let mut placed = Vec::new();
        for group in [MethodGroup::OnlyReads, MethodGroup::ChangesData] {
            for repeating in [Repeating::AddsNothing, Repeating::MayDoItAgain] {
                placed.extend(methods_at(group, repeating).map(|facts| facts.name));
            }
        }
        placed.sort_unstable();
        let mut all = METHODS.map(|facts| facts.name);
        all.sort_unstable();
        assert_eq!(placed, all);
    }

    #[test]
    fn five_classes_have_an_example() {
        let classes: std::collections::BTreeSet<u16> =
            STATUS_CODES.iter().map(|entry| entry.code / 100).collect();
        assert_eq!(classes.len(), 5);
    }
}
