//! The list of all keys.

use super::live::part;
use super::piece::{IntoPiece, Piece};
use crate::session::Session;
use crate::state::keys::{BINDINGS, Binding, key_cap};
use leptos::prelude::*;

/// What "?" opens.
pub fn view(session: Session) -> Piece {
    let rows = BINDINGS.iter().map(row).collect::<Vec<_>>();
    let digits = keys_row(vec![cap("1"), " … ".piece(), cap("9")], "To this part of the exchange");
    let escape = keys_row(vec![cap("Esc")], "Close what is open");
    let rest = part(move || {
        let is_off = session.settings.read().ignores_letters;
        is_off.then(|| {
            let said = "Letters, digits and signs are switched off in the menu.";
            view! { <p class="muted">{said}</p> }.piece()
        })
    });
    view! {
        <h2>"Keys"</h2>
        <dl class="keys">{rows}{digits}{escape}</dl>
        <p class="muted">"While you type in a field, keys write into it."</p>
        {rest}
        <button type="button" class="ghost" popovertarget="keys" popovertargetaction="hide">"Close"</button>
    }
    .piece()
}

fn row(binding: &Binding) -> Piece {
    let caps = binding.keys.iter().map(|key| cap(&key_cap(key))).collect();
    keys_row(caps, binding.does)
}

fn cap(text: &str) -> Piece {
    view! { <kbd>{text.to_owned()}</kbd> }.piece()
}

fn keys_row(caps: Vec<Piece>, does: &'static str) -> Piece {
    view! { <div><dt>{caps}</dt><dd>{does}</dd></div> }.piece()
}
