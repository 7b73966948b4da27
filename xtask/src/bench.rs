//! `cargo xtask bench`: what the page weighs and how fast it is, against the budgets of the design.
//!
//! Sizes are taken here. Times are taken by the benches of the root package (`benches/`), which are
//! run with the same variables as the browser tests.

use std::fs;
use std::path::Path;

use crate::dist;
use crate::progress::{Outcome, While, run as run_program, step};
use crate::setup::{self, Need};
use crate::test;
use crate::workspace::{Workspace, read};

struct Figure {
    name: &'static str,
    octets: u64,
    budget_octets: u64,
}

pub fn run(workspace: &Workspace) -> Outcome {
    let needs = [&Need::DIST[..], &[Need::Chromium, Need::Chromedriver]].concat();
    let tools = setup::set_up(workspace, &needs)?;
    dist::build(workspace, &tools)?;
    println!("\n  compressed with brotli:");
    for figure in sizes(&workspace.dist())? {
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

fn sizes(dist: &Path) -> Outcome<[Figure; 3]> {
    let figure = |name, budget_octets| Figure { name, octets: 0, budget_octets };
    let mut figures = [
        figure("before first use (html, css, js, viewer wasm)", 200_000),
        figure("viewer, loaded behind the first screen", u64::MAX),
        figure("engine worker", 900_000),
    ];
    // Its later style sheets apply to nothing at first.
    let index = read(&dist.join("index.html"))?;
    for path in dist::files(dist)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(plain) = name.strip_suffix(".br") else { continue };
        let figure = match plain.rsplit('.').next() {
            _ if plain.starts_with("worker") => &mut figures[2],
            Some("wasm") if plain != "viewer_bg.wasm" => &mut figures[1],
            Some("css") if index.contains(&format!("{plain}\" media=\"not all\"")) => {
                &mut figures[1]
            }
            Some("html" | "css" | "js" | "wasm") => &mut figures[0],
            _ => continue,
        };
        figure.octets += fs::metadata(&path).while_doing(format_args!("measure {name}"))?.len();
    }
    Ok(figures)
}
