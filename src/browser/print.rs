//! The page as it is printed.

use crate::view::erased_view::ErasedView;
use leptos::mount::mount_to_renderer;
use leptos::prelude::*;
use std::rc::Rc;

/// Has something stand at the end of the page while it is printed.
///
/// Firefox looks at the page before anything that waits has its turn, so it is made while the browser
/// says that it is about to print.
pub fn while_printing(make: impl Fn() -> Option<ErasedView> + 'static) {
    let make = Rc::new(make);
    let printed = StoredValue::new_local(None);
    let before = move |_| {
        let page = document().query_selector(".app").ok().flatten();
        let make = Rc::clone(&make);
        printed.set_value(page.map(|page| mount_to_renderer(&page, move || make())));
    };
    let before = window_event_listener_untyped("beforeprint", before);
    let after = window_event_listener_untyped("afterprint", move |_| printed.set_value(None));
    on_cleanup(move || {
        before.remove();
        after.remove();
    });
}
