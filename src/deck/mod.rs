//! The deck: scenes that are shown one after the other, as they are held and kept, and where they open.

mod changes;
pub mod place;
pub mod state;
pub mod told;
