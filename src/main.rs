//! The viewer: composer, lanes, steps and response in the browser.
//!
//! Plain state lives in [`state`] and is tested natively; [`session`] joins it with the engine,
//! which is met only as octets; `panels` place on the screen what `picture` says. This crate
//! parses no octets and knows no protocol.

mod dom;
mod engine;
mod fact;
mod languages;
mod later;
mod links;
mod panels;
mod real;
mod recover;
mod session;
mod state;
mod texts;

use leptos::task::spawn_local;
use state::settings::Settings;

fn main() {
    recover::install();
    let mount = || leptos::mount::mount_to_body(panels::app::App);
    let settings = dom::kept_settings().map(|kept| Settings::from_text(&kept));
    match settings.and_then(|settings| settings.language) {
        None => mount(),
        // Where its words do not come, the page speaks English.
        Some(code) => spawn_local(async move {
            later::speak(code).await;
            mount();
        }),
    }
}
