//! The user agent (RFC 9110 §3.5): sends the scenario's requests, one after the other or several
//! at once.
//!
//! What it decides of itself stands in files of their own, one a policy: [`hsts`] for now; what
//! follows redirects, keeps cookies or copies stands beside it. Each notes its decision as a stage
//! ([`Decisions`]), and none touches a socket: that is the transport's business.

mod decisions;
mod hsts;
mod use_response;
mod user_info;

use super::client_profile::ClientProfile;
use super::http_client::{Answered, ExchangeError, HttpClient, Milestones};
use crate::recorder::{Asked, Attempt};
use crate::simulation::Simulation;
use decisions::Decisions;
use futures_channel::oneshot;
use hsts::Hsts;
use std::rc::Rc;
use trace::{Cause, FetchId, HostId, Outcome, Request};

/// A user agent on its host.
pub struct UserAgent {
    simulation: Simulation,
    host: HostId,
    profile: ClientProfile,
    transport: HttpClient,
    /// Who wants `https` only; `None` for clients that do not remember it.
    hsts: Option<Hsts>,
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
            hsts: profile.remembers_hsts.then(Hsts::default),
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
        let decisions = Decisions { simulation: &self.simulation, host: self.host, fetch };
        let upgraded = self.hsts.as_ref().and_then(|hsts| hsts.upgraded(decisions, request));
        let request = upgraded.as_ref().unwrap_or(request);
        let authorized = match self.profile.sends_user_info {
            true => user_info::authorized(request),
            false => {
                user_info::note_left_out(decisions, &request.url);
                None
            }
        };
        let request = authorized.as_ref().unwrap_or(request);
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
                if let Some(hsts) = &self.hsts {
                    hsts.take_in(&request.url, &response, self.simulation.now());
                }
                is_page = response.field_lines.media_type().is_some_and(|kind| kind.is_html());
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
}

/// Waits for all that is under way. Gives back the page that came last.
async fn all_done(under_way: &mut Vec<oneshot::Receiver<Option<FetchId>>>) -> Option<FetchId> {
    let mut page = None;
    for fetch in under_way.drain(..) {
        page = fetch.await.expect("a fetch ends before the run does");
    }
    page
}
