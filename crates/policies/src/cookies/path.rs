//! Paths (6265bis §5.1.4).

/// The path of a cookie that names none: that of the request up to its last slash.
pub fn default_path(request_path: &str) -> &str {
    match request_path.rfind('/') {
        Some(last) if last > 0 && request_path.starts_with('/') => &request_path[..last],
        _ => "/",
    }
}

/// Whether a request path path-matches that of a cookie.
pub fn path_matches(request_path: &str, cookie_path: &str) -> bool {
    let Some(below) = request_path.strip_prefix(cookie_path) else { return false };
    below.is_empty() || cookie_path.ends_with('/') || below.starts_with('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_without_a_path_belongs_to_the_folder_of_its_request() {
        let check = |path: &str, expected: &str| assert_eq!(default_path(path), expected, "{path}");
        check("", "/");
        check("no-slash", "/");
        check("no/slash/first", "/");
        check("/", "/");
        check("/one", "/");
        check("/one/", "/one");
        check("/one/two", "/one");
        check("/one/two/", "/one/two");
        check("//", "/");
    }

    #[test]
    fn a_path_matches_what_is_below_it_and_not_what_begins_alike() {
        let check = |request: &str, cookie: &str, expected: bool| {
            assert_eq!(path_matches(request, cookie), expected, "{request} {cookie}");
        };
        check("/a", "/a", true);
        check("/a/", "/a", true);
        check("/a/b", "/a", true);
        check("/a/b", "/a/", true);
        check("/ab", "/a", false);
        check("/a", "/a/", false);
        check("/A", "/a", false);
        check("/b", "/", true);
        check("/", "/b", false);
        // Escapes are not undone.
        check("/%61", "/a", false);
    }
}
