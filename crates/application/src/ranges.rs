//! Parts of a file (RFC 9110 §14).

use crate::date;
use crate::json::Representation;
use crate::problem::Problem;
use crate::reply::Reply;
use core::ops::Range;
use core::time::Duration;
use http::{HeaderMap, StatusCode, header};

/// How many parts are sent at once, at most (RFC 9110 §17.15).
const PARTS_MAX: usize = 10;

/// What stands between the parts: it is in none of the files here.
const BOUNDARY: &str = "roundtrip-part-of-a-file";

/// A range as it is asked for (RFC 9110 §14.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// From an octet on, to another or the end; both count.
    From { first: u64, last: Option<u64> },
    /// So many octets at the end.
    Last(u64),
}

/// Sends those parts of a file that a GET asks for, where it may; the whole of it else.
pub(crate) fn told(mut reply: Reply, fields: &HeaderMap, now: Duration) -> Reply {
    let (StatusCode::OK, Some(Representation::File(file))) = (reply.status, &reply.representation)
    else {
        return reply;
    };
    let Some(asked) = fields.get(header::RANGE).and_then(|value| value.to_str().ok()) else {
        return reply;
    };
    // Another unit, or no list of ranges: as if it were not there (RFC 9110 §14.2).
    let Some(asked) = read(asked).filter(|_| is_meant(fields, &reply, now)) else { return reply };
    let (octets, media_type) = (file.octets, file.media_type);
    let length = octets.len();
    if asked.len() > PARTS_MAX {
        let detail = format!("{} ranges are asked for; up to {PARTS_MAX} are sent", asked.len());
        return unsatisfiable(length, detail);
    }
    let parts: Vec<Range<usize>> =
        asked.into_iter().filter_map(|asked| asked.within(length)).collect();
    let content_range =
        |part: &Range<usize>| format!("bytes {}-{}/{length}", part.start, part.end - 1);
    let (media_type, octets) = match parts.as_slice() {
        [] => {
            let detail = format!("the file has {length} octets, and none of those asked for");
            return unsatisfiable(length, detail);
        }
        [part] => {
            reply.fields.push((header::CONTENT_RANGE, content_range(part)));
            (media_type.to_owned(), octets[part.clone()].to_vec())
        }
        // RFC 9110 §14.6.
        parts => {
            let mut content = Vec::new();
            for part in parts {
                let head = format!(
                    "--{BOUNDARY}\r\nContent-Type: {media_type}\r\nContent-Range: {}\r\n\r\n",
                    content_range(part)
                );
                content.extend_from_slice(head.as_bytes());
                content.extend_from_slice(&octets[part.clone()]);
                content.extend_from_slice(b"\r\n");
            }
            content.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
            (format!("multipart/byteranges; boundary={BOUNDARY}"), content)
        }
    };
    reply.status = StatusCode::PARTIAL_CONTENT;
    reply.representation = Some(Representation::Octets { media_type, octets });
    reply
}

/// Whether the client has parts of this version, if it has any (RFC 9110 §13.1.5): compared strongly,
/// to the letter.
fn is_meant(fields: &HeaderMap, reply: &Reply, now: Duration) -> bool {
    let Some(version) = fields.get(header::IF_RANGE) else { return true };
    let Ok(version) = version.to_str() else { return false };
    if version.starts_with('"') {
        return reply.fields.iter().any(|(name, tag)| name == header::ETAG && tag == version);
    }
    date::read(version, now).is_some_and(|time| reply.modified_at == Some(time))
}

fn unsatisfiable(length: usize, detail: String) -> Reply {
    let field = Some((header::CONTENT_RANGE, format!("bytes */{length}")));
    Problem { field, ..Problem::new(StatusCode::RANGE_NOT_SATISFIABLE, detail) }.into()
}

/// A list of ranges of octets; `None` where it is none.
fn read(value: &str) -> Option<Vec<Asked>> {
    let (unit, list) = value.split_once('=')?;
    unit.trim().eq_ignore_ascii_case("bytes").then_some(())?;
    let ranges = list.split(',').map(str::trim).filter(|range| !range.is_empty());
    let ranges: Vec<Asked> = ranges.map(range).collect::<Option<_>>()?;
    (!ranges.is_empty()).then_some(ranges)
}

fn range(text: &str) -> Option<Asked> {
    // A number beyond all files is as good as a larger one.
    let number = |digits: &str| {
        let is_number = !digits.is_empty() && digits.bytes().all(|octet| octet.is_ascii_digit());
        is_number.then(|| digits.parse().unwrap_or(u64::MAX))
    };
    match text.split_once('-')? {
        ("", suffix) => number(suffix).map(Asked::Last),
        (first, "") => Some(Asked::From { first: number(first)?, last: None }),
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            (first <= last).then_some(Asked::From { first, last: Some(last) })
        }
    }
}

impl Asked {
    /// The octets of a file of this length, if there are any.
    fn within(self, length: usize) -> Option<Range<usize>> {
        let end = length as u64;
        let (start, end) = match self {
            Self::From { first, last } => {
                (first, last.map_or(end, |last| end.min(last.saturating_add(1))))
            }
            Self::Last(count) => (end.saturating_sub(count), end),
        };
        (start < end).then_some(start as usize..end as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ranges_are_read_as_the_standard_has_them() {
        let within = |value: &str| {
            let asked = read(value)?;
            let parts = asked.into_iter().filter_map(|asked| asked.within(10_000));
            Some(parts.map(|part| (part.start, part.end)).collect::<Vec<_>>())
        };
        // RFC 9110 §14.1.2.
        assert_eq!(within("bytes=0-499"), Some(vec![(0, 500)]));
        assert_eq!(within("bytes=500-999"), Some(vec![(500, 1000)]));
        assert_eq!(within("bytes=-500"), Some(vec![(9500, 10_000)]));
        assert_eq!(within("bytes=9500-"), Some(vec![(9500, 10_000)]));
        assert_eq!(within("bytes=0-0,-1"), Some(vec![(0, 1), (9999, 10_000)]));
        assert_eq!(within("bytes= 0-999, 4500-5499, -1000").map(|parts| parts.len()), Some(3));
        assert_eq!(within("bytes=0-99999999999999999999999"), Some(vec![(0, 10_000)]));
        assert_eq!(within("bytes=10000-"), Some(vec![]));
        assert_eq!(within("bytes=-0"), Some(vec![]));
        for wrong in
            ["bytes", "bytes=", "bytes=a-b", "bytes=2-1", "bytes=1", "lines=1-2", "bytes=--1"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_part_lies_within_the_file(value in "(bytes=)?[0-9,-]{0,30}", length in 0_usize..2000) {
            for asked in read(&value).unwrap_or_default() {
                let part = asked.within(length);
                prop_assert!(part.is_none_or(|part| part.start < part.end && part.end <= length));
            }
        }
    }
}
