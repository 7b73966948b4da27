//! The world of version 1: one object of numbers, and one list of all that was not usual. It is read
//! for good, and nothing is ever added to it.

use super::node::Node;
use super::read_world::{ZONE, value, zone};
use crate::scenario::check::IPV6_MTU_MIN;
use crate::scenario::{
    ClientOptions, FaultV1, NetworkOptions, OptionDescription, ScenarioError, World,
};

const FAULTS: &str = "faults";

/// What has one value each, by the names of version 1.
const OPTIONS: [(&str, OptionDescription); 7] = [
    ("client", ClientOptions::KIND),
    ("rtt_ms", NetworkOptions::ROUND_TRIP_TIME),
    ("resolver_rtt_ms", NetworkOptions::RESOLVER_ROUND_TRIP_TIME),
    ("bandwidth_mbit_per_s", NetworkOptions::BANDWIDTH),
    ("mtu", NetworkOptions::MTU),
    ("loss", NetworkOptions::LOSS),
    ("http", ClientOptions::HTTP),
];

pub(super) fn world_of_version_1(node: &Node<'_>) -> Result<World, ScenarioError> {
    let object = node.object()?;
    let known = OPTIONS.map(|(name, _)| name);
    object.refuse_others(&[&known[..], &[ZONE, FAULTS]].concat())?;
    let member = |name: &str| object.member(name, format!("“world.{name}”"));

    let mut world = World::default();
    for (name, option) in &OPTIONS {
        if let Some(node) = member(name) {
            (option.set)(&mut world, value(option, &node)?);
        }
    }
    if let Some(node) = member(ZONE) {
        world.names.zone = zone(&node)?;
    }
    if let Some(node) = member(FAULTS) {
        let faults = faults(&node)?;
        check(&faults, world.network.mtu)?;
        faults.into_iter().for_each(|fault| fault.apply_to(&mut world));
    }
    Ok(world)
}

fn faults(node: &Node<'_>) -> Result<Vec<FaultV1>, ScenarioError> {
    let nodes = node.list(|number| format!("fault {number}"))?;
    let read = nodes.iter().enumerate().map(|(index, node)| {
        let number = index + 1;
        FaultV1::parse(&node.text()?).map_err(|error| ScenarioError::BadFault { number, error })
    });
    read.collect()
}

/// What can no more be said of the world that comes of them, by the names that the file has.
fn check(faults: &[FaultV1], mtu: u16) -> Result<(), ScenarioError> {
    for (index, fault) in faults.iter().enumerate() {
        let name = fault.name();
        if faults[..index].iter().any(|earlier| earlier.name() == name) {
            return Err(ScenarioError::RepeatedFault { name });
        }
    }
    match faults.iter().find(|fault| fault.brings_ipv6()) {
        Some(fault) if mtu < IPV6_MTU_MIN => {
            let (member, name) = ("“world.mtu”", fault.name());
            Err(ScenarioError::MtuTooSmall { member, mtu, name })
        }
        _ => Ok(()),
    }
}
