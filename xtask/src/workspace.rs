//! Where things are: the checkout, what is built from it, and what was installed for it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::progress::{Failure, Outcome, While};

/// The checkout and the two places we write to.
pub struct Workspace {
    pub root: PathBuf,
    /// Cargo's build directory.
    pub target: PathBuf,
    /// Installed tools, shared by all checkouts of one person, so that `cargo clean` keeps them.
    pub cache: PathBuf,
}

impl Workspace {
    pub fn find() -> Self {
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest.parent().expect("xtask is a folder of the workspace").to_owned();
        let target = env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |folder| root.join(folder));
        Self { root, target, cache: cache_folder() }
    }

    /// The page that `dist` makes.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The cache, made if need be: a place to work in that is outside of any workspace.
    pub fn cache_folder(&self) -> Outcome<&Path> {
        fs::create_dir_all(&self.cache)
            .while_doing(format_args!("make {}", self.cache.display()))?;
        Ok(&self.cache)
    }

    /// The version of `package` in Cargo.lock.
    pub fn locked_version(&self, package: &str) -> Outcome<String> {
        let lock = read(&self.root.join("Cargo.lock"))?;
        locked_version(&lock, package)
            .ok_or_else(|| Failure::new(format!("Cargo.lock does not name {package}")))
    }

    /// The oldest Rust that the workspace manifest accepts, as (major, minor).
    pub fn rust_version(&self) -> Outcome<(u32, u32)> {
        let manifest = read(&self.root.join("Cargo.toml"))?;
        manifest
            .lines()
            .find_map(|line| line.strip_prefix("rust-version = "))
            .and_then(|value| version(value.trim_matches('"')))
            .ok_or_else(|| Failure::new("Cargo.toml names no rust-version"))
    }
}

pub fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).while_doing(format_args!("read {}", path.display()))
}

/// The first `major.minor` in `text`, as `--version` prints it.
pub fn version(text: &str) -> Option<(u32, u32)> {
    text.split(|c: char| !c.is_ascii_digit() && c != '.').find_map(|word| {
        let mut numbers = word.split('.').map(str::parse);
        match (numbers.next(), numbers.next()) {
            (Some(Ok(major)), Some(Ok(minor))) => Some((major, minor)),
            _ => None,
        }
    })
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let heading = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != heading);
    let value = lines.nth(1)?.strip_prefix("version = ")?;
    Some(value.trim_matches('"').to_owned())
}

fn cache_folder() -> PathBuf {
    if let Some(folder) = env::var_os("ROUNDTRIP_CACHE") {
        return PathBuf::from(folder);
    }
    let home = || env::home_dir().unwrap_or_else(env::temp_dir);
    let caches = if cfg!(windows) {
        env::var_os("LOCALAPPDATA").map_or_else(|| home().join("AppData/Local"), PathBuf::from)
    } else if cfg!(target_os = "macos") {
        home().join("Library/Caches")
    } else {
        env::var_os("XDG_CACHE_HOME").map_or_else(|| home().join(".cache"), PathBuf::from)
    };
    caches.join("roundtrip")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_what_tools_print() {
        assert_eq!(version("rustc 1.96.0 (ac68faa20 2026-05-25)"), Some((1, 96)));
        assert_eq!(version("Debian clang version 22.1.3"), Some((22, 1)));
        assert_eq!(version("Chromium"), None);
    }

    #[test]
    fn the_lock_file_names_a_version() {
        let lock = "[[package]]\nname = \"a-b\"\nversion = \"2.0.0\"\n\n\
                    [[package]]\nname = \"a\"\nversion = \"1.0.0\"\n";
        assert_eq!(locked_version(lock, "a").as_deref(), Some("1.0.0"));
        assert_eq!(locked_version(lock, "c"), None);
    }
}
