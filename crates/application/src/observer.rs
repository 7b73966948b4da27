//! How the application tells what it is doing.

use crate::BoxFuture;
use core::time::Duration;
use trace::{StageKind, StageOutcome};

/// Told of every stage of the work on one request.
pub trait Observer: Send + Sync + 'static {
    /// A stage begins.
    fn begin(&self, kind: StageKind);
    /// The stage ends: what it was about, and how it went. The host may let time pass before the
    /// future is ready; that is how a stage takes as long as was chosen.
    fn end(&self, kind: StageKind, detail: String, outcome: StageOutcome) -> BoxFuture<()>;
    /// What the client will need is known before the answer is: the host sends it ahead where it
    /// can, as the field Link of a 103 (RFC 8297 §2).
    fn hint(&self, link: &'static str) -> BoxFuture<()>;
    /// Work that takes this long, as was chosen: the host lets the time pass.
    fn work(&self, takes: Duration) -> BoxFuture<()>;
}
