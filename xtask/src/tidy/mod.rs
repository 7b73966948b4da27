//! Rules about the sources that no compiler checks.

mod circles;
mod modules;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::workspace::Workspace;

const LINES_MAX: usize = 600;

/// What the viewer must not be made of, since it knows no protocol.
const PROTOCOL_CRATES: &[&str] = &[
    "application",
    "axum",
    "domain",
    "engine",
    "h2",
    "httparse",
    "hyper",
    "pgwire",
    "rusqlite",
    "rustls",
    "smoltcp",
];

/// Tables of letters and their encodings.
const TABLE_CRATES: &[&str] = &["encoding_rs", "icu_normalizer", "icu_properties"];

#[test]
fn no_file_is_too_long() {
    check(|path, text| {
        let count = text.lines().count();
        (count > LINES_MAX)
            .then(|| format!("{} has {count} lines; {LINES_MAX} is the limit", path.display()))
    });
}

#[test]
fn every_file_says_what_lives_in_it() {
    check(|path, text| {
        (!text.starts_with("//!")).then(|| format!("{} does not start with //!", path.display()))
    });
}

#[test]
fn the_viewer_never_writes_markup_as_text() {
    let sink = ["inner", "html"].join("_");
    check(|path, text| {
        let is_viewer = path.starts_with(Workspace::find().root.join("src"));
        (is_viewer && text.to_lowercase().contains(&sink))
            .then(|| format!("{} uses {sink}", path.display()))
    });
}

#[test]
fn the_viewer_knows_no_protocol() {
    let names = made_of("roundtrip");
    assert!(names.iter().any(|name| name == "leptos"), "this is not the viewer's tree: {names:?}");
    for protocol in PROTOCOL_CRATES {
        assert!(!names.iter().any(|name| name == protocol), "the viewer depends on {protocol}");
    }
}

#[test]
fn no_tables_travel_that_every_browser_has() {
    for package in ["roundtrip", "worker"] {
        let names = made_of(package);
        assert!(names.iter().any(|name| name == "idna"), "{package} parses URLs: {names:?}");
        for tables in TABLE_CRATES {
            assert!(!names.iter().any(|name| name == tables), "{package} depends on {tables}");
        }
    }
}

/// The crates that a package is made of in the page.
fn made_of(package: &str) -> Vec<String> {
    let root = Workspace::find().root;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(root)
        .args([
            "tree",
            "--package",
            package,
            "--edges",
            "normal",
            "--target",
            "wasm32-unknown-unknown",
        ])
        .args(["--prefix", "none", "--format", "{p}"])
        .output()
        .expect("cargo runs this test, so it is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8_lossy(&output.stdout);
    tree.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

/// Runs a rule over every source file and shows all that break it.
#[track_caller]
fn check(rule: impl Fn(&Path, &str) -> Option<String>) {
    let root = Workspace::find().root;
    let mut sources = Vec::new();
    for folder in ["src", "crates", "xtask", "tests", "benches"] {
        collect_sources(&root.join(folder), &mut sources);
    }
    assert!(sources.len() > 10, "the sources are not where this test looks");
    let broken: Vec<String> = sources
        .iter()
        .filter_map(|path| rule(path, &fs::read_to_string(path).expect("a source file is text")))
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

fn collect_sources(folder: &Path, sources: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
            collect_sources(&path, sources);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            sources.push(path);
        }
    }
}
