//! imsmanifest.xml (SCORM 1.2 Content Aggregation Model, §2.3): what a platform lists and opens.

use super::{File, PAGE, Package, page_of};
use crate::escape::html;
use std::fmt::Write as _;

/// Where it has to stand.
pub const NAME: &str = "imsmanifest.xml";

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="{identifier}" version="1.0"
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd
    http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
  </metadata>
"#;

/// The manifest of a package with these names of lessons and these other files.
pub fn manifest(package: &Package, names: &[String], files: &[File]) -> String {
    let mut manifest = HEAD.replace("{identifier}", &identifier(package, files));
    let _ = writeln!(
        manifest,
        "  <organizations default=\"course\">\n    <organization identifier=\"course\">\n      \
         <title>{}</title>",
        html(&short(&package.title))
    );
    for (sco, name) in package.lessons.iter().zip(names) {
        let _ = writeln!(
            manifest,
            "      <item identifier=\"item-{name}\" identifierref=\"sco-{name}\" \
             isvisible=\"true\">\n        <title>{}</title>\n      </item>",
            html(&short(&sco.title))
        );
    }
    manifest += "    </organization>\n  </organizations>\n  <resources>\n";
    for name in names {
        let page = page_of(name);
        let _ = writeln!(
            manifest,
            "    <resource identifier=\"sco-{name}\" type=\"webcontent\" \
             adlcp:scormtype=\"sco\" href=\"{page}\">\n      <file href=\"{page}\"/>\n      \
             <dependency identifierref=\"program\"/>\n    </resource>"
        );
    }
    let is_of_lesson = |path: &str| names.iter().any(|name| page_of(name) == path);
    let _ = writeln!(
        manifest,
        "    <resource identifier=\"program\" type=\"webcontent\" adlcp:scormtype=\"asset\" \
         href=\"{PAGE}/{}\">",
        html(&address(&package.opens))
    );
    for file in files.iter().filter(|file| !is_of_lesson(&file.path)) {
        let _ = writeln!(manifest, "      <file href=\"{}\"/>", html(&address(&file.path)));
    }
    manifest + "    </resource>\n  </resources>\n</manifest>\n"
}

/// Unlike that of another package: named by what is in it.
fn identifier(package: &Package, files: &[File]) -> String {
    let mut all = package.title.clone().into_bytes();
    for file in files {
        all.extend_from_slice(file.path.as_bytes());
        all.extend_from_slice(&trace::hash(&file.octets).to_be_bytes());
    }
    format!("roundtrip-{:016x}", trace::hash(&all))
}

/// As much of a title as a manifest takes: 200 characters, and none that XML has no place for.
fn short(title: &str) -> String {
    title
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .take(200)
        .collect()
}

/// A path as a relative address (RFC 3986 §3.3).
fn address(path: &str) -> String {
    let mut address = String::new();
    for octet in path.bytes() {
        match octet {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                address.push(char::from(octet));
            }
            _ => {
                let _ = write!(address, "%{octet:02X}");
            }
        }
    }
    address
}
