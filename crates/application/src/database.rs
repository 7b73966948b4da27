//! What the application asks of a database: one statement, one answer.
//!
//! In the tab the other end is a simulated host, on a laptop any SQL database. The kinds of
//! failure are those SQLSTATE names, because that is what a database says over PostgreSQL's
//! protocol.

use core::fmt;
use core::future::Future;
use core::pin::Pin;

/// A future that can be given to any executor.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Executes statements.
pub trait Database: Send + Sync + 'static {
    /// Executes one statement, in a transaction of its own.
    fn execute(&self, statement: Statement) -> BoxFuture<Result<Answer, DatabaseError>>;
}

/// A value as a column or a parameter holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// No value.
    Null,
    /// A whole number.
    Integer(i64),
    /// Text.
    Text(String),
}

impl Value {
    /// The value as an SQL literal: `42`, `'Al''ice'`, `NULL`.
    pub fn literal(&self) -> String {
        match self {
            Self::Null => "NULL".to_owned(),
            Self::Integer(number) => number.to_string(),
            Self::Text(text) => format!("'{}'", text.replace('\'', "''")),
        }
    }
}

/// An SQL statement in the subset that SQLite and PostgreSQL both understand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The text, with `$1`, `$2`, … where parameters go.
    pub text: String,
    /// The parameters; `$1` is the first.
    pub parameters: Vec<Value>,
}

impl Statement {
    /// A statement without parameters.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), parameters: Vec::new() }
    }
}

/// What a database answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Rows of a `SELECT` or of a `RETURNING` clause.
    Rows {
        /// Column names, left to right.
        columns: Vec<String>,
        /// The rows; each has one value for each column.
        rows: Vec<Vec<Value>>,
    },
    /// How many rows a statement without rows of its own changed.
    Changed {
        /// The number of rows.
        rows: u64,
    },
}

/// Why a statement failed, in our own words: versions of SQLite word it differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseError {
    /// What kind of failure it was.
    pub kind: DatabaseErrorKind,
    /// What was found.
    pub reason: String,
}

impl DatabaseError {
    /// An error of this kind.
    pub fn new(kind: DatabaseErrorKind, reason: impl Into<String>) -> Self {
        Self { kind, reason: reason.into() }
    }
}

impl fmt::Display for DatabaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (SQLSTATE {})", self.reason, self.kind.sqlstate())
    }
}

impl std::error::Error for DatabaseError {}

/// Kinds of failure, as in PostgreSQL's list of error codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatabaseErrorKind {
    /// A value stands twice where it may stand once.
    UniqueViolation,
    /// A row points at a row that is not there.
    ForeignKeyViolation,
    /// A value is missing where one must be.
    NotNullViolation,
    /// A value breaks a rule of its table.
    CheckViolation,
    /// A value is of another type than the statement or the column needs.
    DatatypeMismatch,
    /// The text is not SQL that the database understands.
    SyntaxError,
    /// A table that does not exist.
    UndefinedTable,
    /// A column that does not exist.
    UndefinedColumn,
    /// A function that does not exist.
    UndefinedFunction,
    /// A table that exists already.
    DuplicateTable,
    /// The statement does what is denied here: clock, chance, files, settings.
    InsufficientPrivilege,
    /// Parameters and text do not fit together.
    ProtocolViolation,
    /// An earlier statement of the same transaction failed.
    InFailedTransaction,
    /// The statement needs more rows, octets or steps than one may.
    ProgramLimitExceeded,
    /// The database was not reached, or the connection broke.
    ConnectionFailure,
    /// Anything else.
    InternalError,
}

impl DatabaseErrorKind {
    const ALL: [Self; 16] = [
        Self::UniqueViolation,
        Self::ForeignKeyViolation,
        Self::NotNullViolation,
        Self::CheckViolation,
        Self::DatatypeMismatch,
        Self::SyntaxError,
        Self::UndefinedTable,
        Self::UndefinedColumn,
        Self::UndefinedFunction,
        Self::DuplicateTable,
        Self::InsufficientPrivilege,
        Self::ProtocolViolation,
        Self::InFailedTransaction,
        Self::ProgramLimitExceeded,
        Self::ConnectionFailure,
        Self::InternalError,
    ];

    /// The kind with this SQLSTATE; those that are not listed here are internal errors.
    pub fn from_sqlstate(sqlstate: &str) -> Self {
        let known = Self::ALL.into_iter().find(|kind| kind.sqlstate() == sqlstate);
        known.unwrap_or(Self::InternalError)
    }

    /// The five characters that stand for the kind (SQLSTATE, ISO/IEC 9075).
    pub fn sqlstate(self) -> &'static str {
        match self {
            Self::UniqueViolation => "23505",
            Self::ForeignKeyViolation => "23503",
            Self::NotNullViolation => "23502",
            Self::CheckViolation => "23514",
            Self::DatatypeMismatch => "42804",
            Self::SyntaxError => "42601",
            Self::UndefinedTable => "42P01",
            Self::UndefinedColumn => "42703",
            Self::UndefinedFunction => "42883",
            Self::DuplicateTable => "42P07",
            Self::InsufficientPrivilege => "42501",
            Self::ProtocolViolation => "08P01",
            Self::InFailedTransaction => "25P02",
            Self::ProgramLimitExceeded => "54000",
            Self::ConnectionFailure => "08006",
            Self::InternalError => "XX000",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_found_by_its_sqlstate() {
        for kind in DatabaseErrorKind::ALL {
            assert_eq!(DatabaseErrorKind::from_sqlstate(kind.sqlstate()), kind);
        }
        assert_eq!(DatabaseErrorKind::from_sqlstate("42501x"), DatabaseErrorKind::InternalError);
    }

    #[test]
    fn literals_can_be_pasted_into_sql() {
        assert_eq!(Value::Null.literal(), "NULL");
        assert_eq!(Value::Integer(-42).literal(), "-42");
        assert_eq!(Value::Text("Al'ice".to_owned()).literal(), "'Al''ice'");
    }
}
