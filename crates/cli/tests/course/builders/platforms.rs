//! What has no builder that a test could run: WordPress, Moodle, Canvas and Notion, by the attributes
//! of a frame that they keep.

use super::{SITE, elements, folder, frame_by_hand, read, shown, snippet};
use serde_json::Value;

/// `wp_filter_oembed_result`, for whoever is on no list. A sandbox that allows scripts is added.
const WORDPRESS: [&str; 8] =
    ["src", "width", "height", "frameborder", "marginwidth", "marginheight", "scrolling", "title"];
/// What Canvas and Moodle keep of a frame that a teacher pastes; Canvas may drop the title.
const LEARNING_PLATFORMS: [&str; 6] =
    ["src", "width", "height", "frameborder", "allowfullscreen", "title"];

#[track_caller]
fn assert_kept(html: &str, kept: &[&str]) {
    let frames = elements(html, "iframe");
    let [frame] = &frames[..] else { panic!("one frame in {html}") };
    let lost: Vec<&String> = frame.keys().filter(|name| !kept.contains(&name.as_str())).collect();
    assert!(lost.is_empty(), "{lost:?} are lost");
    assert!(frame["src"].starts_with(&format!("{}/embed.html#v=1&", SITE[1])), "{frame:?}");
    assert!(frame["width"] == "100%" || frame["width"].parse::<u32>().is_ok_and(|width| width > 0));
    assert!(frame["height"].parse::<u32>().is_ok_and(|height| height > 0));
    // WordPress shows a frame beside a quotation only once that has answered a secret.
    for tag in ["script", "style", "blockquote", "link"] {
        assert_eq!(elements(html, tag).len(), 0, "{tag} in {html}");
    }
}

#[test]
fn learning_platforms_keep_all_of_what_is_pasted() {
    for host in ["moodle", "canvas"] {
        let pasted = snippet(host);
        assert_kept(&pasted, &LEARNING_PLATFORMS);
        let by_hand = frame_by_hand();
        let frame = &elements(&pasted, "iframe")[0];
        assert_eq!((&frame["src"], &frame["title"]), (&by_hand["src"], &by_hand["title"]));
    }
}

#[test]
fn wordpress_keeps_all_of_what_an_address_is_answered_with() {
    let address =
        shown(&[&["snippet", "--example", "post", "--for", "wordpress"], &SITE[..]].concat(), "");
    assert_eq!(address, format!("{}/e/post.html\n", SITE[1]), "alone on its line");
    let folder = folder("o-embed");
    shown(&["previews", folder.to_str().expect("a plain path"), "--site", SITE[1]], "");
    let answer: Value = serde_json::from_str(&read(&folder.join("post.json"))).expect("it is JSON");
    assert_kept(answer["html"].as_str().expect("it is a text"), &WORDPRESS);
    // A block of HTML, for those who may write some, is left as it is.
    let block = snippet("wordpress");
    let lines: Vec<&str> = block.lines().collect();
    assert_eq!((lines.len(), lines[0], lines[2]), (3, "<!-- wp:html -->", "<!-- /wp:html -->"));
    assert_kept(lines[1], &LEARNING_PLATFORMS);
}

#[test]
fn notion_gets_an_address_and_nothing_around_it() {
    let address = snippet("notion");
    let address = address.strip_suffix('\n').expect("it is a line");
    assert_eq!(address, frame_by_hand()["src"]);
    let is_plain = |c: char| c.is_ascii_graphic() && !"<>\"`{}|\\^".contains(c);
    assert!(address.starts_with("https://") && address.chars().all(is_plain), "{address}");
}
