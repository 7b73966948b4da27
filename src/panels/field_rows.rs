//! The header table of the composer.

use crate::session::Session;
use crate::state::composer::{FieldRow, FormError, Place};
use leptos::prelude::*;

/// One row a header, each with a name and a value.
#[component]
pub fn FieldRows(session: Session, error: Memo<Option<FormError>>) -> impl IntoView {
    let ids =
        move || session.composer.read().field_rows.iter().map(|row| row.id).collect::<Vec<_>>();
    let add = move |_| {
        session.composer.write().add_field_row(String::new(), String::new());
    };
    view! {
        <fieldset class="field-rows">
            <legend>"Headers"</legend>
            <For each=ids key=|id| *id let:id>
                <Row session error id/>
            </For>
            <button type="button" class="ghost" on:click=add>"Add a header"</button>
        </fieldset>
    }
}

#[component]
fn Row(session: Session, error: Memo<Option<FormError>>, id: u32) -> impl IntoView {
    let message = Memo::new(move |_| {
        let found = error.read();
        found
            .as_ref()
            .filter(|error| error.place == Place::FieldRow(id))
            .map(|error| error.message.clone())
    });
    let error_id = format!("header-error-{id}");
    let slip_id = error_id.clone();
    view! {
        <div class="field-row">
            <Cell session id label="Header name" message error_id=error_id.clone()
                read=|row| &row.name write=|row, text| row.name = text/>
            <Cell session id label="Header value" message error_id
                read=|row| &row.value write=|row, text| row.value = text/>
            <button type="button" class="ghost" aria-label=move || removal(session, id)
                on:click=move |_| session.composer.write().remove_field_row(id)>"Remove"</button>
            {move || message.get().map(|message| view! { <p class="slip" id=slip_id.clone() role="alert">{message}</p> })}
        </div>
    }
}

#[component]
fn Cell(
    session: Session,
    id: u32,
    label: &'static str,
    message: Memo<Option<String>>,
    error_id: String,
    read: fn(&FieldRow) -> &String,
    write: fn(&mut FieldRow, String),
) -> impl IntoView {
    let text = move || session.composer.read().field_row(id).map(|row| read(row).clone());
    let type_text = move |text: String| {
        if let Some(row) = session.composer.write().field_row_mut(id) {
            write(row, text);
        }
    };
    let is_wrong = move || message.read().is_some();
    view! {
        <input
            type="text"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            aria-label=label
            placeholder=label
            aria-invalid=move || is_wrong().then_some("true")
            aria-describedby=move || is_wrong().then(|| error_id.clone())
            prop:value=text
            on:input:target=move |typed| type_text(typed.target().value())
        />
    }
}

/// What the button that removes a row is called, e.g. `Remove header Accept`.
fn removal(session: Session, id: u32) -> String {
    let form = session.composer.read();
    format!("Remove header {}", form.field_row(id).map_or("", |row| row.name.as_str()))
}
