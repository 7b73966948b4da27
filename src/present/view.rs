//! All that a room sees.

use crate::glossary::sentence::{definition, sentence};
use crate::later::door::{Door, PanelDoor};
use crate::mode::Mode;
use crate::orders::Order;
use crate::playback::player::{Player, Shown};
use crate::playback::state::Command;
use crate::present::keys;
use crate::present::pointer::Pointer;
use crate::present::sight::Sight;
use crate::present::stage::stage;
use crate::run::state::Run;
use crate::session::Session;
use crate::share::address::Hash;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::Fact;
use crate::view::live::{act, live, part, part_while, truth, watch};
use language::say;
use leptos::ev::PointerEvent;
use leptos::prelude::*;
use picture::{Term, explain};

/// A sentence of more characters is written smaller, so that it is read without moving anything.
const LONG: usize = 210;

/// Lanes and sentence, alone and large.
pub static PRESENT: PanelDoor<Session> = Door::closed();

/// Lanes and sentence, alone and large.
pub fn view(session: Session) -> ErasedView {
    let Session { player, composer, .. } = session;
    let (sight, pointer) = (Fact::new(Sight::default()), Pointer::new());
    let shown = Shown::of(player);
    keys::listen(session, sight);
    send_once(session);
    let follow = move |moved: PointerEvent| pointer.follow(&moved, sight);
    let has_pointer = live(move || sight.read().has_pointer);
    view! {
        <main class="room" class:has-pointer=has_pointer on:pointermove=act(follow)>
            <h1 class="unseen">{say(texts::ROUNDTRIP_AN_HTTP_REQUEST)}</h1>
            {stage(player, composer.client, shown, sight)}
            {foot(session, player, shown)}
            {pointer.view()}
        </main>
    }
    .erased()
}

/// A room that sees nothing is of no use: what stands in the composer is sent, into the simulated
/// world alone, once it is known that no link says what is shown.
fn send_once(session: Session) {
    if session.composer.mode.get_untracked() == Mode::Real {
        session.choose_mode(Mode::Simulated);
    }
    watch(move || {
        let is_idle = *session.simulator.run.read() == Run::Idle;
        let is_empty = session.player.playback.read().is_none();
        if is_idle && is_empty && *session.hash.read() == Hash::InStep {
            session.orders.give(Order::SendSimulated);
        }
    });
}

/// What is said of the step, where it is, and what a mouse or a finger can press.
fn foot(session: Session, player: Player, shown: Shown) -> ErasedView {
    let open = RwSignal::new(None::<Term>);
    watch(move || {
        shown.step.get();
        shown.sequence.get();
        open.set(None);
    });
    let said = part(move || Some(sentence(shown.of_step(explain::sentence)?, open)));
    let is_long = live(move || {
        let said = shown.of_step(|sequence, step| explain::sentence(sequence, step).plain_text());
        said.is_some_and(|said| said.chars().count() > LONG)
    });
    let position = live(move || match shown.n_steps() {
        0 => String::new(),
        n_steps => [(shown.step.get() + 1).to_string(), n_steps.to_string()].join(" / "),
    });
    let is_start = move || shown.step.get() == 0;
    let hint = || view! { <p class="room-hint">{say(texts::KEYS_OF_ROOM)}</p> }.erased();
    let step =
        move |command, glyph: &'static str, name: &'static str, is_over: fn(Shown) -> bool| {
            view! {
                <button type="button" class="room-button" aria-label=name title=name
                    aria-disabled=truth(move || is_over(shown))
                    on:click=act(move |_| player.dispatch(command))>{glyph}</button>
            }
            .erased()
        };
    let is_presenting = session.is_presenting;
    view! {
        <footer class="room-foot">
            <p class="room-say" class:is-long=is_long>{said}</p>
            <div class="room-where">
                <p class="room-place">{position}</p>
                {part_while(is_start, hint)}
                <div class="room-buttons">
                    {step(Command::Back, "‹", say(texts::BACK), |shown| shown.step.get() == 0)}
                    {step(Command::Next, "›", say(texts::NEXT_STEP), |shown| shown.is_at_end())}
                    <button type="button" class="room-button" aria-label=say(texts::LEAVE_THE_ROOM)
                        title=say(texts::LEAVE_THE_ROOM)
                        on:click=act(move |_| keys::leave(is_presenting))>"✕"</button>
                </div>
            </div>
            <div class="room-word">{definition(open)}</div>
        </footer>
    }
    .erased()
}
