//! The answers that a user agent keeps, and uses instead of asking (RFC 9111): what
//! `policies::cache` decides is done here, and noted.

use super::course::Course;
use super::decisions::Decisions;
use super::told::Told;
use super::{Got, UnderWay, UserAgent};
use crate::recorder::Asked;
use crate::roles::http_client::Response;
use core::cell::{Cell, RefCell};
use policies::cache::{
    Answer, Ask, Cache, Freshness, Kept, KnownBy, LookUp, NotStored, Purpose, Step, TakenIn, Times,
    Why,
};
use std::rc::Rc;
use trace::{Cause, Failure, FetchId, FieldLine, Outcome, Request, ResponseSource, StageKind};

/// The private cache of a user agent that has one.
#[derive(Default)]
pub struct PrivateCache {
    kept: RefCell<Cache>,
    told: RefCell<Told>,
}

impl PrivateCache {
    /// All that is kept is stale from now on.
    pub fn expire(&self, decisions: Decisions<'_>) {
        self.kept.borrow_mut().expire(decisions.utc());
        self.told.borrow_mut().tell_changes(decisions, &mut self.kept.borrow_mut());
    }
}

/// What the server is asked for a request, and why.
struct Question<'a> {
    course: &'a Course,
    request: &'a Request,
    /// The same with what is added to it, as the cache compares it.
    foreseen: Request,
    ask: Ask,
    cause: Cause,
}

impl UserAgent {
    /// The answer to a request: what is kept, or what a server says.
    ///
    /// # Errors
    /// Why there is none; it is noted.
    pub(super) async fn answered(
        self: &Rc<Self>,
        decisions: Decisions<'_>,
        under_way: &Cell<Option<UnderWay>>,
        course: &Course,
        request: &Request,
        cause: Cause,
    ) -> Result<Got, Failure> {
        let Some(cache) = &self.cache else {
            return self.attempts(decisions, under_way, course, request, cause).await;
        };
        let foreseen = course.foreseen(decisions, request);
        let found = cache.kept.borrow_mut().look_up(&asked(&foreseen), decisions.utc());
        if let Some(told) = told_of_look(request, &found) {
            decisions.note(StageKind::LookInCache, &told);
        }
        match found.step {
            Step::Use(answer) => Ok(Got::kept(answer, decisions.utc())),
            Step::GatewayTimeout(answer) => Ok(Got::kept(answer, decisions.utc())),
            Step::NothingToTake => Err(decisions.fail(Failure::NotInCache)),
            Step::UseAndAsk(answer, ask) => {
                self.ask_behind(decisions.fetch, course.clone(), request.clone(), ask);
                Ok(Got::kept(answer, decisions.utc()))
            }
            Step::Ask(ask) => {
                let question = Question { course, request, foreseen, ask, cause };
                self.ask(decisions, under_way, cache, question).await
            }
        }
    }

    /// Asks a server, and takes in what it answers.
    async fn ask(
        &self,
        decisions: Decisions<'_>,
        under_way: &Cell<Option<UnderWay>>,
        cache: &PrivateCache,
        question: Question<'_>,
    ) -> Result<Got, Failure> {
        let Question { course, request, foreseen, mut ask, cause } = question;
        loop {
            // What is added is added where it is sent, and told there.
            let is_own = |line: &&FieldLine| {
                !foreseen.field_lines.contains(line) || request.field_lines.contains(line)
            };
            let field_lines = ask.field_lines.iter().filter(is_own).cloned().collect();
            let sent = Request { field_lines, ..request.clone() };
            let cause = match (ask.purpose, cause) {
                (Purpose::Validate, Cause::Initial) => Cause::Revalidation,
                (Purpose::Fetch | Purpose::Complete | Purpose::Validate, cause) => cause,
            };
            let got = self.attempts(decisions, under_way, course, &sent, cause).await;
            let mut got = match got {
                Ok(got) => got,
                Err(failure) => {
                    let instead = cache.kept.borrow().instead_of_error(
                        &asked(&foreseen),
                        &ask,
                        decisions.utc(),
                    );
                    let Some(stored) = instead else { return Err(failure) };
                    let told = told_of_age("instead of an error", stored.freshness);
                    decisions.note(StageKind::LookInCache, &told);
                    return Ok(Got::kept(stored.answer, decisions.utc()));
                }
            };
            let times = Times { requested_at: got.requested_at, received_at: decisions.utc() };
            let came = answer_of(&got.response);
            let taken = cache.kept.borrow_mut().take_in(&asked(&foreseen), &ask, came, times);
            cache.told.borrow_mut().tell_changes(decisions, &mut cache.kept.borrow_mut());
            match taken {
                TakenIn::AskAgain(again) => {
                    self.passed_over(got);
                    ask = again;
                }
                TakenIn::Answer(taken) => {
                    note_kept(decisions, &got, &taken.kept);
                    if !taken.invalidated.is_empty() {
                        let urls = taken.invalidated.join(", ");
                        decisions.note_of(got.id, StageKind::DropStored, &urls);
                    }
                    got.source = match taken.kept {
                        Kept::StillGood(_) => ResponseSource::Revalidated,
                        Kept::PutTogether(_) if ask.purpose == Purpose::Complete => {
                            ResponseSource::Revalidated
                        }
                        Kept::StoredInPlace(_) => ResponseSource::Cache,
                        Kept::PutTogether(_)
                        | Kept::Stored { .. }
                        | Kept::AnswerToHead { .. }
                        | Kept::No(_) => ResponseSource::Network,
                    };
                    if got.source != ResponseSource::Network {
                        got.response = response_of(taken.answer);
                    }
                    return Ok(got);
                }
            }
        }
    }

    /// Asks in the background whether what was used is still good (RFC 5861 §3): a fetch of its own,
    /// whose answer nobody waits for.
    fn ask_behind(self: &Rc<Self>, initiator: FetchId, course: Course, request: Request, ask: Ask) {
        let agent = Rc::clone(self);
        self.simulation.spawn_awaited(async move {
            let now = agent.simulation.now();
            let (method, url) = (&request.method, &request.url);
            let asked = Asked { request: None, initiator: Some(initiator), method, url };
            let fetch =
                agent.simulation.record(|record| record.fetch_started(now, agent.host, asked));
            let decisions = agent.decisions(fetch);
            let Some(cache) = &agent.cache else { return };
            let foreseen = course.foreseen(decisions, &request);
            let (course, request) = (&course, &request);
            let question = Question { course, request, foreseen, ask, cause: Cause::Initial };
            let outcome = match agent.ask(decisions, &Cell::new(None), cache, question).await {
                Ok(got) => {
                    let status_code = got.response.status_code;
                    agent.passed_over(got);
                    Outcome::Answered(status_code)
                }
                Err(failure) => Outcome::Failed(failure),
            };
            let now = agent.simulation.now();
            agent
                .simulation
                .record(|record| record.fetch_finished(fetch, now, agent.host, outcome));
        });
    }
}

impl Got {
    /// What no server was asked for.
    fn kept(answer: Answer, now: policies::Utc) -> Self {
        Self {
            id: None,
            answered_with: answer.status_code,
            response: response_of(answer),
            after_use: None,
            requested_at: now,
            source: ResponseSource::Cache,
        }
    }
}

fn asked(request: &Request) -> policies::cache::Request<'_> {
    policies::cache::Request {
        method: &request.method,
        url: &request.url,
        field_lines: &request.field_lines,
        mode: request.fetch.cache,
    }
}

fn answer_of(response: &Response) -> Answer {
    let Response { status_code, reason_phrase, field_lines, content } = response.clone();
    Answer { status_code, reason_phrase, field_lines, content }
}

fn response_of(answer: Answer) -> Response {
    let Answer { status_code, reason_phrase, field_lines, content } = answer;
    Response { status_code, reason_phrase, field_lines, content }
}

/// What a look found, where that is worth telling: not that nothing is there.
fn told_of_look(request: &Request, found: &LookUp) -> Option<String> {
    let what = match &found.why {
        Why::Method | Why::ModePassesBy | Why::ModeReloads => return None,
        Why::NothingStored => match found.step {
            Step::NothingToTake | Step::GatewayTimeout(_) => return Some("nothing".to_owned()),
            Step::Use(_) | Step::UseAndAsk(..) | Step::Ask(_) => return None,
        },
        Why::VariantDiffers { field } => return Some(format!("another variant: {field}")),
        Why::PartMissing => return Some("another part".to_owned()),
        Why::Fresh => "fresh",
        Why::Immutable => "immutable",
        Why::MaxStale => "stale, which is allowed",
        Why::StaleWhileRevalidate { .. } => "stale, and asked about meanwhile",
        Why::ModeTakesAny => "taken however old",
        Why::ModeAsks => "asked about by mode",
        Why::RequestSaysNoCache => "asked about by request",
        Why::OlderThanAsked { .. } => "older than asked",
        Why::FreshForTooShort { .. } => "fresh for too short",
        Why::ResponseSaysNoCache => "asked about each time",
        Why::MustRevalidate | Why::Stale => "stale",
        Why::Outdated => "outdated",
    };
    let freshness = found.freshness?;
    // What nothing is known of, and nothing can be asked of, is as good as nothing.
    let is_asked_for_anew = matches!(&found.step, Step::Ask(ask) if ask.purpose == Purpose::Fetch);
    let is_of_no_use = is_asked_for_anew && freshness.known_by == KnownBy::Nothing;
    (!is_of_no_use || request.method == "HEAD").then(|| told_of_age(what, freshness))
}

/// What is told of how old it is: numbers in this order are what the picture reads.
fn told_of_age(what: &str, freshness: Freshness) -> String {
    let Freshness { age_s, lifetime_s, known_by } = freshness;
    let guess = if known_by == KnownBy::Heuristic { ", a guess" } else { "" };
    format!("{what}: {age_s} s old, good for {lifetime_s} s{guess}")
}

/// Notes what became of an answer, where that is worth telling.
fn note_kept(decisions: Decisions<'_>, got: &Got, kept: &Kept) {
    let told = match kept {
        Kept::Stored { freshness, .. } => {
            let has_validator =
                ["etag", "last-modified"].iter().any(|name| got.response.field_lines.has(name));
            if freshness.known_by == KnownBy::Nothing && !has_validator {
                return;
            }
            match freshness.lifetime_s {
                0 => "to be asked about each time".to_owned(),
                _ => told_of_age("new", *freshness),
            }
        }
        Kept::StillGood(freshness) => told_of_age("still good", *freshness),
        Kept::PutTogether(freshness) => told_of_age("put together", *freshness),
        Kept::AnswerToHead { updated, .. } => match updated {
            0 => "no longer good".to_owned(),
            _ => "still good by HEAD".to_owned(),
        },
        Kept::StoredInPlace(stored) => {
            let told = told_of_age("instead of an error", stored.freshness);
            return decisions.note_of(got.id, StageKind::LookInCache, &told);
        }
        Kept::No(NotStored::ResponseSaysNoStore | NotStored::RequestSaysNoStore) => {
            "not kept: no-store".to_owned()
        }
        Kept::No(NotStored::VariesByAnything) => "not kept: Vary: *".to_owned(),
        Kept::No(NotStored::TooLarge) => "not kept: too large".to_owned(),
        Kept::No(_) => return,
    };
    decisions.note_of(got.id, StageKind::StoreResponse, &told);
}
