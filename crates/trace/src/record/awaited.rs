//! A request whose content waits for a word of the server: its head travels first, and the content
//! once it is asked for, or once the client has waited long enough (RFC 9110 §10.1.1).

use crate::{Content, EventKind, Instant, Message, MessageId, PacketId, Trace};
use core::time::Duration;
use std::collections::BTreeMap;

/// Where no word comes, a client waits for about a second; what is under way takes less.
const WAIT_MIN: Duration = Duration::from_millis(900);

impl Content {
    /// Whether this is a request that asks before it sends its content.
    pub fn expects_continue(&self) -> bool {
        match self {
            Self::HttpRequest { field_lines, .. } => field_lines.lists("expect", "100-continue"),
            Self::HttpResponse { .. }
            | Self::DnsQuery { .. }
            | Self::DnsResponse { .. }
            | Self::Tls { .. }
            | Self::Http2Control { .. }
            | Self::SqlStatement(_)
            | Self::SqlResult(_) => false,
        }
    }
}

impl Trace {
    /// The packet that starts the content of a request which waited before it sent that.
    pub fn content_packet(&self, message: &Message) -> Option<PacketId> {
        if !message.content.expects_continue() {
            return None;
        }
        let packets = || message.packets.iter().map(|id| self.packet(*id));
        let later = match self.asked_for_at(message) {
            Some(at) => packets().skip(1).find(|packet| packet.sent_at >= at),
            None => packets()
                .zip(packets().skip(1))
                .find(|(before, packet)| packet.sent_at - before.sent_at >= WAIT_MIN)
                .map(|(_, packet)| packet),
        };
        later.map(|packet| packet.id)
    }

    /// When the server's word for the content of a request arrived.
    pub fn asked_for_at(&self, message: &Message) -> Option<Instant> {
        let interim = self.exchange(message.exchange?).interim_responses.iter();
        let continues = interim.map(|id| self.message(*id)).filter(|interim| {
            matches!(interim.content, Content::HttpResponse { status_code: 100, .. })
        });
        continues.filter_map(|interim| interim.received_at).find(|at| *at >= message.sent_at)
    }

    /// The requests whose content waited, each by the packet that starts it.
    pub fn awaited_contents(&self) -> BTreeMap<PacketId, MessageId> {
        let sent = self.events.iter().filter_map(|event| match event.kind {
            EventKind::MessageSent(id) => Some(self.message(id)),
            _ => None,
        });
        sent.filter_map(|message| Some((self.content_packet(message)?, message.id))).collect()
    }
}
