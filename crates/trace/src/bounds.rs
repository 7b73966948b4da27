//! What a scenario may hold: one table of ranges, for whatever a scenario is made from.
//!
//! [`Scenario::check`] is the one gate: a JSON file and the octets that the worker is given both
//! go through it, so a hostile scenario is refused with a sentence before anything runs.

use crate::{
    Fault, FieldLine, MAX_BODY_OCTETS, ParseRequestError, Request, Scenario, ScenarioError, World,
};
use core::time::Duration;

/// The most requests that one scenario may hold.
pub const MAX_REQUESTS: usize = 1000;

/// 1970-01-01T00:00:00Z to 2499-12-31T23:59:59Z: every instant of a run fits the 64-bit
/// nanoseconds of a capture file.
pub(crate) const STARTS_AT_UNIX_S: core::ops::RangeInclusive<i64> = 0..=16_725_225_599;

/// The range of one number, counted in its smallest unit: `decimals: 3` and `max: 60_000_000`
/// reads 0 to 60000.000.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// The least, in the smallest unit.
    pub min: u64,
    /// The most, in the smallest unit.
    pub max: u64,
    /// How many decimals the smallest unit has.
    pub decimals: u32,
    /// What follows the number in a sentence, e.g. ` ms`; may be empty.
    pub unit: &'static str,
}

/// Anything that 64 bits hold.
pub(crate) const SEED: Bounds = Bounds { min: 0, max: u64::MAX, decimals: 0, unit: "" };
/// Round-trip times, in microseconds: up to a minute.
pub(crate) const RTT_MS: Bounds = Bounds { min: 0, max: 60_000_000, decimals: 3, unit: " ms" };
/// Pauses, in microseconds: up to an hour.
pub(crate) const PAUSE_MS: Bounds = Bounds { min: 0, max: 3_600_000_000, decimals: 3, unit: " ms" };
/// Bits per second: from 1 kbit/s to 100 Gbit/s.
pub(crate) const BANDWIDTH_MBIT_PER_S: Bounds =
    Bounds { min: 1_000, max: 100_000_000_000, decimals: 6, unit: " Mbit/s" };
/// From what every IPv4 host takes in (RFC 791 §3.1) to a jumbo frame's content.
pub(crate) const MTU: Bounds = Bounds { min: 576, max: 9000, decimals: 0, unit: " octets" };
/// The least that a link carries which IPv6 is used on, in octets (RFC 8200 §5).
pub(crate) const IPV6_MTU_MIN: u16 = 1280;
/// Times to live, in seconds: up to a week.
pub(crate) const TTL_S: Bounds = Bounds { min: 0, max: 604_800, decimals: 0, unit: " s" };
/// Lost packets in a million.
pub(crate) const LOSS: Bounds = Bounds { min: 0, max: 1_000_000, decimals: 6, unit: "" };

impl Bounds {
    /// Gives `value` back if it lies in this range; `member` names what it is the value of.
    pub(crate) fn check(&self, member: &str, value: u64) -> Result<u64, ScenarioError> {
        if (self.min..=self.max).contains(&value) {
            return Ok(value);
        }
        Err(self.out_of_range(member, self.shown(value)))
    }

    /// The error for something that lies outside this range.
    pub(crate) fn out_of_range(&self, member: &str, found: String) -> ScenarioError {
        let allowed = format!("{} to {}{}", self.shown(self.min), self.shown(self.max), self.unit);
        ScenarioError::OutOfRange { member: member.to_owned(), found, allowed }
    }

    /// A value in the unit of the member: as few decimals as say it exactly.
    pub(crate) fn shown(&self, value: u64) -> String {
        let scale = 10u64.pow(self.decimals);
        let (whole, rest) = (value / scale, value % scale);
        if rest == 0 {
            return whole.to_string();
        }
        let decimals = format!("{rest:0width$}", width = self.decimals as usize);
        format!("{whole}.{}", decimals.trim_end_matches('0'))
    }
}

impl Scenario {
    /// Checks that this scenario can be run: every number in its range, every request well-formed.
    ///
    /// A [`World`](crate::World) is plain data, so this is what stands between a scenario from
    /// elsewhere and the engine. Whether the engine knows the URL's scheme is its own question.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), ScenarioError> {
        if !STARTS_AT_UNIX_S.contains(&self.starts_at_unix_s) {
            return Err(ScenarioError::StartOutOfRange);
        }
        let world = &self.world;
        check_span("“world.rtt_ms”", &RTT_MS, world.round_trip_time)?;
        check_span("“world.resolver_rtt_ms”", &RTT_MS, world.resolver_round_trip_time)?;
        if let Some(bandwidth) = world.bandwidth_bits_per_s {
            BANDWIDTH_MBIT_PER_S.check("“world.bandwidth_mbit_per_s”", bandwidth)?;
        }
        MTU.check("“world.mtu”", u64::from(world.mtu))?;
        LOSS.check("“world.loss”", u64::from(world.loss_ppm))?;
        crate::zone::check(&world.zone)?;
        check_faults(&world.faults)?;
        check_ipv6(world)?;
        match self.requests.len() {
            0 => return Err(ScenarioError::NoRequests),
            1..=MAX_REQUESTS => {}
            count => return Err(ScenarioError::TooManyRequests { count }),
        }
        for (index, request) in self.requests.iter().enumerate() {
            let number = index + 1;
            check_request(request).map_err(|error| ScenarioError::BadRequest { number, error })?;
            let member = format!("“pause_before_ms” of request {number}");
            check_span(&member, &PAUSE_MS, request.pause_before)?;
        }
        Ok(())
    }
}

/// A fault may stand there once.
fn check_faults(faults: &[Fault]) -> Result<(), ScenarioError> {
    for (index, fault) in faults.iter().enumerate() {
        if faults[..index].iter().any(|earlier| earlier.name() == fault.name()) {
            return Err(ScenarioError::RepeatedFault { name: fault.name() });
        }
        if let Fault::PacketLoss { ppm } = fault {
            LOSS.check("“packet-loss”", u64::from(*ppm))?;
        }
    }
    Ok(())
}

/// IPv6 goes over links that carry so much.
fn check_ipv6(world: &World) -> Result<(), ScenarioError> {
    match world.faults.iter().find(|fault| fault.brings_ipv6()) {
        Some(fault) if world.mtu < IPV6_MTU_MIN => {
            Err(ScenarioError::MtuTooSmall { mtu: world.mtu, name: fault.name() })
        }
        _ => Ok(()),
    }
}

/// Spans are whole microseconds: what the JSON writes, and what halves into nanoseconds.
fn check_span(member: &str, bounds: &Bounds, span: Duration) -> Result<(), ScenarioError> {
    if !span.subsec_nanos().is_multiple_of(1000) {
        let decimals = bounds.decimals;
        return Err(ScenarioError::TooPrecise { member: member.to_owned(), decimals });
    }
    let microseconds = u64::try_from(span.as_micros()).unwrap_or(u64::MAX);
    bounds.check(member, microseconds).map(drop)
}

/// Having a `Request` is the proof that it was parsed, unless it came out of octets.
fn check_request(request: &Request) -> Result<(), ParseRequestError> {
    let octets = request.body.len();
    if octets > MAX_BODY_OCTETS {
        return Err(ParseRequestError::BodyTooLarge { octets });
    }
    let lines = request.field_lines.iter().map(|line| (line.name.clone(), line.value.clone()));
    let lines: Vec<(String, String)> = lines.collect();
    let parsed = Request::parse(&request.method, request.url.as_str(), &lines, Vec::new())?;
    // Parsing trims what the reader typed; what was parsed once has nothing left to trim.
    if parsed.method != request.method {
        return Err(ParseRequestError::BadMethod { method: request.method.clone(), found: ' ' });
    }
    let mut pairs = request.field_lines.iter().zip(&parsed.field_lines);
    match pairs.find(|(given, trimmed)| given != trimmed) {
        Some((given, trimmed)) => Err(untrimmed(given, trimmed)),
        None => Ok(()),
    }
}

fn untrimmed(given: &FieldLine, trimmed: &FieldLine) -> ParseRequestError {
    let (name, found) = (given.name.clone(), ' ');
    if given.name == trimmed.name {
        ParseRequestError::BadFieldValue { name, found }
    } else {
        ParseRequestError::BadFieldName { name, found }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(change: impl FnOnce(&mut Scenario), expected: &str) {
        let mut scenario = Scenario::default();
        change(&mut scenario);
        let shown = match scenario.check() {
            Ok(()) => "fine".to_owned(),
            Err(error) => error.to_string(),
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn every_number_has_a_range() {
        check(|_| {}, "fine");
        check(
            |scenario| scenario.world.round_trip_time = Duration::from_secs(61),
            "“world.rtt_ms” is 61000; it may be 0 to 60000 ms",
        );
        check(
            |scenario| scenario.world.resolver_round_trip_time = Duration::from_nanos(1),
            "“world.resolver_rtt_ms” is too precise; it may have up to 3 decimals",
        );
        check(
            |scenario| scenario.world.bandwidth_bits_per_s = Some(0),
            "“world.bandwidth_mbit_per_s” is 0; it may be 0.001 to 100000 Mbit/s",
        );
        check(
            |scenario| scenario.world.mtu = 68,
            "“world.mtu” is 68; it may be 576 to 9000 octets",
        );
        check(
            |scenario| scenario.world.loss_ppm = 1_000_001,
            "“world.loss” is 1.000001; it may be 0 to 1",
        );
        check(
            |scenario| scenario.requests[0].pause_before = Duration::from_secs(3601),
            "“pause_before_ms” of request 1 is 3601000; it may be 0 to 3600000 ms",
        );
        check(
            |scenario| scenario.starts_at_unix_s = -1,
            "“starts_at” lies outside the years 1970 to 2499",
        );
    }

    #[test]
    fn a_request_out_of_octets_is_checked_again() {
        check(
            |scenario| scenario.requests[0].method = "GE T".to_owned(),
            "request 1: the method “GE T” holds a space; a method is one word, e.g. GET",
        );
        check(
            |scenario| scenario.requests[0].field_lines[0].value = " x".to_owned(),
            "request 1: the value of the header “Accept” holds a space; keep it on one line",
        );
        check(
            |scenario| scenario.requests[0].body = vec![0; MAX_BODY_OCTETS + 1],
            "request 1: the body has 1048577 bytes; up to 1048576 bytes (1 MiB) can be sent",
        );
        check(
            |scenario| scenario.requests.clear(),
            "the scenario has no request; put one into “requests”",
        );
        check(
            |scenario| scenario.requests = vec![scenario.requests[0].clone(); 1001],
            "the scenario has 1001 requests; up to 1000 can be run",
        );
    }
}
