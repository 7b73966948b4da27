//! Names for what is said of fields. The words stand in `languages/CODE/engine.txt`.

include!(concat!(env!("OUT_DIR"), "/engine.rs"));
