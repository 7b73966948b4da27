//! From the host of a URL to addresses.

use super::{HttpClient, Milestones};
use std::net::{IpAddr, Ipv4Addr};
use trace::{Failure, Request};

impl HttpClient {
    /// The addresses of the host of a request, in the order in which to try them.
    pub(super) async fn resolve(
        &self,
        milestones: Milestones<'_>,
        request: &Request,
    ) -> Result<Vec<IpAddr>, Failure> {
        if let Some(address) = request.url.address() {
            return Ok(vec![address]);
        }
        if is_own_name(request.url.host()) {
            return Ok(vec![Ipv4Addr::LOCALHOST.into()]);
        }
        milestones.note(|timing, now| timing.domain_lookup_start = Some(now));
        let mut resolver = self.resolver.take().await;
        let found = resolver.resolve(&self.simulation, self.host, request.url.host()).await;
        milestones.note(|timing, now| timing.domain_lookup_end = Some(now));
        found
    }
}

/// Whether a name is the client's own, which nobody is asked for (RFC 6761 §6.3).
fn is_own_name(name: &str) -> bool {
    name.trim_end_matches('.').rsplit('.').next() == Some("localhost")
}
