//! What happens next: who sends which message to whom, or that nothing comes any more.

use crate::draw::Draw;
use crate::material::whole;
use crate::{Choice, Exercise, Given, Kind, Material, Told, texts, told};

/// The most wrong answers that are offered.
const WRONG_MAX: usize = 3;

/// Asks what comes behind some step. `None` where nothing happens at all.
pub fn what_happens_next(material: &Material, seed: u64) -> Option<Exercise> {
    let mut draw = Draw::new(seed, "next");
    let n_steps = material.steps.len();
    if n_steps == 0 {
        return None;
    }
    let at = draw.below(n_steps + 1);
    Some(behind(material, at, draw))
}

/// Asks what comes behind the first so many steps. `None` where nothing happens at all, or not so much.
pub fn what_happens_after(material: &Material, n_steps: usize, seed: u64) -> Option<Exercise> {
    let count = material.steps.len();
    (count > 0 && n_steps <= count).then(|| behind(material, n_steps, Draw::new(seed, "after")))
}

fn behind(material: &Material, at: usize, mut draw: Draw) -> Exercise {
    let mut choices = vec![right(material, at)];
    for choice in wrong(material, at, &mut draw) {
        if choices.len() <= WRONG_MAX && choices.iter().all(|known| known.words != choice.words) {
            choices.push(choice);
        }
    }
    draw.shuffle(&mut choices);
    let question = if at == 0 { texts::NEXT_AT_FIRST } else { texts::NEXT };
    Exercise {
        question: question.into(),
        given: Given::StepsBefore(at),
        kind: Kind::Choose(choices),
    }
}

fn right(material: &Material, at: usize) -> Choice {
    let (words, feedback) = match material.steps.get(at) {
        Some(step) => {
            (Told::from(&*step.whole), told!(texts::NEXT_RIGHT, why = material.explained(at)))
        }
        None => (texts::NEXT_NOTHING.into(), texts::NEXT_NOTHING_RIGHT.into()),
    };
    Choice { words, is_right: true, feedback }
}

/// What may be thought to come: the right message from the wrong side, other steps, nothing.
fn wrong(material: &Material, at: usize, draw: &mut Draw) -> Vec<Choice> {
    let mut choices: Vec<Choice> = backwards(material, at).into_iter().collect();
    for other in draw.some_below(material.steps.len(), WRONG_MAX + 2) {
        choices.extend(other_step(material, at, other));
    }
    draw.shuffle(&mut choices);
    if at < material.steps.len() {
        let feedback = told!(texts::NEXT_GOES_ON, step = &*material.steps[at].whole);
        let nothing = Choice { words: texts::NEXT_NOTHING.into(), is_right: false, feedback };
        // Where there is little to choose from, it is always offered.
        let place = draw.below(WRONG_MAX + 1).min(choices.len());
        choices.insert(place.min(WRONG_MAX - 1), nothing);
    }
    choices
}

/// The right message, sent by its receiver.
fn backwards(material: &Material, at: usize) -> Option<Choice> {
    let step = material.sequence.steps.get(at).filter(|step| step.from != step.to)?;
    let (from, to) = (material.host(step.from), material.host(step.to));
    let words = whole(to, from, &material.steps[at].label);
    if material.steps.iter().any(|known| known.whole == words) {
        return None;
    }
    let feedback = told!(texts::NEXT_BACKWARDS, from = from, to = to);
    Some(Choice { words: words.into(), is_right: false, feedback })
}

/// Another step of the same trace. None where it could as well come now: it starts at the same
/// instant, or reads as the right one does.
fn other_step(material: &Material, at: usize, other: usize) -> Option<Choice> {
    let steps = &material.sequence.steps;
    let is_next = steps.get(at).is_some_and(|next| {
        next.started_at == steps[other].started_at
            || material.steps[at].whole == material.steps[other].whole
    });
    if is_next {
        return None;
    }
    let number = other + 1;
    let feedback = match other < at {
        true => told!(texts::NEXT_WAS_BEFORE, number = number),
        false => told!(texts::NEXT_COMES_LATER, number = number),
    };
    Some(Choice { words: (*material.steps[other].whole).into(), is_right: false, feedback })
}
