//! An exercise as xAPI has interactions (1.0.3, part 2, §2.4.4.1, “Interaction Activities”).

use crate::{Answer, Choice, Exercise, Kind, Ordering, Place, Spot};
use language::Language;

/// What stands between the parts of a response, and between the ends of a range.
const AND: &str = "[,]";
const TO: &str = "[:]";
/// The most right orders that are listed: all those of five things.
const ORDERS_MAX: usize = 120;

/// How an interaction is answered, as `interactionType` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interaction {
    /// One of some things.
    Choice,
    /// Things in an order.
    Sequencing,
    /// A text.
    FillIn,
    /// A number.
    Numeric,
    /// Anything else.
    Other,
}

impl Interaction {
    /// Its name in a statement.
    pub fn name(self) -> &'static str {
        match self {
            Self::Choice => "choice",
            Self::Sequencing => "sequencing",
            Self::FillIn => "fill-in",
            Self::Numeric => "numeric",
            Self::Other => "other",
        }
    }
}

/// What a statement says of an exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The question.
    pub question: String,
    /// How it is answered.
    pub interaction: Interaction,
    /// What may be chosen or is put in order, in words; by [`id`].
    pub choices: Vec<String>,
    /// Each right response; none where they cannot be listed.
    pub right: Vec<String>,
}

/// The name of a choice by its place: a letter or a digit as long as these are enough, since SCORM 1.2
/// has one of these (`CMIFeedback`). The first nine are the numbers that are shown.
pub fn id(place: usize) -> String {
    match u32::try_from(place + 1).ok().and_then(|number| char::from_digit(number, 36)) {
        Some(one) => one.to_string(),
        None => format!("n{}", place + 1),
    }
}

impl Asked {
    /// What a statement says of an exercise, in this language.
    pub fn of(exercise: &Exercise, language: Language) -> Self {
        let question = exercise.question.words(language);
        let asked = |interaction, choices, right| Self { question, interaction, choices, right };
        match &exercise.kind {
            Kind::Choose(choices) => {
                let words = choices.iter().map(|choice| choice.words.words(language)).collect();
                asked(Interaction::Choice, words, right_choices(choices))
            }
            Kind::Point(spots) => {
                let words = spots.iter().map(|spot| spot.words.words(language)).collect();
                let right = spots.iter().enumerate().filter(|(_, spot)| spot.is_right);
                asked(Interaction::Choice, words, right.map(|(place, _)| id(place)).collect())
            }
            Kind::Order(ordering) => {
                let words = ordering.items.iter().map(|item| item.words(language)).collect();
                asked(Interaction::Sequencing, words, right_orders(ordering))
            }
            Kind::WorkOut(quantity) => {
                let value = quantity.unit.write_exactly(quantity.value);
                asked(Interaction::Numeric, Vec::new(), vec![[&*value, TO, &value].concat()])
            }
            Kind::FillIn(blank) => {
                let case = format!("{{case_matters={}}}", !blank.ignores_case);
                let is_plain = !blank.value.contains(AND);
                let right = is_plain.then(|| [&*case, &blank.value].concat());
                asked(Interaction::FillIn, Vec::new(), right.into_iter().collect())
            }
            // What reaches a goal cannot be listed, and a fault is named and proved at once.
            Kind::Make(_) | Kind::Write(_) | Kind::FindFault(_) => {
                asked(Interaction::Other, Vec::new(), Vec::new())
            }
        }
    }
}

/// An answer to an exercise as a response; `None` where there is none to tell. What somebody sent is
/// never told: it may hold what is nobody's business.
pub fn response(exercise: &Exercise, answer: &Answer, words: &str) -> Option<String> {
    match (&exercise.kind, answer) {
        (Kind::Choose(choices), Answer::Choice(place)) => choices.get(*place).map(|_| id(*place)),
        (Kind::Point(spots), Answer::Place(place)) => spot(spots, *place),
        (Kind::Order(_), Answer::Order(order)) => {
            Some(order.iter().map(|place| id(*place)).collect::<Vec<_>>().join(AND))
        }
        (Kind::WorkOut(_), Answer::Choice(_)) => number(words),
        (Kind::WorkOut(_), Answer::Text(text)) => number(text),
        (Kind::FillIn(_), Answer::Text(text)) => Some((*text).to_owned()),
        (Kind::FindFault(_), Answer::Diagnosis { .. }) => Some(words.to_owned()),
        _ => None,
    }
}

fn right_choices(choices: &[Choice]) -> Vec<String> {
    let right = choices.iter().enumerate().filter(|(_, choice)| choice.is_right);
    right.map(|(place, _)| id(place)).collect()
}

fn spot(spots: &[Spot], place: Place) -> Option<String> {
    spots.iter().position(|spot| spot.place == place).map(id)
}

/// The number that a text begins with.
fn number(text: &str) -> Option<String> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
    let number = text[..end.unwrap_or(text.len())].replace(',', ".");
    let is_one = number.starts_with(|c: char| c.is_ascii_digit())
        && number.ends_with(|c: char| c.is_ascii_digit())
        && number.matches('.').count() <= 1;
    is_one.then_some(number)
}

/// Every order that is right, or none where they are too many.
fn right_orders(ordering: &Ordering) -> Vec<String> {
    let mut orders = Vec::new();
    let mut begun = vec![Vec::new()];
    while let Some(order) = begun.pop() {
        if orders.len() + begun.len() > ORDERS_MAX {
            return Vec::new();
        }
        if order.len() == ordering.items.len() {
            orders.push(order.iter().map(|place| id(*place)).collect::<Vec<_>>().join(AND));
            continue;
        }
        let is_free = |item: &usize| {
            let waits_for = ordering.before.iter().filter(|(_, then)| then == item);
            !order.contains(item) && waits_for.into_iter().all(|(first, _)| order.contains(first))
        };
        begun.extend((0..ordering.items.len()).filter(is_free).map(|item| {
            let mut longer = order.clone();
            longer.push(item);
            longer
        }));
    }
    orders.sort();
    orders
}
