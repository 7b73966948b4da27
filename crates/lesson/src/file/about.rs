//! What an exercise is about, where a lesson says so in place of leaving it to the seed.

use super::spec::SpecKind;
use crate::texts;
use language::{fill, say};

/// What `how-much` may be about.
pub(crate) const HOW_MUCH: [&str; 7] =
    ["time", "packet", "connections", "waits", "cache", "bytes", "window"];
/// What `point` may be about.
pub(crate) const POINT: [&str; 5] = ["url", "message", "lane", "longest", "packet"];
/// What `fill-in` may be about, before the name of a field.
pub(crate) const FILL_IN: [&str; 6] =
    ["request", "response", "question", "answer", "tls", "packet"];

/// What is wrong with what a kind is said to be about; `None` where nothing is.
pub(super) fn slip(kind: SpecKind, about: &str) -> Option<String> {
    let first = about.split_whitespace().next().unwrap_or_default();
    let known: &[&str] = match kind {
        SpecKind::HowMuch => &HOW_MUCH,
        SpecKind::Point => &POINT,
        SpecKind::FillIn => &FILL_IN,
        SpecKind::Next if about.parse::<usize>().is_ok() => return None,
        SpecKind::Next => return Some(fill!(texts::SLIP_ABOUT_STEP, found = about)),
        SpecKind::Order
        | SpecKind::Make
        | SpecKind::Mend
        | SpecKind::FindFault
        | SpecKind::Write
        | SpecKind::Quiz => return Some(say(texts::SLIP_ABOUT_NONE).to_owned()),
    };
    let is_one = known.contains(&first) && (kind == SpecKind::FillIn || first == about);
    (!is_one).then(|| fill!(texts::SLIP_ABOUT, found = about, names = known.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_kind_may_be_about_is_told() {
        let check = |kind, about, is_good: bool| {
            assert_eq!(slip(kind, about).is_none(), is_good, "{about}");
        };
        check(SpecKind::HowMuch, "waits", true);
        check(SpecKind::HowMuch, "wait", false);
        check(SpecKind::HowMuch, "waits too", false);
        check(SpecKind::Point, "longest", true);
        check(SpecKind::FillIn, "response Status Code", true);
        check(SpecKind::FillIn, "packet", true);
        check(SpecKind::FillIn, "Status Code", false);
        check(SpecKind::Next, "7", true);
        check(SpecKind::Next, "seven", false);
        check(SpecKind::Quiz, "time", false);
    }
}
