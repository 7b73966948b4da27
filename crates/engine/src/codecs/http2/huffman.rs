//! The Huffman code of HPACK (RFC 7541 §5.2, appendix B).
//!
//! The code is canonical: shorter codes come first, and among those of one length the smaller
//! symbol does. So the lengths alone say everything.

use std::sync::LazyLock;

/// Bits of the code of each octet, then of EOS.
#[rustfmt::skip]
const CODE_LENGTHS: [u8; 257] = [
    13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30,
    28, 28, 28, 28, 28, 28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
    5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
    7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6, 15, 5, 6, 5, 6, 5, 6, 6, 6, 5,
    7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, 20, 22, 20, 20, 22,
    22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23,
    22, 23, 23, 24, 22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22,
    21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23, 26, 26, 20, 19, 22, 23, 22, 25, 26, 26,
    26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27, 20,
    24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27,
    27, 28, 27, 27, 27, 27, 27, 26, 30,
];

const LENGTH_MAX: usize = 30;
const EOS: u16 = 256;

/// The code, by length: the first code, and the symbols in order.
struct Code([(u32, Vec<u16>); LENGTH_MAX + 1]);

static CODE: LazyLock<Code> = LazyLock::new(|| {
    let mut by_length: [(u32, Vec<u16>); LENGTH_MAX + 1] = Default::default();
    for (symbol, length) in CODE_LENGTHS.iter().enumerate() {
        by_length[usize::from(*length)].1.push(symbol as u16);
    }
    let mut code = 0;
    for (first, symbols) in &mut by_length {
        code <<= 1;
        *first = code;
        code += symbols.len() as u32;
    }
    Code(by_length)
});

/// The octets that `coded` stands for; `None` where the code or its padding is bad.
pub fn decode(coded: &[u8]) -> Option<Vec<u8>> {
    let bits = coded.iter().flat_map(|octet| (0..8).rev().map(move |bit| octet >> bit & 1));
    let mut octets = Vec::new();
    let (mut code, mut length) = (0u32, 0usize);
    for bit in bits {
        code = code << 1 | u32::from(bit);
        length += 1;
        let (first, symbols) = CODE.0.get(length)?;
        let symbol = code.checked_sub(*first).and_then(|place| symbols.get(place as usize));
        match symbol {
            Some(&EOS) => return None,
            Some(symbol) => {
                octets.push(*symbol as u8);
                (code, length) = (0, 0);
            }
            None => {}
        }
    }
    // What is left over is shorter than an octet, and starts EOS: all ones.
    (length < 8 && code + 1 == 1 << length).then_some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_appendix() {
        let code = |symbol: u16| {
            let length = usize::from(CODE_LENGTHS[usize::from(symbol)]);
            let (first, symbols) = &CODE.0[length];
            let place = symbols.iter().position(|found| *found == symbol).expect("a symbol");
            format!("{:0length$b}", first + place as u32)
        };
        assert_eq!(code(u16::from(b'0')), "00000");
        assert_eq!(code(u16::from(b'a')), "00011");
        assert_eq!(code(u16::from(b'z')), "1111011");
        assert_eq!(code(255), "11111111111111111111101110");
        assert_eq!(code(EOS), "1".repeat(30));
    }

    #[test]
    fn padding_is_short_and_all_ones() {
        assert_eq!(decode(&[0b0001_1111]), Some(b"a".to_vec()));
        assert_eq!(decode(&[0b0001_1110]), None);
        assert_eq!(decode(&[0b0001_1111, 0xff]), None);
        assert_eq!(decode(&[0xff; 4]), None);
        assert_eq!(decode(&[]), Some(Vec::new()));
    }
}
