//! `cargo xtask doctor`: what is there, what is missing, and how to get it.

use crate::progress::Outcome;
use crate::setup::{self, Need, Tools};
use crate::workspace::Workspace;

pub fn run(workspace: &Workspace) -> Outcome {
    let mut tools = Tools::default();
    let mut missing = Vec::new();
    for need in Need::TEST {
        match setup::find(need, workspace, &mut tools)? {
            Some(found) => {
                println!(
                    "  there    {:<32} {} ({})",
                    need.name(),
                    found.version,
                    found.path.display()
                );
                setup::equip(need, &found, &mut tools);
            }
            None => {
                println!("  missing  {:<32} used by {}", need.name(), need.used_by());
                missing.push(need);
            }
        }
    }
    println!("\n  what we install ourselves is in {}", workspace.cache.display());
    if missing.is_empty() {
        println!("  nothing is missing");
        return Ok(());
    }
    println!("\n  the commands install what they need; by hand you get");
    for need in missing {
        println!("  - {} with {}", need.name(), need.advice());
    }
    Ok(())
}
