//! How the content of a part is written where not all octets may pass (RFC 2045 §6), as curl does it
//! for `;encoder=`. `quoted-printable` is left out: curl does not know before how long that gets, and
//! sends the whole form in chunks.

/// The longest line of what is written, in octets (RFC 2045 §6.8).
const LINE_LEN_MAX: usize = 76;

/// An encoder that curl has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoder {
    /// Nothing is changed.
    Binary,
    /// Nothing is changed.
    EightBit,
    /// Nothing is changed; curl refuses what is not ASCII.
    SevenBit,
    /// RFC 2045 §6.8.
    Base64,
}

impl Encoder {
    const ALL: [Self; 4] = [Self::Binary, Self::EightBit, Self::SevenBit, Self::Base64];

    /// The one with this name, whatever its case.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encoder| encoder.name().eq_ignore_ascii_case(name))
    }

    /// Its name, as Content-Transfer-Encoding says it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Binary => "binary",
            Self::EightBit => "8bit",
            Self::SevenBit => "7bit",
            Self::Base64 => "base64",
        }
    }

    /// What is written for these octets.
    pub fn encoded(self, octets: &[u8]) -> Vec<u8> {
        match self {
            Self::Binary | Self::EightBit | Self::SevenBit => octets.to_vec(),
            Self::Base64 => {
                let text = crate::headers::base64(octets).into_bytes();
                text.chunks(LINE_LEN_MAX).collect::<Vec<_>>().join(&b"\r\n"[..])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, octets: &str, expected: &str) {
        let encoder = Encoder::named(name).expect("it is known");
        let encoded = String::from_utf8(encoder.encoded(octets.as_bytes())).expect("it is ASCII");
        assert_eq!(encoded, expected, "{name} {octets}");
    }

    /// What curl 8 sends.
    #[test]
    fn octets_are_written_as_curl_writes_them() {
        check("BASE64", "one", "b25l");
        let line = "YWFh".repeat(19);
        check("base64", &"a".repeat(60), &format!("{line}\r\nYWFh"));
        check("8bit", "a b", "a b");
        assert_eq!(Encoder::named("quoted-printable"), None);
    }
}
