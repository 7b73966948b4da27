//! What every built-in scenario gives, held by its hash: the printed trace, the capture, Mermaid at
//! every level and HAR. Code may move as it likes while these stay the same.
//!
//! A change that means to change them says so in its commit, and takes the new hashes with
//! `ROUNDTRIP_UPDATE=1 cargo test -p cli --test golden`.

use picture::{Level, Sequence, mermaid};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use trace::{Scenario, built_in, hash, scenario_from_json, scenario_to_json};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn is_updated() -> bool {
    std::env::var_os("ROUNDTRIP_UPDATE").is_some()
}

/// One line: the name, then a hash for each export.
fn line(name: &str, scenario: &Scenario) -> String {
    let trace = Arc::new(engine::simulate(scenario));
    let drawn = |level| mermaid::mermaid(&Sequence::new(Arc::clone(&trace), level)).into_bytes();
    let exports = [
        ("text", trace.to_string().into_bytes()),
        ("pcapng", trace::pcapng(&trace)),
        ("har", trace::har(&trace).into_bytes()),
        ("story", drawn(Level::Story)),
        ("connection", drawn(Level::Connection)),
        ("packets", drawn(Level::Packets)),
    ];
    let hashes = exports.map(|(export, octets)| format!(" {export}={:016x}", hash(&octets)));
    format!("{name}{}", hashes.concat())
}

#[test]
fn every_built_in_scenario_gives_what_it_gave() {
    let lines: Vec<_> = built_in().iter().map(|known| line(known.name, &known.scenario)).collect();
    let path = data("golden.txt");
    if is_updated() {
        fs::write(&path, lines.join("\n") + "\n").expect("the corpus can be written");
    }
    let expected = fs::read_to_string(&path).expect("the corpus is there");
    let expected: Vec<_> = expected.lines().collect();
    let differing: Vec<_> =
        lines.iter().filter(|line| !expected.contains(&line.as_str())).collect();
    assert!(differing.is_empty(), "these differ from {}:\n{differing:#?}", path.display());
    assert_eq!(lines.len(), expected.len(), "a built-in scenario is gone");
}

/// Scenario files of version 1, each under its name: they mean what they meant for good. The file
/// was written by version 1 and is never written again.
#[test]
fn scenario_files_of_version_1_mean_what_they_meant() {
    let corpus = fs::read_to_string(data("scenarios_v1.json")).expect("the corpus is there");
    let corpus: BTreeMap<String, serde_json::Value> =
        serde_json::from_str(&corpus).expect("it is JSON");
    let known = built_in();
    for (name, json) in &corpus {
        let scenario =
            scenario_from_json(&json.to_string()).unwrap_or_else(|e| panic!("{name}: {e}"));
        let known = known.iter().find(|known| known.name == *name).expect("no built-in goes");
        // It asked for what a redirect leads to by a request of its own.
        if name != "https-only" {
            assert_eq!(scenario, known.scenario, "{name}");
        }
        let again =
            scenario_from_json(&scenario_to_json(&scenario)).expect("it reads its own file");
        assert_eq!(again, scenario, "{name}, written and read again");
    }
}
