//! What was sent to this world so far.

use crate::session::Session;
use leptos::prelude::*;
use trace::ExchangeId;

/// A chip for each exchange, and a fresh start.
#[component]
pub fn History(session: Session) -> impl IntoView {
    let sent = Memo::new(move |_| {
        let playback = session.playback.read();
        playback.as_ref().map(|playback| sent_so_far(playback.trace())).unwrap_or_default()
    });
    let open = Memo::new(move |_| {
        session.playback.read().as_ref().and_then(|playback| playback.sequence.exchange)
    });
    let chip = move |(id, label): (ExchangeId, String)| {
        let is_open = move || (open.get() == Some(id)).then_some("true");
        view! {
            <li><button type="button" class="chip" aria-current=is_open on:click=move |_| session.open_exchange(id)>{label}</button></li>
        }
    };
    view! {
        <Show when=move || !sent.read().is_empty()>
            <div class="history">
                <span class="muted" id="sent">"Sent:"</span>
                <ol class="chips" aria-labelledby="sent">{move || sent.get().into_iter().map(chip).collect_view()}</ol>
                <button type="button" class="ghost" on:click=move |_| session.reset_world()>"Reset world"</button>
            </div>
        </Show>
    }
}

/// E.g. `1 GET /users/42` for each exchange that was started.
fn sent_so_far(trace: &trace::Trace) -> Vec<(ExchangeId, String)> {
    let label = |id: ExchangeId| {
        let request = &trace.scenario.requests[id.0 as usize];
        format!("{} {} {}", id.0 + 1, request.method, request.url.origin_form())
    };
    trace.exchanges.iter().map(|exchange| (exchange.id, label(exchange.id))).collect()
}
