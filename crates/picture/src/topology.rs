//! Where the hosts of a trace stand towards each other, by its links.

use std::collections::BTreeSet;
use trace::{Fetch, FetchId, Host, HostId, Role, Trace};

/// Whether what goes from one host to another goes back towards the client, as answers do.
pub(crate) fn leads_back(trace: &Trace, from: HostId, to: HostId) -> bool {
    hops(trace, from) > hops(trace, to)
}

/// How many links lie between a host and the client.
fn hops(trace: &Trace, host: HostId) -> usize {
    let clients = trace.hosts.iter().filter(|host| host.role == Role::UserAgent);
    let mut reached: Vec<HostId> = clients.map(|host| host.id).collect();
    let mut count = 0;
    while !reached.contains(&host) && count <= trace.links.len() {
        let joins = |end: &HostId| reached.contains(end);
        let touching = trace.links.iter().filter(|link| link.ends.iter().any(joins));
        let next: Vec<HostId> = touching.flat_map(|link| link.ends).collect();
        reached.extend(next);
        count += 1;
    }
    count
}

/// Which of the hosts with its role a host is, counted from zero, where there are several; they go
/// by their names then.
pub(crate) fn place_among_others(trace: &Trace, host: &Host) -> Option<usize> {
    let mut same = trace.hosts.iter().filter(|other| other.role == host.role);
    let place = same.clone().position(|other| other.id == host.id);
    same.nth(1).and(place)
}

/// The servers and databases that nobody comes to, beside servers that the scenario brings along:
/// who chose those does not ask about the world's own. What a server does as it boots does not count.
/// None where otherwise no server would be left. Of a recording's servers only that of the fetch counts
/// that is shown.
pub(crate) fn idle_hosts(trace: &Trace, fetch: Option<FetchId>) -> Vec<HostId> {
    if let (Some(_), Some(fetch)) = (&trace.recorded, fetch) {
        return other_servers(trace, trace.fetch(fetch));
    }
    if trace.scenario.world.servers.is_empty() {
        return Vec::new();
    }
    let packets = trace.packets.iter().filter(|packet| packet.sent_at >= trace.booted_at);
    let busy: BTreeSet<HostId> = packets.flat_map(|packet| [packet.from, packet.to]).collect();
    let is_busy = |host: &&Host| busy.contains(&host.id);
    let mut servers = trace.hosts.iter().filter(|host| host.role == Role::OriginServer);
    if !servers.any(|server| is_busy(&server)) {
        return Vec::new();
    }
    let may_be_idle =
        |host: &&Host| matches!(host.role, Role::OriginServer | Role::Database) && !is_busy(host);
    trace.hosts.iter().filter(may_be_idle).map(|host| host.id).collect()
}

/// The servers of a recording that a fetch has nothing to do with.
fn other_servers(trace: &Trace, fetch: &Fetch) -> Vec<HostId> {
    let asked = fetch.exchanges.iter().flat_map(|id| &trace.exchange(*id).requests);
    let busy: BTreeSet<HostId> = asked.map(|id| trace.message(*id).to).collect();
    let own = fetch.url.host_field();
    let is_other = |host: &&Host| match busy.is_empty() {
        true => host.name != own,
        false => !busy.contains(&host.id),
    };
    let servers = trace.hosts.iter().filter(|host| host.role == Role::OriginServer);
    servers.filter(is_other).map(|host| host.id).collect()
}
