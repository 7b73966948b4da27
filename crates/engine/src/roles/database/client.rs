//! The origin server's connections to its database: opened at boot, lent to one request at a time.

use crate::attribution::RequestKey;
use crate::codecs::pgsql::{self, Backend, Column, Frontend, INT8, Parsed, TEXT, UNSPECIFIED};
use crate::simulation::{Lease, Pool, Simulation, TcpStream};
use application::{Answer, DatabaseError, DatabaseErrorKind as Kind, Statement, Value};
use core::time::Duration;
use std::net::Ipv4Addr;
use trace::HostId;

/// How many connections are kept open.
const POOL_LEN: usize = 2;
/// How long a connection is waited for.
const CONNECT_PATIENCE: Duration = Duration::from_secs(30);
/// Whom the server says it is, and which database it wants.
const PARAMETERS: [(&str, &str); 3] =
    [("client_encoding", "UTF8"), ("database", "shop"), ("user", "api")];

/// What the database answers to one statement.
pub type Executed = Result<Answer, DatabaseError>;

/// The connections of a server; clones are the same connections.
#[derive(Clone)]
pub struct DatabaseConnections {
    simulation: Simulation,
    host: HostId,
    database: Ipv4Addr,
    /// `None` where there is no connection yet, or none any more.
    pool: Pool<Option<Connection>>,
}

impl DatabaseConnections {
    /// Room for the connections from `host` to `database`; none is open yet.
    pub fn new(simulation: &Simulation, host: HostId, database: Ipv4Addr) -> Self {
        let pool = Pool::new((0..POOL_LEN).map(|_| None));
        Self { simulation: simulation.clone(), host, database, pool }
    }

    /// Opens all connections, one after the other, as a server does when it boots.
    pub async fn open(&self) {
        let mut leases = Vec::new();
        for _ in 0..POOL_LEN {
            let mut lease = self.pool.take().await;
            // One that cannot be opened now is opened by the request that needs it.
            *lease = self.connect().await.ok();
            leases.push(lease);
        }
    }

    /// Executes one statement because of a request, on the first connection that is free.
    ///
    /// # Errors
    /// What the database says, or that it was not reached.
    pub async fn execute(&self, statement: &Statement, cause: RequestKey) -> Executed {
        let mut lease: Lease<Option<Connection>> = self.pool.take().await;
        let mut connection = match lease.take() {
            Some(connection) => connection,
            None => self.connect().await.map_err(|Broken| not_reached())?,
        };
        let key = connection.next_key();
        self.simulation.record(|record| record.attribution.caused(key, cause));
        let executed = connection.execute(statement).await.map_err(|Broken| not_reached())?;
        *lease = Some(connection);
        executed
    }

    async fn connect(&self) -> Result<Connection, Broken> {
        let remote = (self.database.into(), pgsql::PORT);
        let stream = TcpStream::connect(&self.simulation, self.host, remote, CONNECT_PATIENCE);
        let stream = stream.await.map_err(|_| Broken)?;
        let mut connection = Connection { stream, octets: Vec::new(), n_executed: 0 };
        let parameters = PARAMETERS.map(|(name, value)| (name.to_owned(), value.to_owned()));
        connection.send(&[Frontend::Startup { parameters: parameters.into() }]).await?;
        connection.answers().await?;
        Ok(connection)
    }
}

fn not_reached() -> DatabaseError {
    DatabaseError::new(Kind::ConnectionFailure, "the database was not reached")
}

/// The connection was closed, was reset, or brought what is no answer.
struct Broken;

/// One connection, between two flights.
struct Connection {
    stream: TcpStream,
    /// What has arrived and was not read yet.
    octets: Vec<u8>,
    /// How many statements were sent.
    n_executed: u32,
}

impl Connection {
    /// Names the next statement.
    fn next_key(&self) -> RequestKey {
        RequestKey::new(self.stream.local(), self.n_executed)
    }

    async fn execute(&mut self, statement: &Statement) -> Result<Executed, Broken> {
        let values = &statement.parameters;
        let flight = [
            Frontend::Parse {
                text: statement.text.clone(),
                type_oids: values.iter().map(type_oid).collect(),
            },
            Frontend::Bind { values: values.iter().map(as_text).collect() },
            Frontend::Describe,
            Frontend::Execute,
            Frontend::Sync,
        ];
        self.n_executed += 1;
        self.send(&flight).await?;
        executed(self.answers().await?)
    }

    async fn send(&self, flight: &[Frontend]) -> Result<(), Broken> {
        let mut octets = Vec::new();
        flight.iter().for_each(|message| message.write(&mut octets));
        self.stream.write_all(&octets).await.map_err(|_| Broken)
    }

    /// Everything that comes before the next ReadyForQuery.
    async fn answers(&mut self) -> Result<Vec<Backend>, Broken> {
        let mut answers = Vec::new();
        loop {
            let mut read = 0;
            loop {
                match pgsql::backend(&self.octets[read..]) {
                    Parsed::Complete(Backend::ReadyForQuery(_), len) => {
                        self.octets.drain(..read + len);
                        return Ok(answers);
                    }
                    Parsed::Complete(answer, len) => {
                        answers.push(answer);
                        read += len;
                    }
                    Parsed::Incomplete => break,
                    Parsed::Malformed => return Err(Broken),
                }
            }
            self.octets.drain(..read);
            let arrived = self.stream.read().await.map_err(|_| Broken)?;
            if arrived.is_empty() {
                return Err(Broken);
            }
            self.octets.extend_from_slice(&arrived);
        }
    }
}

fn type_oid(value: &Value) -> u32 {
    match value {
        Value::Null => UNSPECIFIED,
        Value::Integer(_) => INT8,
        Value::Text(_) => TEXT,
    }
}

fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Integer(number) => Some(number.to_string()),
        Value::Text(text) => Some(text.clone()),
    }
}

fn executed(answers: Vec<Backend>) -> Result<Executed, Broken> {
    let mut columns: Option<Vec<Column>> = None;
    let mut rows = Vec::new();
    for answer in answers {
        match answer {
            Backend::RowDescription(described) => columns = Some(described),
            Backend::DataRow(values) => {
                let columns = columns.as_deref().ok_or(Broken)?;
                let row = values.into_iter().zip(columns);
                rows.push(row.map(value).collect::<Result<Vec<Value>, Broken>>()?);
            }
            Backend::CommandComplete { tag } => {
                return Ok(Ok(match columns {
                    Some(columns) => {
                        let columns = columns.into_iter().map(|column| column.name).collect();
                        Answer::Rows { columns, rows }
                    }
                    None => Answer::Changed { rows: pgsql::rows_in_tag(&tag) },
                }));
            }
            Backend::EmptyQueryResponse => return Ok(Ok(Answer::Changed { rows: 0 })),
            Backend::ErrorResponse { sqlstate, reason } => {
                return Ok(Err(DatabaseError::new(Kind::from_sqlstate(&sqlstate), reason)));
            }
            _ => {}
        }
    }
    Err(Broken)
}

fn value((text, column): (Option<String>, &Column)) -> Result<Value, Broken> {
    let Some(text) = text else { return Ok(Value::Null) };
    match column.type_oid {
        INT8 => text.parse().map(Value::Integer).map_err(|_| Broken),
        _ => Ok(Value::Text(text)),
    }
}
