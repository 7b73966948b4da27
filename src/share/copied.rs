//! A link that is copied, and what is said of that.

use crate::browser::{clipboard, focus};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{nothing, paragraph, part};
use language::say;
use leptos::prelude::*;

/// What became of the last click.
#[derive(Clone, PartialEq)]
pub enum Told {
    /// Nothing was clicked.
    Nothing,
    /// It is in the clipboard.
    Copied,
    /// The clipboard is denied: here is the link, to be copied by hand.
    ByHand(String),
    /// There is nothing to be copied, or to be saved, and this is why: without its full stop.
    Refused(String),
}

/// Copies a link, or says why there is none. Where the clipboard is denied, `field` gets the focus: the
/// selector of the text field that [`status`] shows.
pub fn copy(link: Result<String, String>, told: RwSignal<Told>, field: &'static str) {
    let link = match link {
        Ok(link) => link,
        Err(why) => return told.set(Told::Refused(why)),
    };
    let by_hand = link.clone();
    clipboard::copy(&link, move |is_copied| {
        told.set(if is_copied { Told::Copied } else { Told::ByHand(by_hand) });
        if !is_copied {
            focus::select_soon(field);
        }
    });
}

/// What became of it.
pub fn status(told: RwSignal<Told>) -> ErasedView {
    let said = part(move || match told.get() {
        Told::Nothing => Some(nothing()),
        Told::Copied => Some(paragraph("muted", say(texts::COPIED).erased())),
        Told::ByHand(link) => {
            let field = view! {
                <label class="by-hand">
                    {say(texts::THIS_BROWSER_DOES_NOT)}
                    <textarea readonly rows="3">{link}</textarea>
                </label>
            };
            Some(field.erased())
        }
        Told::Refused(why) => Some(paragraph("input-error", format!("{why}.").erased())),
    });
    view! { <div role="status">{said}</div> }.erased()
}
