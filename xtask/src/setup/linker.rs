//! The linker for wasm: the one in rustup's toolchains, else LLVM's.

use std::path::Path;

use super::standard_library::sysroot;
use super::{Found, Tools, packages, unavailable, version_line, which};
use crate::progress::Outcome;
use crate::workspace::Workspace;

const NAMES: &[&str] = &[
    "wasm-ld-22",
    "wasm-ld-21",
    "wasm-ld-20",
    "wasm-ld-19",
    "wasm-ld-18",
    "wasm-ld-17",
    "wasm-ld",
];
const PACKAGES: &[&str] = &["lld-22", "lld-21", "lld-20", "lld-19", "lld-18", "lld-17"];

pub fn find(workspace: &Workspace, tools: &Tools) -> Option<Found> {
    bundled(workspace, tools).or_else(|| {
        let path = NAMES.iter().find_map(|name| which(name))?;
        Some(Found { version: version_line(&path)?, path })
    })
}

pub fn install() -> Outcome {
    let package =
        packages::first_offered(PACKAGES)?.ok_or_else(|| unavailable("no package has it"))?;
    packages::install(&[package])
}

/// Rust finds its own linker by itself; another one has to be named.
pub fn equip(found: &Found, tools: &mut Tools) {
    if !is_bundled(&found.path) {
        tools.set("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", &found.path);
    }
}

fn bundled(workspace: &Workspace, tools: &Tools) -> Option<Found> {
    let rustlib = match tools.variables.contains_key("RUSTUP_TOOLCHAIN") {
        true => sysroot(Path::new("/usr/bin/rustc"), workspace)?,
        false => sysroot(&tools.which("rustc")?, workspace)?,
    }
    .join("lib/rustlib");
    let name = if cfg!(windows) { "rust-lld.exe" } else { "rust-lld" };
    let path = std::fs::read_dir(rustlib)
        .ok()?
        .flatten()
        .map(|host| host.path().join("bin").join(name))
        .find(|path| path.is_file())?;
    Some(Found { version: "the one in Rust's toolchain".to_owned(), path })
}

fn is_bundled(path: &Path) -> bool {
    path.file_stem().is_some_and(|name| name == "rust-lld")
}
