//! Responses that are not yet the answer (RFC 9110 §15.2).

use super::exact::head_of;
use super::http1;
use crate::roles::http_connection::HttpConnection;
use bytes::Bytes;
use h2::server::SendResponse;
use http::header::{self, HeaderValue};
use http::{Response, StatusCode};
use trace::FieldLines;

/// Where they go.
pub enum Interim<'a> {
    /// Nowhere: a client of HTTP/1.0 does not know such responses.
    Unknown,
    /// Onto the connection.
    Http1(&'a HttpConnection),
    /// Onto the stream of the request.
    Http2(&'a mut SendResponse<Bytes>),
}

impl Interim<'_> {
    /// Sends one. That the client is gone, the answer will find.
    pub async fn send(&mut self, status_code: u16, field_lines: &FieldLines) {
        match self {
            Self::Unknown => {}
            Self::Http1(stream) => {
                let _ = stream.write_all(&http1::interim(status_code, field_lines)).await;
            }
            Self::Http2(respond) => {
                let _ = respond.send_informational(head_of(status_code, field_lines));
            }
        }
    }

    /// Sends 103 with a field Link (RFC 8297 §2). That the client is gone, the answer will find.
    pub async fn early_hints(&mut self, link: &'static str) {
        match self {
            Self::Unknown => {}
            Self::Http1(stream) => {
                let _ = stream.write_all(&http1::early_hints(link)).await;
            }
            Self::Http2(respond) => {
                let mut head = interim_head(StatusCode::EARLY_HINTS);
                head.headers_mut().insert(header::LINK, HeaderValue::from_static(link));
                let _ = respond.send_informational(head);
            }
        }
    }
}

/// The head of an interim response over HTTP/2 (RFC 9113 §8.1).
pub fn interim_head(status: StatusCode) -> Response<()> {
    let mut head = Response::new(());
    *head.status_mut() = status;
    head
}
