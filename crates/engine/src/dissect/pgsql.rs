//! Statements and results, read out of the two texts of a connection to the database: one message
//! a flight, from Parse to Sync and from what answers it to ReadyForQuery.

use super::reassembled::{FoundMessage, Reassembled};
use crate::attribution::{End, RequestKey};
use crate::codecs::pgsql::{self, Backend, Column, Frontend, INT8, Parsed, UNSPECIFIED};
use crate::recorder::TappedPacket;
use application::Value;
use trace::{Content, SqlResult, SqlStatement};

/// The messages of one connection, whose client's side is `client`. How it was set up is no
/// message: its packets tell.
pub fn messages(
    client_end: End,
    client: &Reassembled,
    server: Option<&Reassembled>,
    tapped: &[TappedPacket],
) -> Vec<FoundMessage> {
    let mut found = numbered(statements(client, tapped), client_end);
    let results = server.into_iter().flat_map(|server| results(server, tapped)).collect();
    found.extend(numbered(results, client_end));
    found
}

/// The n-th result answers the n-th statement.
fn numbered(mut found: Vec<FoundMessage>, client_end: End) -> Vec<FoundMessage> {
    for (ordinal, found) in (0..).zip(&mut found) {
        found.request = Some(RequestKey::new(client_end, ordinal));
    }
    found
}

fn statements(text: &Reassembled, tapped: &[TappedPacket]) -> Vec<FoundMessage> {
    let mut found = Vec::new();
    let mut at = match pgsql::startup(&text.octets) {
        Parsed::Complete(Frontend::Startup { .. }, len) => len,
        Parsed::Complete(..) | Parsed::Incomplete | Parsed::Malformed => return found,
    };
    let mut start = at;
    let mut statement: Option<SqlStatement> = None;
    let mut types = Vec::new();
    while let Parsed::Complete(message, len) = pgsql::frontend(&text.octets[at..]) {
        at += len;
        match message {
            Frontend::Parse { text, type_oids } => {
                statement = Some(SqlStatement { text, parameters: Vec::new() });
                types = type_oids;
            }
            Frontend::Bind { values } => {
                let types = types.iter().copied().chain(core::iter::repeat(UNSPECIFIED));
                let literals = values.into_iter().zip(types).map(literal).collect();
                if let Some(statement) = &mut statement {
                    statement.parameters = literals;
                }
            }
            Frontend::Sync => {
                let flight = start..at;
                start = at;
                if let Some(statement) = statement.take() {
                    let content = Content::SqlStatement(statement);
                    found.push(text.message(&flight, content, None, tapped));
                }
            }
            Frontend::Startup { .. }
            | Frontend::Describe
            | Frontend::Execute
            | Frontend::Terminate
            | Frontend::Other => {}
        }
    }
    found
}

fn results(text: &Reassembled, tapped: &[TappedPacket]) -> Vec<FoundMessage> {
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    let mut answer = FlightAnswer::default();
    while let Parsed::Complete(message, len) = pgsql::backend(&text.octets[at..]) {
        at += len;
        match message {
            Backend::RowDescription(columns) => answer.columns = Some(columns),
            Backend::DataRow(values) => answer.rows.push(values),
            Backend::CommandComplete { tag } => answer.n_rows = Some(pgsql::rows_in_tag(&tag)),
            Backend::EmptyQueryResponse => answer.n_rows = Some(0),
            Backend::ErrorResponse { reason, .. } => answer.failure = Some(reason),
            Backend::ReadyForQuery(_) => {
                let flight = start..at;
                start = at;
                // The first one ends the set-up, and answers no statement.
                if let Some(result) = core::mem::take(&mut answer).result() {
                    let content = Content::SqlResult(result);
                    found.push(text.message(&flight, content, None, tapped));
                }
            }
            Backend::AuthenticationOk
            | Backend::ParameterStatus { .. }
            | Backend::BackendKeyData { .. }
            | Backend::ParseComplete
            | Backend::BindComplete
            | Backend::NoData
            | Backend::Other => {}
        }
    }
    found
}

/// What was said since the last ReadyForQuery.
#[derive(Default)]
struct FlightAnswer {
    columns: Option<Vec<Column>>,
    rows: Vec<Vec<Option<String>>>,
    n_rows: Option<u64>,
    failure: Option<String>,
}

impl FlightAnswer {
    fn result(self) -> Option<SqlResult> {
        if let Some(reason) = self.failure {
            return Some(SqlResult::Failed { reason });
        }
        let Some(columns) = self.columns else {
            return self.n_rows.map(|rows| SqlResult::Changed { rows });
        };
        let types = || columns.iter().map(|column| column.type_oid);
        let row = |row: Vec<Option<String>>| row.into_iter().zip(types()).map(literal).collect();
        let rows = self.rows.into_iter().map(row).collect();
        let columns = columns.iter().map(|column| column.name.clone()).collect();
        Some(SqlResult::Rows { columns, rows })
    }
}

/// A value as an SQL literal, quoted where its type is not a number's.
fn literal((value, type_oid): (Option<String>, u32)) -> String {
    let value = match value {
        None => Value::Null,
        Some(text) => match text.parse() {
            Ok(number) if type_oid == INT8 => Value::Integer(number),
            _ => Value::Text(text),
        },
    };
    value.literal()
}
