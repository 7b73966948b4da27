//! Logging in: a session cookie at `/login`, a token at `/token` (RFC 6749), and the way out.

use crate::access::{ACCOUNTS, Account, COOKIE, Kind, SESSION_SECONDS, Scope};
use crate::access::{all_scopes, challenged, secret};
use crate::backing::Backing;
use crate::content::Field;
use crate::freshness::NO_STORE;
use crate::json::Representation;
use crate::problem::{Place, Problem, Quoted};
use crate::reply::Reply;
use crate::store::{Failure, execute};
use crate::{Statement, Value};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, StatusCode, header};

/// What a login may send.
pub(crate) const EXAMPLE: &str = r#"{"username": "alice", "password": "alice-password"}"#;
/// What may be sent for a token.
pub(crate) const TOKEN_EXAMPLE: &str =
    "grant_type=password&username=alice&password=alice-password&scope=read";

const LOGIN_MEMBERS: &[&str] = &["username", "password"];
const TOKEN_MEMBERS: &[&str] =
    &["grant_type", "username", "password", "scope", "client_id", "client_secret"];

/// A name, and what only its owner knows.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Credentials {
    name: String,
    password: String,
}

/// A request for a token that was understood.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Grant {
    by: GrantedBy,
    scope: String,
}

#[derive(Debug, PartialEq, Eq)]
enum GrantedBy {
    /// RFC 6749 §4.3.
    Password(Credentials),
    /// RFC 6749 §4.4; none where none can be read.
    Client(Option<Credentials>),
}

/// The name and the password of a login.
pub(crate) fn read_login(fields: Vec<Field>) -> Result<Credentials, Problem> {
    let members = texts(fields, LOGIN_MEMBERS)?;
    let member = |name: &str| {
        let found = members.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).ok_or_else(|| Problem::member(name, "is missing"))
    };
    Ok(Credentials { name: member("username")?, password: member("password")? })
}

/// What a request for a token asks for: with a password (RFC 6749 §4.3), or as a client (§4.4).
pub(crate) fn read_grant(fields: Vec<Field>, header: &HeaderMap) -> Result<Grant, Problem> {
    let members = texts(fields, TOKEN_MEMBERS)
        .map_err(|problem| Problem { place: Place::OfToken("invalid_request"), ..problem })?;
    let member = |name: &str| {
        members.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    };
    let missing = |name: &str| {
        oauth(
            "invalid_request",
            format!("the parameter “{name}” is missing; send e.g. {TOKEN_EXAMPLE}"),
        )
    };
    let by = match member("grant_type").ok_or_else(|| missing("grant_type"))? {
        "password" => GrantedBy::Password(Credentials {
            name: member("username").ok_or_else(|| missing("username"))?.to_owned(),
            password: member("password").ok_or_else(|| missing("password"))?.to_owned(),
        }),
        "client_credentials" => GrantedBy::Client(client(&member, header)),
        other => {
            let detail = format!(
                "the grant {} is not known here; known: password, client_credentials",
                Quoted(other)
            );
            return Err(oauth("unsupported_grant_type", detail));
        }
    };
    let scope = match member("scope") {
        None => all_scopes(),
        Some(asked) => {
            let known = |scope: &str| Scope::ALL.iter().any(|(_, name)| *name == scope);
            if asked.is_empty() || !asked.split(' ').all(known) {
                let detail = format!("the scope is {}; known: {}", Quoted(asked), all_scopes());
                return Err(oauth("invalid_scope", detail));
            }
            asked.to_owned()
        }
    };
    Ok(Grant { by, scope })
}

/// A client's own name and secret, in Authorization or in the content (RFC 6749 §2.3.1).
fn client<'a>(
    member: &impl Fn(&str) -> Option<&'a str>,
    header: &HeaderMap,
) -> Option<Credentials> {
    if let Some(sent) = header.get(header::AUTHORIZATION) {
        return basic(sent.to_str().ok()?);
    }
    let (name, secret) = (member("client_id")?, member("client_secret")?);
    Some(Credentials { name: name.to_owned(), password: secret.to_owned() })
}

/// Name and password of Basic credentials (RFC 7617 §2).
fn basic(value: &str) -> Option<Credentials> {
    let (scheme, encoded) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("basic").then_some(())?;
    let octets = STANDARD.decode(encoded.trim()).ok()?;
    let (name, password) = str::from_utf8(&octets).ok()?.split_once(':')?;
    Some(Credentials { name: name.to_owned(), password: password.to_owned() })
}

impl Credentials {
    fn account(&self) -> Option<&'static Account> {
        let mut accounts = ACCOUNTS.iter();
        accounts.find(|known| known.user_name == self.name && known.password == self.password)
    }
}

impl Grant {
    /// Who gets the token. Each account is a client, too.
    fn account(&self) -> Result<&'static Account, Problem> {
        match &self.by {
            GrantedBy::Password(credentials) => credentials.account().ok_or_else(|| {
                oauth("invalid_grant", "no user has this name and this password".to_owned())
            }),
            GrantedBy::Client(credentials) => {
                let known = credentials.as_ref().and_then(Credentials::account);
                known.ok_or_else(|| {
                    let detail = "no client has this name and this secret".to_owned();
                    let challenge = "Basic realm=\"api.example.com\"".to_owned();
                    let field = Some((header::WWW_AUTHENTICATE, challenge));
                    let problem = oauth("invalid_client", detail);
                    Problem { status: StatusCode::UNAUTHORIZED, field, ..problem }
                })
            }
        }
    }
}

/// An error in the words of RFC 6749 §5.2.
fn oauth(code: &'static str, detail: String) -> Problem {
    Problem { place: Place::OfToken(code), ..Problem::bad_request(detail) }
}

/// The members as texts: each is known, and stands once.
fn texts(fields: Vec<Field>, known: &[&str]) -> Result<Vec<(String, String)>, Problem> {
    let mut texts: Vec<(String, String)> = Vec::new();
    for (name, value) in fields {
        if !known.contains(&&*name) {
            return Err(Problem::member(&name, format!("is unknown; known: {}", known.join(", "))));
        }
        if texts.iter().any(|(earlier, _)| *earlier == name) {
            return Err(Problem::member(&name, "stands twice"));
        }
        let serde_json::Value::String(text) = value else {
            return Err(Problem::member(&name, "must be text"));
        };
        texts.push((name, text));
    }
    Ok(texts)
}

/// Opens a session, and gives its name away in a cookie (RFC 6265 §4.1).
pub(crate) async fn log_in(
    backing: &Backing,
    credentials: &Credentials,
    is_encrypted: bool,
) -> Result<Reply, Failure> {
    let account = credentials.account().ok_or_else(|| {
        let detail = format!("no user has this name and this password; send e.g. {EXAMPLE}");
        challenged(StatusCode::UNAUTHORIZED, "", detail)
    })?;
    let secret = remember(backing, Kind::Cookie, account, &all_scopes()).await?;
    let user = Representation::Item {
        columns: ["id", "name"].map(str::to_owned).into(),
        row: vec![Value::Integer(account.user), Value::Text(account.name.to_owned())],
    };
    let mut reply = Reply::ok(user);
    reply.fields.push((header::CACHE_CONTROL, NO_STORE.to_owned()));
    reply.fields.push((header::SET_COOKIE, cookie(&secret, is_encrypted, "")));
    Ok(reply)
}

/// Ends the session that the cookie names, if there is one, and has the client forget the cookie.
pub(crate) async fn log_out(
    backing: &Backing,
    session: Option<&str>,
    is_encrypted: bool,
) -> Result<Reply, Failure> {
    if let Some(session) = session {
        let text = "DELETE FROM sessions WHERE secret=$1".to_owned();
        let parameters = vec![Value::Text(session.to_owned())];
        execute(&*backing.database, Statement { text, parameters }).await?;
    }
    let forget = cookie("", is_encrypted, "; Max-Age=0");
    Ok(Reply::no_content(vec![(header::SET_COOKIE, forget)]))
}

fn cookie(value: &str, is_encrypted: bool, more: &str) -> String {
    let secure = if is_encrypted { "; Secure" } else { "" };
    format!("{COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}")
}

/// Gives out a token (RFC 6749 §5.1).
pub(crate) async fn give_token(backing: &Backing, grant: &Grant) -> Result<Reply, Failure> {
    let token = remember(backing, Kind::Token, grant.account()?, &grant.scope).await?;
    let columns = ["access_token", "token_type", "expires_in", "scope"].map(str::to_owned);
    let row = vec![
        Value::Text(token),
        Value::Text("Bearer".to_owned()),
        Value::Integer(SESSION_SECONDS as i64),
        Value::Text(grant.scope.clone()),
    ];
    let mut reply = Reply::ok(Representation::Item { columns: columns.into(), row });
    reply.fields.push((header::CACHE_CONTROL, NO_STORE.to_owned()));
    reply.fields.push((header::PRAGMA, "no-cache".to_owned()));
    Ok(reply)
}

/// Writes down who may come back with what.
async fn remember(
    backing: &Backing,
    kind: Kind,
    account: &Account,
    scope: &str,
) -> Result<String, Failure> {
    let secret = secret(kind, backing.surroundings.serial());
    let text = "INSERT INTO sessions (secret, kind, user_id, scope, expires_at) \
                VALUES ($1, $2, $3, $4, $5)";
    let expires_at = backing.surroundings.now().as_secs() + SESSION_SECONDS;
    let parameters = vec![
        Value::Text(secret.clone()),
        Value::Text(kind.name().to_owned()),
        Value::Integer(account.user),
        Value::Text(scope.to_owned()),
        Value::Integer(expires_at as i64),
    ];
    let statement = Statement { text: text.to_owned(), parameters };
    execute(&*backing.database, statement).await?;
    Ok(secret)
}
