//! The lanes of a whole run, with a band for each fetch: what is lit in the bars is lit here, and the
//! other way round. A band is a button, as a bar is.

use crate::browser::page;
use crate::diagram::items::{item_view, line, px, ruler_view};
use crate::diagram::lane_heads::lane_class;
use crate::diagram::plain_heads::plain_heads;
use crate::overview::chosen::{Chosen, pixels, view_box};
use crate::playback::player::{Player, Shown};
use crate::playback::state::Playback;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, live, part, watch};
use language::say;
use leptos::attr::custom::custom_attribute;
use leptos::html::Div;
use leptos::prelude::*;
use picture::Sequence;
use picture::explain::Family;
use picture::layout::{self, Band, Diagram, Form, bands, layout};
use std::sync::Arc;
use trace::FetchId;
use web_sys::Element;

/// How wide a band is: as much as a finger needs.
const BAND_PX: f64 = 26.0;
/// So much of the room is left to the lanes, however many bands there are, or all but that of two bands
/// where there is less; then all of it scrolls sideways.
const LANES_MIN_PX: f64 = 400.0;
/// How far beyond what is in sight is drawn; the view moves on in steps of this size.
const MARGIN_PX: f64 = 300.0;

struct Drawn {
    sequence: Arc<Sequence>,
    diagram: Diagram,
    bands: Vec<Band>,
    /// What the bands take beside the lanes.
    left: f64,
}

impl Drawn {
    fn new(sequence: Arc<Sequence>, width: f64) -> Self {
        let laid_out = |left: f64| {
            let width = (width - left - 8.0).max(LANES_MIN_PX.min(width - 2.0 * BAND_PX));
            layout(&sequence, width, Form::Bare)
        };
        // Narrower lanes may have labels in more lines, and bands end elsewhere then.
        let (mut left, mut diagram) = (0.0, laid_out(0.0));
        let mut bands = bands(&diagram, &sequence);
        while left < room(&bands) {
            left = room(&bands);
            diagram = laid_out(left);
            bands = layout::bands(&diagram, &sequence);
        }
        Self { sequence, diagram, bands, left }
    }

    /// How wide all of it is.
    fn width(&self) -> f64 {
        self.left + self.diagram.width
    }
}

/// What bands take beside the lanes.
fn room(bands: &[Band]) -> f64 {
    let columns = bands.iter().map(|band| band.column + 1).max().unwrap_or(1);
    columns as f64 * BAND_PX + 4.0
}

/// Who takes part, and what happens between them.
pub fn view(shown: Shown, chosen: Chosen, player: Player) -> ErasedView {
    let scale = chosen.scale;
    let scroller = NodeRef::<Div>::new();
    let (width, sight) = (RwSignal::new(0.0), RwSignal::new((0.0, 0.0)));
    let look = move || {
        let Some(scroller) = scroller.get_untracked() else { return };
        let seen = f64::from(scroller.client_width()) / scale;
        if (seen - width.get_untracked()).abs() > 0.5 {
            width.set(seen);
        }
        let first = (f64::from(scroller.scroll_top()) / scale / MARGIN_PX).floor();
        let top = (first - 1.0) * MARGIN_PX;
        let bottom = top + f64::from(scroller.client_height()) / scale + 3.0 * MARGIN_PX;
        if (top, bottom) != sight.get_untracked() {
            sight.set((top, bottom));
        }
    };
    page::on_resize(
        move || scroller.get().map(Element::from),
        |scroller| vec![scroller.clone()],
        look,
    );
    let drawn = Memo::new_with_compare(
        move |_| {
            let (one, width) = (shown.sequence.get()?, width.get());
            let whole = Sequence::new(Arc::clone(&one.trace), one.level).with_lanes(one.lanes);
            let whole = Arc::new(whole.with_axis(one.axis));
            (width > 0.0).then(|| Arc::new(Drawn::new(whole, width)))
        },
        |_, _| true,
    );
    // What all of it looks like once it has happened; the player of the page stays where it is.
    let own = Player::new(player.settings);
    let own_shown = Shown::of(own);
    watch(move || {
        if let Some(drawn) = drawn.get() {
            let mut playback =
                Playback::of_newest_fetch(Arc::clone(&drawn.sequence.trace), drawn.sequence.level);
            playback.sequence = Arc::clone(&drawn.sequence);
            // Behind the last step, so that nothing happens now.
            playback.step = playback.n_steps();
            own.playback.set(Some(playback));
        }
    });
    // A fetch that was come to in the bars is brought into sight.
    watch(move || {
        let fetch = chosen.focused.get();
        let (Some(drawn), Some(scroller)) = (drawn.get(), scroller.get()) else { return };
        let band = drawn.bands.iter().find(|band| Some(band.fetch) == fetch);
        let Some(Band { span, column, .. }) = band else { return };
        // The heads stay where they are, above.
        let heads = scroller.first_element_child().map_or(0, |heads| heads.client_height());
        let height = f64::from(scroller.client_height() - heads);
        let (top, now) = (span.start * scale, f64::from(scroller.scroll_top()));
        if top < now || top + BAND_PX * scale > now + height {
            scroller.set_scroll_top((top - 8.0) as i32);
        }
        let (left, width) = (*column as f64 * BAND_PX * scale, f64::from(scroller.client_width()));
        let now = f64::from(scroller.scroll_left());
        if left < now || left + BAND_PX * scale > now + width {
            scroller.set_scroll_left((left - 8.0) as i32);
        }
        look();
    });
    let heads = part(move || Some(heads(&*drawn.get()?, scale)));
    let content = part(move || {
        let (drawn, (top, bottom)) = (drawn.get()?, sight.get());
        Some(in_sight(&drawn, top..bottom, chosen, (own, own_shown)))
    });
    view! {
        <div class="overview-lanes" role="group" aria-label=say(texts::ALL_FETCHES_IN_LANES) node_ref=scroller
            on:scroll=act(move |_| look())>{heads}{content}</div>
    }
    .erased()
}

fn heads(drawn: &Drawn, scale: f64) -> ErasedView {
    let (left, width) = (pixels(drawn.left * scale), pixels(drawn.diagram.right() * scale));
    let whole = pixels(drawn.width() * scale);
    view! {
        <div class="overview-lane-heads" style=("padding-inline-start", left) style=("width", whole)>
            <div style=("width", width)>{plain_heads(&drawn.sequence)}</div>
        </div>
    }
    .erased()
}

fn in_sight(
    drawn: &Arc<Drawn>,
    sight: core::ops::Range<f64>,
    chosen: Chosen,
    (own, own_shown): (Player, Shown),
) -> ErasedView {
    let Drawn { sequence, diagram, bands, left } = &**drawn;
    let scaled = |length: f64| px(length * chosen.scale);
    let seen =
        bands.iter().filter(|band| band.span.start < sight.end && sight.start < band.span.end);
    let buttons = seen.map(|band| band_view(sequence, band, chosen)).collect::<Vec<_>>();
    let lifelines = diagram.lanes.iter().map(|lane| {
        let class = [lane_class(lane.role), " lifeline"].concat();
        line(&class, [lane.x, lane.x], [sight.start.max(0.0), sight.end.min(diagram.height)])
    });
    let items = diagram.visible(sequence, sight.clone()).into_iter().map(|item| {
        let fetch = sequence.steps.get(item.step()).and_then(|step| step.fetch);
        let view = item_view(item, diagram, own, own_shown);
        of_fetch(fetch, view, chosen)
    });
    let ruler = ruler_view(diagram, sight.clone());
    let pieces = lifelines.chain(items).chain(ruler).collect::<Vec<_>>();
    view! {
        <div class="overview-drawn" style=("height", pixels(diagram.height * chosen.scale))
            style=("width", pixels(drawn.width() * chosen.scale))>
            {buttons}
            <svg class="diagram" aria-hidden="true" style=("inset-inline-start", pixels(*left * chosen.scale))
                width=scaled(diagram.width) height=scaled(diagram.height)
                {..custom_attribute("viewBox", view_box(diagram.width, diagram.height))}>{pieces}</svg>
        </div>
    }
    .erased()
}

/// What belongs to a fetch is lit with it, and opens it.
fn of_fetch(fetch: Option<FetchId>, view: ErasedView, chosen: Chosen) -> ErasedView {
    let Some(fetch) = fetch else { return view };
    let class = live(move || chosen.class("of-fetch", fetch));
    view! {
        <g class=class on:click=act(move |_| chosen.open(fetch))
            on:pointerenter=act(move |_| chosen.light(fetch)) on:pointerleave=act(move |_| chosen.leave(fetch))>{view}</g>
    }
    .erased()
}

fn band_view(sequence: &Sequence, band: &Band, chosen: Chosen) -> ErasedView {
    let (fetch, row) = (band.fetch, band.fetch.0 as usize);
    let known = sequence.trace.fetch(fetch);
    let family = Family::of_outcome(known.outcome.as_ref()).map_or("", Family::class);
    let class = live(move || chosen.class(&["band ", family].concat(), fetch));
    let name = crate::history::label(known);
    let is_current = live(move || if chosen.row() == row { "0" } else { "-1" }.to_owned());
    let height = ((band.span.end - band.span.start - 4.0) * chosen.scale).max(24.0);
    view! {
        <button type="button" class=class data-row=row.to_string() aria-label=name tabindex=is_current
            style=("top", pixels((band.span.start + 2.0) * chosen.scale)) style=("height", pixels(height))
            style=("inset-inline-start", pixels(band.column as f64 * BAND_PX * chosen.scale))
            on:click=act(move |_| chosen.open(fetch))
            on:pointerenter=act(move |_| chosen.light(fetch)) on:pointerleave=act(move |_| chosen.leave(fetch))
            on:focus=act(move |_| chosen.focus(fetch))>{(row + 1).to_string()}</button>
    }
    .erased()
}
