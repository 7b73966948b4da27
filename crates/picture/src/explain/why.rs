//! Why a step happens, and where that is specified.

use super::message::is_resumption;
use super::packet::{PacketKind, kind_of};
use super::status::Answered;
use super::{cause, failure, stage};
use crate::catalogue::{Reason, Say, Specified};
use crate::label::{alias_in, is_close_notify, referred_zone};
use crate::repair::Cause;
use crate::texts::glossary as texts;
use crate::{Carried, Language, Piece, Sentence, Sequence, StepKind};
use trace::{Content, Message, Packet, Role, SqlResult, TlsMessage, Trace};

/// Why a step happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// In two or three sentences.
    pub said: Sentence,
    /// Where that can be read up.
    pub source: Source,
}

/// A section of a specification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// E.g. `RFC 9293, section 3.5: Establishing a Connection`.
    pub title: String,
    /// Where it stands in the web.
    pub url: String,
}

/// Why a step happens.
pub fn why(sequence: &Sequence, step: usize) -> Why {
    let shown = &sequence.steps[step];
    let reason = match shown.piece {
        Piece::Content => Reason::Continue,
        Piece::Whole | Piece::Head => reason(&sequence.trace, &shown.kind),
    };
    Why {
        said: sequence.language.reason(reason),
        source: source(reason.specified(), sequence.language),
    }
}

fn source(specified: Specified, language: Language) -> Source {
    match specified {
        Specified::Rfc(number, "", title) => Source {
            title: format!("RFC {number}: {title}"),
            url: format!("https://www.rfc-editor.org/rfc/rfc{number}"),
        },
        Specified::Rfc(number, section, title) => Source {
            title: language.fill(
                texts::SOURCE_SECTION,
                &[("number", &number.to_string()), ("section", section), ("title", title)],
            ),
            url: format!("https://www.rfc-editor.org/rfc/rfc{number}#section-{section}"),
        },
        Specified::Fetch(section, title) => Source {
            title: format!("Fetch Standard: {title}"),
            url: format!("https://fetch.spec.whatwg.org/#{section}"),
        },
        Specified::Cookies(section, title) => Source {
            title: format!("draft-ietf-httpbis-rfc6265bis: {title}"),
            url: format!(
                "https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis-22#section-{section}"
            ),
        },
        Specified::PostgreSql(page, title) => Source {
            title: language.fill(texts::SOURCE_MANUAL, &[("title", title)]),
            url: format!("https://www.postgresql.org/docs/current/{page}"),
        },
    }
}

fn reason(trace: &Trace, kind: &StepKind) -> Reason {
    match kind {
        StepKind::Message(id) => of_message(trace, trace.message(*id)),
        StepKind::Packet(id, carried) => of_packet(trace, trace.packet(*id), *carried),
        StepKind::Note(stages) => {
            let last = stages.last().expect("a note tells of work");
            stage::words(trace, trace.stage(*last)).reason
        }
        StepKind::Further(id) => cause::reason(trace.exchange(*id).cause),
        StepKind::Failure(failure) => failure::words(failure).reason,
        StepKind::Limit(_) => Reason::Limit,
    }
}

fn of_message(trace: &Trace, message: &Message) -> Reason {
    match &message.content {
        Content::DnsQuery { .. } => match trace.host(message.to).role {
            Role::AuthoritativeServer(_) => Reason::QueryBetweenServers,
            Role::UserAgent | Role::RecursiveResolver | Role::OriginServer | Role::Database => {
                Reason::Query
            }
        },
        Content::DnsResponse { kind, response_code, flags, answers, authority, .. } => {
            match response_code.as_str() {
                _ if flags.truncated => Reason::Truncated,
                "NOERROR" if referred_zone(answers, authority).is_some() => Reason::Referral,
                "NOERROR" if answers.iter().any(|answer| answer.kind == *kind) => Reason::DnsAnswer,
                "NOERROR" if alias_in(answers).is_some() => Reason::Alias,
                "NOERROR" => Reason::NoData,
                "NXDOMAIN" => Reason::NoSuchName,
                _ => Reason::DnsFailed,
            }
        }
        Content::HttpRequest { method, .. } => match method.as_str() {
            "GET" => Reason::Get,
            "HEAD" => Reason::Head,
            "POST" => Reason::Post,
            "PUT" => Reason::Put,
            "PATCH" => Reason::Patch,
            "DELETE" => Reason::Delete,
            "OPTIONS" => Reason::Options,
            _ => Reason::OtherMethod,
        },
        Content::HttpResponse { .. } => {
            Answered::of(trace, message).map_or(Reason::OtherStatus, |answered| answered.reason())
        }
        Content::Tls { messages } => of_flight(messages),
        Content::Http2Control { frames } => {
            let has = |name: &str| frames.iter().any(|frame| frame.name == name);
            // What a client names are streams that the server began (RFC 9113 §6.8).
            let go_away = match trace.host(message.from).role {
                Role::UserAgent => Reason::Http2GoAwayClient,
                Role::RecursiveResolver
                | Role::AuthoritativeServer(_)
                | Role::OriginServer
                | Role::Database => Reason::Http2GoAway,
            };
            let reasons = [
                ("GOAWAY", go_away),
                ("RST_STREAM", Reason::Http2Reset),
                ("connection preface", Reason::Http2Preface),
                ("SETTINGS", Reason::Http2Settings),
                ("SETTINGS ACK", Reason::Http2SettingsAck),
                ("WINDOW_UPDATE", Reason::Http2Window),
            ];
            let found = reasons.into_iter().find(|(name, _)| has(name));
            found.map_or(Reason::Http2Other, |(_, reason)| reason)
        }
        Content::SqlStatement(_) => Reason::SqlStatement,
        Content::SqlResult(SqlResult::Rows { .. }) => Reason::SqlRows,
        Content::SqlResult(SqlResult::Changed { .. }) => Reason::SqlChanged,
        Content::SqlResult(SqlResult::Failed { .. }) => Reason::SqlFailed,
    }
}

fn of_flight(messages: &[TlsMessage]) -> Reason {
    let told = messages.iter().find(|message| message.name != "ChangeCipherSpec");
    match told.map_or("", |message| message.name.as_str()) {
        "ClientHello" => Reason::ClientHello,
        "ServerHello" if is_resumption(messages) => Reason::ServerHelloResumed,
        "ServerHello" => Reason::ServerHello,
        "Finished" => Reason::TlsFinished,
        "NewSessionTicket" => Reason::Ticket,
        "" => Reason::TlsChangeCipherSpec,
        "Alert" => {
            let says_farewell = told.is_some_and(is_close_notify);
            if says_farewell { Reason::CloseNotify } else { Reason::TlsAlert }
        }
        _ => Reason::TlsOther,
    }
}

fn of_packet(trace: &Trace, packet: &Packet, carried: Carried) -> Reason {
    match kind_of(trace, packet, carried) {
        PacketKind::Again(Cause::Timeout) => Reason::Again,
        PacketKind::Again(Cause::DuplicateAcks) => Reason::AgainAtOnce,
        PacketKind::Again(Cause::Behind) => Reason::AgainBehind,
        PacketKind::Whole(id) => of_message(trace, trace.message(id)),
        PacketKind::Start | PacketKind::More => Reason::Segments,
        PacketKind::Udp => Reason::Datagram,
        PacketKind::Other => Reason::OtherProtocol,
        PacketKind::Refused => Reason::Refused,
        PacketKind::Reset => Reason::Reset,
        PacketKind::SynAck => Reason::SynAck,
        PacketKind::Syn => Reason::Syn,
        PacketKind::Fin => Reason::Fin,
        PacketKind::Carries | PacketKind::AnswerCut | PacketKind::AnswerCutMore => {
            let is_for_database = [packet.from, packet.to]
                .iter()
                .any(|host| trace.host(*host).role == Role::Database);
            if is_for_database { Reason::Setup } else { Reason::Carries }
        }
        PacketKind::HandshakeAck => Reason::HandshakeAck,
        PacketKind::FinAck => Reason::FinAck,
        PacketKind::HalfClose => Reason::HalfClose,
        PacketKind::ZeroWindow => Reason::ZeroWindow,
        PacketKind::WindowUpdate => Reason::WindowUpdate,
        PacketKind::WindowProbe => Reason::WindowProbe,
        PacketKind::DuplicateAck => Reason::DuplicateAck,
        PacketKind::Ack | PacketKind::AckAgain => Reason::Ack,
    }
}
