//! The native command `roundtrip`: runs a scenario file or a request given as curl takes it, and
//! prints or writes what happened.

mod args;
mod cookie_files;
mod deck;
mod exchange;
mod figure;
mod file_url;
mod files;
mod help;
mod input_error;
mod lesson;
mod markdown;
mod previews;
mod run;
mod source;
mod standard_output;
mod url_parts;

use std::process::ExitCode;

/// 0 if the scenario ran, whatever came of it: a 404 is an answer, and no answer is a lesson.
/// 2 if it could not be run.
fn main() -> ExitCode {
    let is_file = |text: &str| std::path::Path::new(text).is_file();
    let command = args::parse(std::env::args_os().skip(1), is_file);
    match command.and_then(run::run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            standard_output::say(&visible(&error.to_string()));
            ExitCode::from(2)
        }
    }
}

/// The most characters that are told of an error, which may repeat what it is about.
const ERROR_CHARS: usize = 1_000;

/// A text that commands no terminal, and ends.
fn visible(text: &str) -> String {
    let first: String = text.chars().take(ERROR_CHARS).filter(|c| *c != '\r').collect();
    let mut shown = trace::hidden::marked(&first).into_owned();
    if text.chars().nth(ERROR_CHARS).is_some() {
        shown.push('…');
    }
    shown
}
