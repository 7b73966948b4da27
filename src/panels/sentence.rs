//! A sentence with its emphasis; underlined words open a one-line definition.

use leptos::either::EitherOf4;
use leptos::ev::KeyboardEvent;
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
            // A real button would be a box of its own, from which the next full stop may break away.
            let is_open = move || (open.get() == Some(term)).to_string();
            let show = move || open.set(Some(term));
            let show_by_key = move |pressed: KeyboardEvent| {
                if matches!(pressed.key().as_str(), "Enter" | " ") {
                    pressed.prevent_default();
                    show();
                }
            };
            EitherOf4::D(view! {
                <span class="term" role="button" tabindex="0" aria-expanded=is_open
                    on:click=move |_| show() on:focus=move |_| show() on:keydown=show_by_key>{text}</span>
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
    view! { <div aria-live="polite">{line}</div> }
}
