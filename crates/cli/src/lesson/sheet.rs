//! A teacher's sheet: the exercises of a lesson with their keys, in Markdown. Another seed is another
//! sheet.

use super::Built;
use engine::{Language, inspect};
use lesson::file::{Block, Inline, Spec};
use lesson::{Exercise, Kind, Material, Ordering, SolutionPart, Told, written};
use std::fmt::Write as _;
use trace::hidden::marked;

/// The longest answer on paper, in characters.
const WORDS_CHARS_MAX: usize = 160;

/// The sheet of a lesson whose exchanges gave these materials.
pub fn sheet(built: &Built, materials: &[Material], seed: u64) -> String {
    let Built { lesson, solutions, .. } = built;
    let mut sheet = format!("# {}\n", lesson.title);
    let (mut number, mut heading) = (0, String::new());
    blocks(&lesson.blocks, &mut |block| match block {
        Block::Exchange(place) => {
            if let Some(exchange) = lesson.exchanges.get(*place) {
                sheet += &core::mem::take(&mut heading);
                let _ = writeln!(sheet, "\n{}\n", exchange.title);
            }
        }
        Block::Exercise(spec) => {
            number += 1;
            let spec = Spec { seed: spec.seed.wrapping_add(seed), ..(**spec).clone() };
            let material = spec.exchange.and_then(|place| materials.get(place));
            let look = |what| Some(inspect(material?.trace(), what, Language::ENGLISH));
            if let Some(exercise) = spec.exercise(material, look) {
                if !heading.is_empty() {
                    sheet += &core::mem::take(&mut heading);
                    sheet.push('\n');
                }
                let solution = solutions.get(number - 1).and_then(Option::as_deref);
                let situation = material.and_then(|known| known.situation(&exercise.given));
                let situation = situation.map(|told| [" (", &*said(&told), ")"].concat());
                let asked = [said(&exercise.question), situation.unwrap_or_default()].concat();
                let _ = writeln!(sheet, "{number}. **{asked}**");
                one(&mut sheet, &exercise, &spec, solution);
            }
        }
        // The title stands there already, and a part without exercises has no place here.
        Block::Heading(level, text) => {
            let text = Inline::plain(text);
            heading = match text == lesson.title {
                true => String::new(),
                false => format!("\n{} {text}\n", "#".repeat(usize::from(*level))),
            };
        }
        Block::Paragraph(_)
        | Block::List(_)
        | Block::NumberedList(..)
        | Block::Quote(_)
        | Block::Code(_)
        | Block::Rule => {}
    });
    marked(&sheet).into_owned()
}

/// Each block, with those within it, in the order of the text.
fn blocks(list: &[Block], take: &mut dyn FnMut(&Block)) {
    for block in list {
        take(block);
        match block {
            Block::List(items) | Block::NumberedList(_, items) => {
                items.iter().for_each(|item| blocks(item, take));
            }
            Block::Quote(inner) => blocks(inner, take),
            Block::Heading(..)
            | Block::Paragraph(_)
            | Block::Code(_)
            | Block::Rule
            | Block::Exchange(_)
            | Block::Exercise(_) => {}
        }
    }
}

fn said(told: &Told) -> String {
    told.words(Language::ENGLISH)
}

/// The beginning of what is long, e.g. all of a body.
fn shortened(words: String) -> String {
    // Lines of one answer stand in one line.
    let words = words.lines().collect::<Vec<_>>().join(" ⏎ ");
    match words.char_indices().nth(WORDS_CHARS_MAX) {
        Some((end, _)) => [&words[..end], "…"].concat(),
        None => words,
    }
}

/// An exercise: what may be answered, and what is right.
fn one(sheet: &mut String, exercise: &Exercise, spec: &Spec, solution: Option<&str>) {
    let mut line = |is_right: bool, words: &Told, feedback: &Told| {
        let mark = if is_right { "x" } else { " " };
        let words = shortened(said(words));
        let _ = writeln!(sheet, "   - [{mark}] {words} – {}", said(feedback));
    };
    match &exercise.kind {
        Kind::Choose(choices) => {
            choices.iter().for_each(|one| line(one.is_right, &one.words, &one.feedback));
        }
        Kind::Point(spots) => {
            spots.iter().for_each(|spot| line(spot.is_right, &spot.words, &spot.feedback));
        }
        Kind::WorkOut(quantity) => {
            quantity.choices.iter().for_each(|one| line(one.is_right, &one.words, &one.feedback));
            for SolutionPart { words, value } in &quantity.solution {
                let value = said(&quantity.unit.told_exactly(*value));
                let _ = writeln!(sheet, "   - {}: {value}", said(words));
            }
            let _ = writeln!(sheet, "   - in all: {}", quantity.sum(Language::ENGLISH));
        }
        Kind::FindFault(diagnosis) => {
            diagnosis.causes.iter().for_each(|one| line(one.is_right, &one.words, &one.feedback));
            let steps: Vec<String> =
                diagnosis.steps.iter().map(|step| (step + 1).to_string()).collect();
            let _ = writeln!(sheet, "   - proved by step {}", steps.join(", "));
        }
        Kind::Order(ordering) => order(sheet, ordering),
        Kind::FillIn(blank) => {
            let told = format!("   - `{}` {}", blank.value, blank.meaning);
            let _ = writeln!(sheet, "{}", told.trim_end());
        }
        Kind::Make(_) => {
            if let Some(solution) = solution {
                let _ = writeln!(sheet, "   - e.g. `{solution}`");
            }
            if let Some(fewest) = spec.fewest {
                let _ = writeln!(sheet, "   - changes: {fewest}");
            }
        }
        Kind::Write(_) => {
            let request = spec.solution.as_ref().and_then(|solution| solution.0.requests.first());
            if let Some(request) = request {
                let octets = written(request);
                let text = String::from_utf8_lossy(&octets);
                let _ = writeln!(sheet, "   - e.g.\n\n     ```http");
                for line in text.lines() {
                    let _ = writeln!(sheet, "     {line}");
                }
                let _ = writeln!(sheet, "     ```");
            }
        }
    }
}

/// Cards as they happened, and which of them have to keep their order.
fn order(sheet: &mut String, ordering: &Ordering) {
    let Ordering { items, before, happened } = ordering;
    for (number, item) in (1..).zip(happened) {
        let _ = writeln!(sheet, "   {number}. {}", said(&items[*item]));
    }
    // By their places in what happened.
    let is_kept = |first: usize, then: usize| before.contains(&(happened[first], happened[then]));
    let count = happened.len();
    let pairs = (0..count).flat_map(|first| (first + 1..count).map(move |then| (first, then)));
    // What follows from two of them says nothing more.
    let is_told = |(first, then): &(usize, usize)| {
        let is_between = |between| is_kept(*first, between) && is_kept(between, *then);
        is_kept(*first, *then) && !(first + 1..*then).any(is_between)
    };
    let told = |(first, then)| format!("{} before {}", first + 1, then + 1);
    let kept: Vec<String> = pairs.filter(is_told).map(told).collect();
    if before.len() < count * (count - 1) / 2 {
        let kept = kept.join(", ");
        let _ = writeln!(sheet, "   - so it happened; right is any order with {kept}");
    }
}
