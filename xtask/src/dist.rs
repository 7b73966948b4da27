//! `cargo xtask dist`: the page as it is published.

use std::fs;
use std::path::{Path, PathBuf};

use crate::build_id::{Fnv, build_id};
use crate::progress::{Failure, Outcome, While, run as run_program, step};
use crate::setup::{self, Need, Tools};
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
    step("build dist with Trunk", || trunk(workspace, tools))?;
    step("move the start script into a file", || extract_start_script(&dist))?;
    step("look at what the wasm imports", || refuse_env_imports(&dist))?;
    step("compress dist", || compress(workspace, tools, &dist))
}

fn trunk(workspace: &Workspace, tools: &Tools) -> Outcome {
    run_program(
        tools
            .command(workspace, "trunk")
            // Trunk takes only true or false here, where others take any value.
            .env_remove("NO_COLOR")
            .env("ROUNDTRIP_BUILD_ID", build_id(workspace)?)
            .args(["build", "--release", "--locked", "--offline", "--dist"])
            .arg(workspace.dist()),
    )
}

/// A strict Content-Security-Policy allows no inline script, and Trunk writes one.
fn extract_start_script(dist: &Path) -> Outcome {
    let index = dist.join("index.html");
    let (html, script) = without_inline_script(&read(&index)?)?;
    let mut hash = Fnv::new();
    hash.add(script.as_bytes());
    let name = format!("start-{}.js", hash.hex());
    fs::write(dist.join(&name), script)
        .and_then(|()| fs::write(&index, html.replace(START_FILE, &name)))
        .while_doing("write the start script")
}

/// Stands in the page until the script's name is known.
const START_FILE: &str = "START-FILE";

fn without_inline_script(html: &str) -> Outcome<(String, String)> {
    let wrong = || {
        Failure::new("index.html should have exactly one inline script, the one that Trunk writes")
    };
    let (before, rest) = html.split_once("<script type=\"module\"").ok_or_else(wrong)?;
    let (_, rest) = rest.split_once('>').ok_or_else(wrong)?;
    let (script, after) = rest.split_once("</script>").ok_or_else(wrong)?;
    if after.contains("<script") || script.trim().is_empty() {
        return Err(wrong());
    }
    let reference = format!("<script type=\"module\" src=\"./{START_FILE}\"></script>");
    Ok((format!("{before}{reference}{after}"), format!("{}\n", script.trim())))
}

/// An import from "env" is a C or Rust symbol that nobody defined: it fails only when it is called.
fn refuse_env_imports(dist: &Path) -> Outcome {
    for path in files(dist)? {
        if path.extension().is_none_or(|ending| ending != "wasm") {
            continue;
        }
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
                "--profile",
                "compress",
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

/// The files of a folder, in order.
pub fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).while_doing(format_args!("list {}", folder.display()))?;
    let mut files: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inline_script_moves_out() {
        let (html, script) = without_inline_script(
            "<head><script type=\"module\" nonce=\"n\">\nimport 'a';\n</script></head>",
        )
        .expect("one inline script");
        assert_eq!(html, "<head><script type=\"module\" src=\"./START-FILE\"></script></head>");
        assert_eq!(script, "import 'a';\n");
    }

    #[test]
    fn a_second_script_is_refused() {
        assert!(
            without_inline_script("<script type=\"module\">a</script><script>b</script>").is_err()
        );
        assert!(without_inline_script("<head></head>").is_err());
    }
}
