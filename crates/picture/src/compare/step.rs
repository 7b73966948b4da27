//! In what two steps differ that belong together.

use super::{Both, Difference, Row, What};
use crate::text::pieces;
use crate::{Carried, Piece, Sequence, Step, StepKind};
use core::time::Duration;
use trace::{Content, FieldLine, MessageId, StageOutcome};

/// The differences of one row.
pub(super) fn differences(both: Both<&Sequence>, row: Row) -> Vec<Difference> {
    let [Some(first), Some(second)] = row else {
        return vec![Difference { what: What::Only, steps: row }];
    };
    let steps = [&both[0].steps[first], &both[1].steps[second]];
    let mut found = match (start(steps[0]), start(steps[1])) {
        (Some(first), Some(second)) => {
            of_messages(both, [first, second], steps.map(|step| step.piece))
        }
        (None, _) | (_, None) => Vec::new(),
    };
    let arrivals = steps.map(|step| step.ended_at.is_some());
    if arrivals[0] != arrivals[1] {
        found.push(What::Arrival(arrivals));
    }
    if found.is_empty() {
        let labels = [both[0].label(first), both[1].label(second)];
        let sayings = [saying(both[0], steps[0]), saying(both[1], steps[1])];
        let told = if labels[0] == labels[1] { sayings } else { labels };
        if told[0] != told[1] {
            found.push(What::Words(told));
        }
    }
    if let [Some(first), Some(second)] = steps.map(duration)
        && first != second
    {
        found.push(What::Duration([first, second]));
    }
    found.into_iter().map(|what| Difference { what, steps: row }).collect()
}

/// The message that a step starts: what goes on with one says nothing of it anew.
fn start(step: &Step) -> Option<MessageId> {
    match step.kind {
        StepKind::Message(id) | StepKind::Packet(_, Carried::Start(id)) => Some(id),
        StepKind::Packet(..)
        | StepKind::Note(_)
        | StepKind::Further(_)
        | StepKind::Failure(_)
        | StepKind::Limit(_) => None,
    }
}

fn duration(step: &Step) -> Option<Duration> {
    step.ended_at.map(|ended_at| ended_at.since(step.started_at))
}

/// In what two messages of HTTP differ; of a head that travels alone nothing is said of the content, and
/// of a content no more than that.
fn of_messages(both: Both<&Sequence>, ids: Both<MessageId>, parts: Both<Piece>) -> Vec<What> {
    let contents = [0, 1].map(|side| &both[side].trace.message(ids[side]).content);
    let mut found = Vec::new();
    let bodies = match contents {
        [
            Content::HttpRequest { method, target, version, body, .. },
            Content::HttpRequest {
                method: method2,
                target: target2,
                version: version2,
                body: body2,
                ..
            },
        ] => {
            if method != method2 {
                found.push(What::Method([method.clone(), method2.clone()]));
            }
            if target != target2 {
                found.push(What::Target([target.clone(), target2.clone()]));
            }
            if version != version2 {
                found.push(What::Version([version.clone(), version2.clone()]));
            }
            [body, body2]
        }
        [
            Content::HttpResponse { status_code, version, body, .. },
            Content::HttpResponse { status_code: code2, version: version2, body: body2, .. },
        ] => {
            if status_code != code2 {
                found.push(What::Status([*status_code, *code2]));
            }
            if version != version2 {
                found.push(What::Version([version.clone(), version2.clone()]));
            }
            [body, body2]
        }
        _ => return found,
    };
    if parts.contains(&Piece::Content) {
        found.clear();
    } else {
        found.extend(of_fields([0, 1].map(|side| fields(both[side], ids[side]))));
    }
    let contents = [0, 1].map(|side| pieces(&both[side].trace, bodies[side]).concat());
    if contents[0] != contents[1] && !parts.contains(&Piece::Head) {
        found.push(What::Content(contents));
    }
    found
}

/// The lines of header and trailer section.
fn fields(sequence: &Sequence, id: MessageId) -> Vec<FieldLine> {
    let trailers = sequence.trace.trailers_of(id);
    match &sequence.trace.message(id).content {
        Content::HttpRequest { field_lines, .. } | Content::HttpResponse { field_lines, .. } => {
            field_lines.iter().chain(trailers).cloned().collect()
        }
        _ => trailers.to_vec(),
    }
}

/// Fields of one name are one (RFC 9110 §5.3), and names have no case (§5.1). What HTTP/2 says in pseudo
/// fields is compared as what it is: `:authority` as Host, the rest as method, target and status code
/// (RFC 9113 §8.3).
fn of_fields(both: Both<Vec<FieldLine>>) -> Vec<What> {
    let name = |line: &FieldLine| match line.name.to_ascii_lowercase() {
        name if name == ":authority" => "host".to_owned(),
        name => name,
    };
    let mut names: Vec<String> = both.iter().flatten().map(name).collect();
    names.retain(|name| !name.starts_with(':'));
    names.sort_unstable();
    names.dedup();
    let differing = names.into_iter().filter_map(|known| {
        let lines = both.each_ref().map(|lines| -> Vec<FieldLine> {
            lines.iter().filter(|line| name(line) == known).cloned().collect()
        });
        let values = lines
            .each_ref()
            .map(|lines| -> Vec<&str> { lines.iter().map(|line| line.value.as_str()).collect() });
        (values[0] != values[1]).then_some(What::Field(lines))
    });
    differing.collect()
}

/// What a step says beyond its label: all of the records, frames, rows; how its work ended.
fn saying(sequence: &Sequence, step: &Step) -> String {
    let trace = &*sequence.trace;
    let lines = |details: &[FieldLine]| -> String {
        details.iter().map(|line| format!(" {}={}", line.name, line.value)).collect()
    };
    match (&step.kind, step.message()) {
        (StepKind::Note(stages), _) => {
            let said = stages.iter().map(|id| {
                let stage = trace.stage(*id);
                let found = match &stage.outcome {
                    StageOutcome::Done => "",
                    StageOutcome::Refused(why) => why,
                };
                [stage.kind.name(), &stage.detail, found].join(" ").trim_end().to_owned()
            });
            said.collect::<Vec<_>>().join(" · ")
        }
        (StepKind::Failure(failure), _) => failure.to_string(),
        (_, Some(id)) => match &trace.message(id).content {
            Content::DnsResponse { response_code, answers, authority, .. } => {
                let records = answers.iter().chain(authority);
                let records = records.map(|record| {
                    format!("{} {} {} {}", record.name, record.ttl_s, record.kind, record.value)
                });
                [response_code.clone()].into_iter().chain(records).collect::<Vec<_>>().join(" · ")
            }
            Content::DnsQuery { name, kind, .. } => format!("{name} {kind}"),
            Content::Tls { messages } => {
                let said = messages.iter().map(|said| said.name.clone() + &lines(&said.details));
                said.collect::<Vec<_>>().join(" · ")
            }
            Content::Http2Control { frames } => {
                let said = frames.iter().map(|said| said.name.clone() + &lines(&said.details));
                said.collect::<Vec<_>>().join(" · ")
            }
            Content::SqlStatement(statement) => statement.with_values_in_place(),
            Content::SqlResult(trace::SqlResult::Rows { rows, .. }) => {
                let rows = rows.iter().map(|row| row.join(", "));
                rows.collect::<Vec<_>>().join(" · ")
            }
            Content::SqlResult(_) | Content::HttpRequest { .. } | Content::HttpResponse { .. } => {
                String::new()
            }
        },
        (_, None) => String::new(),
    }
}
