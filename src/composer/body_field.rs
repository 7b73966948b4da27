//! The body of the request: none, JSON, a form, or text.

use crate::browser::focus;
use crate::composer::checks::Checks;
use crate::composer::checks::error_line;
use crate::composer::row_table::row_table;
use crate::composer::state::Composer;
use crate::composer::unseen::{IN_BODY_ID, in_body};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{Live, act, button, live, paragraph, part};
use compose::body::BodyKind;
use compose::input_error::{Place, sentence};
use compose::json::JsonError;
use compose::line_ends::{LineEnds, as_field};
use compose::tables::Table;
use language::{fill, say};
use leptos::html::Textarea;
use leptos::prelude::*;

/// Up to here an error is marked in the text; behind it, the line and the column must do.
const MAX_MARKED_OCTETS: usize = 20_000;

/// A choice of kinds, and what goes with the chosen one.
pub fn body_field(composer: Composer, checks: Checks) -> ErasedView {
    let kind = Memo::new(move |_| composer.draft.read().body.kind());
    let choices = BodyKind::ALL.map(|choice| kind_choice(composer, kind, choice));
    let content = move || {
        Some(match kind.get() {
            BodyKind::None => paragraph("muted", say(texts::NOTHING_FOLLOWS_THE_HEADERS).erased()),
            BodyKind::Json | BodyKind::Text => text_field(composer, checks),
            BodyKind::Form => row_table(composer, Table::Form, checks, "".erased()),
        })
    };
    let warnings = part(move || Some(checks.warnings_of(Place::Body)));
    let error = error_line(composer, checks.error, |place| place == Place::Body, "body-error");
    view! {
        <fieldset class="body-field">
            <legend>{say(texts::BODY)}</legend>
            <div class="choices">{choices.into_iter().collect::<Vec<_>>()}</div>
            {part(content)}
            {error}
            {warnings}
        </fieldset>
    }
    .erased()
}

fn kind_choice(composer: Composer, kind: Memo<BodyKind>, choice: BodyKind) -> ErasedView {
    let is_chosen = live(move || kind.get() == choice);
    view! {
        <label class="choice">
            <input type="radio" name="body-kind" prop:checked=is_chosen
                on:change=act(move |_| composer.choose_body(choice))/>
            {choice.name()}
        </label>
    }
    .erased()
}

/// A text, with the place marked where it is no JSON.
fn text_field(composer: Composer, checks: Checks) -> ErasedView {
    let field = NodeRef::<Textarea>::new();
    let scrolled = RwSignal::new(0);
    let follow = move || scrolled.set(field.get_untracked().map_or(0, |field| field.scroll_top()));
    let moved = live(move || format!("translateY({}px)", -scrolled.get()));
    let wrong = Memo::new(move |_| composer.draft.read().body.json_error());
    let is_wrong = move || {
        wrong.get().is_some()
            || checks.error.get().as_ref().is_some_and(|error| error.place == Place::Body)
    };
    let mark = part(move || {
        let wrong = wrong.get().filter(|wrong| wrong.offset <= MAX_MARKED_OCTETS)?;
        let text = composer.draft.peek().body.content();
        Some(marked(&text, wrong.offset))
    });
    let message = part(move || Some(json_error_line(wrong.get()?, composer, field)));
    view! {
        <div id="body-json" aria-live="polite">{message}</div>
        <div class="code-field">
            <textarea
                id="body"
                rows="5"
                aria-label=say(texts::BODY)
                autocapitalize="off"
                spellcheck="false"
                node_ref=field
                aria-invalid=live(move || is_wrong().then_some("true"))
                aria-describedby=["body-json body-error ", IN_BODY_ID].concat()
                prop:value=live(move || as_field(&composer.draft.read().body.content()))
                on:input:target=move |typed| composer.draft.update(|draft| draft.body.retype(typed.target().value()))
                on:scroll=act(move |_| follow())
            ></textarea>
            <div class="code-sight" aria-hidden="true"><div style=("transform", moved)>{mark}</div></div>
        </div>
        {in_body(composer)}
        {line_ends(composer)}
    }
    .erased()
}

/// What ends the lines, where there are several, and a choice.
fn line_ends(composer: Composer) -> Live<ErasedView> {
    let ends = Memo::new(move |_| composer.draft.read().body.line_ends());
    part(move || {
        let ends = ends.get()?;
        let option = |choice: LineEnds, name: &'static str| {
            let is_chosen = ends == choice;
            view! { <option value=name selected=is_chosen>{name}</option> }.erased()
        };
        let mut options = vec![option(LineEnds::Lf, LF), option(LineEnds::CrLf, CR_LF)];
        if ends == LineEnds::Mixed {
            options.push(option(LineEnds::Mixed, say(texts::MIXED_LINE_ENDS)));
        }
        let choose = move |name: String| {
            let chosen = match name.as_str() {
                LF => LineEnds::Lf,
                CR_LF => LineEnds::CrLf,
                _ => return,
            };
            composer.draft.update(|draft| draft.body.end_lines_with(chosen));
        };
        let choice = view! {
            <label class="choice">
                {say(texts::LINE_ENDS)}" "
                <select on:change:target=move |changed| choose(changed.target().value())>{options}</select>
            </label>
        };
        Some(choice.erased())
    })
}

const LF: &str = "LF (\\n)";
const CR_LF: &str = "CR LF (\\r\\n)";

/// The text up to what is wrong, unseen, and a mark on that character.
fn marked(text: &str, offset: usize) -> ErasedView {
    let before = as_field(&text[..offset]);
    let wrong = match text[offset..].chars().next() {
        None | Some('\n') => " ".to_owned(),
        Some(character) => character.to_string(),
    };
    view! { {before}<mark>{wrong}</mark> }.erased()
}

/// What is no JSON, and a way to its place.
fn json_error_line(wrong: JsonError, composer: Composer, field: NodeRef<Textarea>) -> ErasedView {
    let at = wrong.at.to_string();
    let slip = trace::hidden::marked(&sentence(&wrong.to_string())).into_owned();
    let message = fill!(texts::IT_MAY_BE_SENT_ALL_THE_SAME, slip);
    let go = move |_| {
        let Some(field) = field.get_untracked() else { return };
        let content = composer.draft.peek().body.content();
        let before =
            as_field(content.get(..wrong.offset).unwrap_or_default()).encode_utf16().count() as u32;
        focus::focus(&field);
        field.set_selection_range(before, before).ok();
    };
    paragraph(
        "input-error",
        view! { {message}" "{button(fill!(texts::GO_TO_AT, at), go)} }.erased(),
    )
}
