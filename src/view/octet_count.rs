//! How many octets there are, in the largest unit that fits.

use crate::texts;
use language::{fill, say_count};

/// E.g. `17 bytes` or `3.2 MiB`.
pub fn octets_text(n_octets: usize) -> String {
    let tenths = |unit: usize| {
        let tenths = (n_octets * 10 + unit / 2) / unit;
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    match n_octets {
        0..=1023 => say_count(texts::BYTE_COUNT, n_octets as u64),
        1024..=1_048_575 => fill!(texts::N_KIB, count = tenths(1024)),
        _ => fill!(texts::N_MIB, count = tenths(1024 * 1024)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_in_words() {
        assert_eq!(octets_text(1), "1 byte");
        assert_eq!(octets_text(1023), "1023 bytes");
        assert_eq!(octets_text(1536), "1.5 KiB");
        assert_eq!(octets_text(1024 * 1024), "1.0 MiB");
    }
}
