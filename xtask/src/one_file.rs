//! Writes the page that is one file: index.html with everything in it that it names, and with the
//! whole program; `dist` starts it.
//!
//! `one_file FOLDER UNPACKER FILE...`: index.html stands in FOLDER, UNPACKER is the script that undoes the
//! packing at the end of the page, and the FILEs are packed, each by its name.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use lzma_rust2::{LzmaOptions, LzmaWriter};
use sha2::{Digest, Sha256};

/// What is written.
const ONE_FILE: &str = "roundtrip.html";

/// The lessons that come along: the page has them from here, since it asks for no file.
const LESSONS: &str = "lessons.json";

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let [folder, unpacker, files @ ..] = &*arguments else {
        eprintln!("one_file: name a folder, the unpacker and files");
        return ExitCode::FAILURE;
    };
    match write(Path::new(folder), Path::new(unpacker), files) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("one_file: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(folder: &Path, unpacker: &Path, files: &[OsString]) -> io::Result<()> {
    let read = |path: &Path| {
        fs::read(path)
            .map_err(|error| io::Error::other(format!("read {}: {error}", path.display())))
    };
    let mut page = String::new();
    // What the policy of the page is to allow: its own scripts and styles, by their hash.
    let [mut script_hashes, mut style_hashes] = [String::new(), String::new()];
    let html = String::from_utf8_lossy(&read(&folder.join("index.html"))?).into_owned();
    let mut packed = Vec::new();
    let html = without_indents(&html);
    for tag in tags(&html) {
        // What is said to who looks for pages is said to nobody here.
        if tag.starts_with("<meta name=\"description\"") {
            continue;
        }
        let Some(address) = attribute(tag, "src").or_else(|| attribute(tag, "href")) else {
            page += tag;
            continue;
        };
        let Some(path) = address.strip_prefix("./") else {
            page += tag;
            continue;
        };
        let path = folder.join(path);
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
                        packed.push((name(&path), style.into_bytes()));
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
    // Text beside text.
    packed.push((LESSONS.to_owned(), read(&folder.join(LESSONS))?));
    let (scripts, modules): (Vec<&Path>, Vec<&Path>) = files
        .iter()
        .map(Path::new)
        .partition(|path| path.extension().is_some_and(|ending| ending == "js"));
    for path in scripts.into_iter().chain(modules) {
        let content = read(path)?;
        if path.extension().is_some_and(|ending| ending == "js") {
            script_hashes += &hash(&String::from_utf8_lossy(&content));
        }
        packed.push((name(path), content));
    }
    let unpack = String::from_utf8_lossy(&read(unpacker)?).into_owned();
    script_hashes += &hash(&unpack);
    let unpack = inline(&unpack, "</script", unpacker)?;
    let end = format!("{}<script>{unpack}</script>\n", as_elements(packed)?);
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

/// What the page says of files that do not come: this one asks for none (shell.js).
const NEVER_SAID: [&str; 3] =
    ["data-says=\"offline\"", "data-says=\"missing\"", "data-says=\"frame\""];

/// The page without what stands before its lines, and without lines of no use: in this file each character
/// counts twice.
fn without_indents(html: &str) -> String {
    let is_of_use =
        |line: &&str| !line.is_empty() && !NEVER_SAID.iter().any(|said| line.contains(said));
    html.lines().map(str::trim_start).filter(is_of_use).collect::<Vec<_>>().join("\n")
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

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The files, one behind the other, as one_file.js reads them.
fn as_elements(files: Vec<(String, Vec<u8>)>) -> io::Result<String> {
    let (mut octets, mut sizes) = (Vec::new(), Vec::new());
    for (name, content) in files {
        sizes.push(format!("[\"{name}\",{}]", content.len()));
        octets.extend(content);
    }
    let mut options = LzmaOptions::with_preset(9);
    // Wasm has no words of four octets.
    (options.lc, options.pb) = (4, 0);
    options.nice_len = 160;
    // As long as what has to be remembered, which the browser has to find room for.
    options.dict_size = 8 * 1024 * 1024;
    let size = Some(octets.len() as u64);
    let mut writer = LzmaWriter::new_use_header(Vec::new(), &options, size)?;
    writer.write_all(&octets)?;
    let packed = writer.finish()?;
    let (size, text, sizes) = (packed.len(), as_text(&packed), sizes.join(","));
    Ok(format!(
        "<script type=\"text/plain\" id=\"packed\" data-size=\"{size}\">{text}</script>\n\
         <script type=\"application/json\" id=\"sizes\">[{sizes}]</script>\n"
    ))
}

/// The characters of the packed text, each one unit of UTF-16: from here on to the surrogates, and behind
/// them to the first that are no characters. None is ASCII, a control character or the mark that tells the
/// order of octets.
const FIRST: u32 = 0x100;
const SURROGATES: std::ops::Range<u32> = 0xd800..0xe000;
const END: u32 = 0xfdd0;
const GAP: u32 = SURROGATES.end - SURROGATES.start;
const COUNT: u32 = END - FIRST - GAP;

/// So many of them stand for 15 bits, and the others for 16: truncated binary encoding.
const SHORT: u32 = (1 << 16) - COUNT;

/// Octets as the text that one_file.js reads: the first bit of each octet is the highest.
fn as_text(octets: &[u8]) -> String {
    let n_bits = octets.len() * 8;
    let bit =
        |at: usize| octets.get(at / 8).map_or(0, |octet| u32::from(octet >> (7 - at % 8) & 1));
    let (mut text, mut at) = (String::new(), 0);
    while at < n_bits {
        let value = (at..at + 15).fold(0, |value, at| value << 1 | bit(at));
        let (digit, n_read) = match value < SHORT {
            true => (value, 15),
            false => ((value << 1 | bit(at + 15)) - SHORT, 16),
        };
        let unit = FIRST + digit;
        let unit = if unit < SURROGATES.start { unit } else { unit + GAP };
        text.extend(char::from_u32(unit));
        at += n_read;
    }
    text
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
        let digit = |it: char| match u32::from(it) {
            unit if unit < SURROGATES.start => unit - FIRST,
            unit => unit - FIRST - GAP,
        };
        let bits: Vec<u8> = text
            .chars()
            .map(digit)
            .map(|digit| if digit < SHORT { (digit, 15) } else { (digit + SHORT, 16) })
            .flat_map(|(value, n)| (0..n).rev().map(move |bit| (value >> bit & 1) as u8))
            .collect();
        let octet = |bits: &[u8]| bits.iter().fold(0, |octet, bit| octet << 1 | bit);
        bits.chunks(8).map(octet).take(size).collect()
    }

    #[test]
    fn octets_are_the_same_behind_their_text_of_which_each_character_is_one_unit() {
        // Every pair of octets, and so every character.
        let pairs = (0..=u16::MAX).flat_map(u16::to_be_bytes);
        let all: Vec<u8> = pairs.chain([255; 9]).chain([0; 9]).collect();
        for from in 0..8 {
            for to in (from..600).chain([all.len() - 9, all.len()]) {
                let text = as_text(&all[from..to]);
                assert_eq!(octets(&text, to - from), &all[from..to]);
                let is_one =
                    |it: char| (FIRST..END).contains(&u32::from(it)) && it.len_utf16() == 1;
                assert!(text.chars().all(is_one));
                assert!(text.chars().count() * 15 < (to - from) * 8 + 15);
            }
        }
    }

    #[test]
    fn the_script_reads_what_is_written() {
        let script = include_str!("../../one_file.js");
        let numbers = format!("[{FIRST:#x}, {:#x}, {GAP:#x}, {SHORT}]", SURROGATES.end);
        assert!(script.contains(&numbers), "{numbers}");
    }

    #[test]
    fn a_page_says_by_its_first_octets_how_it_is_written() {
        let page = in_utf_16("<meta charset=\"utf-8\"><p>é");
        assert_eq!(page, [0xff, 0xfe, b'<', 0, b'p', 0, b'>', 0, 0xe9, 0]);
    }
}
