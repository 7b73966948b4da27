//! What the service does, once a request was understood: statements in, a reply out.

use crate::collection::Collection;
use crate::content::{ACCEPT_PATCH, Member, PATCH_MEDIA_TYPES};
use crate::endpoint::allow;
use crate::freshness::{self, Current, Preconditions};
use crate::json::Representation;
use crate::page::{self, File};
use crate::problem::{Place, Problem};
use crate::query::Query;
use crate::{
    Answer, CALLS_MAX, Database, DatabaseError, DatabaseErrorKind, Meter, Observer, SECONDS,
    Statement, Value, statement,
};
use http::{HeaderName, StatusCode, header};

/// A request that was understood.
#[derive(Debug)]
pub(crate) enum Operation {
    /// Tells what the server offers.
    Index,
    /// Tells which methods a path has.
    Describe { path: &'static str },
    /// Sends a file.
    Send { file: &'static File },
    /// Sends a page that takes long to make.
    SendSlowly { file: &'static File },
    /// The rows of a collection, line by line.
    Export { collection: &'static Collection },
    /// Says where the resource is by now.
    Redirect { to: &'static str },
    /// Says that it is closed.
    Closed,
    /// Tells a saying, now and then.
    TellSaying,
    /// The rows of a collection.
    List { collection: &'static Collection, query: Query },
    /// One row.
    Read { collection: &'static Collection, id: i64, fields: Vec<&'static str> },
    /// A new row, whose id the database chooses.
    Create { collection: &'static Collection, path: &'static str, members: Vec<Member> },
    /// A row as the client wants it, whether it was there or not.
    Replace { collection: &'static Collection, path: &'static str, id: i64, members: Vec<Member> },
    /// Some columns of a row.
    Modify { collection: &'static Collection, id: i64, members: Vec<Member> },
    /// A row less.
    Remove { collection: &'static Collection, id: i64 },
}

/// A response before it is written.
#[derive(Debug)]
pub(crate) struct Reply {
    pub status: StatusCode,
    pub fields: Vec<(HeaderName, String)>,
    pub representation: Option<Representation>,
}

impl Reply {
    fn ok(representation: Representation) -> Self {
        let representation = Some(representation);
        Self { status: StatusCode::OK, fields: Vec::new(), representation }
    }

    fn created(location: String, representation: Representation) -> Self {
        let fields = vec![(header::LOCATION, location)];
        let representation = Some(representation);
        Self { status: StatusCode::CREATED, fields, representation }
    }

    /// RFC 9110 §15.4.2. What is there for people to read is the new place alone.
    fn moved(to: &str) -> Self {
        let fields = vec![(header::LOCATION, to.to_owned())];
        Self { status: StatusCode::MOVED_PERMANENTLY, fields, representation: None }
    }

    fn no_content(fields: Vec<(HeaderName, String)>) -> Self {
        Self { status: StatusCode::NO_CONTENT, fields, representation: None }
    }

    /// What `OPTIONS *` gets: which methods there are at all.
    pub fn methods_of_server(methods: &[&str]) -> Self {
        Self::no_content(vec![(header::ALLOW, methods.join(", "))])
    }
}

impl From<Problem> for Reply {
    fn from(problem: Problem) -> Self {
        Self {
            status: problem.status,
            fields: problem.field.clone().into_iter().collect(),
            representation: Some(Representation::Problem(problem)),
        }
    }
}

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

impl Operation {
    /// Whether a change may be done, where the client set conditions: the resource is read first.
    /// Reading is checked by what comes of it.
    pub async fn check(
        &self,
        preconditions: &Preconditions,
        database: &dyn Database,
    ) -> Result<(), Failure> {
        if !preconditions.are_there() {
            return Ok(());
        }
        let (collection, read) = match self {
            Self::Create { collection, .. } => {
                (collection, statement::select_all(collection, &Query::default()))
            }
            Self::Replace { collection, id, .. }
            | Self::Modify { collection, id, .. }
            | Self::Remove { collection, id } => {
                (collection, statement::select_one(collection, *id, &[]))
            }
            _ => return Ok(()),
        };
        let Table { columns, rows } = rows(database, read).await?;
        let representation = match self {
            Self::Create { .. } => Some(Representation::List { columns, rows }),
            _ => Table { columns, rows }.into_item(),
        };
        let current = match representation {
            // RFC 9110 §13.2.1: what is not there anyway is answered with 404.
            None if !matches!(self, Self::Replace { .. }) => return Ok(()),
            None => Current::Missing,
            Some(found) => freshness::entity_tag(&found, collection.cache_control)
                .map_or(Current::Untagged, Current::Tagged),
        };
        match preconditions.unmet(&current) {
            Some(unmet) => Err(Problem::from(unmet).into()),
            None => Ok(()),
        }
    }

    /// Does it.
    pub async fn perform(
        self,
        database: &dyn Database,
        meter: &dyn Meter,
        observer: &dyn Observer,
    ) -> Result<Reply, Failure> {
        match self {
            Self::Index => Ok(Reply::ok(Representation::Index)),
            Self::Describe { path } => Ok(describe(path)),
            Self::Send { file } => Ok(Reply::ok(Representation::File(file))),
            Self::SendSlowly { file } => {
                observer.hint(page::HINT).await;
                observer.work(page::SLOW_WORK).await;
                Ok(Reply::ok(Representation::File(file)))
            }
            Self::Export { collection } => {
                let statement = statement::select_all(collection, &Query::default());
                let Table { columns, rows } = rows(database, statement).await?;
                Ok(Reply::ok(Representation::Lines { columns, rows }))
            }
            Self::Redirect { to } => Ok(Reply::moved(to)),
            Self::Closed => Err(closed().into()),
            Self::TellSaying => match meter.count() {
                Ok(()) => Ok(Reply::ok(Representation::Saying(SAYING))),
                Err(seconds) => Err(too_often(seconds).into()),
            },
            Self::List { collection, query } => {
                let statement = statement::select_all(collection, &query);
                let Table { columns, rows } = rows(database, statement).await?;
                Ok(Reply::ok(Representation::List { columns, rows }))
            }
            Self::Read { collection, id, fields } => read(database, collection, id, &fields).await,
            Self::Create { collection, path, members } => {
                let table = rows(database, statement::insert(collection, &members)).await?;
                let id = table.first_id().ok_or_else(broken_promise)?;
                let item = table.into_item().ok_or_else(broken_promise)?;
                Ok(Reply::created(format!("{path}/{id}"), item))
            }
            Self::Replace { collection, path, id, members } => {
                if let Some(item) = updated(database, collection, id, &members).await? {
                    return Ok(Reply::ok(item));
                }
                let insert = statement::insert_as(collection, id, &members);
                match database.execute(insert).await {
                    Ok(Answer::Rows { columns, rows }) => {
                        let item =
                            Table { columns, rows }.into_item().ok_or_else(broken_promise)?;
                        Ok(Reply::created(path.replace("{id}", &id.to_string()), item))
                    }
                    Ok(Answer::Changed { .. }) => Err(broken_promise()),
                    // Another request was faster.
                    Err(error) if error.kind == DatabaseErrorKind::UniqueViolation => {
                        let item = updated(database, collection, id, &members).await?;
                        Ok(Reply::ok(item.ok_or_else(|| not_found(collection, id))?))
                    }
                    Err(error) => Err(error.into()),
                }
            }
            Self::Modify { collection, id, members } if members.is_empty() => {
                read(database, collection, id, &[]).await
            }
            Self::Modify { collection, id, members } => {
                let item = updated(database, collection, id, &members).await?;
                Ok(Reply::ok(item.ok_or_else(|| not_found(collection, id))?))
            }
            Self::Remove { collection, id } => {
                match execute(database, statement::delete(collection, id)).await? {
                    Answer::Changed { rows: 0 } => Err(not_found(collection, id).into()),
                    Answer::Changed { .. } => Ok(Reply::no_content(Vec::new())),
                    Answer::Rows { .. } => Err(broken_promise()),
                }
            }
        }
    }
}

fn describe(path: &str) -> Reply {
    let allow = allow(path);
    let mut fields = vec![(header::ALLOW, allow.clone())];
    if allow.contains("PATCH") {
        fields.push((ACCEPT_PATCH, PATCH_MEDIA_TYPES.join(", ")));
    }
    Reply::no_content(fields)
}

async fn read(
    database: &dyn Database,
    collection: &Collection,
    id: i64,
    fields: &[&str],
) -> Result<Reply, Failure> {
    let found = rows(database, statement::select_one(collection, id, fields)).await?;
    Ok(Reply::ok(found.into_item().ok_or_else(|| not_found(collection, id))?))
}

/// The row as it is now; `None` where there was none to change.
async fn updated(
    database: &dyn Database,
    collection: &Collection,
    id: i64,
    members: &[Member],
) -> Result<Option<Representation>, Failure> {
    Ok(rows(database, statement::update(collection, id, members)).await?.into_item())
}

/// RFC 9110 §15.6.4, with the time after which to ask again.
fn closed() -> Problem {
    let detail = "the search is closed for maintenance; ask again in an hour";
    let field = Some((header::RETRY_AFTER, "3600".to_owned()));
    Problem { field, ..Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail) }
}

const SAYING: &str = "Be conservative in what you send.";

/// RFC 6585 §4, with the time after which to ask again.
fn too_often(seconds: u64) -> Problem {
    let detail = format!("{CALLS_MAX} calls in {SECONDS} s are enough; ask again in {seconds} s");
    let field = Some((header::RETRY_AFTER, seconds.to_string()));
    Problem { field, ..Problem::new(StatusCode::TOO_MANY_REQUESTS, detail) }
}

fn not_found(collection: &Collection, id: i64) -> Problem {
    let detail = format!("no {} has the id {id}", collection.item);
    let place = Place::Parameter("id".to_owned());
    Problem { place, ..Problem::new(StatusCode::NOT_FOUND, detail) }
}

/// Rows with the names of their columns.
struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

impl Table {
    fn first_id(&self) -> Option<i64> {
        let at = self.columns.iter().position(|column| column == "id")?;
        match self.rows.first()?.get(at)? {
            Value::Integer(id) => Some(*id),
            Value::Null | Value::Text(_) => None,
        }
    }

    fn into_item(self) -> Option<Representation> {
        let row = self.rows.into_iter().next()?;
        Some(Representation::Item { columns: self.columns, row })
    }
}

async fn rows(database: &dyn Database, statement: Statement) -> Result<Table, Failure> {
    match execute(database, statement).await? {
        Answer::Rows { columns, rows } => Ok(Table { columns, rows }),
        Answer::Changed { .. } => Err(broken_promise()),
    }
}

async fn execute(database: &dyn Database, statement: Statement) -> Result<Answer, Failure> {
    database.execute(statement).await.map_err(Failure::from)
}

/// An answer of another shape than the statement asks for.
fn broken_promise() -> Failure {
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
        Self { problem: Problem::new(status, detail), reason: error.reason }
    }
}
