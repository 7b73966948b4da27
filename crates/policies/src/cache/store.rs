//! What is stored, by URL, within its bounds.

use super::freshness::{Freshness, KnownBy, Times};
use super::message::{Answer, Request};
use super::range::{self, AskedRange};
use super::vary;
use crate::Utc;
use std::collections::BTreeMap;
use trace::{FieldLines, http_date_unix_s};

/// How much a cache holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many responses.
    pub entries: usize,
    /// How many octets, of content and of all that is kept with it. A single response may take an
    /// eighth of them.
    pub octets: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { entries: 500, octets: 16 << 20 }
    }
}

/// A stored response, with what it answered.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub id: u64,
    pub answer: Answer,
    pub request_fields: FieldLines,
    pub times: Times,
    pub is_outdated: bool,
    /// How much older it is taken for than it is, in seconds: what expired before its time.
    pub aged_s: u64,
    last_used: u64,
}

impl Entry {
    pub fn freshness(&self, now: Utc) -> Freshness {
        let Answer { status_code, field_lines, .. } = &self.answer;
        let mut freshness = Freshness::of(*status_code, field_lines, self.times, now);
        freshness.age_s = freshness.age_s.saturating_add(self.aged_s);
        freshness
    }

    /// Whether anything but a request that takes all can use it: nothing says how long it is fresh,
    /// and nothing helps to ask about it otherwise.
    pub fn is_of_use(&self) -> bool {
        let has_validator =
            ["etag", "last-modified"].iter().any(|name| self.answer.field_lines.has(name));
        has_validator || self.freshness(self.times.received_at).known_by != KnownBy::Nothing
    }

    /// What is newest is chosen first (§4.1): by Date, then by its receipt.
    fn newness(&self) -> (i64, Utc, u64) {
        let date = self.answer.field_lines.value("date");
        let date = date.and_then(|date| http_date_unix_s(date, self.times.received_at));
        (date.unwrap_or(i64::MIN), self.times.received_at, self.id)
    }

    fn octets(&self) -> usize {
        octets(&self.answer, &self.request_fields)
    }
}

/// What a response takes, with the fields of its request.
fn octets(answer: &Answer, request_fields: &FieldLines) -> usize {
    let fields = answer.field_lines.iter().chain(request_fields);
    let fields: usize = fields.map(|line| line.name.len() + line.value.len() + 4).sum();
    answer.content.len() + answer.reason_phrase.len() + fields
}

/// The stored responses.
#[derive(Debug, Default)]
pub(super) struct Store {
    entries: BTreeMap<String, Vec<Entry>>,
    /// The keys of those that came, changed or went since somebody asked, by their numbers.
    changed: BTreeMap<u64, String>,
    limits: Limits,
    octets: usize,
    count: usize,
    ticks: u64,
}

impl Store {
    pub fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// All that is stored, in the order of URLs.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Entry)> {
        let urls = self.entries.iter();
        urls.flat_map(|(url, entries)| entries.iter().map(move |entry| (url.as_str(), entry)))
    }

    pub fn octets(&self) -> usize {
        self.octets
    }

    /// What is stored for a URL, with the URL as it is held here.
    pub fn with_url(&self, key: &str) -> Option<(&str, &[Entry])> {
        self.entries.get_key_value(key).map(|(url, entries)| (url.as_str(), entries.as_slice()))
    }

    pub fn of_url(&self, key: &str) -> &[Entry] {
        self.entries.get(key).map_or(&[], Vec::as_slice)
    }

    pub fn find(&self, key: &str, id: u64) -> Option<&Entry> {
        self.of_url(key).iter().find(|entry| entry.id == id)
    }

    /// Those that a request with these fields selects (§4.1), the newest first; or the field that
    /// the newest one has otherwise.
    pub fn selected(&self, key: &str, request: &FieldLines) -> Result<Vec<&Entry>, Option<String>> {
        let mut entries: Vec<&Entry> = self.of_url(key).iter().collect();
        entries.sort_by_key(|entry| core::cmp::Reverse(entry.newness()));
        let differing = |entry: &Entry| {
            vary::differing_field(&entry.answer.field_lines, &entry.request_fields, request)
        };
        let why_not = entries.first().and_then(|newest| differing(newest));
        entries.retain(|entry| differing(entry).is_none());
        if entries.is_empty() { Err(why_not) } else { Ok(entries) }
    }

    /// Notes that one is used, which keeps it here for longer.
    pub fn touch(&mut self, key: &str, id: u64) {
        self.ticks += 1;
        let entries = self.entries.get_mut(key).into_iter().flatten();
        for entry in entries.filter(|entry| entry.id == id) {
            entry.last_used = self.ticks;
        }
    }

    pub fn change(&mut self, key: &str, id: u64, change: impl FnOnce(&mut Entry)) {
        let mut entries = self.entries.get_mut(key).into_iter().flatten();
        let Some(entry) = entries.find(|entry| entry.id == id) else { return };
        let before = entry.octets();
        change(entry);
        self.octets = self.octets + entry.octets() - before;
        self.changed.insert(id, key.to_owned());
    }

    /// The numbers and keys of those that came, changed or went since this was asked last.
    pub fn take_changed(&mut self) -> BTreeMap<u64, String> {
        core::mem::take(&mut self.changed)
    }

    /// Has everything be as old as it would be had its time passed.
    pub fn expire(&mut self, now: Utc) {
        for (key, entries) in &mut self.entries {
            for entry in entries {
                entry.aged_s += entry.freshness(now).remaining_s();
                self.changed.insert(entry.id, key.clone());
            }
        }
    }

    /// Whether a response is small enough.
    pub fn takes(&self, answer: &Answer, request_fields: &FieldLines) -> bool {
        self.limits.entries > 0 && octets(answer, request_fields) <= self.limits.octets / 8
    }

    /// Stores a response in place of what the same request selected, and drops what has gone unused
    /// for longest where there is no room. Gives back how many had to go for that.
    pub fn insert(
        &mut self,
        key: &str,
        answer: Answer,
        request_fields: &FieldLines,
        times: Times,
    ) -> usize {
        self.remove_selected(key, request_fields);
        self.ticks += 1;
        let (id, last_used) = (self.ticks, self.ticks);
        let request_fields = request_fields.clone();
        let (is_outdated, aged_s) = (false, 0);
        let entry = Entry { id, answer, request_fields, times, is_outdated, aged_s, last_used };
        self.octets += entry.octets();
        self.count += 1;
        self.changed.insert(id, key.to_owned());
        self.entries.entry(key.to_owned()).or_default().push(entry);
        let mut dropped = 0;
        while self.count > self.limits.entries || self.octets > self.limits.octets {
            let unused = self.all().min_by_key(|(_, entry)| entry.last_used);
            let Some((key, id)) = unused.map(|(key, entry)| (key.to_owned(), entry.id)) else {
                break;
            };
            self.remove_where(&key, |entry| entry.id == id);
            dropped += 1;
        }
        dropped
    }

    /// Removes what a request with these fields selects. Gives back whether there was any.
    pub fn remove_selected(&mut self, key: &str, request: &FieldLines) -> bool {
        let is_selected = |entry: &Entry| {
            let (response, its_request) = (&entry.answer.field_lines, &entry.request_fields);
            let differing = vary::differing_field(response, its_request, request);
            // Of those that never match, one is enough.
            differing.is_none_or(|field| field == "*")
        };
        self.remove_where(key, is_selected)
    }

    /// Removes all that is stored for a URL. Gives back whether there was any.
    pub fn remove(&mut self, key: &str) -> bool {
        self.remove_where(key, |_| true)
    }

    pub fn remove_one(&mut self, key: &str, id: u64) {
        self.remove_where(key, |entry| entry.id == id);
    }

    fn remove_where(&mut self, key: &str, goes: impl Fn(&Entry) -> bool) -> bool {
        let Some(entries) = self.entries.get_mut(key) else { return false };
        let before = entries.len();
        let going: Vec<&Entry> = entries.iter().filter(|entry| goes(entry)).collect();
        let octets: usize = going.iter().map(|entry| entry.octets()).sum();
        self.changed.extend(going.iter().map(|entry| (entry.id, key.to_owned())));
        entries.retain(|entry| !goes(entry));
        let gone = before - entries.len();
        self.octets -= octets;
        self.count -= gone;
        if entries.is_empty() {
            self.entries.remove(key);
        }
        gone > 0
    }

    /// Removes all of an origin. Gives back their URLs.
    pub fn remove_origin(&mut self, origin: &url::Origin) -> Vec<String> {
        let is_of = |key: &&String| url::Url::parse(key).is_ok_and(|url| url.origin() == *origin);
        let keys: Vec<String> = self.entries.keys().filter(is_of).cloned().collect();
        for key in &keys {
            self.remove(key);
        }
        keys
    }
}

/// What a request is given of what is stored, when it is asked for a range or not; `None` where
/// that is not there.
pub(super) fn given(stored: &Entry, request: &Request<'_>) -> Option<Answer> {
    let answer = &stored.answer;
    match AskedRange::of(request) {
        None => (answer.status_code != 206).then(|| answer.clone()),
        Some(None) => None,
        // A stored redirect or error answers a request for a part as it is.
        Some(Some(_)) if !matches!(answer.status_code, 200 | 206) => Some(answer.clone()),
        Some(Some(asked)) => range::cut(answer, asked).or_else(|| {
            // The same question has the same answer, also where a server gave less than was asked for.
            let asked_before = stored.request_fields.value("range");
            let is_same = asked_before == request.field_lines.value("range");
            (answer.status_code == 206 && is_same).then(|| answer.clone())
        }),
    }
}
