//! The Response card: when the answer comes, and then what it says.
//!
//! An error answer is an answer; no answer looks different.

use super::sentence::{Definition, sentence};
use crate::dom;
use crate::session::{Session, Shown};
use crate::state::offers::offers;
use crate::state::playback::Command;
use leptos::either::EitherOf4;
use leptos::html::Section;
use leptos::prelude::*;
use picture::explain::{self, Answer, Family, ResponseCard};
use picture::{Language, Sentence, Term};

/// Always in sight.
#[component]
pub fn Response(session: Session, shown: Shown) -> impl IntoView {
    let region = NodeRef::<Section>::new();
    let card = Memo::new(move |_| {
        let sequence = shown.sequence.get()?;
        Some(explain::response(&sequence, sequence.exchange?))
    });
    let is_open = Memo::new(move |_| {
        let opens_at = card.read().as_ref().and_then(ResponseCard::step);
        opens_at.is_none_or(|opens_at| shown.step.get() >= opens_at)
    });
    let content = move || match card.get() {
        None => EitherOf4::A(view! { <p class="wait">"Nothing asked yet."</p> }),
        Some(card) if !is_open.get() => EitherOf4::B(waiting(session, &card, region)),
        Some(ResponseCard::Answer { answer, .. }) => {
            EitherOf4::C(view! { <Arrived answer shown/> })
        }
        Some(ResponseCard::Failure { title, sentence, .. }) => {
            EitherOf4::D(view! { <NoAnswer title=title.to_owned() sentence/> })
        }
        Some(ResponseCard::Unfinished { sentence }) => {
            EitherOf4::D(view! { <NoAnswer title="The run ended first".to_owned() sentence/> })
        }
    };
    view! {
        <section class="response" aria-labelledby="response-title" tabindex="-1" node_ref=region>
            <h2 id="response-title">"Response"</h2>
            {content}
            <Offers session shown/>
        </section>
    }
}

fn waiting(
    session: Session,
    card: &ResponseCard,
    region: NodeRef<Section>,
) -> impl IntoView + use<> {
    let step = card.step();
    let skip = move |_| {
        // The button goes away with the click; the focus stays with the card.
        if let Some(region) = region.get_untracked() {
            dom::focus(&region);
        }
        step.into_iter().for_each(|step| session.dispatch(Command::Seek(step)));
    };
    view! {
        <p class="wait">
            {card.announcement(Language::English)} " "
            <button type="button" class="link" on:click=skip>"Skip to the answer"</button>
        </p>
    }
}

#[component]
fn Arrived(answer: Answer, shown: Shown) -> impl IntoView {
    let open = RwSignal::new(None::<Term>);
    let family = match answer.family {
        Family::Success => "status is-success",
        Family::Redirect | Family::Informational => "status is-redirect",
        Family::ClientError | Family::ServerError | Family::Unknown => "status is-error",
    };
    let use_of_it = answer.use_of_it;
    let text = use_of_it.plain_text();
    // The sentence of the last step says it already.
    let is_said = Memo::new(move |_| {
        let (sequence, step) = (shown.sequence.get(), shown.step.get());
        sequence.is_some_and(|sequence| {
            step < sequence.steps.len() && explain::sentence(&sequence, step).plain_text() == text
        })
    });
    let n_headers = answer.field_lines.len();
    let headers = answer
        .field_lines
        .into_iter()
        .map(|line| view! { <div><dt>{line.name}</dt><dd>{line.value}</dd></div> });
    let body =
        (!answer.body.is_empty()).then(|| view! { <pre class="content">{answer.body}</pre> });
    view! {
        <p class=family><b>{answer.title}</b>" "<span>{answer.meaning}</span></p>
        {body}
        {move || (!is_said.get()).then(|| view! { <p class="use">{sentence(use_of_it.clone(), open)}</p> })}
        <Definition open/>
        <details class="headers">
            <summary>{format!("{n_headers} headers")}</summary>
            <dl>{headers.collect_view()}</dl>
        </details>
    }
}

#[component]
fn NoAnswer(title: String, sentence: Sentence) -> impl IntoView {
    let open = RwSignal::new(None::<Term>);
    view! {
        <p class="status is-missing"><b>{title}</b></p>
        <p class="use">{super::sentence::sentence(sentence, open)}</p>
        <Definition open/>
    }
}

/// What to try next, once everything was seen.
#[component]
fn Offers(session: Session, shown: Shown) -> impl IntoView {
    let is_at_end = Memo::new(move |_| {
        let sequence = shown.sequence.read();
        sequence.as_ref().is_some_and(|sequence| shown.step.get() + 1 >= sequence.steps.len())
    });
    let buttons = move || {
        let sequence = shown.sequence.get().filter(|_| is_at_end.get())?;
        let button = |offer: crate::state::offers::Offer| {
            let label = offer.label.clone();
            view! { <button type="button" class="ghost" on:click=move |_| session.take_up(offer.clone())>{label}</button> }
        };
        Some(
            view! { <p class="offers">{offers(&sequence).into_iter().map(button).collect_view()}</p> },
        )
    };
    view! { {buttons} }
}
