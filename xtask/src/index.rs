//! index.html, the one description of the page: what it is made of stands there in the links that
//! Trunk reads (`data-trunk`), and `serve` and `dist` read the same ones.
//!
//! The reader is strict. What Trunk would do and this does not know is an error, so that both build
//! the same page.

use std::collections::BTreeMap;

use crate::progress::{Failure, Outcome};
use crate::workspace::{Workspace, read};

/// What index.html says, in its order.
pub struct Index {
    parts: Vec<Part>,
}

enum Part {
    Markup(String),
    Asset(Asset),
}

/// What one link stands for. Paths start at the root of the workspace.
#[derive(Debug, PartialEq, Eq)]
pub enum Asset {
    /// A script that the page runs as it comes.
    Script {
        path: String,
    },
    /// A style sheet, for all media or for these.
    Style {
        path: String,
        media: Option<String>,
    },
    /// The page's icon.
    Icon {
        path: String,
    },
    /// A file that is asked for by its name.
    File {
        path: String,
    },
    /// The same, a folder.
    Folder {
        path: String,
    },
    Program(Program),
}

/// One of the two programs of the page.
#[derive(Debug, PartialEq, Eq)]
pub struct Program {
    pub kind: Kind,
    /// The path of its manifest.
    pub manifest: String,
    /// The name of its binary, and of what comes of it.
    pub name: String,
    /// Cargo's profile while one works on it.
    pub dev_profile: String,
    /// Cargo's profile when it is published.
    pub release_profile: String,
    /// What wasm-opt is told, its goal first.
    pub wasm_opt: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Viewer,
    Worker,
}

impl Program {
    /// What wasm-bindgen makes of it: a script and a module.
    pub fn files(&self) -> [String; 2] {
        [format!("{}.js", self.name), format!("{}_bg.wasm", self.name)]
    }
}

impl Index {
    pub fn read(workspace: &Workspace) -> Outcome<Self> {
        Self::parse(&read(&workspace.root.join("index.html"))?)
    }

    /// Another page beside it, of the same links but without a program of its own.
    pub fn read_beside(workspace: &Workspace, name: &str) -> Outcome<Self> {
        let html = read(&workspace.root.join(name))?;
        let parts = parts(&html).map_err(|failure| Failure::new(format!("{name}: {failure}")))?;
        Ok(Self { parts })
    }

    pub fn parse(html: &str) -> Outcome<Self> {
        let refuse = |failure: Failure| Failure::new(format!("index.html: {failure}"));
        let index = Self { parts: parts(html).map_err(refuse)? };
        let count = |kind| index.programs().filter(|program| program.kind == kind).count();
        match (count(Kind::Viewer), count(Kind::Worker)) {
            (1, 1) => Ok(index),
            _ => Err(Failure::new("index.html: one viewer and one worker are needed")),
        }
    }

    pub fn assets(&self) -> impl Iterator<Item = &Asset> {
        self.parts.iter().filter_map(|part| match part {
            Part::Markup(_) => None,
            Part::Asset(asset) => Some(asset),
        })
    }

    pub fn viewer(&self) -> &Program {
        self.program(Kind::Viewer)
    }

    pub fn worker(&self) -> &Program {
        self.program(Kind::Worker)
    }

    /// Makes one style sheet of those that follow each other and apply at the same time: their paths,
    /// of which only the first stays in the page.
    pub fn join_styles(&mut self) -> Vec<Vec<String>> {
        let mut joined: Vec<(Option<String>, Vec<String>)> = Vec::new();
        let mut follows = false;
        for part in &mut self.parts {
            match part {
                Part::Markup(text) => follows &= text.trim().is_empty(),
                Part::Asset(Asset::Style { path, media }) => {
                    match joined.last_mut().filter(|(last, _)| follows && last == media) {
                        Some((_, paths)) => {
                            paths.push(path.clone());
                            *part = Part::Markup(String::new());
                        }
                        None => joined.push((media.clone(), vec![path.clone()])),
                    }
                    follows = true;
                }
                Part::Asset(_) => follows = false,
            }
        }
        joined.into_iter().map(|(_, paths)| paths).collect()
    }

    /// The page with `markup` in place of each link, and without comments.
    pub fn html(&self, markup: impl Fn(&Asset) -> String) -> String {
        let parts = self.parts.iter().map(|part| match part {
            Part::Markup(text) => text.clone(),
            Part::Asset(asset) => markup(asset),
        });
        // What stood for nothing leaves no empty line.
        let html: String = parts.collect();
        html.lines().filter(|line| !line.is_empty()).flat_map(|line| [line, "\n"]).collect()
    }

    fn program(&self, kind: Kind) -> &Program {
        let found = self.programs().find(|program| program.kind == kind);
        found.expect("an index has one program of each kind")
    }

    fn programs(&self) -> impl Iterator<Item = &Program> {
        self.assets().filter_map(|asset| match asset {
            Asset::Program(program) => Some(program),
            _ => None,
        })
    }
}

/// The text between links, and the links.
fn parts(html: &str) -> Outcome<Vec<Part>> {
    let mut parts = Vec::new();
    let mut markup = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        markup.push_str(&rest[..start]);
        rest = &rest[start..];
        if rest.starts_with("<!--") {
            let end = rest.find("-->").ok_or_else(|| Failure::new("a comment does not end"))?;
            rest = &rest[end + 3..];
            continue;
        }
        let Some((tag, behind)) = tag(rest)? else {
            markup.push('<');
            rest = &rest[1..];
            continue;
        };
        parts.push(Part::Markup(std::mem::take(&mut markup)));
        parts.push(Part::Asset(tag.asset()?));
        rest = behind;
    }
    parts.push(Part::Markup(markup + rest));
    Ok(parts)
}

/// The link or script at the start of `html`, if one is there, and what comes behind it.
fn tag(html: &str) -> Outcome<Option<(Tag<'_>, &str)>> {
    for (name, end) in [("link", ">"), ("script", "></script>")] {
        let Some(rest) = html[1..].strip_prefix(name) else { continue };
        if !rest.starts_with([' ', '\n', '>']) {
            continue;
        }
        let mut tag = Tag { name, attributes: BTreeMap::new() };
        let mut rest = rest.trim_start();
        loop {
            if let Some(behind) = rest.strip_prefix(end) {
                return Ok(Some((tag, behind)));
            }
            let (attribute, value, behind) = attribute(rest)
                .ok_or_else(|| Failure::new(format!("a <{name}> does not end with {end}")))?;
            tag.attributes.insert(attribute, value);
            rest = behind.trim_start();
        }
    }
    Ok(None)
}

/// A name, with its value in double quotes if it has one, and what comes behind.
fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let is_part = |c: char| c.is_ascii_lowercase() || c == '-';
    let (name, rest) = text.split_at(text.find(|c| !is_part(c))?);
    if name.is_empty() {
        return None;
    }
    match rest.strip_prefix("=\"") {
        Some(rest) => rest.split_once('"').map(|(value, behind)| (name, value, behind)),
        None => Some((name, "", rest)),
    }
}

struct Tag<'a> {
    name: &'a str,
    attributes: BTreeMap<&'a str, &'a str>,
}

impl Tag<'_> {
    fn asset(mut self) -> Outcome<Asset> {
        if self.attributes.remove("data-trunk").is_none() {
            return Err(self.refused("has no data-trunk, and would lead nowhere"));
        }
        let asset = match self.name {
            "script" => Asset::Script { path: self.take("src")? },
            _ => match self.take("rel")?.as_str() {
                "css" => {
                    let media = self.attributes.remove("media").map(str::to_owned);
                    Asset::Style { path: self.take("href")?, media }
                }
                "icon" => Asset::Icon { path: self.take("href")? },
                "copy-file" => Asset::File { path: self.take("href")? },
                "copy-dir" => Asset::Folder { path: self.take("href")? },
                "rust" => Asset::Program(self.program()?),
                other => return Err(self.refused(&format!("has the unknown rel=\"{other}\""))),
            },
        };
        match self.attributes.first_key_value() {
            None => Ok(asset),
            Some((name, _)) => Err(self.refused(&format!("has the unknown attribute {name}"))),
        }
    }

    fn program(&mut self) -> Outcome<Program> {
        let kind = match self.take("data-type")?.as_str() {
            "main" => Kind::Viewer,
            "worker" => Kind::Worker,
            other => return Err(self.refused(&format!("has the unknown data-type=\"{other}\""))),
        };
        if kind == Kind::Worker && self.take("data-bindgen-target")? != "web" {
            return Err(self.refused("is no module: data-bindgen-target=\"web\" is needed"));
        }
        let goal = format!("-O{}", self.take("data-wasm-opt")?);
        let options = self.take("data-wasm-opt-params")?;
        let options = options.split_whitespace().map(str::to_owned);
        Ok(Program {
            kind,
            manifest: self.take("href")?,
            name: self.take("data-bin")?,
            dev_profile: self.take("data-cargo-profile-dev")?,
            release_profile: self.take("data-cargo-profile-release")?,
            wasm_opt: std::iter::once(goal).chain(options).collect(),
        })
    }

    /// The value of an attribute that must be there.
    fn take(&mut self, name: &str) -> Outcome<String> {
        match self.attributes.remove(name) {
            Some(value) => Ok(value.to_owned()),
            None => Err(self.refused(&format!("has no {name}"))),
        }
    }

    fn refused(&self, why: &str) -> Failure {
        let rest: Vec<String> =
            self.attributes.iter().map(|(name, value)| format!(" {name}=\"{value}\"")).collect();
        Failure::new(format!("a <{}> {why}; what else it says:{}", self.name, rest.concat()))
    }
}

#[cfg(test)]
mod tests;
