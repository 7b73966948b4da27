//! What comes of asking the database: rows, or why not.

use crate::collection::Collection;
use crate::json::Representation;
use crate::problem::{Place, Problem};
use crate::{Answer, Database, DatabaseError, DatabaseErrorKind, Statement, Value};
use http::{StatusCode, header};

/// Why an operation was not done: what the client is told, and what really happened.
#[derive(Debug)]
pub(crate) struct Failure {
    pub problem: Problem,
    pub reason: String,
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        let reason = problem.detail.clone();
        Self { problem, reason }
    }
}

pub(crate) fn not_found(collection: &Collection, id: i64) -> Problem {
    let detail = format!("no {} has the id {id}", collection.item);
    let place = Place::Parameter("id".to_owned());
    Problem { place, ..Problem::new(StatusCode::NOT_FOUND, detail) }
}

/// Rows with the names of their columns.
pub(crate) struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Value>>,
}

impl Table {
    /// The id of the first row.
    pub fn first_id(&self) -> Option<i64> {
        self.integer("id")
    }

    /// The number in this column of the first row.
    pub fn integer(&self, column: &str) -> Option<i64> {
        match self.first(column)? {
            Value::Integer(number) => Some(*number),
            Value::Null | Value::Text(_) => None,
        }
    }

    /// The text in this column of the first row.
    pub fn text(&self, column: &str) -> Option<&str> {
        match self.first(column)? {
            Value::Text(text) => Some(text),
            Value::Null | Value::Integer(_) => None,
        }
    }

    fn first(&self, column: &str) -> Option<&Value> {
        let at = self.columns.iter().position(|known| known == column)?;
        self.rows.first()?.get(at)
    }

    /// The first row alone.
    pub fn into_item(self) -> Option<Representation> {
        let row = self.rows.into_iter().next()?;
        Some(Representation::Item { columns: self.columns, row })
    }
}

pub(crate) async fn rows(database: &dyn Database, statement: Statement) -> Result<Table, Failure> {
    match execute(database, statement).await? {
        Answer::Rows { columns, rows } => Ok(Table { columns, rows }),
        Answer::Changed { .. } => Err(broken_promise()),
    }
}

pub(crate) async fn execute(
    database: &dyn Database,
    statement: Statement,
) -> Result<Answer, Failure> {
    database.execute(statement).await.map_err(Failure::from)
}

/// An answer of another shape than the statement asks for.
pub(crate) fn broken_promise() -> Failure {
    let reason = "the answer does not fit the statement";
    DatabaseError::new(DatabaseErrorKind::ProtocolViolation, reason).into()
}

/// The client is not told what the database said: that is nobody's business but the server's.
impl From<DatabaseError> for Failure {
    fn from(error: DatabaseError) -> Self {
        let (status, detail) = match error.kind {
            DatabaseErrorKind::UniqueViolation | DatabaseErrorKind::ForeignKeyViolation => {
                (StatusCode::CONFLICT, "this does not go together with what is stored")
            }
            DatabaseErrorKind::ConnectionFailure => {
                (StatusCode::SERVICE_UNAVAILABLE, "the database cannot be reached")
            }
            DatabaseErrorKind::NotNullViolation
            | DatabaseErrorKind::CheckViolation
            | DatabaseErrorKind::DatatypeMismatch
            | DatabaseErrorKind::SyntaxError
            | DatabaseErrorKind::UndefinedTable
            | DatabaseErrorKind::UndefinedColumn
            | DatabaseErrorKind::UndefinedFunction
            | DatabaseErrorKind::DuplicateTable
            | DatabaseErrorKind::InsufficientPrivilege
            | DatabaseErrorKind::ProtocolViolation
            | DatabaseErrorKind::InFailedTransaction
            | DatabaseErrorKind::ProgramLimitExceeded
            | DatabaseErrorKind::InternalError => {
                (StatusCode::INTERNAL_SERVER_ERROR, "the server failed; the request was in order")
            }
        };
        let again = error.kind == DatabaseErrorKind::ConnectionFailure;
        let field = again.then(|| (header::RETRY_AFTER, RETRY_SECONDS.to_string()));
        Self { problem: Problem { field, ..Problem::new(status, detail) }, reason: error.reason }
    }
}

/// When to come again where the database cannot be reached, in seconds: chosen.
const RETRY_SECONDS: u64 = 30;
