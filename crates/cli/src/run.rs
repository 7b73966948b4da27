//! Does what a [`Command`] asks for.

use crate::args::{Command, Figure, FigureFormat, Format, Output, Simulate};
use crate::cookie_files::CookieFiles;
use crate::deck::checked;
use crate::exchange::print_snippet;
use crate::figure;
use crate::files::{read_file, read_standard_input, write};
use crate::help::help;
use crate::input_error::InputError;
use crate::lesson;
use crate::markdown::{md_book, replace_fences};
use crate::previews::write_previews;
use crate::source::{Asked, By, found, scenario};
use crate::standard_output::{print, say};
use crate::url_parts::parts;
use crate::visible;
use compose::curl::{Files, Weight, read_each};
use compose::secrets::redacted_scenario;
use picture::{Lanes, Level, Sequence, StepKind, handout, mermaid};
use std::collections::BTreeSet;
use std::io::{self, IsTerminal as _};
use std::sync::Arc;
use trace::hidden::marked;
use trace::{
    BuiltIn, ClientKind, CookieOption, HttpVersion, MAX_BODY_OCTETS, MAX_TEXT_OCTETS, PacketId,
    Scenario, Trace, built_in, scenario_to_json,
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
        Command::CheckDeck(path) => print(checked(&path)?.as_bytes()),
        Command::CheckLessons(paths) => print(lesson::check(&paths)?.as_bytes()),
        Command::PrintSheet { path, seed } => lesson::print_sheet(&path, seed),
        Command::BuildLessons { paths, file } => lesson::build(&paths, file.as_deref()),
        Command::PackageLessons(packaging) => lesson::package(&packaging),
        Command::ImportCurl(command) => import_curl(command),
        Command::Url { url, base } => print(parts(&url, base.as_deref()).as_bytes()),
        Command::Simulate(simulate) => run_simulation(simulate),
        Command::Snippet(pasted) => print_snippet(pasted),
        Command::Markdown(markdown) => replace_fences(markdown),
        Command::MdBook => md_book::preprocess(),
        Command::MdBookSupports(renderer) => md_book::supports(&renderer),
        Command::Previews { folder, site } => write_previews(&folder, site.as_ref()),
    }
}

fn run_simulation(
    Simulate { source, changes, secrets, output }: Simulate,
) -> Result<(), InputError> {
    check_destination(&output, io::stdout().is_terminal())?;
    let asked = Asked { by: By::CommandLine, tell: &|told| say(&visible(told)) };
    let files = CookieFiles::of(&source);
    let trace = engine::simulate(&scenario(source, &changes, secrets, asked)?);
    files.write(&trace)?;
    write(&exported(trace, output.format)?, output.file.as_deref())
}

/// Octets that are no text make a mess of a terminal.
fn check_destination(output: &Output, is_terminal: bool) -> Result<(), InputError> {
    let (what, file) = match output.format {
        Format::Pcapng => ("a capture", "roundtrip.pcapng"),
        Format::Figure(Figure { format: FigureFormat::Png, .. }) => ("a PNG", "exchange.png"),
        Format::Figure(Figure { format: FigureFormat::Gif, .. }) => ("a GIF", "exchange.gif"),
        Format::Figure(Figure { format: FigureFormat::Svg, .. })
        | Format::Text(_)
        | Format::Transcript(..)
        | Format::Mermaid(_)
        | Format::Json
        | Format::Har
        | Format::Exchanges
        | Format::Handout(..) => return Ok(()),
    };
    match output.file {
        None if is_terminal => Err(InputError::new(format!(
            "{what} is not for a terminal; write it to a file, e.g. -o {file}"
        ))),
        None | Some(_) => Ok(()),
    }
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
    let read = |name: &str| match name {
        "-" => read_standard_input(MAX_BODY_OCTETS).ok(),
        path => read_file(path, MAX_BODY_OCTETS).ok(),
    };
    let readings = read_each(&command, Files::IfThere(&read), scenario.seed);
    for reading in readings.map_err(|error| InputError::new(error.to_string()))? {
        let told = reading.notes.iter().filter(|note| note.weight != Weight::World);
        told.for_each(|note| say(&visible(&note.to_string())));
        let request = reading.request_of(ClientKind::Curl)?;
        let client = &mut scenario.world.client;
        if reading.keeps_cookies {
            client.cookies = CookieOption::Keep;
        }
        if reading.is_http2 {
            client.http = HttpVersion::Http2;
        }
        scenario.requests.push(request);
    }
    scenario.check()?;
    if redacted_scenario(&scenario) != scenario {
        say(
            "the scenario holds the passwords, tokens and keys of the command: keep it to yourself",
        );
    }
    print(scenario_to_json(&scenario).as_bytes())
}

fn list() -> String {
    let line = |built_in: &BuiltIn| format!("{:<34}{}\n", built_in.name, built_in.title);
    built_in().iter().map(line).collect()
}

fn exported(trace: Trace, format: Format) -> Result<Vec<u8>, InputError> {
    Ok(match format {
        Format::Text(level) => marked(&text(trace, level)).into_owned().into_bytes(),
        Format::Transcript(level, shows) => {
            marked(&figure::transcript(trace, level, shows)?).into_owned().into_bytes()
        }
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
        Format::Figure(figure) => figure::octets(trace, figure)?,
        Format::Handout(level, paper) => {
            let sequence = Sequence::new(Arc::new(trace), level);
            handout::handout(&sequence, paper).into_bytes()
        }
    })
}

/// The printed trace, without the packets that the level leaves out.
fn text(trace: Trace, level: Level) -> String {
    if level == Level::Packets {
        return trace.to_string();
    }
    let sequence = Sequence::new(Arc::new(trace), level);
    let shown: BTreeSet<PacketId> = sequence.steps.iter().filter_map(packet).collect();
    let lines = sequence.trace.lines(|id| shown.contains(&id));
    lines.map(|line| line + "\n").collect()
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
