//! A preprocessor of mdBook: a book comes in as JSON on standard input, and goes out with embeds and
//! figures in place of fences.
//!
//! The two are told apart by their shape, not by the version that mdBook says it has: chapters are
//! whatever stands as `Chapter` in the lists of a book and of chapters.

use super::Document;
use crate::args::{Weaving, site};
use crate::files::read_standard_input;
use crate::input_error::InputError;
use crate::standard_output::print;
use serde_json::Value;
use sharing::Host;
use std::path::{Path, PathBuf};
use std::process::exit;

/// The largest book that is read: 256 MiB.
const MAX_BOOK_OCTETS: usize = 256 << 20;
/// The renderer that shows frames.
const RENDERER: &str = "html";
/// What `[preprocessor.roundtrip]` of book.toml may say, beside what mdBook itself reads there.
const OPTIONS: [&str; 1] = ["site"];
const OF_MDBOOK: [&str; 5] = ["command", "renderers", "before", "after", "optional"];

/// mdBook asks by the exit code.
pub fn supports(renderer: &str) -> Result<(), InputError> {
    if renderer == RENDERER { Ok(()) } else { exit(1) }
}

/// Reads a book, and prints it as it is to be built.
pub fn preprocess() -> Result<(), InputError> {
    let octets = read_standard_input(MAX_BOOK_OCTETS)?;
    let error = || {
        InputError::about(
            "standard input",
            "this is no book; mdBook calls roundtrip mdbook by itself: put \
             [preprocessor.roundtrip] with command = \"roundtrip mdbook\" into book.toml",
        )
    };
    let [context, mut book]: [Value; 2] = serde_json::from_slice(&octets).map_err(|_| error())?;
    let weaving = weaving(&context["config"]["preprocessor"]["roundtrip"])?;
    let source = context["config"]["book"]["src"].as_str().unwrap_or("src");
    let root = context["root"].as_str().unwrap_or_default();
    let chapters = Chapters { source, folder: Path::new(root).join(source), weaving };
    // `items` from version 0.5 on, `sections` before.
    for list in ["items", "sections"] {
        if let Some(items) = book.get_mut(list) {
            chapters.replace(items)?;
        }
    }
    print(book.to_string().as_bytes())
}

fn weaving(options: &Value) -> Result<Weaving, InputError> {
    let about = |told: String| InputError::about("book.toml, [preprocessor.roundtrip]", told);
    let said = options.as_object().into_iter().flatten();
    for (name, _) in said {
        if !OPTIONS.contains(&&**name) && !OF_MDBOOK.contains(&&**name) {
            return Err(about(format!(
                "there is no option “{name}”; there is {}",
                OPTIONS.join(", ")
            )));
        }
    }
    let site = match &options["site"] {
        Value::Null => None,
        Value::String(text) => Some(site(text)?),
        other => return Err(about(format!("site is {other}; write an address in quotes"))),
    };
    Ok(Weaving { host: Host::MdBook, site, figures: None })
}

struct Chapters<'a> {
    /// The folder of the book's sources, as book.toml names it.
    source: &'a str,
    folder: PathBuf,
    weaving: Weaving,
}

impl Chapters<'_> {
    fn replace(&self, items: &mut Value) -> Result<(), InputError> {
        for item in items.as_array_mut().into_iter().flatten() {
            let Some(chapter) = item.get_mut("Chapter") else { continue };
            let path = chapter["source_path"].as_str().or(chapter["path"].as_str());
            let path = path.unwrap_or_default().to_owned();
            if let Value::String(content) = &mut chapter["content"] {
                let file = self.folder.join(&path);
                let folder = file.parent().unwrap_or(&self.folder);
                let name = format!("{}/{path}", self.source);
                let document =
                    Document { name: &name, folder, goes_into: folder, weaving: &self.weaving };
                *content = document.with_embeds(content)?;
            }
            self.replace(&mut chapter["sub_items"])?;
        }
        Ok(())
    }
}
