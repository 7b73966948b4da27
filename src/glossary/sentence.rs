//! A sentence with its emphasis; underlined words open a one-line definition.

use crate::browser::focus;
use crate::later::door::{self, Door, PanelDoor};
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{Live, act, live, part, truth};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use picture::{Sentence, Span, Term, TermKind};
use std::sync::OnceLock;

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

/// Whether the definition that is open is read out: those who go through words by keys see each, and
/// hear the one that they ask for.
static IS_READ_OUT: OnceLock<ArcRwSignal<bool>> = OnceLock::new();

fn is_read_out() -> &'static ArcRwSignal<bool> {
    IS_READ_OUT.get_or_init(|| ArcRwSignal::new(true))
}

/// Shows what has the focus explained, without a sound.
pub fn show_quietly<T: Send + Sync + 'static>(open: RwSignal<Option<T>>, asked: T) {
    is_read_out().set(false);
    open.set(Some(asked));
}

/// Shows what was pressed explained, and has it read out.
pub fn show_aloud<T>(open: RwSignal<Option<T>>, asked: T)
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    is_read_out().set(true);
    let asked = Some(asked);
    if open.get_untracked() != asked {
        return open.set(asked);
    }
    // What is there already is read out by nobody: it goes, and comes again.
    open.set(None);
    request_animation_frame(move || open.set(asked));
}

/// What the politeness of a definition's place is.
pub fn politeness() -> Live<String> {
    live(|| if is_read_out().get() { "polite" } else { "off" }.to_owned())
}

/// A word with a definition: the focus shows it, a press has it read out, the next press and Escape
/// close it. Not a `button`: that is a box of its own, from which the next full stop may break away.
pub fn term_view(term: Term, text: String, open: RwSignal<Option<Term>>) -> ErasedView {
    let is_open = move || open.get_untracked() == Some(term);
    let toggle = move |was_open: bool| match was_open {
        true => open.set(None),
        false => show_aloud(open, term),
    };
    // The focus comes before the click.
    let was_open = StoredValue::new(false);
    let by_key = move |pressed: KeyboardEvent| match pressed.key().as_str() {
        // The space bar belongs to the steps where the focus came by a press.
        " " if focus::is_by_pointer() => {}
        "Enter" | " " => {
            pressed.prevent_default();
            toggle(is_open() && is_read_out().get_untracked());
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
            on:focus=act(move |_| show_quietly(open, term)) on:keydown=act(by_key)>
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
    view! { <div aria-live=politeness()>{line}</div> }.erased()
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
