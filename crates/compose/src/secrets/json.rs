//! Secrets in JSON: by the name of a member, by a name that stands beside the value, in texts that
//! hold more, and in what GraphQL passes along.

use super::LEFT_OUT;
use super::free::{free_at, unreadable};
use super::names::{is_secret_name, is_secret_pair};
use super::patterns::Suspects;
use crate::json::{Token, TokenKind, quoted, scan, unquoted};
use std::collections::BTreeSet;

/// JSON, or what was meant to be, `depth` texts deep in other JSON.
pub fn json(text: &str, depth: usize) -> String {
    let Ok(tokens) = scan(text) else { return unreadable(text) };
    let reader = Reader {
        text,
        ends: ends(&tokens),
        suspects: Suspects::of(text),
        variables: secret_variables(text),
        tokens,
        depth,
    };
    reader.redacted()
}

struct Reader<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    /// For each token that opens, the place of the one that closes.
    ends: Vec<usize>,
    suspects: Suspects,
    /// The variables that GraphQL takes secrets from.
    variables: BTreeSet<String>,
    depth: usize,
}

/// Names of members that say what another member is.
const LABELS: [&str; 8] = ["name", "key", "field", "label", "id", "param", "header", "property"];
/// Names of members that hold what is named so.
const VALUES: [&str; 6] = ["value", "val", "content", "data", "text", "default"];

impl Reader<'_> {
    fn redacted(&self) -> String {
        let mut named = BTreeSet::new();
        let mut kept = String::with_capacity(self.text.len());
        let mut at = 0;
        let mut index = 0;
        while let Some(token) = self.tokens.get(index) {
            let written = self.written(index);
            if token.kind == TokenKind::Open {
                self.name_values(index, &mut named);
            }
            let value = match token.kind {
                TokenKind::Name if self.is_secret(index) => Some(index + 2),
                _ if named.contains(&index) => Some(index),
                _ => None,
            };
            let (range, replacement) = match value {
                Some(value) => {
                    let range = token_range(&self.tokens, value, self.end(value));
                    index = self.end(value) + 1;
                    let is_kept =
                        matches!(&self.text[range.clone()], "\"\"" | "null" | "true" | "false");
                    (range, (!is_kept).then(|| format!("\"{LEFT_OUT}\"")))
                }
                None => {
                    index += 1;
                    let is_text = matches!(token.kind, TokenKind::Text | TokenKind::Name);
                    let replacement = is_text.then(|| self.text_without(written)).flatten();
                    (token.range.clone(), replacement)
                }
            };
            if let Some(replacement) = replacement {
                kept.push_str(&self.text[at..range.start]);
                kept.push_str(&replacement);
                at = range.end;
            }
        }
        kept + &self.text[at..]
    }

    fn written(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| &self.text[token.range.clone()])
    }

    /// Where the value ends that starts here.
    fn end(&self, index: usize) -> usize {
        self.ends[index].max(index)
    }

    /// Whether a member holds a secret, judged by its name.
    fn is_secret(&self, name: usize) -> bool {
        let is_text = self.tokens.get(name + 2).is_some_and(|value| value.kind == TokenKind::Text);
        let value = if is_text { unquoted(self.written(name + 2)) } else { String::new() };
        let name = unquoted(self.written(name));
        is_secret_pair(&name, &value) || self.variables.contains(&name)
    }

    /// Finds what is named by its neighbour: `{"name": "password", "value": …}`, `["password", …]`.
    fn name_values(&self, open: usize, named: &mut BTreeSet<usize>) {
        let is_text = |index: usize| {
            self.tokens.get(index).is_some_and(|token| token.kind == TokenKind::Text)
        };
        if self.written(open) == "[" {
            let is_pair = is_text(open + 1) && is_text(open + 3) && self.ends[open] == open + 4;
            if is_pair && is_secret_name(&unquoted(self.written(open + 1))) {
                named.insert(open + 3);
            }
            return;
        }
        let mut values = Vec::new();
        let mut is_labelled = false;
        let mut index = open + 1;
        while self.tokens.get(index).is_some_and(|token| token.kind == TokenKind::Name) {
            let name = unquoted(self.written(index)).to_ascii_lowercase();
            let value = index + 2;
            if VALUES.contains(&name.as_str()) {
                values.push(value);
            } else if LABELS.contains(&name.as_str()) && is_text(value) {
                is_labelled |= is_secret_name(&unquoted(self.written(value)));
            }
            // Behind the value stands a comma, or the end.
            index = self.end(value) + 2;
        }
        if is_labelled {
            named.extend(values);
        }
    }

    fn text_without(&self, written: &str) -> Option<String> {
        let text = unquoted(written);
        let kept = free_at(&text, &self.suspects, self.depth);
        (kept != text).then(|| quoted(&kept))
    }
}

fn token_range(tokens: &[Token], first: usize, last: usize) -> core::ops::Range<usize> {
    tokens[first].range.start..tokens[last].range.end
}

/// For each token, where the value ends that it starts; without recursion, since JSON may be of any
/// depth.
fn ends(tokens: &[Token]) -> Vec<usize> {
    let mut ends: Vec<usize> = (0..tokens.len()).collect();
    let mut opened = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Open => opened.push(index),
            TokenKind::Close => {
                if let Some(open) = opened.pop() {
                    ends[open] = index;
                }
            }
            TokenKind::Colon
            | TokenKind::Comma
            | TokenKind::Name
            | TokenKind::Text
            | TokenKind::Number
            | TokenKind::Word => {}
        }
    }
    ends
}

/// The variables of GraphQL that secret arguments are taken from: `login(password: $p)` names `p`.
fn secret_variables(text: &str) -> BTreeSet<String> {
    let is_in_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut variables = BTreeSet::new();
    for (at, _) in text.match_indices('$') {
        let Some(before) = text[..at].trim_end().strip_suffix(':') else { continue };
        let before = before.trim_end();
        let start = before
            .rfind(|c| !is_in_name(c))
            .map_or(0, |found| found + before[found..].chars().next().map_or(0, char::len_utf8));
        let after = &text[at + 1..];
        let len = after.find(|c| !is_in_name(c)).unwrap_or(after.len());
        if is_secret_name(&before[start..]) {
            variables.insert(after[..len].to_owned());
        }
    }
    variables
}
