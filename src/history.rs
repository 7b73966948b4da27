//! What was sent to this world so far.

use crate::browser::focus;
use crate::browser::scroll;
use crate::later::door::{Door, PanelDoor};
use crate::orders::{Order, Orders};
use crate::playback::player::{Player, Shown};
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, attribute_while, live, part, watch};
use core::ops::Range;
use language::{fill, say};
use leptos::prelude::*;
use picture::explain::{self, Family};
use trace::hidden::marked;
use trace::{Fetch, FetchId, Instant, Trace};

/// What was sent so far.
pub static HISTORY: PanelDoor<(Player, Orders)> = Door::to_steps();

/// A chip for each fetch, and a fresh start.
pub fn view((player, orders): (Player, Orders)) -> ErasedView {
    let shown = Shown::of(player);
    let history = move || {
        let sequence = shown.sequence.get()?;
        let is_recorded = sequence.trace.recorded.is_some();
        // What a page loads is mostly loaded at once: that is for the overview.
        let groups = if is_recorded { Vec::new() } else { at_once(&sequence.trace.fetches) };
        let near = near_of(sequence.fetch, sequence.trace.fetches.len());
        // Until the step that tells it, what came of the fetch in the lanes is a surprise.
        let told_at = sequence.fetch.and_then(|fetch| explain::response(&sequence, fetch).step());
        let chips = sent_so_far(&sequence.trace, near).into_iter().map(|(id, label)| {
            let family = Family::of_outcome(sequence.trace.fetch(id).outcome.as_ref());
            let is_open = sequence.fetch == Some(id);
            let is_told = move || !is_open || told_at.is_some_and(|step| shown.step.get() >= step);
            let class = live(move || chip_class(family.filter(|_| is_told())));
            let group = groups.iter().find(|group| group.start == id.0);
            let together = group.map(|Range { start, end }| {
                let said = fill!(texts::SENT_AT_ONCE, from = start + 1, to = end);
                view! { <span class="at-once">{said}" "</span> }
            });
            view! {
                <li>
                    {together}
                    <button type="button" class=class aria-current=attribute_while("true", move || is_open)
                        on:click=act(move |_| orders.give(Order::OpenFetch(id)))>{label}</button>
                </li>
            }
        });
        let title = if is_recorded { say(texts::RECORDED) } else { say(texts::SENT) };
        // What was recorded can neither be sent again nor be changed.
        let replay = (!is_recorded).then(|| view! {
            <button type="button" class="ghost replay-open"
                on:click=act(move |_| orders.give(Order::ToggleReplaying))>{say(texts::REPLAY)}</button>
        });
        let has_another = !is_recorded || sequence.trace.fetches.len() > 1;
        let compare = has_another.then(|| view! {
            <button type="button" class="ghost compare-open"
                on:click=act(move |_| orders.give(Order::ToggleComparing))>{say(texts::COMPARE)}</button>
        });
        let strip = view! {
            <div class="history">
                <span class="muted in-full" id="sent">{title}</span>
                <ol class="chips" aria-labelledby="sent">{chips.collect_view()}</ol>
                <button type="button" class="ghost overview-open"
                    on:click=act(move |_| orders.give(Order::ToggleOverview))>{say(texts::OVERVIEW)}</button>
                {replay}
                {compare}
                <button type="button" class="ghost" on:click=act(move |_| reset(orders))>
                    {say(texts::RESET)}<span class="in-full">{say(texts::RESET_WORLD)}</span>
                </button>
            </div>
        };
        Some(strip.erased())
    };
    // Of many chips the current one stays in sight.
    watch(move || {
        shown.sequence.get();
        request_animation_frame(|| scroll::scroll_across(".chips", "[aria-current]"));
    });
    part(history).erased()
}

fn chip_class(family: Option<Family>) -> String {
    ["chip ", family.map_or("", Family::class)].concat()
}

/// The button goes with what was sent; the focus comes to what sends next.
fn reset(orders: Orders) {
    orders.give(Order::ResetWorld);
    focus::focus_in_page(".send");
}

/// Which fetches were under way together: each started before those before it had ended.
fn at_once(fetches: &[Fetch]) -> Vec<Range<u32>> {
    let mut groups: Vec<Range<u32>> = Vec::new();
    let mut busy_until = None;
    for fetch in fetches {
        let finished_at = fetch.finished_at.unwrap_or(Instant(u64::MAX));
        match groups.last_mut() {
            Some(group) if busy_until.is_some_and(|until| fetch.started_at < until) => {
                group.end = fetch.id.0 + 1;
            }
            _ => groups.push(fetch.id.0..fetch.id.0 + 1),
        }
        busy_until = busy_until.max(Some(finished_at));
    }
    groups.retain(|group| group.len() > 1);
    groups
}

/// More chips than these are not looked through, but in the overview.
const CHIPS_MAX: usize = 200;

/// Of many fetches those around the one that is shown, by their places.
fn near_of(shown: Option<FetchId>, count: usize) -> Range<usize> {
    let middle = shown.map_or(0, |id| id.0 as usize);
    let start = middle.saturating_sub(CHIPS_MAX / 2).min(count.saturating_sub(CHIPS_MAX));
    start..count.min(start + CHIPS_MAX)
}

/// E.g. `1 GET /users/42` for each of these fetches.
fn sent_so_far(trace: &Trace, near: Range<usize>) -> Vec<(FetchId, String)> {
    let fetches = trace.fetches.get(near).unwrap_or_default();
    fetches.iter().map(|fetch| (fetch.id, label(fetch))).collect()
}

/// E.g. `1 GET /users/42`.
pub fn label(Fetch { id, method, url, .. }: &Fetch) -> String {
    marked(&format!("{} {method} {}", id.0 + 1, url.origin_form())).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: Option<Range<u32>>) {
        let all = trace::built_in();
        let scenario = all.into_iter().find(|one| one.name == name).map(|one| one.scenario);
        let trace = engine::simulate(&scenario.expect("it comes along"));
        let expected: Vec<_> = expected.into_iter().collect();
        assert_eq!(at_once(&trace.fetches), expected, "{name}");
    }

    #[test]
    fn of_many_fetches_those_around_the_shown_one_have_a_chip() {
        assert_eq!(near_of(None, 3), 0..3);
        assert_eq!(near_of(Some(FetchId(0)), 0), 0..0);
        for (shown, expected) in [(0, 0..200), (500, 400..600), (999, 800..1000)] {
            assert_eq!(near_of(Some(FetchId(shown)), 1000), expected);
        }
    }

    #[test]
    fn what_ran_at_once_is_told_and_what_ran_one_after_the_other_is_not() {
        check("keep-alive", None);
        let page = trace::built_in().into_iter().find(|one| one.name == "page-http1");
        let n_requests = page.expect("it comes along").scenario.requests.len() as u32;
        check("page-http1", Some(1..n_requests));
        check("page-http2", Some(1..n_requests));
    }
}
