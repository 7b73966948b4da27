//! From request to response: routes, stages, writing.

use crate::access::{self, Access, Account};
use crate::content::{self, Expected};
use crate::csv;
use crate::endpoint::{Action, Endpoint, Verb, allow, endpoints};
use crate::freshness::{self, Preconditions};
use crate::json::Representation;
use crate::operation::{Operation, Reply};
use crate::problem::Problem;
use crate::query::{self, Query};
use crate::streamed::{Lines, Streamed};
use crate::{Database, Meter, Observer};
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{FromRequestParts as _, MatchedPath, RawPathParams, Request};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{MethodFilter, on};
use axum::{Extension, Router};
use core::convert::Infallible;
use core::pin::Pin;
use core::task::{Context, Poll};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use http_body::Frame;
use std::sync::Arc;
use trace::{StageKind, StageOutcome};

/// The methods that this server implements (RFC 9110 §9.1).
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// The service. It is built once; what it answers a request with comes in the extensions of that
/// request, as [`Backing`].
pub fn router() -> Router {
    let mut router = Router::new();
    for endpoint in endpoints() {
        let filter = MethodFilter::try_from(endpoint.method.clone())
            .expect("the endpoints use methods that axum knows");
        let answer = move |Extension(backing): Extension<Backing>, request: Request| {
            backing.answer(endpoint, request)
        };
        router = router.route(&endpoint.path, on(filter, answer));
    }
    router
        .route_layer(middleware::from_fn(report_route))
        .method_not_allowed_fallback(refuse_route)
        .fallback(refuse_route)
}

/// A refusal by the server itself, before there is a request that could be routed.
pub fn refusal(status_code: u16, reason: &str) -> Response {
    let status = StatusCode::from_u16(status_code).expect("the server knows its status codes");
    let problem = Problem::new(status, reason);
    let octets = Representation::Problem(problem.clone()).to_octets();
    response(&problem.into(), Some(octets.len()), octets.into())
}

/// What a request is answered with: without it in the request's extensions, the answer is 500.
#[derive(Clone)]
pub struct Backing {
    /// Executes the statements.
    pub database: Arc<dyn Database>,
    /// Is told of the stages.
    pub observer: Arc<dyn Observer>,
    /// Counts what is counted.
    pub meter: Arc<dyn Meter>,
}

impl Backing {
    async fn answer(self, endpoint: &'static Endpoint, request: Request) -> Response {
        let method = request.method().clone();
        let preconditions = Preconditions::of(request.headers());
        let worked = self.work(endpoint, &preconditions, request).await;
        let mut reply = worked.unwrap_or_else(Reply::from);
        if method.is_safe() {
            reply = freshness::told(reply, endpoint.cache_control(), &preconditions);
        }
        self.write(reply, &method).await
    }

    async fn work(
        &self,
        endpoint: &'static Endpoint,
        preconditions: &Preconditions,
        request: Request,
    ) -> Result<Reply, Problem> {
        let caller = self.admit(endpoint.access, request.headers()).await?;
        let operation = self.validate(endpoint, caller, request).await?;
        self.observer.begin(StageKind::Handle);
        let performed = match operation.check(preconditions, &*self.database).await {
            Ok(()) => operation.perform(&*self.database, &*self.meter, &*self.observer).await,
            Err(failure) => Err(failure),
        };
        let outcome = match &performed {
            Ok(_) => StageOutcome::Done,
            Err(failure) => StageOutcome::Refused(failure.reason.clone()),
        };
        self.observer.end(StageKind::Handle, endpoint.purpose.clone(), outcome).await;
        performed.map_err(|failure| failure.problem)
    }

    /// Finds out who asks and whether they may, where not everyone may ask.
    async fn admit(
        &self,
        access: Access,
        fields: &HeaderMap,
    ) -> Result<Option<&'static Account>, Problem> {
        if access == Access::Everyone {
            return Ok(None);
        }
        self.observer.begin(StageKind::Authenticate);
        let found = access::authenticate(fields);
        let name = found.as_ref().map_or("", |account| account.name);
        self.end_check(StageKind::Authenticate, name, &found).await;
        let account = found?;
        if access == Access::Administrators {
            self.observer.begin(StageKind::Authorize);
            let permitted = access::authorize(account);
            self.end_check(StageKind::Authorize, account.name, &permitted).await;
            permitted?;
        }
        Ok(Some(account))
    }

    async fn end_check<T>(&self, kind: StageKind, detail: &str, checked: &Result<T, Problem>) {
        let outcome = match checked {
            Ok(_) => StageOutcome::Done,
            Err(problem) => StageOutcome::Refused(problem.detail.clone()),
        };
        self.observer.end(kind, detail.to_owned(), outcome).await;
    }

    /// Understands the request. A stage where query or content are to be checked, or where the
    /// path turns out to be wrong.
    async fn validate(
        &self,
        endpoint: &'static Endpoint,
        caller: Option<&'static Account>,
        request: Request,
    ) -> Result<Operation, Problem> {
        let mut checked = Vec::new();
        if request.uri().query().is_some_and(|query| !query.is_empty()) {
            checked.push("query");
        }
        if takes_content(endpoint.action) {
            checked.push("content");
        }
        if !checked.is_empty() {
            self.observer.begin(StageKind::Validate);
        }
        let understood = understand(endpoint, caller, request).await;
        if checked.is_empty() {
            if understood.is_ok() {
                return understood;
            }
            self.observer.begin(StageKind::Validate);
            checked.push("path");
        }
        self.end_check(StageKind::Validate, &checked.join(", "), &understood).await;
        understood
    }

    /// Writes the content, if there is any to write: for HEAD its length is only counted (RFC
    /// 9110 §9.3.2).
    async fn write(&self, reply: Reply, method: &Method) -> Response {
        let Some(representation) = &reply.representation else {
            return response(&reply, None, Body::new(NoContent));
        };
        if let Representation::Lines { columns, rows } = representation {
            let lines = if method == Method::HEAD { Vec::new() } else { csv::lines(columns, rows) };
            return self.stream(&reply, lines, method).await;
        }
        if method == Method::HEAD {
            return response(&reply, Some(representation.content_length()), Body::empty());
        }
        self.observer.begin(StageKind::Serialize);
        let octets = representation.to_octets();
        let media_type = representation.media_type().to_owned();
        self.observer.end(StageKind::Serialize, media_type, StageOutcome::Done).await;
        response(&reply, Some(octets.len()), octets.into())
    }

    /// Sends lines one by one: the stage makes the first ones.
    async fn stream(&self, reply: &Reply, lines: Vec<String>, method: &Method) -> Response {
        if method != Method::HEAD {
            self.observer.begin(StageKind::Serialize);
            let media_type = csv::MEDIA_TYPE.to_owned();
            self.observer.end(StageKind::Serialize, media_type, StageOutcome::Done).await;
        }
        let mut response = response(reply, None, Body::new(Lines(lines.into())));
        response.extensions_mut().insert(Streamed);
        response
    }
}

/// The stage that finds the endpoint, when there is one. axum has found it by now; the observer
/// lets pass the time that took.
async fn report_route(
    Extension(backing): Extension<Backing>,
    path: MatchedPath,
    request: Request,
    next: Next,
) -> Response {
    backing.observer.begin(StageKind::Route);
    let path = path.as_str().to_owned();
    backing.observer.end(StageKind::Route, path, StageOutcome::Done).await;
    next.run(request).await
}

/// The same stage, when there is none.
async fn refuse_route(
    Extension(backing): Extension<Backing>,
    path: Option<MatchedPath>,
    request: Request,
) -> Response {
    let method = request.method();
    backing.observer.begin(StageKind::Route);
    let target = request.uri().path();
    let matched = path.as_ref().map(MatchedPath::as_str);
    // The asterisk-form (RFC 9112 §3.2.4) asks about the server itself.
    let (detail, outcome, reply) = if method == Method::OPTIONS && target == "*" {
        (target, StageOutcome::Done, Reply::methods_of_server(&METHODS))
    } else {
        let problem = route_problem(method.as_str(), target, matched);
        let refused = StageOutcome::Refused(problem.detail.clone());
        (matched.unwrap_or_default(), refused, problem.into())
    };
    backing.observer.end(StageKind::Route, detail.to_owned(), outcome).await;
    backing.write(reply, method).await
}

fn route_problem(method: &str, path: &str, matched: Option<&str>) -> Problem {
    if !METHODS.contains(&method) {
        return Problem::method_not_implemented(method, matched.map(allow));
    }
    match matched {
        Some(matched) => Problem::method_not_allowed(method, matched, allow(matched)),
        None => Problem::no_route(path),
    }
}

fn takes_content(action: Action) -> bool {
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
        | Action::TellSaying => false,
        Action::OnCollection(verb, _) => match verb {
            Verb::Create | Verb::Replace | Verb::Modify => true,
            Verb::List | Verb::Read | Verb::Remove => false,
        },
    }
}

/// What the request asks for.
async fn understand(
    endpoint: &'static Endpoint,
    caller: Option<&'static Account>,
    request: Request,
) -> Result<Operation, Problem> {
    let (mut parts, body) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let path = endpoint.path.as_str();
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
            let (id, fields) = (caller.user, Vec::new());
            return alone(Operation::Read { collection, id, fields });
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
            if parts.headers.contains_key(header::CONTENT_RANGE) {
                // RFC 9110 §14.5.
                let detail = "PUT replaces the whole; send it without Content-Range";
                return Err(Problem::bad_request(detail));
            }
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

async fn path_id(parts: &mut Parts) -> Result<i64, Problem> {
    let parameters = RawPathParams::from_request_parts(parts, &()).await;
    let parameters =
        parameters.map_err(|_| Problem::parameter("id", "does not decode to UTF-8"))?;
    let (_, id) = parameters.iter().next().expect("the path of an item ends with an id");
    query::parse_id(id)
}

/// The response without what belongs to the connection: Date, framing.
fn response(reply: &Reply, content_length: Option<usize>, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = reply.status;
    let fields = response.headers_mut();
    if let Some(representation) = &reply.representation {
        let media_type = HeaderValue::from_static(representation.media_type());
        fields.insert(header::CONTENT_TYPE, media_type);
    }
    for (name, value) in &reply.fields {
        let value = HeaderValue::from_str(value).expect("fields hold visible ASCII");
        fields.insert(name, value);
    }
    if let Some(length) = content_length {
        fields.insert(header::CONTENT_LENGTH, length.into());
    }
    response
}

/// The body of a 204. It leaves its length open, because axum would add `Content-Length: 0`,
/// which must not stand there (RFC 9110 §8.6).
struct NoContent;

impl HttpBody for NoContent {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        true
    }
}
