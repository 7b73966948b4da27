//! Modes of a request (Fetch, “Requests”).

use trace::{CredentialsMode, FetchOptions, Initiator, RequestMode};

/// How far a request may go, and what becomes of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Anywhere, to be shown in place of the page.
    Navigate,
    /// To the page's own origin alone.
    SameOrigin,
    /// Anywhere, but the page does not see the answer of another origin.
    NoCors,
    /// Anywhere that allows it.
    Cors,
}

/// When cookies and other credentials go along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credentials {
    /// Never; those that come are not kept either.
    Omit,
    /// To the page's own origin.
    SameOrigin,
    /// Always.
    Include,
}

/// Both of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Modes {
    /// How far the request may go.
    pub mode: Mode,
    /// When credentials go along.
    pub credentials: Credentials,
}

impl Modes {
    /// What was chosen, or what the initiator has by itself: HTML for what shows pages and images,
    /// the `Request` constructor for `fetch`. A script cannot navigate by `fetch`.
    pub fn of(options: &FetchOptions) -> Self {
        let usual = match options.initiator {
            Initiator::Navigation | Initiator::Form => (Mode::Navigate, Credentials::Include),
            Initiator::Image => (Mode::NoCors, Credentials::Include),
            Initiator::Script => (Mode::Cors, Credentials::SameOrigin),
        };
        let mode = match options.mode {
            RequestMode::AsInitiator => usual.0,
            RequestMode::Navigate if options.initiator == Initiator::Script => usual.0,
            RequestMode::Navigate => Mode::Navigate,
            RequestMode::SameOrigin => Mode::SameOrigin,
            RequestMode::NoCors => Mode::NoCors,
            RequestMode::Cors => Mode::Cors,
        };
        let credentials = match options.credentials {
            CredentialsMode::AsInitiator => usual.1,
            CredentialsMode::Omit => Credentials::Omit,
            CredentialsMode::SameOrigin => Credentials::SameOrigin,
            CredentialsMode::Include => Credentials::Include,
        };
        Self { mode, credentials }
    }
}
