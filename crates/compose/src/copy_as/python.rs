//! A program in Python with the package `requests`.

use super::{TRANSIENT, is_hidden, seconds};
use core::time::Duration;
use trace::{FetchOptions, FieldLine, RedirectMode, Request, RetryMethods};

pub fn program(request: &Request) -> String {
    const SHORT: [&str; 7] = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];
    let method = request.method.as_str();
    let session = Session::of(request);
    let mut text = session.imports();
    let upper = method.to_ascii_uppercase();
    if upper != method {
        text.push_str(&format!("# requests writes the method in capitals: {upper}\n"));
    }
    text.push_str(&session.set_up(request));
    let caller = if session.is_needed() { "session" } else { "requests" };
    text.push_str(&format!("response = {caller}."));
    text.push_str(&match SHORT.contains(&method) {
        true => format!("{}(\n", method.to_ascii_lowercase()),
        false => format!("request(\n    {},\n", quoted(method)),
    });
    text.push_str(&format!("    {},\n", quoted(request.url.as_str())));
    let headers = merged(&request.field_lines);
    if !headers.is_empty() {
        text.push_str("    headers={\n");
        for (name, value) in &headers {
            text.push_str(&format!("        {}: {},\n", quoted(name), encoded(value)));
        }
        text.push_str("    },\n");
    }
    if !request.body.is_empty() {
        text.push_str(&format!("    data={},\n", content(&request.body)));
    }
    text.push_str(&format!("    timeout={},\n", timeout(&request.fetch)));
    match request.fetch.redirect {
        RedirectMode::Manual => text.push_str("    allow_redirects=False,\n"),
        // Of all methods, `requests` follows none after HEAD by itself.
        RedirectMode::Follow | RedirectMode::Error if method == "HEAD" => {
            text.push_str("    allow_redirects=True,\n");
        }
        RedirectMode::AsClient | RedirectMode::Follow | RedirectMode::Error => {}
    }
    text + ")\nprint(response.status_code)\nprint(response.text)\n"
}

/// How long `requests` waits: without it for ever, so that it is always said. For a connection, and
/// for the next part of the answer; for everything together it can only say so of one attempt.
fn timeout(fetch: &FetchOptions) -> String {
    let told = |span: Option<Duration>| seconds(span.unwrap_or(PATIENCE));
    let (connect, read) = (told(fetch.connect_timeout), told(fetch.read_timeout));
    match fetch.total_timeout {
        Some(total) => {
            format!("Timeout(total={}, connect={connect}, read={read})", seconds(total))
        }
        None if connect == read => connect,
        None => format!("({connect}, {read})"),
    }
}

/// As long as the client waits here that nothing is said to.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a call cannot say, and a session can.
struct Session {
    retries: u8,
    redirects_max: Option<u8>,
    limits_total: bool,
}

impl Session {
    fn of(request: &Request) -> Self {
        let fetch = &request.fetch;
        Self {
            retries: fetch.retries,
            redirects_max: match fetch.redirect {
                RedirectMode::Error => Some(0),
                _ => fetch.redirects_max,
            },
            limits_total: fetch.total_timeout.is_some(),
        }
    }

    fn is_needed(&self) -> bool {
        self.retries > 0 || self.redirects_max.is_some()
    }

    fn imports(&self) -> String {
        let mut text = "import requests\n".to_owned();
        if self.retries > 0 {
            text.push_str("from requests.adapters import HTTPAdapter\n");
        }
        match (self.retries > 0, self.limits_total) {
            (true, true) => text.push_str("from urllib3.util import Retry, Timeout\n"),
            (true, false) => text.push_str("from urllib3.util import Retry\n"),
            (false, true) => text.push_str("from urllib3.util import Timeout\n"),
            (false, false) => {}
        }
        text + "\n"
    }

    fn set_up(&self, request: &Request) -> String {
        let mut text = String::new();
        if self.retries > 0 {
            text.push_str("# The first time urllib3 tries again at once.\nretries = Retry(\n");
            text.push_str(&format!("    total={},\n", self.retries));
            let first = request.fetch.retry_delay.unwrap_or(Duration::from_secs(1));
            text.push_str(&format!("    backoff_factor={},\n", seconds(first)));
            text.push_str(&format!("    status_forcelist={TRANSIENT:?},\n"));
            if request.fetch.retry_methods == RetryMethods::All {
                text.push_str("    allowed_methods=None,  # all of them, POST as well\n");
            }
            text.push_str("    raise_on_status=False,\n)\n");
        }
        if self.is_needed() {
            text.push_str("session = requests.Session()\n");
        }
        if self.retries > 0 {
            for scheme in ["https://", "http://"] {
                let mounted = "HTTPAdapter(max_retries=retries)";
                text.push_str(&format!("session.mount(\"{scheme}\", {mounted})\n"));
            }
        }
        if let Some(redirects_max) = self.redirects_max {
            text.push_str(&format!("session.max_redirects = {redirects_max}\n"));
        }
        if request.fetch.total_timeout.is_some() {
            text.push_str("# total= counts for each attempt and each redirect anew.\n");
        }
        text
    }
}

/// A dictionary holds each name once: lines of the same name are one list (RFC 9110 §5.3), of
/// cookies with semicolons.
fn merged(lines: &[FieldLine]) -> Vec<(&str, String)> {
    let mut merged: Vec<(&str, String)> = Vec::new();
    for line in lines {
        match merged.iter_mut().find(|(name, _)| line.is(name)) {
            Some((name, value)) => {
                let separator = if name.eq_ignore_ascii_case("cookie") { "; " } else { ", " };
                value.push_str(separator);
                value.push_str(&line.value);
            }
            None => merged.push((&line.name, line.value.clone())),
        }
    }
    merged
}

fn content(body: &[u8]) -> String {
    match str::from_utf8(body) {
        Ok(text) => encoded(text),
        Err(_) => {
            let octets: String = body.iter().map(|octet| format!("\\x{octet:02x}")).collect();
            format!("b\"{octets}\"")
        }
    }
}

/// A text that is not ASCII is given as octets, which is what is sent.
fn encoded(text: &str) -> String {
    match text.is_ascii() {
        true => quoted(text),
        false => format!("{}.encode(\"utf-8\")", quoted(text)),
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if is_hidden(c) && c < '\u{100}' => quoted.push_str(&format!("\\x{:02x}", c as u32)),
            c if is_hidden(c) && c < '\u{10000}' => {
                quoted.push_str(&format!("\\u{:04x}", c as u32))
            }
            c if is_hidden(c) => quoted.push_str(&format!("\\U{:08x}", c as u32)),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
