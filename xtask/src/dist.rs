//! `cargo xtask dist`: the page as it is published.
//!
//! What the first screen needs is in a folder that is named by its content, so that it may be
//! cached for ever. index.html and the worker keep their names; the worker says its build id.

use std::fs;
use std::path::{Path, PathBuf};

use crate::build_id::{Fnv, build_id};
use crate::page;
use crate::progress::{Failure, Outcome, While, run as run_program, step};
use crate::setup::{self, Need, Tools};
use crate::wasm::{Builder, Program, VIEWER, WORKER};
use crate::wasm_imports;
use crate::workspace::{Workspace, read};

pub fn run(workspace: &Workspace) -> Outcome {
    let tools = setup::set_up(workspace, &Need::DIST)?;
    build(workspace, &tools)?;
    println!("\n  The page is in {}\n", workspace.dist().display());
    Ok(())
}

/// Every step from the sources to `dist/`.
pub fn build(workspace: &Workspace, tools: &Tools) -> Outcome {
    let dist = workspace.dist();
    let build_id = build_id(workspace)?;
    let builder = Builder { workspace, tools, build_id: &build_id };
    // Made anew: what an earlier build left there must not be published, or measured.
    if dist.exists() {
        fs::remove_dir_all(&dist).while_doing(format_args!("empty {}", dist.display()))?;
    }
    let assets = dist.join("assets");
    fs::create_dir_all(&assets).while_doing(format_args!("make {}", assets.display()))?;
    step("build the viewer", || viewer(builder, &assets))?;
    step("build the engine", || engine(builder, &dist))?;
    step("write the page", || {
        page::write_assets(workspace, &assets)?;
        let name = name_by_content(&assets)?;
        fs::rename(&assets, dist.join(&name)).while_doing("name the assets by their content")?;
        page::write_demo(workspace, &dist)?;
        page::write_index(workspace, &dist, &name)
    })?;
    step("look at what the wasm imports", || refuse_env_imports(&dist))?;
    step("compress dist", || compress(workspace, tools, &dist))
}

/// The viewer in two parts: `viewer_bg.wasm` and what is loaded behind the first screen.
fn viewer(builder: Builder, folder: &Path) -> Outcome {
    // Relocations tell the cutter what refers to what.
    let whole = builder.compile(VIEWER, "viewer", "split", &["-Clink-arg=--emit-relocs"])?;
    let first = builder.cut(&whole, VIEWER, folder)?;
    builder.bind(&first, VIEWER, folder)?;
    for script in ["viewer.js", "__wasm_split.js"] {
        page::compact_script(&folder.join(script))?;
    }
    shorten_imports(VIEWER, folder)?;
    for module in files(folder)?.iter().filter(|path| is_wasm(path)) {
        builder.optimise(module, "-Oz")?;
    }
    Ok(())
}

fn engine(builder: Builder, folder: &Path) -> Outcome {
    let module = builder.compile(WORKER, "engine", "", &[])?;
    builder.bind(&module, WORKER, folder)?;
    page::compact_script(&folder.join("worker.js"))?;
    shorten_imports(WORKER, folder)?;
    builder.optimise(&folder.join("worker_bg.wasm"), "-O3")?;
    page::write_worker_loader(folder)
}

/// Between a program's module and its JavaScript half, names need not be long.
fn shorten_imports(program: Program, folder: &Path) -> Outcome {
    let script_path = folder.join(program.name).with_extension("js");
    let module_path = folder.join(format!("{}_bg.wasm", program.name));
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

fn name_by_content(folder: &Path) -> Outcome<String> {
    let mut hash = Fnv::new();
    for path in files(folder)? {
        let content = fs::read(&path).while_doing(format_args!("read {}", path.display()))?;
        hash.add(path.file_name().unwrap_or_default().as_encoded_bytes());
        hash.add(&content);
    }
    Ok(hash.hex())
}

fn is_wasm(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "wasm")
}

/// An import from "env" is a C or Rust symbol that nobody defined: it fails only when it is called.
fn refuse_env_imports(dist: &Path) -> Outcome {
    for path in files(dist)?.into_iter().filter(|path| is_wasm(path)) {
        let module = fs::read(&path).while_doing(format_args!("read {}", path.display()))?;
        let imports = wasm_imports::imports(&module).map_err(|error| {
            Failure::new(format!("{} is not a wasm module: {error}", path.display()))
        })?;
        let env: Vec<&str> = imports
            .iter()
            .filter(|import| import.module == "env")
            .map(|import| import.name.as_str())
            .collect();
        if !env.is_empty() {
            return Err(Failure::new(format!(
                "{} imports from \"env\": {}",
                path.display(),
                env.join(", ")
            )));
        }
    }
    Ok(())
}

/// In a program of its own, so that xtask itself needs no crate.
fn compress(workspace: &Workspace, tools: &Tools, dist: &Path) -> Outcome {
    run_program(
        tools
            .cargo(workspace)
            .args([
                "run",
                "--quiet",
                "--locked",
                "--release",
                "--package",
                "xtask",
                "--features",
                "compress",
                "--bin",
                "compress",
            ])
            .arg("--")
            .arg(dist),
    )
}

/// The files of a folder and of those within it, in order.
pub fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).while_doing(format_args!("list {}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(self::files(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}
