//! `roundtrip markdown`: fences become embeds and figures, and what is wrong in one is told.

use super::{attribute, folder, refused, roundtrip, shown};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use roxmltree::Document;
use std::fs;
use trace::{Scenario, scenario_to_json};

const GET: &str = "a\n\n```roundtrip\nhttp://api.example.com/users/42\n```\n\nb\n";

#[test]
fn without_a_site_a_figure_stands_in_the_document() {
    let text = shown(&["markdown"], GET);
    assert!(
        text.starts_with("a\n\n<!-- roundtrip --><figure class=\"roundtrip\" style=\"margin: 0\"><img src=\"data:"),
        "{text}"
    );
    assert!(text.ends_with("</figure>\n\nb\n"), "{text}");
    let source = attribute(&text, "src");
    let encoded = source.strip_prefix("data:image/svg+xml;base64,").expect("it is SVG");
    let svg = BASE64_STANDARD.decode(encoded).expect("it is base64");
    assert_eq!(
        String::from_utf8(svg).unwrap(),
        shown(&["figure", "http://api.example.com/users/42"], "")
    );
}

#[test]
fn with_a_site_an_embed_stands_there_and_the_figure_under_it() {
    let folder = folder("embed");
    let (document, out) = (folder.join("a.md"), folder.join("out.md"));
    fs::write(&document, GET).unwrap();
    let arguments = ["markdown", document.to_str().unwrap(), "-o", out.to_str().unwrap()];
    shown(&[&arguments[..], &["--site", "../roundtrip", "--figures", "img"]].concat(), "");
    let text = fs::read_to_string(&out).unwrap();
    assert_eq!(
        attribute(&text, "src").split_once("#v=1&state=").unwrap().0,
        "../roundtrip/embed.html"
    );
    let image = text.split_once("<img").expect("there is a figure").1;
    let name = attribute(image, "src");
    let svg = fs::read_to_string(folder.join(&name)).expect("it lies beside the document");
    Document::parse(&svg).expect("it is XML");
    assert!(name.starts_with("img/roundtrip-"), "{name}");
    let line = text.lines().find(|line| line.starts_with("<!-- ")).expect("one line");
    let html = line.strip_prefix("<!-- roundtrip -->").expect("it is one");
    let document = Document::parse(html).expect("it is well-formed");
    assert!(document.descendants().all(|node| !node.has_tag_name("script")));
}

#[test]
fn a_fence_says_what_the_command_line_says() {
    let fence = "```roundtrip\n# A comment.\ncurl http://api.example.com/users \\\n  --json '{\"name\":\n \"Bob\"}'\n\n\
                 --rtt 200\n--still\n--width 500\n--step 2\n--title \"Add a user\"\n--height 320\n```\n";
    let text = shown(&["markdown", "--site", "/r"], fence);
    assert_eq!(attribute(&text, "height"), "320");
    let source = attribute(&text, "src");
    assert!(source.ends_with("&step=2&title=Add%20a%20user"), "{source}");
    let image = attribute(text.split_once("<img").unwrap().1, "src");
    let svg = BASE64_STANDARD.decode(image.split_once(',').unwrap().1).unwrap();
    let arguments = ["figure", "http://api.example.com/users", "--json", "{\"name\":\n \"Bob\"}"];
    let more = ["--rtt", "200", "--still", "--width", "500", "--client", "curl"];
    assert_eq!(String::from_utf8(svg).unwrap(), shown(&[&arguments[..], &more].concat(), ""));
}

#[test]
fn hosts_with_mark_up_of_their_own_have_it() {
    let jsx = shown(&["markdown", "--for", "docusaurus", "--site", "/r"], GET);
    assert!(
        jsx.contains("\n<figure className=\"roundtrip\" style={{margin: 0}}><iframe ")
            && jsx.contains("style={{border: 0}} />"),
        "{jsx}"
    );
    assert!(!jsx.contains("<!--"), "{jsx}");
    let myst = shown(&["markdown", "--for", "myst", "--site", "/r"], GET);
    assert!(
        myst.starts_with("a\n\n<iframe src=\"/r/embed.html#") && myst.ends_with("</iframe>\n\nb\n"),
        "{myst}"
    );
    assert!(shown(&["markdown", "--for", "myst"], GET).starts_with("a\n\n<img src=\"data:"));
    let folder = folder("readme");
    let figures = folder.join("f").display().to_string();
    let arguments =
        ["markdown", "--for", "markdown", "--site", "https://example.org/r", "--figures", &figures];
    let readme = shown(&arguments, GET);
    assert!(
        readme.starts_with(
            "a\n\n[![HTTP exchange, step by step: GET http://api.example.com/users/42]("
        ),
        "{readme}"
    );
}

#[test]
fn a_scenario_beside_the_document_is_run() {
    let folder = folder("beside");
    fs::write(folder.join("own.json"), scenario_to_json(&Scenario::default())).unwrap();
    let document = folder.join("a.md");
    fs::write(&document, "```roundtrip\nown.json\n```\n").unwrap();
    let text = shown(&["markdown", document.to_str().unwrap()], "");
    assert!(
        text.contains("<figcaption>GET http://api.example.com/users/42</figcaption>"),
        "{}",
        &text[text.len() - 200..]
    );
}

#[test]
fn a_fence_that_is_wrong_is_told_with_its_line() {
    let check = |fence: &str, expected: &str| {
        let document =
            format!("# Title\n\n> ```roundtrip\n> {}\n> ```\n", fence.replace('\n', "\n> "));
        refused(&["markdown"], &document, &format!("standard input:{expected}"));
    };
    check("http://x/\n--rttt 5", "5: invalid option '--rttt'; see roundtrip --help");
    check("http://x/\n\n--rtt soon", "6: --rtt is “soon”; it may be 0 to 60000 ms");
    check(
        "--rtt 5\nhttp://x/ y",
        "5: “y” comes after “http://x/”; give one URL or one scenario file, and put what has spaces into quotes",
    );
    check("\nhtp://x/", "5: the scheme “htp” is not known here; use http:// or https://");
    check("--example nope", "4: no scenario called “nope” comes along; roundtrip list names them");
    check("'http://x/", "4: the quote ' is not closed; the command was cut, copy it again");
    check(
        "",
        "3: this fence holds no request; write one into it, e.g. http://api.example.com/users/42, or --example get",
    );
    check(
        "http://x/ -d @/etc/hosts",
        "4: @/etc/hosts: a document reads no file, since what it shows is published; write the content itself",
    );
    check("-", "4: a document has no standard input; name a scenario file beside it");
    check(
        "--step 3",
        "3: this fence says what is shown of no request; write one into it, e.g. http://api.example.com/users/42, or --example get",
    );
    refused(
        &["markdown"],
        "```roundtrip step=3\nhttp://x/\n```\n",
        "standard input:1: “step=3” stands behind “roundtrip”; what is said of the exchange stands within the \
         fence, one option a line",
    );
    refused(
        &["markdown"],
        "a\n```roundtrip\nhttp://x/\n",
        "standard input:2: this fence is not closed; put as many of its marks as open it on a line of their own",
    );
}

#[test]
fn what_is_not_taken_as_it_was_given_is_told_with_its_line() {
    let finished = roundtrip(
        &["markdown"],
        "```roundtrip\n--rtt 5\nhttp://x.example/ -k -u ann:hunter2\n```\n",
    );
    assert_eq!(finished.code, Some(0));
    let lines: Vec<&str> = finished.stderr.lines().collect();
    assert!(lines[0].starts_with("roundtrip: standard input:3: -k: "), "{lines:?}");
    assert!(
        lines[1].starts_with("roundtrip: standard input:3: passwords, tokens and keys"),
        "{lines:?}"
    );
    assert!(!finished.stdout.contains("hunter2"));
}

#[test]
fn what_cannot_be_built_from_markdown_is_told() {
    let told = |arguments: &[&str]| roundtrip(&[&["markdown"], arguments].concat(), GET).stderr;
    for host in ["docusaurus", "mkdocs", "sphinx"] {
        assert!(told(&["--for", host, "--figures", "x"]).contains("leave --figures out"));
    }
    assert!(told(&["--for", "canvas"]).contains("use roundtrip snippet"));
    assert!(told(&["--for", "markdown"]).contains("--figures figures"));
    assert!(
        told(&["--for", "markdown", "--figures", "x"])
            .contains("--site https://example.org/roundtrip")
    );
    assert!(
        told(&["nowhere.md"]).contains("nowhere.md: cannot read this, because it is not there")
    );
}
