//! A C compiler for wasm: SQLite is C.

use std::path::{Path, PathBuf};

use super::{Found, Tools, packages, unavailable, version_line, which};
use crate::cargo_env;
use crate::progress::{Outcome, printed};
use crate::workspace::version;

/// Older ones do not compile SQLite's wasm port.
const OLDEST_MAJOR: u32 = 17;
const NAMES: &[&str] =
    &["clang-22", "clang-21", "clang-20", "clang-19", "clang-18", "clang-17", "clang"];
/// Where Homebrew and LLVM's Windows installer put it, off the path.
const OFF_PATH: &[&str] = &[
    "/opt/homebrew/opt/llvm/bin/clang",
    "/usr/local/opt/llvm/bin/clang",
    "C:\\Program Files\\LLVM\\bin\\clang.exe",
];
const MAJORS: &[&str] = &["22", "21", "20", "19", "18", "17"];

pub fn find(_: &Tools) -> Option<Found> {
    let on_path = NAMES.iter().filter_map(|name| which(name));
    let off_path = OFF_PATH.iter().map(PathBuf::from).filter(|path| path.is_file());
    on_path.chain(off_path).find_map(|path| {
        let line = version_line(&path)?;
        let targets = printed(cargo_env::command(&path).arg("--print-targets"))?;
        let fits = version(&line)?.0 >= OLDEST_MAJOR
            && targets.contains("wasm32")
            && archiver(&path).is_some();
        fits.then_some(Found { version: line, path })
    })
}

pub fn install() -> Outcome {
    let names: Vec<String> = MAJORS.iter().map(|major| format!("clang-{major}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let clang = packages::first_offered(&names)?
        .ok_or_else(|| unavailable("no package has version 17 or newer"))?;
    packages::install(&[clang, &clang.replace("clang", "llvm")])
}

pub fn equip(found: &Found, tools: &mut Tools) {
    let archiver = archiver(&found.path).expect("a clang without its archiver is not found");
    tools.set("CC_wasm32_unknown_unknown", &found.path);
    tools.set("AR_wasm32_unknown_unknown", archiver);
}

/// `llvm-ar` beside this clang, with the same version in its name.
fn archiver(clang: &Path) -> Option<PathBuf> {
    let name = clang.file_name()?.to_str()?;
    let beside = clang.with_file_name(name.replace("clang", "llvm-ar"));
    beside.is_file().then_some(beside)
}
