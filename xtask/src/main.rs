//! `cargo xtask …`: sets up what is missing, then does the job.
//!
//! Whatever a newcomer types first ends here, so this program compiles in seconds and uses
//! the standard library alone.

mod bench;
mod build_id;
mod cargo_env;
mod dist;
mod doctor;
mod embed;
mod folder;
mod http;
mod index;
mod lessons;
mod offline;
mod page;
mod progress;
mod retried;
mod serve;
mod setup;
mod shell_words;
mod shrink;
mod test;
#[cfg(test)]
mod tidy;
mod trial;
mod wasm;
mod wasm_names;
mod whole;
mod workspace;

use std::process::ExitCode;

use progress::{Failure, Outcome};
use workspace::Workspace;

const HELP: &str = "\
cargo xtask <command>

  serve [--open] [--port N]   build, then serve on http://127.0.0.1:8080
  test [--fast]               all checks and tests; --fast leaves out what needs the wasm build
  trial [--count N] [--acts N] [--seed N]
                              500 random scenarios through tshark, their forms, and arithmetic;
                              then 20,000 acts of a visitor in each engine
  dist [--site URL]           the optimised page in dist/, with brotli and gzip beside each file;
                              where it will stand, for previews of its examples
  bench                       sizes and times against their budgets
  doctor                      what is there, what is missing, how to get it

Every command installs what it is missing and may be repeated.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nerror: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Outcome {
    let workspace = Workspace::find();
    let Some((command, options)) = arguments.split_first() else {
        println!("{HELP}");
        return Ok(());
    };
    match command.as_str() {
        "serve" => serve::run(&workspace, options),
        "test" => test::run(&workspace, options),
        "trial" => trial::run(&workspace, options),
        "dist" => dist::run(&workspace, options),
        "bench" => none(options).and_then(|()| bench::run(&workspace)),
        "doctor" => none(options).and_then(|()| doctor::run(&workspace)),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(Failure::new(format!("no command `{other}`\n\n{HELP}"))),
    }
}

fn none(options: &[String]) -> Outcome {
    match options.first() {
        None => Ok(()),
        Some(option) => Err(Failure::new(format!("this command has no option `{option}`"))),
    }
}
