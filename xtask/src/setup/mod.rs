//! Finds what a command needs and installs what is missing.
//!
//! `Need` is the list of everything that can be needed. Each file here knows how to find and
//! install some of it; `Tools` is what comes out: commands that find all of it on their path.

mod browser;
mod clang;
mod installed;
mod linker;
mod need;
mod npm;
mod packages;
mod python;
mod rust;
mod standard_library;

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

pub use need::Need;
use npm::Set;

use crate::cargo_env;
use crate::progress::{Failure, Outcome, printed, step};
use crate::workspace::Workspace;

/// Something that is there: what it calls itself, and where.
pub struct Found {
    pub version: String,
    pub path: PathBuf,
}

/// What was found, as an environment for the programs we start.
#[derive(Default)]
pub struct Tools {
    variables: BTreeMap<&'static str, OsString>,
    /// Folders before all others on the path.
    folders: Vec<PathBuf>,
    /// Where the programs of the package `cli` are, once they are built.
    built: Option<PathBuf>,
}

impl Tools {
    /// A program with every tool on its path, working in the checkout.
    pub fn command(&self, workspace: &Workspace, program: &str) -> Command {
        // Looked up here, since where a program is searched differs between systems when PATH is changed.
        let path = self.which(program).unwrap_or_else(|| PathBuf::from(program));
        let mut command = cargo_env::command(path);
        command.current_dir(&workspace.root).envs(&self.variables).env("PATH", self.path());
        command
    }

    pub fn cargo(&self, workspace: &Workspace) -> Command {
        self.command(workspace, "cargo")
    }

    /// A program of the package `cli`, to be given its arguments.
    pub fn of_cli(&self, workspace: &Workspace, program: &str) -> Command {
        if let Some(folder) = &self.built {
            let path = folder.join(program).with_extension(env::consts::EXE_EXTENSION);
            return self.command(workspace, &path.to_string_lossy());
        }
        let mut command = self.cargo(workspace);
        command.args(["run", "--quiet", "--locked", "--package", "cli", "--bin", program, "--"]);
        command
    }

    /// From now on the programs of the package `cli` are taken as the tests of all packages left them. For
    /// `cargo run` everything would be compiled again, since of that package alone others want fewer features.
    pub fn take_what_tests_built(&mut self, workspace: &Workspace) {
        self.built = Some(workspace.target.join("debug"));
    }

    fn path(&self) -> OsString {
        let inherited = env::var_os("PATH").unwrap_or_default();
        env::join_paths(self.folders.iter().cloned().chain(env::split_paths(&inherited)))
            .expect("folders of a search path hold no separator")
    }

    fn which(&self, program: &str) -> Option<PathBuf> {
        which_in(program, &self.path())
    }

    fn set(&mut self, variable: &'static str, value: impl Into<OsString>) {
        self.variables.insert(variable, value.into());
    }

    fn add_folder_of(&mut self, program: &Path) {
        let folder = program.parent().expect("a program is in a folder").to_owned();
        if !self.folders.contains(&folder) {
            self.folders.push(folder);
        }
    }
}

/// Finds or installs every need, in order: later ones may use earlier ones.
pub fn set_up(workspace: &Workspace, needs: &[Need]) -> Outcome<Tools> {
    let mut tools = Tools::default();
    for need in needs {
        if let Some(found) = find(*need, workspace, &mut tools)? {
            equip(*need, &found, &mut tools);
            continue;
        }
        step(&format!("install {}", need.name()), || install(*need, workspace, &tools))?;
        let found = find(*need, workspace, &mut tools)?
            .ok_or_else(|| need.missing("it is not found after its installation"))?;
        equip(*need, &found, &mut tools);
    }
    Ok(tools)
}

/// What is there of `need`, without installing anything.
pub fn find(need: Need, workspace: &Workspace, tools: &mut Tools) -> Outcome<Option<Found>> {
    Ok(match need {
        Need::Rust => rust::find(workspace, tools)?,
        Need::Lints => rust::find_lints(workspace, tools),
        Need::Linker => linker::find(workspace, tools),
        Need::Clang => clang::find(tools),
        Need::WasmBindgen
        | Need::WasmSplit
        | Need::Trunk
        | Need::CargoDeny
        | Need::MdBook
        | Need::Geckodriver => installed::find(need, workspace, tools)?,
        Need::WasmOpt | Need::Esbuild => npm::find(need, workspace, tools)?,
        Need::SwaggerUi => npm::find_files(workspace, "swagger-ui-dist", "swagger-ui-bundle.js")?,
        Need::Mermaid => npm::find_files(workspace, "mermaid", "dist/mermaid.min.js")?,
        Need::RevealJs => npm::find_files(workspace, "reveal.js", "dist/reveal.js")?,
        Need::NpmJudges => npm::find_judges(workspace)?,
        Need::PythonJudges => python::find(workspace)?,
        Need::Chromium
        | Need::Chromedriver
        | Need::Firefox
        | Need::WebKitDriver
        | Need::Xvfb
        | Need::Tshark
        | Need::Pandoc => browser::find(need, tools),
    })
}

fn install(need: Need, workspace: &Workspace, tools: &Tools) -> Outcome {
    let outcome = match need {
        Need::Rust => rust::install(workspace),
        Need::Lints => rust::install_lints(workspace, tools),
        Need::Linker => linker::install(),
        Need::Clang => clang::install(),
        Need::WasmBindgen
        | Need::WasmSplit
        | Need::Trunk
        | Need::CargoDeny
        | Need::MdBook
        | Need::Geckodriver => installed::install(need, workspace, tools),
        Need::WasmOpt | Need::Esbuild => npm::install(workspace, Set::Tools, &["--omit=dev"]),
        Need::SwaggerUi | Need::Mermaid | Need::RevealJs => {
            npm::install(workspace, Set::Tools, &[])
        }
        Need::NpmJudges => npm::install(workspace, Set::Judges, &[]),
        Need::PythonJudges => python::install(workspace, tools),
        Need::Chromium => packages::install(&["chromium"]),
        Need::Chromedriver => packages::install(&["chromium-driver"]),
        Need::Firefox => packages::install(&["firefox-esr"]),
        Need::WebKitDriver => packages::install(&["webkit2gtk-driver"]),
        Need::Xvfb => packages::install(&["xvfb"]),
        Need::Tshark => packages::install(&["tshark"]),
        Need::Pandoc => packages::install(&["pandoc"]),
    };
    outcome.map_err(|failure| need.missing(&failure.to_string()))
}

/// Makes what was found known to the programs that we start.
pub fn equip(need: Need, found: &Found, tools: &mut Tools) {
    match need {
        Need::Rust | Need::Lints => {}
        Need::Linker => linker::equip(found, tools),
        Need::Clang => clang::equip(found, tools),
        Need::WasmBindgen
        | Need::WasmSplit
        | Need::WasmOpt
        | Need::Esbuild
        | Need::Trunk
        | Need::CargoDeny => {
            tools.add_folder_of(&found.path);
        }
        Need::SwaggerUi => tools.set("ROUNDTRIP_SWAGGER_UI", &found.path),
        Need::Mermaid => tools.set("ROUNDTRIP_MERMAID", &found.path),
        Need::RevealJs => tools.set("ROUNDTRIP_REVEAL", &found.path),
        Need::MdBook => tools.set("ROUNDTRIP_MDBOOK", &found.path),
        Need::Chromium => tools.set("ROUNDTRIP_CHROMIUM", &found.path),
        Need::Chromedriver => tools.set("ROUNDTRIP_CHROMEDRIVER", &found.path),
        Need::Firefox => tools.set("ROUNDTRIP_FIREFOX", &found.path),
        Need::Geckodriver => tools.set("ROUNDTRIP_GECKODRIVER", &found.path),
        Need::WebKitDriver => tools.set("ROUNDTRIP_WEBKITDRIVER", &found.path),
        Need::Xvfb => tools.set("ROUNDTRIP_XVFB", &found.path),
        Need::Tshark => tools.set("ROUNDTRIP_TSHARK", &found.path),
        Need::Pandoc => tools.set("ROUNDTRIP_PANDOC", &found.path),
        Need::NpmJudges => tools.set("ROUNDTRIP_NPM_JUDGES", &found.path),
        Need::PythonJudges => tools.set("ROUNDTRIP_PYTHON_JUDGES", &found.path),
    }
}

fn which(program: &str) -> Option<PathBuf> {
    which_in(program, &env::var_os("PATH")?)
}

fn which_in(program: &str, path: &std::ffi::OsStr) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ".bat"] } else { &[""] };
    env::split_paths(path)
        .flat_map(|folder| {
            endings.iter().map(move |ending| folder.join(format!("{program}{ending}")))
        })
        .find(|candidate| candidate.is_file())
}

/// The first line that `program --version` prints.
fn version_line(program: &Path) -> Option<String> {
    let text = printed(cargo_env::command(program).arg("--version"))?;
    Some(text.lines().next().unwrap_or_default().to_owned())
}

fn unavailable(reason: &str) -> Failure {
    Failure::new(reason)
}
