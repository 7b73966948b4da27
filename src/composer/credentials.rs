//! Who asks: a user with a password (Basic) or a token (Bearer), written as a header.

use crate::composer::state::Composer;
use crate::composer::unseen;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::toggle;
use crate::view::live::{act, button, live, part, truth};
use compose::credentials::{Credentials, Scheme};
use compose::unseen::{shown, shown_alone};
use language::say;
use leptos::prelude::*;
use trace::hidden::without_marked;

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
                let user = field(composer, say(texts::USER), "user", |written| &mut written.user);
                let password = field(composer, say(texts::PASSWORD), "password", |written| {
                    &mut written.password
                });
                view! { {user}{password} }.erased()
            }
            Scheme::Bearer => {
                field(composer, say(texts::TOKEN), "token", |written| &mut written.token)
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

/// A field of its own kind. Whatever is not the user stays unread by those who look on.
fn field(
    composer: Composer,
    label: &'static str,
    name: &'static str,
    part: fn(&mut Credentials) -> &mut String,
) -> ErasedView {
    let written = composer.credentials;
    let text = move || part(&mut Credentials::clone(&written.read())).clone();
    let id = ["credential-", name].concat();
    let unseen =
        unseen::Field { id: [&id, "-unseen"].concat(), name: label, selector: ["#", &id].concat() };
    let described_by = unseen.id.clone();
    let is_secret = name != "user";
    let marks = Memo::new(move |_| {
        let text = text();
        if is_secret { shown_alone(&text) } else { shown(&text) }
    });
    let remove = move || {
        written.update(|written| *part(written) = without_marked(part(written)));
    };
    view! {
        <label class="credential">
            {label}
            <input id=id type=if is_secret { "password" } else { "text" } autocomplete="off"
                autocapitalize="off" spellcheck="false" aria-describedby=described_by
                prop:value=live(text)
                on:input:target=move |typed| {
                    written.update(|written| *part(written) = typed.target().value());
                }/>
        </label>
        {unseen::line(unseen, marks, remove)}
    }
    .erased()
}
