//! What a step means, for a beginner.

mod anatomy;
mod cache;
pub(crate) mod cause;
mod dns;
pub(crate) mod failure;
pub(crate) mod family;
mod folded;
mod framing;
pub(crate) mod message;
pub(crate) mod outcome;
mod packet;
mod response;
pub(crate) mod stage;
mod status;
mod terms;
mod why;

pub use anatomy::{Part, PartKind, Voice, anatomy};
pub use family::{Family, family};
pub use folded::folded;
pub use response::{Answer, Media, Picture, ResponseCard, response};
pub use terms::spans;
pub use why::{Source, Why, why};

use crate::catalogue::Say;
use crate::label::{is_in_packet_of_another, milliseconds};
use crate::texts;
use crate::topology::place_among_others;
use crate::{Act, Language, Piece, Sentence, Sequence, Step, StepKind, Term};
use core::time::Duration;
use language::Text;
use trace::{ClientKind, HostId, Instant, Phase, Provenance, Role, Trace, ZoneTier};

/// Where a step stands: `Step 3 of 9 · client → web server · 58.4 to 78.4 ms`.
pub fn heading(sequence: &Sequence, step: usize) -> String {
    let shown = &sequence.steps[step];
    let key = if shown.from == shown.to { texts::HEADING_NOTE } else { texts::HEADING_ARROW };
    let (number, count) = ((step + 1).to_string(), sequence.steps.len().to_string());
    let values = [
        ("step", &*number),
        ("count", &*count),
        ("from", &*host_word(&sequence.trace, shown.from, sequence.language)),
        ("to", &*host_word(&sequence.trace, shown.to, sequence.language)),
        // When it happens stays on one line.
        ("span", &*span(sequence, shown).replace(' ', "\u{a0}")),
    ];
    sequence.language.write(key, &values)
}

/// What happens in a step and why.
pub fn sentence(sequence: &Sequence, step: usize) -> Sentence {
    let (trace, language) = (&*sequence.trace, sequence.language);
    match &sequence.steps[step].kind {
        StepKind::Message(id) => {
            let message = trace.message(*id);
            let said = match sequence.steps[step].piece {
                Piece::Whole => message::sentence(trace, message, language),
                Piece::Head => message::head(trace, message, language),
                Piece::Content => message::content(trace, message, language),
            };
            match is_in_packet_of_another(sequence, message) {
                true => said.then(packet::of_another(trace, message, language)),
                false => said,
            }
        }
        StepKind::Packet(id, carried) => {
            packet::sentence(trace, trace.packet(*id), *carried, language)
        }
        StepKind::Note(stages) => {
            let said = stages.iter().map(|id| stage::sentence(trace, trace.stage(*id), language));
            let mut said: Vec<Sentence> = said.collect();
            said.dedup();
            said.into_iter().fold(Sentence::default(), Sentence::then)
        }
        StepKind::Further(id) => cause::story(trace, trace.exchange(*id), language),
        StepKind::Failure(failure) => {
            let Step { started_at, fetch, exchange, .. } = sequence.steps[step];
            let advice = failure::advice(trace, failure, started_at, language);
            let story = failure::story(failure, language);
            match failure::in_own_words(trace, fetch, exchange, failure::Told::Short, language) {
                Some(said) => story.then(said).then(advice),
                None => story.then(advice),
            }
        }
        StepKind::Limit(_) => failure::limit_story(language),
    }
}

/// Where a step comes from: computed, chosen, measured or hidden.
pub fn origin(sequence: &Sequence, step: usize) -> Sentence {
    let shown = &sequence.steps[step];
    let key = match &shown.kind {
        StepKind::Note(_) => texts::ORIGIN_WORK,
        StepKind::Further(_) => texts::ORIGIN_DECISION,
        StepKind::Failure(_) => texts::ORIGIN_FAILURE,
        StepKind::Limit(_) => texts::ORIGIN_LIMIT,
        StepKind::Message(_) | StepKind::Packet(..) => match shown.provenance {
            Provenance::RealBytes => texts::ORIGIN_REAL_BYTES,
            Provenance::Modelled => texts::ORIGIN_MODELLED,
            Provenance::Measured => texts::ORIGIN_MEASURED,
            Provenance::Hidden => texts::ORIGIN_HIDDEN,
        },
    };
    sequence.language.say(key, &[])
}

/// The word for it: `computed, not drawn`, `chosen delay`, …
pub fn provenance(provenance: Provenance, language: Language) -> &'static str {
    language.text(match provenance {
        Provenance::RealBytes => texts::REAL_BYTES,
        Provenance::Modelled => texts::MODELLED,
        Provenance::Measured => texts::MEASURED,
        Provenance::Hidden => texts::HIDDEN,
    })
}

/// The heading of an act, e.g. `Find the address`; empty for [`Act::Outside`] and for what was
/// asked for.
pub fn act_title(act: Act, language: Language) -> &'static str {
    let key = match act {
        Act::Outside => return "",
        Act::Cause(cause) => match cause::words(cause) {
            Some(words) => words.title,
            None => return "",
        },
        Act::Phase(Phase::Resolve) => texts::ACT_RESOLVE,
        Act::Phase(Phase::Connect) => texts::ACT_CONNECT,
        Act::Phase(Phase::Secure) => texts::ACT_SECURE,
        Act::Phase(Phase::Request) => texts::ACT_REQUEST,
        Act::Phase(Phase::Work) => texts::ACT_WORK,
        Act::Phase(Phase::Respond) => texts::ACT_RESPOND,
        Act::Phase(Phase::Handle) => texts::ACT_HANDLE,
        Act::Close => texts::ACT_CLOSE,
    };
    language.text(key)
}

/// What stands over a lane: a title and a smaller line, e.g. `Client` and `Python`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaneHeading {
    /// E.g. `Web server`.
    pub title: &'static str,
    /// E.g. `api.example.com`.
    pub detail: String,
    /// Whether other lanes have the same title, so that only the detail tells them apart.
    pub is_among_others: bool,
}

/// What stands over the lane of a host.
pub fn lane(trace: &Trace, host: HostId, language: Language) -> LaneHeading {
    let host = trace.host(host);
    let word = |key: Text| language.text(key);
    let (title, detail) = match host.role {
        Role::UserAgent => (
            texts::LANE_CLIENT,
            match &trace.recorded {
                // As far as it is known.
                Some(recorded) => &*recorded.by,
                None => client(trace.scenario.world.client.kind, language),
            },
        ),
        Role::RecursiveResolver => (texts::LANE_RESOLVER, word(texts::LANE_RESOLVER_DETAIL)),
        Role::AuthoritativeServer(ZoneTier::Root) => {
            (texts::LANE_ROOT, word(texts::LANE_ROOT_DETAIL))
        }
        Role::AuthoritativeServer(ZoneTier::TopLevel) => {
            (texts::LANE_TOP_LEVEL, word(texts::LANE_TOP_LEVEL_DETAIL))
        }
        Role::AuthoritativeServer(ZoneTier::Below) => {
            (texts::LANE_AUTHORITATIVE, word(texts::LANE_AUTHORITATIVE_DETAIL))
        }
        Role::OriginServer => (texts::LANE_SERVER, &*host.name),
        Role::Database => (texts::LANE_DATABASE, word(texts::LANE_DATABASE_DETAIL)),
    };
    let is_among_others = place_among_others(trace, host).is_some();
    let detail = if is_among_others { &*host.name } else { detail };
    LaneHeading { title: word(title), detail: detail.to_owned(), is_among_others }
}

/// The word of the glossary that says what a host with this role is.
pub fn lane_term(role: Role) -> Term {
    match role {
        Role::UserAgent => Term::Client,
        Role::RecursiveResolver | Role::AuthoritativeServer(_) => Term::Dns,
        Role::OriginServer => Term::Server,
        Role::Database => Term::Database,
    }
}

/// The name of a kind of client, e.g. `Python`.
pub fn client(kind: ClientKind, language: Language) -> &'static str {
    language.text(match kind {
        ClientKind::Browser => texts::CLIENT_BROWSER,
        ClientKind::Python => texts::CLIENT_PYTHON,
        ClientKind::MobileApp => texts::CLIENT_MOBILE_APP,
        ClientKind::Curl => texts::CLIENT_CURL,
        ClientKind::Server => texts::CLIENT_SERVER,
    })
}

/// A host as a heading names it, e.g. `web server`; among several of its role with its own name.
pub(crate) fn host_word(trace: &Trace, host: HostId, language: Language) -> String {
    let word = match trace.host(host).role {
        Role::UserAgent => texts::HOST_CLIENT,
        Role::RecursiveResolver => texts::HOST_RESOLVER,
        Role::AuthoritativeServer(ZoneTier::Root) => texts::HOST_ROOT,
        Role::AuthoritativeServer(ZoneTier::TopLevel) => texts::HOST_TOP_LEVEL,
        Role::AuthoritativeServer(ZoneTier::Below) => texts::HOST_AUTHORITATIVE,
        Role::OriginServer => texts::HOST_SERVER,
        Role::Database => texts::HOST_DATABASE,
    };
    among_others(trace, host, language.text(word), language)
}

/// A host as the subject of a sentence, e.g. `the web server`; among several of its role with its
/// own name.
pub(crate) fn host_name(trace: &Trace, host: HostId, language: Language) -> String {
    let word = role_name(trace.host(host).role, language);
    among_others(trace, host, word, language)
}

fn among_others(trace: &Trace, host: HostId, word: &str, language: Language) -> String {
    let host = trace.host(host);
    match place_among_others(trace, host) {
        None => word.to_owned(),
        Some(_) => language.write(texts::HOST_BY_NAME, &[("host", word), ("name", &host.name)]),
    }
}

/// The hosts of a role as the subject of a sentence, e.g. `the web server`.
pub(crate) fn role_name(role: Role, language: Language) -> &'static str {
    language.text(match role {
        Role::UserAgent => texts::THE_CLIENT,
        Role::RecursiveResolver => texts::THE_RESOLVER,
        Role::AuthoritativeServer(ZoneTier::Root) => texts::THE_ROOT,
        Role::AuthoritativeServer(ZoneTier::TopLevel) => texts::THE_TOP_LEVEL,
        Role::AuthoritativeServer(ZoneTier::Below) => texts::THE_AUTHORITATIVE,
        Role::OriginServer => texts::THE_SERVER,
        Role::Database => texts::THE_DATABASE,
    })
}

/// When a step happens: `58.4 to 78.4 ms`.
pub(crate) fn span(sequence: &Sequence, step: &Step) -> String {
    let start = moment(sequence, step.started_at);
    let end = step.ended_at.map(|end| moment(sequence, end));
    let key = match &end {
        None => texts::SPAN_LOST,
        Some(end) if *end == start => texts::MOMENT,
        Some(_) => texts::SPAN,
    };
    sequence.language.write(key, &[("start", &start), ("end", &end.unwrap_or_default())])
}

/// Milliseconds since the start of what is shown; what came before has a minus sign.
pub(crate) fn moment(sequence: &Sequence, at: Instant) -> String {
    let zero = sequence.starts_at();
    match at < zero {
        true => format!("−{}", milliseconds(zero - at)),
        false => milliseconds(at - zero),
    }
}

/// `1 byte`, `27 bytes`.
pub(crate) fn octet_count(count: usize, language: Language) -> String {
    language.count(texts::OCTETS, count as u64)
}

/// A span of whole seconds in the largest unit that fits: `300 s` is `5 min`.
pub(crate) fn long_span(span: Duration, language: Language) -> String {
    let seconds = span.as_secs();
    let (key, count) = match seconds {
        1.. if seconds.is_multiple_of(3600) => (texts::HOURS, seconds / 3600),
        1.. if seconds.is_multiple_of(60) => (texts::MINUTES, seconds / 60),
        _ => (texts::SECONDS, seconds),
    };
    language.write(key, &[("count", &count.to_string())])
}
