//! Files that somebody chooses or drops on the page: whatever kind they are of, what they say is shown.

use crate::browser::files::{self, Unread};
use crate::deck::place as deck;
use crate::deck::told::Told;
use crate::lessons::{reading, shelf};
use crate::orders::Order;
use crate::run::state::Run;
use crate::share::address::{self, Hash, Screen};
use crate::share::opened::{self, Opened};
use crate::texts;
use language::fill;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// Keeps the hash of the page's address in step with the screen, and opens what is dropped on it.
pub fn follow(screen: Screen) {
    address::follow(screen);
    files::on_drop(opened::MAX_OCTETS, move |text| show_file(screen, text));
}

/// Shows what the chosen file says.
pub fn open_file(screen: Screen, field: &HtmlInputElement) {
    files::read_file(field, opened::MAX_OCTETS, move |text| show_file(screen, text));
}

/// Shows what a file says, or why it was not read.
fn show_file(screen: Screen, text: Result<String, Unread>) {
    // What was said of the file before is over.
    if matches!(&*screen.hash.peek(), Hash::FileRefused(_)) {
        screen.hash.set(Hash::InStep);
    }
    // A recording that could not be read is a run that failed.
    screen.simulator.run.update(Run::forget_failure);
    let text = text.map_err(Unread::said);
    if let Some(text) = text.as_deref().ok().filter(|text| reading::is_lesson(text)) {
        return shelf::open(screen.lessons, text);
    }
    match text.as_ref().map_err(String::clone).and_then(|text| opened::opened(text)) {
        Ok(Opened::Deck) => show_deck(screen, &text.unwrap_or_default()),
        Ok(Opened::Screen(state)) => screen.restore(*state),
        Ok(Opened::Recording) => {
            let text = text.unwrap_or_default();
            screen.orders.give(Order::OpenRecording(text.into()));
        }
        Ok(Opened::Scenario(scenario)) => {
            screen.orders.give(Order::OpenScenario(scenario));
        }
        Err(message) => screen.hash.set(Hash::FileRefused(message)),
    }
}

/// Opens a deck in place of the one that is there.
fn show_deck(screen: Screen, text: &str) {
    match screen.deck.open_text(text) {
        Ok(count) => {
            let said = fill!(texts::DECK_IS_OPEN, count);
            // What opens with its status says nothing of it by itself.
            screen.player.announcement.set(said.clone());
            screen.deck.told.set(Told::Done(said));
            deck::show();
        }
        Err(message) => screen.hash.set(Hash::FileRefused(message)),
    }
}
