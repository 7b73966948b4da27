//! Where in its call a step is.

use super::CallStage;
use crate::explain::outcome::{Use, use_of_response};
use crate::{Act, Sequence, Step, StepKind};
use trace::{
    Cause, ExchangeId, Failure, FetchId, Instant, Phase, Role, Stage, StageKind, StageOutcome,
    Trace,
};

/// Where in a call a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub fetch: FetchId,
    pub exchange: Option<ExchangeId>,
    pub stage: CallStage,
    /// Whether the call goes wrong here.
    pub is_failed: bool,
    /// Whether it is about to be tried again.
    pub goes_on: bool,
}

/// Where in its call a step is; `None` where it is part of none, or comes when its call is over.
pub fn place_of(sequence: &Sequence, step: usize) -> Option<Place> {
    let (trace, step) = (&*sequence.trace, &sequence.steps[step]);
    let fetch = step.fetch.or_else(|| Some(trace.exchange(step.exchange?).fetch))?;
    let (stage, is_failed) = stage_of(trace, step)?;
    let goes_on = stage == CallStage::Retry && !is_failed;
    Some(Place { fetch, exchange: step.exchange, stage, is_failed, goes_on })
}

/// The stage, and whether it goes wrong there.
fn stage_of(trace: &Trace, step: &Step) -> Option<(CallStage, bool)> {
    match &step.kind {
        StepKind::Failure(failure) => Some((of_failure(trace, step, failure), true)),
        StepKind::Further(id) => Some((of_cause(trace.exchange(*id).cause), false)),
        StepKind::Note(stages) => {
            let client = trace.host_with_role(Role::UserAgent).map(|host| host.id);
            let own = stages.iter().map(|id| trace.stage(*id));
            let own: Vec<&Stage> = own.filter(|stage| Some(stage.host) == client).collect();
            // Of several things at once the last one; but that it is tried again is what counts.
            let decides = |stage: &&&Stage| {
                matches!(stage.kind, StageKind::WaitBeforeRetry | StageKind::DoNotRepeat)
            };
            match own.iter().find(decides).or(own.last()) {
                Some(stage) => Some(of_work(trace, stage)),
                None => of_act(step.act).map(|stage| (stage, false)),
            }
        }
        StepKind::Message(_) | StepKind::Packet(..) | StepKind::Limit(_) => {
            of_act(step.act).map(|stage| (stage, false))
        }
    }
}

fn of_act(act: Act) -> Option<CallStage> {
    Some(match act {
        Act::Outside | Act::Close => return None,
        Act::Cause(cause) => of_cause(cause),
        Act::Phase(Phase::Resolve | Phase::Connect | Phase::Secure) => CallStage::Connect,
        Act::Phase(Phase::Request) => CallStage::Send,
        Act::Phase(Phase::Work) => CallStage::Wait,
        Act::Phase(Phase::Respond) => CallStage::Read,
        Act::Phase(Phase::Handle) => CallStage::Use,
    })
}

fn of_cause(cause: Cause) -> CallStage {
    match cause {
        Cause::Initial | Cause::Preflight | Cause::Revalidation => CallStage::Build,
        // The library follows by itself, once it has seen the status code.
        Cause::Redirect | Cause::WithCredentials => CallStage::Check,
        Cause::Retry => CallStage::Retry,
    }
}

/// What a client does of itself.
fn of_work(trace: &Trace, stage: &Stage) -> (CallStage, bool) {
    use StageKind as Kind;
    let is_refused = stage.outcome != StageOutcome::Done;
    match stage.kind {
        Kind::UpgradeToHttps
        | Kind::LeaveOutUserInfo
        | Kind::LeaveOutCredentials
        | Kind::LeaveOutFields
        | Kind::SendCookies
        | Kind::HoldBackCookies
        | Kind::AllowedBefore
        | Kind::RecordedFromCache
        | Kind::LookInCache => (CallStage::Build, is_refused),
        Kind::AnswerCached
        | Kind::RecordedLookUp
        | Kind::RecordedConnect
        | Kind::RecordedSecure => (CallStage::Connect, is_refused),
        Kind::Unpack => (CallStage::Read, is_refused),
        // A cookie that is refused, or an answer that is not kept, lets the call go on.
        Kind::KeepCookie
        | Kind::DeleteCookie
        | Kind::RefuseCookie
        | Kind::StoreResponse
        | Kind::DropStored
        | Kind::HideFromPage => (CallStage::Parse, false),
        Kind::CheckMaySend | Kind::CheckMayRead => (CallStage::Check, is_refused),
        Kind::WaitBeforeRetry => (CallStage::Retry, false),
        Kind::DoNotRepeat => (CallStage::Retry, true),
        Kind::UseResponse => of_use(use_of_response(trace, stage)),
        // What servers do.
        Kind::Parse
        | Kind::Route
        | Kind::Authenticate
        | Kind::Authorize
        | Kind::Validate
        | Kind::CheckRules
        | Kind::LimitRate
        | Kind::Negotiate
        | Kind::Handle
        | Kind::Serialize => (CallStage::Wait, false),
    }
}

fn of_use(what: Use) -> (CallStage, bool) {
    match what {
        Use::Error => (CallStage::Check, true),
        Use::Redirect => (CallStage::Check, false),
        Use::Broken => (CallStage::Use, true),
        Use::Json(_) | Use::Text | Use::Fields | Use::Nothing | Use::Stored => {
            (CallStage::Use, false)
        }
    }
}

/// Where a failure meets the call.
fn of_failure(trace: &Trace, step: &Step, failure: &Failure) -> CallStage {
    match failure {
        Failure::RequestImpossible { .. }
        | Failure::RequestNotAllowed { .. }
        | Failure::NotInCache => CallStage::Build,
        Failure::NameNotFound { .. }
        | Failure::NameNotAskable { .. }
        | Failure::NoAddress { .. }
        | Failure::ResolverFailed { .. }
        | Failure::ResolveTimedOut
        | Failure::NoRoute { .. }
        | Failure::ConnectionRefused { .. }
        | Failure::RefusedByOwnHost { .. }
        | Failure::PortReserved { .. }
        | Failure::ConnectTimedOut
        | Failure::CertificateExpired { .. }
        | Failure::CertificateWrongName { .. }
        | Failure::CertificateUnknownIssuer { .. }
        | Failure::NoCommonProtocol
        | Failure::HandshakeFailed { .. } => CallStage::Connect,
        Failure::ResponseMalformed { .. } => CallStage::Parse,
        Failure::ContentMalformed { .. } => CallStage::Read,
        Failure::RedirectForbidden
        | Failure::TooManyRedirects { .. }
        | Failure::LocationMalformed { .. }
        | Failure::LocationNotHttp { .. }
        | Failure::AnswerWithheld { .. } => CallStage::Check,
        Failure::ConnectionReset
        | Failure::StreamReset { .. }
        | Failure::ResponseCut
        | Failure::ResponseTimedOut
        | Failure::TimedOut
        | Failure::NotRecorded { .. } => by_progress(trace, step),
    }
}

/// The stage that the attempt had come to.
fn by_progress(trace: &Trace, step: &Step) -> CallStage {
    let Some(exchange) = step.exchange.map(|id| trace.exchange(id)) else {
        return CallStage::Retry;
    };
    let is_past = |at: Option<Instant>| at.is_some_and(|at| at <= step.started_at);
    let timing = &exchange.timing;
    if is_past(timing.response_start) {
        CallStage::Read
    } else if is_past(timing.request_start) {
        CallStage::Wait
    } else {
        CallStage::Connect
    }
}
