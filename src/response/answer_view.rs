//! An answer on the Response card: status and family, body, what the client does with it, headers.

use crate::glossary::sentence::{definition, sentence, term_view};
use crate::later::door::{Door, PanelDoor};
use crate::playback::player::{Player, Shown};
use crate::response::answer::{BodyView, detail, text, views};
use crate::response::body_view::{self, body_as};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{nothing, paragraph, part_while};
use language::say_count;
use leptos::prelude::*;
use picture::Term;
use picture::explain::{self, Answer, ResponseCard};
use std::sync::Arc;
use trace::hidden::marked;
use trace::{ClientKind, FieldLine};

/// What the Response card says of an answer.
pub static ANSWER: PanelDoor<Player> = Door::closed();

/// The answer of the fetch that is shown, good or bad.
pub fn view(player: Player) -> ErasedView {
    let playback = player.playback.peek();
    let Some(sequence) = (*playback).as_ref().map(|playback| &playback.sequence) else {
        return nothing();
    };
    let client = sequence.trace.scenario.world.client.kind;
    match sequence.fetch.map(|fetch| explain::response(sequence, fetch)) {
        Some(ResponseCard::Answer { answer, .. }) => arrived(answer, client, Shown::of(player)),
        Some(ResponseCard::Failure { .. } | ResponseCard::Unfinished { .. }) | None => nothing(),
    }
}

fn arrived(answer: Answer, client: ClientKind, shown: Shown) -> ErasedView {
    let open = RwSignal::new(None::<Term>);
    let use_of_it = answer.use_of_it.clone();
    let said = use_of_it.plain_text();
    // The sentence of the last step says it already.
    let is_news = move || {
        shown.of_step(explain::sentence).is_none_or(|sentence| sentence.plain_text() != said)
    };
    let use_line = part_while(is_news, move || paragraph("use", sentence(use_of_it.clone(), open)));
    let changes = paragraph("use", sentence(answer.changes.clone(), open));
    view! {
        {status(&answer, open)}
        {error(&answer)}
        {body(&answer, client)}
        {use_line}
        {changes}
        {headers(&answer.field_lines, open)}
        {definition(open)}
    }
    .erased()
}

/// The status code, its family in words beside the colour, and what it means.
fn status(answer: &Answer, open: RwSignal<Option<Term>>) -> ErasedView {
    let class = ["status ", answer.family.class()].concat();
    let (title, meaning) = match answer.term {
        Some(term) => {
            let meaning = paragraph("meaning", term.definition(language::current()).erased());
            (term_view(term, answer.title.clone(), open), meaning)
        }
        None => (view! { <b>{answer.title.clone()}</b> }.erased(), nothing()),
    };
    let family = view! { <span class="family">{answer.family.digits()}" "{answer.meaning}</span> };
    let line = paragraph(&class, view! { {title}" "{family} }.erased());
    vec![line, meaning].erased()
}

/// What the client shows its reader instead of data.
fn error(answer: &Answer) -> ErasedView {
    match detail(answer) {
        Some(detail) => {
            view! { <p class="shown-error" translate="no">{marked(&detail).into_owned()}</p> }
                .erased()
        }
        None => nothing(),
    }
}

fn body(answer: &Answer, client: ClientKind) -> ErasedView {
    // How much there is, where not all of it is shown, or none because it is no text.
    let cut = match answer.body_cut.clone() {
        cut if cut.is_empty() => nothing(),
        cut => paragraph("muted", cut.erased()),
    };
    if answer.body.is_empty() && answer.picture.is_none() {
        return cut;
    }
    // A picture is all there, whether or not it is text as well.
    let cut = if answer.picture.is_some() { nothing() } else { cut };
    let (answer, views) = (answer.clone(), views(answer, client));
    let shown = move |view| match view {
        BodyView::Page => body_view::page(text(&answer, view)),
        BodyView::Picture => match &answer.picture {
            Some(picture) => body_view::picture(picture.media_type, &picture.octets),
            None => nothing(),
        },
        BodyView::Pretty | BodyView::Raw => body_view::text(text(&answer, view)),
    };
    let shown = body_as(views, Arc::new(shown));
    vec![shown, cut].erased()
}

/// E.g. `1 header`.
pub fn counted(field_lines: &[FieldLine]) -> String {
    say_count(texts::HEADER_COUNT, field_lines.len() as u64)
}

fn headers(field_lines: &[FieldLine], open: RwSignal<Option<Term>>) -> ErasedView {
    let summary = counted(field_lines);
    let name = move |name: &str| match Term::of_header(name) {
        Some(term) => term_view(term, name.to_owned(), open),
        None => view! { <span translate="no">{name.to_owned()}</span> }.erased(),
    };
    let lines = body_view::headers(field_lines.to_vec(), name);
    view! { <details class="headers"><summary>{summary}</summary>{lines}</details> }.erased()
}
