//! The standard library for wasm32, built once from the distribution's Rust source.
//!
//! Debian packages the source but not the library. Cargo can build it (`-Zbuild-std`); laid into the
//! sysroot, it is found by every later build as if it had come with the compiler.

use std::fs;
use std::path::{Path, PathBuf};

use super::packages::privileged;
use crate::cargo_env;
use crate::progress::{Failure, Outcome, While, printed, run};
use crate::workspace::Workspace;

const TARGET: &str = "wasm32-unknown-unknown";
/// Says which compiler the library was built by: another one cannot read it.
const STAMP: &str = "built-by.txt";

/// Where `rustc` keeps its libraries.
pub fn sysroot(rustc: &Path, workspace: &Workspace) -> Option<PathBuf> {
    printed(cargo_env::command(rustc).current_dir(&workspace.root).args(["--print", "sysroot"]))
        .map(PathBuf::from)
}

/// Whether the sysroot has the library, made by this compiler.
pub fn is_there(sysroot: &Path, compiler: &str) -> bool {
    let folder = library_folder(sysroot);
    let is_stale =
        fs::read_to_string(folder.join(STAMP)).is_ok_and(|stamp| stamp.trim() != compiler);
    let has_std = fs::read_dir(&folder).is_ok_and(|entries| {
        entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
    });
    has_std && !is_stale
}

pub fn build(workspace: &Workspace, rustc: &Path, cargo: &Path) -> Outcome {
    let scratch = workspace.cache.join("standard-library");
    write_scratch_crate(&scratch)?;
    // Without bitcode a release build of ours with link-time optimisation fails.
    run(cargo_env::command(cargo)
        .current_dir(&scratch)
        .env_remove("RUSTUP_TOOLCHAIN")
        .env("RUSTC", rustc)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("CARGO_TARGET_DIR", scratch.join("target"))
        .args(["build", "--release", "--target", TARGET])
        .arg("-Zbuild-std=std,panic_abort,panic_unwind,test"))?;
    let compiler = printed(cargo_env::command(rustc).arg("--version")).unwrap_or_default();
    fs::write(scratch.join(STAMP), compiler).while_doing("note the compiler's version")?;
    let sysroot = sysroot(rustc, workspace)
        .ok_or_else(|| Failure::new("rustc does not say where its sysroot is"))?;
    lay_into(&library_folder(&sysroot), &scratch)?;
    fs::remove_dir_all(&scratch).while_doing("remove the scratch crate")
}

fn write_scratch_crate(folder: &Path) -> Outcome {
    let manifest = "[package]\nname = \"scratch\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n\
                    [profile.release]\npanic = \"abort\"\n\n[workspace]\n";
    fs::create_dir_all(folder.join("src"))
        .and_then(|()| fs::write(folder.join("Cargo.toml"), manifest))
        .and_then(|()| fs::write(folder.join("src/lib.rs"), ""))
        .while_doing(format_args!("write a scratch crate in {}", folder.display()))
}

fn lay_into(library: &Path, scratch: &Path) -> Outcome {
    let built = scratch.join("target").join(TARGET).join("release/deps");
    let rlibs: Vec<PathBuf> = fs::read_dir(&built)
        .while_doing("list the built libraries")?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rlib"))
        .filter(|path| !path.to_string_lossy().contains("libscratch"))
        .collect();
    // Two libraries of one name confuse the compiler, so what an older one left goes.
    run(privileged("rm")?.arg("-rf").arg(library))?;
    run(privileged("mkdir")?.arg("-p").arg(library))?;
    run(privileged("cp")?.args(&rlibs).arg(scratch.join(STAMP)).arg(library))
}

fn library_folder(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(TARGET).join("lib")
}
