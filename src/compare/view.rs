//! Two sides on one clock, over everything else: what belongs together stands at one height, what differs
//! is marked there and told in words below. Nothing turns into something else.

use crate::browser::{focus, page};
use crate::compare::drawn::{Drawn, Held, Sight};
use crate::compare::marks::{SIGNS_PX, said_of};
use crate::compare::side::{self, NAMES};
use crate::compare::state::Comparer;
use crate::compare::subjects::{name_of, offered, scenario_of, sequence_of};
use crate::later::door::Door;
use crate::later::door::PanelDoor;
use crate::orders::{Order, Orders};
use crate::playback::levels::levels;
use crate::playback::player::{Player, Shown};
use crate::playback::state::{Command, Playback, Repeat};
use crate::save_as;
use crate::settings::preferences::Settings;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, attribute_while, button, live, paragraph, part, truth, watch};
use language::{fill, say, say_count};
use leptos::ev::KeyboardEvent;
use leptos::html::{Dialog, Div};
use leptos::prelude::*;
use picture::compare::{compare, said, signs, text};
use picture::layout::layout_pair;
use picture::{Axis, Sequence, svg};
use sharing::place::{Compared, Subject};
use std::sync::Arc;
use std::time::Duration;
use trace::Trace;
use web_sys::Element;

/// What is compared, what is shown, whether it is shown to a room, and where orders are given.
pub type CompareParts = (Comparer, Player, RwSignal<bool>, Orders);

/// Two sides on one clock.
pub static COMPARE: PanelDoor<CompareParts> = Door::closed();

/// How far beyond what is in sight is drawn; the view moves on in steps of this size.
const MARGIN_PX: f64 = 400.0;

/// How wide the picture of both is that is saved.
const PICTURE_PX: f64 = 1280.0;

/// For a room everything is drawn half as large again.
const ROOM_SCALE: f64 = 1.5;

/// What the parts of the view share.
#[derive(Clone, Copy)]
struct Parts {
    comparer: Comparer,
    player: Player,
    is_large: bool,
    players: [Player; 2],
    held: Memo<Option<Arc<Held>>>,
    row: Memo<usize>,
}

/// The whole of it.
pub fn view((comparer, player, is_presenting, orders): CompareParts) -> ErasedView {
    let is_large = is_presenting.get_untracked();
    let dialog = NodeRef::<Dialog>::new();
    let compared = comparer.compared;
    let sides = Memo::new(move |_| (*compared.read()).as_ref().map(|now| now.sides.clone()));
    let row = Memo::new(move |_| (*compared.read()).as_ref().map_or(0, |now| now.row));
    let sequence = Shown::of(player).sequence;
    let sent = Memo::new_with_compare(
        move |_| sequence.get().map(|sequence| Arc::clone(&sequence.trace)),
        |old, new| !are_same(old, new),
    );
    watch(move || {
        if let (Some(sent), Some(sides)) = (sent.get(), sides.get()) {
            comparer.run(&sent, &sides);
        }
    });
    let held = Memo::new_with_compare(
        move |_| {
            let (sequence, sides) = (sequence.get()?, sides.get()?);
            let changed = comparer.changed.read();
            hold(&sequence, (*changed).as_ref(), &sides)
        },
        |_, _| true,
    );
    let players = [(); 2].map(|()| Player::new(player.settings));
    let parts = Parts { comparer, player, is_large, players, held, row };
    keep_in_step(parts);
    watch(move || {
        if let Some(dialog) = dialog.get() {
            dialog.show_modal().ok();
            // Arrow keys step; on the first control they would choose a level.
            focus::focus_within(&dialog, ".compare-controls .is-primary");
        }
    });
    let close = move || {
        compared.set(None);
        focus::focus_soon(".compare-open, .stage".to_owned());
    };
    let keys = move |pressed: KeyboardEvent| {
        let is_combination = pressed.ctrl_key() || pressed.alt_key() || pressed.meta_key();
        focus::keep_from_page(&pressed);
        if !is_combination && !focus::is_taken(&pressed, true) && take_key(parts, &pressed.key()) {
            pressed.prevent_default();
        }
    };
    view! {
        <dialog class="compare" class:is-large=is_large aria-labelledby="compare-title" node_ref=dialog
            on:keydown=act(keys) on:close=act(move |_| close())>
            <div class="compare-head">
                <h2 id="compare-title">{say(texts::COMPARE)}</h2>
                <p class="muted compare-clock">{say(texts::ON_ONE_CLOCK)}</p>
                {levels(player, Shown::of(player), "level-bar", "compare-level")}
                {button(say(texts::SWAP), move |_| comparer.swap())}
                {go_on(parts, orders)}
                {button(say(texts::CLOSE), move |_| close())}
            </div>
            {stages(parts)}
            {controls(parts)}
            {differences(parts)}
            <p class="unseen" aria-live="polite">{live(move || row_said(parts))}</p>
        </dialog>
    }
    .erased()
}

/// What was changed becomes what is shown.
fn go_on(parts: Parts, orders: Orders) -> ErasedView {
    let Parts { comparer, player, .. } = parts;
    let changed = move || {
        let compared = comparer.compared.read();
        let side = (*compared).as_ref()?.sides.iter().position(is_changed)?;
        Some((side, (*compared).as_ref()?.sides[side].clone()))
    };
    let go = move |subject: Subject| {
        let playback = player.playback.peek();
        let Some(playback) = &*playback else { return };
        if let Some(scenario) = scenario_of(playback.trace(), &subject) {
            orders.give(Order::OpenScenario(Box::new(scenario)));
            focus::focus_soon(".stage".to_owned());
        }
    };
    part(move || {
        let (side, subject) = changed()?;
        let label = fill!(texts::GO_ON_WITH, name = NAMES[side]);
        Some(button(label, move |_| go(subject.clone())))
    })
    .erased()
}

fn is_changed(subject: &Subject) -> bool {
    matches!(subject, Subject::Changed(..))
}

fn are_same(old: Option<&Option<Arc<Trace>>>, new: Option<&Option<Arc<Trace>>>) -> bool {
    match (old, new) {
        (Some(Some(old)), Some(Some(new))) => Arc::ptr_eq(old, new),
        (Some(None), Some(None)) => true,
        _ => false,
    }
}

/// Holds both sides against each other, once both are here.
fn hold(shown: &Sequence, changed: Option<&Arc<Trace>>, sides: &[Subject; 2]) -> Option<Arc<Held>> {
    let Sequence { trace, level, lanes, axis, .. } = shown;
    let sequence = |subject| {
        let sequence = sequence_of(trace, changed, subject, *level, *lanes)?;
        Some(Arc::new(sequence.with_axis(*axis)))
    };
    let sequences = [sequence(&sides[0])?, sequence(&sides[1])?];
    let both = [&*sequences[0], &*sequences[1]];
    let comparison = compare(both[0], both[1]);
    let said = said(&comparison, both);
    let marks = comparison.marks();
    let names = [0, 1].map(|side| name_of(trace, &sides[side]));
    Some(Arc::new(Held { sequences, names, comparison, marks, said }))
}

/// The row leads both players, and a press on a step of either leads the row.
fn keep_in_step(parts: Parts) {
    let Parts { comparer, players, held, row, .. } = parts;
    watch(move || {
        let Some(held) = held.get() else { return };
        let row = untrack(|| row.get());
        for side in [0, 1] {
            let playback = Playback {
                sequence: held.sequences[side].clone(),
                step: held.comparison.reached(side, row).unwrap_or(0),
                is_playing: false,
                is_led: false,
                speed: Default::default(),
                repeat: Repeat::default(),
            };
            players[side].playback.set(Some(playback));
        }
    });
    watch(move || {
        let row = row.get();
        let Some(held) = held.get_untracked() else { return };
        for side in [0, 1] {
            let step = held.comparison.reached(side, row).unwrap_or(0);
            players[side].dispatch(Command::Seek(step));
        }
    });
    for side in [0, 1] {
        let step = Shown::of(players[side]).step;
        watch(move || {
            let step = step.get();
            let Some(held) = held.get_untracked() else { return };
            let now = held.comparison.reached(side, row.get_untracked()).unwrap_or(0);
            if let Some(row) = held.comparison.row_of(side, step).filter(|_| step != now) {
                comparer.seek(row);
            }
        });
    }
}

/// Says whether it was a key that steps, or has heights be time.
fn take_key(parts: Parts, key: &str) -> bool {
    if key == "y" {
        toggle_axis(parts.player);
        return true;
    }
    let (row, last) = (parts.row.get_untracked(), last_row(parts.held.get_untracked()));
    let next = match key {
        "ArrowRight" | "PageDown" | " " | "n" => row + 1,
        "ArrowLeft" | "PageUp" | "p" => row.saturating_sub(1),
        "Home" => 0,
        "End" => last,
        _ => return false,
    };
    parts.comparer.seek(next.min(last));
    true
}

/// Draws time to scale, or each step as high as the others. An embed follows no settings, so it is told.
fn toggle_axis(player: Player) {
    player.settings.update(Settings::toggle_axis);
    player.dispatch(Command::ShowAxis(player.settings.peek().axis));
}

fn last_row(held: Option<Arc<Held>>) -> usize {
    held.map_or(0, |held| held.comparison.rows.len().saturating_sub(1))
}

/// What is said of the row, for those who listen.
fn row_said(parts: Parts) -> String {
    let Some(held) = parts.held.get() else { return String::new() };
    let number = parts.row.get().min(last_row(Some(held.clone())));
    let Some(row) = held.comparison.rows.get(number) else { return String::new() };
    let labels = [0, 1].map(|side| match row[side] {
        Some(step) => [NAMES[side], ": ", &held.sequences[side].label(step), ". "].concat(),
        None => String::new(),
    });
    let count = held.comparison.rows.len();
    let of = fill!(texts::ROW_OF_COUNT, number = number + 1, count);
    [&of, " ", &*labels.concat(), said_of(held.marks[number], row)].concat()
}

/// Both sides; each has its name, where it is, its lanes, and what scrolls.
fn stages(parts: Parts) -> ErasedView {
    let Parts { held, row, .. } = parts;
    let scrollers = [NodeRef::<Div>::new(), NodeRef::<Div>::new()];
    let width = RwSignal::new(0.0);
    let sight: Sight = RwSignal::new((0.0, 0.0));
    let look = move || {
        let Some(scroller) = scrollers[0].get_untracked() else { return };
        let seen = f64::from(scroller.client_width());
        if (seen - width.get_untracked()).abs() > 0.5 {
            width.set(seen);
        }
        let top = (f64::from(scroller.scroll_top()) / MARGIN_PX).floor() * MARGIN_PX - MARGIN_PX;
        let height = (f64::from(scroller.client_height()) / MARGIN_PX).ceil() * MARGIN_PX;
        let seen = (top, top + height + 3.0 * MARGIN_PX);
        if seen != sight.get_untracked() {
            sight.set(seen);
        }
    };
    page::on_resize(
        move || scrollers[0].get().map(Element::from),
        |scroller| vec![scroller.clone()],
        look,
    );
    let scale = if parts.is_large { ROOM_SCALE } else { 1.0 };
    let drawn = Memo::new_with_compare(
        move |_| {
            let (held, width) = (held.get()?, width.get());
            let both = [&*held.sequences[0], &*held.sequences[1]];
            let pair = Arc::new(layout_pair(both, &held.comparison, width / scale - SIGNS_PX));
            (width > 0.0).then_some(Drawn { held, pair, scale })
        },
        |_, _| true,
    );
    // The row is kept in sight on both sides.
    watch(move || {
        let (Some(drawn), row) = (drawn.get(), row.get()) else { return };
        let last = drawn.pair.rows.len().saturating_sub(1);
        let Some(span) = drawn.pair.row_span(row.min(last)) else {
            return;
        };
        let (top, bottom) = (span.start * scale, span.end * scale);
        for scroller in scrollers.iter().filter_map(|scroller| scroller.get_untracked()) {
            let (now, height) =
                (f64::from(scroller.scroll_top()), f64::from(scroller.client_height()));
            let next = if top < now + 12.0 {
                top - 12.0
            } else if bottom > now + height - 12.0 {
                bottom + 12.0 - height
            } else {
                continue;
            };
            scroller.set_scroll_top(next.max(0.0) as i32);
        }
    });
    let side = move |side: usize| {
        let scrolled = move |_| {
            look();
            let tops = scrollers.map(|scroller| scroller.get_untracked());
            if let [Some(one), Some(other)] = [&tops[side], &tops[1 - side]]
                && one.scroll_top() != other.scroll_top()
            {
                other.set_scroll_top(one.scroll_top());
            }
            look();
        };
        let player = parts.players[side];
        let shown = Shown::of(player);
        let heads = part(move || drawn.get().map(|drawn| side::heads(&drawn, side)));
        let lanes =
            part(move || drawn.get().map(|drawn| side::lanes(&drawn, side, player, shown, sight)));
        let class = if side == 0 { "compare-side is-first" } else { "compare-side" };
        view! {
            <section class=class aria-label=fill!(texts::SIDE, name = NAMES[side])>
                {chooser(parts, side)}
                {side::place(shown)}
                {heads}
                <div class="compare-stage" tabindex="0" role="group" aria-label=fill!(texts::LANES_OF_SIDE, name = NAMES[side])
                    node_ref=scrollers[side] on:scroll=act(scrolled)>{lanes}</div>
            </section>
        }
        .erased()
    };
    view! { <div class="compare-sides">{side(0)}{side(1)}</div> }.erased()
}

/// What may stand on a side, and what does.
struct Choice {
    trace: Arc<Trace>,
    sent: Vec<Subject>,
    changed: Vec<Subject>,
    now: Subject,
}

/// What the chooser of a side is found by.
fn id(side: usize) -> &'static str {
    ["compare-a", "compare-b"][side]
}

/// What stands on a side: what was sent, and changes of it.
fn chooser(parts: Parts, side: usize) -> ErasedView {
    let Parts { comparer, player, .. } = parts;
    let sequence = Shown::of(player).sequence;
    let chosen = Memo::new(move |_| {
        let compared = comparer.compared.read();
        (*compared).as_ref().map(|now: &Compared| now.sides.clone())
    });
    let subjects = move || -> Option<Choice> {
        let (sequence, sides) = (sequence.get()?, chosen.get()?);
        let trace = Arc::clone(&sequence.trace);
        let sent = trace.fetches.iter().map(|fetch| Subject::Sent(fetch.id)).collect();
        let base = sides[side].fetch();
        let changed = offered(&trace, base).into_iter();
        let mut changed: Vec<Subject> =
            changed.map(|change| Subject::Changed(base, change)).collect();
        let now = sides[side].clone();
        // What is changed at a step is offered there alone.
        if is_changed(&now) && !changed.contains(&now) {
            changed.push(now.clone());
        }
        Some(Choice { trace, sent, changed, now })
    };
    let choose = move |value: String| {
        let Some(Choice { mut sent, mut changed, .. }) = untrack(subjects) else { return };
        sent.append(&mut changed);
        if let Some(subject) = value.parse().ok().and_then(|index: usize| sent.get(index)) {
            comparer.choose(side, subject.clone());
        }
    };
    let select = part(move || {
        let Choice { trace, sent, changed, now } = subjects()?;
        // Whoever has just chosen here goes on by keys: from here, or, after a press, step by step.
        if focus::focused().is_some_and(|focused| focused.id() == id(side)) {
            focus::focus_soon(match focus::is_by_pointer() {
                true => ".compare-controls .is-primary".to_owned(),
                false => ["#", id(side)].concat(),
            });
        }
        let option = |(index, subject): (usize, &Subject)| {
            let name = name_of(&trace, subject);
            let is_chosen = *subject == now;
            view! { <option value=index.to_string() selected=is_chosen>{name}</option> }.erased()
        };
        let n_sent = sent.len();
        let options = sent.iter().enumerate().map(option).collect::<Vec<_>>();
        let changes =
            changed.iter().enumerate().map(|(index, subject)| option((n_sent + index, subject)));
        let changes = changes.collect::<Vec<_>>();
        let select = view! {
            <select class="compare-choice" id=id(side) aria-label=fill!(texts::WHAT_STANDS_IN, name = NAMES[side])
                on:change:target=move |moved| choose(moved.target().value())>
                <optgroup label=say(texts::SENT)>{options}</optgroup>
                <optgroup label=say(texts::CHANGED)>{changes}</optgroup>
            </select>
        };
        Some(select.erased())
    });
    view! { <p class="compare-name"><b aria-hidden="true">{NAMES[side]}</b>{select}</p> }.erased()
}

/// One slider moves both.
fn controls(parts: Parts) -> ErasedView {
    let Parts { comparer, held, row, player, .. } = parts;
    let last = move || last_row(held.get());
    let settings = player.settings;
    let is_playing = RwSignal::new(false);
    let speed = Shown::of(player).speed;
    watch(move || {
        if !is_playing.get() {
            return;
        }
        let tick = move || {
            let row = row.get_untracked() + 1;
            comparer.seek(row.min(last_row(held.get_untracked())));
            is_playing.set(row < last_row(held.get_untracked()));
        };
        let handle = set_interval_with_handle(tick, Duration::from_millis(speed.get().step_ms()));
        on_cleanup(move || handle.into_iter().for_each(|handle| handle.clear()));
    });
    let step = move |label: &'static str,
                     class: &'static str,
                     key: &'static str,
                     is_over: Box<dyn Fn() -> bool + Send>| {
        let go = act(move |_| {
            is_playing.set(false);
            take_key(parts, key);
        });
        view! { <button type="button" class=class aria-disabled=truth(is_over) on:click=go>{label}</button> }
            .erased()
    };
    let play = act(move |_| {
        let is_at_end = row.get_untracked() >= last_row(held.get_untracked());
        if !is_playing.get_untracked() && is_at_end {
            comparer.seek(0);
        }
        is_playing.set(!is_playing.get_untracked());
    });
    let play_label =
        live(move || if is_playing.get() { say(texts::PAUSE) } else { say(texts::PLAY) });
    let seek = move |text: String| {
        is_playing.set(false);
        text.parse().into_iter().for_each(|row| comparer.seek(row));
    };
    view! {
        <div class="compare-controls" role="group" aria-label=say(texts::POSITION_OF_BOTH)>
            {step(say(texts::BACK), "nav", "ArrowLeft", Box::new(move || row.get() == 0))}
            {step(say(texts::NEXT_STEP), "nav is-primary", "ArrowRight", Box::new(move || row.get() >= last()))}
            <button type="button" class="nav" on:click=play>{play_label}</button>
            <input type="range" aria-label=say(texts::POSITION_OF_BOTH) min="0" max=live(move || last().to_string())
                aria-valuetext=live(move || row_said(parts))
                // Behind its end there is no place for it.
                prop:value=live(move || row.get().min(last()).to_string())
                on:input:target=move |moved| seek(moved.target().value())/>
            <span class="position">
                <b>{live(move || (row.get().min(last()) + 1).to_string())}</b>
                {say(texts::OF_STEPS)}{live(move || (last() + 1).to_string())}
            </span>
            <button type="button" class="ghost compare-axis" aria-pressed=truth(move || settings.read().axis == Axis::ToScale)
                on:click=act(move |_| toggle_axis(player))>{say(texts::TO_SCALE)}</button>
        </div>
    }
    .erased()
}

/// What differs, in words; a press leads to where it is.
fn differences(parts: Parts) -> ErasedView {
    let Parts { comparer, held, row: current, .. } = parts;
    let list = part(move || {
        let Some(held) = held.get() else {
            let said = waiting(comparer);
            return Some(view! { <p class="muted">{said}</p> }.erased());
        };
        let items = held.said.iter().map(|said| {
            let row = held.comparison.row_with(said.steps);
            let text = trace::hidden::marked(&said.text).into_owned();
            let item = match row.filter(|_| said.steps != [None; 2]) {
                Some(row) => {
                    let go = act(move |_| comparer.seek(row));
                    let is_here = attribute_while("true", move || current.get() == row);
                    view! { <button type="button" class="link" aria-current=is_here on:click=go>{text}</button> }
                        .erased()
                }
                None => view! { <span>{text}</span> }.erased(),
            };
            view! { <li>{item}</li> }.erased()
        });
        let items = items.collect::<Vec<_>>();
        let n_same = held.comparison.n_same();
        let same = (n_same > 0 && !held.comparison.differences.is_empty()).then(|| {
            paragraph(
                "muted compare-same",
                say_count(texts::THE_SAME_UP_TO, n_same as u64).erased(),
            )
        });
        Some(view! { {same}<ul aria-labelledby="compare-differs">{items}</ul> }.erased())
    });
    view! {
        <section class="compare-differences" tabindex="0" aria-labelledby="compare-differs">
            <h3 id="compare-differs">{say(texts::WHAT_DIFFERS)}</h3>
            {list}
            <p class="muted compare-signs">{signs(language::current())}</p>
            {save_as::buttons(say(texts::COMPARE), "comparison", Arc::new(move || saved(held)))}
        </section>
    }
    .erased()
}

/// Both sides as a file.
fn saved(held: Memo<Option<Arc<Held>>>) -> Option<save_as::Shown> {
    let held = held.get_untracked()?;
    let both = [&*held.sequences[0], &*held.sequences[1]];
    let names = [&*held.names[0], &*held.names[1]];
    let svg = svg::comparison(both, &held.comparison, names, PICTURE_PX);
    Some(save_as::Shown { svg, words: text(&held.comparison, both, names) })
}

/// Why there is nothing to see yet.
fn waiting(comparer: Comparer) -> String {
    let run = comparer.simulator.run.read();
    match run.failure() {
        Some(failure) => failure.to_owned(),
        None if run.is_running() => say(texts::STILL_SIMULATING).to_owned(),
        None => say(texts::NOTHING_TO_COMPARE).to_owned(),
    }
}
