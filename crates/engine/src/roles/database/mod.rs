//! The database: a host that speaks PostgreSQL's protocol and executes on SQLite.
//!
//! Simplified: it trusts every client, and while a transaction is open on one connection the
//! others wait for its end.

pub mod client;
mod session;

use crate::attribution::RequestKey;
use crate::codecs::pgsql::{self, Backend, Frontend, Parsed, TransactionStatus};
use crate::simulation::{Lease, Pool, Simulation, TcpListener, TcpStream};
use crate::sqlite::{Sqlite, TableRows, changes};
use application::Boot;
use core::cell::RefCell;
use core::time::Duration;
use session::Session;
use std::rc::Rc;
use trace::{HostId, Table};

/// How many connections may be opened at once.
const BACKLOG: usize = 4;
/// The settings that PostgreSQL tells every client and a client goes by.
const SETTINGS: [(&str, &str); 4] = [
    ("server_version", "16.0"),
    ("server_encoding", "UTF8"),
    ("client_encoding", "UTF8"),
    ("standard_conforming_strings", "on"),
];

/// A database on its host.
#[derive(Clone)]
pub struct Database {
    simulation: Simulation,
    host: HostId,
    /// One SQLite, which one connection uses at a time.
    sqlite: Pool<Sqlite>,
    /// The tables as they were told last.
    told: Rc<RefCell<Told>>,
    /// How long a statement takes.
    work: Duration,
}

struct Told {
    /// How many rows had been changed by then.
    n_changed: u64,
    tables: Vec<TableRows>,
}

impl Database {
    /// A database with the application's tables.
    pub fn boot(simulation: &Simulation, host: HostId, boot: Boot, work: Duration) -> Self {
        let (sqlite, tables) = booted(boot);
        simulation.record(|record| record.tables_stand(host, shown(&tables)));
        let told = Rc::new(RefCell::new(Told { n_changed: sqlite.n_changed(), tables }));
        Self { simulation: simulation.clone(), host, sqlite: Pool::new([sqlite]), told, work }
    }

    /// Serves for as long as the run goes on.
    pub async fn run(self) {
        let mut listener = TcpListener::bind(&self.simulation, self.host, pgsql::PORT, BACKLOG);
        for process_id in 1.. {
            let stream = listener.accept().await;
            let database = self.clone();
            self.simulation.spawn(async move { database.serve(stream, process_id).await });
        }
    }

    /// Takes one flight of a connection after the other until the client says farewell.
    async fn serve(self, stream: TcpStream, process_id: i32) {
        let mut client = Client { stream, octets: Vec::new() };
        if !client.start(process_id).await {
            return;
        }
        let mut session = Session::new();
        let mut held = None;
        let client_end = client.stream.peer();
        let mut n_statements = 0;
        while let Some(flight) = client.flight().await {
            let mut sqlite = match held.take() {
                Some(sqlite) => sqlite,
                None => self.sqlite.take().await,
            };
            let n_executed = flight.iter().filter(|said| **said == Frontend::Execute).count();
            let statement = RequestKey::new(client_end, n_statements);
            let is_parse = |said: &Frontend| matches!(said, Frontend::Parse { .. });
            n_statements += u32::from(flight.iter().any(is_parse));
            let mut octets = Vec::new();
            for message in flight {
                let answers = session.answer(message, &mut sqlite);
                answers.iter().for_each(|answer| answer.write(&mut octets));
            }
            match session.status {
                TransactionStatus::Idle => {
                    self.tell_changes(&sqlite, statement);
                    // The others may work while this one does.
                    drop(sqlite);
                }
                TransactionStatus::Within | TransactionStatus::Failed => held = Some(sqlite),
            }
            self.simulation.sleep(self.work * n_executed as u32).await;
            if client.stream.write_all(&octets).await.is_err() {
                break;
            }
        }
        held.iter_mut().for_each(|sqlite: &mut Lease<Sqlite>| {
            sqlite.roll_back().expect("an open transaction can be rolled back");
        });
    }

    /// Notes what differs since this was done last, and which statement brought it about.
    fn tell_changes(&self, sqlite: &Sqlite, statement: RequestKey) {
        let mut told = self.told.borrow_mut();
        let n_changed = sqlite.n_changed();
        if n_changed == told.n_changed {
            return;
        }
        let (now, tables) = (self.simulation.now(), tables(sqlite));
        let changes = changes(&told.tables, &tables);
        self.simulation.record(|record| {
            record.tables_changed(now, statement, changes);
            record.tables_stand(self.host, shown(&tables));
        });
        *told = Told { n_changed, tables };
    }
}

/// A database with the application's tables, and these. Creating them takes a quarter of a plain
/// exchange's time: what the last run booted is copied where this one boots alike.
fn booted(boot: Boot) -> (Sqlite, Vec<TableRows>) {
    thread_local! {
        static LAST: RefCell<Option<(Boot, Sqlite, Vec<TableRows>)>> = const { RefCell::new(None) };
    }
    LAST.with_borrow_mut(|last| {
        if last.as_ref().is_none_or(|(booted, ..)| *booted != boot) {
            let mut sqlite = Sqlite::open();
            for statement in application::boot_statements(boot) {
                sqlite.execute(&statement).expect("the boot statements are ours, and good");
            }
            let tables = tables(&sqlite);
            *last = Some((boot, sqlite, tables));
        }
        let (_, sqlite, tables) = last.as_ref().expect("it has just been booted");
        (sqlite.copy(), tables.clone())
    })
}

fn tables(sqlite: &Sqlite) -> Vec<TableRows> {
    sqlite.tables().expect("the application's tables can be read")
}

fn shown(tables: &[TableRows]) -> Vec<Table> {
    tables.iter().map(Table::from).collect()
}

/// The client at the other end of a connection.
struct Client {
    stream: TcpStream,
    /// What has arrived and was not read yet.
    octets: Vec<u8>,
}

impl Client {
    /// Sets the connection up; says whether it is.
    async fn start(&mut self, process_id: i32) -> bool {
        let Some(Frontend::Startup { .. }) = self.next(pgsql::startup).await else { return false };
        let setting = |(name, value): (&str, &str)| Backend::ParameterStatus {
            name: name.to_owned(),
            value: value.to_owned(),
        };
        let mut said = vec![Backend::AuthenticationOk];
        said.extend(SETTINGS.map(setting));
        // Nobody cancels a statement here, so nobody needs to guess the secret.
        said.push(Backend::BackendKeyData { process_id, secret_key: 0 });
        said.push(Backend::ReadyForQuery(TransactionStatus::Idle));
        let mut octets = Vec::new();
        said.iter().for_each(|message| message.write(&mut octets));
        self.stream.write_all(&octets).await.is_ok()
    }

    /// The messages up to the next Sync; none after the last one.
    async fn flight(&mut self) -> Option<Vec<Frontend>> {
        let mut flight = Vec::new();
        loop {
            match self.next(pgsql::frontend).await? {
                Frontend::Terminate => return None,
                Frontend::Sync => {
                    flight.push(Frontend::Sync);
                    return Some(flight);
                }
                message => flight.push(message),
            }
        }
    }

    /// The next message; none once the connection is closed, or where something else arrives.
    async fn next(&mut self, read: fn(&[u8]) -> Parsed<Frontend>) -> Option<Frontend> {
        loop {
            match read(&self.octets) {
                Parsed::Complete(message, len) => {
                    self.octets.drain(..len);
                    return Some(message);
                }
                Parsed::Incomplete => {
                    let arrived = self.stream.read().await.ok()?;
                    (!arrived.is_empty()).then_some(())?;
                    self.octets.extend_from_slice(&arrived);
                }
                Parsed::Malformed => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests;
