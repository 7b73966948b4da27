//! Point at it: a part of a URL or of a message, a lane, a step, a packet.

use crate::draw::Draw;
use crate::exercise::{Place, Spot};
use crate::kinds::url_part::{self, UrlPart};
use crate::{Exercise, Given, Kind, Material, Told, texts, told};
use core::time::Duration;
use trace::{HostId, Packet, PacketId, Transport};

/// The most packets or steps among which one is looked for.
const SPOTS_MAX: usize = 12;
/// Times are told to a tenth of a millisecond, so that what is read off two of them may be as far off as
/// this, for each of two steps.
const READ_OFF: Duration = Duration::from_micros(200);
/// The most steps that may take longest.
const LONGEST_MAX: usize = 3;
/// How often something is drawn that a lesson wants to be pointed at.
const TRIES: usize = 64;

/// Asks for something to be pointed at. `None` where nothing happens at all.
pub fn point_at_it(material: &Material, seed: u64) -> Option<Exercise> {
    point_at(material, None, seed)
}

/// The same about one of them: a part of a URL, a part of a message, a lane, the longest step, a packet.
/// `None` where the trace has nothing of it.
pub(crate) fn point_at(material: &Material, about: Option<usize>, seed: u64) -> Option<Exercise> {
    let mut draw = Draw::new(seed, "point");
    let mut kinds = [part_of_url, part_of_message, lane, longest_step, packet];
    if let Some(kind) = about {
        return (0..TRIES).find_map(|_| kinds[kind](material, &mut draw));
    }
    draw.shuffle(&mut kinds);
    kinds.into_iter().find_map(|kind| kind(material, &mut draw))
}

fn part_of_url(material: &Material, draw: &mut Draw) -> Option<Exercise> {
    let url = &draw.pick(&material.trace().fetches)?.url;
    let parts = url_part::parts(url);
    let wanted = draw.pick(&parts)?.0;
    let spot = |(index, (kind, text)): (usize, &(UrlPart, String))| {
        let is_right = *kind == wanted;
        let about = Told::from(kind.about());
        let feedback = match is_right {
            true => told!(texts::POINT_RIGHT, why = about),
            false => told!(texts::POINT_IS, what = kind.name(), why = about),
        };
        Spot { place: Place::UrlPart(index), words: text.as_str().into(), is_right, feedback }
    };
    Some(Exercise {
        question: told!(texts::POINT_URL_PART, part = wanted.name()),
        given: Given::Url(parts.iter().map(|(_, text)| text.clone()).collect()),
        kind: Kind::Point(parts.iter().enumerate().map(spot).collect()),
    })
}

fn part_of_message(material: &Material, draw: &mut Draw) -> Option<Exercise> {
    let steps = &material.sequence.steps;
    let from = draw.below(steps.len());
    let order = (from..steps.len()).chain(0..from);
    let mut messages = order.filter(|step| steps[*step].message().is_some());
    // Some messages have one part only; a few are tried.
    messages.by_ref().take(6).find_map(|step| part_of_step(material, step, draw))
}

fn part_of_step(material: &Material, step: usize, draw: &mut Draw) -> Option<Exercise> {
    let parts = material.parts(step);
    let mut names: Vec<&str> = parts.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.dedup();
    if names.len() < 2 {
        return None;
    }
    let wanted = *draw.pick(&names)?;
    let spot = |(index, (name, text)): (usize, &(&str, String))| {
        let is_right = *name == wanted;
        let feedback = match is_right {
            true => texts::POINT_YES.into(),
            false => told!(texts::POINT_IS_ONLY, what = *name),
        };
        // Two parts may say the same, e.g. two empty lines.
        let words = told!(texts::POINT_NUMBERED, number = index + 1, text = text.as_str());
        Spot { place: Place::Part(index), words, is_right, feedback }
    };
    Some(Exercise {
        question: told!(texts::POINT_PART, part = wanted, step = material.named(step)),
        given: Given::Step(step),
        kind: Kind::Point(parts.iter().enumerate().map(spot).collect()),
    })
}

fn lane(material: &Material, draw: &mut Draw) -> Option<Exercise> {
    let steps = &material.sequence.steps;
    let from = draw.below(steps.len());
    let mut order = (from..steps.len()).chain(0..from);
    let step = order.find(|step| steps[*step].from != steps[*step].to)?;
    let label = &material.steps[step].label;
    // The same may be sent by several.
    let senders: Vec<HostId> = (steps.iter().zip(&material.steps))
        .filter(|(step, words)| words.label == *label && step.from != step.to)
        .map(|(step, _)| step.from)
        .collect();
    let spot = |host: &trace::Host| {
        let is_right = senders.contains(&host.id);
        let name = material.host(host.id);
        let feedback = match is_right {
            true => told!(texts::POINT_RIGHT, why = material.explained(step)),
            false => told!(texts::POINT_OTHER_LANE, host = name),
        };
        Spot { place: Place::Lane(host.id), words: name.into(), is_right, feedback }
    };
    let spots: Vec<Spot> = material.sequence.hosts().map(spot).collect();
    has_choice(&spots).then(|| Exercise {
        question: told!(texts::POINT_LANE, label = label.as_str()),
        given: Given::Lanes,
        kind: Kind::Point(spots),
    })
}

fn longest_step(material: &Material, draw: &mut Draw) -> Option<Exercise> {
    let steps = &material.sequence.steps;
    let took = |step: &picture::Step| step.ended_at.map(|end| end - step.started_at);
    // Some steps in a row, so that they can be compared at a glance.
    let n_shown = steps.len().min(SPOTS_MAX);
    let first = draw.below(steps.len() - n_shown + 1);
    let shown = first..first + n_shown;
    let longest = steps[shown.clone()].iter().filter_map(took).max()?;
    let reads_so = |span: &Duration| *span + READ_OFF > longest;
    if steps[shown.clone()].iter().filter_map(took).filter(reads_so).count() > LONGEST_MAX {
        return None;
    }
    let spot = |index: usize| {
        let is_right = took(&steps[index]).as_ref().is_some_and(reads_so);
        let span = steps[index].ended_at.map(|end| end - steps[index].started_at);
        let feedback = match (is_right, span) {
            (true, span) => {
                told!(texts::POINT_LONGEST, time = milliseconds(span.unwrap_or(longest)))
            }
            (false, Some(span)) => told!(
                texts::POINT_NOT_LONGEST,
                time = milliseconds(span),
                longest = milliseconds(longest)
            ),
            (false, None) => texts::POINT_NEVER_ARRIVES.into(),
        };
        let whole = material.steps[index].whole.as_str();
        let words = told!(texts::POINT_NUMBERED, number = index + 1, text = whole);
        Spot { place: Place::Step(index), words, is_right, feedback }
    };
    let spots: Vec<Spot> = shown.clone().map(spot).collect();
    has_choice(&spots).then(|| Exercise {
        question: told!(texts::POINT_LONGEST_STEP, first = shown.start + 1, last = shown.end),
        given: Given::Steps,
        kind: Kind::Point(spots),
    })
}

fn packet(material: &Material, draw: &mut Draw) -> Option<Exercise> {
    let trace = material.trace();
    let step = *draw.pick(&material.carried)?;
    let message = trace.message(material.sequence.steps[step].message()?);
    let wanted = *message.packets.first()?;
    // What is near by is hardest to tell apart.
    let around = wanted.0.saturating_sub(draw.below(SPOTS_MAX / 2) as u32);
    let end = (around as usize + SPOTS_MAX).min(trace.packets.len()) as u32;
    let spot = |number: u32| {
        let packet = trace.packet(PacketId(number));
        // The same bytes may be sent again.
        let is_right = packet.id == wanted || is_copy(packet, wanted);
        let feedback = match (is_right, packet.content.is_empty()) {
            (true, _) => texts::POINT_PACKET_RIGHT.into(),
            (false, true) => texts::POINT_PACKET_EMPTY.into(),
            (false, false) => texts::POINT_PACKET_OTHER.into(),
        };
        let words = told!(
            texts::POINT_PACKET_WORDS,
            number = number as usize + 1,
            from = material.host(packet.from),
            to = material.host(packet.to),
            octets = packet.octets.len(),
            content = packet.content.len(),
        );
        Spot { place: Place::Packet(packet.id), words, is_right, feedback }
    };
    let spots: Vec<Spot> = (around..end).map(spot).collect();
    has_choice(&spots).then(|| Exercise {
        question: told!(texts::POINT_PACKET, message = material.named(step)),
        given: Given::Packets,
        kind: Kind::Point(spots),
    })
}

/// Whether a packet sends again what another one carried.
fn is_copy(packet: &Packet, of: PacketId) -> bool {
    matches!(packet.transport, Transport::Tcp { retransmission_of: Some(id), .. } if id == of)
}

fn has_choice(spots: &[Spot]) -> bool {
    spots.iter().any(|spot| spot.is_right) && spots.iter().any(|spot| !spot.is_right)
}

fn milliseconds(span: core::time::Duration) -> String {
    format!("{:.1}", trace::Milliseconds::from(span))
}
