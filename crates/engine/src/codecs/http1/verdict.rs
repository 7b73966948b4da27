//! What the parsers make of octets that somebody wrote, and the place of what they stumble over.
//!
//! No parser of its own: the place is found by asking the others of beginnings that grow.

use super::response_head::is_refused;
use super::{
    Chunks, HEAD_LEN_MAX, Parsed, Refusal, TARGET_LEN_MAX, check_host, parse_request,
    parse_response, request_framing, request_head, response_head,
};
use core::ops::Range;
use trace::{OctetRange, Verdict};

/// What octets are as a message of HTTP/1.1: a response where they start as one (RFC 9112 §4), else a
/// request. A response is read as one to GET whose connection is closed behind it.
pub fn verdict(octets: &[u8]) -> Verdict {
    match octets.starts_with(b"HTTP/") {
        true => match parse_response(octets, "GET", true) {
            Parsed::Complete(message) => whole(message.len, octets),
            Parsed::Incomplete => Verdict::Unfinished,
            Parsed::Malformed(refusal) => refused(refusal, place_in_response(octets)),
        },
        false => match parse_request(octets) {
            Parsed::Complete(message) => whole(message.len, octets),
            Parsed::Incomplete => Verdict::Unfinished,
            Parsed::Malformed(refusal) => refused(refusal, place_in_request(octets)),
        },
    }
}

fn whole(len: usize, octets: &[u8]) -> Verdict {
    match len < octets.len() {
        true => Verdict::MoreBehind(range(len..octets.len())),
        false => Verdict::Whole,
    }
}

fn refused(Refusal { status_code, reason }: Refusal, at: Range<usize>) -> Verdict {
    Verdict::Refused { status_code, reason, at: range(at) }
}

fn range(at: Range<usize>) -> OctetRange {
    OctetRange { start: at.start as u32, end: at.end as u32 }
}

fn place_in_request(octets: &[u8]) -> Range<usize> {
    let (start, lines, head_len) = match request_head(octets) {
        Ok(Some(head)) => head,
        Ok(None) => return first_line(octets),
        Err(_) => return first_failing(octets, |beginning| request_head(beginning).is_err()),
    };
    if start.target.len() > TARGET_LEN_MAX || head_len > HEAD_LEN_MAX {
        return first_line(octets);
    }
    let named = |names: &[&str]| lines_named(&octets[..head_len], names);
    if check_host(start.minor_version, &lines).is_err() {
        return named(&["host"]).unwrap_or_else(|| first_line(octets));
    }
    match request_framing(start.minor_version, &lines) {
        Err(_) => named(&["content-length", "transfer-encoding"]),
        Ok(_) => Some(chunk_place(octets, head_len)),
    }
    .unwrap_or_else(|| first_line(octets))
}

fn place_in_response(octets: &[u8]) -> Range<usize> {
    match response_head(octets) {
        Ok(Some((.., head_len))) => {
            let named = lines_named(&octets[..head_len], &["content-length"]);
            let has_chunks = lines_named(&octets[..head_len], &["transfer-encoding"]).is_some();
            match named.filter(|_| !has_chunks) {
                Some(lines) => lines,
                None => chunk_place(octets, head_len),
            }
        }
        Ok(None) => first_line(octets),
        Err(_) => first_failing(octets, is_refused),
    }
}

/// The first line of the chunk that cannot be read, up to the end where that is not the reason.
fn chunk_place(octets: &[u8], head_len: usize) -> Range<usize> {
    let mut chunks = Chunks::behind(head_len);
    let _ = chunks.read(octets);
    let start = chunks.at.min(octets.len());
    start..start + line(&octets[start..])
}

/// The octet at which a parser gives up, or the line that it ends.
fn first_failing(octets: &[u8], fails: impl Fn(&[u8]) -> bool) -> Range<usize> {
    let ends = octets.iter().enumerate().filter(|(_, octet)| **octet == b'\n');
    let ends = ends.map(|(place, _)| place + 1).chain([octets.len()]);
    let mut start = 0;
    for end in ends {
        if fails(&octets[..end]) {
            let first = (start + 1..end).find(|len| fails(&octets[..*len])).unwrap_or(end);
            return match octets[first - 1] {
                // What is missing is missed where the line ends.
                b'\r' | b'\n' => start..start + line(&octets[start..end]),
                _ => first - 1..first,
            };
        }
        start = end;
    }
    first_line(octets)
}

fn first_line(octets: &[u8]) -> Range<usize> {
    0..line(octets)
}

/// How long the first line is, without its end.
fn line(octets: &[u8]) -> usize {
    let line = octets.split(|octet| *octet == b'\n').next().unwrap_or_default();
    line.strip_suffix(b"\r").unwrap_or(line).len()
}

/// From the first field line with one of these names to the last one.
fn lines_named(head: &[u8], names: &[&str]) -> Option<Range<usize>> {
    let mut found: Option<Range<usize>> = None;
    let mut start = 0;
    for whole in head.split_inclusive(|octet| *octet == b'\n') {
        let name = whole.split(|octet| *octet == b':').next().unwrap_or_default();
        let is_named = names.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()));
        if is_named && name.len() < whole.len() {
            let end = start + line(whole);
            found = Some(found.map_or(start, |found| found.start)..end);
        }
        start += whole.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The verdict in one line; of what is refused, the octets that stand there.
    fn told(octets: &[u8]) -> String {
        let text = |at: &OctetRange| {
            String::from_utf8_lossy(&octets[at.start as usize..at.end as usize]).into_owned()
        };
        match verdict(octets) {
            Verdict::Whole => "whole".to_owned(),
            Verdict::Unfinished => "unfinished".to_owned(),
            Verdict::MoreBehind(rest) => format!("behind it {:?}", text(&rest)),
            Verdict::Refused { status_code, at, .. } => format!("{status_code} at {:?}", text(&at)),
        }
    }

    #[track_caller]
    fn check(octets: &str, expected: &str) {
        assert_eq!(told(octets.as_bytes()), expected, "{octets:?}");
    }

    #[test]
    fn a_request_is_whole_goes_on_or_has_something_behind_it() {
        check("GET /a HTTP/1.1\r\nHost: x\r\n\r\n", "whole");
        check("", "unfinished");
        check("GET /a HTTP/1.1\r\nHost: x\r\n", "unfinished");
        check("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab", "unfinished");
        check("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", "whole");
        check("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcd", "behind it \"d\"");
    }

    #[test]
    fn what_a_request_is_refused_for_has_its_place() {
        check("GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", "400 at \"b\"");
        check("GET /a HTTP/9.1\r\nHost: x\r\n\r\n", "505 at \"9\"");
        check("G(T /a HTTP/1.1\r\nHost: x\r\n\r\n", "400 at \"(\"");
        check("GET /a HTTP/1.1\r\nHost x\r\n\r\n", "400 at \" \"");
        check("GET /a HTTP/1.1\r\nHost\r\n\r\n", "400 at \"Host\"");
        check("GET /a HTTP/1.1\r\nHost: x\r\nA: \u{1}\r\n\r\n", "400 at \"\\u{1}\"");
        check("GET /a HTTP/1.1\r\nAccept: x\r\n\r\n", "400 at \"GET /a HTTP/1.1\"");
        check("GET /a HTTP/1.1\r\nHost: x y\r\n\r\n", "400 at \"Host: x y\"");
        let two = "Content-Length: 1\r\nContent-Length: 2";
        let request = format!("POST / HTTP/1.1\r\nHost: x\r\n{two}\r\n\r\nab");
        check(&request, &format!("400 at {two:?}"));
        let chunked = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
        check(&format!("{chunked}2\r\nab\r\nzz\r\n"), "400 at \"zz\"");
    }

    #[test]
    fn a_response_is_read_as_user_agents_read_it() {
        check("HTTP/1.1 200 OK\r\n\r\nwhatever comes", "whole");
        check("HTTP/1.1 204 No Content\r\n\r\nx", "behind it \"x\"");
        check("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc", "unfinished");
        check("HTTP/1.1 200 OK\r\nA(b: c\r\n\r\n", "whole");
        check("HTTP/1.1 2x0 OK\r\n\r\n", "502 at \"x\"");
        check("HTTP/1.1 200 OK\r\nA: \0\r\n\r\n", "502 at \"\\0\"");
        check("HTTP/1.1 200 OK\r\nContent-Length: a\r\n\r\n", "502 at \"Content-Length: a\"");
    }

    proptest! {
        #[test]
        fn no_octets_panic_and_what_stands_before_the_place_is_not_refused_for_its_head(
            start in prop_oneof![Just(""), Just("HTTP/1.1 200 OK\r\n"), Just("GET / HTTP/1.1\r\n")],
            lines in proptest::collection::vec("[ -~\\t\\x00éA:]{0,12}", 0..6),
            octets in proptest::collection::vec(any::<u8>(), 0..40),
        ) {
            let mut text = [start, &lines.join("\r\n")].concat().into_bytes();
            text.extend(octets);
            if let Verdict::Refused { at, .. } = verdict(&text) {
                prop_assert!(at.start <= at.end && at.end as usize <= text.len());
                let before = &text[..at.start as usize];
                match text.starts_with(b"HTTP/") {
                    true => prop_assert!(!is_refused(before) || before.is_empty()),
                    false => prop_assert!(request_head(before).is_ok()),
                }
            }
        }
    }
}
