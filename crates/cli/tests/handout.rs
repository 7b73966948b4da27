//! Handouts, read by an XML parser that is not ours: one frame a step, and nothing that runs or asks.

use picture::{Level, Sequence, explain};
use roxmltree::{Document, Node};
use std::process::Command;
use std::sync::Arc;
use trace::built_in;

fn handout(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_roundtrip"))
        .arg("handout")
        .args(arguments)
        .output()
        .expect("the command runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("HTML is text")
}

/// The body, as XML: the head has elements that HTML leaves open.
fn body(html: &str) -> &str {
    let start = html.find("<body>").expect("there is a body");
    let end = html.find("</html>").expect("it ends");
    &html[start..end]
}

fn text(node: Node) -> String {
    node.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).collect()
}

#[test]
fn every_example_has_a_frame_with_its_sentence_for_each_step() {
    for built_in in built_in() {
        let html = handout(&["--example", built_in.name]);
        let sequence = Sequence::new(Arc::new(engine::simulate(&built_in.scenario)), Level::Story);
        let document = Document::parse(body(&html)).expect(built_in.name);
        let frames: Vec<Node> =
            document.descendants().filter(|node| node.has_tag_name("section")).collect();
        assert_eq!(frames.len(), sequence.steps.len(), "{}", built_in.name);
        for (step, frame) in frames.iter().enumerate() {
            let said = frame.children().find(|node| node.has_tag_name("p")).expect("a sentence");
            assert_eq!(text(said), explain::sentence(&sequence, step).plain_text());
            let now = frame.descendants().filter(|node| node.attribute("class") == Some("now"));
            assert_eq!(now.count(), 1, "{}, step {step}", built_in.name);
        }
    }
}

#[test]
fn it_has_no_script_and_asks_for_nothing() {
    for level in ["story", "packets"] {
        let html = handout(&["http://api.example.com/%3Cscript%3E?x=\"<img>", "--level", level]);
        let document = Document::parse(body(&html)).expect("it is well formed");
        for node in document.descendants().filter(Node::is_element) {
            let name = node.tag_name().name();
            let known = [
                "body", "h1", "section", "h2", "p", "b", "code", "svg", "g", "line", "path",
                "rect", "text",
            ];
            assert!(known.contains(&name), "{name}");
            assert!(node.attributes().all(|attribute| !attribute.name().starts_with("on")));
        }
        assert!(html.contains("default-src 'none'"));
        assert!(!html.contains("url(") && !html.contains("<link") && !html.contains("<script"));
    }
}

#[test]
fn it_is_laid_out_for_the_paper_that_is_asked_for() {
    let (a4, letter) = (handout(&[]), handout(&["--paper", "letter"]));
    assert!(a4.contains("@page{size:A4;margin:14mm}"));
    assert!(letter.contains("@page{size:letter;margin:14mm}"));
    // What is 14 mm from either edge of the sheet is as wide as the picture, and two are as high as
    // it at most.
    for (html, [width, height]) in [(a4, [687.0, 1016.0]), (letter, [710.0, 950.0])] {
        let document = Document::parse(body(&html)).expect("it is well formed");
        for svg in document.descendants().filter(|node| node.has_tag_name("svg")) {
            let view_box = svg.attribute("viewBox").expect("it has a size");
            let sizes: Vec<f64> = view_box.split(' ').map(|part| part.parse().unwrap()).collect();
            assert!((sizes[2] - width).abs() < 2.0, "{view_box}");
            assert!(2.0 * (sizes[3] + 60.0) < height, "{view_box}");
        }
    }
}

#[test]
fn the_last_frame_of_an_error_shows_no_success() {
    let html = handout(&["http://api.example.com/users/99999"]);
    assert!(html.contains("404 Not Found"), "the error is in it");
    assert!(!html.contains("200 OK"));
}
