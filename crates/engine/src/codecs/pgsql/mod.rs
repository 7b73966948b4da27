//! PostgreSQL's frontend/backend protocol, version 3.0, as far as it is spoken here: trust, the
//! unnamed statement, the unnamed portal, values as text.
//!
//! Sans-IO, and shared by roles and dissection. The crate pgwire writes the messages. They are
//! read here, because pgwire's readers believe every count they find and panic where the octets
//! are fewer; both together are held to agree by the tests.

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::{backend, frontend, startup};

/// The port of the database.
pub const PORT: u16 = 5432;
/// The type of whole numbers, by its number in PostgreSQL's catalogue `pg_type`.
pub const INT8: u32 = 20;
/// The type of text.
pub const TEXT: u32 = 25;
/// No type: the database finds out.
pub const UNSPECIFIED: u32 = 0;

/// A message that the client sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frontend {
    /// Who wants to be connected to which database.
    Startup {
        /// `user`, `database`, …, in the order of their names.
        parameters: Vec<(String, String)>,
    },
    /// A text becomes the unnamed statement.
    Parse {
        /// The text, with `$1`, `$2`, … where parameters go.
        text: String,
        /// The types of the parameters.
        type_oids: Vec<u32>,
    },
    /// The unnamed statement and these values become the unnamed portal.
    Bind {
        /// The values as text; `None` is NULL.
        values: Vec<Option<String>>,
    },
    /// Asks which columns the unnamed portal will give.
    Describe,
    /// Executes the unnamed portal to its end.
    Execute,
    /// The end of a flight: the transaction that it opened silently is to be committed.
    Sync,
    /// Farewell.
    Terminate,
    /// What is not spoken here.
    Other,
}

/// A message that the database sends.
#[expect(clippy::enum_variant_names, reason = "the manual's names")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Backend {
    /// The client is who it says.
    AuthenticationOk,
    /// A setting that the client should know.
    ParameterStatus {
        /// Which one.
        name: String,
        /// Its value.
        value: String,
    },
    /// What a client must know to cancel a statement from another connection.
    BackendKeyData {
        /// The process that serves this connection.
        process_id: i32,
        /// The secret.
        secret_key: i32,
    },
    /// The next flight may come.
    ReadyForQuery(TransactionStatus),
    /// The text is a statement.
    ParseComplete,
    /// The values fit.
    BindComplete,
    /// The portal will give no rows.
    NoData,
    /// The columns that the portal will give.
    RowDescription(Vec<Column>),
    /// A row: values as text; `None` is NULL.
    DataRow(Vec<Option<String>>),
    /// The statement was executed.
    CommandComplete {
        /// What it did and to how many rows, e.g. `DELETE 1`.
        tag: String,
    },
    /// There was nothing to execute.
    EmptyQueryResponse,
    /// The statement failed.
    ErrorResponse {
        /// The kind of failure, in five characters.
        sqlstate: String,
        /// What was found.
        reason: String,
    },
    /// What is not spoken here.
    Other,
}

/// A column of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type.
    pub type_oid: u32,
}

/// Whether a connection is within a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransactionStatus {
    /// It is not.
    Idle,
    /// It is.
    Within,
    /// It is, and a statement failed: everything but its end is refused.
    Failed,
}

/// What the front of some octets is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parsed<T> {
    /// A message, so many octets long.
    Complete(T, usize),
    /// The beginning of one.
    Incomplete,
    /// No message.
    Malformed,
}

impl Frontend {
    /// Writes the message behind `octets`. Names and texts hold no NUL.
    ///
    /// # Panics
    /// [`Frontend::Other`] cannot be written.
    pub fn write(&self, octets: &mut Vec<u8>) {
        write::frontend(self, octets);
    }
}

impl Backend {
    /// Writes the message behind `octets`. Names and texts hold no NUL.
    ///
    /// # Panics
    /// [`Backend::Other`] cannot be written.
    pub fn write(&self, octets: &mut Vec<u8>) {
        write::backend(self, octets);
    }
}

/// How many rows the tag of a CommandComplete tells of: the number at its end, if there is one.
pub fn rows_in_tag(tag: &str) -> u64 {
    tag.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}
