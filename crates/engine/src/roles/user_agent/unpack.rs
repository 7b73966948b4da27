//! Content codings: taken off before the client's code gets a response (RFC 9110 §8.4).

use super::UserAgent;
use super::decisions::Decisions;
use crate::roles::http_client::Response;
use policies::coding::{codings, unpacked};
use trace::{ExchangeId, Failure, StageKind, StageOutcome};

impl UserAgent {
    /// Takes the codings off a response, where its client does that. Tells whether there were any.
    ///
    /// # Errors
    /// It is not packed as it says.
    pub(super) fn unpack(
        &self,
        decisions: Decisions<'_>,
        id: Option<ExchangeId>,
        response: &mut Response,
    ) -> Result<bool, Failure> {
        let codings = codings(&response.field_lines).filter(|_| self.profile.unpacks);
        let Some(codings) = codings.filter(|_| !response.content.is_empty()) else {
            return Ok(false);
        };
        let unpacked = unpacked(&codings, &response.content);
        let (detail, outcome) = match &unpacked {
            Ok(content) => {
                let [before, after] = [response.content.len(), content.len()];
                (format!("{before} to {after} octets"), StageOutcome::Done)
            }
            Err(error) => (String::new(), StageOutcome::Refused(error.to_string())),
        };
        let stage = decisions.begin_of(id, StageKind::Unpack);
        let now = self.simulation.now();
        self.simulation.record(|record| record.stage_ended(stage, now, detail, outcome));
        match unpacked {
            Ok(content) => response.content = content,
            Err(error) => return Err(Failure::ContentMalformed { reason: error.to_string() }),
        }
        Ok(true)
    }
}
