//! Names for everything that the page says of itself. The words stand in
//! `languages/CODE/viewer.txt`.

include!(concat!(env!("OUT_DIR"), "/viewer.rs"));
