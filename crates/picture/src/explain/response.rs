//! The Response card: what came of a fetch.

use super::message::{status_words, term_of_status};
use super::stage::use_of_it;
use super::{Family, failure};
use crate::catalogue::Say;
use crate::explain::octet_count;
use crate::text::{of_octets, pieces, shortened};
use crate::texts;
use crate::{Language, Sentence, Sequence, Step, StepKind, Term};
use trace::{
    Content, Exchange, FetchId, FieldLines, MediaType, MessageId, Outcome, ResponseSource,
    RowChange, SeenResponse, Stage, StageKind, TableChange, Trace, picture_type,
};

/// The most of a row that a sentence shows, in cells.
const ROW_CELLS_MAX: usize = 60;

/// The Response card of a fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResponseCard {
    /// An answer arrives, be it good or bad.
    Answer {
        /// The step that brings it.
        step: usize,
        /// What it says.
        answer: Answer,
    },
    /// No answer comes.
    Failure {
        /// The step that tells so.
        step: usize,
        /// E.g. `No such name: nothing reached the server`.
        title: &'static str,
        /// What happened.
        sentence: Sentence,
        /// What to do.
        advice: Sentence,
    },
    /// The run ended first.
    Unfinished {
        /// What happened.
        sentence: Sentence,
    },
}

/// An answer as the Response card shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// E.g. 200.
    pub status_code: u16,
    /// Status code and reason phrase, e.g. `200 OK`.
    pub title: String,
    /// The family of the status code.
    pub family: Family,
    /// What the status code means on the whole, e.g. `success`.
    pub meaning: &'static str,
    /// The definition of the status code, where there is one.
    pub term: Option<Term>,
    /// What its content is written in.
    pub media: Media,
    /// The header section.
    pub field_lines: FieldLines,
    /// The content as text, in the encoding that it says; what is wrong in it is replaced, and what
    /// is too long is cut.
    pub body: String,
    /// How many octets the content has.
    pub body_octets: usize,
    /// E.g. `… 70000 bytes in all`; empty where nothing was cut.
    pub body_cut: String,
    /// The content as a picture, where it is one that browsers show.
    pub picture: Option<Picture>,
    /// What this client does with it; empty if the run ended first.
    pub use_of_it: Sentence,
    /// What differs in the database because of it.
    pub changes: Sentence,
}

/// A content that is a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it is by its octets, e.g. `image/png`.
    pub media_type: &'static str,
    /// All of it.
    pub octets: Vec<u8>,
}

/// No more octets than this are shown as a picture: 1 MiB.
const PICTURE_OCTETS_MAX: usize = 1024 * 1024;

/// What a content is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// JSON, or built on it.
    Json,
    /// HTML.
    Html,
    /// Anything else.
    Other,
}

/// The Response card of a fetch, as far as this sequence shows it.
pub fn response(sequence: &Sequence, fetch: FetchId) -> ResponseCard {
    let language = sequence.language;
    let seen = sequence.trace.fetch(fetch).seen.as_ref();
    if let Some(seen) = seen.filter(|seen| seen.source != ResponseSource::Network) {
        return seen_card(sequence, fetch, seen).unwrap_or_else(|| unfinished(language));
    }
    let answered = sequence.trace.last_exchange(fetch);
    let answered = answered.and_then(|last| Some((last, last.response?)));
    let card = match (&sequence.trace.fetch(fetch).outcome, answered) {
        (Some(Outcome::Answered(_)), Some((exchange, message))) => {
            answer_card(sequence, exchange, message)
        }
        (Some(Outcome::Failed(why)), _) => {
            let is_failure = |kind: &StepKind| matches!(kind, StepKind::Failure(_));
            let step = sequence
                .steps
                .iter()
                .rposition(|step| step.fetch == Some(fetch) && is_failure(&step.kind));
            step.map(|step| ResponseCard::Failure {
                step,
                title: language.text(failure::title(why)),
                sentence: {
                    let story = failure::story(why, language);
                    let exchange = sequence.steps[step].exchange;
                    let told = failure::in_own_words(
                        &sequence.trace,
                        Some(fetch),
                        exchange,
                        failure::Told::Whole,
                        language,
                    );
                    told.into_iter().fold(story, Sentence::then)
                },
                advice: failure::advice(
                    &sequence.trace,
                    why,
                    sequence.steps[step].started_at,
                    language,
                ),
            })
        }
        (Some(Outcome::Answered(_)), None) | (None, _) => None,
    };
    card.unwrap_or_else(|| unfinished(language))
}

fn unfinished(language: Language) -> ResponseCard {
    ResponseCard::Unfinished { sentence: language.say(texts::CARD_UNFINISHED, &[]) }
}

/// The card of an answer that the client had: it is there where the client uses it.
fn seen_card(sequence: &Sequence, fetch: FetchId, seen: &SeenResponse) -> Option<ResponseCard> {
    let trace = &sequence.trace;
    // What a program that was recorded did with it, nobody knows.
    let has_used = |stage: &&Stage| stage.kind == StageKind::UseResponse;
    let is_use = |stage: &&Stage| {
        stage.fetch == Some(fetch)
            && (has_used(stage) || stage.kind == StageKind::RecordedFromCache)
    };
    let used = trace.stages.iter().find(is_use)?;
    let has_it = |step: &Step| match &step.kind {
        StepKind::Note(stages) => stages.contains(&used.id),
        _ => false,
    };
    let step = sequence.steps.iter().rposition(has_it)?;
    let body = [&*seen.body];
    let status = (seen.status_code, &*seen.reason_phrase);
    let said = (status, &seen.field_lines, &body[..]);
    let answer = answer(trace, fetch, said, Some(used).filter(has_used), sequence.language);
    Some(ResponseCard::Answer { step, answer })
}

fn answer_card(
    sequence: &Sequence,
    exchange: &Exchange,
    message: MessageId,
) -> Option<ResponseCard> {
    // At the level of packets an answer has come when its last packet has. What comes behind it
    // only repeats what has arrived.
    let received_at = sequence.trace.message(message).received_at;
    let of_it = |step: &Step| step.message() == Some(message);
    let arrives =
        |step: &Step| of_it(step) && step.ended_at.is_some() && step.ended_at <= received_at;
    let steps = &sequence.steps;
    let step = steps.iter().rposition(arrives).or_else(|| steps.iter().rposition(of_it))?;
    let trace = &sequence.trace;
    let Content::HttpResponse { status_code, reason_phrase, field_lines, body, .. } =
        &trace.message(message).content
    else {
        return None;
    };
    let mut stages = trace.stages.iter();
    let used = stages
        .find(|stage| stage.kind == StageKind::UseResponse && stage.exchange == Some(exchange.id));
    // What came may be packed; shown is what the client's code gets.
    let seen = trace.fetch(exchange.fetch).seen.as_ref();
    let body = seen.map_or_else(|| pieces(trace, body), |seen| vec![&*seen.body]);
    let field_lines = seen.map_or(field_lines, |seen| &seen.field_lines);
    let said = ((*status_code, &**reason_phrase), field_lines, &*body);
    let answer = answer(trace, exchange.fetch, said, used, sequence.language);
    Some(ResponseCard::Answer { step, answer })
}

fn answer(
    trace: &Trace,
    fetch: FetchId,
    (status, field_lines, body): ((u16, &str), &FieldLines, &[&[u8]]),
    used: Option<&Stage>,
    language: Language,
) -> Answer {
    let (status_code, reason_phrase) = status;
    let family = Family::of(status_code);
    let (text, body_cut) = body_text(body, field_lines, language);
    Answer {
        status_code,
        title: status_words(status_code, reason_phrase),
        family,
        meaning: Family::meaning_of(status_code, language),
        term: term_of_status(status_code),
        media: match field_lines.media_type() {
            Some(kind) if kind.is_json() => Media::Json,
            Some(kind) if kind.is_html() => Media::Html,
            Some(_) | None => Media::Other,
        },
        picture: picture(body, field_lines.media_type().as_ref()),
        field_lines: field_lines.clone(),
        body: text,
        body_octets: body.iter().map(|piece| piece.len()).sum(),
        body_cut,
        use_of_it: used.map(|stage| use_of_it(trace, stage, language)).unwrap_or_default(),
        changes: changes(trace.table_changes(fetch), language),
    }
}

/// The content as a picture, where it is said to be one and is.
fn picture(body: &[&[u8]], said: Option<&MediaType>) -> Option<Picture> {
    let said = said.filter(|said| said.essence().starts_with("image/"))?;
    let count: usize = body.iter().map(|piece| piece.len()).sum();
    if count > PICTURE_OCTETS_MAX {
        return None;
    }
    let octets = body.concat();
    let svg = said.is_svg().then_some("image/svg+xml");
    let media_type = picture_type(&octets).or(svg)?;
    Some(Picture { media_type, octets })
}

/// The changes of the tables: both where there are two, else the first one and how many more there are.
fn changes<'a>(mut changes: impl Iterator<Item = &'a TableChange>, language: Language) -> Sentence {
    let Some(first) = changes.next() else {
        return language.say(texts::ROWS_UNCHANGED, &[]);
    };
    let said = change(first, language);
    match (changes.next(), changes.count()) {
        (None, _) => said,
        (Some(second), 0) => said.then(change(second, language)),
        (Some(_), others) => {
            said.then(language.say_count(texts::ROWS_MORE, others as u64 + 1, &[]))
        }
    }
}

fn change(change: &TableChange, language: Language) -> Sentence {
    let shown = |row: &[String]| shortened(&row.join(", "), ROW_CELLS_MAX);
    let (key, row, before) = match &change.row {
        RowChange::Inserted { after } => (texts::ROW_ADDED, shown(after), String::new()),
        RowChange::Updated { before, after } => (texts::ROW_CHANGED, shown(after), shown(before)),
        RowChange::Deleted { before } => (texts::ROW_REMOVED, shown(before), String::new()),
    };
    language.say(key, &[("table", &*change.table), ("row", &row), ("before", &before)])
}

/// A body as text, and a word on how long it is where it was cut or is no text.
pub(super) fn body_text(
    body: &[&[u8]],
    field_lines: &FieldLines,
    language: Language,
) -> (String, String) {
    let clipped = of_octets(body, field_lines.media_type().as_ref());
    let count = octet_count(clipped.octet_count, language);
    let cut = match (clipped.clipped, clipped.text.is_empty()) {
        (true, true) => language.write(texts::BODY_NO_TEXT, &[("count", &count)]),
        (true, false) => language.write(texts::BODY_CLIPPED, &[("count", &count)]),
        (false, _) => String::new(),
    };
    (clipped.text, cut)
}

impl ResponseCard {
    /// What the card says before its step: `Arrives at step 8.`
    pub fn announcement(&self, language: Language) -> String {
        let (key, step) = match self {
            Self::Answer { step, .. } => (texts::CARD_ARRIVES, *step),
            Self::Failure { step, .. } => (texts::CARD_ENDS, *step),
            Self::Unfinished { sentence } => return sentence.plain_text(),
        };
        language.write(key, &[("step", &(step + 1).to_string())])
    }

    /// The step from which on the card is open; `None` if the run ended first.
    pub fn step(&self) -> Option<usize> {
        match self {
            Self::Answer { step, .. } | Self::Failure { step, .. } => Some(*step),
            Self::Unfinished { .. } => None,
        }
    }
}
