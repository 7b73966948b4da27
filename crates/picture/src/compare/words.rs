//! In what two sequences differ, in words. The first is called A and the second B, in every language.

use super::{Both, Comparison, Difference, Mark, Row, What, is_response};
use crate::catalogue::Say;
use crate::explain::{self, failure, octet_count};
use crate::label::milliseconds;
use crate::text::{on_one_line, shortened, shown_reason};
use crate::{Language, Sequence, texts};
use core::time::Duration;
use language::{Counted, Text};
use trace::hidden::marked;
use trace::{Content, FetchId, FieldLine, Outcome, RowChange, TableChange};

/// What the sides are called, in every language.
const NAMES: Both<&str> = ["A", "B"];
/// More lines are no short list; what they would say is marked at its step.
const LINES_MAX: usize = 12;
/// So much of a value is told.
const VALUE_CELLS: usize = 48;
/// In a longer text nobody looks for what differs.
const TEXT_OCTETS_MAX: usize = 4_000;

/// One line of what differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What it says.
    pub text: String,
    /// The steps that it leads to.
    pub steps: Row,
}

/// What differs, the most important first; one line that says so where nothing does. What only takes
/// another time is told as a whole.
pub fn said(comparison: &Comparison, both: Both<&Sequence>) -> Vec<Said> {
    let language = both[0].language;
    let nowhere = |text| Said { text, steps: [None; 2] };
    let mut lines = Vec::new();
    let mut n_more = 0;
    let mut rest = &*comparison.differences;
    while let Some((difference, behind)) = rest.split_first() {
        rest = behind;
        let line = match &difference.what {
            // What is done in another order is told as a whole.
            What::Order => {
                let is_order = |other: &&Difference| other.what == What::Order;
                let n_order = 1 + behind.iter().take_while(is_order).count();
                rest = &behind[n_order - 1..];
                Some(order(difference, n_order, both))
            }
            What::Only => {
                let n_joined = 1 + joined(comparison, difference, behind);
                rest = &behind[n_joined - 1..];
                Some(only(difference, n_joined, both))
            }
            _ => line(comparison, difference, both),
        };
        match line {
            // What several messages differ in alike is told once.
            Some(text) if lines.iter().any(|said: &Said| said.text == text) => {}
            Some(text) if lines.len() < LINES_MAX => {
                lines.push(Said { text, steps: difference.steps });
            }
            Some(_) => n_more += 1,
            None => {}
        }
    }
    if n_more > 0 {
        lines.push(nowhere(language.write_count(texts::COMPARE_MORE, n_more, &[])));
    }
    if lines.is_empty() {
        lines.push(nowhere(language.text(texts::COMPARE_NOTHING).to_owned()));
    }
    lines
}

/// The same as text, one line a difference, under what is compared; then one line a row of both.
pub fn text(comparison: &Comparison, both: Both<&Sequence>, names: Both<&str>) -> String {
    let mut text =
        both[0].language.write(texts::COMPARE_TITLE, &[("first", names[0]), ("second", names[1])]);
    for said in said(comparison, both) {
        text.push_str("\n- ");
        text.push_str(&marked(&said.text));
    }
    text.push('\n');
    text.push_str(both[0].language.text(texts::COMPARE_STEP_BY_STEP));
    text.push(' ');
    text.push_str(signs(both[0].language));
    text.push('\n');
    let marks = comparison.marks();
    for (number, (row, mark)) in (1..).zip(comparison.rows.iter().zip(marks)) {
        text.push_str(&row_line(number, row, mark, both));
        text.push('\n');
    }
    text
}

/// What the marks of rows mean.
pub fn signs(language: Language) -> &'static str {
    language.text(texts::COMPARE_SIGNS)
}

/// How long the step of a row takes on one side, with as many decimals as tell it apart from the other;
/// nothing where one side has none, or both take the same.
pub fn took_apart(row: &Row, both: Both<&Sequence>, side: usize) -> Option<String> {
    let took = |side: usize| {
        let step = both[side].steps.get(row[side]?)?;
        Some(step.ended_at?.since(step.started_at))
    };
    let (own, other) = (took(side)?, took(1 - side)?);
    [1, 3, 6].into_iter().find_map(|decimals| {
        let written = |took: Duration| format!("{:.decimals$} ms", trace::Milliseconds::from(took));
        (written(own) != written(other)).then(|| written(own))
    })
}

/// A row of both, e.g. `4. Δt GET /users/42. A 21.3 to 41.3 ms, B 141.3 to 281.3 ms`.
fn row_line(number: usize, row: &Row, mark: Option<Mark>, both: Both<&Sequence>) -> String {
    let labels = [0, 1].map(|side| row[side].map(|step| both[side].label(step)));
    let spans = [0, 1].map(|side| {
        let step = both[side].steps.get(row[side]?)?;
        Some([NAMES[side], " ", &*explain::span(both[side], step)].concat())
    });
    let sign = mark.map_or("=", |mark| mark.sign(true));
    let label = match &labels {
        [Some(first), Some(second)] if first != second => [&**first, " ≠ ", &**second].concat(),
        [Some(label), _] | [None, Some(label)] => label.clone(),
        [None, None] => String::new(),
    };
    let spans: Vec<String> = spans.into_iter().flatten().collect();
    let label = marked(&label);
    [&*number.to_string(), ". ", sign, " ", &*label, ". ", &*spans.join(", ")].concat()
}

/// How many steps of the same side stand right behind one that only this side has.
fn joined(comparison: &Comparison, first: &Difference, behind: &[Difference]) -> usize {
    let start = comparison.rows.iter().position(|row| *row == first.steps);
    let rows = start.map_or(&[][..], |start| &comparison.rows[start + 1..]);
    let is_same_side = |row: &Row| row[0].is_some() == first.steps[0].is_some();
    let goes_on = |(difference, row): &(&Difference, &Row)| {
        difference.what == What::Only && difference.steps == **row && is_same_side(row)
    };
    behind.iter().zip(rows).take_while(goes_on).count()
}

/// Steps that both have, in another order.
fn order(first: &Difference, count: usize, both: Both<&Sequence>) -> String {
    let label = first.steps[0].map(|step| both[0].label(step)).unwrap_or_default();
    let label = shortened(&label, VALUE_CELLS);
    both[0].language.write_count(texts::COMPARE_ORDER, count as u64, &[("label", &label)])
}

/// Steps that only one of them has.
fn only(first: &Difference, count: usize, both: Both<&Sequence>) -> String {
    let (sequence, step, counted): (_, _, Counted) = match first.steps {
        [Some(step), _] => (both[0], step, texts::COMPARE_ONLY_A),
        [None, step] => (both[1], step.unwrap_or_default(), texts::COMPARE_ONLY_B),
    };
    let label = shortened(&sequence.label(step), VALUE_CELLS);
    sequence.language.write_count(counted, count as u64, &[("label", &label)])
}

/// What a difference says; nothing where another line says it.
fn line(comparison: &Comparison, difference: &Difference, both: Both<&Sequence>) -> Option<String> {
    let language = both[0].language;
    let word = |key: Text| language.text(key).to_owned();
    let number = |counts: &Both<usize>| counts.map(|count| count.to_string());
    let (what, values) = match &difference.what {
        What::Outcome(outcomes) => (
            word(texts::COMPARE_OUTCOME),
            [0, 1].map(|side| outcome(both[side], outcomes[side].as_ref())),
        ),
        What::RoundTrips(counts) => (word(texts::COMPARE_ROUND_TRIPS), number(counts)),
        What::Time(times) => return time(*times, language),
        What::Connections(counts) => (word(texts::COMPARE_CONNECTIONS), number(counts)),
        What::LostPackets(counts) => (word(texts::COMPARE_LOST), number(counts)),
        What::Octets(counts) => (word(texts::COMPARE_OCTETS), number(counts)),
        What::TableChanges(changes) => {
            (word(texts::COMPARE_ROWS), changes.each_ref().map(|changes| rows(changes, language)))
        }
        What::Method(values) => (word(texts::COMPARE_METHOD), values.clone()),
        What::Target(values) => (word(texts::COMPARE_TARGET), values.clone()),
        What::Version(values) => (word(texts::COMPARE_VERSION), values.clone()),
        What::Status(_) if tells_outcome(comparison, difference) => return None,
        What::Status(codes) => (word(texts::COMPARE_STATUS), codes.map(|code| code.to_string())),
        What::Field(_) if difference.what.tells_of_time() => return None,
        What::Field(lines) if tells_length(comparison, difference, lines) => return None,
        What::Field(lines) => {
            let name = lines.iter().flatten().next().map_or("", |line| &line.name);
            let what = language.write(texts::COMPARE_FIELD, &[("name", name)]);
            (what, lines.each_ref().map(|lines| field(lines, language)))
        }
        What::Content(contents) => (
            word(match is_response(both[0], difference.steps[0]) {
                true => texts::COMPARE_CONTENT_OF_ANSWER,
                false => texts::COMPARE_CONTENT,
            }),
            contents.each_ref().map(|content| content_words(content, language)),
        ),
        What::Words(values) => (place(difference, both), apart(values)),
        What::Arrival(arrivals) => {
            let key =
                |arrives| if arrives { texts::COMPARE_ARRIVES } else { texts::COMPARE_IS_LOST };
            (label(difference, both), arrivals.map(|arrives| word(key(arrives))))
        }
        What::Order | What::Only | What::Duration(_) => return None,
    };
    let [first, second] = told_apart(values.map(|value| on_one_line(&value)));
    let values = [("what", &*what), ("first", &*first), ("second", &*second)];
    Some(language.write(texts::COMPARE_LINE, &values))
}

/// Whether the outcome was told at the same steps.
fn tells_outcome(comparison: &Comparison, difference: &Difference) -> bool {
    comparison
        .differences
        .iter()
        .any(|other| matches!(other.what, What::Outcome(_)) && other.steps == difference.steps)
}

/// Whether it is the length of a body that is told as well (RFC 9110 §8.6).
fn tells_length(
    comparison: &Comparison,
    difference: &Difference,
    lines: &Both<Vec<FieldLine>>,
) -> bool {
    let is_length = lines.iter().flatten().all(|line| line.is("content-length"));
    let is_body = |other: &Difference| {
        matches!(other.what, What::Content(_)) && other.steps == difference.steps
    };
    is_length && comparison.differences.iter().any(is_body)
}

/// Of what is listed, the items that are others: what both start or end with is left out.
fn apart(values: &Both<String>) -> Both<String> {
    const JOINED: &str = " · ";
    let items = values.each_ref().map(|value| value.split(JOINED).collect::<Vec<_>>());
    let [first, second] = &items;
    let same = |(a, b): &(&&str, &&str)| a == b;
    let n_head = first.iter().zip(second).take_while(same).count();
    let n_tail = first[n_head..].iter().rev().zip(second[n_head..].iter().rev());
    let n_tail = n_tail.take_while(same).count();
    items.map(|items| match &items[n_head..items.len() - n_tail] {
        [] => items.join(JOINED),
        apart => apart.join(JOINED),
    })
}

/// So much of both values that they are not the same: where they start alike for long, that is left out.
fn told_apart(values: Both<String>) -> Both<String> {
    let cut = values.each_ref().map(|value| shortened(value, VALUE_CELLS));
    if cut[0] != cut[1] {
        return cut;
    }
    let same = values[0].char_indices().zip(values[1].chars());
    let differs_at =
        same.take_while(|((_, a), b)| a == b).last().map_or(0, |((at, a), _)| at + a.len_utf8());
    let is_boundary = |c: char| c == ' ' || c == ',';
    let alike = &values[0][..differs_at];
    let near = alike.char_indices().rev().nth(VALUE_CELLS / 2).map_or(0, |(at, _)| at);
    let start = alike.rfind(is_boundary).map_or(0, |at| at + 1).max(near);
    values.map(|value| shortened(&["…", value[start..].trim_start()].concat(), VALUE_CELLS))
}

/// Who speaks to whom, or works.
fn place(difference: &Difference, both: Both<&Sequence>) -> String {
    let Some(step) = difference.steps[0].and_then(|step| both[0].steps.get(step)) else {
        return String::new();
    };
    let host = |id| crate::explain::host_word(&both[0].trace, id, both[0].language);
    let (from, to) = (crate::label::capitalized(&host(step.from)), host(step.to));
    if step.from == step.to { from } else { [&from, " → ", &*to].concat() }
}

fn label(difference: &Difference, both: Both<&Sequence>) -> String {
    let arrives = |side: &usize| {
        let step = difference.steps[*side]?;
        both[*side].steps[step].ended_at.map(|_| both[*side].label(step))
    };
    let label = [0, 1].iter().find_map(arrives).unwrap_or_default();
    shortened(&label, VALUE_CELLS)
}

fn outcome(sequence: &Sequence, outcome: Option<&Outcome>) -> String {
    match outcome {
        None => sequence.language.text(texts::COMPARE_UNFINISHED).to_owned(),
        Some(Outcome::Failed(why)) => sequence.language.text(failure::title(why)).to_owned(),
        Some(Outcome::Answered(code)) => {
            let reason = shown_reason(*code, reason_of(sequence, *code));
            [&code.to_string(), " ", reason].concat().trim_end().to_owned()
        }
    }
}

/// The reason phrase that came with a status code.
fn reason_of(sequence: &Sequence, code: u16) -> &str {
    let trace = &*sequence.trace;
    let shown: Option<FetchId> = sequence.fetch.or(trace.first_shown());
    let seen = shown.and_then(|id| trace.fetch(id).seen.as_ref());
    if let Some(seen) = seen.filter(|seen| seen.status_code == code) {
        return &seen.reason_phrase;
    }
    let response = shown.and_then(|id| trace.last_exchange(id)).and_then(|last| last.response);
    match response.map(|id| &trace.message(id).content) {
        Some(Content::HttpResponse { status_code, reason_phrase, .. }) if *status_code == code => {
            reason_phrase
        }
        Some(_) | None => "",
    }
}

/// How much faster one is; nothing where that is less than is ever told.
fn time([first, second]: Both<Duration>, language: Language) -> Option<String> {
    let (key, by) = match second < first {
        true => (texts::COMPARE_FASTER, first - second),
        false => (texts::COMPARE_SLOWER, second - first),
    };
    let [first, second, by] = [first, second, by].map(milliseconds);
    (first != second)
        .then(|| language.write(key, &[("first", &first), ("second", &second), ("by", &by)]))
}

fn field(lines: &[FieldLine], language: Language) -> String {
    let values: Vec<&str> = lines.iter().map(|line| line.value.as_str()).collect();
    match values.is_empty() {
        true => language.text(texts::COMPARE_NONE).to_owned(),
        false => values.join(", "),
    }
}

/// A text as it is, else its length.
fn content_words(content: &[u8], language: Language) -> String {
    match core::str::from_utf8(content) {
        Ok("") => language.text(texts::COMPARE_NONE).to_owned(),
        Ok(text) if text.len() <= TEXT_OCTETS_MAX => text.to_owned(),
        Ok(_) | Err(_) => octet_count(content.len(), language),
    }
}

/// Rows that were added, changed and removed.
pub(crate) fn rows(changes: &[TableChange], language: Language) -> String {
    if changes.is_empty() {
        return language.text(texts::COMPARE_NONE).to_owned();
    }
    let said = changes.iter().map(|change| {
        let (sign, row) = match &change.row {
            RowChange::Inserted { after } => ("+ ", after),
            RowChange::Updated { after, .. } => ("± ", after),
            RowChange::Deleted { before } => ("− ", before),
        };
        [sign, &change.table, " ", &row.join(", ")].concat()
    });
    said.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_starts_alike_is_told_from_where_it_differs() {
        let check = |first: &str, second: &str, expected: Both<&str>| {
            assert_eq!(told_apart([first, second].map(str::to_owned)), expected);
        };
        check("GET", "HEAD", ["GET", "HEAD"]);
        let head = "UPDATE profiles SET email='alice@example.com', city=";
        let [first, second] =
            ["'York'", "NULL"].map(|value| [head, value, " WHERE id=42"].concat());
        check(&first, &second, ["…city='York' WHERE id=42", "…city=NULL WHERE id=42"]);
        let long = "é".repeat(60);
        let near = ["…", &"é".repeat(VALUE_CELLS / 2 + 1)].concat();
        check(&long, &[&long, "x"].concat(), [&near, &[&near, "x"].concat()]);
    }
}
