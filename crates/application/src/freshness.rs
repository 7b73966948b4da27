//! What is known of a representation's age: Cache-Control (RFC 9111 §5.2), ETag, and requests that
//! depend on it (RFC 9110 §8.8.3, §13).

use crate::json::Representation;
use crate::operation::Reply;
use crate::problem::{Problem, Shown};
use http::{HeaderMap, HeaderName, StatusCode, header};

/// Nobody may keep it.
pub(crate) const NO_STORE: &str = "no-store";

/// Under which conditions a request is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Preconditions {
    /// Only if one of these is the current version; `*` for any.
    if_match: Option<String>,
    /// Only if none of these is.
    if_none_match: Option<String>,
}

/// The resource that a request is about, as it is by now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Current {
    /// There is none.
    Missing,
    /// It has no entity tag.
    Untagged,
    /// It has this one.
    Tagged(String),
}

/// A condition that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unmet {
    /// It is another version, or none; says what was found.
    Match(String),
    /// It is there, or is this version.
    NoneMatch(String),
}

impl Preconditions {
    /// Those that these fields name. Several lines are one list (RFC 9110 §5.3).
    pub fn of(fields: &HeaderMap) -> Self {
        let list = |name: HeaderName| {
            let lines = fields.get_all(name).into_iter();
            let lines: Vec<_> =
                lines.map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
            (!lines.is_empty()).then(|| lines.join(", "))
        };
        Self { if_match: list(header::IF_MATCH), if_none_match: list(header::IF_NONE_MATCH) }
    }

    /// Whether there are any.
    pub fn are_there(&self) -> bool {
        self.if_match.is_some() || self.if_none_match.is_some()
    }

    /// What stands against the request, in the order of RFC 9110 §13.2.2.
    pub fn unmet(&self, current: &Current) -> Option<Unmet> {
        let is_there = *current != Current::Missing;
        let found = || match current {
            Current::Missing => "there is nothing here yet".to_owned(),
            Current::Untagged => "what is here has no entity tag".to_owned(),
            Current::Tagged(entity_tag) => format!("it is {entity_tag} by now"),
        };
        let is_one_of = |listed: &str, is_same: fn(&str, &str) -> bool| {
            let mut listed = listed.split(',').map(str::trim);
            listed.any(|one| match current {
                _ if one == "*" => is_there,
                Current::Tagged(entity_tag) => is_same(one, entity_tag),
                Current::Missing | Current::Untagged => false,
            })
        };
        if let Some(listed) = &self.if_match
            && !is_one_of(listed, |one, entity_tag| one == entity_tag)
        {
            let detail = format!("If-Match asks for {}, and {}", Shown(listed), found());
            return Some(Unmet::Match(detail));
        }
        if let Some(listed) = &self.if_none_match
            && is_one_of(listed, |one, tag| one.strip_prefix("W/").unwrap_or(one) == tag)
        {
            let detail = match listed.as_str() {
                "*" => "If-None-Match asks for none, and there is one".to_owned(),
                listed => {
                    format!("If-None-Match does not want {}, and {}", Shown(listed), found())
                }
            };
            return Some(Unmet::NoneMatch(detail));
        }
        None
    }
}

impl From<Unmet> for Problem {
    /// RFC 9110 §15.5.13.
    fn from(unmet: Unmet) -> Self {
        let (Unmet::Match(found) | Unmet::NoneMatch(found)) = unmet;
        let detail = format!("{found}; read it again before you change it");
        Self::new(StatusCode::PRECONDITION_FAILED, detail)
    }
}

/// Says how long a success may be kept, and gives it an entity tag; 304 for a client that has it,
/// 412 for one that wants another.
pub(crate) fn told(
    mut reply: Reply,
    cache_control: Option<&'static str>,
    preconditions: &Preconditions,
) -> Reply {
    let (StatusCode::OK, Some(representation)) = (reply.status, &reply.representation) else {
        return reply;
    };
    let entity_tag = entity_tag(representation, cache_control);
    let current = entity_tag.clone().map_or(Current::Untagged, Current::Tagged);
    match preconditions.unmet(&current) {
        Some(Unmet::Match(found)) => {
            return Problem::new(StatusCode::PRECONDITION_FAILED, found).into();
        }
        Some(Unmet::NoneMatch(_)) => {
            reply.status = StatusCode::NOT_MODIFIED;
            reply.representation = None;
        }
        None => {}
    }
    let cache_control = cache_control.map(|value| (header::CACHE_CONTROL, value.to_owned()));
    let entity_tag = entity_tag.map(|entity_tag| (header::ETAG, entity_tag));
    reply.fields.extend(cache_control.into_iter().chain(entity_tag));
    reply
}

/// Another one for other octets, their FNV-1a hash, where they may be kept.
pub(crate) fn entity_tag(
    representation: &Representation,
    cache_control: Option<&'static str>,
) -> Option<String> {
    cache_control.filter(|value| *value != NO_STORE)?;
    let octets = representation.to_octets();
    let hash = octets.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, octet| {
        (hash ^ u64::from(*octet)).wrapping_mul(0x0100_0000_01b3)
    });
    Some(format!("\"{hash:016x}\""))
}
