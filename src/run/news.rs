//! What is said of a run that takes long, or came to nothing.

use crate::later::door::Door;
use crate::orders::{Order, Orders};
use crate::run::simulator::Simulator;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{button, live, paragraph, part, part_while};
use crate::worker::engine::Coming;
use language::{fill, say};
use leptos::prelude::*;

/// What is said of the run under way, or of the last one.
pub static RUN_NEWS: Door<fn(Simulator, Orders) -> ErasedView> = Door::to_steps();

/// What is said of the run under way, or of the last one.
pub fn news(simulator: Simulator, orders: Orders) -> ErasedView {
    let Simulator { run, is_slow, engine, .. } = simulator;
    let is_slow = move || run.read().is_running() && is_slow.get();
    let waiting = move || {
        let why = live(move || match engine.coming.get() {
            Coming::Settled => say(texts::STILL_SIMULATING),
            Coming::Loading(_) => say(texts::LOADING_THE_ENGINE),
        });
        // For the eye: nobody wants to hear each of them.
        let percent = live(move || match engine.coming.get() {
            Coming::Loading(Some(percent)) => fill!(texts::PERCENT_LOADED, percent),
            Coming::Loading(None) | Coming::Settled => String::new(),
        });
        let cancel = button(say(texts::CANCEL), move |_| orders.give(Order::Cancel));
        paragraph(
            "banner",
            view! { {why}<span aria-hidden="true">{percent}</span>{cancel} }.erased(),
        )
    };
    let failure = move || {
        let message = run.read().failure().map(str::to_owned)?;
        Some(paragraph("banner is-failure", message.erased()))
    };
    view! {
        <div role="status">{part_while(is_slow, waiting)}</div>
        <div role="alert">{part(failure)}</div>
    }
    .erased()
}
