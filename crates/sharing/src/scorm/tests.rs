//! A package holds what a learning platform looks for.

use super::{File, Package, PackageError, Sco, zip};
use miniz_oxide::inflate::decompress_to_vec;

fn sco(name: &str, title: &str) -> Sco {
    Sco {
        name: name.to_owned(),
        title: title.to_owned(),
        language: "en".to_owned(),
        n_exercises: 7,
        json: "{\"roundtrip_lesson\": 1}".to_owned(),
    }
}

fn package(lessons: Vec<Sco>) -> Package {
    let octets = b"<!doctype html>".to_vec();
    let page = vec![
        File { path: "roundtrip.html".to_owned(), octets: octets.clone() },
        File { path: "a b/é.js".to_owned(), octets },
    ];
    Package { title: "HTTP & <more>".to_owned(), lessons, page, opens: "roundtrip.html".to_owned() }
}

fn text<'a>(files: &'a [File], path: &str) -> &'a str {
    let file = files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("no {path}"));
    core::str::from_utf8(&file.octets).expect("it is text")
}

#[test]
fn each_lesson_is_a_page_that_the_manifest_names() {
    let lessons = vec![sco("one", "One"), sco("two \"2\"", "Two {source} & <b>")];
    let files = package(lessons).files().expect("short lessons");
    let paths: Vec<&str> = files.iter().map(|file| &*file.path).collect();
    assert_eq!(
        paths,
        [
            "imsmanifest.xml",
            "lesson-one.html",
            "lesson-two__2_.html",
            "scorm12.js",
            "page/a b/é.js",
            "page/roundtrip.html",
        ]
    );
    let manifest = text(&files, "imsmanifest.xml");
    for expected in [
        "<schemaversion>1.2</schemaversion>",
        "<title>HTTP &amp; &lt;more&gt;</title>",
        "<item identifier=\"item-one\" identifierref=\"sco-one\" isvisible=\"true\">",
        "adlcp:scormtype=\"sco\" href=\"lesson-one.html\">",
        "adlcp:scormtype=\"asset\" href=\"page/roundtrip.html\">",
        "<file href=\"page/a%20b/%C3%A9.js\"/>",
    ] {
        assert!(manifest.contains(expected), "no {expected} in\n{manifest}");
    }
    let page = text(&files, "lesson-two__2_.html");
    assert!(page.contains("<title>Two &#123;source&#125; &amp; &lt;b&gt;</title>"), "{page}");
    assert!(page.contains("<iframe data-source=\"page/roundtrip.html#lesson=v1."), "{page}");
    assert!(page.contains("<body data-exercises=\"7\">"), "{page}");
}

#[test]
fn lessons_of_one_name_have_pages_of_their_own() {
    let lessons = vec![sco("a", "1"), sco("A", "2"), sco("", "3"), sco("é", "4"), sco("a", "5")];
    assert_eq!(package(lessons).names(), ["a", "A_2", "_2", "_", "a_3"]);
}

#[test]
fn a_lesson_that_no_page_opens_from_a_link_is_refused() {
    let mut long = sco("long", "Long");
    long.json = "x".repeat(300_000);
    let error = package(vec![long]).files().expect_err("it is too long");
    assert_eq!(error, PackageError::TooLong("long".to_owned(), 300_000));
}

#[test]
fn an_archive_holds_the_files_and_is_the_same_each_time() {
    let files = package(vec![sco("one", "One")]).files().expect("a short lesson");
    let archive = zip(&files);
    assert_eq!(archive, zip(&files));
    let short = |at: usize| usize::from(u16::from_le_bytes([archive[at], archive[at + 1]]));
    let long = |at: usize| short(at) + (short(at + 2) << 16);
    let end = archive.len() - 22;
    assert_eq!(&archive[end..end + 4], b"PK\x05\x06");
    assert_eq!(short(end + 10), files.len());
    let mut at = long(end + 16);
    for file in &files {
        assert_eq!(&archive[at..at + 4], b"PK\x01\x02");
        let (n_deflated, n_name, begin) = (long(at + 20), short(at + 28), long(at + 42));
        assert_eq!(&archive[at + 46..at + 46 + n_name], file.path.as_bytes());
        let content = begin + 30 + n_name;
        let inflated = decompress_to_vec(&archive[content..content + n_deflated]);
        assert_eq!(inflated.expect("it is deflated"), file.octets, "{}", file.path);
        at += 46 + n_name;
    }
    assert_eq!(at, end);
}
