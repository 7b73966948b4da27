//! What the first screen does without, opened door by door.
//!
//! `cargo xtask dist` cuts the program here: what only [`open_steps`] or [`open_rest`] leads to is in
//! files of their own (see "The parts of the viewer" in ARCHITECTURE.md). Everywhere else the program
//! is whole, and all doors open at once.

use crate::app::embed::{controls as embed_controls, opening, page as embed};
use crate::app::keys_list;
use crate::app::menu;
use crate::compare::view as compare;
use crate::composer::state as composer;
use crate::composer::{curl_paste, request_fold};
use crate::diagram::panel as diagram;
use crate::exercise::panel as exercises;
use crate::exercise::work;
use crate::glossary::{panel as glossary, sentence};
use crate::inspect::panel as inspect;
use crate::later::door::{self, Part};
use crate::learn::view as lessons;
use crate::overview::view as overview;
use crate::playback::{controls, playing};
use crate::present::view as present;
use crate::presenter::{news, open, pair, view as presenter};
use crate::real::panel as real;
use crate::recover::stored_draft;
use crate::replay::view as replay;
use crate::response::{answer_view, card};
use crate::run::news as run;
use crate::scenes::panel as scenes;
use crate::share::{address, dropped, panel as share};
use crate::steps::side;
use crate::view::live::part;
use crate::world::fold;
use crate::{examples, history, offline, session, sheet};
use leptos::prelude::untrack;
use std::future::Future;
use std::pin::Pin;

/// Names what leads from Send to the steps: it is here soon after Send can be pressed.
fn open_steps() {
    controls::CONTROLS.open(controls::view);
    side::NOW.open(side::now);
    history::HISTORY.open(history::view);
    diagram::IN_SIGHT.open(diagram::in_sight);
    card::CONTENT.open(card::content);
    session::WAKE.open(session::wake_in_page);
    composer::CHECK.open(composer::check);
    run::RUN_NEWS.open(run::news);
    embed::EMBED.open(embed::view);
    embed::LANGUAGE.open(embed::language);
}

/// Names everything else that is behind a door.
fn open_rest() {
    answer_view::ANSWER.open(answer_view::view);
    card::SUGGESTIONS.open(card::offers);
    sentence::DEFINITION.open(sentence::definition_of);
    sheet::SHEET.open(sheet::view);
    side::DETAILS.open(side::details);
    address::FOLLOW.open(dropped::follow);
    share::HASH_NEWS.open(share::hash_news);
    share::SHARE.open(share::view);
    examples::LIST_OF_EXAMPLES.open(examples::list);
    glossary::GLOSSARY.open(glossary::view);
    stored_draft::KEPT.open(stored_draft::kept);
    curl_paste::PASTED.open(curl_paste::view);
    real::REAL.open(real::real);
    keys_list::KEYS.open(keys_list::view);
    menu::MENU.open(menu::view);
    offline::KEEP.open(offline::keep);
    present::PRESENT.open(present::view);
    compare::COMPARE.open(compare::view);
    overview::OVERVIEW.open(overview::view);
    replay::REPLAY.open(replay::view);
    exercises::EXERCISES.open(exercises::view);
    lessons::LESSONS.open(lessons::view);
    work::WORK.open(work::view);
    scenes::DECK.open(scenes::view);
    presenter::PRESENTER.open(presenter::view);
    pair::PAIR.open(pair::pair);
    news::PAIR_NEWS.open(news::view);
    session::OPEN_OTHER_WINDOW.open(open::open);
    playing::PLAYING.open(playing::view);
    request_fold::REQUEST.open(request_fold::view);
    inspect::INSPECT.open(inspect::inspect);
    fold::WORLD.open(fold::view);
    embed_controls::MORE.open(embed_controls::in_more);
    opening::BY_ENGINE.open(opening::by_engine);
    embed::ADDRESS.open(embed::address_of);
}

/// Has a part come and open its doors; says whether it did.
pub fn load(part: Part) -> Pin<Box<dyn Future<Output = bool>>> {
    match part {
        Part::Steps => Box::pin(cut::open_steps()),
        Part::Rest => Box::pin(cut::open_rest()),
    }
}

/// Shows the embed in place of the page, as soon as what leads to the steps is here.
pub fn show_embed() {
    let embed = || part(|| embed::EMBED.behind().map(|view| view()).or_else(door::failure));
    leptos::mount::mount_to_body(embed);
    door::load(load_embed);
}

/// The same; where another language is asked for, its words come before the first of them is said.
fn load_embed(part: Part) -> Pin<Box<dyn Future<Output = bool>>> {
    Box::pin(async move {
        if part == Part::Rest {
            opening::trace_settled().await;
        }
        let is_here = load(part).await;
        let language = untrack(|| embed::LANGUAGE.behind()).and_then(|language| language());
        if let (Part::Steps, Some(code)) = (part, language) {
            speak(code).await;
        }
        is_here
    })
}

/// Has the words of a language come, and speaks it from now on; English where they do not come.
/// No door is opened by this: whatever is behind one expects a page that is shown.
pub async fn speak(code: &'static str) {
    if let Some(speak) = cut::speak().await {
        speak(code).await;
    }
}

#[cfg(feature = "split")]
#[allow(unsafe_code, reason = "the macro that cuts the program declares the other part by hand")]
mod cut {
    use crate::languages::Speak;
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    pub async fn open_steps() -> bool {
        steps_from_within().await.is_ok()
    }

    #[wasm_split(steps, fallible)]
    fn steps_from_within() -> Result<(), SplitLoaderError> {
        super::open_steps();
        Ok(())
    }

    pub async fn open_rest() -> bool {
        rest_from_within().await.is_ok()
    }

    #[wasm_split(rest, fallible)]
    fn rest_from_within() -> Result<(), SplitLoaderError> {
        super::open_rest();
        Ok(())
    }

    pub async fn speak() -> Option<Speak> {
        speak_from_within().await.ok()
    }

    #[wasm_split(rest, fallible)]
    fn speak_from_within() -> Result<Speak, SplitLoaderError> {
        Ok(crate::languages::speak)
    }
}

#[cfg(not(feature = "split"))]
mod cut {
    pub async fn open_steps() -> bool {
        super::open_steps();
        true
    }

    pub async fn open_rest() -> bool {
        super::open_rest();
        true
    }

    pub async fn speak() -> Option<crate::languages::Speak> {
        Some(crate::languages::speak)
    }
}
