//! Scenarios as JSON.

use crate::strategies;
use proptest::prelude::*;
use trace::*;

proptest! {
    #[test]
    fn a_scenario_comes_back_as_it_was(scenario in strategies::scenario()) {
        prop_assert_eq!(scenario_from_json(&scenario_to_json(&scenario)), Ok(scenario));
    }

    #[test]
    fn what_is_read_passes_the_check(text in changed_json()) {
        if let Ok(scenario) = scenario_from_json(&text) {
            prop_assert_eq!(scenario.check(), Ok(()));
        }
    }

    #[test]
    fn writing_a_hostile_scenario_never_panics(scenario in strategies::hostile_scenario()) {
        let _ = scenario_to_json(&scenario);
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,200}|[\\[\\]{}\":,\\\\ 0-9eun.-]{0,200}") {
        let _ = scenario_from_json(&text);
    }

    #[test]
    fn a_cut_text_is_told(scenario in strategies::scenario(), at: prop::sample::Index) {
        let text = scenario_to_json(&scenario);
        let mut at = at.index(text.trim_end().len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let cut = scenario_from_json(&text[..at]);
        // A number that ends with its point is told as such.
        let told = matches!(cut, Err(ScenarioError::Cut { .. } | ScenarioError::NotJson { .. }));
        prop_assert!(told, "{:?}", cut);
    }
}

/// A good scenario in which some pieces are put in the place of others.
fn changed_json() -> impl Strategy<Value = String> {
    let pieces = vec![
        "",
        "null",
        "true",
        "{}",
        "[]",
        "-1",
        "1e308",
        "0.5",
        "\"\"",
        "\"\\ud800\"",
        "\"\\n\"",
        "{",
        "]",
        "\"",
        ",",
        "http://",
        "[[\"a\"]]",
        "99999999999999999999",
        "\u{feff}",
    ];
    let changes =
        prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(pieces)), 0..4);
    (strategies::scenario(), changes).prop_map(|(scenario, changes)| {
        let text = scenario_to_json(&scenario);
        // Splitting at spaces keeps most of the grammar alive.
        let mut words: Vec<&str> = text.split_inclusive([' ', ',', '\n']).collect();
        for (at, piece) in changes {
            let at = at.index(words.len());
            words[at] = piece;
        }
        words.concat()
    })
}

#[test]
fn deep_nesting_needs_no_stack() {
    let deep = "[".repeat(1_000_000);
    assert!(matches!(scenario_from_json(&deep), Err(ScenarioError::Cut { .. })));
    let closed = format!("{{\"version\": 1, \"requests\": {deep}{}}}", "]".repeat(1_000_000));
    let error = scenario_from_json(&closed).unwrap_err();
    assert!(matches!(error, ScenarioError::WrongType { .. }), "{error}");
}
