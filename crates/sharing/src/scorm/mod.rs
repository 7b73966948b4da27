//! Lessons as a package that a learning platform takes: SCORM 1.2, each lesson a SCO of its own.
//!
//! A SCO is a page with the whole program in a frame, which is opened with the lesson in its hash, and a
//! script between that frame and the platform's API: it hears what the frame tells of answers (xAPI) and
//! says it in the platform's words (SCORM 1.2 Run-Time Environment, §3).

mod manifest;
mod zip;

pub use zip::zip;

use crate::escape::html;
use crate::link::{MAX_INFLATED_FROM_LINK, sealed};
use miniz_oxide::deflate::compress_to_vec;

/// What stands between the frame and the platform.
const ADAPTER: &str = include_str!("scorm12.js");
const ADAPTER_NAME: &str = "scorm12.js";
const SCO: &str = include_str!("sco.html");
/// Where the program is.
const PAGE: &str = "page";

/// A lesson of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sco {
    /// Unlike that of any other; letters, digits, `-` and `_` remain of it.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// The language that it is written in, a BCP 47 tag.
    pub language: String,
    /// How many exercises it has.
    pub n_exercises: usize,
    /// The lesson as JSON, as a page opens it.
    pub json: String,
}

/// A file of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where it stands, with `/` between folders.
    pub path: String,
    /// What it holds.
    pub octets: Vec<u8>,
}

/// What a package is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// What the course is called.
    pub title: String,
    /// Its lessons, in order.
    pub lessons: Vec<Sco>,
    /// The files of the program, as they are published.
    pub page: Vec<File>,
    /// Which of them is opened.
    pub opens: String,
}

/// Why there is no package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackageError {
    /// The page opens no lesson of so many octets from a link: which one, and how many.
    TooLong(String, usize),
}

impl Package {
    /// All files, the manifest first, the same octets each time.
    ///
    /// # Errors
    /// A lesson is too long.
    pub fn files(&self) -> Result<Vec<File>, PackageError> {
        let names = self.names();
        let mut files = Vec::new();
        for (sco, name) in self.lessons.iter().zip(&names) {
            files.push(File { path: page_of(name), octets: self.sco(sco)?.into_bytes() });
        }
        files.push(File { path: ADAPTER_NAME.to_owned(), octets: ADAPTER.as_bytes().to_vec() });
        let mut page = self.page.clone();
        page.sort_by(|one, other| one.path.cmp(&other.path));
        files.extend(
            page.into_iter()
                .map(|file| File { path: format!("{PAGE}/{}", file.path), octets: file.octets }),
        );
        let manifest = manifest::manifest(self, &names, &files);
        let path = manifest::NAME.to_owned();
        files.insert(0, File { path, octets: manifest.into_bytes() });
        Ok(files)
    }

    /// The names of the lessons, as they stand in paths and identifiers: no two are the same.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for sco in &self.lessons {
            let keep = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
            let plain: String = sco.name.chars().take(60).map(keep).collect();
            let is_free = |name: &String| {
                !name.is_empty() && !names.iter().any(|other| other.eq_ignore_ascii_case(name))
            };
            let numbered = (2..).map(|number| format!("{plain}_{number}"));
            let name = core::iter::once(plain.clone()).chain(numbered).find(is_free);
            names.push(name.expect("there are more numbers than lessons"));
        }
        names
    }

    fn sco(&self, sco: &Sco) -> Result<String, PackageError> {
        if sco.json.len() > MAX_INFLATED_FROM_LINK {
            return Err(PackageError::TooLong(sco.name.clone(), sco.json.len()));
        }
        let lesson = sealed(&compress_to_vec(sco.json.as_bytes(), 9));
        let source = format!("{PAGE}/{}#lesson={lesson}", self.opens);
        Ok(SCO
            .replace("{language}", &html(&sco.language))
            .replace("{exercises}", &sco.n_exercises.to_string())
            .replace("{source}", &html(&source))
            .replace("{name}", &html(&sco.title))
            .replace("{title}", &html(&sco.title)))
    }
}

/// The page of a lesson.
fn page_of(name: &str) -> String {
    format!("lesson-{name}.html")
}

#[cfg(test)]
mod tests;
