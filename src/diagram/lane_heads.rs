//! The heads of the lanes: who takes part. Each opens the definition of its word; that of DNS also
//! opens the hosts behind it.

use crate::browser::focus;
use crate::diagram::drawn::drawn_sequence;
use crate::glossary::sentence::{definition, show_aloud, show_quietly};
use crate::playback::player::{Player, Shown};
use crate::playback::state::Command;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, live, part, truth};
use language::say;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use picture::{Sequence, Term, explain};
use trace::{ClientKind, Host, Role};

/// Above these lanes there is less room for each.
const FEW_LANES: usize = 5;

/// Who takes part.
#[component]
pub fn LaneHeads(player: Player, client: RwSignal<ClientKind>, shown: Shown) -> impl IntoView {
    let open = RwSignal::new(None::<Term>);
    let heads = move || {
        let sequence = drawn_sequence(player, client, shown);
        let was_sent = !sequence.steps.is_empty();
        let head = |host: &Host| head(player, &sequence, host, was_sent, open);
        let heads = sequence.hosts().map(head).collect::<Vec<_>>();
        let class = if heads.len() > FEW_LANES { "heads is-many" } else { "heads" };
        Some(view! { <div class=class>{heads}</div> }.erased())
    };
    let close_by_key = move |pressed: KeyboardEvent| {
        if pressed.key() == "Escape" {
            open.set(None);
        }
    };
    view! {
        <div class="lane-heads" on:keydown=act(close_by_key)
            on:focusout=act(move |_| open.set(None))>
            {part(heads)}
            <div class="lane-word" class:is-open=live(move || open.get().is_some())>{definition(open)}</div>
        </div>
    }
}

fn head(
    player: Player,
    sequence: &Sequence,
    host: &Host,
    was_sent: bool,
    open: RwSignal<Option<Term>>,
) -> ErasedView {
    let heading = explain::lane(&sequence.trace, host.id, language::current());
    let term = explain::lane_term(host.role);
    let expand = (was_sent && host.role == Role::RecursiveResolver)
        .then(|| expand_button(player, sequence.lanes.dns_expanded));
    view! {
        <div class=lane_class(host.role)>
            <button type="button" class="head" aria-expanded=truth(move || open.get() == Some(term))
                on:click=act(move |_| show_aloud(open, term))
                on:focus=act(move |_| show_quietly(open, term))>
                <b><i class="swatch"></i>{heading.title}</b>
            </button>
            {expand}
            <small>{heading.detail}</small>
        </div>
    }
    .erased()
}

/// Gives each host of DNS a lane, or takes them together again, in place.
fn expand_button(player: Player, is_expanded: bool) -> ErasedView {
    let toggle = act(move |_| {
        player.dispatch(Command::ToggleDnsHosts);
        // The heads were made anew.
        focus::focus_soon(".expand".to_owned());
    });
    let sign = if is_expanded { "−" } else { "+" };
    view! {
        <button type="button" class="expand" aria-label=say(texts::HOSTS_OF_DNS) title=say(texts::HOSTS_OF_DNS)
            aria-expanded=is_expanded.to_string() on:click=toggle>{sign}</button>
    }
    .erased()
}

/// The class that gives a lane its hue.
pub fn lane_class(role: Role) -> &'static str {
    match role {
        Role::UserAgent => "lane is-client",
        Role::RecursiveResolver | Role::AuthoritativeServer(_) => "lane is-dns",
        Role::OriginServer => "lane is-server",
        Role::Database => "lane is-database",
    }
}
