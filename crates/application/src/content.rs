//! The content of a request: its media type, its JSON, and which members it must have.

use crate::Value;
use crate::collection::{Collection, Column, ColumnKind, MAX_INTEGER, MAX_TEXT_CHARS};
use crate::form;
use crate::not_json::{outermost, slip};
use crate::problem::{Place, Problem, Quoted};
use axum::body::Body;
use core::fmt;
use http::{HeaderMap, HeaderName, StatusCode, header};
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

/// A member of the content, or a field of the form.
pub(crate) type Field = (String, Json);

/// What content is accepted.
#[derive(Debug, Clone)]
pub(crate) struct Accepted {
    /// Media types that are told to whoever sends another.
    pub told: &'static [&'static str],
    /// Media types that are read as well.
    pub also: &'static [&'static str],
    /// The field that tells them.
    pub field: HeaderName,
    /// Content that would be accepted.
    pub example: &'static str,
}

impl Accepted {
    /// What a new representation may be: JSON, or what a form sends.
    pub fn whole(example: &'static str) -> Self {
        Self { told: JSON, also: FORMS, field: header::ACCEPT, example }
    }

    /// The same, and told in full.
    pub fn form_or_json(example: &'static str) -> Self {
        Self { told: JSON_AND_FORMS, ..Self::whole(example) }
    }

    /// What a change in part may be, of rows.
    fn part(example: &'static str) -> Self {
        Self { told: PATCH_MEDIA_TYPES, also: &[], field: ACCEPT_PATCH, example }
    }

    /// What a change in part may be, of documents.
    pub fn patch(example: &'static str) -> Self {
        Self { told: DOCUMENT_PATCH_MEDIA_TYPES, ..Self::part(example) }
    }
}

const JSON: &[&str] = &["application/json"];
const FORMS: &[&str] = &[URLENCODED, MULTIPART];
const JSON_AND_FORMS: &[&str] = &["application/json", URLENCODED, MULTIPART];
const URLENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// Reads and checks the content of a request.
pub(crate) async fn read(
    fields: &HeaderMap,
    body: Body,
    collection: &Collection,
    expected: Expected,
) -> Result<Vec<Member>, Problem> {
    let accepted = match expected {
        Expected::Whole | Expected::WholeOf(_) => Accepted::whole(collection.example),
        Expected::PartOf(_) => Accepted::part(collection.example),
    };
    let (media_type, octets) = read_octets(fields, body, &accepted).await?;
    let found = members(&media_type, &octets, accepted.example)?;
    let found = match media_type.essence() {
        URLENCODED | MULTIPART => found.into_iter().map(|field| typed(field, collection)).collect(),
        _ => found,
    };
    check_members(found, collection, expected)
}

/// The members of an object in JSON, or the fields of a form, whose values are all text.
pub(crate) async fn read_fields(
    fields: &HeaderMap,
    body: Body,
    accepted: &Accepted,
) -> Result<Vec<Field>, Problem> {
    let (media_type, octets) = read_octets(fields, body, accepted).await?;
    members(&media_type, &octets, accepted.example)
}

/// Content of one of these media types.
pub(crate) async fn read_octets(
    fields: &HeaderMap,
    body: Body,
    accepted: &Accepted,
) -> Result<(MediaType, Vec<u8>), Problem> {
    let media_type = check_media_type(fields, accepted);
    let octets = collect(body).await?;
    if octets.is_empty() && !fields.contains_key(header::CONTENT_TYPE) {
        return Err(missing_content(accepted.example));
    }
    let media_type = media_type?;
    if octets.is_empty() {
        return Err(missing_content(accepted.example));
    }
    Ok((media_type, octets))
}

fn missing_content(example: &str) -> Problem {
    let kind = if example.starts_with('{') { "JSON" } else { "a form" };
    Problem::bad_request(format!("the request has no content; send {kind}, e.g. {example}"))
}

pub(crate) fn members(
    media_type: &MediaType,
    octets: &[u8],
    example: &str,
) -> Result<Vec<Field>, Problem> {
    let found = match media_type.essence() {
        URLENCODED => form::urlencoded(octets),
        MULTIPART => form::multipart(octets, media_type.parameter("boundary").unwrap_or_default()),
        _ => {
            let object = serde_json::from_slice(octets);
            let Object(found) = object.map_err(|e| not_an_object(&e, octets, example))?;
            return Ok(found);
        }
    };
    let found = found.map_err(Problem::bad_request)?;
    Ok(found.into_iter().map(|(name, value)| (name, Json::String(value))).collect())
}

/// A field of a form, as what its column holds: a form knows text alone.
fn typed((name, value): Field, collection: &Collection) -> Field {
    let column = collection.columns.iter().find(|column| column.name == name);
    let is_number = match column.map(|column| &column.kind) {
        Some(ColumnKind::Amount) => true,
        Some(ColumnKind::Text) => false,
        None => name == "id",
    };
    let number = value.as_str().filter(|_| is_number).and_then(|text| text.parse::<u64>().ok());
    (name, number.map_or(value, Json::from))
}

/// RFC 9110 §15.5.16, and RFC 5789 §2.2 for PATCH: a refusal says what would be accepted.
fn check_media_type(fields: &HeaderMap, accepted: &Accepted) -> Result<MediaType, Problem> {
    let unsupported = |detail: String| Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail);
    if let Some(coding) = fields.get(header::CONTENT_ENCODING) {
        let coding = String::from_utf8_lossy(coding.as_bytes());
        if !coding.eq_ignore_ascii_case("identity") {
            let detail = format!("the content coding is {}; send it without", Quoted(&coding));
            let field = Some((header::ACCEPT_ENCODING, "identity".to_owned()));
            return Err(Problem { field, ..unsupported(detail) });
        }
    }
    let mut lines = fields.get_all(header::CONTENT_TYPE).iter().map(|line| line.as_bytes());
    let content_type = lines.next().map(String::from_utf8_lossy);
    if lines.next().is_some() {
        return Err(Problem::bad_request("the Content-Type stands twice; send one"));
    }
    let is_known = |found: &MediaType| {
        accepted.told.contains(&found.essence()) || accepted.also.contains(&found.essence())
    };
    if let Some(found) = content_type.as_deref().and_then(MediaType::parse).filter(is_known) {
        return Ok(found);
    }
    let found = match content_type.as_deref().and_then(|value| value.split(';').next()) {
        Some(found) => format!("is {}", Quoted(found.trim())),
        None => "is missing".to_owned(),
    };
    let detail = format!("the Content-Type {found}; send {}", accepted.told.join(" or "));
    let field = Some((accepted.field.clone(), accepted.told.join(", ")));
    Err(Problem { field, ..unsupported(detail) })
}

/// RFC 5789 §3.1.
pub(crate) const ACCEPT_PATCH: HeaderName = HeaderName::from_static("accept-patch");

/// What a PATCH may be: our reading of members is that of RFC 7396, as far as `null` goes.
pub(crate) const PATCH_MEDIA_TYPES: &[&str] = &["application/json", MERGE_PATCH];

/// The same of a document, which also takes steps (RFC 6902).
pub(crate) const DOCUMENT_PATCH_MEDIA_TYPES: &[&str] =
    &[MERGE_PATCH, "application/json-patch+json", "application/json"];

/// RFC 7396 §4.
pub(crate) const MERGE_PATCH: &str = "application/merge-patch+json";

/// Any JSON.
pub(crate) fn json(octets: &[u8]) -> Result<Json, Problem> {
    serde_json::from_slice(octets).map_err(|error| {
        Problem::bad_request(format!("the content is not JSON; {}", slip(&error, octets)))
    })
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

fn not_an_object(error: &serde_json::Error, octets: &[u8], example: &str) -> Problem {
    if error.is_data() {
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
