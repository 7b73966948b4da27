//! A real exchange in steps: what is drawn between the lanes, and one sentence each.

use super::summary::{status_text, total_us};
use super::timing::{Act, Bar, Hidden, NotNeeded, ServerTiming, Span, ms_text};
use super::{BodyEnd, RealExchange};
use crate::texts;
use crate::view::octet_count::octets_text;
use language::{fill, say};
use trace::HttpUrl;

/// Where a step's knowledge comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The browser measured it.
    Measured,
    /// The server told it.
    FromServer,
    /// It did not take place.
    NotNeeded,
    /// The browser keeps it to itself.
    Hidden,
    /// Nobody tells it.
    NotTold,
}

impl Mark {
    /// What stands on it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Measured => say(texts::MEASURED),
            Self::FromServer => say(texts::TOLD_BY_THE_SERVER),
            Self::NotNeeded => say(texts::NOT_NEEDED),
            Self::Hidden => say(texts::HIDDEN_BY_THE_BROWSER),
            Self::NotTold => say(texts::NOT_TOLD),
        }
    }
}

/// What is drawn between the lanes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wire {
    /// Something between client and DNS, of which no page sees the messages.
    WithDns(String),
    /// Something between client and web server, of which no page sees the messages.
    WithServer(String),
    /// What went to the web server.
    ToServer(String),
    /// What came back.
    ToClient(String),
    /// What was to go to the web server; whether it did, nobody tells.
    Unsure(String),
    /// What came back, and was kept from the page.
    Withheld(String),
    /// Something at the client.
    AtClient(String),
    /// Something at the web server.
    AtServer(String),
    /// Nothing to draw.
    Nothing,
}

/// One step of a real exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RealStep {
    /// A few words.
    pub title: &'static str,
    /// Where its knowledge comes from.
    pub mark: Mark,
    /// How long it took, where that is known.
    pub time: Option<String>,
    /// Where it stands in the whole, from and to in thousandths, where that is known.
    pub place: Option<(u64, u64)>,
    /// What is drawn.
    pub wire: Wire,
    /// One sentence.
    pub sentence: String,
}

/// The steps in their order.
pub fn told(exchange: &RealExchange) -> Vec<RealStep> {
    let total = total_us(exchange).max(1);
    exchange.bars().iter().map(|bar| step(bar, exchange, total)).collect()
}

fn step(bar: &Bar, exchange: &RealExchange, total: u64) -> RealStep {
    let (mark, time, place) = match &bar.span {
        Span::Measured { from_us, to_us } => {
            let thousandths = |us: u64| (us * 1000 / total).min(1000);
            let place = (thousandths(*from_us), thousandths(*to_us));
            let time = ms_text(to_us - from_us, exchange.grain_us);
            (Mark::Measured, Some(time), Some(place))
        }
        Span::FromServer(_) => (Mark::FromServer, None, None),
        Span::NotNeeded(_) => (Mark::NotNeeded, None, None),
        Span::Hidden(why) if why.is_withheld() => (Mark::Hidden, None, None),
        Span::Hidden(_) => (Mark::NotTold, None, None),
    };
    let sentence = sentence(bar, exchange);
    RealStep { title: title(bar.act), mark, time, place, wire: wire(bar, exchange), sentence }
}

fn title(act: Act) -> &'static str {
    match act {
        Act::Permission => say(texts::ASK_FOR_PERMISSION),
        Act::Redirect => say(texts::SENT_ON),
        Act::FindAddress => say(texts::FIND_THE_ADDRESS),
        Act::OpenConnection => say(texts::OPEN_A_CONNECTION),
        Act::Encrypt => say(texts::ENCRYPT),
        Act::Ask => say(texts::ASK),
        Act::ServerWorks => say(texts::SERVER_WORKS),
        Act::Answer => say(texts::ANSWER),
    }
}

fn wire(bar: &Bar, exchange: &RealExchange) -> Wire {
    if matches!(bar.span, Span::NotNeeded(_)) {
        return Wire::Nothing;
    }
    // What is not told may not have taken place.
    let is_told = !matches!(bar.span, Span::Hidden(_));
    let label = |told, not_told| say(if is_told { told } else { not_told }).to_owned();
    match bar.act {
        Act::Permission => Wire::WithServer(say(texts::OPTIONS_UNLESS_ASKED).to_owned()),
        Act::Redirect => {
            let line = request_line(exchange, &exchange.target.url, "");
            Wire::WithServer(fill!(texts::LINE_SENT_ON, line))
        }
        Act::FindAddress => {
            let text = if is_told { texts::RESOLVE_HOST } else { texts::RESOLVE_HOST_UNLESS };
            Wire::WithDns(fill!(text, host = exchange.answered_by.host()))
        }
        Act::OpenConnection => Wire::WithServer(label(texts::TCP, texts::TCP_UNLESS_OPEN)),
        Act::Encrypt => Wire::WithServer(label(texts::TLS, texts::TLS_UNLESS_OPEN)),
        Act::Ask => {
            let line = request_line(exchange, &exchange.answered_by, version(exchange));
            let is_sent = is_told && !may_be_cached(exchange);
            if is_sent { Wire::ToServer(line) } else { Wire::Unsure(line) }
        }
        Act::ServerWorks => match &bar.span {
            Span::FromServer(metrics) => Wire::AtServer(metrics_text(metrics, exchange.grain_us)),
            Span::Measured { .. } | Span::NotNeeded(_) | Span::Hidden(_) => Wire::Nothing,
        },
        Act::Answer if is_cached(exchange) => {
            Wire::AtClient(fill!(texts::ANSWER_FROM_THE_CACHE, answer = answer_text(exchange)))
        }
        Act::Answer => Wire::ToClient(answer_text(exchange)),
    }
}

fn is_cached(exchange: &RealExchange) -> bool {
    exchange.timing.as_ref().is_some_and(|timing| timing.is_from_cache())
}

fn may_be_cached(exchange: &RealExchange) -> bool {
    let timing = exchange.timing.as_ref();
    timing.is_some_and(|timing| timing.may_be_from_cache(exchange.n_octets))
}

/// The browser may have changed the method on its way to another address (Fetch, “HTTP-redirect
/// fetch”), so that is not told then.
fn request_line(exchange: &RealExchange, url: &HttpUrl, version: &str) -> String {
    let method = exchange.target.method.as_str();
    let is_kept = matches!(method, "GET" | "HEAD") || !exchange.is_redirected;
    let is_first = *url == exchange.target.url;
    let target = url.origin_form();
    let line = match is_kept || is_first {
        true => format!("{method} {target}"),
        false => target.to_owned(),
    };
    [&line, version].concat()
}

/// Only where the browser tells which version it spoke: `http/1.0` is that of the answer.
fn version(exchange: &RealExchange) -> &'static str {
    match exchange.timing.as_ref().map_or("", |timing| timing.next_hop_protocol.as_str()) {
        "http/1.1" => " HTTP/1.1",
        "h2" => " HTTP/2",
        "h3" => " HTTP/3",
        _ => "",
    }
}

fn answer_text(exchange: &RealExchange) -> String {
    let status = status_text(exchange);
    match exchange.field_value("content-type") {
        Some(media_type) => format!("{status} · {}", compose::body::essence(media_type)),
        None => status,
    }
}

fn metrics_text(metrics: &[ServerTiming], grain_us: u64) -> String {
    let one = |metric: &ServerTiming| {
        let name = match metric.description.is_empty() {
            true => &metric.name,
            false => &metric.description,
        };
        match metric.duration_us {
            0 => name.clone(),
            // The server's own clock, whatever the browser's tells apart.
            us => format!("{name} {}", ms_text(us, grain_us.min(100))),
        }
    };
    metrics.iter().map(one).collect::<Vec<_>>().join(" · ")
}

fn sentence(bar: &Bar, exchange: &RealExchange) -> String {
    match &bar.span {
        Span::Measured { .. } => measured(bar.act, exchange),
        Span::FromServer(metrics) => {
            let metrics = metrics_text(metrics, exchange.grain_us);
            fill!(texts::SERVER_SAYS_IN_SERVER, metrics)
        }
        Span::NotNeeded(why) => not_needed(*why, exchange),
        Span::Hidden(Hidden::WithinAGrain) => {
            let grain = ms_text(0, exchange.grain_us);
            fill!(texts::TOO_SHORT_FOR_THE_CLOCK, grain)
        }
        Span::Hidden(why) => {
            let what = what_may_have_happened(bar.act, exchange);
            format!("{what} {}", why_hidden(*why))
        }
    }
}

fn measured(act: Act, exchange: &RealExchange) -> String {
    let host = exchange.answered_by.host_field();
    match act {
        Act::Ask if may_be_cached(exchange) => say(texts::FIRST_BYTE_UNLESS_KEPT).to_owned(),
        Act::Ask => say(texts::FROM_THE_FIRST_BYTE).to_owned(),
        Act::Answer if is_cached(exchange) => say(texts::BROWSER_TAKES_IT_FROM).to_owned(),
        Act::Answer => answer_size(exchange),
        Act::FindAddress => fill!(texts::BROWSER_FINDS_THE_ADDRESS, host),
        Act::OpenConnection => fill!(texts::BROWSER_OPENS_A_CONNECTION, host),
        Act::Encrypt => say(texts::BROWSER_AND_SERVER_AGREE).to_owned(),
        Act::Permission | Act::Redirect | Act::ServerWorks => what_may_have_happened(act, exchange),
    }
}

fn answer_size(exchange: &RealExchange) -> String {
    let timing = exchange.timing.clone().unwrap_or_default();
    let (sent, whole) = (timing.encoded_body_size as usize, timing.decoded_body_size as usize);
    let is_whole = exchange.end == BodyEnd::Whole;
    match (sent, whole) {
        _ if !is_whole => {
            let octets = octets_text(exchange.n_octets);
            fill!(texts::ANSWER_ARRIVES_AND_IS_READ, octets)
        }
        _ if exchange.n_octets == 0 => say(texts::ANSWER_HAS_NO_BODY).to_owned(),
        (_, 0) => say(texts::REST_OF_THE_ANSWER).to_owned(),
        (sent, whole) if sent < whole => fill!(
            texts::REST_OF_THE_ANSWER_ARRIVES,
            sent = octets_text(sent),
            whole = octets_text(whole)
        ),
        (_, whole) => fill!(texts::REST_OF_THE_ANSWER_ARRIVES_WHOLE, whole = octets_text(whole)),
    }
}

/// What an act is, said so that it is true whether it took place or not.
fn what_may_have_happened(act: Act, exchange: &RealExchange) -> String {
    let host = exchange.answered_by.host_field();
    match act {
        Act::Permission => {
            let host = exchange.target.url.host_field();
            fill!(texts::BROWSER_ASKS_HOST_WHETHER, host)
        }
        Act::Redirect => {
            let (host, url) = (exchange.target.url.host_field(), exchange.answered_by.as_str());
            fill!(texts::HOST_SENT_THE_BROWSER_ON, host, url)
        }
        Act::FindAddress => {
            fill!(texts::BROWSER_FINDS_UNLESS, host = exchange.answered_by.host())
        }
        Act::OpenConnection => fill!(texts::BROWSER_OPENS_UNLESS, host),
        Act::Encrypt => say(texts::ON_A_NEW_CONNECTION).to_owned(),
        Act::Ask => say(texts::REQUEST_GOES_UNLESS).to_owned(),
        Act::ServerWorks => say(texts::WHAT_THE_SERVER_DOES).to_owned(),
        Act::Answer => say(texts::ANSWER_COMES_BACK).to_owned(),
    }
}

fn not_needed(why: NotNeeded, exchange: &RealExchange) -> String {
    let host = exchange.answered_by.host();
    match why {
        NotNeeded::Cached => say(texts::NOT_NEEDED_THE_BROWSER).to_owned(),
        NotNeeded::Reused => say(texts::NOT_NEEDED_THE_CONNECTION).to_owned(),
        NotNeeded::AddressKnown => say(texts::NOT_NEEDED_THE_ADDRESS).to_owned(),
        NotNeeded::AddressInUrl => fill!(texts::HOST_IS_AN_ADDRESS, host),
        NotNeeded::ThisMachine => fill!(texts::HOST_IS_THIS_MACHINE, host),
        NotNeeded::InTheOpen => say(texts::NOT_DONE_OVER_HTTP).to_owned(),
        NotNeeded::WithEncryption => say(texts::NOT_NEEDED_ALONE_HTTP).to_owned(),
    }
}

fn why_hidden(why: Hidden) -> String {
    match (why, why.opened_by()) {
        (Hidden::NoServerTiming, Some(header)) => fill!(texts::NOTHING_IS_TOLD_OF_IT, header),
        (_, Some(header)) => fill!(texts::BROWSER_HIDES_THE_TIMES, header),
        (Hidden::Preflight, _) => say(texts::BROWSER_SHOWS_IT_TO).to_owned(),
        (Hidden::ServerTimingUnread, _) => say(texts::BROWSER_SHOWS_NO_SERVER_TIMING).to_owned(),
        (Hidden::UnderWay, _) => say(texts::BROWSER_TELLS_ITS_TIMES_AT).to_owned(),
        (_, None) => say(texts::BROWSER_KEPT_NO_RECORD).to_owned(),
    }
}

#[cfg(test)]
#[path = "story/tests.rs"]
mod tests;
