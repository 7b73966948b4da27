//! "Scenes": the deck as the lecturer makes it.

use crate::browser::{focus, page, storage};
use crate::deck::place::ID;
use crate::deck::state::{DeckState, Fate, Taken};
use crate::deck::told::Told;
use crate::later::door::{Door, PanelDoor};
use crate::scenes::making::{Making, focus_in_row};
use crate::scenes::offers::{add_links, offers};
use crate::scenes::row::row;
use crate::session::Session;
use crate::share::address::Unsent;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, button, live, nothing, paragraph, part, part_while};
use language::{fill, say};
use leptos::prelude::*;
use trace::hidden::marked;

/// The scenes, as they open over page and room.
pub static DECK: PanelDoor<Session> = Door::closed();

/// The panel, closed at first. A frame in somebody else's page has none.
pub fn view(session: Session) -> ErasedView {
    if page::is_framed() {
        return nothing();
    }
    let deck = session.deck;
    let making = Making { session, opened: RwSignal::new(None), told: deck.told };
    storage::on_other_deck(move || deck.take_up());
    // What was never opened is never made.
    let was_opened = RwSignal::new(false);
    let is_opened = act(move |_: leptos::ev::Event| {
        was_opened.set(true);
        // Not into the title: before a room, what is pressed next is a key that steps or blanks.
        if page::has_open_popover() {
            focus::focus_soon(format!("#{ID} .offers button"));
            focus::focus_soon(format!("#{ID} [aria-current]"));
        }
    });
    view! {
        <div class="panel is-below deck" id=ID popover="auto" role="dialog" aria-label=say(texts::SCENES)
            on:toggle=is_opened>
            {part_while(move || was_opened.get(), move || content(making))}
        </div>
    }
    .erased()
}

fn content(making: Making) -> ErasedView {
    let deck = making.session.deck;
    let title = live(move || deck.read().title.clone());
    let is_empty = move || deck.read().scenes.is_empty();
    let none = move || paragraph("muted", say(texts::NO_SCENES_YET).erased());
    view! {
        <h2>{say(texts::SCENES)}</h2>
        <label class="deck-field">
            {say(texts::TITLE_OF_THE_DECK)}
            <input type="text" autocomplete="off" maxlength="500" prop:value=title
                on:input:target=move |typed| deck.set_title(typed.target().value())/>
        </label>
        {part(move || Some(fate(deck)))}
        <div class="offers">{button(say(texts::ADD_THIS_AS_A_SCENE), move |_| add(making))}</div>
        <div role="status">{part(move || Some(told(making.told)))}{part(move || taken(making))}</div>
        {part_while(is_empty, none)}
        {list(making)}
        {offers(making)}
        {add_links(making)}
    }
    .erased()
}

/// Says it where the deck does not outlive the page.
fn fate(deck: DeckState) -> ErasedView {
    if let Some(why) = deck.unread.get() {
        let said = fill!(texts::KEPT_DECK_NOT_OPENED, why = marked(&why).into_owned());
        let save = button(say(texts::SAVE_IT_AS_IT_IS), move |_| save_unread());
        return paragraph("warning", view! { {said}" "{save} }.erased());
    }
    let said = match deck.fate.get() {
        Fate::Kept => return nothing(),
        Fate::Forbidden => texts::DECK_IS_KEPT_NOWHERE,
        Fate::Full => texts::NO_ROOM_FOR_DECK,
        Fate::TooBig => texts::DECK_GREW_TOO_BIG,
    };
    paragraph("warning", say(said).erased())
}

fn save_unread() {
    if let Some(text) = storage::kept_deck() {
        crate::browser::files::save_file("deck.json", &text);
    }
}

/// What became of the last press.
fn told(told: RwSignal<Told>) -> ErasedView {
    match told.get() {
        Told::Nothing => nothing(),
        Told::Done(said) => paragraph("muted", said.erased()),
        Told::Refused(why) => {
            let why = marked(&why).into_owned();
            view! { <p class="input-error" role="alert">{sentence(&why)}</p> }.erased()
        }
    }
}

/// A cause as a sentence.
fn sentence(why: &str) -> String {
    let mut letters = why.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    [&first.unwrap_or_default(), letters.as_str(), "."].concat()
}

/// What was taken away last, and a button that puts it back.
fn taken(making: Making) -> Option<ErasedView> {
    let deck = making.session.deck;
    let held = deck.read();
    let (said, label) = match held.taken()? {
        Taken::Scene(_, numbered) => {
            let name = marked(&numbered.scene.name()).into_owned();
            (fill!(texts::SCENE_WAS_REMOVED, name), texts::PUT_THE_SCENE_BACK)
        }
        Taken::Deck(_, scenes) => {
            let count = scenes.len();
            (fill!(texts::DECK_WAS_REPLACED, count), texts::PUT_THE_DECK_BACK)
        }
    };
    let back = button(say(label), move |_| {
        // The button goes with what it puts back: the focus stays with that.
        making.told.set(Told::Nothing);
        if let Some(first) = deck.put_back_taken() {
            let name = marked(&first.scene.name()).into_owned();
            let number = deck.peek().index_of(first.id).map_or(0, |at| at + 1);
            making.told.set(Told::Done(fill!(texts::SCENE_IS_NOW, name, number)));
            focus_in_row(first.id, ".scene-name");
        }
    });
    Some(view! { <p class="deck-taken">{said}" "{back}</p> }.erased())
}

fn fill_number(words: language::Text, number: usize) -> String {
    fill!(words, number)
}

/// Adds what is on the screen.
fn add(making: Making) {
    let Session { deck, settings, .. } = making.session;
    let hides = settings.peek().hides_what_comes;
    let screen = making.session.screen();
    let unsent = screen.unsent();
    let told = match deck.add_current(&screen.for_scene(), hides) {
        Ok(at) => {
            let words = match unsent {
                Unsent::Nothing => texts::ADDED_AS_SCENE,
                Unsent::Since => texts::ADDED_WITHOUT_UNSENT,
                Unsent::AllOfIt => texts::ADDED_AND_SENDS,
            };
            Told::Done(fill_number(words, at + 1))
        }
        Err(why) => Told::Refused(why),
    };
    making.told.set(told);
}

/// The scenes in their order.
fn list(making: Making) -> ErasedView {
    let deck = making.session.deck;
    let ids = Memo::new(move |_| {
        deck.read().scenes.iter().map(|numbered| numbered.id).collect::<Vec<u32>>()
    });
    let rows = part(move || {
        let rows = ids.get().into_iter().map(|id| row(making, id));
        Some(rows.collect::<Vec<_>>().erased())
    });
    view! { <ol class="scenes" aria-label=say(texts::SCENES)>{rows}</ol> }.erased()
}
