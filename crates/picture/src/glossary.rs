//! The words that a beginner meets here for the first time, each with a one-line definition.

use crate::Language;

/// Defines the terms, the list of all of them, and their slugs.
macro_rules! terms {
    ($($term:ident $slug:literal: $doc:literal,)*) => {
        /// A word with a definition.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Term { $(#[doc = $doc] $term,)* }

        impl Term {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$term,)*];

            /// The name in catalogues and in the page's ids.
            pub fn slug(self) -> &'static str {
                match self { $(Self::$term => $slug,)* }
            }
        }
    };
}

terms! {
    Acknowledgment "ack": "TCP's receipt (RFC 9293 §3.4).",
    Body "body": "The content of a message (RFC 9110 §6.4).",
    Certificate "certificate": "Who a key belongs to (RFC 5280).",
    Client "client": "Who asks (RFC 9110 §3.3).",
    Connection "connection": "What TCP opens.",
    ContentType "content-type": "What a body is written in (RFC 9110 §8.3).",
    Database "database": "Where tables are kept.",
    Dns "dns": "Name to address (RFC 1034).",
    Fragment "fragment": "The end of a URL that stays with the client (RFC 3986 §3.5).",
    Handler "handler": "The function for a route.",
    Header "header": "A line about a message (RFC 9110 §5).",
    Host "host": "Which machine or site a URL means (RFC 3986 §3.2.2).",
    Http "http": "The protocol (RFC 9110).",
    Idempotent "idempotent": "Repeating adds nothing (RFC 9110 §9.2.2).",
    IpAddress "ip-address": "The number of a machine (RFC 791).",
    Json "json": "Text that holds values (RFC 8259).",
    Method "method": "What is wanted (RFC 9110 §9).",
    Packet "packet": "What crosses a link (RFC 791).",
    Path "path": "What is meant on that host (RFC 3986 §3.3).",
    Port "port": "A door of a machine (RFC 9293 §3.1).",
    Query "query": "What a URL asks in addition (RFC 3986 §3.4).",
    Request "request": "What the client sends (RFC 9110 §3.4).",
    Resource "resource": "What a URL names (RFC 9110 §3.1).",
    Response "response": "What the server answers (RFC 9110 §3.4).",
    Retransmission "retransmission": "Sent again (RFC 9293 §3.8).",
    Route "route": "Which path goes to which handler.",
    Safe "safe": "Only reads (RFC 9110 §9.2.1).",
    Scheme "scheme": "How to talk (RFC 3986 §3.1).",
    Server "server": "Who answers (RFC 9110 §3.3).",
    Sql "sql": "The language of databases.",
    StatusCode "status-code": "How it went (RFC 9110 §15).",
    Tcp "tcp": "Delivers octets in order (RFC 9293).",
    Tls "tls": "Keeps a connection secret and unchanged (RFC 8446).",
    Ttl "ttl": "How long an answer may be remembered (RFC 1035 §3.2.1).",
    Url "url": "Where a resource is (RFC 3986).",
    UserInfo "user-info": "Who asks, in a URL (RFC 3986 §3.2.1).",
}

impl Term {
    /// The term with this slug.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|term| term.slug() == slug)
    }

    /// The word as a heading, e.g. `IP address`.
    pub fn title(self, language: Language) -> &'static str {
        self.entry(language).0
    }

    /// What it means, in one line.
    pub fn definition(self, language: Language) -> &'static str {
        self.entry(language).1
    }

    fn entry(self, language: Language) -> (&'static str, &'static str) {
        match language {
            Language::English => english(self),
        }
    }
}

fn english(term: Term) -> (&'static str, &'static str) {
    match term {
        Term::Acknowledgment => {
            ("Acknowledgment (ACK)", "A receipt: everything up to this point has arrived.")
        }
        Term::Body => {
            ("Body", "The content of a message, behind the headers; many messages have none.")
        }
        Term::Client => {
            ("Client", "The program that asks: a browser, a script, an app, another server.")
        }
        Term::Connection => (
            "Connection",
            "What two machines open before they talk, so that every byte arrives once and in order.",
        ),
        Term::ContentType => (
            "Content-Type",
            "The header that says what the body is written in, e.g. application/json.",
        ),
        Term::Database => (
            "Database",
            "The program that keeps the server's tables and answers questions about them.",
        ),
        Term::Dns => (
            "DNS",
            "The address book of the internet: give it a name, and it tells the IP address.",
        ),
        Term::Fragment => {
            ("Fragment", "A place within what was found; the client keeps it and does not send it.")
        }
        Term::Handler => (
            "Handler",
            "The function in the server's program that does the work for one kind of request.",
        ),
        Term::Header => (
            "Header",
            "A line “name: value” that says something about the message, e.g. what its body is written in.",
        ),
        Term::Host => (
            "Host",
            "The name of the machine or site; DNS tells its address, e.g. api.example.com.",
        ),
        Term::Http => {
            ("HTTP", "The language that clients and web servers speak: one request, one answer.")
        }
        Term::Idempotent => (
            "Idempotent",
            "Sent twice it has the effect of once: GET, PUT and DELETE are, POST is not.",
        ),
        Term::IpAddress => {
            ("IP address", "The number under which a machine is reached, e.g. 93.184.216.34.")
        }
        Term::Json => {
            ("JSON", "Text that holds values by name, which programs of every language can read.")
        }
        Term::Method => (
            "Method",
            "The first word of a request: GET reads, POST creates, PUT replaces, PATCH changes, DELETE removes.",
        ),
        Term::Packet => ("Packet", "The piece in which bytes travel; long messages need several."),
        Term::Certificate => (
            "Certificate",
            "A signed statement that a key belongs to a name: so the client knows whom it talks to.",
        ),
        Term::Tls => {
            ("TLS", "Encrypts a connection and proves who is at its other end: the S in HTTPS.")
        }
        Term::Path => {
            ("Path", "Which resource is meant on that host, from the whole to the part: /users/42.")
        }
        Term::Port => {
            ("Port", "A number that says which program of a machine is meant; web servers have 80.")
        }
        Term::Query => (
            "Query",
            "Names and values behind the “?” that say more exactly what is wanted, e.g. sort=desc.",
        ),
        Term::Request => {
            ("Request", "What the client sends: method, URL, headers, and sometimes a body.")
        }
        Term::Resource => {
            ("Resource", "The thing that a URL names, e.g. the user with the number 42.")
        }
        Term::Response => {
            ("Response", "What the server answers: status code, headers, and usually a body.")
        }
        Term::Retransmission => {
            ("Retransmission", "A packet whose receipt did not come is sent again.")
        }
        Term::Route => {
            ("Route", "A rule of the server: this method and this path go to that handler.")
        }
        Term::Safe => ("Safe", "It only reads: the server has the same data afterwards."),
        Term::Scheme => (
            "Scheme",
            "How to talk: http in the open, https encrypted. It also says the usual port.",
        ),
        Term::Server => ("Server", "The program that waits for requests and answers them."),
        Term::Sql => ("SQL", "The language in which databases are asked."),
        Term::StatusCode => (
            "Status code",
            "Three digits that say how it went: 2 success, 3 elsewhere, 4 your error, 5 the server's error.",
        ),
        Term::Tcp => {
            ("TCP", "The rules by which two machines open a connection and repeat what gets lost.")
        }
        Term::Ttl => (
            "Remember for",
            "How long the answer may be kept before one has to ask again (TTL, time to live).",
        ),
        Term::Url => ("URL", "The address of a resource: how to talk, to whom, and about what."),
        Term::UserInfo => (
            "User info",
            "A name and password in front of the host; everybody who sees the URL can read them.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_is_found_by_its_slug_and_defined_in_one_line() {
        for term in Term::ALL {
            assert_eq!(Term::from_slug(term.slug()), Some(*term));
            let definition = term.definition(Language::English);
            assert!(definition.ends_with('.') && definition.len() < 120, "{definition}");
            assert!(!term.title(Language::English).is_empty());
        }
    }
}
