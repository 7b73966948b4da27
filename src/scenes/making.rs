//! What the views of the panel share.

use crate::browser::focus;
use crate::deck::place::{self, ID};
use crate::deck::told::Told;
use crate::session::Session;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{Live, act, live, truth};
use leptos::prelude::*;

/// What the views of the panel share.
#[derive(Clone, Copy)]
pub struct Making {
    /// The page.
    pub session: Session,
    /// The id of the scene that is written on.
    pub opened: RwSignal<Option<u32>>,
    /// What became of the last press.
    pub told: RwSignal<Told>,
}

/// Has the focus come to a part of a scene's row, once that is drawn.
pub fn focus_in_row(id: u32, selector: &str) {
    focus::focus_soon(format!("#{ID} [data-row=\"{id}\"] {selector}"));
}

/// Shows a scene; before a room the panel goes.
pub fn go_to(making: Making, index: usize) {
    let Session { deck, is_presenting, .. } = making.session;
    making.told.set(Told::Nothing);
    deck.go_to(index);
    if is_presenting.get_untracked() {
        place::toggle();
        focus::focus_soon(".room".to_owned());
    }
}

/// Shows a scene to the room.
pub fn present(making: Making, index: usize) {
    making.session.is_presenting.set(true);
    go_to(making, index);
}

/// Whether something is so, as the text of an attribute that is there or not.
pub fn mark_while(
    mark: &'static str,
    holds: impl Fn() -> bool + Send + 'static,
) -> Live<Option<&'static str>> {
    live(move || holds().then_some(mark))
}

/// A button with a sign for a face.
pub fn sign_button(
    class: &'static str,
    sign: &'static str,
    name: Live<String>,
    is_off: impl Fn() -> bool + Send + 'static,
    deed: impl FnMut() + 'static,
) -> ErasedView {
    let mut deed = deed;
    view! {
        <button type="button" class=class aria-label=name aria-disabled=truth(is_off)
            on:click=act(move |_| deed())><span aria-hidden="true">{sign}</span></button>
    }
    .erased()
}
