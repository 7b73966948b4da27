//! Exercises on the exchange that is shown, of any kind and seed, over everything else.

use crate::browser::focus;
use crate::exercise::state::Posed;
use crate::exercise::view::{exercise, focus_question};
use crate::later::door::{Door, PanelDoor};
use crate::playback::player::Shown;
use crate::session::Session;
use crate::texts;
use crate::view::choices::{choice, choices};
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, button, live, nothing, paragraph, part, watch};
use language::say;
use leptos::ev::KeyboardEvent;
use leptos::html::Dialog;
use leptos::prelude::*;
use lesson::file::{Spec, SpecKind};

/// Exercises on the exchange that is shown.
pub static EXERCISES: PanelDoor<Session> = Door::closed();

/// What can be asked of any exchange, in the order in which it is offered.
const KINDS: [SpecKind; 6] = [
    SpecKind::Next,
    SpecKind::Point,
    SpecKind::FillIn,
    SpecKind::Order,
    SpecKind::HowMuch,
    SpecKind::FindFault,
];

/// The whole of it.
pub fn view(session: Session) -> ErasedView {
    let dialog = NodeRef::<Dialog>::new();
    let (kind, seed) = (RwSignal::new(KINDS[0]), RwSignal::new(1));
    watch(move || {
        if let Some(dialog) = dialog.get() {
            dialog.show_modal().ok();
            focus_question();
        }
    });
    let close = move || {
        session.is_exercising.set(false);
        focus::focus_soon(".stage".to_owned());
    };
    let keys = move |pressed: KeyboardEvent| {
        if pressed.key() != "Escape" {
            // The page behind has no part in it.
            pressed.stop_propagation();
        }
    };
    let kinds = KINDS.map(|this| {
        let is_chosen = live(move || kind.get() == this);
        choice("exercise-kind", name(this), is_chosen, move || kind.set(this))
    });
    let scenario = Memo::new(move |_| {
        Shown::of(session.player).sequence.get().map(|sequence| sequence.trace.scenario.clone())
    });
    let asked = part(move || {
        let Some(exchange) = scenario.get() else {
            return Some(paragraph("muted", say(texts::EXERCISE_NOTHING_SENT).erased()));
        };
        let posed = Posed { spec: spec(kind.get()), exchange: Some(exchange), seed };
        Some(exercise(session, posed, nothing(), nothing(), Callback::new(|_| {})))
    });
    let seed_said = live(move || seed.get().to_string());
    view! {
        <dialog class="exercises" aria-labelledby="exercises-title" node_ref=dialog
            on:keydown=act(keys) on:close=act(move |_| close())>
            <div class="compare-head">
                <h2 id="exercises-title">{say(texts::EXERCISES)}</h2>
                {choices("exercise-kinds", say(texts::EXERCISE_KIND), kinds.into())}
                <p class="muted">{say(texts::EXERCISE_SEED)}" "{seed_said}</p>
                <span class="space"></span>
                {button(say(texts::CLOSE), move |_| close())}
            </div>
            {asked}
        </dialog>
    }
    .erased()
}

/// What is asked, as a lesson would say it.
fn spec(kind: SpecKind) -> Spec {
    Spec {
        kind,
        exchange: Some(0),
        seed: 0,
        goals: Vec::new(),
        fewest: None,
        question: String::new(),
        options: Vec::new(),
        solution: None,
    }
}

fn name(kind: SpecKind) -> &'static str {
    match kind {
        SpecKind::Next => say(texts::EXERCISE_NEXT),
        SpecKind::Point => say(texts::EXERCISE_POINT),
        SpecKind::FillIn => say(texts::EXERCISE_FILL_IN),
        SpecKind::Order => say(texts::EXERCISE_ORDER),
        SpecKind::HowMuch => say(texts::EXERCISE_HOW_MUCH),
        SpecKind::Make => say(texts::EXERCISE_MAKE),
        SpecKind::Mend => say(texts::EXERCISE_MEND),
        SpecKind::FindFault => say(texts::EXERCISE_FIND_FAULT),
        SpecKind::Write => say(texts::EXERCISE_WRITE),
        SpecKind::Quiz => say(texts::EXERCISE_QUIZ),
    }
}
