//! Write it yourself: a request of HTTP/1.1, octet for octet. The server's real parser reads it; what
//! came of it decides.

use crate::exercise::Goal;
use crate::kinds::make;
use crate::predicate::Predicate;
use crate::{Aims, Exercise, Given, Kind, Told, Verdict, texts, told};
use trace::{Content, FieldLines, Request, Trace};

/// As much of what an error answer says is told, in characters.
const DETAIL_CHARS_MAX: usize = 200;

/// Asks for a request that makes one of the aims true. `None` where there is none.
pub fn write_it_yourself(aims: &Aims, seed: u64) -> Option<Exercise> {
    let Kind::Make(Goal { predicates, .. }) = aims.exercise(seed)?.kind else { return None };
    Some(write_to_reach(predicates))
}

/// Asks for a request that makes all of these true.
pub(crate) fn write_to_reach(predicates: Vec<Predicate>) -> Exercise {
    Exercise {
        question: told!(texts::WRITE, aim = make::aim(&predicates)),
        given: Given::Nothing,
        kind: Kind::Write(Goal { predicates, fewest: None }),
    }
}

/// A request as it is written in HTTP/1.1 (RFC 9112 §3 to §6), with Host and Content-Length where it
/// has none.
pub fn written(request: &Request) -> Vec<u8> {
    let Request { method, url, field_lines, body, .. } = request;
    let mut head = format!("{method} {} HTTP/1.1\r\n", url.origin_form());
    if field_lines.value("host").is_none() {
        head.push_str(&format!("Host: {}\r\n", url.host_field()));
    }
    for line in field_lines.iter() {
        head.push_str(&format!("{}: {}\r\n", line.name, line.value));
    }
    if !body.is_empty() && !has_length(field_lines) {
        head.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    head.push_str("\r\n");
    [head.as_bytes(), body].concat()
}

fn has_length(field_lines: &FieldLines) -> bool {
    field_lines.value("content-length").or(field_lines.value("transfer-encoding")).is_some()
}

/// Whether what came of it is what was to happen; and what the server made of it.
pub(crate) fn judge(goal: &Goal, trace: &Trace) -> Verdict {
    let mut verdict = make::judge(goal, None, trace);
    let answer = trace.messages.iter().rev().find_map(|message| match &message.content {
        Content::HttpResponse { status_code, reason_phrase, body, .. } => {
            Some((*status_code, format!("{status_code} {reason_phrase}"), body))
        }
        Content::HttpRequest { .. }
        | Content::DnsQuery { .. }
        | Content::DnsResponse { .. }
        | Content::Tls { .. }
        | Content::Http2Control { .. }
        | Content::SqlStatement(_)
        | Content::SqlResult(_) => None,
    });
    let Some((status_code, answer, body)) = answer else {
        verdict.feedback.push(Told::from(texts::WRITE_NO_ANSWER));
        return verdict;
    };
    verdict.feedback.push(told!(texts::WRITE_ANSWER, answer = answer));
    if status_code >= 400
        && let Some(text) = detail(&trace.octets.join(body))
    {
        verdict.feedback.push(told!(texts::WRITE_ANSWER_SAYS, text = text));
    }
    verdict
}

/// What an error answer says of itself (RFC 9457 §3.1.4).
fn detail(body: &[u8]) -> Option<String> {
    let problem: serde_json::Value = serde_json::from_str(core::str::from_utf8(body).ok()?).ok()?;
    let text = problem.get("detail").or(problem.get("title"))?.as_str()?;
    Some(text.chars().take(DETAIL_CHARS_MAX).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_written_line_by_line() {
        let check = |method: &str, fields: &[(&str, &str)], body: &str, expected: &str| {
            let fields: Vec<(String, String)> =
                fields.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
            let url = "http://api.example.com/users?a=1";
            let request = Request::parse(method, url, &fields, body.into()).expect("it is good");
            assert_eq!(String::from_utf8_lossy(&written(&request)), expected);
        };
        let start = "GET /users?a=1 HTTP/1.1\r\nHost: api.example.com\r\n";
        check("GET", &[], "", &format!("{start}\r\n"));
        check("GET", &[("Accept", "text/html")], "", &format!("{start}Accept: text/html\r\n\r\n"));
        check("GET", &[], "abc", &format!("{start}Content-Length: 3\r\n\r\nabc"));
        check("GET", &[("Host", "b")], "", "GET /users?a=1 HTTP/1.1\r\nHost: b\r\n\r\n");
    }
}
