//! What the origin server offers.

use serde::{Deserialize, Serialize};

/// A method on a path of the origin server, and how to try it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// The method.
    pub method: String,
    /// The path pattern, e.g. `/users/{id}`.
    pub path: String,
    /// What it is for, in a few words.
    pub purpose: String,
    /// The query parameters that it knows, e.g. `sort=asc|desc`.
    pub parameters: Vec<String>,
    /// A request target that leads to it, e.g. `/users/42`.
    pub target: String,
    /// JSON that it takes; empty where it takes no content.
    pub content: String,
}
