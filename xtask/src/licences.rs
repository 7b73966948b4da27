//! Every crate that we ship or build with has a licence that deny.toml allows.
//!
//! Works offline, from what Cargo knows. cargo-deny reads the same list where it is installed.

use std::collections::{BTreeMap, BTreeSet};

use crate::progress::{Failure, Outcome, printed};
use crate::setup::Tools;
use crate::workspace::{Workspace, read};

pub fn check(workspace: &Workspace, tools: &Tools) -> Outcome {
    let deny = read(&workspace.root.join("deny.toml"))?;
    let allowed = allowed_in(&deny);
    let refused: Vec<String> = licences(workspace, tools)?
        .into_iter()
        .filter(|(_, licence)| !is_allowed(licence, &allowed))
        .filter(|(package, licence)| !is_allowed(licence, &exceptions_in(&deny, package)))
        .map(|(package, licence)| format!("{package} ({licence})"))
        .collect();
    if refused.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("deny.toml does not allow the licence of {}", refused.join(", "))))
}

/// Packages and their licence expressions, natively and for wasm.
fn licences(workspace: &Workspace, tools: &Tools) -> Outcome<BTreeMap<String, String>> {
    let mut licences = BTreeMap::new();
    for target in [&[][..], &["--target", "wasm32-unknown-unknown"]] {
        let mut command = tools.cargo(workspace);
        command.args([
            "tree",
            "--locked",
            "--workspace",
            "--edges",
            "normal,build,dev",
            "--prefix",
            "none",
        ]);
        command.args(["--format", "{p}\t{l}"]).args(target);
        let list = printed(&mut command).ok_or_else(|| Failure::new("`cargo tree` failed"))?;
        for line in list.lines() {
            if let Some((package, licence)) = line.trim_end_matches(" (*)").split_once('\t') {
                licences.insert(package.to_owned(), licence.to_owned());
            }
        }
    }
    Ok(licences)
}

/// The quoted words between `allow = [` and `]`.
fn allowed_in(deny: &str) -> BTreeSet<String> {
    let list = deny.split_once("allow = [").and_then(|(_, rest)| rest.split_once(']'));
    let (list, _) = list.expect("deny.toml has a list of allowed licences");
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// What deny.toml allows `package` alone: its line `{ allow = […], crate = "…" }`.
fn exceptions_in(deny: &str, package: &str) -> BTreeSet<String> {
    let name = package.split(' ').next().unwrap_or(package);
    let ending = format!("crate = \"{name}\" }}");
    deny.lines()
        .filter(|line| line.trim_end_matches(',').ends_with(&ending))
        .flat_map(allowed_in)
        .collect()
}

/// Judges an SPDX expression: one side of an OR is enough, of an AND both are needed.
///
/// OR binds weaker than AND; an exception (WITH) only widens what is allowed. Old manifests write `/` for OR.
fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words = spaced.split_whitespace().peekable();
    let verdict = either(&mut words, allowed);
    verdict && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn either(words: &mut Words<'_>, allowed: &BTreeSet<String>) -> bool {
    let mut verdict = both(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        verdict |= both(words, allowed);
    }
    verdict
}

fn both(words: &mut Words<'_>, allowed: &BTreeSet<String>) -> bool {
    let mut verdict = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        verdict &= one(words, allowed);
    }
    verdict
}

fn one(words: &mut Words<'_>, allowed: &BTreeSet<String>) -> bool {
    match words.next() {
        Some("(") => {
            let verdict = either(words, allowed);
            words.next_if_eq(&")").is_some() && verdict
        }
        Some(licence) => {
            if words.next_if_eq(&"WITH").is_some() {
                words.next();
            }
            allowed.contains(licence)
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_judged() {
        check("MIT", true);
        check("GPL-3.0", false);
        check("GPL-3.0 OR MIT", true);
        check("GPL-3.0/MIT", true);
        check("MIT AND GPL-3.0", false);
        check("(MIT OR GPL-3.0) AND ISC", true);
        check("Apache-2.0 WITH LLVM-exception OR GPL-3.0", true);
        check("", false);
        check("(MIT", false);
    }

    #[test]
    fn an_exception_is_for_one_crate() {
        let deny = "exceptions = [\n    { allow = [\"MPL-2.0\"], crate = \"webdriver\" },\n]\n";
        let licences = |package| exceptions_in(deny, package).into_iter().collect::<Vec<_>>();
        assert_eq!(licences("webdriver v0.53.0"), ["MPL-2.0"]);
        assert!(licences("driver v1.0.0").is_empty());
    }

    #[track_caller]
    fn check(expression: &str, expected: bool) {
        let allowed =
            allowed_in("[licenses]\nallow = [\n  \"MIT\", \"ISC\",\n  \"Apache-2.0\",\n]\n");
        assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
    }
}
