//! What a browser lets a page ask other origins for, and what it shows the page of their answers:
//! CORS, as the Fetch standard has it. Its sections are named here by their titles, since their
//! numbers change.
//!
//! A [`Fetching`] goes from hop to hop: [`Fetching::route`] says what a hop is, before it is sent;
//! [`Preflight`] is what may have to be asked first; [`Fetching::check`] judges each answer, and
//! [`Fetching::shown`] says what is left of the last one. Each “no” is a [`Blocked`].

mod blocked;
mod check;
mod fetching;
mod filter;
mod lists;
mod modes;
mod origin;
mod preflight;
mod preflight_cache;
mod safelist;
mod script;
#[cfg(test)]
mod tests;

pub use blocked::Blocked;
pub use fetching::{Fetching, Route, Tainting};
pub use filter::{Shown, Type, is_safelisted_response_field};
pub use modes::{Credentials, Mode, Modes};
pub use origin::Origin;
pub use preflight::{Allowed, Preflight};
pub use preflight_cache::{MAX_AGE_DEFAULT, MAX_AGE_MAX, PreflightCache};
pub use safelist::{is_safelisted_method, is_safelisted_request_field, unsafe_names};
pub use script::{NotSettable, normalized, settable};
