//! Embeds in a course page of another origin: from the click to the first step, and the posters of ten
//! beside as many plain images of that size.

use super::{At, median, told};
use crate::dist::{Dist, Fault, Faults};
use crate::page::Page;
use fantoccini::Locator;
use serde_json::{Value, json};

/// Visits of which the median is told, each in a browser of its own.
const VISITS: usize = 5;

/// What ten embeds show.
const EXAMPLES: [&str; 10] = [
    "get",
    "not-found",
    "https",
    "http2",
    "keep-alive",
    "post-then-get",
    "dns-alias",
    "lossy-link",
    "page-http2",
    "unauthorized",
];
const WIDTH_PX: u32 = 600;
const HEIGHT_PX: u32 = 300;

/// Presses Start, and answers how many milliseconds later the first step is painted.
const START: &str = "
    const [done] = arguments;
    const started = performance.now();
    const look = () => document.querySelector('.embed .where')?.textContent.startsWith('Step 1 of')
        ? requestAnimationFrame(() => done(performance.now() - started))
        : requestAnimationFrame(look);
    document.querySelector('.start').click();
    look();";

/// Answers how many milliseconds after the visit began all that is looked for was painted.
const PAINTED: &str = "
    const [done] = arguments;
    const areThere = () => {
        const frames = [...document.querySelectorAll('iframe')];
        const posters = frames.map(frame => frame.contentDocument?.querySelector('.first-frame'));
        const images = [...document.querySelectorAll('img'), ...posters];
        return images.length === 10 && images.every(image => image?.complete && image.naturalWidth > 0);
    };
    const look = () => areThere()
        ? requestAnimationFrame(() => done(performance.now()))
        : requestAnimationFrame(look);
    look();";

/// Tells the times of both.
pub async fn times() {
    println!("\n  embeds, from a server on this machine, median of {VISITS} visits:");
    let mut starts = Vec::new();
    for _ in 0..VISITS {
        starts.push(start().await);
    }
    told("from a click to the first step", median(starts), "ms", Some(At::Most(1000.0)));
    let (mut posters, mut images) = (Vec::new(), Vec::new());
    for _ in 0..VISITS {
        posters.push(painted(frame).await);
        images.push(painted(image).await);
    }
    let (posters, images) = (median(posters), median(images));
    told("posters of ten embeds in one page", posters, "ms", None);
    told("for comparison: ten plain images of that size", images, "ms", None);
    told("posters, of the time of images", posters / images, "times", None);
}

/// A course page with this in it, on a port of its own.
fn course(content: &str) -> Dist {
    let html = format!("<!doctype html><meta charset=utf-8><title>Course</title>{content}");
    Dist::serve(Faults::none().compressed().once("course.html", Fault::Octets(html.into_bytes())))
}

async fn start() -> f64 {
    let embeds = Dist::serve(Faults::none().compressed());
    let frame = format!(
        "<iframe src='{}embed.html#example=get' width=700 height=500></iframe>",
        embeds.url
    );
    let page = Page::blank().await;
    page.client.goto(&format!("{}course.html", course(&frame).url)).await.expect("the page loads");
    let frame = page.client.find(Locator::Css("iframe")).await.expect("it is there");
    frame.enter_frame().await.expect("it can be entered");
    page.see_in("[data-foot]", "9 steps").await;
    let took = page.client.execute_async(START, vec![]).await.expect("the first step comes");
    page.close().await;
    took.as_f64().expect("a time")
}

fn frame(example: &str) -> String {
    format!(
        "<iframe src='embed.html#example={example}' width={WIDTH_PX} height={HEIGHT_PX}></iframe>"
    )
}

/// The picture that the poster shows.
fn image(example: &str) -> String {
    let file = crate::dist::file(&format!("examples/{example}.svg"));
    format!("<img src='{file}' width={WIDTH_PX} height={HEIGHT_PX}>")
}

/// The frames have the origin of the page here, so that it can look into them.
async fn painted(of: impl Fn(&str) -> String) -> f64 {
    let content: String = EXAMPLES.iter().map(|example| of(example)).collect();
    let page = Page::blank().await;
    page.client.goto(&format!("{}course.html", course(&content).url)).await.expect("it loads");
    let took: Value = page.client.execute_async(PAINTED, vec![]).await.expect("all is painted");
    page.close().await;
    took.as_f64().unwrap_or_else(|| panic!("{}", json!(took)))
}
