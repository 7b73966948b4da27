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

/// The lessons that come along: the page has them from here, since it asks for no file.
const LESSONS: &str = "lessons.json";

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
    let (mut assets, mut styles) = (None, Vec::new());
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
            // Loaded early, told of where there is no script, or for whoever installs the page.
            (_, Some("preload" | "modulepreload" | "manifest")) => {}
            (tag, _) if tag.starts_with("<img") || tag.contains("type=\"module\"") => {}
            (_, Some("icon")) => {
                let icon = BASE64_STANDARD.encode(read(&path)?);
                page += &format!("<link rel=\"icon\" href=\"data:image/svg+xml;base64,{icon}\">");
            }
            (_, Some("stylesheet")) => {
                let style = String::from_utf8_lossy(&read(&path)?).trim().to_owned();
                style_hashes += &hash(&style);
                match attribute(tag, "media") {
                    None => {
                        page += &format!("<style>{}</style>", inline(&style, "</style", &path)?)
                    }
                    // Of use with the rest of the program, and packed with it.
                    Some(_) => {
                        let name = path.file_name().unwrap_or_default().to_string_lossy();
                        styles.push((name.into_owned(), style.into_bytes()));
                    }
                }
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
    // Beside the styles, since it is text as they are.
    styles.push((LESSONS.to_owned(), read(&folder.join(LESSONS))?));
    let mut end = packed(&[&assets, folder], styles, &read(unpacker)?)?;
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
    fs::write(folder.join(ONE_FILE), in_utf_16(&page))
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

/// The modules in these folders and the styles, one behind the other, as one_file.js reads them.
fn packed(
    folders: &[&Path],
    styles: Vec<(String, Vec<u8>)>,
    unpacker: &[u8],
) -> io::Result<String> {
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
    let mut files = styles;
    for path in modules {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        files.push((name, fs::read(&path)?));
    }
    let (mut octets, mut sizes) = (Vec::new(), Vec::new());
    for (name, content) in files {
        sizes.push(format!("[\"{name}\",{}]", content.len()));
        octets.extend(content);
    }
    let mut options = LzmaOptions::with_preset(9);
    // Wasm has no words of four octets.
    (options.lc, options.pb) = (4, 0);
    // As long as what has to be remembered, which the browser has to find room for.
    options.dict_size = 8 * 1024 * 1024;
    let size = Some(octets.len() as u64);
    let mut writer = LzmaWriter::new_use_header(Vec::new(), &options, size)?;
    writer.write_all(&octets)?;
    let packed = writer.finish()?;
    let mut small = GzEncoder::new(Vec::new(), Compression::best());
    small.write_all(unpacker)?;
    let mut elements = String::new();
    for (id, octets) in [("unpacker", small.finish()?), ("packed", packed)] {
        elements += &format!(
            "<script type=\"text/plain\" id=\"{id}\" data-size=\"{}\">{}</script>\n",
            octets.len(),
            as_text(&octets)
        );
    }
    let sizes = sizes.join(",");
    Ok(elements + &format!("<script type=\"application/json\" id=\"sizes\">[{sizes}]</script>\n"))
}

/// The first character of the packed text, and how many there are from it on. All of them are one
/// unit of UTF-16, and none means anything to HTML, ends a line or does something to a terminal.
const FIRST: u32 = 0x1000;
const COUNT: u32 = 46_341;

/// Octets as the text that one_file.js reads: 31 bits in two characters, the most that two can tell.
fn as_text(octets: &[u8]) -> String {
    let bit =
        |at: usize| octets.get(at / 8).map_or(0, |octet| u32::from(octet >> (7 - at % 8) & 1));
    let pairs = (octets.len() * 8).div_ceil(31);
    (0..pairs)
        .map(|pair| (31 * pair..31 * pair + 31).fold(0, |value, at| value << 1 | bit(at)))
        .flat_map(|value| [value / COUNT, value % COUNT])
        .filter_map(|digit| char::from_u32(FIRST + digit))
        .collect()
}

/// In UTF-16, where the text of what is packed takes half an octet less than in UTF-8 of each eight. Its
/// byte order mark says so, whatever a server says (HTML, 13.2.3.2).
fn in_utf_16(page: &str) -> Vec<u8> {
    let page = page.replacen("<meta charset=\"utf-8\">", "", 1);
    let units = ['\u{feff}'].into_iter().chain(page.chars());
    let units = units.collect::<String>();
    units.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As one_file.js does it.
    fn octets(text: &str, size: usize) -> Vec<u8> {
        let digits: Vec<u32> = text.chars().map(|it| u32::from(it) - FIRST).collect();
        let values = digits.chunks(2).map(|pair| pair[0] * COUNT + pair[1]);
        let bits: Vec<u8> = values
            .flat_map(|value| (0..31).rev().map(move |bit| (value >> bit & 1) as u8))
            .collect();
        let octet = |bits: &[u8]| bits.iter().fold(0, |octet, bit| octet << 1 | bit);
        bits.chunks(8).map(octet).take(size).collect()
    }

    #[test]
    fn octets_are_the_same_behind_their_text_of_which_each_character_is_one_unit() {
        let all: Vec<u8> = (0..=255).chain((0..=255).rev()).chain([255; 9]).chain([0; 9]).collect();
        for from in 0..8 {
            for to in from..all.len() {
                let text = as_text(&all[from..to]);
                assert_eq!(octets(&text, to - from), &all[from..to]);
                assert!(text.chars().all(|it| (0x1000..0xd800).contains(&u32::from(it))));
                let units = text.encode_utf16().count();
                assert!(units * 31 <= (to - from) * 16 + 62, "{units} of {}", to - from);
            }
        }
    }

    #[test]
    fn a_page_says_by_its_first_octets_how_it_is_written() {
        let page = in_utf_16("<meta charset=\"utf-8\"><p>é");
        assert_eq!(page, [0xff, 0xfe, b'<', 0, b'p', 0, b'>', 0, 0xe9, 0]);
    }
}
