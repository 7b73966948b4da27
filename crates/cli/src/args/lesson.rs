//! The arguments of `roundtrip lesson`.

use super::{Command, Packaging};
use crate::input_error::InputError;
use lexopt::Arg::{Long, Short, Value};
use lexopt::{Parser, ValueExt as _};

/// What may stand behind `lesson`, in any order.
#[derive(Default)]
struct Given {
    operands: Vec<String>,
    file: Option<String>,
    seed: Option<u64>,
    page: Option<String>,
    title: Option<String>,
    is_scorm: bool,
}

pub fn lesson(mut parser: Parser) -> Result<Command, InputError> {
    let mut given = Given::default();
    while let Some(argument) = parser.next()? {
        let Given { operands, file, seed, page, title, is_scorm } = &mut given;
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Short('o') | Long("output") if file.is_none() => {
                *file = Some(parser.value()?.string()?);
            }
            Long("seed") if seed.is_none() => *seed = Some(parser.value()?.parse()?),
            Long("page") if page.is_none() => *page = Some(parser.value()?.string()?),
            Long("title") if title.is_none() => *title = Some(parser.value()?.string()?),
            Long("scorm12") => *is_scorm = true,
            Value(value) => operands.push(value.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    command(given)
}

fn command(given: Given) -> Result<Command, InputError> {
    let Given { operands, file, seed, page, title, is_scorm } = given;
    let mut operands = operands.into_iter();
    let what = operands.next().unwrap_or_default();
    let paths: Vec<String> = operands.collect();
    if what == "package" {
        return match (paths.is_empty(), is_scorm, page, file, seed) {
            (false, true, Some(page), Some(file), None) => {
                Ok(Command::PackageLessons(Packaging { paths, page, title, file }))
            }
            _ => Err(InputError::new(
                "lesson package needs --scorm12, lessons, --page and -o, e.g. roundtrip lesson \
                 package --scorm12 lesson.md --page roundtrip.html -o course.zip",
            )),
        };
    }
    match (&*what, &paths[..], file, seed) {
        _ if page.is_some() || title.is_some() || is_scorm => Err(InputError::new(
            "--scorm12, --page and --title are for packages, e.g. roundtrip lesson package \
             --scorm12 lesson.md --page roundtrip.html -o course.zip",
        )),
        ("check", [_, ..], None, None) => Ok(Command::CheckLessons(paths)),
        ("build", [_, ..], file, None) => Ok(Command::BuildLessons { paths, file }),
        ("sheet", [path], None, seed) => {
            Ok(Command::PrintSheet { path: path.clone(), seed: seed.unwrap_or_default() })
        }
        _ => Err(InputError::new(
            "lesson needs check, build or package and files, or sheet and one file, e.g. \
             roundtrip lesson check lesson.md",
        )),
    }
}
