//! What is on the server: its endpoints by path, and the rows of its tables with what the last
//! request changed there.

use crate::texts;
use language::say;
use trace::{Endpoint, RowChange, TableChange, Trace};

/// The endpoints of one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The path pattern, e.g. `/users/{id}`.
    pub pattern: String,
    /// The query parameters that it knows.
    pub parameters: Vec<String>,
    /// One a method.
    pub endpoints: Vec<Endpoint>,
}

/// A table and its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableView {
    /// Its name.
    pub name: String,
    /// Column names, left to right.
    pub columns: Vec<String>,
    /// Its rows, with those that the last request removed where they stood.
    pub rows: Vec<RowView>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowView {
    /// Values as SQL literals, left to right.
    pub values: Vec<String>,
    /// What the last request did to it.
    pub mark: Mark,
}

/// What the last request did to a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    Unchanged,
    /// It is new.
    Added,
    /// It had these values.
    Changed(Vec<String>),
    /// It is gone.
    Removed,
}

impl Mark {
    /// The mark in a word; nothing for what is unchanged.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Unchanged => "",
            Self::Added => say(texts::ROW_ADDED),
            Self::Changed(_) => say(texts::ROW_CHANGED),
            Self::Removed => say(texts::ROW_REMOVED),
        }
    }
}

/// The paths in the order in which the server lists them.
pub fn paths(trace: &Trace) -> Vec<Path> {
    let mut paths: Vec<Path> = Vec::new();
    for endpoint in &trace.endpoints {
        if paths.last().is_none_or(|path| path.pattern != endpoint.path) {
            let pattern = endpoint.path.clone();
            paths.push(Path { pattern, parameters: Vec::new(), endpoints: Vec::new() });
        }
        let path = paths.last_mut().expect("one was pushed where there was none");
        for parameter in &endpoint.parameters {
            if !path.parameters.contains(parameter) {
                path.parameters.push(parameter.clone());
            }
        }
        path.endpoints.push(endpoint.clone());
    }
    paths
}

/// The tables as they stand, marked with what the last fetch changed.
pub fn tables(trace: &Trace) -> Vec<TableView> {
    let last = trace.fetches.last();
    let changes: Vec<&TableChange> =
        last.into_iter().flat_map(|fetch| trace.table_changes(fetch.id)).collect();
    let views = trace.tables.iter().map(|table| {
        let changes = changes.iter().filter(|change| change.table == table.name);
        let changes: Vec<&RowChange> = changes.map(|change| &change.row).collect();
        let view = |values: &Vec<String>| RowView {
            values: values.clone(),
            mark: changes.iter().find_map(|row| mark(row, values)).unwrap_or(Mark::Unchanged),
        };
        let mut rows: Vec<RowView> = table.rows.iter().map(view).collect();
        for change in &changes {
            if let RowChange::Deleted { before } = change {
                let at = rows.partition_point(|row| id_of(&row.values) < id_of(before));
                rows.insert(at, RowView { values: before.clone(), mark: Mark::Removed });
            }
        }
        TableView { name: table.name.clone(), columns: table.columns.clone(), rows }
    });
    views.collect()
}

fn mark(change: &RowChange, values: &[String]) -> Option<Mark> {
    match change {
        RowChange::Inserted { after } if after == values => Some(Mark::Added),
        RowChange::Updated { before, after } if after == values => {
            Some(Mark::Changed(before.clone()))
        }
        RowChange::Inserted { .. } | RowChange::Updated { .. } | RowChange::Deleted { .. } => None,
    }
}

/// Rows stand in the order of their first column, which holds a number.
fn id_of(values: &[String]) -> i64 {
    values.first().and_then(|value| value.parse().ok()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use trace::{Request, Scenario};

    fn users_after(requests: &[(&str, &str, &str)]) -> Vec<String> {
        let json = [("Content-Type".to_owned(), "application/json".to_owned())];
        let request = |(method, target, body): &(&str, &str, &str)| {
            let url = format!("http://api.example.com{target}");
            Request::parse(method, &url, &json, body.as_bytes().to_vec()).unwrap()
        };
        let scenario = Scenario::with_requests(requests.iter().map(request).collect());
        let tables = tables(&engine::simulate(&scenario));
        let rows = tables[0].rows.iter().filter(|row| row.mark != Mark::Unchanged);
        rows.map(|row| format!("{} {}", row.values.join(" "), row.mark.word())).collect()
    }

    #[test]
    fn the_last_request_leaves_its_mark() {
        let bob = r#"{"name": "Bob"}"#;
        assert_eq!(users_after(&[("POST", "/users", bob)]), ["124 'Bob' added"]);
        assert_eq!(users_after(&[("PUT", "/users/42", bob)]), ["42 'Bob' changed"]);
        assert_eq!(users_after(&[("DELETE", "/users/42", "")]), ["42 'Alice' removed"]);
        let read = ("GET", "/users", "");
        assert!(
            users_after(&[("POST", "/users", bob), read]).is_empty(),
            "that was the one before"
        );
    }

    #[test]
    fn every_endpoint_is_listed_once_and_can_be_tried() {
        let trace = engine::simulate(&Scenario::default());
        let paths = paths(&trace);
        let patterns: Vec<&str> = paths.iter().map(|path| path.pattern.as_str()).collect();
        assert_eq!(patterns[..3], ["/", "/users", "/users/{id}"]);
        assert!(patterns.iter().enumerate().all(|(i, path)| !patterns[..i].contains(path)));
        assert_eq!(paths[1].parameters, ["id=42", "sort=asc|desc", "fields=id,name"]);
        for endpoint in paths.iter().flat_map(|path| &path.endpoints) {
            let url = format!("http://api.example.com{}", endpoint.target);
            assert!(Request::parse(&endpoint.method, &url, &[], Vec::new()).is_ok());
        }
    }
}
