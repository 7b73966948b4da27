//! The header table of the composer.

use super::live::{act, attribute_while, button, live, nothing, part, slip};
use super::piece::{IntoPiece, Piece};
use crate::session::Session;
use crate::state::draft::HeaderRow;
use crate::state::form_error::{FormError, Place};
use leptos::prelude::*;

/// One row a header, each with a name and a value.
#[component]
pub fn FieldRows(session: Session, error: Memo<Option<FormError>>) -> impl IntoView {
    let ids = Memo::new(move |_| {
        session.draft.read().headers.iter().map(|row| row.id).collect::<Vec<_>>()
    });
    let rows = move || {
        let rows = ids.get().into_iter().map(|id| row(session, error, id));
        Some(rows.collect::<Vec<_>>().piece())
    };
    let add = move |_| {
        session.draft.write().headers.add("", "");
    };
    view! {
        <fieldset class="field-rows">
            <legend>"Headers"</legend>
            {part(rows)}
            {button("Add a header", add)}
        </fieldset>
    }
}

fn row(session: Session, error: Memo<Option<FormError>>, id: u32) -> Piece {
    let is_wrong =
        move || error.read().as_ref().is_some_and(|error| error.place == Place::FieldRow(id));
    let error_line = move || {
        let error = error.get().filter(|error| error.place == Place::FieldRow(id))?;
        Some(slip(error_id(id), error.message, nothing()))
    };
    let name =
        Cell { label: "Header name", read: |row| &row.name, write: |row, text| row.name = text };
    let value =
        Cell { label: "Header value", read: |row| &row.value, write: |row, text| row.value = text };
    view! {
        <div class="field-row">
            {name.view(session, id, is_wrong)}
            {value.view(session, id, is_wrong)}
            <button type="button" class="ghost" aria-label=live(move || removal(session, id))
                on:click=act(move |_| session.draft.write().headers.remove(id))>"Remove"</button>
            {part(error_line)}
        </div>
    }
    .piece()
}

/// A field of a row.
struct Cell {
    label: &'static str,
    read: fn(&HeaderRow) -> &String,
    write: fn(&mut HeaderRow, String),
}

impl Cell {
    fn view(
        self,
        session: Session,
        id: u32,
        is_wrong: impl Fn() -> bool + Copy + Send + 'static,
    ) -> Piece {
        let Self { label, read, write } = self;
        let text = move || session.draft.read().headers.row(id).map(|row| read(row).clone());
        let type_text = move |text: String| {
            session.draft.write().headers.edit(id, |row| write(row, text));
        };
        view! {
            <input
                type="text"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-label=label
                placeholder=label
                aria-invalid=attribute_while("true", is_wrong)
                aria-describedby=attribute_while(error_id(id), is_wrong)
                prop:value=live(move || text().unwrap_or_default())
                on:input:target=move |typed| type_text(typed.target().value())
            />
        }
        .piece()
    }
}

fn error_id(id: u32) -> String {
    format!("header-error-{id}")
}

/// What the button that removes a row is called, e.g. `Remove header Accept`.
fn removal(session: Session, id: u32) -> String {
    let draft = session.draft.read();
    format!("Remove header {}", draft.headers.row(id).map_or("", |row| row.name.as_str()))
}
