//! What the person at the terminal sees: named steps with times, and one sentence on failure.

use std::fmt;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Why a command stopped, in a sentence to act on.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

pub type Outcome<T = ()> = Result<T, Failure>;

/// Turns an I/O error into a sentence that names what was being done.
pub trait While<T> {
    fn while_doing(self, action: impl fmt::Display) -> Outcome<T>;
}

impl<T> While<T> for std::io::Result<T> {
    fn while_doing(self, action: impl fmt::Display) -> Outcome<T> {
        self.map_err(|error| Failure::new(format!("could not {action}: {error}")))
    }
}

/// Runs one named step, says how long it took, and names it when it fails.
pub fn step<T>(name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    eprintln!("» {name}");
    #[expect(clippy::disallowed_methods, reason = "how long a build takes is what we tell")]
    let started_at = Instant::now();
    let outcome = work();
    let seconds = started_at.elapsed().as_secs_f64();
    match outcome {
        Ok(value) => {
            eprintln!("  {name}: done in {seconds:.1} s");
            Ok(value)
        }
        Err(failure) => Err(Failure::new(format!("step \"{name}\" failed: {failure}"))),
    }
}

/// Runs a program to its end, with its output on the terminal.
pub fn run(command: &mut Command) -> Outcome {
    let line = command_line(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::new(format!("`{line}` ended with {status}"))),
        Err(error) => Err(Failure::new(format!("`{line}` did not start: {error}"))),
    }
}

/// What a program prints, or `None` if it is missing or fails.
pub fn printed(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn command_line(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}
