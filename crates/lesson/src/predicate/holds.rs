//! Whether a trace does what a predicate says.

use super::Predicate;
use trace::{
    Cause, Content, Fetch, FieldLines, MediaType, Message, Outcome, Packet, ResponseSource, Role,
    RowChange, Trace, Transport,
};

impl Predicate {
    /// Whether it is true of a trace. Nothing is true of a trace in which nothing was asked for.
    pub fn holds(&self, trace: &Trace) -> bool {
        let Some(last) = last_fetch(trace) else { return false };
        match self {
            Self::AnsweredWith(code) => status_of(last) == Some(*code),
            Self::AnsweredClass(class) => {
                status_of(last).is_some_and(|code| code / 100 == u16::from(*class))
            }
            Self::NoAnswer => matches!(last.outcome, Some(Outcome::Failed(_))),
            Self::AnswerSeen(code) => trace.messages.iter().any(|message| {
                matches!(message.content, Content::HttpResponse { status_code, .. } if status_code == *code)
            }),
            Self::RowsAdded(count) => {
                rows(trace, |row| matches!(row, RowChange::Inserted { .. })) == *count
            }
            Self::RowsChanged(count) => {
                rows(trace, |row| matches!(row, RowChange::Updated { .. })) == *count
            }
            Self::RowsRemoved(count) => {
                rows(trace, |row| matches!(row, RowChange::Deleted { .. })) == *count
            }
            Self::SentOnce => requests(trace).count() == 1,
            Self::RequestsSent(count) => requests(trace).count() == *count as usize,
            Self::MethodSent(wanted) => requests(trace).any(|message| {
                matches!(&message.content, Content::HttpRequest { method, .. } if method == wanted)
            }),
            Self::AskedFirst => has_cause(trace, Cause::Preflight),
            Self::FromCache => has_source(trace, ResponseSource::Cache),
            Self::Revalidated => has_source(trace, ResponseSource::Revalidated),
            Self::Redirected => has_cause(trace, Cause::Redirect),
            Self::Retried => has_cause(trace, Cause::Retry),
            Self::TokenNotSentTo(host) => !sends_token(trace, host),
            Self::TokenSentTo(host) => sends_token(trace, host),
            Self::RequestField(name) => requests(trace).any(|message| {
                fields(message).is_some_and(|fields| fields.value(name).is_some())
            }),
            Self::ResponseField(name) => {
                response_fields(trace, last).is_some_and(|fields| fields.value(name).is_some())
            }
            Self::MediaType(wanted) => response_fields(trace, last)
                .and_then(FieldLines::media_type)
                .is_some_and(|found: MediaType| found.essence().eq_ignore_ascii_case(wanted)),
            Self::UnderMs(most) => last.finished_at.is_some_and(|at| {
                (at - last.started_at).as_nanos() < u128::from(*most) * 1_000_000
            }),
            Self::Connections(count) => opened(trace).count() == *count as usize,
            Self::Encrypted => {
                let mut asked = trace.exchanges.iter().filter(|one| !one.requests.is_empty());
                requests(trace).next().is_some() && asked.all(|one| one.url.is_https())
            }
            Self::PacketLost => {
                trace.packets.iter().any(|packet| is_lost(trace, packet))
            }
            Self::NoNameLookedUp => !trace
                .messages
                .iter()
                .any(|message| matches!(message.content, Content::DnsQuery { .. })),
        }
    }
}

/// The fetch that a predicate is about: the newest that the scenario asks for.
pub(super) fn last_fetch(trace: &Trace) -> Option<&Fetch> {
    trace.fetches.iter().rev().find(|fetch| fetch.request.is_some())
}

/// The status code that the client's code gets.
pub(super) fn status_of(fetch: &Fetch) -> Option<u16> {
    match (&fetch.seen, &fetch.outcome) {
        (_, None | Some(Outcome::Failed(_))) => None,
        (Some(seen), Some(Outcome::Answered(_))) => Some(seen.status_code),
        (None, Some(Outcome::Answered(code))) => Some(*code),
    }
}

/// The requests of the client, in order.
pub(super) fn requests(trace: &Trace) -> impl Iterator<Item = &Message> {
    let ids = trace.exchanges.iter().flat_map(|exchange| &exchange.requests);
    ids.map(|id| trace.message(*id))
}

pub(super) fn fields(message: &Message) -> Option<&FieldLines> {
    match &message.content {
        Content::HttpRequest { field_lines, .. } | Content::HttpResponse { field_lines, .. } => {
            Some(field_lines)
        }
        Content::DnsQuery { .. }
        | Content::DnsResponse { .. }
        | Content::Tls { .. }
        | Content::Http2Control { .. }
        | Content::SqlStatement(_)
        | Content::SqlResult(_) => None,
    }
}

/// The header section of what a fetch came to.
pub(super) fn response_fields<'a>(trace: &'a Trace, fetch: &'a Fetch) -> Option<&'a FieldLines> {
    if let Some(seen) = &fetch.seen {
        return Some(&seen.field_lines);
    }
    let exchange = trace.exchange(*fetch.exchanges.last()?);
    fields(trace.message(exchange.response?))
}

/// The first segments of the client's connections, without those that repeat one.
pub(crate) fn opened(trace: &Trace) -> impl Iterator<Item = (&Packet, u16, u16)> {
    let client = trace.host_with_role(Role::UserAgent).map(|host| host.id);
    trace.packets.iter().filter_map(move |packet| match packet.transport {
        Transport::Tcp {
            source_port, destination_port, control, retransmission_of: None, ..
        } if control.syn && !control.ack && Some(packet.from) == client => {
            Some((packet, source_port, destination_port))
        }
        Transport::Tcp { .. } | Transport::Udp { .. } | Transport::Other(_) => None,
    })
}

/// Whether a packet never arrived although there was time for it.
pub(crate) fn is_lost(trace: &Trace, packet: &Packet) -> bool {
    let delay = core::time::Duration::from_nanos(trace.link(packet.link).one_way_delay_ns);
    packet.received_at.is_none() && packet.sent_at + delay < trace.ended_at
}

fn rows(trace: &Trace, is_it: impl Fn(&RowChange) -> bool) -> u32 {
    let changes = trace.exchanges.iter().flat_map(|exchange| &exchange.table_changes);
    changes.filter(|change| is_it(&change.row)).count() as u32
}

fn has_cause(trace: &Trace, cause: Cause) -> bool {
    trace.exchanges.iter().any(|exchange| exchange.cause == cause)
}

fn has_source(trace: &Trace, source: ResponseSource) -> bool {
    let seen = trace.fetches.iter().filter_map(|fetch| fetch.seen.as_ref());
    seen.into_iter().any(|seen| seen.source == source)
}

fn sends_token(trace: &Trace, host: &str) -> bool {
    trace.exchanges.iter().filter(|exchange| exchange.url.host().eq_ignore_ascii_case(host)).any(
        |exchange| {
            exchange.requests.iter().filter_map(|id| fields(trace.message(*id))).any(|fields| {
                fields.value("authorization").is_some() || fields.value("cookie").is_some()
            })
        },
    )
}
