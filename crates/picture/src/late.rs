//! Answers that come when nobody waits for them any more: the client has given up before.

use crate::{Sequence, Step, StepKind};
use trace::{Content, Message, Outcome, Role, Trace};

/// How an answer came too late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Late {
    /// It took too long.
    Slow,
    /// It was lost, and what TCP sent again took too long.
    Lost,
}

/// Whether a message is the answer of an exchange that its client had given up when it came.
pub(crate) fn late(trace: &Trace, message: &Message) -> Option<Late> {
    let Content::HttpResponse { status_code: 200.., .. } = message.content else { return None };
    let exchange = trace.exchange(message.exchange?);
    let has_given_up = matches!(exchange.outcome, Some(Outcome::Failed(_)));
    let is_for_client = trace.host(message.to).role == Role::UserAgent;
    if !has_given_up || !is_for_client || message.received_at? <= exchange.finished_at? {
        return None;
    }
    let mut packets = message.packets.iter().map(|id| trace.packet(*id));
    let is_lost = packets.any(|packet| packet.received_at.is_none());
    Some(if is_lost { Late::Lost } else { Late::Slow })
}

/// Whether a step is drawn as one that gets lost: it never arrives, or is an answer whose first packets
/// were lost and which came too late after that.
pub(crate) fn is_lost(sequence: &Sequence, step: &Step) -> bool {
    let trace = &sequence.trace;
    let is_lost_answer = |step: &Step| match step.kind {
        StepKind::Message(id) => late(trace, trace.message(id)) == Some(Late::Lost),
        StepKind::Packet(..)
        | StepKind::Note(_)
        | StepKind::Further(_)
        | StepKind::Failure(_)
        | StepKind::Limit(_) => false,
    };
    step.ended_at.is_none() || is_lost_answer(step)
}
