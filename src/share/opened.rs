//! Files that are opened and saved: `.roundtrip`, scenarios as JSON (`docs/scenario.md`), traces as
//! JSON, of which the scenario is run again, recordings of other programs (`docs/recordings.md`), and
//! decks (`docs/deck.md`).

use compose::rows::MAX_ROWS;
use compose::secrets::redacted_scenario;
use sharing::link::{LinkError, LinkState, Secrets, read_file};
use trace::{
    Request, Scenario, is_har, scenario_from_json, scenario_in_trace_json, scenario_to_json,
};

/// The largest file that is read, in octets: 64 MiB, since a trace holds every octet.
pub const MAX_OCTETS: f64 = 64.0 * 1024.0 * 1024.0;

/// What a file says.
#[derive(Debug, PartialEq)]
pub enum Opened {
    /// What was on a screen.
    Screen(Box<LinkState>),
    /// A scenario, to be run.
    Scenario(Box<Scenario>),
    /// A deck, which is still to be read.
    Deck,
    /// A recording of another program, which is still to be read: the engine does that, since it may be
    /// large.
    Recording,
}

/// Reads a file of any of the kinds.
///
/// # Errors
/// Why it shows nothing.
pub fn opened(text: &str) -> Result<Opened, String> {
    let text = text.trim_start_matches('\u{feff}');
    if !text.trim_start().starts_with('{') {
        return read_file(text)
            .map(|state| Opened::Screen(Box::new(state)))
            .map_err(|error| error.to_string());
    }
    if is_har(text) {
        return Ok(Opened::Recording);
    }
    if deck::is_deck(text) {
        return Ok(Opened::Deck);
    }
    let scenario = scenario_in_trace_json(text).unwrap_or(text);
    let scenario = scenario_from_json(scenario).map_err(|error| error.to_string())?;
    match scenario.requests.iter().any(|request| request.field_lines.len() > MAX_ROWS) {
        true => Err(LinkError::TooBig.to_string()),
        false => Ok(Opened::Scenario(Box::new(scenario))),
    }
}

/// A scenario that the command runs: what was sent, or, where nothing was, what stands in the
/// composer. `None` where there is neither.
pub fn scenario_text(
    mut scenario: Scenario,
    written: impl FnOnce() -> Option<Request>,
    secrets: Secrets,
) -> Option<String> {
    if scenario.requests.is_empty() {
        scenario.requests.push(written()?);
    }
    let scenario = match secrets {
        Secrets::Include => scenario,
        Secrets::LeaveOut => redacted_scenario(&scenario),
    };
    Some(scenario_to_json(&scenario))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sharing::link::file_text;

    #[test]
    fn every_kind_of_file_is_opened() {
        for built_in in trace::built_in() {
            let scenario = built_in.scenario;
            let saved = scenario_text(scenario.clone(), || None, Secrets::Include).unwrap();
            assert_eq!(
                opened(&saved),
                Ok(Opened::Scenario(Box::new(scenario))),
                "{}",
                built_in.name
            );
        }
        let scenario = Scenario::default();
        let trace = trace::trace_to_json(&engine::simulate(&scenario));
        assert_eq!(opened(&format!("\u{feff}{trace}")), Ok(Opened::Scenario(Box::new(scenario))));
        let state = LinkState::default();
        assert_eq!(
            opened(&file_text(&state, Secrets::LeaveOut)),
            Ok(Opened::Screen(Box::new(state)))
        );
    }

    #[test]
    fn what_other_programs_recorded_is_told_by_its_first_member() {
        let har = trace::har(&engine::simulate(&Scenario::default()));
        for text in [&har, &format!("\u{feff} {har}"), "{ \"log\" :", "{\"log\": 7}"] {
            assert_eq!(opened(text), Ok(Opened::Recording), "{text}");
        }
        for text in ["{\"logs\": {}}", "{\"x\": {\"log\": {}}}", "log"] {
            assert!(opened(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_opened_says_why() {
        let told = |text: &str| opened(text).unwrap_err();
        assert!(told("{\"version\": 2}").contains("lacks"), "{}", told("{\"version\": 2}"));
        assert!(told("{").contains("ends too early"));
        assert!(!told("hello").is_empty());
        let lines = vec!["[\"A\", \"\"]"; 1001].join(",");
        let many = format!(
            "{{\"version\": 2, \"requests\": [{{\"method\": \"GET\", \"url\": \"http://x/\", \"headers\": [{lines}]}}]}}"
        );
        assert_eq!(told(&many), LinkError::TooBig.to_string());
    }

    #[test]
    fn a_saved_scenario_leaves_secrets_out() {
        let url = "http://x/?token=abc123";
        let request = || Request::parse("GET", url, &[], Vec::new()).ok();
        let nothing_sent = Scenario::with_requests(Vec::new());
        let saved = |secrets| scenario_text(nothing_sent.clone(), request, secrets).unwrap();
        assert!(!saved(Secrets::LeaveOut).contains("abc123"));
        assert!(saved(Secrets::Include).contains("abc123"));
        assert_eq!(scenario_text(nothing_sent.clone(), || None, Secrets::Include), None);
    }
}
