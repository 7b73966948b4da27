//! The user agent (RFC 9110 §3.5): sends the scenario's requests, one after the other or several
//! at once.
//!
//! What it decides of itself stands in files of their own, one a policy, in the order redirect, each
//! hop: hsts, cors, cookies and credentials, cache, retry and time-out. What is decided is a matter of
//! the crate `policies`; here it is done, and noted as a stage ([`Decisions`]). None touches a socket:
//! that is the transport's business.

mod cache;
mod cookies;
mod cors;
mod course;
mod decisions;
mod hsts;
mod origin;
mod redirect;
mod retry;
mod told;
mod unpack;
mod use_response;
mod user_info;

use super::client_profile::ClientProfile;
use super::http_client::{AfterUse, Answered, ExchangeError, HttpClient, Milestones, Response};
use crate::recorder::{Asked, Attempt, Recorder};
use crate::simulation::Simulation;
use cache::PrivateCache;
use cookies::Cookies;
use core::cell::Cell;
use cors::{Permissions, View};
use course::Course;
use decisions::Decisions;
use futures_channel::oneshot;
use hsts::Hsts;
use policies::Utc;
use retry::Before;
use std::rc::Rc;
use trace::{
    Cause, ExchangeId, Expired, Failure, FetchId, HostId, MemoryChange, Outcome, Remembered,
    Request, ResponseSource, SeenResponse, StageId,
};

/// A user agent on its host.
pub struct UserAgent {
    simulation: Simulation,
    host: HostId,
    profile: ClientProfile,
    transport: HttpClient,
    /// The UTC time at instant zero, in seconds since 1970.
    starts_at_unix_s: i64,
    /// Who wants `https` only; `None` for clients that do not remember it.
    hsts: Option<Hsts>,
    /// The cookies that outlive a fetch.
    cookies: Rc<Cookies>,
    /// What servers allow the pages of others.
    permissions: Permissions,
    /// The answers that it keeps; `None` for clients that keep none.
    cache: Option<PrivateCache>,
}

impl UserAgent {
    /// A user agent that has just been started, and sends its requests over `transport`.
    pub fn new(
        simulation: &Simulation,
        host: HostId,
        profile: ClientProfile,
        transport: HttpClient,
        starts_at_unix_s: i64,
    ) -> Self {
        Self {
            simulation: simulation.clone(),
            host,
            profile,
            transport,
            starts_at_unix_s,
            hsts: profile.remembers_hsts.then(Hsts::default),
            cookies: Rc::new(Cookies::kept(profile.cookie_field)),
            permissions: Permissions::default(),
            cache: profile.keeps_answers.then(PrivateCache::default),
        }
    }

    /// Sends every request, each after its pause. What is still connected then is closed.
    pub async fn run(self, requests: Vec<Request>) {
        let agent = Rc::new(self);
        let simulation = agent.simulation.clone();
        let mut under_way = Vec::new();
        let mut page = None;
        let mut rest = (0..).zip(requests).peekable();
        while let Some((place, request)) = rest.next() {
            if !request.at_once {
                page = all_done(&mut under_way).await;
            }
            // What a browser asks for at once behind a page are the parts of that page.
            let is_part = request.at_once || rest.peek().is_some_and(|(_, next)| next.at_once);
            simulation.sleep(request.pause_before).await;
            let fetch = agent.start(place, &request, page.filter(|_| is_part));
            let (done, wait) = oneshot::channel();
            under_way.push(wait);
            let agent = Rc::clone(&agent);
            simulation.spawn(async move {
                let led_to_parts = agent.fetch(fetch, &request).await;
                drop(agent);
                let _ = done.send(led_to_parts.then_some(fetch));
            });
        }
        all_done(&mut under_way).await;
    }

    fn start(&self, place: u32, request: &Request, initiator: Option<FetchId>) -> FetchId {
        let now = self.simulation.now();
        let (method, url) = (&request.method, &request.url);
        let asked = Asked { request: Some(place), initiator, method, url };
        self.simulation.record(|record| record.fetch_started(now, self.host, asked))
    }

    /// Gives back whether a page came that may have parts.
    async fn fetch(self: &Rc<Self>, fetch: FetchId, request: &Request) -> bool {
        let (simulation, decisions) = (&self.simulation, self.decisions(fetch));
        self.expire(decisions, request.fetch.expired).await;
        let under_way = Cell::new(None);
        let answer = self.follow(decisions, &under_way, request.clone());
        let answered = match request.fetch.total_timeout {
            None => answer.await,
            Some(span) => match simulation.timeout(span, answer).await {
                Some(answered) => answered,
                None => Err(self.give_up(decisions, &under_way)),
            },
        };
        let is_page = answered.as_ref().is_ok_and(|answer| answer.is_page);
        let outcome = match answered {
            Ok(answer) => Outcome::Answered(answer.status_code),
            Err(failure) => Outcome::Failed(failure),
        };
        let now = simulation.now();
        simulation.record(|record| record.fetch_finished(fetch, now, self.host, outcome));
        is_page && self.profile.shows_pages
    }

    /// What it remembers of a kind is over before its time.
    async fn expire(&self, decisions: Decisions<'_>, what: Expired) {
        match what {
            Expired::Nothing => return,
            Expired::Names => self.transport.expire_names().await,
            Expired::Answers => {
                self.cache.iter().for_each(|cache| cache.expire(decisions));
                return;
            }
            Expired::Cookies => self.cookies.expire(),
            Expired::HttpsHosts => self.hsts.iter().for_each(Hsts::expire),
        }
        let change = MemoryChange { at: decisions.now(), what: Remembered::Expired(what) };
        self.simulation.record(|record| record.memory_changes(core::iter::once(change)));
    }

    fn decisions(&self, fetch: FetchId) -> Decisions<'_> {
        let (simulation, starts_at_unix_s) = (&self.simulation, self.starts_at_unix_s);
        Decisions { simulation, host: self.host, fetch, starts_at_unix_s }
    }

    /// Asks for what the request asks for, and goes wherever the answers send.
    ///
    /// # Errors
    /// Why there is no answer; it is noted.
    async fn follow(
        self: &Rc<Self>,
        decisions: Decisions<'_>,
        under_way: &Cell<Option<UnderWay>>,
        mut request: Request,
    ) -> Result<Answer, Failure> {
        let mut course = self.course(decisions, &mut request)?;
        let mut cause = Cause::Initial;
        let mut n_followed = 0;
        loop {
            let sent = self.as_sent(decisions, &request);
            self.ask_first(decisions, under_way, &mut course, &sent).await?;
            let got = self.answered(decisions, under_way, &course, &sent, cause).await?;
            if let Err(failure) = course.check(decisions, got.id, &got.response.field_lines) {
                return Err(self.withheld(decisions, got, failure));
            }
            let redirects = self.profile.redirects;
            let next = redirect::next(decisions, redirects, &sent, &got.response, n_followed);
            let next = match next {
                Ok(None) => return self.used(decisions, &course, got).await,
                Ok(Some(next)) => next,
                Err(failure) => {
                    self.passed_over(got);
                    return Err(decisions.fail(failure));
                }
            };
            self.passed_over(got);
            course.redirected(decisions, &next)?;
            (request, cause) = (next, Cause::Redirect);
            n_followed += 1;
        }
    }

    /// Asks the server of another origin first whether the page may send this, where it has to.
    ///
    /// # Errors
    /// It may not be sent, or nobody answered; it is noted.
    async fn ask_first(
        &self,
        decisions: Decisions<'_>,
        under_way: &Cell<Option<UnderWay>>,
        course: &mut Course,
        request: &Request,
    ) -> Result<(), Failure> {
        let question = course.question(decisions, request, &self.permissions)?;
        let (Some(question), Some(page)) = (question, course.page()) else { return Ok(()) };
        let got = self.exchange(decisions, under_way, None, &question, Cause::Preflight).await?;
        let Response { status_code, field_lines, .. } = &got.response;
        let known = &self.permissions;
        let id = got.id.expect("it was just asked");
        let allowed = page.allowed(decisions, known, id, *status_code, field_lines);
        self.passed_over(got);
        allowed
    }

    /// The request as it is sent: what policies change of it, each before the next.
    fn as_sent(&self, decisions: Decisions<'_>, request: &Request) -> Request {
        let upgraded = self.hsts.as_ref().and_then(|hsts| hsts.upgraded(decisions, request));
        let request = upgraded.as_ref().unwrap_or(request);
        let authorized = match self.profile.sends_user_info {
            true => user_info::authorized(request),
            false => {
                user_info::note_left_out(decisions, &request.url);
                None
            }
        };
        authorized.unwrap_or_else(|| request.clone())
    }

    /// Sends a request, and again where it is to be tried again.
    async fn attempts(
        &self,
        decisions: Decisions<'_>,
        under_way: &Cell<Option<UnderWay>>,
        course: &Course,
        request: &Request,
        mut cause: Cause,
    ) -> Result<Got, Failure> {
        let (mut n_before, started_at) = (0, decisions.now());
        loop {
            let got = self.exchange(decisions, under_way, Some(course), request, cause).await;
            let came = got.as_ref().map(|got| &got.response);
            let before = Before { count: n_before, started_at };
            if !retry::is_next(decisions, &self.profile, request, came, before, under_way).await {
                return got;
            }
            got.into_iter().for_each(|got| self.passed_over(got));
            n_before += 1;
            cause = Cause::Retry;
        }
    }

    /// Sends a request once, with what its course adds. The exchange goes on until its answer is
    /// used or passed over.
    async fn exchange(
        &self,
        decisions: Decisions<'_>,
        under_way: &Cell<Option<UnderWay>>,
        course: Option<&Course>,
        request: &Request,
        cause: Cause,
    ) -> Result<Got, Failure> {
        let completed = course.and_then(|course| course.completed(decisions, request));
        let request = completed.as_ref().unwrap_or(request);
        let Request { method, url, field_lines, .. } = request;
        let attempt = Attempt { cause, method, url, field_lines };
        let (now, requested_at, fetch) = (decisions.now(), decisions.utc(), decisions.fetch);
        let start = |record: &mut Recorder| record.exchange_started(now, self.host, fetch, attempt);
        let id = self.simulation.record(start);
        under_way.set(Some(UnderWay::Exchange(id)));
        let milestones = Milestones { simulation: &self.simulation, id };
        let answered = self.transport.exchange(milestones, request).await;
        let got = match answered {
            Ok(Answered { response, after_use }) => {
                if let Some(hsts) = &self.hsts {
                    hsts.take_in(decisions, &request.url, &response);
                }
                if let Some(course) = course {
                    course.take_in(decisions, id, &request.url, &response.field_lines);
                }
                let (id, after_use, source) = (Some(id), Some(after_use), ResponseSource::Network);
                let answered_with = response.status_code;
                Ok(Got { id, answered_with, response, after_use, requested_at, source })
            }
            Err(ExchangeError { failure, .. }) => {
                self.failed(id, &failure);
                if let Some(page) = course.and_then(Course::page) {
                    page.forget(&self.permissions);
                }
                Err(failure)
            }
        };
        under_way.set(None);
        got
    }

    /// What the client's code does with the answer of a fetch.
    ///
    /// # Errors
    /// It cannot be read; that is noted.
    async fn used(
        &self,
        decisions: Decisions<'_>,
        course: &Course,
        mut got: Got,
    ) -> Result<Answer, Failure> {
        let is_unpacked = match self.unpack(decisions, got.id, &mut got.response) {
            Ok(is_unpacked) => is_unpacked,
            Err(failure) => return Err(self.withheld(decisions, got, failure)),
        };
        let View { seen, is_used } = course.view(decisions, got.id, &got.response);
        let is_otherwise = is_unpacked || got.source != ResponseSource::Network;
        if let Some(seen) = seen.as_ref().or(is_otherwise.then_some(&got.response)) {
            self.seen(decisions.fetch, got.source, seen);
        }
        if is_used {
            self.use_response(decisions, got.id, &got.response).await;
        }
        let media_type = got.response.field_lines.media_type();
        let is_page = media_type.is_some_and(|kind| kind.is_html());
        let answer = Answer { status_code: got.response.status_code, is_page };
        self.passed_over(got);
        Ok(answer)
    }

    /// The client's code gets this, which is not the last exchange's response as it came.
    fn seen(&self, fetch: FetchId, source: ResponseSource, response: &Response) {
        let Response { status_code, reason_phrase, field_lines, content } = response;
        let seen = SeenResponse {
            source,
            status_code: *status_code,
            reason_phrase: reason_phrase.clone(),
            field_lines: field_lines.clone(),
            body: content.clone(),
        };
        self.simulation.record(|record| record.fetch_sees(fetch, seen));
    }

    /// An answer that the client's code does not get. Gives back why.
    fn withheld(&self, decisions: Decisions<'_>, got: Got, failure: Failure) -> Failure {
        got.after_use.into_iter().for_each(|after_use| self.transport.used(after_use));
        match got.id {
            Some(id) => self.failed(id, &failure),
            None => return decisions.fail(failure),
        }
        failure
    }

    /// An answer that is used, or not the last one: nothing more of it is shown.
    fn passed_over(&self, Got { id, answered_with, after_use, .. }: Got) {
        after_use.into_iter().for_each(|after_use| self.transport.used(after_use));
        id.into_iter().for_each(|id| self.finished(id, Outcome::Answered(answered_with)));
    }

    /// The time for all of a fetch is over.
    fn give_up(&self, decisions: Decisions<'_>, under_way: &Cell<Option<UnderWay>>) -> Failure {
        match under_way.take() {
            Some(UnderWay::Exchange(id)) => {
                self.failed(id, &Failure::TimedOut);
                Failure::TimedOut
            }
            Some(UnderWay::Wait(stage)) => {
                retry::cut_off(decisions, stage);
                decisions.fail(Failure::TimedOut)
            }
            None => decisions.fail(Failure::TimedOut),
        }
    }

    fn failed(&self, id: ExchangeId, failure: &Failure) {
        let now = self.simulation.now();
        self.simulation.record(|record| record.exchange_failed(id, now, self.host, failure));
        self.finished(id, Outcome::Failed(failure.clone()));
    }

    fn finished(&self, id: ExchangeId, outcome: Outcome) {
        let now = self.simulation.now();
        self.simulation.record(|record| record.exchange_finished(id, now, self.host, outcome));
    }
}

/// What a fetch is at, where that is cut off when its time is over.
#[derive(Clone, Copy)]
enum UnderWay {
    /// Something is asked.
    Exchange(ExchangeId),
    /// It waits before it tries again.
    Wait(StageId),
}

/// What an exchange brought.
struct Got {
    /// Which one; `None` for what the client had.
    id: Option<ExchangeId>,
    /// The status code with which the exchange was answered.
    answered_with: u16,
    response: Response,
    after_use: Option<AfterUse>,
    /// When it was asked for.
    requested_at: Utc,
    /// Where the response comes from.
    source: ResponseSource,
}

/// The answer of a fetch.
struct Answer {
    status_code: u16,
    is_page: bool,
}

/// Waits for all that is under way. Gives back the page that came last.
async fn all_done(under_way: &mut Vec<oneshot::Receiver<Option<FetchId>>>) -> Option<FetchId> {
    let mut page = None;
    for fetch in under_way.drain(..) {
        page = fetch.await.expect("a fetch ends before the run does");
    }
    page
}
