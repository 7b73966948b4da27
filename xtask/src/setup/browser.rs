//! What the tests look at the page and the captures with: Chromium, its driver, tshark.

use std::env;
use std::path::PathBuf;

use super::{Found, Need, Tools, version_line};

struct Places {
    variable: &'static str,
    names: &'static [&'static str],
    off_path: &'static [&'static str],
}

const CHROMIUM: Places = Places {
    variable: "ROUNDTRIP_CHROMIUM",
    names: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
    off_path: &[
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    ],
};

const CHROMEDRIVER: Places = Places {
    variable: "ROUNDTRIP_CHROMEDRIVER",
    names: &["chromedriver", "chromium.chromedriver"],
    off_path: &["/usr/lib/chromium/chromedriver", "/usr/lib/chromium-browser/chromedriver"],
};

const TSHARK: Places = Places {
    variable: "ROUNDTRIP_TSHARK",
    names: &["tshark"],
    off_path: &[
        "/Applications/Wireshark.app/Contents/MacOS/tshark",
        "C:\\Program Files\\Wireshark\\tshark.exe",
    ],
};

pub fn find(need: Need, tools: &Tools) -> Option<Found> {
    let places = match need {
        Need::Chromium => CHROMIUM,
        Need::Chromedriver => CHROMEDRIVER,
        _ => TSHARK,
    };
    let path = env::var_os(places.variable)
        .map(PathBuf::from)
        .or_else(|| places.names.iter().find_map(|name| tools.which(name)))
        .or_else(|| places.off_path.iter().map(PathBuf::from).find(|path| path.is_file()))?;
    // Chrome on Windows opens a window instead of printing its version.
    let version = if cfg!(windows) { String::new() } else { version_line(&path)? };
    Some(Found { version, path })
}
