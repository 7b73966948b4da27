//! Everything the reader chose: a world, and a list of requests with pauses.
//!
//! What a world may be set to stands in four homes (`client`, `network`, `server`, `names`), and each
//! option is described once, beside the member that holds it ([`OptionDescription`]). JSON, its
//! schema and its prose, the command's options, links and the composer read those descriptions. To
//! add an option, write its member, its default and its description, and let it take effect.

mod bounds;
pub(crate) mod check;
mod client;
mod error;
mod fault;
mod fetch;
mod http_url;
mod json;
mod names;
mod network;
mod option;
mod request;
mod script;
mod server;
mod version_1;
mod world;
mod zone;

pub use bounds::Bounds;
pub use check::MAX_REQUESTS;
pub use client::{ClientKind, ClientOptions, CookieOption, HttpVersion};
pub use error::{Position, ScenarioError};
pub use fault::{Fault, ParseFaultError};
pub use fetch::{
    CacheMode, CredentialsMode, Expired, FetchOptions, Initiator, RedirectMode, RequestMode,
    RetryMethods, RetryOn,
};
pub use http_url::HttpUrl;
pub use json::{FORMAT_VERSION, MAX_TEXT_OCTETS, Members, scenario_from_json, scenario_to_json};
pub use names::NamesOptions;
pub use network::NetworkOptions;
pub use option::{Home, OptionDescription, OptionKind};
pub use request::{MAX_BODY_OCTETS, ParseRequestError, Request, RequestPart};
pub use script::{
    Afterwards, OWN_ADDRESSES, ScriptError, ScriptedAnswer, ScriptedCoding, ScriptedServer,
    scripted_hosts,
};
pub use server::{Alpn, Cors, Crash, ServerOptions};
pub use version_1::FaultV1;
pub use world::World;
pub use zone::{MAX_ZONE_ENTRIES, ZoneEntry, ZoneEntryError, ZoneRecord};

use serde::{Deserialize, Serialize};

/// The input of one simulation. The same scenario gives the same trace, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    /// Where all chance comes from.
    pub seed: u64,
    /// The UTC time at virtual instant zero, in seconds since 1970-01-01: for Date fields,
    /// cookies and certificates.
    pub starts_at_unix_s: i64,
    /// Hosts and links.
    pub world: World,
    /// What the client sends, one after the other.
    pub requests: Vec<Request>,
}

impl Scenario {
    /// 2026-01-05T09:00:00Z, a Monday morning.
    pub const DEFAULT_STARTS_AT_UNIX_S: i64 = 1_767_603_600;

    /// Whether a page is fetched with what it is made of.
    pub fn is_page(&self) -> bool {
        self.requests.iter().any(|request| request.at_once)
    }

    /// The default world with these requests.
    pub fn with_requests(requests: Vec<Request>) -> Self {
        Self {
            seed: 1,
            starts_at_unix_s: Self::DEFAULT_STARTS_AT_UNIX_S,
            world: World::default(),
            requests,
        }
    }
}

impl Default for Scenario {
    /// The course diagram: `GET http://api.example.com/users/42`.
    fn default() -> Self {
        let accept = [("Accept".to_owned(), "application/json".to_owned())];
        let request = Request::parse("GET", "http://api.example.com/users/42", &accept, Vec::new());
        Self::with_requests(vec![request.expect("the default request is well-formed")])
    }
}
