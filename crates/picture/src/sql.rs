//! What a statement asks of the database, and which one a result answers.

use trace::{Content, Message, SqlStatement, Trace};

/// What a statement asks for, by its first word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    /// To read rows.
    Select,
    /// To add rows.
    Insert,
    /// To change rows.
    Update,
    /// To remove rows.
    Delete,
    /// Anything else.
    Other,
}

impl Verb {
    /// What this statement asks for.
    pub fn of(statement: &SqlStatement) -> Self {
        let word = statement.text.split_whitespace().next().unwrap_or_default();
        let verbs = [
            ("SELECT", Self::Select),
            ("INSERT", Self::Insert),
            ("UPDATE", Self::Update),
            ("DELETE", Self::Delete),
        ];
        let found = verbs.into_iter().find(|(known, _)| word.eq_ignore_ascii_case(known));
        found.map_or(Self::Other, |(_, verb)| verb)
    }
}

/// What was asked for by the statement that a result answers: the last one of its exchange that its
/// database was sent before it.
pub(crate) fn verb_before(trace: &Trace, result: &Message) -> Verb {
    let before = trace.messages[..result.id.0 as usize].iter().rev();
    let mut asked = before.filter(|earlier| {
        (earlier.from, earlier.to, earlier.exchange) == (result.to, result.from, result.exchange)
    });
    asked
        .find_map(|earlier| match &earlier.content {
            Content::SqlStatement(statement) => Some(Verb::of(statement)),
            Content::DnsQuery { .. }
            | Content::DnsResponse { .. }
            | Content::Tls { .. }
            | Content::Http2Control { .. }
            | Content::HttpRequest { .. }
            | Content::HttpResponse { .. }
            | Content::SqlResult(_) => None,
        })
        .unwrap_or(Verb::Other)
}
