//! What answers requests behind a server's transport: the application, a script of answers, a
//! proxy.

use super::exact::Exact;
use super::interim::Interim;
use crate::attribution::RequestKey;
use crate::codecs::http1::Refusal;
use crate::simulation::Simulation;
use bytes::Bytes;
use core::future::{Future, ready};
use core::time::Duration;
use http::header::{self, HeaderMap, HeaderValue};
use http::response::Parts;
use http::{Request, Response, StatusCode};
use trace::{FieldLines, HostId, StageId, StageKind, StageOutcome};

/// Requests in, answers out. Clones are the same service.
pub trait Service: Clone + 'static {
    /// Answers one request, which has come whole; in origin-form and with Host, whichever version of
    /// HTTP it came in. What is done for it, `work` is told.
    fn answer(&self, request: Request<Bytes>, work: Work<'_>) -> impl Future<Output = Answer>;

    /// What is said to something that cannot be read as a request.
    fn refuse(&self, refusal: &Refusal) -> impl Future<Output = Answer> {
        let status = StatusCode::from_u16(refusal.status_code).unwrap_or(StatusCode::BAD_REQUEST);
        ready(Answer::text(status, &refusal.reason))
    }
}

/// A final response, without what belongs to the connection: Date and framing.
pub struct Answer {
    /// Status code and header section.
    pub head: Parts,
    /// The content.
    pub content: Content,
}

/// The content of an answer.
pub enum Content {
    /// In place of all else: an answer to the letter.
    Exact(Box<Exact>),
    /// In one piece.
    Whole(Bytes),
    /// Piece by piece, of a length that is not known when the response begins.
    Stream {
        /// The pieces; none in an answer to HEAD.
        pieces: Vec<Bytes>,
        /// How long the next piece takes to make.
        piece_work: Duration,
        /// What is told behind the last one: known once that is made.
        trailers: HeaderMap,
    },
}

impl Answer {
    /// A line of plain text.
    pub fn text(status: StatusCode, text: &str) -> Self {
        let mut head = Response::new(()).into_parts().0;
        head.status = status;
        let media_type = HeaderValue::from_static("text/plain; charset=utf-8");
        head.headers.insert(header::CONTENT_TYPE, media_type);
        Self { head, content: Content::Whole(Bytes::copy_from_slice(text.as_bytes())) }
    }

    /// Whether the server has to tell how long a content in one piece is. Not where it is told, nor
    /// where there cannot be content (RFC 9110 §8.6).
    pub fn is_length_missing(&self) -> bool {
        let Parts { status, headers, .. } = &self.head;
        let is_framed = headers.contains_key(header::CONTENT_LENGTH)
            || status.is_informational()
            || matches!(status.as_u16(), 204 | 304);
        !is_framed
    }
}

/// The work on one request: the server that it came to is told of its stages.
pub struct Work<'a> {
    simulation: &'a Simulation,
    host: HostId,
    key: RequestKey,
    interim: Interim<'a>,
}

impl<'a> Work<'a> {
    /// On the request with this key, at this host.
    pub fn new(
        simulation: &'a Simulation,
        host: HostId,
        key: RequestKey,
        interim: Interim<'a>,
    ) -> Self {
        Self { simulation, host, key, interim }
    }

    /// The world.
    pub fn simulation(&self) -> &'a Simulation {
        self.simulation
    }

    /// Names the request, for those who are asked because of it.
    pub fn key(&self) -> RequestKey {
        self.key
    }

    /// A stage begins.
    pub fn begin(&self, kind: StageKind) -> StageId {
        let now = self.simulation.now();
        self.simulation.record(|record| {
            let stage = record.stage_started(now, self.host, kind);
            record.attribution.works_on(stage, self.key);
            stage
        })
    }

    /// It ends, after the time that it takes.
    pub async fn end(&self, stage: StageId, takes: Duration, detail: &str, outcome: StageOutcome) {
        self.simulation.sleep(takes).await;
        let now = self.simulation.now();
        self.simulation.record(|record| record.stage_ended(stage, now, detail.to_owned(), outcome));
    }

    /// An interim response (RFC 9110 §15.2), where the client’s version of HTTP knows such.
    pub async fn interim(&mut self, status_code: u16, field_lines: &FieldLines) {
        self.interim.send(status_code, field_lines).await;
    }

    /// Tells the client ahead what it will need, where its version of HTTP can say that (RFC 8297
    /// §2).
    pub async fn early_hints(&mut self, link: &'static str) {
        self.interim.early_hints(link).await;
    }
}
