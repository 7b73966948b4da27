//! Where an answer sends a client, and what it asks for there: HTTP-redirect fetch of the Fetch
//! standard (§4.4), on RFC 9110 §15.4.

use trace::{FieldLines, HttpUrl};

/// The most redirects that one fetch follows (Fetch §4.4, step 7).
pub const REDIRECTS_MAX: u32 = 20;

/// Whether an answer with this status may send the client elsewhere (Fetch, redirect status).
pub fn is_redirect_status(status_code: u16) -> bool {
    matches!(status_code, 301 | 302 | 303 | 307 | 308)
}

/// Why an answer with a redirect status and a Location is not followed: a network error in Fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotFollowed {
    /// Location is no URL, also not beside that of the request.
    BadLocation {
        /// What it says.
        location: String,
    },
    /// Another scheme than `http` and `https`.
    OtherScheme {
        /// Which.
        scheme: String,
    },
}

/// Where an answer sends, if anywhere: the location URL (Fetch §2.2.6), with the fragment of the
/// URL before it where it has none.
///
/// # Errors
/// What stands in its way.
pub fn location(
    status_code: u16,
    field_lines: &FieldLines,
    from: &HttpUrl,
) -> Option<Result<HttpUrl, NotFollowed>> {
    if !is_redirect_status(status_code) {
        return None;
    }
    let mut locations = field_lines.values("location");
    let location = locations.next()?;
    // It is no list: several that differ are none (Fetch, extracting header list values).
    let bad = || NotFollowed::BadLocation {
        location: field_lines.combined("location").unwrap_or_default(),
    };
    Some(match locations.all(|other| other == location) {
        true => joined(location, from),
        false => Err(bad()),
    })
}

fn joined(location: &str, from: &HttpUrl) -> Result<HttpUrl, NotFollowed> {
    let bad = || NotFollowed::BadLocation { location: location.to_owned() };
    let mut to = from.as_url().join(location).map_err(|_| bad())?;
    if !matches!(to.scheme(), "http" | "https") {
        return Err(NotFollowed::OtherScheme { scheme: to.scheme().to_owned() });
    }
    if to.fragment().is_none() {
        to.set_fragment(from.as_url().fragment());
    }
    HttpUrl::parse(to.as_str()).map_err(|_| bad())
}

/// What kind of client rewrites methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rewriting {
    /// As Fetch has it: POST becomes GET after 301 and 302, everything but GET and HEAD after 303.
    AsFetch,
    /// As Go and OkHttp have it: everything but GET and HEAD becomes GET after 301, 302 and 303.
    ToGet,
    /// As `requests` has it: everything but HEAD becomes GET after 302 and 303, POST after 301.
    AsRequests,
}

/// The method that is sent to the new place, and whether the content and what describes it
/// (Fetch, request-body-header names) are left out.
pub fn next_method(status_code: u16, method: &str, rewriting: Rewriting) -> (String, bool) {
    let becomes_get = match (status_code, rewriting) {
        (301, Rewriting::AsFetch | Rewriting::AsRequests) | (302, Rewriting::AsFetch) => {
            method == "POST"
        }
        (303, Rewriting::AsFetch) => method != "GET" && method != "HEAD",
        (301..=303, Rewriting::ToGet) | (302 | 303, Rewriting::AsRequests) => {
            method != "HEAD" && method != "GET"
        }
        _ => false,
    };
    match becomes_get {
        true => ("GET".to_owned(), true),
        false => (method.to_owned(), false),
    }
}

/// The fields that describe a content, which go with it (Fetch §2.2.2).
pub const BODY_FIELDS: [&str; 5] =
    ["content-encoding", "content-language", "content-location", "content-type", "content-length"];

#[cfg(test)]
mod tests {
    use super::*;
    use trace::FieldLine;

    fn url(text: &str) -> HttpUrl {
        HttpUrl::parse(text).expect("a good URL")
    }

    fn lines(locations: &[&str]) -> FieldLines {
        let line = |value: &&str| FieldLine { name: "Location".into(), value: (*value).into() };
        locations.iter().map(line).collect()
    }

    #[track_caller]
    fn check(location: &str, expected: &str) {
        let from = url("http://ann:pw@a.test/b/c?d#e");
        let to = super::location(302, &lines(&[location]), &from).expect("it is a redirect");
        let shown = match to {
            Ok(to) => to.as_str().to_owned(),
            Err(why) => format!("{why:?}"),
        };
        assert_eq!(shown, expected, "{location}");
    }

    #[test]
    fn a_location_is_a_reference_beside_the_url_that_was_asked_for() {
        check("http://b.test/", "http://b.test/#e");
        check("x", "http://ann:pw@a.test/b/x#e");
        check("/x?y", "http://ann:pw@a.test/x?y#e");
        check("?z", "http://ann:pw@a.test/b/c?z#e");
        check("", "http://ann:pw@a.test/b/c?d#e");
        check("#own", "http://ann:pw@a.test/b/c?d#own");
        check("//b.test:8080/x#", "http://b.test:8080/x#");
        check("../../..", "http://ann:pw@a.test/#e");
        check("https://bücher.test/ä b", "https://xn--bcher-kva.test/%C3%A4%20b#e");
        check("\\\\b.test\\x", "http://b.test/x#e");
    }

    #[test]
    fn what_is_no_place_for_http_is_told() {
        check("http://", "BadLocation { location: \"http://\" }");
        check("http://a b/", "BadLocation { location: \"http://a b/\" }");
        check("data:,x", "OtherScheme { scheme: \"data\" }");
        check("ftp://a.test/", "OtherScheme { scheme: \"ftp\" }");
        check("javascript:alert(1)", "OtherScheme { scheme: \"javascript\" }");
    }

    #[test]
    fn several_locations_count_where_they_are_the_same() {
        let from = url("http://a.test/");
        let check = |locations: &[&str], is_followed: bool| {
            let to = location(301, &lines(locations), &from).expect("it is a redirect");
            assert_eq!(to.is_ok(), is_followed, "{locations:?}");
        };
        check(&["/x", "/x"], true);
        check(&["/x", "/y"], false);
    }

    #[test]
    fn only_five_statuses_lead_elsewhere() {
        let from = url("http://a.test/");
        let leads = |code: &u16| location(*code, &lines(&["/x"]), &from).is_some();
        assert_eq!((100..600).filter(leads).collect::<Vec<u16>>(), [301, 302, 303, 307, 308]);
        assert!(location(302, &FieldLines::new(), &from).is_none());
    }

    #[test]
    fn methods_are_rewritten_as_each_kind_of_client_does() {
        let table = |rewriting| {
            let mut table = String::new();
            for code in [301, 302, 303, 307, 308] {
                for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "post"] {
                    let (next, is_rewritten) = next_method(code, method, rewriting);
                    assert_eq!(is_rewritten, next != method);
                    if is_rewritten {
                        table += &format!("{code} {method}, ");
                    }
                }
            }
            table
        };
        assert_eq!(
            table(Rewriting::AsFetch),
            "301 POST, 302 POST, 303 POST, 303 PUT, 303 DELETE, 303 post, "
        );
        assert_eq!(
            table(Rewriting::AsRequests),
            "301 POST, 302 POST, 302 PUT, 302 DELETE, 302 post, \
             303 POST, 303 PUT, 303 DELETE, 303 post, "
        );
        let all = "{} POST, {} PUT, {} DELETE, {} post, ";
        let all = ["301", "302", "303"].map(|code| all.replace("{}", code)).concat();
        assert_eq!(table(Rewriting::ToGet), all);
    }

    proptest::proptest! {
        #[test]
        fn no_location_panics(text in "\\PC{0,40}") {
            let _ = location(302, &lines(&[&text]), &url("http://a.test/b"));
        }
    }
}
