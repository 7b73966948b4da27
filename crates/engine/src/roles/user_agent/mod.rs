//! The user agent (RFC 9110 §3.5): sends the scenario's requests, one after the other or several
//! at once.
//!
//! What it decides of itself stands in files of their own, one a policy: [`hsts`] for now. Each
//! notes its decision as a stage, and none touches a socket: that is the transport's business.

mod hsts;

use super::client_profile::ClientProfile;
use super::http_client::{Answered, ExchangeError, HttpClient, Milestones, Response};
use crate::simulation::Simulation;
use core::cell::RefCell;
use futures_channel::oneshot;
use hsts::HstsHosts;
use std::rc::Rc;
use trace::{ExchangeId, HostId, Outcome, Request, StageKind, StageOutcome};

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
        for request in requests {
            if !request.at_once {
                all_done(&mut under_way).await;
            }
            simulation.sleep(request.pause_before).await;
            let (now, client) = (simulation.now(), agent.host);
            let id = simulation.record(|record| record.exchange_started(now, client));
            let (done, wait) = oneshot::channel();
            under_way.push(wait);
            let agent = Rc::clone(&agent);
            simulation.spawn(async move {
                agent.exchange(id, &request).await;
                drop(agent);
                let _ = done.send(());
            });
        }
        all_done(&mut under_way).await;
    }

    async fn exchange(&self, id: ExchangeId, request: &Request) {
        let upgraded = self.upgraded(id, request);
        let request = upgraded.as_ref().unwrap_or(request);
        let client = self.host;
        let milestones = Milestones { simulation: &self.simulation, id };
        let outcome = match self.transport.exchange(milestones, request).await {
            Ok(Answered { response, after_use }) => {
                self.note_hsts(request, &response);
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
        self.simulation.record(|record| record.exchange_finished(id, now, client, outcome));
    }

    /// The request that is sent instead, to a host that is known to want `https`. No packet is sent
    /// for this.
    fn upgraded(&self, id: ExchangeId, request: &Request) -> Option<Request> {
        let (now, known) = (self.simulation.now(), self.hsts.as_ref()?);
        let url = known.borrow().upgraded(&request.url, now)?;
        let detail = url.as_str().to_owned();
        self.simulation.record(|record| {
            let stage = record.stage_started(now, self.host, StageKind::UpgradeToHttps);
            record.stage_belongs_to(stage, id);
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

async fn all_done(under_way: &mut Vec<oneshot::Receiver<()>>) {
    for exchange in under_way.drain(..) {
        exchange.await.expect("an exchange ends before the run does");
    }
}
