//! Which part of the world each named fault changes.

use crate::roles::origin_server::ServerFault;
use crate::roles::recursive_resolver::ResolverFault;
use crate::tls::CertificateFault;
use trace::{Fault, World};

/// How many packets in a million are lost between the client and the others.
pub fn loss_ppm(world: &World) -> u32 {
    let named = world.faults.iter().filter_map(|fault| match fault {
        Fault::PacketLoss { ppm } => Some(*ppm),
        _ => None,
    });
    named.fold(world.loss_ppm, u32::max)
}

/// What the recursive resolver does wrong.
pub fn of_resolver(faults: &[Fault]) -> Option<ResolverFault> {
    faults.iter().find_map(|fault| match fault {
        Fault::NameNotFound => Some(ResolverFault::NameNotFound),
        Fault::DnsTimeout => Some(ResolverFault::Silent),
        _ => None,
    })
}

/// What the origin server does wrong.
pub fn of_server(faults: &[Fault]) -> Option<ServerFault> {
    faults.iter().find_map(|fault| match fault {
        Fault::ServerSilent => Some(ServerFault::Silent),
        Fault::ResetMidResponse => Some(ServerFault::ResetMidResponse),
        _ => None,
    })
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
