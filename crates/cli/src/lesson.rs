//! `roundtrip lesson`: what is wrong with lessons, and what a page opens of one.
//!
//! Here what a lesson names is run: each exercise is made once, and each goal is reached by the solution
//! that stands beside it, so that no lesson asks for what cannot be done.

mod package;
mod sheet;

use crate::args::{Packaging, Weaving};
use crate::files::{read_file, write};
use crate::input_error::InputError;
use crate::markdown::{Document, Fence, Wrong, as_text, folder_of};
use crate::standard_output::{print, say};
use crate::visible;
use engine::{Language, inspect, simulate, simulate_written};
use lesson::file::{
    Exchange, Lesson, MAX_OCTETS, Named, Slip, Spec, SpecKind, Written, lesson_to_json,
    lessons_to_json, notes, read_markdown,
};
use lesson::{Answer, Material, changes, judge, written};
use picture::{Level, Sequence};
use sharing::Host;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use trace::{Outcome, Scenario, Trace};

/// What is printed of lessons that can be opened: one line each.
///
/// # Errors
/// Each slip of each lesson, one a line, behind its file and its line.
pub fn check(paths: &[String]) -> Result<String, InputError> {
    let (mut told, mut wrong) = (String::new(), Vec::new());
    for path in paths {
        match built(path) {
            Ok(Built { lesson, notes, .. }) => {
                let Lesson { title, minutes, exchanges, .. } = &lesson;
                let title = trace::hidden::marked(title);
                let counted = |count: usize, what: &str| match count {
                    1 => format!("1 {what}"),
                    _ => format!("{count} {what}s"),
                };
                let exchanges = counted(exchanges.len(), "exchange");
                let exercises = counted(lesson.exercises().len(), "exercise");
                let _ =
                    writeln!(told, "{path}: “{title}”, {minutes} min, {exchanges}, {exercises}");
                for Slip { line, message } in notes {
                    let _ = writeln!(told, "{path}:{line}: note: {}", visible(&message));
                }
            }
            Err(slips) => wrong.extend(slips),
        }
    }
    if wrong.is_empty() { Ok(told) } else { Err(refused(&wrong)) }
}

/// Says each slip, and how many they are.
fn refused(slips: &[String]) -> InputError {
    slips.iter().for_each(|slip| say(&visible(slip)));
    InputError::new(match slips.len() {
        1 => "1 thing is wrong".to_owned(),
        count => format!("{count} things are wrong"),
    })
}

/// Writes what a page opens: a lesson, or several, each by the name of its file.
///
/// # Errors
/// As of [`check`]; or the file cannot be written.
pub fn build(paths: &[String], file: Option<&str>) -> Result<(), InputError> {
    let lessons = named(paths)?;
    let text = match &lessons[..] {
        [Named { lesson, .. }] => lesson_to_json(lesson),
        _ => lessons_to_json(lessons),
    };
    write(text.as_bytes(), file)
}

/// Writes a package that a learning platform takes.
///
/// # Errors
/// As of [`check`]; a file of the page cannot be read, a lesson is too long, or the package cannot be
/// written.
pub fn package(packaging: &Packaging) -> Result<(), InputError> {
    package::write_package(packaging, named(&packaging.paths)?)
}

/// The lessons of some files, or what is wrong with all of them.
fn named(paths: &[String]) -> Result<Vec<Named>, InputError> {
    let (mut lessons, mut wrong) = (Vec::new(), Vec::new());
    for path in paths {
        match built(path) {
            Ok(Built { lesson, .. }) => lessons.push(Named { name: name_of(path), lesson }),
            Err(slips) => wrong.extend(slips),
        }
    }
    if wrong.is_empty() { Ok(lessons) } else { Err(refused(&wrong)) }
}

/// The name of a file, without its ending.
fn name_of(path: &str) -> String {
    let stem = Path::new(path).file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

/// Prints the exercises of a lesson with their keys.
///
/// # Errors
/// As of [`check`].
pub fn print_sheet(path: &str, seed: u64) -> Result<(), InputError> {
    let built = built(path).map_err(|slips| refused(&slips))?;
    print(sheet::sheet(&built, &materials(&built.lesson.exchanges), seed).as_bytes())
}

/// A lesson, and what only its text says.
struct Built {
    lesson: Lesson,
    /// What reaches the goals of each exercise, in order, as the text has it.
    solutions: Vec<Option<String>>,
    /// What is shown otherwise than its author may think.
    notes: Vec<Slip>,
}

/// The lesson of a file, with everything in it that it names; or its slips, each with file and line.
fn built(path: &str) -> Result<Built, Vec<String>> {
    let told = |error: InputError| vec![error.to_string()];
    let octets = read_file(path, MAX_OCTETS).map_err(told)?;
    let text = as_text(octets, path).map_err(told)?;
    let at = |slips: Vec<Slip>| {
        slips.into_iter().map(|slip| format!("{path}:{slip}")).collect::<Vec<_>>()
    };
    let written = read_markdown(&text).map_err(at)?;
    let weaving = Weaving { host: Host::Markdown, site: None, figures: None };
    let folder = folder_of(Some(path));
    let document = Document { name: path, folder, goes_into: folder, weaving: &weaving };
    let notes = notes(&text, written.begin);
    complete(written, notes, &document).map_err(at)
}

/// Runs what the lesson names.
fn complete(
    mut written: Written,
    notes: Vec<Slip>,
    document: &Document,
) -> Result<Built, Vec<Slip>> {
    let mut slips = Vec::new();
    let mut exchanges = Vec::new();
    for fence in &written.exchanges {
        match exchange(document, fence) {
            Ok(exchange) => exchanges.push(exchange),
            Err(slip) => slips.push(slip),
        }
    }
    if !slips.is_empty() {
        return Err(slips);
    }
    let materials = materials(&exchanges);
    let exercises = core::mem::take(&mut written.exercises);
    let mut solutions = Vec::new();
    for (spec, (line, solution)) in written.specs().into_iter().zip(exercises) {
        let material = spec.exchange.and_then(|place| materials.get(place));
        if let Err(slip) = solve(spec, line, solution.as_ref(), material, document) {
            slips.push(slip);
        }
        solutions.push(solution.map(|fence| fence.lines.join(" ")));
    }
    written.lesson.exchanges = exchanges;
    let Written { lesson, .. } = written;
    if slips.is_empty() { Ok(Built { lesson, solutions, notes }) } else { Err(slips) }
}

/// What exercises are made of, for each exchange.
fn materials(exchanges: &[Exchange]) -> Vec<Material> {
    let material = |exchange: &Exchange| {
        let trace = Arc::new(simulate(&exchange.scenario));
        Material::new(Sequence::new(trace, Level::Story))
    };
    exchanges.iter().map(material).collect()
}

fn exchange(document: &Document, fence: &lesson::file::Fence) -> Result<Exchange, Slip> {
    let fence = Fence {
        line: fence.line,
        behind_the_word: fence.behind_the_word.clone(),
        lines: fence.lines.clone(),
    };
    let read = document.read(&fence);
    let slip = |Wrong { line, error }: Wrong| Slip { line, message: error.to_string() };
    let exchange = read.map_err(slip)?.exchange;
    Ok(Exchange { title: exchange.title, scenario: exchange.scenario })
}

/// Makes an exercise, and reaches its goals.
fn solve(
    spec: &mut Spec,
    line: usize,
    solution: Option<&lesson::file::Fence>,
    material: Option<&Material>,
    document: &Document,
) -> Result<(), Slip> {
    let slip = |message: &str| Slip { line, message: message.to_owned() };
    if !spec.kind.needs_goal() && solution.is_some() {
        return Err(slip(
            "this kind of exercise has no solution: it finds its own; take the line out",
        ));
    }
    let look = |what| Some(inspect(material?.trace(), what, Language::ENGLISH));
    let exercise = spec.exercise(material, look).ok_or_else(|| {
        let about = spec.about.as_str();
        slip(&match (about, spec.kind) {
            ("", _) => {
                "nothing can be asked of this exchange in this way; choose another kind".to_owned()
            }
            (_, SpecKind::FillIn) => format!(
                "this exchange has nothing that is “{about}”; “Look inside” on the page says what \
                 fields are called"
            ),
            _ => format!("this exchange has nothing of “{about}”; choose something else"),
        })
    })?;
    if !spec.kind.needs_goal() {
        return Ok(());
    }
    let start = material.map(|material| material.trace().clone());
    let is_right = |trace: &Trace| judge(&exercise, &Answer::Run(trace)).is_right;
    if start.is_some_and(|start| is_right(&start)) {
        return Err(slip("the goal is reached already; choose another one"));
    }
    let solution = solution.ok_or_else(|| {
        slip("write a solution: line, e.g. solution: --example still-good, so that it is sure that there is one")
    })?;
    let scenario = exchange(document, solution)?.scenario;
    if let (SpecKind::Write, count @ 2..) = (spec.kind, scenario.requests.len()) {
        let message = format!("write sends one request, and this solution has {count}");
        return Err(Slip { line: solution.line + 1, message });
    }
    let reached = match (spec.kind, scenario.requests.first()) {
        (SpecKind::Write, Some(request)) => simulate_written(&scenario, &written(request)),
        _ => simulate(&scenario),
    };
    let verdict = judge(&exercise, &Answer::Run(&reached));
    if !verdict.is_right {
        // Of the goals alone: the page says more to whoever presses Send.
        let missed = spec.goals.iter().filter(|goal| !goal.holds(&reached));
        let mut why: Vec<String> =
            missed.map(|goal| goal.sentence().words(Language::ENGLISH) + ".").collect();
        why.extend(reached.fetches.last().and_then(|fetch| match fetch.outcome.as_ref()? {
            Outcome::Answered(status_code) => Some(format!("What came is {status_code}.")),
            Outcome::Failed(failure) => Some(format!("No answer came: {failure}.")),
        }));
        let message = format!("the solution does not reach the goal: {}", why.join(" "));
        return Err(Slip { line: solution.line + 1, message });
    }
    let before: Option<&Scenario> = material.map(|material| &material.trace().scenario);
    if let (SpecKind::Mend, Some(fewest), Some(before)) = (spec.kind, spec.fewest, before) {
        let count = changes(before, &scenario);
        if fewest > count {
            let message = format!(
                "fewest is {fewest}, but the solution changes {count} alone: write {count}, or leave \
                 it out"
            );
            return Err(Slip { line: solution.line + 1, message });
        }
    }
    spec.solve(before, scenario);
    Ok(())
}
