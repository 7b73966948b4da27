//! How playing goes: speed, loop, and a jump to each part of the exchange.

use crate::later::door::{Door, PanelDoor};
use crate::playback::levels::levels;
use crate::playback::player::{Player, Shown};
use crate::playback::speed::Speed;
use crate::playback::state::{ActStart, Command, acts};
use crate::texts;
use crate::view::choices::{choice, choices};
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, button, live, part, part_while};
use language::{fill, say};
use leptos::prelude::*;

/// What the button beside Play opens.
pub static PLAYING: PanelDoor<Player> = Door::closed();

/// What the button beside Play opens.
pub fn view(player: Player) -> ErasedView {
    let shown = Shown::of(player);
    let speed = |speed: Speed| {
        let is_chosen = live(move || shown.speed.get() == speed);
        let choose = move || player.dispatch(Command::SetSpeed(speed));
        choice("speed", speed.name(), is_chosen, choose)
    };
    let acts = part(move || {
        let sequence = shown.sequence.get()?;
        let items =
            acts(&sequence).into_iter().map(|act| act_item(player, shown, act)).collect::<Vec<_>>();
        Some(view! { <ol class="acts" aria-labelledby="acts-title">{items}</ol> }.erased())
    });
    view! {
        {choices("setting", say(texts::SPEED), Speed::ALL.map(speed).into())}
        <div class="setting" role="group" aria-labelledby="loop-title">
            <p class="legend" id="loop-title">{say(texts::LOOP)}</p>
            <p class="loop">{looping(player, shown)}</p>
        </div>
        <p class="legend" id="acts-title">{say(texts::JUMP_TO)}</p>
        {acts}
        {levels(player, shown, "setting level-group", "folded-level")}
    }
    .erased()
}

/// Both ends are set at the current step.
fn looping(player: Player, shown: Shown) -> ErasedView {
    let said = live(move || {
        let number =
            |step: Option<usize>| step.map_or("…".to_owned(), |step| (step + 1).to_string());
        let repeat = shown.repeat.get();
        match (repeat.from, repeat.to) {
            (None, None) => say(texts::STEPS_ARE_PLAYED_ONCE).to_owned(),
            (from, to) => {
                fill!(texts::STEPS_AGAIN_AND_AGAIN, from = number(from), to = number(to))
            }
        }
    });
    let is_set = move || shown.repeat.get().from.is_some();
    let clear = move || button(say(texts::NO_LOOP), move |_| player.dispatch(Command::ClearLoop));
    view! {
        {button(say(texts::LOOP_FROM_HERE), move |_| player.dispatch(Command::LoopFrom))}
        {button(say(texts::LOOP_TO_HERE), move |_| player.dispatch(Command::LoopTo))}
        {part_while(is_set, clear)}
        <span class="muted" role="status">{said}</span>
    }
    .erased()
}

fn act_item(player: Player, shown: Shown, start: ActStart) -> ErasedView {
    let go = act(move |_| player.dispatch(Command::Seek(start.step)));
    view! {
        <li class:is-ahead=live(move || shown.step.get() < start.step)>
            <button type="button" on:click=go>{start.title}</button>
        </li>
    }
    .erased()
}
