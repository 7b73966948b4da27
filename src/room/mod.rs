//! What a room is shown, as plain data: how it sees a sequence, what was changed of it, and who else
//! shows it.

pub mod changes;
pub mod pairing;
pub mod sight;
