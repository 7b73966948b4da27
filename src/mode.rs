//! Where Send sends to.

/// What the switch says. A page starts simulated, whatever its link holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// Into the simulated world.
    #[default]
    Simulated,
    /// To a server that exists.
    Real,
}
