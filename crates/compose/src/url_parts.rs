//! A URL in its parts, each of which can be written anew.

use crate::anatomy::{PartKind, anatomy, trimmed};

/// All parts, in their order.
pub const PARTS: [PartKind; 7] = [
    PartKind::Scheme,
    PartKind::UserInfo,
    PartKind::Host,
    PartKind::Port,
    PartKind::Path,
    PartKind::Query,
    PartKind::Fragment,
];

/// The text of a part; `None` where it is not there.
pub fn text_of(url: &str, kind: PartKind) -> Option<&str> {
    let part = anatomy(url).into_iter().find(|part| part.kind == kind)?;
    Some(&url[part.range])
}

/// The same URL with another text in the place of a part, and without it where the text is empty. The
/// marks between parts follow from them (RFC 3986 §5.3).
pub fn with_part(url: &str, kind: PartKind, text: &str) -> String {
    let url = &url[trimmed(url)];
    let part = |other: PartKind| match other == kind {
        true => Some(text).filter(|text| !text.is_empty()),
        false => text_of(url, other),
    };
    let mut whole = String::new();
    let [scheme, user_info, host, port, path, query, fragment] = PARTS.map(part);
    let has_authority = user_info.or(host).or(port).is_some();
    if let Some(scheme) = scheme {
        whole.push_str(scheme);
        whole.push(':');
        if has_authority {
            whole.push_str("//");
        }
    }
    if let Some(user_info) = user_info {
        whole.push_str(user_info);
        whole.push('@');
    }
    whole.push_str(host.unwrap_or_default());
    if let Some(port) = port {
        whole.push(':');
        whole.push_str(port);
    }
    let path = path.unwrap_or_default();
    if has_authority && !path.is_empty() && !path.starts_with(['/', '\\']) {
        whole.push('/');
    }
    whole.push_str(path);
    for (mark, text) in [('?', query), ('#', fragment)] {
        whole.extend(text.map(|_| mark));
        whole.push_str(text.unwrap_or_default());
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use testing::Chance;

    #[test]
    fn a_part_takes_the_place_of_the_one_before() {
        let url = "https://api.example.com/users?id=4#top";
        let with = |kind, text| with_part(url, kind, text);
        assert_eq!(with(PartKind::Scheme, "http"), "http://api.example.com/users?id=4#top");
        assert_eq!(
            with(PartKind::UserInfo, "ann:pw"),
            "https://ann:pw@api.example.com/users?id=4#top"
        );
        assert_eq!(with(PartKind::Host, "[::1]"), "https://[::1]/users?id=4#top");
        assert_eq!(with(PartKind::Port, "8443"), "https://api.example.com:8443/users?id=4#top");
        assert_eq!(with(PartKind::Path, "a"), "https://api.example.com/a?id=4#top");
        assert_eq!(with(PartKind::Path, ""), "https://api.example.com?id=4#top");
        assert_eq!(with(PartKind::Query, ""), "https://api.example.com/users#top");
        assert_eq!(with(PartKind::Fragment, ""), "https://api.example.com/users?id=4");
    }

    #[test]
    fn a_url_is_built_from_nothing() {
        let parts = [
            (PartKind::Scheme, "http"),
            (PartKind::Host, "x"),
            (PartKind::Path, "/a"),
            (PartKind::Port, "81"),
            (PartKind::Query, "b=1"),
        ];
        let url =
            parts.iter().fold(String::new(), |url, (kind, text)| with_part(&url, *kind, text));
        assert_eq!(url, "http://x:81/a?b=1");
        assert_eq!(with_part("", PartKind::Host, "api.example.com"), "api.example.com");
    }

    #[test]
    fn the_other_parts_stay_what_they_were() {
        let mut chance = Chance::new(5);
        let texts: [&[&str]; 7] = [
            &["http", "https"],
            &["u", "u:p", "a%40b"],
            &["x", "api.example.com", "127.0.0.1", "[::1]"],
            &["80", "8080"],
            &["/", "/a", "/a/b;c", "/%2F"],
            &["", "a=b", "a?b", "x/y"],
            &["", "top", "a?b"],
        ];
        for _ in 0..5_000 {
            let mut url = "http://x/".to_owned();
            for (kind, texts) in PARTS.into_iter().zip(texts) {
                if chance.below(2) == 0 {
                    url = with_part(&url, kind, chance.pick(texts));
                }
            }
            let place = chance.below(PARTS.len());
            let (kind, text) = (PARTS[place], chance.pick(texts[place]));
            let changed = with_part(&url, kind, text);
            for other in PARTS {
                let expected = match other == kind {
                    true => Some(text).filter(|text| !text.is_empty()),
                    false => text_of(&url, other),
                };
                assert_eq!(text_of(&changed, other), expected, "{url} with {kind:?} {text}");
            }
            let same = with_part(&url, kind, text_of(&url, kind).unwrap_or_default());
            assert!(same == url || text_of(&url, kind) == Some(""), "{url}: {same}");
        }
    }
}
