//! The lessons that come along: one file of them all beside the page, made by the command.

use std::path::Path;

use crate::folder::files_beside;
use crate::progress::{Outcome, run};
use crate::setup::Tools;
use crate::workspace::Workspace;

/// How it is called, as `src/lessons/shelf.rs` asks for it.
pub const LESSONS: &str = "lessons.json";

/// Builds the lessons into `root`, in the order of their names. What is wrong in one of them is told with
/// its file and line.
pub fn write(workspace: &Workspace, tools: &Tools, root: &Path) -> Outcome {
    let folder = workspace.root.join("lessons");
    let mut lessons = files_beside(&folder)?;
    lessons.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    let mut command = tools.cargo(workspace);
    command.args(["run", "--quiet", "--locked", "--package", "cli", "--bin", "roundtrip", "--"]);
    command.args(["lesson", "build"]).args(lessons).arg("-o");
    run(command.arg(root.join(LESSONS)))
}
