//! Why a browser does not ask, or does not show the answer.

use core::fmt;

/// Why a fetch ends in what Fetch calls a network error, though the network did its work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blocked {
    /// The mode is same-origin, and this is another origin (“Main fetch”).
    OtherOrigin,
    /// The mode is no-cors, and redirects are not to be followed (“Main fetch”).
    NoCorsNotFollowing,
    /// A redirect to another origin names user or password (“HTTP-redirect fetch”).
    UserInfoInLocation,
    /// The answer has no Access-Control-Allow-Origin (“CORS check”).
    NoAllowOrigin,
    /// It allows another origin, or several, which the field cannot say.
    OriginNotAllowed {
        /// Whose page asks, as the Origin field says it.
        origin: String,
        /// What the answer says.
        allowed: String,
    },
    /// It allows every origin by `*`, which does not count where credentials go along.
    WildcardWithCredentials,
    /// It does not say `Access-Control-Allow-Credentials: true`, though credentials go along.
    NoAllowCredentials {
        /// What it says instead.
        said: Option<String>,
    },
    /// The answer to the preflight is no success (“CORS-preflight fetch”).
    PreflightStatus {
        /// Its status code.
        status_code: u16,
    },
    /// A list of that answer is none.
    BadList {
        /// The name of the field.
        field: &'static str,
    },
    /// That answer does not allow the method.
    MethodNotAllowed {
        /// Which.
        method: String,
    },
    /// That answer does not allow a field of the request.
    FieldNotAllowed {
        /// Its name, in lower case.
        name: String,
    },
}

impl Blocked {
    /// Whether the preflight was answered in a way that forbids the request itself.
    pub fn is_of_preflight(&self) -> bool {
        matches!(
            self,
            Self::PreflightStatus { .. }
                | Self::BadList { .. }
                | Self::MethodNotAllowed { .. }
                | Self::FieldNotAllowed { .. }
        )
    }
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherOrigin => f.write_str("another origin, and the mode is same-origin"),
            Self::NoCorsNotFollowing => {
                f.write_str("another origin in mode no-cors, and redirects are not followed")
            }
            Self::UserInfoInLocation => f.write_str("Location names a user or a password"),
            Self::NoAllowOrigin => f.write_str("no Access-Control-Allow-Origin"),
            Self::OriginNotAllowed { origin, allowed } => {
                write!(f, "Access-Control-Allow-Origin says {allowed}, not {origin}")
            }
            Self::WildcardWithCredentials => {
                f.write_str("Access-Control-Allow-Origin says *, but credentials went along")
            }
            Self::NoAllowCredentials { said: None } => {
                f.write_str("no Access-Control-Allow-Credentials, but credentials went along")
            }
            Self::NoAllowCredentials { said: Some(said) } => {
                write!(f, "Access-Control-Allow-Credentials says {said}, not true")
            }
            Self::PreflightStatus { status_code } => {
                write!(f, "the preflight was answered with {status_code}")
            }
            Self::BadList { field } => write!(f, "{field} is no list of names"),
            Self::MethodNotAllowed { method } => {
                write!(f, "Access-Control-Allow-Methods does not have {method}")
            }
            Self::FieldNotAllowed { name } => {
                write!(f, "Access-Control-Allow-Headers does not have {name}")
            }
        }
    }
}
