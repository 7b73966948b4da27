//! What an `exercise` fence says: `kind: …` and what that kind needs, one thing a line.

use super::spec::{QuizOption, Spec, SpecKind};
use super::{Slip, about};
use crate::predicate::Predicate;
use crate::texts;
use language::{fill, say};

/// What stands between an option and its feedback.
const FEEDBACK: &str = " :: ";

/// An exercise fence as it was read. Its solution is not run yet.
#[derive(Debug)]
pub(super) struct ExerciseFence {
    pub spec: Spec,
    /// The line of its solution, with what that says.
    pub solution: Option<(usize, String)>,
}

/// Reads the lines of a fence that begins behind line `opened_in`. `None` where its kind is not known;
/// what is wrong is added to the slips.
pub(super) fn read(
    lines: &[&str],
    opened_in: usize,
    exchange: Option<usize>,
    slips: &mut Vec<Slip>,
) -> Option<ExerciseFence> {
    // What follows a fence that is not closed belongs to it, up to the end of the next one.
    if let Some(place) = lines.iter().position(|line| line.trim_start().starts_with("```")) {
        let line = opened_in + 1 + place;
        slips.push(Slip::new(opened_in, fill!(texts::SLIP_FENCE_RUNS_ON, line = line)));
        return None;
    }
    let mut kind = None;
    let mut spec = Spec {
        kind: SpecKind::Quiz,
        exchange,
        // Two exercises of one lesson are not the same.
        seed: opened_in as u64,
        about: String::new(),
        goals: Vec::new(),
        fewest: None,
        question: String::new(),
        options: Vec::new(),
        solution: None,
    };
    let (mut solution, mut about_in) = (None, opened_in);
    let mut seen: Vec<&str> = Vec::new();
    // A slip in one of them is told there; then it is not missing as well.
    let (mut has_goals, mut is_option_told) = (false, false);
    for (number, line) in (opened_in + 1..).zip(lines) {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let mut slip = |message: String| slips.push(Slip::new(number, message));
        let marked = ['+', '-'].into_iter().find_map(|mark| Some((mark, line.strip_prefix(mark)?)));
        if let Some((mark, text)) = marked {
            match text.split_once(FEEDBACK) {
                Some((text, feedback))
                    if !text.trim().is_empty() && !feedback.trim().is_empty() =>
                {
                    spec.options.push(QuizOption {
                        text: text.trim().to_owned(),
                        is_right: mark == '+',
                        feedback: feedback.trim().to_owned(),
                    });
                }
                Some(_) | None => {
                    is_option_told = true;
                    slip(say(texts::SLIP_OPTION).to_owned());
                }
            }
            continue;
        }
        let Some((key, value)) = line.split_once(':') else {
            slip(say(texts::SLIP_NO_COLON).to_owned());
            continue;
        };
        let (key, value) = (key.trim(), value.trim());
        // Several goals are all meant.
        if key != "goal" && seen.contains(&key) {
            slip(fill!(texts::SLIP_TWICE, key = key));
            continue;
        }
        seen.push(key);
        match key {
            "kind" => match SpecKind::ALL.iter().find(|(name, _)| *name == value) {
                Some((_, known)) => kind = Some(*known),
                None => {
                    let names = SpecKind::ALL.map(|(name, _)| name).join(", ");
                    slip(fill!(texts::SLIP_KIND, found = value, names = names));
                    return None;
                }
            },
            "seed" => match value.parse() {
                Ok(seed) => spec.seed = seed,
                Err(_) => slip(fill!(texts::SLIP_NUMBER, key = key, found = value)),
            },
            "fewest" => match value.parse() {
                Ok(0) | Err(_) => slip(fill!(texts::SLIP_FEWEST, found = value)),
                Ok(fewest) => spec.fewest = Some(fewest),
            },
            "goal" => {
                has_goals = true;
                match Predicate::parse(value) {
                    Ok(goal) => spec.goals.push(goal),
                    Err(error) => slip(error.to_string()),
                }
            }
            "about" => {
                value.clone_into(&mut spec.about);
                about_in = number;
            }
            "question" => value.clone_into(&mut spec.question),
            "solution" => solution = Some((number, value.to_owned())),
            _ => slip(fill!(texts::SLIP_KEY, key = key)),
        }
    }
    let Some(kind) = kind else {
        slips.push(Slip::new(opened_in, say(texts::SLIP_NO_KIND)));
        return None;
    };
    spec.kind = kind;
    let is_about = Some(&*spec.about).filter(|about| !about.is_empty());
    if let Some(message) = is_about.and_then(|about| about::slip(kind, about)) {
        slips.push(Slip::new(about_in, message));
    }
    if !kind.needs_exchange() {
        spec.exchange = None;
    }
    for message in lacks(&spec, has_goals, is_option_told) {
        slips.push(Slip::new(opened_in, message));
    }
    Some(ExerciseFence { spec, solution })
}

/// What an exercise of its kind lacks, or has and cannot have.
fn lacks(spec: &Spec, has_goals: bool, is_option_told: bool) -> Vec<String> {
    let mut lacks = Vec::new();
    if spec.kind.needs_exchange() && spec.exchange.is_none() {
        lacks.push(say(texts::SLIP_NO_EXCHANGE).to_owned());
    }
    match (spec.kind.needs_goal(), has_goals) {
        (true, false) => lacks.push(say(texts::SLIP_NO_GOAL).to_owned()),
        (false, true) => lacks.push(say(texts::SLIP_GOAL_UNUSED).to_owned()),
        (true, true) | (false, false) => {}
    }
    if spec.kind != SpecKind::Quiz {
        if !spec.options.is_empty() || !spec.question.is_empty() {
            lacks.push(say(texts::SLIP_NOT_A_QUIZ).to_owned());
        }
        return lacks;
    }
    if spec.question.is_empty() {
        lacks.push(say(texts::SLIP_NO_QUESTION).to_owned());
    }
    let n_right = spec.options.iter().filter(|option| option.is_right).count();
    if !is_option_told && (n_right != 1 || spec.options.len() < 2) {
        lacks.push(say(texts::SLIP_OPTIONS).to_owned());
    }
    for (index, option) in spec.options.iter().enumerate() {
        if spec.options[..index].iter().any(|other| other.text == option.text) {
            lacks.push(fill!(texts::SLIP_SAME_OPTION, text = option.text));
        }
    }
    lacks
}
