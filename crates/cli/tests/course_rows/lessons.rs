//! What the lessons that come along say and ask, as they stand in `lessons/`.

use lesson::file::{Block, Inline, Lesson, Level, QuizOption, read_markdown};
use std::path::Path;

/// The lessons in their order, each with the number that its file begins with.
pub struct Lessons(Vec<(String, Lesson)>);

impl Default for Lessons {
    fn default() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lessons");
        let files = std::fs::read_dir(folder).expect("the lessons are there");
        let read = |file: std::io::Result<std::fs::DirEntry>| {
            let file = file.expect("a readable folder");
            let name = file.file_name().into_string().expect("a name of letters");
            let text = std::fs::read_to_string(file.path()).expect("a lesson is text");
            let written = read_markdown(&text).unwrap_or_else(|slips| panic!("{name}: {slips:?}"));
            (name[..2].to_owned(), written.lesson)
        };
        let mut lessons: Vec<(String, Lesson)> = files.map(read).collect();
        lessons.sort_by(|one, other| one.0.cmp(&other.0));
        Self(lessons)
    }
}

impl Lessons {
    /// Their numbers.
    pub fn numbers(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(number, _)| number.as_str())
    }

    fn of(&self, number: &str) -> &Lesson {
        let found = self.0.iter().find(|(name, _)| name == number);
        &found.unwrap_or_else(|| panic!("there is no lesson {number}")).1
    }

    /// Whether its text or what is said of an answer holds this.
    pub fn says(&self, number: &str, text: &str) -> bool {
        let Said { paragraphs, options, .. } = Said::of(self.of(number));
        paragraphs.iter().any(|paragraph| paragraph.contains(text))
            || options.iter().any(|option| option.feedback.contains(text))
    }

    /// Whether a question has this option, right or wrong, and something is said to whoever takes it.
    pub fn offers(&self, number: &str, text: &str, is_right: bool) -> bool {
        let is_it = |option: &QuizOption| {
            option.text == text && option.is_right == is_right && option.feedback.len() > 5
        };
        Said::of(self.of(number)).options.iter().any(is_it)
    }

    /// Whether it is for these, and takes so many minutes.
    pub fn takes(&self, number: &str, level: &str, minutes: u32) -> bool {
        let lesson = self.of(number);
        let named = Level::ALL.iter().find(|(_, one)| *one == lesson.level);
        named.is_some_and(|(name, _)| *name == level) && lesson.minutes == minutes
    }

    /// In how many parts it is shown: each ends with an exchange or an exercise.
    pub fn parts(&self, number: &str) -> usize {
        Said::of(self.of(number)).n_parts
    }

    /// How often a paragraph begins with this.
    pub fn begins(&self, number: &str, text: &str) -> usize {
        let Said { paragraphs, .. } = Said::of(self.of(number));
        paragraphs.iter().filter(|paragraph| paragraph.starts_with(text)).count()
    }

    /// Whether its last words name the lesson that comes next, as this.
    pub fn leads_to(&self, number: &str, text: &str) -> bool {
        let Said { paragraphs, .. } = Said::of(self.of(number));
        let last = paragraphs.last().is_some_and(|last| {
            last.strip_prefix("Next: ").is_some_and(|next| next.contains(text))
        });
        let place = self.numbers().position(|name| name == number);
        last && place.is_some_and(|place| place + 1 < self.0.len())
    }
}

/// What a lesson says, from its first word to its last.
#[derive(Default)]
struct Said {
    paragraphs: Vec<String>,
    options: Vec<QuizOption>,
    n_parts: usize,
}

impl Said {
    fn of(lesson: &Lesson) -> Self {
        let mut said = Self::default();
        said.add(&lesson.blocks);
        said
    }

    fn add(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading(_, text) | Block::Paragraph(text) => {
                    self.paragraphs.push(Inline::plain(text));
                }
                Block::List(items) | Block::NumberedList(_, items) => {
                    items.iter().for_each(|item| self.add(item));
                }
                Block::Quote(blocks) => self.add(blocks),
                Block::Exercise(spec) => {
                    self.n_parts += 1;
                    self.options.extend(spec.options.iter().cloned());
                }
                Block::Exchange(_) => self.n_parts += 1,
                Block::Code(_) | Block::Rule => {}
            }
        }
    }
}
