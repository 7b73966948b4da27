//! How headers are described: rows of a table, which the one reader in `reader.rs` goes through.
//!
//! The words of a meaning may hold `{}` for the number that was read, and `{4}` for four times that
//! number. Where they hold a `|`, what stands before it is said of a number other than zero, what
//! stands behind it of zero.

use crate::texts;
use language::{Language, Text};

/// What it means goes without saying.
pub const NOTHING: Text = Text::NOTHING;

/// How a number is written.
#[derive(Clone, Copy)]
pub enum Form {
    /// In decimal digits.
    Number,
    /// In decimal digits, as a number that may be negative.
    Signed,
    /// In hexadecimal digits.
    Hex,
    /// By its name, with the number behind it: in hexadecimal digits where it takes over an octet.
    Code(&'static [(u32, &'static str)]),
    /// `Set` or `Not set`.
    Flag,
    /// As an IPv4 address.
    Address,
    /// As an ASCII character.
    Character,
    /// As the flags among its parts that are set.
    Parts(&'static [Spec]),
}

/// One field of a fixed length.
#[derive(Clone, Copy)]
pub struct Spec {
    /// The name in the specification.
    pub name: &'static str,
    /// Its length in bits; at most 64.
    pub bits: u8,
    /// How its value is written.
    pub form: Form,
    /// What it means; may be [`NOTHING`].
    pub meaning: Text,
}

/// Some bits.
pub const fn bits(name: &'static str, bits: u8, form: Form, meaning: Text) -> Spec {
    Spec { name, bits, form, meaning }
}

/// One bit; what it means if it is set, and behind `|` if it is not.
pub const fn flag(name: &'static str, meaning: Text) -> Spec {
    bits(name, 1, Form::Flag, meaning)
}

/// A number of so many octets.
pub const fn number(name: &'static str, octets: u8, meaning: Text) -> Spec {
    bits(name, octets * 8, Form::Number, meaning)
}

/// A number of so many octets that is no quantity.
pub const fn hex(name: &'static str, octets: u8, meaning: Text) -> Spec {
    bits(name, octets * 8, Form::Hex, meaning)
}

/// A code point of so many octets.
pub const fn code(
    name: &'static str,
    octets: u8,
    names: &'static [(u32, &'static str)],
    meaning: Text,
) -> Spec {
    bits(name, octets * 8, Form::Code(names), meaning)
}

/// The name of a code point, if it has one.
pub fn name_of(names: &[(u32, &'static str)], code: u64) -> Option<&'static str> {
    names.iter().find(|(known, _)| u64::from(*known) == code).map(|(_, name)| *name)
}

impl Form {
    /// A number of so many bits in this form.
    pub fn write(self, number: u64, bits: u8, language: Language) -> String {
        match self {
            Self::Number => number.to_string(),
            Self::Signed => ((number << (64 - bits)) as i64 >> (64 - bits)).to_string(),
            Self::Hex | Self::Parts(_) => hexadecimal(number, bits),
            Self::Flag => {
                language.text(if number == 0 { texts::NOT_SET } else { texts::SET }).to_owned()
            }
            Self::Address => {
                let octets = (number as u32).to_be_bytes().map(|octet| octet.to_string());
                octets.join(".")
            }
            Self::Character => char::from(number as u8).escape_default().collect(),
            Self::Code(names) => {
                let code = match number {
                    0..256 => number.to_string(),
                    _ => hexadecimal(number, bits),
                };
                match name_of(names, number) {
                    Some(name) => [name, " (", &code, ")"].concat(),
                    None => code,
                }
            }
        }
    }
}

/// E.g. `0x1f`, in as many octets as so many bits take.
pub fn hexadecimal(number: u64, bits: u8) -> String {
    let mut text = "0x".to_owned();
    let first = 8 - usize::from(bits.div_ceil(8));
    number.to_be_bytes()[first..].iter().for_each(|octet| push_hex(&mut text, *octet));
    text
}

/// Writes two hexadecimal digits.
pub fn push_hex(text: &mut String, octet: u8) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    text.push(char::from(DIGITS[usize::from(octet >> 4)]));
    text.push(char::from(DIGITS[usize::from(octet & 15)]));
}

/// What is said of a number.
pub fn meaning_of(meaning: Text, number: u64, language: Language) -> String {
    // The words say which number chooses their form: the one that was read, or a product.
    let factor = place_in(language.either_form(meaning, number)).map_or(1, |(_, factor, _)| factor);
    let product = number.saturating_mul(factor);
    let words = language.either_form(meaning, product);
    let words = match words.split_once('|') {
        Some((other, _)) if number != 0 => other,
        Some((_, zero)) => zero,
        None => words,
    };
    match place_in(words) {
        Some((before, _, after)) => [before, &product.to_string(), after].concat(),
        None => words.to_owned(),
    }
}

/// What stands before a place, its factor, and what stands behind it.
fn place_in(words: &str) -> Option<(&str, u64, &str)> {
    let (before, rest) = words.split_once('{')?;
    let (factor, after) = rest.split_once('}').unwrap_or((rest, ""));
    Some((before, factor.parse().unwrap_or(1), after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meaning_holds_the_number() {
        let check = |words, number, meaning: &str| {
            assert_eq!(meaning_of(words, number, Language::ENGLISH), meaning);
        };
        check(texts::MAY_BE_USED_FOR, 300, "may be used for 300 s");
        check(texts::COUNTED_IN_WORDS_OF.either(), 5, "counted in words of 4 bytes: 20 bytes");
        check(texts::N_BYTES.either(), 1, "1 byte");
        check(texts::AT_MOST_ROWS.either(), 3, "at most 3 rows");
        check(texts::AT_MOST_ROWS.either(), 0, "all rows");
        check(texts::OPENS_THE_CONNECTION, 0, "");
        check(NOTHING, 7, "");
    }

    #[test]
    fn numbers_are_written_in_their_form() {
        let check = |form: Form, number, bits, text: &str| {
            assert_eq!(form.write(number, bits, Language::ENGLISH), text);
        };
        check(Form::Hex, 0x01bb, 16, "0x01bb");
        check(Form::Hex, 0, 16, "0x0000");
        check(Form::Signed, 0xffff, 16, "-1");
        check(Form::Signed, 8, 16, "8");
        check(Form::Address, 0x5db8_d822, 32, "93.184.216.34");
        check(Form::Code(&[(6, "TCP")]), 6, 8, "TCP (6)");
        check(Form::Code(&[(6, "TCP")]), 7, 8, "7");
        check(Form::Code(&[(0x1301, "AES")]), 0x1301, 16, "AES (0x1301)");
        check(Form::Flag, 0, 1, "Not set");
        check(Form::Character, u64::from(b'Q'), 8, "Q");
    }
}
