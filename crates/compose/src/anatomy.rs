//! The parts of a URL as it is being typed, whether it is valid yet or not.
//!
//! The cuts are those of the WHATWG URL standard, without its normalising: the port stands there
//! although it is the scheme's own, the host as it was typed. Whether the parts are any good is
//! for [`trace::HttpUrl`] to say.

use crate::texts;
use core::ops::Range;
use language::say;

/// One part of a URL, without the delimiters around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which part it is.
    pub kind: PartKind,
    /// Where it stands in the text, in octets. Empty where only its delimiter was typed.
    pub range: Range<usize>,
}

/// The parts that a URL may have, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartKind {
    /// `http`
    Scheme,
    /// `user:password`
    UserInfo,
    /// `api.example.com`
    Host,
    /// `443`
    Port,
    /// `/v1/users`
    Path,
    /// `id=123`
    Query,
    /// `top`
    Fragment,
}

impl PartKind {
    /// What stands beneath it on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Scheme => say(texts::URL_SCHEME),
            Self::UserInfo => say(texts::USER_INFO),
            Self::Host => say(texts::URL_HOST),
            Self::Port => say(texts::URL_PORT),
            Self::Path => say(texts::URL_PATH),
            Self::Query => say(texts::URL_QUERY),
            Self::Fragment => say(texts::URL_FRAGMENT),
        }
    }

    /// How much room its name takes, in characters of the URL, which are larger.
    fn name_columns(self) -> usize {
        (self.name().len() * 5).div_ceil(8) + 1
    }
}

/// The parts of what was typed, in their order. A part is there once it has text, or once the
/// delimiter in front of it was typed.
pub fn anatomy(text: &str) -> Vec<Part> {
    let mut parts = Parts { text, parts: Vec::new() };
    let url = trimmed(text);
    let fragment = parts.find(url.clone(), "#");
    let before_fragment = url.start..fragment.unwrap_or(url.end);
    let query = parts.find(before_fragment.clone(), "?");
    let hierarchy = before_fragment.start..query.unwrap_or(before_fragment.end);

    parts.push_hierarchy(hierarchy);
    if let Some(mark) = query {
        parts.push(PartKind::Query, mark + 1..before_fragment.end);
    }
    if let Some(mark) = fragment {
        parts.push(PartKind::Fragment, mark + 1..url.end);
    }
    parts.parts
}

/// The whole text in pieces: each part, and what stands between them.
pub fn pieces(text: &str) -> Vec<(Option<PartKind>, &str)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for part in anatomy(text) {
        pieces.push((None, &text[at..part.range.start]));
        pieces.push((Some(part.kind), &text[part.range.clone()]));
        at = part.range.end;
    }
    pieces.push((None, &text[at..]));
    pieces.retain(|(_, piece)| !piece.is_empty());
    pieces
}

/// The port that is meant where a URL with a host has none: that of its scheme (RFC 9110 §4.2.1, §4.2.2),
/// with the scheme as it is typed. `None` where a port is written, and for other schemes.
pub fn default_port(text: &str) -> Option<(&str, u16)> {
    let parts = anatomy(text);
    let text_of = |kind: PartKind| {
        let part = parts.iter().find(|part| part.kind == kind)?;
        Some(&text[part.range.clone()]).filter(|text| !text.is_empty())
    };
    text_of(PartKind::Host)?;
    let scheme = text_of(PartKind::Scheme).filter(|_| text_of(PartKind::Port).is_none())?;
    let port = match scheme {
        _ if scheme.eq_ignore_ascii_case("http") => 80,
        _ if scheme.eq_ignore_ascii_case("https") => 443,
        _ => return None,
    };
    Some((scheme, port))
}

/// The name of a part, and where it stands beneath the URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// Which part it names.
    pub kind: PartKind,
    /// How many characters stand before it.
    pub column: usize,
}

/// The names of the parts, each beneath the start of its part or, where that is too narrow for
/// the names before it, as near behind as there is room.
pub fn labels(text: &str) -> Vec<Label> {
    let mut free = 0;
    let label = |part: Part| {
        let column = free.max(text[..part.range.start].chars().count());
        free = column + part.kind.name_columns();
        Label { kind: part.kind, column }
    };
    anatomy(text).into_iter().map(label).collect()
}

/// Spaces and control characters around a URL do not count.
pub fn trimmed(text: &str) -> Range<usize> {
    let is_ignored = |c: char| c <= ' ';
    let start = text.len() - text.trim_start_matches(is_ignored).len();
    start..start + text[start..].trim_end_matches(is_ignored).len()
}

struct Parts<'a> {
    text: &'a str,
    parts: Vec<Part>,
}

impl Parts<'_> {
    fn push(&mut self, kind: PartKind, range: Range<usize>) {
        self.parts.push(Part { kind, range });
    }

    fn push_unless_empty(&mut self, kind: PartKind, range: Range<usize>) {
        if !range.is_empty() {
            self.push(kind, range);
        }
    }

    /// Where the first of these characters stands.
    fn find(&self, within: Range<usize>, characters: &str) -> Option<usize> {
        let found = self.text[within.clone()].find(|c| characters.contains(c));
        found.map(|at| within.start + at)
    }

    /// Everything before query and fragment.
    fn push_hierarchy(&mut self, range: Range<usize>) {
        let text = &self.text[range.clone()];
        let scheme = match scheme(text) {
            Some(scheme) => scheme,
            None if is_start_of_scheme(text) => return self.push(PartKind::Scheme, range),
            None => {
                let starts_with_path = text.starts_with('/') && !text.starts_with("//");
                return if starts_with_path {
                    self.push(PartKind::Path, range);
                } else {
                    // The scheme was left out, so what comes first is meant as the host.
                    let n_slashes = text.len() - text.trim_start_matches('/').len();
                    self.push_authority_and_path(range.start + n_slashes..range.end, "/");
                };
            }
        };
        self.push(PartKind::Scheme, range.start..range.start + scheme.len());
        let after_colon = range.start + scheme.len() + 1;
        let rest = &self.text[after_colon..range.end];
        if is_special(scheme) {
            // As the standard has it, any number of slashes of both kinds will do.
            let n_slashes = rest.len() - rest.trim_start_matches(['/', '\\']).len();
            self.push_authority_and_path(after_colon + n_slashes..range.end, "/\\");
        } else if rest.starts_with("//") {
            self.push_authority_and_path(after_colon + 2..range.end, "/");
        } else {
            self.push_unless_empty(PartKind::Path, after_colon..range.end);
        }
    }

    fn push_authority_and_path(&mut self, range: Range<usize>, slashes: &str) {
        let path_start = self.find(range.clone(), slashes).unwrap_or(range.end);
        self.push_authority(range.start..path_start);
        self.push_unless_empty(PartKind::Path, path_start..range.end);
    }

    fn push_authority(&mut self, range: Range<usize>) {
        let text = &self.text[range.clone()];
        let host_start = match text.rfind('@') {
            Some(at) => {
                self.push(PartKind::UserInfo, range.start..range.start + at);
                range.start + at + 1
            }
            None => range.start,
        };
        // The colons of an IPv6 address stand in brackets.
        let text = &self.text[host_start..range.end];
        let n_bracketed = match text.starts_with('[') {
            true => text.find(']').unwrap_or(text.len()),
            false => 0,
        };
        match self.find(host_start + n_bracketed..range.end, ":") {
            Some(colon) => {
                self.push_unless_empty(PartKind::Host, host_start..colon);
                self.push(PartKind::Port, colon + 1..range.end);
            }
            None => self.push_unless_empty(PartKind::Host, host_start..range.end),
        }
    }
}

/// The scheme in front of the first colon, unless that is a port's: `localhost:8080`.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once(':')?;
    let is_scheme_char = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    let is_well_formed =
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(is_scheme_char);
    let is_host = !rest.starts_with('/')
        && !is_special(scheme)
        && (scheme.contains('.')
            || rest.is_empty()
            || rest.starts_with(|c: char| c.is_ascii_digit()));
    (is_well_formed && !is_host).then_some(scheme)
}

fn is_special(scheme: &str) -> bool {
    ["http", "https", "ws", "wss", "ftp"].iter().any(|name| name.eq_ignore_ascii_case(scheme))
}

/// Whether this is how somebody starts to type `https://`.
fn is_start_of_scheme(text: &str) -> bool {
    let start = "https".get(..text.len());
    !text.is_empty() && start.is_some_and(|start| start.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use testing::Chance;
    use url::{Host, Url};

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let shown = |part: Part| format!("{}={}", part.kind.name(), &text[part.range]);
        let shown: Vec<String> = anatomy(text).into_iter().map(shown).collect();
        assert_eq!(shown.join(" "), expected, "{text}");
        let whole: String = pieces(text).into_iter().map(|(_, piece)| piece).collect();
        assert_eq!(whole, text);
    }

    #[test]
    fn a_port_that_is_not_written_is_that_of_the_scheme() {
        assert_eq!(default_port("http://api.example.com/users"), Some(("http", 80)));
        assert_eq!(default_port(" HTTPS://[::1]:?x"), Some(("HTTPS", 443)));
        for text in
            ["", "http:", "http://x:81/", "https://x:443/", "ftp://x/", "api.example.com", "/x"]
        {
            assert_eq!(default_port(text), None, "{text}");
        }
    }

    #[test]
    fn all_parts_are_shown() {
        check(
            "https://api.example.com:443/v1/users?id=123",
            "scheme=https host=api.example.com port=443 path=/v1/users query=id=123",
        );
        check(
            "http://ann:secret@[::1]:8080/a?b=c?d#e?f#g",
            "scheme=http user info=ann:secret host=[::1] port=8080 path=/a query=b=c?d fragment=e?f#g",
        );
    }

    #[track_caller]
    fn check_labels(text: &str, expected: &str) {
        let mut line = String::new();
        for label in labels(text) {
            line.extend(core::iter::repeat_n(' ', label.column.saturating_sub(line.len())));
            line.push(label.kind.name().chars().next().unwrap());
        }
        assert_eq!(line, expected, "{text}");
    }

    #[test]
    fn each_name_stands_beneath_its_part_and_on_no_other() {
        check_labels("http://api.example.com/users/42", "s      h              p");
        check_labels("https://é.example:443/v1?id=1#top", "s       h         p   p   q    f");
        check_labels("http://x/?a#f", "s      h   p   q    f");
    }

    #[test]
    fn every_beginning_has_parts() {
        check("", "");
        check("h", "scheme=h");
        check("http", "scheme=http");
        check("https:", "scheme=https");
        check("https:/", "scheme=https");
        check("https://", "scheme=https");
        check("https://a", "scheme=https host=a");
        check("https://a:", "scheme=https host=a port=");
        check("https://a:8/?", "scheme=https host=a port=8 path=/ query=");
        check("https://a#", "scheme=https host=a fragment=");
    }

    #[test]
    fn a_scheme_that_was_left_out_is_not_guessed_from_the_host() {
        check("api.example.com/users?x", "host=api.example.com path=/users query=x");
        check("localhost:8080/x", "host=localhost port=8080 path=/x");
        check("localhost:", "host=localhost port=");
        check("api.example.com:80", "host=api.example.com port=80");
        check("/users", "path=/users");
        check("//x/users", "host=x path=/users");
        check("?a", "query=a");
    }

    #[test]
    fn what_the_standard_forgives_is_forgiven() {
        check("  http:\\\\x\\y  ", "scheme=http host=x path=\\y");
        check("http:x", "scheme=http host=x");
        check("http:////x/", "scheme=http host=x path=/");
        check("http://a@b@c/", "scheme=http user info=a@b host=c path=/");
        check("javascript:alert(1)", "scheme=javascript path=alert(1)");
        check("http://[::1", "scheme=http host=[::1");
    }

    /// A URL that is mostly valid.
    fn random_url(chance: &mut Chance) -> String {
        let scheme = chance.pick(&["http", "https", "HTTP", "Https"]);
        let slashes = chance.pick(&["://", "://", "://", ":/", ":", ":\\\\", ":///", ":/\\"]);
        let user = chance.pick(&["", "", "", "u@", "u:p@", ":@", "@", "a@b:c:d@", "%41 ü@"]);
        let host = chance.pick(&[
            "x",
            "API.example.com",
            "127.0.0.1",
            "0x7f.1",
            "[::1]",
            "[2001:DB8::a]",
            "bücher.de",
            "ex%61mple.com",
            "a.b.c.",
            "xn--bcher-kva.de",
            "a_b",
            "127.1",
        ]);
        let port = chance.pick(&["", "", "", ":", ":80", ":443", ":8080", ":00080", ":65535"]);
        let path = ["/", "a", "..", ".", "%2e", " ", "ü", "\\", ":", "@", "//", "'", "%zz", ";"];
        let path = match chance.below(3) {
            0 => String::new(),
            _ => format!("{}{}", chance.pick(&["/", "\\"]), chance.text(&path, 6)),
        };
        let tail = ["a", "=", "&", "?", "/", "ü", "%20", " x", "@", ":", "\\", "'", "\"", "[", "+"];
        let query = match chance.below(2) {
            0 => String::new(),
            _ => format!("?{}", chance.text(&tail, 5)),
        };
        let fragment = match chance.below(3) {
            0 => format!("#{}#", chance.text(&tail, 5)),
            _ => String::new(),
        };
        format!("{scheme}{slashes}{user}{host}{port}{path}{query}{fragment}")
    }

    #[test]
    fn the_parts_are_those_of_the_standard() {
        let mut chance = Chance::new(1);
        let mut n_valid = 0;
        for _ in 0..20_000 {
            let text = random_url(&mut chance);
            let Ok(url) = Url::parse(&text) else { continue };
            n_valid += 1;
            check_against(&text, &url);
        }
        assert!(n_valid > 15_000, "most of the URLs are valid: {n_valid}");
    }

    /// Each part, normalised by itself, is what the parser found.
    fn check_against(text: &str, url: &Url) {
        let parts = anatomy(text);
        let part = |kind: PartKind| {
            let found = parts.iter().find(|part| part.kind == kind);
            found.map(|part| &text[part.range.clone()])
        };
        let in_url = |text: String| Url::parse(&text).unwrap();
        assert_eq!(part(PartKind::Scheme).unwrap().to_ascii_lowercase(), url.scheme(), "{text}");
        let with_user =
            in_url(format!("http://{}@h/", part(PartKind::UserInfo).unwrap_or_default()));
        assert_eq!(with_user.username(), url.username(), "{text}");
        assert_eq!(with_user.password(), url.password(), "{text}");
        let host = Host::parse(part(PartKind::Host).unwrap()).unwrap();
        assert_eq!(host.to_string(), url.host().unwrap().to_string(), "{text}");
        let written_port = part(PartKind::Port).filter(|port| !port.is_empty());
        let port = written_port.map(|port| port.parse::<u16>().unwrap());
        let port = port.or_else(|| in_url(format!("{}://h", url.scheme())).port_or_known_default());
        assert_eq!(port, url.port_or_known_default(), "{text}");
        let path = in_url(format!("http://h{}#", part(PartKind::Path).unwrap_or_default()));
        assert_eq!(path.path(), url.path(), "{text}");
        let query = part(PartKind::Query).map(|query| in_url(format!("http://h/?{query}#")));
        assert_eq!(query.as_ref().and_then(Url::query), url.query(), "{text}");
        let fragment = part(PartKind::Fragment).map(|text| in_url(format!("http://h/#{text}")));
        assert_eq!(fragment.as_ref().and_then(Url::fragment), url.fragment(), "{text}");
    }
}
