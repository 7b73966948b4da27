//! Figures, read by an XML parser that is not ours: valid, without a script, whole without motion.
//! Those in dots are read by the decoders of PNG and GIF.

use picture::compare::compare;
use picture::layout::{Form, layout};
use picture::svg::{Clock, animated, comparison, overview, strip, svg};
use picture::{Axis, Level, Sequence};
use roxmltree::{Document, Node};
use std::process::Command;
use std::sync::Arc;
use trace::built_in;

fn figure(arguments: &[&str]) -> String {
    String::from_utf8(octets(arguments)).expect("SVG is text")
}

fn octets(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_roundtrip"))
        .arg("figure")
        .args(arguments)
        .output()
        .expect("the command runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
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
        let to_scale = sequence.clone().with_axis(Axis::ToScale);
        let slanted = layout(&to_scale, 696.0, Form::Narrow);
        let both = [&sequence, &to_scale];
        let texts = [
            svg(&sequence, &diagram),
            animated(&sequence, &diagram, &clock),
            svg(&to_scale, &slanted),
            animated(&to_scale, &slanted, &clock),
            overview(&sequence.trace, 720.0),
            strip(&sequence, 720.0),
            comparison(both, &compare(&sequence, &to_scale), ["A", "B"], 1000.0),
        ];
        for text in texts {
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

fn texts_of(document: &Document) -> Vec<String> {
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    texts.filter_map(|node| node.text().map(str::to_owned)).collect()
}

#[test]
fn overview_steps_and_comparison_are_figures_too() {
    let page = figure(&["--example", "page-http1", "--show", "overview", "--width", "1000"]);
    let document = Document::parse(&page).expect("it is XML");
    let texts = texts_of(&document);
    for said in ["9 GET /page/violet.png", "#6", "200 · 125.3 ms", "encrypt"] {
        assert!(texts.iter().any(|text| text == said), "{said}: {texts:?}");
    }
    let steps = figure(&["--show", "steps"]);
    let document = Document::parse(&steps).expect("it is XML");
    let headings = texts_of(&document);
    let n_headings = headings.iter().filter(|text| text.starts_with("Step ")).count();
    assert_eq!(n_headings, 9, "{headings:?}");
    let both = figure(&["--example", "keep-alive", "--compare", "1,2", "--width", "1200"]);
    let texts = texts_of(&Document::parse(&both).expect("it is XML"));
    assert!(texts.iter().any(|text| text.starts_with("Round trips")), "{texts:?}");
    let to_scale = figure(&[
        "--example",
        "keep-alive",
        "--compare",
        "1,2",
        "--width",
        "1200",
        "--axis",
        "scale",
    ]);
    let texts = texts_of(&Document::parse(&to_scale).expect("it is XML"));
    assert_eq!(texts.iter().filter(|text| *text == "40").count(), 2, "a ruler each: {texts:?}");
    let png = octets(&["--example", "page-http1", "--show", "overview", "-f", "png"]);
    let drawing = resvg::tiny_skia::Pixmap::decode_png(&png).expect("it is PNG");
    assert_eq!(drawing.width(), 1440);
}

#[test]
fn the_same_is_told_in_words() {
    let told = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_roundtrip"));
        command.args(["simulate", "--format", "transcript"]).args(arguments);
        let output = command.output().expect("the command runs");
        String::from_utf8(output.stdout).expect("it is text")
    };
    let page = told(&["--example", "page-http1", "--show", "overview"]);
    assert!(
        page.starts_with("9 fetches on one clock\n1 GET /page: 200, 0.0 to 177.0 ms."),
        "{page}"
    );
    let both = told(&["--example", "keep-alive", "--compare", "1,2"]);
    assert!(both.starts_with("A: 1 GET /users/42. B: 2 GET /users."), "{both}");
    let again = told(&["--example", "post", "--times", "3", "--show", "replay"]);
    let lines: Vec<&str> = again.lines().collect();
    assert!(lines[0].ends_with("3 times"), "{again}");
    assert!(lines[1].starts_with("1. 201 Created") && lines[3].starts_with("3. "), "{again}");
    let is_told = |line: &&str| line.starts_with("- POST is neither safe nor idempotent");
    assert!(lines.iter().any(is_told), "{again}");
    assert_eq!(told(&[]).lines().count(), 10, "a title and nine steps");
    assert_eq!(told(&["--compare", "1,7"]), "", "there is one fetch");
}

#[test]
fn a_png_is_the_still_figure_and_twice_as_sharp() {
    let arguments = ["--width", "320", "--format", "png"];
    let drawn = octets(&arguments);
    let drawing = resvg::tiny_skia::Pixmap::decode_png(&drawn).expect("it is PNG");
    assert_eq!(drawing.width(), 640);
    assert!(drawing.pixels().iter().all(|dot| dot.alpha() == 255));
    let is_dark =
        |dot: &resvg::tiny_skia::PremultipliedColorU8| dot.red() < 0x40 && dot.blue() < 0x40;
    let n_dark = drawing.pixels().iter().filter(|dot| is_dark(dot)).count();
    assert!(n_dark > 2_000, "words are drawn, wherever this runs: {n_dark}");
    assert_eq!(octets(&arguments), drawn, "and the same ones every time");
}

#[test]
fn a_gif_plays_as_long_as_the_figure_and_shows_every_step() {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("figure.gif");
    octets(&["--width", "320", "-o", path.to_str().expect("a plain path")]);
    let gif = std::fs::read(path).expect("it was written");
    let mut read = gif::DecodeOptions::new().read_info(&*gif).expect("it is GIF");
    assert_eq!((read.width(), read.repeat()), (320, gif::Repeat::Infinite));
    let (mut n_frames, mut hundredths) = (0, 0.0);
    while let Some(frame) = read.read_next_frame().expect("it is whole") {
        n_frames += 1;
        hundredths += f64::from(frame.delay);
    }
    let trace = engine::simulate(&trace::Scenario::default());
    let clock = Clock::new(&Sequence::new(Arc::new(trace), Level::Story)).expect("it has steps");
    assert!((hundredths / 100.0 - clock.round_s()).abs() < 0.02, "{hundredths}");
    // Each of its nine steps, and the ways of six dots.
    assert!((9 + 6 * 5..9 * 8).contains(&n_frames), "{n_frames}");
}

#[test]
fn a_figure_that_takes_too_much_is_told() {
    let refused = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_roundtrip"));
        let output = command.arg("figure").args(arguments).output().expect("the command runs");
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).expect("it is text")
    };
    let packets = ["--example", "large-body", "--level", "packets", "--width", "4000"];
    let told = refused(&[&packets[..], &["--format", "gif"]].concat());
    assert!(told.contains("dots, which is too much; take a level"), "{told}");
    assert!(refused(&["--format", "jpeg"]).contains("it may be svg, png or gif"));
}
