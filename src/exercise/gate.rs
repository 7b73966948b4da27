//! What comes next? Asked of the page's own lanes while what comes is hidden; the step comes with the answer.

use crate::exercise::choose;
use crate::exercise::state::{Attempt, Question};
use crate::exercise::view::take_key;
use crate::playback::player::{Player, Shown};
use crate::playback::state::Command;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, button, part, part_while, watch};
use language::say;
use leptos::ev::KeyboardEvent;
use leptos::html::Div;
use leptos::prelude::*;
use lesson::file::SpecKind;
use lesson::{Kind, Material, what_happens_after};
use picture::Sequence;
use std::sync::Arc;

/// A button that asks, and the question: only while what comes is hidden.
pub fn view(player: Player) -> ErasedView {
    let is_hidden = move || player.settings.read().hides_what_comes;
    part_while(is_hidden, move || asking(player)).erased()
}

fn asking(player: Player) -> ErasedView {
    let shown = Shown::of(player);
    let attempt = Attempt::new(player.settings, Callback::new(|_| {}));
    watch(move || {
        // Of something else that is shown, nothing was asked.
        shown.sequence.get();
        attempt.pose(None);
    });
    watch(move || {
        if attempt.is_open.get() {
            player.dispatch(Command::Next);
        }
    });
    let ask = move |_| {
        let asked = untrack(|| Some((shown.sequence.get()?, shown.step.get() + 1)));
        let question = asked.and_then(|(sequence, at)| question(&sequence, at));
        attempt.pose(question.map(Arc::new));
        crate::exercise::view::focus_question();
    };
    let is_asked = move || attempt.question.read().is_some();
    let can_ask = move || !is_asked() || attempt.is_open.get();
    let button = part(move || {
        let is_more = !shown.is_at_end() && can_ask();
        is_more.then(|| button(say(texts::EXERCISE_NEXT), ask))
    });
    let root = NodeRef::<Div>::new();
    let keys = move |pressed: KeyboardEvent| {
        let root = root.get_untracked();
        if root.is_some_and(|root| take_key(&root, &pressed)) {
            pressed.prevent_default();
        }
    };
    let options = part(move || {
        let question = Option::clone(&attempt.question.read())?;
        let Kind::Choose(choices) = &question.exercise.kind else { return None };
        let asked = question.exercise.question.words(language::current());
        let options = choose::options(attempt, choices);
        Some(view! { <h3 class="exercise-question" tabindex="-1">{asked}</h3>{options} }.erased())
    });
    view! {
        <div class="exercise-gate" node_ref=root on:keydown=act(keys)>{options}<p class="exercise-acts">{button}</p></div>
    }
    .erased()
}

/// What comes behind the first `n_steps` of what is shown.
fn question(sequence: &Arc<Sequence>, n_steps: usize) -> Option<Question> {
    let material = Material::new(Sequence::clone(sequence));
    let seed = n_steps as u64;
    let exercise = what_happens_after(&material, n_steps, seed)?;
    let sequence = Some(Arc::clone(sequence));
    Some(Question { exercise, sequence, inside: None, kind: SpecKind::Next, seed })
}
