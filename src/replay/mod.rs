//! One request again and again in one world: what came of each time, and what that says of its method.

pub mod view;
