//! Traffic keys from logged secrets (RFC 8446 §7.3), to open records with.

use ring::aead::{
    AES_128_GCM, AES_256_GCM, Aad, Algorithm, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey,
};
use ring::hkdf::{HKDF_SHA256, HKDF_SHA384, KeyType, Prk};

/// A key log in the NSS format: label, client random, secret.
pub struct KeyLog(Vec<(String, Vec<u8>, Vec<u8>)>);

impl KeyLog {
    /// Reads the lines; those that are no entries are passed over.
    pub fn from_lines(lines: &[String]) -> Self {
        let entry = |line: &String| {
            let mut words = line.split(' ');
            let label = words.next()?.to_owned();
            Some((label, unhex(words.next()?)?, unhex(words.next()?)?))
        };
        Self(lines.iter().filter_map(entry).collect())
    }

    /// The secret of the connection with this client random.
    pub fn secret(&self, label: &str, client_random: &[u8]) -> Option<&[u8]> {
        let found = self.0.iter().find(|entry| entry.0 == label && entry.1 == client_random);
        found.map(|entry| entry.2.as_slice())
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes().chunks(2);
    let octets = digits.map(|pair| u8::from_str_radix(core::str::from_utf8(pair).ok()?, 16).ok());
    octets.collect()
}

/// The cipher suites of TLS 1.3 that are spoken here (RFC 8446 §B.4).
#[derive(Debug, Clone, Copy)]
pub enum Suite {
    /// TLS_AES_128_GCM_SHA256
    Aes128,
    /// TLS_AES_256_GCM_SHA384
    Aes256,
    /// TLS_CHACHA20_POLY1305_SHA256
    ChaCha20,
}

impl Suite {
    /// By its code point.
    pub fn from_code(code: u16) -> Option<Self> {
        match code {
            0x1301 => Some(Self::Aes128),
            0x1302 => Some(Self::Aes256),
            0x1303 => Some(Self::ChaCha20),
            _ => None,
        }
    }

    fn aead(self) -> &'static Algorithm {
        match self {
            Self::Aes128 => &AES_128_GCM,
            Self::Aes256 => &AES_256_GCM,
            Self::ChaCha20 => &CHACHA20_POLY1305,
        }
    }
}

/// One direction's key and IV, and how many records were opened with them.
pub struct Keys {
    key: LessSafeKey,
    iv: [u8; 12],
    n_opened: u64,
}

impl Keys {
    /// The traffic keys of a traffic secret.
    pub fn new(suite: Suite, secret: &[u8]) -> Self {
        let hash = match suite {
            Suite::Aes128 | Suite::ChaCha20 => HKDF_SHA256,
            Suite::Aes256 => HKDF_SHA384,
        };
        let prk = Prk::new_less_safe(hash, secret);
        let key = expand_label(&prk, b"key", suite.aead().key_len());
        let key = UnboundKey::new(suite.aead(), &key).expect("as long as the algorithm wants it");
        let iv = expand_label(&prk, b"iv", 12).try_into().expect("12 octets were asked for");
        Self { key: LessSafeKey::new(key), iv, n_opened: 0 }
    }

    /// Opens the next record; `None` where the tag does not fit.
    pub fn open(&mut self, header: &[u8], content: &[u8]) -> Option<Vec<u8>> {
        // RFC 8446 §5.3: the sequence number, XORed into the IV.
        let mut nonce = self.iv;
        for (octet, sequence) in nonce[4..].iter_mut().zip(self.n_opened.to_be_bytes()) {
            *octet ^= sequence;
        }
        let nonce = Nonce::assume_unique_for_key(nonce);
        let mut octets = content.to_vec();
        let len = self.key.open_in_place(nonce, Aad::from(header), &mut octets).ok()?.len();
        self.n_opened += 1;
        octets.truncate(len);
        Some(octets)
    }
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// HKDF-Expand-Label with an empty context (RFC 8446 §7.1).
fn expand_label(prk: &Prk, label: &[u8], len: usize) -> Vec<u8> {
    let label_len = [6 + label.len() as u8];
    let info = [&(len as u16).to_be_bytes()[..], &label_len[..], b"tls13 ", label, &[0]];
    let okm = prk.expand(&info, Length(len)).expect("short keys");
    let mut octets = vec![0; len];
    okm.fill(&mut octets).expect("as long as was asked for");
    octets
}
