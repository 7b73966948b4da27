//! Pieces of something that is larger than what is in sight: what comes into sight is made, what leaves
//! it is taken away, and what stays is left alone.

use crate::view::erased_view::{Built, ErasedView, in_the_browser_only};
use crate::view::live::{Live, live, nothing};
use core::iter::Peekable;
use leptos::prelude::*;
use leptos::tachys::renderer::types::{Element, Node};
use leptos::tachys::view::Mountable;
use std::sync::Arc;
use std::vec::IntoIter;

type Make = Arc<dyn Fn(usize) -> ErasedView + Send + Sync>;

/// Pieces by their numbers, which ascend.
pub struct Kept {
    numbers: Vec<usize>,
    make: Make,
}

/// The pieces that are in sight, which are told by ascending numbers; `make` makes one.
pub fn kept(
    mut in_sight: impl FnMut() -> Vec<usize> + Send + 'static,
    make: impl Fn(usize) -> ErasedView + Send + Sync + 'static,
) -> Live<Kept> {
    let make: Make = Arc::new(make);
    live(move || Kept { numbers: in_sight(), make: Arc::clone(&make) })
}

/// A piece in the page. What it made lasts as long as it does, and not only until others come.
struct Piece {
    number: usize,
    built: Built,
    _owner: Owner,
}

/// The pieces in the page, and what they stand before.
pub struct KeptState {
    pieces: Vec<Piece>,
    end: Built,
}

impl Kept {
    fn piece(&self, number: usize) -> Piece {
        let owner = Owner::default();
        let built = owner.with(|| untrack(|| (self.make)(number).build()));
        Piece { number, built, _owner: owner }
    }
}

impl Render for Kept {
    type State = KeptState;

    fn build(self) -> KeptState {
        let pieces = self.numbers.iter().map(|number| self.piece(*number)).collect();
        KeptState { pieces, end: nothing().build() }
    }

    fn rebuild(self, state: &mut KeptState) {
        let mut before = std::mem::take(&mut state.pieces).into_iter().peekable();
        let mut pieces = Vec::with_capacity(self.numbers.len());
        for number in &self.numbers {
            take_away_until(*number, &mut before);
            pieces.push(match before.next_if(|piece| piece.number == *number) {
                Some(stays) => stays,
                None => {
                    let mut new = self.piece(*number);
                    let next = before.peek().map_or(&state.end, |next| &next.built);
                    next.insert_before_this(&mut new.built);
                    new
                }
            });
        }
        take_away_until(usize::MAX, &mut before);
        state.pieces = pieces;
    }
}

fn take_away_until(number: usize, pieces: &mut Peekable<IntoIter<Piece>>) {
    while let Some(mut gone) = pieces.next_if(|piece| piece.number < number) {
        gone.built.unmount();
    }
}

impl Mountable for KeptState {
    fn unmount(&mut self) {
        self.pieces.iter_mut().for_each(|piece| piece.built.unmount());
        self.end.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.pieces.iter_mut().for_each(|piece| piece.built.mount(parent, marker));
        self.end.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.pieces.first().map_or(&self.end, |first| &first.built).insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        self.pieces.iter().flat_map(|piece| piece.built.elements()).collect()
    }
}

in_the_browser_only!(Kept, KeptState);
