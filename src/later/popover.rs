//! A button and what it opens above the page. The browser closes it, with Escape or a click
//! elsewhere.

use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, part_while};
use leptos::prelude::*;

/// What opens, and how it is told.
#[derive(Clone, Copy)]
pub struct Popover {
    /// What the button opens: unlike any other id of the page.
    pub id: &'static str,
    /// How it looks.
    pub class: &'static str,
    /// What it is to those who listen.
    pub role: &'static str,
    /// How it is called.
    pub name: &'static str,
}

/// The button with this face, and beside it what it opens: its content is made when it is opened
/// first.
pub fn popover(
    class: &'static str,
    face: ErasedView,
    popover: Popover,
    content: impl FnMut() -> ErasedView + Send + 'static,
) -> ErasedView {
    let Popover { id, class: panel_class, role, name } = popover;
    let is_made = RwSignal::new(false);
    let content = part_while(move || is_made.get(), content);
    view! {
        <button type="button" class=class popovertarget=id
            on:click=act(move |_| is_made.set(true))>{face}</button>
        <div class=panel_class id=id popover="auto" role=role aria-label=name>{content}</div>
    }
    .erased()
}
