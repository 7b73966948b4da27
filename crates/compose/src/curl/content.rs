//! What a command sends: data, forms and files, as the options say it.

use super::assemble::{Command, Globs};
use super::form::{self, Field, Part};
use super::options::{Effect, Left};
use super::url::{percent_encoded, unfolded};
use super::{CurlError, Files, Note, Weight};
use crate::texts;
use language::{fill, say};
use trace::MAX_REQUESTS;

/// How deep parts stand in parts.
const NESTED_MAX: usize = 20;

impl Command<'_> {
    /// What a file holds, `-` being what comes in. A page can open none, which is noted.
    pub(super) fn open(&mut self, told: &str, name: &str) -> Result<Option<Vec<u8>>, CurlError> {
        if name == "-" && self.input.is_some() {
            return Ok(self.input.clone());
        }
        match self.files {
            Files::None => {
                self.note(Note::matters(told, say(texts::PAGE_CANNOT_READ_FILES_PASTE)));
                Ok(None)
            }
            Files::IfThere(read) => {
                let octets = read(name);
                if octets.is_none() {
                    self.note(Note::matters(told, say(texts::FILE_CANNOT_BE_READ)));
                }
                Ok(octets)
            }
            Files::Read(read) => read(name).map(Some).map_err(CurlError::UnreadFile),
        }
    }

    /// The same of a file that may be missing: then it is empty. `None` where a page cannot look.
    pub(super) fn open_if_there(&mut self, flag: &str, name: &str) -> Option<Vec<u8>> {
        match self.files {
            Files::None => {
                self.leave(flag, name, Left::Files, Weight::Matters);
                None
            }
            Files::IfThere(read) => Some(read(name).unwrap_or_default()),
            Files::Read(read) => Some(read(name).unwrap_or_default()),
        }
    }

    pub(super) fn take_data(
        &mut self,
        flag: &str,
        effect: Effect,
        value: &str,
    ) -> Result<(), CurlError> {
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
    pub(super) fn url_encoded(
        &mut self,
        flag: &str,
        value: &str,
    ) -> Result<Option<String>, CurlError> {
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
    pub(super) fn take_form(
        &mut self,
        flag: &str,
        effect: Effect,
        value: &str,
    ) -> Result<(), CurlError> {
        let told = format!("{flag} {value}");
        let fields: Option<Vec<Field>> = match effect {
            Effect::FormString => form::text_field(value).map(|field| vec![field]),
            _ => form::fields(value),
        };
        let Some(fields) = fields else {
            self.note(Note::matters(&told, say(texts::PART_HAS_NO_NAME)));
            return Ok(());
        };
        if fields.len() == 1 && fields[0].source == form::Source::Close {
            match self.open_parts.pop() {
                Some(part) => self.add_part(part),
                None => {
                    self.note(Note::matters(&told, say(texts::PART_OF_PARTS_IS_NOT_CLOSED)));
                }
            }
            return Ok(());
        }
        // Several files are one part of several (RFC 7578 §4.3 calls it old).
        let several = (fields.len() > 1).then(|| Part::of_parts(&fields[0].name));
        let is_several = several.is_some();
        self.open_parts.extend(several);
        for mut field in fields {
            for left in &field.left {
                let found = format!("{told} … {left}");
                self.note(Note::matters(&found, say(texts::PART_CANNOT_BE_WRITTEN_SO)));
            }
            if is_several {
                field.name.clear();
            }
            if field.source == form::Source::Open && self.open_parts.len() == NESTED_MAX {
                self.note(Note::matters(&told, say(texts::PART_CANNOT_BE_WRITTEN_SO)));
                continue;
            }
            if field.source == form::Source::Open {
                self.open_parts.push(Part { field, content: Vec::new(), parts: Vec::new() });
                continue;
            }
            let content = self.content_of(&told, &field)?;
            self.add_part(Part { field, content, parts: Vec::new() });
        }
        if is_several && let Some(part) = self.open_parts.pop() {
            self.add_part(part);
        }
        Ok(())
    }

    /// Puts a part into the one that is open, or into the form.
    fn add_part(&mut self, part: Part) {
        self.open_parts.last_mut().map_or(&mut self.parts, |outer| &mut outer.parts).push(part);
    }

    fn content_of(&mut self, told: &str, field: &Field) -> Result<Vec<u8>, CurlError> {
        let file = match (&field.source, field.file()) {
            (form::Source::Text(text), _) => return Ok(text.clone().into_bytes()),
            (_, Some("-")) if self.input.is_some() => {
                return Ok(self.input.clone().unwrap_or_default());
            }
            (_, file) => file.unwrap_or_default(),
        };
        let read = match self.files {
            Files::Read(read) => Some(read(file).map_err(CurlError::UnreadFile)?),
            Files::IfThere(read) => read(file),
            Files::None => None,
        };
        Ok(read.unwrap_or_else(|| {
            let place = fill!(texts::CONTENT_OF_THE_FILE, file);
            let reason = fill!(texts::PASTE_IT_INTO_ITS_PLACE, place);
            self.note(Note::matters(told, reason));
            place.into_bytes()
        }))
    }

    pub(super) fn take_upload(&mut self, flag: &str, file: &str) -> Result<(), CurlError> {
        let (files, _) = match self.takes_globs {
            Globs::Patterns => unfolded(file, MAX_REQUESTS),
            Globs::Text => (vec![file.to_owned()], false),
        };
        let mut uploads = Vec::new();
        for file in files {
            let content = self.open(&format!("{flag} {file}"), &file)?;
            uploads.push((file, content.unwrap_or_default()));
        }
        self.uploads.push(uploads);
        Ok(())
    }
}
