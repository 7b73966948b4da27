//! The composer: method, URL and Send in one bar; headers and body, and the world, folded below.

use super::field_rows::FieldRows;
use super::history::History;
use super::world::WorldPanel;
use crate::session::Session;
use crate::state::composer::{FormError, METHODS, Place};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// What is unfolded under the bar.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fold {
    Request,
    World,
}

/// The form that becomes a request.
#[component]
pub fn ComposerPanel(session: Session) -> impl IntoView {
    let unfolded = RwSignal::new(None::<Fold>);
    let error = Memo::new(move |_| session.form_error());
    let send = move |submitted: SubmitEvent| {
        submitted.prevent_default();
        session.send();
        let is_within = |error: FormError| matches!(error.place, Place::FieldRow(_) | Place::Body);
        if session.form_error().is_some_and(is_within) {
            unfolded.set(Some(Fold::Request));
        } else if session.world_error().is_some() {
            unfolded.set(Some(Fold::World));
        }
    };
    view! {
        <form class="composer" aria-label="Request" novalidate=true on:submit=send>
            <div class="bar">
                <MethodMenu session/>
                <UrlField session error/>
                <button class="send" type="submit" aria-disabled=move || session.run.read().is_running().to_string()>
                    "Send"<span class="send-kind">" (simulated)"</span>
                </button>
            </div>
            <ErrorLine session error places=|place| matches!(place, Place::Url | Place::Method) id="url-error"/>
            <div class="under">
                <FoldButton unfolded fold=Fold::Request label="Edit request" summary=move || session.composer.read().summary()/>
                <FoldButton unfolded fold=Fold::World label="Change the world" summary=move || session.world.read().summary()/>
                <span class="space"></span>
                <History session/>
            </div>
            <Show when=move || unfolded.get() == Some(Fold::Request)>
                <div class="fold" id="fold-request">
                    <FieldRows session error/>
                    <BodyField session error/>
                </div>
            </Show>
            <Show when=move || unfolded.get() == Some(Fold::World)>
                <div class="fold" id="fold-world"><WorldPanel session/></div>
            </Show>
        </form>
    }
}

#[component]
fn MethodMenu(session: Session) -> impl IntoView {
    let option = move |method: &'static str| {
        let is_chosen = move || session.composer.read().method == method;
        view! { <option value=method prop:selected=is_chosen>{method}</option> }
    };
    let only_reads =
        move || matches!(session.composer.read().method.as_str(), "GET" | "HEAD" | "OPTIONS");
    view! {
        <select
            class="method"
            class:only-reads=only_reads
            aria-label="Method"
            on:change:target=move |changed| session.composer.write().method = changed.target().value()
        >
            {METHODS.map(option).collect_view()}
        </select>
    }
}

#[component]
fn UrlField(session: Session, error: Memo<Option<FormError>>) -> impl IntoView {
    let is_wrong = move || error.read().as_ref().is_some_and(|error| error.place == Place::Url);
    view! {
        <input
            class="url"
            type="text"
            inputmode="url"
            aria-label="URL"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            aria-invalid=move || is_wrong().then_some("true")
            aria-describedby=move || is_wrong().then_some("url-error")
            prop:value=move || session.composer.read().url.clone()
            on:input:target=move |typed| session.composer.write().url = typed.target().value()
        />
    }
}

/// What is wrong in one of some places, with what one click can do about it.
#[component]
pub fn ErrorLine(
    session: Session,
    error: Memo<Option<FormError>>,
    /// The places that this line stands beside.
    places: fn(Place) -> bool,
    /// The id that the field is described by.
    id: &'static str,
) -> impl IntoView {
    let line = move || {
        let error = error.get().filter(|error| places(error.place))?;
        let remedy = error.remedy.map(|remedy| {
            let mend = move |_| {
                session.composer.write().url = remedy.url.clone();
                session.is_checking.set(false);
            };
            view! { <button type="button" class="ghost" on:click=mend>{remedy.label}</button> }
        });
        Some(view! { <p class="slip" id=id role="alert">{error.message}" "{remedy}</p> })
    };
    view! { {line} }
}

#[component]
fn FoldButton(
    unfolded: RwSignal<Option<Fold>>,
    fold: Fold,
    label: &'static str,
    #[prop(into)] summary: Signal<String>,
) -> impl IntoView {
    let is_open = move || unfolded.get() == Some(fold);
    let toggle = move |_| {
        unfolded.update(|open| *open = if *open == Some(fold) { None } else { Some(fold) })
    };
    view! {
        <button type="button" class="disclosure" aria-expanded=move || is_open().to_string() on:click=toggle>
            <b>{label}</b><span class="summary">" · "{summary}</span>
        </button>
    }
}

#[component]
fn BodyField(session: Session, error: Memo<Option<FormError>>) -> impl IntoView {
    let is_wrong = move || error.read().as_ref().is_some_and(|error| error.place == Place::Body);
    view! {
        <div class="body-field">
            <label for="body">"Body"</label>
            <textarea
                id="body"
                rows="4"
                spellcheck="false"
                aria-invalid=move || is_wrong().then_some("true")
                aria-describedby=move || is_wrong().then_some("body-error")
                prop:value=move || session.composer.read().body.clone()
                on:input:target=move |typed| session.composer.write().body = typed.target().value()
            ></textarea>
            <ErrorLine session error places=|place| place == Place::Body id="body-error"/>
        </div>
    }
}
