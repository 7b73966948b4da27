//! What a single fetch takes: DNS, round trips, the time on the wire, and work.

use core::time::Duration;
use trace::{Outcome, Packet, Role, Scenario, Stage, StageKind, Trace, Transport};

/// From the recursive resolver to root, top-level domain and zone and back, with the work of all
/// four: chosen, and the same in every world.
const RESOLVING: Duration = Duration::from_micros(8_000 + 12_000 + 16_000 + 3 * 100 + 300);
/// What is computed in whole microseconds, and what nobody waits for.
const TOLERANCE: Duration = Duration::from_micros(5);

/// Compares what a fetch took with what its parts add up to.
pub fn check(name: &str, scenario: &Scenario) {
    let trace = engine::simulate(scenario);
    let exchange = &trace.exchanges[0];
    assert!(
        matches!(exchange.outcome, Some(Outcome::Answered(_))),
        "{name}: {:?}",
        exchange.outcome
    );
    let took = exchange.finished_at.expect("it ends").since(exchange.started_at);
    let network = &scenario.world.network;
    // SYN, request; with TLS 1.3 one handshake between them.
    let n_round_trips = if exchange.url.is_https() { 3 } else { 2 };
    let dns = network.resolver_round_trip_time + RESOLVING;
    let least = dns + network.round_trip_time * n_round_trips + work(&trace);
    let on_the_wire = wire_time(&trace, scenario);
    assert!(took + TOLERANCE >= least, "{name}: {took:?}, and {least:?} without the wire");
    let most = match extra_round_trips(&trace) {
        0 => least + on_the_wire,
        // What does not fit into the first window waits for it.
        n => least + on_the_wire + (network.round_trip_time + Duration::from_millis(10)) * n,
    };
    assert!(took <= most + TOLERANCE, "{name}: {took:?}, and {most:?} with all of the wire");
    if !exchange.url.is_https() && extra_round_trips(&trace) == 0 {
        let exact = least + critical_wire_time(&trace, scenario);
        let differs = took.abs_diff(exact);
        assert!(differs <= TOLERANCE, "{name}: {took:?}, and {exact:?} by arithmetic");
    }
}

/// The work of server and client on this exchange. What is done within other work counts once.
fn work(trace: &Trace) -> Duration {
    let is_work = |stage: &&Stage| {
        stage.exchange.is_some() && stage.kind != StageKind::AnswerCached && stage.ended_at.0 > 0
    };
    let mut spans: Vec<_> = trace.stages.iter().filter(is_work).collect();
    spans.sort_by_key(|stage| stage.started_at);
    let (mut sum, mut until) = (Duration::ZERO, trace.booted_at);
    for stage in spans {
        let from = stage.started_at.max(until);
        if stage.ended_at > from {
            sum += stage.ended_at.since(from);
            until = stage.ended_at;
        }
    }
    sum
}

fn is_between_client_and_server(trace: &Trace, packet: &Packet) -> bool {
    let role = |id: trace::HostId| trace.hosts[usize::from(id.0)].role;
    let roles = [role(packet.from), role(packet.to)];
    roles.contains(&Role::UserAgent) && roles.contains(&Role::OriginServer)
}

fn on_wire(scenario: &Scenario, octets: usize) -> Duration {
    scenario.world.network.bandwidth_bits_per_s.map_or(Duration::ZERO, |bits_per_s| {
        Duration::from_nanos((octets as u64 * 8).saturating_mul(1_000_000_000) / bits_per_s)
    })
}

/// The time that all packets of the exchange are on the wire.
fn wire_time(trace: &Trace, scenario: &Scenario) -> Duration {
    let end = trace.exchanges[0].finished_at.expect("it ends");
    let own = trace
        .packets
        .iter()
        .filter(|packet| is_between_client_and_server(trace, packet) && packet.sent_at <= end);
    own.map(|packet| on_wire(scenario, packet.octets.len())).sum()
}

/// Over plain HTTP: SYN, then SYN, ACK; ACK and request, which leave together; the answer.
fn critical_wire_time(trace: &Trace, scenario: &Scenario) -> Duration {
    let len = |is_it: &dyn Fn(&Packet) -> bool| {
        let found = trace
            .packets
            .iter()
            .find(|packet| is_between_client_and_server(trace, packet) && is_it(packet));
        found.map_or(0, |packet| packet.octets.len())
    };
    let client = |packet: &Packet| trace.hosts[usize::from(packet.from.0)].role == Role::UserAgent;
    let control = |packet: &Packet| match &packet.transport {
        Transport::Tcp { control, .. } => *control,
        Transport::Udp { .. } | Transport::Other(_) => trace::ControlBits::default(),
    };
    let octets = [
        len(&|packet| client(packet) && control(packet).syn),
        len(&|packet| !client(packet) && control(packet).syn),
        len(&|packet| client(packet) && packet.content.is_empty() && !control(packet).syn),
        len(&|packet| client(packet) && !packet.content.is_empty()),
        len(&|packet| !client(packet) && !packet.content.is_empty()),
    ];
    octets.into_iter().map(|octets| on_wire(scenario, octets)).sum()
}

/// How often one side could not say all at once: flights of more than one segment may wait for
/// acknowledgments, at most once for each two segments.
fn extra_round_trips(trace: &Trace) -> u32 {
    let end = trace.exchanges[0].finished_at.expect("it ends");
    let count = |from: Role| {
        let own = trace.packets.iter().filter(|packet| {
            is_between_client_and_server(trace, packet)
                && trace.hosts[usize::from(packet.from.0)].role == from
                && !packet.content.is_empty()
                && packet.sent_at <= end
        });
        own.count() as u32
    };
    (count(Role::UserAgent) - 1) + (count(Role::OriginServer) - 1)
}
