//! Rows as lines of CSV (RFC 4180).

use crate::Value;

/// The value of Content-Type; the first line holds the names.
pub(crate) const MEDIA_TYPE: &str = "text/csv; charset=utf-8; header=present";

/// The names, then the rows, each with its line end.
pub(crate) fn lines(columns: &[String], rows: &[Vec<Value>]) -> Vec<String> {
    let names = line(columns.iter().map(|name| written(name)));
    let rows = rows.iter().map(|row| line(row.iter().map(value)));
    core::iter::once(names).chain(rows).collect()
}

fn line(fields: impl Iterator<Item = String>) -> String {
    fields.collect::<Vec<_>>().join(",") + "\r\n"
}

fn value(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => written(text),
    }
}

/// In quotes where it has to be (RFC 4180 §2).
fn written(text: &str) -> String {
    match text.contains(['"', ',', '\r', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_field_stands_in_quotes() {
        let columns = ["id".to_owned(), "name".to_owned()];
        let row = |name: &str| vec![Value::Integer(1), Value::Text(name.to_owned())];
        let rows = [row("Ada"), row("Lovelace, Ada"), row("the \"first\""), vec![Value::Null; 2]];
        let expected = ["id,name", "1,Ada", "1,\"Lovelace, Ada\"", "1,\"the \"\"first\"\"\"", ","];
        assert_eq!(lines(&columns, &rows), expected.map(|line| format!("{line}\r\n")));
    }
}
