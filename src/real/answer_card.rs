//! The Response card of a request that was sent for real.

use crate::browser::clipboard;
use crate::orders::Order;
use crate::real::sending::Real;
use crate::real::state::{
    Diagnosis, MAX_BODY_OCTETS, RealBody, RealExchange, RealRun, octets_text,
};
use crate::response::answer::BodyView;
use crate::response::answer_view::body_as;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{button, nothing, paragraph, part};
use compose::copy_as::{Language, copy_as};
use compose::secrets::redacted_request;
use language::{fill, say, say_count};
use leptos::prelude::*;
use picture::explain::Family;
use std::sync::Arc;
use trace::FieldLine;

/// What the card says.
pub fn content(real: Real) -> ErasedView {
    match &*real.requests.run.read() {
        RealRun::Idle => paragraph("wait", say(texts::NOTHING_SENT_YET).erased()),
        RealRun::Running => {
            let cancel = button(say(texts::CANCEL), move |_| real.cancel());
            paragraph("wait", view! { {say(texts::WAITING_FOR_THE_ANSWER)}{cancel} }.erased())
        }
        RealRun::Answered(exchange) => arrived(exchange),
        RealRun::Failed(diagnosis) => failed(real, diagnosis),
    }
}

fn arrived(exchange: &RealExchange) -> ErasedView {
    let family = Family::of(exchange.status_code);
    let class = match family {
        Family::Success => "status is-success",
        Family::Redirect | Family::Informational => "status is-redirect",
        Family::ClientError | Family::ServerError | Family::Unknown => "status is-error",
    };
    let status = [&exchange.status_code.to_string(), " ", &exchange.reason_phrase].concat();
    let meaning = Family::meaning_of(exchange.status_code, language::current());
    view! {
        <p class=class><b>{status}</b>" "<span>{meaning}</span></p>
        {body(&exchange.body)}
        {headers(exchange)}
    }
    .erased()
}

/// A body of several forms has a button for each; the source is always there.
fn body(body: &RealBody) -> ErasedView {
    let (raw, pretty, is_html, is_cut) = match body {
        RealBody::Empty => return paragraph("muted", say(texts::NO_BODY).erased()),
        RealBody::Binary { n_octets, is_cut } => {
            let text = if *is_cut { texts::BODY_IS_BINARY_AND_CUT } else { texts::BODY_IS_BINARY };
            return paragraph("muted", fill!(text, octets = octets_text(*n_octets)).erased());
        }
        RealBody::Text { raw, pretty, is_html, is_cut } => (raw, pretty, is_html, is_cut),
    };
    let cut = match is_cut {
        true => {
            let cap = octets_text(MAX_BODY_OCTETS);
            paragraph("muted", fill!(texts::ONLY_THE_FIRST_IS_SHOWN, octets = cap).erased())
        }
        false => nothing(),
    };
    let views: &'static [BodyView] = match (pretty, is_html) {
        (Some(_), _) => &[BodyView::Pretty, BodyView::Raw],
        (None, true) => &[BodyView::Raw, BodyView::Page],
        (None, false) => &[BodyView::Raw],
    };
    let (raw, pretty) = (raw.clone(), pretty.clone());
    let text = move |view| match view {
        BodyView::Pretty => pretty.clone().unwrap_or_default(),
        BodyView::Raw | BodyView::Page => raw.clone(),
    };
    vec![body_as(views, Arc::new(text)), cut].erased()
}

fn headers(exchange: &RealExchange) -> ErasedView {
    let line = |line: &FieldLine| {
        view! { <div translate="no"><dt>{line.name.clone()}</dt><dd>{line.value.clone()}</dd></div> }.erased()
    };
    let count = say_count(texts::HEADERS_THAT_MAY_BE_SEEN, exchange.field_lines.len() as u64);
    let lines = exchange.field_lines.iter().map(line).collect::<Vec<_>>();
    let hidden = match exchange.is_other_origin {
        true => paragraph("muted", say(texts::BROWSER_HIDES_THE_OTHERS).erased()),
        false => nothing(),
    };
    view! {
        <details class="headers"><summary>{count}</summary><dl>{lines}</dl>{hidden}</details>
    }
    .erased()
}

fn failed(real: Real, diagnosis: &Diagnosis) -> ErasedView {
    let causes = diagnosis.causes.iter().map(|cause| view! { <li>{cause.clone()}</li> }.erased());
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
