//! The acts of an exchange: the phases of a trace, and what comes after them.

use trace::{Cause, Phase};

/// A part of the picture under one heading. Within one exchange acts only move forward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Belongs to no exchange, e.g. what a host does before the first one; has no heading.
    Outside,
    /// Why the exchange is made, where it is not the one that was asked for.
    Cause(Cause),
    /// A phase of the exchange.
    Phase(Phase),
    /// The connection is closed behind the exchange.
    Close,
}
