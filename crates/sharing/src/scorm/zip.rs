//! ZIP archives (PKWARE APPNOTE 6.3): deflated, without what would differ from one day or machine to
//! another.

use super::File;
use miniz_oxide::deflate::compress_to_vec;

/// 1 January 1980, 00:00, in the date of MS-DOS: the first that it knows (§4.4.6).
const DATE: u16 = 0x0021;
/// Names are UTF-8 (§4.4.4, bit 11).
const UTF_8: u16 = 1 << 11;
const DEFLATED: u16 = 8;
/// The version that can be read by: 2.0, which deflates (§4.4.3).
const VERSION: u16 = 20;

/// An archive of these files, in this order. The same files give the same octets.
///
/// # Panics
/// Where they are over 4 GiB, which ZIP cannot say without extensions.
pub fn zip(files: &[File]) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    for File { path, octets } in files {
        let begin = number(archive.len());
        let deflated = compress_to_vec(octets, 9);
        let header = Header::of(path, octets, &deflated);
        archive.extend(0x0403_4b50_u32.to_le_bytes());
        archive.extend(header.octets());
        archive.extend(path.as_bytes());
        archive.extend(deflated);
        directory.extend(0x0201_4b50_u32.to_le_bytes());
        directory.extend(VERSION.to_le_bytes());
        directory.extend(header.octets());
        // No comment, the first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(begin.to_le_bytes());
        directory.extend(path.as_bytes());
    }
    let begin = number(archive.len());
    let count = u16::try_from(files.len()).expect("a package has under 65,536 files");
    archive.extend(&directory);
    archive.extend(0x0605_4b50_u32.to_le_bytes());
    archive.extend([0; 4]);
    archive.extend(count.to_le_bytes());
    archive.extend(count.to_le_bytes());
    archive.extend(number(directory.len()).to_le_bytes());
    archive.extend(begin.to_le_bytes());
    archive.extend([0; 2]);
    archive
}

/// What is said of a file before it and in the directory alike (§4.3.7).
struct Header {
    crc_32: u32,
    n_deflated: u32,
    n_octets: u32,
    n_name: u16,
}

impl Header {
    fn of(path: &str, octets: &[u8], deflated: &[u8]) -> Self {
        Self {
            crc_32: crc_32(octets),
            n_deflated: number(deflated.len()),
            n_octets: number(octets.len()),
            n_name: u16::try_from(path.len()).expect("a path is shorter than 64 KiB"),
        }
    }

    fn octets(&self) -> Vec<u8> {
        let mut octets = Vec::new();
        for short in [VERSION, UTF_8, DEFLATED, 0, DATE] {
            octets.extend(short.to_le_bytes());
        }
        for long in [self.crc_32, self.n_deflated, self.n_octets] {
            octets.extend(long.to_le_bytes());
        }
        octets.extend(self.n_name.to_le_bytes());
        octets.extend([0; 2]);
        octets
    }
}

fn number(length: usize) -> u32 {
    u32::try_from(length).expect("a package is under 4 GiB")
}

/// The checksum of ZIP (§4.4.7), whose polynomial is that of Ethernet, with its bits turned around.
fn crc_32(octets: &[u8]) -> u32 {
    let mut table = [0_u32; 256];
    for (octet, entry) in (0_u32..).zip(&mut table) {
        *entry = (0..8).fold(octet, |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()));
    }
    !octets
        .iter()
        .fold(!0_u32, |crc, octet| (crc >> 8) ^ table[((crc ^ u32::from(*octet)) & 0xff) as usize])
}

#[cfg(test)]
mod tests {
    use super::crc_32;

    #[test]
    fn the_checksum_of_the_standard_digits_is_known() {
        assert_eq!(crc_32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc_32(b""), 0);
    }
}
