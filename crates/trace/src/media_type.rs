//! The media type that a Content-Type field names (RFC 9110 §8.3.1).

/// A media type, read once: type and subtype in lower case, and the parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaType {
    essence: String,
    /// Names in lower case, values without their quotes.
    parameters: Vec<(String, String)>,
}

impl MediaType {
    /// Reads a field value; `None` if it names no type and subtype.
    ///
    /// Parameters that are none are passed over, as recipients do (RFC 9110 §5.6.6).
    pub fn parse(field_value: &str) -> Option<Self> {
        let (essence, rest) = match field_value.split_once(';') {
            Some((essence, rest)) => (essence, rest),
            None => (field_value, ""),
        };
        let essence = essence.trim_matches(WHITE_SPACE).to_ascii_lowercase();
        let (main, subtype) = essence.split_once('/')?;
        (is_token(main) && is_token(subtype)).then_some(())?;
        Some(Self { parameters: parameters(rest), essence })
    }

    /// Type and subtype without parameters, e.g. `application/json`.
    pub fn essence(&self) -> &str {
        &self.essence
    }

    /// The value of the parameter with this name, which is written in lower case here.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The character encoding that it names, e.g. `utf-8` (RFC 9110 §8.3.2).
    pub fn charset(&self) -> Option<&str> {
        self.parameter("charset")
    }

    /// Whether it is JSON, or built on it (RFC 6839 §3.1): what the MIME Sniffing Standard calls a
    /// JSON MIME type.
    pub fn is_json(&self) -> bool {
        matches!(&*self.essence, "application/json" | "text/json")
            || self.essence.ends_with("+json")
    }

    /// Whether it is SVG, a picture that is written as a text.
    pub fn is_svg(&self) -> bool {
        self.essence == "image/svg+xml"
    }

    /// Whether it is HTML.
    pub fn is_html(&self) -> bool {
        self.essence == "text/html"
    }
}

/// What a picture is by how its octets begin (MIME Sniffing Standard §6.1); `None` if it is none of
/// those. SVG is a text, and not among them.
pub fn picture_type(octets: &[u8]) -> Option<&'static str> {
    let is_webp = octets.starts_with(b"RIFF") && octets.get(8..14) == Some(b"WEBPVP");
    match octets {
        _ if octets.starts_with(b"\x89PNG\r\n\x1a\n") => Some("image/png"),
        _ if octets.starts_with(b"\xff\xd8\xff") => Some("image/jpeg"),
        _ if octets.starts_with(b"GIF87a") || octets.starts_with(b"GIF89a") => Some("image/gif"),
        _ if is_webp => Some("image/webp"),
        _ => None,
    }
}

/// OWS (RFC 9110 §5.6.3).
const WHITE_SPACE: [char; 2] = [' ', '\t'];

/// What stands behind the first semicolon, each parameter once: the first of a name counts.
fn parameters(mut rest: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    while !rest.is_empty() {
        let end = rest.find([';', '=']).unwrap_or(rest.len());
        let name = rest[..end].trim_matches(WHITE_SPACE).to_ascii_lowercase();
        rest = &rest[end..];
        let Some(behind) = rest.strip_prefix('=') else {
            rest = rest.get(1..).unwrap_or_default();
            continue;
        };
        let (value, behind) = value(behind);
        rest = behind;
        if is_token(&name) && found.iter().all(|(known, _)| *known != name) {
            found.push((name, value));
        }
    }
    found
}

/// A token, or a quoted string (RFC 9110 §5.6.4), and what stands behind the next semicolon.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let (value, behind) = text.split_once(';').unwrap_or((text, ""));
        return (value.trim_matches(WHITE_SPACE).to_owned(), behind);
    };
    let mut value = String::new();
    let mut signs = quoted.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '"' => {
                let behind = &quoted[at + 1..];
                return (value, behind.split_once(';').map_or("", |(_, behind)| behind));
            }
            '\\' => value.extend(signs.next().map(|(_, sign)| sign)),
            _ => value.push(sign),
        }
    }
    (value, "")
}

/// RFC 9110 §5.6.2.
fn is_token(text: &str) -> bool {
    let is_tchar = |octet: u8| octet.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&octet);
    !text.is_empty() && text.bytes().all(is_tchar)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(field_value: &str, expected: Option<(&str, Option<&str>, bool)>) {
        let read = MediaType::parse(field_value);
        let told = read.as_ref().map(|read| (read.essence(), read.charset(), read.is_json()));
        assert_eq!(told, expected, "{field_value:?}");
    }

    #[test]
    fn case_and_parameters_do_not_change_what_it_is() {
        check("application/json", Some(("application/json", None, true)));
        check("Application/JSON; charset=utf-8", Some(("application/json", Some("utf-8"), true)));
        check(
            "application/json ;CHARSET=\"utf-8\"",
            Some(("application/json", Some("utf-8"), true)),
        );
        check("application/problem+json", Some(("application/problem+json", None, true)));
        check("application/vnd.api+JSON;v=1", Some(("application/vnd.api+json", None, true)));
        check("text/json", Some(("text/json", None, true)));
        check("text/html;charset=", Some(("text/html", Some(""), false)));
        check("application/jsonp", Some(("application/jsonp", None, false)));
        check(
            "text/plain; a=\"x;charset=no\\\"\"; charset=yes",
            Some(("text/plain", Some("yes"), false)),
        );
        check(
            "text/plain; charset=first; charset=second",
            Some(("text/plain", Some("first"), false)),
        );
        check("text/plain;; nothing; charset=a;", Some(("text/plain", Some("a"), false)));
    }

    #[test]
    fn what_names_no_type_is_none() {
        for field_value in
            ["", "json", "/json", "text/", "text/pl ain", "te xt/plain", "a/b/c", ";a=b"]
        {
            check(field_value, None);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,40}") {
            let _ = MediaType::parse(&text);
        }

        #[test]
        fn what_is_written_is_read(
            main in "[a-zA-Z0-9.+-]{1,8}",
            subtype in "[a-zA-Z0-9.+-]{1,8}",
            name in "[a-z][a-z0-9]{0,7}",
            value in "[ -~]{0,12}",
            space in "[ \t]{0,3}",
        ) {
            let quoted = value.replace('\\', "\\\\").replace('"', "\\\"");
            let written = format!("{main}/{subtype}{space};{space}{name}=\"{quoted}\"{space}");
            let read = MediaType::parse(&written).expect("it names a type");
            prop_assert_eq!(read.essence(), format!("{main}/{subtype}").to_ascii_lowercase());
            prop_assert_eq!(read.parameter(&name), Some(value.as_str()));
        }
    }
}
