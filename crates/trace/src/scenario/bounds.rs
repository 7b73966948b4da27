//! The range of a number: in JSON, on the command line, in the composer and in octets the same.

use super::ScenarioError;

/// The range of one number, counted in its smallest unit: `decimals: 3` and `max: 60_000_000`
/// reads 0 to 60000.000.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The least, in the smallest unit.
    pub min: u64,
    /// The most, in the smallest unit.
    pub max: u64,
    /// How many decimals the smallest unit has.
    pub decimals: u32,
    /// What follows the number in a sentence, e.g. ` ms`; may be empty.
    pub unit: &'static str,
}

/// Anything that 64 bits hold.
pub(crate) const SEED: Bounds = Bounds { min: 0, max: u64::MAX, decimals: 0, unit: "" };
/// Pauses before requests, in microseconds: up to ten years.
pub(crate) const LONG_PAUSE_MS: Bounds =
    Bounds { min: 0, max: 315_576_000_000_000, decimals: 3, unit: " ms" };
/// Other pauses, and those of files of version 1, in microseconds: up to an hour.
pub(crate) const PAUSE_MS: Bounds = Bounds { min: 0, max: 3_600_000_000, decimals: 3, unit: " ms" };
/// Times to live, in seconds: up to a week.
pub(crate) const TTL_S: Bounds = Bounds { min: 0, max: 604_800, decimals: 0, unit: " s" };

impl Bounds {
    /// Gives `value` back if it lies in this range; `member` names what it is the value of.
    pub(crate) fn check(&self, member: &str, value: u64) -> Result<u64, ScenarioError> {
        if (self.min..=self.max).contains(&value) {
            return Ok(value);
        }
        Err(self.out_of_range(member, self.shown(value)))
    }

    /// The error for something that lies outside this range.
    pub(crate) fn out_of_range(&self, member: &str, found: String) -> ScenarioError {
        ScenarioError::OutOfRange { member: member.to_owned(), found, allowed: self.allowed() }
    }

    /// The range in words, e.g. `0 to 60000 ms`.
    pub fn allowed(&self) -> String {
        [&self.shown(self.min), " to ", &self.shown(self.max), self.unit].concat()
    }

    /// The value, in its smallest unit, that a decimal number says, if it lies in this range.
    pub fn value_of(&self, text: &str) -> Option<u64> {
        let (text, decimals) = (text.trim(), self.decimals as usize);
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let all_digits = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_digit());
        let is_empty = whole.is_empty() && part.is_empty();
        if is_empty || part.len() > decimals || !all_digits(whole) || !all_digits(part) {
            return None;
        }
        let value = format!("{whole}{part:0<decimals$}").parse().ok()?;
        (self.min..=self.max).contains(&value).then_some(value)
    }

    /// A value in the unit of the member: as few decimals as say it exactly.
    pub fn shown(&self, value: u64) -> String {
        let scale = 10u64.pow(self.decimals);
        let (whole, rest) = (value / scale, value % scale);
        if rest == 0 {
            return whole.to_string();
        }
        let decimals = format!("{rest:0width$}", width = self.decimals as usize);
        format!("{whole}.{}", decimals.trim_end_matches('0'))
    }
}
