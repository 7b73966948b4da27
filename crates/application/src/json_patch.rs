//! JSON Patch (RFC 6902): a list of operations that are all done, or none.

use crate::json_pointer::{Pointer, index};
use serde_json::{Map, Value as Json};

/// How many operations a patch may have.
const OPERATIONS_MAX: usize = 100;
/// How large a document may grow meanwhile, in octets of JSON.
const DOCUMENT_OCTETS_MAX: usize = 64 * 1024;

/// How deep it may be nested, in levels: as deep as any content that is read.
const DEPTH_MAX: usize = 128;

/// Why a patch was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PatchError {
    /// It is no patch: what is wrong with it.
    Malformed(String),
    /// It asks for too much.
    TooLarge(String),
    /// The document is not as the patch supposes (RFC 6902 §5).
    Conflict(String),
}

use PatchError::{Conflict, Malformed, TooLarge};

/// One operation (RFC 6902 §4).
#[derive(Debug, Clone, PartialEq)]
enum Operation {
    Add { path: Pointer, value: Json },
    Remove { path: Pointer },
    Replace { path: Pointer, value: Json },
    Move { from: Pointer, path: Pointer },
    Copy { from: Pointer, path: Pointer },
    Test { path: Pointer, value: Json },
}

/// A patch that can be read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Patch(Vec<Operation>);

impl Patch {
    /// Reads a patch. Members that are not known are passed over (RFC 6902 §4).
    pub fn read(document: &Json) -> Result<Self, PatchError> {
        let Json::Array(operations) = document else {
            return Err(Malformed("a JSON Patch is an array of operations".to_owned()));
        };
        if operations.len() > OPERATIONS_MAX {
            let detail = format!(
                "the patch has {} operations; up to {OPERATIONS_MAX} are done",
                operations.len()
            );
            return Err(TooLarge(detail));
        }
        let read = operations.iter().enumerate().map(|(at, operation)| {
            operation_of(operation)
                .map_err(|wrong| Malformed(format!("operation {}: {wrong}", at + 1)))
        });
        read.collect::<Result<_, _>>().map(Self)
    }

    /// The document after all operations.
    pub fn apply(&self, mut document: Json) -> Result<Json, PatchError> {
        for (at, operation) in self.0.iter().enumerate() {
            operation
                .apply(&mut document)
                .map_err(|wrong| Conflict(format!("operation {}: {wrong}", at + 1)))?;
            // Each copy may double it.
            if grows(operation) && depth(&document) > DEPTH_MAX {
                let detail = format!(
                    "operation {}: the document is nested beyond {DEPTH_MAX} levels",
                    at + 1
                );
                return Err(TooLarge(detail));
            }
            if grows(operation) && octets(&document) > DOCUMENT_OCTETS_MAX {
                let detail = format!(
                    "operation {}: the document grows beyond {DOCUMENT_OCTETS_MAX} octets",
                    at + 1
                );
                return Err(TooLarge(detail));
            }
        }
        Ok(document)
    }
}

fn grows(operation: &Operation) -> bool {
    match operation {
        Operation::Add { .. }
        | Operation::Replace { .. }
        | Operation::Move { .. }
        | Operation::Copy { .. } => true,
        Operation::Remove { .. } | Operation::Test { .. } => false,
    }
}

/// How many levels there are.
fn depth(document: &Json) -> usize {
    let within = match document {
        Json::Array(items) => items.iter().map(depth).max(),
        Json::Object(members) => members.values().map(depth).max(),
        _ => None,
    };
    1 + within.unwrap_or(0)
}

fn octets(document: &Json) -> usize {
    serde_json::to_vec(document).map_or(usize::MAX, |octets| octets.len())
}

fn operation_of(operation: &Json) -> Result<Operation, String> {
    let Json::Object(members) = operation else { return Err("it is no object".to_owned()) };
    let text = |name: &str| match members.get(name) {
        Some(Json::String(text)) => Ok(text.as_str()),
        Some(_) => Err(format!("“{name}” is no text")),
        None => Err(format!("“{name}” is missing")),
    };
    let pointer = |name: &str| {
        Pointer::parse(text(name)?).map_err(|wrong| format!("“{name}” is no pointer: {wrong}"))
    };
    let value = || members.get("value").cloned().ok_or_else(|| "“value” is missing".to_owned());
    let path = || pointer("path");
    Ok(match text("op")? {
        "add" => Operation::Add { path: path()?, value: value()? },
        "remove" => Operation::Remove { path: path()? },
        "replace" => Operation::Replace { path: path()?, value: value()? },
        "move" => Operation::Move { from: pointer("from")?, path: path()? },
        "copy" => Operation::Copy { from: pointer("from")?, path: path()? },
        "test" => Operation::Test { path: path()?, value: value()? },
        other => {
            let shown = crate::problem::Quoted(other);
            return Err(format!(
                "“op” is {shown}; it can be add, remove, replace, move, copy or test"
            ));
        }
    })
}

impl Operation {
    fn apply(&self, document: &mut Json) -> Result<(), String> {
        match self {
            Self::Add { path, value } => add(document, path, value.clone()),
            Self::Remove { path } => remove(document, path).map(drop),
            Self::Replace { path, value } => {
                *place(document, path)? = value.clone();
                Ok(())
            }
            Self::Move { from, path } if from == path => place(document, from).map(drop),
            Self::Move { from, path } if from.holds(path) => {
                Err("nothing can be moved into itself".to_owned())
            }
            Self::Move { from, path } => {
                let value = remove(document, from)?;
                add(document, path, value)
            }
            Self::Copy { from, path } => {
                let value = place(document, from)?.clone();
                add(document, path, value)
            }
            Self::Test { path, value } => match is_same(place(document, path)?, value) {
                true => Ok(()),
                false => Err("the document holds another value than the one tested for".to_owned()),
            },
        }
    }
}

fn nothing_there() -> String {
    "there is nothing at this path".to_owned()
}

/// What stands there.
fn place<'a>(document: &'a mut Json, path: &Pointer) -> Result<&'a mut Json, String> {
    let mut at = document;
    for token in &path.0 {
        at = match at {
            Json::Object(members) => members.get_mut(token).ok_or_else(nothing_there)?,
            Json::Array(items) => {
                index(token).and_then(|at| items.get_mut(at)).ok_or_else(nothing_there)?
            }
            _ => return Err(nothing_there()),
        };
    }
    Ok(at)
}

/// What the last token is within, and that token.
fn parent<'a, 'b>(
    document: &'a mut Json,
    path: &'b Pointer,
) -> Result<Option<(&'a mut Json, &'b str)>, String> {
    let Some((last, before)) = path.0.split_last() else { return Ok(None) };
    let parent = place(document, &Pointer(before.to_vec()))?;
    Ok(Some((parent, last)))
}

/// RFC 6902 §4.1: into an array it is put before what stands there, and `-` is behind its end.
fn add(document: &mut Json, path: &Pointer, value: Json) -> Result<(), String> {
    let Some((parent, last)) = parent(document, path)? else {
        *document = value;
        return Ok(());
    };
    match parent {
        Json::Object(members) => {
            members.insert(last.to_owned(), value);
            Ok(())
        }
        Json::Array(items) => {
            let at = if last == "-" { Some(items.len()) } else { index(last) };
            let at = at.filter(|at| *at <= items.len()).ok_or_else(nothing_there)?;
            items.insert(at, value);
            Ok(())
        }
        _ => Err(nothing_there()),
    }
}

/// RFC 6902 §4.2.
fn remove(document: &mut Json, path: &Pointer) -> Result<Json, String> {
    let Some((parent, last)) = parent(document, path)? else {
        return Ok(core::mem::take(document));
    };
    match parent {
        Json::Object(members) => members.remove(last).ok_or_else(nothing_there),
        Json::Array(items) => {
            let at = index(last).filter(|at| *at < items.len()).ok_or_else(nothing_there)?;
            Ok(items.remove(at))
        }
        _ => Err(nothing_there()),
    }
}

/// RFC 6902 §4.6: numbers by their values, members in any order.
fn is_same(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Number(one), Json::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Json::Array(one), Json::Array(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Json::Object(one), Json::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(name, value)| other.get(name).is_some_and(|other| is_same(value, other)))
        }
        _ => one == other,
    }
}

/// The document with a merge patch in it (RFC 7396 §2).
pub(crate) fn merge(document: Json, patch: &Json) -> Json {
    let Json::Object(members) = patch else { return patch.clone() };
    let mut merged = match document {
        Json::Object(merged) => merged,
        _ => Map::new(),
    };
    for (name, value) in members {
        match value {
            Json::Null => {
                merged.remove(name);
            }
            value => {
                let before = merged.remove(name).unwrap_or_default();
                merged.insert(name.clone(), merge(before, value));
            }
        }
    }
    Json::Object(merged)
}

#[cfg(test)]
mod tests;
