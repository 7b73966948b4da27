//! Does what a [`Command`] asks for.

use crate::args::{Changes, Command, Figure, Format, Output, Secrets, Simulate, Source};
use crate::help::help;
use crate::input_error::{InputError, cannot};
use crate::standard_output::{print, say};
use crate::url_parts::parts;
use crate::visible;
use compose::curl::{Files, Weight, read_arguments, read_curl};
use compose::secrets::{LEFT_OUT, redacted_scenario};
use compose::warnings::{SentBy, lost_user_info};
use picture::layout::{Form, layout};
use picture::svg::{self, Clock};
use picture::{Lanes, Level, Sequence, StepKind, mermaid};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, ErrorKind, IsTerminal as _, Read};
use std::sync::Arc;
use trace::hidden::marked;
use trace::{
    BuiltIn, ClientKind, EventKind, HttpUrl, MAX_BODY_OCTETS, MAX_TEXT_OCTETS, PacketId, Request,
    Scenario, Trace, built_in, scenario_from_json, scenario_to_json,
};

const SCHEMA: &str = include_str!("../../../docs/scenario.schema.json");

/// Runs one command.
pub fn run(command: Command) -> Result<(), InputError> {
    match command {
        Command::Help => print(help().as_bytes()),
        Command::Version => {
            print(concat!("roundtrip ", env!("CARGO_PKG_VERSION"), "\n").as_bytes())
        }
        Command::List => print(list().as_bytes()),
        Command::Scenario(name) => {
            let scenario = match name {
                Some(name) => found(&name)?.scenario,
                None => Scenario::default(),
            };
            print(scenario_to_json(&scenario).as_bytes())
        }
        Command::Schema => print(SCHEMA.as_bytes()),
        Command::ImportCurl(command) => import_curl(command),
        Command::Url { url, base } => print(parts(&url, base.as_deref()).as_bytes()),
        Command::Simulate(simulate) => run_simulation(simulate),
    }
}

fn run_simulation(
    Simulate { source, changes, secrets, output }: Simulate,
) -> Result<(), InputError> {
    check_destination(&output, io::stdout().is_terminal())?;
    let scenario = changed(scenario(source, &changes)?, &changes)?;
    let scenario = match secrets {
        Secrets::Include => scenario,
        Secrets::LeaveOut => without_secrets(scenario),
    };
    let trace = engine::simulate(&scenario);
    write(&exported(trace, output.format)?, &output)
}

/// What is sent is what is printed, so that every octet stays real: secrets are left out before
/// anything is sent. To the simulated service all tokens but its own are the same.
fn without_secrets(scenario: Scenario) -> Scenario {
    let redacted = redacted_scenario(&scenario);
    if redacted != scenario {
        say(&format!(
            "passwords, tokens and keys were left out (“{LEFT_OUT}” stands there); --secrets keeps them"
        ));
    }
    redacted
}

/// Octets that are no text make a mess of a terminal.
fn check_destination(output: &Output, is_terminal: bool) -> Result<(), InputError> {
    match (output.format, &output.file) {
        (Format::Pcapng, None) if is_terminal => Err(InputError::new(
            "a capture is not for a terminal; write it to a file, e.g. -o roundtrip.pcapng",
        )),
        (
            Format::Pcapng
            | Format::Text(_)
            | Format::Mermaid(_)
            | Format::Json
            | Format::Har
            | Format::Exchanges
            | Format::Figure(_),
            _,
        ) => Ok(()),
    }
}

fn scenario(source: Source, changes: &Changes) -> Result<Scenario, InputError> {
    match source {
        Source::Default => Ok(Scenario::default()),
        Source::File(path) => scenario_of(&read_file(&path, MAX_TEXT_OCTETS)?, &path),
        Source::StandardInput => {
            scenario_of(&read_standard_input(MAX_TEXT_OCTETS)?, "standard input")
        }
        Source::BuiltIn(name) => Ok(found(&name)?.scenario),
        Source::Request { options, url } => {
            let mut scenario = Scenario::with_requests(Vec::new());
            apply(changes, &mut scenario);
            let client = scenario.world.client.kind;
            scenario.requests.push(request(options, url, client, scenario.seed)?);
            Ok(scenario)
        }
    }
}

/// The request that curl would send for these options, read as the page reads a pasted command, with
/// the fields that the client adds by itself.
fn request(
    mut words: Vec<String>,
    url: String,
    client: ClientKind,
    seed: u64,
) -> Result<Request, InputError> {
    // One word may be the name of a file, misspelt.
    if !url.contains(['.', ':', '/']) && url != "localhost" {
        HttpUrl::parse(&url)?;
    }
    words.extend(["--".to_owned(), url]);
    let read = |name: &str| {
        let octets = match name {
            "-" => read_standard_input(MAX_BODY_OCTETS),
            path => read_file(path, MAX_BODY_OCTETS),
        };
        octets.map_err(|error| error.to_string())
    };
    let reading = read_arguments(&words, Files::Read(&read), seed);
    let reading = reading.map_err(|error| InputError::new(error.to_string()))?;
    for note in reading.notes.iter().filter(|note| note.weight == Weight::Matters) {
        say(&visible(&note.to_string()));
    }
    let request = reading.request_of(client)?;
    if let Some(lost) = lost_user_info(&request.url, SentBy::Simulated(client)) {
        say(&visible(lost));
    }
    Ok(request)
}

/// Prints the scenario of a command as it stands in a document or a terminal's history.
fn import_curl(command: Option<String>) -> Result<(), InputError> {
    let command = match command {
        Some(command) => command,
        None => {
            let octets = read_standard_input(MAX_TEXT_OCTETS)?;
            let error = |_| InputError::about("standard input", "this is not a text in UTF-8");
            String::from_utf8(octets).map_err(error)?
        }
    };
    let mut scenario = Scenario::with_requests(Vec::new());
    scenario.world.client.kind = ClientKind::Curl;
    let reading = read_curl(&command, scenario.seed);
    let reading = reading.map_err(|error| InputError::new(error.to_string()))?;
    reading.notes.iter().for_each(|note| say(&visible(&note.to_string())));
    scenario.requests.push(reading.request_of(ClientKind::Curl)?);
    scenario.check()?;
    print(scenario_to_json(&scenario).as_bytes())
}

fn scenario_of(octets: &[u8], path: &str) -> Result<Scenario, InputError> {
    let text = str::from_utf8(octets).map_err(|error| {
        let at = error.valid_up_to();
        InputError::about(
            path,
            format!("this is not a text in UTF-8 (octet {at}); save it as UTF-8"),
        )
    })?;
    scenario_from_json(text).map_err(|error| InputError::about(path, error))
}

fn found(name: &str) -> Result<BuiltIn, InputError> {
    let error = || {
        InputError::new(format!(
            "no scenario called “{name}” comes along; roundtrip list names them"
        ))
    };
    built_in().into_iter().find(|built_in| built_in.name == name).ok_or_else(error)
}

fn list() -> String {
    let line = |built_in: &BuiltIn| format!("{:<34}{}\n", built_in.name, built_in.title);
    built_in().iter().map(line).collect()
}

fn changed(mut scenario: Scenario, changes: &Changes) -> Result<Scenario, InputError> {
    apply(changes, &mut scenario);
    scenario.check()?;
    Ok(scenario)
}

fn apply(changes: &Changes, scenario: &mut Scenario) {
    let world = &mut scenario.world;
    for (option, value) in &changes.options {
        (option.set)(world, *value);
    }
    for fault in &changes.faults {
        // The command line has the last word.
        world.faults.retain(|earlier| earlier != fault);
        world.faults.push(*fault);
    }
    scenario.seed = changes.seed.unwrap_or(scenario.seed);
}

fn exported(trace: Trace, format: Format) -> Result<Vec<u8>, InputError> {
    Ok(match format {
        Format::Text(level) => marked(&text(trace, level)).into_owned().into_bytes(),
        Format::Mermaid(level) => {
            let mut sequence = Sequence::new(Arc::new(trace), level);
            if level == Level::Packets {
                // A packet is shown where both of its hosts have a lane.
                sequence = sequence.with_lanes(Lanes { dns_expanded: true, ..Lanes::default() });
            }
            marked(&mermaid::mermaid(&sequence)).into_owned().into_bytes()
        }
        Format::Json => trace::trace_to_json(&trace).into_bytes(),
        Format::Har => trace::har(&trace).into_bytes(),
        Format::Exchanges => trace::exchanges(&trace).into_bytes(),
        Format::Pcapng => trace::pcapng(&trace),
        Format::Figure(figure) => self::figure(trace, figure)?.into_bytes(),
    })
}

/// Nobody waits for more than these to come one after the other.
const STEPS_MAX: usize = 200;

fn figure(trace: Trace, figure: Figure) -> Result<String, InputError> {
    let sequence = Sequence::new(Arc::new(trace), figure.level);
    let width_px = f64::from(figure.width_px);
    let diagram = layout(&sequence, width_px - 2.0 * svg::MARGIN_PX, Form::for_page(width_px));
    let clock = Clock::new(&sequence).filter(|_| !figure.is_still);
    let Some(clock) = clock else { return Ok(svg::svg(&sequence, &diagram)) };
    match sequence.steps.len() {
        ..=STEPS_MAX => Ok(svg::animated(&sequence, &diagram, &clock)),
        n_steps => Err(InputError::new(format!(
            "this has {n_steps} steps, and over {STEPS_MAX} are too many to wait for; take a level \
             that shows less, e.g. --level story, or --still"
        ))),
    }
}

/// The printed trace, without the packets that the level leaves out.
fn text(trace: Trace, level: Level) -> String {
    if level == Level::Packets {
        return trace.to_string();
    }
    let sequence = Sequence::new(Arc::new(trace), level);
    let shown: BTreeSet<PacketId> = sequence.steps.iter().filter_map(packet).collect();
    let events = sequence.trace.events.iter().filter(|event| match event.kind {
        EventKind::PacketSent(id) => shown.contains(&id),
        EventKind::FetchStarted(_)
        | EventKind::FetchFailed(..)
        | EventKind::FetchFinished(_)
        | EventKind::ExchangeStarted(_)
        | EventKind::MessageSent(_)
        | EventKind::StageStarted(_)
        | EventKind::ExchangeFailed(..)
        | EventKind::ExchangeFinished(_)
        | EventKind::LimitReached(_) => true,
    });
    events.filter_map(|event| sequence.trace.line(event)).map(|line| line + "\n").collect()
}

fn packet(step: &picture::Step) -> Option<PacketId> {
    match step.kind {
        StepKind::Packet(id, _) => Some(id),
        StepKind::Message(_)
        | StepKind::Note(_)
        | StepKind::Further(_)
        | StepKind::Failure(_)
        | StepKind::Limit(_) => None,
    }
}

fn read_file(path: &str, octets_max: usize) -> Result<Vec<u8>, InputError> {
    let file = File::open(path).map_err(|error| InputError::about(path, cannot("read", &error)))?;
    read(file, path, octets_max)
}

fn read_standard_input(octets_max: usize) -> Result<Vec<u8>, InputError> {
    read(io::stdin().lock(), "standard input", octets_max)
}

/// Stops one octet over the most, so that a device without an end is told too.
fn read(from: impl Read, path: &str, octets_max: usize) -> Result<Vec<u8>, InputError> {
    let mut octets = Vec::new();
    from.take(octets_max as u64 + 1)
        .read_to_end(&mut octets)
        .map_err(|error| InputError::about(path, cannot("read", &error)))?;
    if octets.len() > octets_max {
        let mebibytes = octets_max / 1024 / 1024;
        return Err(InputError::about(
            path,
            format!("this has over {mebibytes} MiB, which is the most"),
        ));
    }
    Ok(octets)
}

fn write(octets: &[u8], output: &Output) -> Result<(), InputError> {
    match &output.file {
        Some(path) => std::fs::write(path, octets).map_err(|error| match error.kind() {
            ErrorKind::NotFound if path.is_empty() => {
                InputError::new("-o needs the name of a file")
            }
            ErrorKind::NotFound => InputError::about(
                path,
                "cannot write this, because its folder is not there; make it",
            ),
            _ => InputError::about(path, cannot("write", &error)),
        }),
        None => print(octets),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capture_is_not_written_to_a_terminal() {
        let check = |format, file: Option<&str>, is_terminal, is_fine: bool| {
            let output = Output { format, file: file.map(str::to_owned) };
            assert_eq!(check_destination(&output, is_terminal).is_ok(), is_fine, "{output:?}");
        };
        check(Format::Pcapng, None, true, false);
        check(Format::Pcapng, None, false, true);
        check(Format::Pcapng, Some("x.pcapng"), true, true);
        check(Format::Json, None, true, true);
    }
}
