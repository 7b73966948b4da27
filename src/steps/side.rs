//! Beside the lanes: the sentence of the step, the Response card, the message, the list of steps.

use crate::glossary::sentence::{definition, sentence};
use crate::inspect::look_inside::look_inside;
use crate::later::doors as later;
use crate::response::card::Response;
use crate::session::{Session, Shown};
use crate::steps::list::Steps;
use crate::steps::message::Message;
use crate::texts;
use crate::view::erased_view::{IntoPiece, Piece};
use crate::view::live::{link, live, paragraph, part, part_while, watch};
use language::say;
use leptos::prelude::*;
use picture::{Term, explain};

/// The sentence and the card stay in sight, whatever else is scrolled.
#[component]
pub fn Side(session: Session, shown: Shown) -> impl IntoView {
    let details = move || later::panel(session, |later| later.details);
    let is_asked = move || shown.sequence.get().is_some();
    let is_first_screen = move || !is_asked();
    let invitation = || {
        let said = say(texts::PRESS_SEND_AND_FOLLOW);
        paragraph("say is-invitation", said.piece())
    };
    let now = move || later::panel(session, |later| later.now);
    let glossary = link(say(texts::GLOSSARY_EVERY_WORD_EXPLAINED), move |_| {
        session.is_glossary_open.set(true)
    });
    view! {
        <aside class="side" aria-label=say(texts::THIS_STEP)>
            <div class="brief">
                <div class="now">{part_while(is_first_screen, invitation)}{part_while(is_asked, now)}</div>
                <Response session shown/>
            </div>
            <div class="details">
                {part_while(is_asked, details)}
                <p class="more">{glossary}</p>
            </div>
        </aside>
    }
}

/// The message of the step, what is inside it, and the list of all steps.
pub fn details(session: Session) -> Piece {
    let shown = Shown::of(session);
    view! { <Message shown/>{look_inside(session)}<Steps session shown/> }.piece()
}

/// Where we are, and what happens here.
pub fn now(session: Session) -> Piece {
    let shown = Shown::of(session);
    let open = RwSignal::new(None::<Term>);
    // A definition belongs to the sentence that it was opened in.
    watch(move || {
        shown.step.get();
        shown.sequence.get();
        open.set(None);
    });
    let heading = live(move || shown.of_step(explain::heading).unwrap_or_default());
    let said = part(move || Some(sentence(shown.of_step(explain::sentence)?, open)));
    view! {
        <p class="where">{heading}</p>
        <p class="say">{said}</p>
        {definition(open)}
    }
    .piece()
}
