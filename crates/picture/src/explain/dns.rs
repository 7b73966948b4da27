//! What a DNS message says, by who speaks to whom.

use super::{host_name, long_span};
use crate::catalogue::Say;
use crate::label::{alias_in, capitalized, referred_zone, values_of_answers};
use crate::texts;
use crate::{Language, Sentence};
use core::time::Duration;
use trace::{Content, DnsAnswer, Message, Role, Trace, Transport, ZoneTier};

/// What a query asks.
pub(super) fn query(trace: &Trace, message: &Message, language: Language) -> Sentence {
    let Content::DnsQuery { id, name, kind } = &message.content else {
        return Sentence::default();
    };
    let key = match trace.host(message.to).role {
        Role::AuthoritativeServer(ZoneTier::Root) => texts::QUERY_ROOT,
        Role::AuthoritativeServer(ZoneTier::TopLevel) => texts::QUERY_TOP_LEVEL,
        Role::AuthoritativeServer(ZoneTier::Below) => texts::QUERY_AUTHORITATIVE,
        Role::UserAgent | Role::RecursiveResolver | Role::OriginServer | Role::Database => {
            if kind == "AAAA" { texts::QUERY_IPV6 } else { texts::QUERY }
        }
    };
    let said = language.say(key, &[("name", name)]);
    let before = &trace.messages[..message.id.0 as usize];
    let is_same = |earlier: &Message| {
        (earlier.from, earlier.to) == (message.from, message.to)
            && earlier.content == message.content
    };
    let is_answer = |earlier: &Message| match &earlier.content {
        Content::DnsResponse { id: answered, .. } => answered == id && earlier.to == message.from,
        _ => false,
    };
    let was_cut = |earlier: &Message| match &earlier.content {
        Content::DnsResponse { flags, name: asked, .. } => {
            flags.truncated
                && asked == name
                && (earlier.from, earlier.to) == (message.to, message.from)
        }
        _ => false,
    };
    if is_over_tcp(trace, message) && before.iter().any(was_cut) {
        return said.then(language.say(texts::QUERY_OVER_TCP, &[]));
    }
    match before.iter().any(is_same) && !before.iter().any(is_answer) {
        true => said.then(language.say(texts::QUERY_AGAIN, &[])),
        false => said,
    }
}

fn is_over_tcp(trace: &Trace, message: &Message) -> bool {
    let first = message.packets.first().map(|id| trace.packet(*id));
    first.is_some_and(|packet| matches!(packet.transport, Transport::Tcp { .. }))
}

/// Which version of IP has addresses of this TYPE.
fn ip_version(kind: &str) -> &'static str {
    if kind == "AAAA" { "IPv6" } else { "IPv4" }
}

/// What a response answers.
pub(super) fn response(trace: &Trace, message: &Message, language: Language) -> Sentence {
    let Content::DnsResponse {
        name,
        kind,
        response_code,
        flags,
        answers,
        authority,
        additional,
        ..
    } = &message.content
    else {
        return Sentence::default();
    };
    let from = capitalized(&host_name(trace, message.from, language));
    let is_authoritative = matches!(trace.host(message.from).role, Role::AuthoritativeServer(_));
    let has_address = answers.iter().any(|answer| answer.kind == *kind);
    let zone = referred_zone(answers, authority);
    let key = match (response_code.as_str(), is_authoritative) {
        _ if flags.truncated => texts::TRUNCATED,
        ("NOERROR", _) if zone.is_some() => texts::REFERRAL,
        ("NOERROR", true) if has_address => texts::AUTHORITATIVE_ADDRESS,
        ("NOERROR", false) if has_address => texts::ADDRESS,
        ("NOERROR", true) if !answers.is_empty() => texts::ALIAS,
        ("NOERROR", true) => texts::AUTHORITATIVE_NO_ADDRESS,
        ("NOERROR", false) => texts::NO_ADDRESS,
        ("NXDOMAIN", true) => texts::AUTHORITATIVE_NO_SUCH_NAME,
        ("NXDOMAIN", false) => texts::NO_SUCH_NAME,
        (_, true) => texts::AUTHORITATIVE_FAILED,
        (_, false) => texts::RESOLVER_FAILED,
    };
    let addresses = match zone {
        Some(_) => values_of_answers("A", additional, language),
        None => values_of_answers(kind, answers, language),
    };
    let values = [
        ("From", &*from),
        ("name", name),
        ("addresses", &*addresses),
        ("ttl", &*time_to_live(answers, language)),
        ("code", response_code),
        ("version", ip_version(kind)),
        ("zone", zone.unwrap_or_default()),
        ("alias", alias_in(answers).unwrap_or_default()),
    ];
    language.say(key, &values)
}

/// The least TTL: the whole answer is forgotten with its first part.
fn time_to_live(answers: &[DnsAnswer], language: Language) -> String {
    let ttl_s = answers.iter().map(|answer| answer.ttl_s).min().unwrap_or_default();
    long_span(Duration::from_secs(u64::from(ttl_s)), language)
}
