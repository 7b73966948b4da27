//! The world's certification authority: a root, an intermediate, and a leaf for any name, all with
//! Ed25519 keys (RFC 8410) derived from the seed.

use crate::random::Random;
use core::net::IpAddr;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyIdMethod, KeyUsagePurpose, PKCS_ED25519,
    PublicKeyData, SanType, SerialNumber, SignatureAlgorithm, SigningKey,
};
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::sign::CertifiedKey;
use time::OffsetDateTime;

/// A day in seconds.
const DAY_S: i64 = 86_400;

/// The authority that issues the certificates of every world.
pub const AUTHORITY: &str = "Roundtrip Test";

/// What is wrong with a leaf certificate, for lessons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateFault {
    /// It ended yesterday.
    Expired,
    /// It names another host.
    WrongName,
    /// Its chain ends in a root that the client does not know.
    UnknownIssuer,
}

/// A root and the intermediate it signed.
pub struct Authority {
    root: CertificateDer<'static>,
    intermediate: CertificateDer<'static>,
    intermediate_params: CertificateParams,
    intermediate_key: SeededKey,
    now_unix_s: i64,
    seed: u64,
}

impl Authority {
    /// The authority of a world that starts at `now_unix_s`.
    pub fn new(seed: u64, name: &str, now_unix_s: i64) -> Self {
        let root_key = SeededKey::new(seed, &format!("{name} root"));
        let intermediate_key = SeededKey::new(seed, &format!("{name} intermediate"));
        let common_name = |kind| format!("{name} {kind}");
        let years = |start: i64, end: i64| {
            [now_unix_s + start * 365 * DAY_S, now_unix_s + end * 365 * DAY_S]
        };
        let root_params = authority_params(&common_name("Root CA"), years(-5, 15), &root_key);
        let root = root_params.self_signed(&root_key).expect("our own parameters are good");
        let intermediate_params =
            authority_params(&common_name("Intermediate CA"), years(-2, 5), &intermediate_key);
        let issuer = Issuer::from_params(&root_params, &root_key);
        let intermediate = intermediate_params.signed_by(&intermediate_key, &issuer);
        let intermediate = intermediate.expect("our own parameters are good");
        let (root, intermediate) = (der(&root), der(&intermediate));
        Self { root, intermediate, intermediate_params, intermediate_key, now_unix_s, seed }
    }

    /// What a client that trusts this authority knows.
    pub fn root(&self) -> &CertificateDer<'static> {
        &self.root
    }

    /// A leaf certificate for these hosts, one at least, with its chain and key; 90 days, a third
    /// of them over.
    pub fn leaf(&self, uri_hosts: &[&str], fault: Option<CertificateFault>) -> CertifiedKey {
        let key = SeededKey::new(self.seed, &format!("leaf {}", uri_hosts[0]));
        let named = match fault {
            Some(CertificateFault::WrongName) => &["other.example.net"],
            Some(CertificateFault::Expired | CertificateFault::UnknownIssuer) | None => uri_hosts,
        };
        let [start, end] = match fault {
            Some(CertificateFault::Expired) => [-91 * DAY_S, -DAY_S],
            Some(CertificateFault::WrongName | CertificateFault::UnknownIssuer) | None => {
                [-30 * DAY_S, 60 * DAY_S]
            }
        };
        let mut params = params(named[0], [self.now_unix_s + start, self.now_unix_s + end], &key);
        let alternative_name = |name: &&str| match name.parse::<IpAddr>() {
            Ok(address) => SanType::IpAddress(address),
            Err(_) => SanType::DnsName((*name).try_into().expect("URL hosts are ASCII")),
        };
        params.subject_alt_names = named.iter().map(alternative_name).collect();
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let issuer = Issuer::from_params(&self.intermediate_params, &self.intermediate_key);
        let leaf = params.signed_by(&key, &issuer).expect("our own parameters are good");
        let signing_key = rustls::crypto::ring::sign::any_eddsa_type(&key.pkcs8());
        let chain = vec![der(&leaf), self.intermediate.clone()];
        CertifiedKey::new(chain, signing_key.expect("an Ed25519 key"))
    }
}

fn der(certificate: &Certificate) -> CertificateDer<'static> {
    certificate.der().clone()
}

fn authority_params(common_name: &str, validity: [i64; 2], key: &SeededKey) -> CertificateParams {
    let mut params = params(common_name, validity, key);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

fn params(common_name: &str, [start, end]: [i64; 2], key: &SeededKey) -> CertificateParams {
    // Before 1970 there is no instant that whoever checks a certificate could tell (webpki counts
    // from there): one that would start earlier starts then.
    let instant = |unix_s: i64| {
        OffsetDateTime::from_unix_timestamp(unix_s.max(0)).expect("no world starts after 2499")
    };
    let mut params = CertificateParams::default();
    params.not_before = instant(start);
    params.not_after = instant(end);
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, common_name);
    let mut serial = key.serial.to_vec();
    // RFC 5280 §4.1.2.2: a positive integer.
    serial[0] = serial[0] & 0x7f | 0x40;
    params.serial_number = Some(SerialNumber::from(serial));
    params.key_identifier_method = KeyIdMethod::PreSpecified(key.serial.to_vec());
    params
}

/// An Ed25519 key from the seed.
struct SeededKey {
    seed: [u8; 32],
    pair: Ed25519KeyPair,
    /// Part of the key's digest: names key and certificate.
    serial: [u8; 20],
}

impl SeededKey {
    fn new(seed: u64, name: &str) -> Self {
        let mut random = Random::named(seed, &format!("key {name}"));
        let mut octets = [0; 32];
        for chunk in octets.chunks_mut(8) {
            chunk.copy_from_slice(&random.next_u64().to_le_bytes());
        }
        let pair = Ed25519KeyPair::from_seed_unchecked(&octets).expect("32 octets");
        let digest = ring::digest::digest(&ring::digest::SHA256, pair.public_key().as_ref());
        let serial = digest.as_ref()[..20].try_into().expect("SHA-256 has 32 octets");
        Self { seed: octets, pair, serial }
    }

    /// The key as PKCS #8 (RFC 8410 §7).
    fn pkcs8(&self) -> PrivatePkcs8KeyDer<'static> {
        const PREFIX: [u8; 16] =
            [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
        PrivatePkcs8KeyDer::from([&PREFIX[..], &self.seed[..]].concat())
    }
}

impl PublicKeyData for SeededKey {
    fn der_bytes(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ED25519
    }
}

impl SigningKey for SeededKey {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        Ok(self.pair.sign(message).as_ref().to_vec())
    }
}
