//! The native command `roundtrip`: runs a scenario file or a request given as curl takes it, and
//! prints or writes what happened.

mod args;
mod curl;
mod run;
mod slip;

use std::process::ExitCode;

/// 0 if the scenario ran, whatever came of it: a 404 is an answer, and no answer is a lesson.
/// 2 if it could not be run.
fn main() -> ExitCode {
    let is_file = |text: &str| std::path::Path::new(text).is_file();
    let command = args::parse(std::env::args_os().skip(1), is_file);
    match command.and_then(run::run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(slip) => {
            eprintln!("roundtrip: {slip}");
            ExitCode::from(2)
        }
    }
}
