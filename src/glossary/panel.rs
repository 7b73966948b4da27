//! The glossary: every term, method, header and status code with its definition, on one page.

use crate::glossary::sentence::kept_by_translators;
use crate::later::door::{Door, PanelDoor};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, button};
use language::say;
use leptos::ev::KeyboardEvent;
use leptos::html::Dialog;
use leptos::prelude::*;
use picture::{Term, glossary};

/// The dialog, while it is wanted.
pub static GLOSSARY: PanelDoor<RwSignal<bool>> = Door::closed();

/// The dialog. The browser keeps the focus within it, closes it with Escape, and gives the focus
/// back.
pub fn view(is_wanted: RwSignal<bool>) -> ErasedView {
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            dialog.show_modal().ok();
        }
    });
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    // The keys that scroll the glossary step through nothing behind it.
    let keep = act(|pressed: KeyboardEvent| pressed.stop_propagation());
    let terms = glossary::in_order(language::current()).into_iter().map(entry).collect::<Vec<_>>();
    view! {
        <dialog class="glossary" aria-labelledby="glossary-title" node_ref=dialog
            on:close=act(move |_| is_wanted.set(false)) on:keydown=keep>
            <div class="glossary-head">
                <h2 id="glossary-title">{say(texts::GLOSSARY)}</h2>
                {button(say(texts::CLOSE), close)}
            </div>
            <dl tabindex="0" aria-label=say(texts::ALL_TERMS)>{terms}</dl>
        </dialog>
    }
    .erased()
}

fn entry(term: Term) -> ErasedView {
    let id = ["glossary-", term.slug()].concat();
    let (title, text) = (term.title(language::current()), term.definition(language::current()));
    view! {
        <div id=id>
            <dt translate=kept_by_translators(term)>{title}</dt>
            <dd>{text}" "<small translate="no">{term.reference()}</small></dd>
        </div>
    }
    .erased()
}
