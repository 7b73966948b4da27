//! How headers are described: rows of a table, which the one reader in `reader.rs` goes through.
//!
//! A meaning may hold `{}` for the number that was read, and `{4}` for four times that number. Where
//! it holds a `|`, what stands before it is said of a number other than zero, what stands behind
//! it of zero.

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
    /// What it means; may be empty.
    pub meaning: &'static str,
}

/// Some bits.
pub const fn bits(name: &'static str, bits: u8, form: Form, meaning: &'static str) -> Spec {
    Spec { name, bits, form, meaning }
}

/// One bit; what it means if it is set, and behind `|` if it is not.
pub const fn flag(name: &'static str, meaning: &'static str) -> Spec {
    bits(name, 1, Form::Flag, meaning)
}

/// A number of so many octets.
pub const fn number(name: &'static str, octets: u8, meaning: &'static str) -> Spec {
    bits(name, octets * 8, Form::Number, meaning)
}

/// A number of so many octets that is no quantity.
pub const fn hex(name: &'static str, octets: u8, meaning: &'static str) -> Spec {
    bits(name, octets * 8, Form::Hex, meaning)
}

/// A code point of so many octets.
pub const fn code(
    name: &'static str,
    octets: u8,
    names: &'static [(u32, &'static str)],
    meaning: &'static str,
) -> Spec {
    bits(name, octets * 8, Form::Code(names), meaning)
}

/// The name of a code point, if it has one.
pub fn name_of(names: &[(u32, &'static str)], code: u64) -> Option<&'static str> {
    names.iter().find(|(known, _)| u64::from(*known) == code).map(|(_, name)| *name)
}

impl Form {
    /// A number of so many bits in this form.
    pub fn write(self, number: u64, bits: u8) -> String {
        match self {
            Self::Number => number.to_string(),
            Self::Signed => ((number << (64 - bits)) as i64 >> (64 - bits)).to_string(),
            Self::Hex | Self::Parts(_) => hexadecimal(number, bits),
            Self::Flag => (if number == 0 { "Not set" } else { "Set" }).to_owned(),
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

/// What a template means of a number.
pub fn meaning_of(template: &str, number: u64) -> String {
    let template = match template.split_once('|') {
        Some((other, _)) if number != 0 => other,
        Some((_, zero)) => zero,
        None => template,
    };
    let Some((before, rest)) = template.split_once('{') else { return template.to_owned() };
    let (factor, after) = rest.split_once('}').unwrap_or((rest, ""));
    let product = number.saturating_mul(factor.parse().unwrap_or(1));
    [before, &product.to_string(), after].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meaning_holds_the_number() {
        let check = |template, number, meaning: &str| {
            assert_eq!(meaning_of(template, number), meaning);
        };
        check("for {} s", 300, "for 300 s");
        check("{4} bytes", 5, "20 bytes");
        check("lasts {}|over at once", 3, "lasts 3");
        check("lasts {}|over at once", 0, "over at once");
        check("", 7, "");
    }

    #[test]
    fn numbers_are_written_in_their_form() {
        let check = |form: Form, number, bits, text: &str| {
            assert_eq!(form.write(number, bits), text);
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
