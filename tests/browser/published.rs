//! Copies of the built page that a test may change: another build, or one that is not whole.

use crate::dist::{SERVICE_WORKER, files, folder};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// How the title of the second build begins.
pub const SECOND: &str = "Second";

/// What stands at the end of the second build's worker.
pub const SECOND_WORKER: &str = "// of the second build";

const WORKER: &str = "worker.js";
const SECOND_ASSETS: &str = "2222222222222222";
const SECOND_ID: &str = "3333333333333333";

/// A copy of the built page; gone with this.
pub struct Copy {
    /// Where it is.
    pub folder: PathBuf,
}

impl Copy {
    /// The page as it was built.
    pub fn of_dist() -> Self {
        static COPIES: AtomicU32 = AtomicU32::new(0);
        let number = COPIES.fetch_add(1, Ordering::Relaxed);
        let name = format!("copy-{}-{number}", std::process::id());
        let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        for name in files_of_page() {
            let path = to.join(&name);
            fs::create_dir_all(path.parent().expect("it has one")).expect("a folder can be made");
            fs::copy(folder().join(&name), path).expect("a file can be copied");
        }
        Self { folder: to }
    }

    /// The same program as another build: its assets are in another folder, page and worker say another
    /// id, the worker ends otherwise, and the list has the hashes of all that.
    pub fn second_build() -> Self {
        let copy = Self::of_dist();
        let assets = crate::dist::file("policy.js").replace("/policy.js", "");
        let list = copy.read(SERVICE_WORKER);
        let is_name = |text: &&str| text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let build = list.split('"').find(is_name).expect("a build has a name").to_owned();
        let (_, id) = list.split_once("worker.js?").expect("the worker says its build");
        let id = id[..16].to_owned();
        let hashes: Vec<_> = files_of_page().map(|name| (copy.hash(&name), name)).collect();
        for name in ["index.html", "embed.html"] {
            copy.change(name, |text| {
                text.replace(&assets, SECOND_ASSETS)
                    .replace("<title>", &format!("<title>{SECOND} "))
            });
        }
        copy.change(WORKER, |text| format!("{text}\n{SECOND_WORKER}\n"));
        for name in files_of_page().filter(|name| name.ends_with(".wasm")) {
            copy.replace_octets(&name, id.as_bytes(), SECOND_ID.as_bytes());
        }
        copy.change(SERVICE_WORKER, |list| {
            let list = list.replace(&assets, SECOND_ASSETS).replace(&build, "second");
            let list = list.replace(&id, SECOND_ID);
            hashes.iter().fold(list, |list, (hash, name)| list.replace(hash, &copy.hash(name)))
        });
        fs::rename(copy.folder.join(&assets), copy.folder.join(SECOND_ASSETS))
            .expect("a folder can be named anew");
        copy
    }

    /// Writes other octets, as many, wherever these are.
    fn replace_octets(&self, name: &str, from: &[u8], to: &[u8]) {
        let path = self.folder.join(name);
        let mut octets = fs::read(&path).expect("it can be read");
        let is_there = |at: &usize| octets[*at..].starts_with(from);
        let places: Vec<usize> = (0..octets.len()).filter(is_there).collect();
        for at in places {
            octets[at..at + to.len()].copy_from_slice(to);
        }
        fs::write(path, octets).expect("it can be written");
    }

    /// Writes a text file anew.
    pub fn change(&self, name: &str, change: impl FnOnce(String) -> String) {
        let text = change(self.read(name));
        fs::write(self.folder.join(name), text).expect("it can be written");
    }

    /// Writes a further file.
    pub fn add(&self, name: &str, text: &str) {
        fs::write(self.folder.join(name), text).expect("it can be written");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).expect("it can be read")
    }

    fn hash(&self, name: &str) -> String {
        hash_of(&fs::read(self.folder.join(name)).expect("it can be read"))
    }
}

/// The paths of the files of the built page that a browser may ask for.
fn files_of_page() -> impl Iterator<Item = String> {
    let is_left_out =
        |name: &String| name.ends_with(".br") || name.ends_with(".gz") || name.starts_with("e/");
    files().into_iter().filter(move |name| !is_left_out(name))
}

impl Drop for Copy {
    fn drop(&mut self) {
        // What is left there is the build's.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn hash_of(octets: &[u8]) -> String {
    BASE64_STANDARD.encode(Sha256::digest(octets))
}
