//! The menu of examples: scenarios that come with the program.

use crate::browser::focus;
use crate::later::door::{self, Door, PanelDoor};
use crate::later::popover::{Popover, popover};
use crate::orders::{Order, Orders};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::Fact;
use crate::view::live::act;
use language::say;
use leptos::ev::KeyboardEvent;
use leptos::html::Div;
use leptos::prelude::*;
use trace::{BuiltIn, Group, built_in};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

const LIST: &str = "examples";

/// A button that opens the list.
pub fn examples(orders: Orders) -> ErasedView {
    let list =
        Popover { id: LIST, class: "menu examples", role: "region", name: say(texts::EXAMPLES) };
    let face = view! { {say(texts::EXAMPLES_BUTTON)}<span aria-hidden="true">"▾"</span> };
    popover("ghost", face.erased(), list, move || door::panel(&LIST_OF_EXAMPLES, orders))
}

/// The list itself.
pub static LIST_OF_EXAMPLES: PanelDoor<Orders> = Door::closed();

/// The list itself, group by group.
pub fn list(orders: Orders) -> ErasedView {
    let mut examples = built_in().into_iter().peekable();
    let mut groups = Vec::new();
    for group in Group::ALL {
        let mut items = Vec::new();
        while let Some(example) = examples.next_if(|example| example.group == group) {
            items.push(item(orders, example));
        }
        let title = group.title();
        let view = view! { <section class="group"><h3>{title}</h3><ul aria-label=title>{items}</ul></section> };
        groups.push(view.erased());
    }
    let list = NodeRef::<Div>::new();
    let typed = Fact::new(Typed::default());
    let move_within = move |pressed: KeyboardEvent| {
        let Some(list) = list.get_untracked() else { return };
        let is_combination = pressed.ctrl_key() || pressed.alt_key() || pressed.meta_key();
        let is_moved = focus::move_focus(&list, "button", &pressed.key())
            || (!is_combination && find(&list, typed, &pressed));
        if is_moved {
            pressed.prevent_default();
        }
    };
    view! { <div class="groups" node_ref=list on:keydown=act(move_within)>{groups}</div> }.erased()
}

/// What was typed one sign after the other, to find an example by its name.
#[derive(Debug, Clone, Default, PartialEq)]
struct Typed {
    text: String,
    at_ms: f64,
}

impl Typed {
    /// After this pause a name is begun anew.
    const PAUSE_MS: f64 = 1500.0;

    /// Takes one more sign. Says whether it was one that a name is written with.
    fn take(&mut self, key: &str, at_ms: f64) -> bool {
        if at_ms - self.at_ms > Self::PAUSE_MS {
            self.text.clear();
        }
        let is_sign = key.chars().count() == 1 && !(key == " " && self.text.is_empty());
        if is_sign {
            self.text.push_str(&key.to_lowercase());
            self.at_ms = at_ms;
        }
        is_sign
    }

    /// The first of the titles that starts so; where none does, the first with a word that does.
    fn found(&self, titles: &[String]) -> Option<usize> {
        let titles = || titles.iter().map(|title| title.to_lowercase());
        let starts = |text: &str| text.starts_with(&self.text);
        let has_word = |title: String| {
            title
                .match_indices(&self.text)
                .any(|(at, _)| !title[..at].ends_with(char::is_alphanumeric))
        };
        titles().position(|title| starts(&title)).or_else(|| titles().position(has_word))
    }
}

/// Moves the focus to the example whose name is typed. Says whether a name is.
fn find(list: &Element, typed: Fact<Typed>, pressed: &KeyboardEvent) -> bool {
    if !typed.update(|typed| typed.take(&pressed.key(), pressed.time_stamp())) {
        return false;
    }
    let Ok(items) = list.query_selector_all("button") else { return true };
    let items: Vec<HtmlElement> =
        (0..items.length()).filter_map(|at| items.item(at)?.dyn_into().ok()).collect();
    let titles: Vec<String> =
        items.iter().map(|item| item.text_content().unwrap_or_default()).collect();
    let found = typed.peek().found(&titles);
    found.iter().for_each(|found| focus::focus(&items[*found]));
    true
}

fn item(orders: Orders, example: BuiltIn) -> ErasedView {
    let BuiltIn { name, title, scenario, .. } = example;
    let open = act(move |_| orders.give(Order::OpenScenario(Box::new(scenario.clone()))));
    // The first one is where the keyboard starts.
    let is_first = name == "get";
    view! {
        <li>
            <button type="button" popovertarget=LIST popovertargetaction="hide"
                autofocus=is_first on:click=open>{title}</button>
        </li>
    }
    .erased()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(keys: &[(&str, f64)], expected: Option<&str>) {
        let titles: Vec<String> = built_in().into_iter().map(|one| one.title.to_owned()).collect();
        let mut typed = Typed::default();
        for (key, at_ms) in keys {
            typed.take(key, *at_ms);
        }
        assert_eq!(typed.found(&titles).map(|at| &*titles[at]), expected);
    }

    #[test]
    fn an_example_is_found_by_what_its_name_starts_with_or_holds() {
        check(&[("4", 0.0), ("0", 200.0), ("4", 400.0)], Some("404 Not Found: no such user"));
        check(
            &[("k", 0.0), ("E", 200.0), ("e", 400.0)],
            Some("Keep-alive: ask twice over one connection"),
        );
        check(
            &[("t", 0.0), ("4", 5000.0), ("0", 5200.0), ("4", 5400.0)],
            Some("404 Not Found: no such user"),
        );
        check(&[("~", 0.0)], None);
    }
}
