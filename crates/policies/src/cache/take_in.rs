//! An answer comes: it is stored, it brings what is stored up to date, or makes it go (RFC 9111 §3,
//! §4.3.3, §4.4).

use super::directives::Directives;
use super::freshness::{Freshness, Times};
use super::invalidation;
use super::look_up::{Ask, InPlace, Purpose};
use super::message::{Answer, Request};
use super::store::{Entry, given};
use super::storing::{self, NotStored};
use super::{Cache, fields, range, update};

/// What comes of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakenIn {
    /// The client's code gets this.
    Answer(Taken),
    /// The answer is about something that is not stored: the server is asked again, for all of it.
    AskAgain(Ask),
}

/// An answer that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// What the client's code sees.
    pub answer: Answer,
    /// What the cache made of it.
    pub kept: Kept,
    /// The URLs for which something was stored that went because of it (§4.4), and that had a
    /// lifetime or a validator.
    pub invalidated: Vec<String>,
}

/// What the cache made of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// It is stored.
    Stored {
        /// How long it is fresh.
        freshness: Freshness,
        /// How many others had to go, because there was no more room.
        dropped: usize,
    },
    /// What was stored is still good, and up to date now (§4.3.4).
    StillGood(Freshness),
    /// What came and what was stored are one now (§3.4).
    PutTogether(Freshness),
    /// It says of what is stored that it is still good, or that it is not (§4.3.5).
    AnswerToHead {
        /// How many are up to date now.
        updated: usize,
        /// How many have to be asked about.
        outdated: usize,
    },
    /// It is an error, and what is stored is used in its place (RFC 5861 §4).
    StoredInPlace(Box<InPlace>),
    /// It is not stored.
    No(NotStored),
}

impl Cache {
    /// Takes in the answer to a request, which was asked for as `ask` says.
    pub fn take_in(
        &mut self,
        request: &Request<'_>,
        ask: &Ask,
        answer: Answer,
        times: Times,
    ) -> TakenIn {
        let invalidated = self.invalidate(request, &answer);
        // RFC 5861 §4: these are the errors that are meant.
        if matches!(answer.status_code, 500 | 502 | 503 | 504)
            && let Some(stored) = self.instead_of_error(request, ask, times.received_at)
        {
            let answer = stored.answer.clone();
            let kept = Kept::StoredInPlace(Box::new(stored));
            return TakenIn::Answer(Taken { answer, kept, invalidated });
        }
        let (answer, kept) = match (ask.purpose, answer.status_code) {
            (Purpose::Validate, 304) => match self.still_good(request, ask, &answer, times) {
                Some(found) => found,
                None => return TakenIn::AskAgain(Ask::fetch(request)),
            },
            (Purpose::Complete, 206) => match self.completed(request, ask, &answer, times) {
                Some(found) => found,
                None => return TakenIn::AskAgain(Ask::fetch(request)),
            },
            (Purpose::Complete, 416) => return TakenIn::AskAgain(Ask::fetch(request)),
            _ if request.method == "HEAD" && answer.status_code == 200 => {
                let kept = self.answer_to_head(request, &answer, times);
                (answer, kept)
            }
            _ => {
                let kept = self.store_answer(request, &answer, times);
                (answer, kept)
            }
        };
        TakenIn::Answer(Taken { answer, kept, invalidated })
    }

    fn invalidate(&mut self, request: &Request<'_>, answer: &Answer) -> Vec<String> {
        let mut gone = invalidation::invalidated(request, answer);
        gone.retain(|key| {
            let was_of_use = self.store.of_url(key).iter().any(Entry::is_of_use);
            self.store.remove(key);
            was_of_use
        });
        if invalidation::clears_origin(request, &answer.field_lines) {
            gone.extend(self.store.remove_origin(&request.url.as_url().origin()));
        }
        gone
    }

    /// §4.3.4. `None` where the answer is about none of those that were asked about.
    fn still_good(
        &mut self,
        request: &Request<'_>,
        ask: &Ask,
        answer: &Answer,
        times: Times,
    ) -> Option<(Answer, Kept)> {
        let key = request.key();
        let asked_about: Vec<_> =
            ask.about.iter().filter_map(|id| self.store.find(&key, *id)).collect();
        let stored: Vec<&Answer> = asked_about.iter().map(|entry| &entry.answer).collect();
        let selected = update::selected(&stored, &answer.field_lines);
        let ids: Vec<u64> = selected.iter().map(|place| asked_about[*place].id).collect();
        for id in &ids {
            self.store.change(&key, *id, |entry| {
                let stored = &mut entry.answer.field_lines;
                update::freshen_at(stored, &answer.field_lines, times.received_at);
                entry.times = times;
                (entry.is_outdated, entry.aged_s) = (false, 0);
            });
            self.store.touch(&key, *id);
        }
        let entry = self.store.find(&key, *ids.first()?)?;
        let (id, freshness) = (entry.id, entry.freshness(times.received_at));
        // A part that was asked for and is not there has to be asked for alone.
        let given = given(entry, request)?;
        if Directives::of_response(&answer.field_lines).has("no-store") {
            self.store.remove_one(&key, id);
        }
        Some((given, Kept::StillGood(freshness)))
    }

    /// §3.4. `None` where what came does not go with what is stored, which goes then.
    fn completed(
        &mut self,
        request: &Request<'_>,
        ask: &Ask,
        answer: &Answer,
        times: Times,
    ) -> Option<(Answer, Kept)> {
        let key = request.key();
        let id = *ask.about.first()?;
        let joined =
            self.store.find(&key, id).and_then(|entry| range::combined(&entry.answer, answer));
        match joined.filter(|joined| joined.status_code == 200) {
            Some(joined) => {
                let kept = self.put_together(request, &joined, times);
                Some((joined, kept))
            }
            None => {
                self.store.remove_one(&key, id);
                None
            }
        }
    }

    /// §4.3.5: the answer to a HEAD concerns all that a GET with the same fields would select.
    fn answer_to_head(&mut self, request: &Request<'_>, answer: &Answer, times: Times) -> Kept {
        let key = request.key();
        let selected = self.store.selected(&key, request.field_lines).unwrap_or_default();
        let agree = |entry: &Entry| update::head_agrees(&entry.answer, &answer.field_lines);
        let found: Vec<(u64, bool)> =
            selected.iter().map(|entry| (entry.id, agree(entry))).collect();
        for (id, agrees) in &found {
            self.store.change(&key, *id, |entry| match agrees {
                true => {
                    let stored = &mut entry.answer.field_lines;
                    update::freshen_at(stored, &answer.field_lines, times.received_at);
                    entry.times = times;
                    (entry.is_outdated, entry.aged_s) = (false, 0);
                }
                false => entry.is_outdated = true,
            });
        }
        let updated = found.iter().filter(|(_, agrees)| *agrees).count();
        match found.len() - updated {
            0 if updated == 0 => Kept::No(NotStored::Method),
            outdated => Kept::AnswerToHead { updated, outdated },
        }
    }

    fn store_answer(&mut self, request: &Request<'_>, answer: &Answer, times: Times) -> Kept {
        let key = request.key();
        if let Err(why) = storing::may_store(request, answer, times.received_at) {
            // What is newer than what is stored, and may not be stored itself, ends it; an error
            // says nothing of it.
            let is_not_to_be_kept =
                matches!(why, NotStored::ResponseSaysNoStore | NotStored::VariesByAnything);
            let is_other = why == NotStored::NothingSaysSo && answer.status_code < 400;
            if is_other || (is_not_to_be_kept && answer.status_code < 500) {
                self.store.remove_selected(&key, request.field_lines);
            }
            return Kept::No(why);
        }
        let selected = self.store.selected(&key, request.field_lines).unwrap_or_default();
        let joined = selected.iter().find_map(|entry| range::combined(&entry.answer, answer));
        match joined {
            Some(joined) => self.put_together(request, &joined, times),
            None => self.put(request, answer, times),
        }
    }

    /// It is no longer the answer to the range that the request asked for.
    fn put_together(&mut self, request: &Request<'_>, joined: &Answer, times: Times) -> Kept {
        let mut field_lines = request.field_lines.clone();
        field_lines.retain(|line| !line.is("range"));
        let request = Request { field_lines: &field_lines, ..*request };
        match self.put(&request, joined, times) {
            Kept::Stored { freshness, .. } => Kept::PutTogether(freshness),
            kept => kept,
        }
    }

    fn put(&mut self, request: &Request<'_>, answer: &Answer, times: Times) -> Kept {
        let key = request.key();
        let field_lines = fields::stored_fields(&answer.field_lines, times.received_at);
        let stored = Answer { field_lines, ..answer.clone() };
        if !self.store.takes(&stored, request.field_lines) {
            self.store.remove_selected(&key, request.field_lines);
            return Kept::No(NotStored::TooLarge);
        }
        let freshness =
            Freshness::of(stored.status_code, &stored.field_lines, times, times.received_at);
        let dropped = self.store.insert(&key, stored, request.field_lines, times);
        Kept::Stored { freshness, dropped }
    }
}
