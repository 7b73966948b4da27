//! Names for what is said of scenarios and requests. The words stand in `languages/CODE/trace.txt`.

include!(concat!(env!("OUT_DIR"), "/trace.rs"));
