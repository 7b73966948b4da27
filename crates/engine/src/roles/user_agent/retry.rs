//! Whether and when a request is tried again: as `urllib3.util.Retry`, which `requests` uses, and
//! `curl --retry` have it.

use super::UnderWay;
use super::decisions::Decisions;
use crate::roles::client_profile::{ClientProfile, Retrying};
use crate::roles::http_client::Response;
use core::cell::Cell;
use core::time::Duration;
use policies::retry::{RetryAfter, delay, is_transient};
use trace::{
    Failure, Instant, Request, RetryMethods, RetryOn, StageId, StageKind, StageOutcome,
    is_idempotent,
};

/// What came before.
#[derive(Clone, Copy)]
pub struct Before {
    /// How often it was tried again.
    pub count: u8,
    /// When it was tried first.
    pub started_at: Instant,
}

/// Waits where the request is to be tried again. `false` where what came of it stays.
pub async fn is_next(
    decisions: Decisions<'_>,
    profile: &ClientProfile,
    request: &Request,
    came: Result<&Response, &Failure>,
    before: Before,
    under_way: &Cell<Option<UnderWay>>,
) -> bool {
    let n_before = before.count;
    if n_before >= request.fetch.retries || !may_pass(profile, request.fetch.retry_on, came) {
        return false;
    }
    if !is_repeatable(profile, request) {
        decisions.note(StageKind::DoNotRepeat, &request.method);
        return false;
    }
    let after = came.ok().and_then(|response| response.field_lines.value("retry-after"));
    let after = after.and_then(|value| RetryAfter::parse(value, decisions.utc()));
    let wait = wait(profile, request, n_before, after);
    let is_too_late = |most| {
        let gone = decisions.now() - before.started_at;
        // A time that the server says counts as well.
        gone >= most || after.is_some() && gone + wait > most
    };
    if request.fetch.retry_max_time.is_some_and(is_too_late) {
        return false;
    }
    let stage = decisions.begin(StageKind::WaitBeforeRetry);
    under_way.set(Some(UnderWay::Wait(stage)));
    decisions.simulation.sleep(wait).await;
    under_way.set(None);
    let why = if after.is_some() { "Retry-After" } else { "" };
    decisions.end(stage, why);
    true
}

/// The time of the fetch is over before a wait is.
pub fn cut_off(decisions: Decisions<'_>, stage: StageId) {
    let (now, why) = (decisions.now(), "all of it has taken too long".to_owned());
    let refused = StageOutcome::Refused(why);
    decisions.simulation.record(|record| record.stage_ended(stage, now, String::new(), refused));
}

/// How long a client waits before it first tries again, where nothing is said: as curl does.
const FIRST_DELAY: Duration = Duration::from_secs(1);

fn wait(
    profile: &ClientProfile,
    request: &Request,
    n_before: u8,
    after: Option<RetryAfter>,
) -> Duration {
    match (profile.retrying, request.fetch.retry_delay) {
        (Retrying::AsCurl, Some(same)) => after.map_or(same, |RetryAfter(span)| span.max(same)),
        (_, first) => delay(first.unwrap_or(FIRST_DELAY), n_before, after),
    }
}

/// Whether what came may be otherwise next time.
fn may_pass(profile: &ClientProfile, retry_on: RetryOn, came: Result<&Response, &Failure>) -> bool {
    let failure = match came {
        Ok(response) => return is_transient(response.status_code),
        Err(failure) => failure,
    };
    let is_curl = profile.retrying == Retrying::AsCurl;
    match failure {
        Failure::ResolverFailed { .. }
        | Failure::ResolveTimedOut
        | Failure::ConnectTimedOut
        | Failure::ResponseTimedOut => true,
        Failure::NameNotFound { .. } | Failure::NoAddress { .. } if is_curl => true,
        Failure::ConnectionRefused { .. } if retry_on == RetryOn::Refused => true,
        Failure::NoRoute { .. }
        | Failure::ConnectionRefused { .. }
        | Failure::ConnectionReset
        | Failure::StreamReset { .. }
        | Failure::ResponseCut => !is_curl || retry_on == RetryOn::Any,
        // What a browser forbids is forbidden next time, too; all else is the same.
        Failure::RequestNotAllowed { .. } | Failure::AnswerWithheld { .. } => false,
        _ => retry_on == RetryOn::Any,
    }
}

fn is_repeatable(profile: &ClientProfile, request: &Request) -> bool {
    match (request.fetch.retry_methods, profile.retrying) {
        (RetryMethods::All, _) | (RetryMethods::AsClient, Retrying::AsCurl) => true,
        (RetryMethods::AsClient | RetryMethods::Idempotent, _) => is_idempotent(&request.method),
    }
}
