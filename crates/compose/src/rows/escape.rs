//! Percent-encoding of names and values, in a query and in a form.

use core::fmt::Write as _;
use trace::hidden::is_hidden;

/// Where the rows stand, which decides what must be escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escaping {
    /// In the query of a URL: as little as possible, so that the URL stays readable and its
    /// parser changes nothing more (WHATWG URL, special-query percent-encode set).
    Query,
    /// In content of the type `application/x-www-form-urlencoded` (WHATWG URL §5.2).
    Form,
}

impl Escaping {
    /// A name, escaped so that it ends at its `=`.
    pub fn encode_name(self, text: &str) -> String {
        self.encode(text, |octet| octet == b'=')
    }

    /// A value, escaped.
    pub fn encode_value(self, text: &str) -> String {
        self.encode(text, |_| false)
    }

    fn encode(self, text: &str, is_special: impl Fn(u8) -> bool) -> String {
        let mut encoded = String::with_capacity(text.len());
        let mut octets = text.bytes();
        while let Some(octet) = octets.next() {
            let at = text.len() - octets.len() - 1;
            let hidden = (octet == b'%').then(|| hidden_at(&text.as_bytes()[at..])).flatten();
            if let Some(hidden) = hidden {
                // It was shown as its escapes, and goes back as it came.
                let len = 3 * hidden.len_utf8();
                encoded.push_str(&text[at..at + len]);
                octets.nth(len - 2);
                continue;
            }
            if self == Self::Form && octet == b' ' {
                encoded.push('+');
            } else if self.escapes(octet) || is_special(octet) {
                write!(encoded, "%{octet:02X}").expect("a text takes any text");
            } else {
                encoded.push(char::from(octet));
            }
        }
        encoded
    }

    fn escapes(self, octet: u8) -> bool {
        match self {
            // `%`, `&` and `+` are not in the parser's set, but mean something to the server.
            Self::Query => !(b'!'..=b'~').contains(&octet) || b"\"#<>'%&+".contains(&octet),
            Self::Form => !octet.is_ascii_alphanumeric() && !b"*-._".contains(&octet),
        }
    }

    /// What a server reads: `+` as a space, escapes as UTF-8. An escape that stands for nothing,
    /// such as `%zz` or half a character, stays as it is written.
    pub fn decode(self, text: &str) -> String {
        let mut decoded = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(found) = rest.chars().next() {
            let n_escapes = escapes_at(rest.as_bytes()).count();
            if n_escapes > 0 {
                let (escapes, after) = rest.split_at(3 * n_escapes);
                push_decoded(&mut decoded, escapes);
                rest = after;
                continue;
            }
            match found {
                '+' => decoded.push(' '),
                // The URL parser drops them, wherever they stand.
                '\t' | '\r' | '\n' if self == Self::Query => {}
                found => decoded.push(found),
            }
            rest = &rest[found.len_utf8()..];
        }
        decoded
    }
}

/// Whether nobody sees a character, or takes it for a plain space.
pub fn is_out_of_sight(c: char) -> bool {
    is_hidden(c) || c.is_whitespace() && !c.is_ascii()
}

/// The character beyond ASCII that escapes at the very start stand for, if nobody sees it.
fn hidden_at(text: &[u8]) -> Option<char> {
    let octets: Vec<u8> = escapes_at(text).take(4).collect();
    let first = octets.utf8_chunks().next()?.valid().chars().next();
    first.filter(|c| !c.is_ascii() && is_out_of_sight(*c))
}

/// The octets that escapes at the very start of a text stand for.
fn escapes_at(text: &[u8]) -> impl Iterator<Item = u8> + '_ {
    let is_escape = |chunk: &&[u8]| {
        chunk[0] == b'%' && chunk[1].is_ascii_hexdigit() && chunk[2].is_ascii_hexdigit()
    };
    text.chunks_exact(3).take_while(is_escape).map(|chunk| {
        let digits = str::from_utf8(&chunk[1..]).expect("hex digits are text");
        u8::from_str_radix(digits, 16).expect("two hex digits are an octet")
    })
}

fn push_decoded(decoded: &mut String, escapes: &str) {
    let octets: Vec<u8> = escapes_at(escapes.as_bytes()).collect();
    let mut at = 0;
    for chunk in octets.utf8_chunks() {
        let mut place = at;
        for c in chunk.valid().chars() {
            let end = place + c.len_utf8();
            match !c.is_ascii() && is_out_of_sight(c) {
                true => decoded.push_str(&escapes[3 * place..3 * end]),
                false => decoded.push(c),
            }
            place = end;
        }
        at += chunk.valid().len();
        let invalid_end = at + chunk.invalid().len();
        decoded.push_str(&escapes[3 * at..3 * invalid_end]);
        at = invalid_end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(escaping: Escaping, text: &str, expected: &str) {
        assert_eq!(escaping.decode(text), expected);
    }

    #[test]
    fn escapes_are_read_as_a_server_reads_them() {
        check(Escaping::Query, "a+b%20c%2B", "a b c+");
        check(Escaping::Query, "%E2%82%ac%c3%A4", "€ä");
        check(Escaping::Form, "a\nb", "a\nb");
        check(Escaping::Query, "a\nb", "ab");
    }

    #[test]
    fn what_is_no_escape_stays_as_it_is_written() {
        check(Escaping::Query, "%zz%1%", "%zz%1%");
        check(Escaping::Query, "%ff%C3%A4%e2%82", "%ffä%e2%82");
        check(Escaping::Query, "%é%41", "%éA");
    }

    #[test]
    fn every_character_comes_back() {
        let every = ('\0'..='\u{2ff}').chain(['€', '\u{2028}', '\u{10ffff}']);
        for character in every {
            let text = format!("a{character}%41+");
            for escaping in [Escaping::Query, Escaping::Form] {
                if !character.is_ascii() && is_out_of_sight(character) {
                    // It is shown as it is sent.
                    let escapes = escaping.encode_value(&character.to_string());
                    let shown = escaping.decode(&escapes);
                    assert_eq!(
                        (shown.as_str(), escaping.encode_value(&shown)),
                        (&*escapes, escapes.clone())
                    );
                    continue;
                }
                assert_eq!(escaping.decode(&escaping.encode_name(&text)), text);
                assert_eq!(escaping.decode(&escaping.encode_value(&text)), text);
            }
        }
    }

    #[test]
    fn the_url_parser_changes_nothing_more() {
        let every: String = (' '..='\u{2ff}').collect();
        let query = Escaping::Query.encode_value(&every);
        let url = url::Url::parse(&format!("http://x/?{query}")).unwrap();
        assert_eq!(url.query(), Some(query.as_str()));
    }

    #[test]
    fn a_form_is_written_as_the_standard_does() {
        let every: String = ('\0'..='\u{2ff}').collect();
        let expected: String = url::form_urlencoded::byte_serialize(every.as_bytes()).collect();
        assert_eq!(Escaping::Form.encode_value(&every), expected);
    }
}
