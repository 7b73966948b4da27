//! docs/claims.md: what is said of protocols, with the section that it has to agree with. It cites
//! texts by name, and none that is not there; whoever changes words meets their section. What lessons
//! say stands in a part of its own, which `crates/lesson/tests/claims.rs` compares with them.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// The catalogues that speak of protocols, and whether their words have marks of sentences.
const CATALOGUES: [(&str, bool); 5] = [
    ("picture", true),
    ("glossary", true),
    ("engine", false),
    ("compose", false),
    ("viewer", false),
];

/// Texts whose names start so speak of protocols, and have a row.
const OF_PROTOCOLS: [&str; 22] = [
    "picture.request_",
    "picture.content_",
    "picture.response_",
    "picture.tls_",
    "picture.http2_",
    "picture.packet_",
    "picture.authoritative_",
    "picture.family_",
    "picture.cause_",
    "picture.replay_is_",
    "glossary.why_",
    "glossary.status",
    "glossary.method_",
    "glossary.header_",
    "glossary.cookie",
    "glossary.safe",
    "glossary.stateless",
    "glossary.idempotent",
    "engine.status_",
    "compose.only_if_",
    "compose.repeating_",
    "compose.carries_",
];

/// What among them only says how something is shown or what became of it.
const OF_NONE: [&str; 16] = [
    "picture.request_lost",
    "picture.response_lost",
    "picture.response_as_json",
    "picture.response_as_type",
    "picture.tls_lost",
    "picture.http2_lost",
    "picture.packet_whole",
    "picture.packet_start",
    "picture.packet_more",
    "picture.packet_end",
    "picture.packet_carries",
    "picture.packet_carries_too",
    "picture.packet_lost",
    "picture.packet_under_way",
    "glossary.why_limit",
    "glossary.why_recorded",
];

/// Where the part about lessons begins.
const LESSONS: &str = "\n## Lessons\n";

fn root(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// Every text by `catalogue.name`, as it is read: without marks, and with no bar in it.
fn said() -> BTreeMap<String, String> {
    let mut said = BTreeMap::new();
    for (catalogue, has_marks) in CATALOGUES {
        let path = root(&format!("languages/en/{catalogue}.txt"));
        let text = fs::read_to_string(path).expect("the catalogue is there");
        for line in text.lines() {
            let Some((name, words)) = line.split_once(" = \"") else { continue };
            let words = words.strip_suffix('"').expect("words stand in quotes");
            let words = words.replace("\\\"", "\"").replace("\\\\", "\\").replace("\\n", " ");
            let words = if has_marks { without_marks(&words) } else { words };
            said.insert(format!("{catalogue}.{name}"), words.replace('|', " / "));
        }
    }
    said
}

fn without_marks(words: &str) -> String {
    let mut pieces = String::new();
    let mut rest = words;
    while let Some((before, behind)) = rest.split_once('[') {
        let (inner, behind) = behind.split_once(']').expect("every mark is closed");
        pieces += before;
        pieces += inner.split_once('|').map_or(inner, |(text, _)| text);
        rest = behind;
    }
    (pieces + rest).replace(['*', '`'], "")
}

/// The cells of a row: words, section, name.
fn cells(line: &str) -> Option<[&str; 3]> {
    let row = line.strip_prefix("| ")?.strip_suffix(" |")?;
    let cells: Vec<&str> = row.split(" | ").collect();
    let [words, section, name] = cells[..] else { panic!("three cells: {line}") };
    let name = name.strip_prefix('`')?.strip_suffix('`')?;
    Some([words, section, name])
}

#[test]
fn every_claim_is_cited_as_it_is_said_with_its_section() {
    let said = said();
    let path = root("docs/claims.md");
    let mut text = fs::read_to_string(&path).expect("the claims are there");
    if std::env::var_os("ROUNDTRIP_UPDATE").is_some() {
        let (ours, lessons) = text.split_once(LESSONS).expect("claims.md tells of lessons");
        let lines = ours.lines().map(|line| match cells(line) {
            Some([_, section, name]) => match said.get(name) {
                Some(words) => format!("| {words} | {section} | `{name}` |\n"),
                None => String::new(),
            },
            None => format!("{line}\n"),
        });
        text = lines.chain([[LESSONS, lessons].concat()]).collect();
        fs::write(&path, &text).expect("the claims can be written");
    }
    let ours = text.split_once(LESSONS).expect("claims.md tells of lessons").0;
    let rows: Vec<[&str; 3]> = ours.lines().filter_map(cells).collect();
    for [words, section, name] in &rows {
        let is_said = said.get(*name).unwrap_or_else(|| panic!("no text is called {name}"));
        assert_eq!(words, is_said, "{name} has other words; do they still agree with {section}?");
        let is_section =
            ["RFC ", "6265bis §", "Fetch, ", "PostgreSQL manual", "ISO/IEC ", "Requests ", "curl "]
                .iter()
                .any(|start| section.starts_with(start));
        assert!(is_section || section.starts_with("Fetch §"), "{name}: {section}");
    }
    let cited: BTreeMap<&str, &str> = rows.iter().map(|row| (row[2], row[1])).collect();
    assert_eq!(cited.len(), rows.len(), "each name has one row");
    let missing = said.keys().filter(|name| {
        let speaks = OF_PROTOCOLS.iter().any(|start| name.starts_with(start));
        // The form for one says what the one for many does.
        speaks
            && !name.ends_with(".one")
            && !name.ends_with("_title")
            && !OF_NONE.contains(&name.as_str())
            && !cited.contains_key(name.as_str())
    });
    assert_eq!(missing.collect::<Vec<_>>(), [""; 0], "these need a section in docs/claims.md");
}

#[test]
fn what_is_said_to_claim_nothing_is_there() {
    let said = said();
    for name in OF_NONE {
        assert!(said.contains_key(name), "no text is called {name}");
    }
}
