//! What DNS knows.

use super::{OptionDescription, ZoneEntry};
use serde::{Deserialize, Serialize};

/// What the zones hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamesOptions {
    /// Records besides those of the names that every world has.
    pub zone: Vec<ZoneEntry>,
}

impl NamesOptions {
    /// What has one value each: nothing as yet. The zone is a list, which JSON and links write in a
    /// way of their own.
    pub const ALL: &'static [OptionDescription] = &[];
}
