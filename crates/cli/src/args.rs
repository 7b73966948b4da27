//! From the command line to a [`Command`]: what is asked for, before any file is opened.

mod lesson;
mod options;

pub use options::{Options, Verb, Wants, axis_name, host, level_name, site};

use crate::input_error::InputError;
use compose::overrides::Overrides;
use lexopt::Arg::{Long, Short, Value};
use lexopt::{Parser, ValueExt as _};
use options::value;
use picture::handout::Paper;
use picture::{Axis, Level};
use sharing::{Host, Setting, Site};
use std::ffi::OsString;
use std::path::Path;

/// What the reader asked for.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    Help,
    Version,
    /// Names the built-in scenarios.
    List,
    /// Prints a built-in scenario.
    Scenario(Option<String>),
    /// Prints the JSON Schema of scenarios.
    Schema,
    /// Prints the scenario of a curl command; `None` reads it from standard input.
    ImportCurl(Option<String>),
    /// Says whether a deck can be opened, and names its scenes.
    CheckDeck(String),
    /// Says what is wrong with lessons.
    CheckLessons(Vec<String>),
    /// Prints the exercises of a lesson with their keys.
    PrintSheet {
        /// The lesson.
        path: String,
        /// What is added to the seeds of its exercises.
        seed: u64,
    },
    /// Writes what a page opens of a lesson, or of several.
    BuildLessons {
        /// The lessons.
        paths: Vec<String>,
        /// Where it goes; standard output otherwise.
        file: Option<String>,
    },
    /// Writes lessons as a package for a learning platform.
    PackageLessons(Packaging),
    /// Takes a URL apart, as seen from a base.
    Url {
        url: String,
        base: Option<String>,
    },
    Simulate(Simulate),
    /// Prints what is pasted into a course page.
    Snippet(Pasted),
    /// Replaces the fences of a Markdown document.
    Markdown(Markdown),
    /// The same for the chapters of an mdBook, which come in on standard input.
    MdBook,
    /// Whether mdBook is to call it for this renderer.
    MdBookSupports(String),
    /// Writes a page for each example, which says what it is before it is opened.
    Previews {
        folder: String,
        site: Option<Site>,
    },
}

/// Lessons that become a package.
#[derive(Debug, PartialEq, Eq)]
pub struct Packaging {
    /// The lessons, in order.
    pub paths: Vec<String>,
    /// The program: the page in one file, or the folder that is published.
    pub page: String,
    /// What the course is called; otherwise as its lesson, or as the file.
    pub title: Option<String>,
    /// Where it goes.
    pub file: String,
}

/// One run.
#[derive(Debug, PartialEq, Eq)]
pub struct Simulate {
    pub source: Source,
    pub changes: Overrides,
    pub secrets: Secrets,
    pub output: Output,
}

/// What becomes of passwords, tokens and keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Secrets {
    /// They are neither sent nor printed, as long as nobody asks.
    #[default]
    LeaveOut,
    /// `--secrets`
    Include,
}

/// Where the scenario comes from.
#[derive(Debug, PartialEq, Eq)]
pub enum Source {
    Default,
    File(String),
    StandardInput,
    BuiltIn(String),
    /// A request as curl's arguments describe it: the options as they were given, and the URL.
    Request {
        options: Vec<String>,
        url: String,
    },
}

/// What is shown, and where.
#[derive(Debug, PartialEq, Eq)]
pub struct Output {
    pub format: Format,
    /// `None` is standard output.
    pub file: Option<String>,
}

/// A form in which a trace leaves the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Text(Level),
    /// What is shown, in words.
    Transcript(Level, Shows),
    Mermaid(Level),
    Json,
    Har,
    Exchanges,
    Pcapng,
    Figure(Figure),
    Handout(Level, Paper),
}

/// A picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    pub level: Level,
    pub axis: Axis,
    pub shows: Shows,
    pub width_px: u16,
    /// Whether everything is there from the start.
    pub is_still: bool,
    pub format: FigureFormat,
}

/// What of a run is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shows {
    /// The lanes, with everything between them.
    #[default]
    Lanes,
    /// Each step by itself, one under another.
    Steps,
    /// All fetches on one clock.
    Overview,
    /// Two fetches beside each other, by their indices.
    Comparison([u32; 2]),
    /// The last request again and again; in words alone.
    Replay,
}

/// What a picture is written as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FigureFormat {
    #[default]
    Svg,
    /// Nothing moves in it.
    Png,
    Gif,
}

/// An embed as it is pasted into something.
#[derive(Debug, PartialEq, Eq)]
pub struct Pasted {
    pub source: Source,
    pub changes: Overrides,
    pub secrets: Secrets,
    pub settings: Vec<(Setting, String)>,
    pub host: Host,
    pub site: Site,
    pub height_px: u16,
    /// `None` is standard output.
    pub file: Option<String>,
}

/// A Markdown document whose fences are replaced.
#[derive(Debug, PartialEq, Eq)]
pub struct Markdown {
    /// `None` is standard input.
    pub document: Option<String>,
    pub weaving: Weaving,
    /// `None` is standard output.
    pub file: Option<String>,
}

/// What stands in place of a fence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weaving {
    /// What builds the page.
    pub host: Host,
    /// Where the page with the program stands; without it there are figures alone.
    pub site: Option<Site>,
    /// The folder that figures are written into, as seen from the document; without it they stand
    /// within it.
    pub figures: Option<String>,
}

/// Reads the arguments; `is_file` says whether there is a file with that name.
pub fn parse(
    arguments: impl IntoIterator<Item = OsString>,
    is_file: impl Fn(&str) -> bool,
) -> Result<Command, InputError> {
    let mut parser = Parser::from_args(arguments);
    let Some(first) = parser.next()? else { return Ok(Command::Help) };
    let command = match first {
        Short('h') | Long("help") => return Ok(Command::Help),
        Short('V') | Long("version") => return Ok(Command::Version),
        Value(command) => command.string()?,
        option => return Err(option.unexpected().into()),
    };
    match command.as_str() {
        "simulate" => simulate(parser, is_file),
        "figure" => figure(parser, is_file),
        "handout" => handout(parser, is_file),
        "snippet" => snippet(parser, is_file),
        "markdown" => markdown(parser),
        "mdbook" => md_book(parser),
        "previews" => previews(parser),
        "help" => Ok(Command::Help),
        "url" => url(parser),
        "deck" => deck(parser),
        "lesson" => lesson::lesson(parser),
        "list" | "scenario" | "schema" | "import-curl" => named(&command, parser),
        other => Err(InputError::new(format!(
            "“{other}” is not a command; use simulate, figure, handout, snippet, markdown, mdbook, \
             previews, deck, lesson, import-curl, url, list, scenario or schema, e.g. roundtrip simulate {other}"
        ))),
    }
}

/// The commands that take a name at most.
fn named(command: &str, mut parser: Parser) -> Result<Command, InputError> {
    let mut name = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Value(value) if ["scenario", "import-curl"].contains(&command) && name.is_none() => {
                name = Some(value.string()?);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(match command {
        "list" => Command::List,
        "schema" => Command::Schema,
        "import-curl" => Command::ImportCurl(name.filter(|command| command != "-")),
        _ => Command::Scenario(name),
    })
}

/// At most two operands; `None` where help is asked for.
fn up_to_two(mut parser: Parser) -> Result<Option<Vec<String>>, InputError> {
    let mut operands = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(None),
            Value(value) if operands.len() < 2 => operands.push(value.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Some(operands))
}

fn url(parser: Parser) -> Result<Command, InputError> {
    let Some(operands) = up_to_two(parser)? else { return Ok(Command::Help) };
    let mut operands = operands.into_iter();
    match operands.next() {
        Some(url) => Ok(Command::Url { url, base: operands.next() }),
        None => {
            Err(InputError::new("url needs a URL, e.g. roundtrip url ../x http://a.example/b/"))
        }
    }
}

fn deck(parser: Parser) -> Result<Command, InputError> {
    let Some(mut operands) = up_to_two(parser)? else { return Ok(Command::Help) };
    match &mut operands[..] {
        [what, path] if what == "check" => Ok(Command::CheckDeck(core::mem::take(path))),
        _ => Err(InputError::new("deck needs a file, e.g. roundtrip deck check deck.json")),
    }
}

fn simulate(parser: Parser, is_file: impl Fn(&str) -> bool) -> Result<Command, InputError> {
    let mut options = Options::default();
    if options.read(parser, Verb::Simulate)? == Wants::Help {
        return Ok(Command::Help);
    }
    let source = options.source(is_file)?;
    let shown = (options.level, options.shows);
    let output = output(options.format.take(), shown, options.file.take())?;
    Ok(options.simulate(source, output))
}

fn figure(parser: Parser, is_file: impl Fn(&str) -> bool) -> Result<Command, InputError> {
    let mut options = Options::default();
    if options.read(parser, Verb::Figure)? == Wants::Help {
        return Ok(Command::Help);
    }
    let source = options.source(is_file)?;
    let file = named_file(options.file.take());
    let format = figure_format(options.format.as_deref(), file.as_deref())?;
    let output = Output { format: Format::Figure(Figure { format, ..options.figure() }), file };
    Ok(options.simulate(source, output))
}

fn handout(parser: Parser, is_file: impl Fn(&str) -> bool) -> Result<Command, InputError> {
    let mut options = Options::default();
    if options.read(parser, Verb::Handout)? == Wants::Help {
        return Ok(Command::Help);
    }
    let source = options.source(is_file)?;
    let format = Format::Handout(options.level.unwrap_or_default(), options.paper);
    let output = Output { format, file: named_file(options.file.take()) };
    Ok(options.simulate(source, output))
}

fn figure_format(format: Option<&str>, file: Option<&str>) -> Result<FigureFormat, InputError> {
    let ending =
        || Path::new(file?).extension()?.to_str().filter(|end| ["png", "gif"].contains(end));
    match format.or_else(ending) {
        None | Some("svg") => Ok(FigureFormat::Svg),
        Some("png") => Ok(FigureFormat::Png),
        Some("gif") => Ok(FigureFormat::Gif),
        Some(other) => {
            Err(InputError::new(format!("--format is “{other}”; it may be svg, png or gif")))
        }
    }
}

/// The width of a figure: that of a column of text.
const FIGURE_WIDTH_PX: u16 = 720;

impl Options {
    /// A run of `source`, as the other options say, that comes out as `output` says.
    fn simulate(self, source: Source, output: Output) -> Command {
        let Self { changes, secrets, .. } = self;
        Command::Simulate(Simulate { source, changes, secrets, output })
    }

    /// The picture that is asked for.
    pub fn figure(&self) -> Figure {
        Figure {
            level: self.level.unwrap_or_default(),
            axis: self.axis.unwrap_or_default(),
            shows: self.shows,
            width_px: self.width_px.unwrap_or(FIGURE_WIDTH_PX),
            is_still: self.is_still,
            format: FigureFormat::default(),
        }
    }

    /// What is said of an embed, level and axis included.
    pub fn all_settings(&self) -> Vec<(Setting, String)> {
        let level = self.level.map(|level| (Setting::LEVEL, level_name(level).to_owned()));
        let axis = self.axis.map(|axis| (Setting::AXIS, axis_name(axis).to_owned()));
        level.into_iter().chain(axis).chain(self.settings.iter().cloned()).collect()
    }
}

fn snippet(parser: Parser, is_file: impl Fn(&str) -> bool) -> Result<Command, InputError> {
    let mut options = Options::default();
    if options.read(parser, Verb::Snippet)? == Wants::Help {
        return Ok(Command::Help);
    }
    let source = options.source(is_file)?;
    let names: Vec<&str> = Host::ALL.iter().map(|host| host.name()).collect();
    let error =
        || InputError::new(format!("say what it is pasted into with --for: {}", names.join(", ")));
    Ok(Command::Snippet(Pasted {
        source,
        settings: options.all_settings(),
        host: options.host.ok_or_else(error)?,
        site: options.site.unwrap_or_default(),
        height_px: options.height_px.unwrap_or(sharing::snippet::HEIGHT_PX),
        changes: options.changes,
        secrets: options.secrets,
        file: named_file(options.file),
    }))
}

fn markdown(mut parser: Parser) -> Result<Command, InputError> {
    let (mut document, mut file) = (None, None);
    let mut weaving = Weaving { host: Host::Html, site: None, figures: None };
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Long("for") => weaving.host = host(&value(&mut parser)?)?,
            Long("site") => weaving.site = Some(site(&value(&mut parser)?)?),
            Long("figures") => weaving.figures = Some(value(&mut parser)?),
            Short('o') | Long("output") => file = Some(value(&mut parser)?),
            Value(operand) if document.is_none() => document = Some(operand.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    weaving.check()?;
    let [document, file] = [document, file].map(named_file);
    Ok(Command::Markdown(Markdown { document, weaving, file }))
}

impl Weaving {
    /// Whether fences can be replaced for this host.
    pub fn check(&self) -> Result<(), InputError> {
        let message = match self.host {
            Host::Docusaurus | Host::MkDocs | Host::Sphinx if self.figures.is_some() => {
                "--figures: what --for names puts pages elsewhere than the files that HTML in them \
                 names, so figures would be missing; leave --figures out, and they stand in the page"
            }
            Host::Html
            | Host::Docusaurus
            | Host::MkDocs
            | Host::MdBook
            | Host::Myst
            | Host::Sphinx
            | Host::Quarto
            | Host::Reveal => return Ok(()),
            Host::Markdown if self.figures.is_none() => {
                "--for markdown shows pictures, and those who strip frames show no picture that \
                 stands within the document; name a folder for them, e.g. --figures figures"
            }
            Host::Markdown if self.site.as_ref().is_none_or(|site| !site.is_whole()) => {
                "--for markdown has each picture lead to the page; say where that is, e.g. --site \
                 https://example.org/roundtrip"
            }
            Host::Markdown => return Ok(()),
            Host::WordPress | Host::Moodle | Host::Canvas | Host::Notion => {
                "--for names something that is built from no Markdown; use roundtrip snippet for \
                 that, or html, docusaurus, mkdocs, mdbook, myst, sphinx, quarto, reveal or markdown"
            }
        };
        Err(InputError::new(message))
    }
}

fn md_book(mut parser: Parser) -> Result<Command, InputError> {
    match parser.next()? {
        None => Ok(Command::MdBook),
        Some(Short('h') | Long("help")) => Ok(Command::Help),
        Some(Value(word)) if word == "supports" => Ok(Command::MdBookSupports(value(&mut parser)?)),
        Some(other) => Err(other.unexpected().into()),
    }
}

fn previews(mut parser: Parser) -> Result<Command, InputError> {
    let (mut folder, mut found_site) = (None, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Long("site") => found_site = Some(site(&value(&mut parser)?)?),
            Value(operand) if folder.is_none() => folder = Some(operand.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let error = || InputError::new("previews needs the folder to write into, e.g. dist/e");
    let folder = folder.ok_or_else(error)?;
    match found_site {
        Some(site) if !site.is_whole() => Err(InputError::new(
            "--site: those who make previews come from elsewhere and need a whole address, such as \
             https://example.org/roundtrip",
        )),
        site => Ok(Command::Previews { folder, site }),
    }
}

fn named_file(name: Option<String>) -> Option<String> {
    name.filter(|name| name != "-")
}

fn output(
    format: Option<String>,
    (level, shows): (Option<Level>, Shows),
    file: Option<String>,
) -> Result<Output, InputError> {
    let file = named_file(file);
    let format = match format.as_deref().or_else(|| format_of(file.as_deref()?)) {
        None | Some("text") => Format::Text(level.unwrap_or_default()),
        Some("transcript") => Format::Transcript(level.unwrap_or_default(), shows),
        Some("mermaid") => Format::Mermaid(level.unwrap_or_default()),
        Some("json") => Format::Json,
        Some("har") => Format::Har,
        Some("exchanges") => Format::Exchanges,
        Some("pcapng") => Format::Pcapng,
        Some(other) => {
            return Err(InputError::new(format!(
                "--format is “{other}”; it may be text, transcript, mermaid, json, har, exchanges \
                 or pcapng"
            )));
        }
    };
    match (format, level) {
        (Format::Transcript(..), _) => Ok(Output { format, file }),
        _ if shows != Shows::Lanes => Err(InputError::new(
            "--show and --compare go with figures and with --format transcript",
        )),
        (Format::Json | Format::Har | Format::Exchanges | Format::Pcapng, Some(_)) => {
            Err(InputError::new(
                "--level goes with text, transcript and mermaid; json, har, exchanges and pcapng always hold \
                 everything",
            ))
        }
        (format, _) => Ok(Output { format, file }),
    }
}

fn format_of(file: &str) -> Option<&'static str> {
    match Path::new(file).extension()?.to_str()? {
        "mmd" | "mermaid" => Some("mermaid"),
        "json" => Some("json"),
        "har" => Some("har"),
        "pcapng" => Some("pcapng"),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
