//! Lessons with the program that shows them, in one file for a learning platform.

use super::name_of;
use crate::args::Packaging;
use crate::files::{read_file, write};
use crate::input_error::{InputError, cannot};
use lesson::file::{Named, lesson_to_json};
use sharing::scorm::{File, Package, PackageError, Sco, zip};
use std::path::Path;

/// The most octets of a file of the page.
const FILE_MAX: usize = 64 * 1024 * 1024;
/// The page of a folder.
const INDEX: &str = "index.html";
/// What of a folder a lesson has no use for: the page kept without a network, previews, what comes in
/// other forms as well.
const LEFT_OUT: [&str; 3] = ["service_worker.js", "roundtrip.html", "roundtrip-embed.js"];
const FOLDERS_LEFT_OUT: [&str; 2] = ["e", "demo"];
const ENDINGS_LEFT_OUT: [&str; 2] = ["br", "gz"];

pub fn write_package(packaging: &Packaging, lessons: Vec<Named>) -> Result<(), InputError> {
    let Packaging { page, title, file, .. } = packaging;
    let title = title.clone().unwrap_or_else(|| match &lessons[..] {
        [Named { lesson, .. }] => lesson.title.clone(),
        _ => name_of(file),
    });
    let (page, opens) = page_files(page)?;
    let lessons = lessons.into_iter().map(sco).collect();
    let files = Package { title, lessons, page, opens }.files().map_err(|error| match error {
        PackageError::TooLong(name, octets) => InputError::about(
            &name,
            format!("this lesson is too long for a package: {} kB; split it", octets / 1000),
        ),
    })?;
    write(&zip(&files), Some(file))
}

fn sco(Named { name, lesson }: Named) -> Sco {
    Sco {
        name,
        title: lesson.title.clone(),
        language: lesson.language.clone(),
        n_exercises: lesson.exercises().len(),
        json: lesson_to_json(&lesson),
    }
}

/// The files of the program, and which of them is opened.
fn page_files(page: &str) -> Result<(Vec<File>, String), InputError> {
    let path = Path::new(page);
    if path.is_dir() {
        let mut files = Vec::new();
        add_folder(path, "", &mut files)?;
        if files.iter().any(|file| file.path == INDEX) {
            return Ok((files, INDEX.to_owned()));
        }
        let why = "no index.html is in this folder; name the one that `cargo xtask dist` wrote";
        return Err(InputError::about(page, why));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let octets = read_file(page, FILE_MAX)?;
    Ok((vec![File { path: name.clone(), octets }], name))
}

fn add_folder(folder: &Path, within: &str, files: &mut Vec<File>) -> Result<(), InputError> {
    let wrong = |error| InputError::about(&folder.display().to_string(), cannot("read", &error));
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            let why = "this name is not text, which a package cannot say";
            return Err(InputError::about(&path.display().to_string(), why));
        };
        let inside = format!("{within}{name}");
        if path.is_dir() {
            if !FOLDERS_LEFT_OUT.contains(&&*inside) {
                add_folder(&path, &format!("{inside}/"), files)?;
            }
        } else if !LEFT_OUT.contains(&&*inside)
            && !ENDINGS_LEFT_OUT.iter().any(|ending| path.extension() == Some(ending.as_ref()))
        {
            let octets = read_file(&path.display().to_string(), FILE_MAX)?;
            files.push(File { path: inside, octets });
        }
    }
    Ok(())
}
