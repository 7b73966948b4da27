//! Names for everything that is said of decks. The words stand in `languages/CODE/deck.txt`.

include!(concat!(env!("OUT_DIR"), "/deck.rs"));
