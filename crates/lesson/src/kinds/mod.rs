//! The kinds of exercises, a file a kind.

mod amounts;
pub mod fill_in;
pub mod find_fault;
pub mod make;
pub mod next;
pub mod order;
pub mod point;
mod url_part;
pub mod work_out;
pub mod write;
