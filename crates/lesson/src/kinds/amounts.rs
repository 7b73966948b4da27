//! The times and counts of a trace that can be asked for, each in parts that add up to it.

use crate::causality::is_aside;
use crate::draw::Draw;
use crate::exercise::{SolutionPart, Unit};
use crate::kinds::window;
use crate::kinds::worked::Worked;
use crate::predicate::opened;
use crate::{Given, Material, Told, texts, told};
use core::ops::RangeInclusive;
use picture::{Act, Piece, explain};
use trace::{
    Content, Exchange, Instant, Message, Milliseconds, Outcome, Packet, PacketId, ResponseSource,
    Role, Stage, StageKind, Trace, Transport,
};

type Kind = fn(&Material, &mut Draw) -> Option<Worked>;

/// All of them, each `None` where the trace has nothing of it.
pub(crate) const ALL: [Kind; 7] =
    [exchange_time, packet_time, connections, waits, out_of_cache, content_share, window::used];

/// From the start of an exchange to its end, phase by phase.
fn exchange_time(material: &Material, draw: &mut Draw) -> Option<Worked> {
    let trace = material.trace();
    let exchange = draw.pick(&trace.exchanges)?;
    let end = exchange.finished_at?;
    // How long a server works that does not answer, nobody sees; and a wait before another attempt has
    // no part of its own.
    let is_wait = |stage: &Stage| {
        stage.kind == StageKind::WaitBeforeRetry
            && stage.fetch == Some(exchange.fetch)
            && stage.started_at < end
            && stage.ended_at > exchange.started_at
    };
    let is_answered = matches!(exchange.outcome, Some(Outcome::Answered(_)));
    if !is_answered || trace.stages.iter().any(is_wait) {
        return None;
    }
    let language = material.sequence.language;
    let mut parts = Vec::new();
    let (mut at, mut between) = (exchange.started_at, 0);
    for span in trace.phases(exchange.id) {
        let (start, stop) = (span.started_at.min(end), span.ended_at.min(end));
        between += start.0.saturating_sub(at.0);
        let value = stop.0.saturating_sub(start.max(at).0);
        let title = explain::act_title(Act::Phase(span.phase), language);
        parts.push(SolutionPart { words: title.into(), value });
        at = at.max(start).max(stop);
    }
    between += end.0.saturating_sub(at.0);
    if between > 0 {
        parts.push(SolutionPart { words: texts::PART_BETWEEN.into(), value: between });
    }
    let total: u64 = parts.iter().map(|part| part.value).sum();
    let left_out = |part: &SolutionPart| {
        let feedback = Told::Words(texts::WORKED_LEFT_OUT, vec![("part", part.words.clone())]);
        (total - part.value, feedback)
    };
    let mistakes = parts.iter().map(left_out).collect();
    let what = format!("{} {}", exchange.method, exchange.url.as_str());
    let starts_at = material.sequence.starts_at().0;
    Some(Worked {
        question: told!(
            texts::HOW_LONG_EXCHANGE,
            number = exchange.id.0 as usize + 1,
            start = Unit::Nanoseconds.write(exchange.started_at.0.saturating_sub(starts_at)),
            what = what
        ),
        given: Given::Steps,
        unit: Unit::Nanoseconds,
        parts,
        mistakes,
    })
}

/// How long a packet is under way: put on the wire, and carried. `None` where it waits behind others
/// before that, of which the question says nothing.
fn packet_time(material: &Material, draw: &mut Draw) -> Option<Worked> {
    let trace = material.trace();
    let packet = draw.pick(&trace.packets)?;
    let link = trace.link(packet.link);
    let took = packet.received_at?.0.checked_sub(packet.sent_at.0)?;
    let bits_per_s = link.bandwidth_bits_per_s?;
    let octets = packet.octets.len() as u64;
    let on_the_wire = octets * 8 * 1_000_000_000 / bits_per_s.max(1);
    if took != on_the_wire + link.one_way_delay_ns {
        return None;
    }
    let parts = vec![
        SolutionPart {
            words: told!(
                texts::PART_TRANSMISSION,
                bits = octets as usize * 8,
                rate = rate(bits_per_s)
            ),
            value: on_the_wire,
        },
        SolutionPart { words: texts::PART_PROPAGATION.into(), value: link.one_way_delay_ns },
    ];
    let mistakes = vec![
        (took - on_the_wire, texts::WORKED_NO_TRANSMISSION.into()),
        (took - link.one_way_delay_ns, texts::WORKED_NO_PROPAGATION.into()),
        (took + link.one_way_delay_ns, texts::WORKED_THERE_AND_BACK.into()),
        (took - on_the_wire + on_the_wire / 8, texts::WORKED_BYTES_AS_BITS.into()),
    ];
    Some(Worked {
        question: told!(
            texts::HOW_LONG_PACKET,
            number = packet.id.0 as usize + 1,
            octets = octets as usize,
            from = material.host(packet.from),
            to = material.host(packet.to),
            rate = rate(bits_per_s),
            delay = format!("{:.1}", Milliseconds(link.one_way_delay_ns)),
        ),
        given: Given::Packets,
        unit: Unit::Nanoseconds,
        parts,
        mistakes,
    })
}

/// Mbit/s in digits.
fn rate(bits_per_s: u64) -> String {
    let (whole, rest) = (bits_per_s / 1_000_000, bits_per_s % 1_000_000);
    let decimals = format!("{rest:06}");
    match decimals.trim_end_matches('0') {
        "" => whole.to_string(),
        decimals => format!("{whole}.{decimals}"),
    }
}

/// How many TCP connections the client opens. `None` where one that it tries to open never is.
fn connections(material: &Material, _: &mut Draw) -> Option<Worked> {
    let trace = material.trace();
    if !opened(trace).all(|(packet, ..)| is_established(trace, packet)) {
        return None;
    }
    let part = |(packet, from, to): (&Packet, u16, u16)| SolutionPart {
        words: told!(
            texts::PART_CONNECTION,
            from = usize::from(from),
            to = usize::from(to),
            host = material.host(packet.to)
        ),
        value: 1,
    };
    let parts: Vec<SolutionPart> = opened(trace).map(part).collect();
    let n_requests = trace.exchanges.iter().map(|exchange| exchange.requests.len() as u64).sum();
    let mut mistakes = vec![
        (n_requests, texts::WORKED_PER_REQUEST.into()),
        (trace.fetches.len() as u64, texts::WORKED_PER_FETCH.into()),
    ];
    if !opened(trace).any(|(packet, ..)| is_to_resolver(trace, packet)) {
        mistakes.push((parts.len() as u64 + 1, texts::WORKED_DNS_HAS_NONE.into()));
    }
    Some(Worked {
        question: texts::HOW_MANY_CONNECTIONS.into(),
        given: Given::Steps,
        unit: Unit::Things,
        parts,
        mistakes,
    })
}

/// Whether a SYN is answered with one, and the client takes that (RFC 9293 §3.3.2: ESTABLISHED).
fn is_established(trace: &Trace, syn: &Packet) -> bool {
    let ends = syn.tcp_ends();
    let back = ends.map(|[from, to]| [to, from]);
    let later = || trace.packets.iter().filter(|packet| packet.id > syn.id);
    let answered_at = later().find_map(|packet| {
        let Transport::Tcp { control, .. } = packet.transport else { return None };
        packet.received_at.filter(|_| packet.tcp_ends() == back && control.syn && control.ack)
    });
    let mut own = later().filter(|packet| {
        packet.tcp_ends() == ends && answered_at.is_some_and(|at| packet.sent_at >= at)
    });
    own.next().is_some_and(|packet| {
        matches!(packet.transport, Transport::Tcp { control, .. } if control.ack && !control.rst)
    })
}

/// How often the client waits for another host in an exchange before it goes on.
fn waits(material: &Material, draw: &mut Draw) -> Option<Worked> {
    let trace = material.trace();
    let exchange = draw.pick(&trace.exchanges)?;
    let network = &trace.scenario.world.network;
    if network.round_trip_time.is_zero() || network.resolver_round_trip_time.is_zero() {
        // An answer comes at the instant of its question: nobody waits.
        return None;
    }
    if !is_told_by_arrivals(trace, exchange) {
        return None;
    }
    let parts = waits_of(material, exchange);
    let n_arrivals = moves(material, exchange).iter().filter(|step| step.arrives).count() as u64;
    let mut mistakes = vec![(n_arrivals, texts::WORKED_EACH_ARRIVAL.into())];
    if parts.len() > 1 {
        mistakes.push((1, texts::WORKED_ONLY_REQUEST.into()));
        mistakes.push((parts.len() as u64 - 1, texts::WORKED_NO_HANDSHAKE.into()));
    }
    let what = format!("{} {}", exchange.method, exchange.url.as_str());
    Some(Worked {
        question: told!(texts::HOW_MANY_WAITS, number = exchange.id.0 as usize + 1, what = what),
        given: Given::Steps,
        unit: Unit::Things,
        parts,
        mistakes,
    })
}

/// Whether each wait ends with the message that was waited for: not where an answer never comes, something
/// has to be sent again, or a message is so long that its sender waits for acknowledgments within it.
fn is_told_by_arrivals(trace: &Trace, exchange: &Exchange) -> bool {
    let round_trip = trace.scenario.world.network.round_trip_time;
    let own = |message: &&Message| {
        let is_http =
            matches!(message.content, Content::HttpRequest { .. } | Content::HttpResponse { .. });
        is_http && message.exchange == Some(exchange.id)
    };
    let is_quick =
        |message: &Message| message.received_at.is_some_and(|at| at - message.sent_at < round_trip);
    // One question and its answer, on one connection: else not all that arrives was waited for.
    // The resolver may be asked over TCP as well (RFC 7766).
    let spans = set_up(trace, exchange);
    let opened: Vec<&Packet> = opened(trace)
        .map(|(packet, ..)| packet)
        .filter(|packet| spans.iter().any(|span| span.contains(&packet.sent_at)))
        .collect();
    let asks_over_tcp = opened.iter().any(|packet| is_to_resolver(trace, packet));
    let is_plain = trace.messages.iter().filter(own).count() == 2
        && opened.len() <= 1 + usize::from(asks_over_tcp);
    matches!(exchange.outcome, Some(Outcome::Answered(_)))
        && is_plain
        && trace.packets.iter().all(|packet| packet.received_at.is_some())
        && trace.messages.iter().filter(own).all(is_quick)
}

/// When an exchange is given an address, and a connection: there SYNs are sent for it.
fn set_up(trace: &Trace, exchange: &Exchange) -> Vec<RangeInclusive<Instant>> {
    let timing = &exchange.timing;
    let span = |start: Option<Instant>, end: Option<Instant>| {
        start.map(|start| start..=end.unwrap_or(trace.ended_at))
    };
    let connect_end = timing.secure_connection_start.or(timing.connect_end);
    let spans = [
        span(timing.domain_lookup_start, timing.domain_lookup_end),
        span(timing.connect_start, connect_end),
    ];
    spans.into_iter().flatten().collect()
}

fn is_to_resolver(trace: &Trace, packet: &Packet) -> bool {
    trace.host_with_role(Role::RecursiveResolver).is_some_and(|host| host.id == packet.to)
}

/// Something that leaves the client or arrives there.
struct Move {
    at: Instant,
    arrives: bool,
    words: String,
}

/// In order of time: the messages of an exchange, and what opens its connections.
fn moves(material: &Material, exchange: &Exchange) -> Vec<Move> {
    let trace = material.trace();
    let Some(client) = trace.host_with_role(Role::UserAgent).map(|host| host.id) else {
        return Vec::new();
    };
    let mut moves = Vec::new();
    let mut take = |from, to, sent_at, received_at: Option<Instant>, words: &str| {
        if from == client {
            moves.push(Move { at: sent_at, arrives: false, words: words.to_owned() });
        } else if let Some(at) = received_at.filter(|_| to == client) {
            moves.push(Move { at, arrives: true, words: words.to_owned() });
        }
    };
    let own = trace.messages.iter().filter(|one| one.exchange == Some(exchange.id));
    for message in own.filter(|one| !is_aside(&one.content)) {
        let words = words_of(material, message);
        take(message.from, message.to, message.sent_at, message.received_at, &words);
    }
    let set_up = set_up(trace, exchange);
    for packet in &trace.packets {
        let is_within = set_up.iter().any(|span| span.contains(&packet.sent_at));
        if let Transport::Tcp { control, retransmission_of: None, .. } = packet.transport
            && is_within
            && control.syn
        {
            let words = control.to_string();
            take(packet.from, packet.to, packet.sent_at, packet.received_at, &words);
        }
    }
    // What arrives may lead at once to what is sent at the same instant.
    moves.sort_by_key(|step| (step.at, !step.arrives));
    moves
}

/// What stands on the arrow of a message; where it has none, what it is made of.
fn words_of(material: &Material, message: &Message) -> String {
    let mut steps = material.sequence.steps.iter().zip(&material.steps);
    let shown = steps.find(|(step, _)| step.message() == Some(message.id));
    let parts: Vec<String> = match (shown, &message.content) {
        (Some((_, words)), _) => return words.label.clone(),
        (None, Content::Tls { messages }) => messages.iter().map(|one| one.name.clone()).collect(),
        (None, Content::Http2Control { frames }) => {
            frames.iter().map(|frame| frame.name.clone()).collect()
        }
        (
            None,
            Content::DnsQuery { .. }
            | Content::DnsResponse { .. }
            | Content::HttpRequest { .. }
            | Content::HttpResponse { .. }
            | Content::SqlStatement(_)
            | Content::SqlResult(_),
        ) => Vec::new(),
    };
    parts.join(", ")
}

/// The arrivals that the client had to wait for: each is the first behind something that it sent.
fn waits_of(material: &Material, exchange: &Exchange) -> Vec<SolutionPart> {
    let mut has_asked = false;
    let mut waits = Vec::new();
    for step in moves(material, exchange) {
        if step.arrives && has_asked {
            waits
                .push(SolutionPart { words: told!(texts::PART_WAIT, what = step.words), value: 1 });
        }
        has_asked = !step.arrives;
    }
    waits
}

/// How many fetches were answered without a server.
fn out_of_cache(material: &Material, _: &mut Draw) -> Option<Worked> {
    let fetches = &material.trace().fetches;
    if fetches.len() < 2 {
        return None;
    }
    let part = |fetch: &trace::Fetch| {
        let is_cached =
            fetch.seen.as_ref().is_some_and(|seen| seen.source == ResponseSource::Cache);
        let text = if is_cached { texts::PART_FROM_CACHE } else { texts::PART_NOT_FROM_CACHE };
        let number = fetch.id.0 as usize + 1;
        let words = told!(text, number = number, url = fetch.url.as_str());
        SolutionPart { words, value: u64::from(is_cached) }
    };
    let is_revalidated = |fetch: &&trace::Fetch| {
        fetch.seen.as_ref().is_some_and(|seen| seen.source == ResponseSource::Revalidated)
    };
    let revalidated = fetches.iter().filter(is_revalidated).count() as u64;
    let parts: Vec<SolutionPart> = fetches.iter().map(part).collect();
    let value: u64 = parts.iter().map(|part| part.value).sum();
    let mistakes = vec![
        (value + revalidated, texts::WORKED_304_IS_ASKED.into()),
        (fetches.len() as u64, texts::WORKED_FIRST_IS_ASKED.into()),
        (fetches.len() as u64 - 1, texts::WORKED_NOT_ALL_KEPT.into()),
    ];
    Some(Worked {
        question: texts::HOW_MANY_FROM_CACHE.into(),
        given: Given::Steps,
        unit: Unit::Things,
        parts,
        mistakes,
    })
}

/// How many bytes a message takes on the link, with the headers of its packets. `None` where one of them
/// carries something else as well, or is sent again.
fn content_share(material: &Material, draw: &mut Draw) -> Option<Worked> {
    let trace = material.trace();
    let step = *draw.pick(&material.carried)?;
    let message = trace.message(material.sequence.steps[step].message()?);
    let is_shared = |id: &PacketId| {
        trace.messages.iter().any(|other| other.id != message.id && other.packets.contains(id))
    };
    let is_repeated = trace.packets.iter().any(|packet| match packet.transport {
        Transport::Tcp { retransmission_of: Some(id), .. } => message.packets.contains(&id),
        Transport::Tcp { .. } | Transport::Udp { .. } | Transport::Other(_) => false,
    });
    let is_whole = material.sequence.steps[step].piece == Piece::Whole;
    if !is_whole || is_repeated || message.packets.iter().any(is_shared) {
        return None;
    }
    let packets = || message.packets.iter().map(|id| trace.packet(*id));
    let content: u64 = packets().map(|packet| packet.content.len() as u64).sum();
    let all: u64 = packets().map(|packet| packet.octets.len() as u64).sum();
    let per_packet = (all - content) / message.packets.len().max(1) as u64;
    let parts = vec![
        SolutionPart { words: texts::PART_CONTENT.into(), value: content },
        SolutionPart {
            words: Told::count(texts::PART_HEADERS, message.packets.len() as u64),
            value: all - content,
        },
    ];
    let mistakes = vec![
        (content, texts::WORKED_NO_HEADERS.into()),
        (content + per_packet, texts::WORKED_ONE_HEADER.into()),
        (all - content, texts::WORKED_ONLY_HEADERS.into()),
    ];
    Some(Worked {
        question: told!(texts::HOW_MANY_BYTES, message = material.named(step)),
        given: Given::Packets,
        unit: Unit::Octets,
        parts,
        mistakes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use picture::{Level, Sequence};
    use std::sync::Arc;
    use trace::built_in;

    #[test]
    fn a_client_waits_for_an_address_a_connection_tls_and_the_answer() {
        let check = |name: &str, expected: &[&str]| {
            let found = built_in().into_iter().find(|built_in| built_in.name == name);
            let trace = Arc::new(engine::simulate(&found.expect("it is built in").scenario));
            let material = Material::new(Sequence::new(Arc::clone(&trace), Level::Story));
            let language = material.sequence.language;
            let waits = waits_of(&material, &trace.exchanges[0]);
            let words: Vec<String> = waits.iter().map(|part| part.words.words(language)).collect();
            assert_eq!(words.len(), expected.len(), "{name}: {words:?}");
            for (words, expected) in words.iter().zip(expected) {
                assert!(words.contains(expected), "{name}: {words}");
            }
        };
        check("get", &["93.184.216.34", "SYN", "200 OK"]);
        check("https", &["93.184.216.34", "SYN", "ServerHello", "200 OK"]);
        check("fault-nxdomain", &["No such name"]);
    }
}
