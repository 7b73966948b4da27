//! The message of the current step, bracketed: first line, headers, blank line, body.

use crate::glossary::sentence::{definition, spans};
use crate::playback::player::Shown;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{part, watch};
use language::say;
use leptos::prelude::*;
use picture::Term;
use picture::explain::{self, Part, PartKind, Voice};

/// The brackets at the left, what they mean at the right.
#[component]
pub fn Message(shown: Shown) -> impl IntoView {
    let open = RwSignal::new(None::<Term>);
    watch(move || {
        shown.step.get();
        shown.sequence.get();
        open.set(None);
    });
    let message = part(move || {
        let parts = shown.of_step(explain::anatomy).filter(|parts| !parts.is_empty())?;
        let parts = parts.into_iter().map(|part| part_view(part, open)).collect::<Vec<_>>();
        let message = view! {
            <div class="message" role="group" aria-label=say(texts::MESSAGE) tabindex="0"><dl>{parts}</dl></div>
        };
        Some(message.erased())
    });
    view! { {message}{definition(open)} }
}

fn part_view(part: Part, open: RwSignal<Option<Term>>) -> ErasedView {
    let bracket = match part.kind {
        PartKind::FirstLine => "part is-first-line",
        PartKind::Headers => "part is-headers",
        PartKind::BlankLine => "part is-blank-line",
        PartKind::Body => "part is-body",
        PartKind::Other => "part",
    };
    let (voice, translate) = match part.voice {
        Voice::Message => ("", Some("no")),
        Voice::Ours => ("muted", None),
    };
    let text = spans(explain::spans(&part), open);
    view! {
        <div class=bracket>
            <dt>{part.name}</dt>
            <dd class=voice translate=translate>{text}</dd>
        </div>
    }
    .erased()
}
