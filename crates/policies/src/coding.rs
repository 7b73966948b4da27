//! Content codings (RFC 9110 §8.4): what a response was packed with is taken off again.

use core::fmt;
use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZFlush, MZStatus};
use trace::FieldLines;

/// The longest content that is unpacked, in octets: 16 MiB. A few kilobytes can stand for more.
pub const UNPACKED_LEN_MAX: usize = 16 * 1024 * 1024;

/// A coding that is known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// RFC 1952.
    Gzip,
    /// The data format of RFC 1950; some servers send that of RFC 1951, which is taken as well
    /// (RFC 9110 §8.4.1.2).
    Deflate,
}

impl Coding {
    /// The coding with this name (RFC 9110 §8.4.1), whatever its case.
    pub fn from_name(name: &str) -> Option<Self> {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        if is("gzip") || is("x-gzip") {
            Some(Self::Gzip)
        } else if is("deflate") {
            Some(Self::Deflate)
        } else {
            None
        }
    }
}

/// Why a content cannot be unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnpackError {
    /// It is no such data.
    Malformed,
    /// It ends too early.
    Cut,
    /// It is not what its sender packed: its checksum says so.
    Checksum,
    /// Over [`UNPACKED_LEN_MAX`].
    TooLong,
}

impl fmt::Display for UnpackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the content is not packed as it says",
            Self::Cut => "the packed content ends too early",
            Self::Checksum => "the checksum of the packed content is wrong",
            Self::TooLong => "the content is over 16 MiB when unpacked",
        })
    }
}

/// The codings of a content in the order in which they come off (the last one was put on last);
/// `None` where there is none, or one that is not known here.
pub fn codings(field_lines: &FieldLines) -> Option<Vec<Coding>> {
    let names = field_lines.members("content-encoding");
    let names: Vec<&str> = names.filter(|name| !name.eq_ignore_ascii_case("identity")).collect();
    let codings: Option<Vec<Coding>> =
        names.iter().rev().map(|name| Coding::from_name(name)).collect();
    codings.filter(|codings| !codings.is_empty())
}

/// Takes codings off, one after the other.
///
/// # Errors
/// Why that cannot be done.
pub fn unpacked(codings: &[Coding], content: &[u8]) -> Result<Vec<u8>, UnpackError> {
    let mut content = content.to_vec();
    for coding in codings {
        content = match coding {
            Coding::Gzip => gunzipped(&content)?,
            Coding::Deflate => inflated(&content)?,
        };
    }
    Ok(content)
}

/// Packs a content.
pub fn packed(coding: Coding, content: &[u8]) -> Vec<u8> {
    const LEVEL: u8 = 6;
    match coding {
        Coding::Deflate => miniz_oxide::deflate::compress_to_vec_zlib(content, LEVEL),
        Coding::Gzip => {
            // RFC 1952 §2.3: deflate, no flags, no time, an unknown system.
            let mut octets = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
            octets.extend(miniz_oxide::deflate::compress_to_vec(content, LEVEL));
            octets.extend(crc_32(content).to_le_bytes());
            octets.extend((content.len() as u32).to_le_bytes());
            octets
        }
    }
}

/// One member after the other (RFC 1952 §2.2).
fn gunzipped(mut octets: &[u8]) -> Result<Vec<u8>, UnpackError> {
    let mut content = Vec::new();
    loop {
        let header_len = gzip_header_len(octets)?;
        let start = content.len();
        let (data, rest) = octets.split_at(header_len);
        debug_assert_eq!(data.len(), header_len);
        let used = inflate_into(&mut content, rest, DataFormat::Raw)?;
        let Some((trailer, rest)) = rest[used..].split_first_chunk::<8>() else {
            return Err(UnpackError::Cut);
        };
        let [checksum, len] = [0, 4].map(|at| {
            u32::from_le_bytes([trailer[at], trailer[at + 1], trailer[at + 2], trailer[at + 3]])
        });
        let member = &content[start..];
        if crc_32(member) != checksum || member.len() as u32 != len {
            return Err(UnpackError::Checksum);
        }
        // What is no further member is passed over, as browsers do.
        if !rest.starts_with(&[0x1f, 0x8b]) {
            return Ok(content);
        }
        octets = rest;
    }
}

/// The length of a member's header (RFC 1952 §2.3).
fn gzip_header_len(octets: &[u8]) -> Result<usize, UnpackError> {
    const TEXT_OF_FLAGS: [u8; 2] = [1 << 3, 1 << 4];
    let n_same =
        octets.iter().zip([0x1f, 0x8b, 8]).take_while(|(one, other)| *one == other).count();
    if n_same < octets.len().min(3) {
        return Err(UnpackError::Malformed);
    }
    let head = octets.first_chunk::<10>().ok_or(UnpackError::Cut)?;
    let flags = head[3];
    // The bits that are kept for later have to be zero.
    if flags & 0xe0 != 0 {
        return Err(UnpackError::Malformed);
    }
    let mut len = head.len();
    if flags & (1 << 2) != 0 {
        let extra = octets[len..].first_chunk::<2>().ok_or(UnpackError::Cut)?;
        len += 2 + usize::from(u16::from_le_bytes(*extra));
    }
    for flag in TEXT_OF_FLAGS {
        if flags & flag != 0 {
            let text = octets.get(len..).ok_or(UnpackError::Cut)?;
            len += 1 + text.iter().position(|octet| *octet == 0).ok_or(UnpackError::Cut)?;
        }
    }
    if flags & (1 << 1) != 0 {
        len += 2;
    }
    if len <= octets.len() { Ok(len) } else { Err(UnpackError::Cut) }
}

fn inflated(octets: &[u8]) -> Result<Vec<u8>, UnpackError> {
    let mut content = Vec::new();
    match inflate_into(&mut content, octets, DataFormat::Zlib) {
        Ok(_) => Ok(content),
        Err(UnpackError::Malformed) => {
            content.clear();
            inflate_into(&mut content, octets, DataFormat::Raw)?;
            Ok(content)
        }
        Err(error) => Err(error),
    }
}

/// Unpacks behind what is there, and tells how many octets that took.
fn inflate_into(
    content: &mut Vec<u8>,
    octets: &[u8],
    format: DataFormat,
) -> Result<usize, UnpackError> {
    let mut state = InflateState::new_boxed(format);
    let mut piece = vec![0; 32 * 1024];
    let mut used = 0;
    loop {
        let result = inflate(&mut state, &octets[used..], &mut piece, MZFlush::None);
        used += result.bytes_consumed;
        content.extend_from_slice(&piece[..result.bytes_written]);
        if content.len() > UNPACKED_LEN_MAX {
            return Err(UnpackError::TooLong);
        }
        match result.status {
            Ok(MZStatus::StreamEnd) => return Ok(used),
            Ok(_) if result.bytes_consumed > 0 || result.bytes_written > 0 => {}
            Ok(_) | Err(miniz_oxide::MZError::Buf) => return Err(UnpackError::Cut),
            Err(_) => return Err(UnpackError::Malformed),
        }
    }
}

/// CRC-32 as RFC 1952 §8 has it.
fn crc_32(octets: &[u8]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut index = 0;
        while index < 256 {
            let (mut value, mut bit) = (index as u32, 0);
            while bit < 8 {
                value = if value & 1 == 1 { 0xedb8_8320 ^ (value >> 1) } else { value >> 1 };
                bit += 1;
            }
            table[index] = value;
            index += 1;
        }
        table
    };
    let step =
        |sum: u32, octet: &u8| TABLE[((sum ^ u32::from(*octet)) & 0xff) as usize] ^ (sum >> 8);
    !octets.iter().fold(u32::MAX, step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use trace::FieldLine;

    fn encoded(values: &[&str]) -> FieldLines {
        let line =
            |value: &&str| FieldLine { name: "Content-Encoding".into(), value: (*value).into() };
        values.iter().map(line).collect()
    }

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(crc_32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn codings_come_off_in_the_opposite_order() {
        let check = |values: &[&str], expected: Option<&[Coding]>| {
            assert_eq!(codings(&encoded(values)).as_deref(), expected, "{values:?}");
        };
        check(&["gzip"], Some(&[Coding::Gzip]));
        check(&["X-GZIP, identity"], Some(&[Coding::Gzip]));
        check(&["deflate, gzip"], Some(&[Coding::Gzip, Coding::Deflate]));
        check(&["deflate", "gzip"], Some(&[Coding::Gzip, Coding::Deflate]));
        check(&["br"], None);
        check(&["gzip, br"], None);
        check(&["identity"], None);
        check(&[], None);
    }

    #[test]
    fn members_of_gzip_follow_each_other_and_what_is_behind_them_is_passed_over() {
        let two = [packed(Coding::Gzip, b"one "), packed(Coding::Gzip, b"two")].concat();
        assert_eq!(unpacked(&[Coding::Gzip], &two), Ok(b"one two".to_vec()));
        let with_rest = [&two[..], b"rest"].concat();
        assert_eq!(unpacked(&[Coding::Gzip], &with_rest), Ok(b"one two".to_vec()));
    }

    #[test]
    fn a_header_of_gzip_may_hold_a_name_a_comment_and_more() {
        let plain = packed(Coding::Gzip, b"x");
        let flags = (1 << 1) | (1 << 2) | (1 << 3) | (1 << 4);
        let header = [0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3];
        let fields = b"\x02\x00ABname\0comment\0CR";
        let octets = [&header[..], fields, &plain[10..]].concat();
        assert_eq!(unpacked(&[Coding::Gzip], &octets), Ok(b"x".to_vec()));
        for len in 0..octets.len() {
            assert_eq!(unpacked(&[Coding::Gzip], &octets[..len]), Err(UnpackError::Cut), "{len}");
        }
    }

    #[test]
    fn deflate_is_taken_with_and_without_its_frame() {
        let framed = packed(Coding::Deflate, b"hello");
        assert_eq!(unpacked(&[Coding::Deflate], &framed), Ok(b"hello".to_vec()));
        let bare = miniz_oxide::deflate::compress_to_vec(b"hello", 6);
        assert_eq!(unpacked(&[Coding::Deflate], &bare), Ok(b"hello".to_vec()));
    }

    #[test]
    fn what_is_wrong_is_told() {
        let check = |octets: &[u8], expected| {
            assert_eq!(unpacked(&[Coding::Gzip], octets), Err(expected));
        };
        check(b"this is not gzip at all", UnpackError::Malformed);
        let mut changed = packed(Coding::Gzip, b"hello");
        let last = changed.len() - 1;
        changed[last - 4] ^= 1;
        check(&changed, UnpackError::Checksum);
        // 16 kB for 16 MiB.
        let bomb = packed(Coding::Gzip, &vec![0; UNPACKED_LEN_MAX + 1]);
        assert!(bomb.len() < 20_000);
        check(&bomb, UnpackError::TooLong);
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_back(content in prop::collection::vec(any::<u8>(), 0..2000)) {
            for coding in [Coding::Gzip, Coding::Deflate] {
                let packed = packed(coding, &content);
                prop_assert_eq!(unpacked(&[coding], &packed), Ok(content.clone()));
            }
        }

        #[test]
        fn no_octets_panic(
            start in prop_oneof![Just(&b""[..]), Just(&[0x1f, 0x8b, 8][..]), Just(&[0x78, 0x9c][..])],
            rest in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            let octets = [start, &rest[..]].concat();
            let _ = unpacked(&[Coding::Gzip, Coding::Deflate], &octets);
            let _ = unpacked(&[Coding::Deflate], &octets);
        }
    }
}
