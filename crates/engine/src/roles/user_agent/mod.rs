//! The user agent (RFC 9110 §3.5): sends the scenario's requests, one after the other or several
//! at once.
//!
//! What it decides of itself stands in files of their own, one a policy: [`hsts`] for now. Each
//! notes its decision as a stage, and none touches a socket: that is the transport's business.

mod hsts;

use super::client_profile::ClientProfile;
use super::http_client::{Answered, ExchangeError, HttpClient, Milestones, Response};
use crate::recorder::{Asked, Attempt};
use crate::simulation::Simulation;
use core::cell::RefCell;
use futures_channel::oneshot;
use hsts::HstsHosts;
use std::rc::Rc;
use trace::{Cause, ExchangeId, FetchId, HostId, Outcome, Request, StageKind, StageOutcome};

/// A user agent on its host.
pub struct UserAgent {
    simulation: Simulation,
    host: HostId,
    profile: ClientProfile,
    transport: HttpClient,
    /// Who wants `https` only; `None` for clients that do not remember it.
    hsts: Option<RefCell<HstsHosts>>,
}

impl UserAgent {
    /// A user agent that has just been started, and sends its requests over `transport`.
    pub fn new(
        simulation: &Simulation,
        host: HostId,
        profile: ClientProfile,
        transport: HttpClient,
    ) -> Self {
        Self {
            simulation: simulation.clone(),
            host,
            profile,
            transport,
            hsts: profile.remembers_hsts.then(RefCell::default),
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
    async fn fetch(&self, fetch: FetchId, request: &Request) -> bool {
        let upgraded = self.upgraded(fetch, request);
        let request = upgraded.as_ref().unwrap_or(request);
        let (outcome, is_page) = self.exchange(fetch, request).await;
        let now = self.simulation.now();
        self.simulation.record(|record| record.fetch_finished(fetch, now, self.host, outcome));
        is_page && self.profile.shows_pages
    }

    /// Gives back what came of it, and whether that is a page.
    async fn exchange(&self, fetch: FetchId, request: &Request) -> (Outcome, bool) {
        let client = self.host;
        let now = self.simulation.now();
        let Request { method, url, field_lines, .. } = request;
        let attempt = Attempt { cause: Cause::Initial, method, url, field_lines };
        let id =
            self.simulation.record(|record| record.exchange_started(now, client, fetch, attempt));
        let mut is_page = false;
        let milestones = Milestones { simulation: &self.simulation, id };
        let outcome = match self.transport.exchange(milestones, request).await {
            Ok(Answered { response, after_use }) => {
                self.note_hsts(request, &response);
                is_page = response.field_value("content-type") == "text/html";
                self.use_response(id, &response).await;
                self.transport.used(after_use);
                Outcome::Answered(response.status_code)
            }
            Err(ExchangeError { failure, .. }) => {
                let now = self.simulation.now();
                self.simulation.record(|record| record.exchange_failed(id, now, client, &failure));
                Outcome::Failed(failure)
            }
        };
        let now = self.simulation.now();
        let finished = outcome.clone();
        self.simulation.record(|record| record.exchange_finished(id, now, client, finished));
        (outcome, is_page)
    }

    /// The request that is sent instead, to a host that is known to want `https`. No packet is sent
    /// for this.
    fn upgraded(&self, fetch: FetchId, request: &Request) -> Option<Request> {
        let (now, known) = (self.simulation.now(), self.hsts.as_ref()?);
        let url = known.borrow().upgraded(&request.url, now)?;
        let detail = url.as_str().to_owned();
        self.simulation.record(|record| {
            let stage = record.stage_started(now, self.host, StageKind::UpgradeToHttps);
            record.stage_belongs_to_fetch(stage, fetch);
            record.stage_ended(stage, now, detail, StageOutcome::Done);
        });
        Some(Request { url, ..request.clone() })
    }

    fn note_hsts(&self, request: &Request, response: &Response) {
        let asked_for = response.field_value("strict-transport-security");
        if let Some(known) = &self.hsts
            && !asked_for.is_empty()
        {
            known.borrow_mut().note(&request.url, asked_for, self.simulation.now());
        }
    }

    /// Parses the content and shows it, or shows the error.
    async fn use_response(&self, id: ExchangeId, response: &Response) {
        let now = self.simulation.now();
        let stage = self.simulation.record(|record| {
            let stage = record.stage_started(now, self.host, StageKind::UseResponse);
            record.stage_belongs_to(stage, id);
            stage
        });
        let (media_type, outcome) = (response.field_value("content-type"), used(response));
        self.simulation.sleep(self.profile.use_work).await;
        let now = self.simulation.now();
        self.simulation
            .record(|record| record.stage_ended(stage, now, media_type.to_owned(), outcome));
    }
}

fn used(response: &Response) -> StageOutcome {
    let Response { status_code, reason_phrase, content, .. } = response;
    if *status_code >= 400 {
        return StageOutcome::Refused(format!("{status_code} {reason_phrase}"));
    }
    let media_type = response.field_value("content-type");
    let is_json = media_type == "application/json" || media_type.ends_with("+json");
    if is_json
        && !content.is_empty()
        && let Err(error) = serde_json::from_slice::<serde_json::Value>(content)
    {
        return StageOutcome::Refused(format!("the content is not JSON: {error}"));
    }
    StageOutcome::Done
}

/// Waits for all that is under way. Gives back the page that came last.
async fn all_done(under_way: &mut Vec<oneshot::Receiver<Option<FetchId>>>) -> Option<FetchId> {
    let mut page = None;
    for fetch in under_way.drain(..) {
        page = fetch.await.expect("a fetch ends before the run does");
    }
    page
}
