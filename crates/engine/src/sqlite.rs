//! The SQL engine behind the database host: SQLite, in memory, deaf to clock and chance.
//!
//! Statements come in the subset that PostgreSQL understands too. What would make two runs
//! differ, or reach out of the tables, is denied by a list of what is allowed; what goes wrong is
//! told in our own words, because the native and the wasm build differ in version.

mod tables;

pub use tables::{TableRows, changes};

use application::{Answer, DatabaseError, DatabaseErrorKind as Kind, Statement, Value};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::ffi;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

/// The most rows one statement may give.
const MAX_ROWS: usize = 10_000;
/// The most steps of SQLite's machine one statement may take, in thousands.
const MAX_KILOSTEPS: u32 = 10_000;
const STEPS_A_KILOSTEP: i32 = 1_000;

/// What statements may call: functions of the tables' values alone, known to PostgreSQL too.
const FUNCTIONS: [&str; 13] = [
    "abs", "coalesce", "count", "length", "like", "lower", "max", "min", "nullif", "substr", "sum",
    "trim", "upper",
];

/// What a column of a result holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Whole numbers.
    Integer,
    /// Text.
    Text,
}

/// A database in memory.
#[derive(Debug)]
pub struct Sqlite {
    connection: Connection,
}

impl Sqlite {
    /// An empty database.
    pub fn open() -> Self {
        Self { connection: connection().expect("SQLite opens a database in memory") }
    }

    /// Another database with the same tables and rows.
    pub fn copy(&self) -> Self {
        let mut copy = Self::open();
        let backup = Backup::new(&self.connection, &mut copy.connection);
        let copied = backup.and_then(|backup| backup.step(-1));
        assert_eq!(copied, Ok(StepResult::Done), "a database in memory can be copied");
        copy
    }

    /// Executes one statement: in the transaction that is open, or in one of its own.
    ///
    /// # Errors
    /// What was wrong with the statement. In a transaction of its own it changed nothing then; in
    /// an open one it may have, and that one is to be rolled back.
    pub fn execute(&mut self, statement: &Statement) -> Result<Answer, DatabaseError> {
        if !self.connection.is_autocommit() {
            return watched(&self.connection, &statement.text, |connection| {
                execute(connection, statement)
            });
        }
        let transaction = self.connection.transaction().map_err(told)?;
        let answer =
            watched(&transaction, &statement.text, |connection| execute(connection, statement))?;
        transaction.commit().map_err(told)?;
        Ok(answer)
    }

    /// Checks that a text is a statement that may be executed.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self, text: &str) -> Result<(), DatabaseError> {
        watched(&self.connection, text, |connection| {
            connection.prepare(text).map(drop).map_err(told)
        })
    }

    /// The columns that a statement will give; empty where it gives no rows.
    ///
    /// # Errors
    /// What is wrong with the statement.
    pub fn describe(
        &self,
        statement: &Statement,
    ) -> Result<Vec<(String, ColumnKind)>, DatabaseError> {
        watched(&self.connection, &statement.text, |connection| describe(connection, statement))
    }

    /// Opens a transaction.
    ///
    /// # Errors
    /// There is one already.
    pub fn begin(&mut self) -> Result<(), DatabaseError> {
        self.connection.execute_batch("BEGIN").map_err(told)
    }

    /// Ends the open transaction; what was done in it stays.
    ///
    /// # Errors
    /// There is none, or what was done in it does not fit together.
    pub fn commit(&mut self) -> Result<(), DatabaseError> {
        self.connection.execute_batch("COMMIT").map_err(told)
    }

    /// Ends the open transaction, if there is one; what was done in it is undone.
    ///
    /// # Errors
    /// SQLite failed.
    pub fn roll_back(&mut self) -> Result<(), DatabaseError> {
        // Some failures have ended it by themselves.
        if self.connection.is_autocommit() {
            return Ok(());
        }
        self.connection.execute_batch("ROLLBACK").map_err(told)
    }

    /// How many rows were changed since the database was opened.
    pub fn n_changed(&self) -> u64 {
        self.connection.total_changes()
    }
}

/// Lets an authorizer watch what is done for the statement with this text.
fn watched<T>(
    connection: &Connection,
    text: &str,
    act: impl FnOnce(&Connection) -> Result<T, DatabaseError>,
) -> Result<T, DatabaseError> {
    let authorizer = authorizer(text)?;
    connection.authorizer(Some(authorizer)).map_err(told)?;
    let done = act(connection);
    connection.authorizer(NO_AUTHORIZER).map_err(told)?;
    done
}

/// Says what a statement may do.
type Authorizer = fn(AuthContext<'_>) -> Authorization;
const NO_AUTHORIZER: Option<Authorizer> = None;

fn connection() -> rusqlite::Result<Connection> {
    let connection = Connection::open_in_memory()?;
    // As in PostgreSQL: references hold, and text in double quotes is a name.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    Ok(connection)
}

/// SQLite gives types to values, not to expressions: where no column of a table stands behind one,
/// the first row tells. A statement that writes is not run for that.
fn describe(
    connection: &Connection,
    statement: &Statement,
) -> Result<Vec<(String, ColumnKind)>, DatabaseError> {
    let mut prepared = connection.prepare(&statement.text).map_err(told)?;
    bind(&mut prepared, &statement.parameters)?;
    let kind = |declared: &str| match declared.eq_ignore_ascii_case("INTEGER") {
        true => ColumnKind::Integer,
        false => ColumnKind::Text,
    };
    let columns = prepared.columns();
    let columns: Vec<(String, Option<ColumnKind>)> = columns
        .iter()
        .map(|column| (column.name().to_owned(), column.decl_type().map(kind)))
        .collect();
    let mut kinds_of_values = vec![ColumnKind::Text; columns.len()];
    if prepared.readonly() && columns.iter().any(|(_, declared)| declared.is_none()) {
        bound_steps(connection)?;
        if let Some(row) = prepared.raw_query().next().map_err(told)? {
            for (at, kind) in kinds_of_values.iter_mut().enumerate() {
                if matches!(row.get_ref(at), Ok(ValueRef::Integer(_))) {
                    *kind = ColumnKind::Integer;
                }
            }
        }
    }
    let described = columns.into_iter().zip(kinds_of_values);
    Ok(described.map(|((name, declared), found)| (name, declared.unwrap_or(found))).collect())
}

/// Ends a statement that asks for too much.
fn bound_steps(connection: &Connection) -> Result<(), DatabaseError> {
    let mut kilosteps = 0;
    let out_of_steps = move || {
        kilosteps += 1;
        kilosteps > MAX_KILOSTEPS
    };
    connection.progress_handler(STEPS_A_KILOSTEP, Some(out_of_steps)).map_err(told)
}

fn execute(connection: &Connection, statement: &Statement) -> Result<Answer, DatabaseError> {
    bound_steps(connection)?;
    let changes_before = connection.total_changes();
    let mut prepared = connection.prepare(&statement.text).map_err(told)?;
    bind(&mut prepared, &statement.parameters)?;
    let columns: Vec<String> = prepared.column_names().into_iter().map(String::from).collect();
    let mut found = prepared.raw_query();
    let mut rows = Vec::new();
    while let Some(row) = found.next().map_err(told)? {
        if rows.len() == MAX_ROWS {
            let reason = format!("more than {MAX_ROWS} rows");
            return Err(DatabaseError::new(Kind::ProgramLimitExceeded, reason));
        }
        rows.push((0..columns.len()).map(|at| value(row, at)).collect::<Result<_, _>>()?);
    }
    if columns.is_empty() {
        return Ok(Answer::Changed { rows: connection.total_changes() - changes_before });
    }
    Ok(Answer::Rows { columns, rows })
}

/// Binds `$1` to the first parameter and so on: SQLite takes `$1` for a name, and counts places
/// in the order in which names first stand in the text.
fn bind(prepared: &mut rusqlite::Statement<'_>, parameters: &[Value]) -> Result<(), DatabaseError> {
    let places = prepared.parameter_count();
    let misfit = || {
        let reason = format!("{} parameters for {places} places $1, $2, …", parameters.len());
        DatabaseError::new(Kind::ProtocolViolation, reason)
    };
    if places != parameters.len() {
        return Err(misfit());
    }
    for (at, parameter) in parameters.iter().enumerate() {
        let place = prepared.parameter_index(&format!("${}", at + 1)).map_err(told)?;
        let place = place.ok_or_else(misfit)?;
        let bound = match parameter {
            Value::Null => prepared.raw_bind_parameter(place, rusqlite::types::Null),
            Value::Integer(number) => prepared.raw_bind_parameter(place, number),
            Value::Text(text) => prepared.raw_bind_parameter(place, text.as_str()),
        };
        bound.map_err(told)?;
    }
    Ok(())
}

fn value(row: &Row<'_>, at: usize) -> Result<Value, DatabaseError> {
    match row.get_ref(at).map_err(told)? {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(number) => Ok(Value::Integer(number)),
        ValueRef::Text(octets) => Ok(Value::Text(String::from_utf8_lossy(octets).into_owned())),
        ValueRef::Real(_) | ValueRef::Blob(_) => {
            let reason = "a value is neither a whole number nor text";
            Err(DatabaseError::new(Kind::DatatypeMismatch, reason))
        }
    }
}

/// Who watches a statement.
///
/// SQLite does not ask an authorizer about functions in a DEFAULT clause, so `DEFAULT
/// CURRENT_TIMESTAMP` would let the clock in: there are no DEFAULT clauses here.
fn authorizer(text: &str) -> Result<Authorizer, DatabaseError> {
    let text = text.trim_start().to_ascii_lowercase();
    if !text.starts_with("create") {
        return Ok(authorize_manipulation);
    }
    if text.contains("default") {
        let reason = "DEFAULT is not allowed here";
        return Err(DatabaseError::new(Kind::InsufficientPrivilege, reason));
    }
    Ok(authorize_definition)
}

/// Not listed, so denied: settings, files, other databases, recursion, transactions, and
/// functions that are not in [`FUNCTIONS`].
fn authorize_manipulation(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select
        | AuthAction::Read { .. }
        | AuthAction::Insert { .. }
        | AuthAction::Update { .. }
        | AuthAction::Delete { .. } => Authorization::Allow,
        AuthAction::Function { function_name }
            if FUNCTIONS.iter().any(|known| known.eq_ignore_ascii_case(function_name)) =>
        {
            Authorization::Allow
        }
        _ => Authorization::Deny,
    }
}

/// Tables and indexes, and what SQLite itself does to make them; no triggers, no views.
fn authorize_definition(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::CreateTable { .. }
        | AuthAction::CreateIndex { .. }
        | AuthAction::Reindex { .. } => Authorization::Allow,
        _ => authorize_manipulation(context),
    }
}

/// SQLite's error in our words.
fn told(error: rusqlite::Error) -> DatabaseError {
    let kind = match &error {
        rusqlite::Error::SqliteFailure(failure, text) => {
            kind_of(failure.extended_code, text.as_deref().unwrap_or_default())
        }
        rusqlite::Error::SqlInputError { error, msg, .. } => kind_of(error.extended_code, msg),
        rusqlite::Error::MultipleStatement => Kind::SyntaxError,
        rusqlite::Error::NulError(_) => Kind::SyntaxError,
        _ => Kind::InternalError,
    };
    let reason = match kind {
        Kind::UniqueViolation => "a value that may stand once is there already",
        Kind::ForeignKeyViolation => "a row points at a row that is not there",
        Kind::NotNullViolation => "a value is missing",
        Kind::CheckViolation => "a value breaks a rule of its table",
        Kind::DatatypeMismatch => "a value is of another type than its column",
        Kind::SyntaxError => "this is not one SQL statement",
        Kind::UndefinedTable => "there is no such table",
        Kind::UndefinedColumn => "there is no such column",
        Kind::UndefinedFunction => "there is no such function",
        Kind::DuplicateTable => "a table of this name exists already",
        Kind::InsufficientPrivilege => "this is not allowed here",
        Kind::ProtocolViolation => "parameters and text do not fit together",
        Kind::InFailedTransaction => "a statement of this transaction failed",
        Kind::ProgramLimitExceeded => "the statement asks for too much",
        Kind::ConnectionFailure => "the database was not reached",
        Kind::InternalError => "the database failed",
    };
    DatabaseError::new(kind, reason)
}

/// One code of SQLite stands for all that is wrong with a text; only its words tell more.
fn kind_of(extended_code: i32, text: &str) -> Kind {
    match extended_code {
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY => Kind::UniqueViolation,
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Kind::ForeignKeyViolation,
        ffi::SQLITE_CONSTRAINT_NOTNULL => Kind::NotNullViolation,
        ffi::SQLITE_CONSTRAINT_CHECK => Kind::CheckViolation,
        ffi::SQLITE_MISMATCH | ffi::SQLITE_CONSTRAINT_DATATYPE => Kind::DatatypeMismatch,
        ffi::SQLITE_AUTH => Kind::InsufficientPrivilege,
        ffi::SQLITE_INTERRUPT | ffi::SQLITE_TOOBIG | ffi::SQLITE_FULL => Kind::ProgramLimitExceeded,
        // Builds differ in the functions they have: one that is denied is as good as absent.
        ffi::SQLITE_ERROR if text.starts_with("not authorized to use function") => {
            Kind::UndefinedFunction
        }
        ffi::SQLITE_ERROR if text.starts_with("not authorized") => Kind::InsufficientPrivilege,
        // E.g. VACUUM within a transaction.
        ffi::SQLITE_ERROR if text.starts_with("cannot ") => Kind::InsufficientPrivilege,
        ffi::SQLITE_ERROR if text.starts_with("no such table") => Kind::UndefinedTable,
        ffi::SQLITE_ERROR if text.starts_with("no such column") => Kind::UndefinedColumn,
        ffi::SQLITE_ERROR if text.contains("has no column named") => Kind::UndefinedColumn,
        ffi::SQLITE_ERROR if text.starts_with("no such function") => Kind::UndefinedFunction,
        ffi::SQLITE_ERROR if text.ends_with("already exists") => Kind::DuplicateTable,
        ffi::SQLITE_ERROR => Kind::SyntaxError,
        _ => Kind::InternalError,
    }
}

#[cfg(test)]
mod tests;
