//! Two traces beside each other: which steps belong together, and in what they differ.
//!
//! Steps are matched by what they are (who to whom, kind, exchange) and by their order, never by what
//! they say or when they happen; then what belongs together is held against each other. Each
//! difference has the data of both, and the comparison of the second with the first is the mirror of
//! that of the first with the second.

mod align;
mod key;
mod step;
mod whole;
mod words;

use crate::Sequence;
use core::time::Duration;
use std::collections::{BTreeMap, BTreeSet};
use trace::{Content, ExchangeId, FieldLine, Outcome, TableChange};
pub(crate) use words::rows;
pub use words::{Said, said, signs, text, took_apart};

/// Something of both, the first one's before the second one's.
pub type Both<T> = [T; 2];

/// Steps that belong together; one of them where the other has no such step.
pub type Row = Both<Option<usize>>;

/// Two sequences held against each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Every step of both, each in the order of its own sequence.
    pub rows: Vec<Row>,
    /// Steps that belong together and stand in two rows, since both do them in another order; in the
    /// order of the rows.
    pub moved: Vec<Both<usize>>,
    /// In what they differ, the most important first.
    pub differences: Vec<Difference>,
}

/// One thing in which two sequences differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is, with the data of both.
    pub what: What,
    /// The steps where it shows, if it shows in steps.
    pub steps: Row,
}

/// In what two sequences differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// What came of it in the end; `None` where the run ended first.
    Outcome(Both<Option<Outcome>>),
    /// How many round trips followed on each other.
    RoundTrips(Both<usize>),
    /// How long it took, from the start to its last step.
    Time(Both<Duration>),
    /// How many connections of TCP the client opened.
    Connections(Both<usize>),
    /// How many packets were lost.
    LostPackets(Both<usize>),
    /// How many octets crossed the client's links, in IP packets.
    Octets(Both<usize>),
    /// What changed in the database.
    TableChanges(Both<Vec<TableChange>>),
    /// A step that both have, each at another place.
    Order,
    /// A step that only one of them has.
    Only,
    /// The method of a request.
    Method(Both<String>),
    /// The request target.
    Target(Both<String>),
    /// The version of HTTP.
    Version(Both<String>),
    /// The status code of a response.
    Status(Both<u16>),
    /// The lines of one field, in header or trailer section; empty where there is none.
    Field(Both<Vec<FieldLine>>),
    /// The content of a message.
    Content(Both<Vec<u8>>),
    /// What else a message, a packet or a piece of work says: as a label has it.
    Words(Both<String>),
    /// Whether it arrives.
    Arrival(Both<bool>),
    /// How long a step takes.
    Duration(Both<Duration>),
}

/// What is to be seen at a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Both say the same; only the time that it takes, or a field that tells of time, is another.
    Time,
    /// Both have it, each at another place.
    Order,
    /// Both have it, and it says something else.
    Other,
    /// Only one of them has it.
    Only,
}

impl Mark {
    /// What stands for it on a side, which may be the one that has no such step.
    pub fn sign(self, is_there: bool) -> &'static str {
        match self {
            Self::Time => "Δt",
            Self::Order => "↕",
            Self::Other => "≠",
            Self::Only if is_there => "+",
            Self::Only => "−",
        }
    }
}

/// Holds two sequences against each other, as far as their level shows them.
pub fn compare(first: &Sequence, second: &Sequence) -> Comparison {
    let both = [first, second];
    let keys = both.map(key::keys);
    let rows = align::align(keys.clone(), both);
    let moved = align::moved([&keys[0], &keys[1]], &rows);
    // What differs of them is told once, at the first of their rows.
    let firsts: BTreeMap<usize, Both<usize>> =
        moved.iter().map(|(pair, at)| (at[0].min(at[1]), *pair)).collect();
    let seconds: BTreeSet<usize> = moved.iter().map(|(_, at)| at[0].max(at[1])).collect();
    let mut differences = whole::differences(both);
    for (place, row) in rows.iter().enumerate() {
        if let Some(pair) = firsts.get(&place) {
            let steps = pair.map(Some);
            differences.push(Difference { what: What::Order, steps });
            differences.extend(step::differences(both, steps));
        } else if !seconds.contains(&place) {
            differences.extend(step::differences(both, *row));
        }
    }
    let moved = firsts.into_values().collect();
    // What belongs to one rank stands in the order of the rows.
    differences.sort_by_key(|difference| {
        let is_of_answer =
            [0, 1].iter().all(|side| is_response(both[*side], difference.steps[*side]));
        difference.what.rank(is_of_answer)
    });
    Comparison { rows, moved, differences }
}

impl Comparison {
    /// The comparison of the second with the first.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        let mirror = |difference: &Difference| Difference {
            what: difference.what.mirrored(),
            steps: mirrored(&difference.steps),
        };
        Self {
            rows: self.rows.iter().map(mirrored).collect(),
            moved: self.moved.iter().map(mirrored).collect(),
            differences: self.differences.iter().map(mirror).collect(),
        }
    }

    /// How many rows at the start say the same on both sides, at the same time.
    pub fn n_same(&self) -> usize {
        self.marks().iter().take_while(|mark| mark.is_none()).count()
    }

    /// The row that steps are found at; of those that stand in two rows, the first one's.
    pub fn row_with(&self, steps: Row) -> Option<usize> {
        let together = self.rows.iter().position(|row| *row == steps);
        let apart = || [0, 1].iter().filter_map(|side| self.row_of(*side, steps[*side]?)).min();
        together.or_else(apart)
    }

    /// The row of a step of one side.
    pub fn row_of(&self, side: usize, step: usize) -> Option<usize> {
        self.rows.iter().position(|row| row[side] == Some(step))
    }

    /// What is to be seen at each row; nothing where both are the same.
    pub fn marks(&self) -> Vec<Option<Mark>> {
        let mut marks = vec![None; self.rows.len()];
        let of_steps = self.differences.iter().filter(|difference| difference.steps != [None; 2]);
        for difference in of_steps {
            let together = self.rows.iter().position(|row| *row == difference.steps);
            let apart = [0, 1].map(|side| self.row_of(side, difference.steps[side]?));
            let rows = together.map_or(apart, |row| [Some(row), None]);
            for row in rows.into_iter().flatten() {
                marks[row] = marks[row].max(difference.what.mark());
            }
        }
        marks
    }

    /// The last step of one side that is reached with a row.
    pub fn reached(&self, side: usize, row: usize) -> Option<usize> {
        let rows = self.rows.get(..=row.min(self.rows.len().saturating_sub(1)))?;
        rows.iter().rev().find_map(|row| row[side])
    }
}

impl What {
    /// The most important first: what came of it, what it took, what was asked, what else happened, what
    /// the answer says.
    fn rank(&self, is_of_answer: bool) -> usize {
        match self {
            Self::Outcome(_) => 0,
            Self::RoundTrips(_) => 1,
            Self::Time(_) => 2,
            Self::Connections(_) => 3,
            Self::LostPackets(_) => 4,
            Self::Octets(_) => 5,
            Self::TableChanges(_) => 6,
            Self::Method(_) => 7,
            Self::Target(_) => 8,
            Self::Version(_) => 9,
            Self::Duration(_) => 20,
            Self::Field(_) if self.tells_of_time() => 19,
            Self::Field(_) if is_of_answer => 18,
            Self::Content(_) if is_of_answer => 17,
            Self::Field(_) => 10,
            Self::Content(_) => 11,
            Self::Status(_) => 12,
            Self::Arrival(_) => 13,
            Self::Order => 14,
            Self::Only => 15,
            Self::Words(_) => 16,
        }
    }

    /// How it is marked at its step; `None` for what concerns the whole.
    fn mark(&self) -> Option<Mark> {
        match self {
            Self::Outcome(_)
            | Self::RoundTrips(_)
            | Self::Time(_)
            | Self::Connections(_)
            | Self::LostPackets(_)
            | Self::Octets(_)
            | Self::TableChanges(_) => None,
            Self::Order => Some(Mark::Order),
            Self::Only => Some(Mark::Only),
            Self::Duration(_) => Some(Mark::Time),
            Self::Field(_) if self.tells_of_time() => Some(Mark::Time),
            Self::Method(_)
            | Self::Target(_)
            | Self::Version(_)
            | Self::Status(_)
            | Self::Field(_)
            | Self::Content(_)
            | Self::Words(_)
            | Self::Arrival(_) => Some(Mark::Other),
        }
    }

    /// Whether it is a field that is another a second later: Date (RFC 9110 §6.6.1), Age (RFC 9111
    /// §5.1) and Server-Timing.
    fn tells_of_time(&self) -> bool {
        let names = ["date", "age", "server-timing"];
        match self {
            Self::Field([first, second]) => {
                // One that is missing says more than the time.
                let are_there = !first.is_empty() && !second.is_empty();
                are_there && first.iter().all(|line| names.iter().any(|name| line.is(name)))
            }
            _ => false,
        }
    }

    fn mirrored(&self) -> Self {
        match self {
            Self::Outcome(both) => Self::Outcome(mirrored(both)),
            Self::RoundTrips(both) => Self::RoundTrips(mirrored(both)),
            Self::Time(both) => Self::Time(mirrored(both)),
            Self::Connections(both) => Self::Connections(mirrored(both)),
            Self::LostPackets(both) => Self::LostPackets(mirrored(both)),
            Self::Octets(both) => Self::Octets(mirrored(both)),
            Self::TableChanges(both) => Self::TableChanges(mirrored(both)),
            Self::Order => Self::Order,
            Self::Only => Self::Only,
            Self::Method(both) => Self::Method(mirrored(both)),
            Self::Target(both) => Self::Target(mirrored(both)),
            Self::Version(both) => Self::Version(mirrored(both)),
            Self::Status(both) => Self::Status(mirrored(both)),
            Self::Field(both) => Self::Field(mirrored(both)),
            Self::Content(both) => Self::Content(mirrored(both)),
            Self::Words(both) => Self::Words(mirrored(both)),
            Self::Arrival(both) => Self::Arrival(mirrored(both)),
            Self::Duration(both) => Self::Duration(mirrored(both)),
        }
    }
}

fn mirrored<T: Clone>([first, second]: &Both<T>) -> Both<T> {
    [second.clone(), first.clone()]
}

fn is_response(sequence: &Sequence, step: Option<usize>) -> bool {
    let message = step.and_then(|step| sequence.steps[step].message());
    let content = message.map(|id| &sequence.trace.message(id).content);
    matches!(content, Some(Content::HttpResponse { .. }))
}

/// The exchanges that a sequence shows.
fn exchanges(sequence: &Sequence) -> Vec<ExchangeId> {
    let all = sequence.trace.exchanges.iter();
    let shown = all.filter(|exchange| sequence.fetch.is_none_or(|only| only == exchange.fetch));
    shown.map(|exchange| exchange.id).collect()
}
