//! How long the work on a request took, as the server tells it (Server Timing, W3C).

use crate::{Answer, BoxFuture, Database, DatabaseError, Statement, Surroundings};
use core::sync::atomic::{AtomicU64, Ordering};
use core::time::Duration;
use http::{HeaderName, HeaderValue};
use std::sync::Arc;

/// The field.
pub(crate) const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// A clock that runs since the work began.
pub(crate) struct StopWatch {
    surroundings: Arc<dyn Surroundings>,
    began_at: Duration,
    database_ns: Arc<AtomicU64>,
}

impl StopWatch {
    /// It starts now; what `database` takes is measured from now on.
    pub fn start(surroundings: &Arc<dyn Surroundings>, database: &mut Arc<dyn Database>) -> Self {
        let database_ns = Arc::new(AtomicU64::new(0));
        *database = Arc::new(Timed {
            database: Arc::clone(database),
            surroundings: Arc::clone(surroundings),
            spent_ns: Arc::clone(&database_ns),
        });
        Self { began_at: surroundings.now(), surroundings: Arc::clone(surroundings), database_ns }
    }

    /// The value of Server-Timing by now, in milliseconds.
    pub fn told(&self) -> HeaderValue {
        let total = self.surroundings.now().saturating_sub(self.began_at);
        let database = Duration::from_nanos(self.database_ns.load(Ordering::Relaxed));
        let shown = |span: Duration| {
            let us = span.as_micros();
            format!("{}.{:03}", us / 1000, us % 1000)
        };
        let told = format!(
            "db;desc=\"Database\";dur={}, total;desc=\"Total\";dur={}",
            shown(database),
            shown(total)
        );
        HeaderValue::from_str(&told).expect("these are visible ASCII")
    }
}

/// A database that measures how long one waits for it.
struct Timed {
    database: Arc<dyn Database>,
    surroundings: Arc<dyn Surroundings>,
    spent_ns: Arc<AtomicU64>,
}

impl Database for Timed {
    fn execute(&self, statement: Statement) -> BoxFuture<Result<Answer, DatabaseError>> {
        let (surroundings, spent_ns) = (Arc::clone(&self.surroundings), Arc::clone(&self.spent_ns));
        let asked_at = surroundings.now();
        let executed = self.database.execute(statement);
        Box::pin(async move {
            let executed = executed.await;
            let spent = surroundings.now().saturating_sub(asked_at).as_nanos();
            spent_ns.fetch_add(u64::try_from(spent).unwrap_or(u64::MAX), Ordering::Relaxed);
            executed
        })
    }
}
