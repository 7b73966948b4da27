//! A small file server for one person on one machine: GET and HEAD over HTTP/1.1.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

const HEAD_MAX_OCTETS: u64 = 16 * 1024;
const READ_TIMEOUT: Duration = Duration::from_secs(10);

/// Called with a path before its file is looked up; may wait until the file is there.
pub type Gate = Box<dyn Fn(&str) + Send + Sync>;

pub struct Site {
    pub folder: PathBuf,
    pub gate: Gate,
}

/// Serves until the program ends.
pub fn serve(listener: &TcpListener, site: Site) {
    let site = Arc::new(site);
    for stream in listener.incoming().flatten() {
        let site = Arc::clone(&site);
        // A browser that goes away in the middle is its own business.
        thread::spawn(move || answer(&stream, &site).ok());
    }
}

fn answer(mut stream: &TcpStream, site: &Site) -> std::io::Result<()> {
    stream.set_read_timeout(Some(READ_TIMEOUT))?;
    let response = match Request::read(stream)? {
        Some(request) => site.respond(&request),
        None => Response::text(400, "this is not an HTTP/1.1 request"),
    };
    stream.write_all(&response.octets())
}

#[derive(Debug, PartialEq, Eq)]
struct Request {
    method: String,
    /// Decoded, without query, starting with a slash.
    path: String,
    accept_encoding: String,
}

impl Request {
    fn read(stream: impl Read) -> std::io::Result<Option<Self>> {
        let mut head = String::new();
        let mut reader = BufReader::new(stream.take(HEAD_MAX_OCTETS));
        while reader.read_line(&mut head)? > 2 {}
        Ok(Self::parse(&head))
    }

    fn parse(head: &str) -> Option<Self> {
        let mut lines = head.lines();
        let mut request_line = lines.next()?.split(' ');
        let (method, target, version) =
            (request_line.next()?, request_line.next()?, request_line.next()?);
        if !version.starts_with("HTTP/1.") || !target.starts_with('/') {
            return None;
        }
        let path = target.split(['?', '#']).next()?;
        let accept_encoding = lines
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("accept-encoding"))
            .map_or("", |(_, value)| value.trim());
        Some(Self {
            method: method.to_owned(),
            path: percent_decoded(path)?,
            accept_encoding: accept_encoding.to_owned(),
        })
    }

    fn accepts(&self, coding: &str) -> bool {
        self.accept_encoding.split(',').any(|offer| {
            let mut parts = offer.split(';').map(str::trim);
            parts.next() == Some(coding) && !parts.any(|part| matches!(part, "q=0" | "q=0.0"))
        })
    }
}

struct Response {
    status: u16,
    fields: Vec<(&'static str, String)>,
    content: Vec<u8>,
    is_head: bool,
}

impl Site {
    fn respond(&self, request: &Request) -> Response {
        if request.method != "GET" && request.method != "HEAD" {
            let mut response = Response::text(405, "only GET and HEAD are answered here");
            response.fields.push(("Allow", "GET, HEAD".to_owned()));
            return response;
        }
        (self.gate)(&request.path);
        let mut response = match self.file(&request.path) {
            Some(file) => file_response(&file, request),
            None => Response::text(404, "no such file"),
        };
        response.is_head = request.method == "HEAD";
        response
    }

    /// The file behind a path, never one outside the folder.
    fn file(&self, path: &str) -> Option<PathBuf> {
        let path = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        let mut file = self.folder.clone();
        for part in path.split('/').skip(1) {
            if part.is_empty() || part.starts_with('.') || part.contains(['\\', ':', '\0']) {
                return None;
            }
            file.push(part);
        }
        file.is_file().then_some(file)
    }
}

fn file_response(file: &Path, request: &Request) -> Response {
    for (coding, ending) in [("br", "br"), ("gzip", "gz")] {
        let compressed = PathBuf::from(format!("{}.{ending}", file.display()));
        if request.accepts(coding) && compressed.is_file() {
            let mut response = Response::of_file(&compressed, media_type(file));
            response.fields.push(("Content-Encoding", coding.to_owned()));
            return response;
        }
    }
    Response::of_file(file, media_type(file))
}

impl Response {
    fn of_file(file: &Path, media_type: &str) -> Self {
        match fs::read(file) {
            Ok(content) => Self::new(200, media_type, content),
            Err(error) => Self::text(500, &format!("the file cannot be read: {error}")),
        }
    }

    fn text(status: u16, sentence: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", format!("{sentence}\n").into_bytes())
    }

    fn new(status: u16, media_type: &str, content: Vec<u8>) -> Self {
        let fields = vec![
            ("Content-Type", media_type.to_owned()),
            ("Content-Length", content.len().to_string()),
            ("Cache-Control", "no-cache".to_owned()),
            ("Vary", "Accept-Encoding".to_owned()),
            ("X-Content-Type-Options", "nosniff".to_owned()),
            ("Connection", "close".to_owned()),
        ];
        Self { status, fields, content, is_head: false }
    }

    fn octets(&self) -> Vec<u8> {
        let mut octets =
            format!("HTTP/1.1 {} {}\r\n", self.status, reason_phrase(self.status)).into_bytes();
        for (name, value) in &self.fields {
            octets.extend(format!("{name}: {value}\r\n").into_bytes());
        }
        octets.extend(b"\r\n");
        if !self.is_head {
            octets.extend(&self.content);
        }
        octets
    }
}

fn reason_phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        _ => "Internal Server Error",
    }
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("json" | "map") => "application/json",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn percent_decoded(path: &str) -> Option<String> {
    let mut octets = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            octets.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            octets.push(*first);
            rest = after;
        }
    }
    String::from_utf8(octets).ok()
}

#[cfg(test)]
mod tests;
