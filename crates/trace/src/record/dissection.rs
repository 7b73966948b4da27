//! A message or a packet taken apart: layers, their fields, and what each value means.
//!
//! No part of a trace: it is made when somebody looks, from the octets of the trace.

use crate::octets::as_bytes;
use crate::{MessageId, OctetRange, PacketId};
use serde::{Deserialize, Serialize};

/// What is looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Inspected {
    /// A message, from its first octet to its last.
    Message(MessageId),
    /// A packet, headers included.
    Packet(PacketId),
}

/// Something taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dissection {
    /// What its sender and its receiver see.
    pub view: View,
    /// What an eavesdropper sees, where that is less.
    pub sealed: Option<View>,
}

/// Octets that somebody wrote, taken apart as a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenApart {
    /// What they are made of.
    pub view: View,
    /// Whether they are a message.
    pub verdict: Verdict,
}

/// What a parser makes of octets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// One message, and nothing else.
    Whole,
    /// A message that goes on.
    Unfinished,
    /// A message, and behind it these octets.
    MoreBehind(OctetRange),
    /// No message.
    Refused {
        /// With which status code a server, or a gateway of a response, says so.
        status_code: u16,
        /// What was found, in the words of the server.
        reason: String,
        /// Where it was found.
        at: OctetRange,
    },
}

/// Some octets, and what they are made of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// The octets. All ranges below are ranges of these.
    #[serde(with = "as_bytes")]
    pub octets: Vec<u8>,
    /// The layers, outermost first. Each octet belongs to one of them.
    pub layers: Vec<Layer>,
}

/// What one protocol says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layer {
    /// The name of the protocol, e.g. `Internet Protocol Version 4`.
    pub name: String,
    /// Its octets.
    pub range: OctetRange,
    /// Its fields, in order. Each octet belongs to at least one of them.
    pub fields: Vec<Field>,
}

/// One field of a protocol.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its name in the specification, e.g. `Time to Live`.
    pub name: String,
    /// What it says, e.g. `64`; may be empty where its children say it.
    pub value: String,
    /// What that means; may be empty.
    pub meaning: String,
    /// The octets that it stands in.
    pub range: OctetRange,
    /// The part of these octets that it takes, where it does not take all of them.
    pub bits: Option<Bits>,
    /// What it is made of.
    pub children: Vec<Field>,
}

/// Some bits of some octets. The first bit is the most significant one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bits {
    /// The first one.
    pub first: u8,
    /// How many they are.
    pub count: u8,
}
