//! The real mystmd, which builds the content of a site; what its themes show are the nodes in there.

use super::{SITE, TITLE, frame_by_hand, judge, lesson, read, snippet, source, written};
use serde_json::Value;
use std::process::Command;

const SETTINGS: &str = "version: 1\nproject:\n  title: A course\nsite:\n  template: ./bare\n";
/// A theme of its own, since the usual ones are fetched.
const THEME: &str = "jtex: v1\ntitle: Bare\nmyst: v1\n";

/// What mystmd reads in a document; none where no judge is there.
fn built(name: &str, page: &str) -> Option<Value> {
    let judges = judge("ROUNDTRIP_NPM_JUDGES")?;
    let files = [("myst.yml", SETTINGS), ("bare/template.yml", THEME), ("index.md", page)];
    let folder = source(name, &files);
    let mut node = Command::new("node");
    node.current_dir(&folder).arg(judges.join("node_modules/mystmd/dist/myst.cjs"));
    let output = node
        .args(["build", "--site", "--strict", "--ci"])
        .env("NO_COLOR", "1")
        .output()
        .expect("Node.js starts");
    let [out, told] =
        [output.stdout, output.stderr].map(|octets| String::from_utf8_lossy(&octets).into_owned());
    // It tells how it fares on either.
    let is_content = ["⚠", "⛔", "rror"].iter().all(|sign| !(out.clone() + &told).contains(sign));
    assert!(output.status.success() && is_content, "{out}{told}");
    let page = read(&folder.join("_build/site/content/index.json"));
    Some(serde_json::from_str::<Value>(&page).expect("it is JSON")["mdast"].clone())
}

/// The nodes of this kind, in order, with the kinds of what they are in.
fn nodes<'a>(node: &'a Value, kind: &str) -> Vec<(String, &'a Value)> {
    let own = node["type"].as_str().unwrap_or_default();
    let mut found = Vec::new();
    if own == kind {
        found.push((String::new(), node));
    }
    for child in node["children"].as_array().into_iter().flatten() {
        found.extend(
            nodes(child, kind).into_iter().map(|(within, node)| (format!("{own}/{within}"), node)),
        );
    }
    found
}

#[test]
fn a_snippet_in_myst_is_a_frame_of_its_own_kind() {
    let page = format!("# Lesson\n\n{}\nbehind *it*\n", snippet("myst"));
    let Some(page) = built("myst-snippet", &page) else { return };
    let [(_, frame)] = &nodes(&page, "iframe")[..] else { panic!("{page}") };
    let by_hand = frame_by_hand();
    for name in ["src", "title", "width"] {
        assert_eq!(frame[name], by_hand[name], "{name}");
    }
    assert_eq!(nodes(&page, "emphasis").len(), 1);
}

#[test]
fn fences_in_myst_become_frames() {
    let Some(page) = built("myst-fences", &written("myst", &lesson("  ", ""), true)) else {
        return;
    };
    let frames = nodes(&page, "iframe");
    let places: Vec<&str> =
        frames.iter().map(|(within, _)| within.trim_start_matches("root/block/")).collect();
    assert_eq!(places.len(), 3, "{page}");
    assert!(
        !places[0].contains("list")
            && places[1].contains("list/listItem/")
            && places[2].contains("blockquote/"),
        "{places:?}"
    );
    let title = frames[0].1["title"].as_str().unwrap_or_default();
    assert_eq!(title, format!("HTTP exchange, step by step: {TITLE}"));
    for (frame, shown) in
        frames.iter().zip(["#v=1&state=v1.", "#v=1&example=post", "#v=1&example=get"])
    {
        let source = frame.1["src"].as_str().unwrap_or_default();
        assert!(source.starts_with(&format!("{}/embed.html{shown}", SITE[1])), "{source}");
    }
    assert_eq!((nodes(&page, "emphasis").len(), nodes(&page, "code").len()), (1, 1));
    assert_eq!(nodes(&page, "listItem").len(), 2);
    let figures =
        built("myst-figures", &written("myst", &lesson("  ", ""), false)).expect("as before");
    let figures = nodes(&figures, "image");
    assert_eq!(figures.len(), 3);
    assert!(
        figures
            .iter()
            .all(|(_, image)| image["url"].as_str().is_some_and(|url| url.ends_with(".svg")))
    );
}
