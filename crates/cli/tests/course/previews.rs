//! `roundtrip previews`: a page for each example, read as those read it who make previews.

use super::{folder, refused, shown};
use roxmltree::{Document, Node, ParsingOptions};
use serde_json::Value;
use std::fs;
use std::path::Path;
use trace::built_in;

const SITE: &str = "https://example.org/roundtrip";

fn parsed(page: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(page, options).expect("the page is well-formed")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What a `<meta>` says.
fn told<'a>(page: &'a Document, name: &str) -> Option<&'a str> {
    let is_it = |node: &Node| {
        node.tag_name().name() == "meta"
            && [node.attribute("name"), node.attribute("property")].contains(&Some(name))
    };
    page.descendants().find(is_it)?.attribute("content")
}

#[test]
fn every_example_says_what_it_is_and_shows_it() {
    let folder = folder("previews");
    shown(&["previews", folder.to_str().unwrap(), "--site", SITE], "");
    for built_in in built_in() {
        let name = built_in.name;
        let page = read(&folder.join(format!("{name}.html")));
        let page = parsed(&page);
        assert_eq!(told(&page, "og:title"), Some(built_in.title), "{name}");
        assert_eq!(told(&page, "description"), told(&page, "og:description"), "{name}");
        let url = &built_in.scenario.requests[0].url;
        assert!(told(&page, "description").unwrap().contains(url.as_str()), "{name}");
        let address = |ending: &str| format!("{SITE}/e/{name}.{ending}");
        assert_eq!(told(&page, "og:image"), Some(&*address("png")), "{name}");
        assert_eq!(told(&page, "og:url"), Some(&*address("html")), "{name}");
        let link = |kind: &str| {
            let link = page.descendants().find(|node| node.attribute("rel") == Some(kind));
            link.and_then(|link| link.attribute("href").map(str::to_owned))
        };
        assert_eq!(link("alternate"), Some(address("json")), "{name}");
        let elements = |tag: &'static str| {
            page.descendants().filter(move |node| node.tag_name().name() == tag)
        };
        assert_eq!(elements("script").count() + elements("style").count(), 0, "{name}");
        let frame = elements("iframe").next().expect("the embed");
        assert_eq!(frame.attribute("src"), Some(&*format!("../embed.html#v=1&example={name}")));
        assert!(elements("li").count() > 2 && frame.attribute("title").is_some(), "{name}");

        let o_embed: Value =
            serde_json::from_str(&read(&folder.join(format!("{name}.json")))).expect("JSON");
        assert_eq!((&o_embed["type"], &o_embed["version"]), (&"rich".into(), &"1.0".into()));
        let html = o_embed["html"].as_str().expect("a text");
        let frame = Document::parse(html).expect("a bare frame");
        let source = frame.root_element().attribute("src").expect("it has one");
        assert_eq!(source, format!("{SITE}/embed.html#v=1&example={name}"));
        assert!(frame.root_element().has_tag_name("iframe"));

        let picture = fs::read(folder.join(format!("{name}.png"))).expect("a picture");
        let sides = [16, 20].map(|at| u32::from_be_bytes(picture[at..at + 4].try_into().unwrap()));
        assert_eq!(sides, [1200, 630], "{name}");
        assert_eq!([&o_embed["thumbnail_width"], &o_embed["thumbnail_height"]], [1200, 630]);
        Document::parse(&read(&folder.join(format!("{name}.figure.svg")))).expect("a figure");
    }
}

#[test]
fn a_slip_is_told() {
    refused(&["previews"], "", "previews needs the folder to write into, e.g. dist/e");
    refused(
        &["previews", "x", "--site", "/roundtrip"],
        "",
        "--site: those who make previews come from elsewhere and need a whole address, such as \
         https://example.org/roundtrip",
    );
}
