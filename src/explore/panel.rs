//! "Methods and status codes": two charts whose entries are sent, and to which the trace comes back.

use crate::browser::focus;
use crate::explore::Explored;
use crate::explore::charts::{
    STATUS_CODES, StatusEntry, example_of_method, example_of_repeating, methods_at, scenario_of,
    shown_codes, shown_method,
};
use crate::orders::{Order, Orders};
use crate::playback::player::{Player, Shown};
use crate::texts;
use crate::unfolding::unfolding;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, attribute_while, nothing, paragraph};
use compose::methods::{MethodFacts, MethodGroup, Repeating};
use language::{fill, say};
use leptos::prelude::*;
use picture::Term;
use picture::explain::Family;

/// Folded until it is asked for; stays open while its entries are tried.
pub fn view(player: Player, orders: Orders, explored: Explored) -> ErasedView {
    if let Some(example) = explored.chosen.get_untracked() {
        explored.chosen.set(None);
        // Where it was chosen, the next one is at hand.
        focus::focus_soon(selector_of(example));
    }
    let content = move || unfolded(player, orders, explored);
    unfolding("explores", say(texts::METHODS_AND_STATUS_CODES), explored.is_open, content)
}

fn unfolded(player: Player, orders: Orders, explored: Explored) -> ErasedView {
    let shown = Shown::of(player);
    let charts = Charts { shown, orders, explored };
    view! {
        <div class="explore">
            {paragraph("muted", say(texts::CHOOSE_AN_ENTRY).erased())}
            <h3>{say(texts::WHICH_METHOD)}</h3>
            {methods(charts)}
            <h3>{say(texts::WHICH_STATUS_CODE)}</h3>
            {status_codes(charts)}
        </div>
    }
    .erased()
}

/// What the entries need.
#[derive(Clone, Copy)]
struct Charts {
    shown: Shown,
    orders: Orders,
    explored: Explored,
}

fn selector_of(example: &str) -> String {
    ["#explore-", example].concat()
}

/// A button that runs an example in a fresh world.
fn entry(
    charts: Charts,
    label: String,
    example: &'static str,
    is_shown: impl Fn() -> bool + Send + 'static,
) -> ErasedView {
    let run = act(move |_| {
        if let Some(scenario) = scenario_of(example) {
            charts.explored.chosen.set(Some(example));
            charts.orders.give(Order::OpenScenario(Box::new(scenario)));
        }
    });
    let is_current = attribute_while("true", is_shown);
    let id = ["explore-", example].concat();
    view! {
        <button type="button" class="explore-entry" id=id aria-current=is_current
            on:click=run>{label}</button>
    }
    .erased()
}

/// Does it only read? If not, does repeating add something?
fn methods(charts: Charts) -> ErasedView {
    let end = |class: &'static str, group: MethodGroup, repeating: Repeating| {
        let title = [group.words(), ", ", repeating.words()].concat();
        let members = methods_at(group, repeating).map(|facts| method(charts, facts));
        let members = members.collect::<Vec<_>>();
        view! { <li class=class><b>{title}</b><ul>{members}</ul></li> }.erased()
    };
    let ends = [
        end("is-safe", MethodGroup::OnlyReads, Repeating::AddsNothing),
        end("is-idempotent", MethodGroup::ChangesData, Repeating::AddsNothing),
        end("is-neither", MethodGroup::ChangesData, Repeating::MayDoItAgain),
    ];
    view! {
        <p class="question">{say(texts::DOES_IT_ONLY_READ)}</p>
        <ol class="ends">{ends.into_iter().collect::<Vec<_>>()}</ol>
    }
    .erased()
}

fn method(charts: Charts, facts: &'static MethodFacts) -> ErasedView {
    let (name, shown) = (facts.name, charts.shown);
    let is_shown =
        move || shown.sequence.get().is_some_and(|sequence| shown_method(&sequence) == Some(name));
    let again = match example_of_repeating(name) {
        Some(example) => {
            view! { " "{entry(charts, fill!(texts::METHOD_TWICE, name), example, || false)} }
                .erased()
        }
        None => nothing(),
    };
    let said = [say(facts.purpose), "; ", facts.content.words()].concat();
    view! {
        <li>{entry(charts, name.to_owned(), example_of_method(name), is_shown)}{again}" "<span>{said}</span></li>
    }
    .erased()
}

/// The first digit says which class; then each code with what it means.
fn status_codes(charts: Charts) -> ErasedView {
    let class = |first: u16| {
        let family = Family::of(first * 100);
        let meaning = Family::meaning_of(first * 100, language::current());
        let title = [family.digits(), " ", family.mark(), " ", meaning].concat();
        let members = STATUS_CODES.iter().filter(|entry| entry.code / 100 == first);
        let members = members.map(|entry| status(charts, *entry)).collect::<Vec<_>>();
        view! { <li class=family.class()><b>{title}</b><ul>{members}</ul></li> }.erased()
    };
    view! {
        <p class="question">{say(texts::WHICH_FIRST_DIGIT)}</p>
        <ol class="ends">{(1..=5).map(class).collect::<Vec<_>>()}</ol>
    }
    .erased()
}

fn status(charts: Charts, StatusEntry { code, example }: StatusEntry) -> ErasedView {
    let shown = charts.shown;
    let is_shown =
        move || shown.sequence.get().is_some_and(|sequence| shown_codes(&sequence).contains(&code));
    let term = Term::from_slug(&["status-", &code.to_string()].concat());
    let language = language::current();
    let title = term.map_or_else(|| code.to_string(), |term| term.title(language).to_owned());
    let meaning = term.map(|term| term.definition(language)).unwrap_or_default();
    view! { <li>{entry(charts, title, example, is_shown)}" "<span>{meaning}</span></li> }.erased()
}
