//! What was sent to this world so far.

use crate::browser::focus;
use crate::browser::scroll;
use crate::later::door::{Door, PanelDoor};
use crate::orders::{Order, Orders};
use crate::playback::player::{Player, Shown};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, attribute_while, part, watch};
use language::say;
use leptos::prelude::*;
use trace::{Fetch, FetchId, Trace};

/// What was sent so far.
pub static HISTORY: PanelDoor<(Player, Orders)> = Door::closed();

/// A chip for each fetch, and a fresh start.
pub fn view((player, orders): (Player, Orders)) -> ErasedView {
    let shown = Shown::of(player);
    let history = move || {
        let sequence = shown.sequence.get()?;
        let chips = sent_so_far(&sequence.trace).into_iter().map(|(id, label)| {
            let is_open = sequence.fetch == Some(id);
            view! {
                <li>
                    <button type="button" class="chip" aria-current=attribute_while("true", move || is_open)
                        on:click=act(move |_| orders.give(Order::OpenFetch(id)))>{label}</button>
                </li>
            }
        });
        let strip = view! {
            <div class="history">
                <span class="muted in-full" id="sent">{say(texts::SENT)}</span>
                <ol class="chips" aria-labelledby="sent">{chips.collect_view()}</ol>
                <button type="button" class="ghost" on:click=act(move |_| reset(orders))>
                    {say(texts::RESET)}<span class="in-full">{say(texts::RESET_WORLD)}</span>
                </button>
            </div>
        };
        Some(strip.erased())
    };
    // Of many chips the current one stays in sight.
    watch(move || {
        shown.sequence.get();
        request_animation_frame(|| scroll::scroll_across(".chips", "[aria-current]"));
    });
    part(history).erased()
}

/// The button goes with what was sent; the focus comes to what sends next.
fn reset(orders: Orders) {
    orders.give(Order::ResetWorld);
    focus::focus_in_page(".send");
}

/// E.g. `1 GET /users/42` for each fetch that was started.
fn sent_so_far(trace: &Trace) -> Vec<(FetchId, String)> {
    let label = |Fetch { id, method, url, .. }: &Fetch| {
        format!("{} {method} {}", id.0 + 1, url.origin_form())
    };
    trace.fetches.iter().map(|fetch| (fetch.id, label(fetch))).collect()
}
