//! What marks a difference in the picture: a ground, and a sign, so that no colour has to be seen.

use crate::diagram::items::{line, px};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use core::ops::Range;
use core::time::Duration;
use language::{Text, fill, say};
use leptos::prelude::*;
use picture::compare::{Mark, Row};
use trace::Milliseconds;

/// The column that signs stand in, left of the lanes.
pub const SIGNS_PX: f64 = 24.0;
/// From the left edge to the sign.
const SIGN_X: f64 = 4.0;

/// How long one of two steps takes, with as many decimals as tell it apart from the other; nothing where
/// both take the same.
pub fn told_apart(own: Duration, other: Duration) -> Option<String> {
    let written =
        |takes: Duration, decimals: usize| format!("{:.decimals$}", Milliseconds::from(takes));
    let decimals = [1, 3, 6];
    let told = decimals.map(|decimals| (written(own, decimals), written(other, decimals)));
    let (own, _) = told.into_iter().find(|(own, other)| own != other)?;
    Some(fill!(texts::N_WHOLE_MS, whole = own))
}

/// The mark of a row on one side, which may be the one that has no such step; where only the time is
/// another, with how long it takes here.
pub fn mark_view(
    mark: Mark,
    is_there: bool,
    takes: Option<String>,
    span: &Range<f64>,
    width: f64,
) -> ErasedView {
    let class = match mark {
        Mark::Time => "difference is-time",
        Mark::Order => "difference is-order",
        Mark::Other => "difference is-other",
        Mark::Only if is_there => "difference is-only",
        Mark::Only => "difference is-missing",
    };
    let middle = (span.start + span.end) / 2.0;
    let ground = view! {
        <rect class="difference-ground" x="0" y=px(span.start) width=px(width) height=px(span.end - span.start)/>
    };
    let gap = (mark == Mark::Only && !is_there)
        .then(|| line("difference-gap", [32.0, width - 8.0], [middle, middle]));
    let takes = takes.filter(|_| mark == Mark::Time).map(|takes| {
        view! {
            <text class="difference-time" x=px(width - SIGN_X) y=px(middle + 5.0)>{takes}</text>
        }
    });
    view! {
        <g class=class>
            {ground}{gap}{takes}
            <text class="difference-sign" x=px(SIGN_X) y=px(middle + 5.0)>{mark.sign(is_there)}</text>
        </g>
    }
    .erased()
}

/// What is said of a row.
pub fn said_of(mark: Option<Mark>, row: &Row) -> &'static str {
    let text: Text = match (mark, row) {
        (None, _) => texts::BOTH_ARE_THE_SAME,
        (Some(Mark::Time), _) => texts::ANOTHER_TIME,
        (Some(Mark::Order), _) => texts::IN_ANOTHER_ORDER,
        (Some(Mark::Only), [Some(_), _]) => texts::ONLY_IN_A,
        (Some(Mark::Only), [None, _]) => texts::ONLY_IN_B,
        (Some(Mark::Other), _) => texts::BOTH_DIFFER,
    };
    say(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_that_differ_are_told_apart() {
        let check = |own: u64, other: u64, expected: Option<&str>| {
            let told = told_apart(Duration::from_nanos(own), Duration::from_nanos(other));
            assert_eq!(told.as_deref(), expected);
        };
        check(20_032_000, 60_032_000, Some("20.0 ms"));
        check(20_032_000, 20_027_000, Some("20.032 ms"));
        check(20_032_001, 20_032_000, Some("20.032001 ms"));
        check(20_032_000, 20_032_000, None);
    }
}
