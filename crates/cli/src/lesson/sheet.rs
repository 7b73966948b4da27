//! A teacher's sheet: the exercises of a lesson with their keys, in Markdown. Another seed is another
//! sheet.

use compose::copy_as::copy_as;
use engine::{Language, inspect};
use lesson::file::{Block, Inline, Lesson, Spec};
use lesson::{Exercise, Kind, Material, SolutionPart, Told};
use std::fmt::Write as _;
use trace::hidden::marked;
use trace::{Request, Scenario, built_in};

/// The sheet of a lesson whose exchanges gave these materials.
pub fn sheet(lesson: &Lesson, materials: &[Material], seed: u64) -> String {
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
                one(&mut sheet, number, &exercise, &spec, material);
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

/// What a client adds by itself.
const OF_CLIENT: [&str; 3] = ["user-agent", "accept-encoding", "connection"];

/// What reaches a goal, as the command takes it: the example that it is, or its requests as curl has
/// them, in one line.
fn reached_by(scenario: &Scenario) -> String {
    let example = built_in().into_iter().find(|example| example.scenario == *scenario);
    if let Some(example) = example {
        return format!("`--example {}` ({})", example.name, example.title);
    }
    let by_curl = |request: &Request| {
        let mut request = request.clone();
        request.field_lines.retain(|line| !OF_CLIENT.contains(&&*line.name.to_ascii_lowercase()));
        let command = copy_as(&request, compose::copy_as::Language::Curl).replace('\\', " ");
        format!("`{}`", command.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    scenario.requests.iter().map(by_curl).collect::<Vec<_>>().join(", then ")
}

fn said(told: &Told) -> String {
    told.words(Language::ENGLISH)
}

/// An exercise: what is asked, what may be answered, what is right.
fn one(
    sheet: &mut String,
    number: usize,
    exercise: &Exercise,
    spec: &Spec,
    material: Option<&Material>,
) {
    let _ = writeln!(sheet, "{number}. **{}**", said(&exercise.question));
    let mut line = |is_right: bool, words: &Told, feedback: &Told| {
        let mark = if is_right { "x" } else { " " };
        let _ = writeln!(sheet, "   - [{mark}] {} – {}", said(words), said(feedback));
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
                let value = said(&quantity.unit.told(*value));
                let _ = writeln!(sheet, "   - {}: {value}", said(words));
            }
        }
        Kind::FindFault(diagnosis) => {
            diagnosis.causes.iter().for_each(|one| line(one.is_right, &one.words, &one.feedback));
            let steps: Vec<String> =
                diagnosis.steps.iter().map(|step| (step + 1).to_string()).collect();
            let _ = writeln!(sheet, "   - proved by step {}", steps.join(", "));
        }
        Kind::Order(ordering) => {
            // Whoever stands behind most others comes last.
            let behind =
                |item: usize| ordering.before.iter().filter(|(_, then)| *then == item).count();
            let mut order: Vec<usize> = (0..ordering.items.len()).collect();
            order.sort_by_key(|item| behind(*item));
            for item in order {
                let _ = writeln!(sheet, "   - {}", said(&ordering.items[item]));
            }
        }
        Kind::FillIn(blank) => {
            let _ = writeln!(sheet, "   - `{}` {}", blank.value, blank.meaning);
        }
        Kind::Make(_) | Kind::Write(_) => {
            if let Some(solution) = &spec.solution {
                let _ = writeln!(sheet, "   - e.g. {}", reached_by(&solution.0));
            }
            if let (Some(fewest), Some(_)) = (spec.fewest, material) {
                let _ = writeln!(sheet, "   - changes: {fewest}");
            }
        }
    }
}
