//! What a request says of how it is sent, in either version of HTTP.

use crate::roles::client_profile::ClientProfile;
use crate::simulation::Simulation;
use futures_channel::oneshot;
use trace::Request;

/// Waits for the server to ask for the content, but not for long. `false` where it knows its answer
/// without: `asked_for` ends with the answer.
pub async fn is_content_wanted(
    simulation: &Simulation,
    profile: &ClientProfile,
    asked_for: oneshot::Receiver<()>,
) -> bool {
    let asked = simulation.timeout(profile.continue_patience, asked_for).await;
    !matches!(asked, Some(Err(_)))
}

/// Whether the client waits before it sends the content, of which there is some (RFC 9110 §10.1.1).
pub fn expects_continue(request: &Request) -> bool {
    !request.body.is_empty() && request.field_lines.lists("expect", "100-continue")
}

/// The length that the client adds, where the reader has not framed the content otherwise.
pub fn content_length(request: &Request) -> Option<usize> {
    let framed = request.field_value("content-length").is_some()
        || request.field_value("transfer-encoding").is_some();
    let expects_content = matches!(request.method.as_str(), "POST" | "PUT" | "PATCH");
    (!framed && (expects_content || !request.body.is_empty())).then_some(request.body.len())
}

/// Whether it does not matter how often it is sent (RFC 9110 §9.2.2).
pub fn is_idempotent(request: &Request) -> bool {
    matches!(request.method.as_str(), "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE")
}
