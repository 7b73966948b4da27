//! Says what is in the way of a second window, and what to do.

use crate::later::door::{Door, PanelDoor};
use crate::orders::{Order, Orders};
use crate::room::pairing::{Pairing, Trouble};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::Fact;
use crate::view::live::{button, paragraph, part};
use language::say;
use leptos::prelude::*;

/// What is in the way of a second window.
pub static PAIR_NEWS: PanelDoor<(Fact<Pairing>, Orders)> = Door::closed();

/// What is in the way of a second window.
pub fn view((pairing, orders): (Fact<Pairing>, Orders)) -> ErasedView {
    let trouble = Memo::new(move |_| pairing.read().trouble);
    let close = move |_| pairing.update(|pairing| pairing.trouble = None);
    let again = move |_| orders.give(Order::OpenOtherWindow);
    let news = move || {
        let (said, can_help) = match trouble.get()? {
            Trouble::Blocked => (texts::WINDOW_WAS_BLOCKED, true),
            Trouble::NoChannel => (texts::WINDOWS_CANNOT_TALK, false),
            Trouble::Silent => (texts::WINDOW_SAYS_NOTHING, false),
        };
        let again = can_help.then(|| button(say(texts::TRY_AGAIN), again));
        let close = button(say(texts::CLOSE), close);
        Some(paragraph("banner is-failure", view! { {say(said)}{again}{close} }.erased()))
    };
    view! { <div class="hash-news" role="alert">{part(news)}</div> }.erased()
}
