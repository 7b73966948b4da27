//! Scenario files of version 1 that people may have written: what each gives, held by its hash, and
//! with which sentence each of the others is refused. They mean that for good: the files in
//! `data/files_v1.txt` and `data/refused_v1.txt` were made by version 1, and are never made again.
//! How the network carries what they mean may be mended: a commit that does so says it, and takes the
//! new hashes with `ROUNDTRIP_UPDATE=1 cargo test -p cli --test version_1`.

use trace::{Scenario, hash, scenario_from_json, scenario_to_json};

const FILES: &str = include_str!("data/files_v1.txt");
const PATH_OF_FILES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/files_v1.txt");
const REFUSED: &str = include_str!("data/refused_v1.txt");

/// One file of a corpus: `=== NAME`, its text, and behind `--- ` what comes of it.
struct Entry {
    name: &'static str,
    text: &'static str,
    expected: &'static str,
}

fn entries(corpus: &'static str) -> Vec<Entry> {
    let entry = |written: &'static str| {
        let (name, rest) = written.split_once('\n').expect("a name stands on its own line");
        let (text, expected) = rest.split_once("\n--- ").expect("what comes of it stands behind");
        Entry { name, text, expected: expected.trim_end() }
    };
    corpus.split("=== ").skip(1).map(entry).collect()
}

/// What a scenario gives, as hashes.
fn given(scenario: &Scenario) -> String {
    let trace = engine::simulate(scenario);
    let text = hash(trace.to_string().as_bytes());
    let (pcapng, har) = (hash(&trace::pcapng(&trace)), hash(trace::har(&trace).as_bytes()));
    format!("text={text:016x} pcapng={pcapng:016x} har={har:016x}")
}

#[test]
fn a_file_of_version_1_gives_what_it_gave() {
    let entries = entries(FILES);
    assert!(entries.len() > 40);
    let is_updated = std::env::var_os("ROUNDTRIP_UPDATE").is_some();
    let mut corpus = String::new();
    for Entry { name, text, expected } in entries {
        let scenario = scenario_from_json(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let given = given(&scenario);
        corpus.push_str(&format!("=== {name}\n{text}\n--- {given}\n"));
        assert!(is_updated || given == expected, "{name}: {given} instead of {expected}");
        let again = scenario_from_json(&scenario_to_json(&scenario));
        assert_eq!(again, Ok(scenario), "{name}, written and read again");
    }
    if is_updated {
        std::fs::write(PATH_OF_FILES, corpus).expect("the corpus can be written");
    }
}

#[test]
fn a_file_of_version_1_is_refused_with_the_sentence_it_was_refused_with() {
    let entries = entries(REFUSED);
    assert!(entries.len() >= 40);
    for Entry { name, text, expected } in entries {
        let error = scenario_from_json(text).expect_err(name);
        assert_eq!(error.to_string(), expected, "{name}");
    }
}
