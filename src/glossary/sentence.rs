//! A sentence with its emphasis; underlined words open a one-line definition.

use crate::later::door::{self, Door, PanelDoor};
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, part, truth};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use picture::{Sentence, Span, Term, TermKind};

/// A sentence. The word that was asked for is put into `open`.
pub fn sentence(sentence: Sentence, open: RwSignal<Option<Term>>) -> ErasedView {
    spans(sentence.spans, open)
}

/// Text in pieces. The word that was asked for is put into `open`.
pub fn spans(spans: Vec<Span>, open: RwSignal<Option<Term>>) -> ErasedView {
    spans.into_iter().map(|span| view_of(span, open)).collect::<Vec<_>>().erased()
}

fn view_of(span: Span, open: RwSignal<Option<Term>>) -> ErasedView {
    match span {
        Span::Plain(text) => text.erased(),
        Span::Strong(text) => view! { <b>{text}</b> }.erased(),
        Span::Code(text) => view! { <code translate="no">{text}</code> }.erased(),
        Span::Term(term, text) => term_view(term, text, open),
    }
}

/// A word with a definition: the focus opens it, a second press and Escape close it. Not a `button`:
/// that is a box of its own, from which the next full stop may break away.
pub fn term_view(term: Term, text: String, open: RwSignal<Option<Term>>) -> ErasedView {
    let is_open = move || open.get_untracked() == Some(term);
    let toggle = move |was_open: bool| open.set((!was_open).then_some(term));
    // The focus comes before the click.
    let was_open = StoredValue::new(false);
    let by_key = move |pressed: KeyboardEvent| match pressed.key().as_str() {
        "Enter" | " " => {
            pressed.prevent_default();
            toggle(is_open());
        }
        "Escape" => open.set(None),
        _ => {}
    };
    let class = match term.kind() {
        TermKind::Word | TermKind::Header => "term",
        TermKind::Method | TermKind::StatusCode => "term is-strong",
    };
    view! {
        <span class=class translate=kept_by_translators(term) role="button" tabindex="0"
            aria-expanded=truth(move || open.get() == Some(term))
            on:mousedown=act(move |_| was_open.set_value(is_open()))
            on:click=act(move |_| toggle(was_open.get_value()))
            on:focus=act(move |_| open.set(Some(term))) on:keydown=act(by_key)>
            {text}
        </span>
    }
    .erased()
}

/// The `translate` of what names a term: what messages write is the same in every language.
pub fn kept_by_translators(term: Term) -> Option<&'static str> {
    match term.kind() {
        TermKind::Word => None,
        TermKind::Method | TermKind::Header | TermKind::StatusCode => Some("no"),
    }
}

/// The definition of the word that was asked for.
pub fn definition(open: RwSignal<Option<Term>>) -> ErasedView {
    let line = part(move || {
        let term = open.get()?;
        Some(DEFINITION.behind().map_or_else(door::awaited, |definition| definition(term)))
    });
    view! { <div aria-live="polite">{line}</div> }.erased()
}

/// The line that defines a word.
pub static DEFINITION: PanelDoor<Term> = Door::closed();

/// The line that defines a word.
pub fn definition_of(term: Term) -> ErasedView {
    let (title, text) = (term.title(language::current()), term.definition(language::current()));
    let reference = term.reference();
    view! { <p class="definition"><b translate=kept_by_translators(term)>{title}</b>": "{text}" "<small translate="no">{reference}</small></p> }
        .erased()
}
