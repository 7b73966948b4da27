//! From what the options say to a draft, in the way in which curl itself puts a request together.

use super::assemble::{Command, Globs};
use super::url::{unfolded, with_file_name, with_more_query};
use super::{CurlError, Files, Note, Reading, cookie_file, form, netrc};
use crate::body::Body;
use crate::draft::{Draft, HeaderRows};
use crate::fetching::Fetching;
use crate::headers::basic;
use crate::params::TypedUrl;
use crate::rows::MAX_ROWS;
use crate::scheme::has_scheme;
use crate::texts;
use language::say;
use trace::{HttpUrl, MAX_REQUESTS, RedirectMode};

/// The most octets of content that the requests of one command have together: 64 MiB.
const MAX_OCTETS_OF_ALL: usize = 64 * 1024 * 1024;

impl Command<'_> {
    fn content_len(&self) -> usize {
        let parts: usize = self.parts.iter().map(form::Part::len).sum();
        let uploads: usize = self.uploads.iter().flatten().map(|(_, content)| content.len()).sum();
        parts + uploads + self.content.as_ref().map_or(0, Vec::len)
    }

    /// The request that curl would send, or the first of them.
    pub fn into_reading(mut self) -> Result<Reading, CurlError> {
        let url = self.take_url()?;
        let (mut urls, is_one_of_many) = self.unfolded(&url, 1);
        if is_one_of_many {
            self.note(Note::matters(&url, say(texts::CURL_MAKES_SEVERAL_URLS)));
        }
        let url = urls.pop().ok_or(CurlError::NoUrl)?;
        let mut uploads = core::mem::take(&mut self.uploads).into_iter().flatten();
        let first = uploads.next();
        for (file, _) in uploads {
            self.note(Note::matters(&format!("-T {file}"), say(texts::ONLY_THE_FIRST_OF)));
        }
        self.sends(first);
        self.into_reading_of(url)
    }

    /// The requests that curl would send, one for each URL; the first has the notes.
    pub fn into_readings(mut self) -> Result<Vec<Reading>, CurlError> {
        let is_meant = |url: &String| !self.has_unknown_option || has_scheme(url);
        let mut urls: Vec<String> = self.urls.iter().filter(|url| is_meant(url)).cloned().collect();
        if urls.is_empty() {
            urls = vec![self.take_url()?];
        }
        let mut readings = Vec::new();
        let most = MAX_REQUESTS.min(MAX_OCTETS_OF_ALL / (1 + self.content_len()));
        let mut uploads = core::mem::take(&mut self.uploads).into_iter();
        for url in urls {
            let uploads = uploads.next().unwrap_or_default();
            let uploads = match uploads.is_empty() {
                true => vec![None],
                false => uploads.into_iter().map(Some).collect(),
            };
            for upload in uploads {
                let room = most - readings.len().min(most);
                let (unfolded, is_one_of_many) = self.unfolded(&url, room);
                if is_one_of_many && unfolded.len() == room {
                    self.note(Note::matters(&url, say(texts::CURL_MAKES_SEVERAL_URLS)));
                }
                for url in unfolded {
                    let mut command = self.clone();
                    self.notes.clear();
                    command.urls.clear();
                    command.sends(upload.clone());
                    readings.push(command.into_reading_of(url)?);
                }
            }
        }
        Ok(readings)
    }

    /// Takes what `-T` sends for the content, if it sends anything.
    fn sends(&mut self, upload: Option<(String, Vec<u8>)>) {
        if let Some((file, content)) = upload {
            (self.upload, self.content) = (Some(file), Some(content));
        }
    }

    fn into_reading_of(mut self, url: String) -> Result<Reading, CurlError> {
        let mut url = self.whole_url(url);
        self.go_on();
        self.add_login(&url);
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
        self.add_filed_cookies(&url);
        // Without a redirect it makes no difference.
        self.fetch.keeps_method = self.method.is_some()
            && self.fetch.redirect == RedirectMode::Follow
            && !self.follows_by_status;
        let headers = self.headers(&url, multipart.as_deref());
        let content = self.content.take().unwrap_or_default();
        let chunks = is_chunked(&headers.rows).then(|| chunked(&content));
        let (text, octets) = match String::from_utf8(content) {
            Ok(text) => (text, None),
            Err(error) => {
                let octets = error.into_bytes();
                (String::from_utf8_lossy(&octets).into_owned(), Some(octets))
            }
        };
        let octets = chunks.or(octets);
        let mut body = Body::of_content(&text, headers.media_type.as_deref());
        if headers.media_type.is_none() && !text.is_empty() {
            body = Body::Text(text);
        }
        let fetching = Fetching::of(&self.fetch);
        let draft =
            Draft { method, url: TypedUrl::new(url), headers: headers.rows, body, fetching };
        let Headers { own_at, taken_away, .. } = headers;
        let Self { fetch, notes, keeps_cookies, is_http2, .. } = self;
        Ok(Reading { draft, octets, own_at, taken_away, fetch, keeps_cookies, is_http2, notes })
    }

    /// `-C`: from some octet on, of what is received or sent.
    fn go_on(&mut self) {
        let Some(from) = self.resume_at else { return };
        match self.content.as_mut().filter(|_| self.upload.is_some()) {
            Some(content) => {
                let all = content.len();
                content.drain(..usize::try_from(from).unwrap_or(all).min(all));
                let last = all.saturating_sub(1);
                self.header_lines.push(format!("Content-Range: bytes {from}-{last}/{all}"));
            }
            None => drop(self.range.get_or_insert_with(|| format!("{from}-"))),
        }
    }

    /// User and password of a file count where the command says nothing else.
    fn add_login(&mut self, url: &str) {
        let (Some(logins), Ok(url)) = (self.logins.take(), HttpUrl::parse(url)) else { return };
        let url = url.as_url();
        let user = Some(url.username()).filter(|user| !user.is_empty() && self.url_user_counts);
        let is_known = self.authorization.is_some()
            || self.url_user_counts && url.password().is_some_and(|password| !password.is_empty());
        let login = netrc::login(&logins, url.host_str().unwrap_or_default(), user);
        if let Some((user, password)) = login.filter(|_| !is_known) {
            self.authorization = Some(basic(&user, &password));
        }
    }

    /// The cookies of files that belong to this URL stand in front of those that are written.
    fn add_filed_cookies(&mut self, url: &str) {
        let mut filed = core::mem::take(&mut self.filed_cookies);
        let Ok(url) = HttpUrl::parse(url) else { return };
        filed.retain(|cookie| !self.junks_session_cookies || cookie.expires_unix_s.is_some());
        // To curl, who is called counts, and not who is asked.
        let written = self.header_lines.iter().filter_map(|line| line.split_once(':'));
        let mut hosts = written.filter(|(name, _)| trimmed(name).eq_ignore_ascii_case("Host"));
        let host = hosts.next().map(|(_, value)| trimmed(value)).filter(|host| !host.is_empty());
        let Some(field) = cookie_file::field(&filed, &url, host) else { return };
        let written = core::mem::take(&mut self.cookies).join("; ");
        let both = if written.is_empty() { field } else { format!("{field}; {written}") };
        self.cookies = vec![both];
    }

    /// Has the parts of a form as the content; tells the delimiter between them.
    fn take_parts(&mut self) -> Option<String> {
        self.close_parts();
        if self.parts.is_empty() {
            return None;
        }
        if self.content.is_some() {
            self.note(Note::matters("-F", say(texts::CURL_REFUSES_TWO_BODIES)));
        }
        let boundary = form::boundary(&self.parts, self.seed);
        // To curl, what is written as another type is no form.
        let written = self.header_lines.iter().filter_map(|line| line.split_once(':'));
        let mut written = written.filter(|(name, _)| is_content_type(trimmed(name)));
        let disposition = match written.next().map(|(_, value)| trimmed(value)) {
            Some(value) if !value.is_empty() && !is_form_data(value) => "attachment",
            Some(_) | None => "form-data",
        };
        self.content =
            Some(form::Writing { seed: self.seed, has_backslashes: self.escapes_forms }.content(
                &self.parts,
                &boundary,
                disposition,
            ));
        Some(boundary)
    }

    /// Closes what `=(` opened, where nothing does.
    fn close_parts(&mut self) {
        while let Some(part) = self.open_parts.pop() {
            self.note(Note::matters("-F =(", say(texts::PART_OF_PARTS_IS_NOT_CLOSED)));
            self.open_parts.last_mut().map_or(&mut self.parts, |outer| &mut outer.parts).push(part);
        }
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
        Ok(url)
    }

    /// The URLs that patterns stand for, at most so many, and whether these are several.
    fn unfolded(&self, url: &str, most: usize) -> (Vec<String>, bool) {
        match self.takes_globs {
            Globs::Patterns => unfolded(url, most),
            Globs::Text => (vec![url.to_owned()], false),
        }
    }

    fn whole_url(&mut self, mut taken: String) -> String {
        // To curl one slash, two and three are the same.
        let typed = ["http:", "https:"].into_iter().find_map(|scheme| {
            let start = taken.get(..scheme.len())?;
            start.eq_ignore_ascii_case(scheme).then(|| taken.split_at(scheme.len()))
        });
        if let Some((scheme, rest)) = typed
            && (1..=3).contains(&rest.bytes().take_while(|octet| *octet == b'/').count())
        {
            taken = format!("{scheme}//{}", rest.trim_start_matches('/'));
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
            // Where a query stands behind it, the path is whole.
            Some(file) if file != "-" && !taken.contains('?') => with_file_name(&taken, file),
            Some(_) | None => taken,
        }
    }

    /// The header rows in the order in which curl writes them.
    fn headers(&mut self, url: &str, boundary: Option<&str>) -> Headers {
        let mut written = HeaderRows::default();
        let mut removed = Vec::new();
        let condition = self.entity_tag.take().map(|tag| format!("If-None-Match: {tag}"));
        self.header_lines.extend(condition);
        for line in core::mem::take(&mut self.header_lines) {
            let (name, value) = match line.split_once(':') {
                Some((name, value)) => {
                    if value.ends_with([' ', '\t']) && !trimmed(value).is_empty() {
                        self.note(Note::harmless(&line, say(texts::SPACE_BEHIND_A_VALUE)));
                    }
                    (trimmed(name), Some(trimmed(value)))
                }
                None => (trimmed(trimmed(&line).trim_end_matches(';')), None),
            };
            match value {
                Some("") => {
                    if name.eq_ignore_ascii_case("Host") {
                        self.note(Note::matters(&line, say(texts::HOST_IS_SENT)));
                    }
                    removed.push(name.to_owned());
                }
                value => {
                    written.add(name, value.unwrap_or_default());
                }
            }
        }
        // One Host field is sent, the first.
        let hosts = written.iter().filter(|row| row.name.eq_ignore_ascii_case("Host"));
        let surplus: Vec<u32> = hosts.skip(1).map(|row| row.id).collect();
        surplus.into_iter().for_each(|id| written.remove(id));
        // To whatever type is written, curl appends its delimiter, and writes it in its own place.
        let own = boundary.and(written.iter().find(|row| is_content_type(&row.name)));
        let own = own.map(|row| (row.id, row.value.clone()));
        if let Some((id, _)) = own {
            written.remove(id);
        }
        let form_type = own.map_or_else(|| "multipart/form-data".to_owned(), |(_, value)| value);
        let cookies = (!self.cookies.is_empty()).then(|| self.cookies.join("; "));
        let content_type = match boundary {
            Some(boundary) => Some(format!("{form_type}; boundary={boundary}")),
            None if self.has_json => Some("application/json".to_owned()),
            None if self.upload.is_some() => None,
            None => self.content.is_some().then(|| "application/x-www-form-urlencoded".to_owned()),
        };
        // Of what comes in, curl does not know how long it is. A page has not read what is sent.
        let upload = self.upload.as_deref().filter(|_| !matches!(self.files, Files::None));
        let is_unknown = upload == Some("-") && written.value("Content-Length").is_none();
        let coding = is_unknown.then(|| "chunked".to_owned());
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
        let coded = self.asks_for_transfer_coding;
        let options = coded.then(|| connection_options(&mut written, &mut removed));
        let middle = [
            ("TE", coded.then(|| "gzip".to_owned())),
            ("Accept-Encoding", self.is_compressed.then(|| "deflate, gzip".to_owned())),
            ("Referer", referer.filter(|referer| !referer.is_empty())),
            ("Cookie", cookies.filter(|cookies| !cookies.is_empty())),
            ("Connection", options),
        ];
        let (condition, date) = self.time_condition.take().unzip();
        let is_empty = self.content.as_ref().is_some_and(Vec::is_empty);
        let is_empty_upload = upload.is_some_and(|file| file != "-") && is_empty;
        let behind = [
            ("Transfer-Encoding", coding),
            ("Content-Length", is_empty_upload.then(|| "0".to_owned())),
            ("Content-Type", content_type),
            ("Accept", self.has_json.then(|| "application/json".to_owned())),
            // Nor does it know whether that is much.
            ("Expect", (upload == Some("-")).then(|| "100-continue".to_owned())),
        ];
        let mut rows = HeaderRows::default();
        let host = written.iter().find(|row| row.name.eq_ignore_ascii_case("Host"));
        let host = host.map(|row| (row.id, row.name.clone(), row.value.clone()));
        if let Some((id, name, value)) = host {
            rows.add(&name, &value);
            written.remove(id);
        }
        if rows.value("Host").is_none()
            && !removed.iter().any(|name| name.eq_ignore_ascii_case("Host"))
            && let Some(host) = host_as_typed(url)
        {
            rows.add("Host", host);
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
        add(&mut rows, "User-Agent", agent.filter(|agent| !agent.is_empty()));
        let own_at = rows.iter().count();
        middle.into_iter().for_each(|(name, value)| add(&mut rows, name, value));
        add(&mut rows, condition.unwrap_or_default(), date);
        for row in written.iter() {
            rows.add(&row.name, &row.value);
        }
        behind.into_iter().for_each(|(name, value)| add(&mut rows, name, value));
        let media_type = rows.value("Content-Type").map(str::to_owned);
        // The kind of body brings its type along; it stands in a row only where it is another.
        // That of --json stands among what is written.
        if boundary.is_none() && !self.has_json && written.value("Content-Type").is_none() {
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

/// What Connection says where a coding for the way is asked for: the first that is written, and TE.
fn connection_options(written: &mut HeaderRows, removed: &mut Vec<String>) -> String {
    let own = written.iter().filter(|row| row.name.eq_ignore_ascii_case("Connection"));
    let own: Vec<(u32, String)> = own.map(|row| (row.id, row.value.clone())).collect();
    own.iter().for_each(|(id, _)| written.remove(*id));
    removed.retain(|name| !name.eq_ignore_ascii_case("Connection"));
    match own.first() {
        Some((_, value)) if !value.is_empty() => format!("{value}, TE"),
        Some(_) | None => "TE".to_owned(),
    }
}

/// The host where it stands in the URL with other letters than those that are looked up: curl sends
/// it as it stands.
fn host_as_typed(url: &str) -> Option<&str> {
    let field = HttpUrl::parse(url).ok()?.host_field();
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.get(..field.len())?;
    (host != field && host.eq_ignore_ascii_case(&field)).then_some(host)
}

fn is_chunked(rows: &HeaderRows) -> bool {
    let coding = rows.value("Transfer-Encoding").unwrap_or_default();
    coding.trim().eq_ignore_ascii_case("chunked")
}

/// In one chunk (RFC 9112 §7.1).
fn chunked(content: &[u8]) -> Vec<u8> {
    let mut chunks = Vec::new();
    if !content.is_empty() {
        chunks.extend(format!("{:x}\r\n", content.len()).into_bytes());
        chunks.extend([content, b"\r\n"].concat());
    }
    chunks.extend(b"0\r\n\r\n");
    chunks
}

fn is_content_type(name: &str) -> bool {
    name.eq_ignore_ascii_case("Content-Type")
}

fn is_form_data(media_type: &str) -> bool {
    let start = media_type.get(..19).unwrap_or_default();
    start.eq_ignore_ascii_case("multipart/form-data")
}

/// Other spaces than these belong to a header value (RFC 9110 §5.6.3).
fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}
