//! All that a room sees.

use crate::browser::storage;
use crate::glossary::sentence::{definition, sentence};
use crate::later::door::{Door, PanelDoor};
use crate::mode::Mode;
use crate::orders::Order;
use crate::playback::player::{Player, Shown};
use crate::playback::state::Command;
use crate::present::keys;
use crate::present::pointer::Pointer;
use crate::present::stage::stage;
use crate::run::state::Run;
use crate::scenes::drawer::Drawer;
use crate::scenes::in_room::{Leads, RoomScenes};
use crate::session::Session;
use crate::share::address::Hash;
use crate::share::code;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, live, part, part_while, truth, watch};
use language::say;
use leptos::ev::PointerEvent;
use leptos::prelude::*;
use picture::{Sequence, Term, explain};

/// A sentence of more characters is written smaller, so that it is read without moving anything.
const LONG: usize = 210;

/// Of how many sentences the foot has room for the tallest: those with the most characters. Which of
/// some that are about as long has the most lines is the browser's to say.
const LONGEST: usize = 4;

/// Lanes and sentence, alone and large.
pub static PRESENT: PanelDoor<Session> = Door::closed();

/// Lanes and sentence, alone and large.
pub fn view(session: Session) -> ErasedView {
    let Session { player, composer, .. } = session;
    let (sight, pointer) = (session.sight, Pointer::new());
    let shown = Shown::of(player);
    let (drawer, scenes) = (Drawer::new(session), RoomScenes::new(session));
    keys::listen(session, drawer);
    send_once(session);
    let follow = move |moved: PointerEvent| pointer.follow(&moved, sight);
    let has_pointer = live(move || sight.read().has_pointer);
    view! {
        <main class="room" tabindex="-1" class:has-pointer=has_pointer on:pointermove=act(follow)>
            <h1 class="unseen">{say(texts::ROUNDTRIP_AN_HTTP_REQUEST)}</h1>
            {stage(player, composer.client, shown, sight)}
            {scenes.changes()}
            {scenes.question()}
            {foot(session, player, shown, scenes)}
            {part_while(move || sight.read().has_code, move || code_above(session))}
            {pointer.view()}
        </main>
    }
    .erased()
}

/// The link to what is shown, for the room's phones; a click takes it away.
fn code_above(session: Session) -> ErasedView {
    let close = act(move |_| session.sight.update(|sight| sight.has_code = false));
    view! {
        <section class="room-code" aria-label=say(texts::CODE_OF_LINK)>
            {code::view(session.screen())}
            <button type="button" class="room-button" aria-label=say(texts::CLOSE) on:click=close>"✕"</button>
        </section>
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
fn foot(session: Session, player: Player, shown: Shown, scenes: RoomScenes) -> ErasedView {
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
    // The keys are told once a visit: whoever steps knows them.
    let is_new = RwSignal::new(!storage::was_hinted());
    watch(move || {
        if !is_start() && is_new.get_untracked() {
            storage::keep_hinted();
            is_new.set(false);
        }
    });
    let hint = || view! { <p class="room-hint">{say(texts::KEYS_OF_ROOM)}</p> }.erased();
    let end = move || {
        let said = if is_start() {
            texts::THIS_IS_THE_FIRST_SCENE
        } else {
            texts::THIS_WAS_THE_LAST_SCENE
        };
        view! { <p class="room-hint">{say(said)}</p> }.erased()
    };
    let step = move |command,
                     glyph: &'static str,
                     name: fn(RoomScenes) -> String,
                     leads: fn(RoomScenes) -> Leads| {
        let name = live(move || name(scenes));
        view! {
            <button type="button" class="room-button" aria-label=name.clone() title=name
                aria-disabled=truth(move || leads(scenes) == Leads::Nowhere)
                on:click=act(move |_| player.dispatch(command))>{glyph}</button>
        }
        .erased()
    };
    let orders = session.orders;
    view! {
        <footer class="room-foot">
            <div class="room-said">
                <p class="room-say" class:is-long=is_long>{said}</p>
                {part(move || shown.sequence.get().map(|sequence| longest(&sequence)))}
            </div>
            <div class="room-where">
                <p class="room-place">{position}</p>
                {scenes.place()}
                {part_while(move || is_start() && is_new.get() && !scenes.is_at_end.get(), hint)}
                {part_while(move || scenes.is_at_end.get(), end)}
                <div class="room-buttons">
                    {step(Command::Back, "‹", RoomScenes::back_label, RoomScenes::back)}
                    {step(Command::Next, "›", RoomScenes::next_label, RoomScenes::next)}
                    {scenes.put_back()}
                    <button type="button" class="room-button" aria-label=say(texts::PRESENTER_WINDOW)
                        title=say(texts::PRESENTER_WINDOW)
                        on:click=act(move |_| orders.give(Order::OpenOtherWindow))>"❐"</button>
                    <button type="button" class="room-button" aria-label=say(texts::LEAVE_THE_ROOM)
                        title=say(texts::LEAVE_THE_ROOM)
                        on:click=act(move |_| keys::leave(session))>"✕"</button>
                </div>
            </div>
            <div class="room-word">{definition(open)}</div>
        </footer>
    }
    .erased()
}

/// Its longest sentences, for nobody to see: the foot is as high as any of them needs, so that none is
/// cut, and no step moves anything.
fn longest(sequence: &Sequence) -> ErasedView {
    let nothing_is_open = RwSignal::new(None::<Term>);
    let sentences = longest_of(sequence).into_iter().map(|(step, length)| {
        let class =
            if length > LONG { "room-say is-measure is-long" } else { "room-say is-measure" };
        let said = sentence(explain::sentence(sequence, step), nothing_is_open);
        view! { <p class=class aria-hidden="true">{said}</p> }.erased()
    });
    sentences.collect::<Vec<_>>().erased()
}

/// The steps with the longest sentences, and how many characters those have.
fn longest_of(sequence: &Sequence) -> Vec<(usize, usize)> {
    let length = |step| explain::sentence(sequence, step).plain_text().chars().count();
    let mut steps: Vec<(usize, usize)> =
        (0..sequence.steps.len()).map(|step| (step, length(step))).collect();
    steps.sort_by_key(|(_, length)| core::cmp::Reverse(*length));
    // One of just a few characters less is written larger.
    let larger = steps.iter().copied().enumerate().find(|(_, (_, length))| *length <= LONG);
    steps.truncate(LONGEST);
    steps.extend(larger.filter(|(at, _)| *at >= LONGEST).map(|(_, step)| step));
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use picture::Level;
    use std::sync::Arc;
    use trace::built_in;

    #[test]
    fn the_foot_has_room_for_the_longest_sentence_of_either_size() {
        for example in built_in() {
            let trace = Arc::new(engine::simulate(&example.scenario));
            let sequence = Sequence::new(trace, Level::Packets);
            let length = |step| explain::sentence(&sequence, step).plain_text().chars().count();
            let all: Vec<usize> = (0..sequence.steps.len()).map(length).collect();
            let measured: Vec<usize> =
                longest_of(&sequence).into_iter().map(|(_, length)| length).collect();
            for is_long in [false, true] {
                let of_size = |lengths: &[usize]| {
                    lengths.iter().copied().filter(|length| (*length > LONG) == is_long).max()
                };
                assert_eq!(of_size(&measured), of_size(&all), "{}", example.name);
            }
        }
    }
}
