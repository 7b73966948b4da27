//! How much of a window is used: what is sent and, as far as its sender knows, has not come.

use crate::draw::Draw;
use crate::exercise::{SolutionPart, Unit};
use crate::kinds::worked::Worked;
use crate::{Given, Material, texts, told};
use trace::{HostId, Packet, Trace, Transport};

/// How many octets of the window are used when a packet has left (RFC 9293 §3.3.1: SND.NXT less
/// SND.UNA). `None` where no TCP segment carries anything.
pub(super) fn used(material: &Material, draw: &mut Draw) -> Option<Worked> {
    let trace = material.trace();
    let carries = |packet: &&Packet| Flow::of(packet).is_some() && !packet.content.is_empty();
    let candidates: Vec<&Packet> = trace.packets.iter().filter(carries).collect();
    let packet = *draw.pick(&candidates)?;
    // FIN takes a sequence number as well (RFC 9293 §3.4), and is no byte.
    if matches!(packet.transport, Transport::Tcp { control, .. } if control.fin) {
        return None;
    }
    let flow = Flow::of(packet)?;
    let sent = flow.sent_until(trace, packet);
    let part = |segment: &Segment| SolutionPart {
        words: told!(texts::PART_IN_FLIGHT, number = segment.packet.id.0 as usize + 1),
        value: u64::from(segment.n_new),
    };
    let acknowledged = flow.acknowledged(trace, packet);
    let is_in_flight =
        |segment: &&Segment| acknowledged.is_none_or(|number| distance(segment.end, number) > 0);
    let all: u64 = sent.iter().map(|segment| u64::from(segment.n_new)).sum();
    let mut mistakes = vec![
        (all, texts::WORKED_ACKNOWLEDGED.into()),
        (packet.content.len() as u64, texts::WORKED_LAST_PACKET.into()),
        (packet.octets.len() as u64, texts::WORKED_WITH_HEADERS.into()),
    ];
    if let Some(offered) = flow.offered(trace, packet) {
        mistakes.push((offered, texts::WORKED_WHOLE_WINDOW.into()));
    }
    Some(Worked {
        question: told!(
            texts::HOW_MANY_IN_FLIGHT,
            number = packet.id.0 as usize + 1,
            from = material.host(packet.from),
            to = material.host(packet.to)
        ),
        given: Given::Packets,
        unit: Unit::Octets,
        parts: sent.iter().filter(is_in_flight).map(part).collect(),
        mistakes,
    })
}

/// One direction of a connection, by host and port of its ends.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Flow([(HostId, u16); 2]);

/// A segment that carries octets which none before it carried.
struct Segment<'a> {
    packet: &'a Packet,
    /// How many of its octets these are.
    n_new: u32,
    /// The sequence number behind its last octet.
    end: u32,
}

impl Flow {
    fn of(packet: &Packet) -> Option<Self> {
        packet.tcp_ends().map(Self)
    }

    fn back(self) -> Self {
        let Self([from, to]) = self;
        Self([to, from])
    }

    /// What went this way on the connection up to a packet, which stands last.
    fn sent_until<'a>(self, trace: &'a Trace, last: &Packet) -> Vec<Segment<'a>> {
        let mut sent: Vec<Segment> = Vec::new();
        for packet in trace.packets.iter().take_while(|packet| packet.id <= last.id) {
            let Transport::Tcp { seg_seq, control, .. } = packet.transport else { continue };
            if Self::of(packet) != Some(self) {
                continue;
            }
            if control.syn {
                // The ports may have been those of an earlier connection.
                sent.clear();
            }
            let n_octets = packet.content.len() as u32;
            let end = seg_seq.wrapping_add(n_octets);
            // What was sent again, or first as a probe of a closed window, is no more in flight than
            // it was (RFC 9293 §3.8.6.1).
            let n_new = match sent.last() {
                Some(Segment { end: sent_to, .. }) => distance(end, *sent_to).min(n_octets),
                None => n_octets,
            };
            if n_new > 0 {
                sent.push(Segment { packet, n_new, end });
            }
        }
        sent
    }

    /// What its sender had got from the other side when a packet left.
    fn heard_before<'a>(self, trace: &'a Trace, last: &Packet) -> impl Iterator<Item = &'a Packet> {
        let (id, sent_at) = (last.id, last.sent_at);
        let before = trace.packets.iter().take_while(move |packet| packet.id < id);
        before.filter(move |packet| {
            Self::of(packet) == Some(self.back())
                && packet.received_at.is_some_and(|received_at| received_at <= sent_at)
        })
    }

    /// The highest sequence number that the sender knows to have come, when a packet leaves.
    fn acknowledged(self, trace: &Trace, last: &Packet) -> Option<u32> {
        let said = self.heard_before(trace, last).filter_map(|packet| match packet.transport {
            Transport::Tcp { seg_ack, .. } => seg_ack,
            Transport::Udp { .. } | Transport::Other(_) => None,
        });
        said.reduce(|highest, ack| if distance(ack, highest) > 0 { ack } else { highest })
    }

    /// The window that the other side offered last, in octets.
    fn offered(self, trace: &Trace, last: &Packet) -> Option<u64> {
        let packet = self.heard_before(trace, last).last()?;
        let Transport::Tcp { seg_wnd, .. } = packet.transport else { return None };
        Some(u64::from(seg_wnd) << trace.window_shift(packet))
    }
}

/// How far a sequence number is behind another one; 0 where it is before it. Half of all numbers are
/// ahead of any, and half are behind (RFC 9293 §3.4).
fn distance(number: u32, other: u32) -> u32 {
    let apart = number.wrapping_sub(other);
    if apart < 1 << 31 { apart } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Draw;
    use picture::{Level, Sequence};
    use std::sync::Arc;
    use trace::built_in;

    /// The key of the question, beside what the segments' numbers say: the end of this one less the
    /// highest number that was acknowledged to its sender.
    #[test]
    fn what_is_in_flight_is_what_was_sent_less_what_was_acknowledged() {
        let mut n_checked = 0;
        let is_asked = |(place, found): &(usize, trace::BuiltIn)| {
            place.is_multiple_of(4) || found.name == "zero-window"
        };
        for (_, found) in built_in().into_iter().enumerate().filter(is_asked) {
            let trace = Arc::new(engine::simulate(&found.scenario));
            let material = Material::new(Sequence::new(Arc::clone(&trace), Level::Packets));
            for seed in 0..20 {
                let Some(worked) = used(&material, &mut Draw::new(seed, "work out")) else { break };
                let amount: u64 = worked.parts.iter().map(|part| part.value).sum();
                let carries =
                    |packet: &&Packet| Flow::of(packet).is_some() && !packet.content.is_empty();
                let candidates: Vec<&Packet> = trace.packets.iter().filter(carries).collect();
                let packet = *Draw::new(seed, "work out").pick(&candidates).expect("there is one");
                let flow = Flow::of(packet).expect("it is a segment");
                let Some(next) = flow.sent_until(&trace, packet).last().map(|last| last.end) else {
                    continue;
                };
                let acks =
                    flow.heard_before(&trace, packet).filter_map(|one| match one.transport {
                        Transport::Tcp { seg_ack, .. } => seg_ack,
                        Transport::Udp { .. } | Transport::Other(_) => None,
                    });
                let Some(least) = acks.map(|ack| next.wrapping_sub(ack)).min() else { continue };
                assert_eq!(amount, u64::from(least), "{}, seed {seed}", found.name);
                n_checked += 1;
            }
        }
        assert!(n_checked > 100, "{n_checked}");
    }
}
