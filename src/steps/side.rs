//! Beside the lanes: the sentence of the step, the Response card, the message, the list of steps.

use crate::compare::acts;
use crate::exercise::gate;
use crate::explore::Explored;
use crate::explore::apart;
use crate::explore::panel as explore;
use crate::glossary::sentence::{definition, sentence};
use crate::inspect::inspector::Inspector;
use crate::inspect::look_inside::look_inside;
use crate::later::door::{self, Door, PanelDoor};
use crate::lifecycle::panel as lifecycle;
use crate::memory::panel as memory;
use crate::orders::Orders;
use crate::playback::player::{Player, Shown, step_at_rest};
use crate::response::card::Response;
use crate::steps::list::Steps;
use crate::steps::message::Message;
use crate::steps::recorded;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{link, live, part, part_while, watch};
use language::say;
use leptos::prelude::*;
use picture::clock::{Clock, clocks};
use picture::{Term, explain};

/// Where the first lesson is: a place of the page, so that the link is one before the program is here.
const FIRST_LESSON: &str = "#lesson=01-request-and-response";

/// The sentence and the card stay in sight, whatever else is scrolled.
#[component]
pub fn Side(
    player: Player,
    shown: Shown,
    inspector: Inspector,
    orders: Orders,
    is_glossary_wanted: RwSignal<bool>,
) -> impl IntoView {
    // What is tried leaves the steps for a moment, and comes back to what it was chosen in.
    let explored = Explored::default();
    let details = move || door::panel(&DETAILS, (player, inspector, orders, explored));
    let is_asked = move || shown.sequence.get().is_some();
    let is_first_screen = move || !is_asked();
    let invitation = || {
        let said = say(texts::PRESS_SEND_AND_FOLLOW);
        let lesson = [say(texts::NEW_HERE), say(texts::LESSON_START_FIRST)];
        view! {
            <p class="say is-invitation">{said}</p>
            <p class="first-minute">{lesson[0]}<a class="ghost" href=FIRST_LESSON>{lesson[1]}</a></p>
        }
        .erased()
    };
    let now = move || door::panel(&NOW, player);
    let glossary =
        link(say(texts::GLOSSARY_EVERY_WORD_EXPLAINED), move |_| is_glossary_wanted.set(true));
    view! {
        <aside class="side" aria-label=say(texts::THIS_STEP)>
            <div class="brief">
                <div class="now">{part_while(is_first_screen, invitation)}{part_while(is_asked, now)}</div>
                <Response player shown orders/>
            </div>
            <div class="details">
                {part_while(is_asked, details)}
                <p class="more">{glossary}</p>
            </div>
        </aside>
    }
}

/// What is beside the lanes under the sentence of the step.
pub static DETAILS: PanelDoor<(Player, Inspector, Orders, Explored)> = Door::closed();

/// The message of the step, what is inside it, what is remembered by then, where the call is, the list
/// of all steps, and what else can be tried.
pub fn details(parts: (Player, Inspector, Orders, Explored)) -> ErasedView {
    let (player, inspector, orders, explored) = parts;
    let shown = Shown::of(player);
    // Of a recording there are no octets to look into, and nobody knows what was remembered.
    let is_recorded =
        Memo::new(move |_| shown.sequence.get().is_some_and(|it| it.trace.recorded.is_some()));
    let of_engine = move || {
        view! { {look_inside(player, inspector)}{memory::view(player)}{lifecycle::view(player)}{acts::view(player, orders)} }
            .erased()
    };
    let recorded = part(move || {
        let sequence = shown.sequence.get()?;
        sequence.trace.recorded.as_ref().map(recorded::about)
    });
    // Read at leisure: whoever drags the slider sees lanes and sentence go along.
    let at_rest = Shown { step: step_at_rest(player, shown), ..shown };
    view! { {gate::view(player)}{recorded}<Message shown=at_rest/>{part_while(move || !is_recorded.get(), of_engine)}<Steps player shown/>{explore::view(player, orders, explored)}{apart::view(player, inspector, orders, explored)} }.erased()
}

/// Where we are, and what happens here.
pub static NOW: PanelDoor<Player> = Door::to_steps();

/// Where we are, and what happens here.
pub fn now(player: Player) -> ErasedView {
    let shown = Shown::of(player);
    let open = RwSignal::new(None::<Term>);
    // A definition belongs to the sentence that it was opened in.
    watch(move || {
        shown.step.get();
        shown.sequence.get();
        open.set(None);
    });
    let heading = live(move || shown.of_step(explain::heading).unwrap_or_default());
    let said = part(move || Some(sentence(shown.of_step(explain::sentence)?, open)));
    view! {
        <p class="where">{heading}</p>
        <p class="say">{said}</p>
        {part(move || shown_clocks(shown))}
        {definition(open)}
    }
    .erased()
}

/// How much of its time-outs the client has used: only while it waits.
fn shown_clocks(shown: Shown) -> Option<ErasedView> {
    let clocks = shown.of_step(|sequence, step| {
        let said = |clock: Clock| (clock.said(sequence.language), clock);
        clocks(sequence, step).into_iter().map(said).collect::<Vec<_>>()
    })?;
    let clock = |(said, clock): (String, Clock)| {
        let (used, limit) = (clock.used.as_millis(), clock.limit.as_millis().max(1));
        let class = if clock.is_over() { "clock is-over" } else { "clock" };
        view! {
            <p class=class>
                <span>{said}</span>
                <progress aria-hidden="true" value=used.to_string() max=limit.to_string()></progress>
            </p>
        }
        .erased()
    };
    Some(clocks.into_iter().map(clock).collect::<Vec<_>>().erased())
}
