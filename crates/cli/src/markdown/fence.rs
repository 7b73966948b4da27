//! What a fence says: a request as curl takes it, and options as the command takes them, one a line.

use super::Document;
use super::fences::{Fence, Wrong};
use crate::args::{Figure, Options, Source, Verb};
use crate::exchange::{Asking, Exchange};
use crate::figure;
use crate::input_error::InputError;
use crate::source::{Asked, By};
use crate::standard_output::say;
use crate::visible;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use compose::curl::{CurlError, Weight, words_of};
use lexopt::Parser;
use sharing::snippet::HEIGHT_PX;
use sharing::{Host, Site, Snippet};
use std::path::Path;
use trace::{ClientKind, ClientOptions};

impl Document<'_> {
    /// What stands in place of a fence, in one line.
    pub fn embed(&self, fence: &Fence) -> Result<String, Wrong> {
        if !fence.behind_the_word.is_empty() {
            let message = format!(
                "“{}” stands behind “roundtrip”; what is said of the exchange stands within the fence, \
                 one option a line",
                fence.behind_the_word
            );
            return Err(Wrong { line: fence.line, error: InputError::new(message) });
        }
        let Read { exchange, figure, height_px, request_line } = self.read(fence)?;
        let picture = figure::svg(engine::simulate(&exchange.scenario), figure);
        let picture = picture.map_err(|error| Wrong { line: request_line, error })?;
        let picture = self.picture(&picture).map_err(|error| Wrong { line: fence.line, error })?;
        Ok(self.line(&exchange, height_px, &picture))
    }

    /// The exchange that a fence names.
    pub fn read(&self, fence: &Fence) -> Result<Read, Wrong> {
        let at = |line: usize| move |error| Wrong { line, error };
        let Said { mut options, request_line } = self.said(fence)?;
        let figure = options.figure();
        let height_px = options.height_px.unwrap_or(HEIGHT_PX);
        let is_file = |name: &str| self.folder.join(name).is_file();
        let source = options.source(is_file).map_err(at(request_line))?;
        if source == Source::Default {
            let is_empty = fence.lines.iter().all(|line| line.trim().is_empty());
            let found =
                if is_empty { "holds no request" } else { "says what is shown of no request" };
            let message = format!(
                "this fence {found}; write one into it, e.g. http://api.example.com/users/42, or --example get"
            );
            return Err(at(fence.line)(InputError::new(message)));
        }
        let settings = options.all_settings();
        let asking =
            Asking { source, changes: options.changes, secrets: options.secrets, settings };
        let tell = |told: &str| self.tell(request_line, told);
        let asked = Asked { by: By::Document(self.folder), tell: &tell };
        let exchange = Exchange::new(asking, asked).map_err(at(request_line))?;
        Ok(Read { exchange, figure, height_px, request_line })
    }

    fn line(&self, exchange: &Exchange, height_px: u16, picture: &str) -> String {
        let Exchange { embed, link, title, .. } = exchange;
        let nowhere = Site::default();
        let (site, has_site) = match &self.weaving.site {
            Some(site) => (site, true),
            None => (&nowhere, false),
        };
        let snippet = Snippet { site, embed, title, link, height_px };
        match self.weaving.host {
            Host::Markdown => snippet.picture(picture),
            Host::Myst => snippet.bare_line(has_site, picture),
            Host::Docusaurus => snippet.jsx_line(has_site, Some(picture)),
            _ => snippet.html_line(has_site, Some(picture)),
        }
    }

    /// The address of a figure, as the document names it: the figure itself, or a file that is named
    /// by its content.
    fn picture(&self, svg: &str) -> Result<String, InputError> {
        let Some(folder) = &self.weaving.figures else {
            return Ok(format!("data:image/svg+xml;base64,{}", BASE64_STANDARD.encode(svg)));
        };
        let name = format!("roundtrip-{:016x}.svg", trace::hash(svg.as_bytes()));
        let into = self.goes_into.join(folder);
        let path = into.join(&name).display().to_string();
        // Written once, so that what watches the folder sees no change where there is none.
        if !Path::new(&path).is_file() {
            std::fs::create_dir_all(&into).and_then(|()| std::fs::write(&path, svg)).map_err(
                |error| InputError::about(&path, crate::input_error::cannot("write", &error)),
            )?;
        }
        Ok(format!("{}/{name}", folder.trim_end_matches('/')))
    }

    fn tell(&self, line: usize, told: &str) {
        say(&visible(&format!("{}:{line}: {told}", self.name)));
    }

    fn said(&self, fence: &Fence) -> Result<Said, Wrong> {
        let mut said = Said { options: Options::default(), request_line: fence.line };
        let mut lines = fence.lines.iter().enumerate();
        while let Some((index, line)) = lines.next() {
            let number = fence.line + 1 + index;
            let wrong = |error| Wrong { line: number, error };
            let mut command = line.clone();
            let (words, notes) = loop {
                // A backslash and an open quote have the line go on.
                let goes_on = command.ends_with('\\');
                let words = words_of(&command);
                let is_open = matches!(words, Err(CurlError::OpenQuote(_)));
                let next = if goes_on || is_open { lines.next() } else { None };
                let Some((_, next)) = next else {
                    break words.map_err(|error| wrong(InputError::new(error.to_string())))?;
                };
                command.push('\n');
                command.push_str(next);
            };
            let matter = notes.iter().filter(|note| note.weight == Weight::Matters);
            matter.for_each(|note| self.tell(number, &note.to_string()));
            said.take(words, number).map_err(wrong)?;
        }
        Ok(said)
    }
}

/// What a fence names.
pub struct Read {
    pub exchange: Exchange,
    figure: Figure,
    height_px: u16,
    /// Where the request stands, or what else is run.
    request_line: usize,
}

/// What the lines of a fence say.
struct Said {
    options: Options,
    /// Where the request stands, or what else is run.
    request_line: usize,
}

impl Said {
    fn take(&mut self, mut words: Vec<String>, line: usize) -> Result<(), InputError> {
        // Whoever writes the command means its client.
        if words.first().is_some_and(|word| word == "curl") {
            words.remove(0);
            let curl = ClientKind::ALL.iter().position(|kind| *kind == ClientKind::Curl);
            let curl = curl.map(|index| index as u64);
            self.options.changes.options.insert(0, (ClientOptions::KIND, curl));
        }
        let had = (self.options.operand.is_some(), self.options.example.is_some());
        self.options.read(Parser::from_args(words), Verb::Fence)?;
        if had != (self.options.operand.is_some(), self.options.example.is_some()) {
            self.request_line = line;
        }
        Ok(())
    }
}
