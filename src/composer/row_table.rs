//! A table of the form: parameters, headers, or the rows of a form. Each row has an enable box, a
//! name and a value.

use crate::browser::focus;
use crate::composer::checks::Checks;
use crate::composer::state::Composer;
use crate::composer::unseen;
use crate::glossary::sentence::{politeness, show_aloud, show_quietly};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, button, input_error, live, nothing, paragraph, part};
use compose::headers::meaning;
use compose::input_error::Place;
use compose::rows::MAX_ROWS;
use compose::tables::{RowChange, RowText, Table};
use compose::unseen::shown;
use language::{Text, fill, say};
use leptos::prelude::*;
use trace::hidden::without_marked;

/// How many rows are shown at once, and more of them at each press.
const ROWS_A_FOLD: usize = 200;

/// What a table's parts are called.
struct Words {
    id: &'static str,
    legend: &'static str,
    add: &'static str,
    name: &'static str,
    value: &'static str,
    /// The names of a row's box and of its button.
    row: [Text; 2],
}

fn words(table: Table) -> Words {
    match table {
        Table::Params => Words {
            id: "params",
            legend: say(texts::PARAMETERS_OF_THE_URL),
            add: say(texts::ADD_A_PARAMETER),
            name: say(texts::PARAMETER_NAME),
            value: say(texts::PARAMETER_VALUE),
            row: [texts::SEND_PARAMETER, texts::REMOVE_PARAMETER],
        },
        Table::Headers => Words {
            id: "headers",
            legend: say(texts::HEADERS),
            add: say(texts::ADD_A_HEADER),
            name: say(texts::HEADER_NAME),
            value: say(texts::HEADER_VALUE),
            row: [texts::SEND_HEADER, texts::REMOVE_HEADER],
        },
        Table::Form => Words {
            id: "form",
            legend: say(texts::ROWS_OF_THE_FORM),
            add: say(texts::ADD_A_ROW),
            name: say(texts::FIELD_NAME),
            value: say(texts::FIELD_VALUE),
            row: [texts::SEND_FIELD, texts::REMOVE_FIELD],
        },
    }
}

/// The rows of a table, and a button that adds one; `after` stands beside it.
pub fn row_table(
    composer: Composer,
    table: Table,
    checks: Checks,
    after: ErasedView,
) -> ErasedView {
    let words = words(table);
    let ids = Memo::new(move |_| composer.draft.read().row_ids(table));
    let n_unfolded = RwSignal::new(ROWS_A_FOLD);
    let rows = part(move || {
        let rows = ids.get().into_iter().take(n_unfolded.get());
        let rows = rows.map(|id| row(composer, table, id, checks));
        Some(rows.collect::<Vec<_>>().erased())
    });
    let n_folded = Memo::new(move |_| ids.get().len().saturating_sub(n_unfolded.get()));
    let fold = part(move || {
        let label = fill!(texts::SHOW_MORE_ROWS, count = n_folded.get());
        let unfold = move |_| n_unfolded.set(n_unfolded.get_untracked() + ROWS_A_FOLD);
        (n_folded.get() > 0).then(|| button(label, unfold))
    });
    let room = Memo::new(move |_| {
        let draft = composer.draft.read();
        (draft.n_without_room(table), draft.is_full(table))
    });
    let no_room = part(move || {
        let (n_more, is_full) = room.get();
        let told = match n_more {
            0 => fill!(texts::TABLE_IS_FULL, most = MAX_ROWS),
            count => fill!(texts::ROWS_WITHOUT_ROOM, most = MAX_ROWS, count),
        };
        is_full.then(|| paragraph("warning", told.erased()))
    });
    let add = move |_| {
        let added = composer.draft.update(|draft| draft.add_row(table));
        if let Some(id) = added {
            // What is added is seen.
            n_unfolded.set(n_unfolded.get_untracked().max(ids.get_untracked().len()));
            focus::focus_soon(format!("{} input[type=text]", row_selector(table, id)));
        }
    };
    view! {
        <fieldset class="field-rows" id=words.id>
            <legend>{words.legend}</legend>
            {rows}
            {no_room}
            <div class="after-rows">{fold}{button(words.add, add)}{after}</div>
        </fieldset>
    }
    .erased()
}

fn row_selector(table: Table, id: u32) -> String {
    format!("#{} [data-row=\"{id}\"]", words(table).id)
}

fn row(composer: Composer, table: Table, id: u32, checks: Checks) -> ErasedView {
    let words = words(table);
    let text = Memo::new(move |_| composer.draft.read().row(table, id).unwrap_or_default());
    let (ask, meaning) = match table {
        Table::Headers => meaning_of(text),
        Table::Params | Table::Form => (nothing(), nothing()),
    };
    let change =
        move |change: RowChange| composer.draft.update(|draft| draft.change_row(table, id, change));
    let notes_id = format!("{}-{id}-notes", words.id);
    let called = move |text_of_row: Text| live(move || fill!(text_of_row, name = text.get().name));
    let unseen_id = |label: &'static str| {
        let cell = if label == words.name { "name" } else { "value" };
        [words.id, "-", &id.to_string(), "-unseen-", cell].concat()
    };
    let unseen =
        |label: &'static str, read: fn(&RowText) -> &String, write: fn(String) -> RowChange| {
            let selector = format!("{} [aria-label=\"{label}\"]", row_selector(table, id));
            let field = unseen::Field { id: unseen_id(label), name: label, selector };
            let shown = Memo::new(move |_| shown(read(&text.get())));
            let remove = move || change(write(without_marked(read(&text.get_untracked()))));
            // In the other tables escapes stand in their place.
            (table == Table::Headers).then(|| unseen::line(field, shown, remove))
        };
    let cell =
        |label: &'static str, read: fn(&RowText) -> &String, write: fn(String) -> RowChange| {
            let list = (label == say(texts::HEADER_NAME)).then_some("header-names");
            let described_by = [&notes_id, " ", &unseen_id(label)].concat();
            view! {
                <input type="text" autocomplete="off" autocapitalize="off" spellcheck="false"
                    aria-label=label placeholder=label list=list
                    aria-invalid=live(move || checks.has_error(table, id).then_some("true"))
                    aria-describedby=described_by
                    prop:value=live(move || read(&text.get()).clone())
                    on:input:target=move |typed| change(write(typed.target().value()))/>
            }
            .erased()
        };
    view! {
        <div class="field-row" data-row=id.to_string()>
            <input type="checkbox" aria-label=called(words.row[0])
                prop:checked=live(move || text.get().is_enabled)
                on:change:target=move |changed| change(RowChange::Enable(changed.target().checked()))/>
            {cell(words.name, |row| &row.name, RowChange::Name)}
            {cell(words.value, |row| &row.value, RowChange::Value)}
            <span class="row-buttons">
                {ask}
                <button type="button" class="ghost remove" aria-label=called(words.row[1])
                    on:click=act(move |_| remove(composer, table, id))>"✕"</button>
            </span>
            {meaning}
            <div class="row-notes">
                {unseen(words.name, |row| &row.name, RowChange::Name)}
                {unseen(words.value, |row| &row.value, RowChange::Value)}
                <div id=notes_id.clone()>{part(move || notes(table, id, checks))}</div>
            </div>
        </div>
    }
    .erased()
}

/// Removes a row, and leaves the focus nearby.
fn remove(composer: Composer, table: Table, id: u32) {
    let ids = composer.draft.peek().row_ids(table);
    let at = ids.iter().position(|other| *other == id).unwrap_or_default();
    let near = ids.get(at + 1).or_else(|| ids.get(at.checked_sub(1)?));
    focus::focus_soon(match near {
        Some(near) => format!("{} .remove", row_selector(table, *near)),
        None => format!("#{} .after-rows button", words(table).id),
    });
    composer.draft.update(|draft| draft.change_row(table, id, RowChange::Remove));
}

/// What is wrong with a row, or may surprise about it.
fn notes(table: Table, id: u32, checks: Checks) -> Option<ErasedView> {
    if table != Table::Headers {
        return None;
    }
    let place = Place::FieldRow(id);
    let error = checks.error.get().filter(|error| error.place == place);
    let wrong =
        error.map(|error| input_error(format!("header-error-{id}"), error.message, nothing()));
    Some(view! { {wrong}{checks.warnings_of(place)} }.erased())
}

/// A button that asks what a known header means, and the answer, while the button has the focus.
fn meaning_of(text: Memo<RowText>) -> (ErasedView, ErasedView) {
    let asked = RwSignal::new(None::<()>);
    let known = Memo::new(move |_| meaning(&text.get().name));
    let button = move || {
        known.get()?;
        let label = live(move || fill!(texts::WHAT_IS_THIS_HEADER, name = text.get().name.trim()));
        let button = view! {
            <button type="button" class="ghost ask" tabindex="0" aria-label=label
                on:focus=act(move |_| show_quietly(asked, ()))
                on:click=act(move |_| show_aloud(asked, ()))
                on:blur=act(move |_| asked.set(None))>"?"</button>
        };
        Some(button.erased())
    };
    let line = move || {
        let meaning = known.get().filter(|_| asked.get().is_some())?;
        let name = text.get_untracked().name.trim().to_owned();
        Some(view! { <p class="definition"><b>{name}</b>": "{meaning}"."</p> }.erased())
    };
    let line = view! { <div class="meaning" aria-live=politeness()>{part(line)}</div> };
    (part(button).erased(), line.erased())
}
