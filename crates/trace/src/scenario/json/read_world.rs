//! The world of a scenario, option by option, from its homes.

use super::node::Node;
use super::script::{self, SERVERS};
use crate::scenario::bounds::TTL_S;
use crate::scenario::{
    Fault, Home, MAX_ZONE_ENTRIES, OptionDescription, OptionKind, ScenarioError, World, ZoneEntry,
};

const FAULTS: &str = "faults";
pub(super) const ZONE: &str = "zone";
const ZONE_MEMBERS: &[&str] = &["name", "type", "value", "ttl_s"];
/// How long a record may be remembered, where its entry does not say: five minutes.
const TTL_S_DEFAULT: u32 = 300;

pub(super) fn world(node: &Node<'_>) -> Result<World, ScenarioError> {
    let object = node.object()?;
    let homes = Home::ALL.map(Home::name);
    object.refuse_others(&[&homes[..], &[FAULTS, SERVERS]].concat())?;
    let mut world = World::default();
    for home in Home::ALL {
        let name = home.name();
        if let Some(node) = object.member(name, format!("“world.{name}”")) {
            read_home(home, &node, &mut world)?;
        }
    }
    if let Some(node) = object.member(SERVERS, format!("“world.{SERVERS}”")) {
        world.servers = script::read(&node)?;
    }
    if let Some(node) = object.member(FAULTS, format!("“world.{FAULTS}”")) {
        world.faults = faults(&node)?;
    }
    Ok(world)
}

fn read_home(home: Home, node: &Node<'_>, world: &mut World) -> Result<(), ScenarioError> {
    let object = node.object()?;
    let mut known: Vec<&str> = home.options().iter().map(|option| option.member).collect();
    if home == Home::Names {
        known.push(ZONE);
    }
    object.refuse_others(&known)?;
    for option in home.options() {
        if let Some(node) = object.member(option.member, option.place()) {
            (option.set)(world, value(option, &node)?);
        }
    }
    let zone_node = object.member(ZONE, format!("“world.{}.{ZONE}”", home.name()));
    if let Some(node) = zone_node {
        world.names.zone = zone(&node)?;
    }
    Ok(())
}

/// The value of an option, within its bounds.
pub(super) fn value<Of>(
    option: &OptionDescription<Of>,
    node: &Node<'_>,
) -> Result<Option<u64>, ScenarioError> {
    match option.kind {
        OptionKind::Switch => Ok(Some(u64::from(node.truth()?))),
        OptionKind::Number(bounds) => node.number(&bounds).map(Some),
        OptionKind::Limit(_) if node.is_null() => Ok(None),
        OptionKind::Limit(bounds) => node.number(&bounds).map(Some),
        OptionKind::Choice(_) => option.choice(&node.text()?, &node.name),
    }
}

fn faults(node: &Node<'_>) -> Result<Vec<Fault>, ScenarioError> {
    let nodes = node.list(|number| format!("fault {number}"))?;
    let read = nodes.iter().enumerate().map(|(index, node)| {
        let number = index + 1;
        Fault::parse(&node.text()?).map_err(|error| ScenarioError::BadFault { number, error })
    });
    read.collect()
}

pub(super) fn zone(node: &Node<'_>) -> Result<Vec<ZoneEntry>, ScenarioError> {
    let nodes = node.list(|number| format!("zone entry {number}"))?;
    if nodes.len() > MAX_ZONE_ENTRIES {
        return Err(ScenarioError::TooManyZoneEntries { count: nodes.len() });
    }
    nodes.iter().enumerate().map(|(index, node)| zone_entry(node, index + 1)).collect()
}

fn zone_entry(node: &Node<'_>, number: usize) -> Result<ZoneEntry, ScenarioError> {
    let object = node.object()?;
    object.refuse_others(ZONE_MEMBERS)?;
    let member = |name: &str| object.member(name, format!("“{name}” of zone entry {number}"));
    let text = |name: &'static str| {
        member(name).ok_or_else(|| object.missing(name)).and_then(|node| node.text())
    };
    let ttl_s = match member("ttl_s") {
        Some(node) => node.number(&TTL_S)?.try_into().expect("a week fits 32 bits"),
        None => TTL_S_DEFAULT,
    };
    let entry = ZoneEntry::parse(&text("name")?, &text("type")?, &text("value")?, ttl_s);
    entry.map_err(|error| ScenarioError::BadZoneEntry { number, error })
}
