//! What a cache keeps, told as it changes: no packet shows it.

use super::decisions::Decisions;
use core::time::Duration;
use policies::Utc;
use policies::cache::{Cache, KnownBy, StoredResponse};
use std::collections::BTreeMap;
use trace::{FieldLine, FieldLines, Instant, MemoryChange, Remembered, StoredAnswer};

/// The answers that were told of, as they were told last, by their numbers.
#[derive(Debug, Default)]
pub struct Told(BTreeMap<u64, StoredAnswer>);

impl Told {
    /// Tells what is otherwise than it was told last: first what is gone.
    pub fn tell_changes(&mut self, decisions: Decisions<'_>, cache: &mut Cache) {
        let starts_at = decisions.utc().saturating_sub(Duration::from_nanos(decisions.now().0));
        let (mut gone, mut other) = (Vec::new(), Vec::new());
        for (number, stored) in cache.take_changed(decisions.utc()) {
            match stored.map(|stored| stored_answer(&stored, starts_at)) {
                None if self.0.remove(&number).is_some() => {
                    gone.push(Remembered::AnswerGone(number));
                }
                Some(answer) if self.0.get(&number) != Some(&answer) => {
                    self.0.insert(number, answer.clone());
                    other.push(Remembered::Answer(answer));
                }
                // It came and went unseen, or is as it was.
                None | Some(_) => {}
            }
        }
        let at = decisions.now();
        let changes = gone.into_iter().chain(other).map(|what| MemoryChange { at, what });
        decisions.simulation.record(|record| record.memory_changes(changes));
    }
}

fn stored_answer(stored: &StoredResponse<'_>, starts_at: Utc) -> StoredAnswer {
    let StoredResponse { answer, freshness, .. } = stored;
    let fields = &answer.field_lines;
    let chosen_by = fields.members("vary").flat_map(|name| {
        let values = stored.request_fields.values(name);
        values.map(|value| FieldLine { name: name.to_owned(), value: value.to_owned() })
    });
    StoredAnswer {
        number: stored.number,
        url: stored.url.to_owned(),
        status_code: answer.status_code,
        content_octets: answer.content.len() as u64,
        cache_control: fields.combined("cache-control").unwrap_or_default(),
        chosen_by: chosen_by.collect::<FieldLines>(),
        has_validator: fields.has("etag") || fields.has("last-modified"),
        received_at: Instant(in_ns(stored.times.received_at.saturating_sub(starts_at))),
        initial_age_ns: in_ns(stored.initial_age),
        lifetime_s: freshness.lifetime_s,
        is_guess: freshness.known_by == KnownBy::Heuristic,
        is_outdated: stored.is_outdated,
    }
}

fn in_ns(span: Duration) -> u64 {
    u64::try_from(span.as_nanos()).unwrap_or(u64::MAX)
}
