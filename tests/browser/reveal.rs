//! Embeds in the slides of a real reveal.js: the deck of `demo/deck`, whose frames have another origin.
//! `cargo xtask test` gets reveal.js, and says where it is with `ROUNDTRIP_REVEAL`.

use crate::dist::{Dist, Faults};
use crate::elsewhere::{Elsewhere, Reply, octets};
use crate::embed::{press, see_step, start, until};
use crate::keys;
use crate::page::Page;
use fantoccini::Locator;
use serde_json::json;
use std::path::{Path, PathBuf};

/// The slide whose frame is loaded once it is shown, and the one whose frame is loaded with the deck.
const LAZY: u32 = 1;
const PLAIN: u32 = 2;

/// The folder of reveal.js, or `None` where there is none, which is said.
fn reveal() -> Option<PathBuf> {
    let found = std::env::var_os("ROUNDTRIP_REVEAL").map(PathBuf::from);
    if found.is_none() {
        // Past the test runner, which keeps what a test prints to itself.
        use std::io::Write;
        let said = "skipped: ROUNDTRIP_REVEAL names no reveal.js; `cargo xtask test` sets it\n";
        std::io::stderr().write_all(said.as_bytes()).expect("there is a terminal or a file");
        assert!(std::env::var_os("CI").is_none(), "{said}");
    }
    found
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "Content-Type: text/html",
        Some("js") => "Content-Type: text/javascript",
        Some("css") => "Content-Type: text/css",
        _ => "Content-Type: application/octet-stream",
    }
}

/// A server with the deck, whose frames come from another one.
/// `is_lazy`: frames wait for their slide.
fn deck(reveal: PathBuf, is_lazy: bool) -> String {
    let site = Dist::serve(Faults::none()).url;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/deck");
    let reply = move |_: &str, path: &str| {
        let path = path.split('?').next().unwrap_or_default().trim_start_matches('/');
        let file = match path.strip_prefix("reveal.js/") {
            Some(within) => reveal.join(within),
            None => folder.join(path),
        };
        Reply::Octets(match std::fs::read(file) {
            Ok(content) if path.ends_with(".html") => {
                let html = String::from_utf8(content).expect("the deck is text");
                let preload = if is_lazy { "data-preload " } else { "\0" };
                let html = html.replace("../../", &site).replace(preload, "");
                octets("200 OK", &[kind(path)], html.as_bytes())
            }
            // chromedriver does not know where to press in what a slide has scaled.
            Ok(content) if path == "deck.js" => {
                let script = String::from_utf8(content).expect("the deck is text");
                let script = script.replace("hash: true", "hash: true, minScale: 1, maxScale: 1");
                octets("200 OK", &[kind(path)], script.as_bytes())
            }
            Ok(content) => octets("200 OK", &[kind(path)], &content),
            Err(_) => octets("404 Not Found", &[], b""),
        })
    };
    format!("{}index.html", Elsewhere::serve(reply).url)
}

/// The deck, at this slide. Whoever looks is in the deck.
async fn at(slide: u32) -> Option<Page> {
    opened(slide, false).await
}

async fn opened(slide: u32, is_lazy: bool) -> Option<Page> {
    let url = deck(reveal()?, is_lazy);
    let page = Page::blank().await;
    page.client.goto(&format!("{url}#/{slide}")).await.expect("the deck loads");
    see_slide(&page, slide).await;
    Some(page)
}

async fn see_slide(page: &Page, slide: u32) {
    let script = "return self.Reveal?.isReady() ? Reveal.getIndices().h : -1";
    until(page, script, |at| *at == json!(slide)).await;
}

/// Enters the frame of the slide that is shown.
async fn enter(page: &Page) {
    let script = "return !!document.querySelector('section.present iframe[src*=embed]')";
    until(page, script, |is_there| *is_there == json!(true)).await;
    let frame = page.client.find(Locator::Css("section.present iframe")).await;
    frame.expect("it is there").enter_frame().await.expect("it can be entered");
}

async fn leave(page: &Page) {
    page.client.enter_parent_frame().await.expect("there is a way back");
}

/// What has the focus of the deck.
async fn see_focus_in_deck(page: &Page) {
    let script = "return document.hasFocus() && document.activeElement.tagName !== 'IFRAME'";
    until(page, script, |is_there| *is_there == json!(true)).await;
}

/// From a click inside on, arrow keys step, and beyond either end they are the deck's.
async fn keys_step_and_then_turn_the_slide(slide: u32) {
    let Some(page) = opened(slide, true).await else { return };
    enter(&page).await;
    start(&page).await;
    see_step(&page, "Step 1 of 9").await;
    press(&page, ".embed .stage").await;
    page.press(&[keys::RIGHT]).await;
    see_step(&page, "Step 2 of 9").await;
    leave(&page).await;
    see_slide(&page, slide).await;
    enter(&page).await;
    page.press(&[keys::END]).await;
    see_step(&page, "Step 9 of 9").await;
    page.press(&[keys::PAGE_DOWN]).await;
    leave(&page).await;
    see_slide(&page, slide + 1).await;
    see_focus_in_deck(&page).await;
    page.press(&[keys::LEFT]).await;
    see_slide(&page, slide).await;
    // A deck may have thrown the frame away meanwhile.
    enter(&page).await;
    see_step(&page, "Step 9 of 9").await;
    press(&page, ".embed .stage").await;
    page.press(&[keys::HOME]).await;
    see_step(&page, "Step 1 of 9").await;
    page.press(&[keys::LEFT]).await;
    leave(&page).await;
    see_slide(&page, slide - 1).await;
    see_focus_in_deck(&page).await;
    page.press(&[keys::RIGHT]).await;
    see_slide(&page, slide).await;
    enter(&page).await;
    press(&page, ".embed .stage").await;
    page.press(&[keys::ESCAPE]).await;
    leave(&page).await;
    see_focus_in_deck(&page).await;
    page.press(&[keys::RIGHT]).await;
    see_slide(&page, slide + 1).await;
    page.close().await;
}

#[tokio::test]
async fn in_a_frame_that_a_slide_loads_keys_step_and_then_turn_the_slide() {
    keys_step_and_then_turn_the_slide(LAZY).await;
}

#[tokio::test]
async fn in_a_frame_that_the_deck_loads_keys_step_and_then_turn_the_slide() {
    keys_step_and_then_turn_the_slide(PLAIN).await;
}

#[tokio::test]
async fn a_deck_that_is_loaded_anew_is_at_the_slide_and_step_that_it_was_left_at() {
    let Some(page) = at(LAZY).await else { return };
    for (slide, step) in [(LAZY, "Step 3 of 9"), (PLAIN, "Step 2 of 9")] {
        page.run("Reveal.slide(arguments[0])", vec![json!(slide)]).await;
        see_slide(&page, slide).await;
        enter(&page).await;
        start(&page).await;
        see_step(&page, "Step 1 of 9").await;
        for _ in 0..if slide == LAZY { 2 } else { 1 } {
            press(&page, ".embed .is-primary").await;
        }
        see_step(&page, step).await;
        leave(&page).await;
    }
    // reveal.js writes the slide's address a second after the one before.
    until(&page, "return location.hash", |hash| *hash == json!(format!("#/{PLAIN}"))).await;
    page.client.refresh().await.expect("the deck loads again");
    see_slide(&page, PLAIN).await;
    enter(&page).await;
    see_step(&page, "Step 2 of 9").await;
    leave(&page).await;
    page.run("Reveal.slide(arguments[0])", vec![json!(LAZY)]).await;
    enter(&page).await;
    see_step(&page, "Step 3 of 9").await;
    page.close().await;
}

#[tokio::test]
async fn a_deck_moves_the_embed_on_and_back() {
    let Some(page) = at(PLAIN).await else { return };
    let post = "document.querySelector('section.present iframe').contentWindow
        .postMessage({ type: `roundtrip/${arguments[0]}`, v: 1 }, '*')";
    // Before the program is there, it is wanted by that; and no wish is lost.
    for _ in 0..2 {
        page.run(post, vec![json!("next")]).await;
    }
    enter(&page).await;
    see_step(&page, "Step 3 of 9").await;
    leave(&page).await;
    page.run(post, vec![json!("previous")]).await;
    enter(&page).await;
    see_step(&page, "Step 2 of 9").await;
    leave(&page).await;
    see_slide(&page, PLAIN).await;
    page.close().await;
}

/// The steps that the embed in the speaker's view has told the deck there. A driver waits for ever in
/// that window, whose document never ends: so the deck looks into it.
const SPEAKER: &str = "
    const deck = self.speaker?.document.querySelector('#current-slide iframe')?.contentWindow;
    if (!deck?.Reveal?.isReady?.()) return [];
    if (!deck.heard) {
        deck.heard = [];
        deck.addEventListener('message', ({ data }) => {
            if (data?.type === 'roundtrip/step') deck.heard.push(data.step);
        });
    }
    if (arguments[0]) deck.setTimeout(arguments[0]);
    return [deck.Reveal.getIndices().h, deck.heard.at(-1) ?? 0];";

#[tokio::test]
async fn the_speakers_view_shows_the_embed_at_the_step_of_the_audience_and_follows() {
    let Some(page) = at(LAZY).await else { return };
    enter(&page).await;
    start(&page).await;
    press(&page, ".embed .is-primary").await;
    see_step(&page, "Step 2 of 9").await;
    leave(&page).await;
    let note =
        "const { open } = self; self.open = (...said) => self.speaker = open.apply(self, said);
        document.activeElement.blur()";
    page.run(note, vec![]).await;
    page.press(&['s']).await;
    until(&page, SPEAKER, |said| *said == json!([LAZY, 2])).await;
    // The audience's goes on, and the speaker's follows.
    enter(&page).await;
    press(&page, ".embed .is-primary").await;
    see_step(&page, "Step 3 of 9").await;
    leave(&page).await;
    until(&page, SPEAKER, |said| *said == json!([LAZY, 3])).await;
    // The speaker's goes on, and the audience's follows.
    let next = "document.querySelector('section.present iframe').contentWindow
        .postMessage({ type: 'roundtrip/next', v: 1 }, '*')";
    page.run(SPEAKER, vec![json!(next)]).await;
    enter(&page).await;
    see_step(&page, "Step 4 of 9").await;
    leave(&page).await;
    page.run("Reveal.next()", vec![]).await;
    until(&page, SPEAKER, |said| said[0] == json!(PLAIN)).await;
    // What is started for the audience is started for the speaker.
    enter(&page).await;
    start(&page).await;
    leave(&page).await;
    until(&page, SPEAKER, |said| *said == json!([PLAIN, 1])).await;
    page.close().await;
}
