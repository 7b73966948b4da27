//! The message of the current step, bracketed: first line, headers, blank line, body.

use crate::session::Shown;
use leptos::prelude::*;
use picture::explain::{self, Part, PartKind, Voice};

/// The brackets at the left, what they mean at the right.
#[component]
pub fn Message(shown: Shown) -> impl IntoView {
    let parts = move || {
        let sequence = shown.sequence.get()?;
        let step = shown.step.get();
        (step < sequence.steps.len()).then(|| explain::anatomy(&sequence, step))
    };
    let table = move || {
        let parts = parts().filter(|parts| !parts.is_empty())?;
        Some(view! { <dl class="message">{parts.into_iter().map(part_view).collect_view()}</dl> })
    };
    view! { {table} }
}

fn part_view(part: Part) -> impl IntoView {
    let bracket = match part.kind {
        PartKind::FirstLine => "part is-first-line",
        PartKind::Headers => "part is-headers",
        PartKind::BlankLine => "part is-blank-line",
        PartKind::Body => "part is-body",
        PartKind::Other => "part",
    };
    let voice = match part.voice {
        Voice::Message => "",
        Voice::Ours => "muted",
    };
    view! {
        <div class=bracket>
            <dt>{part.name}</dt>
            <dd class=voice>{part.text}</dd>
        </div>
    }
}
