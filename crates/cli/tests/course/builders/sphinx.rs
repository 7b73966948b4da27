//! The real Sphinx, with reStructuredText and with myst-parser; a warning fails.

use super::{
    assert_shows_lesson, content, elements, frame_by_hand, judge, lesson, program, read, snippet,
    source, written,
};
use std::path::PathBuf;

/// The folder of a site with these pages; none where no judge is there.
fn built(name: &str, pages: &[(&str, &str)]) -> Option<PathBuf> {
    let judges = judge("ROUNDTRIP_PYTHON_JUDGES")?;
    let settings = [("conf.py", "extensions = ['myst_parser']\n")];
    let folder = source(name, &[&settings, pages].concat());
    let mut sphinx = program(&judges, "sphinx-build");
    content(sphinx.current_dir(&folder).args(["-W", "-q", "-b", "html", ".", "out"]));
    Some(folder.join("out"))
}

#[test]
fn a_snippet_in_sphinx_is_the_frame_of_a_page_by_hand() {
    let index = format!(
        "Lesson\n======\n\n{}\nbehind *it*\n\n.. toctree::\n\n   page\n",
        snippet("sphinx")
    );
    let page = format!("# Lesson\n\n{}\nbehind *it*\n", snippet("html"));
    let pages = [("index.rst", &*index), ("page.md", &*page)];
    let Some(site) = built("sphinx-snippet", &pages) else { return };
    for page in ["index.html", "page.html"] {
        let page = read(&site.join(page));
        assert_eq!(elements(&page, "iframe"), [frame_by_hand()]);
        assert!(page.contains("<em>it</em>"), "{page}");
    }
}

#[test]
fn fences_in_myst_parser_become_embeds() {
    let page = written("sphinx", &lesson("  ", ""), true);
    let Some(site) = built("sphinx-fences", &[("index.md", &*page)]) else { return };
    assert_shows_lesson(&read(&site.join("index.html")));
}
