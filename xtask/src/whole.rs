//! The whole program as one script (`whole.js`), for frames and files in which modules, and wasm and
//! workers by URL, are forbidden. The page loads it there alone. And the page that is one file
//! (`roundtrip.html`), of which it is a part.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crate::index::Program;
use crate::page::{Page, WORKER_LOADER};
use crate::progress::{Failure, Outcome, While, run};
use crate::setup::Tools;
use crate::shrink;
use crate::workspace::{Workspace, read};

/// How it is called, and its frame in the workspace.
pub const WHOLE: &str = "whole.js";

/// What unpacks the modules of the page that is one file, in front of the program there.
const ONE_FILE: &str = "one_file.js";

/// What makes the packed octets of the page that is one file what they were.
const LZMA: &str = "lzma.js";

/// Where the viewer is, in one part.
pub fn viewer_folder(workspace: &Workspace) -> PathBuf {
    workspace.target.join("whole")
}

/// Writes it into `assets` of `dist`, out of the viewer in one part and the engine as it is published. Says
/// where the files are that a page in one file holds of it: the modules, and the script without them.
pub fn write(
    workspace: &Workspace,
    tools: &Tools,
    page: &Page,
    dist: &Path,
) -> Outcome<Vec<PathBuf>> {
    let folder = viewer_folder(workspace);
    let programs = [(page.viewer(), &*folder, "viewer"), (page.worker(), dist, "engine")];
    let [viewer, engine] =
        programs.map(|(program, folder, name)| classic(workspace, tools, program, folder, name));
    let (viewer, engine) = (viewer?, engine?);
    let (mut modules, mut files) = (String::new(), Vec::new());
    for (program, folder, _) in programs {
        let [_, name] = program.files();
        let path = folder.join(&name);
        let octets = fs::read(&path).while_doing(format_args!("read {}", path.display()))?;
        writeln!(modules, "\"{name}\": {},", literal(&octets)).expect("a text can be written to");
        files.push(path);
    }
    let pulse = pulse(workspace)?;
    let without_modules = folder.join(WHOLE);
    for (path, modules) in [(&dist.join("assets").join(WHOLE), &*modules), (&without_modules, "")] {
        let parts =
            [("MODULES", modules), ("ENGINE", &engine), ("PULSE", &pulse), ("VIEWER", &viewer)];
        let script = filled(workspace, WHOLE, &parts)?;
        fs::write(path, script).while_doing("write the program as one script")?;
    }
    files.push(without_modules);
    Ok(files)
}

/// Writes the page that is one file into `dist`, with the whole program and what unpacks it.
pub fn write_one_file(
    workspace: &Workspace,
    tools: &Tools,
    dist: &Path,
    whole: &[PathBuf],
) -> Outcome {
    let lzma = read(&workspace.root.join(LZMA))?;
    let unpacks = workspace.target.join(ONE_FILE);
    fs::write(&unpacks, filled(workspace, ONE_FILE, &[("LZMA", &lzma)])?)
        .while_doing("write what unpacks the program")?;
    shrink::minify(workspace, tools, &workspace.target, std::slice::from_ref(&unpacks))?;
    let mut command = tools.cargo(workspace);
    command.args(["run", "--quiet", "--locked", "--release", "--package", "xtask"]);
    command.args(["--features", "compress", "--bin", "one_file", "--"]);
    run(command.args([dist, &unpacks]).args(whole))
}

/// A script of ours with its parts in their places.
fn filled(workspace: &Workspace, name: &str, parts: &[(&str, &str)]) -> Outcome<String> {
    let frame = read(&workspace.root.join(name))?;
    parts.iter().try_fold(frame, |script, (place, content)| {
        let (before, behind) = script
            .split_once(&format!("/* {place} */"))
            .ok_or_else(|| Failure::new(format!("{name} has no place for {place}")))?;
        Ok([before, content, behind].concat())
    })
}

/// The function of the worker's loader that gives signs of life: here the page has no locks.
fn pulse(workspace: &Workspace) -> Outcome<String> {
    let loader = read(&workspace.root.join(WORKER_LOADER))?;
    let function = loader.split_once("\nfunction beat() {\n").and_then(|(_, rest)| {
        let (body, _) = rest.split_once("\n}\n")?;
        Some(["function beat() {\n", body, "\n}"].concat())
    });
    function.ok_or_else(|| Failure::new(format!("{WORKER_LOADER} has no function beat")))
}

/// A program's JavaScript half as statements that define `name`, whose `default` starts it.
fn classic(
    workspace: &Workspace,
    tools: &Tools,
    program: &Program,
    folder: &Path,
    name: &str,
) -> Outcome<String> {
    let [script, _] = program.files();
    let written = workspace.target.join(format!("{name}-classic.js"));
    let mut command = tools.command(workspace, "esbuild");
    run(command
        .args(["--minify", "--format=iife", "--log-level=warning", "--legal-comments=none"])
        // Where a script has no address of its own: that of the one that it stands in.
        .arg("--define:import.meta.url=src")
        .args([format!("--global-name={name}"), format!("--outfile={}", written.display())])
        .arg(folder.join(script)))?;
    read(&written)
}

/// Octets as a text of a script, each as the character with its number: it has fewer octets than
/// Base64, and is compressed as the module itself would be.
fn literal(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len() * 3 / 2);
    text.push('"');
    for octet in octets {
        match octet {
            b'"' => text.push_str("\\\""),
            b'\\' => text.push_str("\\\\"),
            b'\n' => text.push_str("\\n"),
            b'\r' => text.push_str("\\r"),
            octet => text.push(char::from(*octet)),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_become_a_text_that_a_script_may_hold() {
        assert_eq!(literal(b"a\"\\\n\r\xff\0"), "\"a\\\"\\\\\\n\\r\u{ff}\0\"");
    }

    #[test]
    fn the_sign_of_life_is_that_of_the_loader() {
        let pulse = pulse(&Workspace::find()).expect("the loader has one");
        assert!(pulse.starts_with("function beat() {") && pulse.contains("setInterval"), "{pulse}");
    }

    #[test]
    fn the_frame_has_a_place_for_each_part() {
        let frame = read(&Workspace::find().root.join(WHOLE)).expect("the frame is there");
        for place in ["/* MODULES */", "/* ENGINE */", "/* PULSE */", "/* VIEWER */"] {
            assert_eq!(frame.matches(place).count(), 1, "{place}");
        }
    }
}
