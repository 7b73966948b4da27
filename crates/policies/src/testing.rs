//! What the tests of several policies write alike.

use trace::{FieldLine, FieldLines};

/// Field lines, from names and values.
pub fn lines(lines: &[(&str, &str)]) -> FieldLines {
    let line = |(name, value): &(&str, &str)| FieldLine {
        name: (*name).to_owned(),
        value: (*value).to_owned(),
    };
    lines.iter().map(line).collect()
}
