//! The page as a whole.

pub mod keys;
pub mod keys_list;
pub mod page;
pub mod recover;
pub mod stored_draft;
