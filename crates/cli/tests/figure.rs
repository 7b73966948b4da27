//! Figures, read by an XML parser that is not ours: valid, without a script, whole without motion.

use picture::layout::{Form, layout};
use picture::svg::{Clock, animated, svg};
use picture::{Level, Sequence};
use roxmltree::{Document, Node};
use std::process::Command;
use std::sync::Arc;
use trace::built_in;

fn figure(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_roundtrip"))
        .arg("figure")
        .args(arguments)
        .output()
        .expect("the command runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("SVG is text")
}

/// The keyframes that a style sheet names, and those that elements ask for by their classes.
fn has_keyframes(document: &Document, class: &str) -> bool {
    let styles = document.descendants().filter(|node| node.has_tag_name("style"));
    let style: String = styles.filter_map(|node| node.text()).collect();
    style.contains(&format!(".{class}{{animation-name:{class}}}"))
        && style.contains(&format!("@keyframes {class}{{"))
}

fn classes<'a>(node: &Node<'a, 'a>) -> impl Iterator<Item = &'a str> {
    node.attribute("class").unwrap_or_default().split_whitespace()
}

/// What neither waits nor refers to anything outside.
#[track_caller]
fn assert_inert(document: &Document, name: &str) {
    for node in document.descendants().filter(Node::is_element) {
        let tag = node.tag_name().name();
        assert!(
            !["script", "foreignObject", "a", "image", "use", "animate"].contains(&tag),
            "{name}: {tag}"
        );
        for attribute in node.attributes() {
            assert!(!attribute.name().starts_with("on"), "{name}: {}", attribute.name());
            assert!(!attribute.name().ends_with("href"), "{name}: {}", attribute.name());
        }
        if tag == "style" {
            let style = node.text().unwrap_or_default();
            assert!(!style.contains("url(") && !style.contains("@import"), "{name}: {style}");
        }
    }
}

#[test]
fn every_built_in_scenario_has_a_figure_that_is_valid_and_inert() {
    for built_in in built_in() {
        let sequence = Sequence::new(Arc::new(engine::simulate(&built_in.scenario)), Level::Story);
        let diagram = layout(&sequence, 696.0, Form::Narrow);
        let clock = Clock::new(&sequence).expect("something happens");
        for text in [svg(&sequence, &diagram), animated(&sequence, &diagram, &clock)] {
            let document =
                Document::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", built_in.name));
            assert_eq!(document.root_element().tag_name().name(), "svg");
            assert_inert(&document, built_in.name);
        }
    }
}

#[test]
fn each_step_of_a_figure_comes_with_what_is_said_of_it() {
    let text = figure(&[]);
    assert!(text.len() <= 60_000, "{} octets", text.len());
    let document = Document::parse(&text).expect("it is XML");
    let captions: Vec<Node> = document
        .descendants()
        .filter(|node| node.has_tag_name("g") && classes(node).any(|class| class == "h"))
        .collect();
    assert_eq!(captions.len(), 9);
    for (step, caption) in captions.iter().enumerate() {
        let said = caption.descendants().filter_map(|node| node.text()).collect::<String>();
        assert!(said.contains(&format!("Step {} of 9", step + 1)), "{said}");
        assert!(classes(caption).any(|class| class == format!("h{step}")));
        for kind in ["h", "k"] {
            assert!(has_keyframes(&document, &format!("{kind}{step}")), "{kind}{step}");
        }
    }
    let dots = document.descendants().filter(|node| node.has_tag_name("circle"));
    let dots: Vec<&str> = dots.filter_map(|node| classes(&node).nth(1)).collect();
    assert_eq!(dots.len(), 6, "two for DNS, two for HTTP, two for SQL: {dots:?}");
    assert!(dots.iter().all(|class| has_keyframes(&document, class)), "{dots:?}");
}

#[test]
fn who_wants_no_motion_sees_the_last_picture_and_its_caption() {
    let text = figure(&["--example", "post"]);
    assert!(text.contains("@media (prefers-reduced-motion:reduce){*{animation:none!important}}"));
    let document = Document::parse(&text).expect("it is XML");
    let is_hidden = |node: &Node| node.attribute("opacity") == Some("0");
    for node in document.descendants().filter(is_hidden) {
        let only_moves = classes(&node).any(|class| ["now", "dot"].contains(&class));
        assert!(only_moves, "{:?} is never seen without motion", node.attribute("class"));
    }
    let last = document.descendants().filter(|node| classes(node).any(|class| class == "last"));
    assert_eq!(last.count(), 1, "one caption stays");
}

#[test]
fn a_still_figure_has_no_motion_and_a_title() {
    let text = figure(&["--still", "--width", "1000", "http://api.example.com/users"]);
    assert!(!text.contains("animation"));
    let document = Document::parse(&text).expect("it is XML");
    let root = document.root_element();
    assert_eq!(root.attribute("width"), Some("1000"));
    let title = root.children().find(|node| node.has_tag_name("title")).expect("a title");
    let expected = "Sequence diagram of GET http://api.example.com/users: 9 steps";
    assert_eq!(title.text(), Some(expected));
    assert!(root.children().any(|node| node.has_tag_name("desc")), "and a description");
}
