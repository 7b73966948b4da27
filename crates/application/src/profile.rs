//! The profile of a user: a document of several members, which PUT replaces as a whole and PATCH
//! changes in part.

use crate::backing::Backing;
use crate::content::{self, Accepted, MERGE_PATCH};
use crate::freshness::Current;
use crate::json::Representation;
use crate::json_patch::{Patch, PatchError, merge};
use crate::problem::{Place, Problem};
use crate::reply::Reply;
use crate::store::{Failure, Table, broken_promise, rows};
use crate::{Database, Statement, Value};
use axum::body::Body;
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value as Json};

/// Content that would be accepted.
pub(crate) const EXAMPLE: &str = r#"{"email": "alice@example.com", "city": "Oxford", "newsletter": true, "interests": ["chess"]}"#;

/// Who else may keep a profile: nobody, and whoever asked has to ask again each time.
pub(crate) const CACHE_CONTROL: &str = "private, no-cache";

const TEXT_CHARS_MAX: usize = 100;
const INTERESTS_MAX: usize = 20;

/// A profile, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Profile {
    email: String,
    city: Option<String>,
    newsletter: bool,
    interests: Vec<String>,
}

/// What a PATCH asks for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Change {
    /// Members that are to be so (RFC 7396).
    Merge(Json),
    /// Steps (RFC 6902).
    Patch(Patch),
}

/// A new profile: JSON, or a form, in which each interest is a field.
pub(crate) async fn read_whole(fields: &HeaderMap, body: Body) -> Result<Profile, Problem> {
    let accepted = Accepted::form_or_json(EXAMPLE);
    let (media_type, octets) = content::read_octets(fields, body, &accepted).await?;
    let found = content::members(&media_type, &octets, EXAMPLE)?;
    let is_form = !media_type.is_json();
    let mut document = Map::new();
    for (name, value) in found {
        let value = if is_form { typed(&name, value) } else { value };
        match document.get_mut(&name) {
            Some(Json::Array(interests)) if is_form => {
                interests.extend(value.as_array().into_iter().flatten().cloned());
            }
            Some(_) => return Err(Problem::member(&name, "stands twice")),
            None => {
                document.insert(name, value);
            }
        }
    }
    if is_form {
        document.entry("newsletter").or_insert(Json::Bool(false));
        document.entry("interests").or_insert_with(|| Json::Array(Vec::new()));
    }
    checked(&Json::Object(document), StatusCode::BAD_REQUEST)
}

/// A field of a form as the member that it stands for.
fn typed(name: &str, value: Json) -> Json {
    match (name, value.as_str()) {
        ("newsletter", Some("on" | "true" | "1")) => Json::Bool(true),
        ("newsletter", Some("off" | "false" | "0" | "")) => Json::Bool(false),
        ("interests", Some(_)) => Json::Array(vec![value]),
        ("city", Some("")) => Json::Null,
        _ => value,
    }
}

/// A change, in one of the two formats that there are for that.
pub(crate) async fn read_change(fields: &HeaderMap, body: Body) -> Result<Change, Problem> {
    let accepted = Accepted::patch(r#"{"city": "London"}"#);
    let (media_type, octets) = content::read_octets(fields, body, &accepted).await?;
    if matches!(media_type.essence(), MERGE_PATCH | "application/json") {
        let members = content::members(&media_type, &octets, accepted.example)?;
        return Ok(Change::Merge(Json::Object(members.into_iter().collect())));
    }
    let document = content::json(&octets)?;
    Patch::read(&document).map(Change::Patch).map_err(told)
}

/// RFC 5789 §2.2 says which status code is for which slip.
fn told(error: PatchError) -> Problem {
    match error {
        PatchError::Malformed(detail) => Problem::bad_request(detail),
        PatchError::TooLarge(detail) => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail),
        PatchError::Conflict(detail) => Problem::new(StatusCode::CONFLICT, detail),
    }
}

/// Checks a document, member by member.
fn checked(document: &Json, status: StatusCode) -> Result<Profile, Problem> {
    let wrong = |name: &str, wrong: &str| {
        let detail = format!("the member “{name}” {wrong}");
        Problem { place: Place::Member(name.to_owned()), ..Problem::new(status, detail) }
    };
    let Json::Object(members) = document else {
        let detail = format!("a profile is a JSON object like {EXAMPLE}");
        return Err(Problem::new(status, detail));
    };
    let known = ["email", "city", "newsletter", "interests"];
    if let Some(name) = members.keys().find(|name| !known.contains(&name.as_str())) {
        let wrong = format!("is unknown; a profile has {}", known.join(", "));
        return Err(Problem { status, ..Problem::member(name, wrong) });
    }
    let is_short = |text: &str| {
        !text.is_empty() && !text.contains('\0') && text.chars().count() <= TEXT_CHARS_MAX
    };
    let text = |name: &str, value: &Json| match value {
        Json::String(text) if is_short(text) => Ok(text.clone()),
        _ => Err(wrong(name, &format!("must be text of 1 to {TEXT_CHARS_MAX} characters"))),
    };
    let missing = |name: &str| wrong(name, "is missing");
    let email = text("email", members.get("email").ok_or_else(|| missing("email"))?)?;
    if !email.contains('@') {
        return Err(wrong("email", "must hold an @"));
    }
    let city = match members.get("city") {
        None | Some(Json::Null) => None,
        Some(city) => Some(text("city", city)?),
    };
    let newsletter = match members.get("newsletter") {
        Some(Json::Bool(is_wanted)) => *is_wanted,
        Some(_) => return Err(wrong("newsletter", "must be true or false")),
        None => return Err(missing("newsletter")),
    };
    let interests = match members.get("interests") {
        Some(Json::Array(interests)) if interests.len() <= INTERESTS_MAX => {
            interests.iter().map(|one| text("interests", one)).collect::<Result<_, _>>()?
        }
        Some(_) => {
            return Err(wrong("interests", &format!("must be a list of up to {INTERESTS_MAX}")));
        }
        None => return Err(missing("interests")),
    };
    Ok(Profile { email, city, newsletter, interests })
}

/// The row as a document.
fn document(table: &Table) -> Option<Json> {
    let interests: Json = serde_json::from_str(table.text("interests")?).ok()?;
    let mut document = Map::new();
    document.insert("email".to_owned(), Json::from(table.text("email")?));
    if let Some(city) = table.text("city") {
        document.insert("city".to_owned(), Json::from(city));
    }
    document.insert("newsletter".to_owned(), Json::Bool(table.integer("newsletter")? != 0));
    document.insert("interests".to_owned(), interests);
    Some(Json::Object(document))
}

fn modified_at(table: &Table) -> Option<u64> {
    table.integer("updated_at").and_then(|unix_s| u64::try_from(unix_s).ok())
}

fn reply(table: &Table) -> Option<Reply> {
    let document = document(table)?;
    let mut reply = Reply::ok(Representation::Document(document));
    reply.modified_at = modified_at(table);
    Some(reply)
}

async fn row(database: &dyn Database, id: i64) -> Result<Table, Failure> {
    let text = "SELECT * FROM profiles WHERE id=$1".to_owned();
    rows(database, Statement { text, parameters: vec![Value::Integer(id)] }).await
}

fn not_found(id: i64) -> Problem {
    let detail = format!("the user {id} has no profile");
    let place = Place::Parameter("id".to_owned());
    Problem { place, ..Problem::new(StatusCode::NOT_FOUND, detail) }
}

/// The profile as it is.
pub(crate) async fn read(database: &dyn Database, id: i64) -> Result<Reply, Failure> {
    let found = row(database, id).await?;
    if found.rows.is_empty() {
        return Err(not_found(id).into());
    }
    reply(&found).ok_or_else(broken_promise)
}

/// What conditions on a change are held against; `None` where there is no profile.
pub(crate) async fn current(
    database: &dyn Database,
    id: i64,
) -> Result<Option<(Representation, Current)>, Failure> {
    let found = row(database, id).await?;
    let current = Current { is_there: true, entity_tag: None, modified_at: modified_at(&found) };
    Ok(document(&found).map(|document| (Representation::Document(document), current)))
}

/// Writes a profile down as a whole.
pub(crate) async fn replace(
    backing: &Backing,
    id: i64,
    profile: &Profile,
) -> Result<Reply, Failure> {
    let text = "UPDATE profiles SET email=$1, city=$2, newsletter=$3, interests=$4, updated_at=$5 \
                WHERE id=$6 RETURNING *";
    let interests = Json::from(profile.interests.clone()).to_string();
    let parameters = vec![
        Value::Text(profile.email.clone()),
        profile.city.clone().map_or(Value::Null, Value::Text),
        Value::Integer(i64::from(profile.newsletter)),
        Value::Text(interests),
        Value::Integer(backing.surroundings.now().as_secs() as i64),
        Value::Integer(id),
    ];
    let statement = Statement { text: text.to_owned(), parameters };
    let changed = rows(&*backing.database, statement).await?;
    if changed.rows.is_empty() {
        return Err(not_found(id).into());
    }
    reply(&changed).ok_or_else(broken_promise)
}

/// Changes a profile in part: what comes of that has to be a profile again.
pub(crate) async fn change(backing: &Backing, id: i64, change: &Change) -> Result<Reply, Failure> {
    let found = row(&*backing.database, id).await?;
    if found.rows.is_empty() {
        return Err(not_found(id).into());
    }
    let before = document(&found).ok_or_else(broken_promise)?;
    let after = match change {
        Change::Merge(patch) => merge(before, patch),
        Change::Patch(patch) => patch.apply(before).map_err(told)?,
    };
    let profile = checked(&after, StatusCode::UNPROCESSABLE_ENTITY)?;
    replace(backing, id, &profile).await
}
