//! Markdown documents, in which fences that say `roundtrip` become embeds and figures.

mod fence;
mod fences;
pub mod md_book;

use crate::args::{Markdown, Weaving};
use crate::files::{read_file, read_standard_input, write};
use crate::input_error::InputError;
use fences::woven;
pub use fences::{Fence, Wrong};
use std::path::Path;

/// The largest document that is read: 16 MiB.
const MAX_DOCUMENT_OCTETS: usize = 16 << 20;

/// A document as it is read and written.
pub struct Document<'a> {
    /// What it is called where something is wrong in it.
    pub name: &'a str,
    /// Where scenario files are, as its fences name them.
    pub folder: &'a Path,
    /// Where it will lie, which figures are seen from.
    pub goes_into: &'a Path,
    pub weaving: &'a Weaving,
}

impl Document<'_> {
    /// The same text with other fences. What else is in it stays, octet for octet.
    fn with_embeds(&self, text: &str) -> Result<String, InputError> {
        woven(text, |fence| self.embed(fence)).map_err(|wrong| {
            InputError::about(&format!("{}:{}", self.name, wrong.line), wrong.error)
        })
    }
}

/// Prints a document with embeds and figures in place of its fences.
pub fn replace_fences(markdown: Markdown) -> Result<(), InputError> {
    let Markdown { document, weaving, file } = markdown;
    let name = document.as_deref().unwrap_or("standard input");
    let octets = match &document {
        Some(path) => read_file(path, MAX_DOCUMENT_OCTETS)?,
        None => read_standard_input(MAX_DOCUMENT_OCTETS)?,
    };
    let text = as_text(octets, name)?;
    let folder = folder_of(document.as_deref());
    let goes_into = folder_of(file.as_deref().or(document.as_deref()));
    let document = Document { name, folder, goes_into, weaving: &weaving };
    write(document.with_embeds(&text)?.as_bytes(), file.as_deref())
}

/// The text of a document.
pub fn as_text(octets: Vec<u8>, name: &str) -> Result<String, InputError> {
    String::from_utf8(octets).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        InputError::about(
            name,
            format!("this is not a text in UTF-8 (octet {at}); save it as UTF-8"),
        )
    })
}

/// Where a document lies.
pub fn folder_of(file: Option<&str>) -> &Path {
    file.and_then(|file| Path::new(file).parent()).unwrap_or(Path::new(""))
}
