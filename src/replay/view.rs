//! A request that is sent 2, 10 or 100 times, over everything else: a row each time, and in sentences what
//! that shows. Only the rows in sight are there.

use crate::browser::{focus, page};
use crate::diagram::items::px;
use crate::history;
use crate::later::door::{Door, PanelDoor};
use crate::orders::Order;
use crate::playback::player::Shown;
use crate::save_as;
use crate::session::Session;
use crate::texts;
use crate::view::choices::{choice, choices, tick_box};
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, button, live, paragraph, part, watch};
use compose::replay::{Replay, TIMES};
use language::{say, say_count};
use leptos::ev::KeyboardEvent;
use leptos::html::{Dialog, Div};
use leptos::prelude::*;
use picture::replay::{Repeat, replay};
use picture::transcript;
use std::sync::Arc;
use trace::hidden::marked;
use trace::{FetchId, Scenario, Trace};
use web_sys::Element;

/// A request again and again.
pub static REPLAY: PanelDoor<Session> = Door::closed();

/// How high a row is, and how high for a room (as in compare.css).
const ROW_PX: f64 = 48.0;
const ROOM_ROW_PX: f64 = 72.0;
/// So many rows beyond what is in sight are there.
const ROWS_BEYOND: f64 = 4.0;

/// The whole of it.
pub fn view(session: Session) -> ErasedView {
    let replayed = session.replayed;
    let is_large = session.is_presenting.get_untracked();
    let dialog = NodeRef::<Dialog>::new();
    let sequence = Shown::of(session.player).sequence;
    let sent = move || Some(Arc::clone(&sequence.get()?.trace));
    let scenario = Memo::new(move |_| (*replayed.read()).as_ref()?.scenario(&*sent()?));
    watch(move || {
        if let Some(scenario) = scenario.get() {
            session.comparer.run_beside(scenario);
        }
    });
    let found = Memo::new_with_compare(
        move |_| {
            let (scenario, now) = (scenario.get()?, (*replayed.read())?);
            let changed = session.comparer.changed.read();
            let trace = (*changed).as_ref().filter(|trace| trace.scenario == scenario)?;
            let request = sent()?.fetch(now.fetch).request?;
            let first = trace.fetch_of_request(request)?.id;
            Some(Arc::new(replay(trace, first, language::current())))
        },
        |_, _| true,
    );
    watch(move || {
        if let Some(dialog) = dialog.get() {
            dialog.show_modal().ok();
            focus::focus_within(&dialog, "input:checked");
        }
    });
    let close = move || {
        replayed.set(None);
        focus::focus_soon(".replay-open, .stage".to_owned());
    };
    let keys = move |pressed: KeyboardEvent| {
        focus::keep_from_page(&pressed);
    };
    let name = live(move || {
        let fetch = (*replayed.read()).map(|now| now.fetch);
        name_of(sent().as_ref(), fetch)
    });
    let open = move |_| {
        if let Some(scenario) = scenario.get_untracked() {
            session.orders.give(Order::OpenScenario(Box::new(scenario)));
            focus::focus_soon(".stage".to_owned());
        }
    };
    let verdict = part(move || {
        let Some(found) = found.get() else {
            return Some(paragraph("muted", waiting(session, scenario.get().as_ref()).erased()));
        };
        let shows =
            found.shows.iter().map(|line| view! { <li>{marked(line).into_owned()}</li> }.erased());
        let differs = found
            .differs
            .iter()
            .map(|line| view! { <li>{marked(line).into_owned()}</li> }.erased());
        let (shows, differs) = (shows.collect::<Vec<_>>(), differs.collect::<Vec<_>>());
        let verdict = view! {
            <h3 id="replay-shows">{say(texts::WHAT_THAT_SHOWS)}</h3>
            <ul class="replay-shows" aria-labelledby="replay-shows">{shows}</ul>
            <h3 id="replay-differs">{say(texts::WHAT_LAST_HAS_OTHERWISE)}</h3>
            <ul class="replay-differs" aria-labelledby="replay-differs">{differs}</ul>
        };
        Some(verdict.erased())
    });
    view! {
        <dialog class="replay" class:is-large=is_large aria-labelledby="replay-title" node_ref=dialog
            on:keydown=act(keys) on:close=act(move |_| close())>
            <div class="compare-head">
                <h2 id="replay-title">{say(texts::REPLAY)}</h2>
                <p class="muted replay-name" translate="no">{name}</p>
                <span class="space"></span>
                {button(say(texts::OPEN_IN_LANES), open)}
                {button(say(texts::CLOSE), move |_| close())}
            </div>
            <div class="replay-choices">{how_often(session)}{lost_answer(session)}</div>
            {rows(found, if is_large { ROOM_ROW_PX } else { ROW_PX })}
            <section class="compare-differences" tabindex="0" role="group" aria-label=say(texts::WHAT_THAT_SHOWS)>
                <div aria-live="polite">{verdict}</div>
                {save_as::words_button(say(texts::REPLAY), "replay", move || words(session, found))}
            </section>
        </dialog>
    }
    .erased()
}

/// What is shown, as text.
fn words(session: Session, found: Memo<Option<Arc<picture::replay::Replay>>>) -> Option<String> {
    let found = found.get_untracked()?;
    let changed = session.comparer.changed.peek();
    let trace = (*changed).as_ref()?;
    Some(transcript::replay(trace, &found, language::current()))
}

fn name_of(sent: Option<&Arc<Trace>>, fetch: Option<FetchId>) -> String {
    let fetch = fetch.and_then(|id| sent?.fetches.get(id.0 as usize));
    fetch.map(history::label).unwrap_or_default()
}

fn how_often(session: Session) -> ErasedView {
    let replayed = session.replayed;
    let times = TIMES.into_iter().zip(["×2", "×10", "×100"]).map(|(times, label)| {
        let is_chosen = live(move || (*replayed.read()).is_some_and(|now| now.times == times));
        choice("replay-times", label, is_chosen, move || change(session, |now| now.times = times))
    });
    choices("replay-often", say(texts::HOW_OFTEN), times.collect())
}

fn lost_answer(session: Session) -> ErasedView {
    let replayed = session.replayed;
    let is_lost = live(move || (*replayed.read()).is_some_and(|now| now.is_answer_lost));
    let toggle = move |_| change(session, |now| now.is_answer_lost = !now.is_answer_lost);
    let (label, detail) = (say(texts::FIRST_ANSWER_GETS_LOST), say(texts::CLIENT_TRIES_AGAIN));
    tick_box(label, detail, is_lost, act(toggle))
}

fn change(session: Session, change: impl FnOnce(&mut Replay)) {
    session.replayed.update(|replayed| {
        if let Some(replayed) = replayed {
            change(replayed);
        }
    });
}

/// The rows, those in sight.
fn rows(found: Memo<Option<Arc<picture::replay::Replay>>>, row_px: f64) -> ErasedView {
    let scroller = NodeRef::<Div>::new();
    let sight = RwSignal::new((0usize, 0usize));
    let look = move || {
        let Some(scroller) = scroller.get_untracked() else { return };
        let (top, height) = (f64::from(scroller.scroll_top()), f64::from(scroller.client_height()));
        // Moved on in steps, so that not each pixel draws anew.
        let first = ((top / row_px / ROWS_BEYOND).floor() - 1.0) * ROWS_BEYOND;
        let count = height / row_px + 3.0 * ROWS_BEYOND;
        let seen = (first.max(0.0) as usize, (first + count).max(0.0) as usize + 1);
        if seen != sight.get_untracked() {
            sight.set(seen);
        }
    };
    page::on_resize(
        move || scroller.get().map(Element::from),
        |scroller| vec![scroller.clone()],
        look,
    );
    let list = part(move || {
        let (found, (first, end)) = (found.get()?, sight.get());
        let count = found.repeats.len();
        let seen = found.repeats.iter().skip(first).take(end.saturating_sub(first));
        let rows = seen.map(|repeat| row(repeat, count, row_px)).collect::<Vec<_>>();
        let height = pixels(count as f64 * row_px);
        Some(
            view! { <div class="replay-list" role="list" style=("height", height)>{rows}</div> }
                .erased(),
        )
    });
    view! {
        <div class="replay-rows" tabindex="0" role="group" aria-label=say(texts::EACH_TIME)
            node_ref=scroller on:scroll=act(move |_| look())>{list}</div>
    }
    .erased()
}

fn row(repeat: &Repeat, count: usize, row_px: f64) -> ErasedView {
    let Repeat { number, outcome, took_ms, retries, changes, .. } = repeat;
    let class = match repeat.status_code {
        Some(100..400) => "replay-outcome",
        Some(_) | None => "replay-outcome is-error",
    };
    let again = (*retries > 0).then(|| {
        let said = say_count(texts::SENT_SO_OFTEN, *retries as u64 + 1);
        view! { " · "<b>{said}</b> }.erased()
    });
    let changes = match changes.is_empty() {
        true => view! { <span class="muted">{say(texts::TABLES_STAY)}</span> }.erased(),
        false => view! { <span translate="no">{marked(changes).into_owned()}</span> }.erased(),
    };
    let top = pixels((*number - 1) as f64 * row_px);
    view! {
        <div class="replay-row" role="listitem" aria-posinset=number.to_string() aria-setsize=count.to_string()
            style=("top", top)>
            <span class="replay-number">{number.to_string()}</span>
            <span class="replay-said">
                <b class=class translate="no">{outcome.clone()}</b>" · "{took_ms.clone()}" ms"{again}
            </span>
            <span class="replay-changes">{changes}</span>
        </div>
    }
    .erased()
}

fn pixels(length: f64) -> String {
    [&*px(length), "px"].concat()
}

/// Why there is nothing to see yet.
fn waiting(session: Session, scenario: Option<&Scenario>) -> String {
    let run = session.comparer.simulator.run.read();
    let is_answer_lost = (*session.replayed.read()).is_some_and(|now| now.is_answer_lost);
    match (run.failure(), scenario) {
        (_, None) if is_answer_lost => say(texts::NO_ANSWER_TO_LOSE).to_owned(),
        (_, None) => say(texts::NOTHING_TO_REPLAY).to_owned(),
        (Some(failure), _) => failure.to_owned(),
        (None, Some(_)) => say(texts::STILL_SIMULATING).to_owned(),
    }
}
