//! What is inside the current step: its fields, its bytes, and why it happens.

mod bytes;
mod tree;

use crate::browser::focus;
use crate::glossary::sentence::sentence;
use crate::inspect::inspector::Inspector;
use crate::inspect::rows::{Inspection, Row, open_at_first, rows};
use crate::later::door::{Door, PanelDoor};
use crate::playback::player::{Player, Shown};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::Fact;
use crate::view::live::{act, button, live, paragraph, part, truth, watch};
use language::say;
use leptos::ev::KeyboardEvent;
use leptos::html::Div;
use leptos::prelude::*;
use picture::{Sequence, StepKind, explain};
use std::sync::Arc;
use trace::{Dissection, Inspected, Trace, View, decode_dissection};

/// Which of the three is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Fields,
    Bytes,
    Why,
}

/// Some octets, with their fields as rows, and what the reader points at.
#[derive(Clone, Copy)]
struct Opened {
    view: Fact<View>,
    rows: Fact<Vec<Row>>,
    /// Which rows show their children.
    open: Fact<Vec<bool>>,
    /// The row that is pointed at, in the tree or among the octets.
    lit: RwSignal<Option<usize>>,
    /// The row that takes part in the tab order.
    current: RwSignal<usize>,
}

impl Opened {
    fn new(view: View) -> Self {
        let rows = rows(&view);
        Self {
            open: Fact::new(open_at_first(&rows)),
            view: Fact::new(view),
            rows: Fact::new(rows),
            lit: RwSignal::new(None),
            current: RwSignal::new(0),
        }
    }

    fn is_open(self, place: usize) -> bool {
        self.open.read().get(place).is_some_and(|is_open| *is_open)
    }

    fn set_open(self, place: usize, is_open: bool) {
        self.open.update(|open| {
            if let Some(known) = open.get_mut(place) {
                *known = is_open;
            }
        });
    }
}

/// What is under "Look inside".
pub static INSPECT: PanelDoor<(Player, Inspector)> = Door::closed();

/// Everything below the button.
pub fn inspect((player, inspector): (Player, Inspector)) -> ErasedView {
    let shown = Shown::of(player);
    let tab = RwSignal::new(Tab::Fields);
    let as_sealed = RwSignal::new(None::<bool>);
    watch(move || inspector.look_inside(target(shown)));
    on_cleanup(move || inspector.look_inside(None));
    let content = move || {
        Some(match tab.get() {
            shown_tab @ (Tab::Fields | Tab::Bytes) => {
                inside(inspector, shown, shown_tab, as_sealed)
            }
            Tab::Why => why(shown),
        })
    };
    let labelled_by = live(move || tab_id(tab.get()).to_owned());
    view! {
        <div class="inspect">
            {tabs(tab)}
            <div class="inspect-panel" id="inspect-panel" role="tabpanel" aria-labelledby=labelled_by>
                {part(content)}
            </div>
        </div>
    }
    .erased()
}

fn target(shown: Shown) -> Option<(Arc<Trace>, Inspected)> {
    let sequence = shown.sequence.get()?;
    let inspected = match sequence.steps.get(shown.step.get())?.kind {
        StepKind::Message(id) => Inspected::Message(id),
        StepKind::Packet(id, _) => Inspected::Packet(id),
        StepKind::Note(_) | StepKind::Further(_) | StepKind::Failure(_) | StepKind::Limit(_) => {
            return None;
        }
    };
    Some((Arc::clone(&sequence.trace), inspected))
}

fn tab_id(tab: Tab) -> &'static str {
    match tab {
        Tab::Fields => "tab-fields",
        Tab::Bytes => "tab-bytes",
        Tab::Why => "tab-why",
    }
}

fn tabs(tab: RwSignal<Tab>) -> ErasedView {
    let list = NodeRef::<Div>::new();
    let choices = [
        (Tab::Fields, say(texts::FIELDS)),
        (Tab::Bytes, say(texts::BYTES)),
        (Tab::Why, say(texts::WHY)),
    ];
    let choice = move |(choice, label): (Tab, &'static str)| {
        let is_chosen = move || tab.get() == choice;
        let tab_stop = live(move || if is_chosen() { "0" } else { "-1" }.to_owned());
        view! {
            <button type="button" role="tab" class="tab" id=tab_id(choice) tabindex=tab_stop
                aria-selected=truth(is_chosen) aria-controls="inspect-panel"
                on:click=act(move |_| tab.set(choice)) on:focus=act(move |_| tab.set(choice))>
                {label}
            </button>
        }
        .erased()
    };
    let move_by_key = move |pressed: KeyboardEvent| {
        let list = list.get_untracked();
        if list.is_some_and(|list| focus::move_focus(&list, "[role=tab]", &pressed.key())) {
            pressed.prevent_default();
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=say(texts::LOOK_INSIDE) node_ref=list
            on:keydown=act(move_by_key)>
            {choices.map(choice).into_iter().collect::<Vec<_>>()}
        </div>
    }
    .erased()
}

/// Fields or bytes, as far as the engine has answered.
fn inside(
    inspector: Inspector,
    shown: Shown,
    tab: Tab,
    as_sealed: RwSignal<Option<bool>>,
) -> ErasedView {
    let answer = RwSignal::new(None::<Arc<Dissection>>);
    let failure = RwSignal::new(None::<String>);
    // While the next answer is awaited, the one before stays: a moment later it is replaced.
    watch(move || match &*inspector.inspection.read() {
        Inspection::Waiting(_) => failure.set(None),
        Inspection::Idle => {
            failure.set(None);
            answer.set(None);
        }
        Inspection::Answered(octets) => match decode_dissection(octets) {
            Ok(dissection) => answer.set(Some(Arc::new(dissection))),
            Err(error) => failure.set(Some(error.to_string())),
        },
        Inspection::Failed(message) => failure.set(Some(message.clone())),
    });
    let is_packet = move || shown.of_step(shows_packet).unwrap_or_default();
    // The message above was decrypted; a packet is first seen as it crosses the link.
    let is_sealed = Memo::new(move |_| as_sealed.get().unwrap_or_else(is_packet));
    let said = part(move || {
        if let Some(message) = failure.get() {
            let again = button(say(texts::TRY_AGAIN), move |_| inspector.ask_again());
            return Some(paragraph("input-error", view! { {message}" "{again} }.erased()));
        }
        if answer.get().is_some() {
            return None;
        }
        let words = match inspector.inspection.read().is_waiting() {
            true => say(texts::LOOKING_INSIDE_THE_SIMULATION),
            false => say(texts::NO_BYTES_ARE_ON),
        };
        Some(paragraph("muted", words.erased()))
    });
    let switch = part(move || {
        answer.get().filter(|answer| answer.sealed.is_some())?;
        Some(switch(as_sealed, is_sealed))
    });
    let opened = part(move || {
        failure.get().is_none().then_some(())?;
        let answer = answer.get()?;
        let view = match &answer.sealed {
            Some(sealed) if is_sealed.get() => sealed,
            Some(_) | None => &answer.view,
        };
        let opened = Opened::new(view.clone());
        Some(match tab {
            Tab::Bytes => {
                view! { {bytes::table(opened)}{tree::tree(opened, "tree is-brief")} }.erased()
            }
            Tab::Fields | Tab::Why => tree::tree(opened, "tree"),
        })
    });
    let is_waiting = live(move || inspector.inspection.read().is_waiting());
    view! { {said}{switch}<div class="opened" class:is-stale=is_waiting>{opened}</div> }.erased()
}

/// Octets in digits and as text, and the fields that they are made of: what is pointed at in one is lit
/// in the other.
pub fn octets_and_fields(view: View) -> ErasedView {
    let opened = Opened::new(view);
    view! { <div class="inspect opened">{bytes::table(opened)}{tree::tree(opened, "tree")}</div> }
        .erased()
}

fn shows_packet(sequence: &Sequence, step: usize) -> bool {
    matches!(sequence.steps[step].kind, StepKind::Packet(..))
}

/// Encrypted beside decrypted.
fn switch(as_sealed: RwSignal<Option<bool>>, is_sealed: Memo<bool>) -> ErasedView {
    let choices = [(true, say(texts::AS_AN_EAVESDROPPER_SEES)), (false, say(texts::DECRYPTED))];
    let choice = move |(choice, label): (bool, &'static str)| {
        view! {
            <label>
                <input type="radio" name="sealed" prop:checked=live(move || is_sealed.get() == choice)
                    on:change=act(move |_| as_sealed.set(Some(choice)))/>
                <span>{label}</span>
            </label>
        }
        .erased()
    };
    let words = live(move || match is_sealed.get() {
        true => say(texts::WHOEVER_LISTENS_ON_THE),
        false => say(texts::ONLY_THE_TWO_ENDS),
    });
    view! {
        <fieldset class="levels sealed">
            <legend class="unseen">{say(texts::ENCRYPTED_OR_DECRYPTED)}</legend>
            {choices.map(choice).into_iter().collect::<Vec<_>>()}
        </fieldset>
        <p class="muted hint">{words}</p>
    }
    .erased()
}

fn why(shown: Shown) -> ErasedView {
    let open = RwSignal::new(None);
    let said = part(move || {
        let explain::Why { said, source } = shown.of_step(explain::why)?;
        let link = view! {
            <a href=source.url target="_blank" rel="noopener">{source.title}
                <span class="unseen">{say(texts::OPENS_IN_A_NEW)}</span>
            </a>
        };
        let parts = [paragraph("reason", sentence(said, open)), paragraph("source", link.erased())];
        Some(Vec::from(parts).erased())
    });
    said.erased()
}
