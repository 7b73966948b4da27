//! The content of a request: its media type, its JSON, and which members it must have.

use crate::Value;
use crate::collection::{Collection, Column, ColumnKind, MAX_INTEGER, MAX_TEXT_CHARS};
use crate::not_json::{outermost, slip};
use crate::problem::{Place, Problem, Quoted};
use axum::body::Body;
use core::fmt;
use http::{HeaderMap, StatusCode, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value as Json;
use trace::MediaType;

/// The longest content that is read, in octets.
pub(crate) const MAX_CONTENT_OCTETS: usize = 64 * 1024;

/// A member of the content that was found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub column: &'static str,
    pub value: Value,
}

/// What the content must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    /// Every column; the server chooses the id.
    Whole,
    /// Every column of the item with this id.
    WholeOf(i64),
    /// Some columns of the item with this id.
    PartOf(i64),
}

/// Reads and checks the content of a request.
pub(crate) async fn read(
    fields: &HeaderMap,
    body: Body,
    collection: &Collection,
    expected: Expected,
) -> Result<Vec<Member>, Problem> {
    let media_type = check_media_type(fields, expected);
    let octets = collect(body).await?;
    if octets.is_empty() && !fields.contains_key(header::CONTENT_TYPE) {
        return Err(missing_content(collection));
    }
    media_type?;
    if octets.is_empty() {
        return Err(missing_content(collection));
    }
    let Object(found) =
        serde_json::from_slice(&octets).map_err(|e| not_an_object(&e, &octets, collection))?;
    check_members(found, collection, expected)
}

fn missing_content(collection: &Collection) -> Problem {
    let example = collection.example;
    Problem::bad_request(format!("the request has no content; send JSON, e.g. {example}"))
}

/// RFC 9110 §15.5.16, and RFC 5789 §2.2 for PATCH: a refusal says what would be accepted.
fn check_media_type(fields: &HeaderMap, expected: Expected) -> Result<(), Problem> {
    let unsupported = |detail: String| Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail);
    if let Some(coding) = fields.get(header::CONTENT_ENCODING) {
        let coding = String::from_utf8_lossy(coding.as_bytes());
        if !coding.eq_ignore_ascii_case("identity") {
            let detail = format!("the content coding is {}; send it without", Quoted(&coding));
            let field = Some((header::ACCEPT_ENCODING, "identity".to_owned()));
            return Err(Problem { field, ..unsupported(detail) });
        }
    }
    let accepted = accepted_media_types(expected);
    let mut lines = fields.get_all(header::CONTENT_TYPE).iter().map(|line| line.as_bytes());
    let content_type = lines.next().map(String::from_utf8_lossy);
    if lines.next().is_some() {
        return Err(Problem::bad_request("the Content-Type stands twice; send one"));
    }
    let media_type = content_type.as_deref().and_then(MediaType::parse);
    if media_type.is_some_and(|found| accepted.contains(&found.essence())) {
        return Ok(());
    }
    let found = match content_type.as_deref().and_then(|value| value.split(';').next()) {
        Some(found) => format!("is {}", Quoted(found.trim())),
        None => "is missing".to_owned(),
    };
    let detail = format!("the Content-Type {found}; send {}", accepted.join(" or "));
    let name = match expected {
        Expected::Whole | Expected::WholeOf(_) => header::ACCEPT,
        Expected::PartOf(_) => ACCEPT_PATCH,
    };
    Err(Problem { field: Some((name, accepted.join(", "))), ..unsupported(detail) })
}

/// RFC 5789 §3.1.
pub(crate) const ACCEPT_PATCH: header::HeaderName = header::HeaderName::from_static("accept-patch");

/// What a PATCH may be: our reading of members is that of RFC 7396, as far as `null` goes.
pub(crate) const PATCH_MEDIA_TYPES: &[&str] = &["application/json", "application/merge-patch+json"];

fn accepted_media_types(expected: Expected) -> &'static [&'static str] {
    match expected {
        Expected::Whole | Expected::WholeOf(_) => &["application/json"],
        Expected::PartOf(_) => PATCH_MEDIA_TYPES,
    }
}

async fn collect(body: Body) -> Result<Vec<u8>, Problem> {
    match Limited::new(body, MAX_CONTENT_OCTETS).collect().await {
        Ok(collected) => Ok(collected.to_bytes().into()),
        Err(error) if error.is::<LengthLimitError>() => {
            let detail = format!("the content is longer than {MAX_CONTENT_OCTETS} octets");
            Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail))
        }
        Err(_) => Err(Problem::bad_request("the content broke off")),
    }
}

fn not_an_object(error: &serde_json::Error, octets: &[u8], collection: &Collection) -> Problem {
    if error.is_data() {
        let example = collection.example;
        let found = outermost(octets);
        let detail = format!("the content is {found}, not a JSON object like {example}");
        return Problem::bad_request(detail);
    }
    Problem::bad_request(format!("the content is not JSON; {}", slip(error, octets)))
}

/// The members of a JSON object in the order in which they stand.
struct Object(Vec<(String, Json)>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Object;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Object(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

fn check_members(
    found: Vec<(String, Json)>,
    collection: &Collection,
    expected: Expected,
) -> Result<Vec<Member>, Problem> {
    for (at, (name, value)) in found.iter().enumerate() {
        if found[..at].iter().any(|(earlier, _)| earlier == name) {
            return Err(Problem::member(name, "stands twice"));
        }
        if name == "id" {
            check_id(value, expected)?;
        } else if !collection.columns.iter().any(|column| column.name == name) {
            // RFC 7396 §2: what is not there can be removed without a change.
            if value.is_null() && matches!(expected, Expected::PartOf(_)) {
                continue;
            }
            let names: Vec<_> = collection.columns.iter().map(|column| column.name).collect();
            let wrong = format!("is unknown; a {} has {}", collection.item, names.join(", "));
            return Err(Problem::member(name, wrong));
        }
    }
    let mut members = Vec::new();
    for column in collection.columns {
        match found.iter().find(|(name, _)| name == column.name) {
            Some((_, value)) => {
                members.push(Member { column: column.name, value: checked(column, value)? });
            }
            None if matches!(expected, Expected::PartOf(_)) => {}
            None => return Err(Problem::member(column.name, "is missing")),
        }
    }
    Ok(members)
}

/// RFC 9110 §9.3.4 suggests 409 for content that does not fit the target resource.
fn check_id(value: &Json, expected: Expected) -> Result<(), Problem> {
    match expected {
        Expected::Whole => Err(Problem::member("id", "is chosen by the server; leave it out")),
        Expected::WholeOf(id) | Expected::PartOf(id) if value.as_i64() == Some(id) => Ok(()),
        Expected::WholeOf(id) | Expected::PartOf(id) => {
            let detail = format!("the member “id” is not {id}, as the path says; an id stays");
            let place = Place::Member("id".to_owned());
            Err(Problem { place, ..Problem::new(StatusCode::CONFLICT, detail) })
        }
    }
}

fn checked(column: &Column, value: &Json) -> Result<Value, Problem> {
    let wrong = |wrong: String| Err(Problem::member(column.name, wrong));
    match column.kind {
        ColumnKind::Text => match value {
            Json::String(text) if text.is_empty() => wrong("is empty".to_owned()),
            Json::String(text) if text.contains('\0') => {
                wrong("holds the character U+0000, which a database cannot keep".to_owned())
            }
            Json::String(text) => match text.chars().count() {
                ..=MAX_TEXT_CHARS => Ok(Value::Text(text.clone())),
                count => wrong(format!("has {count} characters; up to {MAX_TEXT_CHARS} are kept")),
            },
            other => wrong(format!("must be text, not {}", kind_of(other))),
        },
        ColumnKind::Amount => {
            let range = format!("a whole number from 0 to {MAX_INTEGER}");
            match value {
                Json::Number(number) => match number.as_i64() {
                    Some(whole @ 0..=MAX_INTEGER) => Ok(Value::Integer(whole)),
                    _ => wrong(format!("must be {range}, not {}", Quoted(&number.to_string()))),
                },
                other => wrong(format!("must be {range}, not {}", kind_of(other))),
            }
        }
    }
}

fn kind_of(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "true or false",
        Json::Number(_) => "a number",
        Json::String(_) => "text",
        Json::Array(_) => "an array",
        Json::Object(_) => "an object",
    }
}
