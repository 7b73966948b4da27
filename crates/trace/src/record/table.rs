//! What the database keeps, and what an exchange changed there.

use serde::{Deserialize, Serialize};

/// A table of the database as it stands when the run ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name, e.g. `users`.
    pub name: String,
    /// Column names, left to right.
    pub columns: Vec<String>,
    /// One vector a row, values as SQL literals.
    pub rows: Vec<Vec<String>>,
}

/// A row of the database that differs from what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableChange {
    /// The name of its table.
    pub table: String,
    /// Column names, left to right.
    pub columns: Vec<String>,
    /// The row.
    pub row: RowChange,
}

/// How a row differs; values as SQL literals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowChange {
    /// It is new.
    Inserted {
        /// The row as it stands now.
        after: Vec<String>,
    },
    /// It has other values.
    Updated {
        /// The row as it stood.
        before: Vec<String>,
        /// The row as it stands now.
        after: Vec<String>,
    },
    /// It is gone.
    Deleted {
        /// The row as it stood.
        before: Vec<String>,
    },
}
