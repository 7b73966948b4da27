//! Writes the page that is one file: index.html with everything in it that it names, and with the
//! whole program; `dist` starts it.
//!
//! `one_file FOLDER UNPACKER SCRIPT...`: index.html stands in FOLDER, UNPACKER is the module that undoes
//! the packing, and the SCRIPTs follow each other at the end of the page.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use lzma_rust2::{LzmaOptions, LzmaWriter};
use sha2::{Digest, Sha256};

/// What is written.
const ONE_FILE: &str = "roundtrip.html";

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let [folder, unpacker, scripts @ ..] = &*arguments else {
        eprintln!("one_file: name a folder, the unpacker and scripts");
        return ExitCode::FAILURE;
    };
    match write(Path::new(folder), Path::new(unpacker), scripts) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("one_file: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(folder: &Path, unpacker: &Path, scripts: &[OsString]) -> io::Result<()> {
    let read = |path: &Path| {
        fs::read(path)
            .map_err(|error| io::Error::other(format!("read {}: {error}", path.display())))
    };
    let mut page = String::new();
    // What the policy of the page is to allow: its own scripts and styles, by their hash.
    let [mut script_hashes, mut style_hashes] = [String::new(), String::new()];
    let html = String::from_utf8_lossy(&read(&folder.join("index.html"))?).into_owned();
    let mut assets = None;
    for tag in tags(&html) {
        let Some(address) = attribute(tag, "src").or_else(|| attribute(tag, "href")) else {
            page += tag;
            continue;
        };
        let Some(path) = address.strip_prefix("./") else {
            page += tag;
            continue;
        };
        let path = folder.join(path);
        assets = assets.or_else(|| path.parent().map(Path::to_owned));
        match (tag, attribute(tag, "rel")) {
            // Loaded early, or told of where there is no script.
            (_, Some("preload" | "modulepreload")) => {}
            (tag, _) if tag.starts_with("<img") || tag.contains("type=\"module\"") => {}
            (_, Some("icon")) => {
                let icon = BASE64_STANDARD.encode(read(&path)?);
                page += &format!("<link rel=\"icon\" href=\"data:image/svg+xml;base64,{icon}\">");
            }
            (_, Some("stylesheet")) => {
                let style = String::from_utf8_lossy(&read(&path)?).trim().to_owned();
                let media = attribute(tag, "media");
                let media = media.map(|media| format!(" media=\"{media}\"")).unwrap_or_default();
                page += &format!("<style{media}>{}</style>", inline(&style, "</style", &path)?);
                style_hashes += &hash(&style);
            }
            (tag, _) if tag.starts_with("<script") => {
                let script = String::from_utf8_lossy(&read(&path)?).into_owned();
                page += &format!("<script>{}", inline(&script, "</script", &path)?);
                script_hashes += &hash(&script);
            }
            _ => return Err(io::Error::other(format!("what is {tag}?"))),
        }
    }
    let assets = assets.ok_or_else(|| io::Error::other("index.html names no file"))?;
    let mut end = format!(
        "<script type=\"application/json\" id=\"packed\">{}</script>\n",
        packed(&[&assets, folder], &read(unpacker)?)?
    );
    for path in scripts.iter().map(PathBuf::from) {
        let script = String::from_utf8_lossy(&read(&path)?).into_owned();
        let id = path.file_stem().unwrap_or_default().to_string_lossy();
        end += &format!("<script id=\"{id}\">{}</script>\n", inline(&script, "</script", &path)?);
        script_hashes += &hash(&script);
    }
    for (from, to) in [
        ("script-src 'self'", format!("script-src{script_hashes}")),
        ("style-src 'self'", format!("style-src{style_hashes}")),
        ("</body>", format!("{end}</body>")),
    ] {
        let (before, after) = page
            .split_once(from)
            .ok_or_else(|| io::Error::other(format!("{from} is not in index.html")))?;
        page = [before, &to, after].concat();
    }
    fs::write(folder.join(ONE_FILE), page)
}

/// The page cut behind each tag, and before it.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split_inclusive('>').flat_map(|part| {
        let (text, tag) = part.split_at(part.find('<').unwrap_or(part.len()));
        [text, tag]
    })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

/// A text that ends nothing of the page that it is put into.
fn inline<'a>(text: &'a str, end: &str, path: &Path) -> io::Result<&'a str> {
    match text.to_ascii_lowercase().contains(end) || text.contains("<!--") {
        true => Err(io::Error::other(format!("{} cannot stand in a page", path.display()))),
        false => Ok(text),
    }
}

/// As a policy names it (Content Security Policy Level 3, 2.3.1).
fn hash(text: &str) -> String {
    format!(" 'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)))
}

/// The modules in these folders, one behind the other, as one_file.js reads them.
fn packed(folders: &[&Path], unpacker: &[u8]) -> io::Result<String> {
    let mut modules = Vec::new();
    for folder in folders {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "wasm") {
                modules.push(path);
            }
        }
    }
    modules.sort();
    let (mut octets, mut sizes) = (Vec::new(), Vec::new());
    for path in modules {
        let module = fs::read(&path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        sizes.push(format!("[\"{name}\",{}]", module.len()));
        octets.extend(module);
    }
    let mut options = LzmaOptions::with_preset(9);
    // Wasm has no words of four octets.
    (options.lc, options.pb) = (4, 0);
    // As long as what has to be remembered, which the browser has to find room for.
    options.dict_size = 8 * 1024 * 1024;
    let size = Some(octets.len() as u64);
    let mut writer = LzmaWriter::new_use_header(Vec::new(), &options, size)?;
    writer.write_all(&octets)?;
    let packed = BASE64_STANDARD.encode(writer.finish()?);
    let mut small = GzEncoder::new(Vec::new(), Compression::best());
    small.write_all(unpacker)?;
    let unpacker = BASE64_STANDARD.encode(small.finish()?);
    let sizes = sizes.join(",");
    Ok(format!("{{\"unpacker\":\"{unpacker}\",\"sizes\":[{sizes}],\"packed\":\"{packed}\"}}"))
}
