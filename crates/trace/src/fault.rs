//! What a scenario lets happen that is not usual, by name: `nxdomain`, `packet-loss:0.1`. Most of
//! it breaks something; some of it only shows what is rare.

use crate::bounds::LOSS;
use core::fmt;

use serde::{Deserialize, Serialize};

/// The share of lost packets where `packet-loss` stands without a value: a tenth.
const LOSS_PPM_DEFAULT: u32 = 100_000;

/// One thing that is not usual in a world. Links know each by its place here: a new one goes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Fault {
    /// The resolver says that no name exists.
    NameNotFound,
    /// The resolver does not answer.
    DnsTimeout,
    /// Nothing listens at the origin server.
    ConnectionRefused,
    /// Nothing gets through to the origin server.
    ConnectTimeout,
    /// So many packets in a million are lost.
    PacketLoss {
        /// In a million.
        ppm: u32,
    },
    /// The certificate ended yesterday.
    CertificateExpired,
    /// The certificate names another host.
    CertificateWrongName,
    /// The certificate comes from an authority that the client does not trust.
    CertificateUnknownIssuer,
    /// The origin server resets the connection in the middle of its response.
    ResetMidResponse,
    /// The origin server takes the request and never answers.
    ServerSilent,
    /// The origin server has little room for what arrives, and rests after each time it has read.
    SlowReader,
    /// The client says that it sends nothing more as soon as it has sent its request.
    HalfClose,
    /// The origin server sends whoever comes with `http` to `https`, and asks browsers to remember.
    HttpsOnly,
    /// The origin server speaks inside of TLS only what the client does not.
    NoCommonProtocol,
    /// Client and origin server have IPv6 addresses, too.
    DualStack,
    /// As [`Fault::DualStack`], and no IPv6 packet gets through to the origin server.
    BrokenIpv6,
}

impl Fault {
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

    /// Its name in scenarios, in the composer and on the command line.
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
    pub fn brings_ipv6(&self) -> bool {
        matches!(self, Self::DualStack | Self::BrokenIpv6)
    }

    /// Reads `NAME` or, where a fault has one, `NAME:VALUE`.
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
            (None, _) => Err(ParseFaultError::Unknown { name: name.to_owned() }),
            (Some(Self::PacketLoss { .. }), Some(value)) => {
                let bad = || ParseFaultError::BadValue { value: value.to_owned() };
                let ppm = crate::loss_ppm_from_share(value, "packet-loss").map_err(|_| bad())?;
                Ok(Self::PacketLoss { ppm })
            }
            (Some(fault), None) => Ok(fault),
            (Some(fault), Some(_)) => Err(ParseFaultError::NoValue { name: fault.name() }),
        }
    }
}

impl fmt::Display for Fault {
    /// As [`Fault::parse`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PacketLoss { ppm } => {
                write!(f, "{}:{}", self.name(), LOSS.shown(u64::from(*ppm)))
            }
            fault => f.write_str(fault.name()),
        }
    }
}

/// Why a text names no fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParseFaultError {
    /// There is no fault of this name.
    Unknown {
        /// What was found.
        name: String,
    },
    /// `packet-loss` with something that is no share.
    BadValue {
        /// What was found.
        value: String,
    },
    /// A value where none belongs.
    NoValue {
        /// The fault.
        name: &'static str,
    },
}

impl fmt::Display for ParseFaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { name } => {
                let names: Vec<&str> = Fault::ALL.iter().map(|fault| fault.name()).collect();
                write!(f, "“{name}” is not a fault; it may be {}", names.join(", "))
            }
            Self::BadValue { value } => {
                write!(f, "the loss is “{value}”; it may be 0 to 1, e.g. packet-loss:0.1")
            }
            Self::NoValue { name } => write!(f, "{name} takes no value; write it alone"),
        }
    }
}

impl std::error::Error for ParseFaultError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_read_as_it_is_written() {
        for fault in Fault::ALL {
            assert_eq!(Fault::parse(&fault.to_string()), Ok(fault));
            assert_eq!(Fault::parse(fault.name()), Ok(fault));
        }
        assert_eq!(Fault::parse("packet-loss:0.25"), Ok(Fault::PacketLoss { ppm: 250_000 }));
    }

    #[test]
    fn a_slip_in_a_fault_is_told() {
        let told = |text| Fault::parse(text).unwrap_err().to_string();
        assert!(told("nx").starts_with("“nx” is not a fault; it may be nxdomain, dns-timeout,"));
        assert_eq!(
            told("packet-loss:2"),
            "the loss is “2”; it may be 0 to 1, e.g. packet-loss:0.1"
        );
        assert_eq!(told("nxdomain:3"), "nxdomain takes no value; write it alone");
    }
}
