//! What was done of lessons, as it is kept in the browser: which parts, what was right, how often it was
//! tried, and when. Nothing says who did it.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The version of what is written and read.
const VERSION: u64 = 1;

/// What was done of all lessons.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    roundtrip_progress: u64,
    /// By their names.
    pub lessons: BTreeMap<String, Done>,
}

/// What was done of one lesson.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The parts that were gone through, from 0.
    pub parts: BTreeSet<usize>,
    /// What was answered, by part.
    pub exercises: BTreeMap<usize, Answered>,
    /// When something of it was done last, as RFC 3339 has it.
    pub at: String,
}

/// What was answered to an exercise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// Whether it was right at the first try.
    pub at_first: bool,
    /// Whether it was right at some try.
    pub right: bool,
    /// How often it was tried.
    pub tries: u32,
}

impl Progress {
    /// A part of a lesson was gone through.
    pub fn part_done(&mut self, lesson: &str, part: usize, now: &str) {
        let done = self.of_mut(lesson, now);
        done.parts.insert(part);
    }

    /// An exercise was answered.
    pub fn answered(&mut self, lesson: &str, part: usize, is_right: bool, now: &str) {
        let answered = self.of_mut(lesson, now).exercises.entry(part).or_default();
        answered.at_first |= is_right && answered.tries == 0;
        answered.right |= is_right;
        answered.tries = answered.tries.saturating_add(1);
    }

    /// What was answered of an exercise elsewhere is not less than what is known here.
    pub fn answered_elsewhere(
        &mut self,
        lesson: &str,
        part: usize,
        right: bool,
        tries: u32,
        now: &str,
    ) {
        let answered = self.of_mut(lesson, now).exercises.entry(part).or_default();
        answered.at_first |= right && tries == 1 && answered.tries == 0;
        answered.right |= right;
        answered.tries = answered.tries.max(tries);
    }

    fn of_mut(&mut self, lesson: &str, now: &str) -> &mut Done {
        let done = self.lessons.entry(lesson.to_owned()).or_default();
        now.clone_into(&mut done.at);
        done
    }

    /// What was done of a lesson.
    pub fn of(&self, lesson: &str) -> Done {
        self.lessons.get(lesson).cloned().unwrap_or_default()
    }

    /// What [`Self::from_text`] reads: JSON, in lines.
    pub fn to_text(&self) -> String {
        let written = Self { roundtrip_progress: VERSION, ..self.clone() };
        serde_json::to_string_pretty(&written).unwrap_or_default() + "\n"
    }

    /// Reads what was kept; what another version wrote says nothing.
    pub fn from_text(text: &str) -> Self {
        let read: Option<Self> = serde_json::from_str(text).ok();
        read.filter(|read| read.roundtrip_progress == VERSION).unwrap_or_default()
    }
}

impl Done {
    /// Whether all of so many parts were gone through.
    pub fn is_all(&self, n_parts: usize) -> bool {
        (0..n_parts).all(|part| self.parts.contains(&part))
    }

    /// The part to go on with: the first that was not gone through, or the first of all.
    pub fn next(&self, n_parts: usize) -> usize {
        (0..n_parts).find(|part| !self.parts.contains(part)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-01-05T09:00:00Z";

    #[test]
    fn what_was_done_comes_back_as_it_was_kept() {
        let mut progress = Progress::default();
        progress.part_done("a", 0, NOW);
        progress.answered("a", 1, false, NOW);
        progress.answered("a", 1, true, NOW);
        progress.answered("b", 4, true, NOW);
        let read = Progress::from_text(&progress.to_text());
        assert_eq!(read.lessons, progress.lessons);
        assert_eq!(read.of("a").exercises[&1], Answered { at_first: false, right: true, tries: 2 });
        assert_eq!(read.of("b").exercises[&4], Answered { at_first: true, right: true, tries: 1 });
        assert_eq!(read.of("c"), Done::default());
        for text in ["", "{}", "{\"roundtrip_progress\": 9, \"lessons\": {}}"] {
            assert_eq!(Progress::from_text(text), Progress::default(), "{text}");
        }
    }

    #[test]
    fn what_was_answered_elsewhere_is_added_to_what_is_known() {
        let mut progress = Progress::default();
        progress.answered("a", 1, false, NOW);
        progress.answered_elsewhere("a", 1, true, 1, NOW);
        progress.answered_elsewhere("a", 2, true, 1, NOW);
        progress.answered_elsewhere("a", 2, false, 0, NOW);
        let of = |part| progress.of("a").exercises[&part];
        assert_eq!(of(1), Answered { at_first: false, right: true, tries: 1 });
        assert_eq!(of(2), Answered { at_first: true, right: true, tries: 1 });
    }

    #[test]
    fn a_lesson_goes_on_with_the_first_part_that_was_not_gone_through() {
        let mut progress = Progress::default();
        [0, 1, 3].into_iter().for_each(|part| progress.part_done("a", part, NOW));
        let done = progress.of("a");
        assert_eq!((done.next(4), done.is_all(4)), (2, false));
        progress.part_done("a", 2, NOW);
        let done = progress.of("a");
        assert_eq!((done.next(4), done.is_all(4)), (0, true));
    }
}
