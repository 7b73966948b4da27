//! The binary codec: what crosses between page and worker.

use crate::strategies;
use proptest::prelude::*;
use trace::*;

proptest! {
    #![proptest_config(strategies::cases(128))]

    #[test]
    fn a_trace_comes_back_as_it_was(trace in strategies::trace()) {
        prop_assert_eq!(decode_trace(&encode_trace(&trace)), Ok(trace));
    }

    #[test]
    fn a_cut_trace_is_damaged(trace in strategies::trace(), at: prop::sample::Index) {
        let octets = encode_trace(&trace);
        let cut = &octets[..at.index(octets.len())];
        let expected = if cut.len() < 4 { DecodeError::NotOurs } else { DecodeError::Damaged };
        prop_assert_eq!(decode_trace(cut), Err(expected));
    }

    #[test]
    fn a_changed_trace_is_refused(
        trace in strategies::trace(), at: prop::sample::Index, change in 1u8..
    ) {
        let mut octets = encode_trace(&trace);
        let at = at.index(octets.len());
        octets[at] ^= change;
        let found = u16::from_be_bytes([octets[4], octets[5]]);
        prop_assert_eq!(decode_trace(&octets), Err(match at {
            0..4 => DecodeError::NotOurs,
            4..6 => DecodeError::OtherVersion { found },
            _ => DecodeError::Damaged,
        }));
    }

    #[test]
    fn hostile_octets_never_panic(
        body in prop::collection::vec(any::<u8>(), 0..400), keep: prop::sample::Index
    ) {
        // As an attacker would: the header and the checksum are right, the rest is not.
        let _ = decode_trace(&with_header(b"RTTR", &body));
        let _ = decode_dissection(&with_header(b"RTDI", &body));
        let _ = decode_trace(&body);
        let good = nothing()[14..].to_vec();
        let changed = [&good[..keep.index(good.len())], body.as_slice()].concat();
        let _ = decode_dissection(&with_header(b"RTDI", &changed));
    }
}

/// The octets of a dissection of nothing.
fn nothing() -> Vec<u8> {
    encode_dissection(&Dissection { view: View::default(), sealed: None })
}

fn with_header(magic: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let version = nothing()[4..6].to_vec();
    [magic.as_slice(), &version, &checksum(body).to_be_bytes(), body].concat()
}

#[test]
fn a_length_that_is_not_there_takes_no_memory() {
    // The claim that 2⁶⁴ − 1 octets follow.
    let body = [[0xFF; 9].as_slice(), &[0x01]].concat();
    let octets = with_header(b"RTDI", &body);
    assert_eq!(decode_dissection(&octets), Err(DecodeError::Damaged));
}

#[test]
fn something_else_is_told_from_another_version() {
    let dissection = nothing();
    assert_eq!(decode_trace(&dissection), Err(DecodeError::NotOurs));
    assert_eq!(decode_trace(b"<!doctype html>"), Err(DecodeError::NotOurs));
    let mut newer = dissection.clone();
    newer[4..6].copy_from_slice(&999u16.to_be_bytes());
    let error = decode_dissection(&newer).unwrap_err();
    assert_eq!(error, DecodeError::OtherVersion { found: 999 });
    assert!(error.to_string().contains("format 999"), "{error}");
}
