//! From what was asked for to a scenario: files, what comes along, a request as curl takes it.

use crate::args::{Secrets, Source};
use crate::files::{read_file, read_standard_input};
use crate::input_error::InputError;
use compose::curl::{Files, Weight, read_arguments};
use compose::overrides::Overrides;
use compose::secrets::{LEFT_OUT, redacted_scenario};
use compose::warnings::{SentBy, lost_user_info};
use sharing::link::{self, LinkState};
use std::path::Path;
use trace::{
    BuiltIn, HttpUrl, MAX_BODY_OCTETS, Scenario, built_in, scenario_from_json,
    scenario_in_trace_json,
};

/// The largest file that is read, in octets: 64 MiB, since a trace holds every octet.
const MAX_FILE_OCTETS: usize = 64 * 1024 * 1024;

/// Who asks, which decides what may be read.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub by: By<'a>,
    /// Hears what was not taken as it was given.
    pub tell: &'a dyn Fn(&str),
}

/// Who asks.
#[derive(Clone, Copy)]
pub enum By<'a> {
    /// A person at a terminal, who may read whatever files there are.
    CommandLine,
    /// A document in this folder: scenarios beside it are read, and nothing else, since what it
    /// shows is published.
    Document(&'a Path),
}

/// What is run: secrets are left out unless they are asked for.
pub fn scenario(
    source: Source,
    changes: &Overrides,
    secrets: Secrets,
    asked: Asked,
) -> Result<Scenario, InputError> {
    let mut scenario = unchanged(source, changes, asked)?;
    changes.apply(&mut scenario);
    scenario.check()?;
    Ok(match secrets {
        Secrets::Include => scenario,
        Secrets::LeaveOut => without_secrets(scenario, asked),
    })
}

/// What is sent is what is printed, so that every octet stays real: secrets are left out before
/// anything is sent. To the simulated service all tokens but its own are the same.
fn without_secrets(scenario: Scenario, asked: Asked) -> Scenario {
    let redacted = redacted_scenario(&scenario);
    if redacted != scenario {
        (asked.tell)(&format!(
            "passwords, tokens and keys were left out (“{LEFT_OUT}” stands there); --secrets keeps them"
        ));
    }
    redacted
}

fn unchanged(source: Source, changes: &Overrides, asked: Asked) -> Result<Scenario, InputError> {
    match (source, asked.by) {
        (Source::Default, _) => Ok(Scenario::default()),
        (Source::File(path), By::CommandLine) => {
            scenario_of(&read_file(&path, MAX_FILE_OCTETS)?, &path, asked)
        }
        (Source::File(name), By::Document(folder)) => {
            let path = folder.join(&name).display().to_string();
            scenario_of(&read_file(&path, MAX_FILE_OCTETS)?, &path, asked)
        }
        (Source::StandardInput, By::CommandLine) => {
            scenario_of(&read_standard_input(MAX_FILE_OCTETS)?, "standard input", asked)
        }
        (Source::StandardInput, By::Document(_)) => {
            Err(InputError::new("a document has no standard input; name a scenario file beside it"))
        }
        (Source::BuiltIn(name), _) => Ok(found(&name)?.scenario),
        (Source::Request { options, url }, _) => {
            let mut scenario = Scenario::with_requests(Vec::new());
            changes.apply(&mut scenario);
            add_request(&mut scenario, options, url, asked)?;
            Ok(scenario)
        }
    }
}

/// Adds the request that curl would send for these options, read as the page reads a pasted command, with
/// the fields that the client adds by itself.
fn add_request(
    scenario: &mut Scenario,
    mut words: Vec<String>,
    url: String,
    asked: Asked,
) -> Result<(), InputError> {
    // One word may be the name of a file, misspelt.
    if !url.contains(['.', ':', '/']) && url != "localhost" {
        HttpUrl::parse(&url)?;
    }
    words.extend(["--".to_owned(), url]);
    let read = |name: &str| {
        let octets = match (asked.by, name) {
            (By::Document(_), _) => Err(InputError::about(
                &format!("@{name}"),
                "a document reads no file, since what it shows is published; write the content itself",
            )),
            (By::CommandLine, "-") => read_standard_input(MAX_BODY_OCTETS),
            (By::CommandLine, path) => read_file(path, MAX_BODY_OCTETS),
        };
        octets.map_err(|error| error.to_string())
    };
    let reading = read_arguments(&words, Files::Read(&read), scenario.seed);
    let reading = reading.map_err(|error| InputError::new(error.to_string()))?;
    for note in reading.notes.iter().filter(|note| note.weight == Weight::Matters) {
        (asked.tell)(&note.to_string());
    }
    reading.send_in(scenario)?;
    let client = scenario.world.client.kind;
    let url = scenario.requests.last().map(|request| &request.url);
    if let Some(lost) = url.and_then(|url| lost_user_info(url, SentBy::Simulated(client))) {
        (asked.tell)(lost);
    }
    Ok(())
}

/// The scenario in a file of any of the kinds that the page opens, which tells what it is where it
/// is no scenario file.
fn scenario_of(octets: &[u8], path: &str, asked: Asked) -> Result<Scenario, InputError> {
    let text = str::from_utf8(octets).map_err(|error| {
        let at = error.valid_up_to();
        InputError::about(
            path,
            format!("this is not a text in UTF-8 (octet {at}); save it as UTF-8"),
        )
    })?;
    let text = text.trim_start_matches('\u{feff}');
    if text.starts_with(link::PREFIX) {
        (asked.tell)(&format!("{path} was saved from the page: it runs again"));
        let LinkState { draft, mut scenario, .. } =
            link::read_file(text).map_err(|error| InputError::about(path, error))?;
        if scenario.requests.is_empty() {
            let written = draft.request();
            scenario.requests.push(written.map_err(|e| InputError::about(path, e.message))?);
        }
        return Ok(scenario);
    }
    let in_trace = scenario_in_trace_json(text);
    if in_trace.is_some() {
        (asked.tell)(&format!("{path} is a trace as JSON: its scenario runs again"));
    }
    scenario_from_json(in_trace.unwrap_or(text)).map_err(|error| InputError::about(path, error))
}

/// A scenario that comes along.
pub fn found(name: &str) -> Result<BuiltIn, InputError> {
    let error = || {
        InputError::new(format!(
            "no scenario called “{name}” comes along; roundtrip list names them"
        ))
    };
    built_in().into_iter().find(|built_in| built_in.name == name).ok_or_else(error)
}
