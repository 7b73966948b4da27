//! "Edit request": the header table and the body.

use super::composer::{error_line, is_wrong};
use super::field_rows::FieldRows;
use super::live::{attribute_while, live};
use super::piece::{IntoPiece, Piece};
use crate::session::Session;
use crate::state::form_error::{FormError, Place};
use leptos::prelude::*;

/// What is under "Edit request".
pub fn view(session: Session) -> Piece {
    let error = Memo::new(move |_| session.form_error());
    view! { <FieldRows session error/><BodyField session error/> }.piece()
}

#[component]
fn BodyField(session: Session, error: Memo<Option<FormError>>) -> impl IntoView {
    let is_wrong = is_wrong(error, Place::Body);
    view! {
        <div class="body-field">
            <label for="body">"Body"</label>
            <textarea
                id="body"
                rows="4"
                spellcheck="false"
                aria-invalid=attribute_while("true", is_wrong)
                aria-describedby=attribute_while("body-error", is_wrong)
                prop:value=live(move || session.draft.read().body.content())
                on:input:target=move |typed| session.draft.write().body.retype(typed.target().value())
            ></textarea>
            {error_line(session, error, |place| place == Place::Body, "body-error")}
        </div>
    }
}
