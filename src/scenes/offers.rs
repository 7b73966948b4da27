//! What can be done with a deck as a whole: saved, opened, begun anew, filled with links.

use crate::browser::files;
use crate::deck::told::Told;
use crate::scenes::making::{Making, present};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, button, live, part_while, truth};
use ::deck::{Cause, MAX_OCTETS};
use language::{fill, say};
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// The buttons for the deck as a whole.
pub fn offers(making: Making) -> ErasedView {
    let deck = making.session.deck;
    let has_scenes = move || !deck.read().scenes.is_empty();
    let of_scenes = move || {
        let save = move |_| files::save_file("deck.json", &deck.to_text());
        let from_the_start = move |_| {
            // What was changed live at a rehearsal is not what the talk begins with.
            deck.forget_changes();
            present(making, 0);
        };
        let anew = move |_| {
            making.told.set(Told::Nothing);
            deck.start_anew();
            crate::browser::focus::focus_soon("#deck .deck-taken button".to_owned());
        };
        view! {
            {button(say(texts::PRESENT_FROM_THE_START), from_the_start)}
            {button(say(texts::SAVE_AS_A_FILE), save)}
            {button(say(texts::START_A_NEW_DECK), anew)}
        }
        .erased()
    };
    view! {
        <div class="offers">
            {part_while(has_scenes, of_scenes)}
            <label class="ghost open-file">
                {say(texts::OPEN_A_FILE)}
                <input type="file" class="unseen" accept=".json,.txt,application/json,text/plain"
                    on:change:target=move |chosen| open_file(making, &chosen.target())/>
            </label>
        </div>
    }
    .erased()
}

fn open_file(making: Making, field: &HtmlInputElement) {
    files::read_file(field, MAX_OCTETS as f64, move |text| {
        let opened = match text {
            Ok(text) => making.session.deck.open_text(&text),
            Err(files::Unread::TooBig) => Err(Cause::TooBig.to_string()),
            Err(unread) => Err(unread.said()),
        };
        making.told.set(match opened {
            Ok(count) => Told::Done(fill!(texts::DECK_IS_OPEN, count)),
            Err(why) => Told::Refused(fill!(texts::DECK_NOT_OPENED, why)),
        });
    });
}

/// A field for links, one a line. What is typed stays, until all of it is a scene.
pub fn add_links(making: Making) -> ErasedView {
    let deck = making.session.deck;
    let is_open = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let add = move |_| {
        let added = deck.add_text(&typed.get_untracked());
        making.told.set(match added {
            Ok(count) => {
                typed.set(String::new());
                Told::Done(fill!(texts::LINKS_ARE_ADDED, count))
            }
            Err(why) => Told::Refused(why),
        });
    };
    let field = move || {
        view! {
            <label class="deck-field">
                {say(texts::LINKS_ONE_A_LINE)}
                <textarea rows="4" spellcheck="false" prop:value=live(move || typed.get())
                    on:input:target=move |changed| typed.set(changed.target().value())></textarea>
            </label>
            <div class="offers">{button(say(texts::ADD_THE_LINKS), add)}</div>
        }
        .erased()
    };
    view! {
        <button type="button" class="disclosure" aria-expanded=truth(move || is_open.get())
            on:click=act(move |_| is_open.set(!is_open.get_untracked()))>{say(texts::ADD_LINKS)}</button>
        {part_while(move || is_open.get(), field)}
    }
    .erased()
}
