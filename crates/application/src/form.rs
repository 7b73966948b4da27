//! Content as forms send it: `application/x-www-form-urlencoded` (URL Standard §5), and
//! `multipart/form-data` (RFC 7578).

/// How many fields of a form are read.
const FIELDS_MAX: usize = 1000;

/// Names and values of a form in one line.
pub(crate) fn urlencoded(octets: &[u8]) -> Result<Vec<(String, String)>, String> {
    let fields = form_urlencoded::parse(octets).into_owned();
    let read: Vec<_> = fields.take(FIELDS_MAX + 1).collect();
    if read.len() > FIELDS_MAX { Err(too_many()) } else { Ok(read) }
}

/// Names and values of a form in parts (RFC 2046 §5.1.1). A file is a value like any other, if it is
/// text.
pub(crate) fn multipart(octets: &[u8], boundary: &str) -> Result<Vec<(String, String)>, String> {
    if boundary.is_empty() || boundary.len() > 70 {
        return Err("the boundary has to have 1 to 70 characters".to_owned());
    }
    let delimiter = format!("\r\n--{boundary}").into_bytes();
    // The first delimiter may stand at the very beginning, without a line end before it.
    let mut rest = match octets.strip_prefix(&delimiter[2..]) {
        Some(rest) => rest,
        None => behind(octets, &delimiter).ok_or_else(|| broken("the boundary is nowhere"))?.1,
    };
    let mut fields = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Ok(fields);
        }
        let (padding, behind_line) =
            behind(rest, b"\r\n").ok_or_else(|| broken("it ends without its last boundary"))?;
        if !padding.iter().all(|octet| matches!(octet, b' ' | b'\t')) {
            return Err(broken("something stands behind a boundary"));
        }
        let (part, behind_part) = behind(behind_line, &delimiter)
            .ok_or_else(|| broken("it ends without its last boundary"))?;
        fields.push(field(part)?);
        if fields.len() > FIELDS_MAX {
            return Err(too_many());
        }
        rest = behind_part;
    }
}

fn too_many() -> String {
    format!("the form has more than {FIELDS_MAX} fields")
}

fn broken(how: &str) -> String {
    format!("the content is no multipart/form-data: {how}")
}

/// What stands before `what`, and what behind it.
fn behind<'a>(octets: &'a [u8], what: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = octets.windows(what.len()).position(|found| found == what)?;
    Some((&octets[..at], &octets[at + what.len()..]))
}

/// Name and value of a part: its head, an empty line, its content.
fn field(part: &[u8]) -> Result<(String, String), String> {
    let (head, value) = match part.strip_prefix(b"\r\n") {
        Some(value) => (&b""[..], value),
        None => behind(part, b"\r\n\r\n").ok_or_else(|| broken("a part has no empty line"))?,
    };
    let head = String::from_utf8_lossy(head);
    let disposition = head.split("\r\n").filter_map(|line| line.split_once(':'));
    let disposition = disposition
        .filter(|(name, _)| name.eq_ignore_ascii_case("content-disposition"))
        .map(|(_, value)| value.trim())
        .next()
        .ok_or_else(|| broken("a part has no Content-Disposition"))?;
    let name = parameter(disposition, "name").ok_or_else(|| broken("a part has no name"))?;
    let value = str::from_utf8(value)
        .map_err(|_| "a part of the form is not text in UTF-8, which is all that is kept here")?;
    Ok((name, value.to_owned()))
}

/// A parameter of `form-data; name="a"`. In quotes, a backslash stands before a quote; browsers write
/// %22 in its place (RFC 7578 §4.2, HTML Standard §4.10.22.8).
fn parameter(disposition: &str, wanted: &str) -> Option<String> {
    let (kind, mut rest) = disposition.split_once(';')?;
    kind.trim().eq_ignore_ascii_case("form-data").then_some(())?;
    loop {
        let (name, behind_name) = rest.split_once('=')?;
        let behind_name = behind_name.trim_start();
        let (value, behind_value) = match behind_name.strip_prefix('"') {
            Some(quoted) => unquoted(quoted)?,
            None => match behind_name.split_once(';') {
                Some((value, _)) => (value.trim().to_owned(), &behind_name[value.len()..]),
                None => (behind_name.trim().to_owned(), ""),
            },
        };
        if name.trim().eq_ignore_ascii_case(wanted) {
            let value = value.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
            return Some(value);
        }
        rest = behind_value.trim_start().strip_prefix(';')?;
    }
}

/// What stands before the closing quote, and what behind it.
fn unquoted(quoted: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut signs = quoted.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '"' => return Some((value, &quoted[at + 1..])),
            '\\' => value.push(signs.next()?.1),
            sign => value.push(sign),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn two_parts() -> String {
        let part = |head: &str, value: &str| format!("--x\r\n{head}\r\n\r\n{value}\r\n");
        let name = part("Content-Disposition: form-data; name=\"name\"", "Bob\r\nor so");
        let file = part(
            "content-disposition: form-data; filename=\"a;b.txt\"; name=\"a\\\"%22\"\r\nContent-Type: text/plain",
            "--",
        );
        format!("{name}{file}--x--\r\nand more")
    }

    #[test]
    fn parts_have_names_and_values() {
        let found = multipart(two_parts().as_bytes(), "x");
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(found, Ok(vec![pair("name", "Bob\r\nor so"), pair("a\"\"", "--")]));
        assert_eq!(multipart(b"--x--", "x"), Ok(Vec::new()));
        assert_eq!(multipart(b"preamble\r\n--x--", "x"), Ok(Vec::new()));
    }

    #[test]
    fn a_form_that_is_cut_is_told() {
        let whole = two_parts();
        let end = whole.find("--x--").expect("it ends there") + 4;
        for cut in 0..end {
            assert!(multipart(&whole.as_bytes()[..cut], "x").is_err(), "{cut}");
        }
        for wrong in
            ["--x\r\n\r\na\r\n--x--", "--xy\r\n\r\na\r\n--x--", "--x\r\nA: b\r\n\r\n\r\n--x--"]
        {
            assert!(multipart(wrong.as_bytes(), "x").is_err(), "{wrong}");
        }
        assert!(multipart(b"--x--", "").is_err());
    }

    #[test]
    fn a_form_has_a_thousand_fields_at_most() {
        assert_eq!(urlencoded("a=1&".repeat(1000).as_bytes()).map(|read| read.len()), Ok(1000));
        assert!(urlencoded("a=1&".repeat(1001).as_bytes()).is_err());
        let part = "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n";
        assert!(multipart(format!("{}--x--", part.repeat(1001)).as_bytes(), "x").is_err());
        assert!(multipart(format!("{}--x--", part.repeat(1000)).as_bytes(), "x").is_ok());
    }

    proptest! {
        #[test]
        fn no_octets_break_the_reader(octets in "(--x|\r\n|Content-Disposition: form-data; name=|\"|a|;|--|:|\\\\){0,40}") {
            let _ = multipart(octets.as_bytes(), "x");
            let _ = urlencoded(octets.as_bytes());
        }

        #[test]
        fn what_a_form_sends_is_read_again(
            fields in prop::collection::vec(("[a-z\"]{1,8}", "[^\0]{0,20}"), 0..6)
        ) {
            let part = |(name, value): &(String, String)| {
                let name = name.replace('"', "%22");
                format!("--b0undary\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
            };
            let parts: String = fields.iter().map(part).collect();
            let sent = format!("{parts}--b0undary--\r\n");
            prop_assert_eq!(multipart(sent.as_bytes(), "b0undary"), Ok(fields));
        }
    }
}
