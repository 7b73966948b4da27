//! Hosts joined by links, and the tap that sees every packet.

use super::link::{Path, PathChange, Verdict};
use super::segment::keep_mss_within;
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
    /// Octets that a connection can hold in each direction: a power of two, and 64 KiB at least.
    pub tcp_buffer_len: usize,
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
    /// The largest packet it carries, in octets: the hosts at its ends know it.
    pub mtu: u16,
    /// Lost packets in a million, in each direction.
    pub loss_ppm: u32,
    /// What it is from an instant on, if it changes.
    pub change: Option<PathChange>,
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

/// What every host takes in, in octets (RFC 791 §3.1): of one without links.
const MTU_MIN: u16 = 576;

/// One direction of a link, as whoever sends over it knows it.
struct Route {
    link: LinkId,
    mtu: u16,
    blocks: Blocks,
    path: Path,
}

/// All hosts and links.
pub struct Network {
    stacks: Vec<Stack>,
    /// Which path leads from one host to another.
    paths: BTreeMap<(HostId, HostId), Route>,
    /// By arrival; ties are broken by emission order, so two runs agree.
    under_way: BTreeMap<(Instant, PacketId), (HostId, Vec<u8>)>,
    /// How many packets were sent.
    n_sent: u32,
    /// The number of the packet that is lost, whatever its link says; the first one is 1.
    lost_packet: Option<u32>,
}

impl Network {
    /// A quiet network.
    pub fn new(seed: u64, hosts: &[HostPlan], links: &[LinkPlan]) -> Self {
        let stack = |(id, host): (u16, &HostPlan)| {
            let own = links.iter().filter(|link| link.ends.contains(&HostId(id)));
            let mtu = own.map(|link| link.mtu).max().unwrap_or(MTU_MIN);
            Stack::new(seed, &host.name, &host.addresses, mtu, host.tcp_buffer_len)
        };
        let stacks = (0..).zip(hosts).map(stack).collect();
        let mut paths = BTreeMap::new();
        for (index, link) in links.iter().enumerate() {
            let [a, b] = link.ends;
            for (from, to) in [(a, b), (b, a)] {
                let ends = (&hosts[usize::from(from.0)].name, &hosts[usize::from(to.0)].name);
                let random = Random::named(seed, &format!("loss {} to {}", ends.0, ends.1));
                let blocks = if from == a { link.blocks } else { Blocks::Nothing };
                let LinkPlan { one_way_delay, bandwidth_bits_per_s, loss_ppm, mtu, .. } = *link;
                let path = Path::new(one_way_delay, bandwidth_bits_per_s, loss_ppm, random);
                let path = path.changing(link.change);
                let link = LinkId(index as u16);
                paths.insert((from, to), Route { link, mtu, blocks, path });
            }
        }
        Self { stacks, paths, under_way: BTreeMap::new(), n_sent: 0, lost_packet: None }
    }

    /// Has the packet with this number be lost.
    pub fn lose(&mut self, number: Option<u32>) {
        self.lost_packet = number;
    }

    /// The client starts now.
    pub fn client_starts(&mut self, now: Instant) {
        self.paths.values_mut().for_each(|route| route.path.client_starts(now));
    }

    /// The stack of a host.
    pub fn stack(&mut self, host: HostId) -> &mut Stack {
        &mut self.stacks[usize::from(host.0)]
    }

    /// Whether an address stands for the host itself: one of its own, or one that never leaves a
    /// machine (RFC 1122 §3.2.1.3, RFC 4291 §2.5). Those of IPv4 may be written as IPv6.
    pub fn is_own(&self, host: HostId, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_loopback() || address.is_unspecified() || self.host_with(address) == Some(host)
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

    /// Hands over the packet that arrives at `now`. Of several the first one: whoever receives it
    /// has dealt with it before the next one comes, as with packets that follow one another closely.
    pub fn deliver_next(&mut self, now: Instant, tap: &mut Recorder) {
        let next = self.under_way.first_entry().filter(|entry| entry.key().0 <= now);
        if let Some(entry) = next {
            let (at, packet) = *entry.key();
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

    /// Whether a path was cut: whoever speaks over it would repeat itself for ever.
    pub fn is_cut(&self, now: Instant) -> bool {
        self.paths.values().any(|route| route.path.is_cut(now))
    }

    /// Whether nothing is under way and no connection has anything to say.
    pub fn is_quiet(&self) -> bool {
        self.under_way.is_empty() && self.stacks.iter().all(Stack::is_quiet)
    }

    fn send(&mut self, from: HostId, mut octets: Vec<u8>, now: Instant, tap: &mut Recorder) {
        let destination = destination(&octets).expect("stacks send whole IP packets");
        let to = self.host_with(destination).expect("roles connect only where a path leads");
        let route = self.paths.get_mut(&(from, to)).expect("links join these hosts");
        keep_mss_within(route.mtu, &mut octets);
        let packet = tap.packet_sent(route.link, from, to, now, &octets);
        self.n_sent += 1;
        let is_lost = self.lost_packet == Some(self.n_sent);
        match route.path.verdict(octets.len(), now) {
            Verdict::Deliver(at) if !is_lost && !route.blocks.stops(destination) => {
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
