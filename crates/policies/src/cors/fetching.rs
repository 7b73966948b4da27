//! One fetch of a page, from hop to hop (Fetch, “Main fetch”, “HTTP-redirect fetch”).

use super::blocked::Blocked;
use super::modes::{Credentials, Mode, Modes};
use super::origin::Origin;
use super::safelist::{is_safelisted_method, unsafe_names};
use std::collections::BTreeSet;
use trace::{FieldLines, HttpUrl};

/// What a browser knows of a fetch while it is under way.
#[derive(Debug, Clone)]
pub struct Fetching {
    /// The origin of the page that asks.
    pub origin: Origin,
    /// How the page asks.
    pub modes: Modes,
    /// The method of this hop.
    pub method: String,
    /// Where this hop goes.
    pub url: HttpUrl,
    /// The fields that the page has set, as far as this hop has them.
    pub field_lines: FieldLines,
    /// What is shown of the answer, by the hops so far.
    pub tainting: Tainting,
    /// Whether a redirect led from one foreign origin to another, so that nobody is told who asks.
    pub(super) is_redirect_tainted: bool,
}

/// What the page is shown of the answer (“response tainting”).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tainting {
    /// All but cookies: the page's own origin answers.
    Basic,
    /// What another origin allows.
    Cors,
    /// Nothing.
    Opaque,
}

/// What a hop is, before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// It is sent, and its answer needs no permission.
    Plain,
    /// It is sent, and its answer is checked.
    Checked,
    /// The server is asked first, and the answer is checked all the same.
    AskFirst {
        /// The fields that need permission, in lower case and in order.
        unsafe_names: BTreeSet<String>,
    },
}

impl Fetching {
    /// A fetch that has not been sent yet.
    pub fn new(
        origin: Origin,
        modes: Modes,
        method: &str,
        url: HttpUrl,
        field_lines: FieldLines,
    ) -> Self {
        Self {
            origin,
            modes,
            method: method.to_owned(),
            url,
            field_lines,
            tainting: Tainting::Basic,
            is_redirect_tainted: false,
        }
    }

    /// What this hop is (“Main fetch”, step 12).
    ///
    /// # Errors
    /// Why it is not sent.
    pub fn route(&mut self, follows_redirects: bool) -> Result<Route, Blocked> {
        let is_own = Origin::of(&self.url).is_same(&self.origin);
        match self.modes.mode {
            Mode::Navigate => self.tainting = Tainting::Basic,
            _ if is_own && self.tainting == Tainting::Basic => {}
            Mode::SameOrigin => return Err(Blocked::OtherOrigin),
            Mode::NoCors if !follows_redirects => return Err(Blocked::NoCorsNotFollowing),
            Mode::NoCors => self.tainting = Tainting::Opaque,
            Mode::Cors => {
                self.tainting = Tainting::Cors;
                return Ok(self.route_with_cors());
            }
        }
        Ok(Route::Plain)
    }

    fn route_with_cors(&self) -> Route {
        let unsafe_names = unsafe_names(&self.field_lines);
        match is_safelisted_method(&self.method) && unsafe_names.is_empty() {
            true => Route::Checked,
            false => Route::AskFirst { unsafe_names },
        }
    }

    /// Goes on to where an answer sends, with what is left of the request then
    /// (“HTTP-redirect fetch”).
    ///
    /// # Errors
    /// Why it does not.
    pub fn redirected(
        &mut self,
        to: HttpUrl,
        method: &str,
        field_lines: FieldLines,
    ) -> Result<(), Blocked> {
        let (here, there) = (Origin::of(&self.url), Origin::of(&to));
        let has_user_info = !to.as_url().username().is_empty() || to.as_url().password().is_some();
        let is_foreign = self.modes.mode == Mode::Cors && !there.is_same(&self.origin);
        if has_user_info && (is_foreign || self.tainting == Tainting::Cors) {
            return Err(Blocked::UserInfoInLocation);
        }
        // “Redirect-taint”: who sends on is neither the page's origin nor that of the next hop.
        self.is_redirect_tainted |= !here.is_same(&there) && !here.is_same(&self.origin);
        self.method = method.to_owned();
        self.field_lines = field_lines;
        self.url = to;
        Ok(())
    }

    /// Who asks, as the Origin field says it (“byte-serializing a request origin”).
    pub fn serialized_origin(&self) -> String {
        match self.is_redirect_tainted {
            true => Origin::Opaque.to_string(),
            false => self.origin.to_string(),
        }
    }

    /// Whether cookies and the like go along with this hop, and are kept of its answer
    /// (“HTTP-network-or-cache fetch”, includeCredentials).
    pub fn includes_credentials(&self) -> bool {
        match self.modes.credentials {
            Credentials::Include => true,
            Credentials::SameOrigin => self.tainting == Tainting::Basic,
            Credentials::Omit => false,
        }
    }

    /// The Origin field of this hop (“append a request `Origin` header”), by the referrer policy
    /// strict-origin-when-cross-origin, the default.
    pub fn origin_field(&self) -> Option<String> {
        if self.tainting == Tainting::Cors {
            return Some(self.serialized_origin());
        }
        if matches!(&*self.method, "GET" | "HEAD") {
            return None;
        }
        let is_https = matches!(&self.origin, Origin::Tuple { scheme, .. } if scheme == "https");
        match self.modes.mode != Mode::Cors && is_https && !self.url.is_https() {
            true => Some(Origin::Opaque.to_string()),
            false => Some(self.serialized_origin()),
        }
    }
}
