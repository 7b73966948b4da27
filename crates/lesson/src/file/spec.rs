//! What a lesson says of an exercise. The exercise itself is made from a trace when it is asked.

use crate::predicate::Predicate;
use serde::{Deserialize, Serialize};
use trace::Scenario;

/// An exercise as a lesson asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spec {
    /// Which kind.
    pub kind: SpecKind,
    /// The exchange that it is about, by its place in the lesson.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<usize>,
    /// Where chance comes from; another seed is another exercise.
    #[serde(default)]
    pub seed: u64,
    /// What of the exchange it asks for, where that is not left to chance.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// What has to happen.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        serialize_with = "goals_out",
        deserialize_with = "goals_in"
    )]
    pub goals: Vec<Predicate>,
    /// How many changes are enough, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fewest: Option<usize>,
    /// What is asked, where a teacher asks it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub question: String,
    /// What may be chosen, where a teacher offers it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<QuizOption>,
    /// Something that reaches the goals, as a proof that it can be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solution: Option<Solution>,
}

/// A scenario that reaches the goals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Solution(#[serde(with = "super::scenario_json")] pub Scenario);

/// An option of a teacher's question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizOption {
    /// What it says.
    pub text: String,
    /// Whether it is right.
    pub is_right: bool,
    /// What is said to whoever chooses it.
    pub feedback: String,
}

/// The kinds of exercises, by the names that a lesson writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpecKind {
    /// What happens next?
    Next,
    /// Point at it.
    Point,
    /// Fill in a field.
    FillIn,
    /// Put in order.
    Order,
    /// How long, how many.
    HowMuch,
    /// Make it happen.
    Make,
    /// Mend it: the same from an exchange on.
    Mend,
    /// Find the fault.
    FindFault,
    /// Write it yourself.
    Write,
    /// A question of the teacher's.
    Quiz,
}

impl SpecKind {
    /// All of them, each with its name.
    pub const ALL: [(&str, Self); 10] = [
        ("next", Self::Next),
        ("point", Self::Point),
        ("fill-in", Self::FillIn),
        ("order", Self::Order),
        ("how-much", Self::HowMuch),
        ("make", Self::Make),
        ("mend", Self::Mend),
        ("find-fault", Self::FindFault),
        ("write", Self::Write),
        ("quiz", Self::Quiz),
    ];

    /// Whether it is made from an exchange.
    pub fn needs_exchange(self) -> bool {
        match self {
            Self::Next
            | Self::Point
            | Self::FillIn
            | Self::Order
            | Self::HowMuch
            | Self::Mend
            | Self::FindFault => true,
            Self::Make | Self::Write | Self::Quiz => false,
        }
    }

    /// Whether it says what has to happen.
    pub fn needs_goal(self) -> bool {
        match self {
            Self::Make | Self::Mend | Self::Write => true,
            Self::Next
            | Self::Point
            | Self::FillIn
            | Self::Order
            | Self::HowMuch
            | Self::FindFault
            | Self::Quiz => false,
        }
    }
}

fn goals_out<S: serde::Serializer>(goals: &[Predicate], to: S) -> Result<S::Ok, S::Error> {
    let written: Vec<String> = goals.iter().map(Predicate::written).collect();
    written.serialize(to)
}

fn goals_in<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Predicate>, D::Error> {
    let written = Vec::<String>::deserialize(from)?;
    let read = written.iter().map(|text| Predicate::parse(text));
    read.collect::<Result<_, _>>().map_err(serde::de::Error::custom)
}
