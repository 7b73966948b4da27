//! `cargo xtask trial`: many random scenarios, judged by tshark, by their forms, and by arithmetic;
//! then a visitor who does very much on the page. A little of both is tried with each
//! `cargo xtask test`.

use crate::dist;
use crate::progress::{Failure, Outcome, run as run_program, step};
use crate::setup::{self, Need};
use crate::test;
use crate::workspace::Workspace;

/// How many scenarios are tried where nothing else is said.
const USUAL_COUNT: u64 = 500;
/// How much the visitor does in each engine.
const USUAL_ACTS: u64 = 20_000;
/// As `ROUNDTRIP_BROWSER` names them. Only Linux has the last two.
const ENGINES: [&str; 3] = ["chromium", "firefox", "webkit"];

pub fn run(workspace: &Workspace, options: &[String]) -> Outcome {
    let Options { seed, count, acts } = Options::read(options)?;
    if count > 0 {
        let tools = setup::set_up(workspace, &[Need::Rust, Need::Tshark])?;
        step(&format!("try {count} scenarios from seed {seed} on"), || {
            let mut command = tools.cargo(workspace);
            command.args(["test", "--locked", "--package", "cli", "--test", "trial"]);
            command.env("ROUNDTRIP_TRIAL_SEED", seed.to_string());
            run_program(command.env("ROUNDTRIP_TRIAL_COUNT", count.to_string()))
        })?;
    }
    if acts > 0 {
        let needs = Need::DIST.into_iter().chain(Need::ENGINES);
        let needs: Vec<Need> = needs.filter(|need| need.can_be_met_here()).collect();
        let tools = setup::set_up(workspace, &needs)?;
        dist::build(workspace, &tools)?;
        let engines = if cfg!(target_os = "linux") { &ENGINES[..] } else { &ENGINES[..1] };
        for engine in engines {
            step(&format!("have a visitor do {acts} acts in {engine} with seed {seed}"), || {
                let mut command = tools.cargo(workspace);
                command.args(["test", "--locked", "--package", "roundtrip", "--test", "browser"]);
                command.args(["--", "visitor::"]).env("ROUNDTRIP_BROWSER", engine);
                command.env("ROUNDTRIP_VISITOR_SEED", seed.to_string());
                command.env("ROUNDTRIP_VISITOR_ACTS", acts.to_string());
                run_program(test::with_dist(&mut command, workspace))
            })?;
        }
    }
    Ok(())
}

#[derive(Debug, PartialEq, Eq)]
struct Options {
    seed: u64,
    count: u64,
    acts: u64,
}

impl Options {
    fn read(options: &[String]) -> Outcome<Self> {
        let mut read = Self { seed: 1, count: USUAL_COUNT, acts: USUAL_ACTS };
        let mut rest = options.iter();
        while let Some(option) = rest.next() {
            let number = match option.as_str() {
                "--seed" => &mut read.seed,
                "--count" => &mut read.count,
                "--acts" => &mut read.acts,
                other => {
                    return Err(Failure::new(format!(
                        "`trial` has the options --seed N, --count N and --acts N, not `{other}`"
                    )));
                }
            };
            let told = rest.next().and_then(|text| text.parse().ok());
            *number = told.ok_or_else(|| Failure::new(format!("{option} takes a number")))?;
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(options: &[&str]) -> Option<Options> {
        let options: Vec<String> = options.iter().map(|option| (*option).to_owned()).collect();
        Options::read(&options).ok()
    }

    #[test]
    fn seed_and_count_can_be_told() {
        assert_eq!(read(&[]), Some(Options { seed: 1, count: 500, acts: 20_000 }));
        let told = read(&["--seed", "77", "--count", "1", "--acts", "0"]);
        assert_eq!(told, Some(Options { seed: 77, count: 1, acts: 0 }));
        assert_eq!(read(&["--seed"]), None);
        assert_eq!(read(&["--seed", "many"]), None);
        assert_eq!(read(&["--quick"]), None);
    }
}
