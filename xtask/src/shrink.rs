//! What only the published page goes through, and Trunk's does not: short names between module and
//! script, scripts and styles without what says nothing.

use std::fs;
use std::path::{Path, PathBuf};

use crate::index::Program;
use crate::progress::{Failure, Outcome, While, run};
use crate::setup::Tools;
use crate::wasm_names;
use crate::workspace::{Workspace, read};

/// Between a program's module and its JavaScript half, names need not be long.
pub fn shorten_names(program: &Program, folder: &Path) -> Outcome {
    let [script_path, module_path] = program.files().map(|file| folder.join(file));
    let script = read(&script_path)?;
    let module =
        fs::read(&module_path).while_doing(format_args!("read {}", module_path.display()))?;
    let from = format!("./{}_bg.js", program.name);
    let (module, script) = wasm_names::shorten(&module, &script, &from).map_err(|error| {
        Failure::new(format!("{} is not a wasm module: {error}", module_path.display()))
    })?;
    fs::write(&module_path, module).while_doing("write the module with short names")?;
    fs::write(&script_path, script).while_doing("write the script with short names")
}

/// What the bundle of a program begins with; it is gone when the bundle is there.
const ENTRY: &str = "entry.js";
/// What wasm-split loads the later parts with; it becomes part of the bundle.
const LOADER: &str = "__wasm_split.js";

/// Has esbuild make one script of a program's, without what nobody calls: crates of others offer
/// classes to scripts that a page does not have. Then the module need not offer them either.
pub fn bundle(workspace: &Workspace, tools: &Tools, program: &Program, folder: &Path) -> Outcome {
    let [script_path, module_path] = program.files().map(|file| folder.join(file));
    let entry_path = folder.join(ENTRY);
    let entry = format!("export {{ default }} from './{}.js';\n", program.name);
    fs::write(&entry_path, entry).while_doing("write what the bundle begins with")?;
    // To make one changes nothing, which esbuild cannot know of constructors.
    let script = read(&script_path)?
        .replace(": new FinalizationRegistry", ": /* @__PURE__ */ new FinalizationRegistry");
    fs::write(&script_path, script).while_doing("mark what changes nothing")?;
    // Where a class would be changed as soon as the script is read, it could not be left out.
    let options = ["--bundle", "--minify", "--format=esm", "--define:Symbol.dispose=undefined"];
    let mut command = tools.command(workspace, "esbuild");
    run(command
        .args(options)
        .args(["--log-level=warning", "--legal-comments=none", "--allow-overwrite"])
        .arg(format!("--outfile={}", script_path.display()))
        .arg(&entry_path))?;
    for path in [entry_path, folder.join(LOADER)] {
        if path.is_file() {
            fs::remove_file(&path).while_doing(format_args!("remove {}", path.display()))?;
        }
    }
    let module =
        fs::read(&module_path).while_doing(format_args!("read {}", module_path.display()))?;
    let module = wasm_names::without_exports_unnamed_in(&module, &read(&script_path)?)
        .map_err(|error| Failure::new(format!("{} {error}", module_path.display())))?;
    fs::write(&module_path, module).while_doing("write the module without what nobody calls")
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
