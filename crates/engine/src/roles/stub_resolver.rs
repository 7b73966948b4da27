//! The stub resolver (RFC 9499 §6): the part of the client that asks the recursive resolver.

use crate::dns;
use crate::random::Random;
use crate::simulation::{Simulation, UdpSocket};
use core::time::Duration;
use std::net::Ipv4Addr;
use trace::{Content, Failure, HostId};

/// How long it waits for an answer before it asks again, as glibc's resolver does.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it asks.
const ATTEMPTS: u32 = 2;

/// Where the recursive resolver is, and where query IDs come from (RFC 5452 §9.2).
pub struct StubResolver {
    /// The address of the recursive resolver.
    pub resolver: Ipv4Addr,
    /// The stream of query IDs.
    pub ids: Random,
}

impl StubResolver {
    /// Finds the address of `name`.
    ///
    /// # Errors
    /// The resolver's bad news, or its silence.
    pub async fn resolve(
        &mut self,
        simulation: &Simulation,
        host: HostId,
        name: &str,
    ) -> Result<Ipv4Addr, Failure> {
        let not_found = || Failure::NameNotFound { name: name.to_owned() };
        let domain_name = dns::domain_name(name).ok_or_else(not_found)?;
        let socket = UdpSocket::bind(simulation, host, None);
        for _ in 0..ATTEMPTS {
            let id = (self.ids.next_u64() >> 48) as u16;
            socket.send_to(&dns::query(id, &domain_name), (self.resolver, dns::PORT));
            let answer = self.answer(&socket, id);
            if let Some(answer) = simulation.timeout(PATIENCE, answer).await {
                return address_in(answer, name);
            }
        }
        Err(Failure::ResolveTimedOut)
    }

    /// Waits for the response with this ID; others are stray and ignored.
    async fn answer(&self, socket: &UdpSocket, expected_id: u16) -> Content {
        loop {
            let (octets, (address, _)) = socket.receive_from().await;
            match dns::dissect(&octets) {
                Some(answer @ Content::DnsResponse { id, .. })
                    if id == expected_id && address == self.resolver =>
                {
                    return answer;
                }
                _ => {}
            }
        }
    }
}

fn address_in(answer: Content, name: &str) -> Result<Ipv4Addr, Failure> {
    let Content::DnsResponse { response_code, answers, .. } = answer else {
        unreachable!("the stub resolver waits for a response");
    };
    match response_code.as_str() {
        "NOERROR" => {
            let mut addresses = answers.iter().filter(|answer| answer.kind == "A");
            let address = addresses.find_map(|answer| answer.value.parse().ok());
            address.ok_or_else(|| Failure::NoAddress { name: name.to_owned() })
        }
        "NXDOMAIN" => Err(Failure::NameNotFound { name: name.to_owned() }),
        _ => Err(Failure::ResolverFailed { response_code }),
    }
}
