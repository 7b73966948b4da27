//! From the numbers of Resource Timing to bars. A zero there means that the browser does not say;
//! it never becomes a duration.

use crate::texts;
use language::{fill, say};
use trace::HttpUrl;

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
    /// `None` where the browser does not count it.
    pub transfer_size: Option<u64>,
    pub encoded_body_size: u64,
    pub decoded_body_size: u64,
    /// `None` where the browser shows no page what Server-Timing says.
    pub server_timings: Option<Vec<ServerTiming>>,
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
    /// The address was known already.
    AddressKnown,
    /// The URL holds an address, and no name.
    AddressInUrl,
    /// The name is that of this machine, for which nobody is asked (RFC 6761 §6.3).
    ThisMachine,
    /// `http://` does not encrypt.
    InTheOpen,
    /// HTTP/3 opens and encrypts in one go.
    WithEncryption,
}

/// Why a time is not known, which decides what would open it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// Another site's times are private: Timing-Allow-Origin.
    OtherSite,
    /// Nothing is told of the server's work: Server-Timing would tell it.
    NoServerTiming,
    /// The same of another site: Server-Timing, and Timing-Allow-Origin to let the page see it.
    NoServerTimingOfOtherSite,
    /// This browser shows no page what Server-Timing says.
    ServerTimingUnread,
    /// A preflight is between browser and server alone.
    Preflight,
    /// The browser kept no record of the request.
    NoRecord,
    /// The answer is still on its way, and the browser writes its record at the end.
    UnderWay,
    /// Too short for a coarse clock: it took less than its grain, or did not take place.
    WithinAGrain,
}

impl Hidden {
    /// The header that would open it, if one would.
    pub fn opened_by(self) -> Option<&'static str> {
        match self {
            Self::OtherSite => Some("Timing-Allow-Origin"),
            Self::NoServerTiming => Some("Server-Timing"),
            Self::NoServerTimingOfOtherSite => Some(say(texts::SERVER_TIMING_AND_TIMING)),
            Self::ServerTimingUnread
            | Self::Preflight
            | Self::NoRecord
            | Self::UnderWay
            | Self::WithinAGrain => None,
        }
    }

    /// Whether the browser knows it and keeps it to itself.
    pub fn is_withheld(self) -> bool {
        match self {
            Self::OtherSite
            | Self::NoServerTimingOfOtherSite
            | Self::ServerTimingUnread
            | Self::Preflight => true,
            Self::NoServerTiming | Self::NoRecord | Self::UnderWay | Self::WithinAGrain => false,
        }
    }
}

/// What stands in the place of a host in the URL that was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostKind {
    /// A name that is looked up.
    Name,
    /// An IP address.
    Address,
    /// `localhost`.
    ThisMachine,
}

impl HostKind {
    /// What the URL names.
    pub fn of(url: &HttpUrl) -> Self {
        let host = url.host().trim_end_matches('.');
        match url.address() {
            Some(_) => Self::Address,
            None if host == "localhost" || host.ends_with(".localhost") => Self::ThisMachine,
            None => Self::Name,
        }
    }
}

/// What is known beside the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Circumstances {
    /// Whether it went over `https://`.
    pub is_secure: bool,
    /// Whether the browser was sent on.
    pub is_redirected: bool,
    /// Whether the answer is still on its way.
    pub is_under_way: bool,
    /// What the URL names.
    pub host: HostKind,
    /// What the clock tells apart, in microseconds.
    pub grain_us: u64,
}

/// A clock this coarse cannot tell what was short from what did not take place.
const COARSE_US: u64 = 500;

impl Timing {
    /// Whether the browser keeps the times between start and end to itself.
    pub fn is_closed(&self) -> bool {
        self.request_start == 0 && self.response_start == 0
    }

    /// Whether the answer was not sent, but kept from an earlier time.
    pub fn is_from_cache(&self) -> bool {
        self.delivery_type == "cache"
            || (!self.is_closed() && self.transfer_size == Some(0) && self.decoded_body_size > 0)
    }

    /// Whether the browser counts no octets, though some came: then nobody tells whether the answer
    /// was sent, or kept from an earlier time.
    pub fn may_be_from_cache(&self, n_octets: usize) -> bool {
        let counted = self.transfer_size.unwrap_or_default() + self.decoded_body_size;
        !self.is_from_cache() && counted == 0 && n_octets > 0
    }

    /// Whether the server only said that the kept answer is still good. The browser counts 300
    /// octets for every header section, whatever its length.
    pub fn is_revalidated(&self) -> bool {
        self.transfer_size == Some(300) && self.encoded_body_size > 0
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
pub fn bars(timing: Option<&Timing>, known: Circumstances) -> Vec<Bar> {
    let mut bars = Vec::new();
    if known.is_redirected || timing.is_some_and(|timing| timing.redirect_end > 0) {
        bars.push(Bar { act: Act::Redirect, span: redirect(timing, known) });
    }
    let mut add = |act, span| bars.push(Bar { act, span });
    let acts = [Act::FindAddress, Act::OpenConnection, Act::Encrypt, Act::Ask];
    let Some(timing) = timing else {
        for act in acts.into_iter().chain([Act::Answer]) {
            add(act, known_without_a_clock(act, known).unwrap_or(no_record(known)));
        }
        return bars;
    };
    if timing.is_closed() {
        for act in acts {
            let span = known_without_a_clock(act, known);
            add(act, span.unwrap_or(Span::Hidden(Hidden::OtherSite)));
        }
        add(Act::ServerWorks, Span::Hidden(Hidden::NoServerTimingOfOtherSite));
        add(Act::Answer, Span::Hidden(Hidden::OtherSite));
        return bars;
    }
    if timing.is_from_cache() {
        // What stands in the record between start and end is nobody's time: nobody was asked.
        for act in acts {
            add(act, Span::NotNeeded(NotNeeded::Cached));
        }
        add(Act::Answer, timing.span_or_hidden(timing.start_time, timing.response_end));
        return bars;
    }
    add(Act::FindAddress, find_address(timing, known));
    add(Act::OpenConnection, open_connection(timing, known));
    add(Act::Encrypt, encrypt(timing, known));
    add(Act::Ask, timing.span_or_hidden(timing.request_start, timing.response_start));
    add(Act::ServerWorks, server_works(timing));
    add(Act::Answer, timing.span_or_hidden(timing.response_start, timing.response_end));
    bars
}

/// That `http://` does not encrypt, and that an address is no name, is known without a clock.
fn known_without_a_clock(act: Act, known: Circumstances) -> Option<Span> {
    let why = match (act, known.host) {
        (Act::Encrypt, _) if !known.is_secure => NotNeeded::InTheOpen,
        (Act::FindAddress, HostKind::Address) => NotNeeded::AddressInUrl,
        (Act::FindAddress, HostKind::ThisMachine) => NotNeeded::ThisMachine,
        _ => return None,
    };
    Some(Span::NotNeeded(why))
}

fn no_record(known: Circumstances) -> Span {
    Span::Hidden(if known.is_under_way { Hidden::UnderWay } else { Hidden::NoRecord })
}

fn redirect(timing: Option<&Timing>, known: Circumstances) -> Span {
    let Some(timing) = timing else { return no_record(known) };
    let span = timing.span(timing.redirect_start, timing.redirect_end);
    span.unwrap_or(Span::Hidden(Hidden::OtherSite))
}

fn find_address(timing: &Timing, known: Circumstances) -> Span {
    if let Some(span) = known_without_a_clock(Act::FindAddress, known) {
        return span;
    }
    let (from, to) = (timing.domain_lookup_start, timing.domain_lookup_end);
    match from > 0 && from == to {
        true if is_reused(timing) => unless_coarse(NotNeeded::Reused, known),
        true => unless_coarse(NotNeeded::AddressKnown, known),
        false => timing.span_or_hidden(from, to),
    }
}

/// Where start and end are the same to a coarse clock, there may have been something between them.
fn unless_coarse(why: NotNeeded, known: Circumstances) -> Span {
    match known.grain_us > COARSE_US {
        true => Span::Hidden(Hidden::WithinAGrain),
        false => Span::NotNeeded(why),
    }
}

/// Then the specification puts all of these at the start of the fetch.
fn is_reused(timing: &Timing) -> bool {
    timing.connect_start > 0
        && timing.connect_start == timing.connect_end
        && timing.connect_start == timing.fetch_start
}

fn open_connection(timing: &Timing, known: Circumstances) -> Span {
    if is_reused(timing) {
        return unless_coarse(NotNeeded::Reused, known);
    }
    let secured = timing.secure_connection_start;
    match known.is_secure && secured > 0 {
        true if secured == timing.connect_start => unless_coarse(NotNeeded::WithEncryption, known),
        true => timing.span_or_hidden(timing.connect_start, secured),
        false => timing.span_or_hidden(timing.connect_start, timing.connect_end),
    }
}

fn encrypt(timing: &Timing, known: Circumstances) -> Span {
    if let Some(span) = known_without_a_clock(Act::Encrypt, known) {
        return span;
    }
    if is_reused(timing) {
        return unless_coarse(NotNeeded::Reused, known);
    }
    timing.span_or_hidden(timing.secure_connection_start, timing.connect_end)
}

fn server_works(timing: &Timing) -> Span {
    match &timing.server_timings {
        None => Span::Hidden(Hidden::ServerTimingUnread),
        Some(metrics) if metrics.is_empty() => Span::Hidden(Hidden::NoServerTiming),
        Some(metrics) => Span::FromServer(metrics.clone()),
    }
}

/// E.g. `12.3 ms`, or `12 ms` where the clock tells no more. What is shorter than the clock's grain
/// is no zero.
pub fn ms_text(us: u64, grain_us: u64) -> String {
    if grain_us > COARSE_US {
        return match (us + 500) / 1000 {
            0 => fill!(texts::UNDER_N_MS, count = grain_us.div_ceil(1000)),
            whole => fill!(texts::N_WHOLE_MS, whole),
        };
    }
    let tenths = (us + 50) / 100;
    match tenths {
        0 => say(texts::UNDER_A_TENTH_OF_A_MS).to_owned(),
        tenths => fill!(texts::N_MS, whole = tenths / 10, tenths = tenths % 10),
    }
}

#[cfg(test)]
#[path = "timing/tests.rs"]
mod tests;
