//! What may stand in a label: the rules that need to know what kind of letter each one is.

use icu_normalizer::uts46::Uts46MapperBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::{BidiClass, GeneralCategory, JoiningType};

const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';
const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// Whether it is a mark, which no label may start with (UTS #46 §4.1, criterion 6).
pub fn is_mark(c: char) -> bool {
    matches!(
        CodePointMapData::<GeneralCategory>::new().get(c),
        GeneralCategory::NonspacingMark
            | GeneralCategory::SpacingMark
            | GeneralCategory::EnclosingMark
    )
}

/// Whether every joiner stands where letters join (RFC 5892, appendix A.1 and A.2).
pub fn joins_well(label: &[char]) -> bool {
    let is_good = |at: usize| {
        let (before, after) = (&label[..at], &label[at + 1..]);
        let is_behind_virama =
            before.last().is_some_and(|c| Uts46MapperBorrowed::new().is_virama(*c));
        match label[at] {
            ZERO_WIDTH_JOINER => is_behind_virama,
            ZERO_WIDTH_NON_JOINER => is_behind_virama || is_between_joining(before, after),
            _ => true,
        }
    };
    (0..label.len()).all(is_good)
}

fn is_between_joining(before: &[char], after: &[char]) -> bool {
    use JoiningType as Type;
    let kind = |c: &char| CodePointMapData::<JoiningType>::new().get(*c);
    let counts = |kind: &Type| *kind != Type::Transparent;
    let left = before.iter().rev().map(kind).find(counts);
    let right = after.iter().map(kind).find(counts);
    matches!(left, Some(Type::LeftJoining | Type::DualJoining))
        && matches!(right, Some(Type::RightJoining | Type::DualJoining))
}

/// Whether it is written from right to left, or a number among such letters: one of these makes a
/// domain a Bidi domain name (RFC 5893 §1.4).
pub fn is_right_to_left(c: char) -> bool {
    matches!(class(&c), BidiClass::RightToLeft | BidiClass::ArabicLetter | BidiClass::ArabicNumber)
}

/// Whether a label of a Bidi domain name reads in one way only (RFC 5893 §2).
pub fn reads_in_one_way(label: &[char]) -> bool {
    use BidiClass as Class;
    let Some(first) = label.first() else { return true };
    let is_end_mark = |c: &&char| class(c) == Class::NonspacingMark;
    let Some(last) = label.iter().rev().find(|c| !is_end_mark(c)) else { return false };
    let has = |kind: Class| label.iter().any(|c| class(c) == kind);
    // Allowed in both.
    let is_common = |kind: Class| {
        matches!(
            kind,
            Class::EuropeanNumber
                | Class::EuropeanSeparator
                | Class::CommonSeparator
                | Class::EuropeanTerminator
                | Class::OtherNeutral
                | Class::BoundaryNeutral
                | Class::NonspacingMark
        )
    };
    match class(first) {
        // Rules 2 to 4.
        Class::RightToLeft | Class::ArabicLetter => {
            label.iter().all(|c| is_common(class(c)) || is_right_to_left(*c))
                && (is_right_to_left(*last) || class(last) == Class::EuropeanNumber)
                && !(has(Class::EuropeanNumber) && has(Class::ArabicNumber))
        }
        // Rules 5 and 6.
        Class::LeftToRight => {
            label.iter().all(|c| is_common(class(c)) || class(c) == Class::LeftToRight)
                && matches!(class(last), Class::LeftToRight | Class::EuropeanNumber)
        }
        // Rule 1.
        _ => false,
    }
}

fn class(c: &char) -> BidiClass {
    CodePointMapData::<BidiClass>::new().get(*c)
}
