//! Debian's and Ubuntu's packages, where we may install them.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use super::{unavailable, which};
use crate::cargo_env;
use crate::progress::{Outcome, printed, run};

static LISTS_UPDATED: OnceLock<()> = OnceLock::new();

/// Installs packages, or says why it may not.
pub fn install(packages: &[&str]) -> Outcome {
    update_lists()?;
    let mut command = privileged("apt-get")?;
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command.args(["install", "--yes", "--quiet", "--no-install-recommends"]).args(packages);
    run(&mut command)
}

/// The first of `packages` that the distribution offers.
pub fn first_offered<'a>(packages: &[&'a str]) -> Outcome<Option<&'a str>> {
    update_lists()?;
    Ok(packages.iter().copied().find(|package| {
        printed(cargo_env::command("apt-cache").args(["show", "--no-all-versions", package]))
            .is_some()
    }))
}

/// A command with the rights to change the system.
pub fn privileged(program: &str) -> Outcome<Command> {
    if is_root() {
        return Ok(cargo_env::command(program));
    }
    if which("sudo").is_some() && printed(cargo_env::command("sudo").args(["-n", "true"])).is_some()
    {
        let mut command = cargo_env::command("sudo");
        // `env` hands the variable on: sudo starts from an empty environment.
        command.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", program]);
        return Ok(command);
    }
    Err(unavailable("installing it needs root or a sudo without password"))
}

fn update_lists() -> Outcome {
    if !cfg!(target_os = "linux") || which("apt-get").is_none() {
        return Err(unavailable("this system has no apt-get"));
    }
    if LISTS_UPDATED.set(()).is_ok() {
        run(privileged("apt-get")?.args(["update", "--quiet"]))?;
    }
    Ok(())
}

fn is_root() -> bool {
    Path::new("/usr/bin/id").exists()
        && printed(cargo_env::command("id").arg("-u")).as_deref() == Some("0")
}
