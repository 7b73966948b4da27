//! How playing goes: speed, loop, and a jump to each part of the exchange.

use crate::later::door::{Door, PanelDoor};
use crate::playback::levels::levels;
use crate::playback::player::{Player, Shown};
use crate::playback::speed::Speed;
use crate::playback::state::{ActStart, Command, acts};
use crate::texts;
use crate::view::choices::{choice, choices};
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, attribute_while, button, live, part, part_while};
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
        let starts = acts(&sequence);
        let ends = starts.iter().skip(1).map(|next| next.step).chain([usize::MAX]);
        let items: Vec<_> = core::iter::zip(&starts, ends)
            .map(|(start, end)| act_item(player, shown, start, end))
            .collect();
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
    let is_from = move || shown.repeat.get().from == Some(shown.step.get());
    let is_to = move || shown.repeat.get().to == Some(shown.step.get());
    view! {
        {loop_end(player, say(texts::LOOP_FROM_HERE), Command::LoopFrom, is_from)}
        {loop_end(player, say(texts::LOOP_TO_HERE), Command::LoopTo, is_to)}
        {part_while(is_set, clear)}
        <span class="muted" role="status">{said}</span>
    }
    .erased()
}

/// Sets an end of the loop at the current step; it is pressed where that is set already.
fn loop_end(
    player: Player,
    label: &'static str,
    command: Command,
    is_here: impl Fn() -> bool + Send + 'static,
) -> ErasedView {
    let is_pressed = live(move || is_here().to_string());
    let set = act(move |_| player.dispatch(command));
    view! { <button type="button" class="ghost" aria-pressed=is_pressed on:click=set>{label}</button> }
        .erased()
}

/// `end` is the first step behind the act.
fn act_item(player: Player, shown: Shown, start: &ActStart, end: usize) -> ErasedView {
    let ActStart { step: first, title } = *start;
    let go = act(move |_| player.dispatch(Command::Seek(first)));
    let is_within = move || (first..end).contains(&shown.step.get());
    view! {
        <li class:is-ahead=live(move || shown.step.get() < first)>
            <button type="button" aria-current=attribute_while("true", is_within) on:click=go>
                {title}
            </button>
        </li>
    }
    .erased()
}
