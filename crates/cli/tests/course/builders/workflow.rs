//! The workflow that publishes the page, read by actionlint.

use super::{content, judge, source};
use std::fs::{File, read_to_string};
use std::path::Path;
use std::process::Command;

const LINT: &str = include_str!("lint.mjs");

/// What is found in a workflow, as JSON; none where no judge is there.
fn found(name: &str, workflow: &str) -> Option<String> {
    let judges = judge("ROUNDTRIP_NPM_JUDGES")?;
    let file = source(name, &[("pages.yml", workflow)]).join("pages.yml");
    let mut node = Command::new("node");
    node.current_dir(judges).args(["--input-type=module", "--eval", LINT]);
    Some(content(node.stdin(File::open(file).expect("it was written"))))
}

#[test]
fn the_workflow_that_publishes_has_no_fault() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.github/workflows/pages.yml");
    let workflow = read_to_string(path).expect("it is there");
    let Some(faults) = found("workflow", &workflow) else { return };
    assert_eq!(faults, "[]");
    // The judge does judge.
    let wrong = workflow.replace("steps.pages.outputs.base_url", "steps.page.outputs.base_url");
    assert_ne!(wrong, workflow);
    let faults = found("workflow-wrong", &wrong).expect("as before");
    assert!(faults.contains("is not defined in object type"), "{faults}");
}
