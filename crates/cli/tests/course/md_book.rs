//! `roundtrip mdbook`, called by the real mdBook (`ROUNDTRIP_MDBOOK` says where it is), and by what
//! mdBook of either kind would write.

use super::{folder, refused, roundtrip, shown};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("it is in a folder")).unwrap();
    fs::write(path, text).unwrap();
}

/// Builds a book with these two chapters. None where no mdBook is there.
fn built(name: &str, one: &str, two: &str) -> Option<(std::path::PathBuf, Output)> {
    let Some(program) = std::env::var_os("ROUNDTRIP_MDBOOK") else {
        testing::skip("no ROUNDTRIP_MDBOOK says where mdBook is");
        return None;
    };
    let folder = folder(name);
    // TOML's literal strings take a path of any system as it is.
    let command = format!("command = '{} mdbook'\n", env!("CARGO_BIN_EXE_roundtrip"));
    let settings = "[book]\ntitle = \"A course\"\n[preprocessor.roundtrip]\nsite = \"/roundtrip\"\nafter = [\"links\"]\n";
    write(&folder.join("book.toml"), &(settings.to_owned() + &command));
    write(&folder.join("src/SUMMARY.md"), "# Summary\n\n- [One](one.md)\n  - [Two](deep/two.md)\n");
    write(&folder.join("src/one.md"), one);
    write(&folder.join("src/deep/two.md"), two);
    let output = Command::new(program).arg("build").arg(&folder).output().expect("mdBook starts");
    Some((folder.join("book"), output))
}

#[test]
fn mdbook_builds_a_book_with_embeds() {
    let one = "# One\n\n- first\n\n  ```roundtrip\n  --example post\n  --step 2\n  ```\n  behind *it*\n- second\n";
    let two = "# Two\n\nBefore\n```roundtrip\nhttp://api.example.com/users/42\n```\nbehind\n\n```http\nGET / HTTP/1.1\n```\n";
    let Some((book, output)) = built("book", one, two) else { return };
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    let page = fs::read_to_string(book.join("one.html")).unwrap();
    assert!(
        page.contains("<iframe src=\"/roundtrip/embed.html#v=1&amp;example=post&amp;step=2\""),
        "{page}"
    );
    assert!(page.contains("behind <em>it</em>") && page.contains("second"), "{page}");
    let page = fs::read_to_string(book.join("deep/two.html")).unwrap();
    assert!(page.contains("/roundtrip/embed.html#v=1&amp;state=v1."), "{page}");
    assert!(page.contains("<p>behind</p>") && page.contains("language-http"), "{page}");
    assert!(page.contains("<img src=\"data:image/svg+xml;base64,"), "{page}");
}

#[test]
fn mdbook_tells_which_line_of_which_chapter_is_wrong() {
    let two = "# Two\n\n```roundtrip\nhttp://x/\n--rttt 5\n```\n";
    let Some((_, output)) = built("wrong", "# One\n", two) else { return };
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(told.contains("src/deep/two.md:5: invalid option '--rttt'"), "{told}");
}

fn book(items: &str, options: Value) -> String {
    let chapter = |name: &str, content: &str, sub_items: Value| {
        json!({"Chapter": {"name": name, "content": content, "number": null, "sub_items": sub_items,
            "path": format!("{name}.md"), "source_path": format!("{name}.md"), "parent_names": []}})
    };
    let fence = "```roundtrip\n--example get\n```";
    let inner = chapter("inner", fence, json!([]));
    let book = json!({items: ["Separator", {"PartTitle": "Part"}, chapter("outer", "plain", json!([inner]))],
        "__non_exhaustive": null});
    let context = json!({"root": "/nowhere", "renderer": "html", "mdbook_version": "0.5.4",
        "config": {"book": {"src": "text"}, "preprocessor": {"roundtrip": options}}});
    json!([context, book]).to_string()
}

#[test]
fn books_of_both_shapes_go_in_and_out() {
    for items in ["items", "sections"] {
        let out = shown(&["mdbook"], &book(items, json!({"site": "https://example.org/r"})));
        let out: Value = serde_json::from_str(&out).expect("a book comes out");
        let outer = &out[items][2]["Chapter"];
        assert_eq!(outer["content"], "plain");
        let inner = outer["sub_items"][0]["Chapter"]["content"].as_str().expect("it has content");
        assert!(inner.contains("https://example.org/r/embed.html#v=1&amp;example=get"), "{inner}");
        assert_eq!(
            (&out[items][0], &out[items][1]),
            (&json!("Separator"), &json!({"PartTitle": "Part"}))
        );
    }
}

#[test]
fn only_html_is_supported() {
    let code = |renderer: &str| roundtrip(&["mdbook", "supports", renderer], "").code;
    assert_eq!(
        (code("html"), code("markdown"), code("not-supported")),
        (Some(0), Some(1), Some(1))
    );
}

#[test]
fn what_is_wrong_in_the_settings_is_told() {
    let place = "book.toml, [preprocessor.roundtrip]";
    refused(
        &["mdbook"],
        &book("items", json!({"sites": "x", "command": "roundtrip mdbook"})),
        &format!("{place}: there is no option “sites”; there is site"),
    );
    refused(
        &["mdbook"],
        &book("items", json!({"site": 5})),
        &format!("{place}: site is 5; write an address in quotes"),
    );
    let finished = roundtrip(&["mdbook"], "{}");
    assert!(
        finished.stderr.contains("command = \"roundtrip mdbook\" into book.toml"),
        "{}",
        finished.stderr
    );
    assert_eq!(finished.code, Some(2));
}
