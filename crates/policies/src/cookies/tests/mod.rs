//! Jars as a server sees them: what is set, and what comes back. A file a part of the draft.

mod limits;
mod parsing;
mod retrieval;
mod storage;

use super::{Api, Jar, Kept, Occasion, Party, Reach, Refusal};
use crate::Utc;
use core::time::Duration;
use trace::HttpUrl;

/// 2026-01-05T09:00:00Z.
const NOW: Utc = Duration::from_secs(1_767_603_600);

fn url(text: &str) -> HttpUrl {
    HttpUrl::parse(text).expect("a good URL")
}

/// The reader asks for it.
fn direct(url: &HttpUrl) -> Occasion<'_> {
    Occasion { url, party: Party::SameSite, reach: Reach::TopLevel, api: Api::Http }
}

/// Takes in a line that comes from `from`.
fn receive(jar: &mut Jar, from: &str, line: &str) -> Result<Kept, Refusal> {
    jar.receive(line, direct(&url(from)), NOW)
}

/// What a GET of `to` says after these lines came from `from`.
fn sent(from: &str, lines: &[&str], to: &str) -> String {
    let mut jar = Jar::default();
    for line in lines {
        let _ = receive(&mut jar, from, line);
    }
    jar.select(direct(&url(to)), "GET", NOW).cookie_string().unwrap_or_default()
}

/// Why a line from `from` is refused.
#[track_caller]
fn refused(from: &str, line: &str, expected: Refusal) {
    let found = receive(&mut Jar::default(), from, line);
    assert_eq!(found.map(|kept| kept.cookie), Err(expected), "{line}");
}
