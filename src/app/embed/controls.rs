//! What there is to press in an embed: one row, or two where it is narrow.

use crate::app::embed::options::Controls;
use crate::later::door::{self, Door, PanelDoor};
use crate::later::popover::{Popover, popover};
use crate::orders::{Order, Orders};
use crate::playback::controls as bar;
use crate::playback::levels::levels;
use crate::playback::player::{Player, Shown};
use crate::playback::playing::PLAYING;
use crate::session::Session;
use crate::share::address::Screen;
use crate::share::panel::copy_link;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, nothing};
use language::say;
use leptos::prelude::*;

/// What "More" opens.
pub static MORE: PanelDoor<(Player, Screen, Orders)> = Door::closed();

/// The row under the sentence.
pub fn view(session: Session, controls: Controls) -> ErasedView {
    let player = session.player;
    let shown = Shown::of(player);
    bar::play(player, shown);
    bar::announce(player, shown);
    let steps = || vec![bar::back(player, shown), bar::next(player, shown)];
    match controls {
        Controls::None => nothing(),
        Controls::Steps => {
            view! { <footer class="embed-bar"><div class="buttons">{steps()}</div></footer> }
                .erased()
        }
        Controls::Full => view! {
            <footer class="embed-bar">
                <div class="buttons">{steps()}{bar::play_or_pause(player, shown)}</div>
                {levels(player, shown, "level-bar", "level")}
                {more(session)}
            </footer>
        }
        .erased(),
    }
}

fn more(session: Session) -> ErasedView {
    let panel =
        Popover { id: "more", class: "panel is-above", role: "dialog", name: say(texts::MORE) };
    let face =
        view! { <span class="unseen">{say(texts::MORE)}</span><span aria-hidden="true">"⋯"</span> };
    let parts = (session.player, session.screen(), session.orders);
    popover("nav more", face.erased(), panel, move || door::panel(&MORE, parts))
}

/// A link to what is shown, something beside it; speed, loop and jumps.
pub fn in_more((player, screen, orders): (Player, Screen, Orders)) -> ErasedView {
    let replay = move |_| orders.give(Order::ToggleReplaying);
    let compare = move |_| orders.give(Order::ToggleComparing);
    let overview = move |_| orders.give(Order::ToggleOverview);
    view! {
        {copy_link(screen)}
        <button type="button" class="ghost compare-open" on:click=act(compare)>{say(texts::COMPARE)}</button>
        <button type="button" class="ghost replay-open" on:click=act(replay)>{say(texts::REPLAY)}</button>
        <button type="button" class="ghost overview-open" on:click=act(overview)>{say(texts::OVERVIEW)}</button>
        {door::panel(&PLAYING, player)}
    }
    .erased()
}
