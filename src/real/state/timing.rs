//! From the numbers of Resource Timing to bars. A zero there means that the browser does not say;
//! it never becomes a duration.

use crate::texts;
use language::{fill, say};

/// One entry of Resource Timing, its times in microseconds of the page's clock; 0 where the
/// browser does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of the specification")]
pub struct Timing {
    pub start_time: u64,
    pub redirect_start: u64,
    pub redirect_end: u64,
    pub fetch_start: u64,
    pub domain_lookup_start: u64,
    pub domain_lookup_end: u64,
    pub connect_start: u64,
    pub secure_connection_start: u64,
    pub connect_end: u64,
    pub request_start: u64,
    pub response_start: u64,
    pub response_end: u64,
    pub next_hop_protocol: String,
    pub delivery_type: String,
    pub transfer_size: u64,
    pub encoded_body_size: u64,
    pub decoded_body_size: u64,
    pub server_timings: Vec<ServerTiming>,
}

/// One metric of the header Server-Timing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerTiming {
    /// Its name, as the server wrote it.
    pub name: String,
    /// What the server says that it is.
    pub description: String,
    /// How long it took, in microseconds; 0 where the server does not say.
    pub duration_us: u64,
}

/// What a bar is about, in the order in which it happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The browser asks whether the page may send this (a preflight).
    Permission,
    /// Other addresses that the browser was sent on from.
    Redirect,
    /// The name is looked up.
    FindAddress,
    /// TCP.
    OpenConnection,
    /// TLS.
    Encrypt,
    /// From the first octet of the request to the first of the answer.
    Ask,
    /// What the server says of its own work.
    ServerWorks,
    /// From the first octet of the answer to the last.
    Answer,
}

/// An act, and what is known of its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it is about.
    pub act: Act,
    /// What is known of its time.
    pub span: Span,
}

/// What is known of a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// The browser measured it; microseconds after the start.
    Measured {
        /// When it began.
        from_us: u64,
        /// When it ended.
        to_us: u64,
    },
    /// The server told it in Server-Timing.
    FromServer(Vec<ServerTiming>),
    /// It did not take place.
    NotNeeded(NotNeeded),
    /// The browser does not tell.
    Hidden(Hidden),
}

/// Why an act did not take place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotNeeded {
    /// The answer was kept from an earlier time.
    Cached,
    /// The connection was open already.
    Reused,
    /// The address was known, or stands in the URL.
    AddressKnown,
    /// `http://` does not encrypt.
    InTheOpen,
    /// HTTP/3 opens and encrypts in one go.
    WithEncryption,
}

/// Why the browser does not tell, which decides what would open it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// Another site's times are private: Timing-Allow-Origin.
    OtherSite,
    /// The server says nothing of its work: Server-Timing.
    ServerSilent,
    /// Both: Server-Timing, and Timing-Allow-Origin to let the page see it.
    ServerSilentOrOtherSite,
    /// A preflight is between browser and server alone.
    Preflight,
    /// The browser kept no record of the request.
    NoRecord,
}

impl Hidden {
    /// The header that would open it, if one would.
    pub fn opened_by(self) -> Option<&'static str> {
        match self {
            Self::OtherSite => Some("Timing-Allow-Origin"),
            Self::ServerSilent => Some("Server-Timing"),
            Self::ServerSilentOrOtherSite => Some(say(texts::SERVER_TIMING_AND_TIMING)),
            Self::Preflight | Self::NoRecord => None,
        }
    }
}

impl Timing {
    /// Whether the browser keeps the times between start and end to itself.
    pub fn is_closed(&self) -> bool {
        self.request_start == 0 && self.response_start == 0
    }

    /// Whether the answer was not sent, but kept from an earlier time.
    pub fn is_from_cache(&self) -> bool {
        self.delivery_type == "cache"
            || (!self.is_closed() && self.transfer_size == 0 && self.decoded_body_size > 0)
    }

    /// Whether the server only said that the kept answer is still good. The browser counts 300
    /// octets for every header section, whatever its length.
    pub fn is_revalidated(&self) -> bool {
        self.transfer_size == 300 && self.encoded_body_size > 0
    }

    /// From the start to the last octet of the answer: known even where the rest is not.
    pub fn total_us(&self) -> Option<u64> {
        self.response_end.checked_sub(self.start_time).filter(|_| self.response_end > 0)
    }

    /// A span that the browser measured. `None` if either end is not told.
    fn span(&self, from: u64, to: u64) -> Option<Span> {
        let is_told = from > 0 && to >= from;
        is_told.then(|| Span::Measured {
            from_us: from.saturating_sub(self.start_time),
            to_us: to.saturating_sub(self.start_time),
        })
    }

    fn span_or_hidden(&self, from: u64, to: u64) -> Span {
        self.span(from, to).unwrap_or(Span::Hidden(Hidden::NoRecord))
    }
}

/// What is known of each act.
pub fn bars(timing: Option<&Timing>, is_secure: bool, is_redirected: bool) -> Vec<Bar> {
    let mut bars = Vec::new();
    if is_redirected || timing.is_some_and(|timing| timing.redirect_end > 0) {
        bars.push(Bar { act: Act::Redirect, span: redirect(timing) });
    }
    let mut add = |act, span| bars.push(Bar { act, span });
    let Some(timing) = timing else {
        for act in [Act::FindAddress, Act::OpenConnection, Act::Encrypt, Act::Ask, Act::Answer] {
            add(act, unless_open(act, is_secure, Hidden::NoRecord));
        }
        return bars;
    };
    if timing.is_closed() {
        for act in [Act::FindAddress, Act::OpenConnection, Act::Encrypt, Act::Ask] {
            add(act, unless_open(act, is_secure, Hidden::OtherSite));
        }
        add(Act::ServerWorks, Span::Hidden(Hidden::ServerSilentOrOtherSite));
        add(Act::Answer, Span::Hidden(Hidden::OtherSite));
        return bars;
    }
    add(Act::FindAddress, find_address(timing));
    add(Act::OpenConnection, open_connection(timing, is_secure));
    add(Act::Encrypt, encrypt(timing, is_secure));
    add(Act::Ask, timing.span_or_hidden(timing.request_start, timing.response_start));
    add(Act::ServerWorks, server_works(timing));
    add(Act::Answer, timing.span_or_hidden(timing.response_start, timing.response_end));
    bars
}

/// That `http://` does not encrypt is known without a clock.
fn unless_open(act: Act, is_secure: bool, hidden: Hidden) -> Span {
    match (act, is_secure) {
        (Act::Encrypt, false) => Span::NotNeeded(NotNeeded::InTheOpen),
        _ => Span::Hidden(hidden),
    }
}

fn redirect(timing: Option<&Timing>) -> Span {
    let Some(timing) = timing else { return Span::Hidden(Hidden::NoRecord) };
    let span = timing.span(timing.redirect_start, timing.redirect_end);
    span.unwrap_or(Span::Hidden(Hidden::OtherSite))
}

fn find_address(timing: &Timing) -> Span {
    if timing.is_from_cache() {
        return Span::NotNeeded(NotNeeded::Cached);
    }
    let (from, to) = (timing.domain_lookup_start, timing.domain_lookup_end);
    match from > 0 && from == to {
        true if is_reused(timing) => Span::NotNeeded(NotNeeded::Reused),
        true => Span::NotNeeded(NotNeeded::AddressKnown),
        false => timing.span_or_hidden(from, to),
    }
}

/// Then the specification puts all of these at the start of the fetch.
fn is_reused(timing: &Timing) -> bool {
    timing.connect_start == timing.connect_end && timing.connect_start == timing.fetch_start
}

fn open_connection(timing: &Timing, is_secure: bool) -> Span {
    if timing.is_from_cache() {
        return Span::NotNeeded(NotNeeded::Cached);
    }
    if timing.connect_start > 0 && is_reused(timing) {
        return Span::NotNeeded(NotNeeded::Reused);
    }
    let secured = timing.secure_connection_start;
    match is_secure && secured > 0 {
        true if secured == timing.connect_start => Span::NotNeeded(NotNeeded::WithEncryption),
        true => timing.span_or_hidden(timing.connect_start, secured),
        false => timing.span_or_hidden(timing.connect_start, timing.connect_end),
    }
}

fn encrypt(timing: &Timing, is_secure: bool) -> Span {
    if !is_secure {
        return Span::NotNeeded(NotNeeded::InTheOpen);
    }
    if timing.is_from_cache() {
        return Span::NotNeeded(NotNeeded::Cached);
    }
    if timing.connect_start > 0 && is_reused(timing) {
        return Span::NotNeeded(NotNeeded::Reused);
    }
    timing.span_or_hidden(timing.secure_connection_start, timing.connect_end)
}

fn server_works(timing: &Timing) -> Span {
    match timing.server_timings.is_empty() {
        true => Span::Hidden(Hidden::ServerSilent),
        false => Span::FromServer(timing.server_timings.clone()),
    }
}

/// E.g. `12.3 ms`. What is shorter than the tenth that browsers tell is no zero.
pub fn ms_text(us: u64) -> String {
    let tenths = (us + 50) / 100;
    match tenths {
        0 => say(texts::UNDER_A_TENTH_OF_A_MS).to_owned(),
        tenths => fill!(texts::N_MS, whole = tenths / 10, tenths = tenths % 10),
    }
}

#[cfg(test)]
#[path = "timing/tests.rs"]
mod tests;
