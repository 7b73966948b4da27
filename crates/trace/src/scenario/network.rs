//! What the packets go through.

use super::bounds::{Bounds, LONG_PAUSE_MS};
use super::option::{is_on, switch};
use super::{Home, OptionDescription, OptionKind};
use core::time::Duration;
use serde::{Deserialize, Serialize};

/// The paths from the client to the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkOptions {
    /// Client to origin server and back.
    pub round_trip_time: Duration,
    /// Client to recursive resolver and back.
    pub resolver_round_trip_time: Duration,
    /// Bits per second between client and origin server; `None` for no limit.
    pub bandwidth_bits_per_s: Option<u64>,
    /// Largest IP packet between client and origin server, in octets.
    pub mtu: u16,
    /// How many packets in a million are lost between the client and the others.
    pub loss_ppm: u32,
    /// Whether client and origin server have IPv6 addresses beside those of IPv4.
    pub dual_stack: bool,
    /// The packet that is lost, by its number in the capture: the first one is 1. Everything before it
    /// is as it would be without this.
    pub lost_packet: Option<u32>,
    /// When the paths of the client change, from its start on; never where it is none.
    pub changes_at: Option<Duration>,
    /// What [`Self::round_trip_time`] is from then on; the same where it is none.
    pub changed_round_trip_time: Option<Duration>,
    /// What [`Self::loss_ppm`] is from then on; the same where it is none.
    pub changed_loss_ppm: Option<u32>,
}

impl Default for NetworkOptions {
    fn default() -> Self {
        Self {
            round_trip_time: Duration::from_millis(40),
            resolver_round_trip_time: Duration::from_millis(18),
            bandwidth_bits_per_s: Some(50_000_000),
            mtu: 1500,
            loss_ppm: 0,
            dual_stack: false,
            lost_packet: None,
            changes_at: None,
            changed_round_trip_time: None,
            changed_loss_ppm: None,
        }
    }
}

/// Round-trip times, in microseconds: up to a minute.
const RTT_MS: Bounds = Bounds { min: 0, max: 60_000_000, decimals: 3, unit: " ms" };
/// Bits per second: from 1 kbit/s to 100 Gbit/s.
const BANDWIDTH_MBIT_PER_S: Bounds =
    Bounds { min: 1_000, max: 100_000_000_000, decimals: 6, unit: " Mbit/s" };
/// From what every IPv4 host takes in (RFC 791 §3.1) to a jumbo frame's content.
const MTU: Bounds = Bounds { min: 576, max: 9000, decimals: 0, unit: " octets" };
/// Numbers of packets: as many as a run may have.
const PACKETS: Bounds = Bounds { min: 1, max: 200_000, decimals: 0, unit: "" };
/// Lost packets in a million.
pub(super) const LOSS: Bounds = Bounds { min: 0, max: 1_000_000, decimals: 6, unit: "" };

impl NetworkOptions {
    /// [`NetworkOptions::round_trip_time`].
    pub const ROUND_TRIP_TIME: OptionDescription = OptionDescription {
        home: Home::Network,
        member: "rtt_ms",
        flag: "rtt MS",
        about: "client to web server and back",
        kind: OptionKind::Number(RTT_MS),
        get: |world| microseconds(world.network.round_trip_time),
        set: |world, value| world.network.round_trip_time = span(value),
    };

    /// [`NetworkOptions::resolver_round_trip_time`].
    pub const RESOLVER_ROUND_TRIP_TIME: OptionDescription = OptionDescription {
        home: Home::Network,
        member: "resolver_rtt_ms",
        flag: "resolver-rtt MS",
        about: "client to DNS (the recursive resolver) and back",
        kind: OptionKind::Number(RTT_MS),
        get: |world| microseconds(world.network.resolver_round_trip_time),
        set: |world, value| world.network.resolver_round_trip_time = span(value),
    };

    /// [`NetworkOptions::bandwidth_bits_per_s`].
    pub const BANDWIDTH: OptionDescription = OptionDescription {
        home: Home::Network,
        member: "bandwidth_mbit_per_s",
        flag: "bandwidth MBIT",
        about: "what the path to the web server carries, in each direction",
        kind: OptionKind::Limit(BANDWIDTH_MBIT_PER_S),
        get: |world| world.network.bandwidth_bits_per_s,
        set: |world, value| world.network.bandwidth_bits_per_s = value,
    };

    /// [`NetworkOptions::mtu`].
    pub const MTU: OptionDescription = OptionDescription {
        home: Home::Network,
        member: "mtu",
        flag: "mtu OCTETS",
        about: "the largest IP packet on that path",
        kind: OptionKind::Number(MTU),
        get: |world| Some(u64::from(world.network.mtu)),
        set: |world, value| world.network.mtu = value.unwrap_or_default() as u16,
    };

    /// [`NetworkOptions::loss_ppm`].
    pub const LOSS: OptionDescription = OptionDescription {
        home: Home::Network,
        member: "loss",
        flag: "loss RATE",
        about: "the share of the packets of the client that are lost: 0.02 is 2 %",
        kind: OptionKind::Number(LOSS),
        get: |world| Some(u64::from(world.network.loss_ppm)),
        set: |world, value| world.network.loss_ppm = value.unwrap_or_default() as u32,
    };

    /// [`NetworkOptions::dual_stack`].
    pub const DUAL_STACK: OptionDescription = OptionDescription {
        home: Home::Network,
        member: "dual_stack",
        flag: "dual-stack",
        about: "client and web server have IPv6 addresses, too",
        kind: OptionKind::Switch,
        get: |world| switch(world.network.dual_stack),
        set: |world, value| world.network.dual_stack = is_on(value),
    };

    /// [`NetworkOptions::lost_packet`].
    pub const LOST_PACKET: OptionDescription = OptionDescription {
        home: Home::Network,
        member: "lost_packet",
        flag: "lost-packet NUMBER",
        about: "the packet that is lost, by its number in the capture; the first is 1",
        kind: OptionKind::Limit(PACKETS),
        get: |world| world.network.lost_packet.map(u64::from),
        set: |world, value| world.network.lost_packet = value.map(|number| number as u32),
    };

    /// [`NetworkOptions::changes_at`].
    pub const CHANGES_AT: OptionDescription = OptionDescription {
        home: Home::Network,
        member: "changes_at_ms",
        flag: "changes-at MS",
        about: "when what the two below say begins, counted from the start of the client",
        kind: OptionKind::Limit(LONG_PAUSE_MS),
        get: |world| world.network.changes_at.and_then(microseconds),
        set: |world, value| world.network.changes_at = value.map(Duration::from_micros),
    };

    /// [`NetworkOptions::changed_round_trip_time`].
    pub const CHANGED_ROUND_TRIP_TIME: OptionDescription = OptionDescription {
        home: Home::Network,
        member: "changed_rtt_ms",
        flag: "changed-rtt MS",
        about: "what `rtt_ms` is from then on",
        kind: OptionKind::Limit(RTT_MS),
        get: |world| world.network.changed_round_trip_time.and_then(microseconds),
        set: |world, value| {
            world.network.changed_round_trip_time = value.map(Duration::from_micros);
        },
    };

    /// [`NetworkOptions::changed_loss_ppm`].
    pub const CHANGED_LOSS: OptionDescription = OptionDescription {
        home: Home::Network,
        member: "changed_loss",
        flag: "changed-loss RATE",
        about: "what `loss` is from then on: 1 is a cable that was pulled",
        kind: OptionKind::Limit(LOSS),
        get: |world| world.network.changed_loss_ppm.map(u64::from),
        set: |world, value| world.network.changed_loss_ppm = value.map(|rate| rate as u32),
    };

    /// All of them, in the order of JSON.
    pub const ALL: &'static [OptionDescription] = &[
        Self::ROUND_TRIP_TIME,
        Self::RESOLVER_ROUND_TRIP_TIME,
        Self::BANDWIDTH,
        Self::MTU,
        Self::LOSS,
        Self::DUAL_STACK,
        Self::LOST_PACKET,
        Self::CHANGES_AT,
        Self::CHANGED_ROUND_TRIP_TIME,
        Self::CHANGED_LOSS,
    ];
}

fn microseconds(span: Duration) -> Option<u64> {
    Some(u64::try_from(span.as_micros()).unwrap_or(u64::MAX))
}

fn span(microseconds: Option<u64>) -> Duration {
    Duration::from_micros(microseconds.unwrap_or_default())
}
