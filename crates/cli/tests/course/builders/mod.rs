//! Snippets and fences, put through what builds course pages: what comes out shows the exchange, under
//! the title it was given, and the text around it is as it was.
//!
//! `ROUNDTRIP_NPM_JUDGES`, `ROUNDTRIP_PYTHON_JUDGES` and `ROUNDTRIP_PANDOC` say where they are.

mod docusaurus;
mod markup;
mod mk_docs;
mod my_st;
mod platforms;
mod quarto;
mod sphinx;
mod workflow;

use super::{folder, shown};
use markup::elements;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What means something somewhere: in HTML, JSX, Markdown, reStructuredText or YAML.
const TITLE: &str = "Add \"Bob\" & <one> {user}: 'more' #1 *a* `b` $c$ |d| [e]";
const SITE: [&str; 2] = ["--site", "https://example.org/roundtrip"];
/// What is asked for, as the command takes it.
const ASKED: [&str; 5] =
    ["http://api.example.com/users?a=1&b=2", "--json", "{\"name\": \"Bob\"}", "--step", "3"];

type Attributes = BTreeMap<String, String>;

/// Where a judge is; none where that is said nowhere.
fn judge(variable: &str) -> Option<PathBuf> {
    let found = std::env::var_os(variable);
    if found.is_none() {
        testing::skip(&format!("no {variable} says where the judges are"));
    }
    found.map(PathBuf::from)
}

/// What is pasted into this host.
fn snippet(host: &str) -> String {
    let options = ["--title", TITLE, "--for", host];
    shown(&[&["snippet"], &ASKED[..], &options, &SITE].concat(), "")
}

/// The frame that a page written by hand would have.
fn frame_by_hand() -> Attributes {
    elements(&snippet("html"), "iframe").remove(0)
}

/// A document with a fence between lines, one in a list and one in a quote. `indent` is that of what
/// goes on in an item, `blank` what stands behind a fence.
fn lesson(indent: &str, blank: &str) -> String {
    let title =
        TITLE.replace('\\', "\\\\").replace('"', "\\\"").replace('`', "\\`").replace('$', "\\$");
    let own = [
        "http://api.example.com/users/42".to_owned(),
        "--step 3".to_owned(),
        format!("--title \"{title}\""),
    ];
    let fence = |prefix: &str, lines: &[String]| {
        let lines = [&["```roundtrip".to_owned()], lines, &["```".to_owned()]].concat();
        lines.iter().map(|line| format!("{prefix}{line}\n")).collect::<String>()
    };
    let post = ["--example post".to_owned(), "--height 320".to_owned()];
    let get = ["--example get".to_owned()];
    format!(
        "# Lesson\n\nBefore\n\n{}{blank}behind *it*\n\n- first\n\n{}{blank}- second\n\n> quoted\n>\n{}>\n> on\n\n```python\nprint(1)\n```\n",
        fence("", &own),
        fence(indent, &post),
        fence("> ", &get),
    )
}

/// That document, as it is written for this host, with embeds; without, figures stand in it.
fn written(host: &str, lesson: &str, embeds: bool) -> String {
    let site: &[&str] = if embeds { &SITE } else { &[] };
    shown(&[&["markdown", "--for", host], site].concat(), lesson)
}

/// What the page of [`lesson`] has to show.
#[track_caller]
fn assert_shows_lesson(page: &str) {
    let frames = elements(page, "iframe");
    let shown: Vec<&str> = frames.iter().map(|frame| &*frame["src"]).collect();
    let embed = "https://example.org/roundtrip/embed.html#v=1&";
    assert_eq!(shown.len(), 3, "{page}");
    assert!(shown[0].starts_with(&format!("{embed}state=v1.")), "{}", shown[0]);
    assert!(shown[0].contains("&step=3&title=Add%20%22Bob%22"), "{}", shown[0]);
    assert_eq!(shown[1..], ["post", "get"].map(|name| format!("{embed}example={name}")));
    let name = format!("HTTP exchange, step by step: {TITLE}");
    assert_eq!(frames[0]["title"], name);
    let heights: Vec<&str> = frames.iter().map(|frame| &*frame["height"]).collect();
    assert_eq!(heights, ["500", "320", "500"]);
    let figures = elements(page, "img");
    assert_eq!(figures.len(), 3, "a figure under each");
    assert_eq!(figures[0]["alt"], name);
    for figure in &figures {
        assert!(figure["src"].starts_with("data:image/svg+xml;base64,"), "{}", figure["src"]);
    }
    let links = elements(page, "a").into_iter().filter_map(|link| link.get("href").cloned());
    let links = links.filter(|to| to.starts_with("https://example.org/roundtrip/#v1.")).count();
    assert_eq!(links, 3, "and a link to the whole page");
    assert_text_is_whole(page);
}

/// The text around the fences, by its elements.
#[track_caller]
fn assert_text_is_whole(page: &str) {
    assert_eq!(page.matches("<em>it</em>").count(), 1, "{page}");
    assert!(!page.contains("roundtrip -->&") && !page.contains("&lt;iframe"), "{page}");
    let list = markup::within(page, "ul", "first");
    assert_eq!(elements(list, "li").len(), 2, "{list}");
    assert_eq!(elements(list, "iframe").len(), 1, "its frame is in the item: {list}");
    assert!(list.contains("second"), "{list}");
    let quote = markup::within(page, "blockquote", "quoted");
    assert!(elements(quote, "iframe").len() == 1 && quote.contains("on"), "{quote}");
    assert!(page.contains("print"), "other fences are left alone");
}

/// Runs a builder, which has nothing to say against what it is given.
#[track_caller]
fn content(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().expect("the builder starts");
    let [out, told] = [stdout, stderr].map(|octets| String::from_utf8_lossy(&octets).into_owned());
    assert!(status.success() && told.is_empty(), "{status}: {told}{out}");
    out
}

/// Writes files into a new folder.
fn source(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = folder(name);
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    folder
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn program(folder: &Path, name: &str) -> Command {
    let mut command = Command::new(folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)));
    // Colours would be octets in what is told.
    command.env("NO_COLOR", "1").env_remove("FORCE_COLOR").env("PYTHONUTF8", "1");
    command
}
