//! What the lessons that come along say, sentence by sentence, stands in docs/claims.md with the section
//! that it has to agree with. A row is found by its words: whoever changes them gives a section anew.

use lesson::file::{Block, Inline, QuizOption, read_markdown};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// What stands in place of a section where nothing is claimed, e.g. of what to do next.
const NO_CLAIM: &str = "–";
/// Paragraphs that begin so say what to do.
const ORDERS: [&str; 2] = ["Do this.", "Predict."];
/// Those that begin so explain, and so always claim something.
const REASONS: [&str; 2] = ["Why.", "A remark."];
/// What a section begins with.
const SOURCES: [&str; 6] = [
    "RFC ",
    "PostgreSQL manual, ",
    "Requests manual, ",
    "FastAPI manual, ",
    "GraphQL over HTTP §",
    "Fielding, Architectural Styles, ",
];

fn root(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// Something that a lesson says.
#[derive(Debug, PartialEq, Eq)]
struct Claim {
    words: String,
    /// Its lesson, as `lessons/01`.
    name: String,
    /// Whether it cannot be said to claim nothing.
    explains: bool,
}

fn claims() -> Vec<Claim> {
    let files = fs::read_dir(root("lessons")).expect("the lessons are there");
    let mut paths: Vec<PathBuf> =
        files.map(|file| file.expect("a readable folder").path()).collect();
    paths.sort();
    let mut claims = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).expect("a lesson is text");
        let lesson = read_markdown(&text).expect("a lesson can be read").lesson;
        let file = path.file_name().expect("files have names").to_string_lossy();
        add(&lesson.blocks, &format!("lessons/{}", &file[..2]), &mut claims);
    }
    claims
}

fn add(blocks: &[Block], name: &str, claims: &mut Vec<Claim>) {
    // A bar ends a cell.
    let claim = |words: String, explains: bool| Claim {
        words: words.replace('|', "/"),
        name: name.to_owned(),
        explains,
    };
    for block in blocks {
        match block {
            Block::Paragraph(text) => {
                let words = Inline::plain(text);
                if !ORDERS.iter().any(|order| words.starts_with(order)) {
                    let explains = REASONS.iter().any(|reason| words.starts_with(reason));
                    claims.push(claim(words, explains));
                }
            }
            Block::Exercise(spec) => {
                for QuizOption { text, is_right, feedback } in &spec.options {
                    let mark = if *is_right { "right" } else { "wrong" };
                    let words = format!("{} {text} ({mark}): {feedback}", spec.question);
                    claims.push(claim(words, true));
                }
            }
            Block::List(items) | Block::NumberedList(_, items) => {
                items.iter().for_each(|item| add(item, name, claims));
            }
            Block::Quote(blocks) => add(blocks, name, claims),
            Block::Heading(..) | Block::Code(_) | Block::Rule | Block::Exchange(_) => {}
        }
    }
}

/// The section of claims.md that is about lessons: what is before it, and its rows as words, section
/// and lesson.
fn read(text: &str) -> (&str, Vec<[&str; 3]>) {
    let (before, rows) = text.split_once("\n## Lessons\n").expect("claims.md tells of lessons");
    let rows = rows.lines().filter_map(|line| {
        let row = line.strip_prefix("| ")?.strip_suffix("` |")?;
        let (row, name) = row.rsplit_once(" | `")?;
        let (words, section) = row.rsplit_once(" | ")?;
        Some([words, section, name])
    });
    (before, rows.collect())
}

const HEAD: &str = "
## Lessons

Each sentence of the lessons that come along; with – where it claims nothing of a protocol. `ROUNDTRIP_UPDATE=1 cargo test -p lesson --test claims` writes the words anew, in their order; words that are new have no section then, and wait for one.

| what is said | specified in | lesson |
|---|---|---|
";

#[test]
fn every_sentence_of_the_lessons_has_its_section() {
    let path = root("docs/claims.md");
    let text = fs::read_to_string(&path).expect("the claims are there");
    let (before, rows) = read(&text);
    let claims = claims();
    let sections: BTreeMap<(&str, &str), &str> =
        rows.iter().map(|[words, section, name]| ((*words, *name), *section)).collect();
    let section = |claim: &Claim| sections.get(&(&*claim.words, &*claim.name)).copied();
    if std::env::var_os("ROUNDTRIP_UPDATE").is_some() {
        let row = |claim: &Claim| {
            let section = section(claim).unwrap_or("?");
            format!("| {} | {section} | `{}` |\n", claim.words, claim.name)
        };
        let rows: String = claims.iter().map(row).collect();
        fs::write(&path, format!("{before}{HEAD}{rows}")).expect("the claims can be written");
        return;
    }
    let said: Vec<[&str; 2]> = claims.iter().map(|claim| [&*claim.words, &*claim.name]).collect();
    let listed: Vec<[&str; 2]> = rows.iter().map(|[words, _, name]| [*words, *name]).collect();
    for [words, name] in &said {
        assert!(listed.contains(&[words, name]), "{name}: this needs a section: {words}");
    }
    assert_eq!(listed, said, "what is listed is said, in this order");
    for claim in &claims {
        let section = section(claim).unwrap_or_default();
        let is_section = SOURCES.iter().any(|source| section.starts_with(source));
        let claims_nothing = section == NO_CLAIM && !claim.explains;
        assert!(is_section || claims_nothing, "{}: “{}” has {section}", claim.name, claim.words);
    }
}

#[test]
fn what_explains_cannot_be_said_to_claim_nothing() {
    let claims = claims();
    let explains = claims.iter().filter(|claim| claim.explains).count();
    assert!(explains > 80, "{explains} of {} explain", claims.len());
    assert!(claims.iter().any(|claim| claim.words.starts_with("Why. ") && claim.explains));
}
