//! What goes wrong in a world, by name: `nxdomain`, `server-silent`.

use core::fmt;
use serde::{Deserialize, Serialize};

/// One thing that goes wrong.
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
    /// Client and origin server have IPv6 addresses, and no IPv6 packet gets through to the origin
    /// server.
    BrokenIpv6,
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
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::NameNotFound,
        Self::DnsTimeout,
        Self::ConnectionRefused,
        Self::ConnectTimeout,
        Self::BrokenIpv6,
        Self::CertificateExpired,
        Self::CertificateWrongName,
        Self::CertificateUnknownIssuer,
        Self::ResetMidResponse,
        Self::ServerSilent,
    ];

    /// Its name in scenarios, in links, in the composer and on the command line: for good.
    pub fn name(self) -> &'static str {
        self.described().0
    }

    /// What happens, as it stands in the prose: small letters, no full stop.
    pub fn about(self) -> &'static str {
        self.described().1
    }

    fn described(self) -> (&'static str, &'static str) {
        match self {
            Self::NameNotFound => ("nxdomain", "the resolver says that no name exists"),
            Self::DnsTimeout => ("dns-timeout", "the resolver does not answer"),
            Self::ConnectionRefused => ("connection-refused", "nothing listens at the web server"),
            Self::ConnectTimeout => ("connect-timeout", "nothing gets through to the web server"),
            Self::BrokenIpv6 => (
                "broken-ipv6",
                "client and web server have IPv6 addresses, too, and no IPv6 packet gets through to the web server: the client tries IPv4 after 250 ms (Happy Eyeballs, RFC 8305); mtu is 1280 at least then",
            ),
            Self::CertificateExpired => {
                ("certificate-expired", "the web server's certificate ended yesterday")
            }
            Self::CertificateWrongName => {
                ("certificate-wrong-name", "its certificate names another host")
            }
            Self::CertificateUnknownIssuer => (
                "certificate-unknown-issuer",
                "its certificate comes from an authority that the client does not trust",
            ),
            Self::ResetMidResponse => (
                "reset-mid-response",
                "the web server resets the connection in the middle of its response",
            ),
            Self::ServerSilent => {
                ("server-silent", "the web server takes the request and never answers")
            }
        }
    }

    /// The fault with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.name() == name)
    }

    /// Reads a name.
    ///
    /// # Errors
    /// What was found, and the names that there are.
    pub fn parse(name: &str) -> Result<Self, ParseFaultError> {
        Self::from_name(name).ok_or_else(|| ParseFaultError::Unknown {
            name: name.to_owned(),
            known: Self::ALL.iter().map(|fault| fault.name()).collect(),
        })
    }
}

impl fmt::Display for Fault {
    /// As [`Fault::parse`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why a text names no fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParseFaultError {
    /// There is no fault of this name.
    Unknown {
        /// What was found.
        name: String,
        /// What it may be.
        known: Vec<&'static str>,
    },
    /// `packet-loss` with something that is no share, in version 1.
    BadValue {
        /// What was found.
        value: String,
    },
    /// A value where none belongs, in version 1.
    NoValue {
        /// The fault.
        name: &'static str,
    },
}

impl fmt::Display for ParseFaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { name, known } => {
                write!(f, "“{name}” is not a fault; it may be {}", known.join(", "))
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
        }
    }

    #[test]
    fn a_slip_in_a_fault_is_told() {
        let told = |text| Fault::parse(text).unwrap_err().to_string();
        assert!(told("nx").starts_with("“nx” is not a fault; it may be nxdomain, dns-timeout,"));
    }
}
