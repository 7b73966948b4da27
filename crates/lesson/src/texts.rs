//! Names for everything that an exercise says. The words stand in `languages/CODE/lesson.txt`.

include!(concat!(env!("OUT_DIR"), "/lesson.rs"));
