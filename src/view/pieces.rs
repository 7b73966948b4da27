//! What may be long, a piece at a time: what a stranger sent is drawn as far as it is in sight, and
//! the rest when somebody asks for it.

use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, live, part_while};
use leptos::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// What one piece of a text may cost to draw, where a plain character costs 1.
const PIECE_COST: usize = 16_384;
/// Line ends make boxes; what is not ASCII may combine, change direction and want other fonts.
const LINE_COST: usize = 32;
const UNUSUAL_COST: usize = 8;

/// Where a text is cut into pieces that are quick to draw: behind a line's end where there is one
/// in the later half of a piece.
pub fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut cost, mut line_end) = (0, 0, None);
    for (at, sign) in text.char_indices() {
        if cost >= PIECE_COST {
            let end = line_end.unwrap_or(at);
            found.push(start..end);
            (start, cost, line_end) = (end, cost_of(&text[end..at]), None);
        }
        cost += sign_cost(sign);
        if sign == '\n' && cost >= PIECE_COST / 2 {
            line_end = Some(at + 1);
        }
    }
    if start < text.len() {
        found.push(start..text.len());
    }
    found
}

fn cost_of(text: &str) -> usize {
    text.chars().map(sign_cost).sum()
}

fn sign_cost(sign: char) -> usize {
    match sign {
        '\n' | '\r' => LINE_COST,
        sign if sign.is_ascii_graphic() || sign == ' ' => 1,
        _ => UNUSUAL_COST,
    }
}

/// How to show a piece, and what the button for the next one says when so many are shown.
pub struct Pieces {
    /// How many there are.
    pub count: usize,
    /// A piece by its number.
    pub piece: Arc<dyn Fn(usize) -> ErasedView + Send + Sync>,
    /// E.g. `Show more: 3 headers are left`.
    pub rest: Arc<dyn Fn(usize) -> String + Send + Sync>,
}

/// The pieces within `frame`, the first one at once, and a button for the next ones below.
pub fn in_pieces(pieces: Pieces, frame: impl FnOnce(ErasedView) -> ErasedView) -> ErasedView {
    let Pieces { count, piece, rest } = pieces;
    let n_shown = RwSignal::new(1);
    let content = if count == 0 { "".erased() } else { from(0, count, n_shown, piece) };
    let content = frame(content);
    if count < 2 {
        return content;
    }
    let more = part_while(
        move || n_shown.get() < count,
        move || {
            let rest = rest.clone();
            let label = live(move || rest(n_shown.get()));
            let show = act(move |_| n_shown.set(n_shown.get_untracked() + 1));
            view! { <button type="button" class="ghost more" on:click=show>{label}</button> }
                .erased()
        },
    );
    view! { {content}{more} }.erased()
}

/// A piece and, once they are asked for, those behind it.
fn from(
    at: usize,
    count: usize,
    n_shown: RwSignal<usize>,
    piece: Arc<dyn Fn(usize) -> ErasedView + Send + Sync>,
) -> ErasedView {
    let shown = piece(at);
    if at + 1 == count {
        return shown;
    }
    let behind = part_while(
        move || n_shown.get() > at + 1,
        move || from(at + 1, count, n_shown, piece.clone()),
    );
    view! { {shown}{behind} }.erased()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, most: usize) {
        let ranges = ranges(text);
        let whole: String = ranges.iter().map(|range| &text[range.clone()]).collect();
        assert_eq!(whole, text, "nothing is lost");
        assert!(ranges.iter().all(|range| !range.is_empty() && range.len() <= most));
        let longest = ranges.iter().map(|range| cost_of(&text[range.clone()])).max();
        assert!(longest.unwrap_or_default() <= PIECE_COST + LINE_COST, "{longest:?}");
    }

    #[test]
    fn a_piece_is_short_where_it_is_hard_to_draw() {
        check("", 0);
        check(&"x".repeat(1_000_000), 16_384);
        check(&"\n".repeat(1_000_000), 513);
        check(&"\u{202e}".repeat(270_000), 6_147);
        check(&"e\u{301}".repeat(300_000), 6_147);
        assert_eq!(ranges("short").len(), 1, "what is short stays whole");
    }

    #[test]
    fn a_cut_is_at_the_end_of_a_line_where_one_is_near() {
        let line = format!("{}\n", "x".repeat(99));
        let text = line.repeat(1000);
        let ranges = ranges(&text);
        assert!(ranges.len() > 5);
        assert!(ranges.iter().all(|range| text[range.clone()].ends_with('\n')));
        check(&text, 16_384);
    }
}
