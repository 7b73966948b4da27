//! What learning platforms are told, read by what is not ours: statements of xAPI by the validator of a
//! learning record store, packages by Python's reader of ZIP and the schemas of SCORM 1.2.
//!
//! `ROUNDTRIP_NPM_JUDGES` and `ROUNDTRIP_PYTHON_JUDGES` say where they are.

#[path = "../ran/mod.rs"]
mod ran;
mod statements;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where a judge is; none where that is said nowhere.
fn judges(variable: &str) -> Option<PathBuf> {
    let found = std::env::var_os(variable);
    if found.is_none() {
        testing::skip(&format!("no {variable} says where the judges are"));
    }
    found.map(PathBuf::from)
}

fn temporary(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of letters")
}

/// What is wrong with each of what a file holds.
fn judged(folder: &Path, what: &str, file: &Path) -> Vec<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/platforms/judge.mjs");
    let output = Command::new("node").arg(script).arg(folder).arg(what).arg(file).output();
    let output = output.expect("Node.js runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    serde_json::from_slice(&output.stdout).expect("the judge prints JSON")
}

/// A file that stands for the page.
fn page() -> PathBuf {
    let path = temporary("the page.html");
    std::fs::write(&path, "<!doctype html>\n").expect("the directory for tests can be written to");
    path
}

/// The lessons that come along.
fn lessons() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lessons");
    let entries = std::fs::read_dir(folder).expect("the lessons are there");
    let paths = entries.map(|entry| entry.expect("it can be read").path());
    let mut paths: Vec<String> = paths.map(|path| text(&path).to_owned()).collect();
    paths.retain(|path| path.ends_with(".md"));
    paths.sort();
    paths
}

/// A package of all lessons, written to this file.
fn package(name: &str, title: &str) -> PathBuf {
    let (lessons, page, file) = (lessons(), page(), temporary(name));
    let mut arguments = vec!["lesson", "package", "--scorm12"];
    arguments.extend(lessons.iter().map(String::as_str));
    arguments.extend(["--page", text(&page), "--title", title, "-o", text(&file)]);
    let output = ran::output(&arguments, b"");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((&*told, output.status.code()), ("", Some(0)));
    file
}

/// What the judge's Python prints of a package.
fn by_python(judges: &Path, script: &str, package: &Path) -> Vec<u8> {
    let output = Command::new(judges.join("python")).args(["-c", script]).arg(package).output();
    let output = output.expect("Python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn a_package_is_the_same_each_time_and_its_archive_is_whole() {
    let (one, other) = (package("one.zip", "HTTP"), package("other.zip", "HTTP"));
    let octets = std::fs::read(&one).expect("it was written");
    assert_eq!(octets, std::fs::read(other).expect("it was written"));
    let Some(python) = judges("ROUNDTRIP_PYTHON_JUDGES") else { return };
    let names = "import sys, zipfile; archive = zipfile.ZipFile(sys.argv[1]); \
        assert archive.testzip() is None; print('\\n'.join(archive.namelist()))";
    let names = String::from_utf8(by_python(&python, names, &one)).expect("names are text");
    let names: Vec<&str> = names.lines().collect();
    assert_eq!(names.first(), Some(&"imsmanifest.xml"));
    assert_eq!(names.iter().filter(|name| name.starts_with("lesson-")).count(), 10);
    assert!(names.contains(&"page/the page.html"), "{names:?}");
}

#[test]
fn the_manifest_is_valid_by_the_schemas_of_scorm() {
    let Some(npm) = judges("ROUNDTRIP_NPM_JUDGES") else { return };
    let Some(python) = judges("ROUNDTRIP_PYTHON_JUDGES") else { return };
    let package = package("judged.zip", "HTTP & <REST> \"é\"");
    let read = "import sys, zipfile; \
        sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read('imsmanifest.xml'))";
    let manifest = by_python(&python, read, &package);
    let path = temporary("imsmanifest.xml");
    std::fs::write(&path, &manifest).expect("the directory for tests can be written to");
    assert_eq!(judged(&npm, "manifest", &path), [serde_json::json!([])]);
    let manifest = String::from_utf8(manifest).expect("it is text");
    std::fs::write(&path, manifest.replace("scormtype=\"sco\"", "scormtype=\"page\""))
        .expect("the directory for tests can be written to");
    assert_ne!(judged(&npm, "manifest", &path), [serde_json::json!([])], "the judge can say no");
}

#[test]
fn what_is_no_package_is_told() {
    let page = page();
    let refused = |arguments: &[&str], expected: &str| {
        let output = ran::output(&[&["lesson", "package"], arguments].concat(), b"");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.contains(expected), "{told}");
        assert_eq!((output.stdout.len(), output.status.code()), (0, Some(2)));
    };
    let lesson = &lessons()[0];
    let file = temporary("refused.zip");
    let end = ["--page", text(&page), "-o", text(&file)];
    refused(&[&[&**lesson], &end[..]].concat(), "needs --scorm12");
    refused(&["--scorm12", lesson, "-o", text(&file)], "needs --scorm12, lessons, --page");
    refused(&["--scorm12", lesson, "--page", "no-page.html", "-o", text(&file)], "no-page.html");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let end = ["--page", text(&folder), "-o", text(&file)];
    refused(&[&["--scorm12", &**lesson], &end[..]].concat(), "no index.html");
    let bad = temporary("bad.md");
    std::fs::write(&bad, "---\ntitle: a\n---\n```exercise\nkind: guess\n```\n").expect("written");
    let end = ["--page", text(&page), "-o", text(&file)];
    refused(&[&["--scorm12", text(&bad)], &end[..]].concat(), "bad.md:5");
    assert!(!file.exists(), "nothing is written");
}
