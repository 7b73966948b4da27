//! The composer: method, URL and Send in one bar; headers and body, and the world, folded below.

use crate::browser::focus;
use crate::composer::checks::error_line;
use crate::composer::curl_paste::PASTED;
use crate::composer::method_menu::MethodMenu;
use crate::composer::mode_switch::send_kind;
use crate::composer::request_fold::REQUEST;
use crate::composer::state::Refused;
use crate::composer::url_field::url_field;
use crate::history::HISTORY;
use crate::later::door;
use crate::mode::Mode;
use crate::playback::player::Shown;
use crate::session::Session;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{Live, act, live, part_while, truth, watch};
use crate::world::fold::WORLD;
use crate::world::form::WorldForm;
use compose::input_error::{InputError, Place};
use language::say;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// What is unfolded under the bar.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fold {
    Request,
    World,
}

/// What becomes a request; beside Send a switch that says where that goes.
pub fn composer_bar(session: Session, shown: Shown, switch: ErasedView) -> ErasedView {
    let Session { composer, world, player, orders, .. } = session;
    let (mode, world_form) = (composer.mode, world.form);
    let unfolded = RwSignal::new(None::<Fold>);
    let error = Memo::new(move |_| session.composer.input_error());
    send_by_key(move || session.press_send());
    watch(move || match composer.refused.get() {
        Some(Refused::Request) => unfolded.set(Some(Fold::Request)),
        Some(Refused::World) => unfolded.set(Some(Fold::World)),
        None => {}
    });
    let is_refused = move || composer.is_checking.get() || composer.refused.get().is_some();
    // What stands in the way can be mended at once.
    watch(move || {
        if is_refused() {
            focus::focus_soon("[aria-invalid=true]".to_owned());
        }
    });
    let request = move || fold(door::panel(&REQUEST, composer));
    let pasted = move || door::panel(&PASTED, composer);
    let world = move || fold(door::panel(&WORLD, (world, composer, player)));
    // What is sent for real goes to no world of ours.
    let is_simulated = move || mode.get() == Mode::Simulated;
    let change_world = move || {
        let summary = live(move || world_form.read().summary());
        // Where there is room for few words, an unusual world is still told.
        let is_unusual = live(move || *world_form.read() != WorldForm::default());
        let button = fold_button(unfolded, Fold::World, say(texts::CHANGE_THE_WORLD), summary);
        view! { <span class="world-fold" class:is-unusual=is_unusual>{button}</span> }.erased()
    };
    let history = move || door::panel(&HISTORY, (player, orders));
    let send = move || {
        session.press_send();
        leave_url_field(error);
        focus::comes_by_pointer(true);
    };
    view! {
        <div class="composer" role="form" aria-label=say(texts::REQUEST)
            on:keydown=act(move |pressed| send_by_enter(&pressed, send))>
            <div class="bar">
                <MethodMenu composer/>
                {url_field(composer, error)}
                <button class="send" type="button" aria-disabled=truth(move || session.is_busy())
                    on:click=act(move |_| send())>
                    {say(texts::SEND)}<span class="send-kind" class:is-real=live(move || mode.get() == Mode::Real)>{live(move || send_kind(mode))}</span>
                </button>
                {switch}
            </div>
            {part_while(move || composer.pasted.read().is_some(), pasted)}
            {error_line(composer, error, |place| matches!(place, Place::Url | Place::Method), "url-error")}
            <div class="under">
                {fold_button(unfolded, Fold::Request, say(texts::EDIT_REQUEST), live(move || composer.draft.read().summary()))}
                {part_while(is_simulated, change_world)}
                <span class="space"></span>
                {part_while(move || is_simulated() && shown.sequence.get().is_some(), history)}
            </div>
            {part_while(move || unfolded.get() == Some(Fold::Request), request)}
            {part_while(move || is_simulated() && unfolded.get() == Some(Fold::World), world)}
        </div>
    }
    .erased()
}

/// What was sent from the URL is watched now: the keys are for its steps, and a phone's keyboard
/// goes.
fn leave_url_field(error: Memo<Option<InputError>>) {
    let is_in_url =
        focus::focused().is_some_and(|focused| focused.matches(".url").unwrap_or(false));
    if is_in_url && error.get_untracked().is_none() {
        focus::focus_in_page(".send");
    }
}

fn fold(content: ErasedView) -> ErasedView {
    view! { <div class="fold">{content}</div> }.erased()
}

/// Enter sends from any field of one line, as it does in a form. This is none: a frame that is
/// sandboxed without `allow-forms` submits nothing, and says nothing of it.
fn send_by_enter(pressed: &KeyboardEvent, send: impl Fn() + 'static) {
    let is_plain = !(pressed.ctrl_key() || pressed.alt_key() || pressed.meta_key());
    let field = pressed.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    if pressed.key() == "Enter" && is_plain && !pressed.is_composing() && field.is_some() {
        // Behind the key, so that the field has told what it holds.
        set_timeout(send, Duration::ZERO);
    }
}

/// Ctrl+Enter, or ⌘+Enter, sends from anywhere in the page.
fn send_by_key(send: impl Fn() + 'static) {
    let handle = window_event_listener(leptos::ev::keydown, move |pressed: KeyboardEvent| {
        if pressed.key() == "Enter" && (pressed.ctrl_key() || pressed.meta_key()) {
            pressed.prevent_default();
            send();
        }
    });
    on_cleanup(move || handle.remove());
}

fn fold_button(
    unfolded: RwSignal<Option<Fold>>,
    fold: Fold,
    label: &'static str,
    summary: Live<String>,
) -> ErasedView {
    let toggle = move |_| {
        let is_open = unfolded.get_untracked() == Some(fold);
        unfolded.set((!is_open).then_some(fold));
    };
    let is_open = truth(move || unfolded.get() == Some(fold));
    view! {
        <button type="button" class="disclosure" aria-expanded=is_open on:click=act(toggle)>
            <b>{label}</b><span class="summary">" · "{summary}</span>
        </button>
    }
    .erased()
}
