//! HTTP/2 messages, read out of the two texts of a connection (RFC 9113).
//!
//! Requests and responses are put together from the frames of their stream. All other frames that
//! one side sent together become one message: they run the connection.

use super::reassembled::{FoundMessage, Reassembled};
use crate::attribution::{End, RequestKey};
use crate::codecs::http2::{DecodedField, Decoder, Frame, FrameKind, PREFACE, flags, frames};
use crate::recorder::TappedPacket;
use std::collections::BTreeMap;
use std::ops::Range;
use trace::{Content, FieldLine, FieldLines, Http2Frame, Instant, OctetRange};

/// Whether a client's text starts like HTTP/2.
pub fn speaks_http2(client: &Reassembled) -> bool {
    client.octets.starts_with(PREFACE)
}

/// The messages of one connection, whose client's side is `client`.
pub fn messages(
    client_end: End,
    client: &Reassembled,
    server: Option<&Reassembled>,
    tapped: &[TappedPacket],
) -> Vec<FoundMessage> {
    let client_frames = frames(&client.octets, PREFACE.len());
    let server_frames = server.map_or(Vec::new(), |text| frames(&text.octets, 0));
    // How large one side's table may be, the other side says.
    let client_allows = table_len(&client_frames, client);
    let server_allows = server.and_then(|text| table_len(&server_frames, text));
    let preface = 0..PREFACE.len();
    let mut found =
        Side::new(client, client_end, server_allows).read(client_frames, Some(preface), tapped);
    if let Some(server) = server {
        found.extend(Side::new(server, client_end, client_allows).read(
            server_frames,
            None,
            tapped,
        ));
    }
    found
}

/// The part of a field that one frame holds. A header section may be cut anywhere (RFC 9113 §4.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldPart {
    /// The field; its range counts from the start of what this frame carries of the section.
    pub field: DecodedField,
    /// Whether it starts in an earlier frame.
    pub starts_before: bool,
    /// Whether it goes on in a later frame.
    pub goes_on: bool,
}

/// What the header sections of one side say, by the place of each frame that holds a part of one.
pub fn sections(
    own: &Reassembled,
    own_frames: &[Frame],
    other_table_len: Option<u32>,
) -> BTreeMap<usize, Vec<FieldPart>> {
    let mut decoder = Decoder::default();
    other_table_len.into_iter().for_each(|len| decoder.allow(len));
    let mut found = BTreeMap::new();
    let mut block = Vec::new();
    // Where each frame starts, and the part of the block that it carries.
    let mut parts: Vec<(usize, Range<usize>)> = Vec::new();
    for frame in own_frames {
        if !matches!(frame.kind, FrameKind::Headers | FrameKind::Continuation) {
            continue;
        }
        let Some(carried) = frame.unpadded(&own.octets) else { break };
        parts.push((frame.range.start, block.len()..block.len() + carried.len()));
        block.extend_from_slice(&own.octets[carried]);
        if frame.has(flags::END_HEADERS) {
            let Ok(fields) = decoder.decode_fields(&core::mem::take(&mut block)) else { break };
            found.extend(parts.drain(..).map(|(at, part)| (at, parts_within(&part, &fields))));
        }
    }
    found
}

/// What of these fields lies in one part of their block.
fn parts_within(part: &Range<usize>, fields: &[DecodedField]) -> Vec<FieldPart> {
    let overlaps =
        |field: &&DecodedField| field.range.start < part.end && part.start < field.range.end;
    let within = fields.iter().filter(overlaps).map(|field| {
        let Range { start, end } = field.range;
        let range = start.max(part.start) - part.start..end.min(part.end) - part.start;
        FieldPart {
            field: DecodedField { range, ..field.clone() },
            starts_before: start < part.start,
            goes_on: end > part.end,
        }
    });
    within.collect()
}

/// How large the other side's table may be, as far as one side's frames say.
pub fn table_len(frames: &[Frame], text: &Reassembled) -> Option<u32> {
    frames.iter().filter_map(|frame| frame.header_table_size(&text.octets)).max()
}

/// What one side says.
struct Side<'a> {
    text: &'a Reassembled,
    client_end: End,
    decoder: Decoder,
    /// The messages that are not at their end, by stream.
    open: BTreeMap<u32, Assembly>,
    /// The header section that goes on in CONTINUATION frames.
    block: Option<Block>,
    whole: Vec<(u32, Assembly)>,
}

/// A message in the making.
#[derive(Default)]
struct Assembly {
    frames: Vec<Range<usize>>,
    field_lines: FieldLines,
    body: Vec<Range<usize>>,
    trailers: FieldLines,
}

struct Block {
    octets: Vec<u8>,
    ends_stream: bool,
}

/// Frames that run the connection, sent together.
struct Flight {
    sent_at: Option<Instant>,
    ranges: Vec<Range<usize>>,
    frames: Vec<Http2Frame>,
}

impl<'a> Side<'a> {
    fn new(text: &'a Reassembled, client_end: End, table_len: Option<u32>) -> Self {
        let mut decoder = Decoder::default();
        table_len.into_iter().for_each(|len| decoder.allow(len));
        let (open, block, whole) = (BTreeMap::new(), None, Vec::new());
        Self { text, client_end, decoder, open, block, whole }
    }

    fn read(
        mut self,
        frames: Vec<Frame>,
        preface: Option<Range<usize>>,
        tapped: &[TappedPacket],
    ) -> Vec<FoundMessage> {
        let mut flights: Vec<Flight> = Vec::new();
        if let Some(range) = preface {
            let name = "connection preface".to_owned();
            let frame = Http2Frame { name, stream: 0, details: Vec::new() };
            self.control(range, frame, &mut flights);
        }
        for frame in frames {
            match frame.kind {
                FrameKind::Headers | FrameKind::Continuation => {
                    // Without one header section, nothing behind it can be read.
                    if self.header_section(&frame).is_none() {
                        break;
                    }
                }
                FrameKind::Data => self.data(&frame),
                FrameKind::Priority
                | FrameKind::RstStream
                | FrameKind::Settings
                | FrameKind::PushPromise
                | FrameKind::Ping
                | FrameKind::GoAway
                | FrameKind::WindowUpdate
                | FrameKind::Unknown(_) => {
                    let shown = Http2Frame {
                        name: name(&frame),
                        stream: frame.stream,
                        details: frame.details(&self.text.octets),
                    };
                    self.control(frame.range, shown, &mut flights);
                }
            }
        }
        self.found(flights, tapped)
    }

    fn control(&self, range: Range<usize>, frame: Http2Frame, flights: &mut Vec<Flight>) {
        let sent_at = self.text.pieces_in(&range).first().map(|piece| piece.sent_at);
        match flights.last_mut().filter(|flight| flight.sent_at == sent_at) {
            Some(flight) => {
                flight.ranges.push(range);
                flight.frames.push(frame);
            }
            None => flights.push(Flight { sent_at, ranges: vec![range], frames: vec![frame] }),
        }
    }

    /// Takes in a part of a header section; `None` where it cannot be read.
    fn header_section(&mut self, frame: &Frame) -> Option<()> {
        let carried = frame.unpadded(&self.text.octets)?;
        let ends_stream = frame.kind == FrameKind::Headers && frame.has(flags::END_STREAM);
        let block = self.block.get_or_insert(Block { octets: Vec::new(), ends_stream });
        block.octets.extend_from_slice(&self.text.octets[carried]);
        self.open.entry(frame.stream).or_default().frames.push(frame.range.clone());
        if !frame.has(flags::END_HEADERS) {
            return Some(());
        }
        let Block { octets, ends_stream } = self.block.take().expect("it was put there above");
        let lines = self.decoder.decode(&octets).ok()?;
        let assembly = self.open.get_mut(&frame.stream).expect("it was put there above");
        // A second header section is the trailer section (RFC 9113 §8.1).
        match assembly.field_lines.is_empty() {
            true => assembly.field_lines = lines.into(),
            false => assembly.trailers = lines.into(),
        }
        let is_interim = pseudo_field(&assembly.field_lines, ":status")
            .is_some_and(|status| status.starts_with('1'));
        if ends_stream || is_interim {
            self.close(frame.stream);
        }
        Some(())
    }

    fn data(&mut self, frame: &Frame) {
        let Some(carried) = frame.unpadded(&self.text.octets) else { return };
        let assembly = self.open.entry(frame.stream).or_default();
        assembly.frames.push(frame.range.clone());
        assembly.body.push(carried);
        if frame.has(flags::END_STREAM) {
            self.close(frame.stream);
        }
    }

    fn close(&mut self, stream: u32) {
        self.whole.extend(self.open.remove(&stream).map(|assembly| (stream, assembly)));
    }

    /// Flights first, then messages; what was cut off is told as far as it came.
    fn found(mut self, flights: Vec<Flight>, tapped: &[TappedPacket]) -> Vec<FoundMessage> {
        self.whole.extend(core::mem::take(&mut self.open));
        let connection = Some(RequestKey::connection(self.client_end));
        let flight = |flight: Flight| {
            let content = Content::Http2Control { frames: flight.frames };
            self.text.message_in(&flight.ranges, content, connection, tapped)
        };
        let mut found: Vec<FoundMessage> = flights.into_iter().map(flight).collect();
        for (stream, assembly) in self.whole {
            let key = Some(RequestKey::new(self.client_end, stream));
            // A message whose header section cannot be read is none.
            if let Some(content) = assembly.content(self.text) {
                let message = self.text.message_in(&assembly.frames, content, key, tapped);
                found.push(FoundMessage { trailers: assembly.trailers, ..message });
            }
        }
        found
    }
}

impl Assembly {
    fn content(&self, text: &Reassembled) -> Option<Content> {
        let field = |name| pseudo_field(&self.field_lines, name).map(str::to_owned);
        let body: Vec<OctetRange> =
            self.body.iter().flat_map(|range| text.in_arena(range)).collect();
        let (version, field_lines) = ("HTTP/2".to_owned(), self.field_lines.clone());
        if let Some(status) = field(":status") {
            let (status_code, reason_phrase) = (status.parse().ok()?, String::new());
            return Some(Content::HttpResponse {
                version,
                status_code,
                reason_phrase,
                field_lines,
                body,
            });
        }
        // CONNECT has an authority and no path (RFC 9113 §8.5).
        let target = field(":path").or_else(|| field(":authority"))?;
        Some(Content::HttpRequest { method: field(":method")?, target, version, field_lines, body })
    }
}

fn pseudo_field<'a>(lines: &'a [FieldLine], name: &str) -> Option<&'a str> {
    lines.iter().find(|line| line.name == name).map(|line| line.value.as_str())
}

fn name(frame: &Frame) -> String {
    let acknowledges = matches!(frame.kind, FrameKind::Settings | FrameKind::Ping);
    match acknowledges && frame.has(flags::ACK) {
        true => format!("{} ACK", frame.kind.name()),
        false => frame.kind.name().to_owned(),
    }
}
