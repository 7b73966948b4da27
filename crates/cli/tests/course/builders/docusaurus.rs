//! Docusaurus compiles its pages by `@mdx-js/mdx` and draws them by React: so does this.

use super::{
    assert_shows_lesson, content, elements, frame_by_hand, judge, lesson, snippet, source, written,
};
use std::fs::File;
use std::process::Command;

const DRAW: &str = include_str!("draw.mjs");

/// The page of a document; none where no judge is there.
fn drawn(name: &str, document: &str) -> Option<String> {
    let judges = judge("ROUNDTRIP_NPM_JUDGES")?;
    let document = source(name, &[("page.mdx", document)]).join("page.mdx");
    let mut node = Command::new("node");
    // What a script on the command line imports is looked for here.
    node.current_dir(judges).args(["--input-type=module", "--eval", DRAW]);
    Some(content(node.stdin(File::open(document).expect("it was written"))))
}

#[test]
fn a_snippet_in_mdx_is_the_frame_of_a_page_by_hand() {
    let Some(page) =
        drawn("mdx-snippet", &format!("# Lesson\n\n{}\nbehind *it*\n", snippet("docusaurus")))
    else {
        return;
    };
    assert_eq!(elements(&page, "iframe"), [frame_by_hand()]);
    assert!(page.contains("<em>it</em>"), "{page}");
}

#[test]
fn fences_in_mdx_become_embeds() {
    let document = written("docusaurus", &lesson("  ", ""), true);
    let Some(page) = drawn("mdx-fences", &document) else { return };
    assert_shows_lesson(&page);
    let figures = written("docusaurus", &lesson("  ", ""), false);
    let page = drawn("mdx-figures", &figures).expect("as before");
    assert_eq!((elements(&page, "img").len(), elements(&page, "iframe").len()), (3, 0));
}
