//! What index.html says before the program is there, in words of `languages/CODE/shell.txt`. Builds
//! write them into the page; Trunk takes index.html as it is, so a test holds that it says the same.

use crate::progress::{Failure, Outcome};
use crate::workspace::{Workspace, read};

/// The language of the page before its program is there.
const LANGUAGE: &str = "en";

/// Each text with what stands before and behind it.
const PLACES: [(&str, &str, &str); 8] = [
    ("without_script", "<div class=\"without-script\">", "<img"),
    ("picture", "screenshot.png\" alt=\"", "\""),
    ("loading", "data-says=\"loading\" hidden>", "</p>"),
    ("offline", "data-says=\"offline\" hidden>", "</p>"),
    ("missing", "data-says=\"missing\" hidden>", "</p>"),
    ("no_wasm", "data-says=\"no-wasm\" hidden>", "</p>"),
    ("frame", "data-says=\"frame\" hidden>", "</p>"),
    ("broken", "data-says=\"broken\" hidden>", "</p>"),
];

/// The page with its words.
pub fn with_words(workspace: &Workspace, html: &str) -> Outcome<String> {
    in_language(workspace, LANGUAGE, html)
}

fn in_language(workspace: &Workspace, language: &str, html: &str) -> Outcome<String> {
    let file = workspace.root.join("languages").join(language).join("shell.txt");
    let texts = read(&file)?;
    let missing = |what: &str, name| Failure::new(format!("{what} has no place for {name}"));
    PLACES.iter().try_fold(html.to_owned(), |html, (name, before, behind)| {
        let words = words(&texts, name).ok_or_else(|| missing(&file.to_string_lossy(), name))?;
        let (start, rest) = html.split_once(before).ok_or_else(|| missing("index.html", name))?;
        let (_, end) = rest.split_once(behind).ok_or_else(|| missing("index.html", name))?;
        Ok([start, before, &markup(&words), behind, end].concat())
    })
}

/// What stands in quotes behind a name.
fn words(texts: &str, name: &str) -> Option<String> {
    let line = texts.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = \""))?;
    Some(line.strip_suffix('"')?.replace("\\\"", "\""))
}

/// Words as markup: `code`, `{file}`, which the page's script fills in, and `[a button]`.
fn markup(words: &str) -> String {
    let mut markup = String::new();
    let mut rest = words;
    while let Some(at) = rest.find(['`', '{', '[']) {
        markup += &escaped(&rest[..at]);
        let close = match rest.as_bytes()[at] {
            b'`' => '`',
            b'{' => '}',
            _ => ']',
        };
        let (inner, behind) = rest[at + 1..].split_once(close).unwrap_or((&rest[at + 1..], ""));
        markup += &match close {
            '`' => format!("<code>{}</code>", escaped(inner)),
            '}' => "<code></code>".to_owned(),
            _ => {
                let label = inner.split('|').next().unwrap_or_default();
                let label = escaped(label);
                format!("<button class=\"ghost\" type=\"button\" data-again>{label}</button>")
            }
        };
        rest = behind;
    }
    markup + &escaped(rest)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn page() -> (Workspace, String) {
        let workspace = Workspace::find();
        let html = read(&workspace.root.join("index.html")).expect("index.html is there");
        (workspace, html)
    }

    #[test]
    fn index_html_says_what_the_words_say() {
        let (workspace, html) = page();
        let written = with_words(&workspace, &html).expect("each text has its place");
        if std::env::var_os("ROUNDTRIP_UPDATE").is_some() {
            fs::write(workspace.root.join("index.html"), written).expect("it can be written");
        } else {
            assert!(
                html == written,
                "ROUNDTRIP_UPDATE=1 writes the words of languages/en/shell.txt"
            );
        }
    }

    #[test]
    fn nothing_is_said_in_english_that_the_words_do_not_say() {
        let (workspace, html) = page();
        let other = in_language(&workspace, "en-XA", &html).expect("each text has its place");
        let (_, news) = other.split_once("<div class=\"news\">").expect("there is room for news");
        let (news, _) = news.split_once("<main").expect("it ends");
        let says = |tag: &str| {
            let (_, text) = tag.split_once('>').unwrap_or_default();
            let is_code = tag.starts_with("code");
            (!is_code && text.chars().any(|c| c.is_ascii_lowercase())).then(|| text.to_owned())
        };
        let plain: Vec<String> = news.split('<').filter_map(says).collect();
        assert!(plain.is_empty(), "{plain:?}");
        assert_eq!(other.matches("sandbox=\"allow-scripts").count(), 2, "code stays as it is");
    }

    #[test]
    fn words_become_markup() {
        let button = "<button class=\"ghost\" type=\"button\" data-again>Again</button>";
        let expected = format!("a &lt;b> <code>x=\"y\"</code> <code></code>. {button}");
        assert_eq!(markup("a <b> `x=\"y\"` {file}. [Again|z]"), expected);
    }
}
