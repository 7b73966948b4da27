//! The viewer: composer, lanes, steps and response in the browser.
//!
//! A folder a feature: what it knows, as plain structs that are tested natively, stands beside what
//! it shows. Views place on the screen what `picture` says. The engine is met only as octets; this
//! crate parses no octets of the network and knows no protocol.

mod app;
mod bench;
mod browser;
mod compare;
mod composer;
mod deck;
mod diagram;
mod examples;
mod exercise;
mod explore;
mod glossary;
mod history;
mod inspect;
mod languages;
mod later;
mod learn;
mod lessons;
mod lifecycle;
mod memory;
mod mode;
mod offline;
mod orders;
mod overview;
mod playback;
mod present;
mod presenter;
mod real;
mod recover;
mod replay;
mod response;
mod room;
mod run;
mod save_as;
mod scenes;
mod session;
mod settings;
mod share;
mod sheet;
mod steps;
mod texts;
mod unfolding;
mod view;
mod worker;
mod world;

use js_sys::futures::spawn_local;
use settings::preferences::Settings;

fn main() {
    recover::screen::install();
    if browser::page::is_embed() {
        return app::later_part::show_embed();
    }
    let mount = || leptos::mount::mount_to_body(app::page::App);
    let settings = browser::storage::kept_settings().map(|kept| Settings::from_text(&kept));
    match settings.and_then(|settings| settings.language) {
        None => mount(),
        // Where its words do not come, the page speaks English.
        Some(code) => spawn_local(async move {
            app::later_part::speak(code).await;
            mount();
        }),
    }
}
