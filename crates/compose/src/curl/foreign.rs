//! Requests as other programs than curl write them. They are not read, but told apart, so that the
//! answer to a paste says what to paste instead.

use super::is_prompt;
use crate::texts;
use core::fmt;
use language::say;

/// Whose writing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// `fetch(…)`, which browsers copy.
    Fetch,
    /// A command of PowerShell's own, which browsers copy too.
    PowerShell,
    /// wget.
    Wget,
    /// `HTTPie`, or xh, which takes the same.
    HttPie,
    /// The request's own octets: request line and fields.
    Message,
}

/// Whose writing this is, unless it looks like none of them.
pub fn foreign(text: &str) -> Option<Foreign> {
    let text = text.trim_start();
    let line = text.lines().next().unwrap_or_default();
    let mut words = line.split_whitespace().filter(|word| !is_prompt(word));
    let first = words.next()?;
    let rest = words.collect::<Vec<_>>();
    let is_fetch = |text: &str| text.starts_with("fetch(");
    Some(match first {
        _ if is_fetch(first)
            || (first == "await" && rest.first().is_some_and(|it| is_fetch(it))) =>
        {
            Foreign::Fetch
        }
        // Browsers copy a session's cookies in lines of their own before it.
        _ if first.starts_with("$session") => Foreign::PowerShell,
        _ if rest.is_empty() => return None,
        "Invoke-WebRequest" | "Invoke-RestMethod" | "iwr" | "irm" => Foreign::PowerShell,
        "wget" => Foreign::Wget,
        "http" | "https" | "xh" | "xhs" => Foreign::HttPie,
        _ if rest.len() == 2 && rest[1].starts_with("HTTP/") => Foreign::Message,
        _ => return None,
    })
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(say(match self {
            Self::Fetch => texts::THIS_IS_A_FETCH,
            Self::PowerShell => texts::THIS_IS_A_POWERSHELL,
            Self::Wget => texts::THIS_IS_A_WGET,
            Self::HttPie => texts::THIS_IS_AN_HTTPIE,
            Self::Message => texts::THIS_IS_A_MESSAGE,
        }))
    }
}
