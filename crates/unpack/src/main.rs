//! Unpacks the programs of the page that is one file (`roundtrip.html`): its modules stand in it
//! packed by LZMA, which browsers cannot undo and which is a quarter smaller than what they can.

use lzma_rust2::LzmaReader;
use std::io::Read;
use wasm_bindgen::prelude::*;

fn main() {}

/// The octets that were packed as an LZMA stream with a header (`.lzma`), unless the stream is damaged.
#[wasm_bindgen]
pub fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let mut octets = Vec::new();
    let mut reader = LzmaReader::new_mem_limit(packed, u32::MAX, None).ok()?;
    reader.read_to_end(&mut octets).ok()?;
    Some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lzma_rust2::{LzmaOptions, LzmaWriter};
    use std::io::Write;

    #[test]
    fn what_was_packed_comes_out() {
        let octets: Vec<u8> = (0..200_000_u32).map(|number| (number / 7 % 251) as u8).collect();
        let options = LzmaOptions::with_preset(9);
        let size = Some(octets.len() as u64);
        let mut writer = LzmaWriter::new_use_header(Vec::new(), &options, size).unwrap();
        writer.write_all(&octets).unwrap();
        let packed = writer.finish().unwrap();
        assert!(packed.len() < octets.len() / 10);
        assert!(unpack(&packed) == Some(octets));
        assert!(unpack(&packed[..packed.len() / 2]).is_none());
        assert!(unpack(b"no such stream").is_none());
    }
}
