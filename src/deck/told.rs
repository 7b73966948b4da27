//! What became of the last thing that was done to the deck.

/// What became of the last thing that was done to the deck.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Told {
    /// Nothing that has to be said.
    #[default]
    Nothing,
    /// It is done.
    Done(String),
    /// It could not be done; why, and what to do.
    Refused(String),
}
