//! What a packet does.

use super::{host_name, message, octet_count};
use crate::catalogue::Say;
use crate::label::{capitalized, is_under_way, of_message, transport_words};
use crate::repair::{Cause, cause_of_repair};
use crate::tcp::{further_messages, message_in_front, repeated};
use crate::text::{on_one_line, shortened};
use crate::texts;
use crate::window::{WindowNews, is_duplicate_ack, repeats_ack, window_news};
use crate::{Carried, Language, Sentence};
use core::time::Duration;
use language::Text;
use trace::{Content, ControlBits, IpVersion, Message, MessageId, Packet, Trace, Transport};

/// The most characters of a message's first line in a sentence about its packet.
const LABEL_CHARS_MAX: usize = 80;

/// How far back is looked for an earlier packet: a window holds no more.
const LOOK_BACK_MAX: usize = 2_000;

/// How long a client waits for one address before it tries the next one as well: about a quarter
/// of a second (RFC 8305 §8).
const HAPPY_EYEBALLS_MIN: Duration = Duration::from_millis(200);
const HAPPY_EYEBALLS_MAX: Duration = Duration::from_millis(500);

/// What a packet does, and whether it arrives.
pub(super) fn sentence(
    trace: &Trace,
    packet: &Packet,
    carried: Carried,
    language: Language,
) -> Sentence {
    let from = &*host_name(trace, packet.from, language);
    let octets = octet_count(packet.content.len(), language);
    let label = words(trace, packet, carried, language);
    let others = others(trace, packet, carried, language);
    let mut said = match repeated(packet) {
        Some(first) => {
            let what = all_words(trace, trace.packet(first), carried, language);
            let values = [("From", &*capitalized(from)), ("from", from), ("what", &*what)];
            language.say(key_of_repair(cause_of_repair(trace, packet, first)), &values)
        }
        None => {
            let values = [
                ("From", &*capitalized(from)),
                ("from", from),
                ("to", &*host_name(trace, packet.to, language)),
                ("octets", &octets),
                ("label", &label),
                ("port", &port(packet)),
                ("number", &protocol(packet)),
            ];
            let said = match kind(trace, packet, carried) {
                PacketKind::More if !others.is_empty() => language.say(texts::PACKET_END, &values),
                kind => language.say(key(kind), &values),
            };
            match carried {
                Carried::Start(id) => {
                    message::meaning(trace, trace.message(id), language).then(said)
                }
                Carried::More(_) | Carried::Nothing => said,
            }
        }
    };
    if !others.is_empty() {
        said = said.then(language.say(texts::PACKET_CARRIES_TOO, &[("labels", &others)]));
    }
    if carried != Carried::Nothing && closes(packet) {
        said = said.then(language.say(texts::PACKET_FIN_TOO, &[("from", from)]));
    }
    if let Some(key) = key_of_ip_version(trace, packet) {
        said = said.then(language.say(key, &[]));
    }
    if packet.received_at.is_none() {
        let is_under_way = is_under_way(trace, packet);
        let key = if is_under_way { texts::PACKET_UNDER_WAY } else { texts::PACKET_LOST };
        said = said.then(language.say(key, &[]));
    }
    said
}

/// In whose packet a message travels that starts behind another one.
pub(super) fn of_another(trace: &Trace, message: &Message, language: Language) -> Sentence {
    let Some(front) = message_in_front(trace, message) else { return Sentence::default() };
    let key = match message.packets.len() {
        1 => texts::IN_SAME_PACKET,
        _ => texts::STARTS_IN_SAME_PACKET,
    };
    language.say(key, &[("label", &label(trace, front, language))])
}

/// The labels of the messages that start in a packet behind the one that it is about.
fn others(trace: &Trace, packet: &Packet, carried: Carried, language: Language) -> String {
    let others = further_messages(trace, packet, carried);
    let labels: Vec<String> = others.map(|message| label(trace, message, language)).collect();
    labels.join(", ")
}

fn closes(packet: &Packet) -> bool {
    matches!(&packet.transport, Transport::Tcp { control, .. } if control.fin)
}

/// What a packet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PacketKind {
    Again(Cause),
    Whole(MessageId),
    Start,
    More,
    Udp,
    Other,
    Refused,
    Reset,
    SynAck,
    Syn,
    Fin,
    Carries,
    AnswerCut,
    AnswerCutMore,
    HandshakeAck,
    FinAck,
    HalfClose,
    ZeroWindow,
    WindowUpdate,
    WindowProbe,
    DuplicateAck,
    AckAgain,
    Ack,
}

/// What a packet is, which may be the repetition of another one.
pub(super) fn kind_of(trace: &Trace, packet: &Packet, carried: Carried) -> PacketKind {
    match repeated(packet) {
        Some(first) => PacketKind::Again(cause_of_repair(trace, packet, first)),
        None => kind(trace, packet, carried),
    }
}

fn kind(trace: &Trace, packet: &Packet, carried: Carried) -> PacketKind {
    match window_news(trace, packet) {
        Some(WindowNews::Closed) => PacketKind::ZeroWindow,
        Some(WindowNews::Opened) => PacketKind::WindowUpdate,
        Some(WindowNews::Probe) => PacketKind::WindowProbe,
        None => kind_by_content(trace, packet, carried),
    }
}

fn kind_by_content(trace: &Trace, packet: &Packet, carried: Carried) -> PacketKind {
    match (carried, &packet.transport) {
        (Carried::Start(id), _) if trace.message(id).packets.len() == 1 => PacketKind::Whole(id),
        (Carried::Start(_), _) => PacketKind::Start,
        (Carried::More(_), _) => PacketKind::More,
        (Carried::Nothing, Transport::Udp { .. }) => PacketKind::Udp,
        (Carried::Nothing, Transport::Other(_)) => PacketKind::Other,
        (Carried::Nothing, Transport::Tcp { control, seg_ack, .. }) => match *control {
            ControlBits { rst: true, .. } if answers_a_syn(trace, packet) => PacketKind::Refused,
            ControlBits { rst: true, .. } => PacketKind::Reset,
            ControlBits { syn: true, ack: true, .. } => PacketKind::SynAck,
            ControlBits { syn: true, .. } => PacketKind::Syn,
            ControlBits { fin: true, .. } if is_answered_later(trace, packet) => {
                PacketKind::HalfClose
            }
            ControlBits { fin: true, .. } => PacketKind::Fin,
            _ if !packet.content.is_empty() => part_of_answer(trace, packet),
            _ if is_duplicate_ack(trace, packet) => PacketKind::DuplicateAck,
            _ if repeats_ack(trace, packet) => PacketKind::AckAgain,
            _ => match acknowledged(trace, packet, *seg_ack) {
                Some(ControlBits { syn: true, .. }) => PacketKind::HandshakeAck,
                Some(ControlBits { fin: true, .. }) => PacketKind::FinAck,
                Some(_) | None => PacketKind::Ack,
            },
        },
    }
}

/// What a packet is whose octets belong to no message that became whole: of an answer of HTTP/1.1
/// that can be read, it is the start or what follows.
fn part_of_answer(trace: &Trace, packet: &Packet) -> PacketKind {
    let is_start = |packet: &Packet| trace.octets.slice(packet.content).starts_with(b"HTTP/1.");
    if is_start(packet) {
        return PacketKind::AnswerCut;
    }
    let before = trace.packets[..packet.id.0 as usize].iter().rev().take(LOOK_BACK_MAX);
    let mut own =
        before.filter(|own| own.tcp_ends() == packet.tcp_ends() && !own.content.is_empty());
    let is_of_none = |own: &Packet| !trace.messages.iter().any(|m| m.packets.contains(&own.id));
    match own.find(|own| is_start(own)) {
        Some(start) if is_of_none(start) => PacketKind::AnswerCutMore,
        Some(_) | None => PacketKind::Carries,
    }
}

/// Whether a packet is the first to ask for its connection.
fn is_knock(packet: &Packet) -> bool {
    match &packet.transport {
        Transport::Tcp { control, retransmission_of: None, .. } => control.syn && !control.ack,
        Transport::Tcp { .. } | Transport::Udp { .. } | Transport::Other(_) => false,
    }
}

/// What there is to say of the IP version where a connection is asked for.
fn key_of_ip_version(trace: &Trace, packet: &Packet) -> Option<Text> {
    if !is_knock(packet) {
        return None;
    }
    if packet.ip_version == IpVersion::V6 {
        return Some(texts::PACKET_IPV6);
    }
    let before = trace.packets[..packet.id.0 as usize].iter().rev();
    let before = before.take_while(|earlier| packet.sent_at - earlier.sent_at < HAPPY_EYEBALLS_MAX);
    let is_unanswered = |earlier: &&Packet| {
        let waited = packet.sent_at - earlier.sent_at;
        earlier.ip_version == IpVersion::V6
            && is_knock(earlier)
            && (earlier.from, earlier.to) == (packet.from, packet.to)
            && port(earlier) == port(packet)
            && waited >= HAPPY_EYEBALLS_MIN
            && !before.clone().any(|answer| {
                answer.received_at.is_some_and(|at| at <= packet.sent_at)
                    && answer.tcp_ends()
                        == earlier.tcp_ends().map(|[client, server]| [server, client])
            })
    };
    before.clone().find(is_unanswered).map(|_| texts::PACKET_HAPPY_EYEBALLS)
}

fn key_of_repair(cause: Cause) -> Text {
    match cause {
        Cause::Timeout => texts::PACKET_AGAIN,
        Cause::DuplicateAcks => texts::PACKET_AGAIN_AT_ONCE,
        Cause::Behind => texts::PACKET_AGAIN_BEHIND,
    }
}

fn key(kind: PacketKind) -> Text {
    match kind {
        PacketKind::Again(cause) => key_of_repair(cause),
        PacketKind::Whole(_) => texts::PACKET_WHOLE,
        PacketKind::Start => texts::PACKET_START,
        PacketKind::More => texts::PACKET_MORE,
        PacketKind::Udp => texts::PACKET_UDP,
        PacketKind::Other => texts::PACKET_OTHER,
        PacketKind::Refused => texts::PACKET_REFUSED,
        PacketKind::Reset => texts::PACKET_RESET,
        PacketKind::SynAck => texts::PACKET_SYN_ACK,
        PacketKind::Syn => texts::PACKET_SYN,
        PacketKind::Fin => texts::PACKET_FIN,
        PacketKind::Carries => texts::PACKET_CARRIES,
        PacketKind::AnswerCut => texts::PACKET_ANSWER_CUT,
        PacketKind::AnswerCutMore => texts::PACKET_ANSWER_CUT_MORE,
        PacketKind::HandshakeAck => texts::PACKET_HANDSHAKE_ACK,
        PacketKind::FinAck => texts::PACKET_FIN_ACK,
        PacketKind::HalfClose => texts::PACKET_HALF_CLOSE,
        PacketKind::ZeroWindow => texts::PACKET_ZERO_WINDOW,
        PacketKind::WindowUpdate => texts::PACKET_WINDOW_UPDATE,
        PacketKind::WindowProbe => texts::PACKET_WINDOW_PROBE,
        PacketKind::DuplicateAck => texts::PACKET_DUPLICATE_ACK,
        PacketKind::AckAgain => texts::PACKET_ACK_AGAIN,
        PacketKind::Ack => texts::PACKET_ACK,
    }
}

/// The control bits of the packet that came back last before this one and that it acknowledges
/// to its end.
fn acknowledged(trace: &Trace, packet: &Packet, seg_ack: Option<u32>) -> Option<ControlBits> {
    let seg_ack = seg_ack?;
    answered(trace, packet).find_map(|(earlier, seg_seq, control)| {
        let takes = earlier.content.len() as u32 + u32::from(control.syn || control.fin);
        (seg_seq.wrapping_add(takes) == seg_ack && takes > 0).then_some(control)
    })
}

/// Whether a response comes back on this connection after this packet.
fn is_answered_later(trace: &Trace, packet: &Packet) -> bool {
    trace.messages.iter().any(|message| {
        let carrier = message.packets.first().map(|id| trace.packet(*id));
        matches!(message.content, Content::HttpResponse { .. })
            && message.sent_at > packet.sent_at
            && carrier
                .is_some_and(|carrier| carrier.tcp_ends() == packet.tcp_ends().map(|[a, b]| [b, a]))
    })
}

fn answers_a_syn(trace: &Trace, packet: &Packet) -> bool {
    answered(trace, packet).next().is_some_and(|(_, _, control)| control.syn && !control.ack)
}

/// The packets of the other direction that had been sent before this one, the last one first.
fn answered<'a>(
    trace: &'a Trace,
    packet: &'a Packet,
) -> impl Iterator<Item = (&'a Packet, u32, ControlBits)> {
    let before = trace.packets[..packet.id.0 as usize].iter().rev().take(LOOK_BACK_MAX);
    let from_there = packet.tcp_ends().map(|[own, other]| [other, own]);
    before.filter_map(move |earlier| match earlier.transport {
        Transport::Tcp { seg_seq, control, .. } if earlier.tcp_ends() == from_there => {
            Some((earlier, seg_seq, control))
        }
        Transport::Tcp { .. } | Transport::Udp { .. } | Transport::Other(_) => None,
    })
}

fn words(trace: &Trace, packet: &Packet, carried: Carried, language: Language) -> String {
    match carried {
        Carried::Start(message) | Carried::More(message) => {
            label(trace, trace.message(message), language)
        }
        Carried::Nothing => transport_words(packet, language),
    }
}

/// The words of everything that a packet carries.
fn all_words(trace: &Trace, packet: &Packet, carried: Carried, language: Language) -> String {
    let first = words(trace, packet, carried, language);
    let pieces = [first, others(trace, packet, carried, language)];
    pieces.iter().filter(|words| !words.is_empty()).cloned().collect::<Vec<_>>().join(", ")
}

fn label(trace: &Trace, message: &Message, language: Language) -> String {
    shortened(&on_one_line(&of_message(trace, message, language)), LABEL_CHARS_MAX)
}

/// The port that a connection is opened to, or that refuses it.
fn port(packet: &Packet) -> String {
    match &packet.transport {
        Transport::Tcp { source_port, control, .. } if control.rst => source_port.to_string(),
        Transport::Tcp { destination_port, .. } | Transport::Udp { destination_port, .. } => {
            destination_port.to_string()
        }
        Transport::Other(_) => String::new(),
    }
}

fn protocol(packet: &Packet) -> String {
    match &packet.transport {
        Transport::Tcp { .. } | Transport::Udp { .. } => String::new(),
        Transport::Other(1) => "1 (ICMP)".to_owned(),
        Transport::Other(number) => number.to_string(),
    }
}
