//! Back, Next step, Play, position and level.

use crate::browser::focus;
use crate::browser::page;
use crate::later::door::{self, Door, PanelDoor};
use crate::later::popover::{Popover, popover};
use crate::orders::{Order, Orders};
use crate::playback::announcer::{Announcer, Pace};
use crate::playback::levels::levels;
use crate::playback::player::{Player, Shown, step_at_rest};
use crate::playback::playing;
use crate::playback::scrubber::Scrubber;
use crate::playback::state::{Command, Playback};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::Fact;
use crate::view::live::{Live, act, live, part, truth, watch};
use language::say;
use leptos::prelude::*;
use picture::explain;
use std::time::Duration;

const BACK: &str = "M9 2L3 6l6 4z";
const NEXT: &str = "M3 2l6 4-6 4z";
const PLAY: &str = "M2 1l9 5-9 5z";
const PAUSE: &str = "M2 2h3v8H2zM7 2h3v8H7z";

/// The bar at the bottom.
pub static CONTROLS: PanelDoor<(Player, Orders)> = Door::to_steps();

/// The bar at the bottom.
pub fn view((player, orders): (Player, Orders)) -> ErasedView {
    let shown = Shown::of(player);
    play(player, shown);
    announce(player, shown);
    view! {
        <footer class="controls">
            <div class="buttons">
                {back(player, shown)}
                {next(player, shown)}
                {play_or_pause(player, shown)}
                {how_to_play(player, shown)}
            </div>
            <div class="place">
                <Scrubber player shown/>
                <span class="position">
                    <b>{live(move || (shown.step.get() + 1).to_string())}</b>
                    {say(texts::OF_STEPS)}{live(move || shown.n_steps().to_string())}
                </span>
                {levels(player, shown, "level-bar", "level")}
                {present(orders)}
            </div>
        </footer>
    }
    .erased()
}

/// The button that shows lanes and sentence alone, large.
fn present(orders: Orders) -> ErasedView {
    view! {
        <button type="button" class="nav to-room" title=say(texts::PRESENT_BY_KEY)
            on:click=act(move |_| orders.give(Order::TogglePresenting))>{say(texts::PRESENT)}</button>
    }
    .erased()
}

/// The button to the step before.
pub fn back(player: Player, shown: Shown) -> ErasedView {
    back_to(player, truth(move || shown.step.get() == 0), say(texts::BACK).erased())
}

/// The button for a step back, to whatever its label says.
pub fn back_to(player: Player, is_over: Live<String>, label: ErasedView) -> ErasedView {
    view! {
        <button type="button" class="nav" aria-disabled=is_over
            on:click=act(move |_| player.dispatch(Command::Back))>{glyph(BACK)}<span class="nav-word">{label}</span></button>
    }
    .erased()
}

/// The button to the next step.
pub fn next(player: Player, shown: Shown) -> ErasedView {
    next_to(player, truth(move || shown.is_at_end()), say(texts::NEXT_STEP).erased())
}

/// The button for a step on, to whatever its label says.
pub fn next_to(player: Player, is_over: Live<String>, label: ErasedView) -> ErasedView {
    view! {
        <button type="button" class="nav is-primary" aria-disabled=is_over
            on:click=act(move |_| player.dispatch(Command::Next))>{label}{glyph(NEXT)}</button>
    }
    .erased()
}

/// The button that has the steps go on by themselves, and stay.
pub fn play_or_pause(player: Player, shown: Shown) -> ErasedView {
    let label = part(move || {
        let (path, label) = if shown.is_playing.get() {
            (PAUSE, say(texts::PAUSE))
        } else {
            (PLAY, say(texts::PLAY))
        };
        Some(view! { {glyph(path)}{word(label)} }.erased())
    });
    view! {
        <button type="button" class="nav play" aria-disabled=truth(move || shown.n_steps() < 2)
            on:click=act(move |_| player.dispatch(Command::PlayOrPause))>{label}</button>
    }
    .erased()
}

/// Where there is little room, the sign beside it is seen alone.
fn word(word: &'static str) -> ErasedView {
    view! { <span class="nav-word">{word}</span> }.erased()
}

fn glyph(path: &'static str) -> ErasedView {
    view! { <svg class="glyph" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><path d=path/></svg> }.erased()
}

/// Opens speed, loop and jumps; says what is not as usual.
fn how_to_play(player: Player, shown: Shown) -> ErasedView {
    let label = live(move || {
        let looping = if shown.repeat.get().ends().is_some() { " ⟳" } else { "" };
        [shown.speed.get().name(), looping].concat()
    });
    let face = view! {
        <span class="unseen">{say(texts::SPEED_LOOP_JUMP)}</span>{label}<span aria-hidden="true">"▾"</span>
    };
    let panel = Popover {
        id: "playing",
        class: "panel is-above",
        role: "dialog",
        name: say(texts::SPEED_LOOP_JUMP_MENU),
    };
    popover("nav how", face.erased(), panel, move || door::panel(&playing::PLAYING, player))
}

/// While playing, a step follows the other, once what is said of it can have been read.
pub fn play(player: Player, shown: Shown) {
    let playback = player.playback;
    let ticks = Memo::new(move |_| (*playback.read()).as_ref().is_some_and(Playback::ticks));
    watch(move || {
        if ticks.get() {
            let tick = move || player.dispatch(Command::Tick);
            let said =
                shown.of_step(|sequence, step| explain::sentence(sequence, step).plain_text());
            let n_words = said.map_or(0, |said| said.split_whitespace().count());
            let stay = Duration::from_millis(shown.speed.get().stay_ms(n_words));
            let handle = set_timeout_with_handle(tick, stay);
            on_cleanup(move || {
                handle.into_iter().for_each(|handle| handle.clear());
            });
        }
    });
}

/// What the live region says. Silent where the focused element says it already.
pub fn announce(player: Player, shown: Shown) {
    let announcer = Fact::new(Announcer::default());
    let announce = move |said: Option<String>| {
        said.into_iter().for_each(|said| player.announcement.set(said));
    };
    watch(move || {
        shown.sequence.get();
        announcer.update(Announcer::forget);
    });
    let step = step_at_rest(player, shown);
    watch(move || {
        let step = step.get();
        let Some(sequence) = shown.sequence.get() else { return };
        let pace = if shown.is_playing.get_untracked() { Pace::Playing } else { Pace::ByHand };
        let is_heard =
            focus::focused().is_some_and(|focused| focused.has_attribute("data-says-step"));
        if step < sequence.steps.len() && !is_heard {
            let said = explain::sentence(&sequence, step).plain_text();
            announce(announcer.update(|heard| heard.reached(said, page::now_ms(), pace)));
        }
    });
    watch(move || {
        if !shown.is_playing.get() {
            announce(announcer.update(Announcer::rest));
        }
    });
}
