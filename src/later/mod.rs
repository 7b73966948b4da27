//! What the first screen does without: the parts of the program that are loaded behind it.
//!
//! Nothing here knows what is in them. Whoever shows something of them has a [`Door`] in its own
//! file; `app::later_part` opens all doors from within. Where the program is not cut, that is at once.

pub mod door;
pub mod popover;
