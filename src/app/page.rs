//! The page.

use crate::app::head::composer_bar;
use crate::app::keys::{Shortcut, shortcut};
use crate::app::menu::MENU;
use crate::app::{keys_list, later_part};
use crate::browser::focus;
use crate::browser::keys::{Characters, name_of};
use crate::browser::page;
use crate::browser::storage;
use crate::compare::view::COMPARE;
use crate::composer::mode_switch::mode_switch;
use crate::deck::place as deck;
use crate::diagram::panel::Stage;
use crate::examples::examples;
use crate::exercise::panel::EXERCISES;
use crate::exercise::work::WORK;
use crate::glossary::panel::GLOSSARY;
use crate::later::door::{self, PanelDoor};
use crate::later::popover::{Popover, popover};
use crate::learn::view::LESSONS;
use crate::mode::Mode;
use crate::offline::KEEP;
use crate::orders::{Order, Orders};
use crate::overview::view::OVERVIEW;
use crate::playback::controls::CONTROLS;
use crate::playback::player::Shown;
use crate::playback::state::Command;
use crate::present::view::PRESENT;
use crate::presenter::news::PAIR_NEWS;
use crate::presenter::pair::PAIR;
use crate::presenter::view::PRESENTER;
use crate::real::panel::REAL;
use crate::real::state::RealRun;
use crate::recover::screen as recover;
use crate::recover::stored_draft::KEPT;
use crate::replay::view::REPLAY;
use crate::run::news::RUN_NEWS;
use crate::scenes::panel as scenes;
use crate::session::{Session, Start, WAKE};
use crate::settings::preferences::{Settings, Theme};
use crate::share::address::{FOLLOW, Hash};
use crate::share::panel::HASH_NEWS;
use crate::share::panel::share;
use crate::sheet::SHEET;
use crate::steps::side::Side;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::Fact;
use crate::view::live::{act, live, part, part_while, watch};
use language::say;
use leptos::prelude::*;
use std::time::Duration;

/// Everything on the screen.
#[component]
pub fn App() -> impl IntoView {
    let settings = storage::kept_settings().map(|kept| Settings::from_text(&kept));
    let session = Session::new(Start {
        draft: recover::draft(),
        settings: settings.unwrap_or_default(),
        hash: Hash::of_new_page(),
        was_blank: storage::was_blank(),
    });
    let Session { composer, player, settings, requests, orders, .. } = session;
    let shown = Shown::of(player);
    watch(move || recover::remember(&session.own_draft()));
    watch(move || KEPT.behind().into_iter().for_each(recover::keep_with));
    watch(move || WAKE.behind().into_iter().for_each(|wake| wake(session)));
    watch(move || KEEP.behind().into_iter().for_each(|keep| keep()));
    watch(move || FOLLOW.behind().into_iter().for_each(|follow| follow(session.screen())));
    watch(move || PAIR.behind().into_iter().for_each(|pair| pair(session)));
    // Once the first screen is painted, not before.
    let load_rest = move || door::load(later_part::load);
    request_animation_frame(move || set_timeout(load_rest, Duration::ZERO));
    apply_settings(session);
    listen_to_keys(session);
    let is_presenter = session.pairing.peek().is_presenter;
    let run_news = move || RUN_NEWS.behind().map(|news| news(session.simulator, orders));
    let hash_news = move || HASH_NEWS.behind().map(|news| news(session.hash));
    let pair_news = move || PAIR_NEWS.behind().map(|news| news((session.pairing, orders)));
    // What was ordered before what does it came, and will not be done without it.
    let unloaded = move || orders.is_waiting().then(door::failure).flatten();
    let keys = move || door::panel(&keys_list::KEYS, settings);
    let is_glossary_wanted = session.is_glossary_wanted;
    let glossary = move || door::panel(&GLOSSARY, is_glossary_wanted);
    let is_real = move || composer.mode.get() == Mode::Real;
    let controls = move || door::panel(&CONTROLS, (player, orders));
    let is_asked = move || shown.sequence.get().is_some() && !is_real();
    let sheet = move || is_asked().then(|| SHEET.behind()).flatten().map(|sheet| sheet(player));
    let real = move || door::panel(&REAL, (requests, composer, orders));
    let (client, inspector) = (composer.client, session.inspector);
    let main = move || {
        view! {
        <main class="main" class:is-real=live(is_real)>
            <h1 class="unseen">{say(texts::ROUNDTRIP_AN_HTTP_REQUEST)}</h1>
            {part_while(is_real, real)}
            <Stage player client shown/>
            <Side player shown inspector orders is_glossary_wanted/>
        </main>
        }
        .erased()
    };
    let switch = mode_switch(composer.mode, move |mode| session.choose_mode(mode));
    view! {
        <div class="app">
            <header class="masthead">
                <span class="logo" aria-hidden="true"><Mark/>"Roundtrip"</span>
                {examples(orders)}
                <span class="space"></span>
                {share(session.screen())}
                {menu_button(settings, orders)}
            </header>
            {composer_bar(session, shown, switch)}
            <div class="news">{part_while(move || session.at_work.read().is_some(), move || door::panel(&WORK, session))}{part(run_news)}{part(hash_news)}{part(pair_news)}{part(unloaded)}</div>
            {part_while(move || !is_presenter, main)}
            {part_while(move || is_glossary_wanted.get(), glossary)}
            {part_while(is_asked, controls)}
            {part(sheet)}
            {part_while(move || session.is_presenting.get() && !session.lessons.are_open(), move || door::panel(&PRESENT, session))}
            {part_while(move || session.comparer.is_shown(), move || sized(session, &COMPARE, (session.comparer, player, session.is_presenting, orders)))}
            {part_while(move || session.overviewed.get().is_some(), move || sized(session, &OVERVIEW, session))}
            {part_while(move || session.replayed.read().is_some(), move || sized(session, &REPLAY, session))}
            {part_while(move || session.is_exercising.get(), move || door::panel(&EXERCISES, session))}
            {part_while(move || session.lessons.are_open(), move || door::panel(&LESSONS, session))}
            {part(move || scenes::DECK.behind().map(|view| view(session)))}
            {part_while(move || is_presenter, move || door::panel(&PRESENTER, session))}
            <p class="unseen" aria-live="polite">{live(move || player.announcement.get())}</p>
            <div class="panel is-centred" id="keys" popover="auto" role="dialog" aria-label=say(texts::KEYS)>
                {part_while(move || session.is_keys_list_wanted.get(), keys)}
            </div>
            {part_while(move || session.is_blank.get() && !is_presenter, move || blank(session))}
        </div>
    }
}

/// A panel over the page that is as large as a room needs it, or as a desk does: drawn anew when that changes.
fn sized<P: Copy + Send + Sync + 'static>(
    session: Session,
    door: &'static PanelDoor<P>,
    parts: P,
) -> ErasedView {
    part(move || {
        session.is_presenting.track();
        Some(door::panel(door, parts))
    })
    .erased()
}

/// Opens the menu.
fn menu_button(settings: Fact<Settings>, orders: Orders) -> ErasedView {
    let menu =
        Popover { id: "menu", class: "panel is-below", role: "dialog", name: say(texts::MENU) };
    popover("ghost menu-button", say(texts::MENU).erased(), menu, move || {
        door::panel(&MENU, (settings, orders))
    })
}

/// Nothing to see until a click or a key.
fn blank(session: Session) -> ErasedView {
    view! {
        <button type="button" class="blank" aria-label=say(texts::SHOW_THE_PAGE_AGAIN)
            on:click=act(move |_| session.show_nothing(false))></button>
    }
    .erased()
}

/// The style sheets see what the reader prefers, and whether a room reads it; so does the next visit.
fn apply_settings(session: Session) {
    let Session { settings, player, is_presenting, .. } = session;
    let read_at_start = *settings.peek();
    let text_size = Memo::new(move |_| settings.read().text_size);
    watch(move || page::zoom_to(text_size.get().mark()));
    let is_presenter = session.pairing.peek().is_presenter;
    watch(move || {
        let settings = *settings.read();
        let is_presenting = is_presenting.get();
        let view = if is_presenter { Some("presenter") } else { None };
        page::mark_root("data-view", view.or(is_presenting.then_some("present")));
        // What suits the lecturer's own screen is no choice for a wall.
        let theme = match settings.theme {
            Theme::System if is_presenting => Theme::Projector,
            chosen => chosen,
        };
        page::mark_root("data-theme", theme.mark());
        // What is hidden from the room is what its presenter wants to see.
        let hides_what_comes = session.hides_what_comes() && !is_presenter;
        page::mark_root("data-future", hides_what_comes.then_some("hidden"));
        player.dispatch(Command::ShowEndsOnly(settings.has_two_lanes));
        player.dispatch(Command::ShowAxis(settings.axis));
        if settings != read_at_start || storage::kept_settings().is_some() {
            storage::keep_settings(&settings.to_text());
        }
    });
}

/// Two arrows, there and back.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
            <path class="there" d="M3 7h13m0 0l-4-4m4 4l-4 4"/>
            <path class="back" d="M19 15H6m0 0l4-4m-4 4l4 4"/>
        </svg>
    }
}

/// Keys that nothing else wants.
fn listen_to_keys(session: Session) {
    focus::on_key(move |pressed| {
        if session.is_blank.get_untracked() && pressed.key() == "Escape" {
            pressed.prevent_default();
            return session.show_nothing(false);
        }
        if session.is_page_covered() {
            return;
        }
        // What was really sent has no steps.
        let is_real = session.composer.mode.get_untracked() == Mode::Real;
        let is_shown = match is_real {
            true => !matches!(*session.requests.run.peek(), RealRun::Idle),
            false => session.player.playback.peek().is_some(),
        };
        if focus::is_taken(&pressed, is_shown) {
            return;
        }
        let ignores_letters = session.settings.peek().ignores_letters;
        let characters = if ignores_letters { Characters::Rest } else { Characters::Act };
        let name = name_of(&pressed.key(), pressed.shift_key());
        let Some(shortcut) = shortcut(&name, characters) else { return };
        let steps = matches!(shortcut, Shortcut::Do(_));
        if steps && !is_shown {
            return;
        }
        pressed.prevent_default();
        if !(steps && is_real) {
            take(session, shortcut);
        }
    });
}

/// Does what a key asks for.
fn take(session: Session, shortcut: Shortcut) {
    let settings = session.settings;
    match shortcut {
        Shortcut::Do(command) => {
            session.show_nothing(false);
            session.player.dispatch(command);
        }
        Shortcut::HideWhatComes => session.toggle_what_comes(),
        Shortcut::TwoLanes => {
            settings.update(|settings| settings.has_two_lanes = !settings.has_two_lanes);
        }
        Shortcut::Axis => settings.update(Settings::toggle_axis),
        Shortcut::Blank => {
            session.show_nothing(!session.is_blank.get_untracked());
        }
        Shortcut::Compare => session.orders.give(Order::ToggleComparing),
        Shortcut::Exercises => session.orders.give(Order::ToggleExercises),
        Shortcut::Replay => session.orders.give(Order::ToggleReplaying),
        Shortcut::Overview => session.orders.give(Order::ToggleOverview),
        Shortcut::Keys => session.toggle_keys_list(),
        Shortcut::Present => session.toggle_presenting(),
        Shortcut::Scenes => deck::toggle(),
    }
}
