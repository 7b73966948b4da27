//! `cargo xtask dist`: the page as it is published.
//!
//! What the first screen needs is in a folder that is named by its content, so that it may be
//! cached for ever. index.html and the worker keep their names; the worker says its build id.

use std::fs;
use std::path::Path;

use crate::build_id::{Fnv, build_id};
use crate::embed;
use crate::folder::{files, files_beside};
use crate::index::Program;
use crate::lessons;
use crate::offline;
use crate::page::{self, Page};
use crate::progress::{Failure, Outcome, While, run as run_program, step};
use crate::setup::{self, Need, Tools};
use crate::shrink;
use crate::wasm::Builder;
use crate::wasm_names;
use crate::whole;
use crate::workspace::Workspace;

/// How wasm-split calls the files that lead to the steps: what `src/app/later_part.rs` marks, and what
/// that shares with the rest.
const STEPS: [&str; 2] = ["chunk_", "split_steps."];

/// The folder of the examples' pages.
pub const PREVIEWS: &str = "e";

pub fn run(workspace: &Workspace, options: &[String]) -> Outcome {
    let site = match options {
        [] => None,
        [option, site] if option == "--site" => Some(&**site),
        _ => {
            return Err(Failure::new(format!(
                "`dist` has only the option --site URL, not `{}`",
                options.join(" ")
            )));
        }
    };
    let tools = setup::set_up(workspace, &Need::DIST)?;
    build_for(workspace, &tools, site)?;
    println!("\n  The page is in {}\n", workspace.dist().display());
    Ok(())
}

/// Every step from the sources to `dist/`, wherever that will stand.
pub fn build(workspace: &Workspace, tools: &Tools) -> Outcome {
    build_for(workspace, tools, None)
}

/// The same for a site, whose address stands in the pages of the examples.
fn build_for(workspace: &Workspace, tools: &Tools, site: Option<&str>) -> Outcome {
    let dist = workspace.dist();
    let mut page = Page::read(workspace)?;
    let build_id = build_id(workspace)?;
    let builder = Builder { workspace, tools, build_id: &build_id };
    // Made anew: what an earlier build left there must not be published, or measured.
    if dist.exists() {
        fs::remove_dir_all(&dist).while_doing(format_args!("empty {}", dist.display()))?;
    }
    let assets = dist.join("assets");
    fs::create_dir_all(&assets).while_doing(format_args!("make {}", assets.display()))?;
    step("build the viewer", || viewer(builder, &page, &assets))?;
    for path in files_beside(&assets)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if STEPS.iter().any(|start| name.starts_with(start)) {
            page.steps.push(name);
        }
    }
    page.steps.sort();
    step("build the engine", || engine(builder, &page, &dist))?;
    step("write the page", || page.write_assets(&dist, &assets))?;
    step("write what embeds show", || embed::write_assets(workspace, tools, &assets))?;
    step("build the lessons", || lessons::write(workspace, tools, &dist))?;
    step("draw the icons", || offline::write_icons(workspace, tools, &assets))?;
    step("make the page small", || {
        page.join_styles(&assets)?;
        make_small(builder, &page, &dist, &assets)?;
        let loader = page::tell_loader_size(workspace, &page, &dist)?;
        let host_script = embed::write_host_script(workspace, &dist)?;
        shrink::minify(workspace, tools, &dist, &[loader, host_script])
    })?;
    step("build the viewer in one part", || whole_viewer(builder, &page))?;
    let whole =
        step("write the program as one script", || whole::write(workspace, tools, &page, &dist))?;
    let name = step("name it by its content", || {
        let name = name_by_content(&assets)?;
        let [_, module] = page.viewer().files();
        let measured = fs::metadata(assets.join(module)).while_doing("measure the first part")?;
        page.n_first_octets = measured.len();
        fs::rename(&assets, dist.join(&name)).while_doing("name the assets by their content")?;
        page.is_installable = true;
        page.write_index(&dist, &name)?;
        offline::write_manifest(workspace, &dist, &name)?;
        embed::write_html(workspace, &page, &dist, &name)?;
        Ok(name)
    })?;
    step("list what is kept for use without a network", || {
        offline::write_list(workspace, tools, &page, &build_id, (&dist, &name))
    })?;
    step("look at what the wasm imports", || refuse_env_imports(&dist))?;
    step("write a page for each example", || previews(workspace, tools, site, &dist))?;
    step("write the page as one file", || whole::write_one_file(workspace, tools, &dist, &whole))?;
    step("compress dist", || compress(workspace, tools, &dist))
}

/// The viewer in parts: `viewer_bg.wasm` and what is loaded behind the first screen.
fn viewer(builder: Builder, page: &Page, folder: &Path) -> Outcome {
    let viewer = page.viewer();
    // Relocations tell the cutter what refers to what.
    let options = &["-Clink-arg=--emit-relocs"];
    let whole = builder.compile(viewer, &viewer.release_profile, "split", options)?;
    let first = builder.cut(&whole, viewer, folder)?;
    builder.bind(&first, viewer, folder)
}

/// The viewer as Trunk's page has it: where parts cannot be loaded, they would only make it larger.
fn whole_viewer(builder: Builder, page: &Page) -> Outcome {
    let (viewer, folder) = (page.viewer(), whole::viewer_folder(builder.workspace));
    if folder.exists() {
        fs::remove_dir_all(&folder).while_doing(format_args!("empty {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).while_doing(format_args!("make {}", folder.display()))?;
    let module = builder.compile(viewer, &viewer.release_profile, "", &[])?;
    builder.bind(&module, viewer, &folder)?;
    program_small(builder, viewer, &folder)
}

fn engine(builder: Builder, page: &Page, folder: &Path) -> Outcome {
    let worker = page.worker();
    let module = builder.compile(worker, &worker.release_profile, "", &[])?;
    builder.bind(&module, worker, folder)
}

/// What only the published page goes through.
fn make_small(builder: Builder, page: &Page, dist: &Path, assets: &Path) -> Outcome {
    program_small(builder, page.viewer(), assets)?;
    program_small(builder, page.worker(), dist)
}

fn program_small(builder: Builder, program: &Program, folder: &Path) -> Outcome {
    let Builder { workspace, tools, .. } = builder;
    shrink::shorten_names(program, folder)?;
    shrink::bundle(workspace, tools, program, folder)?;
    let files = files_beside(folder)?;
    shrink::minify(workspace, tools, folder, &files)?;
    for module in files.iter().filter(|path| is_wasm(path)) {
        builder.optimise(module, program)?;
    }
    Ok(())
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
        let imports = wasm_names::imports(&module).map_err(|error| {
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

/// What becomes a preview where its address is pasted.
fn previews(workspace: &Workspace, tools: &Tools, site: Option<&str>, dist: &Path) -> Outcome {
    let mut command = tools.of_cli(workspace, "roundtrip");
    command.arg("previews").arg(dist.join(PREVIEWS));
    command.args(site.into_iter().flat_map(|site| ["--site", site]));
    run_program(&mut command)
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
