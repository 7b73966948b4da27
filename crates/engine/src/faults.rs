//! Which part of the world each named fault changes.

use crate::roles::client_profile::{AfterSending, ClientProfile};
use crate::roles::dns::recursive_resolver::ResolverFault;
use crate::roles::http_server::{Answering, TransportOptions};
use crate::roles::origin::HttpsPolicy;
use crate::simulation::{Blocks, Reading};
use crate::tls::{AUTHORITY, CertificateFault};
use core::time::Duration;
use trace::{Fault, World};

/// A slow reader's room for what has arrived, in octets: chosen.
const SLOW_READER_BUFFER_LEN: usize = 8 * 1024;
/// How long it rests each time it has read: chosen, and longer than the second after which a
/// sender probes a closed window for the first time.
const SLOW_READER_REST: Duration = Duration::from_millis(1500);

/// How many packets in a million are lost between the client and the others.
pub fn loss_ppm(world: &World) -> u32 {
    let named = world.faults.iter().filter_map(|fault| match fault {
        Fault::PacketLoss { ppm } => Some(*ppm),
        _ => None,
    });
    named.fold(world.loss_ppm, u32::max)
}

/// What does not get through from the client to the origin server.
pub fn blocks(faults: &[Fault]) -> Blocks {
    if faults.contains(&Fault::ConnectTimeout) {
        Blocks::Everything
    } else if faults.contains(&Fault::BrokenIpv6) {
        Blocks::Ipv6
    } else {
        Blocks::Nothing
    }
}

/// What the recursive resolver does wrong.
pub fn of_resolver(faults: &[Fault]) -> Option<ResolverFault> {
    faults.iter().find_map(|fault| match fault {
        Fault::NameNotFound => Some(ResolverFault::NameNotFound),
        Fault::DnsTimeout => Some(ResolverFault::Silent),
        _ => None,
    })
}

/// How the origin server treats its connections.
pub fn transport_of_server(faults: &[Fault]) -> TransportOptions {
    let answering = faults.iter().find_map(|fault| match fault {
        Fault::ServerSilent => Some(Answering::Never),
        Fault::ResetMidResponse => Some(Answering::BrokenOff),
        _ => None,
    });
    let reading = match faults.contains(&Fault::SlowReader) {
        true => Reading::Slow { buffer_len: SLOW_READER_BUFFER_LEN, rest: SLOW_READER_REST },
        false => Reading::AtOnce,
    };
    TransportOptions { reading, answering: answering.unwrap_or(Answering::Whole) }
}

/// What the origin server says to clients that come without encryption.
pub fn https_policy(faults: &[Fault]) -> HttpsPolicy {
    match faults.contains(&Fault::HttpsOnly) {
        true => HttpsPolicy::AskToRemember,
        false => HttpsPolicy::Indifferent,
    }
}

/// What the client does: as its kind does, but for what is said otherwise.
pub fn client_profile(world: &World) -> ClientProfile {
    let profile = ClientProfile::of(world.client);
    match world.faults.contains(&Fault::HalfClose) {
        true => ClientProfile { after_sending: AfterSending::HalfClose, ..profile },
        false => profile,
    }
}

/// What the origin server speaks inside of TLS (RFC 7301 §6).
pub fn protocols_of_server(faults: &[Fault]) -> &'static [&'static str] {
    match faults.contains(&Fault::NoCommonProtocol) {
        true => &["http/1.0"],
        false => &["h2", "http/1.1"],
    }
}

/// The authority whose certificates the client trusts: not the one that issues the server's, where
/// nobody knows that.
pub fn trusted_authority(faults: &[Fault]) -> &'static str {
    match of_certificate(faults) {
        Some(CertificateFault::UnknownIssuer) => "Another Test",
        Some(CertificateFault::Expired | CertificateFault::WrongName) | None => AUTHORITY,
    }
}

/// What is wrong with its certificate.
pub fn of_certificate(faults: &[Fault]) -> Option<CertificateFault> {
    faults.iter().find_map(|fault| match fault {
        Fault::CertificateExpired => Some(CertificateFault::Expired),
        Fault::CertificateWrongName => Some(CertificateFault::WrongName),
        Fault::CertificateUnknownIssuer => Some(CertificateFault::UnknownIssuer),
        _ => None,
    })
}
