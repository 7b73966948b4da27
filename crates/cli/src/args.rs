//! From the command line to a [`Command`]: what is asked for, before any file is opened.

use crate::input_error::InputError;
use compose::curl::{Takes, long, short};
use compose::scheme::has_scheme;
use lexopt::Arg::{Long, Short, Value};
use lexopt::{Arg, Parser, ValueExt};
use picture::Level;
use std::ffi::OsString;
use std::path::Path;
use trace::{Fault, FaultV1, OptionDescription, OptionKind, ParseFaultError};

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
    /// Takes a URL apart, as seen from a base.
    Url {
        url: String,
        base: Option<String>,
    },
    Simulate(Simulate),
}

/// One run.
#[derive(Debug, PartialEq, Eq)]
pub struct Simulate {
    pub source: Source,
    pub changes: Changes,
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

/// What stands there instead of what the scenario says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub seed: Option<u64>,
    /// The later one counts.
    pub options: Vec<(OptionDescription, Option<u64>)>,
    pub faults: Vec<Fault>,
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
    Mermaid(Level),
    Json,
    Har,
    Exchanges,
    Pcapng,
    Figure(Figure),
}

/// A picture as SVG.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    pub level: Level,
    pub width_px: u16,
    /// Whether everything is there from the start.
    pub is_still: bool,
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
        "simulate" => return simulate(parser, is_file, Verb::Simulate),
        "figure" => return simulate(parser, is_file, Verb::Figure),
        "help" => return Ok(Command::Help),
        "url" => return url(parser),
        "list" | "scenario" | "schema" | "import-curl" => {}
        other => {
            return Err(InputError::new(format!(
                "“{other}” is not a command; use simulate, figure, import-curl, url, list, scenario or schema, \
                 e.g. roundtrip simulate {other}"
            )));
        }
    }
    let mut name = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Value(value) if ["scenario", "import-curl"].contains(&&*command) && name.is_none() => {
                name = Some(value.string()?);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(match command.as_str() {
        "list" => Command::List,
        "schema" => Command::Schema,
        "import-curl" => Command::ImportCurl(name.filter(|command| command != "-")),
        _ => Command::Scenario(name),
    })
}

fn url(mut parser: Parser) -> Result<Command, InputError> {
    let mut operands = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Value(value) if operands.len() < 2 => operands.push(value.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let mut operands = operands.into_iter();
    match operands.next() {
        Some(url) => Ok(Command::Url { url, base: operands.next() }),
        None => {
            Err(InputError::new("url needs a URL, e.g. roundtrip url ../x http://a.example/b/"))
        }
    }
}

/// What the options say, before it is known whether they go together.
#[derive(Default)]
struct Options {
    operand: Option<String>,
    example: Option<String>,
    /// The options of curl, as they were given.
    request: Vec<String>,
    changes: Changes,
    format: Option<String>,
    level: Option<Level>,
    file: Option<String>,
    width_px: Option<u16>,
    is_still: bool,
    secrets: Secrets,
}

/// What is made of a run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
    Simulate,
    Figure,
}

fn simulate(
    parser: Parser,
    is_file: impl Fn(&str) -> bool,
    verb: Verb,
) -> Result<Command, InputError> {
    let Some(options) = options(parser, verb)? else { return Ok(Command::Help) };
    let output = match verb {
        Verb::Simulate => output(options.format, options.level, options.file)?,
        Verb::Figure => Output {
            format: Format::Figure(Figure {
                level: options.level.unwrap_or_default(),
                width_px: options.width_px.unwrap_or(FIGURE_WIDTH_PX),
                is_still: options.is_still,
            }),
            file: options.file.filter(|file| file != "-"),
        },
    };
    let (changes, secrets) = (options.changes, options.secrets);
    let is_scenario =
        |text: &str| !has_scheme(text) && (text == "-" || text.ends_with(".json") || is_file(text));
    let request_option = options.request.first().cloned();
    let source = match (options.operand, options.example) {
        (Some(operand), Some(_)) => {
            return Err(InputError::new(format!("give either “{operand}” or --example, not both")));
        }
        (Some(url), None) if !is_scenario(&url) => {
            let source = Source::Request { options: options.request, url };
            return Ok(Command::Simulate(Simulate { source, changes, secrets, output }));
        }
        (Some(file), None) if file == "-" => Source::StandardInput,
        (Some(file), None) => Source::File(file),
        (None, Some(name)) => Source::BuiltIn(name),
        (None, None) => Source::Default,
    };
    match (request_option, &source) {
        (None, _) => Ok(Command::Simulate(Simulate { source, changes, secrets, output })),
        (Some(option), Source::Default) => Err(InputError::new(format!(
            "{option} belongs to a request; give a URL too, e.g. http://api.example.com/users"
        ))),
        (Some(option), _) => Err(InputError::new(format!(
            "{option} does not go with a scenario, which has its own requests; leave one of them out"
        ))),
    }
}

/// The width of a figure: that of a column of text.
const FIGURE_WIDTH_PX: u16 = 720;

/// `None` if the reader asks for help.
fn options(mut parser: Parser, verb: Verb) -> Result<Option<Options>, InputError> {
    let mut options = Options::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(None),
            Long("example") => options.example = Some(value(&mut parser)?),
            Long("fault") => fault(&value(&mut parser)?, &mut options.changes)?,
            Long("secrets") => options.secrets = Secrets::Include,
            Long("seed") => options.changes.seed = Some(seed(&value(&mut parser)?)?),
            Long("still") if verb == Verb::Figure => options.is_still = true,
            Long("width") if verb == Verb::Figure => {
                options.width_px = Some(width(&value(&mut parser)?)?);
            }
            Short('f') | Long("format") if verb == Verb::Simulate => {
                options.format = Some(value(&mut parser)?)
            }
            Short('l') | Long("level") => options.level = Some(level(&value(&mut parser)?)?),
            Short('o') | Long("output") => options.file = Some(value(&mut parser)?),
            Value(operand) => {
                let operand = operand.string()?;
                if let Some(earlier) = options.operand.replace(operand.clone()) {
                    return Err(InputError::new(format!(
                        "“{operand}” comes after “{earlier}”; give one URL or one scenario file, \
                         and put what has spaces into quotes"
                    )));
                }
            }
            // What is left may be an option of the world, or of curl.
            Short(_) | Long(_) => {
                if let Some(option) = option_of_world(&argument) {
                    let value = option_value(option, &mut parser)?;
                    options.changes.options.push((*option, value));
                    continue;
                }
                let (flag, option) = match &argument {
                    Short(name) => (format!("-{name}"), short(*name)),
                    Long(name) => (format!("--{name}"), long(name)),
                    Value(_) => unreachable!("it was taken above"),
                };
                let Some(option) = option else { return Err(argument.unexpected().into()) };
                options.request.push(flag);
                if option.takes == Takes::Value {
                    options.request.push(value(&mut parser)?);
                }
            }
        }
    }
    Ok(Some(options))
}

fn option_of_world(argument: &Arg) -> Option<&'static OptionDescription> {
    let Long(name) = argument else { return None };
    OptionDescription::all().find(|option| option.flag_name() == *name)
}

/// What is given for an option of the world; a switch is on when it is there.
fn option_value(
    option: &OptionDescription,
    parser: &mut Parser,
) -> Result<Option<u64>, InputError> {
    match option.kind {
        OptionKind::Switch => Ok(Some(1)),
        OptionKind::Number(_) | OptionKind::Limit(_) | OptionKind::Choice(_) => {
            let called = ["--", option.flag_name()].concat();
            Ok(option.read(&value(parser)?, &called)?)
        }
    }
}

/// `--fault` takes the names of version 1 too, which were options as well: they stand for those.
fn fault(text: &str, changes: &mut Changes) -> Result<(), InputError> {
    if let Ok(fault) = Fault::parse(text) {
        changes.faults.push(fault);
        return Ok(());
    }
    let error = |error: ParseFaultError| InputError::new(format!("--fault: {error}"));
    let old = FaultV1::parse(text).map_err(error)?;
    let mut world = trace::World::default();
    old.apply_to(&mut world);
    let is_changed =
        |option: &&OptionDescription| !option.is_same(&world, &trace::World::default());
    let changed = OptionDescription::all().filter(is_changed);
    changes.options.extend(changed.map(|option| (*option, (option.get)(&world))));
    Ok(())
}

fn value(parser: &mut Parser) -> Result<String, InputError> {
    Ok(parser.value()?.string()?)
}

fn seed(text: &str) -> Result<u64, InputError> {
    let error = |_| InputError::new(format!("--seed is “{text}”; it may be 0 to {}", u64::MAX));
    text.parse().map_err(error)
}

fn width(text: &str) -> Result<u16, InputError> {
    let width_px = text.parse().ok().filter(|width_px| (320..=4000).contains(width_px));
    width_px.ok_or_else(|| InputError::new(format!("--width is “{text}”; it may be 320 to 4000")))
}

fn level(text: &str) -> Result<Level, InputError> {
    match text {
        "story" => Ok(Level::Story),
        "connection" => Ok(Level::Connection),
        "packets" => Ok(Level::Packets),
        other => Err(InputError::new(format!(
            "--level is “{other}”; it may be story, connection or packets"
        ))),
    }
}

fn output(
    format: Option<String>,
    level: Option<Level>,
    file: Option<String>,
) -> Result<Output, InputError> {
    let file = file.filter(|file| file != "-");
    let format = match format.as_deref().or_else(|| format_of(file.as_deref()?)) {
        None | Some("text") => Format::Text(level.unwrap_or_default()),
        Some("mermaid") => Format::Mermaid(level.unwrap_or_default()),
        Some("json") => Format::Json,
        Some("har") => Format::Har,
        Some("exchanges") => Format::Exchanges,
        Some("pcapng") => Format::Pcapng,
        Some(other) => {
            return Err(InputError::new(format!(
                "--format is “{other}”; it may be text, mermaid, json, har, exchanges or pcapng"
            )));
        }
    };
    match (format, level) {
        (Format::Json | Format::Har | Format::Exchanges | Format::Pcapng, Some(_)) => {
            Err(InputError::new(
                "--level goes with text and mermaid; json, har, exchanges and pcapng always hold \
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
mod tests {
    use super::*;
    use trace::NetworkOptions;

    fn parsed(line: &str) -> Result<Command, InputError> {
        let arguments = line.split_whitespace().map(OsString::from);
        parse(arguments, |name| name == "here")
    }

    #[track_caller]
    fn simulated(line: &str) -> Simulate {
        match parsed(line) {
            Ok(Command::Simulate(simulate)) => simulate,
            other => panic!("{other:?}"),
        }
    }

    #[track_caller]
    fn refused(line: &str, expected: &str) {
        assert_eq!(parsed(line).unwrap_err().to_string(), expected);
    }

    #[test]
    fn the_operand_is_a_file_or_a_url() {
        let source = |line: &str| simulated(line).source;
        assert_eq!(source("simulate"), Source::Default);
        assert_eq!(source("simulate -"), Source::StandardInput);
        assert_eq!(source("simulate a.json"), Source::File("a.json".to_owned()));
        assert_eq!(source("simulate here"), Source::File("here".to_owned()));
        assert_eq!(source("simulate --example post"), Source::BuiltIn("post".to_owned()));
        for url in ["http://x/a.json", "api.example.com/users", "x/?u=http://y/"] {
            let request = Source::Request { options: Vec::new(), url: url.to_owned() };
            assert_eq!(source(&format!("simulate {url}")), request);
        }
    }

    #[test]
    fn options_stand_anywhere() {
        let simulate = simulated("simulate -XPUT http://x/ --rtt 0.5 -d a -H A:1 --loss=0.1 -d b");
        let options = ["-X", "PUT", "-d", "a", "-H", "A:1", "-d", "b"].map(str::to_owned).into();
        assert_eq!(simulate.source, Source::Request { options, url: "http://x/".to_owned() });
        let options =
            [(NetworkOptions::ROUND_TRIP_TIME, Some(500)), (NetworkOptions::LOSS, Some(100_000))];
        assert_eq!(simulate.changes.options, options);
    }

    #[test]
    fn every_option_of_the_world_has_a_flag() {
        for option in OptionDescription::all() {
            let (argument, expected) = match option.kind {
                OptionKind::Switch => (String::new(), Some(1)),
                OptionKind::Number(bounds) => (bounds.shown(bounds.max), Some(bounds.max)),
                OptionKind::Limit(_) => ("none".to_owned(), None),
                OptionKind::Choice(names) => (names[1].to_owned(), Some(1)),
            };
            let line = format!("simulate --{} {argument}", option.flag_name());
            assert_eq!(simulated(&line).changes.options, [(*option, expected)]);
            assert!(
                long(option.flag_name()).is_none(),
                "curl has another --{}",
                option.flag_name()
            );
        }
    }

    #[test]
    fn the_old_names_of_faults_stand_for_what_they_did() {
        for old in FaultV1::ALL {
            let changes = simulated(&format!("simulate --fault {}", old.name())).changes;
            let mut expected = trace::World::default();
            old.apply_to(&mut expected);
            let mut world = trace::World { faults: changes.faults, ..trace::World::default() };
            changes.options.iter().for_each(|(option, value)| (option.set)(&mut world, *value));
            assert_eq!(world, expected, "{}", old.name());
        }
        let lossy = simulated("simulate --fault packet-loss:0.25").changes.options;
        assert_eq!(lossy, [(NetworkOptions::LOSS, Some(250_000))]);
    }

    #[test]
    fn the_name_of_the_file_says_the_format() {
        let format = |line: &str| simulated(line).output.format;
        assert_eq!(format("simulate"), Format::Text(Level::Story));
        assert_eq!(format("simulate -o x.pcapng"), Format::Pcapng);
        assert_eq!(format("simulate -o x.mmd -l packets"), Format::Mermaid(Level::Packets));
        assert_eq!(format("simulate -o x.json -f text"), Format::Text(Level::Story));
    }

    #[test]
    fn a_slip_is_told() {
        refused(
            "http://x/",
            "“http://x/” is not a command; use simulate, figure, import-curl, url, list, scenario or schema, \
             e.g. roundtrip simulate http://x/",
        );
        refused(
            "simulate -X POST",
            "-X belongs to a request; give a URL too, e.g. http://api.example.com/users",
        );
        refused(
            "simulate a.json -d x",
            "-d does not go with a scenario, which has its own requests; leave one of them out",
        );
        refused("simulate a.json --example post", "give either “a.json” or --example, not both");
        refused(
            "simulate http://x/ y",
            "“y” comes after “http://x/”; give one URL or one scenario file, \
             and put what has spaces into quotes",
        );
        refused("simulate --rtt 40ms", "--rtt is “40ms”; it may be 0 to 60000 ms");
        refused(
            "simulate --client safari",
            "--client is “safari”; it may be “browser”, “python”, “mobile-app”, “curl”, “server”",
        );
        refused("simulate --bandwidth 0", "--bandwidth is 0; it may be 0.001 to 100000 Mbit/s");
        refused("simulate --mtu 100", "--mtu is 100; it may be 576 to 9000 octets");
        refused("simulate --http 3", "--http is “3”; it may be “1.1”, “2”");
        refused("simulate --loss 2", "--loss is 2; it may be 0 to 1");
        refused("simulate --fault nxdomain:1", "--fault: nxdomain takes no value; write it alone");
        refused("simulate --seed x", "--seed is “x”; it may be 0 to 18446744073709551615");
        refused(
            "simulate -f svg",
            "--format is “svg”; it may be text, mermaid, json, har, exchanges or pcapng",
        );
        refused("simulate -l all", "--level is “all”; it may be story, connection or packets");
        refused(
            "simulate -f json -l story",
            "--level goes with text and mermaid; json, har, exchanges and pcapng always hold \
             everything",
        );
        refused("simulate --rtt", "missing argument for option '--rtt'; see roundtrip --help");
        refused("simulate --rttt 5", "invalid option '--rttt'; see roundtrip --help");
    }
}
