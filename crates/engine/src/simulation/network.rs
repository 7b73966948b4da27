//! Hosts joined by links, and the tap that sees every packet.

use super::link::{Path, Verdict};
use super::stack::Stack;
use crate::random::Random;
use crate::recorder::Recorder;
use core::time::Duration;
use std::collections::BTreeMap;
use std::net::IpAddr;
use trace::{HostId, Instant, LinkId, PacketId};

/// A host to be.
#[derive(Debug, Clone)]
pub struct HostPlan {
    /// A name of its own, for its streams of chance.
    pub name: String,
    /// Its addresses: one, or one of each family.
    pub addresses: Vec<IpAddr>,
    /// The largest packet it sends.
    pub mtu: u16,
}

/// A link to be, between the hosts with these places in the list.
#[derive(Debug, Clone)]
pub struct LinkPlan {
    /// The two hosts.
    pub ends: [HostId; 2],
    /// Propagation delay of one direction.
    pub one_way_delay: Duration,
    /// Bits per second, in each direction; `None` takes no time to put a packet on the wire.
    pub bandwidth_bits_per_s: Option<u64>,
    /// The largest packet it carries, in octets: the hosts at its ends keep to it.
    pub mtu: u16,
    /// Lost packets in a million, in each direction.
    pub loss_ppm: u32,
    /// What does not get through from the first end to the second.
    pub blocks: Blocks,
}

/// What does not get through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocks {
    /// Everything does.
    Nothing,
    /// IPv6 packets.
    Ipv6,
    /// Nothing does.
    Everything,
}

impl Blocks {
    fn stops(self, destination: IpAddr) -> bool {
        match self {
            Self::Nothing => false,
            Self::Ipv6 => destination.is_ipv6(),
            Self::Everything => true,
        }
    }
}

/// All hosts and links.
pub struct Network {
    stacks: Vec<Stack>,
    /// Which path leads from one host to another.
    paths: BTreeMap<(HostId, HostId), (LinkId, Blocks, Path)>,
    /// By arrival; ties are broken by emission order, so two runs agree.
    under_way: BTreeMap<(Instant, PacketId), (HostId, Vec<u8>)>,
}

impl Network {
    /// A quiet network.
    pub fn new(seed: u64, hosts: &[HostPlan], links: &[LinkPlan]) -> Self {
        let stack = |host: &HostPlan| Stack::new(seed, &host.name, &host.addresses, host.mtu);
        let stacks = hosts.iter().map(stack).collect();
        let mut paths = BTreeMap::new();
        for (index, link) in links.iter().enumerate() {
            let [a, b] = link.ends;
            for (from, to) in [(a, b), (b, a)] {
                let ends = (&hosts[usize::from(from.0)].name, &hosts[usize::from(to.0)].name);
                let random = Random::named(seed, &format!("loss {} to {}", ends.0, ends.1));
                let blocks = if from == a { link.blocks } else { Blocks::Nothing };
                let LinkPlan { one_way_delay, bandwidth_bits_per_s, loss_ppm, .. } = *link;
                let path = Path::new(one_way_delay, bandwidth_bits_per_s, loss_ppm, random);
                paths.insert((from, to), (LinkId(index as u16), blocks, path));
            }
        }
        Self { stacks, paths, under_way: BTreeMap::new() }
    }

    /// The stack of a host.
    pub fn stack(&mut self, host: HostId) -> &mut Stack {
        &mut self.stacks[usize::from(host.0)]
    }

    /// Whether a packet from `host` to `address` would find a path.
    pub fn has_path(&self, host: HostId, address: IpAddr) -> bool {
        self.host_with(address).is_some_and(|to| self.paths.contains_key(&(host, to)))
    }

    /// Lets every stack work; what they send goes through the tap onto the links.
    pub fn poll(&mut self, now: Instant, tap: &mut Recorder) {
        for index in 0..self.stacks.len() {
            for packet in self.stacks[index].poll(now) {
                self.send(HostId(index as u16), packet, now, tap);
            }
        }
    }

    /// Hands over what arrives at `now`.
    pub fn deliver_due(&mut self, now: Instant, tap: &mut Recorder) {
        while let Some(entry) = self.under_way.first_entry() {
            let (at, packet) = *entry.key();
            if at > now {
                break;
            }
            let (to, octets) = entry.remove();
            tap.packet_received(packet, at);
            self.stack(to).receive(octets);
        }
    }

    /// When something happens next without any task's doing.
    pub fn next_instant(&self) -> Option<Instant> {
        let delivery = self.under_way.keys().next().map(|(at, _)| *at);
        self.stacks.iter().filter_map(Stack::next_poll).chain(delivery).min()
    }

    /// Whether nothing is under way and no connection has anything to say.
    pub fn is_quiet(&self) -> bool {
        self.under_way.is_empty() && self.stacks.iter().all(Stack::is_quiet)
    }

    fn send(&mut self, from: HostId, octets: Vec<u8>, now: Instant, tap: &mut Recorder) {
        let destination = destination(&octets).expect("stacks send whole IP packets");
        let to = self.host_with(destination).expect("roles connect only where a path leads");
        let (link, blocks, path) = self.paths.get_mut(&(from, to)).expect("links join these hosts");
        let packet = tap.packet_sent(*link, from, to, now, &octets);
        match path.verdict(octets.len(), now) {
            Verdict::Deliver(at) if !blocks.stops(destination) => {
                self.under_way.insert((at, packet), (to, octets));
            }
            Verdict::Deliver(_) | Verdict::Lose => {}
        }
    }

    fn host_with(&self, address: IpAddr) -> Option<HostId> {
        let index = self.stacks.iter().position(|stack| stack.addresses.contains(&address))?;
        Some(HostId(index as u16))
    }
}

/// Where a packet is to go (RFC 791 §3.1, RFC 8200 §3).
fn destination(packet: &[u8]) -> Option<IpAddr> {
    match packet.first()? >> 4 {
        4 => Some(IpAddr::from(<[u8; 4]>::try_from(packet.get(16..20)?).ok()?)),
        6 => Some(IpAddr::from(<[u8; 16]>::try_from(packet.get(24..40)?).ok()?)),
        _ => None,
    }
}
