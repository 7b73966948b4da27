//! The words on an arrow or in a note: short, on one line.

use crate::catalogue::Say;
use crate::explain::{cause, failure, octet_count, stage};
use crate::late::{Late, late};
use crate::sql::{Verb, verb_before};
use crate::tcp::{message_in_front, repeated};
use crate::text::{on_one_line, shortened, shown_reason};
use crate::texts;
use crate::window::{WindowNews, is_duplicate_ack, window_news};
use crate::{Carried, Language, Level, Piece, Sequence, StepKind};
use trace::{
    Content, DnsAnswer, Http2Frame, IpVersion, MediaType, Message, Milliseconds, Packet, SqlResult,
    SqlStatement, Stage, TlsMessage, Trace, Transport,
};

/// The most cells of a label: no picture has room for more.
const LABEL_CELLS_MAX: usize = 400;
/// The most addresses that are told of one answer.
const VALUES_MAX: usize = 3;

/// The words of one step.
pub(crate) fn label(sequence: &Sequence, step: usize) -> String {
    let (trace, language) = (&*sequence.trace, sequence.language);
    let words = match &sequence.steps[step].kind {
        StepKind::Message(id) => {
            let message = trace.message(*id);
            let label = match sequence.steps[step].piece {
                Piece::Whole | Piece::Head => of_message(trace, message, language),
                Piece::Content => of_content(message, language),
            };
            let key = match late(trace, message) {
                _ if is_in_packet_of_another(sequence, message) => texts::LABEL_SAME_PACKET,
                Some(Late::Slow) => texts::LABEL_TOO_LATE,
                Some(Late::Lost) => texts::LABEL_LOST,
                None => return shortened(&on_one_line(&label), LABEL_CELLS_MAX),
            };
            language.write(key, &[("label", &label)])
        }
        StepKind::Packet(id, carried) => of_packet(trace, trace.packet(*id), *carried, language),
        StepKind::Note(stages) => {
            let mut pieces: Vec<String> =
                stages.iter().map(|id| stage::label(trace, trace.stage(*id), language)).collect();
            // One for each connection that is opened: saying it once will do.
            pieces.dedup();
            capitalized(&pieces.join(" · "))
        }
        StepKind::Further(id) => cause::label(trace, trace.exchange(*id), language),
        StepKind::Failure(failure) => language.text(failure::title(failure)).to_owned(),
        StepKind::Limit(limit) => failure::limit_title(*limit, language),
    };
    shortened(&on_one_line(&words), LABEL_CELLS_MAX)
}

/// Whether the packets are shown, and this message starts in that of another one before it.
pub(crate) fn is_in_packet_of_another(sequence: &Sequence, message: &Message) -> bool {
    sequence.level == Level::Packets && message_in_front(&sequence.trace, message).is_some()
}

/// The words on the arrow of a message.
pub(crate) fn of_message(trace: &Trace, message: &Message, language: Language) -> String {
    match &message.content {
        Content::DnsQuery { name, kind, .. } => {
            let key = if kind == "A" { texts::LABEL_QUERY } else { texts::LABEL_QUERY_OTHER };
            language.write(key, &[("name", name), ("kind", kind)])
        }
        Content::DnsResponse { flags, .. } if flags.truncated => {
            language.text(texts::LABEL_TRUNCATED).to_owned()
        }
        Content::DnsResponse { kind, response_code, answers, authority, .. } => {
            match referred_zone(answers, authority) {
                Some(zone) => language.write(texts::LABEL_REFERRAL, &[("zone", zone)]),
                None => of_dns_response(kind, response_code, answers, language),
            }
        }
        Content::Tls { messages } => of_flight(messages),
        Content::Http2Control { frames } => of_frames(frames),
        content @ Content::HttpRequest { .. } => content.first_line(),
        Content::HttpResponse { status_code, reason_phrase, field_lines, .. } => {
            let media_type = field_lines.media_type();
            let key = if media_type.is_some() {
                texts::LABEL_RESPONSE_TYPED
            } else {
                texts::LABEL_RESPONSE
            };
            let code = status_code.to_string();
            let kind = media_type.as_ref().map_or("", MediaType::essence);
            let reason = shown_reason(*status_code, reason_phrase);
            let values = [("code", &*code), ("reason", reason), ("type", kind)];
            language.write(key, &values)
        }
        Content::SqlStatement(statement) => of_sql_statement(statement, language),
        Content::SqlResult(result) => of_sql_result(result, verb_before(trace, message), language),
    }
}

/// The words on the arrow of a content that travels by itself.
fn of_content(message: &Message, language: Language) -> String {
    let (Content::HttpRequest { body, .. } | Content::HttpResponse { body, .. }) = &message.content
    else {
        return String::new();
    };
    let count = octet_count(body.iter().map(|range| range.len()).sum(), language);
    language.write(texts::LABEL_CONTENT, &[("octets", &count)])
}

/// The frames, each name once.
fn of_frames(frames: &[Http2Frame]) -> String {
    let mut names: Vec<String> = frames.iter().map(Http2Frame::name_in_full).collect();
    names.dedup();
    names.join(", ")
}

/// The handshake messages of a flight; the first and the last where there are many. A
/// ChangeCipherSpec says nothing (RFC 8446 §D.4): it is told only where it travels alone.
fn of_flight(messages: &[TlsMessage]) -> String {
    let told = messages.iter().filter(|message| message.name != "ChangeCipherSpec");
    let names: Vec<String> = told.map(TlsMessage::name_in_full).collect();
    match names.as_slice() {
        [] => "ChangeCipherSpec".to_owned(),
        [first, _, .., last] => format!("{first} … {last}"),
        names => names.join(", "),
    }
}

/// Whether this is the alert that nothing more comes (RFC 8446 §6.1).
pub(crate) fn is_close_notify(message: &TlsMessage) -> bool {
    message.details.iter().any(|line| line.value == "close_notify")
}

fn of_dns_response(
    kind: &str,
    response_code: &str,
    answers: &[DnsAnswer],
    language: Language,
) -> String {
    match response_code {
        "NOERROR" if !answers.is_empty() => values_of_answers(kind, answers, language),
        _ => of_dns_rcode(response_code, language),
    }
}

/// The zone whose servers are to be asked instead, if a response is a referral (RFC 9499 §4).
pub(crate) fn referred_zone<'a>(
    answers: &[DnsAnswer],
    authority: &'a [DnsAnswer],
) -> Option<&'a str> {
    let server = authority.iter().find(|record| record.kind == "NS")?;
    answers.is_empty().then_some(&*server.name)
}

/// The name that the one asked for stands for, at the end of all aliases.
pub(crate) fn alias_in(answers: &[DnsAnswer]) -> Option<&str> {
    let aliases = answers.iter().filter(|answer| answer.kind == "CNAME");
    aliases.map(|answer| answer.value.as_str()).next_back()
}

/// What an answer says that has no records.
pub(crate) fn of_dns_rcode(response_code: &str, language: Language) -> String {
    let key = match response_code {
        "NOERROR" => texts::LABEL_NO_ADDRESS,
        "NXDOMAIN" => texts::LABEL_NO_SUCH_NAME,
        _ => texts::LABEL_RESOLVER_FAILED,
    };
    language.write(key, &[("code", response_code)])
}

/// The values that were asked for; without any, those that came, e.g. an alias. The first ones
/// where there are many.
pub(crate) fn values_of_answers(kind: &str, answers: &[DnsAnswer], language: Language) -> String {
    let has_asked_for = answers.iter().any(|answer| answer.kind == kind);
    let told = answers.iter().filter(|answer| answer.kind == kind || !has_asked_for);
    let values: Vec<&str> = told.map(|answer| answer.value.as_str()).collect();
    match values.get(..VALUES_MAX) {
        Some(first) if values.len() > VALUES_MAX => {
            let more = (values.len() - VALUES_MAX) as u64;
            language.write_count(texts::AND_MORE, more, &[("values", &first.join(", "))])
        }
        Some(_) | None => values.join(", "),
    }
}

/// A statement as it travels, with its values beside it; the first ones where there are many.
fn of_sql_statement(statement: &SqlStatement, language: Language) -> String {
    let numbered = (1..).zip(&statement.parameters).take(VALUES_MAX);
    let values: Vec<String> = numbered.map(|(n, value)| format!("${n} = {value}")).collect();
    let values = match statement.parameters.len() {
        0 => return statement.text.clone(),
        1..=VALUES_MAX => values.join(", "),
        _ => values.join(", ") + ", …",
    };
    let values = [("statement", &*statement.text), ("values", &values)];
    language.write(texts::LABEL_SQL_JOINED, &values)
}

/// What the database answers.
pub(crate) fn of_sql_result(result: &SqlResult, asked: Verb, language: Language) -> String {
    match result {
        SqlResult::Rows { rows, .. } if rows.is_empty() => {
            language.text(texts::LABEL_NO_ROWS).to_owned()
        }
        SqlResult::Rows { rows, .. } => language.count(texts::LABEL_ROWS, rows.len() as u64),
        SqlResult::Changed { rows: 0 } => language.text(texts::LABEL_NONE_CHANGED).to_owned(),
        SqlResult::Changed { rows } => {
            let counted = match asked {
                Verb::Insert => texts::LABEL_ADDED,
                Verb::Delete => texts::LABEL_REMOVED,
                Verb::Select | Verb::Update | Verb::Other => texts::LABEL_CHANGED,
            };
            language.count(counted, *rows)
        }
        SqlResult::Failed { reason } => {
            language.write(texts::LABEL_SQL_FAILED, &[("reason", reason)])
        }
    }
}

fn of_packet(trace: &Trace, packet: &Packet, carried: Carried, language: Language) -> String {
    let mut label = match carried {
        Carried::Start(message) => of_message(trace, trace.message(message), language),
        Carried::More(_) => language.text(texts::LABEL_CONTINUED).to_owned(),
        Carried::Nothing if is_plain_segment(packet) => octet_count(packet.content.len(), language),
        Carried::Nothing => transport_words(packet, language),
    };
    if let (Transport::Tcp { control, .. }, Carried::Start(_) | Carried::More(_)) =
        (&packet.transport, carried)
        && control.fin
    {
        label = language.write(texts::LABEL_WITH_FIN, &[("label", &label)]);
    }
    if let Some(news) = window_news(trace, packet) {
        let key = match news {
            WindowNews::Closed => texts::LABEL_ZERO_WINDOW,
            WindowNews::Opened => texts::LABEL_WINDOW_UPDATE,
            WindowNews::Probe => texts::LABEL_WINDOW_PROBE,
        };
        label = language.write(key, &[("label", &label)]);
    }
    if repeated(packet).is_some() || is_duplicate_ack(trace, packet) {
        label = language.write(texts::LABEL_AGAIN, &[("label", &label)]);
    }
    if packet.received_at.is_none() && !is_under_way(trace, packet) {
        label = language.write(texts::LABEL_LOST, &[("label", &label)]);
    }
    label
}

/// What the transport header says of itself.
pub(crate) fn transport_words(packet: &Packet, language: Language) -> String {
    match &packet.transport {
        Transport::Udp { .. } => language.text(texts::LABEL_UDP).to_owned(),
        // PSH only asks the receiver not to wait, and SYN and FIN say more than the ACK with them.
        Transport::Tcp { control, .. } => {
            let told = trace::ControlBits { psh: false, ..*control };
            match packet.ip_version {
                IpVersion::V6 if control.syn => [&told.to_string(), " (IPv6)"].concat(),
                IpVersion::V6 | IpVersion::V4 => told.to_string(),
            }
        }
        Transport::Other(number) => {
            language.write(texts::LABEL_PROTOCOL, &[("number", &number.to_string())])
        }
    }
}

/// Whether a packet carries octets of a TCP connection, and says nothing about the connection.
fn is_plain_segment(packet: &Packet) -> bool {
    match &packet.transport {
        Transport::Tcp { control, .. } => {
            !(packet.content.is_empty() || control.syn || control.fin || control.rst)
        }
        Transport::Udp { .. } | Transport::Other(_) => false,
    }
}

/// Whether a packet that has not arrived would have, had the run not ended.
pub(crate) fn is_under_way(trace: &Trace, packet: &Packet) -> bool {
    let delay = core::time::Duration::from_nanos(trace.link(packet.link).one_way_delay_ns);
    packet.received_at.is_none() && trace.is_cut() && packet.sent_at + delay >= trace.ended_at
}

/// One stage with a capital first letter.
pub(crate) fn stage_words(trace: &Trace, stage: &Stage, language: Language) -> String {
    capitalized(&stage::label(trace, stage, language))
}

/// The text with a capital first letter.
pub(crate) fn capitalized(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// An instant or a span in milliseconds, with one decimal.
pub(crate) fn milliseconds(span: impl Into<Milliseconds>) -> String {
    format!("{:.1}", span.into())
}
