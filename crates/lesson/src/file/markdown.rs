//! A lesson in Markdown: CommonMark, with fences for exchanges and exercises. What a fence `roundtrip`
//! says is read by whoever runs it, the command.

use super::Slip;
use super::exercise_fence::{self, ExerciseFence};
use super::front_matter;
use super::lesson::{Block, Inline, Lesson};
use super::slip::line_of;
use super::spec::Spec;
use crate::texts;
use language::{fill, say};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The longest lesson, in octets: 1 MiB.
pub const MAX_OCTETS: usize = 1024 * 1024;
/// The most exchanges, and the most exercises.
const FENCES_MAX: usize = 200;
/// How deep lists and quotations may lie within each other.
const DEPTH_MAX: usize = 12;

/// The words that begin a fence of ours.
const WORDS: [&str; 2] = ["roundtrip", "exercise"];
/// What a comment of HTML begins and ends with.
const COMMENT: (&str, &str) = ("<!--", "-->");

/// A fence that names what is run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// The line that opens it, counted from 1.
    pub line: usize,
    /// What stands behind its word; nothing if all is well.
    pub behind_the_word: String,
    /// Its content, line by line.
    pub lines: Vec<String>,
}

/// A lesson as it was written: what it names is not run yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The lesson without its exchanges.
    pub lesson: Lesson,
    /// What stands for each exchange, in order.
    pub exchanges: Vec<Fence>,
    /// The line of each exercise in the order of the text, with its solution where it has one.
    pub exercises: Vec<(usize, Option<Fence>)>,
    /// The octet of the text behind what stands between the lines `---`.
    pub begin: usize,
}

impl Written {
    /// The exercises of the lesson, in the order of the text.
    pub fn specs(&mut self) -> Vec<&mut Spec> {
        let mut specs = Vec::new();
        collect(&mut self.lesson.blocks, &mut specs);
        specs
    }
}

fn collect<'a>(blocks: &'a mut [Block], specs: &mut Vec<&'a mut Spec>) {
    for block in blocks {
        match block {
            Block::Exercise(spec) => specs.push(spec),
            Block::List(items) | Block::NumberedList(_, items) => {
                items.iter_mut().for_each(|item| collect(item, specs));
            }
            Block::Quote(blocks) => collect(blocks, specs),
            Block::Heading(..)
            | Block::Paragraph(_)
            | Block::Code(_)
            | Block::Rule
            | Block::Exchange(_) => {}
        }
    }
}

/// Reads a lesson.
///
/// # Errors
/// Each slip, with its line; in the order of the lines.
pub fn read_markdown(text: &str) -> Result<Written, Vec<Slip>> {
    if text.len() > MAX_OCTETS {
        return Err(vec![Slip::new(1, say(texts::SLIP_TOO_LONG))]);
    }
    // Some editors begin a file with the mark that tells the order of octets.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut slips = Vec::new();
    let (matter, begin, _) = front_matter::read(text, &mut slips);
    let mut reader = Reader {
        text,
        open: vec![Open { what: Container::Lesson, blocks: Vec::new() }],
        inlines: Vec::new(),
        links: Vec::new(),
        code: None,
        exchanges: Vec::new(),
        exercises: Vec::new(),
        slips,
    };
    for (event, range) in Parser::new_ext(&text[begin..], Options::empty()).into_offset_iter() {
        reader.take(event, begin + range.start..begin + range.end);
    }
    let Reader { mut open, exchanges, exercises, mut slips, .. } = reader;
    let blocks = open.pop().map(|open| open.blocks).unwrap_or_default();
    if blocks.is_empty() && slips.is_empty() {
        slips.push(Slip::new(1, say(texts::SLIP_EMPTY)));
    }
    if !slips.is_empty() {
        slips.sort_by_key(|slip| slip.line);
        return Err(slips);
    }
    let lesson = Lesson {
        title: matter.title,
        course: matter.course,
        level: matter.level,
        minutes: matter.minutes,
        language: matter.language,
        exchanges: Vec::new(),
        blocks,
    };
    Ok(Written { lesson, exchanges, exercises, begin })
}

/// What is open around a block.
enum Container {
    Lesson,
    Quote,
    List(Option<u64>, Vec<Vec<Block>>),
    Item,
}

struct Open {
    what: Container,
    blocks: Vec<Block>,
}

/// A code block that is being read.
struct CodeBlock {
    info: String,
    line: usize,
    is_closed: bool,
    text: String,
}

struct Reader<'a> {
    text: &'a str,
    open: Vec<Open>,
    /// The text that is being read, innermost last.
    inlines: Vec<Vec<Inline>>,
    /// Where the links that are being read lead; none where that is nowhere.
    links: Vec<Option<String>>,
    code: Option<CodeBlock>,
    exchanges: Vec<Fence>,
    exercises: Vec<(usize, Option<Fence>)>,
    slips: Vec<Slip>,
}

impl Reader<'_> {
    fn take(&mut self, event: Event, range: core::ops::Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.text.push_str(&text),
                None => self.say(Inline::Text(text.into_string())),
            },
            Event::Code(text) => self.say(Inline::Code(text.into_string())),
            // HTML is shown as it is written, but for what is no part of the text.
            Event::InlineHtml(text) if text.starts_with(COMMENT.0) => {}
            Event::Html(text) | Event::InlineHtml(text) => {
                self.say(Inline::Text(text.into_string()));
            }
            Event::SoftBreak => self.say(Inline::Text(" ".to_owned())),
            Event::HardBreak => self.say(Inline::Break),
            Event::Rule => self.push(Block::Rule),
            // What the plain language of CommonMark does not have.
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag, range: core::ops::Range<usize>) {
        match tag {
            Tag::CodeBlock(kind) => {
                let is_fenced = matches!(kind, CodeBlockKind::Fenced(_));
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                let line = line_of(self.text, range.start);
                let is_closed = !is_fenced || is_closed(&self.text[range]);
                self.code = Some(CodeBlock { info, line, is_closed, text: String::new() });
            }
            Tag::BlockQuote(_) => self.enter(Container::Quote, range.start),
            Tag::List(first) => self.enter(Container::List(first, Vec::new()), range.start),
            Tag::Item => self.enter(Container::Item, range.start),
            Tag::Link { dest_url, .. } => {
                self.links.push(Inline::safe_target(&dest_url));
                self.inlines.push(Vec::new());
            }
            // Whatever holds text; a picture is its words.
            _ => self.inlines.push(Vec::new()),
        }
    }

    fn enter(&mut self, what: Container, at: usize) {
        // Text of a list item without empty lines stands in no paragraph.
        self.loose_text();
        let is_told = self.slips.iter().any(|slip| slip.message == say(texts::SLIP_TOO_DEEP));
        if self.open.len() == DEPTH_MAX && !is_told {
            self.slips.push(Slip::at(self.text, at, say(texts::SLIP_TOO_DEEP)));
        }
        self.open.push(Open { what, blocks: Vec::new() });
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock => {
                if let Some(code) = self.code.take() {
                    self.code_block(code);
                }
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => self.leave(),
            TagEnd::HtmlBlock => {
                if let Some(text) = without_comments(self.inlines.pop().unwrap_or_default()) {
                    self.push(Block::Paragraph(vec![Inline::Text(text)]));
                }
            }
            TagEnd::Heading(level) => {
                let text = self.inlines.pop().unwrap_or_default();
                self.push(Block::Heading(number(level), text));
            }
            TagEnd::Emphasis => self.wrap(Inline::Emphasis),
            TagEnd::Strong => self.wrap(Inline::Strong),
            TagEnd::Link | TagEnd::Image => {
                let target = if tag == TagEnd::Link { self.links.pop().flatten() } else { None };
                match target {
                    Some(target) => self.wrap(|inner| Inline::Link(target, inner)),
                    None => {
                        let inner = self.inlines.pop().unwrap_or_default();
                        inner.into_iter().for_each(|inline| self.say(inline));
                    }
                }
            }
            _ => {
                let text = self.inlines.pop().unwrap_or_default();
                if !text.is_empty() {
                    self.push(Block::Paragraph(text));
                }
            }
        }
    }

    /// What is nested deeper than anybody sees is told without its emphasis.
    fn wrap(&mut self, make: impl FnOnce(Vec<Inline>) -> Inline) {
        let inner = self.inlines.pop().unwrap_or_default();
        match self.inlines.len() <= DEPTH_MAX {
            true => self.say(make(inner)),
            false => inner.into_iter().for_each(|inline| self.say(inline)),
        }
    }

    fn say(&mut self, inline: Inline) {
        if self.inlines.is_empty() {
            self.inlines.push(Vec::new());
        }
        let Some(text) = self.inlines.last_mut() else { return };
        match (text.last_mut(), inline) {
            (Some(Inline::Text(before)), Inline::Text(more)) => before.push_str(&more),
            (_, inline) => text.push(inline),
        }
    }

    /// Text that no paragraph holds becomes one.
    fn loose_text(&mut self) {
        while let Some(text) = self.inlines.pop() {
            if !text.is_empty() {
                self.push_block(Block::Paragraph(text));
            }
        }
    }

    fn push(&mut self, block: Block) {
        self.loose_text();
        self.push_block(block);
    }

    fn push_block(&mut self, block: Block) {
        if let Some(open) = self.open.last_mut() {
            open.blocks.push(block);
        }
    }

    fn leave(&mut self) {
        self.loose_text();
        if self.open.len() < 2 {
            return;
        }
        let Some(Open { what, blocks }) = self.open.pop() else { return };
        match what {
            Container::Quote => self.push_block(Block::Quote(blocks)),
            Container::List(None, items) => self.push_block(Block::List(items)),
            Container::List(Some(first), items) => {
                self.push_block(Block::NumberedList(first, items));
            }
            Container::Item => {
                if let Some(Open { what: Container::List(_, items), .. }) = self.open.last_mut() {
                    items.push(blocks);
                }
            }
            Container::Lesson => {}
        }
    }

    fn code_block(&mut self, code: CodeBlock) {
        let CodeBlock { info, line, is_closed, text } = code;
        let word = info.split([' ', '\t', ',', '{']).next().unwrap_or_default();
        let behind_the_word = info[word.len()..].trim().to_owned();
        if !WORDS.contains(&word) {
            match meant(word) {
                Some(meant) => {
                    let message = fill!(texts::SLIP_FENCE_WORD, found = word, word = meant);
                    self.slips.push(Slip::new(line, message));
                }
                None => self.push(Block::Code(text)),
            }
            return;
        }
        if !is_closed {
            self.slips.push(Slip::new(line, say(texts::SLIP_FENCE_OPEN)));
            return;
        }
        if !behind_the_word.is_empty() {
            let message = fill!(texts::SLIP_BEHIND_FENCE, found = behind_the_word, word = word);
            self.slips.push(Slip::new(line, message));
            return;
        }
        if self.exchanges.len() + self.exercises.len() == FENCES_MAX {
            self.slips.push(Slip::new(line, say(texts::SLIP_TOO_MANY)));
            return;
        }
        if word == "roundtrip" {
            let lines = text.lines().map(str::to_owned).collect();
            self.push(Block::Exchange(self.exchanges.len()));
            self.exchanges.push(Fence { line, behind_the_word, lines });
            return;
        }
        let lines: Vec<&str> = text.lines().collect();
        let before = self.exchanges.len().checked_sub(1);
        let read = exercise_fence::read(&lines, line, before, &mut self.slips);
        if let Some(ExerciseFence { spec, solution }) = read {
            let solution = solution.map(|(line, text)| Fence {
                // As if it were opened in the line before.
                line: line - 1,
                behind_the_word: String::new(),
                lines: vec![text],
            });
            self.exercises.push((line, solution));
            self.push(Block::Exercise(Box::new(spec)));
        }
    }
}

/// The word of ours that somebody meant who wrote this one: in capitals, or of several.
fn meant(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_lowercase();
    WORDS.into_iter().find(|ours| word == *ours || word.strip_suffix('s') == Some(ours))
}

/// The text of a block of HTML without its comments; nothing where that is all.
fn without_comments(text: Vec<Inline>) -> Option<String> {
    let text = Inline::plain(&text);
    let mut kept = String::new();
    let mut rest = &*text;
    while let Some((before, comment)) = rest.split_once(COMMENT.0) {
        kept += before;
        rest = comment.split_once(COMMENT.1).map_or("", |(_, behind)| behind);
    }
    kept += rest;
    (!kept.trim().is_empty()).then_some(kept)
}

/// Whether a fence ends with a line of the marks that open it.
fn is_closed(block: &str) -> bool {
    let block = block.trim_end();
    let mark = block.trim_start().chars().next().unwrap_or('`');
    let last = block.lines().next_back().unwrap_or_default();
    let last = last.trim_start_matches([' ', '\t', '>']);
    block.lines().count() > 1 && last.len() >= 3 && last.chars().all(|c| c == mark)
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
