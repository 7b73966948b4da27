//! What is shown beside each other, in a link. These types are frozen as those above are: a change that
//! comes later is appended.

use super::More;
use crate::link::LinkError;
use crate::place::{Compared, Subject};
use compose::change::{Change, Turn};
use compose::replay::{Replay, TIMES};
use core::time::Duration;
use serde::{Deserialize, Serialize};
use trace::{Expired, FetchId, HttpVersion};

/// One side: a fetch, and what is changed of it.
#[derive(Serialize, Deserialize)]
pub(super) struct WireSubject {
    fetch: u32,
    change: Option<WireChange>,
}

/// A request again and again.
#[derive(Serialize, Deserialize)]
pub(super) struct WireReplay {
    fetch: u32,
    times: u32,
    is_answer_lost: bool,
}

/// Only ever appended to.
#[derive(Serialize, Deserialize)]
enum WireChange {
    WithoutField(String),
    Method(String),
    /// Whether it is HTTP/2.
    Version(bool),
    Encrypted(bool),
    RoundTripUs(u64),
    LaterUs(u64),
    Lossy,
    Repaired,
    LostPacket(u32),
    /// By its name in JSON.
    Expired(String),
    CutAtUs(u64),
    FarAtUs(u64),
}

pub(super) fn wire_replay(replay: Replay) -> WireReplay {
    let Replay { fetch, times, is_answer_lost } = replay;
    WireReplay { fetch: fetch.0, times, is_answer_lost }
}

pub(super) fn read_replay(wire: WireReplay) -> Result<Replay, LinkError> {
    let WireReplay { fetch, times, is_answer_lost } = wire;
    match TIMES.contains(&times) {
        true => Ok(Replay { fetch: FetchId(fetch), times, is_answer_lost }),
        false => Err(LinkError::Newer),
    }
}

pub(super) fn wire(Compared { sides, row }: &Compared) -> More {
    let side = |subject: &Subject| WireSubject {
        fetch: subject.fetch().0,
        change: match subject {
            Subject::Sent(_) => None,
            Subject::Changed(_, change) => Some(wire_change(change)),
        },
    };
    More::Compared(sides.each_ref().map(side), *row as u32)
}

pub(super) fn read(sides: [WireSubject; 2], row: u32) -> Result<Box<Compared>, LinkError> {
    let [first, second] = sides.map(subject);
    Ok(Box::new(Compared { sides: [first?, second?], row: row as usize }))
}

fn subject(WireSubject { fetch, change }: WireSubject) -> Result<Subject, LinkError> {
    let fetch = FetchId(fetch);
    Ok(match change {
        None => Subject::Sent(fetch),
        Some(change) => Subject::Changed(fetch, read_change(change)?),
    })
}

fn wire_change(change: &Change) -> WireChange {
    let microseconds = |span: &Duration| u64::try_from(span.as_micros()).unwrap_or(u64::MAX);
    match change {
        Change::WithoutField(name) => WireChange::WithoutField(name.clone()),
        Change::Method(method) => WireChange::Method(method.clone()),
        Change::Version(version) => WireChange::Version(*version == HttpVersion::Http2),
        Change::Encrypted(is_encrypted) => WireChange::Encrypted(*is_encrypted),
        Change::RoundTrip(span) => WireChange::RoundTripUs(microseconds(span)),
        Change::Later(span) => WireChange::LaterUs(microseconds(span)),
        Change::Lossy => WireChange::Lossy,
        Change::Repaired => WireChange::Repaired,
        Change::LostPacket(number) => WireChange::LostPacket(*number),
        Change::Expired(what) => WireChange::Expired(what.name().to_owned()),
        Change::From(at, Turn::Cut) => WireChange::CutAtUs(microseconds(at)),
        Change::From(at, Turn::Far) => WireChange::FarAtUs(microseconds(at)),
    }
}

fn read_change(change: WireChange) -> Result<Change, LinkError> {
    Ok(match change {
        WireChange::WithoutField(name) => Change::WithoutField(name),
        // It becomes a request's, which has to be a token (RFC 9110 §9.1).
        WireChange::Method(method) if ["GET", "HEAD", "PUT", "PATCH"].contains(&&*method) => {
            Change::Method(method)
        }
        WireChange::Method(_) => return Err(LinkError::BadContent),
        WireChange::Version(true) => Change::Version(HttpVersion::Http2),
        WireChange::Version(false) => Change::Version(HttpVersion::Http1),
        WireChange::Encrypted(is_encrypted) => Change::Encrypted(is_encrypted),
        WireChange::RoundTripUs(span) => Change::RoundTrip(Duration::from_micros(span)),
        WireChange::LaterUs(span) => Change::Later(Duration::from_micros(span)),
        WireChange::Lossy => Change::Lossy,
        WireChange::Repaired => Change::Repaired,
        WireChange::LostPacket(number) => Change::LostPacket(number),
        WireChange::Expired(name) => {
            Change::Expired(Expired::from_name(&name).ok_or(LinkError::Newer)?)
        }
        WireChange::CutAtUs(at) => Change::From(Duration::from_micros(at), Turn::Cut),
        WireChange::FarAtUs(at) => Change::From(Duration::from_micros(at), Turn::Far),
    })
}
