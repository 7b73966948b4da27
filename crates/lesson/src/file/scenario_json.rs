//! A scenario within a lesson: as it stands in a scenario file.

use serde::{Deserialize, Serialize};
use trace::{Scenario, scenario_from_json, scenario_to_json};

/// For `serde(with)`.
pub fn serialize<S: serde::Serializer>(scenario: &Scenario, to: S) -> Result<S::Ok, S::Error> {
    let text = scenario_to_json(scenario);
    let value: serde_json::Value =
        serde_json::from_str(&text).map_err(serde::ser::Error::custom)?;
    value.serialize(to)
}

/// For `serde(with)`.
pub fn deserialize<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Scenario, D::Error> {
    let value = serde_json::Value::deserialize(from)?;
    scenario_from_json(&value.to_string()).map_err(serde::de::Error::custom)
}
