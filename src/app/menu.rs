//! The menu: what the reader prefers, and the keys.

use crate::browser::page;
use crate::browser::storage;
use crate::deck::place as deck;
use crate::languages;
use crate::later::door::{Door, PanelDoor};
use crate::offline;
use crate::orders::{Order, Orders};
use crate::recover::screen as recover;
use crate::settings::preferences::{Settings, TextSize, Theme};
use crate::texts;
use crate::view::choices::{choice, choices, tick_box};
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::Fact;
use crate::view::live::{act, button, live, nothing, paragraph};
use language::say;
use leptos::prelude::*;
use picture::Axis;

/// What the button "Menu" opens.
pub static MENU: PanelDoor<(Fact<Settings>, Orders)> = Door::closed();

/// What the button "Menu" opens.
pub fn view((settings, orders): (Fact<Settings>, Orders)) -> ErasedView {
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
    let ordered = |label, order: fn() -> Order| {
        button(label, move |_| {
            page::toggle_popover("menu");
            orders.give(order());
        })
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
    let to_scale = tick_box(
        say(texts::TO_SCALE),
        say(texts::HEIGHTS_ARE_TIME),
        live(move || settings.read().axis == Axis::ToScale),
        act(move |_| settings.update(Settings::toggle_axis)),
    );
    let offered = languages::offered();
    let language = match offered.len() {
        ..2 => nothing(),
        2.. => {
            let choice = |(code, name)| language_choice(settings, code, name);
            choices("setting", say(texts::LANGUAGE), offered.into_iter().map(choice).collect())
        }
    };
    let forgotten = match storage::is_lasting() {
        true => nothing(),
        false => paragraph("muted", say(texts::WHAT_IS_CHOSEN_HERE).erased()),
    };
    let scenes = match page::is_framed() {
        true => nothing(),
        false => button(say(texts::SCENES), move |_| {
            page::toggle_popover("menu");
            deck::toggle();
        }),
    };
    let close = act(|_: leptos::ev::MouseEvent| page::toggle_popover("menu"));
    let lessons =
        view! { <a class="ghost" href="#lessons" on:click=close>{say(texts::LESSONS)}</a> };
    view! {
        <p class="of-lessons">{lessons}</p>
        {ordered(say(texts::PRESENT), || Order::TogglePresenting)}" "
        {ordered(say(texts::PRESENTER_WINDOW), || Order::OpenOtherWindow)}" "{scenes}
        // Also beside what was sent, where there is room.
        <p class="of-what-was-sent">
            {ordered(say(texts::OVERVIEW), || Order::ToggleOverview)}" "
            {ordered(say(texts::REPLAY), || Order::ToggleReplaying)}" "
            {ordered(say(texts::COMPARE), || Order::ToggleComparing)}" "
            {ordered(say(texts::EXERCISES), || Order::ToggleExercises)}
        </p>
        {language}
        {choices("setting", say(texts::THEME), Theme::ALL.map(theme).into())}
        {choices("setting", say(texts::TEXT_SIZE), TextSize::ALL.map(size).into())}
        {flag(say(texts::HIDE_WHAT_COMES), say(texts::SO_THAT_A_CLASS),
            |settings| &mut settings.hides_what_comes)}
        {flag(say(texts::TWO_LANES), say(texts::ONLY_CLIENT_AND_WEB),
            |settings| &mut settings.has_two_lanes)}
        {to_scale}
        {flag(say(texts::IGNORE_SINGLE_LETTERS), say(texts::KEYS_THAT_WRITE_A),
            |settings| &mut settings.ignores_letters)}
        {ordered(say(texts::KEYS), || Order::ToggleKeysList)}
        {forgotten}
        {offline::in_menu()}
    }
    .erased()
}

/// The page is loaded again, so that it speaks the language from its first word on.
fn language_choice(settings: Fact<Settings>, code: &'static str, name: &'static str) -> ErasedView {
    let is_chosen = live(move || settings.read().language.unwrap_or("en") == code);
    choice("language", name, is_chosen, move || {
        settings.update(|settings| settings.language = languages::known(code));
        storage::keep_settings(&settings.peek().to_text());
        recover::reload();
    })
}
