//! What can be said of a trace: the catalogue of predicates. Each has a name, with which a lesson asks
//! for it, a sentence, and a way to find out whether a trace does it (`docs/lesson.md`).

mod facts;
mod holds;
mod parse;
#[cfg(test)]
mod tests;

pub use facts::facts;
pub(crate) use holds::{is_lost, opened};
pub use parse::{CATALOGUE, PredicateEntry, PredicateError};

use crate::{Told, texts, told};

/// Something that is true of a trace, or not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Predicate {
    /// The last fetch came to an answer with this status code, as the client's code sees it.
    AnsweredWith(u16),
    /// The last fetch came to an answer of this class: 2 is 2xx (RFC 9110 §15).
    AnsweredClass(u8),
    /// The last fetch came to no answer at all.
    NoAnswer,
    /// An answer with this status code came over the network in some exchange.
    AnswerSeen(u16),
    /// So many rows were added to the tables.
    RowsAdded(u32),
    /// So many rows got other values.
    RowsChanged(u32),
    /// So many rows were removed.
    RowsRemoved(u32),
    /// Only one request was sent.
    SentOnce,
    /// So many requests were sent.
    RequestsSent(u32),
    /// A request with this method was sent.
    MethodSent(String),
    /// A browser asked the server of another origin first (Fetch, CORS preflight).
    AskedFirst,
    /// An answer came from the client's cache, and no one was asked.
    FromCache,
    /// An answer came from the client's cache, once the server had said that it is still good.
    Revalidated,
    /// A redirect was followed.
    Redirected,
    /// A request was sent again because an attempt had failed.
    Retried,
    /// No request to this host said who asks: it had neither Authorization nor Cookie.
    TokenNotSentTo(String),
    /// A request to this host said who asks.
    TokenSentTo(String),
    /// A request had a field with this name.
    RequestField(String),
    /// The last answer has a field with this name.
    ResponseField(String),
    /// The content of the last answer is of this media type.
    MediaType(String),
    /// The last fetch was done in under so many milliseconds.
    UnderMs(u32),
    /// The client opened so many TCP connections.
    Connections(u32),
    /// Each request went inside of TLS.
    Encrypted,
    /// A packet was lost.
    PacketLost,
    /// Nobody was asked for an address.
    NoNameLookedUp,
}

impl Predicate {
    /// What has to happen, as a sentence without its full stop.
    pub fn sentence(&self) -> Told {
        match self {
            Self::AnsweredWith(code) => {
                told!(texts::AIM_ANSWERED_WITH, code = usize::from(*code))
            }
            Self::AnsweredClass(class) => {
                told!(texts::AIM_ANSWERED_CLASS, class = usize::from(*class))
            }
            Self::NoAnswer => texts::AIM_NO_ANSWER.into(),
            Self::AnswerSeen(code) => told!(texts::AIM_ANSWER_SEEN, code = usize::from(*code)),
            Self::RowsAdded(count) => Told::count(texts::AIM_ROWS_ADDED, u64::from(*count)),
            Self::RowsChanged(count) => Told::count(texts::AIM_ROWS_CHANGED, u64::from(*count)),
            Self::RowsRemoved(count) => Told::count(texts::AIM_ROWS_REMOVED, u64::from(*count)),
            Self::SentOnce => texts::AIM_SENT_ONCE.into(),
            Self::RequestsSent(count) => Told::count(texts::AIM_REQUESTS_SENT, u64::from(*count)),
            Self::MethodSent(method) => told!(texts::AIM_METHOD_SENT, method = method.as_str()),
            Self::AskedFirst => texts::AIM_ASKED_FIRST.into(),
            Self::FromCache => texts::AIM_FROM_CACHE.into(),
            Self::Revalidated => texts::AIM_REVALIDATED.into(),
            Self::Redirected => texts::AIM_REDIRECTED.into(),
            Self::Retried => texts::AIM_RETRIED.into(),
            Self::TokenNotSentTo(host) => told!(texts::AIM_TOKEN_NOT_SENT_TO, host = host.as_str()),
            Self::TokenSentTo(host) => told!(texts::AIM_TOKEN_SENT_TO, host = host.as_str()),
            Self::RequestField(name) => told!(texts::AIM_REQUEST_FIELD, field = name.as_str()),
            Self::ResponseField(name) => told!(texts::AIM_RESPONSE_FIELD, field = name.as_str()),
            Self::MediaType(kind) => told!(texts::AIM_MEDIA_TYPE, kind = kind.as_str()),
            Self::UnderMs(most) => told!(texts::AIM_UNDER_MS, most = *most as usize),
            Self::Connections(count) => Told::count(texts::AIM_CONNECTIONS, u64::from(*count)),
            Self::Encrypted => texts::AIM_ENCRYPTED.into(),
            Self::PacketLost => texts::AIM_PACKET_LOST.into(),
            Self::NoNameLookedUp => texts::AIM_NO_NAME_LOOKED_UP.into(),
        }
    }
}
