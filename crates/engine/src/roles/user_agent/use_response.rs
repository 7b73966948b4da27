//! What the client's code does with a response.

use super::UserAgent;
use super::decisions::Decisions;
use crate::roles::http_client::Response;
use trace::{ExchangeId, StageKind, StageOutcome};

impl UserAgent {
    /// Parses the content and shows it, or shows the error.
    pub(super) async fn use_response(
        &self,
        decisions: Decisions<'_>,
        id: Option<ExchangeId>,
        response: &Response,
    ) {
        let stage = decisions.begin_of(id, StageKind::UseResponse);
        let media_type = response.field_lines.value("content-type").unwrap_or_default();
        let outcome = used(response);
        self.simulation.sleep(self.profile.use_work).await;
        let now = self.simulation.now();
        self.simulation
            .record(|record| record.stage_ended(stage, now, media_type.to_owned(), outcome));
    }
}

fn used(response: &Response) -> StageOutcome {
    let Response { status_code, reason_phrase, field_lines, content } = response;
    if *status_code >= 400 {
        return StageOutcome::Refused(format!("{status_code} {reason_phrase}"));
    }
    // A byte order mark in front is passed over (RFC 8259 §8.1), as by `fetch` and `requests`.
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    let is_json = field_lines.media_type().is_some_and(|kind| kind.is_json());
    if is_json
        && !content.is_empty()
        && let Err(error) = serde_json::from_slice::<serde_json::Value>(content)
    {
        return StageOutcome::Refused(format!("the content is not JSON: {error}"));
    }
    StageOutcome::Done
}

#[cfg(test)]
mod tests {
    use super::*;
    use trace::FieldLine;

    #[test]
    fn what_says_that_it_is_json_has_to_be_json_whatever_else_its_type_says() {
        let check = |media_type: &str, content: &str, is_used: bool| {
            let (name, value) = ("Content-type".to_owned(), media_type.to_owned());
            let response = Response {
                status_code: 200,
                reason_phrase: "OK".to_owned(),
                field_lines: vec![FieldLine { name, value }].into(),
                content: content.as_bytes().to_vec(),
            };
            assert_eq!(used(&response) == StageOutcome::Done, is_used, "{media_type}: {content}");
        };
        for media_type in
            ["application/json", "application/json; charset=utf-8", "Application/Problem+JSON"]
        {
            check(media_type, "{}", true);
            check(media_type, "", true);
            check(media_type, "{", false);
        }
        check("text/plain; charset=utf-8", "{", true);
        check("", "{", true);
    }
}
