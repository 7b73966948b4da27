//! Who asks: a user with a password (Basic) or a token (Bearer), written as a header.

use crate::composer::state::Composer;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::toggle;
use crate::view::live::{act, button, live, part, truth};
use compose::credentials::{Credentials, Scheme};
use language::say;
use leptos::prelude::*;

/// A button that opens the fields.
pub fn credentials(composer: Composer) -> ErasedView {
    let is_open = RwSignal::new(false);
    let fields = part(move || is_open.get().then(|| fields(composer)));
    view! {
        <button type="button" class="disclosure" aria-expanded=truth(move || is_open.get())
            on:click=act(move |_| toggle(is_open))><b>{say(texts::SAY_WHO_YOU_ARE)}</b></button>
        {fields}
    }
    .erased()
}

fn fields(composer: Composer) -> ErasedView {
    let written = composer.credentials;
    let scheme = Memo::new(move |_| written.read().scheme);
    let choice = move |choice: Scheme, label: &'static str| {
        view! {
            <label class="choice">
                <input type="radio" name="authorization" prop:checked=live(move || scheme.get() == choice)
                    on:change=act(move |_| written.update(|written| written.scheme = choice))/>
                {label}
            </label>
        }
        .erased()
    };
    let fields = move || {
        Some(match scheme.get() {
            Scheme::Basic => {
                let user = field(composer, say(texts::USER), "text", |written| &mut written.user);
                let password = field(composer, say(texts::PASSWORD), "password", |written| {
                    &mut written.password
                });
                view! { {user}{password} }.erased()
            }
            Scheme::Bearer => {
                field(composer, say(texts::TOKEN), "password", |written| &mut written.token)
            }
        })
    };
    let put = move |_| {
        let value = written.peek().header_value();
        composer.draft.update(|draft| draft.headers.set("Authorization", &value));
    };
    view! {
        <div class="credentials">
            {choice(Scheme::Basic, say(texts::BASIC_USER_AND_PASSWORD))}
            {choice(Scheme::Bearer, say(texts::BEARER_A_TOKEN))}
            {part(fields)}
            {button(say(texts::PUT_IT_INTO_THE), put)}
        </div>
    }
    .erased()
}

fn field(
    composer: Composer,
    label: &'static str,
    kind: &'static str,
    part: fn(&mut Credentials) -> &mut String,
) -> ErasedView {
    let written = composer.credentials;
    view! {
        <label class="credential">
            {label}
            <input type=kind autocomplete="off" autocapitalize="off" spellcheck="false"
                prop:value=live(move || part(&mut Credentials::clone(&written.read())).clone())
                on:input:target=move |typed| {
                    written.update(|written| *part(written) = typed.target().value());
                }/>
        </label>
    }
    .erased()
}
