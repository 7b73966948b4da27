//! Why a cookie is not taken in (6265bis §5.6, §5.7).

use core::fmt;

/// Why a user agent ignores a Set-Cookie line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A control character other than a tab stands in it (§5.6, step 1; §5.7, step 3).
    ControlCharacter,
    /// Neither name nor value (§5.7, step 2).
    Empty,
    /// Name and value are longer than 4096 octets (§5.6, step 5).
    TooLong {
        /// How long they are together.
        octets: usize,
    },
    /// Domain holds a character beyond ASCII (§5.7, step 8).
    DomainNotAscii,
    /// Domain is one below which anyone may have a name (step 9).
    PublicSuffix {
        /// What Domain says.
        domain: String,
    },
    /// Domain is neither the host's own nor above it (step 10).
    OtherDomain {
        /// What Domain says.
        domain: String,
    },
    /// Secure, from a connection that is not (step 13).
    SecureInClear,
    /// HttpOnly, by a script (step 15), or over one that is kept from scripts (step 23).
    HttpOnlyByScript,
    /// It would stand in front of a Secure cookie of that name, and comes in clear (step 16).
    ShadowsSecure,
    /// SameSite is not None, and the request came from another site (step 18).
    CrossSite,
    /// SameSite=None without Secure (step 19).
    NoneWithoutSecure,
    /// The name begins as only some cookies may (steps 20 and 21).
    PrefixNotKept {
        /// Which.
        prefix: Prefix,
    },
    /// A value without a name that begins as such a name (step 22).
    NamelessPrefix {
        /// Which.
        prefix: Prefix,
    },
}

/// Beginnings of names that promise something (§5.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prefix {
    /// `__Host-Http-`: both of the following.
    HostHttp,
    /// `__Host-`: Secure, Path=/ and no Domain.
    Host,
    /// `__Http-`: Secure and HttpOnly, so set by no script.
    Http,
    /// `__Secure-`: Secure.
    Secure,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ControlCharacter => f.write_str("a control character stands in it"),
            Self::Empty => f.write_str("it has neither name nor value"),
            Self::TooLong { octets } => {
                write!(f, "name and value have {octets} octets, more than 4096")
            }
            Self::DomainNotAscii => f.write_str("its Domain holds a letter beyond ASCII"),
            Self::PublicSuffix { domain } => write!(f, "anyone may have a name below {domain}"),
            Self::OtherDomain { domain } => write!(f, "the host does not belong to {domain}"),
            Self::SecureInClear => f.write_str("it is Secure, and came in clear"),
            Self::HttpOnlyByScript => f.write_str("it is HttpOnly, and a script sets it"),
            Self::ShadowsSecure => {
                f.write_str("it came in clear, and a Secure cookie has its name")
            }
            Self::CrossSite => f.write_str("another site asked, and it is not SameSite=None"),
            Self::NoneWithoutSecure => f.write_str("SameSite=None needs Secure"),
            Self::PrefixNotKept { prefix } => {
                write!(f, "a name with {} needs {}", prefix.text(), prefix.needs())
            }
            Self::NamelessPrefix { prefix } => {
                write!(f, "without a name, it looks as if its name began with {}", prefix.text())
            }
        }
    }
}
