//! What the first screen does without: the part of the program that is loaded behind it.
//!
//! Nothing here knows what is in that part. Whoever shows something of it has a [`Door`] in its own
//! file; `app::later_part` opens all doors from within. Where the program is not cut in two, that is
//! at once.

pub mod door;
pub mod popover;
