//! Things to be put in order: dragged, or chosen with the arrow keys and moved with Space.

use crate::browser::{focus, page};
use crate::diagram::items::px;
use crate::exercise::placing::Placing;
use crate::exercise::state::{Attempt, Chosen};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::Fact;
use crate::view::live::{act, live, paragraph, part, truth};
use language::{fill, say};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html::Div;
use leptos::prelude::*;
use lesson::Ordering;
use std::sync::Arc;
use trace::hidden::marked;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// A press that goes farther than this is a drag.
const DRAG_PX: f64 = 6.0;

/// A thing that is dragged.
#[derive(Clone, Copy, PartialEq)]
struct Drag {
    thing: usize,
    from: (f64, f64),
    /// How far it was moved, in the pixels of the style sheets.
    by: (f64, f64),
    is_moving: bool,
}

/// What the cards share.
#[derive(Clone, Copy)]
struct Cards {
    attempt: Attempt,
    placing: Fact<Placing>,
    words: StoredValue<Arc<Vec<String>>>,
    drag: RwSignal<Option<Drag>>,
    /// A drag has just ended, so that its click is none.
    was_dragged: StoredValue<bool>,
}

/// The places, and what waits for one.
pub fn order(attempt: Attempt, ordering: &Ordering) -> ErasedView {
    let language = language::current();
    let words = ordering.items.iter().map(|item| marked(&item.words(language)).into_owned());
    let words = Arc::new(words.collect::<Vec<_>>());
    let cards = Cards {
        attempt,
        placing: Fact::new(Placing::of(words.len())),
        words: StoredValue::new(words),
        drag: RwSignal::new(None),
        was_dragged: StoredValue::new(false),
    };
    let board = NodeRef::<Div>::new();
    let keys = move |pressed: KeyboardEvent| {
        let board = board.get_untracked();
        if board.is_some_and(|board| cards.take_key(&board, &pressed)) {
            pressed.prevent_default();
            pressed.stop_propagation();
        }
    };
    let places = part(move || {
        let placing = cards.placing.read();
        let place = |(place, thing): (usize, &Option<usize>)| {
            let is_held = placing.held == Some(place);
            let within = thing.map(|thing| cards.card(thing, Some(place), is_held));
            view! { <li class="exercise-place" data-place=place.to_string()>{within}</li> }.erased()
        };
        let places = placing.places.iter().enumerate().map(place).collect::<Vec<_>>();
        Some(view! { <ol class="exercise-places" aria-label=say(texts::EXERCISE_PLACES)>{places}</ol> }.erased())
    });
    let waiting = part(move || {
        let waiting = cards.placing.read().waiting();
        if waiting.is_empty() {
            return None;
        }
        let card = |thing: usize| {
            let card = cards.card(thing, None, false);
            view! { <li>{card}</li> }.erased()
        };
        let waiting = waiting.into_iter().map(card).collect::<Vec<_>>();
        let list = view! {
            <h3 id="still-to-place">{say(texts::EXERCISE_STILL_TO_PLACE)}</h3>
            <ul class="exercise-tray" aria-labelledby="still-to-place">{waiting}</ul>
        };
        Some(list.erased())
    });
    let check = move |_| {
        let Some(order) = cards.placing.peek().order() else { return };
        if untrack(|| attempt.is_waiting()) {
            let words = cards.words.get_value();
            let said: Vec<&str> = order.iter().map(|thing| &*words[*thing]).collect();
            let is_right = attempt.answer(Chosen::Order(order), said.join(" / "));
            attempt.is_open.set(is_right);
        }
    };
    let cannot = truth(move || cards.placing.read().order().is_none() || !attempt.is_waiting());
    view! {
        <div class="exercise-order" node_ref=board on:keydown=act(keys)>
            {paragraph("muted hint", say(texts::EXERCISE_ORDER_HINT).erased())}
            {places}
            <div>{waiting}</div>
            <p class="exercise-acts">
                <button type="button" class="send" aria-disabled=cannot on:click=act(check)>{say(texts::EXERCISE_CHECK)}</button>
            </p>
            <p class="unseen" aria-live="polite">{part(move || Some(cards.said().erased()))}</p>
        </div>
    }
    .erased()
}

impl Cards {
    /// One thing, in a place or waiting.
    fn card(self, thing: usize, place: Option<usize>, is_held: bool) -> ErasedView {
        let words = self.words.get_value()[thing].clone();
        let name = match place {
            Some(place) => fill!(texts::EXERCISE_CARD_IN_PLACE, number = place + 1, words),
            None => words.clone(),
        };
        let number = place.map(|place| (place + 1).to_string()).unwrap_or_default();
        let press = act(move |_| self.press(thing, place));
        let take = act(move |event: PointerEvent| self.take(thing, &event));
        let moved = act(move |event: PointerEvent| self.moved(&event));
        let dropped = act(move |event: PointerEvent| self.drop(&event));
        let drag = self.drag;
        let lost = act(move |_: PointerEvent| drag.set(None));
        let class = if is_held { "exercise-card is-held" } else { "exercise-card" };
        let dragged = move || drag.get().filter(|drag| drag.thing == thing && drag.is_moving);
        let is_dragged = live(move || dragged().is_some());
        let by = live(move || match dragged() {
            Some(Drag { by, .. }) => [&*px(by.0), "px ", &px(by.1), "px"].concat(),
            None => String::new(),
        });
        view! {
            <button type="button" class=class class:is-dragged=is_dragged style=("translate", by) data-thing=thing.to_string() aria-label=name
                aria-pressed=place.map(|_| is_held.to_string())
                on:click=press on:pointerdown=take on:pointermove=moved on:pointerup=dropped on:pointercancel=lost>
                <span class="grip" aria-hidden="true">"⠿"</span><span>{number}</span><span>{words}</span>
            </button>
        }
        .erased()
    }

    fn is_over(self) -> bool {
        !untrack(|| self.attempt.is_waiting())
    }

    fn change(self, thing: usize, change: impl FnOnce(&mut Placing)) {
        if self.is_over() {
            return;
        }
        self.placing.update(change);
        // The cards were made anew.
        let selector = [".exercise-card[data-thing=\"", &*thing.to_string(), "\"]"].concat();
        focus::focus_soon(selector);
    }

    /// What waits is put into the first free place; what has one is taken up, or let go.
    fn press(self, thing: usize, place: Option<usize>) {
        if self.was_dragged.get_value() {
            return self.was_dragged.set_value(false);
        }
        self.change(thing, |placing| match place {
            Some(place) => placing.hold(place),
            None => placing.put_first(thing),
        });
    }

    fn take(self, thing: usize, event: &PointerEvent) {
        self.was_dragged.set_value(false);
        let from = (f64::from(event.client_x()), f64::from(event.client_y()));
        if event.is_primary() && event.button() == 0 && !self.is_over() {
            self.drag.set(Some(Drag { thing, from, by: (0.0, 0.0), is_moving: false }));
        }
    }

    fn moved(self, event: &PointerEvent) {
        let Some(drag) = self.drag.get_untracked() else { return };
        let by =
            (f64::from(event.client_x()) - drag.from.0, f64::from(event.client_y()) - drag.from.1);
        let Some(card) = card_of(event) else { return };
        if !drag.is_moving {
            if by.0.abs() + by.1.abs() < DRAG_PX {
                return;
            }
            card.set_pointer_capture(event.pointer_id()).ok();
        }
        let zoom = page::zoom();
        let by = (by.0 / zoom, by.1 / zoom);
        self.drag.set(Some(Drag { by, is_moving: true, ..drag }));
    }

    /// Lets go of what is dragged: into the place that is under it, or to what waits.
    fn drop(self, event: &PointerEvent) {
        let Some(Drag { thing, is_moving: true, .. }) = self.drag.get_untracked() else {
            return self.drag.set(None);
        };
        self.drag.set(None);
        self.was_dragged.set_value(true);
        // What is dragged lies over what is meant, and takes no part in this.
        let at = (event.client_x() as f32, event.client_y() as f32);
        let below = document().element_from_point(at.0, at.1);
        let place =
            below.as_ref().and_then(|below| below.closest(".exercise-place").ok().flatten());
        let place = place.and_then(|place| place.get_attribute("data-place")?.parse().ok());
        self.change(thing, |placing| match place {
            Some(place) => placing.put(thing, place),
            None => placing.take_out(thing),
        });
    }

    /// Arrow keys choose a card, or move the one that is held; Delete takes one out. Says whether it was such
    /// a key.
    fn take_key(self, board: &Element, pressed: &KeyboardEvent) -> bool {
        let key = pressed.key();
        let on_card = focus::focused().filter(|focused| focused.has_attribute("data-thing"));
        let thing = on_card.and_then(|card| card.get_attribute("data-thing")?.parse().ok());
        let Some(thing) = thing else { return false };
        let is_held = self.placing.peek().held.is_some();
        match &*key {
            "ArrowDown" | "ArrowRight" | "ArrowUp" | "ArrowLeft" if is_held => {
                let is_on = matches!(&*key, "ArrowDown" | "ArrowRight");
                self.change(thing, |placing| {
                    placing.shift(is_on);
                });
                true
            }
            "Delete" | "Backspace" => {
                self.change(thing, |placing| placing.take_out(thing));
                true
            }
            "Escape" if is_held => {
                self.change(thing, |placing| placing.held = None);
                true
            }
            _ => focus::move_focus(board, ".exercise-card", &key),
        }
    }

    /// What is told to those who listen.
    fn said(self) -> String {
        let placing = self.placing.read();
        let held = placing.held.and_then(|place| Some((place, placing.places[place]?)));
        match held {
            Some((place, thing)) => {
                let words = self.words.get_value()[thing].clone();
                fill!(texts::EXERCISE_HELD, words, number = place + 1, count = placing.places.len())
            }
            None => String::new(),
        }
    }
}

fn card_of(event: &PointerEvent) -> Option<HtmlElement> {
    event.current_target()?.dyn_into().ok()
}
