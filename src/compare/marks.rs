//! What marks a difference in the picture: a ground, and a sign, so that no colour has to be seen.

use crate::diagram::items::{line, px};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use core::ops::Range;
use language::{Text, say};
use leptos::prelude::*;
use picture::compare::{Mark, Row};

/// The column that signs stand in, left of the lanes.
pub const SIGNS_PX: f64 = 24.0;
/// From the left edge to the sign.
const SIGN_X: f64 = 4.0;

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
    let takes = takes.map(|takes| {
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
