//! From request to response: routes, stages, writing.

use crate::accept::{self, Choice};
use crate::access::{self, Access, Caller};
use crate::backing::Backing;
use crate::cors::{self, Asked};
use crate::csv;
use crate::endpoint::{Endpoint, allow, endpoints, missing_orders};
use crate::freshness::{self, Preconditions};
use crate::json::Representation;
use crate::markup::Names;
use crate::operation::{Operation, too_often};
use crate::orders;
use crate::problem::Problem;
use crate::ranges;
use crate::reply::Reply;
use crate::store::Failure;
use crate::streamed::{Lines, Streamed};
use crate::surroundings::RATE;
use crate::timing::{SERVER_TIMING, StopWatch};
use crate::understand::{takes_content, understand};
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{MatchedPath, Request};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{MethodFilter, on};
use axum::{Extension, Router};
use core::convert::Infallible;
use core::pin::Pin;
use core::task::{Context, Poll};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use http_body::Frame;
use trace::{Crash, StageKind, StageOutcome};

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
        .layer(middleware::from_fn(allow_origins))
}

/// A refusal by the server itself, before there is a request that could be routed.
pub fn refusal(status_code: u16, reason: &str) -> Response {
    let status = StatusCode::from_u16(status_code).expect("the server knows its status codes");
    let problem = Problem::new(status, reason);
    let octets = Representation::Problem(problem.clone()).to_octets();
    response(&problem.into(), Some(octets.len()), octets.into())
}

impl Backing {
    async fn answer(mut self, endpoint: &'static Endpoint, request: Request) -> Response {
        let watch = StopWatch::start(&self.surroundings, &mut self.database);
        let method = request.method().clone();
        let endpoint = self.in_place_of(endpoint);
        let fields = request.headers().clone();
        let preconditions = Preconditions::of(&fields, self.surroundings.now());
        let choice = accept::choose(&fields).unwrap_or_default();
        let worked = self.work(endpoint, &preconditions, request).await;
        let mut reply = worked.unwrap_or_else(Reply::from);
        if method.is_safe() {
            let cache_control = endpoint.cache_control();
            reply = freshness::told(reply, cache_control, &preconditions, choice.format);
        }
        if method == Method::GET {
            reply = ranges::told(reply, &fields, self.surroundings.now());
        }
        let names = endpoint.names();
        let reply = written(reply, choice, names, endpoint.always_varies());
        let mut response = self.write(reply, &method).await;
        if self.settings.tells_timing {
            response.headers_mut().insert(SERVER_TIMING, watch.told());
        }
        response
    }

    async fn work(
        &self,
        endpoint: &'static Endpoint,
        preconditions: &Preconditions,
        request: Request,
    ) -> Result<Reply, Problem> {
        if self.settings.is_rate_limited {
            self.limit().await?;
        }
        let caller = self.admit(endpoint.access, request.headers()).await?;
        if endpoint.names().is_some() {
            self.negotiate(request.headers()).await?;
        }
        let operation = self.validate(endpoint, caller, request).await?;
        self.check_rules(&operation).await?;
        self.observer.begin(StageKind::Handle);
        let performed = match self.settings.crash {
            Crash::Everywhere => Err(crashed()),
            Crash::Nowhere | Crash::Orders => {
                match operation.check(preconditions, &*self.database).await {
                    Ok(()) => operation.perform(self).await,
                    Err(failure) => Err(failure),
                }
            }
        };
        self.end_work(StageKind::Handle, endpoint.purpose.clone(), &performed).await;
        performed.map_err(|failure| failure.problem)
    }

    /// Where a table is missing, its resource is another one.
    fn in_place_of(&self, endpoint: &'static Endpoint) -> &'static Endpoint {
        let is_missing = self.settings.crash == Crash::Orders && endpoint.path == "/orders";
        let missing = is_missing.then(|| missing_orders(&endpoint.method)).flatten();
        missing.unwrap_or(endpoint)
    }

    /// Lets only so many requests pass.
    async fn limit(&self) -> Result<(), Problem> {
        self.observer.begin(StageKind::LimitRate);
        let counted = self.surroundings.count(&RATE);
        let counted = counted.map_err(|seconds| too_often(&RATE, seconds));
        let rate = format!("{} in {} s", RATE.calls, RATE.seconds);
        self.end_check(StageKind::LimitRate, &rate, &counted).await;
        counted
    }

    /// Finds a format that the client takes. No stage where it takes the usual one, or says nothing.
    async fn negotiate(&self, fields: &HeaderMap) -> Result<(), Problem> {
        let chosen = accept::choose(fields);
        if chosen.as_ref().is_ok_and(|choice| !choice.is_asked_for) {
            return Ok(());
        }
        self.observer.begin(StageKind::Negotiate);
        let format = chosen.as_ref().map_or("", |choice| choice.format.essence());
        self.end_check(StageKind::Negotiate, format, &chosen).await;
        chosen.map(drop)
    }

    /// Checks what is no matter of form, but a rule of the shop.
    async fn check_rules(&self, operation: &Operation) -> Result<(), Problem> {
        let Operation::PlaceOrder { owner, members, .. } = operation else { return Ok(()) };
        self.observer.begin(StageKind::CheckRules);
        let checked = orders::check(&*self.database, owner, members).await;
        self.end_work(StageKind::CheckRules, orders::RULES.to_owned(), &checked).await;
        checked.map_err(|failure| failure.problem)
    }

    /// Finds out who asks and whether they may, where not everyone may ask.
    async fn admit(&self, access: Access, fields: &HeaderMap) -> Result<Option<Caller>, Problem> {
        if access == Access::Everyone {
            return Ok(None);
        }
        self.observer.begin(StageKind::Authenticate);
        let now = self.surroundings.now();
        let found = access::authenticate(fields, &*self.database, now).await;
        let name = found.as_ref().map_or("", |caller| caller.account.name);
        self.end_work(StageKind::Authenticate, name.to_owned(), &found).await;
        let caller = found.map_err(|failure| failure.problem)?;
        if access != Access::Users {
            self.observer.begin(StageKind::Authorize);
            let permitted = caller.authorize(access);
            self.end_check(StageKind::Authorize, caller.account.name, &permitted).await;
            permitted?;
        }
        Ok(Some(caller))
    }

    /// Ends a stage that may have failed for reasons that the client is not told.
    async fn end_work<T>(&self, kind: StageKind, detail: String, done: &Result<T, Failure>) {
        let outcome = match done {
            Ok(_) => StageOutcome::Done,
            Err(failure) => StageOutcome::Refused(failure.reason.clone()),
        };
        self.observer.end(kind, detail, outcome).await;
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
        caller: Option<Caller>,
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

/// A bug: the client is told no more than that there is one.
fn crashed() -> Failure {
    let detail = "the server failed; the request was in order";
    let reason = "the program ended with an exception that nobody caught".to_owned();
    Failure { problem: Problem::new(StatusCode::INTERNAL_SERVER_ERROR, detail), reason }
}

/// Adds to an answer, whichever it is, which pages may read it.
async fn allow_origins(
    Extension(backing): Extension<Backing>,
    request: Request,
    next: Next,
) -> Response {
    let asked = Asked::of(&request);
    let mut response = next.run(request).await;
    cors::tell(backing.settings.cors, &asked, response.headers_mut());
    response
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
    let choice = accept::choose(request.headers()).unwrap_or_default();
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
    backing.write(written(reply, choice, None, false), method).await
}

/// The reply in the format that was chosen, and whether that hangs on Accept (RFC 9110 §12.5.5).
fn written(mut reply: Reply, choice: Choice, names: Option<Names>, always_varies: bool) -> Reply {
    let is_problem = matches!(reply.representation, Some(Representation::Problem(_)));
    let is_value = reply.representation.as_ref().is_some_and(Representation::is_value);
    let could_be_other = names.is_some() || is_problem && is_value;
    let is_copy_good = reply.status == StatusCode::NOT_MODIFIED;
    if could_be_other && (is_value || is_copy_good) && (choice.is_asked_for || always_varies) {
        reply.fields.push((header::VARY, "Accept".to_owned()));
    }
    if could_be_other {
        let names = names.unwrap_or(Names { list: "problems", item: "problem" });
        let written = |representation: Representation| representation.written(choice.format, names);
        reply.representation = reply.representation.map(written);
    }
    reply
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

/// The response without what belongs to the connection: Date, framing.
fn response(reply: &Reply, content_length: Option<usize>, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = reply.status;
    let fields = response.headers_mut();
    if let Some(representation) = &reply.representation {
        let media_type = HeaderValue::from_str(representation.media_type());
        let media_type = media_type.expect("media types are visible ASCII");
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
