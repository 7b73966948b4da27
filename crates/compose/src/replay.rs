//! A request again and again, each in the world that the one before has left: what safe and idempotent
//! mean (RFC 9110 §9.2).

use core::time::Duration;
use trace::{Expired, FetchId, Request, RetryMethods, RetryOn, Scenario, Trace};

/// How often there is to choose.
pub const TIMES: [u32; 3] = [2, 10, 100];

/// How a request is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replay {
    /// The fetch that it was sent for.
    pub fetch: FetchId,
    /// How often it is sent in all.
    pub times: u32,
    /// Whether the first answer gets lost, so that the client sends the request once more.
    pub is_answer_lost: bool,
}

impl Replay {
    /// The scenario that shows it: what was sent before, then the request so many times. `None` where
    /// the fetch was for no request that was sent alone, or there is no answer that could be lost.
    pub fn scenario(&self, trace: &Trace) -> Option<Scenario> {
        let fetch = trace.fetches.get(self.fetch.0 as usize)?;
        let place = fetch.request? as usize;
        let mut scenario = trace.scenario.clone();
        if scenario.is_page() {
            return None;
        }
        scenario.requests.truncate(place + 1);
        if self.is_answer_lost {
            // Nothing before the answer depends on how long the client waits for it.
            let network = &mut scenario.world.network;
            network.lost_packet = Some(packet_of_answer(trace, self.fetch)?);
            let patience = network.round_trip_time * 2 + PATIENCE;
            wait_and_retry(scenario.requests.last_mut()?, patience);
        }
        let mut again = scenario.requests.last()?.clone();
        (again.pause_before, again.fetch.expired) = (Duration::ZERO, Expired::Nothing);
        scenario.requests.extend((1..self.times).map(|_| again.clone()));
        scenario.check().is_ok().then_some(scenario)
    }
}

/// Longer than a server works here, and shorter than the second after which TCP sends again what got
/// lost (RFC 6298 §2.4).
const PATIENCE: Duration = Duration::from_millis(500);

/// The client gives up soon and tries again, whatever the method is.
fn wait_and_retry(request: &mut Request, patience: Duration) {
    let fetch = &mut request.fetch;
    fetch.read_timeout = Some(patience);
    fetch.retries = fetch.retries.max(1);
    (fetch.retry_methods, fetch.retry_on) = (RetryMethods::All, RetryOn::Any);
}

/// The number in the capture of the packet in which the first answer to a fetch starts.
fn packet_of_answer(trace: &Trace, fetch: FetchId) -> Option<u32> {
    let exchanges = trace.fetch(fetch).exchanges.iter();
    let answer = exchanges.filter_map(|id| trace.exchange(*id).response).next()?;
    trace.message(answer).packets.first().map(|packet| packet.0 + 1)
}
