//! Two fetches beside each other: two of those that were sent, or one and a change of it.

pub mod acts;
pub mod drawn;
pub mod marks;
pub mod side;
pub mod state;
pub mod subjects;
pub mod view;

#[cfg(test)]
mod lessons;
