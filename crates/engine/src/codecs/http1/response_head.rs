//! The head of a response, as user agents read it.

use super::{FIELD_LINES_MAX, Head, READ_FIELD_LINES_MAX, Refusal, StatusLine, field_lines};

/// The longest header section of a response that is read, in octets: as browsers have it.
const RESPONSE_HEAD_LEN_MAX: usize = 256 * 1024;

/// Reads the head of a response; `None` while it goes on.
///
/// # Errors
/// What is wrong with it.
pub fn response_head(octets: &[u8]) -> Result<Option<Head<StatusLine>>, Refusal> {
    response_head_from(octets, &mut 0)
}

/// The same, of octets of which so many were searched before for the end of the head.
pub(super) fn response_head_from(
    octets: &[u8],
    searched: &mut usize,
) -> Result<Option<Head<StatusLine>>, Refusal> {
    use httparse::Error::{HeaderName, HeaderValue, TooManyHeaders};
    let refuse = |reason: &str| Err(Refusal { status_code: 502, reason: reason.to_owned() });
    let strict = read_response_head(octets, octets, FIELD_LINES_MAX, false);
    // What is unusual is looked at again, since it takes longer.
    let head = match strict {
        Err(HeaderName | HeaderValue | TooManyHeaders) => {
            let end = head_end(octets, *searched);
            *searched = octets.len();
            if end == octets.len() && end <= RESPONSE_HEAD_LEN_MAX {
                return Ok(None);
            }
            let readable = without_controls(octets);
            let has_nul = readable[..end.min(readable.len())].contains(&0);
            read_response_head(&readable, octets, READ_FIELD_LINES_MAX, !has_nul)
        }
        read => read,
    };
    let is_too_long = match &head {
        Ok(Some((_, _, head_len))) => *head_len > RESPONSE_HEAD_LEN_MAX,
        Ok(None) => octets.len() > RESPONSE_HEAD_LEN_MAX,
        Err(_) => false,
    };
    match head {
        _ if is_too_long => refuse("the header section is longer than 256 KiB"),
        Ok(Some((start, ..))) if start.status_code < 100 => {
            refuse(said_of_head(httparse::Error::Status, octets))
        }
        Ok(head) => Ok(head),
        Err(error) => refuse(said_of_head(error, octets)),
    }
}

/// Whether what begins a head is refused already, whatever follows.
pub(super) fn is_refused(beginning: &[u8]) -> bool {
    use httparse::Error::{HeaderName, HeaderValue, TooManyHeaders};
    match read_response_head(beginning, beginning, READ_FIELD_LINES_MAX, false) {
        Err(HeaderName | HeaderValue | TooManyHeaders) => {
            let readable = without_controls(beginning);
            readable.contains(&0)
                || read_response_head(&readable, &readable, READ_FIELD_LINES_MAX, true).is_err()
        }
        Err(_) => true,
        Ok(_) => false,
    }
}

/// The same octets with others in place of the control characters behind the first line, but for
/// those that end lines and NUL: as browsers do, values with them are read (RFC 9110 §5.5).
fn without_controls(octets: &[u8]) -> Vec<u8> {
    const READABLE: u8 = 0x80;
    let mut readable = octets[..octets.len().min(2 * RESPONSE_HEAD_LEN_MAX)].to_vec();
    let behind_first = readable.iter().position(|octet| *octet == b'\n').unwrap_or(0);
    for octet in &mut readable[behind_first..] {
        if octet.is_ascii_control() && !b"\0\t\r\n".contains(octet) {
            *octet = READABLE;
        }
    }
    readable
}

/// Where the empty line behind a header section starts; it does not within the first `searched`
/// octets, as far as these alone showed.
fn head_end(octets: &[u8], searched: usize) -> usize {
    let is_end =
        |at: &usize| octets[*at..].starts_with(b"\n\n") || octets[*at..].starts_with(b"\n\r\n");
    (searched.saturating_sub(2)..octets.len()).find(is_end).unwrap_or(octets.len())
}

/// Reads a head from octets that stand for others, one for one: names from these, values from those.
/// As browsers do, a lenient reader passes over lines that are no fields.
fn read_response_head(
    octets: &[u8],
    values: &[u8],
    n_lines_max: usize,
    is_lenient: bool,
) -> Result<Option<Head<StatusLine>>, httparse::Error> {
    let mut lines = vec![httparse::EMPTY_HEADER; n_lines_max];
    let mut response = httparse::Response::new(&mut lines);
    // RFC 9112 §5.2: a user agent reads folded lines, and a server refuses them.
    let mut config = httparse::ParserConfig::default();
    config
        .allow_obsolete_multiline_headers_in_responses(true)
        .allow_spaces_after_header_name_in_responses(is_lenient)
        .ignore_invalid_headers_in_responses(is_lenient);
    let head_len = match config.parse_response(&mut response, octets)? {
        httparse::Status::Complete(len) => len,
        httparse::Status::Partial => return Ok(None),
    };
    for line in response.headers.iter_mut() {
        let start = line.value.as_ptr() as usize - octets.as_ptr() as usize;
        line.value = &values[start..start + line.value.len()];
    }
    let start = StatusLine {
        minor_version: response.version.unwrap_or(1),
        status_code: response.code.unwrap_or(0),
        reason_phrase: response.reason.unwrap_or_default().to_owned(),
    };
    Ok(Some((start, field_lines(response.headers), head_len)))
}

/// What is wrong with the head of a response, for who reads it.
fn said_of_head(error: httparse::Error, octets: &[u8]) -> &'static str {
    match (error, octets) {
        // RFC 8446 §5.1: the type of a record, and a version.
        (_, [20..=23, 3, 0..=4, ..]) => "its first bytes are a record of TLS",
        (httparse::Error::Version, _) => "it does not start with a version of HTTP",
        (httparse::Error::Status, _) => "its first line has no status code of three digits",
        (httparse::Error::HeaderName, _) => "the name of a header field has a sign that it may not",
        (httparse::Error::HeaderValue, _) => {
            "the value of a header field has a sign that it may not"
        }
        (httparse::Error::NewLine, _) => "one of its lines does not end as it has to",
        (httparse::Error::TooManyHeaders, _) => "it has over 10,000 header lines",
        (httparse::Error::Token, _) => "its first line has a sign that it may not",
    }
}
