//! What both windows show: read from a session, and shown in one.

use crate::orders::Order;
use crate::playback::player::Player;
use crate::playback::state::{Command, Playback};
use crate::presenter::exchange::Exchange;
use crate::room::sight::{Asked, Part};
use crate::session::Session;
use leptos::prelude::*;
use sharing::place::Place;
use std::sync::Arc;
use trace::Trace;

/// What both windows show.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shown {
    /// What was sent, if anything was.
    pub exchange: Option<Exchange>,
    /// Where in it.
    pub place: Place,
    /// Whether it goes on by itself.
    pub is_playing: bool,
    /// What has all the room.
    pub near: Option<Part>,
    /// What stands in the light.
    pub light: Option<Part>,
    /// Where the room was asked something.
    pub question: Option<Asked>,
    /// Whether the code of its link lies above everything.
    pub has_code: bool,
    /// Whether the room sees nothing.
    pub is_blank: bool,
    /// Whether the room sees lanes and sentence alone.
    pub is_presenting: bool,
    /// Whether what comes is hidden from the room.
    pub hides_what_comes: bool,
    /// The place of the scene that is shown, if one is,
    pub scene: Option<usize>,
    /// and whether, by now, it hides what comes.
    pub scene_hides: bool,
    /// Whether the room sees a lesson in place of all that.
    pub is_in_lesson: bool,
    /// When the talk began, in milliseconds of the system's clock; 0 before.
    pub began_at_ms: f64,
}

/// The trace that is shown with the text that it travels as: to write that takes its time, so it is
/// written once.
pub type Written = Option<(Arc<Trace>, Exchange)>;

/// What this window shows. Who reads is told when there is something else.
pub fn shown_by(session: Session, written: StoredValue<Written>) -> Shown {
    let pairing = session.pairing.read();
    let sight = *session.sight.read();
    let is_presenting = session.is_presenting.get();
    let playback = session.player.playback.read();
    let playback = (*playback).as_ref();
    Shown {
        exchange: playback.map(|playback| exchange_of(playback.trace(), written)),
        place: playback.map(|playback| place_of(session, playback)).unwrap_or_default(),
        is_playing: playback.is_some_and(|playback| playback.is_playing),
        near: sight.near,
        light: sight.light,
        question: sight.question,
        has_code: sight.has_code,
        is_blank: session.is_blank.get(),
        is_presenting: match pairing.is_presenter {
            true => pairing.is_room_presenting,
            false => is_presenting,
        },
        hides_what_comes: session.settings.read().hides_what_comes,
        scene: session.deck.read().shown(),
        scene_hides: session.deck.hides_what_comes.get() == Some(true),
        is_in_lesson: match pairing.is_presenter {
            true => pairing.is_room_in_lesson,
            false => session.lessons.place.read().is_some(),
        },
        began_at_ms: pairing.began_at_ms,
    }
}

/// Where a session is, with what it shows beside the lanes.
fn place_of(session: Session, playback: &Playback) -> Place {
    let compared = (*session.comparer.compared.read()).clone().map(Box::new);
    let replayed = *session.replayed.read();
    let overviewed = session.overviewed.get();
    Place { compared, replayed, overviewed, ..playback.place() }
}

fn exchange_of(trace: &Arc<Trace>, written: StoredValue<Written>) -> Exchange {
    if let Some((of, exchange)) = written.get_value()
        && Arc::ptr_eq(&of, trace)
    {
        return exchange;
    }
    let exchange = Exchange::of(&trace.scenario);
    written.set_value(Some((Arc::clone(trace), exchange.clone())));
    exchange
}

/// Whether what was asked for is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is.
    Done,
    /// What was sent is being simulated; whoever asked asks again when that is over.
    Runs,
    /// What was sent cannot be read here.
    Unreadable,
}

/// Shows what the other window shows.
pub fn show(session: Session, written: StoredValue<Written>, shown: &Shown) -> Outcome {
    let is_other = |exchange: &Exchange| Some(exchange) != current(session, written).as_ref();
    match &shown.exchange {
        None if session.player.playback.peek().is_some() => {
            session.orders.give(Order::ResetWorld);
        }
        Some(exchange) if is_other(exchange) => {
            let Some(state) = exchange.read(shown.place.clone()) else {
                return Outcome::Unreadable;
            };
            let (draft, scenario) = (Box::new(state.draft), Box::new(state.scenario));
            show_around(session, shown);
            session.orders.give(Order::ShowScene(draft, scenario, state.place));
            if session.simulator.run.peek().is_running() {
                return Outcome::Runs;
            }
            // Its trace came along with the page.
        }
        None | Some(_) => {}
    }
    show_around(session, shown);
    show_beside(session, &shown.place);
    go_to(session.player, shown);
    Outcome::Done
}

fn current(session: Session, written: StoredValue<Written>) -> Option<Exchange> {
    let playback = session.player.playback.peek();
    (*playback).as_ref().map(|playback| exchange_of(playback.trace(), written))
}

/// Everything but the step.
fn show_around(session: Session, shown: &Shown) {
    let Shown { near, light, question, has_code, is_presenting, began_at_ms, .. } = *shown;
    let (has_two_lanes, axis) = match &shown.exchange {
        Some(_) => (shown.place.lanes.ends_only, shown.place.axis),
        None => (session.settings.peek().has_two_lanes, session.settings.peek().axis),
    };
    let mut settings = *session.settings.peek();
    settings.hides_what_comes = shown.hides_what_comes;
    (settings.has_two_lanes, settings.axis) = (has_two_lanes, axis);
    if settings != *session.settings.peek() {
        session.settings.set(settings);
    }
    let mut sight = *session.sight.peek();
    (sight.near, sight.light, sight.has_code) = (near, light, has_code);
    sight.question = question;
    if sight != *session.sight.peek() {
        session.sight.set(sight);
    }
    if session.is_blank.get_untracked() != shown.is_blank {
        session.is_blank.set(shown.is_blank);
    }
    show_scene(session, shown);
    let before = session.pairing.peek();
    let mut pairing = (*before).clone();
    pairing.began_at_ms = began_at_ms;
    match pairing.is_presenter {
        true => {
            pairing.is_room_presenting = is_presenting;
            pairing.is_room_in_lesson = shown.is_in_lesson;
        }
        false if session.is_presenting.get_untracked() != is_presenting => {
            session.is_presenting.set(is_presenting);
        }
        false => {}
    }
    if pairing != *before {
        session.pairing.set(pairing);
    }
}

/// What stands beside the lanes; a row alone changes nothing else.
fn show_beside(session: Session, place: &Place) {
    let compared = session.comparer.compared;
    if (*compared.peek()).as_ref() != place.compared.as_deref() {
        compared.set(place.compared.as_deref().cloned());
    }
    if *session.replayed.peek() != place.replayed {
        session.replayed.set(place.replayed);
    }
    if session.overviewed.get_untracked() != place.overviewed {
        session.overviewed.set(place.overviewed);
    }
}

/// Where the deck is not here yet, nothing of it can be shown.
fn show_scene(session: Session, shown: &Shown) {
    let deck = session.deck;
    if deck.peek().shown() != shown.scene {
        deck.arrive(shown.scene);
    }
    let hides = deck.hides_what_comes.get_untracked();
    if hides.is_some_and(|hides| hides != shown.scene_hides) {
        deck.hides_what_comes.set(Some(shown.scene_hides));
    }
}

/// A step alone changes nothing else: what is drawn of the others stays.
fn go_to(player: Player, shown: &Shown) {
    let playback = player.playback.peek();
    let Some(playback) = &*playback else { return };
    let step = shown.place.step;
    let there = Place { compared: None, replayed: None, overviewed: None, ..shown.place.clone() };
    let here = Place { step, ..playback.place() };
    if here != there {
        player.show(Arc::clone(playback.trace()), Some(there));
    }
    player.dispatch(Command::Follow { step, is_playing: shown.is_playing });
}
