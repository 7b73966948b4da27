//! What TCP does when segments are lost, repeated, or arrive together.

mod common;

use common::{json, outcomes, request, world};
use core::time::Duration;
use engine::simulate;
use std::collections::{BTreeMap, BTreeSet};
use trace::{
    ClientKind, ControlBits, Host, HostId, Instant, Outcome, Packet, Request, Role, Trace,
    Transport,
};

const URL: &str = "http://api.example.com/users/42";

/// A segment of a trace.
struct Segment<'a> {
    packet: &'a Packet,
    control: ControlBits,
    seq: u32,
    ack: Option<u32>,
    /// Ports, the sender's first.
    ports: (u16, u16),
}

impl Segment<'_> {
    fn content_len(&self) -> u32 {
        self.packet.content.len() as u32
    }

    fn is_pure_ack(&self) -> bool {
        let ControlBits { syn, fin, rst, .. } = self.control;
        self.content_len() == 0 && !(syn || fin || rst)
    }
}

fn segments(trace: &Trace) -> impl Iterator<Item = Segment<'_>> {
    trace.packets.iter().filter_map(|packet| match &packet.transport {
        Transport::Tcp { source_port, destination_port, seg_seq, seg_ack, control, .. } => {
            let ports = (*source_port, *destination_port);
            Some(Segment { packet, control: *control, seq: *seg_seq, ack: *seg_ack, ports })
        }
        Transport::Udp { .. } | Transport::Other(_) => None,
    })
}

fn host(trace: &Trace, role: Role) -> HostId {
    let is_it = |host: &&Host| host.role == role;
    trace.hosts.iter().find(is_it).map(|host| host.id).expect("a host in this role")
}

fn upload(len: usize) -> Request {
    json("POST", "http://api.example.com/users", &format!("{{\"name\": \"{}\"}}", "x".repeat(len)))
}

fn took(trace: &Trace) -> Duration {
    trace.exchanges[0].finished_at.expect("it ends").since(trace.booted_at)
}

#[test]
fn every_second_segment_is_acknowledged_whatever_arrives_together() {
    let over = |bandwidth_bits_per_s| {
        let far = |world: &mut trace::World| {
            world.network.round_trip_time = Duration::from_millis(200);
            world.network.bandwidth_bits_per_s = bandwidth_bits_per_s;
        };
        simulate(&world(far, vec![upload(300_000)]))
    };
    let (unlimited, slow) = (over(None), over(Some(5_000_000)));
    assert!(took(&unlimited) <= took(&slow), "{:?} {:?}", took(&unlimited), took(&slow));
    let server = host(&unlimited, Role::OriginServer);
    let client = host(&unlimited, Role::UserAgent);
    // Octets that came in since the last acknowledgment.
    let mut waiting = 0;
    let mut happened: Vec<(Instant, u32, bool)> = segments(&unlimited)
        .filter(|segment| [segment.packet.from, segment.packet.to].contains(&client))
        .filter_map(|segment| match segment.packet.from == server {
            true => Some((segment.packet.sent_at, 0, true)),
            false => Some((segment.packet.received_at?, segment.content_len(), false)),
        })
        .collect();
    // At one instant, what arrives and what is sent for it alternate: count over instants.
    happened.sort_by_key(|(at, ..)| *at);
    for together in happened.chunk_by(|a, b| a.0 == b.0) {
        let n_acks = together.iter().filter(|(.., is_ack)| *is_ack).count() as u32;
        waiting += together.iter().map(|(_, len, _)| len).sum::<u32>();
        assert!(waiting <= (n_acks + 1) * 2 * 1460, "{waiting} octets, {n_acks} acknowledgments");
        if n_acks > 0 {
            waiting = 0;
        }
    }
}

#[test]
fn a_repeated_syn_belongs_to_the_connection_that_it_opened() {
    // The initial sequence numbers of the server's side of each connection.
    let check = |scenario: &trace::Scenario| {
        let trace = simulate(scenario);
        let mut numbers: BTreeMap<(u16, u16), BTreeSet<u32>> = BTreeMap::new();
        for segment in segments(&trace) {
            if segment.control.syn && segment.ack.is_some() {
                numbers.entry(segment.ports).or_default().insert(segment.seq);
            }
        }
        assert!(numbers.values().all(|numbers| numbers.len() == 1), "{numbers:?}");
    };
    for pause_ms in (0..2_000).step_by(100) {
        let later = Request {
            pause_before: Duration::from_millis(pause_ms),
            at_once: true,
            ..request("GET", "http://api.example.com/users/1")
        };
        let far = |world: &mut trace::World| {
            world.client.kind = ClientKind::Server;
            world.network.round_trip_time = Duration::from_millis(1_500);
            world.network.dual_stack = true;
        };
        check(&world(far, vec![request("GET", URL), later]));
    }
    for seed in 0..40 {
        let lossy = |world: &mut trace::World| {
            world.network.round_trip_time = Duration::from_millis(300);
            world.network.loss_ppm = 100_000;
        };
        check(&trace::Scenario { seed, ..world(lossy, vec![request("GET", URL); 3]) });
    }
}

/// The MSS that each SYN announces, by the port that it goes to or comes from.
fn announced(trace: &Trace) -> BTreeSet<(u16, u16)> {
    let syns = segments(trace).filter(|segment| segment.control.syn);
    let mss = syns.map(|segment| {
        let octets = trace.octets.slice(segment.packet.octets);
        let tcp_at = if octets[0] >> 4 == 4 { 20 } else { 40 };
        let options = &octets[tcp_at + 20..];
        assert_eq!(options[..2], [2, 4], "the MSS comes first");
        let known_port = segment.ports.0.min(segment.ports.1);
        (known_port, u16::from_be_bytes([options[2], options[3]]))
    });
    mss.collect()
}

#[test]
fn a_syn_announces_what_its_own_link_carries() {
    let with_mtu = |mtu| {
        let small = |world: &mut trace::World| world.network.mtu = mtu;
        let trace = simulate(&world(small, vec![upload(5_000)]));
        assert!(matches!(outcomes(&trace)[0], Outcome::Answered { .. }));
        let is_too_large = |packet: &&Packet| {
            packet.octets.len() > usize::from(trace.links[usize::from(packet.link.0)].mtu)
        };
        assert_eq!(trace.packets.iter().find(is_too_large), None, "{mtu}");
        announced(&trace)
    };
    assert_eq!(with_mtu(600), [(80, 560), (5432, 1460)].into());
    assert_eq!(with_mtu(9_000), [(80, 8_960), (5432, 1460)].into());
}

#[test]
fn a_far_and_fast_link_is_filled() {
    let far = |world: &mut trace::World| {
        world.network.round_trip_time = Duration::from_millis(200);
        world.network.bandwidth_bits_per_s = Some(100_000_000);
    };
    let trace = simulate(&world(far, vec![upload(1_000_000)]));
    let client = host(&trace, Role::UserAgent);
    let (mut sent, mut acknowledged, mut most) = (0, 0, 0);
    for segment in
        segments(&trace).filter(|segment| [segment.ports.0, segment.ports.1].contains(&80))
    {
        match (segment.packet.from == client, segment.ack) {
            (true, _) => sent = segment.seq.wrapping_add(segment.content_len()),
            (false, Some(ack)) => acknowledged = ack,
            (false, None) => {}
        }
        if !segment.control.syn && acknowledged != 0 {
            most = most.max(sent.wrapping_sub(acknowledged));
        }
    }
    assert!(most > 65_535, "{most} octets under way");
}

#[test]
fn a_fin_behind_octets_that_had_arrived_is_taken() {
    for seed in 0..200 {
        let lossy = |world: &mut trace::World| {
            world.network.loss_ppm = 200_000;
            world.client.half_close = true;
        };
        let trace = simulate(&trace::Scenario { seed, ..world(lossy, vec![request("GET", URL)]) });
        for fin in segments(&trace).filter(|segment| segment.control.fin) {
            let Some(arrived_at) = fin.packet.received_at else { continue };
            let end = fin.seq.wrapping_add(fin.content_len());
            let answers = segments(&trace).filter(|answer| {
                answer.packet.sent_at >= arrived_at && answer.ports == (fin.ports.1, fin.ports.0)
            });
            let acks: Vec<u32> = answers.filter_map(|answer| answer.ack).collect();
            assert_ne!(
                acks.first(),
                Some(&end),
                "seed {seed}: octets are acknowledged, and the FIN behind them is not"
            );
        }
    }
}

#[test]
fn a_fin_out_of_order_is_answered_at_once() {
    let mut n_out_of_order = 0;
    for seed in 0..100 {
        let lossy = |world: &mut trace::World| {
            world.network.loss_ppm = 200_000;
            world.client.half_close = true;
        };
        let trace = simulate(&trace::Scenario { seed, ..world(lossy, vec![request("GET", URL)]) });
        for fin in segments(&trace).filter(|fin| fin.control.fin && fin.content_len() == 0) {
            let Some(arrived_at) = fin.packet.received_at else { continue };
            let came = |segment: &Segment<'_>| {
                segment.packet.received_at.is_some_and(|at| at <= arrived_at)
                    && segment.ports == fin.ports
                    && segment.content_len() > 0
            };
            if fin.ports.1 != 80 || segments(&trace).any(|segment| came(&segment)) {
                continue;
            }
            n_out_of_order += 1;
            let answered = segments(&trace).any(|answer| {
                answer.packet.sent_at == arrived_at
                    && answer.ports == (80, fin.ports.0)
                    && answer.is_pure_ack()
            });
            assert!(answered, "seed {seed}: a FIN before what it stands behind");
        }
    }
    assert!(n_out_of_order > 0, "the request was lost, and the FIN behind it was not");
}

#[test]
fn no_segment_joins_octets_that_were_sent_with_new_ones() {
    for seed in 0..60 {
        let lossy = |world: &mut trace::World| world.network.loss_ppm = 100_000;
        let trace = simulate(&trace::Scenario { seed, ..world(lossy, vec![upload(20_000)]) });
        let mut ends: BTreeMap<(u16, u16), u32> = BTreeMap::new();
        for segment in segments(&trace) {
            let end = segment.seq.wrapping_add(segment.content_len());
            let known = ends.entry(segment.ports).or_insert(segment.seq);
            if segment.control.syn {
                *known = end + 1;
                continue;
            }
            let joins = (segment.seq.wrapping_sub(*known) as i32) < 0
                && (end.wrapping_sub(*known) as i32) > 0;
            assert!(!joins, "seed {seed}: {} to {end} around {known}", segment.seq);
            if (end.wrapping_sub(*known) as i32) > 0 {
                *known = end;
            }
        }
    }
}
