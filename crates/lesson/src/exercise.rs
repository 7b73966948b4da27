//! What an exercise is: a question, what is shown with it, and what may be answered.

use crate::Told;
use crate::predicate::Predicate;
use trace::{HostId, Inspected, PacketId, Scenario, Trace};

/// A question with its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exercise {
    /// What is asked.
    pub question: Told,
    /// What is shown with it.
    pub given: Given,
    /// How it is answered, with what is right.
    pub kind: Kind,
}

/// What is shown while an exercise waits for its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// Nothing.
    Nothing,
    /// The steps before the one with this index, and nothing of what comes.
    StepsBefore(usize),
    /// The parts of a URL, which joined are all of it.
    Url(Vec<String>),
    /// The message of a step.
    Step(usize),
    /// The headings of the lanes alone.
    Lanes,
    /// All steps, with their times.
    Steps,
    /// All packets.
    Packets,
    /// What stands inside of something, but for one field.
    Field(FieldPlace),
    /// A scenario to start from; without requests, an empty composer.
    Scenario(Box<Scenario>),
}

/// How an exercise is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// By one of these, in the order in which they are shown. No two say the same.
    Choose(Vec<Choice>),
    /// By pointing at one of these. No two say the same.
    Point(Vec<Spot>),
    /// By putting some things in order.
    Order(Ordering),
    /// By working an amount out, and choosing or typing it.
    WorkOut(Quantity),
    /// By writing what a field says.
    FillIn(Blank),
    /// By a scenario, changed or written, and what comes of it.
    Make(Goal),
    /// By a request, octet for octet, and what comes of it.
    Write(Goal),
    /// By naming a cause and pointing at a step.
    FindFault(Diagnosis),
}

/// Something that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it says.
    pub words: Told,
    /// Whether it is right.
    pub is_right: bool,
    /// What is said to whoever chooses it.
    pub feedback: Told,
}

/// Something that may be pointed at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Where it is.
    pub place: Place,
    /// What stands there, for whoever does not see it.
    pub words: Told,
    /// Whether it is right.
    pub is_right: bool,
    /// What is said to whoever points there.
    pub feedback: Told,
}

/// Things to be put in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ordering {
    /// What they say, in the order in which they are shown at first.
    pub items: Vec<Told>,
    /// Which of them must stand before which, by their places in the list. What is not said here
    /// is free.
    pub before: Vec<(usize, usize)>,
    /// The order in which they happened, by their places in the list: one that is right.
    pub happened: Vec<usize>,
}

/// An amount to be worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// What it is counted in.
    pub unit: Unit,
    /// How much it is.
    pub value: u64,
    /// What may be chosen, where nothing is typed. No two say the same.
    pub choices: Vec<Choice>,
    /// What it is made of: the values add up to it.
    pub solution: Vec<SolutionPart>,
}

/// What an amount is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Nanoseconds of virtual time, shown as milliseconds with one decimal.
    Nanoseconds,
    /// Octets.
    Octets,
    /// Anything that is counted by itself.
    Things,
}

/// A part of a worked solution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SolutionPart {
    /// What it is.
    pub words: Told,
    /// How much of the amount it is.
    pub value: u64,
}

/// A field that was left blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blank {
    /// What it says, as the decoder writes it.
    pub value: String,
    /// What that means; may be empty.
    pub meaning: String,
    /// Whether capitals and small letters are the same in it.
    pub ignores_case: bool,
    /// What is often written instead. No two say the same.
    pub decoys: Vec<Decoy>,
}

/// Something wrong that may be written into a blank field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoy {
    /// The text.
    pub text: String,
    /// What is said to whoever writes it.
    pub feedback: Told,
}

/// Where a field stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldPlace {
    /// What it is inside of.
    pub what: Inspected,
    /// Its layer in the view of the receiver, then the fields that lead to it, by their places.
    pub path: Vec<usize>,
}

/// What has to happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// What has to be true of the trace, all of it.
    pub predicates: Vec<Predicate>,
    /// How many changes are enough, where that is known.
    pub fewest: Option<usize>,
}

/// Something wrong, to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// What may be the cause. No two say the same.
    pub causes: Vec<Choice>,
    /// The steps that prove the right one.
    pub steps: Vec<usize>,
}

/// A place of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The part of a URL with this index.
    UrlPart(usize),
    /// The part of a message with this index, of those that the message itself says.
    Part(usize),
    /// The lane of a host.
    Lane(HostId),
    /// The step with this index.
    Step(usize),
    /// A packet.
    Packet(PacketId),
}

/// What was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer<'a> {
    /// The choice with this index.
    Choice(usize),
    /// What was pointed at.
    Place(Place),
    /// All things by their places in the list, in this order.
    Order(&'a [usize]),
    /// What was typed.
    Text(&'a str),
    /// What came of a scenario, or of what was written.
    Run(&'a Trace),
    /// A cause and a step, by their places.
    Diagnosis {
        /// The cause.
        cause: usize,
        /// The step.
        step: usize,
    },
}

/// What is said of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it is right.
    pub is_right: bool,
    /// Why, sentence by sentence.
    pub feedback: Vec<Told>,
}

impl Verdict {
    /// What is said of a right or a wrong answer.
    pub(crate) fn new(is_right: bool, feedback: impl Into<Told>) -> Self {
        Self { is_right, feedback: vec![feedback.into()] }
    }

    /// Of an answer that is none.
    pub(crate) fn not_an_answer() -> Self {
        Self::new(false, crate::texts::NOT_AN_ANSWER)
    }
}
