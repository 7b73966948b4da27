//! `-b FILE` and `-c FILE`: the files in which curl keeps cookies from run to run.

use crate::args::Source;
use crate::files::{read_file, write};
use crate::input_error::InputError;
use compose::curl::cookie_file;
use trace::{MAX_TEXT_OCTETS, StoredCookie, Trace};

/// The files that a command names.
#[derive(Default)]
pub struct CookieFiles {
    read: Vec<String>,
    junks_session_cookies: bool,
    /// The last one counts.
    written: Option<String>,
}

impl CookieFiles {
    /// Those that the options of a request name; a scenario names none.
    pub fn of(source: &Source) -> Self {
        let Source::Request { options, .. } = source else { return Self::default() };
        let mut files = Self::default();
        for (place, option) in options.iter().enumerate() {
            let value = options.get(place + 1).cloned();
            match option.as_str() {
                "-b" | "--cookie" => files.read.extend(value.filter(|name| !name.contains('='))),
                "-c" | "--cookie-jar" => files.written = value,
                "-j" | "--junk-session-cookies" => files.junks_session_cookies = true,
                _ => {}
            }
        }
        files.read.retain(|name| !name.is_empty());
        files
    }

    /// Writes what was read, and what the client keeps at the end of its run.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, trace: &Trace) -> Result<(), InputError> {
        let Some(file) = &self.written else { return Ok(()) };
        let mut cookies: Vec<StoredCookie> = Vec::new();
        for name in &self.read {
            // The first time it may not be there yet.
            let octets = read_file(name, MAX_TEXT_OCTETS).unwrap_or_default();
            cookies.extend(cookie_file::read(&String::from_utf8_lossy(&octets)));
        }
        cookies.retain(|cookie| !self.junks_session_cookies || cookie.expires_unix_s.is_some());
        cookies.extend(trace.cookies_at(trace.ended_at).into_iter().cloned());
        let file = (file != "-").then_some(file.as_str());
        write(cookie_file::written(&cookies).as_bytes(), file)
    }
}
