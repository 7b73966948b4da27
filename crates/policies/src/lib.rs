//! What a user agent decides of itself, one policy a module, each after its standard: plain data
//! and pure functions. None knows a socket, and the time is an argument ([`Utc`]).
//!
//! The user agent of `engine` asks them in their order and notes each decision as a stage.

pub mod cache;
pub mod coding;
pub mod cookies;
pub mod cors;
pub mod http_date;
pub mod redirect;
pub mod retry;
#[cfg(test)]
mod testing;

/// An instant of the calendar: how long ago 1970-01-01T00:00:00Z was. Where a field may name an
/// earlier one, it is counted in signed seconds there.
pub type Utc = core::time::Duration;
