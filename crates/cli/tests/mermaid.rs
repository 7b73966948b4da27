//! The judge of Mermaid: a parser that is not ours finds in the export of every built-in scenario,
//! at every level, the participants, arrows and notes that the sequence has.

use picture::{Level, Sequence, Step, StepKind, mermaid};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use trace::{HostId, Role, ZoneTier, built_in};

/// What Mermaid calls the kinds of what is drawn, by number.
const SOLID: u64 = 0;
const DOTTED: u64 = 1;
const NOTE: u64 = 2;
const SOLID_CROSS: u64 = 3;
const DOTTED_CROSS: u64 = 4;
/// The most steps that are exported; a note tells how many are left out.
const STEPS_MAX: usize = 400;

/// From whom to whom, and how it is drawn.
type Drawn = (String, String, u64);

#[test]
fn another_parser_finds_what_the_sequence_has() {
    let (mut files, mut sequences) = (Vec::new(), Vec::new());
    for built_in in built_in() {
        let trace = Arc::new(engine::simulate(&built_in.scenario));
        for level in [Level::Story, Level::Connection, Level::Packets] {
            let sequence = Sequence::new(Arc::clone(&trace), level);
            let name = format!("{}-{level:?}.mmd", built_in.name);
            files.push(written(&name, &mermaid::mermaid(&sequence)));
            sequences.push(sequence);
        }
    }
    let diagrams = judged(&files);
    assert_eq!(diagrams.len(), sequences.len());
    for ((file, sequence), diagram) in files.iter().zip(&sequences).zip(&diagrams) {
        check(sequence, diagram, &file.display().to_string());
    }
}

#[test]
fn the_parser_refuses_what_is_no_mermaid() {
    let broken = written("broken.mmd", "sequenceDiagram\n    participant A\n    A->>: hello\n");
    let verdicts = judged(&[broken]);
    assert!(verdicts.iter().all(Value::is_string), "{verdicts:?}");
}

fn written(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("the directory for tests can be written to");
    path
}

/// One value a file: the diagram, or a text that says why there is none.
fn judged(files: &[PathBuf]) -> Vec<Value> {
    let judge = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mermaid-judge/Cargo.toml");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mermaid-judge");
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--locked", "--quiet", "--manifest-path"]).arg(judge);
    command.arg("--target-dir").arg(target).arg("--").args(files);
    let output = command.output().expect("cargo starts, as it has for this test");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("JSON is UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

fn check(sequence: &Sequence, diagram: &Value, file: &str) {
    assert!(diagram.is_object(), "{diagram}");
    let participants: Vec<String> =
        sequence.hosts().map(|host| participant(sequence, host.id)).collect();
    assert_eq!(diagram["actorOrder"], serde_json::json!(participants), "{file}");
    let mut expected: Vec<Drawn> =
        sequence.steps.iter().take(STEPS_MAX).map(|step| drawn(sequence, step)).collect();
    if sequence.steps.len() > STEPS_MAX {
        expected.push(("Client".to_owned(), "Client".to_owned(), NOTE));
    }
    let found = diagram["messages"].as_array().expect("a list");
    assert_eq!(found.len(), expected.len(), "{file}");
    for (found, expected) in found.iter().zip(expected) {
        let ends = [&found["from"], &found["to"]].map(|end| end.as_str().unwrap_or_default());
        let kind = found["type"].as_u64().unwrap_or(u64::MAX);
        let [from, to] = ends.map(str::to_owned);
        assert_eq!((from, to, kind), expected, "{file}: {found}");
        assert!(found["message"].as_str().is_some_and(|words| !words.is_empty()), "{file}");
    }
}

fn drawn(sequence: &Sequence, step: &Step) -> Drawn {
    let kind = match (&step.kind, sequence.is_answer(step), step.ended_at) {
        (
            StepKind::Note(_) | StepKind::Further(_) | StepKind::Failure(_) | StepKind::Limit(_),
            _,
            _,
        ) => NOTE,
        (StepKind::Message(_) | StepKind::Packet(..), false, Some(_)) => SOLID,
        (StepKind::Message(_) | StepKind::Packet(..), true, Some(_)) => DOTTED,
        (StepKind::Message(_) | StepKind::Packet(..), false, None) => SOLID_CROSS,
        (StepKind::Message(_) | StepKind::Packet(..), true, None) => DOTTED_CROSS,
    };
    let from = participant(sequence, step.from);
    let to = if kind == NOTE { from.clone() } else { participant(sequence, step.to) };
    (from, to, kind)
}

fn participant(sequence: &Sequence, host: HostId) -> String {
    let role = sequence.trace.host(host).role;
    let word = match role {
        Role::UserAgent => "Client",
        Role::RecursiveResolver => "DNS",
        Role::AuthoritativeServer(ZoneTier::Root) => "Root",
        Role::AuthoritativeServer(ZoneTier::TopLevel) => "TLD",
        Role::AuthoritativeServer(ZoneTier::Below) => "Zone",
        Role::OriginServer => "Server",
        Role::Database => "DB",
    };
    // The second host with a role is numbered, and so on.
    let before = sequence.trace.hosts.iter().take_while(|other| other.id != host);
    match before.filter(|other| other.role == role).count() {
        0 => word.to_owned(),
        place => format!("{word}{}", place + 1),
    }
}
