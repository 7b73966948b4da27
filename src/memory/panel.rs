//! "What client and server remember": store by store, as things stand once the current step is over.

use crate::glossary::sentence::{definition, sentence};
use crate::playback::player::{Player, Shown};
use crate::texts;
use crate::unfolding::unfolding;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{nothing, paragraph, part, watch};
use language::{fill, say};
use leptos::prelude::*;
use picture::Term;
use picture::memory::{Entry, Memory, Store, memory_at, remembered_behind};
use trace::Milliseconds;

/// Folded until it is asked for; stays as it is from step to step.
pub fn view(player: Player) -> ErasedView {
    let content = move || unfolded(Shown::of(player));
    unfolding("remembers", say(texts::WHAT_BOTH_REMEMBER), RwSignal::new(false), content)
}

fn unfolded(shown: Shown) -> ErasedView {
    let open = RwSignal::new(None::<Term>);
    watch(move || {
        shown.step.get();
        shown.sequence.get();
        open.set(None);
    });
    let content = part(move || {
        let memory = shown.of_step(|sequence, step| {
            let at = remembered_behind(sequence, step);
            let moment = Milliseconds::from(at.since(sequence.starts_at()));
            let memory = memory_at(&sequence.trace, at, sequence.language);
            (memory, format!("{moment:.1}"), step + 1)
        });
        let (memory, moment, number) = memory?;
        let when = fill!(texts::AS_IT_STANDS_BEHIND, step = number, moment);
        Some(view! { {paragraph("muted", when.erased())}{both(memory, open)} }.erased())
    });
    view! { <div class="memory">{content}{definition(open)}</div> }.erased()
}

fn both(memory: Memory, open: RwSignal<Option<Term>>) -> ErasedView {
    let Memory { client, server, stateless } = memory;
    let client = client.into_iter().map(|store| store_view(store, open)).collect::<Vec<_>>();
    let server = server.into_iter().map(|store| store_view(store, open)).collect::<Vec<_>>();
    view! {
        <div class="both">
            <section aria-labelledby="client-memory">
                <h3 id="client-memory">{say(texts::CLIENT_REMEMBERS)}</h3>
                {client}
            </section>
            <section aria-labelledby="server-memory">
                <h3 id="server-memory">{say(texts::SERVER_REMEMBERS)}</h3>
                <p>{sentence(stateless, open)}</p>
                {server}
            </section>
        </div>
    }
    .erased()
}

fn store_view(store: Store, open: RwSignal<Option<Term>>) -> ErasedView {
    let Store { title, entries, nothing: said } = store;
    let (class, content) = match entries.is_empty() {
        true => ("store is-empty", paragraph("muted", sentence(said, open))),
        false => {
            let entries = entries.into_iter().map(entry_view).collect::<Vec<_>>();
            ("store", view! { <ul>{entries}</ul> }.erased())
        }
    };
    view! { <div class=class><h4>{title}</h4>" "{content}</div> }.erased()
}

fn entry_view(entry: Entry) -> ErasedView {
    let class = if entry.is_over { "is-over" } else { "" };
    let facts = match entry.facts.is_empty() {
        true => nothing(),
        false => view! { " "<span>{entry.facts.join(" · ")}</span> }.erased(),
    };
    view! { <li class=class><code translate="no">{entry.name}</code>{facts}</li> }.erased()
}
