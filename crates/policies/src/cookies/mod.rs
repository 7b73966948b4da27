//! Cookies as user agents keep them: draft-ietf-httpbis-rfc6265bis-22, which replaces RFC 6265, with
//! the prefixes `__Http-` and `__Host-Http-` of draft-ietf-httpbis-layered-cookies.
//!
//! [`Jar::receive`] takes in a Set-Cookie line, or says why it does not ([`Refusal`]);
//! [`Jar::select`] gives what the Cookie field of a request says, and why it leaves cookies of this
//! host out ([`Withheld`]).

mod cookie;
mod domain;
mod evict;
mod jar;
mod occasion;
mod path;
mod prefix;
mod public_suffix;
mod refusal;
mod retrieve;
mod set_cookie;
mod site;
#[cfg(test)]
mod tests;

pub use cookie::{Cookie, SameSite};
pub use evict::{COOKIES_MAX, COOKIES_PER_DOMAIN_MAX};
pub use jar::{Jar, Kept, What};
pub use occasion::{Api, Occasion};
pub use public_suffix::{is_public_suffix, registrable_domain};
pub use refusal::{Prefix, Refusal};
pub use retrieve::{Selection, Withheld};
pub use set_cookie::{ATTRIBUTE_OCTETS_MAX, LIFETIME_MAX, NAME_AND_VALUE_OCTETS_MAX};
pub use site::{Party, Reach, Site};
