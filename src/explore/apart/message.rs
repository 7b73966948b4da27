//! A message: the engine's parser takes apart what is typed, and what is written part by part is seen
//! as a message at once.

use super::parts::{ApartPart, parts, written_of};
use super::typed_line;
use crate::explore::Explored;
use crate::inspect::inspector::Inspector;
use crate::inspect::panel::octets_and_fields;
use crate::inspect::rows::Inspection;
use crate::orders::{Order, Orders};
use crate::playback::player::Shown;
use crate::texts;
use crate::view::choices::tick_box;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::{Fact, toggle};
use crate::view::live::{act, button, live, nothing, paragraph, part, part_while, watch};
use compose::line_ends::LineEnds;
use compose::written::{Written, ends_of_content, octets, place, text};
use conversation::read_apart;
use language::{fill, say, say_count};
use leptos::prelude::*;
use picture::Sequence;
use std::sync::Arc;
use trace::hidden::marked;
use trace::{Content, MessageId, TakenApart, Verdict};

/// More octets than these are not taken apart while somebody types.
const OCTETS_MAX: usize = 65_536;

/// What is known of what is typed.
#[derive(Clone, Copy)]
struct Parts {
    inspector: Inspector,
    /// What the engine said last.
    apart: Memo<Option<Arc<TakenApart>>>,
}

/// What is typed, in its parts.
pub fn view(shown: Shown, inspector: Inspector, orders: Orders, explored: Explored) -> ErasedView {
    let Explored { message, has_cr_lf, .. } = explored;
    let take = move |is_request: bool| {
        let sequence = shown.sequence.get_untracked();
        if let Some(octets) = sequence.and_then(|it| message_of(&it, is_request)) {
            has_cr_lf.set(ends_of_content(&octets) == LineEnds::CrLf);
            message.set(text(&octets));
        }
    };
    if message.get_untracked().is_empty() {
        take(true);
    }
    let form = Fact::new(None::<Written>);
    // What is written part by part is not read back: what is typed into a part stays there.
    let by_parts = StoredValue::new(None::<String>);
    watch(move || {
        let ends = if has_cr_lf.get() { LineEnds::CrLf } else { LineEnds::Lf };
        let mut octets = octets(&message.get(), ends);
        octets.truncate(OCTETS_MAX);
        inspector.take_apart(octets);
    });
    let apart = Memo::new_with_compare(
        move |before: Option<&Option<Arc<TakenApart>>>| match &*inspector.apart.read() {
            Inspection::Answered(octets) => read_apart(octets).ok().map(Arc::new),
            // While the next answer is awaited, the one before stays.
            Inspection::Waiting(_) => before.cloned().flatten(),
            Inspection::Idle | Inspection::Failed(_) => None,
        },
        |_, _| true,
    );
    watch(move || {
        let Some(apart) = apart.get() else { return };
        let is_of_parts = by_parts.get_value() == Some(message.get_untracked());
        if !is_of_parts {
            form.set(written_of(&apart.view));
        }
    });
    let parts = Parts { inspector, apart };
    let write = move |change: Box<dyn FnOnce(&mut Written)>| {
        form.update(|form| {
            if let Some(form) = form {
                change(form);
                let text = form.text();
                by_parts.set_value(Some(text.clone()));
                message.set(text);
            }
        });
    };
    let send = part(move || {
        let draft = (*form.read()).as_ref()?.draft()?;
        let order = move |_| orders.give(Order::SendDraft(Box::new(draft.clone())));
        Some(button(say(texts::SEND_THIS), order))
    });
    let retype = act(move |event: leptos::ev::Event| message.set(event_target_value(&event)));
    view! {
        <h3>{say(texts::MESSAGE_IN_ITS_PARTS)}</h3>
        {paragraph("muted", say(texts::TYPE_A_MESSAGE_OR_ITS_PARTS).erased())}
        <div class="apart-offers">{button(say(texts::REQUEST_OF_THIS), move |_| take(true))}{button(say(texts::ANSWER_TO_THIS), move |_| take(false))}{send}</div>
        <label class="apart-line"><span>{say(texts::WHOLE_MESSAGE)}</span>
            <textarea rows="7" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength=OCTETS_MAX.to_string()
                prop:value=live(move || message.get()) on:input=retype></textarea></label>
        <div role="status">{part(move || Some(verdict(parts)))}</div>
        {tick_box(say(texts::BODY_IN_CR_LF), say(texts::CHUNKS_NEED_CR_LF), live(move || has_cr_lf.get()), act(move |_| toggle(has_cr_lf)))}
        {part(move || Some(coloured(&*apart.get()?)))}
        {part_while(move || form.read().is_some(), move || form_view(form, write))}
        {part(move || Some(octets_and_fields(apart.get()?.view.clone())))}
    }
    .erased()
}

/// A message of the fetch that is shown, if it crossed a link in HTTP/1.1.
fn message_of(sequence: &Sequence, is_request: bool) -> Option<Vec<u8>> {
    let trace = &*sequence.trace;
    let fetch = trace.fetch(sequence.fetch.or_else(|| trace.first_shown())?);
    let exchanges = fetch.exchanges.iter().rev().map(|id| trace.exchange(*id));
    let mut found = exchanges.filter_map(|exchange| match is_request {
        true => exchange.request(),
        false => exchange.response,
    });
    let is_readable = |id: &MessageId| match &trace.message(*id).content {
        content @ (Content::HttpRequest { .. } | Content::HttpResponse { .. }) => {
            !content.is_http2()
        }
        _ => false,
    };
    let message = trace.message(found.find(is_readable)?);
    Some(trace.octets.join(&message.octets))
}

/// Whether it is a message, and if not, why and where.
fn verdict(parts: Parts) -> ErasedView {
    if let Inspection::Failed(message) = &*parts.inspector.apart.read() {
        let again = button(say(texts::TRY_AGAIN), move |_| parts.inspector.take_apart_again());
        let message = message.clone();
        return paragraph("input-error", view! { {message}" "{again} }.erased());
    }
    let Some(apart) = parts.apart.get() else {
        return paragraph("muted", say(texts::STILL_READING).erased());
    };
    let octets = &apart.view.octets;
    let size = say_count(texts::OCTETS_COUNTED, octets.len() as u64);
    match &apart.verdict {
        Verdict::Whole => paragraph("muted", fill!(texts::MESSAGE_IS_WHOLE, size).erased()),
        Verdict::Unfinished => {
            paragraph("input-error", fill!(texts::MESSAGE_GOES_ON, size).erased())
        }
        Verdict::MoreBehind(at) => {
            let (line, column, _) = place(octets, at.start as usize..at.end as usize);
            paragraph("input-error", fill!(texts::MORE_BEHIND_MESSAGE, line, column).erased())
        }
        Verdict::Refused { status_code, reason, at } => {
            let (line, column, there) = place(octets, at.start as usize..at.end as usize);
            let there = marked(&there).into_owned();
            let said = fill!(texts::MESSAGE_REFUSED_AT, line, column, status = *status_code);
            let reason = marked(reason).into_owned();
            let said = view! { {said}" "<span translate="no" lang="en">{reason}": "<code>{there}</code></span> };
            paragraph("input-error", said.erased())
        }
    }
}

fn coloured(apart: &TakenApart) -> ErasedView {
    let parts = parts(apart).into_iter().map(part_view).collect::<Vec<_>>();
    if parts.is_empty() {
        return nothing();
    }
    view! {
        <div class="message" role="group" aria-label=say(texts::PARTS_OF_THE_MESSAGE) tabindex="0"><dl>{parts}</dl></div>
    }
    .erased()
}

fn part_view(part: ApartPart) -> ErasedView {
    let ApartPart { class, name, text, meaning, within, is_wrong } = part;
    let within = within.into_iter().map(|[name, text, meaning]| {
        let text = marked(&text).into_owned();
        view! {
            <span class="apart-word"><b translate="no">{text}</b>" "<small>{name}{(!meaning.is_empty()).then_some(": ")}{meaning}</small></span>
        }
        .erased()
    });
    let class = if is_wrong { [class, " is-wrong"].concat() } else { class.to_owned() };
    let wrong =
        is_wrong.then(|| view! { <b class="apart-wrong">{say(texts::WRONG_HERE)}</b>" " }.erased());
    let text = marked(&text).into_owned();
    view! {
        <div class=class>
            <dt translate="no">{name}</dt>
            <dd>{wrong}<span translate="no">{text}</span>" "<small>{meaning}</small>{within.collect::<Vec<_>>()}</dd>
        </div>
    }
    .erased()
}

/// The parts to be written.
fn form_view(
    form: Fact<Option<Written>>,
    write: impl Fn(Box<dyn FnOnce(&mut Written)>) + Copy + Send + Sync + 'static,
) -> ErasedView {
    let is_response = Memo::new(move |_| (*form.read()).as_ref().is_some_and(Written::is_response));
    let first_line = part(move || {
        let names = match is_response.get() {
            true => ["Version", "Status Code", "Reason Phrase"],
            false => ["Method", "Request Target", "Version"],
        };
        let word = |(place, name): (usize, &'static str)| {
            let text = move || {
                let form = form.read();
                (*form).as_ref().map_or(String::new(), |form| form.first_line[place].clone())
            };
            typed_line(name, text, move |text| {
                write(Box::new(move |form| form.first_line[place] = text));
            })
        };
        Some(names.into_iter().enumerate().map(word).collect::<Vec<_>>().erased())
    });
    let n_lines = Memo::new(move |_| (*form.read()).as_ref().map_or(0, |it| it.field_lines.len()));
    let lines = part(move || {
        let line = |place: usize| field_line(form, place, write);
        Some((0..n_lines.get()).map(line).collect::<Vec<_>>().erased())
    });
    let add = move |_| {
        write(Box::new(|form: &mut Written| {
            form.field_lines.push(("X-Example".to_owned(), "1".to_owned()));
        }));
    };
    let content =
        move || (*form.read()).as_ref().map_or(String::new(), |form| form.content.clone());
    let retype = act(move |event: leptos::ev::Event| {
        let text = event_target_value(&event);
        write(Box::new(move |form| form.content = text));
    });
    view! {
        <fieldset class="apart-form">
            <legend>{say(texts::WRITE_ITS_PARTS)}</legend>
            <div class="apart-first">{first_line}</div>
            <ul>{lines}</ul>
            <p>{button(say(texts::ADD_A_FIELD_LINE), add)}</p>
            <label class="apart-line"><span>{say(texts::CONTENT_OF_THE_MESSAGE)}</span>
                <textarea rows="2" spellcheck="false" prop:value=live(content) on:input=retype></textarea></label>
        </fieldset>
    }
    .erased()
}

fn field_line(
    form: Fact<Option<Written>>,
    place: usize,
    write: impl Fn(Box<dyn FnOnce(&mut Written)>) + Copy + Send + Sync + 'static,
) -> ErasedView {
    let read = move |is_name: bool| {
        move || {
            let form = form.read();
            let line = (*form).as_ref().and_then(|form| form.field_lines.get(place));
            line.map_or(String::new(), |(name, value)| if is_name { name } else { value }.clone())
        }
    };
    let change = move |is_name: bool| {
        move |text: String| {
            write(Box::new(move |form| {
                if let Some((name, value)) = form.field_lines.get_mut(place) {
                    *(if is_name { name } else { value }) = text;
                }
            }));
        }
    };
    let remove = move |_| {
        write(Box::new(move |form| {
            if place < form.field_lines.len() {
                form.field_lines.remove(place);
            }
        }));
    };
    let number = place + 1;
    view! {
        <li class="apart-field">
            {typed_line(fill!(texts::FIELD_NAME_NUMBERED, number), read(true), change(true))}
            {typed_line(fill!(texts::FIELD_VALUE_NUMBERED, number), read(false), change(false))}
            <button type="button" class="ghost" aria-label=fill!(texts::REMOVE_FIELD_LINE, number) on:click=act(remove)>"×"</button>
        </li>
    }
    .erased()
}
