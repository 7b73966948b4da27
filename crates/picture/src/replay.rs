//! One request again and again in one world: what came of each, what each did to the tables, and what
//! that says of its method (safe and idempotent, RFC 9110 §9.2).

use crate::catalogue::Say;
use crate::compare::{compare, rows, said};
use crate::label::milliseconds;
use crate::text::shown_reason;
use crate::{Language, Level, Sequence, texts};
use language::Text;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use trace::{Cause, Expired, Fetch, FetchId, Outcome, Request, RowChange, TableChange, Trace};

/// A request that was sent several times, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    /// Each time.
    pub repeats: Vec<Repeat>,
    /// What that shows, a sentence each.
    pub shows: Vec<String>,
    /// In what the last one differs from the first, a line each.
    pub differs: Vec<String>,
}

/// One of the times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// Which fetch it is.
    pub fetch: FetchId,
    /// The first is 1.
    pub number: usize,
    /// Its status code, if it was answered.
    pub status_code: Option<u16>,
    /// What came of it, e.g. `201 Created`.
    pub outcome: String,
    /// How long it took, in milliseconds, e.g. `44.6`.
    pub took_ms: String,
    /// How often it was sent because no answer, or one of a busy server, had come.
    pub retries: usize,
    /// What it changed in the tables, e.g. `+ users 43, 'Bob'`; empty where that is nothing.
    pub changes: String,
}

/// What the tables hold more or less of than before: rows by table and values.
type Delta<'a> = BTreeMap<(&'a str, Vec<&'a str>), i64>;

/// The column of the service's tables that says when a row was changed. A server may note such things
/// at each request (RFC 9110 §9.2.2).
const TOLD_OF_TIME: &str = "updated_at";

/// What came of a request that was sent again and again, from this fetch on.
pub fn replay(trace: &Arc<Trace>, first: FetchId, language: Language) -> Replay {
    let fetches = trace.fetches.iter().filter(|fetch| fetch.id >= first);
    // What the client asks for by itself is no repeat.
    let fetches: Vec<&Fetch> = fetches.filter(|fetch| fetch.request.is_some()).collect();
    let repeats: Vec<Repeat> = fetches
        .iter()
        .zip(1..)
        .map(|(fetch, number)| repeat(trace, fetch, number, language))
        .collect();
    let differs = match (fetches.first(), fetches.last()) {
        (Some(first), Some(last)) if first.id != last.id => differs(trace, [first.id, last.id]),
        _ => Vec::new(),
    };
    let shows = shows(trace, &fetches, &repeats, language);
    Replay { repeats, shows, differs }
}

/// The fetch of the request that the run ends with, where that was sent several times, of its first time:
/// from here on [`replay`] tells. When each was sent, and what had expired by then, makes no other request
/// of it. `None` where the scenario sends none.
pub fn first_of_last(trace: &Trace) -> Option<FetchId> {
    let alone = |request: &Request| {
        let mut alone = request.clone();
        (alone.pause_before, alone.fetch.expired) = (Duration::ZERO, Expired::Nothing);
        alone
    };
    let mut requests = trace.scenario.requests.iter().rev();
    let last = alone(requests.next()?);
    let n_before = requests.clone().count();
    let n_again = requests.take_while(|request| alone(request) == last).count();
    let first = u32::try_from(n_before - n_again).ok()?;
    Some(trace.fetch_of_request(first)?.id)
}

fn repeat(trace: &Trace, fetch: &Fetch, number: usize, language: Language) -> Repeat {
    let changes: Vec<TableChange> = trace.table_changes(fetch.id).cloned().collect();
    let status_code = match fetch.outcome {
        Some(Outcome::Answered(code)) => Some(code),
        Some(Outcome::Failed(_)) | None => None,
    };
    let outcome = match status_code {
        Some(code) => [&code.to_string(), " ", shown_reason(code, "")].concat(),
        None => language.text(texts::BAR_NO_ANSWER).to_owned(),
    };
    let ended_at = fetch.finished_at.unwrap_or(trace.ended_at);
    let is_retry = |id: &&trace::ExchangeId| trace.exchange(**id).cause == Cause::Retry;
    Repeat {
        fetch: fetch.id,
        number,
        status_code,
        outcome: outcome.trim_end().to_owned(),
        took_ms: milliseconds(ended_at.since(fetch.started_at)),
        retries: fetch.exchanges.iter().filter(is_retry).count(),
        changes: if changes.is_empty() { String::new() } else { rows(&changes, language) },
    }
}

fn differs(trace: &Arc<Trace>, ends: [FetchId; 2]) -> Vec<String> {
    let sequence = |id| Sequence::of_fetch(Arc::clone(trace), id, Level::Story);
    let both = ends.map(sequence);
    let both = [&both[0], &both[1]];
    said(&compare(both[0], both[1]), both).into_iter().map(|said| said.text).collect()
}

fn shows(trace: &Trace, fetches: &[&Fetch], repeats: &[Repeat], language: Language) -> Vec<String> {
    let ([first, ..], [first_repeat, .., last_repeat]) = (fetches, repeats) else {
        return Vec::new();
    };
    let meant: Text = match &*first.method {
        method if trace::is_safe(method) => texts::REPLAY_IS_SAFE,
        method if trace::is_idempotent(method) => texts::REPLAY_IS_IDEMPOTENT,
        _ => texts::REPLAY_IS_NEITHER,
    };
    let mut shown = vec![
        language.write(meant, &[("method", &first.method)]),
        of_tables(trace, fetches, language),
    ];
    let outcomes = [("first", &*first_repeat.outcome), ("last", &*last_repeat.outcome)];
    let are_same = repeats.iter().all(|repeat| repeat.outcome == first_repeat.outcome);
    let key = if are_same { texts::REPLAY_ANSWERS_SAME } else { texts::REPLAY_ANSWERS_OTHER };
    shown.push(language.write(key, &outcomes));
    if let Some(again) = repeats.iter().find(|repeat| repeat.retries > 0) {
        let values = [("number", &*again.number.to_string())];
        let count = again.retries as u64 + 1;
        shown.push(language.write_count(texts::REPLAY_SENT_AGAIN, count, &values));
    }
    shown.extend(of_attempts(trace, first, language));
    shown
}

/// What the tables are after the last one, beside what they were after the first: rows are counted, not
/// statements.
fn of_tables(trace: &Trace, fetches: &[&Fetch], language: Language) -> String {
    let mut changes = fetches.iter().map(|fetch| trace.table_changes(fetch.id));
    let first = delta(changes.next().into_iter().flatten(), &[]);
    let since: Vec<&TableChange> = changes.flatten().collect();
    let behind = delta(since.iter().copied(), &[]);
    match (first.is_empty(), behind.is_empty()) {
        (true, true) => language.text(texts::REPLAY_CHANGES_NOTHING).to_owned(),
        (false, true) => language.text(texts::REPLAY_CHANGES_ONCE).to_owned(),
        (_, false) if delta(since, &[TOLD_OF_TIME]).is_empty() => {
            language.write(texts::REPLAY_OTHER_TIMES, &[("column", TOLD_OF_TIME)])
        }
        (_, false) => {
            let more: i64 = behind.values().sum();
            let key = match more {
                1.. => texts::REPLAY_ROWS_MORE,
                ..0 => texts::REPLAY_ROWS_LESS,
                0 => return language.text(texts::REPLAY_OTHER_VALUES).to_owned(),
            };
            language.write_count(key, more.unsigned_abs(), &[])
        }
    }
}

/// How many rows more there are after the first fetch than after its first attempt, where it was sent
/// again.
fn of_attempts(trace: &Trace, first: &Fetch, language: Language) -> Option<String> {
    let later =
        first.exchanges.iter().skip(1).filter(|id| trace.exchange(**id).cause == Cause::Retry);
    let changes = later.flat_map(|id| &trace.exchange(*id).table_changes);
    let more: i64 = delta(changes, &[]).values().sum();
    let count = u64::try_from(more).ok().filter(|count| *count > 0)?;
    Some(language.write_count(texts::REPLAY_ATTEMPT_ROWS, count, &[]))
}

/// What changes come to together: what is undone counts for nothing, and some columns as well.
fn delta<'a>(changes: impl IntoIterator<Item = &'a TableChange>, without: &[&str]) -> Delta<'a> {
    let mut delta = Delta::new();
    for TableChange { table, columns, row } in changes {
        let (gone, come) = match row {
            RowChange::Inserted { after } => (None, Some(after)),
            RowChange::Updated { before, after } => (Some(before), Some(after)),
            RowChange::Deleted { before } => (Some(before), None),
        };
        for (row, by) in [(gone, -1), (come, 1)] {
            if let Some(row) = row {
                let counted =
                    columns.iter().zip(row).filter(|(column, _)| !without.contains(&&***column));
                let values = counted.map(|(_, value)| &**value).collect();
                *delta.entry((table, values)).or_default() += by;
            }
        }
    }
    delta.retain(|_, count| *count != 0);
    delta
}
