//! "What is on this server": its endpoints, to be put into the composer, and the rows of its
//! tables with what the last request changed.

use crate::composer::state::Composer;
use crate::playback::player::{Player, Shown};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::toggle;
use crate::view::live::{act, nothing, part, part_while, truth};
use crate::world::contents::{Mark, Path, RowView, TableView, paths, tables};
use compose::draft::Draft;
use language::{fill, say};
use leptos::prelude::*;
use trace::Endpoint;

/// Folded until it is asked for.
pub fn view(player: Player, composer: Composer) -> ErasedView {
    let is_open = RwSignal::new(false);
    let toggle = act(move |_| toggle(is_open));
    view! {
        <div class="contents">
            <button type="button" class="disclosure" aria-expanded=truth(move || is_open.get()) on:click=toggle>
                <b>{say(texts::WHAT_IS_ON_THIS)}</b>{say(texts::ENDPOINTS_AND_TABLES)}
            </button>
            {part_while(move || is_open.get(), move || unfolded(player, composer))}
        </div>
    }
    .erased()
}

fn unfolded(player: Player, composer: Composer) -> ErasedView {
    let shown = Shown::of(player);
    let content = part(move || {
        let trace = match shown.sequence.get() {
            Some(sequence) => sequence.trace.clone(),
            None => player.default_trace(),
        };
        let paths = paths(&trace).into_iter().map(|path| path_view(composer, path));
        let (paths, tables) = (paths.collect::<Vec<_>>(), tables(&trace).into_iter().map(table));
        let tables = tables.collect::<Vec<_>>();
        let view = view! {
            <section aria-labelledby="endpoints-title">
                <h3 id="endpoints-title">{say(texts::ENDPOINTS)}</h3>
                <p class="muted">{say(texts::CLICK_PUTS_ONE_INTO)}</p>
                <ul class="endpoints">{paths}</ul>
            </section>
            <section aria-labelledby="tables-title">
                <h3 id="tables-title">{say(texts::TABLES_OF_ITS_DATABASE)}</h3>
                <p class="muted">{say(texts::AS_THEY_STAND_NOW)}</p>
                {tables}
            </section>
        };
        Some(view.erased())
    });
    view! { <div class="on-server">{content}</div> }.erased()
}

fn path_view(composer: Composer, path: Path) -> ErasedView {
    let parameters = match path.parameters.is_empty() {
        true => nothing(),
        false => {
            let query = ["?", &path.parameters.join(" ?")].concat();
            view! { <small>{query}</small> }.erased()
        }
    };
    let endpoints = path.endpoints.into_iter().map(|endpoint| endpoint_view(composer, endpoint));
    view! {
        <li>
            <code>{path.pattern}</code>" "{parameters}
            <div class="methods">{endpoints.collect::<Vec<_>>()}</div>
        </li>
    }
    .erased()
}

fn endpoint_view(composer: Composer, endpoint: Endpoint) -> ErasedView {
    let Endpoint { method, purpose, target, content, .. } = endpoint;
    let compose = {
        let method = method.clone();
        act(move |_| {
            let scheme = match composer.draft.peek().url.text().starts_with("https:") {
                true => "https",
                false => "http",
            };
            let url = [scheme, "://api.example.com", &target].concat();
            composer.replace_draft(Draft::suggested(&method, &url, &content));
        })
    };
    view! {
        <button type="button" class="endpoint" translate="no" on:click=compose><b>{method}</b>" "{purpose}</button>
    }
    .erased()
}

fn table(table: TableView) -> ErasedView {
    let heads = table
        .columns
        .into_iter()
        .map(|name| view! { <th scope="col" translate="no">{name}</th> }.erased());
    let rows = table.rows.into_iter().map(row_view);
    view! {
        <table class="rows">
            <caption translate="no">{table.name}</caption>
            <thead><tr>{heads.collect::<Vec<_>>()}<th scope="col"><span class="unseen">{say(texts::WHAT_THE_LAST_REQUEST)}</span></th></tr></thead>
            <tbody>{rows.collect::<Vec<_>>()}</tbody>
        </table>
    }
    .erased()
}

fn row_view(row: RowView) -> ErasedView {
    let class = match row.mark {
        Mark::Unchanged => "",
        Mark::Added => "is-added",
        Mark::Changed(_) => "is-changed",
        Mark::Removed => "is-removed",
    };
    let word = match &row.mark {
        Mark::Changed(before) => fill!(texts::CHANGED_WAS, before = before.join(", ")),
        mark => mark.word().to_owned(),
    };
    let values =
        row.values.into_iter().map(|value| view! { <td translate="no">{value}</td> }.erased());
    view! { <tr class=class>{values.collect::<Vec<_>>()}<td class="mark-word">{word}</td></tr> }
        .erased()
}
