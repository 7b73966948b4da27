//! The menu of examples: scenarios that come with the program.

use super::live::act;
use super::piece::{IntoPiece, Piece};
use crate::dom;
use crate::later;
use crate::session::Session;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use trace::{BuiltIn, Group, built_in};

const LIST: &str = "examples";

/// A button that opens the list; the browser closes it, with Escape or a click elsewhere.
#[component]
pub fn Examples(session: Session) -> impl IntoView {
    view! {
        <button type="button" class="ghost" popovertarget=LIST>
            "Examples "<span aria-hidden="true">"▾"</span>
        </button>
        <div class="menu examples" id=LIST popover="auto" role="region" aria-label="Examples">{later::panel(session, |later| later.examples)}</div>
    }
}

/// The list itself, group by group.
pub fn list(session: Session) -> Piece {
    let mut examples = built_in().into_iter().peekable();
    let mut groups = Vec::new();
    for group in Group::ALL {
        let mut items = Vec::new();
        while let Some(example) = examples.next_if(|example| example.group == group) {
            items.push(item(session, example));
        }
        let title = group.title();
        let view = view! { <section class="group"><h3>{title}</h3><ul aria-label=title>{items}</ul></section> };
        groups.push(view.piece());
    }
    view! { <div class="groups" on:keydown=act(move_within)>{groups}</div> }.piece()
}

fn item(session: Session, example: BuiltIn) -> Piece {
    let BuiltIn { name, title, scenario, .. } = example;
    let open = act(move |_| session.open_scenario(scenario.clone()));
    // The first one is where the keyboard starts.
    let is_first = name == "get";
    view! {
        <li>
            <button type="button" popovertarget=LIST popovertargetaction="hide"
                autofocus=is_first on:click=open>{title}</button>
        </li>
    }
    .piece()
}

/// Up, Down, Home and End go from one example to another.
fn move_within(pressed: KeyboardEvent) {
    let moved = match pressed.key().as_str() {
        "ArrowDown" => dom::Neighbour::Next,
        "ArrowUp" => dom::Neighbour::Previous,
        "Home" => dom::Neighbour::First,
        "End" => dom::Neighbour::Last,
        _ => return,
    };
    pressed.prevent_default();
    dom::focus_neighbour("#examples button", moved);
}
