//! Whether another origin lets the page read its answer (Fetch, “CORS check”).

use super::blocked::Blocked;
use super::fetching::{Fetching, Tainting};
use super::modes::Credentials;
use trace::FieldLines;

impl Fetching {
    /// Judges an answer, also one that sends elsewhere, if it needs permission.
    ///
    /// # Errors
    /// Why the page does not get it.
    pub fn check(&self, answer: &FieldLines) -> Result<(), Blocked> {
        match self.tainting {
            Tainting::Basic | Tainting::Opaque => Ok(()),
            Tainting::Cors => self.cors_check(answer),
        }
    }

    /// Values are compared octet by octet; several lines are one value with commas.
    pub(super) fn cors_check(&self, answer: &FieldLines) -> Result<(), Blocked> {
        let with_credentials = self.modes.credentials == Credentials::Include;
        let allowed = answer.combined("access-control-allow-origin");
        let allowed = allowed.ok_or(Blocked::NoAllowOrigin)?;
        if allowed == "*" {
            return match with_credentials {
                true => Err(Blocked::WildcardWithCredentials),
                false => Ok(()),
            };
        }
        let origin = self.serialized_origin();
        if allowed != origin {
            return Err(Blocked::OriginNotAllowed { origin, allowed });
        }
        let said = answer.combined("access-control-allow-credentials");
        match with_credentials && said.as_deref() != Some("true") {
            true => Err(Blocked::NoAllowCredentials { said }),
            false => Ok(()),
        }
    }
}
