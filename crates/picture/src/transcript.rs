//! The sequence as text, one line a step; all fetches of a run, one line each.

use crate::catalogue::Say;
use crate::explain::{self, host_word, span};
use crate::texts;
use crate::{Sequence, waterfall};
use trace::Trace;

/// Who, when, what and why, in one line: the item of the ordered list.
pub fn line(sequence: &Sequence, step: usize) -> String {
    let (trace, language) = (&*sequence.trace, sequence.language);
    let shown = &sequence.steps[step];
    let key = match shown.from == shown.to {
        true => texts::TRANSCRIPT_LINE_ONE,
        false => texts::TRANSCRIPT_LINE_TWO,
    };
    let values = [
        ("from", &*host_word(trace, shown.from, language)),
        ("to", &*host_word(trace, shown.to, language)),
        ("span", &*span(sequence, shown)),
        ("label", &*sequence.label(step)),
        ("what", &*explain::sentence(sequence, step).plain_text()),
    ];
    language.write(key, &values)
}

/// The whole sequence, numbered, one line a step, under a title.
pub fn text(sequence: &Sequence) -> String {
    let mut text = title(sequence);
    text.push('\n');
    for step in 0..sequence.steps.len() {
        text.push_str(&(step + 1).to_string());
        text.push_str(". ");
        text.push_str(&line(sequence, step));
        text.push('\n');
    }
    text
}

/// What is told: the requests, and how many steps they take.
pub fn title(sequence: &Sequence) -> String {
    let shown = sequence.trace.fetches.iter();
    let shown = shown.filter(|fetch| sequence.fetch.is_none_or(|only| only == fetch.id));
    let requests: Vec<String> =
        shown.map(|fetch| format!("{} {}", fetch.method, fetch.url)).collect();
    let values = [("request", &*requests.join(", "))];
    sequence.language.write_count(texts::TITLE, sequence.steps.len() as u64, &values)
}

/// All fetches of a run, numbered by their names, one line a fetch, under how many they are.
pub fn overview(trace: &Trace) -> String {
    let language = language::current();
    let n_fetches = trace.fetches.len() as u64;
    let mut text = language.write_count(texts::OVERVIEW_TITLE, n_fetches, &[]);
    text.push('\n');
    for line in waterfall::told(trace) {
        text.push_str(&line);
        text.push('\n');
    }
    text
}
