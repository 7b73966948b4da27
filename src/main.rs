//! The viewer: composer, lanes, steps and response in the browser.
//!
//! Plain state lives in [`state`] and is tested natively; [`session`] joins it with the engine,
//! which is met only as octets; `panels` place on the screen what `picture` says. This crate
//! parses no octets and knows no protocol.

mod dom;
mod engine;
mod fact;
mod later;
mod links;
mod panels;
mod real;
mod recover;
mod session;
mod state;

fn main() {
    recover::install();
    leptos::mount::mount_to_body(panels::app::App);
}
