//! What a session holds for exercises: what they have the engine do, and the one that is worked at in the page.

pub mod runs;
pub mod work;
