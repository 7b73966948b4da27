//! Characters in a field that nobody sees. A field cannot draw marks in their place, so what stands in
//! it is shown once more, with them.

use trace::hidden::{first_marked, marked};

/// How many characters are shown before the first mark, and how many from there on.
const BEFORE: usize = 24;
const FROM_THERE: usize = 120;

/// The text as it is, with a mark in place of each character that nobody sees; of a long one, what
/// stands around the first. `None` where everything is seen.
pub fn shown(text: &str) -> Option<String> {
    let first = first_marked(text)?;
    let start = text[..first].char_indices().rev().take(BEFORE).last().map_or(first, |(at, _)| at);
    let rest = &text[first..];
    let end = rest.char_indices().nth(FROM_THERE).map_or(text.len(), |(at, _)| first + at);
    let sight = marked(&text[start..end]);
    let cut = |is_cut| if is_cut { "…" } else { "" };
    Some([cut(start > 0), &sight, cut(end < text.len())].concat())
}

/// The marks of a secret, without what stands around them.
pub fn shown_alone(text: &str) -> Option<String> {
    let is_unseen = |character: &char| first_marked(character.encode_utf8(&mut [0; 4])).is_some();
    let unseen: String = text.chars().filter(is_unseen).take(BEFORE).collect();
    (!unseen.is_empty()).then(|| marked(&unseen).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_secret_nothing_is_shown_but_what_nobody_sees() {
        assert_eq!(shown_alone("s3cret"), None);
        assert_eq!(shown_alone("s3\u{200b}cret\u{feff}").as_deref(), Some("⟨U+200B⟩⟨U+FEFF⟩"));
    }

    #[test]
    fn what_nobody_sees_is_shown_with_what_stands_around_it() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(shown(text).as_deref(), expected);
        };
        check("", None);
        check("http://a/é", None);
        check("/a\u{202e}gpj.exe", Some("/a⟨U+202E⟩gpj.exe"));
        check("\u{feff}{}", Some("⟨U+FEFF⟩{}"));
        let long = ["x".repeat(30), "\u{200b}".to_owned(), "y".repeat(300)].concat();
        let expected = ["…", &"x".repeat(24), "⟨U+200B⟩", &"y".repeat(119), "…"].concat();
        check(&long, Some(&expected));
    }
}
