//! The menu: what the reader prefers, and the keys.

use super::choices::{choice, choices, tick_box};
use super::live::{act, button, live};
use super::piece::{IntoPiece, Piece};
use crate::dom;
use crate::session::Session;
use crate::state::settings::{Settings, TextSize, Theme};
use leptos::prelude::*;

/// What the button "Menu" opens.
pub fn view(session: Session) -> Piece {
    let settings = session.settings;
    let theme = |theme: Theme| {
        let is_chosen = live(move || settings.read().theme == theme);
        choice("theme", theme.name(), is_chosen, move || {
            settings.update(|settings| settings.theme = theme);
        })
    };
    let size = |size: TextSize| {
        let is_chosen = live(move || settings.read().text_size == size);
        choice("text-size", size.name(), is_chosen, move || {
            settings.update(|settings| settings.text_size = size);
        })
    };
    let show_keys = move |_| {
        dom::toggle_popover("menu");
        session.toggle_keys_list();
    };
    let flag = |label, detail, flag: fn(&mut Settings) -> &mut bool| {
        let is_ticked = live(move || *flag(&mut Settings::clone(&settings.read())));
        let toggle = act(move |_| {
            settings.update(|settings| {
                let flag = flag(settings);
                *flag = !*flag;
            })
        });
        tick_box(label, detail, is_ticked, toggle)
    };
    view! {
        {choices("setting", "Theme", Theme::ALL.map(theme).into())}
        {choices("setting", "Text size", TextSize::ALL.map(size).into())}
        {flag("Hide what comes", "so that a class can predict it",
            |settings| &mut settings.hides_what_comes)}
        {flag("Two lanes", "only client and web server",
            |settings| &mut settings.has_two_lanes)}
        {flag("Ignore single letters", "keys that write a character do nothing",
            |settings| &mut settings.ignores_letters)}
        {button("Keys", show_keys)}
    }
    .piece()
}
