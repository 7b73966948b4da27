//! The Response card: when the answer comes, and then what it says.
//!
//! An error answer is an answer; no answer looks different.

use crate::browser::focus;
use crate::glossary::sentence::{definition, sentence};
use crate::later::doors as later;
use crate::playback::state::Command;
use crate::response::suggestions::offers;
use crate::session::{Session, Shown};
use crate::texts;
use crate::view::erased_view::{IntoPiece, Piece};
use crate::view::live::{button, link, paragraph, part};
use language::say;
use leptos::prelude::*;
use picture::explain::{self, ResponseCard};
use picture::{Sentence, Term};

/// Always in sight.
#[component]
pub fn Response(session: Session, shown: Shown) -> impl IntoView {
    let is_asked = Memo::new(move |_| shown.sequence.get().is_some());
    let content = move || {
        Some(match is_asked.get() {
            false => paragraph("wait", say(texts::NOTHING_ASKED_YET).piece()),
            true => later::panel(session, |later| later.response),
        })
    };
    view! {
        <section class="response" aria-labelledby="response-title" tabindex="-1">
            <h2 id="response-title">{say(texts::RESPONSE)}</h2>
            {part(content)}
        </section>
    }
}

/// What is on the card once something was asked, and what to try next.
pub fn content(session: Session) -> Piece {
    let shown = Shown::of(session);
    let is_open = Memo::new(move |_| {
        let opens_at = card(shown).as_ref().and_then(ResponseCard::step);
        opens_at.is_none_or(|opens_at| shown.step.get() >= opens_at)
    });
    let content = move || {
        Some(match card(shown) {
            None => paragraph("wait", say(texts::NOTHING_ASKED_YET).piece()),
            // Whether and when an answer comes is for the class to say.
            Some(_) if !is_open.get() && session.settings.read().hides_what_comes => {
                paragraph("wait", say(texts::HIDDEN_UNTIL_IT_IS).piece())
            }
            Some(card) if !is_open.get() => waiting(session, &card),
            Some(ResponseCard::Answer { .. }) => later::panel(session, |later| later.answer),
            Some(ResponseCard::Failure { title, sentence, .. }) => {
                no_answer(title.to_owned(), sentence)
            }
            Some(ResponseCard::Unfinished { sentence }) => {
                no_answer(say(texts::RUN_ENDED_FIRST).to_owned(), sentence)
            }
        })
    };
    view! { {part(content)}<Offers session shown/> }.piece()
}

/// The card of the fetch that is shown.
fn card(shown: Shown) -> Option<ResponseCard> {
    let sequence = shown.sequence.get()?;
    Some(explain::response(&sequence, sequence.fetch?))
}

fn waiting(session: Session, card: &ResponseCard) -> Piece {
    let step = card.step();
    let skip = move |_| {
        // The button goes away with the click; the focus stays with the card.
        focus::focus_in_page(".response");
        step.into_iter().for_each(|step| session.dispatch(Command::Seek(step)));
    };
    let announcement = card.announcement(language::current());
    let link = link(say(texts::SKIP_TO_THE_ANSWER), skip);
    paragraph("wait", view! { {announcement}" "{link} }.piece())
}

fn no_answer(title: String, sentence: Sentence) -> Piece {
    let title = view! { <b>{title}</b> }.piece();
    vec![paragraph("status is-missing", title), explained(sentence)].piece()
}

/// A sentence with room for the definition of a word in it.
fn explained(said: Sentence) -> Piece {
    let open = RwSignal::new(None::<Term>);
    vec![paragraph("use", sentence(said, open)), definition(open)].piece()
}

/// What to try next, once everything was seen.
#[component]
fn Offers(session: Session, shown: Shown) -> impl IntoView {
    let is_at_end = move || shown.sequence.get().is_some() && shown.is_at_end();
    let buttons = move || {
        let offers = shown.sequence.get().map(|sequence| offers(&sequence)).unwrap_or_default();
        let buttons = offers
            .into_iter()
            .map(|offer| button(offer.label.clone(), move |_| session.take_up(offer.clone())));
        paragraph("offers", buttons.collect::<Vec<_>>().piece())
    };
    part(move || is_at_end().then(buttons))
}
