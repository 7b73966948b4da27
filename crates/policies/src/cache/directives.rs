//! The directives of the field Cache-Control (RFC 9111 §5.2), and the numbers in them (§1.2.2).

use trace::FieldLines;

/// What a number of seconds that is too large to count means (§1.2.2): 2^31.
pub const SECONDS_MAX: u64 = 1 << 31;

/// The directives of all lines of a message's Cache-Control, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Directives(Vec<Directive>);

/// `name` or `name=value`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Directive {
    /// In lower case, which does not count.
    name: String,
    /// Without its quotes.
    value: Option<String>,
}

impl Directives {
    /// The directives of a message. In a request without Cache-Control, `Pragma: no-cache` stands
    /// for the directive of that name (§5.4).
    pub fn of_request(field_lines: &FieldLines) -> Self {
        let directives = Self::of_response(field_lines);
        match field_lines.has("cache-control") || !field_lines.lists("pragma", "no-cache") {
            true => directives,
            false => Self(vec![Directive { name: "no-cache".to_owned(), value: None }]),
        }
    }

    /// The directives of a response, whose Pragma means nothing.
    pub fn of_response(field_lines: &FieldLines) -> Self {
        let lines = field_lines.values("cache-control");
        Self(lines.flat_map(list_members).filter_map(Directive::parse).collect())
    }

    /// Whether a directive stands there, with or without a value.
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// Whether a directive stands there that concerns the whole response: `no-cache` and `private`
    /// may name fields, and then do not (§5.2.2.4, §5.2.2.7).
    pub fn has_whole(&self, name: &str) -> bool {
        let mut found = self.0.iter().filter(|directive| directive.name == name);
        found.any(|directive| directive.field_names().next().is_none())
    }

    /// The names of fields that a directive lists.
    pub fn field_names<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let found = self.0.iter().filter(move |directive| directive.name == name);
        found.flat_map(Directive::field_names)
    }

    /// The seconds that a directive says: of its first occurrence (§4.2), and none at all where that
    /// is no number, so that what it describes is stale (§4.2.1).
    pub fn seconds(&self, name: &str) -> Option<u64> {
        let directive = self.find(name)?;
        Some(directive.value.as_deref().and_then(delta_seconds).unwrap_or(0))
    }

    /// The seconds of `max-stale`, which has no bound where it has no value (§5.2.1.2).
    pub fn seconds_or_any(&self, name: &str) -> Option<u64> {
        match self.find(name)?.value {
            None => Some(u64::MAX),
            Some(_) => self.seconds(name),
        }
    }

    fn find(&self, name: &str) -> Option<&Directive> {
        self.0.iter().find(|directive| directive.name == name)
    }
}

impl Directive {
    /// No white space stands around the `=` (§5.2): a name or a value with one is another one.
    fn parse(member: &str) -> Option<Self> {
        let (name, value) = match member.split_once('=') {
            Some((name, value)) => (name, Some(unquoted(value))),
            None => (member, None),
        };
        (!name.is_empty()).then(|| Self { name: name.to_ascii_lowercase(), value })
    }

    fn field_names(&self) -> impl Iterator<Item = &str> {
        let names = self.value.iter().flat_map(|value| value.split(','));
        names.map(str::trim).filter(|name| !name.is_empty())
    }
}

/// A number of seconds (§1.2.2): digits and nothing else, saturating at [`SECONDS_MAX`].
pub fn delta_seconds(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit());
    // Only too large a number can go wrong.
    is_number.then(|| text.parse().unwrap_or(SECONDS_MAX).min(SECONDS_MAX))
}

/// The members of a list (RFC 9110 §5.6.1), trimmed: a comma in a quoted string parts nothing.
pub fn list_members(line: &str) -> impl Iterator<Item = &str> {
    let (mut in_quotes, mut escaped) = (false, false);
    let parts = line.split(move |c| {
        match (in_quotes, escaped, c) {
            (true, true, _) => escaped = false,
            (true, false, '\\') => escaped = true,
            (_, _, '"') => in_quotes = !in_quotes,
            _ => {}
        }
        c == ',' && !in_quotes
    });
    parts.map(|part| part.trim_matches([' ', '\t'])).filter(|part| !part.is_empty())
}

/// The text of a quoted string (RFC 9110 §5.6.4), or what stands there instead of one.
fn unquoted(value: &str) -> String {
    let quoted = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let Some(quoted) = quoted else { return value.to_owned() };
    let mut escaped = false;
    let kept = quoted.chars().filter(|c| {
        escaped = *c == '\\' && !escaped;
        !escaped
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use trace::FieldLine;

    fn directives(lines: &[&str]) -> Directives {
        let line = |value: &&str| FieldLine {
            name: "Cache-Control".to_owned(),
            value: (*value).to_owned(),
        };
        Directives::of_response(&lines.iter().map(line).collect())
    }

    #[track_caller]
    fn check_max_age(lines: &[&str], expected: Option<u64>) {
        assert_eq!(directives(lines).seconds("max-age"), expected, "{lines:?}");
    }

    #[test]
    fn seconds_are_digits_in_whatever_form_a_value_has() {
        check_max_age(&["max-age=60"], Some(60));
        check_max_age(&["MAX-Age=60"], Some(60));
        check_max_age(&["max-age=\"60\""], Some(60));
        check_max_age(&["max-age=0060"], Some(60));
        check_max_age(&["public", ",, no-transform ,max-age=60,"], Some(60));
        check_max_age(&["public"], None);
        check_max_age(&["max-age =60"], None);
        for bad in ["", "-60", "60.0", "60s", "a60", "'60'", " 60", "1e3", "\"60", "+60"] {
            check_max_age(&[&format!("max-age={bad}")], Some(0));
        }
        check_max_age(&["max-age"], Some(0));
    }

    #[test]
    fn too_large_a_number_is_the_largest_that_counts() {
        check_max_age(&["max-age=2147483647"], Some(2_147_483_647));
        check_max_age(&["max-age=2147483649"], Some(SECONDS_MAX));
        check_max_age(&["max-age=99999999999999999999999999"], Some(SECONDS_MAX));
    }

    #[test]
    fn of_two_the_first_one_counts() {
        check_max_age(&["max-age=60, max-age=1"], Some(60));
        check_max_age(&["max-age=1", "max-age=60"], Some(1));
    }

    #[test]
    fn what_stands_in_quotes_is_no_directive() {
        check_max_age(&["ext=\"max-age=3600\", max-age=1"], Some(1));
        check_max_age(&["ext=\"a, max-age=3600, b\", max-age=1"], Some(1));
        check_max_age(&["ext=\"\\\", max-age=3600\", max-age=1"], Some(1));
        assert!(!directives(&["ext=\"no-store\""]).has("no-store"));
        // What is not closed ends with its line.
        check_max_age(&["ext=\"", "max-age=1"], Some(1));
    }

    #[test]
    fn a_directive_may_concern_fields_alone() {
        let qualified = directives(&["no-cache=\"Set-Cookie, X-A\", private=x"]);
        assert!(qualified.has("no-cache") && !qualified.has_whole("no-cache"));
        assert_eq!(qualified.field_names("no-cache").collect::<Vec<_>>(), ["Set-Cookie", "X-A"]);
        assert!(directives(&["no-cache=\"a\", no-cache"]).has_whole("no-cache"));
        assert!(directives(&["No-Cache=\"\""]).has_whole("no-cache"));
    }

    #[test]
    fn pragma_stands_for_no_cache_in_a_request_without_cache_control() {
        let line = |(name, value): &(&str, &str)| FieldLine {
            name: (*name).to_owned(),
            value: (*value).to_owned(),
        };
        let check = |lines: &[(&str, &str)], expected: bool| {
            let directives = Directives::of_request(&lines.iter().map(line).collect());
            assert_eq!(directives.has("no-cache"), expected, "{lines:?}");
        };
        check(&[("Pragma", "No-Cache")], true);
        check(&[("Pragma", "x, no-cache")], true);
        check(&[("Pragma", "no-cache=x")], false);
        check(&[("Pragma", "no-cache"), ("Cache-Control", "max-age=1")], false);
    }

    #[test]
    fn max_stale_without_a_value_takes_any() {
        assert_eq!(directives(&["max-stale"]).seconds_or_any("max-stale"), Some(u64::MAX));
        assert_eq!(directives(&["max-stale=5"]).seconds_or_any("max-stale"), Some(5));
        assert_eq!(directives(&["max-stale=x"]).seconds_or_any("max-stale"), Some(0));
        assert_eq!(directives(&[""]).seconds_or_any("max-stale"), None);
    }

    proptest! {
        #[test]
        fn no_text_panics(line in "\\PC{0,60}|[a-z=\", \\\\0-9-]{0,60}") {
            let directives = directives(&[&line]);
            let _ = (directives.seconds("max-age"), directives.has_whole("no-cache"));
            prop_assert!(directives.seconds("a").is_none_or(|seconds| seconds <= SECONDS_MAX));
        }
    }
}
