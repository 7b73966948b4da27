//! Asking a server whether a page of another origin may send what it wants to (Fetch,
//! “CORS-preflight fetch”).

use super::blocked::Blocked;
use super::fetching::Fetching;
use super::lists::{names, tokens};
use super::modes::Credentials;
use super::safelist::{is_non_wildcard, is_safelisted_method, unsafe_names};
use core::time::Duration;
use trace::{FieldLine, FieldLines};

/// What is asked before a hop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preflight {
    /// The fields of the OPTIONS request, which has neither content nor credentials.
    pub field_lines: FieldLines,
}

impl Preflight {
    /// The question before this hop.
    pub fn of(fetching: &Fetching) -> Self {
        let names: Vec<String> = unsafe_names(&fetching.field_lines).into_iter().collect();
        let headers = (!names.is_empty()).then(|| names.join(","));
        let lines = [
            Some(("Accept", "*/*".to_owned())),
            Some(("Access-Control-Request-Method", fetching.method.clone())),
            headers.map(|names| ("Access-Control-Request-Headers", names)),
            Some(("Origin", fetching.serialized_origin())),
        ];
        let line = |(name, value): (&str, String)| FieldLine { name: name.to_owned(), value };
        Self { field_lines: lines.into_iter().flatten().map(line).collect() }
    }
}

/// What an answer to a preflight allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// The methods that it names, as it writes them; `*` is any.
    pub methods: Vec<String>,
    /// The fields that it names; `*` is any but Authorization.
    pub names: Vec<String>,
    /// How long that may be remembered, as it says.
    pub max_age: Option<Duration>,
}

impl Allowed {
    /// Reads the answer to the preflight of this hop.
    ///
    /// # Errors
    /// Why the hop is not sent.
    pub fn by(fetching: &Fetching, status_code: u16, answer: &FieldLines) -> Result<Self, Blocked> {
        fetching.cors_check(answer)?;
        if !(200..300).contains(&status_code) {
            return Err(Blocked::PreflightStatus { status_code });
        }
        let list = |field: &'static str| {
            tokens(answer, field)
                .map_err(|_| Blocked::BadList { field })
                .map(Option::unwrap_or_default)
        };
        let methods = list("Access-Control-Allow-Methods")?;
        let names = list("Access-Control-Allow-Headers")?;
        check_method(fetching, &methods)?;
        check_names(fetching, &names)?;
        let owned = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect();
        Ok(Self { methods: owned(methods), names: owned(names), max_age: max_age(answer) })
    }
}

/// Case counts: `patch` is another method than `PATCH`.
fn check_method(fetching: &Fetching, methods: &[&str]) -> Result<(), Blocked> {
    let method = fetching.method.as_str();
    let is_allowed = methods.contains(&method)
        || is_safelisted_method(method)
        || counts_wildcard(fetching) && methods.contains(&"*");
    is_allowed.then_some(()).ok_or(Blocked::MethodNotAllowed { method: method.to_owned() })
}

fn check_names(fetching: &Fetching, allowed: &[&str]) -> Result<(), Blocked> {
    let by_wildcard = counts_wildcard(fetching) && allowed.contains(&"*");
    let is_allowed = |name: &String| names(allowed, name) || by_wildcard && !is_non_wildcard(name);
    let asked = unsafe_names(&fetching.field_lines);
    match asked.into_iter().find(|name| !is_allowed(name)) {
        Some(name) => Err(Blocked::FieldNotAllowed { name }),
        None => Ok(()),
    }
}

/// Where credentials go along, `*` is a name like others.
fn counts_wildcard(fetching: &Fetching) -> bool {
    fetching.modes.credentials != Credentials::Include
}

/// `delta-seconds`, once; anything else is as if it were not there.
fn max_age(answer: &FieldLines) -> Option<Duration> {
    let mut values = answer.values("access-control-max-age");
    let (value, None) = (values.next()?, values.next()) else { return None };
    let is_number = !value.is_empty() && value.bytes().all(|octet| octet.is_ascii_digit());
    is_number.then(|| Duration::from_secs(value.parse().unwrap_or(u64::MAX)))
}
