//! What each kind of client does: plain data, one constant a kind. The one place that asks which
//! kind a client is.

use core::time::Duration;
use policies::redirect::{REDIRECTS_MAX, Rewriting};
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
    /// Whether it takes content codings off by itself.
    pub unpacks: bool,
    /// How long it keeps cookies.
    pub cookies: CookieMemory,
    /// Which of them it sends, and beside which.
    pub cookie_field: CookieField,
    /// Whether it keeps answers, and uses them instead of asking (RFC 9111).
    pub keeps_answers: bool,
    /// What it does with answers that send elsewhere.
    pub redirects: Redirects,
    /// What it tries again, and when, where it is told to try again.
    pub retrying: Retrying,
    /// Whether it shows pages: what it asks for at once behind one are the parts of that page.
    pub shows_pages: bool,
    /// Whether user and password in a URL become its Authorization. A page's `fetch` refuses such a
    /// URL (WHATWG Fetch, the `Request` constructor), so a browser sends without them here.
    pub sends_user_info: bool,
    /// Where and when it says how long its content is.
    pub says_length: SaysLength,
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

/// What a client does with answers that send elsewhere, unless a fetch says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Redirects {
    /// Whether it goes there.
    pub are_followed: bool,
    /// Whether it goes there after HEAD as well.
    pub follows_after_head: bool,
    /// How many it follows at most.
    pub followed_max: u32,
    /// Which methods it rewrites.
    pub rewriting: Rewriting,
    /// Whether a Location that says nothing leads to the same place, as a reference does that is
    /// empty (RFC 3986 §4.4); programs take it for none.
    pub follows_empty: bool,
    /// Whether a user that a Location names takes the place of the one before.
    pub takes_new_user: bool,
}

/// How a client tries again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retrying {
    /// As `urllib3.util.Retry` does: methods that may be repeated, after whatever a network does, each
    /// time twice as long after.
    AsUrllib3,
    /// As `curl --retry` does: every method, after names that are not found and waits that were too
    /// long; a wait that is said is always the same.
    AsCurl,
}

/// How long a client keeps cookies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CookieMemory {
    /// It takes in none.
    Nothing,
    /// For the redirects of one call, as `requests.get` does.
    OneCall,
    /// As long as it lasts.
    Kept,
}

/// What a client makes of the cookies that belong to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CookieField {
    /// All of them, unless the request has a Cookie field of its own (RFC 6265bis §5.8.3).
    AsStandard,
    /// As curl has it: in its own order, as many as it has room for, in front of those that the
    /// request has.
    AsCurl,
}

/// Where and when a client says how long its content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaysLength {
    /// Behind all other fields; of no content too, with a method that expects some (RFC 9110 §8.6).
    Last,
    /// As curl does: before the Content-Type that it adds by itself, and of no content only with
    /// that.
    BeforeOwnType,
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

const BROWSER: ClientProfile = ClientProfile {
    remembers_hsts: true,
    cookies: CookieMemory::Kept,
    keeps_answers: true,
    shows_pages: true,
    sends_user_info: false,
    redirects: FOLLOWING,
    ..STAYING
};
const MOBILE_APP: ClientProfile = STAYING;
const SERVER: ClientProfile = ClientProfile {
    redirects: Redirects { followed_max: 10, follows_empty: false, ..AS_PROGRAMS },
    ..STAYING
};
const PYTHON: ClientProfile = ClientProfile {
    cookies: CookieMemory::OneCall,
    redirects: Redirects {
        follows_after_head: false,
        followed_max: 30,
        rewriting: Rewriting::AsRequests,
        follows_empty: false,
        ..FOLLOWING
    },
    ..ENDING
};
const CURL: ClientProfile = ClientProfile {
    redirects: Redirects {
        are_followed: false,
        followed_max: 30,
        follows_empty: false,
        takes_new_user: true,
        ..FOLLOWING
    },
    cookie_field: CookieField::AsCurl,
    retrying: Retrying::AsCurl,
    unpacks: false,
    says_length: SaysLength::BeforeOwnType,
    ..ENDING
};

/// As Fetch has it.
const FOLLOWING: Redirects = Redirects {
    are_followed: true,
    follows_after_head: true,
    followed_max: REDIRECTS_MAX,
    rewriting: Rewriting::AsFetch,
    follows_empty: true,
    takes_new_user: false,
};
/// As OkHttp and Go have it.
const AS_PROGRAMS: Redirects = Redirects { rewriting: Rewriting::ToGet, ..FOLLOWING };

/// A program that goes on behind its first request. All times are chosen, but for the delay between
/// two attempts (RFC 8305 §8).
const STAYING: ClientProfile = ClientProfile {
    keeps_connections: true,
    // As browsers do.
    connections_max: 6,
    shares_http2: true,
    remembers_hsts: false,
    // OkHttp, Go and curl keep none unless they are given a jar.
    cookies: CookieMemory::Nothing,
    cookie_field: CookieField::AsStandard,
    keeps_answers: false,
    shows_pages: false,
    unpacks: true,
    redirects: AS_PROGRAMS,
    retrying: Retrying::AsUrllib3,
    sends_user_info: true,
    says_length: SaysLength::Last,
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
