//! What the tests look at pages and captures with: browsers, their drivers, tshark, pandoc.

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

const FIREFOX: Places = Places {
    variable: "ROUNDTRIP_FIREFOX",
    names: &["firefox-esr", "firefox"],
    off_path: &[
        "/Applications/Firefox.app/Contents/MacOS/firefox",
        "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
    ],
};

const WEBKIT_DRIVER: Places = Places {
    variable: "ROUNDTRIP_WEBKITDRIVER",
    names: &["WebKitWebDriver"],
    off_path: &["/usr/libexec/webkit2gtk-4.1/WebKitWebDriver"],
};

const XVFB: Places = Places { variable: "ROUNDTRIP_XVFB", names: &["Xvfb"], off_path: &[] };

const TSHARK: Places = Places {
    variable: "ROUNDTRIP_TSHARK",
    names: &["tshark"],
    off_path: &[
        "/Applications/Wireshark.app/Contents/MacOS/tshark",
        "C:\\Program Files\\Wireshark\\tshark.exe",
    ],
};

const PANDOC: Places = Places {
    variable: "ROUNDTRIP_PANDOC",
    names: &["pandoc"],
    off_path: &["C:\\Program Files\\Pandoc\\pandoc.exe"],
};

pub fn find(need: Need, tools: &Tools) -> Option<Found> {
    let places = match need {
        Need::Chromium => CHROMIUM,
        Need::Chromedriver => CHROMEDRIVER,
        Need::Firefox => FIREFOX,
        Need::WebKitDriver => WEBKIT_DRIVER,
        Need::Xvfb => XVFB,
        Need::Pandoc => PANDOC,
        _ => TSHARK,
    };
    let path = env::var_os(places.variable)
        .map(PathBuf::from)
        .or_else(|| places.names.iter().find_map(|name| tools.which(name)))
        .or_else(|| places.off_path.iter().map(PathBuf::from).find(|path| path.is_file()))?;
    // Chrome on Windows opens a window instead of printing its version, Xvfb starts, and
    // WebKitWebDriver knows no such option.
    let is_silent = cfg!(windows) || matches!(need, Need::Xvfb | Need::WebKitDriver);
    let version = if is_silent { String::new() } else { version_line(&path)? };
    Some(Found { version, path })
}
