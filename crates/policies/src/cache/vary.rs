//! Which stored response belongs to a request: the fields that Vary names (RFC 9111 §4.1).

use super::directives::list_members;
use trace::FieldLines;

/// Whether a response differs by more than a request says: `*` stands in its Vary, alone or among
/// names (RFC 9110 §12.5.5).
pub(super) fn is_by_anything(response: &FieldLines) -> bool {
    response.lists("vary", "*")
}

/// The first field that Vary of a stored response names and that a request has otherwise than the
/// one which it answered; `None` where all match.
pub(super) fn differing_field(
    response: &FieldLines,
    its_request: &FieldLines,
    request: &FieldLines,
) -> Option<String> {
    let differs =
        |name: &&str| *name == "*" || normalized(its_request, name) != normalized(request, name);
    response.members("vary").find(differs).map(str::to_owned)
}

/// A field in the form in which it is compared: its lines as one list, without the white space
/// around its members. Those of Accept-Charset, Accept-Encoding and Accept-Language have no case, and
/// are weighed by their `q` alone: neither their order nor a `q=1` says anything (RFC 9110 §12.4.2).
fn normalized(field_lines: &FieldLines, name: &str) -> Option<String> {
    let members: Vec<&str> = field_lines.values(name).flat_map(list_members).collect();
    let is_weighed = ["accept-charset", "accept-encoding", "accept-language"]
        .iter()
        .any(|weighed| name.eq_ignore_ascii_case(weighed));
    field_lines.has(name).then(|| match is_weighed {
        true => {
            let mut members: Vec<String> = members.into_iter().map(preference).collect();
            members.sort_unstable();
            members.join(",")
        }
        false => members.join(","),
    })
}

/// `EN; q=1.0` is `en`.
fn preference(member: &str) -> String {
    let plain = member.replace([' ', '\t'], "").to_ascii_lowercase();
    let full = [";q=1", ";q=1.", ";q=1.0", ";q=1.00", ";q=1.000"];
    let name = full.iter().find_map(|weight| plain.strip_suffix(weight)).map(str::to_owned);
    name.unwrap_or(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::lines;

    #[track_caller]
    fn check(
        vary: &[&str],
        first: &[(&str, &str)],
        second: &[(&str, &str)],
        differing: Option<&str>,
    ) {
        let vary: Vec<(&str, &str)> = vary.iter().map(|value| ("Vary", *value)).collect();
        let found = differing_field(&lines(&vary), &lines(first), &lines(second));
        assert_eq!(found.as_deref(), differing, "{vary:?} {first:?} {second:?}");
    }

    #[test]
    fn section_4_1_the_fields_that_vary_names_have_to_match() {
        check(&[], &[("Foo", "1")], &[("Foo", "2")], None);
        check(&["Foo"], &[("Foo", "1")], &[("foo", "1"), ("Bar", "2")], None);
        check(&["Foo"], &[("Foo", "1")], &[("Foo", "2")], Some("Foo"));
        check(&["Foo"], &[("Foo", "1")], &[], Some("Foo"));
        check(&["Foo"], &[], &[("Foo", "")], Some("Foo"));
        check(&["Foo"], &[], &[], None);
        check(&["Bar, foo"], &[("Foo", "1")], &[("Foo", "2")], Some("foo"));
        check(&["Bar", "", "Foo"], &[("Foo", "1")], &[("Foo", "2")], Some("Foo"));
    }

    #[test]
    fn section_4_1_forms_that_mean_the_same_match() {
        check(&["Foo"], &[("Foo", "1, 2")], &[("Foo", "1"), ("Foo", "2")], None);
        check(&["Foo"], &[("Foo", "1,2")], &[("Foo", " 1 ,\t2,")], None);
        check(&["Foo"], &[("Foo", "\"1, 2\"")], &[("Foo", "\"1,2\"")], Some("Foo"));
        check(&["Foo"], &[("Foo", "a")], &[("Foo", "A")], Some("Foo"));
        check(&["Foo"], &[("Foo", "1, 2")], &[("Foo", "2, 1")], Some("Foo"));
        let languages = |one: &str, other: &str, differing: Option<&str>| {
            let (one, other) = ([("Accept-Language", one)], [("Accept-Language", other)]);
            check(&["Accept-Language"], &one, &other, differing);
        };
        languages("de-DE, en; q=0.5", "DE-de,en;q=0.5", None);
        languages("en, de", "de, en", None);
        languages("en, de;q=0.5", "de;q=0.5, EN;q=1.0", None);
        languages("en, de;q=0.5", "de, en;q=0.5", Some("Accept-Language"));
        languages("en, de", "en", Some("Accept-Language"));
    }

    #[test]
    fn section_4_1_a_star_never_matches() {
        for star in ["*", "Foo, *", "*, Foo", ", *", "*,*"] {
            check(&[star], &[], &[], Some("*"));
            assert!(is_by_anything(&lines(&[("Vary", star)])));
        }
        check(&["Foo", "*"], &[], &[], Some("*"));
    }
}
