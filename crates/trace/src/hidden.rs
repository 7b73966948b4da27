//! Characters that nobody sees, or that make others stand where they do not: they are drawn as marks
//! wherever a text is shown that somebody else wrote (Unicode Standard Annex 9 and Technical
//! Standard 39).

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether nobody sees a character, or it moves others: control characters but for tab and the ends
/// of lines, what changes the direction of writing, what has no width, tags, fillers.
pub fn is_hidden(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => false,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' => {
            true
        }
        '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' => true,
        '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}' => true,
        '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}' => true,
        c => c.is_control(),
    }
}

/// The text with a mark in place of each hidden character, e.g. `⟨U+202E⟩`. Those that join letters of a script or
/// emoji stay where they do so.
pub fn marked(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return text.into();
    }
    let mut marked = String::with_capacity(2 * text.len());
    for (_, c, is_marked) in characters(text) {
        match is_marked {
            true => write!(marked, "⟨U+{:04X}⟩", u32::from(c)).expect("a text takes any text"),
            false => marked.push(c),
        }
    }
    marked.into()
}

/// JSON in which each hidden character is written by its number (RFC 8259 §7): the same values, and
/// nothing unseen where the JSON is looked at.
pub fn escaped_in_json(json: String) -> String {
    if !json.chars().any(is_hidden) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len() + json.len() / 8);
    for c in json.chars() {
        match is_hidden(c) {
            true => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| {
                write!(escaped, "\\u{unit:04x}").expect("a text takes any text");
            }),
            false => escaped.push(c),
        }
    }
    escaped
}

/// Where the first character is that [`marked`] puts a mark in place of, in octets.
pub fn first_marked(text: &str) -> Option<usize> {
    // Most texts have none, and are asked at every key.
    if !text.chars().any(is_hidden) {
        return None;
    }
    characters(text).find(|(_, _, is_marked)| *is_marked).map(|(at, ..)| at)
}

/// The text without the characters that [`marked`] puts marks in place of.
pub fn without_marked(text: &str) -> String {
    characters(text).filter(|(_, _, is_marked)| !is_marked).map(|(_, c, _)| c).collect()
}

/// Each character with its place, and whether a mark stands for it.
fn characters(text: &str) -> impl Iterator<Item = (usize, char, bool)> {
    let joins = |neighbour: Option<char>| {
        neighbour.is_some_and(|neighbour| !neighbour.is_ascii() && !is_hidden(neighbour))
    };
    let mut before = None;
    text.char_indices().map(move |(at, c)| {
        let is_joiner = matches!(c, '\u{200c}' | '\u{200d}');
        let behind = || text[at + c.len_utf8()..].chars().next();
        let is_marked = is_hidden(c) && !(is_joiner && joins(before) && joins(behind()));
        before = Some(c);
        (at, c, is_marked)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_means_the_same_with_its_hidden_characters_escaped() {
        let text = "a\u{202e}b\u{e0041}\u{7f}é\tc\u{200d}";
        let json = escaped_in_json(serde_json::to_string(text).unwrap());
        assert_eq!(json, r#""a\u202eb\udb40\udc41\u007fé\tc\u200d""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }

    #[test]
    fn what_nobody_sees_is_marked() {
        let check = |text: &str, expected: &str| assert_eq!(marked(text), expected);
        check("a\tb\r\nc é 日本", "a\tb\r\nc é 日本");
        check("/a\u{202e}gpj.exe", "/a⟨U+202E⟩gpj.exe");
        check("x\u{200b}y\u{2028}\u{e0041}", "x⟨U+200B⟩y⟨U+2028⟩⟨U+E0041⟩");
        check("\u{1b}[31m\u{0}", "⟨U+001B⟩[31m⟨U+0000⟩");
        check("👩\u{200d}💻 a\u{200d}b می\u{200c}خ", "👩\u{200d}💻 a⟨U+200D⟩b می\u{200c}خ");
    }

    #[test]
    fn what_is_marked_is_found_and_taken_out() {
        let check = |text: &str, at, expected: &str| {
            assert_eq!((first_marked(text), without_marked(text).as_str()), (at, expected));
        };
        check("é 日本\n", None, "é 日本\n");
        check("é\u{202e}a\u{feff}", Some(2), "éa");
        check("👩\u{200d}💻", None, "👩\u{200d}💻");
        check("👩\u{200d}💻\u{200d}", Some(11), "👩\u{200d}💻");
        check("\u{200d}\u{200d}", Some(0), "");
    }
}
