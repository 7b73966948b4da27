//! The kinds of exercises, a file a kind.

mod amounts;
pub mod fill_in;
pub mod find_fault;
pub mod make;
pub mod next;
pub mod order;
pub mod point;
mod url_part;
mod window;
pub mod work_out;
mod worked;
pub mod write;
