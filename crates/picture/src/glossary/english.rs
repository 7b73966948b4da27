//! The glossary in English.

use super::Term;

/// Title and definition.
pub(super) fn entry(term: Term) -> (&'static str, &'static str) {
    match term {
        Term::Acknowledgment => {
            ("Acknowledgment (ACK)", "A receipt: everything up to this point has arrived.")
        }
        Term::Authentication => {
            ("Authentication", "Finding out who asks, e.g. by a token in the Authorization header.")
        }
        Term::Body => {
            ("Body", "The content of a message, behind the headers; many messages have none.")
        }
        Term::Cache => {
            ("Cache", "A store of answers: what is still fresh need not be asked for again.")
        }
        Term::Certificate => (
            "Certificate",
            "A signed statement that a key belongs to a name: so the client knows whom it talks to.",
        ),
        Term::Client => {
            ("Client", "The program that asks: a browser, a script, an app, another server.")
        }
        Term::Connection => (
            "Connection",
            "What two machines open before they talk, so that every byte arrives once and in order.",
        ),
        Term::Cookie => (
            "Cookie",
            "A note that the server has the client keep and show again with every later request.",
        ),
        Term::Database => (
            "Database",
            "The program that keeps the server's tables and answers questions about them.",
        ),
        Term::Dns => (
            "DNS",
            "The address book of the internet: give it a name, and it tells the IP address.",
        ),
        Term::Endpoint => {
            ("Endpoint", "A method and a path that a server has an answer for, e.g. GET /users.")
        }
        Term::Fragment => (
            "Fragment",
            "The part of a URL behind #: a place within the page; it is never sent to the server.",
        ),
        Term::Handler => (
            "Handler",
            "The function in the server's program that does the work for one kind of request.",
        ),
        Term::Header => (
            "Header",
            "A line “name: value” that says something about the message, e.g. what its body is written in.",
        ),
        Term::Host => ("Host", "The part of a URL that names the machine, e.g. api.example.com."),
        Term::Http => {
            ("HTTP", "The language that clients and web servers speak: one request, one answer.")
        }
        Term::Http2 => (
            "HTTP/2",
            "The same HTTP in frames, so that many requests share one connection at once.",
        ),
        Term::Https => ("HTTPS", "HTTP inside TLS: nobody on the way can read or change it."),
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
        Term::KeepAlive => (
            "Keep-alive",
            "The connection stays open, so that the next request need not open another.",
        ),
        Term::Method => (
            "Method",
            "The first word of a request: GET reads, POST creates, PUT replaces, PATCH changes, DELETE removes.",
        ),
        Term::Packet => ("Packet", "The piece in which bytes travel; long messages need several."),
        Term::Path => (
            "Path",
            "The part of a URL that says which resource of the host is meant, e.g. /users/42.",
        ),
        Term::Port => (
            "Port",
            "A number that says which program of a machine is meant; web servers have 80, with TLS 443.",
        ),
        Term::Query => {
            ("Query", "The part of a URL behind ?: settings such as sort=desc, joined by &.")
        }
        Term::Redirect => {
            ("Redirect", "An answer that says where the resource is: ask there instead.")
        }
        Term::Request => {
            ("Request", "What the client sends: method, URL, headers, and sometimes a body.")
        }
        Term::Resource => {
            ("Resource", "The thing that a URL names, e.g. the user with the number 42.")
        }
        Term::Response => {
            ("Response", "What the server answers: status code, headers, and usually a body.")
        }
        Term::Rest => (
            "REST",
            "A way to build services on HTTP: URLs name things, methods say what to do with them.",
        ),
        Term::Retransmission => {
            ("Retransmission", "A packet whose receipt did not come is sent again.")
        }
        Term::RoundTrip => (
            "Round trip",
            "The time from asking until the first answer can be there: the way there and back.",
        ),
        Term::Route => {
            ("Route", "A rule of the server: this method and this path go to that handler.")
        }
        Term::Safe => ("Safe", "It only reads: the server has the same data afterwards."),
        Term::Scheme => ("Scheme", "The start of a URL: how to talk, http or, encrypted, https."),
        Term::Server => ("Server", "The program that waits for requests and answers them."),
        Term::Sql => ("SQL", "The language in which databases are asked."),
        Term::Stateless => (
            "Stateless",
            "The server remembers nothing of earlier requests: each must say all that is needed.",
        ),
        Term::StatusCode => (
            "Status code",
            "Three digits that say how it went: 2 success, 3 elsewhere, 4 your error, 5 the server's error.",
        ),
        Term::Tcp => {
            ("TCP", "The rules by which two machines open a connection and repeat what gets lost.")
        }
        Term::Timeout => ("Timeout", "The time after which a client stops waiting and gives up."),
        Term::Tls => {
            ("TLS", "Encrypts a connection and proves who is at its other end: the S in HTTPS.")
        }
        Term::Token => (
            "Token",
            "A text that proves who asks, sent with each request; keep it secret like a password.",
        ),
        Term::Ttl => (
            "Remember for",
            "How long the answer may be kept before one has to ask again (TTL, time to live).",
        ),
        Term::Url => ("URL", "The address of a resource: how to talk, to whom, and about what."),
        Term::UserInfo => (
            "User info",
            "A name and a password in a URL, before @: everyone who sees the URL can read them.",
        ),
        Term::MethodGet => ("GET", "Reads a resource. It changes nothing, and carries no body."),
        Term::MethodHead => ("HEAD", "Like GET, and the answer has its headers only."),
        Term::MethodPost => {
            ("POST", "Hands the server something new. Sent twice, it may do it twice.")
        }
        Term::MethodPut => ("PUT", "Stores the body under this URL, in place of what is there."),
        Term::MethodPatch => ("PATCH", "Changes a part of the resource; the body says which."),
        Term::MethodDelete => {
            ("DELETE", "Removes the resource. Sent twice, it is gone all the same.")
        }
        Term::MethodOptions => ("OPTIONS", "Asks which methods the resource understands."),
        Term::MethodTrace => ("TRACE", "Asks the server to send the request back as it arrived."),
        Term::HeaderAccept => {
            ("Accept", "What kinds of body the client can use, e.g. application/json.")
        }
        Term::HeaderAcceptEncoding => {
            ("Accept-Encoding", "Which ways of compressing the client understands.")
        }
        Term::HeaderAcceptLanguage => ("Accept-Language", "Which languages the reader prefers."),
        Term::HeaderAcceptPatch => ("Accept-Patch", "What kinds of body a PATCH may have here."),
        Term::HeaderAccessControlAllowOrigin => {
            ("Access-Control-Allow-Origin", "Which other web sites may read this answer.")
        }
        Term::HeaderAllow => ("Allow", "Which methods work on this resource."),
        Term::HeaderAuthorization => {
            ("Authorization", "Who asks, and the proof of it, e.g. a token.")
        }
        Term::HeaderCacheControl => {
            ("Cache-Control", "Whether and how long the answer may be kept.")
        }
        Term::HeaderConnection => ("Connection", "Whether the connection stays open afterwards."),
        Term::HeaderContentEncoding => ("Content-Encoding", "How the body is compressed."),
        Term::HeaderContentLength => ("Content-Length", "How many bytes the body has."),
        Term::HeaderContentType => {
            ("Content-Type", "What the body is written in, e.g. application/json.")
        }
        Term::HeaderCookie => ("Cookie", "What the server asked this client to remember."),
        Term::HeaderDate => ("Date", "When the message was made."),
        Term::HeaderEtag => {
            ("ETag", "A name for this version of the resource: another version has another one.")
        }
        Term::HeaderExpect => ("Expect", "Asks whether the body is welcome before it is sent."),
        Term::HeaderHost => {
            ("Host", "Which site of the server is meant: one machine may have many.")
        }
        Term::HeaderIfNoneMatch => {
            ("If-None-Match", "Send it only if it is no longer this version (ETag).")
        }
        Term::HeaderLastModified => ("Last-Modified", "When the resource was changed last."),
        Term::HeaderContentDigest => (
            "Content-Digest",
            "A checksum of the body: whoever computes it again sees whether it is whole.",
        ),
        Term::HeaderLink => ("Link", "What belongs to this resource, or will be needed with it."),
        Term::HeaderTrailer => ("Trailer", "Which fields come behind the body."),
        Term::HeaderLocation => ("Location", "Where to go next, or where the new resource is."),
        Term::HeaderOrigin => ("Origin", "Which site the page comes from that asks."),
        Term::HeaderReferer => ("Referer", "Which page led here."),
        Term::HeaderRetryAfter => ("Retry-After", "When asking again is worth it."),
        Term::HeaderServer => ("Server", "Which program answers."),
        Term::HeaderSetCookie => {
            ("Set-Cookie", "What the client is to remember and to send again.")
        }
        Term::HeaderTransferEncoding => ("Transfer-Encoding", "How the body is cut up on its way."),
        Term::HeaderUserAgent => ("User-Agent", "Which program asks."),
        Term::HeaderVary => ("Vary", "Which request headers the answer depends on."),
        Term::HeaderWwwAuthenticate => ("WWW-Authenticate", "How the client can prove who it is."),
        Term::Status100 => ("100 Continue", "Go on: the body is welcome."),
        Term::Status103 => {
            ("103 Early Hints", "What will be needed, told before the answer itself is ready.")
        }
        Term::Status200 => ("200 OK", "It worked; what you asked for is in the answer."),
        Term::Status201 => {
            ("201 Created", "It worked, and something new is there; Location says where.")
        }
        Term::Status202 => ("202 Accepted", "The server took it, and will do it later."),
        Term::Status204 => ("204 No Content", "It worked, and there is nothing to send back."),
        Term::Status206 => ("206 Partial Content", "The part that you asked for."),
        Term::Status301 => {
            ("301 Moved Permanently", "The resource has a new URL for good; use that from now on.")
        }
        Term::Status302 => {
            ("302 Found", "The resource is elsewhere for now; go on using this URL.")
        }
        Term::Status304 => ("304 Not Modified", "Nothing has changed: use the copy that you have."),
        Term::Status307 => {
            ("307 Temporary Redirect", "Elsewhere for now; ask there with the same method.")
        }
        Term::Status308 => {
            ("308 Permanent Redirect", "Elsewhere for good; ask there with the same method.")
        }
        Term::Status400 => {
            ("400 Bad Request", "The server cannot use this request: something in it is wrong.")
        }
        Term::Status401 => {
            ("401 Unauthorized", "The server does not know who asks: show who you are.")
        }
        Term::Status403 => ("403 Forbidden", "The server knows who asks, and you may not do this."),
        Term::Status404 => {
            ("404 Not Found", "The server was reached, and has nothing under this URL.")
        }
        Term::Status405 => (
            "405 Method Not Allowed",
            "The resource is there, and does not take this method; Allow lists those it takes.",
        ),
        Term::Status406 => {
            ("406 Not Acceptable", "The server has it in no form that Accept asks for.")
        }
        Term::Status408 => ("408 Request Timeout", "The request took too long to arrive."),
        Term::Status409 => ("409 Conflict", "It does not go together with what is stored."),
        Term::Status410 => ("410 Gone", "It was here, and is gone for good."),
        Term::Status412 => {
            ("412 Precondition Failed", "Another version is stored than the one you ask about.")
        }
        Term::Status413 => ("413 Content Too Large", "The body is longer than the server takes."),
        Term::Status415 => {
            ("415 Unsupported Media Type", "The server does not take a body of this kind.")
        }
        Term::Status422 => {
            ("422 Unprocessable Content", "The body can be read, and makes no sense to the server.")
        }
        Term::Status429 => ("429 Too Many Requests", "You ask too often: wait, then ask again."),
        Term::Status500 => (
            "500 Internal Server Error",
            "The server broke while it worked on a request that may be good.",
        ),
        Term::Status501 => ("501 Not Implemented", "The server does not know this method at all."),
        Term::Status502 => {
            ("502 Bad Gateway", "A server behind this one gave an answer that cannot be used.")
        }
        Term::Status503 => (
            "503 Service Unavailable",
            "The server cannot do it now, e.g. because it is overloaded; later it may.",
        ),
        Term::Status504 => {
            ("504 Gateway Timeout", "A server behind this one did not answer in time.")
        }
    }
}
