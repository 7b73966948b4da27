//! An authoritative server (RFC 9499 §6): answers for the zones that it holds, and names who holds
//! the zones below. Root server, servers of top-level domains and servers of the zones below are
//! instances.

use super::transport;
use crate::codecs::dns::Zone;
use crate::simulation::Simulation;
use core::time::Duration;
use std::rc::Rc;
use trace::HostId;

/// How long it takes to find an answer: chosen.
const WORK: Duration = Duration::from_micros(100);

/// Answers queries for as long as the run goes on.
pub fn start(simulation: &Simulation, host: HostId, zones: Vec<Zone>) {
    let zones: Rc<[Zone]> = zones.into();
    let clock = simulation.clone();
    transport::listen(simulation, host, move |query| {
        let (clock, zones) = (clock.clone(), Rc::clone(&zones));
        async move {
            clock.sleep(WORK).await;
            Some(Zone::respond(&zones, &query))
        }
    });
}
