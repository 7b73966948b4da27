//! The sequence as text, one line a step; all fetches of a run, one line each; a request again and
//! again, one line a time.

use crate::catalogue::Say;
use crate::explain::{self, host_word, span};
use crate::replay::{Repeat, Replay};
use crate::texts;
use crate::{Language, Sequence, lifecycle, waterfall};
use trace::hidden::marked;
use trace::{FetchId, Trace};

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
    lines(sequence, vec![None; sequence.steps.len()])
}

/// Under a title a line for each step, with what stands behind it.
fn lines(sequence: &Sequence, behind: Vec<Option<String>>) -> String {
    let mut text = title(sequence);
    text.push('\n');
    for (step, behind) in behind.into_iter().enumerate() {
        text.push_str(&(step + 1).to_string());
        text.push_str(". ");
        text.push_str(&line(sequence, step));
        if let Some(behind) = behind {
            text.push(' ');
            text.push_str(&marked(&behind));
        }
        text.push('\n');
    }
    text
}

/// All that is shown, as a file: the steps, each with the stage of the call and its line of code where
/// Python asks, and where a run has more than one fetch all of these on one clock.
pub fn whole(sequence: &Sequence) -> String {
    let mut text = lines(sequence, lifecycle::told(sequence));
    if sequence.trace.fetches.len() > 1 {
        text.push('\n');
        text.push_str(&overview(&sequence.trace));
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

/// A request that was sent again and again, one line a time, and behind that what it shows and in what
/// the last time differs from the first.
pub fn replay(trace: &Trace, replay: &Replay, language: Language) -> String {
    let Replay { repeats, shows, differs } = replay;
    let name = repeats.first().map(|repeat| request_of(trace, repeat.fetch)).unwrap_or_default();
    let n_times = repeats.len() as u64;
    let mut text = language.write_count(texts::REPLAY_TITLE, n_times, &[("request", &name)]);
    text.push('\n');
    for Repeat { number, outcome, took_ms, retries, changes, .. } in repeats {
        let rows = match &**changes {
            "" => language.text(texts::REPLAY_NO_ROW).to_owned(),
            changes => marked(changes).into_owned(),
        };
        let number = number.to_string();
        let values =
            [("number", &*number), ("outcome", outcome), ("took", took_ms), ("rows", &*rows)];
        text.push_str(&language.write(texts::REPLAY_LINE, &values));
        if *retries > 0 {
            text.push(' ');
            let count = *retries as u64 + 1;
            text.push_str(&language.write_count(texts::REPLAY_LINE_AGAIN, count, &[]));
        }
        text.push('\n');
    }
    for (title, lines) in [(texts::REPLAY_SHOWS, shows), (texts::REPLAY_DIFFERS, differs)] {
        if !lines.is_empty() {
            text.push_str(language.text(title));
            text.push('\n');
        }
        for line in lines {
            text.push_str("- ");
            text.push_str(&marked(line));
            text.push('\n');
        }
    }
    text
}

fn request_of(trace: &Trace, fetch: FetchId) -> String {
    let fetch = trace.fetch(fetch);
    [&*fetch.method, " ", fetch.url.as_str()].concat()
}
