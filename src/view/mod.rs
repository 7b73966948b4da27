//! What views are made of here: facts that change, parts that follow them, and one type for all.

pub mod choices;
pub mod erased_view;
pub mod fact;
pub mod kept;
pub mod live;
pub mod octet_count;
pub mod pieces;
