//! What a script may set of a request by `fetch` (Fetch, “Methods”, “Headers”, and the guards of
//! “Headers class”).

use super::modes::Mode;
use super::safelist::{is_safelisted_method, is_safelisted_request_field};
use core::fmt;
use trace::{FieldLine, FieldLines, is_forbidden_method, is_forbidden_request_field};

/// Why `fetch` throws, or why a field line does not go along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSettable {
    /// A forbidden method: `fetch` throws a TypeError.
    Method {
        /// Which.
        method: String,
    },
    /// A method other than GET, HEAD and POST in mode no-cors: the same.
    MethodWithoutCors {
        /// Which.
        method: String,
    },
    /// A forbidden request-header, which is the browser's own: it is left out.
    Field {
        /// Its name, as it was written.
        name: String,
    },
    /// In mode no-cors, what is not safelisted: it is left out.
    FieldWithoutCors {
        /// Its name, as it was written.
        name: String,
    },
}

impl fmt::Display for NotSettable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Method { method } => write!(f, "no script may use {method}"),
            Self::MethodWithoutCors { method } => write!(f, "{method} needs mode cors"),
            Self::Field { name } => write!(f, "no script may set {name}"),
            Self::FieldWithoutCors { name } => write!(f, "{name} needs mode cors"),
        }
    }
}

/// The method as a script's request has it (“normalize”): the six that were always known in capital
/// letters, all others as they are written.
pub fn normalized(method: &str) -> String {
    const KNOWN: [&str; 6] = ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"];
    let known = KNOWN.iter().find(|known| known.eq_ignore_ascii_case(method));
    known.map_or_else(|| method.to_owned(), |known| (*known).to_owned())
}

/// What is left of what a script sets, and what it may not.
///
/// # Errors
/// The method that makes `fetch` throw.
pub fn settable(
    method: &str,
    field_lines: &FieldLines,
    mode: Mode,
) -> Result<(FieldLines, Vec<NotSettable>), NotSettable> {
    let method_told = || method.to_owned();
    if is_forbidden_method(method) {
        return Err(NotSettable::Method { method: method_told() });
    }
    if mode == Mode::NoCors && !is_safelisted_method(method) {
        return Err(NotSettable::MethodWithoutCors { method: method_told() });
    }
    let (mut kept, mut left_out) = (FieldLines::new(), Vec::new());
    for line in field_lines.iter() {
        match unsettable(line, &kept, mode) {
            Some(reason) => left_out.push(reason),
            None => kept.push(line.clone()),
        }
    }
    Ok((kept, left_out))
}

fn unsettable(line: &FieldLine, kept: &FieldLines, mode: Mode) -> Option<NotSettable> {
    let name = || line.name.clone();
    if is_forbidden_request_field(&line.name, &line.value) {
        return Some(NotSettable::Field { name: name() });
    }
    // “no-CORS-safelisted request-header”, with what is there of this name already.
    let before = kept.combined(&line.name).map(|before| before + ", ");
    let value = before.unwrap_or_default() + &line.value;
    let is_safe =
        is_safelisted_request_field(&line.name, &value) && !line.name.eq_ignore_ascii_case("range");
    (mode == Mode::NoCors && !is_safe).then(|| NotSettable::FieldWithoutCors { name: name() })
}
