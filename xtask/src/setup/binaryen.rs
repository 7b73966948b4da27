//! wasm-opt, from the npm package `binaryen`: distributions have versions that are too old.

use std::path::PathBuf;

use super::{Found, Tools, packages, version_line, which};
use crate::cargo_env;
use crate::progress::{Outcome, run};
use crate::workspace::Workspace;

const PACKAGE: &str = "binaryen@132";
/// The first that knows every feature which Rust's wasm uses.
const OLDEST: u32 = 120;

pub fn find(workspace: &Workspace, tools: &Tools) -> Option<Found> {
    let name = if cfg!(windows) { "wasm-opt.cmd" } else { "wasm-opt" };
    let ours = folder(workspace).join("node_modules/.bin").join(name);
    [Some(ours), tools.which("wasm-opt")]
        .into_iter()
        .flatten()
        .filter(|path| path.is_file())
        .find_map(|path| {
            let line = version_line(&path)?;
            let number: u32 = line.split_whitespace().find_map(|word| word.parse().ok())?;
            (number >= OLDEST).then_some(Found { version: line, path })
        })
}

pub fn install(workspace: &Workspace, _: &Tools) -> Outcome {
    if which("npm").is_none() {
        packages::install(&["nodejs", "npm"])?;
    }
    let npm = which("npm").unwrap_or_else(|| PathBuf::from("npm"));
    run(cargo_env::command(npm)
        .current_dir(workspace.cache_folder()?)
        .args(["install", "--no-audit", "--no-fund", "--prefix"])
        .arg(folder(workspace))
        .arg(PACKAGE))
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.cache.join("binaryen")
}
