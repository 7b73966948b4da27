//! What a request asks for: path, query and content, checked and taken apart.

use crate::access::{self, Caller};
use crate::backing::Encrypted;
use crate::collection::ORDERS;
use crate::content::{self, Accepted, Expected};
use crate::endpoint::{Action, Endpoint, OrderVerb, ProfileVerb, Verb};
use crate::login;
use crate::operation::Operation;
use crate::problem::Problem;
use crate::profile;
use crate::query::{self, Query};
use axum::extract::{FromRequestParts as _, RawPathParams, Request};
use http::header;
use http::request::Parts;

/// Whether there is content to be checked.
pub(crate) fn takes_content(action: Action) -> bool {
    match action {
        Action::Index
        | Action::Describe
        | Action::Send(_)
        | Action::SendSlowly(_)
        | Action::Export(_)
        | Action::ReadCaller(_)
        | Action::ListMissing(_)
        | Action::Redirect(_)
        | Action::Closed
        | Action::LogOut
        | Action::Download(_)
        | Action::TellSaying => false,
        Action::OnProfile(verb) => verb != ProfileVerb::Read,
        Action::LogIn | Action::GiveToken => true,
        Action::OnOrders(verb) => verb == OrderVerb::Place,
        Action::OnCollection(verb, _) => match verb {
            Verb::Create | Verb::Replace | Verb::Modify => true,
            Verb::List | Verb::Read | Verb::Remove => false,
        },
    }
}

/// What the request asks for.
pub(crate) async fn understand(
    endpoint: &'static Endpoint,
    caller: Option<Caller>,
    request: Request,
) -> Result<Operation, Problem> {
    let (mut parts, body) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let path = endpoint.path.as_str();
    let is_encrypted = parts.extensions.get::<Encrypted>().is_some();
    let alone = |operation| query::expect_none(&query).map(|()| operation);
    let (verb, collection) = match endpoint.action {
        Action::Index => return alone(Operation::Index),
        Action::Describe => return alone(Operation::Describe { path }),
        Action::Send(file) => return alone(Operation::Send { file }),
        Action::SendSlowly(file) => return alone(Operation::SendSlowly { file }),
        Action::Export(collection) => return alone(Operation::Export { collection }),
        Action::Redirect(to) => return alone(Operation::Redirect { to }),
        Action::TellSaying => return alone(Operation::TellSaying),
        // Whatever is searched for.
        Action::Closed => return Ok(Operation::Closed),
        Action::ListMissing(collection) => {
            return alone(Operation::List { collection, query: Query::default() });
        }
        Action::ReadCaller(collection) => {
            let caller = caller.expect("only who was authenticated comes here");
            let (id, fields) = (caller.account.user, Vec::new());
            return alone(Operation::Read { collection, id, fields });
        }
        Action::Download(file) => return alone(Operation::Download { file }),
        Action::OnProfile(verb) => {
            query::expect_none(&query)?;
            let id = path_id(&mut parts).await?;
            return Ok(match verb {
                ProfileVerb::Read => Operation::ReadProfile { id },
                ProfileVerb::Replace => {
                    refuse_content_range(&parts)?;
                    let profile = profile::read_whole(&parts.headers, body).await?;
                    Operation::ReplaceProfile { id, profile }
                }
                ProfileVerb::Change => {
                    let change = profile::read_change(&parts.headers, body).await?;
                    Operation::ChangeProfile { id, change }
                }
            });
        }
        Action::LogIn => {
            query::expect_none(&query)?;
            let accepted = Accepted::form_or_json(login::EXAMPLE);
            let fields = content::read_fields(&parts.headers, body, &accepted).await?;
            let credentials = login::read_login(fields)?;
            return Ok(Operation::LogIn { credentials, is_encrypted });
        }
        Action::LogOut => {
            let session = access::session_cookie(&parts.headers);
            return alone(Operation::LogOut { session, is_encrypted });
        }
        Action::GiveToken => {
            query::expect_none(&query)?;
            let accepted = Accepted::form_or_json(login::TOKEN_EXAMPLE);
            let fields = content::read_fields(&parts.headers, body, &accepted).await?;
            let grant = login::read_grant(fields, &parts.headers)?;
            return Ok(Operation::GiveToken { grant });
        }
        Action::OnOrders(verb) => {
            query::expect_none(&query)?;
            let owner = caller.expect("only who was authenticated comes here").account;
            return Ok(match verb {
                OrderVerb::List => Operation::ListOrders { owner },
                OrderVerb::Read => Operation::ReadOrder { owner, id: path_id(&mut parts).await? },
                OrderVerb::Place => {
                    let members =
                        content::read(&parts.headers, body, &ORDERS, Expected::Whole).await?;
                    Operation::PlaceOrder { owner, path, members }
                }
                OrderVerb::Cancel => {
                    Operation::CancelOrder { owner, id: path_id(&mut parts).await? }
                }
            });
        }
        Action::OnCollection(verb, collection) => (verb, collection),
    };
    let query = |verb| Query::parse(&query, verb, collection);
    let operation = match verb {
        Verb::List => Operation::List { collection, query: query(verb)? },
        Verb::Create => {
            query(verb)?;
            let members = content::read(&parts.headers, body, collection, Expected::Whole).await?;
            Operation::Create { collection, path, members }
        }
        Verb::Read => {
            let id = path_id(&mut parts).await?;
            Operation::Read { collection, id, fields: query(verb)?.fields }
        }
        Verb::Replace => {
            let id = path_id(&mut parts).await?;
            query(verb)?;
            refuse_content_range(&parts)?;
            let expected = Expected::WholeOf(id);
            let members = content::read(&parts.headers, body, collection, expected).await?;
            Operation::Replace { collection, path, id, members }
        }
        Verb::Modify => {
            let id = path_id(&mut parts).await?;
            query(verb)?;
            let expected = Expected::PartOf(id);
            let members = content::read(&parts.headers, body, collection, expected).await?;
            Operation::Modify { collection, id, members }
        }
        Verb::Remove => {
            let id = path_id(&mut parts).await?;
            query(verb)?;
            Operation::Remove { collection, id }
        }
    };
    Ok(operation)
}

/// RFC 9110 §14.5.
fn refuse_content_range(parts: &Parts) -> Result<(), Problem> {
    if parts.headers.contains_key(header::CONTENT_RANGE) {
        let detail = "PUT replaces the whole; send it without Content-Range";
        return Err(Problem::bad_request(detail));
    }
    Ok(())
}

async fn path_id(parts: &mut Parts) -> Result<i64, Problem> {
    let parameters = RawPathParams::from_request_parts(parts, &()).await;
    let parameters =
        parameters.map_err(|_| Problem::parameter("id", "does not decode to UTF-8"))?;
    let (_, id) = parameters.iter().next().expect("the path of an item ends with an id");
    query::parse_id(id)
}
