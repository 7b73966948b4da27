//! The page as a whole.

pub mod embed;
pub mod head;
pub mod keys;
pub mod keys_list;
pub mod later_part;
pub mod menu;
pub mod page;
