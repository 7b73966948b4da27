//! From a package to a wasm module in a folder of the page: compile, cut, bind, optimise.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use crate::index::Program;
use crate::progress::{Outcome, While, run as run_program};
use crate::setup::Tools;
use crate::workspace::Workspace;

const TARGET: &str = "wasm32-unknown-unknown";

/// The workspace with the tools that it is built by.
#[derive(Clone, Copy)]
pub struct Builder<'a> {
    pub workspace: &'a Workspace,
    pub tools: &'a Tools,
    /// Of the sources as they are when the build begins.
    pub build_id: &'a str,
}

/// Panics tell files; where somebody keeps the sources of others is nothing to a browser.
fn without_home() -> String {
    let home = env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo"));
    let cargo = env::var_os("CARGO_HOME").map(PathBuf::from).or(home).unwrap_or_default();
    format!("--remap-path-prefix={}=", cargo.join("registry/src").display())
}

impl Builder<'_> {
    /// A program that compiles, or has cargo compile: in the same way, so that one finds what the
    /// other left.
    pub fn command(self, program: &str) -> Command {
        let mut command = self.tools.command(self.workspace, program);
        command
            .env("ROUNDTRIP_BUILD_ID", self.build_id)
            .env("CARGO_ENCODED_RUSTFLAGS", without_home());
        command
    }

    /// Compiles a program and says where its module is. `options` go to rustc.
    pub fn compile(
        self,
        program: &Program,
        profile: &str,
        features: &str,
        options: &[&str],
    ) -> Outcome<PathBuf> {
        let mut cargo = self.command("cargo");
        cargo
            .args(["rustc", "--locked", "--target", TARGET, "--profile", profile])
            .args(["--manifest-path", &program.manifest, "--bin", &program.name])
            .args(["--features", features])
            .arg("--")
            .args(options);
        run_program(&mut cargo)?;
        let module = format!("{TARGET}/{profile}/{}.wasm", program.name);
        Ok(self.workspace.target.join(module))
    }

    /// Cuts a module where its functions are marked with `wasm_split`. The first part, which is
    /// returned, is still to be bound; the others are ready, and so is the script that loads them.
    pub fn cut(self, module: &Path, program: &Program, folder: &Path) -> Outcome<PathBuf> {
        let mut command = self.tools.command(self.workspace, "wasm-split-cli");
        run_program(command.arg("--out-name").arg(&program.name).arg(module).arg(folder))?;
        let first = folder.join(&program.name).with_extension("wasm");
        let moved = self.workspace.target.join(TARGET).join(format!("{}-first.wasm", program.name));
        fs::rename(&first, &moved)
            .while_doing(format_args!("move {}, the first part", first.display()))?;
        Ok(moved)
    }

    /// Writes a module and its JavaScript half into `folder`.
    pub fn bind(self, module: &Path, program: &Program, folder: &Path) -> Outcome {
        let mut command = self.tools.command(self.workspace, "wasm-bindgen");
        command
            .args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name"])
            .arg(&program.name)
            .arg("--out-dir")
            .arg(folder)
            .arg(module);
        run_program(&mut command)
    }

    /// Has wasm-opt rewrite a module of a program.
    pub fn optimise(self, module: &Path, program: &Program) -> Outcome {
        let mut command = self.tools.command(self.workspace, "wasm-opt");
        run_program(command.args(&program.wasm_opt).arg(module).arg("-o").arg(module))
    }
}
