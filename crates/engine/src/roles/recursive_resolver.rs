//! The recursive resolver (RFC 9499 §6): answers the stub resolver's questions.
//!
//! Simplified: it knows the zone by heart and asks no authoritative server.

use crate::dns::{self, Answer, DomainName};
use crate::simulation::{Simulation, UdpSocket};
use core::time::Duration;
use domain::base::Rtype;
use std::net::Ipv4Addr;
use trace::HostId;

/// How long it takes to find an answer: chosen.
const WORK: Duration = Duration::from_micros(300);
/// How long an answer may be remembered, in seconds.
const TTL_S: u32 = 300;

/// The names of the world and where they lead.
#[derive(Debug, Clone)]
pub struct Zone(pub Vec<(DomainName, Ipv4Addr)>);

impl Zone {
    fn answer(&self, name: &DomainName, rtype: Rtype) -> Answer {
        let found: Vec<Ipv4Addr> =
            self.0.iter().filter(|(known, _)| known == name).map(|(_, address)| *address).collect();
        match (found.is_empty(), rtype) {
            (true, _) => Answer::NoSuchName,
            (false, Rtype::A) => Answer::Addresses(found, TTL_S),
            (false, _) => Answer::NoData,
        }
    }
}

/// Answers queries for as long as the run goes on.
pub async fn run(simulation: Simulation, host: HostId, zone: Zone) {
    let socket = UdpSocket::bind(&simulation, host, Some(dns::PORT));
    loop {
        let (query, stub) = socket.receive_from().await;
        simulation.sleep(WORK).await;
        let response = dns::response(&query, |name, rtype| zone.answer(name, rtype));
        if let Some(response) = response {
            socket.send_to(&response, stub);
        }
    }
}
