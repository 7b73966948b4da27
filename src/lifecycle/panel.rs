//! "The call, step by step": a chart of stages from the line of code to the data or the exception.

use crate::browser::focus;
use crate::playback::player::{Player, Shown};
use crate::playback::state::Command;
use crate::texts;
use crate::unfolding::unfolding;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, nothing, paragraph, part};
use language::{fill, say};
use leptos::prelude::*;
use picture::lifecycle::{Lifecycle, Reached, StageOfCall, lifecycle_at};

/// Folded until it is asked for; stays as it is from step to step.
pub fn view(player: Player) -> ErasedView {
    let content = move || unfolded(player);
    unfolding("calls", say(texts::CALL_STEP_BY_STEP), RwSignal::new(false), content)
}

fn unfolded(player: Player) -> ErasedView {
    let shown = Shown::of(player);
    let chart = part(move || Some(chart(shown.of_step(lifecycle_at)??, player)));
    view! { <div class="lifecycle">{chart}</div> }.erased()
}

fn chart(chart: Lifecycle, player: Player) -> ErasedView {
    let Lifecycle { attempt, attempts_max, stages, is_looping } = chart;
    let counted = match attempts_max {
        1 => nothing(),
        most => {
            let said = fill!(texts::ATTEMPT_OF_AT_MOST, number = attempt, most);
            paragraph("muted", said.erased())
        }
    };
    let class = if is_looping { "is-looping" } else { "" };
    let stages = stages.into_iter().map(|stage| stage_view(stage, player)).collect::<Vec<_>>();
    view! {
        {counted}
        <ol class=class aria-label=say(texts::STAGES_OF_THE_CALL)>{stages}</ol>
        {paragraph("muted", say(texts::CHOOSE_A_STAGE).erased())}
    }
    .erased()
}

/// A stage that a step lights leads to that step.
fn stage_view(stage: StageOfCall, player: Player) -> ErasedView {
    let id = ["call-", &(stage.stage as usize).to_string()].concat();
    let said = match (stage.reached, stage.is_failed) {
        (_, true) => say(texts::STAGE_FAILED),
        (Reached::Lit, false) => say(texts::STAGE_NOW),
        (Reached::Over, false) => say(texts::STAGE_DONE),
        (Reached::Ahead, false) => "",
    };
    let mut class = match stage.reached {
        Reached::Lit => "is-lit",
        Reached::Over => "is-over",
        Reached::Ahead => "is-ahead",
    }
    .to_owned();
    for (holds, more) in
        [(stage.is_failed, " is-failed"), (stage.stage.is_question(), " is-question")]
    {
        if holds {
            class.push_str(more);
        }
    }
    let is_current = (stage.reached == Reached::Lit).then_some("step");
    let state = match said {
        "" => nothing(),
        said => view! { " "<span class="state">{said}</span> }.erased(),
    };
    let code = match stage.code {
        Some(code) => view! { " "<code translate="no">{code}</code> }.erased(),
        None => nothing(),
    };
    let note = match stage.note {
        Some(note) => view! { " "<span class="note">{note}</span> }.erased(),
        None => nothing(),
    };
    let face = view! { <b>{stage.title}</b>{state}{code}{note} }.erased();
    let content = match stage.step {
        Some(step) => {
            let focus_on = ["#", &id].concat();
            let go = act(move |_| {
                player.dispatch(Command::Seek(step));
                // The chart is drawn anew.
                focus::focus_soon(focus_on.clone());
            });
            view! { <button type="button" class="stage-of-call" id=id on:click=go>{face}</button> }
                .erased()
        }
        None => view! { <div class="stage-of-call">{face}</div> }.erased(),
    };
    view! { <li class=class aria-current=is_current>{content}</li> }.erased()
}
