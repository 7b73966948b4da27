//! Names for everything that is said here. The words stand in `languages/CODE/picture.txt` and
//! `glossary.txt`.

pub(crate) use picture::*;

/// What a file of words must fit to be one of picture's.
pub const CATALOGUES: [language::Catalogue; 2] = [picture::CATALOGUE, glossary::CATALOGUE];

mod picture {
    include!(concat!(env!("OUT_DIR"), "/picture.rs"));
}

pub(crate) mod glossary {
    include!(concat!(env!("OUT_DIR"), "/glossary.rs"));
}
