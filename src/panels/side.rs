//! Beside the lanes: the sentence of the step, the Response card, the message, the list of steps.

use super::message::Message;
use super::response::Response;
use super::sentence::{Definition, sentence};
use super::steps::Steps;
use crate::session::{Session, Shown};
use leptos::prelude::*;
use picture::{Term, explain};

/// The sentence and the card stay in sight, whatever else is scrolled.
#[component]
pub fn Side(session: Session, shown: Shown) -> impl IntoView {
    let has_trace = move || shown.sequence.read().is_some();
    view! {
        <aside class="side" aria-label="This step">
            <div class="brief">
                <Now shown/>
                <Response session shown/>
            </div>
            <Show when=has_trace>
                <div class="details">
                    <Message shown/>
                    <Steps session shown/>
                </div>
            </Show>
        </aside>
    }
}

/// Where we are, and what happens here.
#[component]
fn Now(shown: Shown) -> impl IntoView {
    let open = RwSignal::new(None::<Term>);
    // A definition belongs to the sentence that it was opened in.
    Effect::new(move |_| {
        shown.step.track();
        shown.sequence.track();
        open.set(None);
    });
    let heading = move || {
        let sequence = shown.sequence.get()?;
        let step = shown.step.get();
        (step < sequence.steps.len()).then(|| explain::heading(&sequence, step))
    };
    let said = move || {
        let sequence = shown.sequence.get()?;
        let step = shown.step.get();
        (step < sequence.steps.len()).then(|| sentence(explain::sentence(&sequence, step), open))
    };
    let invitation = "Press Send, and follow your request step by step to the server and back.";
    view! {
        <div class="now">
            <Show
                when=move || shown.sequence.read().is_some()
                fallback=move || view! { <p class="say is-invitation">{invitation}</p> }
            >
                <p class="where">{heading}</p>
                <p class="say">{said}</p>
                <Definition open/>
            </Show>
        </div>
    }
}
