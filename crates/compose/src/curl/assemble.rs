//! From words to what the options of curl say.

use super::form::{self, Field, Part};
use super::options::{CurlOption, Effect, Left, Takes, long, short};
use super::url::percent_encoded;
use super::{CurlError, Files, Note, Weight};
use crate::headers::{basic, bearer};
use crate::texts;
use language::{fill, say};

/// What the options say.
#[derive(Default)]
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
    /// The file that `-T` sends.
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
    pub range: Option<String>,
    pub is_compressed: bool,
    pub notes: Vec<Note>,
}

/// Whether `[1-3]` and `{a,b}` in a URL are patterns, as they are for curl unless one says `-g`.
#[derive(Default, PartialEq, Eq)]
pub enum Globs {
    #[default]
    Patterns,
    Text,
}

impl Command<'_> {
    /// Takes the words after `curl`.
    pub fn take_words(&mut self, words: &[String]) -> Result<(), CurlError> {
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

    pub fn note(&mut self, note: Note) {
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
                    None => self.url_encoded(flag, value)?,
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

    /// What a file holds, `-` being what comes in. A page can open none, which is noted.
    fn open(&mut self, told: &str, name: &str) -> Result<Option<Vec<u8>>, CurlError> {
        if name == "-" && self.input.is_some() {
            return Ok(self.input.clone());
        }
        match self.files {
            Files::None => {
                self.note(Note::matters(told, say(texts::PAGE_CANNOT_READ_FILES_PASTE)));
                Ok(None)
            }
            Files::Read(read) => read(name).map(Some).map_err(CurlError::UnreadFile),
        }
    }

    fn take_header(&mut self, flag: &str, line: &str) -> Result<(), CurlError> {
        let told = format!("{flag} {line}");
        if let Some(file) = line.strip_prefix('@') {
            let lines = self.open(&told, file)?.unwrap_or_default();
            let lines = String::from_utf8_lossy(&lines).into_owned();
            for line in lines.lines().filter(|line| line.contains(':') && !line.starts_with('#')) {
                self.header_lines.push(line.to_owned());
            }
        } else if line.contains(':') || line.trim_matches([' ', '\t']).ends_with(';') {
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
            self.note(Note::harmless(
                &format!("{flag} {value}"),
                say(texts::AUTO_IS_ABOUT_REDIRECTS),
            ));
        }
        self.referer = Some(referer.unwrap_or(value).to_owned());
    }

    fn take_data(&mut self, flag: &str, effect: Effect, value: &str) -> Result<(), CurlError> {
        let told = format!("{flag} {value}");
        let piece = match (effect, value.strip_prefix('@')) {
            (Effect::DataUrlEncoded, _) => self.url_encoded(flag, value)?.map(String::into_bytes),
            (Effect::Data | Effect::DataBinary | Effect::Json, Some(file)) => {
                let octets = self.open(&told, file)?;
                octets.map(|mut octets| {
                    if effect == Effect::Data {
                        octets.retain(|octet| !matches!(octet, b'\r' | b'\n' | 0));
                    }
                    octets
                })
            }
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
    fn url_encoded(&mut self, flag: &str, value: &str) -> Result<Option<String>, CurlError> {
        let (name, content) = match value.find(['=', '@']) {
            Some(at) if value[at..].starts_with('@') => {
                let octets = self.open(&format!("{flag} {value}"), &value[at + 1..])?;
                let Some(octets) = octets else { return Ok(None) };
                (&value[..at], percent_encoded(&octets))
            }
            Some(at) => (&value[..at], percent_encoded(&value.as_bytes()[at + 1..])),
            None => ("", percent_encoded(value.as_bytes())),
        };
        Ok(Some(if name.is_empty() { content } else { format!("{name}={content}") }))
    }

    /// `-F`: each part with its content; where a page cannot read a file, with a place for it.
    fn take_form(&mut self, flag: &str, effect: Effect, value: &str) -> Result<(), CurlError> {
        let told = format!("{flag} {value}");
        let fields: Option<Vec<Field>> = match effect {
            Effect::FormString => form::text_field(value).map(|field| vec![field]),
            _ => form::fields(value),
        };
        let Some(fields) = fields else {
            self.note(Note::matters(&told, say(texts::PART_HAS_NO_NAME)));
            return Ok(());
        };
        if fields.len() > 1 {
            self.note(Note::matters(&told, say(texts::FILES_ARE_PARTS_OF_THEIR_OWN)));
        }
        for field in fields {
            for left in &field.left {
                let (found, reason) = match left.as_str() {
                    "=(" => (told.clone(), say(texts::PART_OF_PARTS_IS_A_TEXT)),
                    left => (format!("{told} … {left}"), say(texts::PART_CANNOT_BE_WRITTEN_SO)),
                };
                self.note(Note::matters(&found, reason));
            }
            let content = match (&field.source, field.file()) {
                (form::Source::Text(text), _) => text.clone().into_bytes(),
                (_, Some("-")) if self.input.is_some() => self.input.clone().unwrap_or_default(),
                (_, file) => {
                    let file = file.unwrap_or_default();
                    match self.files {
                        Files::Read(read) => read(file).map_err(CurlError::UnreadFile)?,
                        Files::None => {
                            let place = fill!(texts::CONTENT_OF_THE_FILE, file);
                            let reason = fill!(texts::PASTE_IT_INTO_ITS_PLACE, place);
                            self.note(Note::matters(&told, reason));
                            place.into_bytes()
                        }
                    }
                }
            };
            self.parts.push(Part { field, content });
        }
        Ok(())
    }

    fn take_upload(&mut self, flag: &str, file: &str) -> Result<(), CurlError> {
        let content = self.open(&format!("{flag} {file}"), file)?;
        self.content = Some(content.unwrap_or_default());
        self.upload = Some(file.to_owned());
        Ok(())
    }
}
