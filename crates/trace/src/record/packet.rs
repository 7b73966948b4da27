//! What crosses a link: IP packets, with what their transport header says.

use crate::{HostId, Instant, LinkId, OctetRange};
use core::fmt;
use serde::{Deserialize, Serialize};

/// Points at a [`Packet`] of the same trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PacketId(pub u32);

/// One IP packet, as the tap on its link saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packet {
    /// Its own id.
    pub id: PacketId,
    /// The link it crossed.
    pub link: LinkId,
    /// Who sent it.
    pub from: HostId,
    /// Whom it was sent to.
    pub to: HostId,
    /// When its sender gave it to the link.
    pub sent_at: Instant,
    /// When it arrived; `None` if it was lost, or still under way when the run ended.
    pub received_at: Option<Instant>,
    /// The whole IP packet, header included.
    pub octets: OctetRange,
    /// The part of `octets` behind the transport header.
    pub content: OctetRange,
    /// Which IP header it has.
    pub ip_version: IpVersion,
    /// What its transport header says.
    pub transport: Transport,
}

impl Packet {
    /// Host and port of sender and receiver, where it is a segment of TCP.
    pub fn tcp_ends(&self) -> Option<[(HostId, u16); 2]> {
        match self.transport {
            Transport::Tcp { source_port, destination_port, .. } => {
                Some([(self.from, source_port), (self.to, destination_port)])
            }
            Transport::Udp { .. } | Transport::Other(_) => None,
        }
    }
}

/// The version of the Internet Protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum IpVersion {
    /// IPv4 (RFC 791).
    V4,
    /// IPv6 (RFC 8200).
    V6,
}

/// The transport header of a packet, dissected from its octets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Transport {
    /// A UDP datagram (RFC 768).
    Udp {
        /// Source port.
        source_port: u16,
        /// Destination port.
        destination_port: u16,
    },
    /// A TCP segment (RFC 9293 §3.1).
    Tcp {
        /// Source port.
        source_port: u16,
        /// Destination port.
        destination_port: u16,
        /// SEG.SEQ.
        seg_seq: u32,
        /// SEG.ACK, if the ACK bit is set.
        seg_ack: Option<u32>,
        /// SEG.WND as it stands in the header, before window scaling.
        seg_wnd: u16,
        /// SYN, ACK, FIN, RST, PSH.
        control: ControlBits,
        /// The earlier packet whose octets (or SYN, FIN) this one sends again.
        retransmission_of: Option<PacketId>,
    },
    /// Anything else; the number is the IP header's protocol field.
    Other(u8),
}

/// The control bits of a TCP segment (RFC 9293 §3.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControlBits {
    /// Synchronize sequence numbers.
    pub syn: bool,
    /// The acknowledgment field is significant.
    pub ack: bool,
    /// No more octets from the sender.
    pub fin: bool,
    /// Reset the connection.
    pub rst: bool,
    /// Push function.
    pub psh: bool,
}

impl fmt::Display for ControlBits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = [
            (self.syn, "SYN"),
            (self.fin, "FIN"),
            (self.rst, "RST"),
            (self.psh, "PSH"),
            (self.ack, "ACK"),
        ];
        let set: Vec<&str> = named.iter().filter(|(on, _)| *on).map(|(_, name)| *name).collect();
        f.write_str(&set.join(", "))
    }
}
