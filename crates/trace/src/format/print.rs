//! The one-line-per-event printer: what snapshot tests read, and `--format text`.

use crate::{
    Cause, Content, Event, EventKind, Exchange, Fetch, Http2Frame, Instant, IpVersion, Limit,
    Message, Milliseconds, Outcome, Packet, PacketId, Provenance, Role, Stage, StageOutcome,
    TlsMessage, Trace, Transport, ZoneTier, client_error,
};
use core::fmt::{self, Write as _};

impl Role {
    /// The role in RFC words, as a printed trace names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::UserAgent => "user-agent",
            Self::RecursiveResolver => "resolver",
            Self::AuthoritativeServer(ZoneTier::Root) => "root",
            Self::AuthoritativeServer(ZoneTier::TopLevel) => "tld",
            Self::AuthoritativeServer(ZoneTier::Below) => "zone-server",
            Self::OriginServer => "origin",
            Self::Database => "database",
        }
    }
}

impl fmt::Display for Trace {
    /// One line an event: instant in milliseconds, who, what; and one for each content that waited.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines(|_| true).try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl Trace {
    /// The lines of this trace, of packets only those that are told. A content that waited for a
    /// word of the server (RFC 9110 §10.1.1) has a line where it is sent.
    pub fn lines(&self, is_told: impl Fn(PacketId) -> bool) -> impl Iterator<Item = String> {
        let awaited = self.awaited_contents();
        self.events
            .iter()
            .flat_map(move |event| match event.kind {
                EventKind::PacketSent(id) => {
                    let content = awaited.get(&id).map(|message| {
                        line(self, event, &content_line(self, self.message(*message)))
                    });
                    let packet = is_told(id).then(|| self.line(event)).flatten();
                    [content, packet]
                }
                EventKind::FetchStarted(_)
                | EventKind::FetchFailed(..)
                | EventKind::FetchFinished(_)
                | EventKind::ExchangeStarted(_)
                | EventKind::MessageSent(_)
                | EventKind::StageStarted(_)
                | EventKind::ExchangeFailed(..)
                | EventKind::ExchangeFinished(_)
                | EventKind::LimitReached(_) => [self.line(event), None],
            })
            .flatten()
    }

    /// One event of this trace as one line: instant in milliseconds, who, what. `None` for an
    /// exchange that is all of its fetch: one line tells that both start, and one that they end.
    pub fn line(&self, event: &Event) -> Option<String> {
        words(self, &event.kind).map(|what| line(self, event, &what))
    }
}

fn words(trace: &Trace, kind: &EventKind) -> Option<String> {
    Some(match kind {
        EventKind::FetchStarted(id) => {
            let Fetch { method, url, initiator, exchanges, .. } = trace.fetch(*id);
            match (trace.is_one_exchange(*id), &exchanges[..], initiator) {
                (true, [only], _) => format!("exchange {} starts: {method} {url}", only.0 + 1),
                (_, _, None) => format!("fetch {} starts: {method} {url}", id.0 + 1),
                (_, _, Some(page)) => {
                    format!("fetch {} of fetch {} starts: {method} {url}", id.0 + 1, page.0 + 1)
                }
            }
        }
        EventKind::ExchangeStarted(id) => {
            let Exchange { fetch, method, url, cause, .. } = trace.exchange(*id);
            match (trace.is_one_exchange(*fetch), cause) {
                (true, _) => return None,
                (false, Cause::Initial) => format!("exchange {} starts: {method} {url}", id.0 + 1),
                (false, cause) => {
                    format!("exchange {} starts ({}): {method} {url}", id.0 + 1, cause.name())
                }
            }
        }
        EventKind::PacketSent(id) => packet_line(trace.packet(*id)),
        EventKind::MessageSent(id) => message_line(trace, trace.message(*id)),
        EventKind::StageStarted(id) => stage_line(trace.stage(*id)),
        EventKind::ExchangeFailed(_, failure) | EventKind::FetchFailed(_, failure) => {
            failure.to_string()
        }
        EventKind::ExchangeFinished(id) => {
            let Exchange { fetch, outcome, .. } = trace.exchange(*id);
            if trace.is_one_exchange(*fetch) {
                return None;
            }
            format!("exchange {} ends: {}", id.0 + 1, outcome_words(outcome.as_ref()))
        }
        EventKind::FetchFinished(id) => {
            let Fetch { exchanges, outcome, .. } = trace.fetch(*id);
            let mut outcome = outcome_words(outcome.as_ref());
            if let Some(error) = client_error(trace, *id) {
                let _ = write!(outcome, ": {}", error.line);
            }
            match (trace.is_one_exchange(*id), &exchanges[..]) {
                (true, [only]) => format!("exchange {} ends: {outcome}", only.0 + 1),
                _ => format!("fetch {} ends: {outcome}", id.0 + 1),
            }
        }
        EventKind::LimitReached(limit) => limit.to_string(),
    })
}

fn outcome_words(outcome: Option<&Outcome>) -> String {
    match outcome {
        Some(Outcome::Answered(code)) => code.to_string(),
        Some(Outcome::Failed(_)) | None => "no answer".to_owned(),
    }
}

fn line(trace: &Trace, event: &Event, what: &str) -> String {
    let at = instant(trace, event.at);
    let who = match &event.kind {
        EventKind::PacketSent(id) => arrow(trace, trace.packet(*id).from, trace.packet(*id).to),
        EventKind::MessageSent(id) => arrow(trace, trace.message(*id).from, trace.message(*id).to),
        EventKind::FetchStarted(_)
        | EventKind::ExchangeStarted(_)
        | EventKind::StageStarted(_)
        | EventKind::ExchangeFailed(..)
        | EventKind::ExchangeFinished(_)
        | EventKind::FetchFailed(..)
        | EventKind::FetchFinished(_)
        | EventKind::LimitReached(_) => trace.host(event.host).role.name().to_owned(),
    };
    // What came over the wire must not look like another line, or command a terminal.
    let what: String = what.chars().map(|c| if c.is_control() { '·' } else { c }).collect();
    format!("{at:>12}  {who:<22} {what}")
}

/// The time since the client started; what came before has a minus sign.
fn instant(trace: &Trace, at: Instant) -> String {
    match at < trace.booted_at {
        true => format!("-{}", Milliseconds::from(trace.booted_at - at)),
        false => Milliseconds::from(at - trace.booted_at).to_string(),
    }
}

fn arrow(trace: &Trace, from: crate::HostId, to: crate::HostId) -> String {
    format!("{} → {}", trace.host(from).role.name(), trace.host(to).role.name())
}

fn packet_line(packet: &Packet) -> String {
    let mut text = String::new();
    let content_len = packet.content.len();
    match &packet.transport {
        Transport::Udp { .. } => write!(text, "UDP, {content_len} octets"),
        Transport::Tcp { control, .. } if content_len == 0 => write!(text, "TCP {control}"),
        Transport::Tcp { control, .. } => write!(text, "TCP {control}, {content_len} octets"),
        Transport::Other(1) => write!(text, "ICMP"),
        Transport::Other(protocol) => write!(text, "IP protocol {protocol}"),
    }
    .expect("writing to a string succeeds");
    if packet.ip_version == IpVersion::V6 {
        text.push_str(" (IPv6)");
    }
    if let Transport::Tcp { seg_wnd: 0, control, .. } = packet.transport
        && !control.rst
    {
        text.push_str(" (zero window)");
    }
    if let Transport::Tcp { retransmission_of: Some(_), .. } = packet.transport {
        text.push_str(" (retransmission)");
    }
    if packet.received_at.is_none() {
        text.push_str(" lost");
    }
    text
}

/// A message in one line, without its content where that is sent later.
fn message_line(trace: &Trace, message: &Message) -> String {
    let first_line = message.content.first_line();
    let content = match trace.content_packet(message) {
        Some(_) => String::new(),
        None => content_words(trace, message),
    };
    first_line + &content + modelled(message.provenance)
}

/// The content of a request, which waited before it was sent.
fn content_line(trace: &Trace, message: &Message) -> String {
    let content = content_words(trace, message);
    format!("content of {}{content}", message.content.first_line())
}

/// The content of a message, with a space in front; its length where it is long.
fn content_words(trace: &Trace, message: &Message) -> String {
    let mut text = String::new();
    let (Content::HttpRequest { field_lines, body, .. }
    | Content::HttpResponse { field_lines, body, .. }) = &message.content
    else {
        return text;
    };
    let octets = trace.octets.join(body);
    if !octets.is_empty() && octets.len() <= 80 {
        text.push_str("  ");
        let media_type = field_lines.media_type();
        let charset = media_type.as_ref().and_then(|media_type| media_type.charset());
        text.push_str(&charset::text(&octets, charset, true));
    } else if !octets.is_empty() {
        let _ = write!(text, "  {} octets", octets.len());
    }
    text
}

fn modelled(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Modelled => "  (modelled)",
        Provenance::RealBytes | Provenance::Measured | Provenance::Hidden => "",
    }
}

fn stage_line(stage: &Stage) -> String {
    let took = Milliseconds::from(stage.ended_at - stage.started_at);
    let detail = if stage.detail.is_empty() { String::new() } else { format!(" {}", stage.detail) };
    match &stage.outcome {
        StageOutcome::Done => format!("{}{detail}, {took} ms", stage.kind.name()),
        StageOutcome::Refused(why) => format!("{}{detail}, {took} ms: {why}", stage.kind.name()),
    }
}

impl Content {
    /// The message in one line: a request line, a status line, a question, a statement.
    pub fn first_line(&self) -> String {
        match self {
            Self::DnsQuery { name, kind, .. } => format!("DNS {kind}? {name}"),
            Self::DnsResponse { flags, .. } if flags.truncated => "DNS truncated".to_owned(),
            Self::DnsResponse { response_code, answers, authority, .. } if answers.is_empty() => {
                match authority.iter().find(|record| record.kind == "NS") {
                    Some(server) => format!("DNS referral: {} NS {}", server.name, server.value),
                    None => format!("DNS {response_code}"),
                }
            }
            Self::DnsResponse { answers, .. } => {
                let values: Vec<String> = answers
                    .iter()
                    .map(|answer| format!("{} {}", answer.kind, answer.value))
                    .collect();
                format!("DNS {}", values.join(", "))
            }
            Self::HttpRequest { method, target, version, .. } => {
                format!("{method} {target} {version}")
            }
            Self::HttpResponse { version, status_code, reason_phrase, .. } => {
                format!("{version} {status_code} {reason_phrase}").trim_end().to_owned()
            }
            Self::Tls { messages } => {
                let names: Vec<String> = messages.iter().map(TlsMessage::name_in_full).collect();
                format!("TLS {}", names.join(", "))
            }
            Self::Http2Control { frames } => {
                let names: Vec<String> = frames.iter().map(Http2Frame::name_in_full).collect();
                format!("HTTP/2 {}", names.join(", "))
            }
            Self::SqlStatement(statement) => format!("SQL {}", statement.with_values_in_place()),
            Self::SqlResult(crate::SqlResult::Rows { rows, .. }) => match rows.len() {
                1 => "SQL 1 row".to_owned(),
                count => format!("SQL {count} rows"),
            },
            Self::SqlResult(crate::SqlResult::Changed { rows }) => format!("SQL {rows} changed"),
            Self::SqlResult(crate::SqlResult::Failed { reason }) => format!("SQL failed: {reason}"),
        }
    }
}

impl TlsMessage {
    /// The name; for an alert with what it says.
    pub fn name_in_full(&self) -> String {
        let described = self.details.iter().find(|line| line.name == "description");
        match described {
            Some(line) => format!("{} {}", self.name, line.value),
            None => self.name.clone(),
        }
    }
}

impl Http2Frame {
    /// The name; with the stream, and with the error code where there is one.
    pub fn name_in_full(&self) -> String {
        let code = self.details.iter().find(|line| line.name == "error_code");
        let code = code.map(|line| format!(" {}", line.value)).unwrap_or_default();
        match self.stream {
            0 => format!("{}{code}", self.name),
            stream => format!("{}{code} on stream {stream}", self.name),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Packets(count) => write!(f, "the run ends here: {count} packets were sent"),
            Self::Octets(count) => write!(f, "the run ends here: {count} octets were recorded"),
            Self::VirtualTimeMs(ms) => {
                write!(
                    f,
                    "the run ends here: nothing is simulated beyond {} ms",
                    Milliseconds(ms.saturating_mul(1_000_000))
                )
            }
            Self::Steps(count) => write!(f, "the run ends here: {count} steps were computed"),
        }
    }
}
