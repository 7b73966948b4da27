//! The machines of a world and the paths between them.

use crate::Provenance;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// Points at a [`Host`] of the same trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct HostId(pub u16);

/// Points at a [`Link`] of the same trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LinkId(pub u16);

/// What a host is there for, in the words of RFC 9110 §3 and RFC 9499.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Sends requests and uses the answers; holds the stub resolver.
    UserAgent,
    /// Answers the stub resolver's questions.
    RecursiveResolver,
    /// Answers the recursive resolver's questions about the zones that it holds.
    AuthoritativeServer(ZoneTier),
    /// Answers requests for the resources of one origin.
    OriginServer,
    /// Stores the origin server's tables.
    Database,
}

/// Which zones an authoritative server holds, by their place in the tree of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ZoneTier {
    /// The root zone.
    Root,
    /// Zones of top-level domains, e.g. `com`.
    TopLevel,
    /// Zones below those, e.g. `example.com`.
    Below,
}

/// A simulated machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Host {
    /// Its own id.
    pub id: HostId,
    /// What it is there for.
    pub role: Role,
    /// Its name, e.g. `api.example.com`.
    pub name: String,
    /// Its addresses.
    pub addresses: Vec<IpAddr>,
}

/// A two-way path between two hosts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its own id.
    pub id: LinkId,
    /// The two hosts it joins.
    pub ends: [HostId; 2],
    /// Propagation delay of one direction, in nanoseconds.
    pub one_way_delay_ns: u64,
    /// Bits per second in each direction; `None` takes no time to put a packet on the wire.
    pub bandwidth_bits_per_s: Option<u64>,
    /// The largest IP packet it carries, in octets.
    pub mtu: u16,
    /// How many packets in a million are lost, in each direction.
    pub loss_ppm: u32,
    /// Whether packets cross it, or a delay stands for them.
    pub provenance: Provenance,
}
