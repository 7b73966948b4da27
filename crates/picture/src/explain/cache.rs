//! What a client finds among the answers that it keeps, and what it makes of a new one: by the word
//! with which the detail of its stage starts.

use crate::catalogue::Reason;
use crate::texts;
use language::Text;
use trace::Stage;

/// Note, sentence and Mermaid of a look, and why.
pub(super) fn found(stage: &Stage) -> ([Text; 3], Reason) {
    match what(stage) {
        "fresh" => (
            [texts::NOTE_COPY_FRESH, texts::STAGE_COPY_FRESH, texts::MERMAID_COPY_FRESH],
            Reason::CopyFresh,
        ),
        "immutable" => (
            [texts::NOTE_COPY_FRESH, texts::STAGE_COPY_IMMUTABLE, texts::MERMAID_COPY_FRESH],
            Reason::CopyImmutable,
        ),
        "stale, which is allowed" | "taken however old" => (
            [texts::NOTE_COPY_TAKEN, texts::STAGE_COPY_TAKEN, texts::MERMAID_COPY_TAKEN],
            Reason::CopyStaleAllowed,
        ),
        "stale, and asked about meanwhile" => (
            [texts::NOTE_COPY_MEANWHILE, texts::STAGE_COPY_MEANWHILE, texts::MERMAID_COPY_TAKEN],
            Reason::CopyMeanwhile,
        ),
        "instead of an error" => (
            [
                texts::NOTE_COPY_FOR_ERROR,
                texts::STAGE_COPY_FOR_ERROR,
                texts::MERMAID_COPY_FOR_ERROR,
            ],
            Reason::CopyForError,
        ),
        "another variant" => (
            [texts::NOTE_COPY_OF_OTHER, texts::STAGE_COPY_OF_OTHER, texts::MERMAID_COPY_OF_OTHER],
            Reason::CopyOfOther,
        ),
        "another part" => (
            [texts::NOTE_COPY_IN_PART, texts::STAGE_COPY_IN_PART, texts::MERMAID_COPY_IN_PART],
            Reason::CopyInPart,
        ),
        "nothing" => (
            [texts::NOTE_COPY_NONE, texts::STAGE_COPY_NONE, texts::MERMAID_COPY_NONE],
            Reason::CopyStale,
        ),
        "asked about by mode" | "asked about by request" => (
            [texts::NOTE_COPY_ASKED, texts::STAGE_COPY_ASKED, texts::MERMAID_COPY_ASKED],
            Reason::CopyAsked,
        ),
        "asked about each time" => (
            [texts::NOTE_COPY_ASKED, texts::STAGE_COPY_EACH_TIME, texts::MERMAID_COPY_ASKED],
            Reason::CopyAsked,
        ),
        // Stale, outdated, older than asked, or fresh for too short.
        _ => (
            [texts::NOTE_COPY_STALE, texts::STAGE_COPY_STALE, texts::MERMAID_COPY_STALE],
            Reason::CopyStale,
        ),
    }
}

/// Note, sentence and Mermaid of what becomes of an answer, and why.
pub(super) fn kept(stage: &Stage) -> ([Text; 3], Reason) {
    match what(stage) {
        "new" if stage.detail.ends_with("a guess") => (
            [texts::NOTE_KEEP, texts::STAGE_KEEP_BY_GUESS, texts::MERMAID_KEEP],
            Reason::KeepByGuess,
        ),
        "new" | "put together" => {
            ([texts::NOTE_KEEP, texts::STAGE_KEEP, texts::MERMAID_KEEP], Reason::Keep)
        }
        "still good" | "still good by HEAD" => (
            [texts::NOTE_STILL_GOOD, texts::STAGE_STILL_GOOD, texts::MERMAID_STILL_GOOD],
            Reason::StillGood,
        ),
        "no longer good" => (
            [
                texts::NOTE_NO_LONGER_GOOD,
                texts::STAGE_NO_LONGER_GOOD,
                texts::MERMAID_NO_LONGER_GOOD,
            ],
            Reason::StillGood,
        ),
        "not kept" => (
            [texts::NOTE_NOT_KEPT, texts::STAGE_NOT_KEPT, texts::MERMAID_NOT_KEPT],
            Reason::NotKept,
        ),
        _ => (
            [texts::NOTE_KEEP_TO_ASK, texts::STAGE_KEEP_TO_ASK, texts::MERMAID_KEEP_TO_ASK],
            Reason::KeepToAsk,
        ),
    }
}

fn what(stage: &Stage) -> &str {
    parts(stage).0
}

/// What stands behind the word.
pub(super) fn parts(stage: &Stage) -> (&str, &str) {
    stage.detail.split_once(": ").unwrap_or((&stage.detail, ""))
}

/// How old what was found is, and for how long it is good, in seconds.
pub(super) fn seconds(stage: &Stage) -> (&str, &str) {
    let mut numbers = parts(stage).1.split(|c: char| !c.is_ascii_digit());
    let mut next = || numbers.find(|number| !number.is_empty()).unwrap_or_default();
    (next(), next())
}
