//! The Rust toolchain, with a standard library for wasm32.
//!
//! Whoever has rustup and may fetch gets the target for the toolchain in use. Where rustup must not
//! fetch (`RUSTUP_AUTO_INSTALL=0`) or is absent, the distribution's compiler is used, for the native
//! half too, so that nothing is compiled by two compilers.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Found, Tools, packages, standard_library, unavailable, which};
use crate::cargo_env;
use crate::progress::{Outcome, printed, run};
use crate::workspace::{Workspace, version};

const SYSTEM_RUSTC: &str = "/usr/bin/rustc";
const SYSTEM_CARGO: &str = "/usr/bin/cargo";
/// What we call the distribution's toolchain when we introduce it to rustup.
const LINK_NAME: &str = "system";

/// Finds a toolchain that can build everything and puts it in `tools`.
pub fn find(workspace: &Workspace, tools: &mut Tools) -> Outcome<Option<Found>> {
    let oldest = workspace.rust_version()?;
    let in_use = which("rustc").and_then(|rustc| ready(&rustc, workspace, oldest));
    if in_use.is_some() {
        return Ok(in_use);
    }
    let system = PathBuf::from(SYSTEM_RUSTC);
    if !system.is_file() || !Path::new(SYSTEM_CARGO).is_file() {
        return Ok(None);
    }
    let Some(found) = ready(&system, workspace, oldest) else { return Ok(None) };
    if which("rustup").is_some() {
        tools.set("RUSTUP_TOOLCHAIN", linked_toolchain()?);
    } else {
        tools.add_folder_of(&system);
    }
    Ok(Some(found))
}

pub fn install(workspace: &Workspace) -> Outcome {
    if may_fetch()
        && run(rustup(workspace).args(["target", "add", "wasm32-unknown-unknown"])).is_ok()
    {
        return Ok(());
    }
    packages::install(&["rustc-web", "cargo-web", "rust-web-src"])?;
    let oldest = workspace.rust_version()?;
    let offered = version_of(Path::new(SYSTEM_RUSTC), workspace).and_then(|text| version(&text));
    if offered.is_none_or(|offered| offered < oldest) {
        return Err(unavailable("the distribution's compiler is too old"));
    }
    standard_library::build(workspace, Path::new(SYSTEM_RUSTC), Path::new(SYSTEM_CARGO))
}

pub fn find_lints(workspace: &Workspace, tools: &Tools) -> Option<Found> {
    let clippy = printed(tools.cargo(workspace).args(["clippy", "--version"]))?;
    let rustfmt = printed(tools.cargo(workspace).args(["fmt", "--version"]))?;
    Some(Found { version: format!("{clippy}, {rustfmt}"), path: tools.which("cargo")? })
}

pub fn install_lints(workspace: &Workspace, tools: &Tools) -> Outcome {
    let is_system = tools.variables.contains_key("RUSTUP_TOOLCHAIN") || which("rustup").is_none();
    if is_system {
        packages::install(&["rust-web-clippy", "rustfmt-web"])
    } else if may_fetch() {
        run(rustup(workspace).args(["component", "add", "clippy", "rustfmt"]))
    } else {
        Err(unavailable("rustup may not fetch here"))
    }
}

fn ready(rustc: &Path, workspace: &Workspace, oldest: (u32, u32)) -> Option<Found> {
    let text = version_of(rustc, workspace)?;
    if version(&text)? < oldest
        || !standard_library::is_there(&standard_library::sysroot(rustc, workspace)?, &text)
    {
        return None;
    }
    Some(Found { version: text, path: rustc.to_owned() })
}

fn version_of(rustc: &Path, workspace: &Workspace) -> Option<String> {
    printed(cargo_env::command(rustc).current_dir(&workspace.root).arg("--version"))
}

fn may_fetch() -> bool {
    which("rustup").is_some() && env::var_os("RUSTUP_AUTO_INSTALL").is_none_or(|value| value != "0")
}

fn rustup(workspace: &Workspace) -> Command {
    let mut command = cargo_env::command("rustup");
    command.current_dir(&workspace.root);
    command
}

/// The name under which rustup knows the distribution's toolchain.
fn linked_toolchain() -> Outcome<String> {
    let known = printed(cargo_env::command("rustup").args(["toolchain", "list", "--verbose"]))
        .unwrap_or_default();
    if let Some(name) = linked_to_system(&known) {
        return Ok(name.to_owned());
    }
    run(cargo_env::command("rustup").args(["toolchain", "link", LINK_NAME, "/usr"]))?;
    Ok(LINK_NAME.to_owned())
}

fn linked_to_system(list: &str) -> Option<&str> {
    list.lines()
        .find(|line| {
            line.split_whitespace().last().is_some_and(|path| path.trim_end_matches('/') == "/usr")
        })
        .and_then(|line| line.split_whitespace().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linked_toolchain_is_found_again() {
        let list = "stable-x86_64-unknown-linux-gnu (default) /home/a/.rustup/toolchains/stable\ndebian (active) /usr";
        assert_eq!(linked_to_system(list), Some("debian"));
        assert_eq!(linked_to_system("stable (default) /home/a/.rustup/toolchains/stable"), None);
    }
}
