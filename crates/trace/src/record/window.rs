//! How far the window of a connection's segments is shifted (RFC 7323 §2).

use crate::{HostId, IpVersion, Packet, Trace, Transport};

/// The largest shift count (RFC 7323 §2.3).
const SHIFT_MAX: u8 = 14;

impl Trace {
    /// The shift count by which SEG.WND of this packet is scaled, of 14 at most. 0 in a segment with
    /// SYN, which is never scaled (RFC 7323 §2.2), and where not both sides have offered to scale.
    pub fn window_shift(&self, packet: &Packet) -> u8 {
        let Transport::Tcp { source_port, destination_port, control, .. } = packet.transport else {
            return 0;
        };
        if control.syn {
            return 0;
        }
        let own =
            self.offered_shift(packet, [packet.from, packet.to], [source_port, destination_port]);
        let other =
            self.offered_shift(packet, [packet.to, packet.from], [destination_port, source_port]);
        own.zip(other).map_or(0, |(own, _)| own.min(SHIFT_MAX))
    }

    /// What the last SYN before this packet, from the first of these hosts and ports to the second,
    /// says in its Window Scale option.
    fn offered_shift(&self, packet: &Packet, hosts: [HostId; 2], on: [u16; 2]) -> Option<u8> {
        let mut before = self.packets[..packet.id.0 as usize].iter().rev();
        let syn = before.find(|earlier| match earlier.transport {
            Transport::Tcp { source_port, destination_port, control, .. } => {
                control.syn
                    && [earlier.from, earlier.to] == hosts
                    && [source_port, destination_port] == on
            }
            Transport::Udp { .. } | Transport::Other(_) => false,
        })?;
        let octets = self.octets.slice(syn.octets);
        let header_len = match syn.ip_version {
            IpVersion::V4 => usize::from(octets.first()? & 15) * 4,
            IpVersion::V6 => 40,
        };
        window_scale(octets.get(header_len..)?)
    }
}

/// The shift count of a segment's Window Scale option.
fn window_scale(segment: &[u8]) -> Option<u8> {
    let len = usize::from(segment.get(12)? >> 4) * 4;
    let mut rest = segment.get(20..len)?;
    loop {
        rest = match rest {
            [3, 3, shift, ..] => return Some(*shift),
            [0, ..] | [] => return None,
            [1, rest @ ..] => rest,
            [_, len, ..] if *len >= 2 => rest.get(usize::from(*len)..)?,
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn segment(options: &[u8]) -> Vec<u8> {
        let mut octets = vec![0; 20];
        octets[12] = (((20 + options.len()) / 4) << 4) as u8;
        octets.extend_from_slice(options);
        octets
    }

    #[test]
    fn the_shift_count_stands_in_its_option() {
        assert_eq!(window_scale(&segment(&[2, 4, 5, 180, 1, 3, 3, 7])), Some(7));
        assert_eq!(window_scale(&segment(&[2, 4, 5, 180])), None);
        assert_eq!(window_scale(&segment(&[0, 3, 3, 7])), None, "what follows the end is padding");
        assert_eq!(window_scale(&segment(&[2, 0, 3, 7])), None);
    }

    proptest! {
        #[test]
        fn hostile_options_do_not_panic(octets in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = window_scale(&octets);
        }
    }
}
