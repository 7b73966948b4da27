//! The Response card of a request that was sent for real.

use crate::browser::clipboard;
use crate::orders::Order;
use crate::real::sending::Real;
use crate::real::state::{Diagnosis, RealBody, RealExchange, RealRun, end_note};
use crate::response::answer::BodyView;
use crate::response::body_view::{self, body_as};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{button, live, nothing, paragraph, part};
use crate::view::octet_count::octets_text;
use compose::copy_as::{Language, copy_as};
use compose::secrets::redacted_request;
use language::{fill, say, say_count};
use leptos::prelude::*;
use picture::explain::Family;
use std::sync::Arc;
use trace::hidden::marked;

/// What the card says.
pub fn content(real: Real) -> ErasedView {
    match &*real.requests.run.read() {
        RealRun::Idle => paragraph("wait", say(texts::NOTHING_SENT_YET).erased()),
        RealRun::Running => {
            let cancel = button(say(texts::CANCEL), move |_| real.cancel());
            paragraph("wait", view! { {say(texts::WAITING_FOR_THE_ANSWER)}{cancel} }.erased())
        }
        RealRun::Receiving(exchange) => receiving(real, exchange),
        RealRun::Answered(exchange) => arrived(exchange),
        RealRun::Failed(diagnosis) => failed(real, diagnosis),
    }
}

/// What has come so far of an answer that is under way.
fn receiving(real: Real, exchange: &RealExchange) -> ErasedView {
    let progress = real.requests.progress;
    let so_far =
        live(move || fill!(texts::RECEIVED_SO_FAR, octets = octets_text(progress.read().n_octets)));
    let cancel = button(say(texts::CANCEL), move |_| real.cancel());
    let has_text = Memo::new(move |_| !progress.read().text.is_empty());
    let text = part(move || {
        has_text.get().then(|| {
            let text = live(move || marked(&progress.read().text).into_owned());
            view! {
                <pre class="content is-under-way" translate="no" tabindex="0"
                    aria-label=say(texts::END_OF_WHAT_CAME)>{text}</pre>
            }
            .erased()
        })
    });
    view! {
        {status(exchange)}
        <p class="wait">{so_far}{cancel}</p>
        {text}
        {headers(exchange)}
    }
    .erased()
}

fn arrived(exchange: &RealExchange) -> ErasedView {
    let note = match end_note(exchange) {
        Some(note) => paragraph("use", note.erased()),
        None => nothing(),
    };
    vec![status(exchange), note, body(&exchange.body), headers(exchange)].erased()
}

fn status(exchange: &RealExchange) -> ErasedView {
    let class = ["status ", Family::of(exchange.status_code).class()].concat();
    let status =
        [&exchange.status_code.to_string(), " ", &marked(&exchange.reason_phrase)].concat();
    let meaning = Family::meaning_of(exchange.status_code, language::current());
    view! { <p class=class><b>{status}</b>" "<span>{meaning}</span></p> }.erased()
}

/// A body of several forms has a button for each; the source is always there.
fn body(body: &RealBody) -> ErasedView {
    match body.clone() {
        RealBody::Empty => paragraph("muted", say(texts::NO_BODY).erased()),
        RealBody::Binary { n_octets } => {
            let said = fill!(texts::BODY_IS_BINARY, octets = octets_text(n_octets));
            paragraph("muted", said.erased())
        }
        RealBody::Picture { media_type, octets, source } => {
            let views: &'static [BodyView] = match source {
                Some(_) => &[BodyView::Picture, BodyView::Raw],
                None => &[BodyView::Picture],
            };
            let show = move |view| match view {
                BodyView::Raw | BodyView::Pretty | BodyView::Page => {
                    body_view::text(source.clone().unwrap_or_default())
                }
                BodyView::Picture => body_view::picture(media_type, &octets),
            };
            body_as(views, Arc::new(show))
        }
        RealBody::Text { raw, pretty, is_html, encoding } => {
            let views: &'static [BodyView] = match (&pretty, is_html) {
                (Some(_), _) => &[BodyView::Pretty, BodyView::Raw],
                (None, true) => &[BodyView::Raw, BodyView::Page],
                (None, false) => &[BodyView::Raw],
            };
            let show = move |view| match view {
                BodyView::Pretty => body_view::text(pretty.clone().unwrap_or_default()),
                BodyView::Raw | BodyView::Picture => body_view::text(raw.clone()),
                BodyView::Page => body_view::page(raw.clone()),
            };
            let read_as = match encoding {
                Some(encoding) => {
                    paragraph("muted", fill!(texts::TEXT_IS_READ_AS, encoding).erased())
                }
                None => nothing(),
            };
            vec![body_as(views, Arc::new(show)), read_as].erased()
        }
    }
}

fn headers(exchange: &RealExchange) -> ErasedView {
    let count = say_count(texts::HEADERS_THAT_MAY_BE_SEEN, exchange.field_lines.len() as u64);
    let name = |name: &str| view! { <span translate="no">{name.to_owned()}</span> }.erased();
    let lines = body_view::headers(exchange.field_lines.to_vec(), name);
    let hidden = match exchange.is_other_origin {
        true => paragraph("muted", say(texts::BROWSER_HIDES_THE_OTHERS).erased()),
        false => nothing(),
    };
    view! { <details class="headers"><summary>{count}</summary>{lines}{hidden}</details> }.erased()
}

fn failed(real: Real, diagnosis: &Diagnosis) -> ErasedView {
    let causes = diagnosis
        .causes
        .iter()
        .map(|cause| view! { <li>{marked(cause).into_owned()}</li> }.erased());
    let causes = causes.collect::<Vec<_>>();
    let list = match causes.is_empty() {
        true => nothing(),
        false => view! { <p>{say(texts::WHAT_MAY_BE_WRONG)}</p><ul class="causes">{causes}</ul> }
            .erased(),
    };
    let probe = match diagnosis.probe {
        Some(said) => paragraph("muted", said.erased()),
        None => nothing(),
    };
    let simulate = move |_| {
        real.orders.give(Order::SendSimulated);
    };
    let copied = RwSignal::new(None::<String>);
    let request = redacted_request(&diagnosis.request);
    let copy = move |_| {
        let command = copy_as(&request, Language::Curl);
        let shown = command.clone();
        clipboard::copy(&command, move |is_copied| {
            copied.set(Some(if is_copied { String::new() } else { shown }));
        });
    };
    let (simulate, copy) =
        (button(say(texts::SIMULATE_IT_INSTEAD), simulate), button(say(texts::COPY_AS_CURL), copy));
    let outcome = part(move || copied.get().map(copied_view));
    view! {
        <p class="status is-missing"><b>{diagnosis.title}</b></p>
        {list}
        {probe}
        <p class="offers">{simulate}{copy}</p>
        <div role="status">{outcome}</div>
    }
    .erased()
}

/// Where the browser does not let the page copy, the text is there to be copied by hand.
fn copied_view(left: String) -> ErasedView {
    match left.is_empty() {
        true => paragraph("muted", say(texts::COPIED_WITHOUT_PASSWORDS_AND).erased()),
        false => view! {
            <p>{say(texts::BROWSER_DOES_NOT_LET)}</p>
            <pre class="content" translate="no" tabindex="0" aria-label=say(texts::CURL_COMMAND)>{left}</pre>
        }
        .erased(),
    }
}
