//! A sentence with its emphasis; underlined words open a one-line definition.

use super::live::{act, part, truth};
use super::piece::{IntoPiece, Piece};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use picture::{Language, Sentence, Span, Term};

/// A sentence. The word that was asked for is put into `open`.
pub fn sentence(sentence: Sentence, open: RwSignal<Option<Term>>) -> Piece {
    let spans = sentence.spans.into_iter().map(|span| view_of(span, open));
    spans.collect::<Vec<_>>().piece()
}

fn view_of(span: Span, open: RwSignal<Option<Term>>) -> Piece {
    match span {
        Span::Plain(text) => text.piece(),
        Span::Strong(text) => view! { <b>{text}</b> }.piece(),
        Span::Code(text) => view! { <code>{text}</code> }.piece(),
        Span::Term(term, text) => term_view(term, text, open),
    }
}

/// Not a `button`: that is a box of its own, from which the next full stop may break away.
fn term_view(term: Term, text: String, open: RwSignal<Option<Term>>) -> Piece {
    let show = move || open.set(Some(term));
    let show_by_key = move |pressed: KeyboardEvent| {
        if matches!(pressed.key().as_str(), "Enter" | " ") {
            pressed.prevent_default();
            show();
        }
    };
    view! {
        <span class="term" role="button" tabindex="0"
            aria-expanded=truth(move || open.get() == Some(term))
            on:click=act(move |_| show()) on:focus=act(move |_| show()) on:keydown=act(show_by_key)>
            {text}
        </span>
    }
    .piece()
}

/// The definition of the word that was asked for.
pub fn definition(open: RwSignal<Option<Term>>) -> Piece {
    let line = part(move || {
        let term = open.get()?;
        let (title, text) = (term.title(Language::English), term.definition(Language::English));
        Some(view! { <p class="definition"><b>{title}</b>": "{text}</p> }.piece())
    });
    view! { <div aria-live="polite">{line}</div> }.piece()
}
