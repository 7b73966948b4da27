//! From words to a draft, in the way in which curl itself puts a request together.

use super::options::{CurlOption, Effect, Left, Takes, long, short};
use super::{CurlError, Files, Note, Reading, Weight};
use crate::body::Body;
use crate::draft::{Draft, HeaderRows};
use crate::headers::{basic, bearer};
use crate::params::TypedUrl;
use crate::rows::Escaping;
use crate::texts;
use language::say;

/// Reads the words after `curl`.
pub fn reading(words: &[String], files: Files, notes: Vec<Note>) -> Result<Reading, CurlError> {
    let mut command = Command { notes, files, ..Command::default() };
    command.take_words(words)?;
    command.into_reading()
}

/// What the options say.
#[derive(Default)]
struct Command<'a> {
    files: Files<'a>,
    method: Option<String>,
    is_head: bool,
    is_get: bool,
    has_form: bool,
    has_upload: bool,
    has_json: bool,
    urls: Vec<String>,
    /// With which scheme a URL without one is meant.
    default_scheme: Option<String>,
    takes_globs: Globs,
    queries: Vec<String>,
    header_lines: Vec<String>,
    content: Option<Vec<u8>>,
    authorization: Option<String>,
    /// Whether the user and password are for another scheme than Basic.
    has_other_login: bool,
    user_agent: Option<String>,
    referer: Option<String>,
    cookies: Vec<String>,
    range: Option<String>,
    is_compressed: bool,
    notes: Vec<Note>,
}

/// Whether `[1-3]` and `{a,b}` in a URL are patterns, as they are for curl unless one says `-g`.
#[derive(Default, PartialEq, Eq)]
enum Globs {
    #[default]
    Patterns,
    Text,
}

impl Command<'_> {
    fn take_words(&mut self, words: &[String]) -> Result<(), CurlError> {
        let mut words = words.iter();
        while let Some(word) = words.next() {
            if word == "--" {
                self.urls.extend(words.by_ref().cloned());
            } else if let Some(name) = word.strip_prefix("--") {
                if !self.take_long(word, name, &mut words)? {
                    break;
                }
            } else if word.starts_with('-') && word.len() > 1 {
                if !self.take_shorts(word, &mut words)? {
                    break;
                }
            } else {
                self.urls.push(word.clone());
            }
        }
        for rest in words {
            self.note(Note::matters(rest, say(texts::ONLY_THE_FIRST_OF)));
        }
        Ok(())
    }

    /// `--name value`, and `--name=value`, which curl does not know but people write. Says
    /// whether to go on.
    fn take_long<'a>(
        &mut self,
        word: &str,
        name: &str,
        words: &mut impl Iterator<Item = &'a String>,
    ) -> Result<bool, CurlError> {
        let (name, attached) = match name.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (name, None),
        };
        let flag = format!("--{name}");
        let Some(option) = long(name) else {
            let taken_back = name.strip_prefix("no-").and_then(long);
            match taken_back.filter(|option| option.takes == Takes::Nothing) {
                Some(option) => self.take_back(&flag, option.effect),
                None => self.note(Note::matters(word, say(texts::CURL_HAS_NO_SUCH))),
            }
            return Ok(true);
        };
        match option.takes {
            Takes::Nothing => self.take(&flag, option, ""),
            Takes::Value => {
                let value = attached.or_else(|| words.next().map(String::as_str));
                let value = value.ok_or_else(|| CurlError::NoValue(flag.clone()))?;
                self.take(&flag, option, value)
            }
        }
    }

    /// `-sSL`, `-XPOST`, `-d value`. Says whether to go on.
    fn take_shorts<'a>(
        &mut self,
        word: &str,
        words: &mut impl Iterator<Item = &'a String>,
    ) -> Result<bool, CurlError> {
        let mut rest = &word[1..];
        while let Some(name) = rest.chars().next() {
            rest = &rest[name.len_utf8()..];
            let flag = format!("-{name}");
            let Some(option) = short(name) else {
                self.note(Note::matters(&flag, say(texts::CURL_HAS_NO_SUCH)));
                continue;
            };
            let goes_on = match option.takes {
                Takes::Nothing => self.take(&flag, option, ""),
                Takes::Value => {
                    let attached = Some(rest).filter(|rest| !rest.is_empty());
                    rest = "";
                    let value = attached.or_else(|| words.next().map(String::as_str));
                    let value = value.ok_or_else(|| CurlError::NoValue(flag.clone()))?;
                    self.take(&flag, option, value)
                }
            };
            if !goes_on? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn note(&mut self, note: Note) {
        self.notes.push(note);
    }

    fn take_back(&mut self, flag: &str, effect: Effect) {
        match effect {
            Effect::Compressed => self.is_compressed = false,
            Effect::Get => self.is_get = false,
            Effect::Head => self.is_head = false,
            Effect::GlobOff => self.takes_globs = Globs::Patterns,
            _ => self.note(Note::harmless(flag, say(texts::IT_TAKES_BACK_A))),
        }
    }

    /// Takes one option in. Says whether to go on: what follows `--next` is another request.
    fn take(&mut self, flag: &str, option: CurlOption, value: &str) -> Result<bool, CurlError> {
        let text = || value.to_owned();
        match option.effect {
            Effect::Method => self.method = Some(text()),
            Effect::Head => self.is_head = true,
            Effect::Get => self.is_get = true,
            Effect::Header => self.take_header(flag, value),
            Effect::Data | Effect::DataRaw | Effect::DataUrlEncoded | Effect::Json => {
                self.take_data(flag, option.effect, value)?;
            }
            Effect::Form => {
                self.has_form = true;
                self.note(Note::matters(
                    &format!("{flag} {value}"),
                    say(texts::FORM_OF_SEVERAL_PARTS),
                ));
            }
            Effect::Upload => {
                self.has_upload = true;
                self.note(Note::matters(
                    &format!("{flag} {value}"),
                    say(texts::PAGE_CANNOT_READ_FILES_PASTE),
                ));
            }
            Effect::User => self.take_user(flag, value),
            Effect::Bearer => self.authorization = Some(bearer(value)),
            Effect::UserAgent => self.user_agent = Some(text()),
            Effect::Referer => self.take_referer(flag, value),
            Effect::Cookie if value.contains('=') || value.is_empty() => self.cookies.push(text()),
            Effect::Cookie => self.note(Note::matters(
                &format!("{flag} {value}"),
                say(texts::PAGE_CANNOT_READ_FILES_PASTE),
            )),
            Effect::Range => self.range = Some(text()),
            Effect::Compressed => self.is_compressed = true,
            Effect::Url => self.urls.push(text()),
            Effect::UrlQuery => {
                let piece = match value.strip_prefix('+') {
                    Some(written) => Some(written.to_owned()),
                    None => self.url_encoded(flag, value),
                };
                self.queries.extend(piece);
            }
            Effect::ProtoDefault => self.default_scheme = Some(text()),
            Effect::GlobOff => self.takes_globs = Globs::Text,
            Effect::Next => {
                self.note(Note::matters(flag, say(texts::ONLY_THE_FIRST_OF)));
                return Ok(false);
            }
            Effect::Left(left) => {
                self.has_other_login |= left == Left::OtherLogin;
                let found =
                    if value.is_empty() { flag.to_owned() } else { format!("{flag} {value}") };
                let weight = if left.is_harmless() { Weight::Harmless } else { Weight::Matters };
                self.note(Note { found, reason: left.reason().to_owned(), weight });
            }
        }
        Ok(true)
    }

    fn take_header(&mut self, flag: &str, line: &str) {
        if line.starts_with('@') {
            self.note(Note::matters(
                &format!("{flag} {line}"),
                say(texts::PAGE_CANNOT_READ_FILES_PASTE),
            ));
        } else if line.contains(':') || trimmed(line).ends_with(';') {
            self.header_lines.push(line.to_owned());
        } else {
            self.note(Note::matters(&format!("{flag} {line}"), say(texts::IT_HAS_NO_COLON)));
        }
    }

    fn take_user(&mut self, flag: &str, value: &str) {
        let (user, password) = value.split_once(':').unwrap_or((value, ""));
        if !value.contains(':') {
            self.note(Note::matters(&format!("{flag} {value}"), say(texts::CURL_WOULD_ASK_FOR)));
        }
        self.authorization = Some(basic(user, password));
    }

    fn take_referer(&mut self, flag: &str, value: &str) {
        let referer = value.strip_suffix(";auto");
        if referer.is_some() {
            self.note(Note::harmless(
                &format!("{flag} {value}"),
                say(texts::AUTO_IS_ABOUT_REDIRECTS),
            ));
        }
        self.referer = Some(referer.unwrap_or(value).to_owned());
    }

    fn take_data(&mut self, flag: &str, effect: Effect, value: &str) -> Result<(), CurlError> {
        let file = value.strip_prefix('@');
        let piece = match (effect, file) {
            (Effect::DataUrlEncoded, _) => self.url_encoded(flag, value).map(String::into_bytes),
            (Effect::Data | Effect::Json, Some(file)) => match self.files {
                Files::None => {
                    self.note(Note::matters(
                        &format!("{flag} {value}"),
                        say(texts::PAGE_CANNOT_READ_FILES_PASTE),
                    ));
                    None
                }
                Files::Read(read) => {
                    let mut octets = read(file).map_err(CurlError::UnreadFile)?;
                    if is_stripped(flag) {
                        octets.retain(|octet| !matches!(octet, b'\r' | b'\n' | 0));
                    }
                    Some(octets)
                }
            },
            _ => Some(value.as_bytes().to_vec()),
        };
        self.has_json |= effect == Effect::Json;
        let is_first = self.content.is_none();
        let content = self.content.get_or_insert_default();
        if let Some(piece) = piece {
            if !is_first && effect != Effect::Json {
                content.push(b'&');
            }
            content.extend(piece);
        }
        Ok(())
    }

    /// `content`, `=content`, `name=content`, `@file` or `name@file`.
    fn url_encoded(&mut self, flag: &str, value: &str) -> Option<String> {
        let end_of_name = value.find(['=', '@']);
        let (name, content) = match end_of_name {
            Some(at) if value[at..].starts_with('@') => {
                self.note(Note::matters(
                    &format!("{flag} {value}"),
                    say(texts::PAGE_CANNOT_READ_FILES_PASTE),
                ));
                return None;
            }
            Some(at) => (&value[..at], &value[at + 1..]),
            None => ("", value),
        };
        let content = percent_encoded(content);
        Some(if name.is_empty() { content } else { format!("{name}={content}") })
    }

    fn into_reading(mut self) -> Result<Reading, CurlError> {
        let mut url = self.take_url()?;
        let mut queries = core::mem::take(&mut self.queries);
        if self.is_get
            && let Some(content) = self.content.take()
        {
            if !queries.is_empty() {
                self.note(Note::harmless("--url-query", say(texts::CURL_IGNORES_IT_WHERE)));
            }
            queries = vec![String::from_utf8_lossy(&content).into_owned()];
        }
        for query in queries.iter().filter(|query| !query.is_empty()) {
            url = with_more_query(&url, query);
        }
        let method = self.method();
        let (headers, media_type) = self.headers();
        let content = self.content.unwrap_or_default();
        let (text, octets) = match String::from_utf8(content) {
            Ok(text) => (text, None),
            Err(error) => {
                let octets = error.into_bytes();
                (String::from_utf8_lossy(&octets).into_owned(), Some(octets))
            }
        };
        let mut body = Body::of_content(&text, media_type.as_deref());
        if media_type.is_none() && !text.is_empty() {
            body = Body::Text(text);
        }
        let url = TypedUrl::new(url);
        Ok(Reading { draft: Draft { method, url, headers, body }, octets, notes: self.notes })
    }

    fn method(&mut self) -> String {
        let default = if self.is_head {
            if self.content.take().is_some() || self.has_form {
                self.note(Note::matters("--head", say(texts::CURL_REFUSES_A_BODY)));
            }
            "HEAD"
        } else if self.has_upload {
            "PUT"
        } else if self.content.is_some() || self.has_form {
            "POST"
        } else {
            "GET"
        };
        self.method.clone().unwrap_or_else(|| default.to_owned())
    }

    fn take_url(&mut self) -> Result<String, CurlError> {
        // A value of an unknown flag looks like a URL; a real one is known by its scheme.
        let is_absolute = |url: &String| url.contains("://");
        let index = self.urls.iter().position(is_absolute).unwrap_or(0);
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
        if self.takes_globs == Globs::Patterns && has_glob(&url) {
            self.note(Note::matters(&url, say(texts::CURL_MAKES_SEVERAL_URLS)));
        }
        if url.contains("://") {
            return Ok(url);
        }
        let scheme = self.default_scheme.as_deref().unwrap_or("http");
        Ok(format!("{scheme}://{url}"))
    }

    /// The header rows, and the media type of the content if it has one.
    fn headers(&mut self) -> (HeaderRows, Option<String>) {
        let mut headers = HeaderRows::default();
        let mut removed = Vec::new();
        for line in core::mem::take(&mut self.header_lines) {
            let (name, value) = match line.split_once(':') {
                Some((name, value)) => (trimmed(name), Some(trimmed(value))),
                None => (trimmed(trimmed(&line).trim_end_matches(';')), None),
            };
            match value {
                Some("") => removed.push(name.to_owned()),
                value => {
                    headers.add(name, value.unwrap_or_default());
                }
            }
        }
        let cookies = (!self.cookies.is_empty()).then(|| self.cookies.join(";"));
        let content_type = match self.has_json {
            true => Some("application/json".to_owned()),
            false => self.content.is_some().then(|| "application/x-www-form-urlencoded".to_owned()),
        };
        let added = [
            ("Authorization", self.authorization.take().filter(|_| !self.has_other_login)),
            ("User-Agent", self.user_agent.take().filter(|agent| !agent.is_empty())),
            ("Referer", self.referer.take().filter(|referer| !referer.is_empty())),
            ("Cookie", cookies.filter(|cookies| !cookies.is_empty())),
            ("Range", self.range.take().map(|range| format!("bytes={range}"))),
            ("Accept-Encoding", self.is_compressed.then(|| "deflate, gzip".to_owned())),
            ("Accept", self.has_json.then(|| "application/json".to_owned())),
            ("Content-Type", content_type),
        ];
        let mut media_type = None;
        for (name, value) in added {
            let written = headers.value(name).map(str::to_owned);
            let place = removed.iter().position(|removed| removed.eq_ignore_ascii_case(name));
            if name == "Content-Type" {
                media_type = written.clone();
            }
            match (place, written, value) {
                // What takes a header of curl’s own away has done its work.
                (Some(place), _, Some(_)) => {
                    removed.remove(place);
                }
                (None, None, Some(value)) if name == "Content-Type" => media_type = Some(value),
                (None, None, Some(value)) => {
                    headers.add(name, &value);
                }
                (_, _, None) | (None, Some(_), Some(_)) => {}
            }
        }
        for name in removed {
            self.note(Note::harmless(&format!("-H '{name}:'"), say(texts::IT_TAKES_AWAY_A)));
        }
        (headers, media_type)
    }
}

/// Whether line breaks and null characters of a file are left out, as `--data-binary` and `--json`
/// do not.
fn is_stripped(flag: &str) -> bool {
    !matches!(flag, "--data-binary" | "--json")
}

/// Other spaces than these belong to a header value (RFC 9110 §5.6.3).
fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// As curl escapes: everything but letters, digits and `-._~`, and a space as `+`.
fn percent_encoded(text: &str) -> String {
    // The rules of a form, which keep `*` and not `~`.
    Escaping::Form.encode_value(text).replace('*', "%2A").replace("%7E", "~")
}

fn with_more_query(url: &str, query: &str) -> String {
    let (url, fragment) = match url.split_once('#') {
        Some((url, fragment)) => (url, format!("#{fragment}")),
        None => (url, String::new()),
    };
    let joint = match url.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some(_) => "&",
    };
    // A host alone has the path that curl adds.
    let has_path = url.split_once("://").is_none_or(|(_, rest)| rest.contains(['/', '?']));
    let slash = if has_path { "" } else { "/" };
    format!("{url}{slash}{joint}{query}{fragment}")
}

/// `[1-3]`, `[a-z:2]` or `{a,b}`; the brackets of an IPv6 address are none.
fn has_glob(url: &str) -> bool {
    let in_brackets = |open: char, close: char| {
        let (_, rest) = url.split_once(open)?;
        rest.split_once(close).map(|(inside, _)| inside)
    };
    in_brackets('[', ']').is_some_and(|inside| inside.contains('-'))
        || in_brackets('{', '}').is_some()
}
