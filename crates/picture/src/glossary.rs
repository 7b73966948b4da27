//! The words that a beginner meets here for the first time, each with a one-line definition.

use crate::Language;

macro_rules! terms {
    ($($term:ident $slug:literal: $doc:literal,)*) => {
        /// A word with a definition.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Term { $(#[doc = $doc] $term,)* }

        impl Term {
            /// All of them, in alphabetical order of their slugs.
            pub const ALL: &[Self] = &[$(Self::$term,)*];

            /// The name in catalogues and in the page's ids.
            pub fn slug(self) -> &'static str {
                match self { $(Self::$term => $slug,)* }
            }
        }
    };
}

terms! {
    Acknowledgment "ack": "TCP's receipt.",
    Body "body": "The content of a message.",
    Client "client": "Who asks.",
    Connection "connection": "What TCP opens.",
    ContentType "content-type": "What a body is written in.",
    Database "database": "Where tables are kept.",
    Dns "dns": "Name to address.",
    Handler "handler": "The function for a route.",
    Header "header": "A line about a message.",
    Http "http": "The language of the web.",
    Idempotent "idempotent": "Repeating adds nothing.",
    IpAddress "ip-address": "The number of a machine.",
    Json "json": "Text that holds values.",
    Method "method": "What is wanted.",
    Packet "packet": "What crosses a link.",
    Port "port": "A door of a machine.",
    Request "request": "What the client sends.",
    Resource "resource": "What a URL names.",
    Response "response": "What the server answers.",
    Retransmission "retransmission": "Sent again.",
    Route "route": "Which path goes to which handler.",
    Safe "safe": "Only reads.",
    Server "server": "Who answers.",
    Sql "sql": "The language of databases.",
    StatusCode "status-code": "How it went, in three digits.",
    Tcp "tcp": "Delivers octets in order.",
    Ttl "ttl": "How long an answer may be remembered.",
    Url "url": "Where a resource is.",
}

impl Term {
    /// The word as a heading, e.g. `IP address`.
    pub fn title(self, language: Language) -> &'static str {
        todo!("{language:?}")
    }

    /// What it means, in one line.
    pub fn definition(self, language: Language) -> &'static str {
        todo!("{language:?}")
    }
}
