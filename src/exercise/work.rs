//! Making and mending in the page itself: the exercise stays as a bar over the lanes while the person works with
//! composer and world; what comes of each run is judged, and what stood there before comes back.

use crate::bench::work::{Kept, Work};
use crate::browser::{address, focus, page};
use crate::exercise::state::Attempt;
use crate::later::door::{Door, PanelDoor};
use crate::mode::Mode;
use crate::orders::Order;
use crate::playback::player::Shown;
use crate::run::state::Run;
use crate::session::Session;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{button, live, paragraph, watch};
use crate::world::form::WorldForm;
use compose::draft::Draft;
use language::say;
use leptos::html::Dialog;
use leptos::prelude::*;
use lesson::Given;
use std::sync::Arc;
use trace::hidden::marked;
use trace::{Scenario, Trace};

/// The bar over the lanes.
pub static WORK: PanelDoor<Session> = Door::closed();

/// Shows a dialog as long as no exercise of it is worked at in the page, and has it step aside meanwhile. Its own
/// `close` event means leaving only while [`is_at_work`] says no.
pub fn step_aside(session: Session, dialog: NodeRef<Dialog>, arrive: fn()) {
    watch(move || {
        let (Some(dialog), is_away) = (dialog.get(), session.at_work.read().is_some()) else {
            return;
        };
        if is_away {
            dialog.close();
        } else if !dialog.open() {
            dialog.show_modal().ok();
            arrive();
        }
    });
}

/// Whether an exercise is worked at in the page.
pub fn is_at_work(session: Session) -> bool {
    session.at_work.peek().is_some()
}

/// Leaves the exercise for the page, where what is to be made or mended is open.
pub fn begin(session: Session, attempt: Attempt) {
    let Some(question) = Option::clone(&attempt.question.peek()) else { return };
    let Given::Scenario(start) = &question.exercise.given else { return };
    let Session { composer, world, player, .. } = session;
    let kept = Kept {
        draft: Draft::clone(&composer.draft.peek()),
        form: WorldForm::clone(&world.form.peek()),
        client: composer.client.get_untracked(),
        mode: composer.mode.get_untracked(),
        playback: Option::clone(&player.playback.peek()),
    };
    let start = Scenario::clone(start);
    let asked = question.exercise.question.words(language::current());
    let asked = marked(&asked).into_owned();
    let judge = Arc::new(move |trace| judged(attempt, trace));
    let text = marked(&attempt.text.get_value()).into_owned();
    session.at_work.set(Some(Work { asked, text, start: start.clone(), judge, kept }));
    // So that the browser's Back leads back to the exercise.
    address::push_hash(&address::hash());
    open(session, start);
    focus::focus_soon(".exercise-work button".to_owned());
}

/// Takes what came of a run for an answer, and says what is said of it.
fn judged(attempt: Attempt, trace: Arc<Trace>) -> (bool, String) {
    let is_right = attempt.answer_run(&trace, words(&trace.scenario));
    if is_right {
        attempt.made.set(Some(trace));
        attempt.is_open.set(true);
    }
    let tries = attempt.tries.peek();
    let said = tries.last().map(|last| {
        let said = last.verdict.feedback.iter().map(|told| told.words(language::current()));
        said.collect::<Vec<_>>().join(" ")
    });
    (is_right, said.unwrap_or_default())
}

/// Opens what is to be mended, or nothing at all.
fn open(session: Session, start: Scenario) {
    session.choose_mode(Mode::Simulated);
    if start.requests.is_empty() {
        session.orders.give(Order::ResetWorld);
        session.composer.client.set(start.world.client.kind);
        session.composer.replace_draft(Draft::default());
    } else {
        session.orders.give(Order::OpenScenario(Box::new(start)));
    }
}

/// Goes back to the exercise; in the page stands again what stood there.
pub fn end(session: Session) {
    let Some(Work { kept, .. }) = Option::clone(&session.at_work.peek()) else { return };
    session.orders.give(Order::ResetWorld);
    let Session { composer, world, player, .. } = session;
    composer.client.set(kept.client);
    composer.replace_draft(kept.draft);
    world.form.set(kept.form);
    if kept.playback.is_some() {
        session.simulator.run.set(Run::Finished);
    }
    player.playback.set(kept.playback);
    session.choose_mode(kept.mode);
    session.at_work.set(None);
}

/// The bar: what has to happen, what is not yet so, and the way back.
pub fn view(session: Session) -> ErasedView {
    let Some(Work { asked, text, start, judge, .. }) = Option::clone(&session.at_work.peek())
    else {
        return crate::view::live::nothing();
    };
    let sequence = Shown::of(session.player).sequence;
    let (judged, said) = (StoredValue::new(None::<Arc<Trace>>), RwSignal::new(String::new()));
    let first = start.clone();
    watch(move || {
        let Some(trace) = sequence.get().map(|sequence| Arc::clone(&sequence.trace)) else {
            return;
        };
        if !is_at_work(session) {
            return;
        }
        let is_known =
            |known: Option<Arc<Trace>>| known.is_some_and(|known| Arc::ptr_eq(&known, &trace));
        if trace.scenario == first || is_known(judged.get_value()) {
            return;
        }
        judged.set_value(Some(Arc::clone(&trace)));
        let (is_right, why) = judge(trace);
        said.set(marked(&why).into_owned());
        if is_right {
            end(session);
        }
    });
    page::mark_root("data-at-work", Some(""));
    on_cleanup(|| page::mark_root("data-at-work", None));
    let back = window_event_listener(leptos::ev::popstate, move |_| end(session));
    on_cleanup(move || back.remove());
    let begin_again = move |_| {
        said.set(String::new());
        open(session, start.clone());
    };
    let said = live(move || said.get());
    let told = (!text.is_empty()).then(|| {
        let lines = text.lines().map(|line| paragraph("", line.to_owned().erased()));
        let lines = lines.collect::<Vec<_>>();
        view! { <details><summary>{say(texts::EXERCISE_TEXT)}</summary>{lines}</details> }.erased()
    });
    view! {
        <div class="exercise-work" role="region" aria-label=say(texts::EXERCISE_WORK)>
            <p><b>{asked}</b>" "<span class="is-predicted" role="status">{said}</span></p>
            {told}
            {button(say(texts::EXERCISE_FROM_THE_START), begin_again)}
            {button(say(texts::EXERCISE_BACK_TO_IT), move |_| end(session))}
        </div>
    }
    .erased()
}

/// What was sent, as words.
pub fn words(scenario: &Scenario) -> String {
    let requests = scenario.requests.iter();
    let said = requests.map(|request| [&*request.method, " ", request.url.as_str()].concat());
    said.collect::<Vec<_>>().join(", ")
}
