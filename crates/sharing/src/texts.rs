//! Names for everything that is said of links and of what stands in other pages. The words stand
//! in `languages/CODE/sharing.txt`.

include!(concat!(env!("OUT_DIR"), "/sharing.rs"));
