//! What each request brings along.

use crate::settings::Settings;
use crate::{Database, Observer, Surroundings};
use std::sync::Arc;

/// What a request is answered with: without it in the request's extensions, the answer is 500.
#[derive(Clone)]
pub struct Backing {
    /// Executes the statements.
    pub database: Arc<dyn Database>,
    /// Is told of the stages.
    pub observer: Arc<dyn Observer>,
    /// Knows the time, and counts what is counted.
    pub surroundings: Arc<dyn Surroundings>,
    /// How the service behaves.
    pub settings: Settings,
}

/// Stands in the extensions of a request that came encrypted (`https`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encrypted;
