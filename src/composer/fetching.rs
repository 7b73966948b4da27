//! How the request is fetched: when the client gives up, how often it tries again, whether it follows
//! redirects, and in a browser who asks.

use crate::composer::checks::Checks;
use crate::composer::state::Composer;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::toggle;
use crate::view::live::{act, input_error, live, nothing, part, part_while, truth};
use compose::fetching::Field;
use compose::input_error::Place;
use language::{Text, say};
use leptos::ev::Event;
use leptos::prelude::*;
use trace::ClientKind;

/// Folded until it is asked for; what is set stands beside its name all the same.
pub fn fetching(composer: Composer, checks: Checks) -> ErasedView {
    let is_asked_for = RwSignal::new(false);
    let is_wrong = Memo::new(move |_| {
        let error = checks.error.get();
        matches!(error.as_ref().map(|error| error.place), Some(Place::Fetching(_)))
    });
    let is_open = move || is_asked_for.get() || is_wrong.get();
    let summary = live(move || composer.draft.read().fetching.summary());
    view! {
        <button type="button" class="disclosure" aria-expanded=truth(is_open)
            on:click=act(move |_| toggle(is_asked_for))>
            <b>{say(texts::HOW_IT_IS_FETCHED)}</b>" · "<span class="muted" id="fetching-summary">{summary}</span>
        </button>
        {part_while(is_open, move || unfolded(composer, checks))}
    }
    .erased()
}

fn unfolded(composer: Composer, checks: Checks) -> ErasedView {
    let number = move |field, label, unit| number(composer, checks, field, say(label), unit);
    let choice = move |field, label, words| choice(composer, checks, field, say(label), words);
    let limits = vec![
        number(Field::ConnectTimeout, texts::WITHOUT_CONNECTION, "s"),
        number(Field::ReadTimeout, texts::WITHOUT_A_WORD, "s"),
        number(Field::TotalTimeout, texts::IN_ALL, "s"),
    ];
    let retries = vec![
        number(Field::Retries, texts::AT_MOST_TIMES, ""),
        number(Field::RetryDelay, texts::FIRST_WAIT, "s"),
        choice(Field::RetryMethods, texts::WHICH_METHODS, METHODS),
    ];
    let redirects = vec![
        choice(Field::Redirect, texts::WHERE_SENT_ELSEWHERE, REDIRECTS),
        number(Field::RedirectsMax, texts::AT_MOST_REDIRECTS, ""),
    ];
    let asks = move || {
        let fields = vec![
            choice(Field::Initiator, texts::ASKED_FOR_BY, ASKERS),
            page(composer, checks),
            choice(Field::Mode, texts::MAY_GO, AS_WHO_ASKS),
            choice(Field::Credentials, texts::CREDENTIALS_GO_ALONG, AS_WHO_ASKS),
            choice(Field::Cache, texts::COPIES_ARE_GOOD, CACHE),
        ];
        group(texts::WHO_ASKS, fields, nothing())
    };
    let is_browser = move || composer.client.get() == ClientKind::Browser;
    let hint = view! { <p class="muted">{say(texts::GIVE_UP_HINT)}</p> }.erased();
    view! {
        <div class="fetching">
            {group(texts::CLIENT_GIVES_UP_AFTER, limits, hint)}
            {group(texts::TRY_IT_AGAIN, retries, nothing())}
            {group(texts::FOLLOW_REDIRECTS, redirects, nothing())}
            {part_while(is_browser, asks)}
        </div>
    }
    .erased()
}

fn group(name: Text, fields: Vec<ErasedView>, hint: ErasedView) -> ErasedView {
    view! { <fieldset class="world"><legend>{say(name)}</legend>{fields}{hint}</fieldset> }.erased()
}

/// The words of a choice, in its order; where there are fewer, the names of the standard stand.
type Words = &'static [Text];

const METHODS: Words = &[texts::AS_THIS_CLIENT, texts::METHODS_IDEMPOTENT, texts::METHODS_ALL];
const REDIRECTS: Words = &[
    texts::AS_THIS_CLIENT,
    texts::REDIRECTS_FOLLOW,
    texts::REDIRECTS_ERROR,
    texts::REDIRECTS_MANUAL,
];
const ASKERS: Words =
    &[texts::WHO_NAVIGATION, texts::WHO_FORM, texts::WHO_IMAGE, texts::WHO_SCRIPT];
const AS_WHO_ASKS: Words = &[texts::AS_WHO_ASKS];
const CACHE: Words = &[texts::CACHE_DEFAULT];

fn choice(
    composer: Composer,
    checks: Checks,
    field: Field,
    label: &'static str,
    words: Words,
) -> ErasedView {
    let option = |(place, name): (usize, &&'static str)| {
        let name = *name;
        let label = words.get(place).map_or(name, |words| say(*words));
        let is_chosen = live(move || {
            let draft = composer.draft.read();
            let text = draft.fetching.text(field);
            text == name || (text.is_empty() && place == 0)
        });
        view! { <option value=name prop:selected=is_chosen>{label}</option> }.erased()
    };
    let options = field.choices().iter().enumerate().map(option).collect::<Vec<_>>();
    let choose = act(move |changed: Event| {
        let name = event_target_value(&changed);
        composer.draft.update(|draft| draft.fetching.set(field, &name));
    });
    let id = id_of(field);
    let control = view! { <select id=id.clone() on:change=choose>{options}</select> }.erased();
    labelled(checks, field, id, label, control)
}

fn number(
    composer: Composer,
    checks: Checks,
    field: Field,
    label: &'static str,
    unit: &'static str,
) -> ErasedView {
    let input = input(composer, checks, field, "decimal");
    let control = view! {
        <span class="number-line">{input}<span class="muted">{unit}</span></span>
    };
    labelled(checks, field, id_of(field), label, control.erased())
}

fn page(composer: Composer, checks: Checks) -> ErasedView {
    let control = input(composer, checks, Field::Page, "url");
    labelled(checks, Field::Page, id_of(Field::Page), say(texts::PAGE_THAT_ASKS), control)
}

fn input(composer: Composer, checks: Checks, field: Field, input_mode: &'static str) -> ErasedView {
    let is_wrong = move || error_of(checks, field).is_some();
    let placeholder = if field == Field::Page { "https://shop.example/" } else { "" };
    view! {
        <input id=id_of(field) type="text" inputmode=input_mode autocomplete="off"
            autocapitalize="off" spellcheck="false" placeholder=placeholder
            aria-invalid=live(move || is_wrong().then_some("true"))
            aria-describedby=notes_of(field)
            prop:value=live(move || composer.draft.read().fetching.text(field).to_owned())
            on:input:target=move |typed| {
                let text = typed.target().value();
                composer.draft.update(|draft| draft.fetching.set(field, &text));
            }/>
    }
    .erased()
}

/// A field with its name, and what is said of it.
fn labelled(
    checks: Checks,
    field: Field,
    id: String,
    label: &'static str,
    control: ErasedView,
) -> ErasedView {
    let error = part(move || {
        let message = error_of(checks, field)?;
        Some(input_error([&id_of(field), "-error"].concat(), message, nothing()))
    });
    let warnings = part(move || Some(checks.warnings_of(Place::Fetching(field))));
    view! {
        <div class="number">
            <label for=id>{label}</label>
            {control}
            <div id=notes_of(field)>{error}{warnings}</div>
        </div>
    }
    .erased()
}

fn error_of(checks: Checks, field: Field) -> Option<String> {
    let error = checks.error.get()?;
    (error.place == Place::Fetching(field)).then_some(error.message)
}

fn id_of(field: Field) -> String {
    ["fetching-", field.name()].concat()
}

fn notes_of(field: Field) -> String {
    [&id_of(field), "-notes"].concat()
}
