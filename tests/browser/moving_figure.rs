//! An animated figure as an image: at each moment the arrows are drawn that have come by then. What is
//! looked at are the browser's own pictures of it, which stay in `target/tmp`.
//!
//! Nobody can wind an image on from outside. So each moment has a figure of its own, whose animations
//! stand still so far into their round; the one that is published is seen to move and to rest.

use crate::dist::{file, folder, is_published};
use crate::drive::Browser;
use crate::elsewhere::{Elsewhere, Reply, octets};
use crate::page::Page;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use fantoccini::Locator;
use picture::svg::Clock;
use picture::{Level, Sequence};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use trace::Scenario;

/// Shows a figure as the only thing in the page, and waits until it is decoded.
const SHOW: &str = "
    const [svg, width, done] = arguments;
    const image = document.createElement('img');
    image.width = width;
    image.src = 'data:image/svg+xml,' + encodeURIComponent(svg);
    document.body.replaceChildren(image);
    document.body.style.margin = 0;
    image.decode().then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))), error => done(String(error)));";

/// The steps whose arrows have a tip as dark as a tip is, in this picture of that figure.
const DRAWN: &str = "
    const [svg, png, done] = arguments;
    const figure = new DOMParser().parseFromString(svg, 'image/svg+xml');
    const [, left, top] = /translate\\(([\\d.]+) ([\\d.]+)\\)/
        .exec(figure.querySelector('g').getAttribute('transform')).map(Number);
    const tips = [...figure.querySelectorAll('path.tip')].map(tip => {
        const corners = tip.getAttribute('d').match(/-?[\\d.]+/g).map(Number);
        const middle = at => (corners[at] + corners[at + 2] + corners[at + 4]) / 3;
        const [, step] = /\\bk(\\d+)\\b/.exec(tip.parentNode.getAttribute('class'));
        return [Number(step), left + middle(0), top + middle(1)];
    });
    const picture = new Image();
    picture.onload = () => {
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
        const context = canvas.getContext('2d');
        context.drawImage(picture, 0, 0);
        const scale = picture.naturalWidth / Number(figure.documentElement.getAttribute('width'));
        const brightness = (x, y) => {
            const [r, g, b] = context.getImageData(Math.round(x * scale), Math.round(y * scale), 1, 1).data;
            return (r + g + b) / 3;
        };
        const paper = brightness(2, 2);
        done(tips.filter(([, x, y]) => Math.abs(paper - brightness(x, y)) > 90).map(([step]) => step));
    };
    picture.src = 'data:image/png;base64,' + png;";

/// What the published figure does for those who want no motion.
const STILL: &str = "@media (prefers-reduced-motion:reduce){*{animation:none!important}}";

/// Small enough to be seen whole in every window.
const WIDTH_PX: u32 = 540;

async fn show(page: &Page, svg: &str) {
    let shown = page.client.execute_async(SHOW, vec![json!(svg), json!(WIDTH_PX)]).await;
    assert_eq!(shown.expect("a script runs"), json!(true));
}

/// The steps whose arrows are drawn now.
async fn drawn(page: &Page, svg: &str, name: &str) -> Vec<u64> {
    let image = page.client.find(Locator::Css("img")).await.expect("it is shown");
    let png = image.screenshot().await.expect("a picture of it can be taken");
    let file = format!("figure-{:?}-{name}.png", Browser::chosen()).to_lowercase();
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(file), &png).expect("it is kept");
    let png = json!(BASE64_STANDARD.encode(&png));
    let said = page.client.execute_async(DRAWN, vec![json!(svg), png]).await;
    let said = said.expect("a script runs");
    said.as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
}

/// An empty page, and the figure that is published of the default exchange.
async fn with_figure() -> Option<(Page, String)> {
    if !is_published() {
        return None;
    }
    let svg = std::fs::read_to_string(folder().join(file("/get.figure.svg"))).expect("it is text");
    assert_eq!(svg.matches(STILL).count(), 1);
    let page = Page::blank().await;
    const HTML: &[u8] = b"<!doctype html><meta charset=utf-8><title>Course</title>";
    let reply =
        |_: &str, _: &str| Reply::Octets(octets("200 OK", &["Content-Type: text/html"], HTML));
    page.client.goto(&Elsewhere::serve(reply).url).await.expect("the page loads");
    Some((page, svg))
}

#[tokio::test]
async fn at_six_moments_the_arrows_are_drawn_that_have_come() {
    // WebKitGTK does not come to the end of decoding a second image there; that it moves is seen.
    if Browser::chosen() == Browser::WebKit {
        return;
    }
    let Some((page, svg)) = with_figure().await else { return };
    let trace = Arc::new(engine::simulate(&Scenario::default()));
    let sequence = Sequence::new(trace, Level::Story);
    let instants = Clock::new(&sequence).expect("it has steps").instants_s();
    let instants_of_step = (instants.len() - 1) / sequence.steps.len();
    let at_step = |step: usize| instants[1 + step * instants_of_step] + 1.0;
    let moments: [(&str, f64, &[u64]); 6] = [
        ("at-first", 0.7, &[]),
        ("asked-dns", at_step(0), &[0]),
        ("has-address", at_step(1), &[0, 1]),
        ("asked-database", at_step(4), &[0, 1, 2, 4]),
        ("has-rows", at_step(5), &[0, 1, 2, 4, 5]),
        ("at-last", at_step(8), &[0, 1, 2, 4, 5, 7]),
    ];
    for (name, moment_s, expected) in moments {
        let still = format!(
            "*{{animation-play-state:paused!important;animation-delay:-{moment_s:.3}s!important}}"
        );
        let figure = svg.replace(STILL, &still);
        show(&page, &figure).await;
        assert_eq!(drawn(&page, &figure, name).await, expected, "{name}, {moment_s} s");
    }
    page.close().await;
}

#[tokio::test]
async fn a_figure_moves_as_it_is_published() {
    // Firefox is started as for a reader who wants no motion.
    if Browser::chosen() == Browser::Firefox {
        return;
    }
    let Some((page, svg)) = with_figure().await else { return };
    show(&page, &svg).await;
    let first = drawn(&page, &svg, "moving").await;
    assert!(first.len() < 6, "it begins at the beginning: {first:?}");
    let mut later = first.clone();
    for _ in 0..100 {
        if later.len() > first.len() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        later = drawn(&page, &svg, "moving").await;
    }
    assert!(later.len() > first.len() && later.starts_with(&first), "{first:?}, {later:?}");
    page.close().await;
}

#[tokio::test]
async fn a_figure_is_whole_and_rests_for_who_wants_no_motion() {
    // The others tell a page alone what they are made to prefer, and no image in it.
    if Browser::chosen() != Browser::Firefox {
        return;
    }
    let Some((page, svg)) = with_figure().await else { return };
    show(&page, &svg).await;
    for name in ["resting", "resting-still"] {
        assert_eq!(drawn(&page, &svg, name).await, [0, 1, 2, 4, 5, 7]);
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    page.close().await;
}
