//! What each kind of client does: plain data, one constant a kind. The one place that asks which
//! kind a client is.

use core::time::Duration;
use trace::ClientKind;

/// What a client does, beyond what a request asks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientProfile {
    /// Whether a connection is kept for the next request.
    pub keeps_connections: bool,
    /// How many connections it opens to one origin.
    pub connections_max: usize,
    /// Whether it opens connections one at a time where HTTP/2 may be spoken, because the first may
    /// serve all.
    pub shares_http2: bool,
    /// Whether it remembers who wants `https` only (HSTS, RFC 6797).
    pub remembers_hsts: bool,
    /// Whether it shows pages: what it asks for at once behind one are the parts of that page.
    pub shows_pages: bool,
    /// Whether user and password in a URL become its Authorization. A page's `fetch` refuses such a
    /// URL (WHATWG Fetch, the `Request` constructor), so a browser sends without them here.
    pub sends_user_info: bool,
    /// What it does once its request is sent.
    pub after_sending: AfterSending,
    /// How long it waits for a connection, and for the end of a handshake.
    pub connect_patience: Duration,
    /// How long it waits for one address to answer before it tries the next one, too.
    pub attempt_delay: Duration,
    /// How long it waits for the next octets of a response.
    pub read_patience: Duration,
    /// How long it waits for a server to ask for the content (RFC 9110 §10.1.1).
    pub continue_patience: Duration,
    /// How long it takes to use a response.
    pub use_work: Duration,
}

/// What a client does once its request is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterSending {
    /// It keeps its side open for the next request.
    StayOpen,
    /// It closes its side and reads on, as `nc -N` does.
    HalfClose,
}

impl ClientProfile {
    /// What this kind of client does.
    pub fn of(kind: ClientKind) -> Self {
        match kind {
            ClientKind::Browser => BROWSER,
            ClientKind::Python => PYTHON,
            ClientKind::MobileApp => MOBILE_APP,
            ClientKind::Curl => CURL,
            ClientKind::Server => SERVER,
        }
    }
}

const BROWSER: ClientProfile =
    ClientProfile { remembers_hsts: true, shows_pages: true, sends_user_info: false, ..STAYING };
const MOBILE_APP: ClientProfile = STAYING;
const SERVER: ClientProfile = STAYING;
const PYTHON: ClientProfile = ENDING;
const CURL: ClientProfile = ENDING;

/// A program that goes on behind its first request. All times are chosen, but for the delay between
/// two attempts (RFC 8305 §8).
const STAYING: ClientProfile = ClientProfile {
    keeps_connections: true,
    // As browsers do.
    connections_max: 6,
    shares_http2: true,
    remembers_hsts: false,
    shows_pages: false,
    sends_user_info: true,
    after_sending: AfterSending::StayOpen,
    connect_patience: Duration::from_secs(30),
    attempt_delay: Duration::from_millis(250),
    read_patience: Duration::from_secs(30),
    continue_patience: Duration::from_secs(1),
    use_work: Duration::from_micros(800),
};

/// One that ends with each request: a script that calls `requests.get`, or a command.
const ENDING: ClientProfile =
    ClientProfile { keeps_connections: false, shares_http2: false, ..STAYING };
