//! How long, how many: worked out as textbooks on networking do, with the solution read off the trace.

use crate::draw::Draw;
use crate::exercise::{Quantity, Unit};
use crate::kinds::amounts;
use crate::kinds::worked::Worked;
use crate::{Choice, Exercise, Kind, Material, Told, Verdict, texts, told};
use language::Language;

/// The most wrong answers that are offered.
const WRONG_MAX: usize = 3;
/// How often something is drawn that a lesson wants to be asked for.
const TRIES: usize = 64;

/// Asks how long something takes, or how many there are. `None` where nothing happens at all.
pub fn work_it_out(material: &Material, seed: u64) -> Option<Exercise> {
    work_out(material, None, seed)
}

/// The same about one of [`amounts::ALL`], where that is said. `None` where the trace has nothing of it.
pub(crate) fn work_out(material: &Material, about: Option<usize>, seed: u64) -> Option<Exercise> {
    let mut draw = Draw::new(seed, "work out");
    if let Some(kind) = about {
        // Not everything that is drawn can be asked for.
        return (0..TRIES)
            .find_map(|_| exercise(amounts::ALL[kind](material, &mut draw)?, &mut draw));
    }
    let mut kinds = amounts::ALL;
    draw.shuffle(&mut kinds);
    kinds.into_iter().find_map(|kind| exercise(kind(material, &mut draw)?, &mut draw))
}

fn exercise(worked: Worked, draw: &mut Draw) -> Option<Exercise> {
    let Worked { question, given, unit, parts, mut mistakes } = worked;
    let value = parts.iter().map(|part| part.value).sum();
    let right = Told::from(texts::WORKED_RIGHT);
    let mut shown = vec![unit.write(value)];
    let mut choices = vec![Choice { words: unit.told(value), is_right: true, feedback: right }];
    draw.shuffle(&mut mistakes);
    // Where there are few mistakes to make, one is to miscount.
    mistakes.push((value.saturating_mul(2), texts::WORKED_TWICE.into()));
    let one = unit.told(unit.one());
    mistakes.push((value + unit.one(), told!(texts::WORKED_TOO_MUCH, by = one.clone())));
    mistakes.push((value.saturating_sub(unit.one()), told!(texts::WORKED_TOO_LITTLE, by = one)));
    for (amount, feedback) in mistakes {
        let text = unit.write(amount);
        // Nobody takes a time to be none at all.
        if unit.is_read_as(value, amount) || text == Unit::Nanoseconds.write(0) {
            continue;
        }
        if choices.len() <= WRONG_MAX && !shown.contains(&text) {
            choices.push(Choice { words: unit.told(amount), is_right: false, feedback });
            shown.push(text);
        }
    }
    draw.shuffle(&mut choices);
    let quantity = Quantity { unit, value, choices, solution: parts };
    Some(Exercise { question, given, kind: Kind::WorkOut(quantity) })
}

impl Unit {
    /// The amount in digits: no two that differ in these are the same answer.
    pub(crate) fn write(self, amount: u64) -> String {
        match self {
            Self::Nanoseconds => format!("{:.1}", trace::Milliseconds(amount)),
            Self::Things | Self::Octets => amount.to_string(),
        }
    }

    /// Whether who reads amounts off the picture may come to this one instead: the lanes tell times to a
    /// tenth of a millisecond, so that a difference of two may be a tenth off.
    fn is_read_as(self, amount: u64, read: u64) -> bool {
        self == Self::Nanoseconds && amount.abs_diff(read) <= 100_000
    }

    /// The amount in digits, with every decimal that it has: parts that are written so add up to their
    /// sum.
    pub(crate) fn write_exactly(self, amount: u64) -> String {
        match self {
            Self::Nanoseconds => {
                let written = format!("{}.{:06}", amount / 1_000_000, amount % 1_000_000);
                written.trim_end_matches('0').trim_end_matches('.').to_owned()
            }
            Self::Things | Self::Octets => amount.to_string(),
        }
    }

    /// The amount with its unit, to every decimal.
    pub fn told_exactly(self, amount: u64) -> Told {
        match self {
            Self::Nanoseconds => told!(texts::MILLISECONDS, time = self.write_exactly(amount)),
            Self::Things | Self::Octets => self.told(amount),
        }
    }

    /// The amount with its unit, times rounded to a tenth of a millisecond.
    pub fn told(self, amount: u64) -> Told {
        match self {
            Self::Nanoseconds => told!(texts::MILLISECONDS, time = self.write(amount)),
            Self::Things => self.write(amount).into(),
            Self::Octets => Told::count(texts::BYTES, amount),
        }
    }

    /// The least amount by which two answers differ, on the screen.
    fn one(self) -> u64 {
        match self {
            Self::Nanoseconds => 1_000_000,
            Self::Things | Self::Octets => 1,
        }
    }
}

impl Quantity {
    /// What its parts come to: as exactly as they are told, then as the answers say it.
    pub fn sum(&self, language: Language) -> String {
        let exactly = self.unit.told_exactly(self.value).words(language);
        let rounded = self.unit.told(self.value).words(language);
        let is_even = self.unit.write(self.value).trim_end_matches(".0")
            == self.unit.write_exactly(self.value);
        if is_even { exactly } else { format!("{exactly} ≈ {rounded}") }
    }
}

/// Whether what was typed is this amount, to as many decimals as were typed.
pub(crate) fn judge(quantity: &Quantity, text: &str) -> Verdict {
    let is_right = amount(text, quantity.unit).is_some_and(|typed| {
        typed.is(quantity.value)
            || typed.whole().is_some_and(|read| quantity.unit.is_read_as(quantity.value, read))
    });
    let feedback = match (is_right, amount(text, quantity.unit)) {
        (true, _) => Told::from(texts::WORKED_RIGHT),
        (false, Some(_)) => told!(texts::WORKED_WRONG, right = quantity.unit.write(quantity.value)),
        (false, None) => texts::WORKED_NO_NUMBER.into(),
    };
    Verdict::new(is_right, feedback)
}

/// A number as it was typed: `80.25` is 8025 with 2 decimals, of which each one is worth `unit`.
struct Typed {
    digits: u64,
    decimals: u32,
    unit: u64,
}

impl Typed {
    /// The amount, rounded down.
    fn whole(&self) -> Option<u64> {
        let amount = u128::from(self.digits) * u128::from(self.unit) / 10_u128.pow(self.decimals);
        u64::try_from(amount).ok()
    }

    /// Whether an amount reads like this when it is rounded to as many decimals.
    fn is(&self, amount: u64) -> bool {
        let scale = 10_u128.pow(self.decimals);
        let (twice, unit) = (2 * u128::from(amount) * scale, u128::from(self.unit));
        let digits = 2 * u128::from(self.digits) * unit;
        twice.abs_diff(digits) <= unit
    }
}

fn amount(text: &str, unit: Unit) -> Option<Typed> {
    let text = text.trim().to_ascii_lowercase();
    let end = text.find(|c: char| c.is_ascii_alphabetic() || c == 'µ').unwrap_or(text.len());
    let (number, word) = text.split_at(end);
    let unit = match (unit, word.trim()) {
        (Unit::Nanoseconds, "ms" | "") => 1_000_000,
        (Unit::Nanoseconds, "s" | "seconds" | "second") => 1_000_000_000,
        (Unit::Nanoseconds, "us" | "µs") => 1_000,
        (Unit::Octets, "" | "b" | "byte" | "bytes" | "octet" | "octets") => 1,
        (Unit::Octets, "kb") => 1_000,
        (Unit::Things, _) => 1,
        (Unit::Nanoseconds | Unit::Octets, _) => return None,
    };
    let is_grouping = |c: char| c == ' ' || c == '\u{a0}' || c == '\u{202f}';
    let number: String = number.chars().filter(|c| !is_grouping(*c)).collect();
    let number = number.replace(',', ".");
    let (whole, decimals) = number.split_once('.').unwrap_or((&number, ""));
    let all_digits = |text: &str| text.bytes().all(|octet| octet.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(decimals) || decimals.len() > 9 {
        return None;
    }
    let digits = [whole, decimals].concat().parse().ok()?;
    Some(Typed { digits, decimals: decimals.len() as u32, unit })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_writings_are_equal() {
        let check = |text: &str, unit, value: u64, is_right: bool| {
            let (choices, solution) = (Vec::new(), Vec::new());
            let quantity = Quantity { unit, value, choices, solution };
            assert_eq!(judge(&quantity, text).is_right, is_right, "{text}");
        };
        for text in [
            "80.25",
            "80,25 ms",
            "80.3",
            "80.2",
            "80",
            "0.08 s",
            "0.08025s",
            "80250 µs",
            " 80.250000 MS",
        ] {
            check(text, Unit::Nanoseconds, 80_250_000, true);
        }
        for text in ["81", "80.14", "80.4 ms", "0.8 s", "80 s", "", ".", "ms", "-80", "eighty"] {
            check(text, Unit::Nanoseconds, 80_250_000, false);
        }
        check("1 040.5", Unit::Nanoseconds, 1_040_500_000, true);
        check("3", Unit::Things, 3, true);
        check("3 round trips", Unit::Things, 3, true);
        check("2", Unit::Things, 3, false);
        check("2048 bytes", Unit::Octets, 2048, true);
        check("2 kB", Unit::Octets, 2048, true);
        check("99999999999999999999999", Unit::Octets, 2048, false);
        check("9999999999999999999 s", Unit::Nanoseconds, u64::MAX, false);
    }
}
