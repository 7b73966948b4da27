//! Tests of the joined app. A browser is a program of others on a machine that may be busy: what fails
//! there is run once more, alone, and named whatever comes of it.

use crate::progress::{Failure, Outcome, run as run_program};
use std::io::{BufRead, BufReader, Write, stdout};
use std::process::{Command, Stdio};

/// So many failures are no accident.
const MOST: usize = 8;

/// Runs `command`, a `cargo test` that ends with `--`, on the tests whose names hold one of
/// `filters`, or on all where there is none.
///
/// # Errors
///
/// If a test fails twice, if more than [`MOST`] fail, or if the program itself does.
pub fn run(command: &Command, filters: &[&str]) -> Outcome {
    let mut first = again(command);
    first.args(filters).stdout(Stdio::piped());
    let failed = |error: std::io::Error| Failure::new(format!("the tests did not run: {error}"));
    let mut running = first.spawn().map_err(failed)?;
    let printed = running.stdout.take().map(BufReader::new);
    let mut names = Vec::new();
    for line in printed.into_iter().flat_map(BufRead::lines) {
        let line = line.map_err(failed)?;
        writeln!(stdout(), "{line}").map_err(failed)?;
        names.extend(failure_in(&line).map(str::to_owned));
    }
    if running.wait().map_err(failed)?.success() {
        return Ok(());
    }
    if names.is_empty() || names.len() > MOST {
        return Err(Failure::new(format!("{} tests failed", names.len())));
    }
    eprintln!("  once more, alone: {}", names.join(", "));
    let mut second = again(command);
    run_program(second.args(["--exact", "--test-threads=1"]).args(&names))?;
    eprintln!("  FAILED ONCE, held the second time: {}", names.join(", "));
    Ok(())
}

/// The same program with the same arguments and variables.
fn again(command: &Command) -> Command {
    let mut same = Command::new(command.get_program());
    same.args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => same.env(name, value),
            None => same.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        same.current_dir(folder);
    }
    same
}

/// The name of the test that this line of the harness says has failed.
fn failure_in(line: &str) -> Option<&str> {
    line.strip_prefix("test ")?.strip_suffix(" ... FAILED")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_harness_says_that_a_test_failed() {
        assert_eq!(failure_in("test shell::it_starts ... FAILED"), Some("shell::it_starts"));
        assert_eq!(failure_in("test shell::it_starts ... ok"), None);
        assert_eq!(failure_in("test result: FAILED. 1 passed; 1 failed"), None);
    }

    #[cfg(unix)]
    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script, "sh"]);
        command
    }

    #[cfg(unix)]
    #[test]
    fn what_fails_twice_has_failed_and_what_holds_the_second_time_has_not() {
        let once =
            r#"case "$*" in *--exact*a::b*) exit 0;; esac; echo "test a::b ... FAILED"; exit 1"#;
        assert!(run(&shell(once), &["a::"]).is_ok());
        assert!(run(&shell(r#"echo "test a::b ... FAILED"; exit 1"#), &[]).is_err());
        assert!(run(&shell("exit 1"), &[]).is_err(), "a program that breaks is no failed test");
        let many = r#"case "$*" in *--exact*) exit 0;; esac
            for n in 1 2 3 4 5 6 7 8 9; do echo "test a::$n ... FAILED"; done; exit 1"#;
        assert!(run(&shell(many), &[]).is_err());
    }
}
