//! The real MkDocs, whose Markdown is not CommonMark: what goes on in an item stands four in.

use super::{
    assert_shows_lesson, content, elements, frame_by_hand, judge, lesson, program, read, snippet,
    source, written,
};
use std::path::PathBuf;

const SETTINGS: &str = "site_name: A course\nmarkdown_extensions: [fenced_code]\n";

/// The folder of a site with this page; none where no judge is there.
fn built(name: &str, page: &str) -> Option<PathBuf> {
    let judges = judge("ROUNDTRIP_PYTHON_JUDGES")?;
    let folder = source(
        name,
        &[("mkdocs.yml", SETTINGS), ("docs/index.md", page), ("docs/deep/lesson.md", page)],
    );
    content(program(&judges, "mkdocs").current_dir(&folder).args(["build", "--strict", "--quiet"]));
    Some(folder.join("site"))
}

#[test]
fn a_snippet_in_mkdocs_is_the_frame_of_a_page_by_hand() {
    let page = format!("# Lesson\n\n{}\nbehind *it*\n", snippet("mkdocs"));
    let Some(site) = built("mkdocs-snippet", &page) else { return };
    let page = read(&site.join("index.html"));
    assert_eq!(elements(&page, "iframe"), [frame_by_hand()]);
    assert!(page.contains("<em>it</em>"), "{page}");
}

#[test]
fn fences_in_mkdocs_become_embeds() {
    let Some(site) = built("mkdocs-fences", &written("mkdocs", &lesson("    ", "\n"), true)) else {
        return;
    };
    for page in ["index.html", "deep/lesson/index.html"] {
        assert_shows_lesson(&read(&site.join(page)));
    }
}
