//! What the program behind a server keeps of its clients: sessions, in a table of its database, and
//! counters.

use super::{Entry, Moment, in_short};
use crate::catalogue::Say;
use crate::texts;
use trace::{Content, Count, Exchange, Instant, RowChange, TableChange, Trace};

const TABLE: &str = "sessions";

/// The rows of the table at the instant: it starts empty.
pub(super) fn sessions(moment: Moment<'_>) -> Vec<Entry> {
    let mut changes: Vec<(Instant, &TableChange)> = Vec::new();
    for exchange in &moment.trace.exchanges {
        let own = exchange.table_changes.iter().filter(|change| change.table == TABLE);
        let at = |place| changed_at(moment.trace, exchange, place);
        changes.extend(own.enumerate().map(|(place, change)| (at(place), change)));
    }
    changes.retain(|(at, _)| *at <= moment.at);
    changes.sort_by_key(|(at, _)| *at);
    let mut rows: Vec<(&[String], &[String])> = Vec::new();
    for (_, change) in changes {
        let columns = &change.columns[..];
        match &change.row {
            RowChange::Inserted { after } => rows.push((columns, after)),
            RowChange::Updated { before, after } => {
                rows.iter_mut().filter(|(_, row)| row == before).for_each(|row| row.1 = after);
            }
            RowChange::Deleted { before } => rows.retain(|(_, row)| row != before),
        }
    }
    rows.into_iter().map(|(columns, row)| of_session(moment, columns, row)).collect()
}

/// When the statement was done that made this change of the table: the first of them, the second, …
fn changed_at(trace: &Trace, exchange: &Exchange, place: usize) -> Instant {
    let changes_it = |content: &Content| match content {
        Content::SqlStatement(statement) => {
            let mut words = statement.text.split_whitespace();
            let is_change = matches!(words.next(), Some("INSERT" | "UPDATE" | "DELETE"));
            is_change && words.any(|word| word == TABLE)
        }
        _ => false,
    };
    let own = trace.messages.iter().filter(|message| message.exchange == Some(exchange.id));
    let statements = own.filter(|message| changes_it(&message.content));
    let done_at = statements.filter_map(|message| message.received_at).nth(place);
    done_at.or(exchange.finished_at).unwrap_or(trace.ended_at)
}

fn of_session(moment: Moment<'_>, columns: &[String], row: &[String]) -> Entry {
    let value = |name: &str| {
        let place = columns.iter().position(|column| column == name)?;
        row.get(place).map(|value| value.trim_matches('\''))
    };
    let until = value("expires_at").and_then(|value| value.parse().ok()).unwrap_or(0);
    let left = moment.left(until);
    let lasts = match left {
        Some(left) => moment.of_seconds(texts::MEMORY_LEFT, left),
        None => moment.word(texts::MEMORY_SESSION_OVER),
    };
    let user = value("user_id").unwrap_or_default();
    let kind = value("kind").unwrap_or_default();
    let facts = vec![
        moment.language.write(texts::MEMORY_SESSION_OF, &[("user", user)]),
        moment.language.write(texts::MEMORY_SESSION_BY, &[("kind", kind)]),
        lasts,
    ];
    let name = in_short(value("secret").unwrap_or_default());
    Entry { name, facts, is_over: left.is_none() }
}

/// How often something was asked for, as far as it counts still.
pub(super) fn counters(moment: Moment<'_>) -> Vec<Entry> {
    moment.trace.counts_at(moment.at).iter().map(|count| of_count(moment, count)).collect()
}

fn of_count(moment: Moment<'_>, Count { call, calls, falls_at }: &Count<'_>) -> Entry {
    let within = super::span(call.within_s, moment.language);
    let values = [
        ("count", &*calls.to_string()),
        ("most", &*call.calls_max.to_string()),
        ("span", &*within),
    ];
    let left_ns = (*falls_at - moment.at).as_nanos();
    let left_s = u64::try_from(left_ns.div_ceil(1_000_000_000)).unwrap_or(u64::MAX);
    let facts = vec![
        moment.language.write(texts::MEMORY_COUNTED, &values),
        moment.of_seconds(texts::MEMORY_COUNT_FALLS, left_s),
    ];
    Entry { name: call.rate.clone(), facts, is_over: false }
}
