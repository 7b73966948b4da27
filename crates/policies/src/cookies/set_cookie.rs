//! What a Set-Cookie line says, read as the most lenient reader would (6265bis §5.6).

use super::{Refusal, SameSite};
use crate::Utc;
use core::time::Duration;
use trace::cookie_date_unix_s;

/// The most octets that name and value may have together (§5.6, step 5).
pub const NAME_AND_VALUE_OCTETS_MAX: usize = 4096;

/// The most octets that an attribute's value may have; a longer one is passed over (§5.6).
pub const ATTRIBUTE_OCTETS_MAX: usize = 1024;

/// The longest time that a cookie is kept (§5.5).
pub const LIFETIME_MAX: Duration = Duration::from_secs(400 * 86_400);

/// A Set-Cookie line, read. Of each attribute the last counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetCookie {
    pub name: String,
    pub value: String,
    /// When it ends: by Max-Age, or by Expires where that is missing.
    pub expires: Option<Utc>,
    /// What Domain says, in lower case and without its leading dot; empty where it says nothing.
    pub domain: String,
    /// What Path says; `None` where it says no path.
    pub path: Option<String>,
    pub secure: bool,
    pub http_only: bool,
    pub same_site: SameSite,
}

impl SetCookie {
    /// Reads a line that came now.
    ///
    /// # Errors
    /// Why the whole line is ignored.
    pub fn parse(line: &str, now: Utc) -> Result<Self, Refusal> {
        if line.bytes().any(is_forbidden) {
            return Err(Refusal::ControlCharacter);
        }
        let (pair, attributes) = line.split_once(';').unwrap_or((line, ""));
        // Without `=`, it is a value without a name (step 3).
        let (name, value) = pair.split_once('=').unwrap_or(("", pair));
        let (name, value) = (trimmed(name), trimmed(value));
        let octets = name.len() + value.len();
        if octets > NAME_AND_VALUE_OCTETS_MAX {
            return Err(Refusal::TooLong { octets });
        }
        if octets == 0 {
            return Err(Refusal::Empty);
        }
        Ok(Self::with_attributes(name, value, attributes, now))
    }

    fn with_attributes(name: &str, value: &str, attributes: &str, now: Utc) -> Self {
        let (mut by_max_age, mut by_date) = (None, None);
        let mut read = Self {
            name: name.to_owned(),
            value: value.to_owned(),
            expires: None,
            domain: String::new(),
            path: None,
            secure: false,
            http_only: false,
            same_site: SameSite::Default,
        };
        for attribute in attributes.split(';') {
            let (name, value) = attribute.split_once('=').unwrap_or((attribute, ""));
            let (name, value) = (trimmed(name), trimmed(value));
            if value.len() > ATTRIBUTE_OCTETS_MAX {
                continue;
            }
            match name.to_ascii_lowercase().as_str() {
                "expires" => by_date = expires(value, now).or(by_date),
                "max-age" => by_max_age = max_age(value, now).or(by_max_age),
                "domain" => {
                    let domain = value.strip_prefix('.').unwrap_or(value);
                    read.domain = domain.to_lowercase();
                }
                "path" => read.path = value.starts_with('/').then(|| value.to_owned()),
                "secure" => read.secure = true,
                "httponly" => read.http_only = true,
                "samesite" => read.same_site = same_site(value),
                _ => {}
            }
        }
        read.expires = by_max_age.or(by_date);
        read
    }
}

/// CTL but for the tab.
fn is_forbidden(octet: u8) -> bool {
    octet.is_ascii_control() && octet != b'\t'
}

/// Without WSP around it: spaces and tabs, nothing else.
fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// §5.6.1. What was over before 1970 is over.
fn expires(value: &str, now: Utc) -> Option<Utc> {
    let unix_s = cookie_date_unix_s(value)?;
    let at = Duration::from_secs(u64::try_from(unix_s).unwrap_or(0));
    Some(at.min(now.saturating_add(LIFETIME_MAX)))
}

/// §5.6.2.
fn max_age(value: &str, now: Utc) -> Option<Utc> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    if digits.is_empty() || !digits.bytes().all(|octet| octet.is_ascii_digit()) {
        return None;
    }
    let is_negative = value.len() > digits.len();
    // Numbers that are too large for this one are too large for a cookie.
    match digits.parse().unwrap_or(u64::MAX) {
        _ if is_negative => Some(Utc::ZERO),
        0 => Some(Utc::ZERO),
        seconds => Some(now.saturating_add(Duration::from_secs(seconds).min(LIFETIME_MAX))),
    }
}

/// §5.6.7: what it does not know is as if it were not there.
fn same_site(value: &str) -> SameSite {
    match value.to_ascii_lowercase().as_str() {
        "none" => SameSite::None,
        "strict" => SameSite::Strict,
        "lax" => SameSite::Lax,
        _ => SameSite::Default,
    }
}
