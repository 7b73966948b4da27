//! Exercises on the exchange that is shown, of any kind and seed, over everything else.

use crate::browser::focus;
use crate::exercise::goals::{Aimed, aimed};
use crate::exercise::state::Posed;
use crate::exercise::view::{exercise, focus_question, take_key};
use crate::exercise::work::{is_at_work, step_aside};
use crate::later::door::{Door, PanelDoor};
use crate::session::Session;
use crate::texts;
use crate::view::choices::{choice, choices};
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, button, live, nothing, paragraph, part, watch};
use language::say;
use leptos::ev::KeyboardEvent;
use leptos::html::Dialog;
use leptos::prelude::*;
use lesson::file::SpecKind;
use std::sync::Arc;
use trace::Trace;

/// Exercises on the exchange that is shown.
pub static EXERCISES: PanelDoor<Session> = Door::closed();

/// What can be asked of any exchange, in the order in which it is offered.
const KINDS: [SpecKind; 9] = [
    SpecKind::Next,
    SpecKind::Point,
    SpecKind::FillIn,
    SpecKind::Order,
    SpecKind::HowMuch,
    SpecKind::FindFault,
    SpecKind::Make,
    SpecKind::Mend,
    SpecKind::Write,
];

/// The whole of it.
pub fn view(session: Session) -> ErasedView {
    let dialog = NodeRef::<Dialog>::new();
    let (kind, seed) = (RwSignal::new(KINDS[0]), RwSignal::new(1_u64));
    step_aside(session, dialog, arrive);
    let close = move || {
        if !is_at_work(session) {
            session.is_exercising.set(false);
            focus::focus_soon(".stage".to_owned());
        }
    };
    let keys = move |pressed: KeyboardEvent| {
        if pressed.key() != "Escape" {
            // The page behind has no part in it.
            pressed.stop_propagation();
        }
        // Numbers answer from wherever the focus is.
        let dialog = dialog.get_untracked().filter(|_| !pressed.default_prevented());
        if dialog.is_some_and(|dialog| take_key(&dialog, &pressed)) {
            pressed.prevent_default();
        }
    };
    let kinds = KINDS.map(|this| {
        let is_chosen = live(move || kind.get() == this);
        choice("exercise-kind", name(this), is_chosen, move || kind.set(this))
    });
    // Whatever is shown in the page meanwhile, it is about this.
    let playback = session.player.playback.peek();
    let trace = (*playback).as_ref().map(|playback| Arc::clone(playback.trace()));
    let seed_said = live(move || seed.get().to_string());
    let another = move |_| {
        seed.set(seed.get_untracked().wrapping_add(1));
        focus_question();
    };
    let asked = match trace {
        Some(trace) => part(move || Some(asked(session, &trace, kind.get(), seed))).erased(),
        None => paragraph("muted", say(texts::EXERCISE_NOTHING_SENT).erased()),
    };
    view! {
        <dialog class="exercises" aria-labelledby="exercises-title" node_ref=dialog
            on:keydown=act(keys) on:close=act(move |_| close())>
            <div class="compare-head">
                <h2 id="exercises-title">{say(texts::EXERCISES)}</h2>
                <span class="muted">{say(texts::EXERCISE_SEED)}" "{seed_said}</span>
                {button(say(texts::EXERCISE_ASK_ANOTHER), another)}
                <span class="space"></span>
                {button(say(texts::CLOSE), move |_| close())}
            </div>
            {choices("exercise-kinds", say(texts::EXERCISE_KIND), kinds.into())}
            {asked}
        </dialog>
    }
    .erased()
}

/// What may be asked for has the focus, until there is a question.
fn arrive() {
    focus::focus_in_page(".exercise-kinds :checked");
    focus_question();
}

/// An exercise of a kind; for those that have a goal, the goal comes first.
fn asked(session: Session, trace: &Arc<Trace>, kind: SpecKind, seed: RwSignal<u64>) -> ErasedView {
    let trace = Arc::clone(trace);
    let exchange = trace.scenario.clone();
    let pose = move |spec| {
        // What is to be made is not shown before.
        let exchange = kind.needs_exchange().then(|| exchange.clone());
        let posed = Posed { spec, exchange, seed, text: String::new() };
        exercise(session, posed, nothing(), nothing(), Callback::new(|_| {}))
    };
    if !kind.needs_goal() {
        return pose(crate::exercise::goals::plain(kind));
    }
    let bench = session.bench;
    // What was found stays, whatever else is asked meanwhile.
    let aim = Memo::new(move |known: Option<&(u64, Aimed)>| match (known, seed.get()) {
        (Some((of, found @ Aimed::Here(_))), seed) if *of == seed => (seed, found.clone()),
        (_, seed) => (seed, aimed(bench, &trace, kind, seed)),
    });
    watch(move || {
        if let Aimed::Waiting(wanted) = aim.get().1 {
            bench.ask(*wanted);
        }
    });
    let view = part(move || {
        Some(match aim.get().1 {
            Aimed::Waiting(_) => paragraph("muted", say(texts::STILL_SIMULATING).erased()),
            Aimed::Failed(why) => paragraph("input-error", why.erased()),
            Aimed::Nothing => paragraph("muted", say(texts::EXERCISE_NOTHING_TO_ASK).erased()),
            Aimed::Here(spec) => pose(*spec),
        })
    });
    view! { <div class="exercise-aimed">{view}</div> }.erased()
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
