//! The way to the truth before a room, which predicts aloud.

use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::act;
use language::say;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// The button that shows a room the truth.
pub fn reveal(show: impl Fn(MouseEvent) + 'static) -> ErasedView {
    view! {
        <button type="button" class="send exercise-reveal" aria-keyshortcuts="R" on:click=act(show)>
            {say(texts::EXERCISE_REVEAL)}
        </button>
    }
    .erased()
}
