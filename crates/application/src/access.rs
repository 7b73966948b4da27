//! Who may ask for what: Bearer tokens (RFC 6750) and session cookies, and what their owners may do.

use crate::problem::{Problem, Quoted};
use crate::store::{Failure, rows};
use crate::{Database, Statement, Value};
use core::time::Duration;
use http::{HeaderMap, StatusCode, header};

/// Who may use an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Anyone.
    Everyone,
    /// Whoever shows a token or a session cookie.
    Users,
    /// Those whose token or session reaches as far.
    Holders(Scope),
    /// Those of them who are administrators.
    Administrators,
}

/// What a token is good for (RFC 6749 §3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// To read.
    Read,
    /// To change.
    Write,
}

impl Scope {
    /// All of them, as they are written.
    pub const ALL: [(Self, &'static str); 2] = [(Self::Read, "read"), (Self::Write, "write")];

    fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

/// Somebody who can log in.
#[derive(Debug)]
pub(crate) struct Account {
    /// What is typed at a login.
    pub user_name: &'static str,
    pub password: &'static str,
    token: &'static str,
    /// The user's id.
    pub user: i64,
    /// The user's name.
    pub name: &'static str,
    pub is_administrator: bool,
}

/// The accounts, each with a token that never ends. Simplified: a service in earnest makes tokens by
/// chance, keeps hashes of them and of passwords in its database, and lets tokens expire.
pub(crate) static ACCOUNTS: [Account; 2] = [
    Account {
        user_name: "alice",
        password: "alice-password",
        token: "alice-token",
        user: 42,
        name: "Alice",
        is_administrator: false,
    },
    Account {
        user_name: "ada",
        password: "ada-password",
        token: "ada-token",
        user: 1,
        name: "Ada",
        is_administrator: true,
    },
];

/// How long a session or a token is good, in seconds.
pub(crate) const SESSION_SECONDS: u64 = 3600;

/// The cookie that names a session.
pub(crate) const COOKIE: &str = "session";

/// What the row of a session was given out as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Cookie,
    Token,
}

impl Kind {
    /// As the table has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cookie => "cookie",
            Self::Token => "token",
        }
    }
}

/// Who asks, and how far what was shown reaches.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub account: &'static Account,
    scope: String,
}

/// A refusal with the challenge that says what token is asked for (RFC 6750 §3).
pub(crate) fn challenged(status: StatusCode, parameters: &str, detail: String) -> Problem {
    let challenge = format!("Bearer realm=\"api.example.com\"{parameters}");
    let field = Some((header::WWW_AUTHENTICATE, challenge));
    Problem { field, ..Problem::new(status, detail) }
}

/// Finds out who asks. A 401 says how one can tell (RFC 9110 §15.5.2).
pub(crate) async fn authenticate(
    fields: &HeaderMap,
    database: &dyn Database,
    now: Duration,
) -> Result<Caller, Failure> {
    let refused =
        |parameters: &str, detail| challenged(StatusCode::UNAUTHORIZED, parameters, detail);
    let Some(value) = fields.get(header::AUTHORIZATION) else {
        if let Some(session) = session_cookie(fields) {
            let known = known(database, Kind::Cookie, &session, now).await?;
            let detail = "the session cookie is none that this server gave out, or it has ended; log in with POST /login";
            return known.ok_or_else(|| refused("", detail.to_owned()).into());
        }
        let detail =
            "the request does not say who asks; send e.g. Authorization: Bearer alice-token";
        return Err(refused("", detail.to_owned()).into());
    };
    let value = String::from_utf8_lossy(value.as_bytes());
    let (scheme, token) = value.split_once(' ').unwrap_or((&value, ""));
    if !scheme.eq_ignore_ascii_case("bearer") {
        let detail = format!("the scheme of Authorization is {}; send Bearer", Quoted(scheme));
        return Err(refused("", detail).into());
    }
    let token = token.trim();
    if let Some(account) = ACCOUNTS.iter().find(|account| account.token == token) {
        return Ok(Caller { account, scope: all_scopes() });
    }
    let known = known(database, Kind::Token, token, now).await?;
    known.ok_or_else(|| {
        let detail = "the token is none that this server gave out";
        refused(", error=\"invalid_token\"", detail.to_owned()).into()
    })
}

/// The value of the cookie that names a session (RFC 6265 §5.4).
pub(crate) fn session_cookie(fields: &HeaderMap) -> Option<String> {
    let lines = fields.get_all(header::COOKIE).iter();
    let lines = lines.filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(name, _)| name.trim() == COOKIE)?;
    Some(value.trim().trim_matches('"').to_owned())
}

/// Whose session or token this is, as long as it is good.
async fn known(
    database: &dyn Database,
    kind: Kind,
    secret: &str,
    now: Duration,
) -> Result<Option<Caller>, Failure> {
    // Only what looks like one of ours is worth a look into the table.
    if secret.len() != SECRET_LEN || !secret.bytes().all(|octet| octet.is_ascii_hexdigit()) {
        return Ok(None);
    }
    let text = "SELECT user_id, scope, expires_at FROM sessions WHERE secret=$1 AND kind=$2";
    let parameters = vec![Value::Text(secret.to_owned()), Value::Text(kind.name().to_owned())];
    let found = rows(database, Statement { text: text.to_owned(), parameters }).await?;
    let Some([Value::Integer(user), Value::Text(scope), Value::Integer(expires_at)]) =
        found.rows.first().and_then(|row| row.first_chunk())
    else {
        return Ok(None);
    };
    if u64::try_from(*expires_at).is_ok_and(|end| end <= now.as_secs()) {
        return Ok(None);
    }
    let account = ACCOUNTS.iter().find(|account| account.user == *user);
    Ok(account.map(|account| Caller { account, scope: scope.clone() }))
}

/// How many hexadecimal digits each of them has.
const SECRET_LEN: usize = 32;

/// What names a session or is a token: another one for each serial number. Simplified: in earnest it
/// is drawn by chance, so that nobody can guess it.
pub(crate) fn secret(kind: Kind, serial: u64) -> String {
    let text = format!("{} {serial} of api.example.com", kind.name());
    let half = |salt: &str| trace::hash([salt, &text].concat().as_bytes());
    format!("{:016x}{:016x}", half("left "), half("right "))
}

/// The scope of who shows a password.
pub(crate) fn all_scopes() -> String {
    Scope::ALL.map(|(_, name)| name).join(" ")
}

impl Caller {
    /// Checks whether this user may. A 403 helps no one who repeats the request with the same token
    /// (RFC 9110 §15.5.4), and says that the token is not enough (RFC 6750 §3.1).
    pub fn authorize(&self, access: Access) -> Result<(), Problem> {
        let scope = match access {
            Access::Everyone | Access::Users => return Ok(()),
            Access::Administrators if self.account.is_administrator => return Ok(()),
            Access::Administrators => {
                let name = self.account.name;
                let detail = format!("{name} is no administrator, and only those may do this");
                let parameters = ", error=\"insufficient_scope\"";
                return Err(challenged(StatusCode::FORBIDDEN, parameters, detail));
            }
            Access::Holders(scope) => scope.name(),
        };
        if self.scope.split(' ').any(|held| held == scope) {
            return Ok(());
        }
        let detail = format!(
            "the token is good for “{}”, and this takes “{scope}”; ask POST /token for that",
            self.scope
        );
        let parameters = format!(", error=\"insufficient_scope\", scope=\"{scope}\"");
        Err(challenged(StatusCode::FORBIDDEN, &parameters, detail))
    }
}
