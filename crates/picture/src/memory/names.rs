//! The addresses that a client remembers: what the answers of DNS said, for as long as it may be kept.

use super::{Entry, Moment};
use crate::texts;
use core::time::Duration;
use trace::{Content, DnsAnswer, Expired, Instant, Message, Role, Trace};

/// How long a client waits for an answer of DNS in all; what comes later is not used.
const PATIENCE: Duration = Duration::from_secs(10);

/// What one answer said.
struct Known<'a> {
    name: &'a str,
    kind: &'a str,
    addresses: Vec<&'a str>,
    heard_at: Instant,
    until: Instant,
}

pub(super) fn addresses(moment: Moment<'_>) -> Vec<Entry> {
    let known = known(moment.trace, moment.at);
    let mut entries: Vec<(&str, Vec<String>, u64)> = Vec::new();
    for known in &known {
        let left_s = (known.until - moment.at).as_secs();
        let addresses = known.addresses.iter().map(|address| (*address).to_owned());
        match entries.iter_mut().find(|(name, ..)| *name == known.name) {
            Some((_, facts, least_s)) => {
                facts.extend(addresses);
                *least_s = left_s.min(*least_s);
            }
            None => entries.push((known.name, addresses.collect(), left_s)),
        }
    }
    let entry = |(name, mut facts, left_s): (&str, Vec<String>, u64)| {
        facts.push(moment.of_seconds(texts::MEMORY_LEFT, left_s));
        Entry { name: name.to_owned(), facts, is_over: false }
    };
    entries.into_iter().map(entry).collect()
}

/// What is known at an instant, by name and kind, in the order in which it was first known.
fn known(trace: &Trace, at: Instant) -> Vec<Known<'_>> {
    let Some(client) = trace.host_with_role(Role::UserAgent) else { return Vec::new() };
    let mut known: Vec<Known<'_>> = Vec::new();
    let mut heard: Vec<(&str, &str, u16)> = Vec::new();
    let mut came: Vec<(Instant, &Message)> = trace
        .messages
        .iter()
        .filter(|message| message.to == client.id)
        .filter_map(|message| Some((message.received_at?, message)))
        .filter(|(received_at, _)| *received_at <= at)
        .collect();
    came.sort_by_key(|(received_at, message)| (*received_at, message.id));
    for (received_at, message) in came {
        let Content::DnsResponse { id, name, kind, response_code, answers, .. } = &message.content
        else {
            continue;
        };
        let asked_at = asked_at(trace, message, *id, name, kind);
        // An answer to a question that was asked twice comes twice, and is read once.
        let is_heard = heard.contains(&(name, kind, *id));
        heard.push((name, kind, *id));
        let is_in_time = asked_at.is_some_and(|asked_at| received_at - asked_at < PATIENCE);
        let addresses = addresses_in(answers);
        if is_heard || !is_in_time || response_code != "NOERROR" || addresses.is_empty() {
            continue;
        }
        let ttl_s = answers.iter().map(|answer| answer.ttl_s).min().unwrap_or(0);
        let until = received_at + Duration::from_secs(u64::from(ttl_s));
        let now = Known { name, kind, addresses, heard_at: received_at, until };
        match known.iter_mut().find(|old| old.name == name && old.kind == kind) {
            Some(old) => *old = now,
            None => known.push(now),
        }
    }
    let expired_at = trace.expired_at(Expired::Names, at);
    let is_expired = |known: &Known<'_>| expired_at.is_some_and(|end| known.heard_at <= end);
    known.retain(|known| at < known.until && !is_expired(known));
    known
}

fn addresses_in(answers: &[DnsAnswer]) -> Vec<&str> {
    let of_host = answers.iter().filter(|answer| matches!(&*answer.kind, "A" | "AAAA"));
    of_host.map(|answer| &*answer.value).collect()
}

/// When the client first asked what this answers.
fn asked_at(trace: &Trace, answer: &Message, id: u16, name: &str, kind: &str) -> Option<Instant> {
    let is_question = |message: &&Message| {
        message.from == answer.to
            && matches!(
                &message.content,
                Content::DnsQuery { id: asked, name: of, kind: what }
                    if *asked == id && of.eq_ignore_ascii_case(name) && what == kind
            )
    };
    trace.messages.iter().find(is_question).map(|message| message.sent_at)
}
