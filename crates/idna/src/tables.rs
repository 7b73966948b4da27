//! What letters are, from tables: ToASCII of UTS #46 §4.2, with CheckBidi and CheckJoiners, without
//! CheckHyphens, UseSTD3ASCIIRules, Transitional_Processing and VerifyDnsLength.

use crate::ascii::MARK;
use crate::letters::{is_mark, is_right_to_left, joins_well, reads_in_one_way};
use crate::punycode;
use icu_normalizer::uts46::Uts46MapperBorrowed;

/// The most letters that a label beyond ASCII has here. A label of DNS has 63 octets; writing one in
/// Punycode takes time with the square of its letters.
const N_LETTERS_MAX: usize = 1000;

/// The domain in ASCII, with whatever stood in ASCII before. `None`: some letter, or an order of
/// letters, may not stand in a domain.
pub fn host_of_letters(domain: &str) -> Option<String> {
    let mapper = Uts46MapperBorrowed::new();
    // What is disallowed becomes U+FFFD, which no label may hold.
    let mapped: String = mapper.map_normalize(domain.chars()).collect();
    let labels = mapped.split('.').map(letters_of).collect::<Option<Vec<Vec<char>>>>()?;
    let is_bidi = labels.iter().flatten().any(|c| is_right_to_left(*c));
    let is_good = |label: &Vec<char>| is_valid(label) && (!is_bidi || reads_in_one_way(label));
    if !labels.iter().all(is_good) {
        return None;
    }
    let in_ascii = labels.iter().map(|label| match label.iter().all(char::is_ascii) {
        true => Some(label.iter().collect()),
        false => Some([MARK, &punycode::encoded(label)?].concat()),
    });
    Some(in_ascii.collect::<Option<Vec<String>>>()?.join("."))
}

/// The letters of a label, which may stand for them in Punycode (UTS #46 §4, step 4).
fn letters_of(label: &str) -> Option<Vec<char>> {
    let Some(encoded) = label.strip_prefix(MARK) else {
        let letters: Vec<char> = label.chars().collect();
        return (letters.len() <= N_LETTERS_MAX || label.is_ascii()).then_some(letters);
    };
    let letters = punycode::decoded(encoded)?;
    let mapper = Uts46MapperBorrowed::new();
    let is_normal = mapper.normalize_validate(letters.chars()).eq(letters.chars());
    let is_needed = !letters.is_ascii() && !letters.starts_with(MARK);
    (is_needed && is_normal).then(|| letters.chars().collect())
}

/// The validity criteria that hold wherever the letters came from (UTS #46 §4.1).
fn is_valid(label: &[char]) -> bool {
    let is_first_good = label.first().is_none_or(|first| !is_mark(*first));
    is_first_good && !label.contains(&'\u{fffd}') && joins_well(label)
}
