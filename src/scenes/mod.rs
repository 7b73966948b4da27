//! The scenes of a deck: made, ordered and opened in a panel, and given and changed before a room.

pub mod drawer;
pub mod in_room;
mod making;
mod offers;
pub mod panel;
mod row;
