//! All fetches of a run as a waterfall, over everything else, and below it in lanes. A row is a button: it
//! opens its fetch in the lanes of the page. Only the rows in sight are there, so that it does not matter how many there are.

use crate::browser::{focus, page};
use crate::diagram::items::px;
use crate::later::door::{Door, PanelDoor};
use crate::overview::chosen::{Chosen, pixels, view_box};
use crate::overview::lanes;
use crate::playback::player::Shown;
use crate::save_as;
use crate::session::Session;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::fact::toggle;
use crate::view::live::{act, attribute_while, button, live, part, part_while, truth, watch};
use language::{fill, say};
use leptos::attr::custom::custom_attribute;
use leptos::ev::KeyboardEvent;
use leptos::html::{Dialog, Div};
use leptos::prelude::*;
use picture::explain::Family;
use picture::waterfall::{Bar, FONT_PX, Part, ROW_PX, Tick, Waterfall, waterfall};
use picture::{svg, transcript};
use std::sync::Arc;
use trace::{FetchId, Trace};
use web_sys::Element;

/// All fetches of a run.
pub static OVERVIEW: PanelDoor<Session> = Door::closed();

/// So many rows beyond what is in sight are there.
const ROWS_BEYOND: f64 = 6.0;
/// How wide the picture is that is saved, in CSS pixels.
const PICTURE_PX: f64 = 1000.0;
/// How high the ruler is.
const RULER_PX: f64 = 20.0;
/// What a row has beside its picture, left and right (`--before` in overview.css).
const BESIDE_PX: f64 = 6.0 + 8.0;
/// In a lower window the lanes come when they are asked for.
const LANES_FROM_PX: f64 = 560.0;

/// The run, and where its bars stand.
struct Drawn {
    trace: Arc<Trace>,
    waterfall: Waterfall,
}

/// The whole of it.
pub fn view(session: Session) -> ErasedView {
    let chosen = Chosen::new(session);
    let (scale, row_px) = (chosen.scale, ROW_PX * chosen.scale);
    let (dialog, scroller) = (NodeRef::<Dialog>::new(), NodeRef::<Div>::new());
    let sequence = Shown::of(session.player).sequence;
    let width = RwSignal::new(0.0);
    let sight = RwSignal::new((0.0, 0.0));
    let look = move || {
        let Some(scroller) = scroller.get_untracked() else { return };
        let seen = f64::from(scroller.client_width());
        if (seen - width.get_untracked()).abs() > 0.5 {
            width.set(seen);
        }
        let first = (f64::from(scroller.scroll_top()) / row_px / ROWS_BEYOND).floor();
        let top = (first - 1.0) * ROWS_BEYOND * row_px;
        let height = f64::from(scroller.client_height()) + 3.0 * ROWS_BEYOND * row_px;
        if (top, top + height) != sight.get_untracked() {
            sight.set((top, top + height));
        }
    };
    page::on_resize(
        move || scroller.get().map(Element::from),
        |scroller| vec![scroller.clone()],
        look,
    );
    let drawn = Memo::new_with_compare(
        move |_| {
            let (sequence, width) = (sequence.get()?, width.get());
            let trace = Arc::clone(&sequence.trace);
            let waterfall = waterfall(&trace, (width - BESIDE_PX) / scale);
            (width > 0.0).then(|| Arc::new(Drawn { trace, waterfall }))
        },
        |_, _| true,
    );
    let shown_fetch = Memo::new(move |_| sequence.get().and_then(|sequence| sequence.fetch));
    let current = Memo::new(move |_| chosen.row());
    // What a link keeps may have had more.
    watch(move || {
        let last = drawn.get().and_then(|drawn| Some(drawn.trace.fetches.last()?.id));
        if let (Some(last), Some(now)) = (last, chosen.focused.get())
            && now > last
        {
            chosen.focused.set(Some(last));
        }
    });
    // The row is kept in sight, whoever goes to it.
    watch(move || {
        let top = current.get() as f64 * row_px;
        let (Some(_), Some(scroller)) = (drawn.get(), scroller.get()) else { return };
        let (now, height) = (f64::from(scroller.scroll_top()), f64::from(scroller.client_height()));
        if top < now {
            scroller.set_scroll_top(top as i32);
        } else if top + row_px > now + height {
            scroller.set_scroll_top((top + row_px - height).ceil() as i32);
        }
        look();
    });
    let has_lanes = RwSignal::new(page::size().1 >= LANES_FROM_PX);
    let was_focused = StoredValue::new(false);
    watch(move || {
        if let Some(dialog) = dialog.get() {
            dialog.show_modal().ok();
        }
    });
    // Rows that are made anew have lost the focus.
    watch(move || {
        sight.get();
        if drawn.get().is_some() {
            request_animation_frame(move || {
                let is_lost = focus::focused().is_none_or(|focused| focused.tag_name() == "BODY");
                let is_new = focus::focused()
                    .is_some_and(|focused| focused.matches(".overview-head *").unwrap_or(false));
                if is_lost || (is_new && !was_focused.get_value()) {
                    was_focused.set_value(true);
                    focus_row(current.get_untracked());
                }
            });
        }
    });
    let close = move || {
        chosen.focused.set(None);
        focus::focus_soon(".overview-open, .stage".to_owned());
    };
    let keys = move |pressed: KeyboardEvent| {
        focus::keep_from_page(&pressed);
        let (Some(drawn), Some(scroller)) = (drawn.get_untracked(), scroller.get_untracked())
        else {
            return;
        };
        let last = drawn.waterfall.bars.len().saturating_sub(1);
        let page = (f64::from(scroller.client_height()) / row_px) as usize;
        let row = current.get_untracked();
        let next = match &*pressed.key() {
            "ArrowDown" => row + 1,
            "ArrowUp" => row.saturating_sub(1),
            "PageDown" => row + page,
            "PageUp" => row.saturating_sub(page),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        pressed.prevent_default();
        let is_in_lanes =
            focus::focused().is_some_and(|focused| focused.matches(".band").unwrap_or(false));
        let next = next.min(last);
        chosen.focus(FetchId(next as u32));
        match is_in_lanes {
            true => focus::focus_soon([".band[data-row=\"", &next.to_string(), "\"]"].concat()),
            false => focus_row(next),
        }
    };
    let rows = part(move || {
        let (drawn, (top, bottom)) = (drawn.get()?, sight.get());
        let (first, bars) = drawn.waterfall.visible(top / scale..bottom / scale);
        let rows = bars.iter().zip(first..).map(|(bar, row)| {
            let fetch = bar.fetch;
            let is_shown = attribute_while("true", move || shown_fetch.get() == Some(fetch));
            let is_current = live(move || if current.get() == row { "0" } else { "-1" }.to_owned());
            let choose = act(move |_| chosen.open(fetch));
            let class = live(move || chosen.class("bar-row", fetch));
            view! {
                <button type="button" class=class data-row=row.to_string()
                    aria-current=is_shown tabindex=is_current style=("top", pixels(row as f64 * row_px))
                    on:click=choose on:focus=act(move |_| chosen.focus(fetch))
                    on:pointerenter=act(move |_| chosen.light(fetch)) on:pointerleave=act(move |_| chosen.leave(fetch))><span class="unseen">{bar.told.clone()}</span>{bar_view(bar, &drawn.waterfall, scale)}</button>
            }
            .erased()
        });
        let rows = rows.collect::<Vec<_>>();
        let height = drawn.waterfall.height() * scale;
        let lines = ruler_lines(&drawn.waterfall, scale);
        Some(
            view! { <div class="bar-rows" style=("height", pixels(height))>{lines}{rows}</div> }
                .erased(),
        )
    });
    let ruler = part(move || Some(ruler(&drawn.get()?.waterfall, scale)));
    let said = live(move || {
        let Some(drawn) = drawn.get() else { return String::new() };
        let n_fetches = drawn.trace.fetches.len();
        match drawn.waterfall.connections {
            Some(n_connections) => fill!(texts::FETCHES_AND_CONNECTIONS, n_fetches, n_connections),
            None => fill!(texts::FETCHES_WITHOUT_CONNECTIONS, n_fetches),
        }
    });
    view! {
        <dialog class="overview" class:is-large={scale > 1.0} aria-labelledby="overview-title" node_ref=dialog
            on:keydown=act(keys) on:close=act(move |_| close())>
            <div class="overview-head">
                <h2 id="overview-title">{say(texts::OVERVIEW)}</h2>
                <p class="muted">{said}</p>
                <button type="button" class="ghost" aria-pressed=truth(move || has_lanes.get())
                    on:click=act(move |_| toggle(has_lanes))>{say(texts::LANES)}</button>
                {button(say(texts::CLOSE), move |_| close())}
            </div>
            {ruler}
            <div class="overview-rows" role="group" aria-label=say(texts::ALL_FETCHES) node_ref=scroller
                on:scroll=act(move |_| look())>{rows}</div>
            {part_while(move || has_lanes.get(), move || lanes::view(Shown::of(session.player), chosen, session.player))}
            {save_as::buttons(say(texts::OVERVIEW), "overview", Arc::new(move || saved(drawn)))}
            <p class="overview-foot">{say(texts::EACH_BAR_IS_A_FETCH)}" "{legend()}</p>
        </dialog>
    }
    .erased()
}

/// The bars as a file.
fn saved(drawn: Memo<Option<Arc<Drawn>>>) -> Option<save_as::Shown> {
    let drawn = drawn.get_untracked()?;
    let (svg, words) =
        (svg::overview(&drawn.trace, PICTURE_PX), transcript::overview(&drawn.trace));
    Some(save_as::Shown { svg, words })
}

fn focus_row(row: usize) {
    focus::focus_soon([".bar-row[data-row=\"", &row.to_string(), "\"]"].concat());
}

/// What the hues say, in words that stand in them.
fn legend() -> ErasedView {
    let words = Part::ALL.map(|part| {
        let class = ["bar-key ", class_of(part)].concat();
        view! { <span class=class><i></i>{part.word(language::current())}</span> }.erased()
    });
    words.into_iter().collect::<Vec<_>>().erased()
}

fn class_of(part: Part) -> &'static str {
    match part {
        Part::Find => "is-find",
        Part::Connect => "is-connect",
        Part::Encrypt => "is-encrypt",
        Part::Wait => "is-wait",
        Part::Answer => "is-answer",
    }
}

fn bar_view(bar: &Bar, waterfall: &Waterfall, scale: f64) -> ErasedView {
    let middle = ROW_PX / 2.0;
    let part = |(part, span): &(Part, core::ops::Range<f64>)| {
        let width = (span.end - span.start).max(1.0);
        view! {
            <rect class=class_of(*part) x=tenths(span.start) y=px(middle - 9.0) width=tenths(width) height="18" rx="2"/>
        }
        .erased()
    };
    let parts = bar.parts.iter().map(part).collect::<Vec<_>>();
    let text = |class: String, x: f64, said: String| {
        view! { <text class=class x=px(x) y=px(middle + 5.0) font-size=px(FONT_PX)>{said}</text> }
            .erased()
    };
    let connection = bar.connection.map(|number| {
        text("bar-connection".to_owned(), waterfall.left - 4.0, ["#", &number.to_string()].concat())
    });
    // All the time that it took stands behind its parts.
    let (start, width) = (bar.span.start, (bar.span.end - bar.span.start).max(2.0));
    view! {
        <svg width=px(waterfall.width * scale) height=px(ROW_PX * scale) aria-hidden="true"
            {..custom_attribute("viewBox", view_box(waterfall.width, ROW_PX))}>
            <rect class="bar-all" x=tenths(start) y=px(middle - 1.0) width=tenths(width) height="2"/>
            {parts}
            {text("bar-name".to_owned(), 0.0, bar.name.clone())}
            {connection}
            {text(["bar-label ", bar.family.map_or("", Family::class)].concat(), bar.label_x, bar.label.clone())}
        </svg>
    }
    .erased()
}

fn tenths(length: f64) -> String {
    picture::layout::number(length)
}

fn ruler(waterfall: &Waterfall, scale: f64) -> ErasedView {
    let text = |class: &'static str| {
        move |tick: &Tick| {
            view! { <text class=class x=px(tick.x) y="15" font-size="12">{tick.label.clone()}</text> }.erased()
        }
    };
    let ticks = waterfall.ticks.iter().map(text("tick"));
    let cuts = waterfall.cuts.iter().map(text("cut"));
    view! {
        <svg class="overview-ruler" width=px(waterfall.width * scale) height=px(RULER_PX * scale) aria-hidden="true"
            {..custom_attribute("viewBox", view_box(waterfall.width, RULER_PX))}>
            {ticks.chain(cuts).collect::<Vec<_>>()}
        </svg>
    }
    .erased()
}

/// The ruler's lines behind the bars; where the clock jumps, a double one.
fn ruler_lines(waterfall: &Waterfall, scale: f64) -> ErasedView {
    let line = |class: &'static str, x: f64| {
        view! { <line class=class x1=px(x) x2=px(x) y1="0" y2="100%"/> }.erased()
    };
    let ticks = waterfall.ticks.iter().map(|tick| line("tick-line", tick.x));
    let cuts =
        waterfall.cuts.iter().flat_map(|cut| [-3.0, 3.0].map(|by| line("cut-line", cut.x + by)));
    view! {
        <svg class="ruler-lines" width=px(waterfall.width * scale) height=px(waterfall.height() * scale) aria-hidden="true"
            {..custom_attribute("viewBox", view_box(waterfall.width, waterfall.height()))}>
            {ticks.chain(cuts).collect::<Vec<_>>()}
        </svg>
    }
    .erased()
}
