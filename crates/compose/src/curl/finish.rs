//! From what the options say to a draft, in the way in which curl itself puts a request together.

use super::assemble::{Command, Globs};
use super::url::{unfolded, with_file_name, with_more_query};
use super::{CurlError, Note, Reading, form};
use crate::body::Body;
use crate::draft::{Draft, HeaderRows};
use crate::params::TypedUrl;
use crate::rows::MAX_ROWS;
use crate::scheme::has_scheme;
use crate::texts;
use language::say;

impl Command<'_> {
    /// The request that curl would send.
    pub fn into_reading(mut self) -> Result<Reading, CurlError> {
        let mut url = self.take_url()?;
        // `-G` is about data; a form goes into the body all the same.
        let is_get = self.is_get && self.parts.is_empty();
        let multipart = self.take_parts();
        let mut queries = core::mem::take(&mut self.queries);
        if is_get && let Some(content) = self.content.take() {
            if !queries.is_empty() {
                self.note(Note::harmless("--url-query", say(texts::CURL_IGNORES_IT_WHERE)));
            }
            queries = vec![String::from_utf8_lossy(&content).into_owned()];
        }
        for query in queries.iter().filter(|query| !query.is_empty()) {
            url = with_more_query(&url, query);
        }
        if self.header_lines.len() > MAX_ROWS {
            return Err(CurlError::TooManyHeaders);
        }
        let method = self.method();
        let headers = self.headers(multipart.as_deref());
        let content = self.content.unwrap_or_default();
        let (text, octets) = match String::from_utf8(content) {
            Ok(text) => (text, None),
            Err(error) => {
                let octets = error.into_bytes();
                (String::from_utf8_lossy(&octets).into_owned(), Some(octets))
            }
        };
        let mut body = Body::of_content(&text, headers.media_type.as_deref());
        if headers.media_type.is_none() && !text.is_empty() {
            body = Body::Text(text);
        }
        let draft = Draft { method, url: TypedUrl::new(url), headers: headers.rows, body };
        let Headers { own_at, taken_away, .. } = headers;
        Ok(Reading { draft, octets, own_at, taken_away, notes: self.notes })
    }

    /// Has the parts of a form as the content; tells the delimiter between them.
    fn take_parts(&mut self) -> Option<String> {
        if self.parts.is_empty() {
            return None;
        }
        if self.content.is_some() {
            self.note(Note::matters("-F", say(texts::CURL_REFUSES_TWO_BODIES)));
        }
        let boundary = form::boundary(&self.parts, self.seed);
        self.content = Some(form::content(&self.parts, &boundary));
        Some(boundary)
    }

    fn method(&mut self) -> String {
        let default = if self.is_head {
            if self.content.take().is_some() {
                self.note(Note::matters("--head", say(texts::CURL_REFUSES_A_BODY)));
            }
            "HEAD"
        } else if self.upload.is_some() {
            "PUT"
        } else if self.content.is_some() {
            "POST"
        } else {
            "GET"
        };
        self.method.clone().unwrap_or_else(|| default.to_owned())
    }

    fn take_url(&mut self) -> Result<String, CurlError> {
        // A value of an unknown flag looks like a URL; a real one is known by its scheme.
        let index = self.urls.iter().position(|url| has_scheme(url)).unwrap_or(0);
        if self.urls.is_empty() {
            return Err(CurlError::NoUrl);
        }
        let url = self.urls.remove(index);
        for other in core::mem::take(&mut self.urls) {
            self.note(Note::matters(&other, say(texts::ONLY_ONE_URL_IS)));
        }
        if url.trim().is_empty() {
            return Err(CurlError::NoUrl);
        }
        let mut taken = url.clone();
        if self.takes_globs == Globs::Patterns {
            let unfolded = unfolded(&url);
            if unfolded.is_one_of_many {
                self.note(Note::matters(&url, say(texts::CURL_MAKES_SEVERAL_URLS)));
            }
            taken = unfolded.url;
        }
        // A path alone names no host; whoever asks for the request is told.
        if !has_scheme(&taken) && !taken.starts_with('/') {
            let scheme = self.default_scheme.as_deref().unwrap_or("http");
            taken = format!("{scheme}://{taken}");
        }
        let path = taken.split(['?', '#']).next().unwrap_or_default();
        if path.contains('\\') {
            self.note(Note::matters("\\", say(texts::BACKSLASH_IS_A_SLASH)));
        }
        match &self.upload {
            Some(file) if file != "-" => Ok(with_file_name(&taken, file)),
            Some(_) | None => Ok(taken),
        }
    }

    /// The header rows in the order in which curl writes them.
    fn headers(&mut self, boundary: Option<&str>) -> Headers {
        let mut written = HeaderRows::default();
        let mut removed = Vec::new();
        for line in core::mem::take(&mut self.header_lines) {
            let (name, value) = match line.split_once(':') {
                Some((name, value)) => (trimmed(name), Some(trimmed(value))),
                None => (trimmed(trimmed(&line).trim_end_matches(';')), None),
            };
            match value {
                Some("") => removed.push(name.to_owned()),
                value => {
                    written.add(name, value.unwrap_or_default());
                }
            }
        }
        if let Some(boundary) = boundary {
            // curl appends its delimiter to whatever type is written.
            let own = written.iter_mut().find(|row| row.name.eq_ignore_ascii_case("Content-Type"));
            own.into_iter().for_each(|row| row.value += &format!("; boundary={boundary}"));
        }
        let cookies = (!self.cookies.is_empty()).then(|| self.cookies.join(";"));
        let content_type = match boundary {
            Some(boundary) => Some(format!("multipart/form-data; boundary={boundary}")),
            None if self.has_json => Some("application/json".to_owned()),
            None if self.upload.is_some() => None,
            None => self.content.is_some().then(|| "application/x-www-form-urlencoded".to_owned()),
        };
        let (agent, referer) = (self.user_agent.take(), self.referer.take());
        if agent.as_deref() == Some("") {
            removed.push("User-Agent".to_owned());
        }
        let front = [
            ("Authorization", self.authorization.take().filter(|_| !self.has_other_login)),
            match (self.range.take(), &self.content) {
                // Of content that it sends, curl says which part this is, and of a form nothing.
                (Some(_), Some(_)) if boundary.is_some() => ("Range", None),
                (Some(range), Some(content)) => {
                    ("Content-Range", Some(format!("bytes {range}/{}", content.len())))
                }
                (range, None) => ("Range", range.map(|range| format!("bytes={range}"))),
                (None, Some(_)) => ("Range", None),
            },
        ];
        let middle = [
            ("User-Agent", agent.filter(|agent| !agent.is_empty())),
            ("Accept-Encoding", self.is_compressed.then(|| "deflate, gzip".to_owned())),
            ("Referer", referer.filter(|referer| !referer.is_empty())),
            ("Cookie", cookies.filter(|cookies| !cookies.is_empty())),
        ];
        let behind = [
            ("Content-Type", content_type),
            ("Accept", self.has_json.then(|| "application/json".to_owned())),
        ];
        let mut rows = HeaderRows::default();
        let host = written.iter().find(|row| row.name.eq_ignore_ascii_case("Host"));
        let host = host.map(|row| (row.id, row.name.clone(), row.value.clone()));
        if let Some((id, name, value)) = host {
            rows.add(&name, &value);
            written.remove(id);
        }
        let mut taken_away = Vec::new();
        let mut add = |rows: &mut HeaderRows, name: &str, value: Option<String>| {
            let Some(value) = value else { return };
            // What is written counts, and what is written empty takes away.
            if removed.iter().any(|removed| removed.eq_ignore_ascii_case(name)) {
                taken_away.push(name.to_owned());
            } else if written.value(name).is_none() {
                rows.add(name, &value);
            }
        };
        front.into_iter().for_each(|(name, value)| add(&mut rows, name, value));
        let own_at = rows.iter().count();
        middle.into_iter().for_each(|(name, value)| add(&mut rows, name, value));
        for row in written.iter() {
            rows.add(&row.name, &row.value);
        }
        behind.into_iter().for_each(|(name, value)| add(&mut rows, name, value));
        let media_type = rows.value("Content-Type").map(str::to_owned);
        // The kind of body brings its type along; it stands in a row only where it is another.
        if boundary.is_none() && written.value("Content-Type").is_none() {
            let implied = rows.iter().find(|row| row.name == "Content-Type").map(|row| row.id);
            implied.into_iter().for_each(|id| rows.remove(id));
        }
        for name in &removed {
            if !taken_away.contains(name) {
                taken_away.push(name.clone());
            }
        }
        Headers { rows, media_type, own_at, taken_away }
    }
}

/// The header section of a command.
struct Headers {
    rows: HeaderRows,
    /// The media type of the content, if it has one.
    media_type: Option<String>,
    /// Where the fields stand that curl adds by itself.
    own_at: usize,
    /// The names of those that it was told not to.
    taken_away: Vec<String>,
}

/// Other spaces than these belong to a header value (RFC 9110 §5.6.3).
fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}
