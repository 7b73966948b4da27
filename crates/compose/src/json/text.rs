//! Texts in their quotes (RFC 8259 §7).

/// What a text token says. Half of a surrogate pair stands for no character, and is replaced.
pub fn unquoted(token: &str) -> String {
    let inside = token.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let mut units = Vec::with_capacity(token.len());
    let mut characters = inside.unwrap_or(token).chars();
    while let Some(character) = characters.next() {
        let mut encoded = [0; 2];
        let unit = match (character, character == '\\') {
            (character, false) => {
                units.extend_from_slice(character.encode_utf16(&mut encoded));
                continue;
            }
            (_, true) => match characters.next() {
                Some('b') => 8,
                Some('f') => 12,
                Some('n') => 10,
                Some('r') => 13,
                Some('t') => 9,
                Some('u') => {
                    let digits: String = characters.by_ref().take(4).collect();
                    u16::from_str_radix(&digits, 16).unwrap_or(0xFFFD)
                }
                Some(other) => other as u16,
                None => continue,
            },
        };
        units.push(unit);
    }
    String::from_utf16_lossy(&units)
}

/// A text as a token.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            character if character < ' ' => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            character => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use testing::Chance;

    #[test]
    fn others_read_what_is_quoted_and_quote_what_is_read() {
        let pieces = [
            "a", "\"", "\\", "\n", "\r", "\t", "\0", "\u{8}", "\u{c}", "\u{7f}", "é", "😀", "/",
            "u0041",
        ];
        let mut chance = Chance::new(11);
        for _ in 0..10_000 {
            let text = chance.text(&pieces, 8);
            assert_eq!(serde_json::from_str::<String>(&quoted(&text)).unwrap(), text);
            assert_eq!(unquoted(&serde_json::to_string(&text).unwrap()), text);
            assert_eq!(unquoted(&quoted(&text)), text);
        }
    }

    #[test]
    fn escapes_are_read() {
        assert_eq!(unquoted(r#""\u00e9\uD83D\uDE00\/\ud800x""#), "é😀/\u{fffd}x");
    }
}
