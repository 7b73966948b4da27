//! The composer: method, URL and Send in one bar; headers and body, and the world, folded below.

use crate::composer::mode::Mode;
use crate::composer::mode_switch::{mode_switch, send_kind};
use crate::composer::url_field::url_field;
use crate::later::doors as later;
use crate::session::{Session, Shown};
use crate::texts;
use crate::view::erased_view::{IntoPiece, Piece};
use crate::view::live::{Live, act, button, live, nothing, part, part_while, slip, truth};
use crate::world::form::WorldForm;
use compose::input_error::{InputError, Place, Remedy};
use compose::methods::{METHODS, MethodGroup, method_facts};
use language::{fill, say};
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;

/// What is unfolded under the bar.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fold {
    Request,
    World,
}

/// The form that becomes a request.
#[component]
pub fn ComposerPanel(session: Session, shown: Shown) -> impl IntoView {
    let unfolded = RwSignal::new(None::<Fold>);
    let error = Memo::new(move |_| session.input_error());
    send_by_key(move || send(session, unfolded));
    let request = move || fold(later::panel(session, |later| later.request));
    let pasted = move || later::panel(session, |later| later.pasted);
    let world = move || fold(later::panel(session, |later| later.world));
    // What is sent for real goes to no world of ours.
    let is_simulated = move || session.mode.get() == Mode::Simulated;
    let change_world = move || {
        let summary = live(move || session.world.read().summary());
        // Where there is room for few words, an unusual world is still told.
        let is_unusual = live(move || *session.world.read() != WorldForm::default());
        let button = fold_button(unfolded, Fold::World, say(texts::CHANGE_THE_WORLD), summary);
        view! { <span class="world-fold" class:is-unusual=is_unusual>{button}</span> }.piece()
    };
    let history = move || later::panel(session, |later| later.history);
    view! {
        <form class="composer" aria-label=say(texts::REQUEST) novalidate=true on:submit=act(move |submitted: SubmitEvent| {
            submitted.prevent_default();
            send(session, unfolded);
        })>
            <div class="bar">
                <MethodMenu session/>
                {url_field(session, error)}
                <button class="send" type="submit" aria-disabled=truth(move || session.is_busy())>
                    {say(texts::SEND)}<span class="send-kind" class:is-real=live(move || session.mode.get() == Mode::Real)>{live(move || send_kind(session))}</span>
                </button>
                {mode_switch(session)}
            </div>
            {part_while(move || session.pasted.read().is_some(), pasted)}
            {error_line(session, error, |place| matches!(place, Place::Url | Place::Method), "url-error")}
            <div class="under">
                {fold_button(unfolded, Fold::Request, say(texts::EDIT_REQUEST), live(move || session.draft.read().summary()))}
                {part_while(is_simulated, change_world)}
                <span class="space"></span>
                {part_while(move || is_simulated() && shown.sequence.get().is_some(), history)}
            </div>
            {part_while(move || unfolded.get() == Some(Fold::Request), request)}
            {part_while(move || is_simulated() && unfolded.get() == Some(Fold::World), world)}
        </form>
    }
}

fn fold(content: Piece) -> Piece {
    view! { <div class="fold">{content}</div> }.piece()
}

/// Sends, or unfolds what stands in the way.
fn send(session: Session, unfolded: RwSignal<Option<Fold>>) {
    session.press_send();
    let is_within = |error: InputError| matches!(error.place, Place::FieldRow(_) | Place::Body);
    if session.input_error().is_some_and(is_within) {
        unfolded.set(Some(Fold::Request));
    } else if session.world_error().is_some() {
        unfolded.set(Some(Fold::World));
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

/// The methods in their two groups, each with what it does. The closed menu shows the name alone.
#[component]
fn MethodMenu(session: Session) -> impl IntoView {
    let method = Memo::new(move |_| session.draft.read().method.clone());
    let option = move |name: String, label: String| {
        let value = name.clone();
        let is_chosen = live(move || *method.get() == name);
        view! { <option value=value prop:selected=is_chosen>{label}</option> }.piece()
    };
    let group = move |group: MethodGroup| {
        let members = METHODS.iter().filter(|facts| facts.group == group);
        let options = members.map(|facts| option(facts.name.to_owned(), facts.line()));
        let options = options.collect::<Vec<_>>();
        view! { <optgroup label=group.words()>{options}</optgroup> }.piece()
    };
    let other = move || {
        let name = method.get();
        let is_other = method_facts(&name).is_none();
        is_other.then(|| option(name.clone(), fill!(texts::NAME_A_METHOD_OF, name)))
    };
    let only_reads = move || {
        method_facts(&method.get()).is_some_and(|facts| facts.group == MethodGroup::OnlyReads)
    };
    view! {
        <span class="method" class:only-reads=live(only_reads)>
            <span aria-hidden="true">{live(move || method.get())}" ▾"</span>
            <select
                aria-label=say(texts::METHOD)
                on:change:target=move |changed| session.draft.update(|draft| draft.method = changed.target().value())
            >
                {group(MethodGroup::OnlyReads)}
                {group(MethodGroup::ChangesData)}
                {part(other)}
            </select>
        </span>
    }
}

/// Whether the field at `place` is wrong.
pub fn is_wrong(error: Memo<Option<InputError>>, place: Place) -> impl Fn() -> bool + Copy + Send {
    move || error.get().as_ref().is_some_and(|error| error.place == place)
}

/// What is wrong in one of some places, with what one click can do about it.
pub fn error_line(
    session: Session,
    error: Memo<Option<InputError>>,
    places: fn(Place) -> bool,
    id: &'static str,
) -> Live<Piece> {
    part(move || {
        let error = error.get().filter(|error| places(error.place))?;
        let remedy = error.remedy.map_or_else(nothing, |remedy| remedy_button(session, remedy));
        Some(slip(id.to_owned(), error.message, remedy))
    })
}

fn remedy_button(session: Session, remedy: Remedy) -> Piece {
    button(remedy.label, move |_| {
        session.draft.update(|draft| draft.url.retype(remedy.url.as_str()));
        session.is_checking.set(false);
    })
}

fn fold_button(
    unfolded: RwSignal<Option<Fold>>,
    fold: Fold,
    label: &'static str,
    summary: Live<String>,
) -> Piece {
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
    .piece()
}
