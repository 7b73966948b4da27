//! The options of one run: those of the request, of the world, of what is shown.

use super::{Secrets, Shows, Source};
use crate::input_error::InputError;
use compose::curl::{Takes as CurlTakes, long, short};
use compose::overrides::Overrides;
use compose::scheme::has_scheme;
use lexopt::Arg::{Long, Short, Value};
use lexopt::{Parser, ValueExt as _};
use picture::handout::Paper;
use picture::{Axis, Level};
use sharing::embed::Takes;
use sharing::{Host, Setting, Site};
use trace::{
    Fault, FaultV1, FetchOptions, HttpUrl, MAX_REQUESTS, OptionDescription, OptionKind,
    ParseFaultError, Request,
};

/// What the options say, before it is known whether they go together.
#[derive(Default)]
pub struct Options {
    /// A URL or the name of a file.
    pub operand: Option<String>,
    /// `--example`
    pub example: Option<String>,
    /// The options of curl, as they were given.
    pub request: Vec<String>,
    pub changes: Overrides,
    pub format: Option<String>,
    pub level: Option<Level>,
    pub axis: Option<Axis>,
    pub shows: Shows,
    pub file: Option<String>,
    pub width_px: Option<u16>,
    pub is_still: bool,
    pub paper: Paper,
    pub secrets: Secrets,
    /// `--for`
    pub host: Option<Host>,
    pub site: Option<Site>,
    pub height_px: Option<u16>,
    /// What else is said of an embed, in the order in which it was.
    pub settings: Vec<(Setting, String)>,
}

/// What is made of a run: which options there are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Simulate,
    Figure,
    Handout,
    Snippet,
    /// A fence of a Markdown document.
    Fence,
}

impl Verb {
    fn draws(self) -> bool {
        matches!(self, Self::Figure | Self::Fence)
    }

    fn shows(self) -> bool {
        matches!(self, Self::Figure | Self::Simulate)
    }

    fn embeds(self) -> bool {
        matches!(self, Self::Snippet | Self::Fence)
    }

    fn writes(self) -> bool {
        self != Self::Fence
    }
}

/// Whether everything was read.
#[derive(PartialEq, Eq)]
pub enum Wants {
    ToRun,
    Help,
}

impl Options {
    /// Reads what is given, beside what was read before.
    pub fn read(&mut self, mut parser: Parser, verb: Verb) -> Result<Wants, InputError> {
        while let Some(argument) = parser.next()? {
            match argument {
                Short('h') | Long("help") if verb.writes() => return Ok(Wants::Help),
                Long("example") => self.example = Some(value(&mut parser)?),
                Long("fault") => fault(&value(&mut parser)?, &mut self.changes)?,
                Long("secrets") => self.secrets = Secrets::Include,
                Long("seed") => self.changes.seed = Some(seed(&value(&mut parser)?)?),
                Long("times") => self.changes.times = Some(times(&value(&mut parser)?)?),
                Long("still") if verb.draws() => self.is_still = true,
                Long("width") if verb.draws() => {
                    self.width_px = Some(pixels("--width", &value(&mut parser)?, [320, 4000])?);
                }
                Long("paper") if verb == Verb::Handout => {
                    self.paper = paper(&value(&mut parser)?)?;
                }
                Long("height") if verb.embeds() => {
                    self.height_px = Some(pixels("--height", &value(&mut parser)?, [120, 4000])?);
                }
                Long("for") if verb == Verb::Snippet => {
                    self.host = Some(host(&value(&mut parser)?)?);
                }
                Long("site") if verb == Verb::Snippet => {
                    self.site = Some(site(&value(&mut parser)?)?);
                }
                Short('f') | Long("format") if matches!(verb, Verb::Simulate | Verb::Figure) => {
                    self.format = Some(value(&mut parser)?);
                }
                Short('l') | Long("level") => self.level = Some(level(&value(&mut parser)?)?),
                Long("axis") if verb.draws() || verb.embeds() => {
                    self.axis = Some(axis(&value(&mut parser)?)?);
                }
                Long("show") if verb.shows() => self.shows = shows(&value(&mut parser)?)?,
                Long("compare") if verb.shows() => {
                    self.shows = Shows::Comparison(two(&value(&mut parser)?)?);
                }
                Short('o') | Long("output") if verb.writes() => {
                    self.file = Some(value(&mut parser)?);
                }
                Value(operand) => self.take_operand(operand.string()?)?,
                // What is left may be of an embed, of the world, or of curl.
                Short(name) => self.take_other(Flag::Short(name), &mut parser, verb)?,
                Long(name) => {
                    let flag = Flag::Long(name.to_owned());
                    self.take_other(flag, &mut parser, verb)?;
                }
            }
        }
        Ok(Wants::ToRun)
    }

    fn take_operand(&mut self, operand: String) -> Result<(), InputError> {
        match self.operand.replace(operand.clone()) {
            Some(earlier) => Err(InputError::new(format!(
                "“{operand}” comes after “{earlier}”; give one URL or one scenario file, \
                 and put what has spaces into quotes"
            ))),
            None => Ok(()),
        }
    }

    fn take_other(
        &mut self,
        flag: Flag,
        parser: &mut Parser,
        verb: Verb,
    ) -> Result<(), InputError> {
        if let Some(option) = flag.option_of_world() {
            let value = option_value(option, parser)?;
            self.changes.options.push((*option, value));
            return Ok(());
        }
        if let Some(option) = flag.option_of_fetch() {
            let value = option_value(option, parser)?;
            self.changes.fetch.push((*option, value));
            return Ok(());
        }
        if let Flag::Long(name) = &flag
            && ["page", "origin"].contains(&&**name)
        {
            let error = |error| InputError::new(format!("--{name}: {error}"));
            self.changes.page = Some(HttpUrl::parse(&value(parser)?).map_err(error)?);
            return Ok(());
        }
        if let Some(setting) = flag.setting().filter(|_| verb.embeds()) {
            let value = setting_value(setting, parser)?;
            self.settings.push((setting, value));
            return Ok(());
        }
        let option = match &flag {
            Flag::Short(name) => short(*name),
            Flag::Long(name) => long(name),
        };
        let unexpected = || {
            InputError::new(format!("invalid option '{}'; see roundtrip --help", flag.written()))
        };
        let option = option.ok_or_else(unexpected)?;
        self.request.push(flag.written());
        if option.takes == CurlTakes::Value {
            self.request.push(value(parser)?);
        }
        Ok(())
    }

    /// Where the scenario comes from; `is_file` says whether there is a file with that name.
    pub fn source(&mut self, is_file: impl Fn(&str) -> bool) -> Result<Source, InputError> {
        let is_scenario = |text: &str| {
            !has_scheme(text) && (text == "-" || text.ends_with(".json") || is_file(text))
        };
        let request = core::mem::take(&mut self.request);
        let source = match (self.operand.take(), self.example.take()) {
            (Some(operand), Some(_)) => {
                let message = format!("give either “{operand}” or --example, not both");
                return Err(InputError::new(message));
            }
            (Some(url), None) if !is_scenario(&url) => {
                return Ok(Source::Request { options: request, url });
            }
            (Some(file), None) if file == "-" => Source::StandardInput,
            (Some(file), None) => Source::File(file),
            (None, Some(name)) => Source::BuiltIn(name),
            (None, None) => Source::Default,
        };
        match (request.first(), &source) {
            (None, _) => Ok(source),
            (Some(option), Source::Default) => Err(InputError::new(format!(
                "{option} belongs to a request; give a URL too, e.g. http://api.example.com/users"
            ))),
            (Some(option), _) => Err(InputError::new(format!(
                "{option} does not go with a scenario, which has its own requests; leave one of them out"
            ))),
        }
    }
}

/// An option without its value.
enum Flag {
    Short(char),
    Long(String),
}

impl Flag {
    fn written(&self) -> String {
        match self {
            Self::Short(name) => format!("-{name}"),
            Self::Long(name) => format!("--{name}"),
        }
    }

    fn option_of_world(&self) -> Option<&'static OptionDescription> {
        let Self::Long(name) = self else { return None };
        OptionDescription::all().find(|option| option.flag_name() == *name)
    }

    /// What is said of the fetch and is no option of curl, which says some of it in its own way.
    fn option_of_fetch(&self) -> Option<&'static OptionDescription<Request>> {
        let Self::Long(name) = self else { return None };
        let is_it = |option: &&OptionDescription<Request>| option.flag_name() == *name;
        FetchOptions::ALL.iter().find(is_it).filter(|_| long(name).is_none())
    }

    fn setting(&self) -> Option<Setting> {
        let Self::Long(name) = self else { return None };
        Setting::find(name)
    }
}

/// What is given for an option of the world; a switch is on when it is there.
fn option_value<Of>(
    option: &OptionDescription<Of>,
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

/// What is given for a key of an embed.
fn setting_value(setting: Setting, parser: &mut Parser) -> Result<String, InputError> {
    let value = match setting.takes {
        Takes::Switch => "1".to_owned(),
        Takes::Number | Takes::Word(_) | Takes::Words(_) | Takes::Factor | Takes::Text => {
            value(parser)?
        }
    };
    let error = |taken: String| {
        InputError::new(format!("--{} is “{value}”; it may be {taken}", setting.key))
    };
    setting.check(&value).map_err(error)?;
    Ok(value)
}

/// `--fault` takes the names of version 1 too, which were options as well: they stand for those.
fn fault(text: &str, changes: &mut Overrides) -> Result<(), InputError> {
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

pub fn value(parser: &mut Parser) -> Result<String, InputError> {
    Ok(parser.value()?.string()?)
}

fn seed(text: &str) -> Result<u64, InputError> {
    let error = |_| InputError::new(format!("--seed is “{text}”; it may be 0 to {}", u64::MAX));
    text.parse().map_err(error)
}

fn times(text: &str) -> Result<u16, InputError> {
    let times = text.parse().ok().filter(|times| (1..=MAX_REQUESTS).contains(&usize::from(*times)));
    let error = || InputError::new(format!("--times is “{text}”; it may be 1 to {MAX_REQUESTS}"));
    times.ok_or_else(error)
}

fn pixels(flag: &str, text: &str, [least, most]: [u16; 2]) -> Result<u16, InputError> {
    let pixels = text.parse().ok().filter(|pixels| (least..=most).contains(pixels));
    let error = || InputError::new(format!("{flag} is “{text}”; it may be {least} to {most}"));
    pixels.ok_or_else(error)
}

fn paper(text: &str) -> Result<Paper, InputError> {
    match text.to_ascii_lowercase().as_str() {
        "a4" => Ok(Paper::A4),
        "letter" => Ok(Paper::Letter),
        _ => Err(InputError::new(format!("--paper is “{text}”; it may be a4 or letter"))),
    }
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

fn axis(text: &str) -> Result<Axis, InputError> {
    match text {
        "steps" => Ok(Axis::EqualSteps),
        "scale" => Ok(Axis::ToScale),
        other => Err(InputError::new(format!("--axis is “{other}”; it may be steps or scale"))),
    }
}

/// What `--axis` would have said.
pub fn axis_name(axis: Axis) -> &'static str {
    match axis {
        Axis::EqualSteps => "steps",
        Axis::ToScale => "scale",
    }
}

fn shows(text: &str) -> Result<Shows, InputError> {
    match text {
        "lanes" => Ok(Shows::Lanes),
        "steps" => Ok(Shows::Steps),
        "overview" => Ok(Shows::Overview),
        "replay" => Ok(Shows::Replay),
        other => Err(InputError::new(format!(
            "--show is “{other}”; it may be lanes, steps, overview or replay"
        ))),
    }
}

/// Two fetches, counted from 1, as indices.
fn two(text: &str) -> Result<[u32; 2], InputError> {
    let number =
        |text: &str| text.trim().parse::<u32>().ok().and_then(|number| number.checked_sub(1));
    let both = text.split_once(',').and_then(|(one, other)| Some([number(one)?, number(other)?]));
    let error = || {
        InputError::new(format!("--compare is “{text}”; it takes two fetches, counted from 1: 1,2"))
    };
    both.ok_or_else(error)
}

/// What `--level` would have said.
pub fn level_name(level: Level) -> &'static str {
    match level {
        Level::Story => "story",
        Level::Connection => "connection",
        Level::Packets => "packets",
    }
}

pub fn host(text: &str) -> Result<Host, InputError> {
    let names: Vec<&str> = Host::ALL.iter().map(|host| host.name()).collect();
    let error = || InputError::new(format!("--for is “{text}”; it may be {}", names.join(", ")));
    Host::from_name(text).ok_or_else(error)
}

pub fn site(text: &str) -> Result<Site, InputError> {
    Site::parse(text).map_err(|error| InputError::new(format!("--site: {error}")))
}
