//! A real exchange in steps: what is drawn between the lanes, and one sentence each.

use super::failure::{Diagnosis, Failure, Probe};
use super::timing::{Act, Bar, Hidden, NotNeeded, ServerTiming, Span, ms_text};
use super::{RealBody, RealExchange, octets_text};
use crate::texts;
use language::{fill, say};

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
}

impl Mark {
    /// What stands on it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Measured => say(texts::MEASURED),
            Self::FromServer => say(texts::TOLD_BY_THE_SERVER),
            Self::NotNeeded => say(texts::NOT_NEEDED),
            Self::Hidden => say(texts::HIDDEN_BY_THE_BROWSER),
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
    /// What went to the web server, or nowhere.
    Lost(String),
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

/// The exchange in one sentence.
pub fn summary(exchange: &RealExchange) -> String {
    let time = ms_text(total_us(exchange));
    let status = status_text(exchange);
    let timing = exchange.timing.as_ref();
    if timing.is_some_and(|timing| timing.is_from_cache()) {
        return fill!(texts::BROWSER_HAD_THE_ANSWER, status, time);
    }
    let host = exchange.target.url.host_field();
    let redirected = match exchange.is_redirected {
        true => fill!(texts::IT_WAS_SENT_ON, url = exchange.answered_by),
        false => String::new(),
    };
    let revalidated = match timing.is_some_and(|timing| timing.is_revalidated()) {
        true => say(texts::SERVER_ONLY_SAID_THAT),
        false => "",
    };
    fill!(texts::HOST_ANSWERED_STATUS_AFTER, host, status, time, redirected, revalidated)
}

/// From the call to the end of the answer.
fn total_us(exchange: &RealExchange) -> u64 {
    exchange.timing.as_ref().and_then(|timing| timing.total_us()).unwrap_or(exchange.elapsed_us)
}

fn status_text(exchange: &RealExchange) -> String {
    format!("{} {}", exchange.status_code, exchange.reason_phrase).trim_end().to_owned()
}

/// The steps in their order.
pub fn told(exchange: &RealExchange) -> Vec<RealStep> {
    let total = total_us(exchange).max(1);
    exchange.bars().iter().map(|bar| step(bar, exchange, total)).collect()
}

/// The same of an exchange that came to nothing, as far as it is known.
pub fn told_of_failure(diagnosis: &Diagnosis) -> Vec<RealStep> {
    let request = &diagnosis.request;
    let line = format!("{} {}", request.method, request.url.origin_form());
    let host = request.url.host_field();
    let step = |title, wire, sentence: String| RealStep {
        title,
        mark: Mark::Hidden,
        time: None,
        place: None,
        wire,
        sentence,
    };
    let asked = |wire| step(say(texts::ASK), wire, fill!(texts::BROWSER_SENDS_LINE_TO, line, host));
    let no_answer =
        || step(say(texts::ANSWER), Wire::Nothing, say(texts::NO_WHOLE_ANSWER_CAME).to_owned());
    match &diagnosis.failure {
        Failure::Refused(_) => {
            let wire = Wire::AtClient(say(texts::NOT_SENT).to_owned());
            vec![step(say(texts::ASK), wire, say(texts::BROWSER_DOES_NOT_SEND).to_owned())]
        }
        Failure::Unexplained(Probe::Answered) => {
            let withheld = Wire::Withheld(say(texts::WITHHELD_BY_THE_BROWSER).to_owned());
            let said = say(texts::SERVER_ANSWERS_AND_THE);
            vec![
                asked(Wire::ToServer(line.clone())),
                step(say(texts::ANSWER), withheld, said.to_owned()),
            ]
        }
        Failure::Unexplained(Probe::Nothing) => {
            let said = fill!(texts::NOTHING_ANSWERS_AT_HOST, host);
            vec![step(say(texts::ASK), Wire::Lost(line.clone()), said)]
        }
        Failure::Unexplained(Probe::NotSent) => {
            let said = say(texts::EITHER_NOTHING_CAME_BACK);
            let answer = step(say(texts::ANSWER), Wire::Nothing, said.to_owned());
            vec![asked(Wire::ToServer(line.clone())), answer]
        }
        Failure::TimeLimit(_) | Failure::Cancelled => {
            vec![asked(Wire::ToServer(line.clone())), no_answer()]
        }
        Failure::BrokenOff => {
            let broken = Wire::Withheld(say(texts::BROKEN_OFF).to_owned());
            let said = say(texts::ANSWER_BEGAN_AND_THEN).to_owned();
            vec![asked(Wire::ToServer(line.clone())), step(say(texts::ANSWER), broken, said)]
        }
    }
}

fn step(bar: &Bar, exchange: &RealExchange, total: u64) -> RealStep {
    let (mark, time, place) = match &bar.span {
        Span::Measured { from_us, to_us } => {
            let thousandths = |us: u64| (us * 1000 / total).min(1000);
            let place = (thousandths(*from_us), thousandths(*to_us));
            (Mark::Measured, Some(ms_text(to_us - from_us)), Some(place))
        }
        Span::FromServer(_) => (Mark::FromServer, None, None),
        Span::NotNeeded(_) => (Mark::NotNeeded, None, None),
        Span::Hidden(_) => (Mark::Hidden, None, None),
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
    let host = exchange.target.url.host();
    match bar.act {
        Act::Permission => Wire::WithServer(say(texts::OPTIONS_ANSWERED).to_owned()),
        Act::Redirect => Wire::WithServer(say(texts::STATUS_THAT_SENDS_ON).to_owned()),
        Act::FindAddress => match exchange.target.url.address() {
            Some(_) => Wire::Nothing,
            None => Wire::WithDns(fill!(texts::RESOLVE_HOST, host)),
        },
        Act::OpenConnection => Wire::WithServer("TCP".to_owned()),
        Act::Encrypt => Wire::WithServer("TLS".to_owned()),
        Act::Ask => Wire::ToServer(request_line(exchange)),
        Act::ServerWorks => match &bar.span {
            Span::FromServer(metrics) => Wire::AtServer(metrics_text(metrics)),
            _ => Wire::Nothing,
        },
        Act::Answer => Wire::ToClient(answer_text(exchange)),
    }
}

/// With the version only where the browser tells which one it spoke: `http/1.0` is that of the
/// answer.
fn request_line(exchange: &RealExchange) -> String {
    let target = &exchange.target;
    let line = format!("{} {}", target.method, target.url.origin_form());
    match exchange.timing.as_ref().map_or("", |timing| timing.next_hop_protocol.as_str()) {
        "http/1.1" => format!("{line} HTTP/1.1"),
        "h2" => format!("{line} HTTP/2"),
        "h3" => format!("{line} HTTP/3"),
        _ => line,
    }
}

fn answer_text(exchange: &RealExchange) -> String {
    let status = status_text(exchange);
    match exchange.field_value("content-type") {
        Some(media_type) => format!("{status} · {}", compose::body::essence(media_type)),
        None => status,
    }
}

fn metrics_text(metrics: &[ServerTiming]) -> String {
    let one = |metric: &ServerTiming| {
        let name = match metric.description.is_empty() {
            true => &metric.name,
            false => &metric.description,
        };
        match metric.duration_us {
            0 => name.clone(),
            us => format!("{name} {}", ms_text(us)),
        }
    };
    metrics.iter().map(one).collect::<Vec<_>>().join(" · ")
}

fn sentence(bar: &Bar, exchange: &RealExchange) -> String {
    match &bar.span {
        Span::Measured { .. } => measured(bar.act, exchange),
        Span::FromServer(metrics) => {
            fill!(texts::SERVER_SAYS_IN_SERVER, metrics = metrics_text(metrics))
        }
        Span::NotNeeded(why) => not_needed(*why).to_owned(),
        Span::Hidden(why) => {
            let what = what_happened(bar.act, exchange);
            format!("{what} {}", why_hidden(*why))
        }
    }
}

fn measured(act: Act, exchange: &RealExchange) -> String {
    match act {
        Act::Ask => say(texts::FROM_THE_FIRST_BYTE).to_owned(),
        Act::Answer => match &exchange.body {
            RealBody::Empty => say(texts::ANSWER_HAS_NO_BODY).to_owned(),
            RealBody::Text { .. } | RealBody::Binary { .. } => answer_size(exchange),
        },
        act => what_happened(act, exchange),
    }
}

fn answer_size(exchange: &RealExchange) -> String {
    let timing = exchange.timing.clone().unwrap_or_default();
    let (sent, whole) = (timing.encoded_body_size as usize, timing.decoded_body_size as usize);
    match (sent, whole) {
        (_, 0) => say(texts::REST_OF_THE_ANSWER).to_owned(),
        (sent, whole) if sent < whole => fill!(
            texts::REST_OF_THE_ANSWER_ARRIVES,
            sent = octets_text(sent),
            whole = octets_text(whole)
        ),
        (_, whole) => fill!(texts::REST_OF_THE_ANSWER_ARRIVES_WHOLE, whole = octets_text(whole)),
    }
}

fn what_happened(act: Act, exchange: &RealExchange) -> String {
    let host = exchange.target.url.host_field();
    match act {
        Act::Permission => fill!(texts::BROWSER_ASKS_HOST_WHETHER, host),
        Act::Redirect => fill!(texts::BROWSER_WAS_SENT_ON, url = exchange.answered_by),
        Act::FindAddress if exchange.target.url.address().is_some() => {
            fill!(texts::HOST_IS_AN_ADDRESS, host = exchange.target.url.host())
        }
        Act::FindAddress => {
            fill!(texts::BROWSER_FINDS_THE_ADDRESS, host = exchange.target.url.host())
        }
        Act::OpenConnection => fill!(texts::BROWSER_OPENS_A_CONNECTION, host),
        Act::Encrypt => say(texts::BROWSER_AND_SERVER_AGREE).to_owned(),
        Act::Ask => say(texts::REQUEST_GOES_TO_THE).to_owned(),
        Act::ServerWorks => say(texts::WHAT_THE_SERVER_DOES).to_owned(),
        Act::Answer => say(texts::ANSWER_COMES_BACK).to_owned(),
    }
}

fn not_needed(why: NotNeeded) -> &'static str {
    match why {
        NotNeeded::Cached => say(texts::NOT_NEEDED_THE_BROWSER),
        NotNeeded::Reused => say(texts::NOT_NEEDED_THE_CONNECTION),
        NotNeeded::AddressKnown => say(texts::NOT_NEEDED_THE_ADDRESS),
        NotNeeded::InTheOpen => say(texts::NOT_DONE_OVER_HTTP),
        NotNeeded::WithEncryption => say(texts::NOT_NEEDED_ALONE_HTTP),
    }
}

fn why_hidden(why: Hidden) -> String {
    match (why, why.opened_by()) {
        (Hidden::ServerSilent, Some(header)) => {
            fill!(texts::SERVER_DOES_NOT_TELL, header)
        }
        (_, Some(header)) => fill!(texts::BROWSER_HIDES_THE_TIMES, header),
        (Hidden::Preflight, _) => say(texts::BROWSER_SHOWS_IT_TO).to_owned(),
        (_, None) => say(texts::BROWSER_KEPT_NO_RECORD).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Target, Timing};
    use super::*;
    use trace::{FieldLine, HttpUrl};

    fn exchange(timing: Option<Timing>) -> RealExchange {
        let url = HttpUrl::parse("https://a.org/users/42?x=1").unwrap();
        let line = |name: &str, value: &str| FieldLine { name: name.into(), value: value.into() };
        RealExchange {
            target: Target { method: "GET".to_owned(), url: url.clone() },
            answered_by: url.as_str().to_owned(),
            is_redirected: false,
            is_other_origin: true,
            is_preflighted: false,
            status_code: 200,
            reason_phrase: "OK".to_owned(),
            field_lines: vec![line("content-type", "application/json; charset=utf-8")].into(),
            body: RealBody::of_octets(b"{}", Some("application/json"), false),
            timing,
            elapsed_us: 80_000,
        }
    }

    fn open() -> Timing {
        Timing {
            start_time: 1_000,
            fetch_start: 1_000,
            domain_lookup_start: 1_000,
            domain_lookup_end: 11_000,
            connect_start: 11_000,
            secure_connection_start: 21_000,
            connect_end: 41_000,
            request_start: 41_000,
            response_start: 91_000,
            response_end: 101_000,
            next_hop_protocol: "h2".to_owned(),
            transfer_size: 320,
            encoded_body_size: 20,
            decoded_body_size: 40,
            ..Timing::default()
        }
    }

    /// One line a step.
    fn print(exchange: &RealExchange) -> String {
        let line = |step: RealStep| {
            let time = step.time.unwrap_or_default();
            format!("{} [{}] {time} {:?}\n", step.title, step.mark.words(), step.wire)
        };
        told(exchange).into_iter().map(line).collect()
    }

    #[test]
    fn arrows_carry_what_really_went() {
        assert_eq!(
            print(&exchange(Some(open()))),
            "Find the address [measured] 10.0 ms WithDns(\"Resolve a.org\")\n\
             Open a connection [measured] 10.0 ms WithServer(\"TCP\")\n\
             Encrypt [measured] 20.0 ms WithServer(\"TLS\")\n\
             Ask [measured] 50.0 ms ToServer(\"GET /users/42?x=1 HTTP/2\")\n\
             Server works [hidden by the browser]  Nothing\n\
             Answer [measured] 10.0 ms ToClient(\"200 OK · application/json\")\n"
        );
    }

    #[test]
    fn every_step_has_a_sentence_and_hidden_ones_say_what_opens_them() {
        let closed = Timing { start_time: 1_000, response_end: 51_000, ..Timing::default() };
        for timing in [Some(open()), Some(closed), None] {
            let mut exchange = exchange(timing);
            exchange.is_preflighted = true;
            exchange.is_redirected = true;
            for step in told(&exchange) {
                assert!(step.sentence.ends_with('.'), "{step:?}");
                assert_eq!(step.time.is_some(), step.mark == Mark::Measured, "{step:?}");
            }
        }
        let closed = Timing { start_time: 1_000, response_end: 51_000, ..Timing::default() };
        let exchange = exchange(Some(closed));
        let steps = told(&exchange);
        assert!(steps[0].sentence.contains("Timing-Allow-Origin"), "{:?}", steps[0]);
        assert!(steps.iter().all(|step| step.mark == Mark::Hidden && step.time.is_none()));
        assert_eq!(summary(&exchange), "a.org answered 200 OK after 50.0 ms.");
    }

    #[test]
    fn a_failure_is_drawn_where_it_happened() {
        #[track_caller]
        fn check(failure: Failure, expected: &[Wire]) {
            let request = trace::Request::parse("GET", "https://a.org/x", &[], Vec::new()).unwrap();
            let diagnosis = super::super::diagnosis(&request, &failure, &Default::default());
            let steps = told_of_failure(&diagnosis);
            assert!(steps.iter().all(|step| step.sentence.ends_with('.')), "{steps:?}");
            let wires: Vec<Wire> = steps.into_iter().map(|step| step.wire).collect();
            assert_eq!(wires, expected);
        }
        let line = || "GET /x".to_owned();
        check(Failure::Unexplained(Probe::Nothing), &[Wire::Lost(line())]);
        let withheld = Wire::Withheld("withheld by the browser".to_owned());
        check(Failure::Unexplained(Probe::Answered), &[Wire::ToServer(line()), withheld]);
        check(Failure::Refused("no".to_owned()), &[Wire::AtClient("not sent".to_owned())]);
        check(Failure::TimeLimit(2), &[Wire::ToServer(line()), Wire::Nothing]);
    }

    #[test]
    fn bars_stand_where_they_were() {
        let places: Vec<_> =
            told(&exchange(Some(open()))).into_iter().filter_map(|step| step.place).collect();
        assert_eq!(places, [(0, 100), (100, 200), (200, 400), (400, 900), (900, 1000)]);
    }

    #[test]
    fn what_the_browser_tells_of_cache_and_redirect_is_said() {
        let cached = Timing { transfer_size: 0, ..open() };
        assert!(summary(&exchange(Some(cached))).contains("kept from an earlier time"));
        let mut redirected = exchange(Some(open()));
        redirected.is_redirected = true;
        redirected.answered_by = "https://b.org/".to_owned();
        assert!(summary(&redirected).ends_with("It was sent on to https://b.org/."));
        let mut anonymous = exchange(None);
        anonymous.reason_phrase.clear();
        assert_eq!(summary(&anonymous), "a.org answered 200 after 80.0 ms.");
    }

    #[test]
    fn metrics_of_the_server_are_told_by_name() {
        let metric = |name: &str, description: &str, duration_us| ServerTiming {
            name: name.to_owned(),
            description: description.to_owned(),
            duration_us,
        };
        let metrics = vec![metric("db", "", 53_200), metric("miss", "cache miss", 0)];
        let timing = Timing { server_timings: metrics, ..open() };
        let step = told(&exchange(Some(timing))).remove(4);
        assert_eq!(step.mark, Mark::FromServer);
        assert_eq!(step.wire, Wire::AtServer("db 53.2 ms · cache miss".to_owned()));
    }
}
