//! The page as it is printed.

use leptos::prelude::*;

/// Whether the page is being printed. The browser says so before it looks at the page, and what
/// follows of it is there by then.
pub fn is_printing() -> RwSignal<bool> {
    let is_printing = RwSignal::new(false);
    for (event, printing) in [("beforeprint", true), ("afterprint", false)] {
        let handle = window_event_listener_untyped(event, move |_| is_printing.set(printing));
        on_cleanup(move || handle.remove());
    }
    is_printing
}
