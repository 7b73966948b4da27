//! Commands that do not inherit what `cargo run` told this program about itself.
//!
//! Cargo sets variables for the program it runs (`CARGO`, `CARGO_PKG_NAME`, library paths of its own
//! toolchain). A second cargo of another toolchain must not see them.

use std::env;
use std::ffi::OsStr;
use std::process::Command;

const LIBRARY_PATHS: &[&str] = &["LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"];

pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, value) in env::vars_os() {
        let Some(name) = name.to_str() else { continue };
        if is_about_us(name) {
            command.env_remove(name);
        } else if LIBRARY_PATHS.contains(&name) {
            match env::join_paths(env::split_paths(&value).filter(|path| !is_of_a_toolchain(path)))
            {
                Ok(rest) if !rest.is_empty() => command.env(name, rest),
                _ => command.env_remove(name),
            };
        }
    }
    command
}

fn is_about_us(name: &str) -> bool {
    name == "CARGO"
        || name == "OUT_DIR"
        || ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
}

fn is_of_a_toolchain(path: &std::path::Path) -> bool {
    path.components()
        .any(|part| ["toolchains", "rustlib", "deps"].iter().any(|name| part.as_os_str() == *name))
}
