//! No two modules that stand beside each other lead to each other, neither directly nor by way of
//! others. A module and those within it may: they are one thing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::modules::Crate;
use crate::workspace::Workspace;

/// Imports that close a circle and read better so: who, whom, and why. `a::b` is the module `b` of
/// the crate `a`; the page's own crate is called `viewer`.
const ACCEPTED: &[(&str, &str, &str)] = &[
    (
        "application::endpoint",
        "application::query",
        "an endpoint answers from what its statements ask for",
    ),
    (
        "compose::secrets::free",
        "compose::secrets::json",
        "a free text may hold JSON, whose texts are free",
    ),
    (
        "compose::secrets::free",
        "compose::secrets::texts",
        "a free text may hold a URL, whose parts are free",
    ),
    (
        "picture::explain",
        "picture::label",
        "an explanation begins with the label of what it explains",
    ),
    ("picture::layout::measure", "picture::layout::rows", "what is measured is the text of rows"),
];

/// Who leads to whom, among modules that stand beside each other; with a file that says so.
type Imports = BTreeMap<(String, String), PathBuf>;

#[test]
fn no_modules_lead_to_each_other_in_a_circle() {
    let mut imports = Imports::new();
    for (name, root) in crates(&Workspace::find().root) {
        imports.extend(imports_of(&name, &Crate::read(&root)));
    }
    assert!(imports.len() > 100, "the sources are not where this test looks");
    let mut wrong = Vec::new();
    for (from, to, _) in ACCEPTED {
        let import = (from.to_string(), to.to_string());
        if imports.remove(&import).is_none() {
            wrong.push(format!("{from} does not name {to} any more: take it off the list"));
        } else if way(&imports, to, from).is_none() {
            wrong.push(format!("{from} closes no circle with {to} any more: take it off the list"));
        }
    }
    let mut told = BTreeSet::new();
    for ((from, to), file) in &imports {
        let Some(circle) = way(&imports, to, from) else { continue };
        if told.insert(circle.iter().copied().collect::<BTreeSet<_>>()) {
            let file = file.display();
            wrong.push(format!("{from} → {} (the first one in {file})", circle.join(" → ")));
        }
    }
    assert!(wrong.is_empty(), "these lead to each other in a circle:\n{}", wrong.join("\n"));
}

/// The shortest way from one module to another, with both ends.
fn way<'a>(imports: &'a Imports, from: &'a str, to: &str) -> Option<Vec<&'a str>> {
    let mut ways = vec![vec![from]];
    let mut seen = BTreeSet::from([from]);
    while !ways.is_empty() {
        if let Some(way) = ways.iter().find(|way| way.last() == Some(&to)) {
            return Some(way.clone());
        }
        let mut longer = Vec::new();
        for way in &ways {
            for (_, next) in imports.keys().filter(|(from, _)| Some(&from.as_str()) == way.last()) {
                if seen.insert(next) {
                    longer.push([&way[..], &[next.as_str()]].concat());
                }
            }
        }
        ways = longer;
    }
    None
}

/// What a crate's modules name of those that stand beside them, or beside what they are in.
fn imports_of(name: &str, read: &Crate) -> Imports {
    let mut imports = Imports::new();
    for (from, to) in read.references() {
        let shared = from.iter().zip(to).take_while(|(a, b)| a == b).count();
        // Otherwise one of the two is within the other.
        if from.len() > shared && to.len() > shared {
            let full = |path: &[String]| [&[name.to_owned()], &path[..=shared]].concat().join("::");
            imports.entry((full(from), full(to))).or_insert_with(|| read.modules[from].clone());
        }
    }
    imports
}

/// Every crate of the workspace, with the file of its root.
fn crates(root: &Path) -> Vec<(String, PathBuf)> {
    let mut crates = vec![
        ("viewer".to_owned(), root.join("src/main.rs")),
        ("xtask".to_owned(), root.join("xtask/src/main.rs")),
    ];
    let folders = std::fs::read_dir(root.join("crates")).expect("the crates are there");
    for folder in folders.flatten().map(|entry| entry.path()) {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let roots = ["src/lib.rs", "src/main.rs"].map(|file| folder.join(file));
        crates.extend(
            roots.into_iter().filter(|file| file.is_file()).map(|file| (name.clone(), file)),
        );
    }
    crates
}

#[test]
fn what_a_module_names_is_found_wherever_it_stands() {
    let read = Crate::of_text(
        "mod a { pub mod b { use super::super::c::X; use super::d; } mod d {} }
         mod c { // crate::a
             const A: &str = \"crate::a\";
             macro! { <p on:click=move |_| { crate::e::f() }/> }
             #[cfg(test)]
             mod tests { use crate::g; }
         }
         mod e { use crate::{c::{self, Y}, g as h}; pub(crate) fn f() { self::i() } }
         mod g {}",
    );
    let imports = imports_of("n", &read);
    let imports: Vec<String> = imports.keys().map(|(from, to)| format!("{from} {to}")).collect();
    assert_eq!(imports, ["n::a n::c", "n::a::b n::a::d", "n::c n::e", "n::e n::c", "n::e n::g"]);
}

#[test]
fn a_circle_is_found_over_others() {
    let pair = |(from, to): (&str, &str)| ((from.to_owned(), to.to_owned()), PathBuf::new());
    let imports: Imports = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")].map(pair).into();
    assert_eq!(way(&imports, "b", "a"), Some(vec!["b", "c", "a"]));
    assert_eq!(way(&imports, "d", "c"), None);
}
