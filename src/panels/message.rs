//! The message of the current step, bracketed: first line, headers, blank line, body.

use super::live::part;
use super::piece::{IntoPiece, Piece};
use crate::session::Shown;
use leptos::prelude::*;
use picture::explain::{self, Part, PartKind, Voice};

/// The brackets at the left, what they mean at the right.
#[component]
pub fn Message(shown: Shown) -> impl IntoView {
    part(move || {
        let parts = shown.of_step(explain::anatomy).filter(|parts| !parts.is_empty())?;
        let parts = parts.into_iter().map(part_view).collect::<Vec<_>>();
        Some(view! { <dl class="message">{parts}</dl> }.piece())
    })
}

fn part_view(part: Part) -> Piece {
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
    .piece()
}
