//! A crypto provider whose chance is seeded: ring's cipher suites and signatures, with random
//! octets and X25519 keys from the connection's own stream, so that the same scenario gives the
//! same handshake, octet for octet.

use super::ticket_age::Corrected;
use crate::random::Random;
use core::cell::RefCell;
use rustls::crypto::{
    ActiveKeyExchange, CryptoProvider, GetRandomFailed, SecureRandom, SharedSecret,
    SupportedKxGroup, ring,
};
use rustls::{
    CipherSuiteCommon, Error, NamedGroup, PeerMisbehaved, SupportedCipherSuite, Tls13CipherSuite,
};
use std::sync::{Arc, LazyLock};
use x25519_dalek::{PublicKey, StaticSecret};

thread_local! {
    /// The stream of the connection that is being served now.
    static CURRENT: RefCell<Option<Random>> = const { RefCell::new(None) };
}

/// Runs `act` with `random` as the source of all chance in rustls.
pub fn with_random<T>(random: &mut Random, act: impl FnOnce() -> T) -> T {
    CURRENT.set(Some(random.clone()));
    let output = act();
    *random = CURRENT.take().expect("nothing takes the stream but this function");
    output
}

fn fill(octets: &mut [u8]) {
    CURRENT.with_borrow_mut(|current| {
        let random = current.as_mut().expect("rustls is only called inside with_random");
        for chunk in octets.chunks_mut(8) {
            chunk.copy_from_slice(&random.next_u64().to_le_bytes()[..chunk.len()]);
        }
    });
}

/// ring's cipher suites of TLS 1.3, over hashes that know how old tickets are.
static SUITES: LazyLock<[Tls13CipherSuite; 3]> = LazyLock::new(|| {
    let suites = [
        &ring::cipher_suite::TLS13_AES_128_GCM_SHA256,
        &ring::cipher_suite::TLS13_AES_256_GCM_SHA384,
        &ring::cipher_suite::TLS13_CHACHA20_POLY1305_SHA256,
    ];
    suites.map(|suite| {
        let suite = suite.tls13().expect("a suite of TLS 1.3");
        let CipherSuiteCommon { suite: name, hash_provider, confidentiality_limit } = suite.common;
        let hash_provider = Box::leak(Box::new(Corrected(hash_provider)));
        Tls13CipherSuite {
            common: CipherSuiteCommon { suite: name, hash_provider, confidentiality_limit },
            hkdf_provider: suite.hkdf_provider,
            aead_alg: suite.aead_alg,
            quic: None,
        }
    })
});

/// The provider. TLS 1.3 only.
pub fn provider() -> Arc<CryptoProvider> {
    Arc::new(CryptoProvider {
        cipher_suites: SUITES.iter().map(SupportedCipherSuite::Tls13).collect(),
        kx_groups: vec![&SeededX25519],
        secure_random: &SeededRandom,
        ..ring::default_provider()
    })
}

#[derive(Debug)]
struct SeededRandom;

impl SecureRandom for SeededRandom {
    fn fill(&self, octets: &mut [u8]) -> Result<(), GetRandomFailed> {
        fill(octets);
        Ok(())
    }
}

/// X25519 (RFC 7748) with a seeded private key.
#[derive(Debug)]
struct SeededX25519;

impl SupportedKxGroup for SeededX25519 {
    fn start(&self) -> Result<Box<dyn ActiveKeyExchange>, Error> {
        let mut octets = [0; 32];
        fill(&mut octets);
        let private = StaticSecret::from(octets);
        let public = PublicKey::from(&private);
        Ok(Box::new(Exchange { private, public }))
    }

    fn name(&self) -> NamedGroup {
        NamedGroup::X25519
    }
}

struct Exchange {
    private: StaticSecret,
    public: PublicKey,
}

impl ActiveKeyExchange for Exchange {
    fn complete(self: Box<Self>, peer: &[u8]) -> Result<SharedSecret, Error> {
        let peer = <[u8; 32]>::try_from(peer).map_err(|_| PeerMisbehaved::InvalidKeyShare)?;
        let shared = self.private.diffie_hellman(&PublicKey::from(peer));
        // RFC 8446 §7.4.2: an all-zero secret ends the handshake.
        match shared.was_contributory() {
            true => Ok(SharedSecret::from(shared.as_bytes().as_slice())),
            false => Err(PeerMisbehaved::InvalidKeyShare.into()),
        }
    }

    fn pub_key(&self) -> &[u8] {
        self.public.as_bytes()
    }

    fn group(&self) -> NamedGroup {
        NamedGroup::X25519
    }
}
