//! The Response card: when the answer comes, and then what it says.
//!
//! An error answer is an answer; no answer looks different.

use crate::browser::focus;
use crate::glossary::sentence::{definition, sentence};
use crate::later::door::{self, Door, PanelDoor};
use crate::orders::{Order, Orders};
use crate::playback::player::{Player, Shown};
use crate::playback::state::Command;
use crate::response::answer_view;
use crate::response::suggestions::{Action, Suggestion, suggestions};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{button, link, paragraph, part};
use language::say;
use leptos::prelude::*;
use picture::explain::{self, ResponseCard};
use picture::{Sentence, Term};

/// Always in sight.
#[component]
pub fn Response(player: Player, shown: Shown, orders: Orders) -> impl IntoView {
    let is_asked = Memo::new(move |_| shown.sequence.get().is_some());
    let content = move || {
        Some(match is_asked.get() {
            false => paragraph("wait", say(texts::NOTHING_ASKED_YET).erased()),
            true => door::panel(&CONTENT, (player, orders)),
        })
    };
    view! {
        <section class="response" aria-labelledby="response-title" tabindex="-1">
            <h2 id="response-title">{say(texts::RESPONSE)}</h2>
            {part(content)}
        </section>
    }
}

/// What is on the card once something was asked.
pub static CONTENT: PanelDoor<(Player, Orders)> = Door::to_steps();

/// What is on the card once something was asked, and what to try next.
pub fn content((player, orders): (Player, Orders)) -> ErasedView {
    let shown = Shown::of(player);
    // Read out of the whole trace, so not at each step.
    let opens_at = Memo::new(move |_| card(shown).and_then(|card| card.step()));
    let is_open = Memo::new(move |_| opens_at.get().is_none_or(|step| shown.step.get() >= step));
    let content = move || {
        Some(match card(shown) {
            None => paragraph("wait", say(texts::NOTHING_ASKED_YET).erased()),
            // Whether and when an answer comes is for the class to say.
            Some(_) if !is_open.get() && player.settings.read().hides_what_comes => {
                paragraph("wait", say(texts::HIDDEN_UNTIL_IT_IS).erased())
            }
            Some(card) if !is_open.get() => waiting(player, &card),
            Some(ResponseCard::Answer { .. }) => door::panel(&answer_view::ANSWER, player),
            Some(ResponseCard::Failure { title, sentence, .. }) => {
                no_answer(title.to_owned(), sentence)
            }
            Some(ResponseCard::Unfinished { sentence }) => {
                no_answer(say(texts::RUN_ENDED_FIRST).to_owned(), sentence)
            }
        })
    };
    let is_at_end = move || shown.sequence.get().is_some() && shown.is_at_end();
    let offers = move || is_at_end().then(|| SUGGESTIONS.behind()).flatten();
    let offers = part(move || offers().map(|offers| offers((player, orders))));
    view! { {part(content)}{offers} }.erased()
}

/// The card of the fetch that is shown.
pub fn card(shown: Shown) -> Option<ResponseCard> {
    let sequence = shown.sequence.get()?;
    Some(explain::response(&sequence, sequence.fetch?))
}

fn waiting(player: Player, card: &ResponseCard) -> ErasedView {
    let step = card.step();
    let skip = move |_| {
        // The button goes away with the click; the focus stays with the card.
        focus::focus_in_page(".response");
        step.into_iter().for_each(|step| player.dispatch(Command::Seek(step)));
    };
    let announcement = card.announcement(language::current());
    let link = link(say(texts::SKIP_TO_THE_ANSWER), skip);
    paragraph("wait", view! { {announcement}" "{link} }.erased())
}

fn no_answer(title: String, sentence: Sentence) -> ErasedView {
    let title = view! { <b>{title}</b> }.erased();
    vec![paragraph("status is-missing", title), explained(sentence)].erased()
}

/// A sentence with room for the definition of a word in it.
fn explained(said: Sentence) -> ErasedView {
    let open = RwSignal::new(None::<Term>);
    vec![paragraph("use", sentence(said, open)), definition(open)].erased()
}

/// What to try next, once everything was seen.
pub static SUGGESTIONS: PanelDoor<(Player, Orders)> = Door::closed();

/// What to try next, once everything was seen.
pub fn offers((player, orders): (Player, Orders)) -> ErasedView {
    let sequence = Shown::of(player).sequence.get_untracked();
    let suggestions = sequence.map(|sequence| suggestions(&sequence)).unwrap_or_default();
    let buttons = suggestions.into_iter().map(|suggestion| {
        button(suggestion.label.clone(), move |_| take_up(suggestion.clone(), player, orders))
    });
    paragraph("offers", buttons.collect::<Vec<_>>().erased())
}

/// Does what the page suggested.
fn take_up(suggestion: Suggestion, player: Player, orders: Orders) {
    match suggestion.action {
        Action::Send(draft) => orders.give(Order::SendDraft(draft)),
        Action::ShowConnection => player.dispatch(Command::ShowConnection),
        Action::Repair => orders.give(Order::Repair),
    }
}
