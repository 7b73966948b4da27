//! HTTP/1.1 messages: framing as RFC 9112 has it, sans-IO. `httparse` reads the heads.
//!
//! The origin server, the user agent and the dissector all read with this one parser.

mod response_head;
mod response_reader;
mod verdict;

pub use response_head::response_head;
pub use response_reader::ResponseReader;
pub use verdict::verdict;

use core::fmt::Write as _;
use core::iter::once;
use core::net::Ipv6Addr;
use core::ops::Range;
use trace::{FieldLine, FieldLines};

/// The longest header section of a request that is read, in octets.
pub const HEAD_LEN_MAX: usize = 64 * 1024;
/// The most octets of a request target: as many as the crate `http` takes.
pub const TARGET_LEN_MAX: usize = u16::MAX as usize - 1;
/// The length of what is longer than 32 bits can say, on every machine.
const LEN_UNHEARD_OF: usize = u32::MAX as usize;
/// The longest content of a request that the origin server reads, in octets.
pub const REQUEST_CONTENT_LEN_MAX: usize = 1024 * 1024;
/// The most field lines that a server reads.
pub const FIELD_LINES_MAX: usize = 100;
/// The most field lines that a client reads, and that are shown of a request that has too many.
const READ_FIELD_LINES_MAX: usize = 10_000;

/// What is known of a message after some octets of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parsed<H> {
    /// The message goes on.
    Incomplete,
    /// The message is whole.
    Complete(Message<H>),
    /// This is no such message.
    Malformed(Refusal),
}

/// A whole message, as ranges of the octets it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message<H> {
    /// Request line or status line.
    pub start: H,
    /// The header section, in order, names as they were written.
    pub field_lines: FieldLines,
    /// The content without its framing.
    pub content: Vec<Range<usize>>,
    /// The trailer section (RFC 9112 §7.1.2).
    pub trailers: FieldLines,
    /// How many octets the whole message has.
    pub len: usize,
}

/// The request line (RFC 9112 §3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestLine {
    /// The method.
    pub method: String,
    /// The request target.
    pub target: String,
    /// 0 or 1.
    pub minor_version: u8,
}

/// The status line (RFC 9112 §4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusLine {
    /// 0 or 1.
    pub minor_version: u8,
    /// The status code.
    pub status_code: u16,
    /// The reason phrase.
    pub reason_phrase: String,
}

/// Why a message is refused, and with which status code a server says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The status code.
    pub status_code: u16,
    /// What was found.
    pub reason: String,
}

fn refuse<H>(status_code: u16, reason: impl Into<String>) -> Parsed<H> {
    Parsed::Malformed(Refusal { status_code, reason: reason.into() })
}

impl<H> Message<H> {
    /// What can be said of `octets` that hold a head and no whole, well-framed message behind it.
    pub fn of_head((start, field_lines, head_len): Head<H>, octets: &[u8]) -> Self {
        let content = (head_len < octets.len()).then_some(head_len..octets.len());
        let (content, trailers) = (content.into_iter().collect(), FieldLines::new());
        Self { start, field_lines, content, trailers, len: octets.len() }
    }

    /// The content, taken out of the octets the message was read from.
    pub fn content_of(&self, octets: &[u8]) -> Vec<u8> {
        let parts: Vec<&[u8]> = self.content.iter().map(|range| &octets[range.clone()]).collect();
        parts.concat()
    }

    /// Whether the sender wants the connection closed after this exchange (RFC 9112 §9.6).
    pub fn asks_to_close(&self, minor_version: u8) -> bool {
        let has = |option| self.field_lines.lists("connection", option);
        has("close") || (minor_version == 0 && !has("keep-alive"))
    }
}

/// Whether a value of Expect says that the client waits for 100 (RFC 9110 §10.1.1).
pub fn is_continue(expectations: &str) -> bool {
    expectations.split(',').any(|member| member.trim().eq_ignore_ascii_case("100-continue"))
}

/// A start line, the header section behind it, and how many octets the two have.
pub type Head<H> = (H, FieldLines, usize);

/// Reads the head of a request; `None` while it goes on.
///
/// # Errors
/// What is wrong with it.
pub fn request_head(octets: &[u8]) -> Result<Option<Head<RequestLine>>, Refusal> {
    request_head_of(octets, FIELD_LINES_MAX)
}

/// Reads the head of a request that a server may have refused for its many field lines.
pub fn sent_request_head(octets: &[u8]) -> Option<Head<RequestLine>> {
    let n_lines = octets.iter().filter(|octet| **octet == b'\n').count();
    request_head_of(octets, n_lines.clamp(FIELD_LINES_MAX, READ_FIELD_LINES_MAX)).ok()?
}

fn request_head_of(
    octets: &[u8],
    n_lines_max: usize,
) -> Result<Option<Head<RequestLine>>, Refusal> {
    let refuse = |status_code, reason: String| Err(Refusal { status_code, reason });
    // RFC 9112 §2.2: a server ignores at least one empty line before the request line.
    let skipped = octets.iter().take_while(|octet| matches!(octet, b'\r' | b'\n')).count();
    let mut lines = vec![httparse::EMPTY_HEADER; n_lines_max];
    let mut request = httparse::Request::new(&mut lines);
    let head_len = match request.parse(&octets[skipped..]) {
        Ok(httparse::Status::Complete(len)) => skipped + len,
        // RFC 9112 §3: a request line that never ends is one with a long target.
        Ok(httparse::Status::Partial) if octets.len() > HEAD_LEN_MAX => {
            return match octets[skipped..].contains(&b'\n') {
                true => Err(head_too_long()),
                false => refuse(414, "the request target is longer than 64 KiB".into()),
            };
        }
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => return refuse(431, "over 100 header lines".into()),
        Err(httparse::Error::Version) if names_a_version(&octets[skipped..]) => {
            return refuse(505, "the version is not HTTP/1.1".into());
        }
        Err(error) => return refuse(400, format!("malformed request: {error}")),
    };
    let start = RequestLine {
        method: request.method.unwrap_or_default().to_owned(),
        target: request.path.unwrap_or_default().to_owned(),
        minor_version: request.version.unwrap_or(1),
    };
    Ok(Some((start, field_lines(request.headers), head_len)))
}

/// Whether a request line has three parts of which the last is a version (RFC 9112 §2.3). A target
/// with a space in it looks like a bad version, and is none.
fn names_a_version(octets: &[u8]) -> bool {
    let line = octets.split(|octet| *octet == b'\n').next().unwrap_or_default();
    let parts: Vec<&[u8]> = line.trim_ascii_end().split(|octet| *octet == b' ').collect();
    let [_, _, version] = parts[..] else { return false };
    match version.strip_prefix(b"HTTP/") {
        Some([major, b'.', minor]) => major.is_ascii_digit() && minor.is_ascii_digit(),
        Some(_) | None => false,
    }
}

/// Of a header section over [`HEAD_LEN_MAX`].
pub fn head_too_long() -> Refusal {
    let reason = "the header section is longer than 64 KiB".to_owned();
    Refusal { status_code: 431, reason }
}

/// What is longer than a server takes, however it has arrived.
fn check_lengths(start: &RequestLine, head_len: usize) -> Result<(), Refusal> {
    if start.target.len() > TARGET_LEN_MAX {
        let reason = format!("the request target is longer than {TARGET_LEN_MAX} octets");
        Err(Refusal { status_code: 414, reason })
    } else if head_len > HEAD_LEN_MAX {
        Err(head_too_long())
    } else {
        Ok(())
    }
}

/// Reads a request from the start of `octets`.
pub fn parse_request(octets: &[u8]) -> Parsed<RequestLine> {
    let (start, field_lines, head_len) = match request_head(octets) {
        Ok(Some(head)) => head,
        Ok(None) => return Parsed::Incomplete,
        Err(refusal) => return Parsed::Malformed(refusal),
    };
    if let Err(refusal) = check_lengths(&start, head_len) {
        return Parsed::Malformed(refusal);
    }
    if let Err(reason) = check_host(start.minor_version, &field_lines) {
        return refuse(400, reason);
    }
    match request_framing(start.minor_version, &field_lines) {
        Ok(framing) => finish(octets, start, field_lines, head_len, framing),
        Err(refusal) => Parsed::Malformed(refusal),
    }
}

/// One Host field, which names a host (RFC 9112 §3.2).
fn check_host(minor_version: u8, lines: &FieldLines) -> Result<(), String> {
    let found: Vec<&str> = lines.values("host").collect();
    match found[..] {
        [host] if is_authority(host) => Ok(()),
        [host] => Err(format!("Host is “{host}”, which names no host")),
        [] if minor_version == 0 => Ok(()),
        _ => Err(format!("a request has one Host field; this has {}", found.len())),
    }
}

/// Whether this is a host, or nothing, and a port, or none (RFC 3986 §3.2.2, §3.2.3).
fn is_authority(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        // The colons of an IPv6 address stand in brackets.
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (text, ""),
    };
    let literal = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let is_host = match literal {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => is_registered_name(host.as_bytes()),
    };
    is_host && port.bytes().all(|octet| octet.is_ascii_digit())
}

fn is_registered_name(octets: &[u8]) -> bool {
    match octets {
        [] => true,
        [b'%', high, low, rest @ ..] => {
            high.is_ascii_hexdigit() && low.is_ascii_hexdigit() && is_registered_name(rest)
        }
        [octet, rest @ ..] => {
            (octet.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(octet))
                && is_registered_name(rest)
        }
    }
}

/// Reads a response to a request with `method` from the start of `octets`; `closed` says whether
/// the connection ended behind them.
pub fn parse_response(octets: &[u8], method: &str, closed: bool) -> Parsed<StatusLine> {
    ResponseReader::default().read(octets, method, closed)
}

fn field_lines(lines: &[httparse::Header<'_>]) -> FieldLines {
    let owned = lines.iter().map(|line| FieldLine {
        name: line.name.to_owned(),
        value: unfolded(&String::from_utf8_lossy(line.value)),
    });
    owned.collect()
}

/// A field value with a space for each fold, and none around it (RFC 9112 §5.1, §5.2).
fn unfolded(value: &str) -> String {
    let parts = value.split(['\r', '\n']).map(|part| part.trim_matches([' ', '\t']));
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// How the end of the content is found (RFC 9112 §6.3).
enum Framing {
    Length(usize),
    Chunked,
    UntilClose,
}

fn request_framing(minor_version: u8, lines: &FieldLines) -> Result<Framing, Refusal> {
    let bad = |reason: &str| Refusal { status_code: 400, reason: reason.to_owned() };
    let coded = lines.has("transfer-encoding");
    let length = content_length(lines).map_err(|reason| bad(&reason))?;
    match (coded, length) {
        // RFC 9112 §6.3: the two together are how requests are smuggled.
        (true, Some(_)) => Err(bad("both Transfer-Encoding and Content-Length")),
        // RFC 9112 §6.1: HTTP/1.0 does not know it, and who passed it on may not have either.
        (true, None) if minor_version == 0 => Err(bad("Transfer-Encoding in HTTP/1.0")),
        (true, None) if !chunked_is_last(lines) => {
            Err(bad("Transfer-Encoding does not end with chunked"))
        }
        (true, None) => match transfer_codings(lines).find(|coding| !is_chunked(coding)) {
            Some(coding) => Err(Refusal {
                status_code: 501,
                reason: format!("the transfer coding “{coding}” is not known here"),
            }),
            None => Ok(Framing::Chunked),
        },
        (false, Some(len)) if len > REQUEST_CONTENT_LEN_MAX => Err(Refusal {
            status_code: 413,
            reason: match len {
                LEN_UNHEARD_OF => "over 4 GiB of content".to_owned(),
                len => format!("{len} octets of content, over 1 MiB"),
            },
        }),
        (false, length) => Ok(Framing::Length(length.unwrap_or(0))),
    }
}

fn response_framing(
    start: &StatusLine,
    method: &str,
    lines: &FieldLines,
) -> Result<Framing, Refusal> {
    let bodiless = method == "HEAD" || matches!(start.status_code, 100..=199 | 204 | 304);
    if bodiless {
        return Ok(Framing::Length(0));
    }
    if lines.has("transfer-encoding") {
        return Ok(if chunked_is_last(lines) { Framing::Chunked } else { Framing::UntilClose });
    }
    match content_length(lines) {
        Ok(Some(len)) => Ok(Framing::Length(len)),
        Ok(None) => Ok(Framing::UntilClose),
        Err(reason) => Err(Refusal { status_code: 502, reason }),
    }
}

fn transfer_codings(lines: &FieldLines) -> impl Iterator<Item = &str> {
    lines.members("transfer-encoding")
}

fn is_chunked(coding: &str) -> bool {
    coding.eq_ignore_ascii_case("chunked")
}

/// RFC 9112 §6.1: chunked is applied once, and last.
fn chunked_is_last(lines: &FieldLines) -> bool {
    transfer_codings(lines).last().is_some_and(is_chunked)
        && transfer_codings(lines).filter(|coding| is_chunked(coding)).count() == 1
}

fn content_length(lines: &FieldLines) -> Result<Option<usize>, String> {
    let mut found = None;
    for value in lines.values("content-length").flat_map(|value| value.split(',')) {
        let value = value.trim();
        let digits = !value.is_empty() && value.bytes().all(|octet| octet.is_ascii_digit());
        if !digits {
            return Err(format!("Content-Length is “{value}”, not a number"));
        }
        // RFC 9110 §8.6: as many digits as one likes. No more octets than this are ever there.
        let len = value.parse::<u32>().map_or(LEN_UNHEARD_OF, |len| len as usize);
        if found.is_some_and(|earlier| earlier != len) {
            return Err("two different values of Content-Length".into());
        }
        found = Some(len);
    }
    Ok(found)
}

fn finish<H>(
    octets: &[u8],
    start: H,
    field_lines: FieldLines,
    head_len: usize,
    framing: Framing,
) -> Parsed<H> {
    let mut chunks = Chunks::behind(head_len);
    match content_behind(octets, head_len, &framing, false, &mut chunks) {
        Ok(Some((content, trailers, len))) => {
            Parsed::Complete(Message { start, field_lines, content, trailers, len })
        }
        Ok(None) => Parsed::Incomplete,
        Err(reason) => refuse(400, reason),
    }
}

/// Where the content of a message lies, what its trailer section says, and where it ends.
type Rest = (Vec<Range<usize>>, FieldLines, usize);

/// What stands behind a head; `None` while it goes on.
fn content_behind(
    octets: &[u8],
    head_len: usize,
    framing: &Framing,
    closed: bool,
    chunks: &mut Chunks,
) -> Result<Option<Rest>, String> {
    Ok(match framing {
        Framing::Length(0) => Some((Vec::new(), FieldLines::new(), head_len)),
        Framing::Length(len) if octets.len() - head_len < *len => None,
        Framing::Length(len) => {
            let end = head_len + len;
            Some((once(head_len..end).collect(), FieldLines::new(), end))
        }
        Framing::UntilClose => closed
            .then(|| (once(head_len..octets.len()).collect(), FieldLines::new(), octets.len())),
        Framing::Chunked => chunks.read(octets)?,
    })
}

/// The chunks that were read (RFC 9112 §7.1).
struct Chunks {
    /// Where the next one starts.
    at: usize,
    content: Vec<Range<usize>>,
    content_len: usize,
}

impl Chunks {
    fn behind(head_len: usize) -> Self {
        Self { at: head_len, content: Vec::new(), content_len: 0 }
    }

    /// Reads on, as far as the trailer section ends; `None` while there is more to come.
    fn read(&mut self, octets: &[u8]) -> Result<Option<Rest>, String> {
        loop {
            let Some((line_len, size)) = chunk_size(&octets[self.at..])? else { return Ok(None) };
            let start = self.at + line_len;
            if size == 0 {
                let trailers = trailer_section(&octets[start..])?;
                let content = core::mem::take(&mut self.content);
                return Ok(trailers.map(|(lines, len)| (content, lines, start + len)));
            }
            let size = usize::try_from(size).map_err(|_| "a chunk that is too large")?;
            if self.content_len.saturating_add(size) > 64 * REQUEST_CONTENT_LEN_MAX {
                return Err("more than 64 MiB in chunks".into());
            }
            let end = start + size;
            match octets.get(end..end + 2) {
                None => return Ok(None),
                Some(b"\r\n") => self.content.push(start..end),
                Some(_) => return Err("a chunk that is longer than its size".into()),
            }
            (self.at, self.content_len) = (end + 2, self.content_len + size);
        }
    }
}

/// How long the first line of a chunk is, and how long its data (RFC 9112 §7.1).
fn chunk_size(octets: &[u8]) -> Result<Option<(usize, u64)>, String> {
    let is_number = octets.first().is_none_or(u8::is_ascii_hexdigit);
    // As many as one likes, of which the parser takes few.
    let n_zeros = octets.iter().take_while(|octet| **octet == b'0').count().saturating_sub(1);
    let found = match httparse::parse_chunk_size(&octets[n_zeros..]) {
        Ok(httparse::Status::Complete((len, size))) if is_number => Some((n_zeros + len, size)),
        Ok(httparse::Status::Partial) if is_number => None,
        Ok(_) | Err(_) => return Err("a chunk size that is not a hexadecimal number".into()),
    };
    let line_len = found.map_or(octets.len(), |(line_len, _)| line_len);
    if line_len > HEAD_LEN_MAX {
        return Err("a chunk extension that is longer than 64 KiB".into());
    }
    // Where the line ends is what another parser may see in another place.
    let extension = &octets[..line_len.saturating_sub(2)];
    if extension.iter().any(|octet| octet.is_ascii_control() && *octet != b'\t') {
        return Err("a chunk extension with a control character".into());
    }
    Ok(found)
}

/// The trailer section, and how long it is with the empty line that ends it (RFC 9112 §7.1.2).
fn trailer_section(octets: &[u8]) -> Result<Option<(FieldLines, usize)>, String> {
    let mut lines = [httparse::EMPTY_HEADER; FIELD_LINES_MAX];
    match httparse::parse_headers(octets, &mut lines) {
        Ok(httparse::Status::Complete((len, lines))) => Ok(Some((field_lines(lines), len))),
        Ok(httparse::Status::Partial) if octets.len() > HEAD_LEN_MAX => {
            Err("the trailer section is longer than 64 KiB".into())
        }
        Ok(httparse::Status::Partial) => Ok(None),
        Err(error) => Err(format!("malformed trailer section: {error}")),
    }
}

/// Writes a request (RFC 9112 §3).
pub fn write_request(start: &RequestLine, lines: &[FieldLine], content: &[u8]) -> Vec<u8> {
    let first = format!("{} {} HTTP/1.{}", start.method, start.target, start.minor_version);
    write_message(&first, lines, content)
}

/// Writes a response (RFC 9112 §4).
pub fn write_response(start: &StatusLine, lines: &[FieldLine], content: &[u8]) -> Vec<u8> {
    let first =
        format!("HTTP/1.{} {} {}", start.minor_version, start.status_code, start.reason_phrase);
    write_message(&first, lines, content)
}

/// Writes a chunk (RFC 9112 §7.1); an empty one would end the content.
pub fn write_chunk(content: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", content.len()).as_bytes(), content, b"\r\n"].concat()
}

/// Writes the last chunk and the trailer section behind it (RFC 9112 §7.1.2).
pub fn write_last_chunk(trailers: &[FieldLine]) -> Vec<u8> {
    write_message("0", trailers, &[])
}

fn write_message(first: &str, lines: &[FieldLine], content: &[u8]) -> Vec<u8> {
    let mut head = format!("{first}\r\n");
    for line in lines {
        write!(head, "{}: {}\r\n", line.name, line.value).expect("writing to a string succeeds");
    }
    head.push_str("\r\n");
    let mut octets = head.into_bytes();
    octets.extend_from_slice(content);
    octets
}

#[cfg(test)]
#[path = "http1_tests.rs"]
mod tests;
