//! What stands at the beginning of a lesson, between two lines `---`: `title: …`, one thing a line.

use super::Slip;
use super::lesson::Level;
use crate::texts;
use language::{fill, say};

/// What a lesson says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FrontMatter {
    pub title: String,
    pub course: String,
    pub level: Level,
    pub minutes: u32,
    pub language: String,
}

const MINUTES_MAX: u32 = 600;

/// Reads it. Gives back the number of octets and of lines that it takes as well; what is wrong is
/// added to the slips.
pub(super) fn read(text: &str, slips: &mut Vec<Slip>) -> (FrontMatter, usize, usize) {
    let mut matter = FrontMatter {
        title: String::new(),
        course: String::new(),
        level: Level::Beginner,
        minutes: 5,
        language: "en".to_owned(),
    };
    let mut lines = text.split_inclusive('\n');
    if lines.next().map(str::trim_end) != Some("---") {
        slips.push(Slip::new(1, say(texts::SLIP_NO_FRONT_MATTER)));
        return (matter, 0, 0);
    }
    let n_slips = slips.len();
    let mut n_octets = text.split_inclusive('\n').next().map_or(0, str::len);
    let mut seen: Vec<&str> = Vec::new();
    for (number, line) in (2..).zip(lines) {
        n_octets += line.len();
        if line.trim_end() == "---" {
            if matter.title.is_empty() {
                slips.push(Slip::new(1, say(texts::SLIP_NO_TITLE)));
            }
            return (matter, n_octets, number);
        }
        if line.trim().is_empty() {
            continue;
        }
        let Some((key, value)) = line.split_once(':') else {
            slips.push(Slip::new(number, say(texts::SLIP_NO_COLON)));
            continue;
        };
        let (key, value) = (key.trim(), unquoted(value.trim()));
        if seen.contains(&key) {
            slips.push(Slip::new(number, fill!(texts::SLIP_TWICE, key = key)));
        }
        seen.push(key);
        if let Err(message) = set(&mut matter, key, value) {
            slips.push(Slip::new(number, message));
        }
    }
    // The whole text was read for “name: value”: what is wrong is this alone.
    slips.truncate(n_slips);
    slips.push(Slip::new(1, say(texts::SLIP_FRONT_MATTER_OPEN)));
    (matter, text.len(), text.lines().count())
}

fn set(matter: &mut FrontMatter, key: &str, value: &str) -> Result<(), String> {
    match key {
        "title" => matter.title = value.to_owned(),
        "course" => matter.course = value.to_owned(),
        "level" => {
            let known = Level::ALL.iter().find(|(name, _)| *name == value);
            let names = Level::ALL.map(|(name, _)| name).join(", ");
            let error = || fill!(texts::SLIP_LEVEL, found = value, names = names);
            matter.level = known.ok_or_else(error)?.1;
        }
        "minutes" => {
            let number = value.parse().ok().filter(|n| (1..=MINUTES_MAX).contains(n));
            matter.minutes = number.ok_or_else(|| fill!(texts::SLIP_MINUTES, found = value))?;
        }
        "language" => {
            let is_tag = !value.is_empty()
                && value.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-');
            if !is_tag {
                return Err(fill!(texts::SLIP_LANGUAGE, found = value));
            }
            matter.language = value.to_owned();
        }
        _ => return Err(fill!(texts::SLIP_FRONT_MATTER_KEY, key = key)),
    }
    Ok(())
}

fn unquoted(value: &str) -> &str {
    let inner = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    inner.unwrap_or(value)
}
