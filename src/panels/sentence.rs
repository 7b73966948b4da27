//! A sentence with its emphasis; underlined words open a one-line definition.

use leptos::either::EitherOf4;
use leptos::prelude::*;
use picture::{Language, Sentence, Span, Term};

/// A sentence. What it underlines is put into `open` when it is asked for.
pub fn sentence(sentence: Sentence, open: RwSignal<Option<Term>>) -> impl IntoView {
    sentence.spans.into_iter().map(|span| view_of(span, open)).collect_view()
}

fn view_of(span: Span, open: RwSignal<Option<Term>>) -> impl IntoView {
    match span {
        Span::Plain(text) => EitherOf4::A(text),
        Span::Strong(text) => EitherOf4::B(view! { <b>{text}</b> }),
        Span::Code(text) => EitherOf4::C(view! { <code>{text}</code> }),
        Span::Term(term, text) => {
            let is_open = move || (open.get() == Some(term)).to_string();
            let show = move |_| open.set(Some(term));
            EitherOf4::D(view! {
                <button type="button" class="term" aria-expanded=is_open aria-controls="definition"
                    on:click=show on:focus=move |_| open.set(Some(term))>{text}</button>
            })
        }
    }
}

/// The definition of the word that was asked for.
#[component]
pub fn Definition(open: RwSignal<Option<Term>>) -> impl IntoView {
    let line = move || {
        let term = open.get()?;
        let (title, text) = (term.title(Language::English), term.definition(Language::English));
        Some(view! { <p class="definition"><b>{title}</b>": "{text}</p> })
    };
    view! { <div id="definition">{line}</div> }
}
