//! What requests and answers alike are written with: field lines, and octets.

use super::node::Node;
use crate::hidden::escaped_in_json;
use crate::scenario::ScenarioError;
use crate::{FieldLine, FieldLines};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

const BODY_MEMBERS: &[&str] = &["base64"];

/// Pairs of a name and a value.
pub(super) fn headers(node: &Node<'_>) -> Result<Vec<(String, String)>, ScenarioError> {
    let of = owner(node);
    let lines = node.list(|line| format!("header {line} of {of}"))?;
    let pair = |line: &Node<'_>| {
        let parts = line.list(|_| line.name.clone())?;
        match parts.as_slice() {
            [name, value] => Ok((name.text()?, value.text()?)),
            _ => Err(line.wrong_type("a pair [\"name\", \"value\"]")),
        }
    };
    lines.iter().map(pair).collect()
}

/// Whose member a node is: `request 2` of `“url” of request 2`.
fn owner<'a>(node: &'a Node<'_>) -> &'a str {
    node.name.split_once(" of ").map_or(&*node.name, |(_, owner)| owner)
}

/// A text, or octets in base64.
pub(super) fn body(node: &Node<'_>) -> Result<Vec<u8>, ScenarioError> {
    if !node.is_object() {
        let text = node.text().map_err(|_| node.wrong_type("a text, or {\"base64\": \"…\"}"))?;
        return Ok(text.into_bytes());
    }
    let object = node.object()?;
    object.refuse_others(BODY_MEMBERS)?;
    let encoded = object.member("base64", format!("“base64” of {}", owner(node)));
    let encoded = encoded.ok_or_else(|| object.missing("base64"))?;
    let member = encoded.name.clone();
    STANDARD.decode(encoded.text()?).map_err(|_| ScenarioError::NotBase64 { member })
}

/// Each as a pair.
pub(super) fn pairs(lines: &FieldLines) -> Vec<String> {
    let pair = |line: &FieldLine| format!("[{}, {}]", quoted(&line.name), quoted(&line.value));
    lines.iter().map(pair).collect()
}

/// Field lines on one line.
pub(super) fn lines_text(lines: &FieldLines) -> String {
    pairs(lines).join(", ")
}

/// A text, or octets in base64.
pub(super) fn body_text(body: &[u8]) -> String {
    match str::from_utf8(body) {
        Ok(text) => quoted(text),
        Err(_) => format!("{{\"base64\": \"{}\"}}", STANDARD.encode(body)),
    }
}

/// In quotes.
pub(super) fn quoted(text: &str) -> String {
    escaped_in_json(serde_json::to_string(text).expect("a text is always JSON"))
}
