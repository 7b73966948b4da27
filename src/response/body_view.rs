//! Bodies as the Response cards show them, simulated and real: text a piece at a time, pictures, a
//! page as a browser renders it; and header fields.

use crate::browser::sandbox;
use crate::response::answer::BodyView;
use crate::texts;
use crate::view::erased_view::{Erase, ErasedView};
use crate::view::live::{act, nothing, part, truth};
use crate::view::octet_count::octets_text;
use crate::view::pieces::{Pieces, in_pieces, ranges};
use base64::prelude::{BASE64_STANDARD, Engine};
use language::{fill, say, say_count};
use leptos::html::Iframe;
use leptos::prelude::*;
use std::sync::Arc;
use trace::FieldLine;
use trace::hidden::marked;

/// A body, with a button for each of its views where there are several.
pub fn body_as(
    views: &'static [BodyView],
    show: Arc<dyn Fn(BodyView) -> ErasedView + Send + Sync>,
) -> ErasedView {
    let chosen = RwSignal::new(views[0]);
    let content = part(move || Some(show(chosen.get())));
    let switch = match views {
        [_] => nothing(),
        views => {
            let buttons = views.iter().map(|view| view_button(*view, chosen)).collect::<Vec<_>>();
            view! { <div class="views" role="group" aria-label=say(texts::BODY_AS)>{buttons}</div> }
                .erased()
        }
    };
    view! { <div class="body">{switch}{content}</div> }.erased()
}

fn view_button(view: BodyView, chosen: RwSignal<BodyView>) -> ErasedView {
    let is_chosen = truth(move || chosen.get() == view);
    let choose = act(move |_| chosen.set(view));
    view! { <button type="button" aria-pressed=is_chosen on:click=choose>{view.label()}</button> }
        .erased()
}

/// A text, as far as it is asked for.
pub fn text(text: String) -> ErasedView {
    long_text(text, |content| {
        view! { <pre class="content" translate="no" tabindex="0" aria-label=say(texts::BODY)>{content}</pre> }
            .erased()
    })
}

fn long_text(text: String, frame: impl FnOnce(ErasedView) -> ErasedView) -> ErasedView {
    let ranges = Arc::new(ranges(&text));
    let (n_octets, text) = (text.len(), Arc::<str>::from(text));
    let (count, of_rest) = (ranges.len(), ranges.clone());
    let piece = move |at: usize| {
        let text = &text[ranges[at].clone()];
        // A piece that ends with its line is a box of its own, so that those above stay as they are.
        let class = if text.ends_with('\n') { "piece is-lines" } else { "piece" };
        view! { <span class=class>{marked(text).into_owned()}</span> }.erased()
    };
    let rest = move |n_shown: usize| {
        let from = of_rest.get(n_shown).map_or(n_octets, |range| range.start);
        fill!(texts::SHOW_THE_REST, octets = octets_text(n_octets - from))
    };
    in_pieces(Pieces { count, piece: Arc::new(piece), rest: Arc::new(rest) }, frame)
}

/// A picture that a server sent. Within `<img>` even SVG runs and loads nothing (SVG Integration,
/// “secure static mode”).
pub fn picture(media_type: &'static str, octets: &[u8]) -> ErasedView {
    let data = ["data:", media_type, ";base64,", &BASE64_STANDARD.encode(octets)].concat();
    let name = fill!(texts::PICTURE_THAT_CAME, media_type, octets = octets_text(octets.len()));
    view! { <img class="picture" src=data alt=name decoding="async" /> }.erased()
}

/// How many pieces of a page are rendered, and how many of its tags, which may stand within each
/// other: more would hold the reader up, whatever is in them.
const PAGE_PIECES: usize = 8;
const PAGE_TAGS: usize = 4000;

/// A page as a browser renders it, in a frame that runs no script and loads nothing; of a long one
/// its start.
pub fn page(html: String) -> ErasedView {
    let len = rendered_len(&html);
    let cut = match len < html.len() {
        true => {
            let told = fill!(texts::PAGE_IS_CUT, octets = octets_text(len));
            view! { <p class="muted">{told}</p> }.erased()
        }
        false => nothing(),
    };
    let frame = NodeRef::<Iframe>::new();
    Effect::new(move |_| {
        if let Some(frame) = frame.get() {
            sandbox::render_page(&frame, &html[..len]);
        }
    });
    view! {
        <iframe class="rendered" sandbox="" title=say(texts::PAGE_RENDERED) node_ref=frame></iframe>
        {cut}
        <p class="muted">{say(texts::WITHOUT_ITS_STYLE_SCRIPT)}</p>
    }
    .erased()
}

/// How much of a page is rendered, in octets.
fn rendered_len(html: &str) -> usize {
    let after_pieces = ranges(html).get(PAGE_PIECES - 1).map_or(html.len(), |last| last.end);
    let after_tags = html.match_indices('<').nth(PAGE_TAGS).map_or(html.len(), |(at, _)| at);
    after_pieces.min(after_tags)
}

/// How many header fields are shown at a time.
const LINES: usize = 100;

/// Header fields, as far as they are asked for. `name` shows the name of one.
pub fn headers(
    field_lines: Vec<FieldLine>,
    name: impl Fn(&str) -> ErasedView + Send + Sync + 'static,
) -> ErasedView {
    let n_lines = field_lines.len();
    let piece = move |at: usize| {
        let lines = field_lines.iter().skip(at * LINES).take(LINES).map(|line| {
            let value = long_text(line.value.clone(), |value| value);
            view! { <div><dt>{name(&line.name)}</dt><dd translate="no">{value}</dd></div> }.erased()
        });
        lines.collect::<Vec<_>>().erased()
    };
    let rest = move |n_shown: usize| {
        say_count(texts::SHOW_MORE_HEADERS, n_lines.saturating_sub(n_shown * LINES) as u64)
    };
    let pieces =
        Pieces { count: n_lines.div_ceil(LINES), piece: Arc::new(piece), rest: Arc::new(rest) };
    in_pieces(pieces, |lines| view! { <dl>{lines}</dl> }.erased())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_page_is_rendered_what_is_quick_to_draw() {
        let usual = "<p>A line of text, as pages have them.</p>\n".repeat(1000);
        assert_eq!(rendered_len(&usual), usual.len());
        assert_eq!(rendered_len(""), 0);
        assert_eq!(rendered_len(&"<b>".repeat(100_000)), 3 * PAGE_TAGS);
        let marks = "\u{301}".repeat(500_000);
        assert!((20_000..40_000).contains(&rendered_len(&marks)), "{}", rendered_len(&marks));
        assert!(marks.is_char_boundary(rendered_len(&marks)));
    }
}
