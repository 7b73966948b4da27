//! A pasted curl command: it becomes the request, and what the request does not show is named.

use crate::composer::pasted::Pasted;
use crate::composer::state::Composer;
use crate::later::door::{Door, PanelDoor};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{button, paragraph, part, watch};
use compose::curl::{Note, Weight, read_curl};
use compose::draft::Draft;
use compose::input_error::sentence;
use language::say;
use leptos::prelude::*;
use trace::ClientKind;
use trace::hidden::marked;

/// Where the delimiter of a form of several parts comes from: the same command is the same request,
/// whatever world it is sent into later.
pub const PASTED_SEED: u64 = 1;

/// What becomes of the command that was pasted last.
pub static PASTED: PanelDoor<Composer> = Door::closed();

/// What becomes of the command that was pasted last.
pub fn view(composer: Composer) -> ErasedView {
    watch(move || {
        if let Some(Pasted::Waiting(text)) = &*composer.pasted.read() {
            composer.pasted.set(Some(taken(composer, text)));
        }
    });
    part(move || notice(composer)).erased()
}

/// Makes the request of a command.
fn taken(composer: Composer, text: &str) -> Pasted {
    match read_curl(text, PASTED_SEED) {
        Ok(reading) => {
            let before = Box::new(Draft::clone(&composer.draft.peek()));
            let client_before = composer.client.get_untracked();
            let after = reading.draft_of(client_before);
            composer.replace_draft(after.clone());
            let from_curl = Box::new(reading.draft_of(ClientKind::Curl));
            let (after, notes) = (Box::new(after), reading.notes);
            Pasted::Taken { before, client_before, after, from_curl, notes }
        }
        Err(error) => Pasted::Refused(sentence(&error.to_string())),
    }
}

fn notice(composer: Composer) -> Option<ErasedView> {
    let close = button(say(texts::CLOSE), move |_| composer.pasted.set(None));
    match (*composer.pasted.read()).as_ref()? {
        Pasted::Waiting(_) => None,
        Pasted::Refused(message) => {
            let message = marked(message).into_owned();
            let said = view! { {say(texts::NOTHING_WAS_CHANGED)}{message}" "{close} }.erased();
            Some(paragraph("notice", said))
        }
        Pasted::Taken { notes, .. } => {
            let undo = button(say(texts::UNDO), move |_| composer.undo_paste());
            let said = match notes.len() {
                0 => say(texts::CURL_COMMAND_IS_NOW),
                _ => say(texts::CURL_COMMAND_IS_NOW_THE),
            };
            let notes = notes.iter().cloned().map(note).collect::<Vec<_>>();
            let other_client = part(move || other_client(composer));
            let notice = view! {
                <div class="notice" role="status">
                    <p>{said}" "{undo}" "{close}</p>
                    <ul>{notes}</ul>
                    {other_client}
                </div>
            };
            Some(notice.erased())
        }
    }
}

/// Whoever pastes a command may want the program too, which adds fields of its own.
fn other_client(composer: Composer) -> Option<ErasedView> {
    (composer.client.get() != ClientKind::Curl).then(|| {
        let choose = button(say(texts::SEND_IT_AS_CURL), move |_| composer.send_pasted_from_curl());
        view! { <p>{say(texts::CURL_ITSELF_ADDS_A)}{choose}</p> }.erased()
    })
}

fn note(note: Note) -> ErasedView {
    let class = match note.weight {
        Weight::Harmless => "muted",
        Weight::World | Weight::Matters => "warning",
    };
    view! { <li class=class><code>{marked(&note.found).into_owned()}</code>": "{marked(&note.reason).into_owned()}"."</li> }.erased()
}
