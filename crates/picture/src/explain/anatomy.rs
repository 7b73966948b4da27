//! A message taken apart: each part with a word at its left.

use super::framing::{Framing, framing};
use super::response::body_text;
use super::{failure, long_span, moment, octet_count};
use crate::catalogue::Say;
use crate::label::{of_dns_rcode, of_sql_result, referred_zone, stage_words};
use crate::sql::{Verb, verb_before};
use crate::tcp::repeated;
use crate::text::pieces;
use crate::texts;
use crate::{Carried, Language, Piece, Sequence, StepKind};
use core::time::Duration;
use language::Text;
use trace::hidden::marked;
use trace::{
    Content, DnsAnswer, FieldLine, FieldLines, Http2Frame, Message, OctetRange, Packet, SqlResult,
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
        StepKind::Message(id) => parts.piece(trace, trace.message(*id), sequence.steps[step].piece),
        StepKind::Packet(id, carried) => {
            parts.packet(sequence, trace.packet(*id));
            if let Carried::Start(message) = carried {
                parts.message(trace, trace.message(*message));
            }
        }
        StepKind::Note(stages) => parts.stages(trace, stages),
        StepKind::Further(id) => {
            let exchange = trace.exchange(*id);
            let asked = [&exchange.method, " ", exchange.url.as_str()].concat();
            parts.ours(PartKind::Other, texts::PART_REQUEST, asked);
        }
        StepKind::Failure(why) => {
            let at = sequence.steps[step].started_at;
            let advice = failure::advice(trace, why, at, parts.language).plain_text();
            parts.ours(PartKind::Other, texts::PART_ADVICE, advice);
        }
        StepKind::Limit(_) => {
            let advice = parts.language.write(texts::LIMIT_DO, &[]);
            parts.ours(PartKind::Other, texts::PART_ADVICE, advice);
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
    fn said(&mut self, kind: PartKind, name: Text, text: String) {
        let name = self.language.text(name);
        let text = marked(&text).into_owned();
        self.list.push(Part { kind, name, text, voice: Voice::Message });
    }

    fn ours(&mut self, kind: PartKind, name: Text, text: String) {
        let name = self.language.text(name);
        self.list.push(Part { kind, name, text, voice: Voice::Ours });
    }

    fn word(&self, key: Text) -> String {
        self.language.text(key).to_owned()
    }

    /// Of a message whose content waits, head and content each by itself.
    fn piece(&mut self, trace: &Trace, message: &Message, piece: Piece) {
        self.message(trace, message);
        let is_body = |part: &Part| part.kind == PartKind::Body;
        match piece {
            Piece::Whole => {}
            Piece::Head => {
                self.list.retain(|part| !is_body(part));
                let later = self.word(texts::BODY_LATER);
                self.ours(PartKind::Body, texts::PART_BODY, later);
            }
            Piece::Content => self.list.retain(is_body),
        }
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
                        let words = self.word(texts::LABEL_TRUNCATED);
                        self.ours(PartKind::Body, texts::PART_ANSWER, words);
                    }
                    None => self.answers(response_code, answers),
                    Some(_) => {}
                }
                self.records(texts::PART_AUTHORITY, authority);
                self.records(texts::PART_ADDITIONAL, additional);
            }
            content @ Content::HttpRequest { method, field_lines, body, .. } => {
                let none = match method.as_str() {
                    "GET" => texts::NO_BODY_GET,
                    "HEAD" => texts::NO_BODY_HEAD,
                    "DELETE" => texts::NO_BODY_DELETE,
                    "OPTIONS" => texts::NO_BODY_OPTIONS,
                    _ => texts::NO_BODY_OTHER,
                };
                let none = self.word(none);
                self.http(trace, content, field_lines, body, none);
            }
            content @ Content::HttpResponse { status_code, field_lines, body, .. } => {
                let none = match *status_code {
                    100..=199 | 204 | 205 | 304 => {
                        let code = status_code.to_string();
                        self.language.write(texts::NO_BODY_STATUS, &[("code", &code)])
                    }
                    _ if answers_head(trace, message) => self.word(texts::NO_BODY_HEAD_ANSWER),
                    _ => self.word(texts::NO_BODY_OTHER),
                };
                self.http(trace, content, field_lines, body, none);
                self.trailers(content, trace.trailers_of(message.id));
            }
            Content::Http2Control { frames } => frames.iter().for_each(|frame| self.frame(frame)),
            Content::Tls { messages } => {
                messages.iter().for_each(|message| self.handshake(message))
            }
            Content::SqlStatement(statement) => self.statement(statement),
            Content::SqlResult(result) => self.result(result, verb_before(trace, message)),
        }
    }

    fn handshake(&mut self, message: &TlsMessage) {
        let name = if message.is_encrypted { texts::PART_ENCRYPTED } else { texts::PART_PLAIN };
        let lines = message.details.iter().map(|line| format!("{}: {}", line.name, line.value));
        let lines: Vec<String> = core::iter::once(message.name.clone()).chain(lines).collect();
        let kind = if message.is_encrypted { PartKind::Body } else { PartKind::Headers };
        self.said(kind, name, lines.join("\n"));
    }

    fn frame(&mut self, frame: &Http2Frame) {
        let lines = frame.details.iter().map(|line| format!("{}: {}", line.name, line.value));
        let lines: Vec<String> = core::iter::once(frame.name_in_full()).chain(lines).collect();
        self.said(PartKind::Other, texts::PART_FRAME, lines.join("\n"));
    }

    fn question(&mut self, name: &str, kind: &str) {
        let key = if kind == "A" { texts::QUESTION_LINE } else { texts::QUESTION_OTHER };
        let text = self.language.write(key, &[("name", name), ("kind", kind)]);
        self.said(PartKind::FirstLine, texts::PART_QUESTION, text);
    }

    fn answers(&mut self, response_code: &str, answers: &[DnsAnswer]) {
        if answers.is_empty() {
            // What the header says in place of it (RFC 1035 §4.1.1).
            let text = of_dns_rcode(response_code, self.language);
            let is_error = response_code != "NOERROR";
            let name = if is_error { texts::PART_RCODE } else { texts::PART_NO_ANSWER };
            self.said(PartKind::Body, name, text);
            return;
        }
        let lines: Vec<String> = answers.iter().map(|answer| self.answer(answer)).collect();
        self.said(PartKind::Body, texts::PART_ANSWER, lines.join("\n"));
    }

    /// A section that is only told where there is something in it.
    fn records(&mut self, name: Text, records: &[DnsAnswer]) {
        if !records.is_empty() {
            let lines: Vec<String> = records.iter().map(|record| self.answer(record)).collect();
            self.said(PartKind::Other, name, lines.join("\n"));
        }
    }

    fn answer(&self, answer: &DnsAnswer) -> String {
        let ttl = long_span(Duration::from_secs(u64::from(answer.ttl_s)), self.language);
        let key = if answer.kind == "A" { texts::ANSWER_LINE } else { texts::ANSWER_OTHER };
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
        field_lines: &FieldLines,
        body: &[OctetRange],
        none: String,
    ) {
        let is_empty = body.iter().all(|range| range.is_empty());
        match content.is_http2() {
            true => self.http2_head(field_lines, is_empty),
            false => self.http1_head(content.first_line(), field_lines),
        }
        if is_empty {
            self.ours(PartKind::Body, texts::PART_BODY, none);
            return;
        }
        let (text, cut) = body_text(&pieces(trace, body), field_lines, self.language);
        if !text.is_empty() {
            self.said(PartKind::Body, texts::PART_BODY, text);
        }
        if !cut.is_empty() {
            self.ours(PartKind::Body, texts::PART_BODY, cut);
        }
    }

    /// What ends a content of unknown length, and the trailer section behind it.
    fn trailers(&mut self, content: &Content, trailers: &[FieldLine]) {
        let end = match framing(content) {
            Framing::Length => return,
            Framing::Chunks => texts::END_OF_CHUNKS,
            Framing::Frames if trailers.is_empty() => return,
            Framing::Frames => texts::END_OF_FRAMES,
        };
        let end = self.word(end);
        self.ours(PartKind::Other, texts::PART_END, end);
        if !trailers.is_empty() {
            self.said(PartKind::Headers, texts::PART_TRAILERS, written(trailers).join("\n"));
        }
    }

    fn http1_head(&mut self, first_line: String, field_lines: &[FieldLine]) {
        self.said(PartKind::FirstLine, texts::PART_FIRST_LINE, first_line);
        self.headers(&written(field_lines));
        let sign = self.word(texts::BLANK_LINE);
        self.ours(PartKind::BlankLine, texts::PART_BLANK_LINE, sign);
    }

    /// What a first line would say stands in pseudo-header fields, before all others, and frames
    /// say where the fields end (RFC 9113 §8.1, §8.3).
    fn http2_head(&mut self, field_lines: &[FieldLine], is_empty: bool) {
        let is_pseudo = |line: &String| line.starts_with(':');
        let (pseudo, others): (Vec<_>, Vec<_>) =
            written(field_lines).into_iter().partition(is_pseudo);
        self.said(PartKind::FirstLine, texts::PART_PSEUDO_HEADERS, pseudo.join("\n"));
        self.headers(&others);
        let frames = if is_empty { texts::FRAMES_WITHOUT_BODY } else { texts::FRAMES_WITH_BODY };
        let frames = self.word(frames);
        self.ours(PartKind::Other, texts::PART_FRAMES, frames);
    }

    fn headers(&mut self, lines: &[String]) {
        match lines {
            [] => {
                let none = self.word(texts::NO_HEADERS);
                self.ours(PartKind::Headers, texts::PART_HEADERS, none);
            }
            lines => self.said(PartKind::Headers, texts::PART_HEADERS, lines.join("\n")),
        }
    }

    fn statement(&mut self, statement: &SqlStatement) {
        self.said(PartKind::FirstLine, texts::PART_STATEMENT, statement.text.clone());
        let numbered = (1..).zip(&statement.parameters);
        let lines: Vec<String> = numbered.map(|(n, value)| format!("${n} = {value}")).collect();
        match lines.is_empty() {
            true => {
                let none = self.word(texts::NO_PARAMETERS);
                self.ours(PartKind::Headers, texts::PART_PARAMETERS, none);
            }
            false => self.said(PartKind::Headers, texts::PART_PARAMETERS, lines.join("\n")),
        }
    }

    fn result(&mut self, result: &SqlResult, asked: Verb) {
        let SqlResult::Rows { columns, rows } = result else {
            let text = of_sql_result(result, asked, self.language);
            self.said(PartKind::Body, texts::PART_CHANGED, text);
            return;
        };
        self.said(PartKind::Headers, texts::PART_COLUMNS, columns.join(" | "));
        if rows.is_empty() {
            let none = self.word(texts::NO_ROWS_FOUND);
            self.ours(PartKind::Body, texts::PART_ROWS, none);
            return;
        }
        let lines: Vec<String> = rows.iter().take(ROWS_MAX).map(|row| row.join(" | ")).collect();
        self.said(PartKind::Body, texts::PART_ROWS, lines.join("\n"));
        if rows.len() > ROWS_MAX {
            let count = rows.len() as u64;
            let text = self.language.write_count(texts::ROWS_CLIPPED, count, &[]);
            self.ours(PartKind::Body, texts::PART_ROWS, text);
        }
    }

    fn packet(&mut self, sequence: &Sequence, packet: &Packet) {
        if let Transport::Tcp { seg_seq, seg_ack, seg_wnd, control, .. } = &packet.transport {
            self.said(PartKind::FirstLine, texts::PART_CONTROL, control.to_string());
            let seq = self.language.write(texts::SEQ_LINE, &[("seq", &seg_seq.to_string())]);
            self.ours(PartKind::Other, texts::PART_SEQ, seq);
            let ack = match seg_ack {
                Some(ack) => self.language.write(texts::ACK_LINE, &[("ack", &ack.to_string())]),
                None => self.word(texts::ACK_NONE),
            };
            self.ours(PartKind::Other, texts::PART_ACK, ack);
            // Exact in a SYN, scaled in what follows (RFC 7323 §2.2).
            let room = usize::from(*seg_wnd) << sequence.trace.window_shift(packet);
            let room = octet_count(room, self.language);
            let window = self.language.write(texts::WINDOW_LINE, &[("count", &room)]);
            self.ours(PartKind::Other, texts::PART_WINDOW, window);
        }
        let length = match packet.content.len() {
            0 => self.word(texts::LENGTH_NONE),
            len => octet_count(len, self.language),
        };
        self.ours(PartKind::Other, texts::PART_LENGTH, length);
        if let Some((source, destination)) = ports(packet) {
            let values =
                [("source", &*source.to_string()), ("destination", &destination.to_string())];
            let text = self.language.write(texts::PORTS_LINE, &values);
            self.ours(PartKind::Other, texts::PART_PORTS, text);
        }
        if let Some(earlier) = repeated(packet) {
            let start = moment(sequence, sequence.trace.packet(earlier).sent_at);
            let text = self.language.write(texts::AGAIN_LINE, &[("start", &start)]);
            self.ours(PartKind::Other, texts::PART_AGAIN, text);
        }
    }

    fn stages(&mut self, trace: &Trace, stages: &[StageId]) {
        let mut stages: Vec<_> = stages.iter().map(|id| trace.stage(*id)).collect();
        stages.dedup_by_key(|stage| (stage.kind, &stage.outcome, &stage.detail));
        for stage in stages {
            let words = stage_words(trace, stage, self.language);
            self.ours(PartKind::FirstLine, texts::PART_STAGE, words);
            let found = match &stage.outcome {
                StageOutcome::Refused(why) => why,
                StageOutcome::Done => &stage.detail,
            };
            if !found.is_empty() {
                self.said(PartKind::Body, texts::PART_FOUND, found.clone());
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
    let request = response.exchange.and_then(|id| trace.exchange(id).request());
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
