//! The id by which viewer and worker know that they were built from the same sources.
//!
//! Worker files keep their names from one release to the next, so a cached worker can meet a newer
//! viewer. Both are compiled with the same `ROUNDTRIP_BUILD_ID` (read it with `option_env!`); the
//! worker says it in its first message. The id covers what the worker is made of and no more, so
//! that editing the viewer does not rebuild the worker.

use std::fs;
use std::path::Path;

use crate::progress::{Outcome, While};
use crate::workspace::Workspace;

const WORKER_SOURCES: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "crates/application",
    "crates/charset",
    "crates/conversation",
    "crates/engine",
    "crates/idna",
    "crates/language",
    "crates/policies",
    "crates/trace",
    "crates/worker",
    "languages/en/engine.txt",
    "languages/en/trace.txt",
    "worker_loader.js",
];

pub fn build_id(workspace: &Workspace) -> Outcome<String> {
    let mut hash = Fnv::new();
    for source in WORKER_SOURCES {
        add(&mut hash, &workspace.root.join(source), source)?;
    }
    Ok(hash.hex())
}

fn add(hash: &mut Fnv, path: &Path, name: &str) -> Outcome {
    if path.is_dir() {
        let mut children = fs::read_dir(path)
            .and_then(|entries| {
                entries
                    .map(|entry| {
                        entry.map(|entry| entry.file_name().to_string_lossy().into_owned())
                    })
                    .collect::<std::io::Result<Vec<_>>>()
            })
            .while_doing(format_args!("list {}", path.display()))?;
        // Ordered, because file systems list in any order.
        children.sort();
        for child in children {
            add(hash, &path.join(&child), &format!("{name}/{child}"))?;
        }
        return Ok(());
    }
    let content = fs::read(path).while_doing(format_args!("read {}", path.display()))?;
    hash.add(name.as_bytes());
    hash.add(&content.len().to_le_bytes());
    hash.add(&content);
    Ok(())
}

/// FNV-1a, 64 bits: short, and the same on every machine. Not for secrets.
pub struct Fnv(u64);

impl Fnv {
    pub fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    pub fn add(&mut self, octets: &[u8]) {
        for octet in octets {
            self.0 = (self.0 ^ u64::from(*octet)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    pub fn hex(&self) -> String {
        format!("{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_covers_every_crate_of_ours_that_the_worker_is_made_of() {
        let root = Workspace::find().root;
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = std::process::Command::new(cargo)
            .current_dir(&root)
            .args(["tree", "--package", "worker", "--edges", "normal", "--prefix", "none"])
            .args(["--target", "wasm32-unknown-unknown", "--format", "{p}"])
            .output()
            .expect("cargo runs this test, so it is there");
        let tree = String::from_utf8_lossy(&output.stdout);
        // Ours are told with their folder in parentheses.
        let crates = root.join("crates").display().to_string();
        let ours: Vec<&str> = tree.lines().filter(|line| line.contains(&crates)).collect();
        assert!(ours.len() > 2, "this is not the worker's tree:\n{tree}");
        for line in ours {
            let name = line.split(' ').next().unwrap_or_default();
            assert!(WORKER_SOURCES.contains(&&*format!("crates/{name}")), "{name} is not covered");
        }
    }

    #[test]
    fn the_hash_is_fnv_1a() {
        let mut hash = Fnv::new();
        hash.add(b"foobar");
        assert_eq!(hash.hex(), "85944171f73967e8");
    }
}
