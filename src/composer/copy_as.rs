//! "Copy as": the request as a command or a program that sends it.

use crate::browser::clipboard;
use crate::browser::focus;
use crate::composer::state::Composer;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{button, live, paragraph, part};
use compose::copy_as::{Language, copy_as as text_of};
use compose::secrets::{holds_secrets, redacted_request};
use language::{fill, say};
use leptos::prelude::*;

/// What became of a text that was to be copied.
#[derive(Clone)]
enum Copied {
    /// It is in the clipboard.
    Done(Language),
    /// The browser refused; here it is.
    Refused(String),
    /// There is no request yet.
    NoRequest,
}

/// A button for each language.
pub fn copy_as(composer: Composer) -> ErasedView {
    let copied = RwSignal::new(None::<Copied>);
    let with_secrets = RwSignal::new(false);
    let copy = move |language: Language| {
        let Some(request) = composer.checked_request() else {
            return copied.set(Some(Copied::NoRequest));
        };
        let request =
            if with_secrets.get_untracked() { request } else { redacted_request(&request) };
        let text = text_of(&request, language);
        let refused = text.clone();
        clipboard::copy(&text, move |is_copied| {
            copied.set(Some(if is_copied {
                Copied::Done(language)
            } else {
                Copied::Refused(refused)
            }));
        });
    };
    let buttons = Language::ALL.map(|language| button(language.name(), move |_| copy(language)));
    let secrets = Memo::new(move |_| holds_secrets(&composer.draft.read()));
    let choice = move || {
        secrets.get().then(|| {
            view! {
                <label class="choice">
                    <input type="checkbox" prop:checked=live(move || with_secrets.get())
                        on:change:target=move |changed| with_secrets.set(changed.target().checked())/>
                    {say(texts::WITH_ITS_PASSWORDS_AND)}
                </label>
            }
            .erased()
        })
    };
    view! {
        <div class="copy-as" role="group" aria-labelledby="copy-as">
            <span class="muted" id="copy-as">{say(texts::COPY_AS)}</span>
            {buttons.into_iter().collect::<Vec<_>>()}
            {part(choice)}
            <div class="copied" role="status">{part(move || copied.get().map(outcome))}</div>
        </div>
    }
    .erased()
}

fn outcome(copied: Copied) -> ErasedView {
    match copied {
        Copied::Done(language) => paragraph(
            "muted",
            fill!(texts::COPIED_AS_LANGUAGE, language = language.name()).erased(),
        ),
        Copied::NoRequest => paragraph("input-error", say(texts::WHAT_IS_WRITTEN_HERE).erased()),
        Copied::Refused(text) => {
            focus::select_soon("#to-copy");
            let rows = text.lines().count().clamp(2, 12).to_string();
            view! {
                <p>{say(texts::BROWSER_DOES_NOT_LET)}</p>
                <textarea id="to-copy" aria-label=say(texts::TEXT_TO_COPY) readonly=true rows=rows prop:value=text></textarea>
            }
            .erased()
        }
    }
}
