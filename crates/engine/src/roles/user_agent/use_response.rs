//! What the client's code does with a response.

use super::UserAgent;
use crate::roles::http_client::Response;
use trace::{ExchangeId, StageKind, StageOutcome};

impl UserAgent {
    /// Parses the content and shows it, or shows the error.
    pub(super) async fn use_response(&self, id: ExchangeId, response: &Response) {
        let now = self.simulation.now();
        let stage = self.simulation.record(|record| {
            let stage = record.stage_started(now, self.host, StageKind::UseResponse);
            record.stage_belongs_to(stage, id);
            stage
        });
        let (media_type, outcome) = (response.field_value("content-type"), used(response));
        self.simulation.sleep(self.profile.use_work).await;
        let now = self.simulation.now();
        self.simulation
            .record(|record| record.stage_ended(stage, now, media_type.to_owned(), outcome));
    }
}

fn used(response: &Response) -> StageOutcome {
    let Response { status_code, reason_phrase, content, .. } = response;
    if *status_code >= 400 {
        return StageOutcome::Refused(format!("{status_code} {reason_phrase}"));
    }
    let media_type = response.field_value("content-type");
    let is_json = media_type == "application/json" || media_type.ends_with("+json");
    if is_json
        && !content.is_empty()
        && let Err(error) = serde_json::from_slice::<serde_json::Value>(content)
    {
        return StageOutcome::Refused(format!("the content is not JSON: {error}"));
    }
    StageOutcome::Done
}
