//! What an origin server says that has nothing to give without encryption: come with `https`, and
//! remember it.

use crate::codecs::http1::Refusal;
use crate::roles::http_server::{Answer, Content, Service, Work};
use application::Encrypted;
use bytes::Bytes;
use core::time::Duration;
use http::header::{HOST, LOCATION, STRICT_TRANSPORT_SECURITY};
use http::{HeaderValue, Request, Response, StatusCode};
use trace::{StageKind, StageOutcome};

/// How long it takes to find out where everything has moved to: chosen.
const ROUTE_WORK: Duration = Duration::from_micros(200);

/// How long browsers are to remember it: a year, as is usual.
const STRICT_TRANSPORT: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// What a server asks of its clients at one of its ports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HttpsPolicy {
    /// Nothing: it answers under both schemes.
    Indifferent,
    /// At the port of `https`: to come with `https` from now on (RFC 6797 §6.1).
    AskToRemember,
    /// At the port of `http`: to come again with `https` (RFC 6797 §7.2).
    SendToHttps,
}

impl HttpsPolicy {
    /// The same server's policy at the port of `http`.
    pub fn in_clear(self) -> Self {
        match self {
            Self::Indifferent => Self::Indifferent,
            Self::AskToRemember | Self::SendToHttps => Self::SendToHttps,
        }
    }

    /// Adds to an answer what the policy has it say.
    fn add_to(self, mut answer: Answer) -> Answer {
        match self {
            Self::AskToRemember => {
                answer.head.headers.insert(STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT);
            }
            Self::Indifferent | Self::SendToHttps => {}
        }
        answer
    }
}

/// A service under such a policy.
#[derive(Clone)]
pub struct UnderPolicy<S> {
    /// The policy.
    pub policy: HttpsPolicy,
    /// Whether requests come to it encrypted.
    pub is_encrypted: bool,
    /// The service.
    pub service: S,
}

impl<S: Service> Service for UnderPolicy<S> {
    async fn answer(&self, mut request: Request<Bytes>, work: Work<'_>) -> Answer {
        if self.is_encrypted {
            request.extensions_mut().insert(Encrypted);
        }
        match self.policy {
            HttpsPolicy::SendToHttps => self.send_to_https(&request, work).await,
            HttpsPolicy::Indifferent | HttpsPolicy::AskToRemember => {
                self.policy.add_to(self.service.answer(request, work).await)
            }
        }
    }

    async fn refuse(&self, refusal: &Refusal) -> Answer {
        self.policy.add_to(self.service.refuse(refusal).await)
    }
}

impl<S: Service> UnderPolicy<S> {
    /// Whatever is asked for, it is found with `https` only.
    async fn send_to_https(&self, request: &Request<Bytes>, work: Work<'_>) -> Answer {
        let stage = work.begin(StageKind::Route);
        let moved = https_url(request).as_deref().and_then(moved);
        let reason = "the request names no host to come to with https";
        let outcome = match moved {
            Some(_) => StageOutcome::Done,
            None => StageOutcome::Refused(reason.to_owned()),
        };
        work.end(stage, ROUTE_WORK, "everything is moved to https", outcome).await;
        match moved {
            Some(moved) => moved,
            None => {
                let refusal = Refusal { status_code: 400, reason: reason.to_owned() };
                self.service.refuse(&refusal).await
            }
        }
    }
}

/// The same resource with `https`, if the request says of which host (RFC 9112 §3.3).
fn https_url(request: &Request<Bytes>) -> Option<String> {
    let host_field = request.headers().get(HOST)?.to_str().ok()?;
    // The port is that of `http`; an IPv6 address has colons of its own (RFC 3986 §3.2.2).
    let behind_address = host_field.rfind(']').unwrap_or(0);
    let end =
        host_field[behind_address..].find(':').map_or(host_field.len(), |at| behind_address + at);
    let host = Some(&host_field[..end]).filter(|host| !host.is_empty())?;
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    Some(["https://", host, target].concat())
}

/// 301 Moved Permanently to this URL.
fn moved(url: &str) -> Option<Answer> {
    let mut head = Response::new(()).into_parts().0;
    head.status = StatusCode::MOVED_PERMANENTLY;
    head.headers.insert(LOCATION, HeaderValue::from_str(url).ok()?);
    Some(Answer { head, content: Content::Whole(Bytes::new()) })
}
