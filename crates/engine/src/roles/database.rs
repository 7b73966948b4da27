//! The database: executes the origin server's statements, one after the other.
//!
//! Simplified: the hop between origin server and database is modelled. Its delay is chosen and no
//! packet crosses it; the SQL really runs, on SQLite.

use crate::simulation::Simulation;
use crate::sqlite::Sqlite;
use application::{Answer, DatabaseError, Statement, Value};
use core::time::Duration;
use futures_channel::{mpsc, oneshot};
use futures_util::StreamExt as _;
use trace::{Content, HostId, SqlResult, SqlStatement};

/// One way between origin server and database: chosen.
pub const ONE_WAY_DELAY: Duration = Duration::from_micros(250);
/// How long a statement takes: chosen.
const WORK: Duration = Duration::from_millis(2);

/// What the database answers to one statement.
pub type Executed = Result<Answer, DatabaseError>;

/// One statement on its way, and where its answer goes.
pub struct Query {
    statement: Statement,
    answer: oneshot::Sender<Executed>,
}

/// The origin server's end of the modelled hop.
#[derive(Clone)]
pub struct Connection(mpsc::UnboundedSender<Query>);

/// A database that has booted, and the connection to it.
pub fn boot() -> (Connection, mpsc::UnboundedReceiver<Query>) {
    let (sender, receiver) = mpsc::unbounded();
    (Connection(sender), receiver)
}

impl Connection {
    /// Sends a statement; the answer comes later.
    pub fn send(&self, statement: Statement) -> oneshot::Receiver<Executed> {
        let (answer, receiver) = oneshot::channel();
        // The database lives as long as the world; were it gone, the receiver would say so.
        let _ = self.0.unbounded_send(Query { statement, answer });
        receiver
    }
}

/// Executes statements for as long as the run goes on.
pub async fn run(
    simulation: Simulation,
    [server, database]: [HostId; 2],
    mut queries: mpsc::UnboundedReceiver<Query>,
) {
    let mut sqlite = Sqlite::open();
    for statement in application::boot_statements() {
        sqlite.execute(&statement).expect("the boot statements are ours, and good");
    }
    while let Some(query) = queries.next().await {
        let asked = Content::SqlStatement(shown_statement(&query.statement));
        cross(&simulation, [server, database], asked).await;
        let executed = sqlite.execute(&query.statement);
        simulation.sleep(WORK).await;
        let told = Content::SqlResult(shown_result(&executed));
        cross(&simulation, [database, server], told).await;
        // A server that gave the request up does not wait for the answer.
        let _ = query.answer.send(executed);
    }
}

async fn cross(simulation: &Simulation, ends: [HostId; 2], content: Content) {
    let sent_at = simulation.now();
    let span = [sent_at, sent_at + ONE_WAY_DELAY];
    simulation.record(|record| record.modelled_message(ends, span, content));
    simulation.sleep(ONE_WAY_DELAY).await;
}

fn shown_statement(statement: &Statement) -> SqlStatement {
    let parameters = statement.parameters.iter().map(Value::literal).collect();
    SqlStatement { text: statement.text.clone(), parameters }
}

fn shown_result(executed: &Executed) -> SqlResult {
    match executed {
        Ok(Answer::Rows { columns, rows }) => SqlResult::Rows {
            columns: columns.clone(),
            rows: rows.iter().map(|row| row.iter().map(Value::literal).collect()).collect(),
        },
        Ok(Answer::Changed { rows }) => SqlResult::Changed { rows: *rows },
        Err(error) => SqlResult::Failed { reason: error.reason.clone() },
    }
}
