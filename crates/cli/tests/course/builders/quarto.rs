//! Quarto reads its pages by pandoc: so does this.

use super::{
    assert_shows_lesson, content, elements, frame_by_hand, judge, lesson, snippet, source, written,
};
use std::process::Command;

/// The page of a document, or what it is written as; none where no judge is there.
fn converted(name: &str, document: &str, to: &str) -> Option<String> {
    let pandoc = judge("ROUNDTRIP_PANDOC")?;
    let document = source(name, &[("page.qmd", document)]).join("page.qmd");
    let mut command = Command::new(pandoc);
    command.args(["--from", "markdown", "--wrap", "preserve", "--fail-if-warnings", "--to", to]);
    Some(content(command.arg(document)))
}

#[test]
fn a_snippet_in_quarto_is_the_frame_of_a_page_by_hand_and_no_paper_has_it() {
    let document = format!("# Lesson\n\n{}\nbehind *it*\n", snippet("quarto"));
    let Some(page) = converted("quarto-snippet", &document, "html") else { return };
    assert_eq!(elements(&page, "iframe"), [frame_by_hand()]);
    assert!(page.contains("<em>it</em>"), "{page}");
    let paper = converted("quarto-paper", &document, "latex").expect("as before");
    assert!(!paper.contains("iframe") && paper.contains("\\emph{it}"), "{paper}");
}

#[test]
fn fences_in_quarto_become_embeds() {
    let Some(page) =
        converted("quarto-fences", &written("quarto", &lesson("  ", ""), true), "html")
    else {
        return;
    };
    assert_shows_lesson(&page);
}
