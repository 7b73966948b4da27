//! Where the hosts of a trace stand towards each other, by its links.

use trace::{Host, HostId, Role, Trace};

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
