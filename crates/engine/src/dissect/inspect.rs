//! One message or packet of a trace, taken apart into layers and fields.

use super::conversation::{Protocol, Side};
use super::fields::pgsql::{Sender, message_len};
use super::fields::reader::Reader;
use super::fields::spec::NOTHING;
use super::fields::{dns, http1, http2, ip, pgsql, tcp, tls, udp};
use crate::codecs::http2::{PREFACE, frames};
use crate::texts;
use language::{Language, Text};
use std::ops::Range;
use trace::{
    Content, Dissection, Inspected, Message, OctetRange, Packet, TakenApart, Trace, Transport,
    Verdict, View,
};

const TLS: &str = "Transport Layer Security";

/// Takes a message or a packet apart: as its receiver sees it and, where that is less, as an
/// eavesdropper does. What fields mean is said in this language.
pub fn inspect(trace: &Trace, what: Inspected, language: Language) -> Dissection {
    match what {
        Inspected::Message(id) => message(trace, trace.message(id), language),
        Inspected::Packet(id) => packet(trace, trace.packet(id), language),
    }
}

/// Takes octets that somebody wrote apart as a message of HTTP/1.1, and says whether they are one.
/// What fields mean is said in this language.
pub fn take_apart(octets: &[u8], language: Language) -> TakenApart {
    let verdict = crate::codecs::http1::verdict(octets);
    let end = match &verdict {
        Verdict::MoreBehind(rest) => rest.start as usize,
        Verdict::Whole | Verdict::Unfinished | Verdict::Refused { .. } => octets.len(),
    };
    let mut reader = Reader::new(octets, language);
    if end > 0 {
        // What cannot be read stands in the group all the same.
        let _ = reader.group(Protocol::Http1.name(), end, &mut http1::read);
    }
    TakenApart { view: reader.finish(), verdict }
}

fn message(trace: &Trace, message: &Message, language: Language) -> Dissection {
    let octets = trace.octets.join(&message.octets);
    let carrier = message.packets.first().map(|id| trace.packet(*id));
    if let Some(Packet { transport: Transport::Udp { .. }, .. }) = carrier {
        let mut reader = Reader::new(&octets, language);
        layer(&mut reader, Protocol::Dns.name(), &mut |reader| dns::read(reader, false));
        return Dissection { view: reader.finish(), sealed: None };
    }
    let side = carrier.and_then(|packet| Side::that_sent(trace, packet.id));
    let Some(side) = side else {
        return Dissection { view: Reader::new(&octets, language).finish(), sealed: None };
    };
    if matches!(message.content, Content::Tls { .. }) {
        return flight(&side, &message.octets, language);
    }
    let ranges = places(&side, &message.octets);
    let units = units(trace, &side);
    let mut reader = Reader::new(&octets, language);
    layer(&mut reader, side.protocol.name(), &mut |reader| {
        ranges.iter().try_for_each(|range| said(reader, &side, range, &units))
    });
    let overlaps = |place: &Range<usize>| {
        ranges.iter().any(|range| place.start < range.end && range.start < place.end)
    };
    let records = side.application_data().into_iter().filter(|(_, place)| overlaps(place));
    let records: Vec<Range<usize>> = records.map(|(record, _)| record.range.clone()).collect();
    let sealed = side.inside.is_some().then(|| on_the_wire(&side, &records, language));
    Dissection { view: reader.finish(), sealed }
}

/// Handshake messages and alerts.
fn flight(side: &Side, octets: &[OctetRange], language: Language) -> Dissection {
    let place = |range: &OctetRange| {
        let start = side.text.place_of(range.start)?;
        Some(start..start + range.len())
    };
    let ranges: Vec<Range<usize>> = octets.iter().filter_map(place).collect();
    let (start, end) =
        (ranges.first().map_or(0, |range| range.start), ranges.last().map_or(0, |range| range.end));
    let is_within = |range: &Range<usize>| start <= range.start && range.end <= end;
    let records = || side.records.iter().filter(|record| is_within(&record.range));
    let ranges: Vec<Range<usize>> = records().map(|record| record.range.clone()).collect();
    let wire = on_the_wire(side, &ranges, language);
    if !records().any(|record| record.is_encrypted && record.inside.is_some()) {
        return Dissection { view: wire, sealed: None };
    }
    let mut octets = Vec::new();
    records().for_each(|record| octets.extend(shown_octets(side, record)));
    let mut reader = Reader::new(&octets, language);
    for record in records() {
        opened_record(&mut reader, side, record, &mut |_, _| None);
    }
    Dissection { view: reader.finish(), sealed: Some(wire) }
}

/// What a record holds, with its content type; the record itself where it is not encrypted.
fn shown_octets(side: &Side, record: &super::tls::OpenedRecord) -> Vec<u8> {
    match &record.inside {
        Some(inside) if record.is_encrypted => {
            let mut octets = inside.octets.clone();
            octets.push(inside.content_type);
            octets.resize(octets.len() + inside.n_zeros, 0);
            octets
        }
        Some(_) | None => side.text.octets[record.range.clone()].to_vec(),
    }
}

fn opened_record(
    reader: &mut Reader,
    side: &Side,
    record: &super::tls::OpenedRecord,
    read: &mut dyn FnMut(&mut Reader, &Side) -> Option<()>,
) -> Option<()> {
    match record.is_encrypted && record.inside.is_some() {
        true => tls::opened(reader, record, &mut |reader| read(reader, side)),
        false => reader.group(TLS, record.range.len(), &mut tls::record),
    }
}

/// Records as they crossed the link.
fn on_the_wire(side: &Side, records: &[Range<usize>], language: Language) -> View {
    let octets: Vec<u8> =
        records.iter().flat_map(|range| &side.text.octets[range.clone()]).copied().collect();
    let mut reader = Reader::new(&octets, language);
    layer(&mut reader, TLS, &mut |reader| records.iter().try_for_each(|_| tls::record(reader)));
    reader.finish()
}

fn packet(trace: &Trace, packet: &Packet, language: Language) -> Dissection {
    let octets = trace.octets.slice(packet.octets);
    let mut reader = Reader::new(octets, language);
    let mut opened = None;
    ip::read(&mut reader).and_then(|()| match packet.transport {
        Transport::Udp { source_port, destination_port } => {
            udp::read(&mut reader, octets)?;
            if [source_port, destination_port].contains(&crate::codecs::dns::PORT) {
                layer(&mut reader, Protocol::Dns.name(), &mut |reader| dns::read(reader, false));
            }
            Some(())
        }
        Transport::Tcp { .. } => {
            tcp::read(&mut reader, octets, known(trace, packet))?;
            if reader.left() > 0 {
                let side = Side::that_sent(trace, packet.id)?;
                let range = side.range_of(packet)?;
                opened = carried(trace, &mut reader, &side, &range);
            }
            Some(())
        }
        Transport::Other(_) => None,
    });
    let view = reader.finish();
    match opened {
        Some(opened) => Dissection { view: opened, sealed: Some(view) },
        None => Dissection { view, sealed: None },
    }
}

/// Reads what a segment carries. Gives what is inside the encrypted records that it holds whole.
fn carried(trace: &Trace, reader: &mut Reader, side: &Side, range: &Range<usize>) -> Option<View> {
    let units = units(trace, side);
    if side.records.is_empty() {
        layer(reader, side.protocol.name(), &mut |reader| said(reader, side, range, &units));
        return None;
    }
    let places: Vec<Range<usize>> =
        side.records.iter().map(|record| record.range.clone()).collect();
    layer(reader, TLS, &mut |reader| {
        walk(reader, range, &places, texts::PART_OF_A_TLS_RECORD, &mut |reader, _| {
            tls::record(reader)
        })
    });
    let is_within = |record: &&super::tls::OpenedRecord| {
        let place = &record.range;
        range.start <= place.start
            && place.end <= range.end
            && record.is_encrypted
            && record.inside.is_some()
    };
    let records: Vec<_> = side.records.iter().filter(is_within).collect();
    let octets: Vec<u8> = records.iter().flat_map(|record| shown_octets(side, record)).collect();
    let application_data = side.application_data();
    let mut inner = Reader::new(&octets, reader.language());
    for record in &records {
        let place = application_data.iter().find(|(known, _)| known.range == record.range);
        opened_record(&mut inner, side, record, &mut |reader, side| {
            let (_, place) = place?;
            reader.group(side.protocol.name(), place.len(), &mut |reader| {
                said(reader, side, place, &units)
            })
        });
    }
    (!records.is_empty()).then(|| inner.finish())
}

/// Everything that is left becomes one layer.
fn layer(reader: &mut Reader, name: &str, read: &mut dyn FnMut(&mut Reader) -> Option<()>) {
    // There are as many octets left as are left.
    let _ = reader.group(name, reader.left(), read);
}

impl Protocol {
    fn name(self) -> &'static str {
        match self {
            Self::Dns => "Domain Name System",
            Self::Pgsql => "PostgreSQL",
            Self::Http1 => "Hypertext Transfer Protocol",
            Self::Http2 => "HyperText Transfer Protocol 2",
        }
    }

    /// What a part of one unit is called.
    fn part(self) -> Text {
        match self {
            Self::Dns | Self::Pgsql | Self::Http1 => texts::PART_OF_A_MESSAGE,
            Self::Http2 => texts::PART_OF_A_FRAME,
        }
    }
}

/// Where these octets of the arena stand in what is said; what stands together is one range.
fn places(side: &Side, octets: &[OctetRange]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for range in octets {
        let Some(start) = side.said().place_of(range.start) else { continue };
        let end = start + range.len();
        match found.last_mut().filter(|last| last.end == start) {
            Some(last) => last.end = end,
            None => found.push(start..end),
        }
    }
    found
}

/// The messages or frames that are said on this side, in order.
fn units(trace: &Trace, side: &Side) -> Vec<Range<usize>> {
    let octets = &side.said().octets;
    let mut found = Vec::new();
    match side.protocol {
        Protocol::Dns => {
            let mut at = 0;
            while let Some(len) = crate::codecs::dns::framed_len(&octets[at..]) {
                found.push(at..at + len);
                at += len;
            }
        }
        Protocol::Pgsql => {
            let mut at = 0;
            while let Some(len) = message_len(&octets[at..], sender(side), at == 0) {
                found.push(at..at + len);
                at += len;
            }
        }
        Protocol::Http1 => {
            for message in &trace.messages {
                found.extend(places(side, &message.octets));
            }
            found.sort_by_key(|range| range.start);
        }
        Protocol::Http2 => {
            let start = if side.is_client { PREFACE.len() } else { 0 };
            if side.is_client {
                found.push(0..start);
            }
            found.extend(frames(octets, start).into_iter().map(|frame| frame.range));
        }
    }
    found
}

fn sender(side: &Side) -> Sender {
    if side.is_client { Sender::Frontend } else { Sender::Backend }
}

/// Reads a part of what is said.
fn said(
    reader: &mut Reader,
    side: &Side,
    range: &Range<usize>,
    units: &[Range<usize>],
) -> Option<()> {
    walk(reader, range, units, side.protocol.part(), &mut |reader, unit| {
        let mut whole = |reader: &mut Reader| match side.protocol {
            Protocol::Dns => dns::read(reader, true),
            Protocol::Http1 => http1::read(reader),
            Protocol::Pgsql => pgsql::read(reader, sender(side), unit.start == 0),
            Protocol::Http2 if side.is_client && unit.start == 0 => http2::preface(reader),
            Protocol::Http2 => {
                http2::frame(reader, side.sections.get(&unit.start).map(Vec::as_slice))
            }
        };
        let stands_alone = matches!(side.protocol, Protocol::Pgsql | Protocol::Http2);
        match stands_alone || reader.left() == unit.len() {
            true => whole(reader),
            false => reader.group("Message", unit.len(), &mut whole),
        }
    })
}

/// Reads the octets of `range`, which the reader stands before: whole units by `read`, and of
/// others the part that lies here.
fn walk(
    reader: &mut Reader,
    range: &Range<usize>,
    units: &[Range<usize>],
    part: Text,
    read: &mut dyn FnMut(&mut Reader, &Range<usize>) -> Option<()>,
) -> Option<()> {
    let start = reader.at();
    let end_of = |place: usize| start + (place - range.start);
    let first = units.partition_point(|unit| unit.end <= range.start);
    for unit in units[first..].iter().take_while(|unit| unit.start < range.end) {
        skip(reader, end_of(unit.start.max(range.start)), "Data", NOTHING)?;
        let is_whole = range.start <= unit.start && unit.end <= range.end;
        if is_whole {
            // What it leaves is told below.
            let _ = read(reader, unit);
            skip(reader, end_of(unit.end), "Data", NOTHING)?;
        } else {
            let end = end_of(unit.end.min(range.end));
            skip(reader, end, reader.language().text(part), texts::REST_STANDS_ELSEWHERE)?;
        }
    }
    skip(reader, end_of(range.end), "Data", NOTHING)
}

/// Reads the octets up to a place as they are.
fn skip(reader: &mut Reader, end: usize, name: &str, meaning: Text) -> Option<()> {
    match end.saturating_sub(reader.at()) {
        0 => Some(()),
        len => reader.octets(name, len, meaning),
    }
}

/// What is known of the connection of a segment from its start.
fn known(trace: &Trace, packet: &Packet) -> tcp::Known {
    let Transport::Tcp { source_port, destination_port, .. } = packet.transport else {
        return tcp::Known::default();
    };
    let before = &trace.packets[..=packet.id.0 as usize];
    let syn = |from, to, ports: [u16; 2]| {
        before.iter().rev().find_map(|earlier| match earlier.transport {
            Transport::Tcp { source_port, destination_port, seg_seq, control, .. }
                if control.syn
                    && [source_port, destination_port] == ports
                    && (earlier.from, earlier.to) == (from, to) =>
            {
                Some(seg_seq)
            }
            _ => None,
        })
    };
    let own = syn(packet.from, packet.to, [source_port, destination_port]);
    let other = syn(packet.to, packet.from, [destination_port, source_port]);
    tcp::Known { iss: own, irs: other, window_shift: trace.window_shift(packet) }
}
