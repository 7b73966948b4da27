//! Tools that cargo compiles: wasm-bindgen, wasm-split, Trunk, cargo-deny, mdBook and geckodriver,
//! each of exactly one version.

use std::fs;
use std::path::PathBuf;

use super::{Found, Need, Tools, version_line};
use crate::progress::{Outcome, run};
use crate::workspace::Workspace;

/// Reads what the macro of `wasm_split_helpers` in Cargo.lock writes.
const SPLIT_VERSION: &str = "0.2.4";
/// Reads our Trunk.toml.
const TRUNK_VERSION: &str = "0.22.1";
/// Reads our deny.toml.
const DENY_VERSION: &str = "0.20.2";
/// Calls our preprocessor as its users' does.
const MDBOOK_VERSION: &str = "0.5.4";
/// Drives Firefox from 140 on.
const GECKODRIVER_VERSION: &str = "0.37.1";

struct Package {
    name: &'static str,
    program: &'static str,
    version: String,
    options: &'static [&'static str],
    /// Those that its work is done in, and that are worth some optimisation.
    busy_crates: &'static [&'static str],
}

pub fn find(need: Need, workspace: &Workspace, tools: &Tools) -> Outcome<Option<Found>> {
    let package = package(need, workspace)?;
    // Its folder is named by its version.
    let ours = root(&package, workspace).join("bin").join(program_file(&package));
    if ours.is_file() {
        return Ok(Some(Found { version: package.version, path: ours }));
    }
    let Some(path) = tools.which(package.program) else { return Ok(None) };
    // Not every program tells its version; then it is the person's who put it there.
    let version = version_line(&path).unwrap_or_default();
    let fits = version.is_empty()
        || version.split_whitespace().any(|w| w.trim_start_matches('v') == package.version);
    Ok(fits.then_some(Found { version, path }))
}

pub fn install(need: Need, workspace: &Workspace, tools: &Tools) -> Outcome {
    let package = package(need, workspace)?;
    let root = root(&package, workspace);
    // A folder of its own, so that an interrupted installation goes on where it stopped.
    let build = root.join("build");
    let exact = format!("{}@{}", package.name, package.version);
    let mut command = tools.cargo(workspace);
    command
        .current_dir(workspace.cache_folder()?)
        .env("CARGO_TARGET_DIR", &build)
        .env_remove("RUSTFLAGS")
        .args(["install", "--locked", &exact, "--root"])
        .arg(&root)
        .args(package.options)
        // These run for a second and compile for minutes: quick to compile wins.
        .args(["--config", "profile.release.lto=false"])
        .args(["--config", "profile.release.opt-level=0"])
        .args(["--config", "profile.release.codegen-units=64"]);
    for busy in package.busy_crates {
        command.arg("--config").arg(format!("profile.release.package.{busy}.opt-level=1"));
    }
    run(&mut command)?;
    // What is left there is only scrap, and some systems hold on to it.
    let _ = fs::remove_dir_all(&build);
    Ok(())
}

fn package(need: Need, workspace: &Workspace) -> Outcome<Package> {
    Ok(match need {
        Need::WasmSplit => Package {
            name: "wasm_split_cli_support",
            program: "wasm-split-cli",
            version: SPLIT_VERSION.to_owned(),
            options: &["--features", "build-binary"],
            busy_crates: &["wasm_split_cli_support", "wasmparser", "wasm-encoder", "hashbrown"],
        },
        Need::Trunk => Package {
            name: "trunk",
            program: "trunk",
            version: TRUNK_VERSION.to_owned(),
            // It asks for a newer compiler than it needs, and for a look at the network.
            options: &["--ignore-rust-version", "--no-default-features", "--features", "rustls"],
            busy_crates: &[],
        },
        Need::CargoDeny => Package {
            name: "cargo-deny",
            program: "cargo-deny",
            version: DENY_VERSION.to_owned(),
            options: &[],
            busy_crates: &[],
        },
        Need::MdBook => Package {
            name: "mdbook",
            program: "mdbook",
            version: MDBOOK_VERSION.to_owned(),
            // Serving, watching and searching are not tested; without them it compiles in two minutes.
            options: &["--no-default-features"],
            busy_crates: &[],
        },
        Need::Geckodriver => Package {
            name: "geckodriver",
            program: "geckodriver",
            version: GECKODRIVER_VERSION.to_owned(),
            options: &[],
            busy_crates: &[],
        },
        _ => Package {
            name: "wasm-bindgen-cli",
            program: "wasm-bindgen",
            version: workspace.locked_version("wasm-bindgen")?,
            // Its features are for the test runner, which we do not install.
            options: &["--no-default-features", "--bin", "wasm-bindgen"],
            busy_crates: &[
                "walrus",
                "wasm-bindgen-cli-support",
                "wasm-encoder",
                "wasmparser",
                "leb128fmt",
                "hashbrown",
            ],
        },
    })
}

fn root(package: &Package, workspace: &Workspace) -> PathBuf {
    workspace.cache.join(format!("{}-{}", package.program, package.version))
}

fn program_file(package: &Package) -> String {
    format!("{}{}", package.program, std::env::consts::EXE_SUFFIX)
}

#[cfg(test)]
mod tests {
    use super::super::npm;
    use super::*;
    use crate::workspace::read;

    #[test]
    fn trunk_is_told_the_versions_that_are_installed_for_it() {
        let workspace = Workspace::find();
        let settings = read(&workspace.root.join("Trunk.toml")).expect("Trunk has its settings");
        let lock = read(&workspace.root.join("xtask/npm/package-lock.json")).expect("a lock file");
        let bindgen = workspace.locked_version("wasm-bindgen").expect("it is locked");
        let binaryen = npm::locked_version(&lock, "binaryen").expect("it is locked");
        let major = binaryen.split('.').next().unwrap_or_default();
        for line in [
            format!("trunk-version = \">={TRUNK_VERSION}\""),
            format!("wasm_bindgen = \"{bindgen}\""),
            format!("wasm_opt = \"version_{major}\""),
        ] {
            assert!(settings.lines().any(|found| found == line), "Trunk.toml lacks {line}");
        }
    }
}
