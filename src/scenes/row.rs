//! One scene of the panel: a line to go to it, move and remove it, and what is said of it.

use crate::deck::told::Told;
use crate::scenes::making::{Making, focus_in_row, go_to, mark_while, present, sign_button};
use crate::session::Session;
use crate::share::address::Unsent;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, button, live, part_while, truth};
use ::deck::Scene;
use language::{fill, say};
use leptos::prelude::*;
use trace::hidden::marked;

/// The scene with this id.
pub fn row(making: Making, id: u32) -> ErasedView {
    let deck = making.session.deck;
    let index = Memo::new(move |_| deck.read().index_of(id));
    let name = Memo::new(move |_| {
        let held = deck.read();
        let found = held.index_of(id).map(|at| held.scenes[at].scene.name());
        marked(&found.unwrap_or_default()).into_owned()
    });
    let n_scenes = Memo::new(move |_| deck.read().scenes.len());
    let is_shown = Memo::new(move |_| {
        let held = deck.read();
        held.shown().is_some() && held.shown() == held.index_of(id)
    });
    let number = live(move || index.get().map_or_else(String::new, |at| (at + 1).to_string()));
    let called = move |words| live(move || fill_name(words, &name.get()));
    let show = act(move |_| index.get_untracked().into_iter().for_each(|at| go_to(making, at)));
    let is_open = move || making.opened.get() == Some(id);
    let open = act(move |_| {
        let is_open = making.opened.get_untracked() == Some(id);
        making.opened.set((!is_open).then_some(id));
        if !is_open {
            focus_in_row(id, "input");
        }
    });
    let say_place = move |at: Option<usize>| {
        let said = |at| fill!(texts::SCENE_IS_NOW, name = name.get_untracked(), number = at + 1);
        making.told.set(at.map_or(Told::Nothing, |at| Told::Done(said(at))));
    };
    let up = move || {
        say_place(deck.move_up(id));
        focus_in_row(id, ".up");
    };
    let down = move || {
        say_place(deck.move_down(id));
        focus_in_row(id, ".down");
    };
    let begin = move || index.get_untracked().into_iter().for_each(|at| present(making, at));
    let remove = move || {
        making.told.set(Told::Nothing);
        deck.remove(id);
        crate::browser::focus::focus_soon("#deck .deck-taken button".to_owned());
    };
    let is_last = move || index.get().is_some_and(|at| at + 1 >= n_scenes.get());
    view! {
        <li data-row=id.to_string() class:is-shown=live(move || is_shown.get())>
            <div class="scene-line">
                <span class="scene-number" aria-hidden="true">{number}</span>
                <button type="button" class="scene-name" translate="no" aria-current=mark_while("true", move || is_shown.get())
                    title=say(texts::SHOW_THIS_SCENE) on:click=show>{live(move || name.get())}</button>
                {sign_button("ghost", "▶", called(texts::PRESENT_SCENE), || false, begin)}
                {sign_button("ghost up", "↑", called(texts::MOVE_SCENE_UP), move || index.get() == Some(0), up)}
                {sign_button("ghost down", "↓", called(texts::MOVE_SCENE_DOWN), is_last, down)}
                <button type="button" class="ghost" aria-expanded=truth(is_open)
                    aria-label=called(texts::WRITE_ON_SCENE) on:click=open>{say(texts::NOTES)}</button>
                {sign_button("ghost", "✕", called(texts::REMOVE_SCENE), || false, remove)}
            </div>
            {part_while(is_open, move || fields(making, id))}
        </li>
    }
    .erased()
}

fn fill_name(words: language::Text, name: &str) -> String {
    fill!(words, name)
}

/// What is said of a scene.
fn fields(making: Making, id: u32) -> ErasedView {
    let Session { deck, .. } = making.session;
    let scene = move || {
        let held = deck.read();
        held.index_of(id).map(|at| held.scenes[at].scene.clone())
    };
    let text = move |read: fn(&Scene) -> &String| {
        let held = Memo::new(move |_| scene().map(|scene| read(&scene).clone()));
        live(move || held.get().unwrap_or_default())
    };
    let shows = Memo::new(move |_| scene().map(|scene| scene.shows.in_words()));
    let shows = live(move || marked(&shows.get().unwrap_or_default()).into_owned());
    let hides = live(move || scene().is_some_and(|scene| scene.hides_what_comes));
    let toggle = act(move |_: leptos::ev::Event| {
        deck.edit(id, |scene| scene.hides_what_comes = !scene.hides_what_comes);
    });
    let take = move |_| {
        let screen = making.session.screen();
        let shows_now = || match screen.unsent() {
            Unsent::Nothing => texts::SCENE_SHOWS_THIS_NOW,
            Unsent::Since => texts::SCENE_SHOWS_THIS_WITHOUT,
            Unsent::AllOfIt => texts::SCENE_SENDS_THIS_NOW,
        };
        making.told.set(match deck.retake(id, &screen.for_scene()) {
            Ok(()) => Told::Done(say(shows_now()).to_owned()),
            Err(why) => Told::Refused(why),
        });
    };
    view! {
        <div class="scene-fields">
            <p class="muted" translate="no">{shows}</p>
            <label class="deck-field">
                {say(texts::TITLE)}
                <input type="text" autocomplete="off" maxlength="500" prop:value=text(|scene| &scene.title)
                    on:input:target=move |typed| deck.edit(id, |scene| scene.title = typed.target().value())/>
            </label>
            <label class="deck-field">
                {say(texts::NOTES_FOR_YOU)}
                <textarea rows="4" maxlength="20000" prop:value=text(|scene| &scene.notes)
                    on:input:target=move |typed| deck.set_notes(id, typed.target().value())></textarea>
            </label>
            <label class="deck-field">
                {say(texts::WHAT_TO_ASK)}
                <input type="text" autocomplete="off" maxlength="500" prop:value=text(|scene| &scene.ask)
                    on:input:target=move |typed| deck.edit(id, |scene| scene.ask = typed.target().value())/>
            </label>
            {crate::view::choices::tick_box(say(texts::HIDE_WHAT_COMES), say(texts::SO_THAT_A_CLASS), hides, toggle)}
            <div class="offers">{button(say(texts::TAKE_WHAT_IS_ON_THE_SCREEN), take)}</div>
        </div>
    }
    .erased()
}
