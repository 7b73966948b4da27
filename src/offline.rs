//! The page without a network: what is known of the browser's copy of it, and what the menu says of
//! that.

use crate::browser::offline::{self, Copy, ONE_FILE};
use crate::later::door::Door;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{button, nothing, paragraph, part};
use language::say;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::OnceLock;

/// Has the browser keep a copy of the page.
pub static KEEP: Door<fn()> = Door::closed();

/// What is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Nothing,
    Copy(Copy),
    /// A newer copy waits for other windows to be closed.
    IsHeldUp,
}

/// It outlives the menu, which is made anew whenever it is opened.
fn known() -> &'static ArcRwSignal<Known> {
    static KNOWN: OnceLock<ArcRwSignal<Known>> = OnceLock::new();
    KNOWN.get_or_init(|| ArcRwSignal::new(Known::Nothing))
}

/// Has the browser keep a copy of the page.
pub fn keep() {
    spawn_local(offline::keep(|copy| known().set(Known::Copy(copy))));
}

/// What the menu says of it, and the page as one file.
pub fn in_menu() -> ErasedView {
    if !offline::is_published() {
        return nothing();
    }
    let said = move || {
        let said = match known().get() {
            Known::Nothing => return None,
            Known::Copy(Copy::Here) => say(texts::PAGE_ALSO_OPENS_WITHOUT),
            Known::Copy(Copy::Missing) => say(texts::BROWSER_KEEPS_NO_COPY),
            Known::Copy(Copy::Newer) => say(texts::NEW_VERSION_IS_READY),
            Known::IsHeldUp => say(texts::NEW_VERSION_COMES_ONCE),
        };
        let go_over = |_| spawn_local(offline::go_over(|| known().set(Known::IsHeldUp)));
        let offer = match known().get() {
            Known::Copy(Copy::Newer) => button(say(texts::LOAD_IT), go_over),
            Known::Nothing | Known::Copy(Copy::Here | Copy::Missing) | Known::IsHeldUp => nothing(),
        };
        Some(paragraph("muted", view! { {said}" "{offer} }.erased()))
    };
    view! {
        <div class="offline">
            <div role="status">{part(said)}</div>
            <a class="link" href=["./", ONE_FILE].concat() download=ONE_FILE>
                {say(texts::AS_ONE_FILE_FOR)}
            </a>
        </div>
    }
    .erased()
}
