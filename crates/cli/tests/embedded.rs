//! What is published beside an embed, of every scenario that comes along.

use std::path::PathBuf;
use std::process::Command;
use trace::{built_in, decode_trace};

/// A poster comes with the page around it, which is small.
const POSTER_MAX_OCTETS: usize = 8_000;

#[test]
fn every_example_has_two_posters_and_its_trace() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("embedded");
    let output = Command::new(env!("CARGO_BIN_EXE_embedded")).arg(&folder).output();
    let output = output.expect("it was built for this test");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let table = String::from_utf8(output.stdout).expect("a table is text");
    assert_eq!(table.lines().count(), built_in().len());
    for example in built_in() {
        let name = example.name;
        let octets = std::fs::read(folder.join(format!("{name}.trace"))).expect("a trace is there");
        assert_eq!(decode_trace(&octets).expect("it is whole").scenario, example.scenario);
        for file in [format!("{name}.svg"), format!("{name}-narrow.svg")] {
            let svg = std::fs::read_to_string(folder.join(&file)).expect("a poster is there");
            assert!(svg.len() <= POSTER_MAX_OCTETS, "{file} has {} octets", svg.len());
            let document = roxmltree::Document::parse(&svg).expect("it is XML");
            let mut elements = document.descendants().filter(|node| node.is_element());
            assert!(elements.all(|node| node.tag_name().name() != "script"), "{file}");
        }
        let line = table.lines().find(|line| line.starts_with(&format!("\"{name}\": [")));
        let line = line.expect("it is in the table");
        let members = line.split_once(": ").map(|(_, rest)| rest.trim_end_matches(','));
        let said: serde_json::Value =
            serde_json::from_str(members.unwrap_or_default()).expect("it is JSON");
        assert_eq!(said[0], example.title);
        assert!(said[3].as_u64().is_some_and(|n_steps| n_steps > 0), "{line}");
    }
}
