//! What is simpler here than outside, as far as a reader may meet it. "What is simplified" in
//! ARCHITECTURE.md is the whole list.

use crate::Language;
use crate::texts::glossary as texts;

/// One sentence or two for each thing that is simpler, in the order of the lanes.
pub fn simplified(language: Language) -> [&'static str; 8] {
    let said = [
        texts::SIMPLER_IPV6,
        texts::SIMPLER_CACHE,
        texts::SIMPLER_SERVERS,
        texts::SIMPLER_LINKS,
        texts::SIMPLER_TCP,
        texts::SIMPLER_CERTIFICATES,
        texts::SIMPLER_WORK,
        texts::SIMPLER_DATABASE,
    ];
    said.map(|text| language.text(text))
}
