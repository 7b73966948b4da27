//! What a step means, for a beginner.

mod anatomy;
mod dns;
pub(crate) mod failure;
mod folded;
mod framing;
mod message;
pub(crate) mod outcome;
mod packet;
mod response;
mod stage;
mod terms;
mod why;

pub use anatomy::{Part, PartKind, Voice, anatomy};
pub use folded::folded;
pub use response::{Answer, Family, Media, ResponseCard, response};
pub use terms::spans;
pub use why::{Source, Why, why};

use crate::catalogue::Key;
use crate::label::{is_in_packet_of_another, milliseconds};
use crate::topology::place_among_others;
use crate::{Act, Language, Sentence, Sequence, Step, StepKind, Term};
use core::time::Duration;
use trace::{ClientKind, HostId, Instant, Phase, Provenance, Role, Trace, ZoneTier};

/// Where a step stands: `Step 3 of 9 · client → web server · 58.4 to 78.4 ms`.
pub fn heading(sequence: &Sequence, step: usize) -> String {
    let shown = &sequence.steps[step];
    let key = if shown.from == shown.to { Key::HeadingNote } else { Key::HeadingArrow };
    let (number, count) = ((step + 1).to_string(), sequence.steps.len().to_string());
    let values = [
        ("step", &*number),
        ("count", &*count),
        ("from", host_word(&sequence.trace, shown.from, sequence.language)),
        ("to", host_word(&sequence.trace, shown.to, sequence.language)),
        ("span", &*span(sequence, shown)),
    ];
    // A number and its unit stay on one line.
    sequence.language.write(key, &values).replace(" ms", "\u{a0}ms")
}

/// What happens in a step and why.
pub fn sentence(sequence: &Sequence, step: usize) -> Sentence {
    let (trace, language) = (&*sequence.trace, sequence.language);
    match &sequence.steps[step].kind {
        StepKind::Message(id) => {
            let message = trace.message(*id);
            let said = message::sentence(trace, message, language);
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
        StepKind::Failure(failure) => {
            failure::story(failure, language).then(failure::advice(failure, language))
        }
        StepKind::Limit(_) => failure::limit_story(language),
    }
}

/// Where a step comes from: computed, chosen, measured or hidden.
pub fn origin(sequence: &Sequence, step: usize) -> Sentence {
    let shown = &sequence.steps[step];
    let key = match &shown.kind {
        StepKind::Note(_) => Key::OriginWork,
        StepKind::Failure(_) => Key::OriginFailure,
        StepKind::Limit(_) => Key::OriginLimit,
        StepKind::Message(_) | StepKind::Packet(..) => match shown.provenance {
            Provenance::RealBytes => Key::OriginRealBytes,
            Provenance::Modelled => Key::OriginModelled,
            Provenance::Measured => Key::OriginMeasured,
            Provenance::Hidden => Key::OriginHidden,
        },
    };
    sequence.language.say(key, &[])
}

/// The word for it: `computed, not drawn`, `chosen delay`, …
pub fn provenance(provenance: Provenance, language: Language) -> &'static str {
    language.template(match provenance {
        Provenance::RealBytes => Key::RealBytes,
        Provenance::Modelled => Key::Modelled,
        Provenance::Measured => Key::Measured,
        Provenance::Hidden => Key::Hidden,
    })
}

/// The heading of an act, e.g. `Find the address`; empty for [`Act::Outside`].
pub fn act_title(act: Act, language: Language) -> &'static str {
    let key = match act {
        Act::Outside => return "",
        Act::Phase(Phase::Resolve) => Key::ActResolve,
        Act::Phase(Phase::Connect) => Key::ActConnect,
        Act::Phase(Phase::Secure) => Key::ActSecure,
        Act::Phase(Phase::Request) => Key::ActRequest,
        Act::Phase(Phase::Work) => Key::ActWork,
        Act::Phase(Phase::Respond) => Key::ActRespond,
        Act::Phase(Phase::Handle) => Key::ActHandle,
        Act::Close => Key::ActClose,
    };
    language.template(key)
}

/// What stands over a lane: a title and a smaller line, e.g. `Client` and `Python`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaneHeading {
    /// E.g. `Web server`.
    pub title: &'static str,
    /// E.g. `api.example.com`.
    pub detail: String,
}

/// What stands over the lane of a host.
pub fn lane(trace: &Trace, host: HostId, language: Language) -> LaneHeading {
    let host = trace.host(host);
    let word = |key: Key| language.template(key);
    let (title, detail) = match host.role {
        Role::UserAgent => (Key::LaneClient, client(trace.scenario.world.client, language)),
        Role::RecursiveResolver => (Key::LaneResolver, word(Key::LaneResolverDetail)),
        Role::AuthoritativeServer(ZoneTier::Root) => (Key::LaneRoot, word(Key::LaneRootDetail)),
        Role::AuthoritativeServer(ZoneTier::TopLevel) => {
            (Key::LaneTopLevel, word(Key::LaneTopLevelDetail))
        }
        Role::AuthoritativeServer(ZoneTier::Below) => {
            (Key::LaneAuthoritative, word(Key::LaneAuthoritativeDetail))
        }
        Role::OriginServer => (Key::LaneServer, &*host.name),
        Role::Database => (Key::LaneDatabase, word(Key::LaneDatabaseDetail)),
    };
    let detail = if place_among_others(trace, host).is_some() { &*host.name } else { detail };
    LaneHeading { title: word(title), detail: detail.to_owned() }
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
    language.template(match kind {
        ClientKind::Browser => Key::ClientBrowser,
        ClientKind::Python => Key::ClientPython,
        ClientKind::MobileApp => Key::ClientMobileApp,
        ClientKind::Curl => Key::ClientCurl,
        ClientKind::Server => Key::ClientServer,
    })
}

/// A host as a sentence names it, e.g. `web server`.
pub(crate) fn host_word(trace: &Trace, host: HostId, language: Language) -> &'static str {
    language.template(match trace.host(host).role {
        Role::UserAgent => Key::HostClient,
        Role::RecursiveResolver => Key::HostResolver,
        Role::AuthoritativeServer(ZoneTier::Root) => Key::HostRoot,
        Role::AuthoritativeServer(ZoneTier::TopLevel) => Key::HostTopLevel,
        Role::AuthoritativeServer(ZoneTier::Below) => Key::HostAuthoritative,
        Role::OriginServer => Key::HostServer,
        Role::Database => Key::HostDatabase,
    })
}

/// A host as the subject of a sentence, e.g. `the web server`.
pub(crate) fn host_name(trace: &Trace, host: HostId, language: Language) -> &'static str {
    language.template(match trace.host(host).role {
        Role::UserAgent => Key::TheClient,
        Role::RecursiveResolver => Key::TheResolver,
        Role::AuthoritativeServer(ZoneTier::Root) => Key::TheRoot,
        Role::AuthoritativeServer(ZoneTier::TopLevel) => Key::TheTopLevel,
        Role::AuthoritativeServer(ZoneTier::Below) => Key::TheAuthoritative,
        Role::OriginServer => Key::TheServer,
        Role::Database => Key::TheDatabase,
    })
}

/// When a step happens: `58.4 to 78.4 ms`.
pub(crate) fn span(sequence: &Sequence, step: &Step) -> String {
    let start = moment(sequence, step.started_at);
    let end = step.ended_at.map(|end| moment(sequence, end));
    let key = match &end {
        None => Key::SpanLost,
        Some(end) if *end == start => Key::Moment,
        Some(_) => Key::Span,
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
    let key = if count == 1 { Key::OneOctet } else { Key::Octets };
    language.write(key, &[("count", &count.to_string())])
}

/// A span of whole seconds in the largest unit that fits: `300 s` is `5 min`.
pub(crate) fn long_span(span: Duration, language: Language) -> String {
    let seconds = span.as_secs();
    let (key, count) = match seconds {
        1.. if seconds.is_multiple_of(3600) => (Key::Hours, seconds / 3600),
        1.. if seconds.is_multiple_of(60) => (Key::Minutes, seconds / 60),
        _ => (Key::Seconds, seconds),
    };
    language.write(key, &[("count", &count.to_string())])
}
