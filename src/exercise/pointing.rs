//! What can be pointed at in a picture: buttons, wherever in it they stand.

use crate::exercise::state::Attempt;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, live, truth};
use leptos::prelude::*;
use lesson::{Kind, Place};
use std::sync::Arc;

/// Where a button lies: left, top, width and height, in CSS lengths; empty where the page places it.
pub type At = [String; 4];

/// Where a place stands with what was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// It was not answered.
    Plain,
    /// It is a part of the answer that is being given.
    Pointed,
    /// It was predicted, and is wrong.
    Predicted,
    /// It is right.
    Right,
}

impl Stand {
    /// A class for the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "spot",
            Self::Pointed => "spot is-pointed",
            Self::Predicted => "spot is-predicted",
            Self::Right => "spot is-right",
        }
    }
}

/// The places of a picture that can be pointed at. Copies are the same.
#[derive(Clone)]
pub struct Pointing {
    /// What stands at each, for whoever does not see it.
    pub spots: Arc<Vec<(Place, String)>>,
    /// Where each stands with what was answered.
    pub stand: Arc<dyn Fn(Place) -> Stand + Send + Sync>,
    /// What is done when one is pointed at.
    pub press: Arc<dyn Fn(Place, String) + Send + Sync>,
    /// Whether pointing is over.
    pub is_over: Arc<dyn Fn() -> bool + Send + Sync>,
}

impl Pointing {
    /// What can be pointed at to answer a question, or a part of it.
    pub fn of(attempt: Attempt) -> Option<Self> {
        let question = Option::clone(&attempt.question.peek())?;
        let language = language::current();
        let spots: Vec<(Place, String)> = match &question.exercise.kind {
            Kind::Point(spots) => {
                spots.iter().map(|spot| (spot.place, spot.words.words(language))).collect()
            }
            Kind::FindFault(_) => {
                let sequence = question.sequence.clone()?;
                let name = |step: usize| {
                    let said = [(step + 1).to_string(), sequence.label(step)].join(". ");
                    (Place::Step(step), said)
                };
                (0..sequence.steps.len()).map(name).collect()
            }
            _ => return None,
        };
        let right = question.clone();
        let stand = move |place| match (&right.exercise.kind, attempt.is_open.get()) {
            (_, false) if attempt.pointed.get() == Some(place) => Stand::Pointed,
            (_, false) => Stand::Plain,
            (Kind::Point(spots), true) => {
                let is_right = spots.iter().any(|spot| spot.place == place && spot.is_right);
                stand_after(is_right, attempt.pointed.get() == Some(place))
            }
            (Kind::FindFault(diagnosis), true) => {
                let is_right =
                    matches!(place, Place::Step(step) if diagnosis.steps.contains(&step));
                stand_after(is_right, attempt.pointed.get() == Some(place))
            }
            (_, true) => Stand::Plain,
        };
        let press = move |place, words| {
            attempt.pointed.set(Some(place));
            if let Kind::Point(_) = question.exercise.kind {
                attempt.answer(crate::exercise::state::Chosen::Place(place), words);
                attempt.is_open.set(true);
            }
        };
        Some(Self {
            spots: Arc::new(spots),
            stand: Arc::new(stand),
            press: Arc::new(press),
            is_over: Arc::new(move || attempt.is_open.get()),
        })
    }

    /// The button of a place, around what is seen there; nothing around what cannot be pointed at.
    pub fn button(
        &self,
        place: Place,
        [left, top, width, height]: At,
        seen: ErasedView,
    ) -> Option<ErasedView> {
        let name = self.spots.iter().find(|(known, _)| *known == place)?.1.clone();
        let (stand, press, is_over) =
            (self.stand.clone(), self.press.clone(), self.is_over.clone());
        let pressed_stand = stand.clone();
        let is_pressed = truth(move || pressed_stand(place) == Stand::Pointed);
        let over = is_over.clone();
        let words = name.clone();
        let point = act(move |_| {
            if !untrack(|| over()) {
                press(place, words.clone());
            }
        });
        Some(
            view! {
                <button type="button" class=live(move || stand(place).class().to_owned())
                    style=("left", left) style=("top", top) style=("width", width) style=("height", height)
                    aria-label=name aria-pressed=is_pressed aria-disabled=truth(move || is_over())
                    on:click=point>{seen}</button>
            }
            .erased(),
        )
    }
}

fn stand_after(is_right: bool, is_pointed: bool) -> Stand {
    match (is_right, is_pointed) {
        (true, _) => Stand::Right,
        (false, true) => Stand::Predicted,
        (false, false) => Stand::Plain,
    }
}
