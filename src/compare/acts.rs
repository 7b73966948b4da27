//! Acts in the past: at the step in the lanes something is changed, and what comes of it stands beside what
//! was. A change of the network takes effect at a time or at a packet, one of the request where that is
//! sent; so what was before stays as it was.

use crate::orders::{Order, Orders};
use crate::playback::player::{Player, Shown};
use crate::texts;
use crate::unfolding::unfolding;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{button, paragraph, part};
use compose::change::{Change, FAR, Turn, changes};
use core::time::Duration;
use language::{fill, say};
use leptos::prelude::*;
use picture::{Sequence, StepKind};
use sharing::place::{Compared, Subject};
use trace::{Content, FetchId, Instant, Trace};

/// Folded until it is asked for; stays as it is from step to step.
pub fn view(player: Player, orders: Orders) -> ErasedView {
    let content = move || unfolded(Shown::of(player), orders);
    unfolding("acts-open", say(texts::CHANGE_FROM_HERE), RwSignal::new(false), content)
}

fn unfolded(shown: Shown, orders: Orders) -> ErasedView {
    let buttons = part(move || {
        let (fetch, row, acts) = shown.of_step(|sequence, step| {
            let fetch = fetch_of(sequence, step)?;
            // Beside a page stand all its parts, so the step stands elsewhere there.
            let row = if sequence.trace.scenario.is_page() { 0 } else { step };
            Some((fetch, row, acts(sequence, step)))
        })??;
        let button = |change: Change| {
            let sides = [Subject::Sent(fetch), Subject::Changed(fetch, change.clone())];
            let compared = Box::new(Compared { sides, row });
            let give = move |_| orders.give(Order::Compare(compared.clone()));
            view! { <li>{button(label(&change), give)}</li> }.erased()
        };
        let buttons = acts.into_iter().map(button).collect::<Vec<_>>();
        Some(view! { <ul class="acts-list">{buttons}</ul> }.erased())
    });
    view! {
        <div class="acts">{paragraph("muted", say(texts::WHAT_WAS_STAYS).erased())}{buttons}</div>
    }
    .erased()
}

fn label(change: &Change) -> String {
    match change {
        Change::LostPacket(_) => say(texts::LOSE_THIS_PACKET).to_owned(),
        Change::From(_, Turn::Cut) => say(texts::PULL_THE_CABLE).to_owned(),
        Change::From(_, Turn::Far) => fill!(texts::MOVE_FAR_AWAY, count = FAR.as_millis()),
        other => fill!(texts::SEND_IT_SO, change = other.words()),
    }
}

/// Which fetch a step belongs to; of a whole page, which one is compared.
fn fetch_of(sequence: &Sequence, step: usize) -> Option<FetchId> {
    let own = sequence.fetch.or_else(|| sequence.trace.first_shown());
    own.or_else(|| sequence.steps.get(step)?.fetch)
}

/// What can be changed at a step, and leaves what was before it as it was.
pub fn acts(sequence: &Sequence, step: usize) -> Vec<Change> {
    let trace = &*sequence.trace;
    let Some(fetch) = fetch_of(sequence, step) else { return Vec::new() };
    let Some(request) = trace.fetch(fetch).request else { return Vec::new() };
    let started_at = sequence.steps[step].started_at;
    let packet = packet_of(sequence, step).map(Change::LostPacket);
    let turns = from_here(trace, started_at)
        .into_iter()
        .flat_map(|at| Turn::ALL.map(|turn| Change::From(at, turn)));
    let is_to_come = sent_at(trace, fetch).is_none_or(|sent_at| started_at <= sent_at);
    let of_request = changes(&trace.scenario, request as usize).into_iter();
    let of_request = of_request.filter(|change| {
        is_to_come && matches!(change, Change::WithoutField(_) | Change::Method(_))
    });
    let all = packet.into_iter().chain(turns).chain(of_request);
    all.filter(|change| change.applied(&trace.scenario, request as usize).is_some()).collect()
}

/// The number in the capture of the packet that a step shows, or in which its message starts.
fn packet_of(sequence: &Sequence, step: usize) -> Option<u32> {
    let packet = match &sequence.steps[step].kind {
        StepKind::Packet(id, _) => *id,
        StepKind::Message(id) => *sequence.trace.message(*id).packets.first()?,
        StepKind::Note(_) | StepKind::Further(_) | StepKind::Failure(_) | StepKind::Limit(_) => {
            return None;
        }
    };
    Some(packet.0 + 1)
}

/// The microsecond of an instant, counted from the start of the client: what is sent then is met. The next one
/// where something else was sent in it before.
fn from_here(trace: &Trace, at: Instant) -> Option<Duration> {
    let since_start = at.0.checked_sub(trace.booted_at.0)?;
    let begins_at = Instant(at.0 - since_start % 1000);
    let is_sent_before =
        trace.packets.iter().any(|packet| begins_at <= packet.sent_at && packet.sent_at < at);
    Some(Duration::from_micros(since_start / 1000 + u64::from(is_sent_before)))
}

/// When the first request of a fetch goes out.
fn sent_at(trace: &Trace, fetch: FetchId) -> Option<Instant> {
    let exchanges = &trace.fetch(fetch).exchanges;
    let is_request = |message: &&trace::Message| {
        matches!(message.content, Content::HttpRequest { .. })
            && message.exchange.is_some_and(|id| exchanges.contains(&id))
    };
    trace.messages.iter().find(is_request).map(|message| message.sent_at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use picture::Level;
    use std::sync::Arc;

    fn run(name: &str) -> Arc<Trace> {
        let found = trace::built_in().into_iter().find(|example| example.name == name);
        Arc::new(engine::simulate(&found.expect("it comes along").scenario))
    }

    /// Everything before the instant: packets with their octets, and what else happened.
    fn before(trace: &Trace, at: Instant) -> (Vec<(Instant, Vec<u8>)>, Vec<String>) {
        let sent = trace.packets.iter().filter(|packet| packet.sent_at < at);
        let octets = |packet: &trace::Packet| trace.octets.slice(packet.octets).to_vec();
        let packets = sent.map(|packet| (packet.sent_at, octets(packet))).collect();
        let events = trace.events.iter().take_while(|event| event.at < at);
        // What arrives later, or never, is told where it was sent.
        let lines = events.filter(|event| !matches!(event.kind, trace::EventKind::PacketSent(_)));
        let lines = lines.filter(|event| !matches!(event.kind, trace::EventKind::StageStarted(_)));
        (packets, lines.map(|event| format!("{:?} {:?}", event.at, event.host)).collect())
    }

    #[test]
    fn what_was_before_a_step_stays_as_it_was_whatever_is_changed_there() {
        let mut n_acts = 0;
        for name in ["get", "post", "https", "keep-alive", "retry-post", "page-http2"] {
            let trace = run(name);
            for level in [Level::Story, Level::Packets] {
                let fetch = trace.first_shown().expect("something was sent");
                let sequence = Sequence::of_fetch(Arc::clone(&trace), fetch, level);
                for step in (0..sequence.steps.len()).step_by(3) {
                    let at = sequence.steps[step].started_at;
                    for change in acts(&sequence, step) {
                        let request =
                            trace.fetch(fetch).request.expect("it was asked for") as usize;
                        let changed = change.applied(&trace.scenario, request);
                        let changed = engine::simulate(&changed.expect("it is offered"));
                        assert_eq!(
                            before(&changed, at),
                            before(&trace, at),
                            "{name} {step} {change:?}"
                        );
                        n_acts += 1;
                    }
                }
            }
        }
        assert!(n_acts > 100, "{n_acts}");
    }

    #[test]
    fn a_packet_that_is_shown_can_get_lost_and_nothing_but_that() {
        let trace = run("get");
        let sequence = Sequence::of_fetch(Arc::clone(&trace), FetchId(0), Level::Packets);
        for step in 0..sequence.steps.len() {
            let Some(Change::LostPacket(number)) = acts(&sequence, step).into_iter().next() else {
                continue;
            };
            let changed = Change::LostPacket(number).applied(&trace.scenario, 0);
            let changed = engine::simulate(&changed.expect("it is offered"));
            let lost = changed.packets.iter().filter(|packet| packet.received_at.is_none());
            let lost: Vec<u32> = lost.map(|packet| packet.id.0 + 1).collect();
            assert_eq!(lost, [number], "step {step}");
        }
    }

    #[test]
    fn a_request_that_has_gone_out_is_changed_no_more() {
        let trace = run("get");
        let sequence = Sequence::of_fetch(Arc::clone(&trace), FetchId(0), Level::Story);
        let has_field = |step| {
            acts(&sequence, step).iter().any(|change| matches!(change, Change::WithoutField(_)))
        };
        assert!(has_field(0));
        assert!(!has_field(sequence.steps.len() - 1));
    }
}
