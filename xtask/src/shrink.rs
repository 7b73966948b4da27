//! What only the published page goes through, and Trunk's does not: short names between module and
//! script, scripts and styles without what says nothing.

use std::fs;
use std::path::{Path, PathBuf};

use crate::index::Program;
use crate::progress::{Failure, Outcome, While, run};
use crate::setup::Tools;
use crate::wasm_imports;
use crate::workspace::{Workspace, read};

/// Between a program's module and its JavaScript half, names need not be long.
pub fn shorten_imports(program: &Program, folder: &Path) -> Outcome {
    let [script_path, module_path] = program.files().map(|file| folder.join(file));
    let script = read(&script_path)?;
    let module =
        fs::read(&module_path).while_doing(format_args!("read {}", module_path.display()))?;
    let from = format!("./{}_bg.js", program.name);
    let (module, script) = wasm_imports::shorten(&module, &script, &from).map_err(|error| {
        Failure::new(format!("{} is not a wasm module: {error}", module_path.display()))
    })?;
    fs::write(&module_path, module).while_doing("write the module with short names")?;
    fs::write(&script_path, script).while_doing("write the script with short names")
}

/// Has esbuild rewrite the scripts and style sheets among `files`, each for itself.
pub fn minify(workspace: &Workspace, tools: &Tools, folder: &Path, files: &[PathBuf]) -> Outcome {
    let is_text =
        |path: &&PathBuf| path.extension().is_some_and(|ending| ending == "js" || ending == "css");
    let mut command = tools.command(workspace, "esbuild");
    run(command
        .args(["--minify", "--format=esm", "--log-level=warning", "--legal-comments=none"])
        .args(["--allow-overwrite", &format!("--outdir={}", folder.display())])
        .args(files.iter().filter(is_text)))
}
