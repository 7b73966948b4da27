//! `cargo xtask bench`: what the page weighs and how fast it is, against the budgets of the design.
//!
//! Sizes are taken here. Times are taken by the benches of the root package (`benches/`), which are
//! run with the same variables as the browser tests.

use std::fs;

use crate::dist;
use crate::folder;
use crate::index::Asset;
use crate::page::Page;
use crate::progress::{Outcome, While, run as run_program, step};
use crate::setup::{self, Need};
use crate::test;
use crate::whole::WHOLE;
use crate::workspace::{Workspace, read};

struct Figure {
    name: &'static str,
    octets: u64,
    budget_octets: u64,
}

pub fn run(workspace: &Workspace) -> Outcome {
    let tools = setup::set_up(workspace, &Need::BENCH)?;
    dist::build(workspace, &tools)?;
    println!("\n  compressed with brotli:");
    for figure in sizes(workspace)? {
        let verdict = match figure.budget_octets {
            u64::MAX => "no budget".to_owned(),
            budget if figure.octets <= budget => format!("within {} kB", budget / 1000),
            budget => format!("OVER {} kB", budget / 1000),
        };
        println!("  {:<48} {:>9.1} kB   {verdict}", figure.name, figure.octets as f64 / 1000.0);
    }
    if workspace.root.join("benches").is_dir() {
        step("run the benches", || {
            let mut command = tools.cargo(workspace);
            command.args(["bench", "--locked", "--package", "roundtrip"]);
            run_program(test::with_dist(&mut command, workspace))
        })?;
    }
    Ok(())
}

/// Everything that was built, by when the page needs it. What is copied as a folder is no part of it.
fn sizes(workspace: &Workspace) -> Outcome<[Figure; 5]> {
    let figure = |name, budget_octets| Figure { name, octets: 0, budget_octets };
    let mut figures = [
        figure("before first use (html, icon, css, js, viewer wasm)", 200_000),
        figure("what leads from Send to the steps, loaded behind it", u64::MAX),
        figure("the rest of the viewer, loaded behind that", u64::MAX),
        figure("engine worker", 1_000_000),
        figure("everything as one script, for frames that forbid modules", u64::MAX),
    ];
    let (dist, page) = (workspace.dist(), Page::read(workspace)?);
    // Its later style sheets apply to nothing at first.
    let html = read(&dist.join("index.html"))?;
    for path in folder::files(&dist)? {
        let beside = path.strip_prefix(&dist).unwrap_or(&path).display().to_string();
        let Some(plain) = beside.strip_suffix(".br") else { continue };
        let name = plain.rsplit(['/', '\\']).next().unwrap_or(plain);
        let is_copied = page.index.assets().any(|asset| match asset {
            Asset::Folder { path } => plain.starts_with(&**path),
            _ => false,
        });
        let is_named = name == "index.html" || html.contains(&format!("/{name}"));
        let leads_to_steps = html.contains(&format!("steps={name}"));
        let figure = match name.rsplit('.').next() {
            // What is seen where scripts are off is no part of it either.
            _ if is_copied || name.ends_with(".png") => continue,
            _ if name == WHOLE => &mut figures[4],
            _ if name.starts_with(&page.worker().name) => &mut figures[3],
            Some("wasm") if leads_to_steps => &mut figures[1],
            Some("wasm") if !is_named => &mut figures[2],
            Some("css") if html.contains(&format!("{name}\" media=\"not all\"")) => &mut figures[1],
            _ if is_named && plain.matches(['/', '\\']).count() < 2 => &mut figures[0],
            // Embeds and previews are pages of their own.
            _ => continue,
        };
        figure.octets += fs::metadata(&path).while_doing(format_args!("measure {name}"))?.len();
    }
    Ok(figures)
}
