//! The faults of version 1, which were one list of all that was not usual: what went wrong, and
//! what has homes of its own now. Nothing is ever added here. Links and files of version 1 are read
//! with it, and the command still knows the names.

use super::network::LOSS;
use super::{Alpn, Fault, ParseFaultError, World};
use serde::{Deserialize, Serialize};

/// The share of lost packets where `packet-loss` stands without a value: a tenth.
const LOSS_PPM_DEFAULT: u32 = 100_000;

/// One thing that was not usual in a world. Links know each by its place here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FaultV1 {
    /// [`Fault::NameNotFound`].
    NameNotFound,
    /// [`Fault::DnsTimeout`].
    DnsTimeout,
    /// [`Fault::ConnectionRefused`].
    ConnectionRefused,
    /// [`Fault::ConnectTimeout`].
    ConnectTimeout,
    /// [`NetworkOptions::loss_ppm`](super::NetworkOptions::loss_ppm), if that is not more.
    PacketLoss {
        /// In a million.
        ppm: u32,
    },
    /// [`Fault::CertificateExpired`].
    CertificateExpired,
    /// [`Fault::CertificateWrongName`].
    CertificateWrongName,
    /// [`Fault::CertificateUnknownIssuer`].
    CertificateUnknownIssuer,
    /// [`Fault::ResetMidResponse`].
    ResetMidResponse,
    /// [`Fault::ServerSilent`].
    ServerSilent,
    /// [`ServerOptions::slow_reader`](super::ServerOptions::slow_reader).
    SlowReader,
    /// [`ClientOptions::half_close`](super::ClientOptions::half_close).
    HalfClose,
    /// [`ServerOptions::https_only`](super::ServerOptions::https_only).
    HttpsOnly,
    /// [`Alpn::Http10`].
    NoCommonProtocol,
    /// [`NetworkOptions::dual_stack`](super::NetworkOptions::dual_stack).
    DualStack,
    /// [`Fault::BrokenIpv6`].
    BrokenIpv6,
}

impl FaultV1 {
    /// All of them, each with its usual value.
    pub const ALL: [Self; 16] = [
        Self::NameNotFound,
        Self::DnsTimeout,
        Self::ConnectionRefused,
        Self::ConnectTimeout,
        Self::BrokenIpv6,
        Self::PacketLoss { ppm: LOSS_PPM_DEFAULT },
        Self::CertificateExpired,
        Self::CertificateWrongName,
        Self::CertificateUnknownIssuer,
        Self::NoCommonProtocol,
        Self::ResetMidResponse,
        Self::ServerSilent,
        Self::DualStack,
        Self::SlowReader,
        Self::HalfClose,
        Self::HttpsOnly,
    ];

    /// What it was called.
    pub fn name(self) -> &'static str {
        match self {
            Self::NameNotFound => "nxdomain",
            Self::DnsTimeout => "dns-timeout",
            Self::ConnectionRefused => "connection-refused",
            Self::ConnectTimeout => "connect-timeout",
            Self::PacketLoss { .. } => "packet-loss",
            Self::CertificateExpired => "certificate-expired",
            Self::CertificateWrongName => "certificate-wrong-name",
            Self::CertificateUnknownIssuer => "certificate-unknown-issuer",
            Self::NoCommonProtocol => "no-common-protocol",
            Self::DualStack => "dual-stack",
            Self::BrokenIpv6 => "broken-ipv6",
            Self::ResetMidResponse => "reset-mid-response",
            Self::ServerSilent => "server-silent",
            Self::SlowReader => "slow-reader",
            Self::HalfClose => "half-close",
            Self::HttpsOnly => "https-only",
        }
    }

    /// Whether client and origin server have IPv6 addresses with it.
    pub(super) fn brings_ipv6(self) -> bool {
        matches!(self, Self::DualStack | Self::BrokenIpv6)
    }

    /// Changes a world as the fault did.
    pub fn apply_to(self, world: &mut World) {
        let fault = match self {
            Self::NameNotFound => Fault::NameNotFound,
            Self::DnsTimeout => Fault::DnsTimeout,
            Self::ConnectionRefused => Fault::ConnectionRefused,
            Self::ConnectTimeout => Fault::ConnectTimeout,
            Self::BrokenIpv6 => Fault::BrokenIpv6,
            Self::CertificateExpired => Fault::CertificateExpired,
            Self::CertificateWrongName => Fault::CertificateWrongName,
            Self::CertificateUnknownIssuer => Fault::CertificateUnknownIssuer,
            Self::ResetMidResponse => Fault::ResetMidResponse,
            Self::ServerSilent => Fault::ServerSilent,
            Self::PacketLoss { ppm } => {
                world.network.loss_ppm = world.network.loss_ppm.max(ppm);
                return;
            }
            Self::NoCommonProtocol => {
                world.server.alpn = Alpn::Http10;
                return;
            }
            Self::DualStack => {
                world.network.dual_stack = true;
                return;
            }
            Self::SlowReader => {
                world.server.slow_reader = true;
                return;
            }
            Self::HalfClose => {
                world.client.half_close = true;
                return;
            }
            Self::HttpsOnly => {
                world.server.https_only = true;
                return;
            }
        };
        world.faults.push(fault);
    }

    /// Reads `NAME` or, for `packet-loss`, `NAME:VALUE`.
    ///
    /// # Errors
    /// What was found, and the names that there are.
    pub fn parse(text: &str) -> Result<Self, ParseFaultError> {
        let (name, value) = match text.split_once(':') {
            Some((name, value)) => (name, Some(value)),
            None => (text, None),
        };
        let fault = Self::ALL.into_iter().find(|fault| fault.name() == name);
        match (fault, value) {
            (None, _) => Err(ParseFaultError::Unknown {
                name: name.to_owned(),
                known: Self::ALL.iter().map(|fault| fault.name()).collect(),
            }),
            (Some(Self::PacketLoss { .. }), Some(value)) => {
                let bad = |_| ParseFaultError::BadValue { value: value.to_owned() };
                let ppm = super::json::number(value, "packet-loss", &LOSS).map_err(bad)?;
                Ok(Self::PacketLoss { ppm: ppm as u32 })
            }
            (Some(fault), None) => Ok(fault),
            (Some(fault), Some(_)) => Err(ParseFaultError::NoValue { name: fault.name() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_version_1_is_read_as_it_was() {
        for fault in FaultV1::ALL {
            assert_eq!(FaultV1::parse(fault.name()), Ok(fault));
        }
        let half = FaultV1::PacketLoss { ppm: 500_000 };
        assert_eq!(FaultV1::parse("packet-loss:0.5"), Ok(half));
        let told = |text| FaultV1::parse(text).unwrap_err().to_string();
        assert!(told("nx").starts_with("“nx” is not a fault; it may be nxdomain, dns-timeout,"));
        assert_eq!(
            told("packet-loss:2"),
            "the loss is “2”; it may be 0 to 1, e.g. packet-loss:0.1"
        );
        assert_eq!(told("nxdomain:3"), "nxdomain takes no value; write it alone");
    }

    #[test]
    fn each_of_them_changes_one_thing() {
        for fault in FaultV1::ALL {
            let mut world = World::default();
            fault.apply_to(&mut world);
            assert_ne!(world, World::default(), "{}", fault.name());
            assert!(world.faults.len() <= 1);
        }
        let mut lossy = World::default();
        FaultV1::PacketLoss { ppm: 3 }.apply_to(&mut lossy);
        FaultV1::PacketLoss { ppm: 2 }.apply_to(&mut lossy);
        assert_eq!(lossy.network.loss_ppm, 3, "the greater loss counts");
    }
}
