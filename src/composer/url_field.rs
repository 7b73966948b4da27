//! The URL field: the input that one types into, its parts in colour over it, and their names
//! beneath.

use crate::browser::clipboard;
use crate::browser::focus;
use crate::browser::scroll;
use crate::composer::checks::is_wrong;
use crate::composer::pasted::Pasted;
use crate::composer::state::Composer;
use crate::glossary::sentence::{definition, show_aloud, show_quietly};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, attribute_while, live, paragraph, part, truth, watch};
use compose::anatomy::{Label, PartKind, default_port, labels, pieces};
use compose::curl::is_command;
use compose::input_error::{InputError, Place};
use compose::params::caret_after;
use language::{fill, say};
use leptos::ev::{ClipboardEvent, KeyboardEvent};
use leptos::html::Input;
use leptos::prelude::*;
use picture::Term;
use web_sys::HtmlInputElement;

/// The field with its anatomy.
pub fn url_field(composer: Composer, error: Memo<Option<InputError>>) -> ErasedView {
    let field = NodeRef::<Input>::new();
    let text = Memo::new(move |_| composer.draft.read().url.text().to_owned());
    let asked = RwSignal::new(None::<Term>);
    // What is shown over and under the field moves along with what stands in it.
    let scrolled = RwSignal::new(0);
    let follow = move || scrolled.set(field.get_untracked().map_or(0, |field| field.scroll_left()));
    let moved = move || format!("translateX({}px)", -scrolled.get());
    watch(move || {
        if let Some(field) = field.get() {
            show(&field, &text.get());
            request_animation_frame(follow);
        }
    });
    let coloured = part(move || {
        let text = text.get();
        let pieces = pieces(&text).into_iter().map(|(kind, text)| coloured(kind, text));
        Some(pieces.collect::<Vec<_>>().erased())
    });
    let labels = Memo::new(move |_| labels(&text.get()));
    let names = part(move || {
        let names = labels.get().into_iter().enumerate();
        let names = names.map(|(index, label)| name_button(label, index == 0, asked, field));
        Some(names.collect::<Vec<_>>().erased())
    });
    // Who asks where it goes is told the port as well, written or not.
    let port = part(move || {
        asked.get().filter(|term| matches!(term, Term::Scheme | Term::Host))?;
        let text = text.get();
        let (scheme, port) = default_port(&text)?;
        Some(paragraph("definition", fill!(texts::PORT_OF_SCHEME, port, scheme).erased()))
    });
    let type_text = move |text: String| {
        asked.set(None);
        composer.draft.update(|draft| draft.url.retype(text));
    };
    let is_wrong = is_wrong(error, Place::Url);
    view! {
        <div class="url-field">
            <input
                class="url"
                type="text"
                inputmode="url"
                enterkeyhint="send"
                aria-label="URL"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                node_ref=field
                aria-invalid=attribute_while("true", is_wrong)
                aria-describedby=attribute_while("url-error", is_wrong)
                on:input:target=move |typed| type_text(typed.target().value())
                on:scroll=act(move |_| follow())
                on:paste=act(move |pasted| paste(composer, &pasted))
                on:keydown=act(move |pressed| undo_by_key(composer, &pressed))
            />
            <div class="url-sight" aria-hidden="true">
                <span class="url-track" translate="no" style=("transform", live(moved))>{coloured}</span>
            </div>
            <div class="url-sight url-names" role="group" aria-label=say(texts::PARTS_OF_THE_URL)
                on:keydown=act(move |pressed| move_within(&pressed))>
                <span class="url-track" style=("transform", live(moved))>{names}</span>
            </div>
            <div class="meaning">{definition(asked)}{port}</div>
        </div>
    }
    .erased()
}

/// Puts a text into the field; the caret stays where it was in what stayed the same.
fn show(field: &HtmlInputElement, text: &str) {
    let shown = field.value();
    if shown == text {
        return;
    }
    let caret = field.selection_end().ok().flatten().unwrap_or_default();
    let caret = caret_after(&shown, text, caret as usize) as u32;
    field.set_value(text);
    field.set_selection_range(caret, caret).ok();
}

/// A piece of a URL in the colour of its part.
pub fn coloured(kind: Option<PartKind>, text: &str) -> ErasedView {
    let class = kind.map_or("url-mark", part_class);
    let text = text.to_owned();
    view! { <span class=class>{text}</span> }.erased()
}

/// Where the meaning of a part stands.
pub fn term_of(kind: PartKind) -> Term {
    match kind {
        PartKind::Scheme => Term::Scheme,
        PartKind::UserInfo => Term::UserInfo,
        PartKind::Host => Term::Host,
        PartKind::Port => Term::Port,
        PartKind::Path => Term::Path,
        PartKind::Query => Term::Query,
        PartKind::Fragment => Term::Fragment,
    }
}

/// The class that gives a part its colour.
pub fn part_class(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Scheme => "url-part is-scheme",
        PartKind::UserInfo => "url-part is-user-info",
        PartKind::Host => "url-part is-host",
        PartKind::Port => "url-part is-port",
        PartKind::Path => "url-part is-path",
        PartKind::Query => "url-part is-query",
        PartKind::Fragment => "url-part is-fragment",
    }
}

/// The name of a part, which tells its meaning. All names are one stop of the Tab key.
fn name_button(
    label: Label,
    is_first: bool,
    asked: RwSignal<Option<Term>>,
    field: NodeRef<Input>,
) -> ErasedView {
    let Label { kind, column } = label;
    let term = term_of(kind);
    let ask = move |show: fn(RwSignal<Option<Term>>, Term)| {
        show(asked, term);
        if let Some(field) = field.get_untracked() {
            scroll::reveal_column(&field, column);
        }
    };
    let leave_by_key = move |pressed: KeyboardEvent| {
        if pressed.key() == "Escape" {
            asked.set(None);
        }
    };
    view! {
        <span class=part_class(kind) style=("left", format!("{column}ch"))>
            <button type="button" tabindex=if is_first { "0" } else { "-1" }
                aria-expanded=truth(move || asked.get() == Some(term))
                on:focus=act(move |_| ask(show_quietly)) on:click=act(move |_| ask(show_aloud))
                on:blur=act(move |_| asked.set(None)) on:keydown=act(leave_by_key)>
                {kind.name()}
            </button>
        </span>
    }
    .erased()
}

/// Left and Right go from one name to the next.
fn move_within(pressed: &KeyboardEvent) {
    let name = focus::focused().and_then(|button| button.parent_element());
    let next = match pressed.key().as_str() {
        "ArrowRight" => name.and_then(|name| name.next_element_sibling()),
        "ArrowLeft" => name.and_then(|name| name.previous_element_sibling()),
        _ => return,
    };
    pressed.prevent_default();
    next.iter().for_each(|name| focus::focus_within(name, "button"));
}

/// A curl command becomes the request, another program's is told; all other text is left to the browser.
fn paste(composer: Composer, pasted: &ClipboardEvent) {
    if let Some(text) = clipboard::pasted_text(pasted).filter(|text| is_command(text)) {
        pasted.prevent_default();
        composer.pasted.set(Some(Pasted::Waiting(text)));
    }
}

/// Ctrl+Z takes back a command that was pasted, as long as nothing was typed since.
fn undo_by_key(composer: Composer, pressed: &KeyboardEvent) {
    let is_undo = pressed.key() == "z" && (pressed.ctrl_key() || pressed.meta_key());
    if is_undo && !pressed.shift_key() && composer.undo_paste_if_untouched() {
        pressed.prevent_default();
    }
}
