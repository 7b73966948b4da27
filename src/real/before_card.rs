//! What to know before sending for real, and how long to wait.

use crate::browser::address;
use crate::real::fetch::page_facts;
use crate::real::sending::{FRAMED, Real};
use crate::real::state::{Note, TIME_LIMITS_S, fixture_path, notes};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, live, nothing, paragraph, part, truth};
use language::{fill, say};
use leptos::prelude::*;
use trace::HttpUrl;
use trace::hidden::marked;

/// The files that come with the page.
const FIXTURES: [&str; 4] =
    ["demo/users/42.json", "demo/users.json", "demo/page.html", "demo/notes.txt"];

/// The notes about what stands in the composer, and the time limit.
pub fn before(real: Real) -> ErasedView {
    let draft = real.composer.draft;
    let page = page_facts();
    let is_framed = page.is_framed;
    let found = Memo::new(move |_| notes(&draft.read(), &page));
    let said = part(move || {
        let notes = found.get().into_iter().map(|note| note_view(real, note));
        Some(notes.collect::<Vec<_>>().erased())
    });
    let framed = if is_framed { framed() } else { nothing() };
    view! {
        <div class="before" role="group" aria-label=say(texts::BEFORE_YOU_SEND)>
            {framed}
            <div role="status">{said}</div>
            {fixtures(real)}
            {time_limit(real)}
        </div>
    }
    .erased()
}

fn note_view(real: Real, note: Note) -> ErasedView {
    match note {
        Note::Say(text) => paragraph("note-before", marked(&text).into_owned().erased()),
        Note::OnlySimulated(host) => {
            let path = fixture_path(&asked_path(real));
            let said = fill!(texts::EXISTS_ONLY_IN_THE, host);
            let offer = use_button(real, path);
            paragraph("note-before", view! { {said}{offer} }.erased())
        }
    }
}

fn asked_path(real: Real) -> String {
    let draft = real.composer.draft.peek();
    HttpUrl::parse(draft.url.text()).map_or_else(|_| String::new(), |url| url.path().to_owned())
}

/// Puts the URL of a file that comes with the page into the composer, unless it stands there.
fn use_button(real: Real, path: &'static str) -> ErasedView {
    let Some(url) = address::url_beside_page(path) else { return nothing() };
    let draft = real.composer.draft;
    let stands_there = url.as_str().to_owned();
    let is_there = truth(move || draft.read().url.text() == stands_there);
    let retype = move |_| {
        real.composer.draft.update(|draft| draft.url.retype(url.as_str()));
        real.composer.is_checking.set(false);
    };
    let label = fill!(texts::USE_PATH, path);
    view! { <button type="button" class="ghost" aria-disabled=is_there on:click=act(retype)>{label}</button> }
        .erased()
}

fn fixtures(real: Real) -> ErasedView {
    let buttons = FIXTURES.iter().map(|path| use_button(real, path)).collect::<Vec<_>>();
    view! {
        <details class="fixtures">
            <summary>{say(texts::FILES_THAT_COME_WITH)}</summary>
            <p class="offers">{buttons}</p>
        </details>
    }
    .erased()
}

fn time_limit(real: Real) -> ErasedView {
    let option = |seconds: u32| {
        let is_chosen = live(move || real.time_limit_s.get() == seconds);
        let value = seconds.to_string();
        let label = [&value, " s"].concat();
        view! { <option value=value prop:selected=is_chosen>{label}</option> }.erased()
    };
    let options = TIME_LIMITS_S.map(option).into_iter().collect::<Vec<_>>();
    let choose = move |changed: leptos::ev::Event| {
        let value = event_target_value(&changed).parse();
        value.into_iter().for_each(|seconds| real.time_limit_s.set(seconds));
    };
    view! {
        <label class="limit">{say(texts::GIVE_UP_AFTER)}<select on:change=act(choose)>{options}</select></label>
    }
    .erased()
}

fn framed() -> ErasedView {
    view! {
        <p class="note-before">
            {say(FRAMED)}" "
            <a href=page_facts().url target="_blank" rel="noopener noreferrer">{say(texts::OPEN_IN_A_NEW)}</a>
        </p>
    }
    .erased()
}
