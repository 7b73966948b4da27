//! What may be wrong in a world, and the steps of a trace that prove it.

use crate::predicate::is_lost;
use crate::texts;
use language::Text;
use picture::{Sequence, Step, StepKind};
use trace::{
    Content, Exchange, Failure, Fault, Outcome, Packet, PacketId, Role, SqlResult, Stage,
    StageKind, StageOutcome, Trace, Transport,
};

/// What may be wrong. The options of a world are hidden while it is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    NameNotFound,
    DnsSilent,
    Refused,
    Unreachable,
    CertificateExpired,
    CertificateWrongName,
    CertificateUnknownIssuer,
    Reset,
    ServerSilent,
    DatabaseDown,
    ServerCrash,
    RateLimited,
    /// The network loses so much that nothing comes of it.
    PacketsLost,
    /// The client itself gives up before what it waits for can be there.
    OwnLimit,
    /// The client asks for what is not there, or may not be had like this.
    Request,
    /// Something else stands in the way, e.g. a circle of redirects.
    Elsewhere,
    /// Nothing.
    Nothing,
}

/// A cause, with the steps that prove it: one at least.
#[derive(Debug)]
pub(crate) struct Finding {
    pub cause: Cause,
    pub steps: Vec<usize>,
}

impl Cause {
    pub const ALL: [Self; 17] = [
        Self::NameNotFound,
        Self::DnsSilent,
        Self::Refused,
        Self::Unreachable,
        Self::CertificateExpired,
        Self::CertificateWrongName,
        Self::CertificateUnknownIssuer,
        Self::Reset,
        Self::ServerSilent,
        Self::DatabaseDown,
        Self::ServerCrash,
        Self::RateLimited,
        Self::PacketsLost,
        Self::OwnLimit,
        Self::Request,
        Self::Elsewhere,
        Self::Nothing,
    ];

    /// Its name in a list.
    pub fn words(self) -> Text {
        self.texts().0
    }

    /// Whether the client waits in vain.
    pub fn is_a_wait(self) -> bool {
        matches!(self, Self::DnsSilent | Self::Unreachable | Self::ServerSilent | Self::PacketsLost)
    }

    /// How it shows.
    pub fn about(self) -> Text {
        self.texts().1
    }

    fn texts(self) -> (Text, Text) {
        match self {
            Self::NameNotFound => (texts::CAUSE_NAME, texts::CAUSE_NAME_ABOUT),
            Self::DnsSilent => (texts::CAUSE_DNS, texts::CAUSE_DNS_ABOUT),
            Self::Refused => (texts::CAUSE_REFUSED, texts::CAUSE_REFUSED_ABOUT),
            Self::Unreachable => (texts::CAUSE_UNREACHABLE, texts::CAUSE_UNREACHABLE_ABOUT),
            Self::CertificateExpired => (texts::CAUSE_EXPIRED, texts::CAUSE_EXPIRED_ABOUT),
            Self::CertificateWrongName => (texts::CAUSE_WRONG_NAME, texts::CAUSE_WRONG_NAME_ABOUT),
            Self::CertificateUnknownIssuer => (texts::CAUSE_ISSUER, texts::CAUSE_ISSUER_ABOUT),
            Self::Reset => (texts::CAUSE_RESET, texts::CAUSE_RESET_ABOUT),
            Self::ServerSilent => (texts::CAUSE_SILENT, texts::CAUSE_SILENT_ABOUT),
            Self::DatabaseDown => (texts::CAUSE_DATABASE, texts::CAUSE_DATABASE_ABOUT),
            Self::ServerCrash => (texts::CAUSE_CRASH, texts::CAUSE_CRASH_ABOUT),
            Self::RateLimited => (texts::CAUSE_RATE, texts::CAUSE_RATE_ABOUT),
            Self::PacketsLost => (texts::CAUSE_LOST, texts::CAUSE_LOST_ABOUT),
            Self::OwnLimit => (texts::CAUSE_LIMIT, texts::CAUSE_LIMIT_ABOUT),
            Self::Request => (texts::CAUSE_REQUEST, texts::CAUSE_REQUEST_ABOUT),
            Self::Elsewhere => (texts::CAUSE_ELSEWHERE, texts::CAUSE_ELSEWHERE_ABOUT),
            Self::Nothing => (texts::CAUSE_NOTHING, texts::CAUSE_NOTHING_ABOUT),
        }
    }
}

/// What is wrong, as far as steps prove it. A cause is named by what the world really is: a trace in
/// which a name is not found because nobody has it is the request's fault.
pub(crate) fn findings(sequence: &Sequence) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for (index, step) in sequence.steps.iter().enumerate() {
        let Some(cause) = proved(&sequence.trace, step) else { continue };
        match found.iter_mut().find(|known| known.cause == cause) {
            Some(known) => known.steps.push(index),
            None => found.push(Finding { cause, steps: vec![index] }),
        }
    }
    if let Some(silent) = found.iter_mut().find(|known| known.cause == Cause::DnsSilent) {
        // Who asks again has had no answer.
        let again = questions(sequence).skip(1);
        silent.steps.extend(again);
    }
    if let Some(limit) = found.iter_mut().find(|known| known.cause == Cause::OwnLimit) {
        // What comes too late was under way.
        limit.steps.extend((0..sequence.steps.len()).filter(|step| is_late(sequence, *step)));
    }
    if let Some(lost) = found.iter_mut().find(|known| known.cause == Cause::PacketsLost) {
        let is_lost = |step: &Step| {
            matches!(step.kind, StepKind::Message(_) | StepKind::Packet(..))
                && step.ended_at.is_none()
        };
        lost.steps.extend((0..sequence.steps.len()).filter(|step| is_lost(&sequence.steps[*step])));
    }
    for Finding { steps, .. } in &mut found {
        steps.sort_unstable();
        steps.dedup();
    }
    if found.is_empty() {
        // Whatever came is right: the answers prove it, or the end where nothing was asked of anyone.
        let is_answer = |step: &usize| is_final_answer(&sequence.trace, &sequence.steps[*step]);
        let mut steps: Vec<usize> = (0..sequence.steps.len()).filter(is_answer).collect();
        if steps.is_empty() {
            steps.extend(sequence.steps.len().checked_sub(1));
        }
        if is_lossy(&sequence.trace) {
            steps.extend(questions(sequence).skip(1));
            steps.extend((0..sequence.steps.len()).filter(|step| shows_loss(sequence, *step)));
            steps.sort_unstable();
            steps.dedup();
        }
        if !steps.is_empty() {
            found.push(Finding { cause: Cause::Nothing, steps });
        }
    }
    found
}

/// Where the client asks DNS.
fn questions(sequence: &Sequence) -> impl Iterator<Item = usize> {
    let trace = &sequence.trace;
    let client = trace.host_with_role(Role::UserAgent).map(|host| host.id);
    let is_question = move |step: &Step| {
        let content = step.message().map(|id| &trace.message(id).content);
        Some(step.from) == client && matches!(content, Some(Content::DnsQuery { .. }))
    };
    (0..sequence.steps.len()).filter(move |step| is_question(&sequence.steps[*step]))
}

/// Whether a step brings the client something of an exchange that it has given up.
fn is_late(sequence: &Sequence, step: usize) -> bool {
    let (trace, step) = (&sequence.trace, &sequence.steps[step]);
    let Some(exchange) = step.exchange.map(|id| trace.exchange(id)) else { return false };
    let is_given_up = matches!(exchange.outcome, Some(Outcome::Failed(_)));
    let is_answer = step.message().is_some() && step.message() == exchange.response;
    let comes_late =
        step.ended_at.is_none_or(|at| exchange.finished_at.is_some_and(|end| at > end));
    is_given_up && is_answer && comes_late
}

/// Whether a step shows that something was lost: it never arrives, is sent again, or waits until that is.
fn shows_loss(sequence: &Sequence, step: usize) -> bool {
    let (trace, steps) = (&sequence.trace, &sequence.steps);
    let shown = &steps[step];
    let Some(message) = shown.message().map(|id| trace.message(id)) else { return false };
    let is_own = |id: PacketId| message.packets.contains(&id);
    let is_lost_or_again = trace.packets.iter().any(|packet| match packet.transport {
        Transport::Tcp { retransmission_of: Some(id), .. } => is_own(id) || is_own(packet.id),
        Transport::Tcp { .. } | Transport::Udp { .. } | Transport::Other(_) => {
            is_own(packet.id) && is_lost(trace, packet)
        }
    });
    // A request waits for its connection, whose SYN was lost.
    let waits = matches!(message.content, Content::HttpRequest { .. })
        && trace.packets.iter().any(|packet| {
            let is_syn = matches!(packet.transport, Transport::Tcp { control, .. } if control.syn);
            let exchange = shown.exchange.map(|id| trace.exchange(id));
            let since = exchange.and_then(|exchange| exchange.timing.connect_start);
            is_syn
                && is_lost(trace, packet)
                && since.is_some_and(|since| packet.sent_at >= since)
                && packet.sent_at < shown.started_at
        });
    shown.ended_at.is_none() || is_lost_or_again || waits
}

/// What the steps look like, whatever the world is. None of it is a wrong answer: the steps themselves show it.
pub(crate) fn shown_causes(sequence: &Sequence) -> Vec<Cause> {
    let trace = &sequence.trace;
    let shown = sequence.steps.iter().filter_map(|step| shown(trace, step));
    let near = sequence.steps.iter().filter_map(|step| match &step.kind {
        // Who sees it may say so as well.
        StepKind::Failure(Failure::NoRoute { .. }) => Some(Cause::Unreachable),
        StepKind::Failure(Failure::RefusedByOwnHost { .. }) => Some(Cause::Refused),
        StepKind::Failure(
            Failure::NoAddress { .. }
            | Failure::AnswerWithheld { .. }
            | Failure::RequestNotAllowed { .. }
            | Failure::RedirectForbidden,
        ) => Some(Cause::Request),
        _ => None,
    });
    let lost = is_lossy(trace).then_some(Cause::PacketsLost);
    let refused = trace.packets.iter().any(is_refusal).then_some(Cause::Refused);
    shown.chain(near).chain(lost).chain(refused).collect()
}

/// The cause that a step proves.
fn proved(trace: &Trace, step: &Step) -> Option<Cause> {
    shown(trace, step).map(|shown| meant(trace, shown))
}

/// What a step looks like.
fn shown(trace: &Trace, step: &Step) -> Option<Cause> {
    match &step.kind {
        StepKind::Failure(failure) => Some(of_failure(trace, failure, step)),
        StepKind::Message(id) => match &trace.message(*id).content {
            // Nobody can use a copy that it does not have (RFC 9110 §15.4.5).
            Content::HttpResponse { status_code: 304, .. } => {
                let exchange = trace.exchange(step.exchange?);
                (!is_conditional(trace, exchange)).then_some(Cause::Elsewhere)
            }
            Content::HttpResponse { status_code, .. } => of_status(*status_code),
            Content::SqlResult(result) => {
                let answer = match trace.exchange(step.exchange?).outcome {
                    Some(Outcome::Answered(status_code)) => of_status(status_code),
                    Some(Outcome::Failed(_)) | None => None,
                }?;
                let is_seen_here = match result {
                    SqlResult::Rows { rows, .. } => answer == Cause::Request && rows.is_empty(),
                    SqlResult::Changed { rows } => answer == Cause::Request && *rows == 0,
                    SqlResult::Failed { .. } => answer == Cause::ServerCrash,
                };
                is_seen_here.then_some(answer)
            }
            Content::DnsResponse { response_code, .. } if response_code == "NXDOMAIN" => {
                Some(Cause::NameNotFound)
            }
            // The last of its answers says what the client is told.
            Content::DnsResponse { .. } => match &trace.exchange(step.exchange?).outcome {
                Some(Outcome::Failed(
                    failure @ (Failure::ResolverFailed { .. } | Failure::NoAddress { .. }),
                )) if Some(step.to)
                    == trace.host_with_role(Role::UserAgent).map(|host| host.id) =>
                {
                    Some(of_failure(trace, failure, step))
                }
                Some(_) | None => None,
            },
            Content::DnsQuery { .. }
            | Content::HttpRequest { .. }
            | Content::Tls { .. }
            | Content::Http2Control { .. }
            | Content::SqlStatement(_) => None,
        },
        StepKind::Note(stages) => {
            let stages = || stages.iter().map(|id| trace.stage(*id));
            let outcome = step.exchange.and_then(|id| trace.exchange(id).outcome.as_ref());
            let refused = stages().find(|stage| matches!(stage.outcome, StageOutcome::Refused(_)));
            let Some(refused) = refused else {
                // An error is written down by whoever answers with it.
                let writes = |stage: &Stage| {
                    stage.kind == StageKind::Serialize && stage.detail.contains("problem")
                };
                return match outcome {
                    Some(Outcome::Answered(status_code)) if stages().any(writes) => {
                        of_status(*status_code)
                    }
                    Some(_) | None => None,
                };
            };
            match (refused.kind, outcome) {
                (StageKind::CheckMayRead | StageKind::CheckMaySend, _) => Some(Cause::Elsewhere),
                // What it refuses is what the answer says.
                (_, Some(Outcome::Answered(status_code))) => of_status(*status_code),
                (StageKind::Parse, Some(Outcome::Failed(failure))) => {
                    Some(of_failure(trace, failure, step))
                }
                (_, Some(Outcome::Failed(_)) | None) => None,
            }
        }
        StepKind::Packet(..) | StepKind::Further(_) | StepKind::Limit(_) => None,
    }
}

/// What it is in this world that looks like this.
fn meant(trace: &Trace, shown: Cause) -> Cause {
    match shown {
        _ if is_set(trace, shown) => shown,
        Cause::NameNotFound | Cause::Refused | Cause::RateLimited => Cause::Request,
        Cause::Unreachable if has_broken_ipv6(trace) => match is_set(trace, Cause::Refused) {
            true => Cause::Refused,
            false => Cause::Elsewhere,
        },
        Cause::DnsSilent | Cause::Unreachable | Cause::ServerSilent => match is_lossy(trace) {
            true => Cause::PacketsLost,
            false => Cause::OwnLimit,
        },
        _ => Cause::Elsewhere,
    }
}

/// Whether the world is set to be so; of what no world is set to be, it is.
fn is_set(trace: &Trace, cause: Cause) -> bool {
    let world = &trace.scenario.world;
    let has = |fault| world.faults.contains(&fault);
    match cause {
        Cause::NameNotFound => has(Fault::NameNotFound),
        Cause::DnsSilent => has(Fault::DnsTimeout),
        Cause::Refused => has(Fault::ConnectionRefused),
        Cause::Unreachable => has(Fault::ConnectTimeout),
        Cause::CertificateExpired => has(Fault::CertificateExpired),
        Cause::CertificateWrongName => has(Fault::CertificateWrongName),
        Cause::CertificateUnknownIssuer => has(Fault::CertificateUnknownIssuer),
        Cause::Reset => has(Fault::ResetMidResponse),
        Cause::ServerSilent => has(Fault::ServerSilent),
        Cause::DatabaseDown => world.server.database_down,
        Cause::ServerCrash => world.server.server_crash != trace::Crash::Nowhere,
        Cause::RateLimited => world.server.rate_limited,
        Cause::PacketsLost
        | Cause::OwnLimit
        | Cause::Request
        | Cause::Elsewhere
        | Cause::Nothing => true,
    }
}

/// Whether by IPv6 nothing gets through.
fn has_broken_ipv6(trace: &Trace) -> bool {
    trace.scenario.world.faults.contains(&Fault::BrokenIpv6)
}

/// Whether a packet says that no program listens (RFC 9293 §3.5.2: RST, and what it acknowledges).
fn is_refusal(packet: &Packet) -> bool {
    matches!(packet.transport, Transport::Tcp { control, seg_seq: 0, .. } if control.rst && control.ack)
}

/// Whether an answer may be that the client's copy is still good (RFC 9110 §13.1).
fn is_conditional(trace: &Trace, exchange: &Exchange) -> bool {
    let request = exchange.request().map(|id| &trace.message(id).content);
    let Some(Content::HttpRequest { field_lines, .. }) = request else { return false };
    ["If-None-Match", "If-Modified-Since"].iter().any(|name| field_lines.has(name))
}

/// Whether packets are lost.
pub(crate) fn is_lossy(trace: &Trace) -> bool {
    trace.packets.iter().any(|packet| is_lost(trace, packet))
}

fn of_status(status_code: u16) -> Option<Cause> {
    match status_code {
        429 => Some(Cause::RateLimited),
        503 => Some(Cause::DatabaseDown),
        500 => Some(Cause::ServerCrash),
        // The server says that it has not got all of the request in time (RFC 9110 §15.5.9).
        408 => Some(Cause::Elsewhere),
        // 501: no server could do this (RFC 9110 §15.6.2).
        400..500 | 501 => Some(Cause::Request),
        502.. => Some(Cause::Elsewhere),
        _ => None,
    }
}

fn of_failure(trace: &Trace, failure: &Failure, step: &Step) -> Cause {
    let url = step.exchange.map(|id| trace.exchange(id).url.as_url());
    let speaks = |scheme, port| {
        url.is_some_and(|url| (url.scheme(), url.port_or_known_default()) == (scheme, Some(port)))
    };
    match failure {
        // The other protocol is spoken there, or nobody has the address that the URL says.
        Failure::ResponseMalformed { .. } if speaks("http", 443) => Cause::Request,
        Failure::HandshakeFailed { .. } if speaks("https", 80) => Cause::Request,
        Failure::NoRoute { .. } if url.is_some_and(|url| url.domain().is_none()) => Cause::Request,
        Failure::TooManyRedirects { .. } if !goes_in_circles(trace, step) => Cause::OwnLimit,
        Failure::NameNotFound { .. } => Cause::NameNotFound,
        Failure::ResolveTimedOut => Cause::DnsSilent,
        Failure::ConnectionRefused { .. } => Cause::Refused,
        Failure::ConnectTimedOut => Cause::Unreachable,
        Failure::CertificateExpired { .. } => Cause::CertificateExpired,
        Failure::CertificateWrongName { .. } => Cause::CertificateWrongName,
        Failure::CertificateUnknownIssuer { .. } => Cause::CertificateUnknownIssuer,
        Failure::ConnectionReset | Failure::ResponseCut => Cause::Reset,
        Failure::ResponseTimedOut => Cause::ServerSilent,
        // Whichever it waited for when all its time was over.
        Failure::TimedOut => [Cause::Unreachable, Cause::DnsSilent]
            .into_iter()
            .find(|cause| is_set(trace, *cause) && !is_set(trace, Cause::ServerSilent))
            .unwrap_or(Cause::ServerSilent),
        // Where the server was asked whether it may be, it is the server that does not allow it.
        Failure::RequestNotAllowed { .. } if was_asked_first(trace, step) => Cause::Elsewhere,
        Failure::AnswerWithheld { .. } => Cause::Elsewhere,
        Failure::NameNotAskable { .. }
        | Failure::RequestImpossible { .. }
        | Failure::RequestNotAllowed { .. }
        | Failure::PortReserved { .. }
        | Failure::RefusedByOwnHost { .. }
        | Failure::NotInCache
        | Failure::RedirectForbidden => Cause::Request,
        Failure::NoAddress { .. }
        | Failure::ResolverFailed { .. }
        | Failure::NoRoute { .. }
        | Failure::NoCommonProtocol
        | Failure::HandshakeFailed { .. }
        | Failure::StreamReset { .. }
        | Failure::ResponseMalformed { .. }
        | Failure::TooManyRedirects { .. }
        | Failure::LocationMalformed { .. }
        | Failure::LocationNotHttp { .. }
        | Failure::ContentMalformed { .. }
        | Failure::NotRecorded { .. } => Cause::Elsewhere,
    }
}

/// Whether a browser asked the server of another origin first (Fetch, CORS preflight).
fn was_asked_first(trace: &Trace, step: &Step) -> bool {
    step.fetch.is_some_and(|fetch| {
        let mut exchanges = trace.fetch(fetch).exchanges.iter().map(|id| trace.exchange(*id));
        exchanges.any(|exchange| exchange.cause == trace::Cause::Preflight)
    })
}

/// Whether a fetch was sent to one URL twice.
fn goes_in_circles(trace: &Trace, step: &Step) -> bool {
    let Some(fetch) = step.fetch else { return false };
    let exchanges = || trace.fetch(fetch).exchanges.iter().map(|id| trace.exchange(*id));
    let mut urls: Vec<String> =
        exchanges().map(|exchange| exchange.url.as_str().to_owned()).collect();
    // Where the last answer sends it, it does not go any more.
    urls.extend(exchanges().next_back().and_then(|last| {
        let Content::HttpResponse { field_lines, .. } = &trace.message(last.response?).content
        else {
            return None;
        };
        let next = last.url.as_url().join(field_lines.value("location")?).ok()?;
        Some(next.to_string())
    }));
    let count = urls.len();
    urls.sort_unstable();
    urls.dedup();
    urls.len() < count
}

/// Whether a step brings what an exchange came to.
fn is_final_answer(trace: &Trace, step: &Step) -> bool {
    let Some(exchange) = step.exchange.map(|id| trace.exchange(id)) else { return false };
    let uses = match &step.kind {
        StepKind::Note(stages) => {
            stages.iter().any(|id| trace.stage(*id).kind == StageKind::UseResponse)
        }
        _ => false,
    };
    let brings = step.message().is_some() && step.message() == exchange.response;
    (brings || uses) && matches!(exchange.outcome, Some(Outcome::Answered(_)))
}
