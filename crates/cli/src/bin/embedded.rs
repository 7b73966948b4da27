//! Writes into a folder what an embed shows before the engine is there: of every scenario that comes
//! along two posters, for wide frames and for narrow ones, and its trace. On the standard output, a
//! line of JavaScript for each: what is to be said of it.
//!
//! `cargo xtask` runs this; nobody else need.

use picture::layout::{Form, layout};
use picture::{Level, Sequence, svg};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::{env, fs, io};
use trace::{BuiltIn, Trace, built_in, encode_trace};

/// How wide each kind of poster is, in CSS pixels, and how its name ends.
const POSTERS: [(f64, &str); 2] = [(640.0, ""), (340.0, "-narrow")];

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1) else {
        eprintln!("name the folder to write into");
        return ExitCode::from(2);
    };
    match write_all(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{} cannot be written into: {error}", Path::new(&folder).display());
            ExitCode::FAILURE
        }
    }
}

fn write_all(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for example in built_in() {
        let trace = engine::simulate(&example.scenario);
        fs::write(folder.join(format!("{}.trace", example.name)), encode_trace(&trace))?;
        let sequence = first_shown(trace);
        for (width_px, ending) in POSTERS {
            let width_px = width_px - 2.0 * svg::MARGIN_PX;
            let diagram = layout(&sequence, width_px, Form::Narrow);
            let file = format!("{}{ending}.svg", example.name);
            fs::write(folder.join(file), svg::poster(&sequence, &diagram))?;
        }
        println!("{}", line(&example, &sequence));
    }
    Ok(())
}

fn first_shown(trace: Trace) -> Sequence {
    match trace.first_shown() {
        Some(fetch) => Sequence::of_fetch(Arc::new(trace), fetch, Level::Story),
        None => Sequence::new(Arc::new(trace), Level::Story),
    }
}

/// A member of the table in embed.js: name, and title, method, URL and number of steps.
fn line(example: &BuiltIn, sequence: &Sequence) -> String {
    let fetch = sequence.fetch.map(|id| sequence.trace.fetch(id));
    let (method, url) =
        fetch.map(|fetch| (fetch.method.as_str(), fetch.url.to_string())).unwrap_or_default();
    let said = serde_json::json!([example.title, method, url, sequence.steps.len()]);
    format!("\"{}\": {said},", example.name)
}
