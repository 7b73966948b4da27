//! Builders of course pages that come from PyPI (Sphinx, myst-parser, MkDocs), in the versions and with
//! the hashes of xtask/python/requirements.txt.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Found, Tools, packages, unavailable, version_line};
use crate::build_id::Fnv;
use crate::cargo_env;
use crate::progress::{Outcome, While, printed, run};
use crate::workspace::{Workspace, read};

const REQUIREMENTS: &str = "xtask/python/requirements.txt";
/// Says in the environment's folder that all of it is there.
const STAMP: &str = "complete.txt";
/// What Sphinx asks for.
const IS_NEW_ENOUGH: &str = "import sys, venv, ensurepip; print(sys.version_info >= (3, 11))";

/// The folder of its programs.
pub fn find(workspace: &Workspace) -> Outcome<Option<Found>> {
    let folder = folder(workspace)?;
    let programs = programs(&folder);
    // Its interpreter is another's, which may have gone since.
    let version = version_line(&programs.join("python"));
    let version = version.filter(|_| folder.join(STAMP).is_file());
    Ok(version.map(|version| Found { version, path: programs }))
}

/// Installs what the lock file names, into a folder of its own. pip compares what it gets with the
/// hashes there; wheels alone, so no package runs a script.
pub fn install(workspace: &Workspace, tools: &Tools) -> Outcome {
    let python = match interpreter(tools) {
        Some(python) => python,
        None => {
            packages::install(&["python3", "python3-venv"])?;
            interpreter(tools).ok_or_else(|| unavailable("there is no Python from 3.11 on"))?
        }
    };
    let folder = folder(workspace)?;
    run(cargo_env::command(python).args(["-m", "venv", "--clear"]).arg(&folder))?;
    let mut pip = cargo_env::command(programs(&folder).join("python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]);
    pip.args(["--require-hashes", "--only-binary", ":all:", "--requirement"]);
    run(pip.arg(workspace.root.join(REQUIREMENTS)))?;
    fs::write(folder.join(STAMP), "").while_doing("note that everything is installed")
}

fn interpreter(tools: &Tools) -> Option<PathBuf> {
    let candidates = ["python3", "python"].into_iter().filter_map(|name| tools.which(name));
    let is_new_enough = |python: &PathBuf| {
        printed(cargo_env::command(python).args(["-c", IS_NEW_ENOUGH])).as_deref() == Some("True")
    };
    candidates.chain([PathBuf::from("/usr/bin/python3")]).find(is_new_enough)
}

/// Named by the lock file, so that another one has a folder of its own.
fn folder(workspace: &Workspace) -> Outcome<PathBuf> {
    let mut hash = Fnv::new();
    hash.add(read(&workspace.root.join(REQUIREMENTS))?.as_bytes());
    Ok(workspace.cache.join(format!("python-{}", hash.hex())))
}

fn programs(folder: &Path) -> PathBuf {
    folder.join(if cfg!(windows) { "Scripts" } else { "bin" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_locked_package_has_hashes_and_no_index_is_named() {
        let lock = read(&Workspace::find().root.join(REQUIREMENTS)).expect("it is there");
        let packages: Vec<&str> = lock.split("\n").filter(|line| line.contains("==")).collect();
        assert!(packages.len() > 20, "{packages:?}");
        for package in packages {
            let (_, behind) = lock.split_once(package).expect("it was found there");
            let hash = behind.lines().nth(1).unwrap_or_default().trim_start();
            assert!(hash.starts_with("--hash=sha256:"), "{package}: {hash}");
        }
        assert!(!lock.contains("-url") && !lock.contains("://"));
    }
}
