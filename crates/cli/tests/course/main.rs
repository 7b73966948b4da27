//! What a course page is made with: snippets, fences of Markdown documents, books of mdBook, previews;
//! and what builds course pages, as a judge.

mod builders;
mod markdown;
mod md_book;
mod previews;
#[path = "../ran/mod.rs"]
mod ran;
mod snippet;

use std::path::PathBuf;

struct Finished {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

fn roundtrip(arguments: &[&str], input: &str) -> Finished {
    let output = ran::output(arguments, input.as_bytes());
    let text = |octets: Vec<u8>| String::from_utf8(octets).expect("it is text");
    Finished {
        code: output.status.code(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// What stands on standard output when all is well.
#[track_caller]
fn shown(arguments: &[&str], input: &str) -> String {
    let finished = roundtrip(arguments, input);
    assert_eq!((finished.code, &*finished.stderr), (Some(0), ""), "{arguments:?}");
    finished.stdout
}

#[track_caller]
fn refused(arguments: &[&str], input: &str, expected: &str) {
    let finished = roundtrip(arguments, input);
    assert_eq!(finished.stderr, format!("roundtrip: {expected}\n"));
    assert_eq!((finished.code, &*finished.stdout), (Some(2), ""));
}

/// An empty folder of this name.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("course").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the directory for tests can be written to");
    folder
}

/// The value of an attribute, as it stands in a page, from the first element that has it.
fn attribute(page: &str, name: &str) -> String {
    let (_, rest) = page.split_once(&format!(" {name}=\"")).expect("there is such an attribute");
    let value = rest.split('"').next().expect("it ends");
    value.replace("&amp;", "&").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">")
}
