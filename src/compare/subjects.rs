//! What may stand on a side: what was sent, and changes of it.

use crate::history;
use crate::texts;
use compose::change::{Change, changes};
use language::fill;
use picture::{Lanes, Level, Sequence};
use sharing::place::Subject;
use std::sync::Arc;
use trace::{FetchId, Scenario, Trace};

/// What is held against each other first: what was sent before and what is shown; where that was the
/// first, what is shown and a change of it, or what came after it.
pub fn first_choice(trace: &Trace, shown: FetchId) -> Option<[Subject; 2]> {
    let before = shown.0.checked_sub(1).filter(|_| !trace.scenario.is_page());
    if let Some(before) = before {
        return Some([FetchId(before), shown].map(Subject::Sent));
    }
    let offered = offered(trace, shown);
    let asks = |change: &&Change| matches!(change, Change::WithoutField(name) if name.eq_ignore_ascii_case("authorization"));
    let telling = |change: &&Change| {
        matches!(change, Change::Version(_) | Change::Encrypted(_) | Change::Repaired)
    };
    let chosen = offered.iter().find(asks).or_else(|| offered.iter().find(telling));
    match chosen.or(offered.first()) {
        Some(change) => Some([Subject::Sent(shown), Subject::Changed(shown, change.clone())]),
        // Of what was recorded, nothing can be changed.
        None => {
            let next = FetchId(shown.0 + 1);
            let is_there = (next.0 as usize) < trace.fetches.len();
            is_there.then(|| [shown, next].map(Subject::Sent))
        }
    }
}

/// What may be changed of a fetch; nothing of what the client asked for by itself.
pub fn offered(trace: &Trace, fetch: FetchId) -> Vec<Change> {
    request_of(trace, fetch).map(|request| changes(&trace.scenario, request)).unwrap_or_default()
}

fn request_of(trace: &Trace, fetch: FetchId) -> Option<usize> {
    let fetch = trace.fetches.get(fetch.0 as usize)?;
    fetch.request.map(|request| request as usize)
}

/// The scenario that shows a change; none for what was sent.
pub fn scenario_of(trace: &Trace, subject: &Subject) -> Option<Scenario> {
    match subject {
        Subject::Sent(_) => None,
        Subject::Changed(fetch, change) => {
            change.applied(&trace.scenario, request_of(trace, *fetch)?)
        }
    }
}

/// What one side shows; nothing where it is still to come, or is not there.
pub fn sequence_of(
    sent: &Arc<Trace>,
    changed: Option<&Arc<Trace>>,
    subject: &Subject,
    level: Level,
    lanes: Lanes,
) -> Option<Sequence> {
    match subject {
        Subject::Sent(fetch) => {
            let is_there = (fetch.0 as usize) < sent.fetches.len();
            is_there.then(|| whole(sent, *fetch, level, lanes))
        }
        Subject::Changed(fetch, _) => {
            let scenario = scenario_of(sent, subject)?;
            let trace = changed.filter(|trace| trace.scenario == scenario)?;
            let request = request_of(sent, *fetch)?;
            Some(whole(trace, trace.fetch_of_request(request as u32)?.id, level, lanes))
        }
    }
}

/// A fetch; of a page, all that it is made of.
fn whole(trace: &Arc<Trace>, fetch: FetchId, level: Level, lanes: Lanes) -> Sequence {
    let sequence = match is_whole_page(trace, fetch) {
        true => Sequence::new(trace.clone(), level),
        false => Sequence::of_fetch(trace.clone(), fetch, level),
    };
    if lanes == Lanes::default() { sequence } else { sequence.with_lanes(lanes) }
}

fn is_whole_page(trace: &Trace, fetch: FetchId) -> bool {
    trace.scenario.is_page() && trace.first_shown() == Some(fetch)
}

/// How it is called, e.g. `2 GET /users` or `1 GET /me without Authorization`.
pub fn name_of(trace: &Trace, subject: &Subject) -> String {
    let Some(fetch) = trace.fetches.get(subject.fetch().0 as usize) else { return String::new() };
    let mut name = history::label(fetch);
    if is_whole_page(trace, fetch.id) {
        name = fill!(texts::WITH_ALL_ITS_PARTS, name);
    }
    match subject {
        Subject::Sent(_) => name,
        Subject::Changed(_, change) => {
            fill!(texts::NAME_OF_CHANGED, name, change = change.words())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(name: &str) -> Arc<Trace> {
        let found = trace::built_in().into_iter().find(|example| example.name == name);
        Arc::new(engine::simulate(&found.expect("it comes along").scenario))
    }

    #[test]
    fn what_comes_first_is_what_was_sent_before_or_a_change() {
        let trace = run("keep-alive");
        let [first, second] = [0, 1].map(FetchId);
        assert_eq!(first_choice(&trace, second), Some([first, second].map(Subject::Sent)));
        let changed = first_choice(&trace, first).expect("something can be changed");
        assert_eq!(changed[0], Subject::Sent(first));
        assert!(matches!(&changed[1], Subject::Changed(fetch, _) if *fetch == first));
    }

    #[test]
    fn of_what_was_recorded_the_first_stands_beside_the_second() {
        let entry = r#"{"request": {"method": "GET", "url": "http://x.test/"}, "response": {"status": 204}}"#;
        let text = format!(r#"{{"log": {{"entries": [{entry}, {entry}]}}}}"#);
        let trace = trace::trace_of_har(&text).expect("it can be shown");
        let [first, second] = [0, 1].map(FetchId);
        assert_eq!(first_choice(&trace, first), Some([first, second].map(Subject::Sent)));
        let alone = trace::trace_of_har(&format!(r#"{{"log": {{"entries": [{entry}]}}}}"#));
        assert_eq!(first_choice(&alone.expect("it can be shown"), first), None);
    }

    #[test]
    fn a_change_is_shown_once_its_trace_is_here_and_no_other() {
        let trace = run("get");
        let subject = Subject::Changed(FetchId(0), Change::Encrypted(true));
        let shown = |changed: Option<&Arc<Trace>>| {
            sequence_of(&trace, changed, &subject, Level::Story, Lanes::default())
        };
        assert_eq!(shown(None), None);
        assert_eq!(shown(Some(&trace)), None, "that is what was sent");
        let scenario = scenario_of(&trace, &subject).expect("it can be done");
        let changed = Arc::new(engine::simulate(&scenario));
        assert!(shown(Some(&changed)).is_some());
        assert_eq!(name_of(&trace, &subject), "1 GET /users/42 encrypted (https)");
    }

    #[test]
    fn what_a_link_names_and_nobody_sent_is_nothing() {
        let trace = run("get");
        for subject in [
            Subject::Sent(FetchId(9)),
            Subject::Changed(FetchId(9), Change::Lossy),
            Subject::Changed(FetchId(0), Change::WithoutField("X-Y".to_owned())),
        ] {
            let shown = sequence_of(&trace, Some(&trace), &subject, Level::Story, Lanes::default());
            assert_eq!(shown, None, "{subject:?}");
        }
    }
}
