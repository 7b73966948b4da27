//! "A URL or a message, in its parts": to be taken apart, and to be built.

mod message;
mod parts;
mod url;

use crate::explore::Explored;
use crate::inspect::inspector::Inspector;
use crate::orders::Orders;
use crate::playback::player::{Player, Shown};
use crate::texts;
use crate::unfolding::unfolding;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::act;
use language::say;
use leptos::prelude::*;

/// Folded until it is asked for. What is typed stays, whatever is sent meanwhile.
pub fn view(
    player: Player,
    inspector: Inspector,
    orders: Orders,
    explored: Explored,
) -> ErasedView {
    let shown = Shown::of(player);
    let content = move || {
        view! {
            <div class="explore apart">
                {url::view(explored)}
                {message::view(shown, inspector, orders, explored)}
            </div>
        }
        .erased()
    };
    unfolding("aparts", say(texts::URL_OR_MESSAGE_APART), explored.is_apart_open, content)
}

/// A line to type into, under its name.
fn typed_line(
    name: impl Into<String>,
    value: impl FnMut() -> String + Send + 'static,
    mut type_text: impl FnMut(String) + 'static,
) -> ErasedView {
    let typed = act(move |event: leptos::ev::Event| type_text(event_target_value(&event)));
    view! {
        <label class="apart-line"><span>{name.into()}</span>
            <input type="text" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="8192"
                prop:value=crate::view::live::live(value) on:input=typed/></label>
    }
    .erased()
}
