//! What is said before a request is sent for real: what the browser will refuse or leave out, and
//! which servers do not exist.

use crate::texts;
use compose::draft::Draft;
use compose::warnings::{SentBy, warnings};
use language::{fill, say};
use trace::{HttpUrl, Request, is_forbidden_request_field};

/// What is known of the page that would send.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageFacts {
    /// The page's own URL.
    pub url: String,
    /// Its origin; `null` where it has none.
    pub origin: String,
    /// Whether another page shows it in a frame.
    pub is_framed: bool,
    /// Whether the browser believes that it has a network.
    pub is_online: bool,
}

/// Something to know before sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// A sentence.
    Say(String),
    /// This host exists only in the simulation; these copies come with the page.
    OnlySimulated(String),
}

/// Whether a press on Send sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sendable {
    /// It does.
    Yes,
    /// Another page could have put this one under the person's cursor.
    Framed,
    /// The browser would refuse; why.
    Refused(String),
}

/// Whether the browser would take it at all.
pub fn sendable(request: &Request, page: &PageFacts) -> Sendable {
    let method = request.method.to_ascii_uppercase();
    if page.is_framed {
        return Sendable::Framed;
    }
    if matches!(method.as_str(), "CONNECT" | "TRACE" | "TRACK") {
        return Sendable::Refused(fill!(texts::PAGE_MAY_NOT_SEND, method));
    }
    if matches!(method.as_str(), "GET" | "HEAD") && !request.body.is_empty() {
        return Sendable::Refused(fill!(texts::PAGE_CANNOT_SEND_A_BODY, method));
    }
    let url = request.url.as_url();
    if !url.username().is_empty() || url.password().is_some() {
        return Sendable::Refused(say(texts::PAGE_MAY_NOT_SEND_TO).to_owned());
    }
    if let Some(port) = url.port().filter(|port| BAD_PORTS.contains(port)) {
        return Sendable::Refused(fill!(texts::BROWSERS_SEND_NOTHING_TO, port));
    }
    Sendable::Yes
}

/// The bad ports of the Fetch standard, section “port blocking”.
#[rustfmt::skip]
const BAD_PORTS: [u16; 83] = [
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101,
    102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427,
    465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990,
    993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667,
    6668, 6669, 6679, 6697, 10080,
];

/// What to know before sending this draft.
pub fn notes(draft: &Draft, page: &PageFacts) -> Vec<Note> {
    let mut notes = Vec::new();
    if let Ok(url) = HttpUrl::parse(draft.url.text()) {
        if is_only_simulated(url.host()) {
            notes.push(Note::OnlySimulated(url.host().to_owned()));
        }
        notes.extend(target_notes(&url, page).into_iter().map(Note::Say));
        notes.extend(preflight_note(draft, &url, page).map(Note::Say));
    }
    let simulated = warnings(draft, SentBy::Simulated(trace::ClientKind::Python));
    let refused = warnings(draft, SentBy::ThisBrowser)
        .into_iter()
        .filter(|warning| !simulated.contains(warning));
    notes.extend(refused.map(|warning| Note::Say(warning.message)));
    notes
}

fn target_notes(url: &HttpUrl, page: &PageFacts) -> Vec<String> {
    let mut notes = Vec::new();
    if is_mixed(url, &page.url) {
        notes.push(say(texts::THIS_PAGE_CAME_OVER).to_owned());
    }
    if is_local(url) && !is_local_text(&page.url) {
        notes.push(fill!(texts::HOST_IS_ON_YOUR, host = url.host()));
    }
    if !page.is_online && !is_local(url) {
        notes.push(say(texts::BROWSER_SAYS_THAT_YOU).to_owned());
    }
    notes
}

fn preflight_note(draft: &Draft, url: &HttpUrl, page: &PageFacts) -> Option<String> {
    let request = draft.request().ok()?;
    needs_preflight(&request, page)
        .then(|| fill!(texts::BEFORE_THIS_THE_BROWSER, host = url.host_field()))
}

/// Whether the browser asks for permission first (Fetch §4.8): another origin, and more than a
/// form could send.
pub fn needs_preflight(request: &Request, page: &PageFacts) -> bool {
    let is_simple_method = matches!(request.method.as_str(), "GET" | "HEAD" | "POST");
    let is_simple = |line: &&trace::FieldLine| {
        let lower = line.name.to_ascii_lowercase();
        match lower.as_str() {
            "accept" | "accept-language" | "content-language" => line.value.len() <= 128,
            "content-type" => matches!(
                compose::body::essence(&line.value).as_str(),
                "application/x-www-form-urlencoded" | "multipart/form-data" | "text/plain"
            ),
            // Left out or set by the browser itself.
            lower => is_forbidden_request_field(lower, &line.value),
        }
    };
    is_other_origin(&request.url, page)
        && (!is_simple_method || !request.field_lines.iter().all(|line| is_simple(&line)))
}

/// Whether the page and the target are of different origins.
pub fn is_other_origin(url: &HttpUrl, page: &PageFacts) -> bool {
    url.as_url().origin().ascii_serialization() != page.origin
}

/// Names that only the simulated DNS knows, or knows otherwise than the real one.
fn is_only_simulated(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    host == "api.example.com"
        || [".example", ".test", ".invalid"].iter().any(|ending| host.ends_with(ending))
}

/// Whether an `https://` page would ask over `http://`, which browsers refuse but for loopback.
pub fn is_mixed(url: &HttpUrl, page_url: &str) -> bool {
    page_url.starts_with("https:") && !url.is_https() && !is_loopback(url)
}

fn is_loopback(url: &HttpUrl) -> bool {
    match url.address() {
        Some(address) => address.is_loopback(),
        None => url.host() == "localhost" || url.host().ends_with(".localhost"),
    }
}

/// Whether the target is on this machine or in the network around it.
pub fn is_local(url: &HttpUrl) -> bool {
    let is_private = match url.address() {
        Some(std::net::IpAddr::V4(address)) => address.is_private() || address.is_link_local(),
        Some(std::net::IpAddr::V6(address)) => {
            address.is_unique_local() || address.is_unicast_link_local()
        }
        None => url.host().ends_with(".local"),
    };
    is_private || is_loopback(url)
}

fn is_local_text(url: &str) -> bool {
    HttpUrl::parse(url).is_ok_and(|url| is_local(&url))
}

/// The copy that comes with the page and is nearest to what was asked for.
pub fn fixture_path(path: &str) -> &'static str {
    let path = path.trim_end_matches('/');
    match path {
        _ if path.ends_with("/users") => "demo/users.json",
        "" | "/index.html" | "/page" => "demo/page.html",
        _ => "demo/users/42.json",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use compose::params::TypedUrl;

    fn page(url: &str) -> PageFacts {
        let origin = HttpUrl::parse(url).unwrap().as_url().origin().ascii_serialization();
        PageFacts { url: url.to_owned(), origin, is_framed: false, is_online: true }
    }

    #[track_caller]
    fn check(url: &str, lines: &[(&str, &str)], page: &PageFacts, expected: &[&str]) {
        let mut draft = Draft { url: TypedUrl::new(url), ..Draft::default() };
        draft.headers = Default::default();
        for (name, value) in lines {
            draft.headers.add(name, value);
        }
        let print = |note| match note {
            Note::Say(text) => text,
            Note::OnlySimulated(host) => format!("only simulated: {host}"),
        };
        let found: Vec<String> = notes(&draft, page).into_iter().map(print).collect();
        assert_eq!(found, expected);
    }

    const SECURE: &str = "https://roundtrip.example.org/";

    #[test]
    fn the_simulated_servers_are_told() {
        let page = page(SECURE);
        check("https://api.example.com/users", &[], &page, &["only simulated: api.example.com"]);
        check("https://shop.test/", &[], &page, &["only simulated: shop.test"]);
        check("https://example.com/", &[], &page, &[]);
    }

    #[test]
    fn mixed_content_is_told_but_for_loopback() {
        let mixed = "This page came over https://, so the browser refuses to ask over http:// (mixed content). Try https://.";
        check("http://example.com/", &[], &page(SECURE), &[mixed]);
        check("http://example.com/", &[], &page("http://localhost:8080/"), &[]);
        let asks = "127.0.0.1 is on your own network. The browser asks you for permission first (Local Network Access).";
        check("http://127.0.0.1:9/", &[], &page(SECURE), &[asks]);
        check("http://127.0.0.1:9/", &[], &page("http://127.0.0.1:8080/"), &[]);
        let asks = "printer.local is on your own network. The browser asks you for permission first (Local Network Access).";
        check("https://printer.local/", &[], &page(SECURE), &[asks]);
    }

    #[test]
    fn a_page_that_is_offline_reaches_itself() {
        let offline = PageFacts { is_online: false, ..page("http://localhost:8080/") };
        check("http://localhost:8080/demo", &[], &offline, &[]);
        check("http://example.com/", &[], &offline, &["The browser says that you are offline."]);
    }

    #[test]
    fn forbidden_headers_and_preflights_are_told() {
        let page = page(SECURE);
        let refused = "A page may not set Cookie: the browser leaves it out or sets it itself.";
        check("https://a.org/", &[("Cookie", "a=1")], &page, &[refused]);
        let asks = "Before this, the browser asks a.org:8443 with OPTIONS whether this page may send it (a preflight).";
        check("https://a.org:8443/", &[("X-Note", "1")], &page, &[asks]);
        check("https://a.org/", &[("Accept", "a/b")], &page, &[]);
        check("https://roundtrip.example.org/x", &[("X-Note", "1")], &page, &[]);
    }

    #[test]
    fn what_the_browser_would_refuse_is_not_sent() {
        let page = page(SECURE);
        let judge = |method: &str, url: &str, body: &str| {
            let request = Request::parse(method, url, &[], body.into()).unwrap();
            sendable(&request, &page)
        };
        assert_eq!(judge("POST", "https://a.org/", "x"), Sendable::Yes);
        assert!(matches!(judge("GET", "https://a.org/", "x"), Sendable::Refused(_)));
        assert!(matches!(judge("TRACE", "https://a.org/", ""), Sendable::Refused(_)));
        assert!(matches!(judge("GET", "https://u:p@a.org/", ""), Sendable::Refused(_)));
        assert!(matches!(judge("GET", "http://127.0.0.1:6667/", ""), Sendable::Refused(_)));
        let framed = PageFacts { is_framed: true, ..page };
        let request = Request::parse("GET", "https://a.org/", &[], Vec::new()).unwrap();
        assert_eq!(sendable(&request, &framed), Sendable::Framed);
    }

    #[test]
    fn the_nearest_fixture_is_offered() {
        assert_eq!(fixture_path("/v1/users/"), "demo/users.json");
        assert_eq!(fixture_path("/users/7"), "demo/users/42.json");
        assert_eq!(fixture_path("/"), "demo/page.html");
    }
}
