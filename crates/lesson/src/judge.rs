//! Whether an answer is right.

use crate::kinds::{fill_in, find_fault, make, order, work_out, write};
use crate::{Answer, Choice, Exercise, Given, Kind, Verdict};
use trace::Scenario;

/// Whether an answer to an exercise is right, and why. An answer of another kind than the exercise
/// takes is wrong.
pub fn judge(exercise: &Exercise, answer: &Answer) -> Verdict {
    match &exercise.kind {
        Kind::Choose(choices) => match answer {
            Answer::Choice(index) => of_choice(choices, *index),
            _ => None,
        },
        Kind::Point(spots) => match answer {
            Answer::Place(place) => spots
                .iter()
                .find(|spot| spot.place == *place)
                .map(|spot| Verdict::new(spot.is_right, spot.feedback.clone())),
            _ => None,
        },
        Kind::Order(ordering) => match answer {
            Answer::Order(order) => Some(order::judge(ordering, order)),
            _ => None,
        },
        Kind::WorkOut(quantity) => match answer {
            Answer::Choice(index) => of_choice(&quantity.choices, *index),
            Answer::Text(text) => Some(work_out::judge(quantity, text)),
            _ => None,
        },
        Kind::FillIn(blank) => match answer {
            Answer::Text(text) => Some(fill_in::judge(blank, text)),
            _ => None,
        },
        Kind::Make(goal) => match answer {
            Answer::Run(trace) => Some(make::judge(goal, start_of(exercise), trace)),
            _ => None,
        },
        Kind::Write(goal) => match answer {
            Answer::Run(trace) => Some(write::judge(goal, trace)),
            _ => None,
        },
        Kind::FindFault(diagnosis) => match answer {
            Answer::Diagnosis { cause, step } => Some(find_fault::judge(diagnosis, *cause, *step)),
            _ => None,
        },
    }
    .unwrap_or_else(Verdict::not_an_answer)
}

fn of_choice(choices: &[Choice], index: usize) -> Option<Verdict> {
    let choice = choices.get(index)?;
    Some(Verdict::new(choice.is_right, choice.feedback.clone()))
}

fn start_of(exercise: &Exercise) -> Option<&Scenario> {
    match &exercise.given {
        Given::Scenario(scenario) => Some(scenario),
        _ => None,
    }
}
