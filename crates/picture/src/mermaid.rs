//! The sequence as a Mermaid sequence diagram: participants, arrows and notes as course texts
//! word them.

use crate::catalogue::Say;
use crate::explain::stage;
use crate::label::is_in_packet_of_another;
use crate::late::is_lost;
use crate::text::{of_octets, on_one_line, pieces, shortened};
use crate::texts;
use crate::topology::place_among_others;
use crate::{Language, Piece, Sequence, Step, StepKind};
use trace::{
    ClientKind, Content, FieldLine, FieldLines, Host, Message, OctetRange, Role, SqlResult, Trace,
    ZoneTier,
};

/// The most steps; Mermaid itself refuses more than 500 arrows.
const STEPS_MAX: usize = 400;
/// The most characters of one line of text.
const LINE_CHARS_MAX: usize = 120;
/// The fields of a request that tell what it is about.
const REQUEST_FIELDS: &[&str] = &["host", "accept", "content-type", "authorization"];
/// The same of a request whose content waits for a word of the server.
const HEAD_FIELDS: &[&str] = &["host", "accept", "content-type", "authorization", "expect"];
/// The same of a response.
const RESPONSE_FIELDS: &[&str] = &["content-type", "location", "allow"];

/// The text of the diagram.
pub fn mermaid(sequence: &Sequence) -> String {
    let mut text = String::from("sequenceDiagram\n");
    for host in sequence.hosts() {
        let alias = alias(&sequence.trace, host, sequence.language);
        add_line(&mut text, &["participant ", &participant(&sequence.trace, host), " as ", &alias]);
    }
    for (index, step) in sequence.steps.iter().enumerate().take(STEPS_MAX) {
        let words = escaped_lines(&words(sequence, index, step));
        let [from, to] = [step.from, step.to]
            .map(|host| participant(&sequence.trace, sequence.trace.host(host)));
        match &step.kind {
            StepKind::Message(_) | StepKind::Packet(..) => {
                add_line(&mut text, &[&from, arrow(sequence, step), &to, ": ", &words]);
            }
            StepKind::Note(_)
            | StepKind::Further(_)
            | StepKind::Failure(_)
            | StepKind::Limit(_) => {
                add_line(&mut text, &["Note over ", &from, ": ", &words]);
            }
        }
    }
    if let Some(left_out) = sequence.steps.len().checked_sub(STEPS_MAX).filter(|n| *n > 0) {
        let words = sequence.language.write_count(texts::MERMAID_MORE, left_out as u64, &[]);
        let first = sequence.hosts().next().expect("the client has a lane");
        let over = participant(&sequence.trace, first);
        add_line(&mut text, &["Note over ", &over, ": ", &words]);
    }
    text
}

fn add_line(text: &mut String, pieces: &[&str]) {
    text.push_str("    ");
    pieces.iter().for_each(|piece| text.push_str(piece));
    text.push('\n');
}

/// A name for a host that Mermaid takes; the second host with a role is numbered, and so on.
fn participant(trace: &Trace, host: &Host) -> String {
    let word = match host.role {
        Role::UserAgent => "Client",
        Role::RecursiveResolver => "DNS",
        Role::AuthoritativeServer(ZoneTier::Root) => "Root",
        Role::AuthoritativeServer(ZoneTier::TopLevel) => "TLD",
        Role::AuthoritativeServer(ZoneTier::Below) => "Zone",
        Role::OriginServer => "Server",
        Role::Database => "DB",
    };
    match place_among_others(trace, host) {
        None | Some(0) => word.to_owned(),
        Some(place) => [word, &(place + 1).to_string()].concat(),
    }
}

/// What a host is called: where there are several of its role, by its own name as well.
fn alias(trace: &Trace, host: &Host, language: Language) -> String {
    let word = language.text(match (host.role, trace.scenario.world.client.kind) {
        (Role::RecursiveResolver, _) => texts::MERMAID_RESOLVER,
        (Role::AuthoritativeServer(ZoneTier::Root), _) => texts::MERMAID_ROOT,
        (Role::AuthoritativeServer(ZoneTier::TopLevel), _) => texts::MERMAID_TOP_LEVEL,
        (Role::AuthoritativeServer(ZoneTier::Below), _) => texts::MERMAID_AUTHORITATIVE,
        (Role::OriginServer, _) => texts::MERMAID_SERVER,
        (Role::Database, _) => texts::MERMAID_DATABASE,
        (Role::UserAgent, ClientKind::Browser) => texts::MERMAID_CLIENT_BROWSER,
        (Role::UserAgent, ClientKind::Python) => texts::MERMAID_CLIENT_PYTHON,
        (Role::UserAgent, ClientKind::MobileApp) => texts::MERMAID_CLIENT_MOBILE_APP,
        (Role::UserAgent, ClientKind::Curl) => texts::MERMAID_CLIENT_CURL,
        (Role::UserAgent, ClientKind::Server) => texts::MERMAID_CLIENT_SERVER,
    });
    match place_among_others(trace, host) {
        None => word.to_owned(),
        Some(_) => [word, " ", &escaped(&host.name)].concat(),
    }
}

/// Answers are dashed; what never arrives ends in a cross.
fn arrow(sequence: &Sequence, step: &Step) -> &'static str {
    match (sequence.is_answer(step), is_lost(sequence, step)) {
        (false, false) => "->>",
        (true, false) => "-->>",
        (false, true) => "-x",
        (true, true) => "--x",
    }
}

fn words(sequence: &Sequence, index: usize, step: &Step) -> Vec<String> {
    let trace = &*sequence.trace;
    match &step.kind {
        StepKind::Message(id) => message_words(sequence, index, step.piece, trace.message(*id)),
        StepKind::Note(stages) => {
            let stages = stages.iter().map(|id| trace.stage(*id));
            let said = stages.map(|stage| stage::mermaid_words(trace, stage, sequence.language));
            let mut lines: Vec<String> =
                said.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
            lines.dedup();
            lines
        }
        StepKind::Packet(..) | StepKind::Further(_) | StepKind::Failure(_) | StepKind::Limit(_) => {
            vec![sequence.label(index)]
        }
    }
}

fn message_words(
    sequence: &Sequence,
    index: usize,
    piece: Piece,
    message: &Message,
) -> Vec<String> {
    let http = |content: &Content, field_lines: &FieldLines, known, body| {
        let mut lines = vec![content.first_line()];
        lines.extend(telling_fields(field_lines, known));
        lines.extend(body_line(&sequence.trace, field_lines, body));
        lines
    };
    match &message.content {
        _ if is_in_packet_of_another(sequence, message) => vec![sequence.label(index)],
        Content::HttpRequest { field_lines, body, .. } if piece == Piece::Content => {
            let label = sequence.label(index);
            [Some(label), body_line(&sequence.trace, field_lines, body)]
                .into_iter()
                .flatten()
                .collect()
        }
        content @ Content::HttpRequest { field_lines, .. } if piece == Piece::Head => {
            http(content, field_lines, HEAD_FIELDS, &[])
        }
        content @ Content::HttpRequest { field_lines, body, .. } => {
            http(content, field_lines, REQUEST_FIELDS, body)
        }
        content @ Content::HttpResponse { field_lines, body, .. } => {
            http(content, field_lines, RESPONSE_FIELDS, body)
        }
        Content::SqlResult(SqlResult::Rows { rows, .. }) if rows.len() == 1 => {
            vec![sequence.language.text(texts::MERMAID_ROW).to_owned()]
        }
        // As course diagrams write it, without the mark that its values travel beside it.
        Content::SqlStatement(statement) => vec![statement.with_values_in_place()],
        Content::DnsQuery { .. }
        | Content::Tls { .. }
        | Content::Http2Control { .. }
        | Content::DnsResponse { .. }
        | Content::SqlResult(_) => vec![sequence.label(index)],
    }
}

fn telling_fields(field_lines: &[FieldLine], known: &[&str]) -> Vec<String> {
    let tells = |line: &&FieldLine| known.iter().any(|name| line.is(name));
    let shown = |line: &FieldLine| [&*line.name, ": ", &line.value].concat();
    field_lines.iter().filter(tells).map(shown).collect()
}

fn body_line(trace: &Trace, fields: &FieldLines, body: &[OctetRange]) -> Option<String> {
    let line = on_one_line(&of_octets(&pieces(trace, body), fields.media_type().as_ref()).text);
    (!line.is_empty()).then_some(line)
}

fn escaped_lines(lines: &[String]) -> String {
    let lines = lines.iter().map(|line| escaped(&shortened(&on_one_line(line), LINE_CHARS_MAX)));
    lines.collect::<Vec<_>>().join("<br/>")
}

/// A text that Mermaid shows as it is.
///
/// In Mermaid `;` ends a statement and `#` starts an entity; `<`, `>` and `&` are HTML, `\n` in
/// two characters is a line break, `%%` a comment, `$$` a formula, and a text that starts with
/// `wrap:` is a setting. Its preprocessor also drops semicolons from lines with `style` or
/// `classDef` in front of a colon.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let rest = &text[at..];
        let is_doubled = |sign: char| c == sign && (before == sign || rest[1..].starts_with(sign));
        let is_setting = at == 0 && (rest.starts_with("wrap") || rest.starts_with("nowrap"));
        let is_special = matches!(c, '#' | ';' | '<' | '>' | '&' | '\\')
            || is_doubled('%')
            || is_doubled('$')
            || is_setting
            || rest.starts_with("style")
            || rest.starts_with("classDef");
        if is_special {
            shown.push('#');
            shown.push_str(&(c as u32).to_string());
            shown.push(';');
        } else {
            shown.push(c);
        }
        before = c;
    }
    // A colon with nothing behind it is a syntax error.
    if shown.is_empty() { "#160;".to_owned() } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_mean_something_to_mermaid_are_escaped() {
        let check = |text: &str, shown: &str| assert_eq!(escaped(text), shown);
        check("GET /users/42 HTTP/1.1", "GET /users/42 HTTP/1.1");
        check(r#"{"id": 42, "name": "Alice"}"#, r#"{"id": 42, "name": "Alice"}"#);
        check("a;b#c<br/>&", "a#59;b#35;c#60;br/#62;#38;");
        check(r"{\n}", "{#92;n}");
        check("50% %%{init}%% $$x$$", "50% #37;#37;{init}#37;#37; #36;#36;x#36;#36;");
        check("wrap: end", "#119;rap: end");
        check("/mystyle:x", "/my#115;tyle:x");
        check("", "#160;");
        check("Grüße, 日本 end", "Grüße, 日本 end");
    }

    #[test]
    fn long_lines_are_cut_before_they_are_escaped() {
        let lines = [";".repeat(200)];
        let shown = escaped_lines(&lines);
        assert_eq!(shown.matches("#59;").count(), LINE_CHARS_MAX - 1);
        assert!(shown.ends_with('…'));
    }
}
