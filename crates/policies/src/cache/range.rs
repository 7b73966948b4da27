//! Parts of a representation: which one is asked for and which one came (RFC 9110 §14), stored,
//! put together (RFC 9111 §3.4) and cut out of what is stored (§3.3).

use super::message::{Answer, Request, set};
use super::update;
use trace::FieldLines;

/// The one range that a request asks for (RFC 9110 §14.1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AskedRange {
    /// From an octet on, at most as far as another one.
    From(u64, Option<u64>),
    /// The last octets.
    Last(u64),
}

impl AskedRange {
    /// Of a request; `None` where it asks for no range, and `Some(None)` where for something that is
    /// not answered from a cache: several ranges, another unit. A range in a request for anything
    /// but GET means nothing (RFC 9110 §14.2).
    pub(super) fn of(request: &Request<'_>) -> Option<Option<Self>> {
        let field_value = request.field_lines.value("range").filter(|_| request.method == "GET")?;
        Some(Self::parse(field_value))
    }

    fn parse(field_value: &str) -> Option<Self> {
        let (unit, range) = field_value.split_once('=')?;
        let (from, to) = range.trim().split_once('-')?;
        if !unit.eq_ignore_ascii_case("bytes") {
            return None;
        }
        match (from, to) {
            ("", last) => Some(Self::Last(number(last)?)),
            (from, "") => Some(Self::From(number(from)?, None)),
            (from, to) => {
                let (from, to) = (number(from)?, number(to)?);
                (from <= to).then_some(Self::From(from, Some(to)))
            }
        }
    }

    /// The first octet and the one behind the last, of a representation that is this long as far as
    /// is known; `None` where there is no such octet, or where that is not known.
    fn within(self, length: Option<u64>) -> Option<(u64, u64)> {
        let (from, end) = match (self, length) {
            (Self::From(from, Some(to)), None) => (from, to.checked_add(1)?),
            (_, None) => return None,
            (Self::From(from, to), Some(length)) => {
                (from, to.map_or(length, |to| to.saturating_add(1).min(length)))
            }
            (Self::Last(count), Some(length)) => (length.saturating_sub(count), length),
        };
        (from < end).then_some((from, end))
    }
}

/// Which part an answer has (RFC 9110 §14.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ContentRange {
    /// Its first octet.
    pub from: u64,
    /// How long the whole is, where that is said.
    pub length: Option<u64>,
}

impl ContentRange {
    /// Of an answer 206 in one part, whose content is as long as its Content-Range says. What is
    /// missing at its end is not there; what is there begins where it says.
    pub(super) fn of(answer: &Answer) -> Option<Self> {
        let field_value = answer.field_lines.value("content-range")?;
        let (unit, rest) = field_value.split_once(' ')?;
        let (range, length) = rest.split_once('/')?;
        let (from, to) = range.split_once('-')?;
        let (from, to) = (number(from)?, number(to)?);
        let length = match length {
            "*" => None,
            length => Some(number(length)?),
        };
        let count = to.checked_sub(from)?.checked_add(1)?;
        let is_within = length.is_none_or(|length| to < length);
        let is_no_more = u64::try_from(answer.content.len()).is_ok_and(|octets| octets <= count);
        let is_good = unit.eq_ignore_ascii_case("bytes") && is_within && is_no_more;
        is_good.then_some(Self { from, length })
    }

    /// Of what is stored, whole or not.
    fn of_stored(stored: &Answer) -> Option<Self> {
        match stored.status_code {
            206 => Self::of(stored),
            _ => Some(Self { from: 0, length: u64::try_from(stored.content.len()).ok() }),
        }
    }
}

/// Digits; octets beyond 2^63 are nowhere.
fn number(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u64::MAX).min(u64::MAX >> 1))
}

/// Cuts out of a stored answer what a request asks for; `None` where it is not there. Only what is
/// there with status 200 or 206 has parts.
pub(super) fn cut(stored: &Answer, asked: AskedRange) -> Option<Answer> {
    if !matches!(stored.status_code, 200 | 206) {
        return None;
    }
    let has = ContentRange::of_stored(stored)?;
    let (from, end) = asked.within(has.length)?;
    let start = usize::try_from(from.checked_sub(has.from)?).ok()?;
    let stop = usize::try_from(end.checked_sub(has.from)?).ok()?;
    let content = stored.content.get(start..stop)?.to_vec();
    Some(part(stored, content, from, has.length))
}

fn part(whole: &Answer, content: Vec<u8>, from: u64, length: Option<u64>) -> Answer {
    let mut field_lines = whole.field_lines.clone();
    let count = content.len();
    let to = from.saturating_add(u64::try_from(count).unwrap_or(0)).saturating_sub(1);
    let length = length.map_or("*".to_owned(), |length| length.to_string());
    set(&mut field_lines, "Content-Range", format!("bytes {from}-{to}/{length}"));
    set(&mut field_lines, "Content-Length", count.to_string());
    let reason_phrase = "Partial Content".to_owned();
    Answer { status_code: 206, reason_phrase, field_lines, content }
}

/// How many octets from its first on a stored part has, of a representation that asked for may be
/// continued there (RFC 9111 §3.4): it has to have a strong validator.
pub(super) fn to_continue(stored: &Answer) -> Option<(usize, &str)> {
    let has = ContentRange::of(stored).filter(|_| stored.status_code == 206)?;
    let entity_tag = strong_entity_tag(&stored.field_lines)?;
    (has.from == 0).then_some((stored.content.len(), entity_tag))
}

fn strong_entity_tag(field_lines: &FieldLines) -> Option<&str> {
    field_lines.value("etag").filter(|tag| tag.starts_with('"'))
}

/// Puts a part that has come together with what is stored (§3.4), where both have the same strong
/// validator and what they have touches. What comes out is whole (200) or a larger part.
pub(super) fn combined(stored: &Answer, new: &Answer) -> Option<Answer> {
    let (old_tag, new_tag) =
        (strong_entity_tag(&stored.field_lines)?, strong_entity_tag(&new.field_lines)?);
    if old_tag != new_tag || new.status_code != 206 || !matches!(stored.status_code, 200 | 206) {
        return None;
    }
    let (old_range, new_range) = (ContentRange::of_stored(stored)?, ContentRange::of(new)?);
    let length = old_range.length.or(new_range.length);
    let old = (old_range.from, stored.content.as_slice());
    let new_octets = (new_range.from, new.content.as_slice());
    let (first, second) = if old.0 <= new_octets.0 { (old, new_octets) } else { (new_octets, old) };
    let offset = usize::try_from(second.0 - first.0).ok()?;
    if offset > first.1.len() {
        return None;
    }
    let mut content = first.1.to_vec();
    let overlap = first.1.len() - offset;
    content.extend_from_slice(second.1.get(overlap..).unwrap_or_default());
    let mut joined = stored.clone();
    update::freshen(&mut joined.field_lines, &new.field_lines);
    let is_whole = first.0 == 0 && length == u64::try_from(content.len()).ok();
    if !is_whole {
        return Some(part(&joined, content, first.0, length));
    }
    joined.field_lines.retain(|line| !line.is("content-range"));
    set(&mut joined.field_lines, "Content-Length", content.len().to_string());
    Some(Answer { status_code: 200, reason_phrase: "OK".to_owned(), content, ..joined })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use trace::FieldLine;

    fn answer(status_code: u16, fields: &[(&str, &str)], content: &str) -> Answer {
        let line = |(name, value): &(&str, &str)| FieldLine {
            name: (*name).to_owned(),
            value: (*value).to_owned(),
        };
        let field_lines = fields.iter().map(line).collect();
        let content = content.as_bytes().to_vec();
        Answer { status_code, reason_phrase: String::new(), field_lines, content }
    }

    /// Status, Content-Range and content.
    fn shown(answer: Option<&Answer>) -> Option<String> {
        let answer = answer?;
        let range = answer.field_lines.value("content-range").unwrap_or("whole");
        Some(format!(
            "{} {range}: {}",
            answer.status_code,
            String::from_utf8_lossy(&answer.content)
        ))
    }

    #[track_caller]
    fn check_cut(stored: &Answer, range: &str, expected: Option<&str>) {
        let cut = AskedRange::parse(range).and_then(|asked| cut(stored, asked));
        assert_eq!(shown(cut.as_ref()).as_deref(), expected, "{range}");
    }

    #[test]
    fn a_part_is_cut_out_of_what_is_stored_whole() {
        let whole = answer(200, &[("Content-Length", "10")], "0123456789");
        check_cut(&whole, "bytes=2-4", Some("206 bytes 2-4/10: 234"));
        check_cut(&whole, "Bytes=7-", Some("206 bytes 7-9/10: 789"));
        check_cut(&whole, "bytes=-3", Some("206 bytes 7-9/10: 789"));
        check_cut(&whole, "bytes=-30", Some("206 bytes 0-9/10: 0123456789"));
        check_cut(&whole, "bytes=8-99999999999999999999999", Some("206 bytes 8-9/10: 89"));
        for not_there in ["bytes=10-", "bytes=4-2", "bytes=-0", "bytes=1-2,4-5", "rows=1-2", "x"] {
            check_cut(&whole, not_there, None);
        }
        check_cut(&answer(404, &[], "0123"), "bytes=1-2", None);
    }

    #[test]
    fn a_part_is_cut_out_of_a_stored_part_that_has_all_of_it() {
        let part = answer(206, &[("Content-Range", "bytes 4-7/10")], "4567");
        check_cut(&part, "bytes=5-6", Some("206 bytes 5-6/10: 56"));
        check_cut(&part, "bytes=4-7", Some("206 bytes 4-7/10: 4567"));
        check_cut(&part, "bytes=3-5", None);
        check_cut(&part, "bytes=6-", None);
        check_cut(&part, "bytes=-3", None);
        let short = answer(206, &[("Content-Range", "bytes 4-9/10")], "45678");
        check_cut(&short, "bytes=6-8", Some("206 bytes 6-8/10: 678"));
        check_cut(&short, "bytes=6-", None);
        check_cut(&short, "bytes=-1", None);
        let unknown = answer(206, &[("Content-Range", "bytes 4-7/*")], "4567");
        check_cut(&unknown, "bytes=5-6", Some("206 bytes 5-6/*: 56"));
        check_cut(&unknown, "bytes=5-", None);
    }

    #[test]
    fn a_part_has_to_be_what_it_says() {
        let check = |range: &str, content: &str, is_good: bool| {
            let part = answer(206, &[("Content-Range", range)], content);
            assert_eq!(ContentRange::of(&part).is_some(), is_good, "{range}");
        };
        check("bytes 4-7/10", "4567", true);
        check("bytes 4-7/10", "456", true);
        check("bytes 4-7/10", "45678", false);
        check("bytes 4-7/7", "4567", false);
        check("bytes 7-4/10", "4567", false);
        check("bytes */10", "", false);
        check("rows 4-7/10", "4567", false);
        check("bytes 0-18446744073709551615/*", "4567", true);
        check("bytes 0-18446744073709551615/10", "4567", false);
    }

    #[test]
    fn section_3_4_parts_with_the_same_strong_validator_are_put_together() {
        let part =
            |range, content, tag| answer(206, &[("Content-Range", range), ("ETag", tag)], content);
        let check = |old: &Answer, new: &Answer, expected: Option<&str>| {
            assert_eq!(shown(combined(old, new).as_ref()).as_deref(), expected);
        };
        let start = part("bytes 0-3/6", "0123", "\"a\"");
        check(&start, &part("bytes 4-5/6", "45", "\"a\""), Some("200 whole: 012345"));
        check(&part("bytes 4-5/6", "45", "\"a\""), &start, Some("200 whole: 012345"));
        check(&start, &part("bytes 2-4/6", "234", "\"a\""), Some("206 bytes 0-4/6: 01234"));
        check(&start, &part("bytes 1-2/6", "12", "\"a\""), Some("206 bytes 0-3/6: 0123"));
        check(&start, &part("bytes 5-5/6", "5", "\"a\""), None);
        check(&start, &part("bytes 4-5/6", "45", "\"b\""), None);
        let weak = part("bytes 0-3/6", "0123", "W/\"a\"");
        check(&weak, &part("bytes 4-5/6", "45", "W/\"a\""), None);
        let whole = answer(200, &[("ETag", "\"a\"")], "012345");
        check(&whole, &part("bytes 4-5/6", "45", "\"a\""), Some("200 whole: 012345"));
    }

    proptest! {
        #[test]
        fn no_range_panics(
            asked in "bytes=[0-9]{0,22}-[0-9]{0,22}|\\PC{0,20}",
            said in "bytes [0-9]{1,2}-[0-9]{1,22}/([0-9]{1,22}|\\*)|\\PC{0,20}",
            content in "[a-z]{0,40}",
        ) {
            let part = answer(206, &[("Content-Range", &said), ("ETag", "\"a\"")], &content);
            let whole = answer(200, &[("ETag", "\"a\"")], &content);
            let _ = (combined(&part, &part), combined(&whole, &part), to_continue(&part));
            if let Some(asked) = AskedRange::parse(&asked) {
                let _ = (cut(&part, asked), cut(&whole, asked));
            }
        }
    }
}
