//! Fences among everything else that Markdown has.

use super::*;
use proptest::prelude::*;

const EMBED: &str = "<!-- roundtrip --><figure class=\"roundtrip\">x</figure>";

fn replaced(text: &str) -> Result<String, Wrong> {
    woven(text, |_| Ok(EMBED.to_owned()))
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let expected = expected.replace('§', EMBED);
    assert_eq!(replaced(text).expect("every fence is closed"), expected);
}

#[track_caller]
fn unchanged(text: &str) {
    check(text, text);
}

#[test]
fn a_fence_becomes_one_line_and_the_rest_stays() {
    check("a\n\n```roundtrip\nhttp://x/\n```\n\nb\n", "a\n\n§\n\nb\n");
    check("~~~~ roundtrip\nhttp://x/\n\n~~~\n~~~~", "§");
    check("a\r\n\r\n```roundtrip\r\nx\r\n```\r\n\r\nb\r\n", "a\r\n\r\n§\r\n\r\nb\r\n");
    check("  ```roundtrip\n  x\n  ```  \nb", "  §\n\nb");
    check("a\n```roundtrip\nx\n```\n```roundtrip\ny\n```\n", "a\n\n§\n\n§\n");
}

#[test]
fn a_fence_stays_in_its_list_or_quote() {
    check("- a\n\n  ```roundtrip\n  x\n  ```\n  b\n- c\n", "- a\n\n  §\n  b\n- c\n");
    check("- ```roundtrip\n  x\n  ```\n- c\n", "- §\n- c\n");
    check("> ```roundtrip\n> x\n> ```\n> b\n", "> §\n> b\n");
    check("1. > a\n   > ```roundtrip\n   > x\n   > ```\n", "1. > a\n   > §\n");
    check("-\t```roundtrip\n\tx\n\t```\n", "-\t§\n");
    check("[^1]: a\n\n    ```roundtrip\n    x\n    ```\n", "[^1]: a\n\n    §\n");
}

#[test]
fn what_is_no_fence_of_ours_is_left_alone() {
    for text in [
        "",
        "\u{feff}a\n",
        "```\nroundtrip\n```\n",
        "```roundtrips\nx\n```\n",
        "```Roundtrip\nx\n```\n",
        "    ```roundtrip\n    x\n    ```\n",
        "\t```roundtrip\n\tx\n\t```\n",
        "````md\n```roundtrip\nx\n```\n````\n",
        "~~~md\n```roundtrip\nx\n```\n~~~\n",
        "`` ```roundtrip x``` ``\n",
        "``roundtrip\nx\n``\n",
        "```roundtrip x``` y\n",
        "<!--\n```roundtrip\nx\n```\n-->\n",
        "<pre>\n```roundtrip\nx\n```\n</pre>\n",
        "---\ntitle: |\n  ```roundtrip\n  x\n  ```\n---\n",
        "```\nnever closed\n",
        "a\r\n\tb  \r\n\r\n\r\n",
        "\\```roundtrip\nx\n",
    ] {
        unchanged(text);
    }
}

#[test]
fn a_fence_that_takes_in_the_rest_is_told() {
    for (text, line) in [
        ("a\n\n```roundtrip\nx\n\nb\n", 3),
        ("```roundtrip\nx\n    ```\n", 1),
        ("```roundtrip", 1),
        ("````roundtrip\nx\n```\n", 1),
        ("> ```roundtrip\n> x\n\n```\n", 1),
        ("- a\n  ```roundtrip\n  x\nb\n", 2),
    ] {
        let wrong = replaced(text).expect_err(text);
        assert_eq!(wrong.line, line, "{text:?}");
        assert!(wrong.error.to_string().contains("not closed"), "{text:?}");
    }
}

#[test]
fn lines_and_content_are_told_as_they_stand() {
    let mut seen = Vec::new();
    let text = "a\r\n\r\n> ```roundtrip, x\r\n> http://x/\r\n>\r\n> --step 3\r\n> ```\r\n";
    let all = woven(text, |fence| {
        seen.push((fence.line, fence.behind_the_word.clone(), fence.lines.clone()));
        Ok(String::new())
    });
    all.expect("it is closed");
    let lines = ["http://x/", "", "--step 3"].map(str::to_owned).to_vec();
    assert_eq!(seen, [(3, ", x".to_owned(), lines)]);
}

/// The document as another program reads it, with a mark for each fence of ours, and for what
/// stands in place of one.
fn structure(text: &str) -> Vec<String> {
    const OURS: &str = "a fence of ours";
    let mut structure: Vec<String> = Vec::new();
    let mut is_in_ours = false;
    let mut block: Option<String> = None;
    for event in Parser::new_ext(&text[front_matter(text)..], options()) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if is_ours(&info) => {
                is_in_ours = true;
                structure.push(OURS.to_owned());
            }
            Event::End(TagEnd::CodeBlock) if is_in_ours => is_in_ours = false,
            _ if is_in_ours => {}
            Event::Start(Tag::HtmlBlock) => block = Some(String::new()),
            Event::End(TagEnd::HtmlBlock) => {
                let html = block.take().expect("it was begun");
                let is_ours = html.trim() == EMBED;
                // An empty line at its end is nothing more.
                structure.push(if is_ours { OURS } else { html.trim() }.to_owned());
            }
            Event::Html(html) if block.is_some() => block.iter_mut().for_each(|all| *all += &html),
            // Indentation before HTML is told as text, and means nothing.
            Event::Text(text) if text.trim().is_empty() => {}
            other => structure.push(format!("{other:?}")),
        }
    }
    structure
}

/// Lines that mean something to one another.
fn documents() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "```roundtrip",
        "```",
        "~~~roundtrip",
        "~~~",
        "````",
        "````roundtrip",
        "```md",
        "http://x/",
        "--step 2",
        "text",
        "",
        "",
        "# head",
        "---",
        "===",
        "<div>",
        "</div>",
        "<!--",
        "-->",
        "| a |",
        "*",
        "`code",
        "[a]: b",
        "&amp;",
        "\\",
        "a  ",
        "+++",
        "[^1]: x",
        "```roundtrip\nx\n```",
        "~~~roundtrip\nhttp://x/\n~~~",
    ]);
    let prefix = prop::sample::select(vec![
        "", "", "", "", "  ", "   ", "    ", "\t", "> ", ">", "> > ", "- ", "  - ", "1. ", "   > ",
        "-\t",
    ]);
    let end = prop::sample::select(vec!["\n", "\n", "\n", "\r\n"]);
    prop::collection::vec((prefix, line, end), 0..24).prop_map(|lines| {
        let mut document = String::new();
        for (prefix, line, end) in lines {
            // Each of its lines where the first one is.
            let rest = prefix.replace(['-', '1', '.'], " ");
            document += &[prefix, &line.replace('\n', &[end, &*rest].concat()), end].concat();
        }
        document
    })
}

#[test]
fn front_matter_is_left_alone_and_stands_at_the_beginning_only() {
    for mark in ["---", "+++"] {
        let matter = format!("{mark}\ntitle: ```roundtrip\n{mark}\n");
        assert_eq!(front_matter(&format!("{matter}text\n")), matter.len());
        assert_eq!(front_matter(&format!("text\n{matter}")), 0);
        assert_eq!(front_matter(&format!("{mark}\nnever closed\n")), 0);
    }
    // What looks like its end within a fence ends nothing.
    let text = "> +++\n````roundtrip\n+++\n````\n";
    let woven = replaced(text).expect("a good fence");
    assert_eq!(structure(&woven), structure(text));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn whatever_stands_around_a_fence_means_what_it_meant(text in documents()) {
        let Ok(woven) = replaced(&text) else { return Ok(()) };
        prop_assert_eq!(structure(&woven), structure(&text), "{:?}\n{:?}", text, woven);
        prop_assert!(fences(&woven).is_empty());
    }

    #[test]
    fn what_is_outside_of_fences_stays_octet_for_octet(text in documents()) {
        let Ok(woven) = replaced(&text) else { return Ok(()) };
        // Everything but what was replaced is there, in its order, with line breaks around alone.
        let mut rest = &*woven;
        let mut at = 0;
        for found in fences(&text) {
            let (before, behind) = rest.split_once(EMBED).expect("each fence became one");
            prop_assert!(before.trim_start_matches(['\r', '\n']).trim_end_matches(['\r', '\n'])
                == text[at..found.range.start].trim_start_matches(['\r', '\n']).trim_end_matches(['\r', '\n']));
            at = found.range.end;
            rest = behind;
        }
        prop_assert_eq!(rest.trim_start_matches(['\r', '\n']), text[at..].trim_start_matches(['\r', '\n']));
        if fences(&text).is_empty() {
            prop_assert_eq!(&woven, &text);
        }
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = replaced(&text);
    }
}
