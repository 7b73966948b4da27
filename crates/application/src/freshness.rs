//! What is known of a representation's age: Cache-Control (RFC 9111 §5.2), ETag, Last-Modified, and
//! requests that depend on them (RFC 9110 §8.8, §13).

use crate::accept::Format;
use crate::date;
use crate::json::Representation;
use crate::problem::{Problem, Shown};
use crate::reply::Reply;
use core::time::Duration;
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
    /// Only if it was not changed since this time.
    if_unmodified_since: Option<u64>,
    /// Only if it was; for reading alone.
    if_modified_since: Option<u64>,
}

/// The resource that a request is about, as it is by now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Current {
    /// Whether there is one.
    pub is_there: bool,
    /// Its entity tag, if it has one.
    pub entity_tag: Option<String>,
    /// When it was changed last, in seconds since 1970, where that is known.
    pub modified_at: Option<u64>,
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
    /// Those that these fields name. Several lines are one list (RFC 9110 §5.3); a date that is none
    /// is no condition (§13.1.3, §13.1.4). `now` is the time since 1970.
    pub fn of(fields: &HeaderMap, now: Duration) -> Self {
        let list = |name: HeaderName| {
            let lines = fields.get_all(name).into_iter();
            let lines: Vec<_> =
                lines.map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
            (!lines.is_empty()).then(|| lines.join(", "))
        };
        let time = |name: HeaderName| date::read(&list(name)?, now);
        Self {
            if_match: list(header::IF_MATCH),
            if_none_match: list(header::IF_NONE_MATCH),
            if_unmodified_since: time(header::IF_UNMODIFIED_SINCE),
            if_modified_since: time(header::IF_MODIFIED_SINCE),
        }
    }

    /// Whether there are any for a change.
    pub fn are_there(&self) -> bool {
        self.if_match.is_some()
            || self.if_none_match.is_some()
            || self.if_unmodified_since.is_some()
    }

    /// What stands against reading, in the order of RFC 9110 §13.2.2: a date counts only where no
    /// entity tag is asked for.
    pub fn unmet_by_reading(&self, current: &Current) -> Option<Unmet> {
        if let Some(unmet) = self.unmet(current) {
            return Some(unmet);
        }
        let since = self.if_modified_since.filter(|_| self.if_none_match.is_none())?;
        let is_newer = current.modified_at.is_none_or(|modified_at| modified_at > since);
        (!is_newer).then(|| Unmet::NoneMatch("it was not changed since then".to_owned()))
    }

    /// What stands against the request, but for If-Modified-Since.
    pub fn unmet(&self, current: &Current) -> Option<Unmet> {
        let found = || match &current.entity_tag {
            _ if !current.is_there => "there is nothing here yet".to_owned(),
            None => "what is here has no entity tag".to_owned(),
            Some(entity_tag) => format!("it is {entity_tag} by now"),
        };
        let is_one_of = |listed: &str, is_same: fn(&str, &str) -> bool| {
            let mut listed = listed.split(',').map(str::trim);
            listed.any(|one| match &current.entity_tag {
                _ if one == "*" => current.is_there,
                Some(entity_tag) => is_same(one, entity_tag),
                None => false,
            })
        };
        if let Some(listed) = &self.if_match {
            if !is_one_of(listed, |one, entity_tag| one == entity_tag) {
                let detail = format!("If-Match asks for {}, and {}", Shown(listed), found());
                return Some(Unmet::Match(detail));
            }
        } else if let (Some(since), Some(modified_at)) =
            (self.if_unmodified_since, current.modified_at)
            && modified_at > since
        {
            let [since, modified_at] = [since, modified_at].map(date::written);
            let detail =
                format!("If-Unmodified-Since says {since}, and it was changed at {modified_at}");
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

/// Says how long a success may be kept, and which version it is; 304 for a client that has it, 412
/// for one that wants another.
pub(crate) fn told(
    mut reply: Reply,
    cache_control: Option<&'static str>,
    preconditions: &Preconditions,
    format: Format,
) -> Reply {
    let (StatusCode::OK, Some(representation)) = (reply.status, &reply.representation) else {
        return reply;
    };
    let entity_tag = entity_tag(representation, cache_control, format);
    let modified_at = reply.modified_at;
    let current = Current { is_there: true, entity_tag: entity_tag.clone(), modified_at };
    match preconditions.unmet_by_reading(&current) {
        Some(Unmet::Match(found)) => {
            return Problem::new(StatusCode::PRECONDITION_FAILED, found).into();
        }
        Some(Unmet::NoneMatch(_)) => {
            reply.status = StatusCode::NOT_MODIFIED;
            reply.representation = None;
        }
        None => {}
    }
    let fields = [
        cache_control.map(|value| (header::CACHE_CONTROL, value.to_owned())),
        entity_tag.map(|entity_tag| (header::ETAG, entity_tag)),
        modified_at.map(|unix_s| (header::LAST_MODIFIED, date::written(unix_s))),
    ];
    reply.fields.extend(fields.into_iter().flatten());
    reply
}

/// Another one for other values, the FNV-1a hash of their JSON, where they may be kept; and another
/// one in each format, as the octets differ.
pub(crate) fn entity_tag(
    representation: &Representation,
    cache_control: Option<&'static str>,
    format: Format,
) -> Option<String> {
    cache_control.filter(|value| *value != NO_STORE)?;
    let hash = trace::hash(&representation.to_octets());
    let suffix = if representation.is_value() { format.suffix() } else { "" };
    Some(format!("\"{hash:016x}{suffix}\""))
}
