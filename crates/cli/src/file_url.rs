//! URLs of files, as the URL standard parses them (§4.4, from “file state” on): a library that keeps
//! paths of Windows apart from others takes them in another way.

use url::Host;

/// A URL with the scheme `file`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileUrl {
    /// The host; empty where it is this machine.
    pub host: String,
    path: Vec<String>,
    query: Option<String>,
    fragment: Option<String>,
}

impl FileUrl {
    /// Reads what stands behind `file:`, or, with a base, a reference without a scheme.
    ///
    /// # Errors
    /// What is wrong with the host.
    pub fn parse(text: &str, base: Option<&Self>) -> Result<Self, String> {
        let (text, fragment) = split(text, '#');
        let (text, query) = split(text, '?');
        let fragment = fragment.map(|fragment| encoded(fragment, b" \"<>`"));
        let query = query.map(|query| encoded(query, b" \"#<>'"));
        let mut url = Self { host: String::new(), path: Vec::new(), query, fragment };
        match (strip_slash(text), base) {
            (Some(rest), _) => match strip_slash(rest) {
                Some(rest) => url.take_host(rest)?,
                None => url.take_rooted(rest, base),
            },
            (None, Some(base)) => url.take_relative(text, base),
            (None, None) => url.take_path(text),
        }
        Ok(url)
    }

    /// “file host state” and “path start state”.
    fn take_host(&mut self, text: &str) -> Result<(), String> {
        let end = text.find(['/', '\\']).unwrap_or(text.len());
        let (host, path) = text.split_at(end);
        if is_drive(host) {
            self.take_path(text);
            return Ok(());
        }
        if !host.is_empty() {
            let host = Host::parse(host).map_err(|error| error.to_string())?.to_string();
            self.host = if host == "localhost" { String::new() } else { host };
        }
        self.take_path(strip_slash(path).unwrap_or(path));
        Ok(())
    }

    /// “file slash state”, behind one slash.
    fn take_rooted(&mut self, text: &str, base: Option<&Self>) {
        if let Some(base) = base {
            self.host.clone_from(&base.host);
            let drive = base.path.first().filter(|first| is_normalized_drive(first));
            self.path.extend(drive.filter(|_| !starts_with_drive(text)).cloned());
        }
        self.take_path(text);
    }

    /// “file state” with a base.
    fn take_relative(&mut self, text: &str, base: &Self) {
        self.host.clone_from(&base.host);
        if text.is_empty() {
            self.path.clone_from(&base.path);
            self.query = self.query.take().or_else(|| base.query.clone());
            return;
        }
        if !starts_with_drive(text) {
            self.path.clone_from(&base.path);
            self.shorten();
        }
        self.take_path(text);
    }

    /// “path state”.
    fn take_path(&mut self, text: &str) {
        let mut segments = text.split(['/', '\\']).peekable();
        while let Some(segment) = segments.next() {
            let is_last = segments.peek().is_none();
            match dots(segment) {
                Some(count) => {
                    if count == 2 {
                        self.shorten();
                    }
                    if is_last {
                        self.path.push(String::new());
                    }
                }
                None if self.path.is_empty() && is_drive(segment) => {
                    self.path.push(format!("{}:", &segment[..1]));
                }
                None => self.path.push(encoded(segment, b" \"#<>?^`{}")),
            }
        }
    }

    /// “shorten”: a drive stays.
    fn shorten(&mut self) {
        let is_drive_alone = self.path.len() == 1 && is_normalized_drive(&self.path[0]);
        if !is_drive_alone {
            self.path.pop();
        }
    }

    /// “URL path serializer”.
    pub fn pathname(&self) -> String {
        self.path.iter().flat_map(|segment| ["/", segment]).collect()
    }

    /// With its question mark; empty where there is nothing behind it.
    pub fn search(&self) -> String {
        self.query.iter().filter(|text| !text.is_empty()).map(|text| format!("?{text}")).collect()
    }

    /// With its number sign; empty where there is nothing behind it.
    pub fn hash(&self) -> String {
        self.fragment
            .iter()
            .filter(|text| !text.is_empty())
            .map(|text| format!("#{text}"))
            .collect()
    }

    /// “URL serializer”.
    pub fn href(&self) -> String {
        let mut href = format!("file://{}{}", self.host, self.pathname());
        for (mark, part) in [("?", &self.query), ("#", &self.fragment)] {
            href.extend(part.iter().flat_map(|part| [mark, part]));
        }
        href
    }
}

fn split(text: &str, at: char) -> (&str, Option<&str>) {
    match text.split_once(at) {
        Some((before, behind)) => (before, Some(behind)),
        None => (text, None),
    }
}

fn strip_slash(text: &str) -> Option<&str> {
    text.strip_prefix(['/', '\\'])
}

/// “Windows drive letter”.
fn is_drive(text: &str) -> bool {
    matches!(text.as_bytes(), [letter, b':' | b'|'] if letter.is_ascii_alphabetic())
}

/// “normalized Windows drive letter”.
fn is_normalized_drive(text: &str) -> bool {
    is_drive(text) && text.ends_with(':')
}

/// “starts with a Windows drive letter”; question mark and number sign are split off already.
fn starts_with_drive(text: &str) -> bool {
    is_drive(text.split(['/', '\\']).next().unwrap_or_default())
}

/// How many dots a segment stands for, if it is “single-dot” or “double-dot”.
fn dots(segment: &str) -> Option<usize> {
    match segment.to_ascii_lowercase().replace("%2e", ".").as_str() {
        "." => Some(1),
        ".." => Some(2),
        _ => None,
    }
}

/// “UTF-8 percent-encode”, of control characters, all beyond ASCII, and these.
fn encoded(text: &str, set: &[u8]) -> String {
    let encode = |octet: u8| match octet {
        0x20..=0x7e if !set.contains(&octet) => char::from(octet).to_string(),
        _ => format!("%{octet:02X}"),
    };
    text.bytes().map(encode).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, base: Option<&str>, expected: &str) {
        let parse = |text: &str, base| FileUrl::parse(text, base).expect("it is a URL");
        let base = base.map(|base| parse(base, None));
        assert_eq!(parse(text, base.as_ref()).href(), expected, "{text}");
    }

    #[test]
    fn file_host_state_takes_a_host_but_no_drive() {
        check("//host/a", None, "file://host/a");
        check("\\\\HOST\\a", None, "file://host/a");
        check("//localhost/a", None, "file:///a");
        check("///a", None, "file:///a");
        check("//C|/a", None, "file:///C:/a");
        check("//host/C|/a", None, "file://host/C:/a");
        check("//[::1]/C:/", None, "file://[::1]/C:/");
        assert!(FileUrl::parse("//a b/", None).is_err());
        assert!(FileUrl::parse("//a:80/", None).is_err());
    }

    #[test]
    fn file_slash_state_keeps_the_drive_of_the_base() {
        check("/a", Some("///C:/b/c"), "file:///C:/a");
        check("/D|/a", Some("///C:/b/c"), "file:///D:/a");
        check("/a", Some("//host/b"), "file://host/a");
        check("/", Some("//host/C:/b"), "file://host/C:/");
    }

    #[test]
    fn file_state_takes_what_is_missing_from_the_base() {
        let base = Some("//host/a/b?q#f");
        check("", base, "file://host/a/b?q");
        check("#g", base, "file://host/a/b?q#g");
        check("?r", base, "file://host/a/b?r");
        check("c", base, "file://host/a/c");
        check("../../c/.", base, "file://host/c/");
        check("C|/x", base, "file://host/C:/x");
        check("C|x", base, "file://host/a/C|x");
    }

    #[test]
    fn path_state_keeps_empty_segments_and_drives() {
        check("", None, "file:///");
        check("////a//..//b", None, "file:////a//b");
        check("/C:/../..", None, "file:///C:/");
        check("/%2e/a/%2E.", None, "file:///");
        check("/é {^}\u{7f}", None, "file:///%C3%A9%20%7B%5E%7D%7F");
        check("/a?b'#c`", None, "file:///a?b%27#c%60");
    }
}
