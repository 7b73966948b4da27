//! A lesson in parts, as a page shows it: some text, then one thing to do.

use super::lesson::{Block, Lesson};
use super::spec::{Spec, SpecKind};

/// A part of a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it says first. No exchange and no exercise is in it.
    pub text: Vec<Block>,
    /// What is done then; nothing in the last part, with which the lesson ends.
    pub act: Option<Act>,
}

/// What is done in a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// The exchange at this place is looked at.
    Watch(usize),
    /// An exercise is answered.
    Answer(Box<Spec>),
}

impl Lesson {
    /// Its parts: the text up to the next exchange or exercise, with that. The last one has text alone,
    /// and may have none.
    ///
    /// An exchange that the next exercise shows anyway makes no part of its own: all of it would be seen
    /// before it is asked what comes.
    pub fn parts(&self) -> Vec<Part> {
        let mut reader = Reader::default();
        let mut blocks = self.blocks.iter().peekable();
        while let Some(block) = blocks.next() {
            match block {
                Block::Exchange(place) if is_shown_by_next(*place, blocks.clone()) => {}
                block => reader.take(block),
            }
        }
        let Reader { mut parts, text } = reader;
        parts.push(Part { text, act: None });
        parts
    }

    /// The exercises, in the order of the text.
    pub fn exercises(&self) -> Vec<Spec> {
        let acts = self.parts().into_iter().filter_map(|part| part.act);
        acts.filter_map(|act| match act {
            Act::Answer(spec) => Some(*spec),
            Act::Watch(_) => None,
        })
        .collect()
    }
}

#[derive(Default)]
struct Reader {
    parts: Vec<Part>,
    text: Vec<Block>,
}

impl Reader {
    fn take(&mut self, block: &Block) {
        let mut acts = Vec::new();
        self.text.extend(without_acts(block, &mut acts));
        for act in acts {
            let text = core::mem::take(&mut self.text);
            self.parts.push(Part { text, act: Some(act) });
        }
    }
}

/// Whether what comes next, behind some text, is an exercise that shows the exchange at this place.
fn is_shown_by_next<'a>(place: usize, mut behind: impl Iterator<Item = &'a Block>) -> bool {
    let next = behind.find(|block| {
        let mut acts = Vec::new();
        without_acts(block, &mut acts);
        !acts.is_empty()
    });
    match next {
        Some(Block::Exercise(spec)) => {
            let shows = matches!(spec.kind, SpecKind::Next | SpecKind::FindFault);
            shows && spec.exchange == Some(place)
        }
        Some(_) | None => false,
    }
}

/// A block without exchanges and exercises, which are added to the acts; nothing where nothing is left.
fn without_acts(block: &Block, acts: &mut Vec<Act>) -> Option<Block> {
    let all = |blocks: &[Block], acts: &mut Vec<Act>| -> Vec<Block> {
        blocks.iter().filter_map(|block| without_acts(block, acts)).collect()
    };
    Some(match block {
        Block::Exchange(place) => {
            acts.push(Act::Watch(*place));
            return None;
        }
        Block::Exercise(spec) => {
            acts.push(Act::Answer(spec.clone()));
            return None;
        }
        Block::List(items) => Block::List(items.iter().map(|item| all(item, acts)).collect()),
        Block::NumberedList(first, items) => {
            Block::NumberedList(*first, items.iter().map(|item| all(item, acts)).collect())
        }
        Block::Quote(blocks) => Block::Quote(all(blocks, acts)),
        Block::Heading(..) | Block::Paragraph(_) | Block::Code(_) | Block::Rule => block.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::read_markdown;

    fn parts(text: &str) -> Vec<String> {
        let text = ["---\ntitle: a\n---\n", text].concat();
        let lesson = read_markdown(&text).unwrap_or_else(|slips| panic!("{slips:?}")).lesson;
        let told = |part: Part| {
            let act = match part.act {
                Some(Act::Watch(place)) => format!("watch {place}"),
                Some(Act::Answer(spec)) => format!("{:?}", spec.kind),
                None => "end".to_owned(),
            };
            format!("{} blocks, {act}", part.text.len())
        };
        lesson.parts().into_iter().map(told).collect()
    }

    const EXCHANGE: &str = "```roundtrip\n--example get\n```\n\n";
    const NEXT: &str = "```exercise\nkind: next\n```\n\n";
    const ORDER: &str = "```exercise\nkind: order\n```\n\n";

    #[test]
    fn a_part_is_text_and_one_thing_to_do() {
        let text = ["# One\n\ntext\n\n", EXCHANGE, "more\n\n", ORDER, "the end\n"].concat();
        assert_eq!(parts(&text), ["2 blocks, watch 0", "1 blocks, Order", "1 blocks, end"]);
    }

    #[test]
    fn what_the_next_exercise_shows_is_not_shown_before() {
        let text = [EXCHANGE, "text\n\n", NEXT, EXCHANGE, ORDER, EXCHANGE, EXCHANGE, NEXT].concat();
        let expected = [
            "1 blocks, Next",
            "0 blocks, watch 1",
            "0 blocks, Order",
            "0 blocks, watch 2",
            "0 blocks, Next",
            "0 blocks, end",
        ];
        assert_eq!(parts(&text), expected);
    }

    #[test]
    fn an_exercise_within_a_quotation_comes_behind_it() {
        let text = [EXCHANGE, "> remark\n>\n> ```exercise\n> kind: order\n> ```\n\nend\n"].concat();
        let expected = ["0 blocks, watch 0", "1 blocks, Order", "1 blocks, end"];
        assert_eq!(parts(&text), expected);
    }
}
