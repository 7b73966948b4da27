//! Services beside the application: what answers behind a server is not the server's business.

use crate::attribution::RequestKey;
use crate::codecs::http1::{self, Parsed, RequestLine};
use crate::roles::http_server::{Answer, HTTP_PORT, Service, Work};
use crate::simulation::{Simulation, TcpStream};
use bytes::Bytes;
use core::time::Duration;
use http::{HeaderName, HeaderValue, Request, StatusCode};
use std::net::IpAddr;
use trace::{FieldLine, HostId};

/// Says the same, whatever is asked for.
#[derive(Clone)]
pub struct Text(pub &'static str);

impl Service for Text {
    async fn answer(&self, _: Request<Bytes>, _: Work<'_>) -> Answer {
        Answer::text(StatusCode::OK, self.0)
    }
}

/// Says what a function says: status code, field lines, content.
#[derive(Clone, Copy)]
pub struct Told(pub fn(&Request<Bytes>) -> Said);

/// Status code, field lines, content.
pub type Said = (u16, Vec<(&'static str, String)>, &'static str);

impl Service for Told {
    async fn answer(&self, request: Request<Bytes>, _: Work<'_>) -> Answer {
        let (status_code, field_lines, content) = (self.0)(&request);
        let status = StatusCode::from_u16(status_code).expect("a status code");
        let mut answer = Answer::text(status, content);
        for (name, value) in field_lines {
            let value = HeaderValue::from_bytes(value.as_bytes()).expect("a field value");
            let name = name.parse::<HeaderName>().expect("a field name");
            answer.head.headers.append(name, value);
        }
        answer
    }
}

/// Asks another server, and says what that says.
#[derive(Clone)]
pub struct Proxy {
    /// Its own host.
    pub host: HostId,
    /// The other server's address.
    pub origin: IpAddr,
}

impl Service for Proxy {
    async fn answer(&self, request: Request<Bytes>, work: Work<'_>) -> Answer {
        let simulation = work.simulation();
        let stream = self.connect(simulation).await;
        let asked = RequestKey::new(stream.local(), 0);
        simulation.record(|record| record.attribution.caused(asked, work.key()));
        let start = RequestLine {
            method: request.method().to_string(),
            target: request.uri().to_string(),
            minor_version: 1,
        };
        let host = FieldLine { name: "Host".to_owned(), value: self.origin.to_string() };
        let octets = http1::write_request(&start, &[host], request.body());
        stream.write_all(&octets).await.expect("the other server is there");
        let mut octets = Vec::new();
        loop {
            octets.extend(stream.read().await.expect("the other server answers"));
            if let Parsed::Complete(response) = http1::parse_response(&octets, "GET", false) {
                let content = String::from_utf8(response.content_of(&octets)).expect("it is text");
                let status = StatusCode::from_u16(response.start.status_code);
                return Answer::text(status.expect("a status code"), &content);
            }
        }
    }
}

impl Proxy {
    async fn connect(&self, simulation: &Simulation) -> TcpStream {
        let remote = (self.origin, HTTP_PORT);
        let stream = TcpStream::connect(simulation, self.host, remote, Duration::from_secs(30));
        stream.await.expect("the other server listens")
    }
}
