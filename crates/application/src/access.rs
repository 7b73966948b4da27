//! Who may ask for what: Bearer tokens (RFC 6750), and which of their owners are administrators.

use crate::problem::{Problem, Quoted};
use http::{HeaderMap, StatusCode, header};

/// Who may use an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Anyone.
    Everyone,
    /// Whoever shows a token.
    Users,
    /// Whoever shows the token of an administrator.
    Administrators,
}

/// Whose token it is.
#[derive(Debug)]
pub(crate) struct Account {
    token: &'static str,
    /// The user's id.
    pub user: i64,
    /// The user's name.
    pub name: &'static str,
    is_administrator: bool,
}

/// The tokens that were given out. Simplified: a service in earnest makes them by chance, keeps
/// hashes of them in its database, and lets them expire.
static ACCOUNTS: [Account; 2] = [
    Account { token: "alice-token", user: 42, name: "Alice", is_administrator: false },
    Account { token: "ada-token", user: 1, name: "Ada", is_administrator: true },
];

/// A refusal with the challenge that says what token is asked for (RFC 6750 §3).
fn challenged(status: StatusCode, parameters: &str, detail: String) -> Problem {
    let challenge = format!("Bearer realm=\"api.example.com\"{parameters}");
    let field = Some((header::WWW_AUTHENTICATE, challenge));
    Problem { field, ..Problem::new(status, detail) }
}

/// Finds out who asks. A 401 says how one can tell (RFC 9110 §15.5.2).
pub(crate) fn authenticate(fields: &HeaderMap) -> Result<&'static Account, Problem> {
    let refused =
        |parameters: &str, detail| challenged(StatusCode::UNAUTHORIZED, parameters, detail);
    let Some(value) = fields.get(header::AUTHORIZATION) else {
        let detail =
            "the request does not say who asks; send e.g. Authorization: Bearer alice-token";
        return Err(refused("", detail.to_owned()));
    };
    let value = String::from_utf8_lossy(value.as_bytes());
    let (scheme, token) = value.split_once(' ').unwrap_or((&value, ""));
    if !scheme.eq_ignore_ascii_case("bearer") {
        let detail = format!("the scheme of Authorization is {}; send Bearer", Quoted(scheme));
        return Err(refused("", detail));
    }
    let known = ACCOUNTS.iter().find(|account| account.token == token.trim());
    known.ok_or_else(|| {
        let detail = "the token is none that this server gave out";
        refused(", error=\"invalid_token\"", detail.to_owned())
    })
}

/// Checks whether this user is an administrator. A 403 helps no one who repeats the request with
/// the same token (RFC 9110 §15.5.4), and says that the token is not enough (RFC 6750 §3.1).
pub(crate) fn authorize(account: &Account) -> Result<(), Problem> {
    match account.is_administrator {
        true => Ok(()),
        false => {
            let detail =
                format!("{} is no administrator, and only those may do this", account.name);
            Err(challenged(StatusCode::FORBIDDEN, ", error=\"insufficient_scope\"", detail))
        }
    }
}
