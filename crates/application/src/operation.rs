//! What the service does, once a request was understood: statements in, a reply out.

use crate::accept::Format;
use crate::access::Account;
use crate::backing::Backing;
use crate::collection::Collection;
use crate::content::{ACCEPT_PATCH, DOCUMENT_PATCH_MEDIA_TYPES, Member, PATCH_MEDIA_TYPES};
use crate::endpoint::{allow, endpoints};
use crate::freshness::{self, Current, Preconditions, Unmet};
use crate::json::Representation;
use crate::login::{self, Credentials, Grant};
use crate::orders;
use crate::page::{self, File};
use crate::problem::Problem;
use crate::profile::{self, Change, Profile};
use crate::query::Query;
use crate::reply::Reply;
use crate::store::{Failure, Table, broken_promise, execute, not_found, rows};
use crate::surroundings::{Rate, SAYING_RATE};
use crate::{Answer, Database, DatabaseErrorKind, statement};
use http::{StatusCode, header};

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
    /// A file of which parts may be asked for.
    Download { file: &'static File },
    /// The profile of a user.
    ReadProfile { id: i64 },
    /// A profile as the client wants it.
    ReplaceProfile { id: i64, profile: Profile },
    /// Some members of a profile.
    ChangeProfile { id: i64, change: Change },
    /// The orders of a user.
    ListOrders { owner: &'static Account },
    /// One of them.
    ReadOrder { owner: &'static Account, id: i64 },
    /// One more.
    PlaceOrder { owner: &'static Account, path: &'static str, members: Vec<Member> },
    /// One less.
    CancelOrder { owner: &'static Account, id: i64 },
    /// A session of whose name and password these are.
    LogIn { credentials: Credentials, is_encrypted: bool },
    /// The end of a session.
    LogOut { session: Option<String>, is_encrypted: bool },
    /// A token of a user's.
    GiveToken { grant: Grant },
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
        if let Self::ReplaceProfile { id, .. } | Self::ChangeProfile { id, .. } = self {
            // RFC 9110 §13.2.1: what is not there anyway is answered with 404.
            let Some((found, current)) = profile::current(database, *id).await? else {
                return Ok(());
            };
            let kept = Some(profile::CACHE_CONTROL);
            return Ok(held_against(preconditions, current, &found, kept)?);
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
            None => return Ok(unmet_or_ok(preconditions.unmet(&Current::default()))?),
            Some(found) => found,
        };
        let there = Current { is_there: true, ..Current::default() };
        Ok(held_against(preconditions, there, &current, collection.cache_control)?)
    }

    /// Does it.
    pub async fn perform(self, backing: &Backing) -> Result<Reply, Failure> {
        let database = &*backing.database;
        match self {
            Self::Index => Ok(Reply::ok(Representation::Document(index()))),
            Self::Describe { path } => Ok(describe(path)),
            Self::Send { file } => Ok(Reply::ok(Representation::File(file))),
            Self::SendSlowly { file } => {
                backing.observer.hint(page::HINT).await;
                backing.observer.work(page::SLOW_WORK).await;
                Ok(Reply::ok(Representation::File(file)))
            }
            Self::Export { collection } => {
                let statement = statement::select_all(collection, &Query::default());
                let Table { columns, rows } = rows(database, statement).await?;
                Ok(Reply::ok(Representation::Lines { columns, rows }))
            }
            Self::Redirect { to } => Ok(Reply::moved(to)),
            Self::Closed => Err(closed().into()),
            Self::TellSaying => match backing.surroundings.count(&SAYING_RATE) {
                Ok(()) => Ok(Reply::ok(Representation::Saying(SAYING))),
                Err(seconds) => Err(too_often(&SAYING_RATE, seconds).into()),
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
            Self::Download { file } => {
                let mut reply = Reply::ok(Representation::File(file));
                reply.fields.push((header::ACCEPT_RANGES, "bytes".to_owned()));
                let now = backing.surroundings.now().as_secs();
                // Never later than the answer itself (RFC 9110 §8.8.2.1).
                reply.modified_at = Some(page::GUIDE_WRITTEN_AT.min(now));
                Ok(reply)
            }
            Self::ReadProfile { id } => profile::read(database, id).await,
            Self::ReplaceProfile { id, profile } => profile::replace(backing, id, &profile).await,
            Self::ChangeProfile { id, change } => profile::change(backing, id, &change).await,
            Self::ListOrders { owner } => orders::list(database, owner).await,
            Self::ReadOrder { owner, id } => orders::read(database, owner, id).await,
            Self::PlaceOrder { owner, path, members } => {
                orders::place(database, owner, path, members).await
            }
            Self::CancelOrder { owner, id } => orders::cancel(database, owner, id).await,
            Self::LogIn { credentials, is_encrypted } => {
                login::log_in(backing, &credentials, is_encrypted).await
            }
            Self::LogOut { session, is_encrypted } => {
                login::log_out(backing, session.as_deref(), is_encrypted).await
            }
            Self::GiveToken { grant } => login::give_token(backing, &grant).await,
        }
    }
}

/// Conditions on a change hold in whichever format the client has the resource.
fn held_against(
    preconditions: &Preconditions,
    current: Current,
    found: &Representation,
    cache_control: Option<&'static str>,
) -> Result<(), Problem> {
    let unmet = Format::ALL.map(|format| {
        let entity_tag = freshness::entity_tag(found, cache_control, format);
        preconditions.unmet(&Current { entity_tag, ..current.clone() })
    });
    // If-Match is met by one of them, and If-None-Match by none.
    let [json, html, xml] = unmet;
    let no_match =
        [&json, &html, &xml].into_iter().find(|unmet| matches!(unmet, Some(Unmet::NoneMatch(_))));
    match no_match.cloned() {
        Some(unmet) => unmet_or_ok(unmet),
        None if html.is_none() || xml.is_none() => Ok(()),
        None => unmet_or_ok(json),
    }
}

fn unmet_or_ok(unmet: Option<Unmet>) -> Result<(), Problem> {
    match unmet {
        Some(unmet) => Err(Problem::from(unmet)),
        None => Ok(()),
    }
}

fn describe(path: &str) -> Reply {
    let allow = allow(path);
    let mut fields = vec![(header::ALLOW, allow.clone())];
    if allow.contains("PATCH") {
        let media_types = match path.ends_with("/profile") {
            true => DOCUMENT_PATCH_MEDIA_TYPES,
            false => PATCH_MEDIA_TYPES,
        };
        fields.push((ACCEPT_PATCH, media_types.join(", ")));
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
pub(crate) fn too_often(rate: &Rate, seconds: u64) -> Problem {
    let Rate { calls, seconds: within, .. } = rate;
    let detail = format!("{calls} calls in {within} s are enough; ask again in {seconds} s");
    let field = Some((header::RETRY_AFTER, seconds.to_string()));
    Problem { field, ..Problem::new(StatusCode::TOO_MANY_REQUESTS, detail) }
}

/// Paths and their methods, without those of files.
fn index() -> serde_json::Value {
    let paths = endpoints().iter().map(|endpoint| endpoint.path.as_str());
    let paths = paths.filter(|path| !page::is_file(path));
    serde_json::Value::Object(paths.map(|path| (path.to_owned(), allow(path).into())).collect())
}
