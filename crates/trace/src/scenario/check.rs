//! The one gate: a JSON file and the octets that the worker is given both go through
//! [`Scenario::check`], so a hostile scenario is refused with a sentence before anything runs.

use super::bounds::{Bounds, LONG_PAUSE_MS, PAUSE_MS};
use super::{
    Fault, FetchOptions, MAX_BODY_OCTETS, OptionDescription, OptionKind, ParseRequestError,
    Request, Scenario, ScenarioError, World, script, zone,
};
use crate::FieldLine;
use core::time::Duration;

/// The most requests that one scenario may hold.
pub const MAX_REQUESTS: usize = 1000;

/// 1970-01-01T00:00:00Z to 2499-12-31T23:59:59Z: every instant of a run fits the 64-bit
/// nanoseconds of a capture file.
pub(crate) const STARTS_AT_UNIX_S: core::ops::RangeInclusive<i64> = 0..=16_725_225_599;

/// The least that a link carries which IPv6 is used on, in octets (RFC 8200 §5).
pub(super) const IPV6_MTU_MIN: u16 = 1280;

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
        check_options(world)?;
        zone::check(&world.names.zone)?;
        script::check(&world.servers)?;
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
            check_span(&member, &LONG_PAUSE_MS, request.pause_before)?;
            check_fetch(request, number)?;
        }
        Ok(())
    }
}

/// Every option is within its bounds, and says no more than its description can tell.
fn check_options(world: &World) -> Result<(), ScenarioError> {
    let mut told = world.clone();
    for option in OptionDescription::all() {
        let value = (option.get)(world);
        option.check(value, &option.place())?;
        (option.set)(&mut told, value);
        if told != *world {
            let decimals = match option.kind {
                OptionKind::Number(bounds) | OptionKind::Limit(bounds) => bounds.decimals,
                OptionKind::Switch | OptionKind::Choice(_) => 0,
            };
            return Err(ScenarioError::TooPrecise { member: option.place(), decimals });
        }
    }
    Ok(())
}

/// The same for how a request is fetched.
fn check_fetch(request: &Request, number: usize) -> Result<(), ScenarioError> {
    let FetchOptions {
        connect_timeout,
        read_timeout,
        total_timeout,
        retry_delay,
        retry_max_time,
        ..
    } = &request.fetch;
    for option in FetchOptions::ALL {
        option.check((option.get)(request), &option.place(number))?;
    }
    let spans = [connect_timeout, read_timeout, total_timeout, retry_delay, retry_max_time];
    for span in spans.into_iter().flatten() {
        check_span(&format!("a time in “fetch” of request {number}"), &PAUSE_MS, *span)?;
    }
    Ok(())
}

/// A fault may stand there once.
fn check_faults(faults: &[Fault]) -> Result<(), ScenarioError> {
    let is_repeated = |(index, fault): &(usize, &Fault)| faults[..*index].contains(fault);
    match faults.iter().enumerate().find(is_repeated) {
        Some((_, fault)) => Err(ScenarioError::RepeatedFault { name: fault.name() }),
        None => Ok(()),
    }
}

/// IPv6 goes over links that carry so much.
fn check_ipv6(world: &World) -> Result<(), ScenarioError> {
    let mtu = world.network.mtu;
    if !world.has_ipv6() || mtu >= IPV6_MTU_MIN {
        return Ok(());
    }
    let member = "“world.network.mtu”";
    let name = match world.network.dual_stack {
        true => "dual_stack",
        false => Fault::BrokenIpv6.name(),
    };
    Err(ScenarioError::MtuTooSmall { member, mtu, name })
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
            |scenario| scenario.world.network.round_trip_time = Duration::from_secs(61),
            "“world.network.rtt_ms” is 61000; it may be 0 to 60000 ms",
        );
        check(
            |scenario| scenario.world.network.resolver_round_trip_time = Duration::from_nanos(1),
            "“world.network.resolver_rtt_ms” is too precise; it may have up to 3 decimals",
        );
        check(
            |scenario| scenario.world.network.bandwidth_bits_per_s = Some(0),
            "“world.network.bandwidth_mbit_per_s” is 0; it may be 0.001 to 100000 Mbit/s",
        );
        check(
            |scenario| scenario.world.network.mtu = 68,
            "“world.network.mtu” is 68; it may be 576 to 9000 octets",
        );
        check(
            |scenario| scenario.world.network.loss_ppm = 1_000_001,
            "“world.network.loss” is 1.000001; it may be 0 to 1",
        );
        check(
            |scenario| scenario.requests[0].pause_before = Duration::from_secs(315_576_001),
            "“pause_before_ms” of request 1 is 315576001000; it may be 0 to 315576000000 ms",
        );
        check(
            |scenario| scenario.starts_at_unix_s = -1,
            "“starts_at” lies outside the years 1970 to 2499",
        );
    }

    #[test]
    fn ipv6_needs_packets_of_its_least_size() {
        check(
            |scenario| {
                scenario.world.network.mtu = 1279;
                scenario.world.network.dual_stack = true;
            },
            "“world.network.mtu” is 1279 octets, and dual_stack needs 1280 at least, \
             as IPv6 does; raise it, or leave dual_stack out",
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
