//! `cargo xtask test`: everything that has to hold before a change is taken.

use std::path::PathBuf;
use std::process::Command;

use crate::build_id::build_id;
use crate::dist;
use crate::progress::{Failure, Outcome, printed, run as run_program, step};
use crate::retried;
use crate::setup::{self, Need, Tools};
use crate::wasm::Builder;
use crate::workspace::Workspace;

const WASM: &[&str] =
    &["--target", "wasm32-unknown-unknown", "--package", "roundtrip", "--package", "worker"];

#[derive(PartialEq, Eq)]
enum Extent {
    Everything,
    /// What needs neither the wasm build nor a browser.
    Fast,
}

pub fn run(workspace: &Workspace, arguments: &[String]) -> Outcome {
    let extent = match arguments {
        [] => Extent::Everything,
        [option] if option == "--fast" => Extent::Fast,
        _ => {
            return Err(Failure::new(format!(
                "`test` has only the option --fast, not `{}`",
                arguments.join(" ")
            )));
        }
    };
    let needs: Vec<Need> = match extent {
        Extent::Everything => {
            Need::TEST.into_iter().filter(|need| need.can_be_met_here()).collect()
        }
        Extent::Fast => vec![Need::Rust, Need::Lints, Need::CargoDeny, Need::Tshark],
    };
    let mut tools = step("set up", || setup::set_up(workspace, &needs))?;
    native(workspace, &tools)?;
    if extent == Extent::Fast {
        return Ok(());
    }
    tools.take_what_tests_built(workspace);
    step("clippy for wasm", || {
        let mut cargo = tools.cargo(workspace);
        run_program(cargo.args(["clippy", "--locked"]).args(WASM).args(["--", "-D", "warnings"]))
    })?;
    dist::build(workspace, &tools)?;
    step("build the page with Trunk", || trunk_page(workspace, &tools))?;
    step("tests in the browser", || browser_tests(workspace, &tools))?;
    if cfg!(target_os = "linux") {
        step("tests in Firefox", || engine_tests(workspace, &tools, "firefox"))?;
        step("tests in WebKitGTK", || engine_tests(workspace, &tools, "webkit"))?;
    }
    eprintln!("\n  everything holds");
    Ok(())
}

/// What needs neither the wasm build nor a browser.
fn native(workspace: &Workspace, tools: &Tools) -> Outcome {
    let cargo =
        |arguments: &[&[&str]]| run_program(tools.cargo(workspace).args(arguments.concat()));

    step("check the format", || cargo(&[&["fmt", "--all", "--", "--check"]]))?;
    step("check licences and sources", || {
        cargo(&[&["deny", "--locked", "--workspace", "check", "bans", "licenses", "sources"]])
    })?;
    step("check for advisories", || advisories(workspace, tools))?;
    step("clippy", || {
        cargo(&[&[
            "clippy",
            "--locked",
            "--workspace",
            "--all-targets",
            "--all-features",
            "--",
            "-D",
            "warnings",
        ]])
    })?;
    step("native tests", || {
        let compress = ["--features", "xtask/compress"];
        cargo(&[&["test", "--locked", "--workspace", "--exclude", "roundtrip"], &compress])?;
        cargo(&[&["test", "--locked", "--package", "roundtrip", "--bins"]])
    })
}

/// The advisories are on the network. Where they cannot be had, that is said, and no more asked.
fn advisories(workspace: &Workspace, tools: &Tools) -> Outcome {
    let deny = |arguments: &[&str]| {
        let mut command = tools.cargo(workspace);
        command.args(["deny", "--locked", "--workspace"]).args(arguments);
        command
    };
    if printed(&mut deny(&["fetch", "db"])).is_none() {
        eprintln!(
            "  NOT CHECKED: no advisory was read, since their database cannot be fetched from here; \
             `cargo deny check advisories` does it where the network is open"
        );
        return Ok(());
    }
    run_program(&mut deny(&["check", "--disable-fetch", "advisories"]))
}

/// Offline: what Trunk would fetch is here in the versions that Trunk.toml names.
fn trunk_page(workspace: &Workspace, tools: &Tools) -> Outcome {
    let builder = Builder { workspace, tools, build_id: &build_id(workspace)? };
    let mut trunk = builder.command("trunk");
    run_program(
        trunk.args(["build", "--release", "--offline", "--dist"]).arg(trunk_dist(workspace)),
    )
}

fn trunk_dist(workspace: &Workspace) -> PathBuf {
    workspace.target.join("trunk-page")
}

fn browser_tests(workspace: &Workspace, tools: &Tools) -> Outcome {
    let mut command = tools.cargo(workspace);
    command.args(["test", "--locked", "--package", "roundtrip", "--test", "*", "--no-fail-fast"]);
    with_dist(&mut command, workspace).arg("--");
    retried::run(&command, &[])
}

/// What every engine runs, by the beginnings of the tests' names: what matters most, and whatever
/// engines do differently.
const EVERYWHERE: [&str; 20] = [
    "compare::one_slider",
    "everywhere::",
    "embed::in_a",
    "embed_everywhere::",
    "exercise::something_is_made",
    "exercise::what_",
    "hosts::the_browser",
    "lessons::back_and",
    "look::an_answer_is_shown",
    "look::how_much",
    "look::large_text",
    "look::words_without",
    "moving_figure::",
    "offline::",
    "one_file::",
    "print::a_sheet_is_there",
    "real_told::",
    "real_bodies::pictures",
    "real_bodies::text",
    "visitor::",
];

fn engine_tests(workspace: &Workspace, tools: &Tools, browser: &str) -> Outcome {
    let mut command = tools.cargo(workspace);
    command
        .args(["test", "--locked", "--package", "roundtrip", "--test", "browser"])
        .env("ROUNDTRIP_BROWSER", browser);
    with_dist(&mut command, workspace).arg("--");
    retried::run(&command, &EVERYWHERE)
}

/// Tells tests and benches where the built pages are; the programs they use are told by `Tools`.
pub fn with_dist<'a>(command: &'a mut Command, workspace: &Workspace) -> &'a mut Command {
    command
        .env("ROUNDTRIP_DIST", workspace.dist())
        .env("ROUNDTRIP_TRUNK_DIST", trunk_dist(workspace))
}
