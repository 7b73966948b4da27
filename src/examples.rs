//! The menu of examples: scenarios that come with the program.

use crate::browser::focus;
use crate::later::door::{self, Door, PanelDoor};
use crate::later::popover::{Popover, popover};
use crate::orders::{Order, Orders};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::act;
use language::say;
use leptos::ev::KeyboardEvent;
use leptos::html::Div;
use leptos::prelude::*;
use trace::{BuiltIn, Group, built_in};

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
    let move_within = move |pressed: KeyboardEvent| {
        let is_moved =
            list.get().is_some_and(|list| focus::move_focus(&list, "button", &pressed.key()));
        if is_moved {
            pressed.prevent_default();
        }
    };
    view! { <div class="groups" node_ref=list on:keydown=act(move_within)>{groups}</div> }.erased()
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
