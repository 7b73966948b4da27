//! The text by which a program or a site that shows course pages shows an embed: a snippet.
//!
//! What each of them keeps of what is pasted there decides its form. Learning platforms keep a few
//! attributes of a frame and no script; builders of pages keep what their markup lets through;
//! where frames are stripped, a picture that leads to the page stands instead.

use crate::embed::{DOCUMENT, Embed, Setting, Shown};
use crate::escape::{html, line, markdown};
use crate::site::Site;
use crate::texts;
use core::fmt;
use language::{fill, say};

/// What an embed is pasted into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// A page written by hand.
    Html,
    /// WordPress.
    WordPress,
    /// Moodle's editor, in its HTML view.
    Moodle,
    /// Canvas' editor, in its HTML view.
    Canvas,
    /// Notion's embed block.
    Notion,
    /// Docusaurus, and MDX elsewhere.
    Docusaurus,
    /// MkDocs.
    MkDocs,
    /// mdBook.
    MdBook,
    /// MyST Markdown, as Jupyter Book 2 has it.
    Myst,
    /// Sphinx, in reStructuredText.
    Sphinx,
    /// Quarto, and pandoc elsewhere.
    Quarto,
    /// A deck of reveal.js.
    Reveal,
    /// Markdown where frames are stripped: a README, a wiki.
    Markdown,
}

impl Host {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Html,
        Self::WordPress,
        Self::Moodle,
        Self::Canvas,
        Self::Notion,
        Self::Docusaurus,
        Self::MkDocs,
        Self::MdBook,
        Self::Myst,
        Self::Sphinx,
        Self::Quarto,
        Self::Reveal,
        Self::Markdown,
    ];

    /// Its name on a command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::WordPress => "wordpress",
            Self::Moodle => "moodle",
            Self::Canvas => "canvas",
            Self::Notion => "notion",
            Self::Docusaurus => "docusaurus",
            Self::MkDocs => "mkdocs",
            Self::MdBook => "mdbook",
            Self::Myst => "myst",
            Self::Sphinx => "sphinx",
            Self::Quarto => "quarto",
            Self::Reveal => "reveal",
            Self::Markdown => "markdown",
        }
    }

    /// The host with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|host| host.name() == name)
    }

    /// What it calls itself.
    pub fn title(self) -> &'static str {
        match self {
            Self::Html => "HTML",
            Self::WordPress => "WordPress",
            Self::Moodle => "Moodle",
            Self::Canvas => "Canvas",
            Self::Notion => "Notion",
            Self::Docusaurus => "Docusaurus (MDX)",
            Self::MkDocs => "MkDocs",
            Self::MdBook => "mdBook",
            Self::Myst => "MyST, Jupyter Book",
            Self::Sphinx => "Sphinx",
            Self::Quarto => "Quarto",
            Self::Reveal => "reveal.js",
            Self::Markdown => "Markdown",
        }
    }

    /// Whether what is pasted there is shown from elsewhere.
    fn needs_whole_site(self) -> bool {
        match self {
            Self::WordPress | Self::Moodle | Self::Canvas | Self::Notion | Self::Markdown => true,
            Self::Html
            | Self::Docusaurus
            | Self::MkDocs
            | Self::MdBook
            | Self::Myst
            | Self::Sphinx
            | Self::Quarto
            | Self::Reveal => false,
        }
    }
}

/// Why there is no snippet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnippetError {
    /// This host needs the page's whole address.
    SiteIsNotWhole(Host),
}

impl fmt::Display for SnippetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::SiteIsNotWhole(host) = self;
        f.write_str(&fill!(texts::SITE_MUST_BE_WHOLE, host = host.title()))
    }
}

impl std::error::Error for SnippetError {}

/// What a snippet shows.
#[derive(Debug, Clone, Copy)]
pub struct Snippet<'a> {
    /// Where the page stands.
    pub site: &'a Site,
    /// What is shown.
    pub embed: &'a Embed,
    /// What it is about, e.g. `GET: read one user`.
    pub title: &'a str,
    /// The [link](crate::link) to the same on the whole page.
    pub link: &'a str,
    /// The height of the frame, in CSS pixels.
    pub height_px: u16,
}

/// The height of a frame in which sentence, buttons and lanes have room.
pub const HEIGHT_PX: u16 = 500;
/// The height of a frame in which a question and its picture have room.
const LESSON_HEIGHT_PX: u16 = 560;
/// Slides of reveal.js are 960 by 700 CSS pixels.
const SLIDE_PX: [u16; 2] = [960, 600];
/// What a frame asks for besides what it has.
const ALLOW: &str = "clipboard-write; fullscreen";
/// Where the picture of an exchange is expected that does not come along.
pub const PICTURE_FILE: &str = "exchange.svg";

impl Snippet<'_> {
    /// What is pasted; it ends with a line break.
    ///
    /// # Errors
    /// What the host needs and is not there.
    pub fn text(&self, host: Host) -> Result<String, SnippetError> {
        if host.needs_whole_site() && !self.site.is_whole() {
            return Err(SnippetError::SiteIsNotWhole(host));
        }
        let text = match host {
            Host::Html | Host::MkDocs | Host::MdBook => self.frame(),
            Host::WordPress => self.word_press(),
            Host::Moodle | Host::Canvas => self.plain_frame(),
            Host::Notion => self.address(),
            Host::Docusaurus => self.jsx_frame(),
            Host::Myst => format!(
                ":::{{iframe}} {}\n:width: 100%\n:title: {}\n:::",
                self.address(),
                line(&self.name())
            ),
            Host::Sphinx => format!(".. raw:: html\n\n   {}", self.frame()),
            Host::Quarto => format!("```{{=html}}\n{}\n```", self.frame()),
            Host::Reveal => self.slide(),
            Host::Markdown => self.picture(&self.picture_address()),
        };
        Ok(text + "\n")
    }

    /// The address of the embed.
    pub fn address(&self) -> String {
        self.site.embed(self.embed)
    }

    /// What a screen reader calls the frame.
    pub fn name(&self) -> String {
        fill!(texts::EXCHANGE_STEP_BY_STEP, title = self.title)
    }

    /// What the link to the whole page is called.
    pub fn link_name(&self) -> &'static str {
        say(texts::OPEN_IN_ROUNDTRIP)
    }

    /// The address of a picture of it: that of an example lies beside the page.
    pub fn picture_address(&self) -> String {
        match &self.embed.shown {
            Shown::Example(name) => self.site.file(&format!("e/{name}.figure.svg")),
            Shown::State(_) => PICTURE_FILE.to_owned(),
        }
    }

    /// A frame in one line of HTML.
    pub fn frame(&self) -> String {
        format!(
            "<iframe {} width=\"100%\" height=\"{}\" loading=\"lazy\" allow=\"{ALLOW}\" \
             style=\"border: 0\"></iframe>",
            self.source("src"),
            self.height_px
        )
    }

    /// The same with the attributes alone that learning platforms keep.
    fn plain_frame(&self) -> String {
        format!(
            "<iframe {} width=\"100%\" height=\"{}\" frameborder=\"0\" \
             allowfullscreen=\"allowfullscreen\"></iframe>",
            self.source("src"),
            self.height_px
        )
    }

    /// The same in JSX, whose attributes and styles are written otherwise.
    pub fn jsx_frame(&self) -> String {
        format!(
            "<iframe {} width=\"100%\" height=\"{}\" loading=\"lazy\" allow=\"{ALLOW}\" \
             style={{{{border: 0}}}} />",
            self.source("src"),
            self.height_px
        )
    }

    /// The page of an example announces itself (oEmbed), so its address is enough. What more is
    /// said of an embed has no place in that, and takes a block of HTML.
    fn word_press(&self) -> String {
        match &self.embed.shown {
            Shown::Example(name) if self.embed.is_plain() => {
                self.site.file(&format!("e/{name}.html"))
            }
            Shown::Example(_) | Shown::State(_) => {
                format!("<!-- wp:html -->\n{}\n<!-- /wp:html -->", self.plain_frame())
            }
        }
    }

    /// A slide whose frame is loaded shortly before it is shown. What waits for the slide itself is
    /// not loaded in the speaker's view of reveal.js.
    fn slide(&self) -> String {
        let deck = Setting::find("deck").expect("decks are known");
        let embed = self.embed.clone().with(deck, "1");
        let snippet = Snippet { embed: &embed, ..*self };
        let [width, height] = SLIDE_PX;
        format!(
            "<section>\n  <iframe {} width=\"{width}\" height=\"{height}\" allow=\"{ALLOW}\" \
             style=\"border: 0\"></iframe>\n</section>",
            snippet.source("data-preload data-src")
        )
    }

    fn source(&self, attribute: &str) -> String {
        format!("{attribute}=\"{}\" title=\"{}\"", html(&self.address()), html(&self.name()))
    }

    /// A picture at this address that leads to the page, in Markdown. An address that could end
    /// the link stands in angle brackets (CommonMark 0.31 §6.3).
    pub fn picture(&self, address: &str) -> String {
        let (name, page) = (markdown(&self.name()), self.site.page(self.link));
        let destination = |address: &str| match address.contains([' ', '(', ')']) {
            true => format!("<{address}>"),
            false => address.to_owned(),
        };
        format!("[![{name}]({})]({})", destination(address), destination(&page))
    }

    /// Frame and picture in one line of HTML that is a block of its own wherever a fence may stand,
    /// whatever stands before and behind it: a line that starts with a comment and ends it is one
    /// (CommonMark 0.31 §4.6, kind 2).
    pub fn html_line(&self, frame: bool, picture: Option<&str>) -> String {
        let attributes = "class=\"roundtrip\" style=\"margin: 0\"";
        let figure = self.figure(frame.then(|| self.frame()), picture, attributes, "/>");
        format!("<!-- roundtrip -->{figure}")
    }

    /// The same in JSX, which knows no such comment.
    pub fn jsx_line(&self, frame: bool, picture: Option<&str>) -> String {
        let attributes = "className=\"roundtrip\" style={{margin: 0}}";
        self.figure(frame.then(|| self.jsx_frame()), picture, attributes, " />")
    }

    /// Frame or picture in one line of HTML without anything around it, for MyST: there a comment
    /// ends its line, and a figure holds a picture alone.
    pub fn bare_line(&self, frame: bool, picture: &str) -> String {
        if frame { self.frame() } else { self.image(picture, "/>") }
    }

    fn image(&self, address: &str, ends_empty: &str) -> String {
        let (address, name) = (html(address), html(&self.name()));
        format!("<img src=\"{address}\" alt=\"{name}\" loading=\"lazy\"{ends_empty}")
    }

    /// As wide as the text: browsers indent figures on both sides, which phones have no room for.
    fn figure(
        &self,
        frame: Option<String>,
        picture: Option<&str>,
        attributes: &str,
        ends_empty: &str,
    ) -> String {
        let image = picture.map(|address| self.image(address, ends_empty));
        let (page, open) = (html(&self.site.page(self.link)), html(self.link_name()));
        let title = html(self.title);
        let caption =
            |title: &str| format!("<figcaption>{title}<a href=\"{page}\">{open}</a></figcaption>");
        let content = match (frame, image) {
            (Some(frame), Some(image)) => {
                let as_figure = html(say(texts::AS_A_FIGURE));
                let figure = format!("<details><summary>{as_figure}</summary>{image}</details>");
                format!("{frame}{}{figure}", caption(&format!("{title}: ")))
            }
            (Some(frame), None) => format!("{frame}{}", caption(&format!("{title}: "))),
            (None, Some(image)) => format!("{image}<figcaption>{title}</figcaption>"),
            (None, None) => caption(&format!("{title}: ")),
        };
        format!("<figure {attributes}>{content}</figure>")
    }
}

/// A frame that shows a lesson, in one line of HTML with a line break behind it: `place` is what stands
/// behind `#` in a link to it.
pub fn lesson_frame(site: &Site, place: &str, title: &str) -> String {
    let address = site.file(&[DOCUMENT, "#", place].concat());
    format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"{LESSON_HEIGHT_PX}\" loading=\"lazy\" \
         allow=\"{ALLOW}\" style=\"border: 0\"></iframe>\n",
        html(&address),
        html(title)
    )
}

#[cfg(test)]
mod tests;
