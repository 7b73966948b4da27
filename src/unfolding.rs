//! What is folded beside the lanes until it is asked for.

use crate::browser::scroll;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact;
use crate::view::live::{act, part_while, truth};
use leptos::prelude::*;

/// A button that opens and closes `content`. What opens may be below the edge: it comes up with its
/// button, whose class `name` tells it from the others.
pub fn unfolding(
    name: &'static str,
    title: &'static str,
    is_open: RwSignal<bool>,
    content: impl FnMut() -> ErasedView + Send + 'static,
) -> ErasedView {
    let toggle = move |_| {
        fact::toggle(is_open);
        if is_open.get_untracked() {
            request_animation_frame(move || scroll::scroll_down_to(&[".", name].concat()));
        }
    };
    let class = ["look-inside ", name, " disclosure"].concat();
    view! {
        <button type="button" class=class aria-expanded=truth(move || is_open.get())
            on:click=act(toggle)>{title}</button>
        {part_while(move || is_open.get(), content)}
    }
    .erased()
}
