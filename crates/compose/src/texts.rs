//! Names for everything that is said of a request being written. The words stand in
//! `languages/CODE/compose.txt`.

include!(concat!(env!("OUT_DIR"), "/compose.rs"));
