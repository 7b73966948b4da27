//! Exercises that are made from a trace. Their keys are computed from it, so that no key can be
//! wrong and every seed gives another exercise.
//!
//! Plain data and pure functions: nothing here knows a browser, runs a scenario or parses an octet.
//! Whoever asks brings the trace, or what the decoder says of it.

mod causality;
mod cause;
mod changes;
mod draw;
mod exercise;
pub mod file;
mod in_words;
mod judge;
mod kinds;
mod material;
mod predicate;
pub mod record;
pub mod texts;
mod told;

pub use changes::changes;
pub use exercise::{
    Answer, Blank, Choice, Decoy, Diagnosis, Exercise, FieldPlace, Given, Goal, Kind, Ordering,
    Place, Quantity, SolutionPart, Spot, Unit, Verdict,
};
pub use in_words::{changes_in_words, in_words, world_in_words};
pub use judge::judge;
pub use kinds::fill_in::{fill_in, what_to_look_into};
pub use kinds::find_fault::find_the_fault;
pub use kinds::make::{Aims, make_it_happen};
pub use kinds::next::{what_happens_after, what_happens_next};
pub use kinds::order::put_in_order;
pub use kinds::point::point_at_it;
pub use kinds::work_out::work_it_out;
pub use kinds::write::{write_it_yourself, written};
pub use material::Material;
pub use predicate::{CATALOGUE, Predicate, PredicateEntry, PredicateError, facts};
pub use told::Told;

pub(crate) use told::told;
