//! A message taken apart: each part with a word at its left.

use super::framing::{Framing, framing};
use super::response::body_text;
use super::{failure, long_span, moment, octet_count};
use crate::catalogue::Key;
use crate::label::{is_http2, of_dns_rcode, of_sql_result, referred_zone, stage_words};
use crate::tcp::repeated;
use crate::{Carried, Language, Sequence, StepKind};
use core::time::Duration;
use trace::{
    Content, DnsAnswer, FieldLine, Http2Frame, Message, OctetRange, Packet, SqlResult,
    SqlStatement, StageId, StageOutcome, TlsMessage, Trace, Transport,
};

/// The most rows of a result that are shown.
const ROWS_MAX: usize = 50;

/// One bracket of a message: a word at its left and the text that it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which part it is, which gives its colour.
    pub kind: PartKind,
    /// The word at the left, e.g. `first line`.
    pub name: &'static str,
    /// The text, with line breaks.
    pub text: String,
    /// Whether the text stands in the message, or is ours (`none: GET only reads`).
    pub voice: Voice,
}

/// Which part of a message a bracket is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// Request line, status line, pseudo-header fields, question, statement, control bits.
    FirstLine,
    /// Header section, answer section, parameters, columns.
    Headers,
    /// The empty line between headers and body.
    BlankLine,
    /// The content, rows.
    Body,
    /// Anything else.
    Other,
}

/// Who speaks in a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// The message itself.
    Message,
    /// We, about the message.
    Ours,
}

/// The message of a step, in parts; for notes what was done and found, for failures what to do.
pub fn anatomy(sequence: &Sequence, step: usize) -> Vec<Part> {
    let trace = &*sequence.trace;
    let mut parts = Parts { language: sequence.language, list: Vec::new() };
    match &sequence.steps[step].kind {
        StepKind::Message(id) => parts.message(trace, trace.message(*id)),
        StepKind::Packet(id, carried) => {
            parts.packet(sequence, trace.packet(*id));
            if let Carried::Start(message) = carried {
                parts.message(trace, trace.message(*message));
            }
        }
        StepKind::Note(stages) => parts.stages(trace, stages),
        StepKind::Failure(why) => {
            let advice = failure::advice(why, parts.language).plain_text();
            parts.ours(PartKind::Other, Key::PartAdvice, advice);
        }
        StepKind::Limit(_) => {
            let advice = parts.language.write(Key::LimitDo, &[]);
            parts.ours(PartKind::Other, Key::PartAdvice, advice);
        }
    }
    parts.list
}

/// The parts gathered so far.
struct Parts {
    language: Language,
    list: Vec<Part>,
}

impl Parts {
    fn said(&mut self, kind: PartKind, name: Key, text: String) {
        let name = self.language.template(name);
        self.list.push(Part { kind, name, text, voice: Voice::Message });
    }

    fn ours(&mut self, kind: PartKind, name: Key, text: String) {
        let name = self.language.template(name);
        self.list.push(Part { kind, name, text, voice: Voice::Ours });
    }

    fn word(&self, key: Key) -> String {
        self.language.template(key).to_owned()
    }

    fn message(&mut self, trace: &Trace, message: &Message) {
        match &message.content {
            Content::DnsQuery { name, kind, .. } => self.question(name, kind),
            Content::DnsResponse {
                name,
                kind,
                response_code,
                flags,
                answers,
                authority,
                additional,
                ..
            } => {
                self.question(name, kind);
                match referred_zone(answers, authority) {
                    None if flags.truncated => {
                        let words = self.word(Key::LabelTruncated);
                        self.ours(PartKind::Body, Key::PartAnswer, words);
                    }
                    None => self.answers(response_code, answers),
                    Some(_) => {}
                }
                self.records(Key::PartAuthority, authority);
                self.records(Key::PartAdditional, additional);
            }
            content @ Content::HttpRequest { method, field_lines, body, .. } => {
                let none = match method.as_str() {
                    "GET" => Key::NoBodyGet,
                    "HEAD" => Key::NoBodyHead,
                    "DELETE" => Key::NoBodyDelete,
                    "OPTIONS" => Key::NoBodyOptions,
                    _ => Key::NoBodyOther,
                };
                let none = self.word(none);
                self.http(trace, content, field_lines, body, none);
            }
            content @ Content::HttpResponse { status_code, field_lines, body, .. } => {
                let none = match *status_code {
                    100..=199 | 204 | 304 => {
                        let code = status_code.to_string();
                        self.language.write(Key::NoBodyStatus, &[("code", &code)])
                    }
                    _ if answers_head(trace, message) => self.word(Key::NoBodyHeadAnswer),
                    _ => self.word(Key::NoBodyOther),
                };
                self.http(trace, content, field_lines, body, none);
                self.trailers(content, trace.trailers_of(message.id));
            }
            Content::Http2Control { frames } => frames.iter().for_each(|frame| self.frame(frame)),
            Content::Tls { messages } => {
                messages.iter().for_each(|message| self.handshake(message))
            }
            Content::SqlStatement(statement) => self.statement(statement),
            Content::SqlResult(result) => self.result(result),
        }
    }

    fn handshake(&mut self, message: &TlsMessage) {
        let name = if message.is_encrypted { Key::PartEncrypted } else { Key::PartPlain };
        let lines = message.details.iter().map(|line| format!("{}: {}", line.name, line.value));
        let lines: Vec<String> = core::iter::once(message.name.clone()).chain(lines).collect();
        let kind = if message.is_encrypted { PartKind::Body } else { PartKind::Headers };
        self.said(kind, name, lines.join("\n"));
    }

    fn frame(&mut self, frame: &Http2Frame) {
        let lines = frame.details.iter().map(|line| format!("{}: {}", line.name, line.value));
        let lines: Vec<String> = core::iter::once(frame.name_in_full()).chain(lines).collect();
        self.said(PartKind::Other, Key::PartFrame, lines.join("\n"));
    }

    fn question(&mut self, name: &str, kind: &str) {
        let key = if kind == "A" { Key::QuestionLine } else { Key::QuestionOther };
        let text = self.language.write(key, &[("name", name), ("kind", kind)]);
        self.said(PartKind::FirstLine, Key::PartQuestion, text);
    }

    fn answers(&mut self, response_code: &str, answers: &[DnsAnswer]) {
        if answers.is_empty() {
            let text = of_dns_rcode(response_code, self.language);
            self.said(PartKind::Body, Key::PartAnswer, text);
            return;
        }
        let lines: Vec<String> = answers.iter().map(|answer| self.answer(answer)).collect();
        self.said(PartKind::Body, Key::PartAnswer, lines.join("\n"));
    }

    /// A section that is only told where there is something in it.
    fn records(&mut self, name: Key, records: &[DnsAnswer]) {
        if !records.is_empty() {
            let lines: Vec<String> = records.iter().map(|record| self.answer(record)).collect();
            self.said(PartKind::Other, name, lines.join("\n"));
        }
    }

    fn answer(&self, answer: &DnsAnswer) -> String {
        let ttl = long_span(Duration::from_secs(u64::from(answer.ttl_s)), self.language);
        let key = if answer.kind == "A" { Key::AnswerLine } else { Key::AnswerOther };
        let values = [
            ("name", &*answer.name),
            ("kind", &answer.kind),
            ("value", &answer.value),
            ("ttl", &ttl),
        ];
        self.language.write(key, &values)
    }

    fn http(
        &mut self,
        trace: &Trace,
        content: &Content,
        field_lines: &[FieldLine],
        body: &[OctetRange],
        none: String,
    ) {
        let is_empty = body.iter().all(|range| range.is_empty());
        match is_http2(content) {
            true => self.http2_head(field_lines, is_empty),
            false => self.http1_head(content.first_line(), field_lines),
        }
        if is_empty {
            self.ours(PartKind::Body, Key::PartBody, none);
            return;
        }
        let (text, cut) = body_text(trace, body, self.language);
        if !text.is_empty() {
            self.said(PartKind::Body, Key::PartBody, text);
        }
        if !cut.is_empty() {
            self.ours(PartKind::Body, Key::PartBody, cut);
        }
    }

    /// What ends a content of unknown length, and the trailer section behind it.
    fn trailers(&mut self, content: &Content, trailers: &[FieldLine]) {
        let end = match framing(content) {
            Framing::Length => return,
            Framing::Chunks => Key::EndOfChunks,
            Framing::Frames if trailers.is_empty() => return,
            Framing::Frames => Key::EndOfFrames,
        };
        let end = self.word(end);
        self.ours(PartKind::Other, Key::PartEnd, end);
        if !trailers.is_empty() {
            self.said(PartKind::Headers, Key::PartTrailers, written(trailers).join("\n"));
        }
    }

    fn http1_head(&mut self, first_line: String, field_lines: &[FieldLine]) {
        self.said(PartKind::FirstLine, Key::PartFirstLine, first_line);
        self.headers(&written(field_lines));
        let sign = self.word(Key::BlankLine);
        self.ours(PartKind::BlankLine, Key::PartBlankLine, sign);
    }

    /// What a first line would say stands in pseudo-header fields, before all others, and frames
    /// say where the fields end (RFC 9113 §8.1, §8.3).
    fn http2_head(&mut self, field_lines: &[FieldLine], is_empty: bool) {
        let is_pseudo = |line: &String| line.starts_with(':');
        let (pseudo, others): (Vec<_>, Vec<_>) =
            written(field_lines).into_iter().partition(is_pseudo);
        self.said(PartKind::FirstLine, Key::PartPseudoHeaders, pseudo.join("\n"));
        self.headers(&others);
        let frames = if is_empty { Key::FramesWithoutBody } else { Key::FramesWithBody };
        let frames = self.word(frames);
        self.ours(PartKind::Other, Key::PartFrames, frames);
    }

    fn headers(&mut self, lines: &[String]) {
        match lines {
            [] => {
                let none = self.word(Key::NoHeaders);
                self.ours(PartKind::Headers, Key::PartHeaders, none);
            }
            lines => self.said(PartKind::Headers, Key::PartHeaders, lines.join("\n")),
        }
    }

    fn statement(&mut self, statement: &SqlStatement) {
        self.said(PartKind::FirstLine, Key::PartStatement, statement.text.clone());
        let numbered = (1..).zip(&statement.parameters);
        let lines: Vec<String> = numbered.map(|(n, value)| format!("${n} = {value}")).collect();
        match lines.is_empty() {
            true => {
                let none = self.word(Key::NoParameters);
                self.ours(PartKind::Headers, Key::PartParameters, none);
            }
            false => self.said(PartKind::Headers, Key::PartParameters, lines.join("\n")),
        }
    }

    fn result(&mut self, result: &SqlResult) {
        let SqlResult::Rows { columns, rows } = result else {
            let text = of_sql_result(result, self.language);
            self.said(PartKind::Body, Key::PartChanged, text);
            return;
        };
        self.said(PartKind::Headers, Key::PartColumns, columns.join(" | "));
        if rows.is_empty() {
            let none = self.word(Key::NoRowsFound);
            self.ours(PartKind::Body, Key::PartRows, none);
            return;
        }
        let lines: Vec<String> = rows.iter().take(ROWS_MAX).map(|row| row.join(" | ")).collect();
        self.said(PartKind::Body, Key::PartRows, lines.join("\n"));
        if rows.len() > ROWS_MAX {
            let count = rows.len().to_string();
            let text = self.language.write(Key::RowsClipped, &[("count", &count)]);
            self.ours(PartKind::Body, Key::PartRows, text);
        }
    }

    fn packet(&mut self, sequence: &Sequence, packet: &Packet) {
        if let Transport::Tcp { seg_seq, seg_ack, seg_wnd, control, .. } = &packet.transport {
            self.said(PartKind::FirstLine, Key::PartControl, control.to_string());
            let seq = self.language.write(Key::SeqLine, &[("seq", &seg_seq.to_string())]);
            self.ours(PartKind::Other, Key::PartSeq, seq);
            let ack = match seg_ack {
                Some(ack) => self.language.write(Key::AckLine, &[("ack", &ack.to_string())]),
                None => self.word(Key::AckNone),
            };
            self.ours(PartKind::Other, Key::PartAck, ack);
            let room = octet_count(usize::from(*seg_wnd), self.language);
            let window = self.language.write(Key::WindowLine, &[("count", &room)]);
            self.ours(PartKind::Other, Key::PartWindow, window);
        }
        let length = match packet.content.len() {
            0 => self.word(Key::LengthNone),
            len => octet_count(len, self.language),
        };
        self.ours(PartKind::Other, Key::PartLength, length);
        if let Some((source, destination)) = ports(packet) {
            let values =
                [("source", &*source.to_string()), ("destination", &destination.to_string())];
            let text = self.language.write(Key::PortsLine, &values);
            self.ours(PartKind::Other, Key::PartPorts, text);
        }
        if let Some(earlier) = repeated(packet) {
            let start = moment(sequence, sequence.trace.packet(earlier).sent_at);
            let text = self.language.write(Key::AgainLine, &[("start", &start)]);
            self.ours(PartKind::Other, Key::PartAgain, text);
        }
    }

    fn stages(&mut self, trace: &Trace, stages: &[StageId]) {
        let mut stages: Vec<_> = stages.iter().map(|id| trace.stage(*id)).collect();
        stages.dedup_by_key(|stage| (stage.kind, &stage.outcome, &stage.detail));
        for stage in stages {
            let words = stage_words(trace, stage, self.language);
            self.ours(PartKind::FirstLine, Key::PartStage, words);
            let found = match &stage.outcome {
                StageOutcome::Refused(why) => why,
                StageOutcome::Done => &stage.detail,
            };
            if !found.is_empty() {
                self.said(PartKind::Body, Key::PartFound, found.clone());
            }
        }
    }
}

/// Field lines as HTTP/1.1 writes them.
fn written(field_lines: &[FieldLine]) -> Vec<String> {
    field_lines.iter().map(|line| [&*line.name, ": ", &line.value].concat()).collect()
}

/// Whether a response answers a HEAD, and so has no content (RFC 9110 §9.3.2).
fn answers_head(trace: &Trace, response: &Message) -> bool {
    let request = response.exchange.and_then(|id| trace.exchange(id).request);
    request.is_some_and(|id| {
        matches!(&trace.message(id).content, Content::HttpRequest { method, .. } if method == "HEAD")
    })
}

fn ports(packet: &Packet) -> Option<(u16, u16)> {
    match &packet.transport {
        Transport::Tcp { source_port, destination_port, .. }
        | Transport::Udp { source_port, destination_port } => {
            Some((*source_port, *destination_port))
        }
        Transport::Other(_) => None,
    }
}
