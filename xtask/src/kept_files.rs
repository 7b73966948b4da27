//! Tells a service worker which files it keeps, each with its hash; `dist` starts it.
//!
//! `kept_files FOLDER ADDRESS...`: service_worker.js and what is at the ADDRESSes stand in FOLDER.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

const SERVICE_WORKER: &str = "service_worker.js";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, addresses @ ..] = &*arguments else {
        eprintln!("kept_files: name a folder and addresses");
        return ExitCode::FAILURE;
    };
    match write(Path::new(folder), addresses) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kept_files: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(folder: &Path, addresses: &[String]) -> io::Result<()> {
    let path = folder.join(SERVICE_WORKER);
    let mut script = fs::read_to_string(&path)?;
    let mut list = String::new();
    for address in addresses {
        // As the page is asked for, by its folder.
        let name = match address.split('?').next() {
            Some("./") => "index.html",
            Some(name) => name,
            None => address,
        };
        let content = fs::read(folder.join(name))
            .map_err(|error| io::Error::other(format!("read {name}: {error}")))?;
        // As Subresource Integrity names it (3.1).
        let hash = BASE64_STANDARD.encode(Sha256::digest(&content));
        writeln!(list, "\"{address}\": \"sha256-{hash}\",").expect("a text can be written to");
    }
    let build = Sha256::digest([script.as_bytes(), list.as_bytes()].concat());
    let build: String = build.iter().take(8).map(|octet| format!("{octet:02x}")).collect();
    for (from, to) in
        [("BUILD = \"\"", format!("BUILD = \"{build}\"")), ("/* FILES */", format!("\n{list}"))]
    {
        let (before, after) = script
            .split_once(from)
            .ok_or_else(|| io::Error::other(format!("{SERVICE_WORKER} has no place for {from}")))?;
        script = [before, &to, after].concat();
    }
    fs::write(path, script)
}
