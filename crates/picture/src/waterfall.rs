//! All fetches of a run on one clock: a bar for each, cut where Resource Timing cuts it. Pure geometry, in
//! CSS pixels; what is not in sight costs nothing.

use crate::catalogue::Say;
use crate::explain::Family;
use crate::label::milliseconds;
use crate::text::{mono_width, shortened};
use crate::{Language, explain, texts};
use core::ops::Range;
use core::time::Duration;
use std::collections::BTreeMap;
use trace::hidden::marked;
use trace::{Exchange, ExchangeId, Fetch, FetchId, HostId, Instant, Outcome, Trace, Transport};

/// The height of a row.
pub const ROW_PX: f64 = 34.0;
/// The size of the names and labels.
pub const FONT_PX: f64 = 13.0;
/// The widest that names get, and the least that is left to the bars.
const NAMES_MAX_PX: f64 = 260.0;
const BARS_MIN_PX: f64 = 120.0;
/// Room for the number of the connection, behind a name.
const NUMBER_PX: f64 = 46.0;
/// Room for the label behind the last bar; where there is little, it says no time.
const LABEL_CELLS: usize = 20;
const SHORT_CELLS: usize = 11;
const NARROW_PX: f64 = 560.0;
/// Between two labels of the ruler.
const TICK_PX: f64 = 90.0;
/// What a wait takes that is cut short.
const CUT_PX: f64 = 26.0;

/// A bar for each fetch of a run, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Waterfall {
    /// How wide it is laid out.
    pub width: f64,
    /// Where the bars start, right of the names.
    pub left: f64,
    /// The fetches, each in a row of [`ROW_PX`].
    pub bars: Vec<Bar>,
    /// The ruler.
    pub ticks: Vec<Tick>,
    /// Where nothing happened for long, and the clock jumps.
    pub cuts: Vec<Tick>,
    /// How many connections the client's requests went over; not known where no packet was seen.
    pub connections: Option<usize>,
}

/// A fetch.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Which it is.
    pub fetch: FetchId,
    /// E.g. `2 GET /page/style.css`, as much as there is room for.
    pub name: String,
    /// All of it in one sentence, for those who listen.
    pub told: String,
    /// From when the client's code asked to when it was done.
    pub span: Range<f64>,
    /// What of that took how long.
    pub parts: Vec<(Part, Range<f64>)>,
    /// The connection of its last request, counted from 1; none where nothing was sent.
    pub connection: Option<usize>,
    /// E.g. `200 · 181.0 ms`: what came of it, and when.
    pub label: String,
    /// Where the label starts.
    pub label_x: f64,
    /// What came of it, which gives the label its hue and its sign; none while it is under way.
    pub family: Option<Family>,
}

/// A mark of the ruler.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Where it stands.
    pub x: f64,
    /// What it says.
    pub label: String,
}

/// A part of a fetch, as Resource Timing cuts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// From `domainLookupStart` to `domainLookupEnd`.
    Find,
    /// From `connectStart` to `secureConnectionStart` or `connectEnd`.
    Connect,
    /// From `secureConnectionStart` to `connectEnd`.
    Encrypt,
    /// From `requestStart` to `responseStart`.
    Wait,
    /// From `responseStart` to `responseEnd`.
    Answer,
}

impl Part {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [Self::Find, Self::Connect, Self::Encrypt, Self::Wait, Self::Answer];

    /// What the legend calls it.
    pub fn word(self, language: Language) -> &'static str {
        language.text(match self {
            Self::Find => texts::BAR_FIND,
            Self::Connect => texts::BAR_CONNECT,
            Self::Encrypt => texts::BAR_ENCRYPT,
            Self::Wait => texts::BAR_WAIT,
            Self::Answer => texts::BAR_ANSWER,
        })
    }
}

/// Lays out all fetches of a run for this width.
pub fn waterfall(trace: &Trace, width_px: f64) -> Waterfall {
    let language = language::current();
    let names: Vec<String> = trace.fetches.iter().map(name).collect();
    let widest = names.iter().map(|name| mono_width(name, FONT_PX)).fold(0.0, f64::max);
    let width = width_px.max(BARS_MIN_PX * 2.0);
    let left = (widest + NUMBER_PX).min(NAMES_MAX_PX).min(width * 0.4);
    let label_cells = if width < NARROW_PX { SHORT_CELLS } else { LABEL_CELLS };
    let label_px = mono_width(&"0".repeat(label_cells), FONT_PX);
    let right = (width - label_px).max(left + BARS_MIN_PX.min(width - left));
    let clock = Clock::new(trace, left, right);
    let connections = connections(trace);
    let name_cells = (left - NUMBER_PX) / mono_width("0", FONT_PX);
    let bars = trace.fetches.iter().zip(&names).map(|(fetch, name)| {
        let connection = connection_of(trace, fetch).and_then(|key| connections.get(&key)).copied();
        let span = clock.span(fetch.started_at, done_at(trace, fetch));
        let label = match width < NARROW_PX {
            true => shortened(&signed_outcome(fetch, language), SHORT_CELLS),
            false => label(trace, fetch, language),
        };
        let label_x = (span.end + 8.0).min(width - mono_width(&label, FONT_PX)).max(0.0);
        Bar {
            fetch: fetch.id,
            name: shortened(name, name_cells as usize),
            told: told_of(trace, fetch, name, connection, language),
            parts: parts(trace, fetch)
                .into_iter()
                .map(|(part, from, to)| (part, clock.span(from, to)))
                .collect(),
            span,
            connection,
            label,
            label_x,
            family: Family::of_outcome(fetch.outcome.as_ref()),
        }
    });
    Waterfall {
        width,
        left,
        bars: bars.collect(),
        ticks: clock.ticks(),
        cuts: clock.cuts(language),
        connections: (!trace.packets.is_empty()).then_some(connections.len()),
    }
}

impl Waterfall {
    /// How high all rows are.
    pub fn height(&self) -> f64 {
        self.bars.len() as f64 * ROW_PX
    }

    /// The rows between two heights, the first with this index. Costs nothing but what it returns.
    pub fn visible(&self, y: Range<f64>) -> (usize, &[Bar]) {
        let row = |y: f64| ((y / ROW_PX).max(0.0) as usize).min(self.bars.len());
        let (first, end) = (row(y.start), row(y.end + ROW_PX));
        (first, &self.bars[first..end.max(first)])
    }
}

/// A clock whose long waits are cut short.
struct Clock {
    zero: Instant,
    left: f64,
    /// Pixels of a nanosecond.
    scale: f64,
    /// What each cut takes.
    cut_px: f64,
    /// When something was under way, in order; between two of them nothing was, for long.
    busy: Vec<(Instant, Instant)>,
}

impl Clock {
    fn new(trace: &Trace, left: f64, right: f64) -> Self {
        let spans = trace.fetches.iter();
        let mut spans: Vec<(Instant, Instant)> =
            spans.map(|fetch| (fetch.started_at, done_at(trace, fetch))).collect();
        spans.sort_unstable();
        let together = joined(&spans, Duration::ZERO);
        // A wait that takes more than a quarter of everything else is cut.
        let busy = joined(&together, length(&together) / 4);
        let n_cuts = busy.len().saturating_sub(1) as f64;
        // However many there are, the bars have half of the room.
        let cut_px = CUT_PX.min((right - left) / 2.0 / n_cuts.max(1.0));
        let room = right - left - n_cuts * cut_px;
        let scale = room / (length(&busy).as_nanos() as f64).max(1.0);
        let zero = busy.first().map_or(trace.booted_at, |first| first.0);
        Self { zero, left, scale, cut_px, busy }
    }

    fn x(&self, at: Instant) -> f64 {
        let mut x = self.left;
        for (start, end) in &self.busy {
            if at <= *end {
                return x + at.since(*start).as_nanos() as f64 * self.scale;
            }
            x += end.since(*start).as_nanos() as f64 * self.scale + self.cut_px;
        }
        x - self.cut_px
    }

    fn span(&self, from: Instant, to: Instant) -> Range<f64> {
        self.x(from)..self.x(to)
    }

    /// Whole numbers of milliseconds, as far apart as their labels need; a part of the clock that is too
    /// short for one has none.
    fn ticks(&self) -> Vec<Tick> {
        let step_ns = nice(TICK_PX / self.scale.max(f64::MIN_POSITIVE));
        let mut ticks: Vec<Tick> = Vec::new();
        for (start, end) in &self.busy {
            let from = start.since(self.zero).as_nanos() as f64;
            let to = end.since(self.zero).as_nanos() as f64;
            let mut number = (from / step_ns).ceil();
            while number * step_ns <= to {
                let at = number * step_ns;
                let x = self.x(self.zero + Duration::from_nanos(at as u64));
                if ticks.last().is_none_or(|last| x - last.x >= TICK_PX * 0.9) {
                    let span = Duration::from_nanos(at as u64);
                    let decimals = if step_ns < 1e6 { 1 } else { 0 };
                    let number = format!("{:.decimals$}", trace::Milliseconds::from(span));
                    ticks.push(Tick { x, label: number + " ms" });
                }
                number += 1.0;
            }
        }
        ticks
    }

    fn cuts(&self, language: Language) -> Vec<Tick> {
        let cut = |pair: &[(Instant, Instant)]| {
            let (from, to) = (self.x(pair[0].1), self.x(pair[1].0));
            let span = pair[1].0.since(pair[0].1);
            let label = match span.as_secs() {
                0 => milliseconds(span) + " ms",
                seconds => explain::long_span(Duration::from_secs(seconds), language),
            };
            Tick { x: (from + to) / 2.0, label }
        };
        self.busy.windows(2).map(cut).collect()
    }
}

/// Spans in order, those together that lie no further apart than this.
fn joined(spans: &[(Instant, Instant)], gap: Duration) -> Vec<(Instant, Instant)> {
    let mut joined: Vec<(Instant, Instant)> = Vec::new();
    for (start, end) in spans {
        match joined.last_mut() {
            Some(last) if start.since(last.1) <= gap => last.1 = last.1.max(*end),
            _ => joined.push((*start, *end)),
        }
    }
    joined
}

fn length(spans: &[(Instant, Instant)]) -> Duration {
    spans.iter().map(|(start, end)| end.since(*start)).sum()
}

/// The least of 1, 2, 5, 10, 20, … that is no less, from a tenth of a millisecond on.
pub(crate) fn nice(least_ns: f64) -> f64 {
    let mut step = 100_000.0;
    let mut factors = [2.0, 2.5, 2.0].into_iter().cycle();
    while step < least_ns && step < 1e18 {
        step *= factors.next().unwrap_or(10.0);
    }
    step
}

fn name(fetch: &Fetch) -> String {
    let Fetch { id, method, url, .. } = fetch;
    marked(&format!("{} {method} {}", id.0 + 1, url.origin_form())).into_owned()
}

fn done_at(trace: &Trace, fetch: &Fetch) -> Instant {
    fetch.finished_at.unwrap_or(trace.ended_at).max(fetch.started_at)
}

/// What came of it, and how long it took; when that was says the ruler.
fn label(trace: &Trace, fetch: &Fetch, language: Language) -> String {
    let outcome = signed_outcome(fetch, language);
    let took = milliseconds(done_at(trace, fetch).since(fetch.started_at));
    shortened(&[&*outcome, " · ", &*took, " ms"].concat(), LABEL_CELLS)
}

/// With the sign of its family, e.g. `! 404`.
fn signed_outcome(fetch: &Fetch, language: Language) -> String {
    let outcome = outcome(fetch, language);
    match Family::of_outcome(fetch.outcome.as_ref()).map_or("", Family::sign) {
        "" => outcome,
        sign => [sign, " ", &*outcome].concat(),
    }
}

fn outcome(fetch: &Fetch, language: Language) -> String {
    match &fetch.outcome {
        Some(Outcome::Answered(code)) => code.to_string(),
        Some(Outcome::Failed(_)) | None => language.text(texts::BAR_NO_ANSWER).to_owned(),
    }
}

/// The parts of all its exchanges, in order of time.
fn parts(trace: &Trace, fetch: &Fetch) -> Vec<(Part, Instant, Instant)> {
    let of_exchange = |exchange: &Exchange| {
        let timing = &exchange.timing;
        let last = exchange.finished_at.unwrap_or(trace.ended_at);
        let connected_at = timing.secure_connection_start.or(timing.connect_end);
        let spans = [
            (Part::Find, timing.domain_lookup_start, timing.domain_lookup_end),
            (Part::Connect, timing.connect_start, connected_at),
            (Part::Encrypt, timing.secure_connection_start, timing.connect_end),
            (Part::Wait, timing.request_start, timing.response_start),
            (Part::Answer, timing.response_start, timing.response_end),
        ];
        let spans = spans.into_iter().filter_map(move |(part, start, end)| {
            let start = start?;
            Some((part, start, end.unwrap_or(last).max(start)))
        });
        spans.collect::<Vec<_>>()
    };
    let exchanges = fetch.exchanges.iter().map(|id| trace.exchange(*id));
    let mut parts: Vec<_> = exchanges.flat_map(of_exchange).collect();
    parts.retain(|(_, start, end)| start < end);
    parts
}

/// What each fetch took, in one sentence.
pub(crate) fn told(trace: &Trace) -> impl Iterator<Item = String> {
    let (connections, language) = (connections(trace), language::current());
    trace.fetches.iter().map(move |fetch| {
        let connection = connection_of(trace, fetch).and_then(|key| connections.get(&key)).copied();
        told_of(trace, fetch, &name(fetch), connection, language)
    })
}

fn told_of(
    trace: &Trace,
    fetch: &Fetch,
    name: &str,
    connection: Option<usize>,
    language: Language,
) -> String {
    let zero = trace.fetches.first().map_or(trace.booted_at, |first| first.started_at);
    let at = |instant: Instant| milliseconds(instant.since(zero));
    let spans = parts(trace, fetch);
    let named: Duration = spans.iter().map(|(_, from, to)| to.since(*from)).sum();
    let told = |word: &str, took: Duration| [word, " ", &milliseconds(took), " ms"].concat();
    let mut parts: Vec<String> =
        spans.iter().map(|(part, from, to)| told(part.word(language), to.since(*from))).collect();
    // E.g. while it waits before it tries again.
    let between = done_at(trace, fetch).since(fetch.started_at).saturating_sub(named);
    if between > Duration::from_micros(50) {
        parts.push(told(language.text(texts::BAR_BETWEEN), between));
    }
    if let Some(connection) = connection {
        let number = connection.to_string();
        parts.push(language.write(texts::BAR_CONNECTION, &[("number", &number)]));
    }
    let values = [
        ("name", name),
        ("outcome", &*outcome(fetch, language)),
        ("start", &*at(fetch.started_at)),
        ("end", &*at(done_at(trace, fetch))),
        ("parts", &*parts.join(", ")),
    ];
    language.write(texts::BAR_TOLD, &values)
}

/// The client's end of a connection, and whom it leads to.
type ConnectionKey = (u16, HostId, Instant);

/// The connections that requests went over, numbered from 1 in their order. A port that is used again
/// begins another one.
fn connections(trace: &Trace) -> BTreeMap<ConnectionKey, usize> {
    let mut numbers = BTreeMap::new();
    for exchange in trace.fetches.iter().flat_map(|fetch| &fetch.exchanges) {
        if let Some(key) = connection_of_exchange(trace, *exchange) {
            let next = numbers.len() + 1;
            numbers.entry(key).or_insert(next);
        }
    }
    numbers
}

/// The connection of a fetch's last request.
fn connection_of(trace: &Trace, fetch: &Fetch) -> Option<ConnectionKey> {
    let mut asked = fetch.exchanges.iter().rev();
    asked.find_map(|exchange| connection_of_exchange(trace, *exchange))
}

/// The connection of an exchange's last request.
fn connection_of_exchange(trace: &Trace, exchange: ExchangeId) -> Option<ConnectionKey> {
    let request = trace.message(trace.exchange(exchange).request()?);
    let packet = trace.packet(*request.packets.first()?);
    let port = source_port(&packet.transport)?;
    // A SYN begins a connection anew.
    let before = trace.packets[..=packet.id.0 as usize].iter().rev();
    let opened = before.filter(|other| (other.from, other.to) == (packet.from, packet.to));
    let opened = opened.filter(|other| source_port(&other.transport) == Some(port)).find(|other| {
        matches!(&other.transport, Transport::Tcp { control, retransmission_of: None, .. } if control.syn)
    });
    Some((port, packet.to, opened.map_or(Instant::ZERO, |opened| opened.sent_at)))
}

fn source_port(transport: &Transport) -> Option<u16> {
    match transport {
        Transport::Tcp { source_port, .. } => Some(*source_port),
        Transport::Udp { .. } | Transport::Other(_) => None,
    }
}
