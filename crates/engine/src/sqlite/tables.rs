//! What stands in the tables, and what came to differ.

use super::{MAX_ROWS, Sqlite, told};
use application::DatabaseError;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use std::collections::BTreeMap;
use trace::{RowChange, Table, TableChange};

/// A table as it stands: values as SQL literals, rows by SQLite's own number of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRows {
    name: String,
    columns: Vec<String>,
    rows: BTreeMap<i64, Vec<String>>,
}

impl Sqlite {
    /// All tables as they stand, in the order in which they were created; of each at most as many
    /// rows as a statement may give.
    ///
    /// # Errors
    /// A table whose rows have no numbers, which is not one that this program creates.
    pub fn tables(&self) -> Result<Vec<TableRows>, DatabaseError> {
        let names = names(&self.connection).map_err(told)?;
        names.into_iter().map(|name| table(&self.connection, name).map_err(told)).collect()
    }
}

fn names(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let text = "SELECT name FROM sqlite_schema \
                WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY rowid";
    let mut prepared = connection.prepare(text)?;
    prepared.query_map([], |row| row.get(0))?.collect()
}

fn table(connection: &Connection, name: String) -> rusqlite::Result<TableRows> {
    let quoted = name.replace('"', "\"\"");
    let text = format!("SELECT rowid, * FROM \"{quoted}\" ORDER BY rowid LIMIT {MAX_ROWS}");
    let mut prepared = connection.prepare(&text)?;
    let columns: Vec<String> =
        prepared.column_names().into_iter().skip(1).map(String::from).collect();
    let row = |row: &rusqlite::Row<'_>| {
        let values: rusqlite::Result<Vec<String>> =
            (1..=columns.len()).map(|at| Ok(literal(row.get_ref(at)?))).collect();
        Ok((row.get(0)?, values?))
    };
    let rows = prepared.query_map([], row)?.collect::<rusqlite::Result<_>>()?;
    Ok(TableRows { name, columns, rows })
}

/// A value as SQL writes it.
fn literal(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => format!("{number:?}"),
        ValueRef::Text(octets) => {
            let text = String::from_utf8_lossy(octets);
            format!("'{}'", text.replace('\'', "''"))
        }
        ValueRef::Blob(octets) => {
            let digits: String = octets.iter().map(|octet| format!("{octet:02X}")).collect();
            format!("X'{digits}'")
        }
    }
}

impl From<&TableRows> for Table {
    fn from(table: &TableRows) -> Self {
        Self {
            name: table.name.clone(),
            columns: table.columns.clone(),
            rows: table.rows.values().cloned().collect(),
        }
    }
}

/// The rows that differ, table by table. A table that is new counts as empty before.
pub fn changes(before: &[TableRows], after: &[TableRows]) -> Vec<TableChange> {
    let nothing = BTreeMap::new();
    let mut found = Vec::new();
    for table in after {
        let earlier = before.iter().find(|earlier| earlier.name == table.name);
        let earlier = earlier.map_or(&nothing, |earlier| &earlier.rows);
        let mut note = |row: RowChange| {
            let (name, columns) = (table.name.clone(), table.columns.clone());
            found.push(TableChange { table: name, columns, row });
        };
        for (number, row) in earlier {
            match table.rows.get(number) {
                None => note(RowChange::Deleted { before: row.clone() }),
                Some(now) if now != row => {
                    note(RowChange::Updated { before: row.clone(), after: now.clone() });
                }
                Some(_) => {}
            }
        }
        for (_, row) in table.rows.iter().filter(|(number, _)| !earlier.contains_key(number)) {
            note(RowChange::Inserted { after: row.clone() });
        }
    }
    found
}
