//! One connection as the database sees it: a message in, messages out, over SQLite.
//!
//! As in PostgreSQL a failure is followed by nothing up to the end of the flight, and within a
//! transaction by nothing but its end.

use crate::codecs::pgsql::{Backend, Column, Frontend, INT8, TEXT, TransactionStatus, UNSPECIFIED};
use crate::sqlite::{ColumnKind, Sqlite};
use application::{Answer, DatabaseError, DatabaseErrorKind as Kind, Statement, Value};

/// What the database remembers of a connection.
pub struct Session {
    /// Whether it is within a transaction.
    pub status: TransactionStatus,
    /// The unnamed statement: its text, and the types of its parameters.
    statement: (String, Vec<u32>),
    /// The unnamed portal, and the columns that it said it would give.
    portal: Statement,
    columns: Vec<Column>,
    /// Whether the rest of the flight is passed over.
    is_failed: bool,
}

impl Session {
    /// A connection that has been set up.
    pub fn new() -> Self {
        Self {
            status: TransactionStatus::Idle,
            statement: Default::default(),
            portal: Statement::plain(""),
            columns: Vec::new(),
            is_failed: false,
        }
    }

    /// What the database says to one message.
    pub fn answer(&mut self, message: Frontend, sqlite: &mut Sqlite) -> Vec<Backend> {
        if message == Frontend::Sync {
            self.is_failed = false;
            return vec![Backend::ReadyForQuery(self.status)];
        }
        if self.is_failed {
            return Vec::new();
        }
        self.obey(message, sqlite).unwrap_or_else(|error| {
            self.is_failed = true;
            if self.status == TransactionStatus::Within {
                self.status = TransactionStatus::Failed;
            }
            let sqlstate = error.kind.sqlstate().to_owned();
            vec![Backend::ErrorResponse { sqlstate, reason: error.reason }]
        })
    }

    fn obey(
        &mut self,
        message: Frontend,
        sqlite: &mut Sqlite,
    ) -> Result<Vec<Backend>, DatabaseError> {
        match message {
            Frontend::Parse { text, type_oids } => {
                if verb(&text).is_some_and(|verb| !ends_or_begins(verb)) {
                    self.refuse_if_failed()?;
                    sqlite.check(&text)?;
                }
                self.statement = (text, type_oids);
                Ok(vec![Backend::ParseComplete])
            }
            Frontend::Bind { values } => {
                let (text, type_oids) = &self.statement;
                let typed = values.into_iter().enumerate();
                let typed = typed.map(|(at, value)| parameter(value, type_oids.get(at).copied()));
                let parameters = typed.collect::<Result<_, _>>()?;
                self.portal = Statement { text: text.clone(), parameters };
                Ok(vec![Backend::BindComplete])
            }
            Frontend::Describe => {
                self.columns = match verb(&self.portal.text) {
                    Some(verb) if !ends_or_begins(verb) => {
                        sqlite.describe(&self.portal)?.into_iter().map(column).collect()
                    }
                    Some(_) | None => Vec::new(),
                };
                Ok(vec![match self.columns.is_empty() {
                    true => Backend::NoData,
                    false => Backend::RowDescription(self.columns.clone()),
                }])
            }
            Frontend::Execute => self.execute(sqlite),
            Frontend::Startup { .. } | Frontend::Terminate | Frontend::Other | Frontend::Sync => {
                let reason = "the database does not speak of this";
                Err(DatabaseError::new(Kind::ProtocolViolation, reason))
            }
        }
    }

    fn execute(&mut self, sqlite: &mut Sqlite) -> Result<Vec<Backend>, DatabaseError> {
        let Some(verb) = verb(&self.portal.text) else {
            return Ok(vec![Backend::EmptyQueryResponse]);
        };
        let complete = |tag: String| Backend::CommandComplete { tag };
        match (&*verb.to_ascii_uppercase(), self.status) {
            ("BEGIN", TransactionStatus::Idle) => {
                sqlite.begin()?;
                self.status = TransactionStatus::Within;
                Ok(vec![complete("BEGIN".to_owned())])
            }
            // What has failed cannot be committed.
            ("COMMIT", TransactionStatus::Idle | TransactionStatus::Within) => {
                if self.status == TransactionStatus::Within {
                    self.status = TransactionStatus::Idle;
                    if let Err(error) = sqlite.commit() {
                        sqlite.roll_back()?;
                        return Err(error);
                    }
                }
                Ok(vec![complete("COMMIT".to_owned())])
            }
            ("COMMIT" | "ROLLBACK", _) => {
                self.status = TransactionStatus::Idle;
                sqlite.roll_back()?;
                Ok(vec![complete("ROLLBACK".to_owned())])
            }
            ("BEGIN", TransactionStatus::Within) => Ok(vec![complete("BEGIN".to_owned())]),
            (verb, _) => {
                self.refuse_if_failed()?;
                match sqlite.execute(&self.portal)? {
                    Answer::Rows { rows, .. } => {
                        let tag = tag(verb, &self.portal.text, rows.len() as u64);
                        let rows = rows.into_iter().map(|row| self.data_row(row));
                        rows.chain([Ok(complete(tag))]).collect()
                    }
                    Answer::Changed { rows } => {
                        Ok(vec![complete(tag(verb, &self.portal.text, rows))])
                    }
                }
            }
        }
    }

    fn refuse_if_failed(&self) -> Result<(), DatabaseError> {
        match self.status {
            TransactionStatus::Idle | TransactionStatus::Within => Ok(()),
            TransactionStatus::Failed => {
                let reason = "a statement of this transaction failed: only its end is taken now";
                Err(DatabaseError::new(Kind::InFailedTransaction, reason))
            }
        }
    }

    fn data_row(&self, row: Vec<Value>) -> Result<Backend, DatabaseError> {
        let value = |(value, column): (Value, &Column)| match (value, column.type_oid) {
            (Value::Null, _) => Ok(None),
            (Value::Integer(number), _) => Ok(Some(number.to_string())),
            (Value::Text(text), TEXT) => Ok(Some(text)),
            (Value::Text(_), _) => {
                let reason = "a value is of another type than its column";
                Err(DatabaseError::new(Kind::DatatypeMismatch, reason))
            }
        };
        let values = row.into_iter().zip(&self.columns).map(value).collect::<Result<_, _>>()?;
        Ok(Backend::DataRow(values))
    }
}

/// The first word of a statement; none in an empty one.
fn verb(text: &str) -> Option<&str> {
    let is_letter = |c: char| c.is_ascii_alphabetic();
    let text = text.trim().trim_end_matches(';').trim_end();
    let end = text.find(|c| !is_letter(c)).unwrap_or(text.len());
    (!text.is_empty()).then_some(&text[..end])
}

/// Whether it begins or ends a transaction.
fn ends_or_begins(verb: &str) -> bool {
    ["BEGIN", "COMMIT", "ROLLBACK"].iter().any(|known| known.eq_ignore_ascii_case(verb))
}

/// What a statement did, in PostgreSQL's words.
fn tag(verb: &str, text: &str, n_rows: u64) -> String {
    let is_index = |word: &str| word.eq_ignore_ascii_case("INDEX");
    match verb {
        "INSERT" => format!("INSERT 0 {n_rows}"),
        "CREATE" if text.split_whitespace().any(is_index) => "CREATE INDEX".to_owned(),
        "CREATE" => "CREATE TABLE".to_owned(),
        _ => format!("{verb} {n_rows}"),
    }
}

fn column((name, kind): (String, ColumnKind)) -> Column {
    let type_oid = match kind {
        ColumnKind::Integer => INT8,
        ColumnKind::Text => TEXT,
    };
    Column { name, type_oid }
}

fn parameter(value: Option<String>, type_oid: Option<u32>) -> Result<Value, DatabaseError> {
    let Some(text) = value else { return Ok(Value::Null) };
    match type_oid.unwrap_or(UNSPECIFIED) {
        INT8 => text.parse().map(Value::Integer).map_err(|_| {
            let reason = "a parameter is not a whole number of 64 bits";
            DatabaseError::new(Kind::DatatypeMismatch, reason)
        }),
        TEXT | UNSPECIFIED => Ok(Value::Text(text)),
        other => {
            let reason = format!("parameters of type {other} are not taken here");
            Err(DatabaseError::new(Kind::DatatypeMismatch, reason))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use insta::assert_snapshot;

    /// Sends flights, one a line, and prints what came back: `SQL | parameter:type …`.
    fn printed(flights: &str) -> String {
        let (mut sqlite, mut session) = (Sqlite::open(), Session::new());
        let mut printed = String::new();
        for line in flights.lines().map(str::trim) {
            let mut parts = line.split(" | ");
            let text = parts.next().expect("a text").to_owned();
            let (values, type_oids) = parts
                .map(|part| part.rsplit_once(':').expect("value:type"))
                .map(|(value, oid)| {
                    let value = (value != "NULL").then(|| value.to_owned());
                    (value, oid.parse::<u32>().expect("a type"))
                })
                .unzip();
            let flight = [
                Frontend::Parse { text, type_oids },
                Frontend::Bind { values },
                Frontend::Describe,
                Frontend::Execute,
                Frontend::Sync,
            ];
            let said = flight.into_iter().flat_map(|message| session.answer(message, &mut sqlite));
            let said: Vec<String> = said.filter_map(shown).collect();
            printed.push_str(&said.join(" "));
            printed.push('\n');
        }
        printed
    }

    fn shown(message: Backend) -> Option<String> {
        Some(match message {
            Backend::ParseComplete => "1".to_owned(),
            Backend::BindComplete => "2".to_owned(),
            Backend::NoData => "n".to_owned(),
            Backend::RowDescription(columns) => {
                let columns =
                    columns.iter().map(|column| format!("{}:{}", column.name, column.type_oid));
                columns.collect::<Vec<_>>().join(",")
            }
            Backend::DataRow(values) => {
                let values = values.into_iter().map(|value| value.unwrap_or("NULL".to_owned()));
                format!("({})", values.collect::<Vec<_>>().join(","))
            }
            Backend::CommandComplete { tag } => format!("[{tag}]"),
            Backend::EmptyQueryResponse => "empty".to_owned(),
            Backend::ErrorResponse { sqlstate, reason } => format!("{sqlstate} {reason}"),
            Backend::ReadyForQuery(status) => format!("{status:?}"),
            other => unreachable!("not said within a flight: {other:?}"),
        })
    }

    #[test]
    fn statements_are_parsed_bound_described_and_executed() {
        assert_snapshot!(printed(
            "CREATE TABLE pets (id INTEGER PRIMARY KEY, name TEXT)
             INSERT INTO pets (id, name) VALUES ($1, $2), (7, 'Tom') | 3:20 | Rex:25
             INSERT INTO pets (name) VALUES ($1) RETURNING * | NULL:0
             SELECT * FROM pets WHERE id>$1 ORDER BY id | 3:20
             SELECT count(*) AS pets, max(name) FROM pets
             UPDATE pets SET name=$1 | x:0
             DELETE FROM pets WHERE id=$1 | 99:20
             SELECT id FROM pets WHERE id=99

             ;"
        ), @"
        1 2 n [CREATE TABLE] Idle
        1 2 n [INSERT 0 2] Idle
        1 2 id:20,name:25 (8,NULL) [INSERT 0 1] Idle
        1 2 id:20,name:25 (7,Tom) (8,NULL) [SELECT 2] Idle
        1 2 pets:20,max(name):25 (3,Tom) [SELECT 1] Idle
        1 2 n [UPDATE 3] Idle
        1 2 n [DELETE 0] Idle
        1 2 id:20 [SELECT 0] Idle
        1 2 n empty Idle
        1 2 n empty Idle
        ");
    }

    #[test]
    fn what_fails_is_told_with_its_sqlstate_and_ends_the_flight() {
        assert_snapshot!(printed(
            "CREATE TABLE pets (id INTEGER PRIMARY KEY, name TEXT NOT NULL)
             SELEKT 1
             SELECT * FROM wolves
             SELECT random()
             SELECT * FROM pets WHERE id=$1
             SELECT * FROM pets WHERE id=$1 | x:20
             SELECT * FROM pets WHERE id=$1 | x:1700
             INSERT INTO pets (id) VALUES ($1) | 1:20
             SELECT 1 AS one"
        ), @"
        1 2 n [CREATE TABLE] Idle
        42601 this is not one SQL statement Idle
        42P01 there is no such table Idle
        42883 there is no such function Idle
        1 2 08P01 0 parameters for 1 places $1, $2, … Idle
        1 42804 a parameter is not a whole number of 64 bits Idle
        1 42804 parameters of type 1700 are not taken here Idle
        1 2 n 23502 a value is missing Idle
        1 2 one:20 (1) [SELECT 1] Idle
        ");
    }

    #[test]
    fn a_transaction_is_one_step_or_none() {
        assert_snapshot!(printed(
            "CREATE TABLE pets (id INTEGER PRIMARY KEY)
             BEGIN
             INSERT INTO pets (id) VALUES (1)
             commit;
             begin
             INSERT INTO pets (id) VALUES (2)
             INSERT INTO pets (id) VALUES (1)
             SELECT * FROM pets
             COMMIT
             SELECT * FROM pets
             BEGIN
             DELETE FROM pets
             ROLLBACK
             SELECT * FROM pets
             COMMIT
             ROLLBACK"
        ), @"
        1 2 n [CREATE TABLE] Idle
        1 2 n [BEGIN] Within
        1 2 n [INSERT 0 1] Within
        1 2 n [COMMIT] Idle
        1 2 n [BEGIN] Within
        1 2 n [INSERT 0 1] Within
        1 2 n 23505 a value that may stand once is there already Failed
        25P02 a statement of this transaction failed: only its end is taken now Failed
        1 2 n [ROLLBACK] Idle
        1 2 id:20 (1) [SELECT 1] Idle
        1 2 n [BEGIN] Within
        1 2 n [DELETE 1] Within
        1 2 n [ROLLBACK] Idle
        1 2 id:20 (1) [SELECT 1] Idle
        1 2 n [COMMIT] Idle
        1 2 n [ROLLBACK] Idle
        ");
    }
}
