//! From words to what the options of curl say.

use super::cookie_file;
use super::form::Part;
use super::options::{CurlOption, Effect, FetchEffect, Left, Takes, long, short};
use super::settings;
use super::variables::{Definition, Setting, Variables};
use super::{CurlError, Files, Note, Weight};
use crate::headers::{basic, bearer};
use crate::texts;
use core::time::Duration;
use language::say;
use trace::{FetchOptions, RedirectMode, RetryOn, StoredCookie, cookie_date_unix_s, http_date};

/// What the options say.
#[derive(Clone, Default)]
pub struct Command<'a> {
    pub files: Files<'a>,
    /// What `-` reads.
    pub input: Option<Vec<u8>>,
    /// What chance is left to follows from it.
    pub seed: u64,
    pub method: Option<String>,
    pub is_head: bool,
    pub is_get: bool,
    pub parts: Vec<Part>,
    /// Those whose own parts follow, the inner ones last.
    pub open_parts: Vec<Part>,
    /// The files that each `-T` sends, to one URL each, with what they hold.
    pub uploads: Vec<Vec<(String, Vec<u8>)>>,
    /// That of this URL.
    pub upload: Option<String>,
    pub has_json: bool,
    pub urls: Vec<String>,
    /// With which scheme a URL without one is meant.
    pub default_scheme: Option<String>,
    pub takes_globs: Globs,
    pub queries: Vec<String>,
    pub header_lines: Vec<String>,
    pub content: Option<Vec<u8>>,
    pub authorization: Option<String>,
    /// Whether the user and password are for another scheme than Basic.
    pub has_other_login: bool,
    pub user_agent: Option<String>,
    pub referer: Option<String>,
    pub cookies: Vec<String>,
    /// What the files hold that `-b` names.
    pub filed_cookies: Vec<StoredCookie>,
    pub junks_session_cookies: bool,
    /// Whether `--follow` has each redirect go as its status says.
    pub follows_by_status: bool,
    pub range: Option<String>,
    /// If-Modified-Since or what else `-z` stands for, with its date.
    pub time_condition: Option<(&'static str, String)>,
    /// Whether cookies that come are kept for later requests.
    pub keeps_cookies: bool,
    pub is_http2: bool,
    /// Whether there was an option that curl does not know, whose value may look like a URL.
    pub has_unknown_option: bool,
    pub is_compressed: bool,
    pub asks_for_transfer_coding: bool,
    /// From which octet on `-C` goes on.
    pub resume_at: Option<u64>,
    /// The file of users and passwords, and whether a user in the URL counts more.
    pub logins: Option<String>,
    pub url_user_counts: bool,
    /// Whether names in forms are written with backslashes.
    pub escapes_forms: bool,
    pub variables: Variables,
    /// The entity tag that a file of `--etag-compare` holds.
    pub entity_tag: Option<String>,
    /// How many files of options were read.
    pub n_settings: usize,
    /// What stands behind `next` in a file of options.
    pub behind: Vec<String>,
    pub fetch: FetchOptions,
    pub notes: Vec<Note>,
}

/// How many files of options are read for one command.
const SETTINGS_MAX: usize = 20;

/// Whether `[1-3]` and `{a,b}` in a URL are patterns, as they are for curl unless one says `-g`.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Globs {
    #[default]
    Patterns,
    Text,
}

impl Command<'_> {
    /// Takes the words after `curl`, as far as `--next`. Tells the words behind that.
    pub fn take_words<'a>(&mut self, words: &'a [String]) -> Result<&'a [String], CurlError> {
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
        Ok(words.as_slice())
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
        let expanding = name.strip_prefix("expand-").and_then(long);
        if let Some(option) = expanding.filter(|option| option.takes == Takes::Value) {
            let value = attached.or_else(|| words.next().map(String::as_str));
            let value = value.ok_or_else(|| CurlError::NoValue(flag.clone()))?;
            let expanded = self.variables.expanded(value);
            if expanded.is_none() {
                let found = format!("{flag} {value}");
                self.note(Note::matters(&found, say(texts::FUNCTION_IS_NOT_KNOWN)));
            }
            return self.take(&flag, option, expanded.as_deref().unwrap_or(value));
        }
        let Some(option) = long(name) else {
            let taken_back = name.strip_prefix("no-").and_then(long);
            match taken_back.filter(|option| option.takes == Takes::Nothing) {
                Some(option) => self.take_back(&flag, option.effect),
                None => self.take_unknown(word),
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
                self.take_unknown(&flag);
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

    /// The same of each of these words, behind `--next`.
    pub fn note_each(&mut self, words: &[String], reason: &str) {
        if !words.is_empty() {
            self.note(Note::matters("--next", reason));
        }
        for word in words {
            self.note(Note::matters(word, reason));
        }
    }

    pub fn note(&mut self, note: Note) {
        self.notes.push(note);
    }

    fn take_unknown(&mut self, flag: &str) {
        self.has_unknown_option = true;
        self.note(Note::matters(flag, say(texts::CURL_HAS_NO_SUCH)));
    }

    fn take_back(&mut self, flag: &str, effect: Effect) {
        match effect {
            Effect::Compressed => self.is_compressed = false,
            Effect::Get => self.is_get = false,
            Effect::Head => self.is_head = false,
            Effect::GlobOff => self.takes_globs = Globs::Patterns,
            Effect::Fetch(FetchEffect::Follow | FetchEffect::LocationTrusted) => {
                self.fetch.redirect = RedirectMode::default();
                self.fetch.trusts_location = false;
            }
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
            Effect::Header => self.take_header(flag, value)?,
            Effect::Data
            | Effect::DataBinary
            | Effect::DataRaw
            | Effect::DataUrlEncoded
            | Effect::Json => self.take_data(flag, option.effect, value)?,
            Effect::Form | Effect::FormString => self.take_form(flag, option.effect, value)?,
            Effect::Upload => self.take_upload(flag, value)?,
            Effect::User => self.take_user(flag, value),
            Effect::Bearer => self.authorization = Some(bearer(value)),
            Effect::UserAgent => self.user_agent = Some(text()),
            Effect::Referer => self.take_referer(flag, value),
            Effect::Cookie if value.contains('=') => self.cookies.push(text()),
            // The name of a file, if only of none, has cookies kept.
            Effect::Cookie if value.is_empty() => self.keeps_cookies = true,
            Effect::Cookie => self.take_cookie_file(flag, value),
            Effect::JunkSessionCookies => {
                self.junks_session_cookies = true;
                if matches!(self.files, Files::None) {
                    self.leave(flag, "", Left::CookieFile, Weight::Matters);
                }
            }
            Effect::CookieJar => {
                self.keeps_cookies = true;
                self.leave(flag, value, Left::CookieFile, Weight::World);
            }
            Effect::Http2 => {
                self.is_http2 = true;
                self.leave(flag, value, Left::Version, Weight::World);
            }
            Effect::Range => self.range = Some(range(value)),
            Effect::Resume => match value.parse::<u64>() {
                Ok(0) => self.leave(flag, value, Left::Output, Weight::Harmless),
                Ok(from) => self.resume_at = Some(from),
                Err(_) => {
                    let found = format!("{flag} {value}");
                    self.note(Note::matters(&found, say(texts::WHAT_WAS_SAVED_IS)));
                }
            },
            Effect::TimeCondition => match time_condition(value) {
                Some(condition) => self.time_condition = Some(condition),
                None => self.note(Note::matters(
                    &format!("{flag} {value}"),
                    say(texts::IT_IS_NO_DATE_WITH_TIME),
                )),
            },
            Effect::Compressed => self.is_compressed = true,
            Effect::Url => match value.strip_prefix('@') {
                Some(file) => {
                    let octets = self.open(&format!("{flag} {value}"), file)?.unwrap_or_default();
                    let text = String::from_utf8_lossy(&octets).into_owned();
                    let lines = text.lines().map(str::trim);
                    let urls = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
                    self.urls.extend(urls.map(str::to_owned));
                }
                None => self.urls.push(text()),
            },
            Effect::UrlQuery => {
                let piece = match value.strip_prefix('+') {
                    Some(written) => Some(written.to_owned()),
                    None => self.url_encoded(flag, value)?,
                };
                self.queries.extend(piece);
            }
            Effect::ProtoDefault => self.default_scheme = Some(text()),
            Effect::GlobOff => self.takes_globs = Globs::Text,
            // Before there is a URL it parts nothing.
            Effect::Next => return Ok(self.urls.is_empty()),
            Effect::Variable => self.take_variable(flag, value)?,
            Effect::NetrcFile => {
                let octets = self.open(&format!("{flag} {value}"), value)?;
                self.logins = octets.map(|octets| String::from_utf8_lossy(&octets).into_owned());
            }
            Effect::NetrcOptional => self.url_user_counts = true,
            Effect::FormEscape => self.escapes_forms = true,
            Effect::Settings => return self.take_settings(flag, value),
            Effect::EtagCompare => {
                let octets = self.open_if_there(flag, value);
                self.entity_tag = octets.map(|octets| match octets.trim_ascii() {
                    [] => "\"\"".to_owned(),
                    tag => String::from_utf8_lossy(tag).into_owned(),
                });
            }
            Effect::TransferEncoding => {
                self.asks_for_transfer_coding = true;
                self.note(Note::matters(flag, say(texts::ANSWER_PACKED_FOR_THE_WAY)));
            }
            Effect::Fetch(effect) => self.take_fetch(flag, effect, value),
            Effect::Left(left) => {
                self.has_other_login |= left == Left::OtherLogin;
                let weight = if left.is_harmless() { Weight::Harmless } else { Weight::Matters };
                self.leave(flag, value, left, weight);
            }
        }
        Ok(true)
    }

    pub(super) fn leave(&mut self, flag: &str, value: &str, left: Left, weight: Weight) {
        let found = if value.is_empty() { flag.to_owned() } else { format!("{flag} {value}") };
        self.note(Note { found, reason: left.reason().to_owned(), weight });
    }

    /// What is said of redirects, limits and attempts; a note where that cannot be said here.
    fn take_fetch(&mut self, flag: &str, effect: FetchEffect, value: &str) {
        if self.set_fetch(effect, value).is_some() {
            return;
        }
        let left = match effect {
            FetchEffect::Follow
            | FetchEffect::FollowByStatus
            | FetchEffect::LocationTrusted
            | FetchEffect::PostAfter(_)
            | FetchEffect::MaxRedirects => Left::Redirects,
            FetchEffect::TotalTimeout
            | FetchEffect::ConnectTimeout
            | FetchEffect::ReadTimeout
            | FetchEffect::Retries
            | FetchEffect::RetryOn(_)
            | FetchEffect::RetryMaxTime
            | FetchEffect::RetryDelay => Left::Limits,
        };
        self.leave(flag, value, left, Weight::Matters);
    }

    /// `None` where the value is none, or out of range.
    fn set_fetch(&mut self, effect: FetchEffect, value: &str) -> Option<()> {
        let fetch = &mut self.fetch;
        match effect {
            FetchEffect::Follow => fetch.redirect = RedirectMode::Follow,
            FetchEffect::FollowByStatus => {
                fetch.redirect = RedirectMode::Follow;
                self.follows_by_status = true;
            }
            FetchEffect::LocationTrusted => {
                fetch.redirect = RedirectMode::Follow;
                fetch.trusts_location = true;
            }
            FetchEffect::PostAfter(301) => fetch.post_after_301 = true,
            FetchEffect::PostAfter(302) => fetch.post_after_302 = true,
            FetchEffect::PostAfter(_) => fetch.post_after_303 = true,
            // All failures hold those of connections.
            FetchEffect::RetryOn(_) if fetch.retry_on == RetryOn::Any => {}
            FetchEffect::RetryOn(failures) => fetch.retry_on = failures,
            FetchEffect::RetryMaxTime => fetch.retry_max_time = limit(value)?,
            FetchEffect::ReadTimeout => fetch.read_timeout = limit(value)?,
            // -1 stands for any number; here for as many as can be said.
            FetchEffect::MaxRedirects if value == "-1" => fetch.redirects_max = Some(100),
            FetchEffect::MaxRedirects => fetch.redirects_max = Some(number(value, 100)?),
            FetchEffect::TotalTimeout => fetch.total_timeout = limit(value)?,
            FetchEffect::ConnectTimeout => fetch.connect_timeout = limit(value)?,
            FetchEffect::Retries => fetch.retries = number(value, 20)?,
            FetchEffect::RetryDelay => fetch.retry_delay = limit(value)?,
        }
        Some(())
    }

    fn take_variable(&mut self, flag: &str, value: &str) -> Result<(), CurlError> {
        let told = format!("{flag} {value}");
        let Some(definition) = Definition::parse(value) else {
            self.note(Note::matters(&told, say(texts::VARIABLE_IS_NOT_SET)));
            return Ok(());
        };
        let content = match definition.setting {
            Setting::Content(content) => Some(content.as_bytes().to_vec()),
            Setting::File(file) => self.open(&told, file)?,
            Setting::Environment => {
                self.leave(flag, value, Left::Settings, Weight::Matters);
                None
            }
        };
        self.variables.set(definition, content.unwrap_or_default());
        Ok(())
    }

    /// The options of a file count as if they stood here. Says whether to go on.
    fn take_settings(&mut self, flag: &str, file: &str) -> Result<bool, CurlError> {
        self.n_settings += 1;
        if self.n_settings > SETTINGS_MAX {
            return Ok(true);
        }
        let octets = self.open(&format!("{flag} {file}"), file)?.unwrap_or_default();
        let words = settings::words(&String::from_utf8_lossy(&octets));
        let behind = self.take_words(&words)?.to_vec();
        self.behind = [behind, core::mem::take(&mut self.behind)].concat();
        Ok(self.behind.is_empty())
    }

    fn take_header(&mut self, flag: &str, line: &str) -> Result<(), CurlError> {
        let told = format!("{flag} {line}");
        if let Some(file) = line.strip_prefix('@') {
            let lines = self.open(&told, file)?.unwrap_or_default();
            let lines = String::from_utf8_lossy(&lines).into_owned();
            for line in lines.lines().filter(|line| line.contains(':') && !line.starts_with('#')) {
                self.header_lines.push(line.to_owned());
            }
        } else if line.contains(':') || line.find(';').is_some_and(|at| at + 1 == line.len()) {
            self.header_lines.push(line.to_owned());
        } else {
            self.note(Note::matters(&told, say(texts::IT_HAS_NO_COLON)));
        }
        Ok(())
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
            self.fetch.tells_referer = true;
            if matches!(self.files, Files::None) {
                self.note(Note::harmless(
                    &format!("{flag} {value}"),
                    say(texts::AUTO_IS_ABOUT_REDIRECTS),
                ));
            }
        }
        self.referer = Some(referer.unwrap_or(value).to_owned());
    }

    /// `-b` without `=` names a file. curl goes on without one that is not there.
    fn take_cookie_file(&mut self, flag: &str, name: &str) {
        self.keeps_cookies = true;
        let octets = match self.files {
            Files::None => {
                self.leave(flag, name, Left::CookieFile, Weight::Matters);
                None
            }
            Files::IfThere(read) => read(name),
            Files::Read(read) => match read(name) {
                Ok(octets) => Some(octets),
                Err(why) => {
                    self.note(Note::matters(&format!("{flag} {name}"), why));
                    None
                }
            },
        };
        let text = octets.map(|octets| String::from_utf8_lossy(&octets).into_owned());
        self.filed_cookies.extend(text.iter().flat_map(|text| cookie_file::read(text)));
    }
}

/// A start alone has everything behind it, too.
fn range(value: &str) -> String {
    let is_start = value.starts_with(|c: char| c.is_ascii_digit()) && !value.contains('-');
    if is_start { format!("{value}-") } else { value.to_owned() }
}

/// `date`, `-date`, and `=date`, as curl reads dates; without a time it is the start of the day.
fn time_condition(value: &str) -> Option<(&'static str, String)> {
    let (name, date) = match (value.strip_prefix('-'), value.strip_prefix('=')) {
        (Some(date), _) => ("If-Unmodified-Since", date),
        (_, Some(date)) => ("Last-Modified", date),
        (None, None) => ("If-Modified-Since", value.strip_prefix('+').unwrap_or(value)),
    };
    let at =
        cookie_date_unix_s(date).or_else(|| cookie_date_unix_s(&format!("{date} 00:00:00")))?;
    Some((name, http_date(at)))
}

/// A whole number, at most this one.
fn number(value: &str, most: u8) -> Option<u8> {
    value.parse::<u64>().ok().map(|number| number.min(u64::from(most)) as u8)
}

/// Seconds with up to three decimals, at most an hour; 0 stands for no limit, as curl has it. `None`
/// where it is no number.
fn limit(value: &str) -> Option<Option<Duration>> {
    let (whole, decimals) = value.split_once('.').unwrap_or((value, ""));
    let is_number = |text: &str| text.bytes().all(|octet| octet.is_ascii_digit());
    if value.len() > 20
        || !is_number(whole)
        || !is_number(decimals)
        || value.trim_matches('.').is_empty()
    {
        return None;
    }
    let seconds = if whole.is_empty() { 0 } else { whole.parse::<u64>().ok()?.min(3600) };
    let thousandths: String = decimals.chars().chain("000".chars()).take(3).collect();
    let span = Duration::from_secs(seconds) + Duration::from_millis(thousandths.parse().ok()?);
    Some((!span.is_zero()).then_some(span.min(Duration::from_secs(3600))))
}
