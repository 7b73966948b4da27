//! Words without a break, from whoever writes them, push nothing out; what belongs together stays on
//! one line.

use crate::acts::{real, send_for_real};
use crate::composer::paste;
use crate::elsewhere::{Elsewhere, Reply, octets};
use crate::keys::RIGHT;
use crate::page::{Page, Role};
use serde_json::json;
use std::time::Duration;

/// Two phones and a screen.
const SIZES: [(u32, u32); 3] = [(320, 640), (390, 844), (1280, 720)];

/// What is wider than its place, and whether Send is out of sight.
const PUSHED_OUT: &str = "const wide = [...document.querySelectorAll(
        'html, .bar, .side, .details, .steps, .main, .response, .real-lanes, .real-rows, .real-steps, .stage.is-real-part')]
        .filter(box => box.checkVisibility() && box.scrollWidth > box.clientWidth + 1)
        .map(box => `${box.localName}.${box.className} ${box.scrollWidth} of ${box.clientWidth}`);
    const out = [...document.querySelectorAll('.send, .mode, .leg-title, .plate, .wire, .real-steps p, .status')]
        .filter(box => box.checkVisibility() && box.getBoundingClientRect().right > innerWidth + 1)
        .map(box => `${box.localName}.${box.className} ends at ${box.getBoundingClientRect().right}`);
    return [...wide, ...out];";

async fn see_nothing_pushed_out(page: &Page, what: &str) {
    for (width, height) in SIZES {
        page.resize(width, height).await;
        tokio::time::sleep(Duration::from_millis(350)).await;
        let found = page.run(PUSHED_OUT, vec![]).await;
        assert_eq!(found, json!([]), "{what} at {width} × {height}");
    }
}

#[tokio::test]
async fn a_method_of_any_length_leaves_send_where_it_is() {
    let page = Page::open().await;
    let method = "M".repeat(300);
    paste(&page, &format!("curl -X {method} http://api.example.com/old-{}", "b".repeat(120))).await;
    page.see_in(".method", "MMM").await;
    see_nothing_pushed_out(&page, "a method").await;
    page.resize(1280, 720).await;
    page.click("Send").await;
    page.element(Role::Slider, "Position").await;
    page.click("Skip to the answer").await;
    see_nothing_pushed_out(&page, "an answer to a method").await;
    page.close().await;
}

#[tokio::test]
async fn what_a_server_writes_at_length_stays_within_the_side() {
    let server = Elsewhere::serve(|_, path| {
        let long = "t".repeat(60);
        let open = ["Access-Control-Allow-Origin: *", "Timing-Allow-Origin: *"];
        if path == "/" {
            let to = format!("Location: /{}", "r".repeat(120));
            return Reply::Octets(octets("302 Found", &[open[0], open[1], &to], b""));
        }
        let told = format!("Server-Timing: a;desc=\"{long}\";dur=1, {long};dur=2");
        let fields = [open[0], open[1], &told, "Content-Type: text/plain"];
        Reply::Octets(octets(
            &format!("200 {}", "O".repeat(60)),
            &fields,
            "w".repeat(300).as_bytes(),
        ))
    });
    let page = real().await;
    send_for_real(&page, &server.url).await;
    page.see_in(".real-rows", "rrrr").await;
    page.see_in(".real-rows", "tttt").await;
    page.see_in(".real-steps", "tttt").await;
    see_nothing_pushed_out(&page, "a redirect and Server-Timing").await;
    page.close().await;
}

/// When a step happens, and which of how many it is, where it stands on more than one line.
const BROKEN: &str = "const broken = [];
    for (const place of document.querySelectorAll('.where, .position')) {
        if (!place.checkVisibility()) continue;
        const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
            const { data } = texts.currentNode, range = document.createRange();
            const found = place.matches('.where') ? /[0-9][^·]*ms/.exec(data) : /.+/.exec(data);
            if (!found) continue;
            range.setStart(texts.currentNode, found.index);
            range.setEnd(texts.currentNode, found.index + found[0].length);
            const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
            if (tops.size > 1) broken.push(found[0]);
        }
    }
    return [/[0-9]\\sms/.test(document.querySelector('.where').textContent), ...broken]";

#[tokio::test]
async fn when_a_step_happens_stands_on_one_line() {
    for size in ["", "larger"] {
        let page = Page::open().await;
        page.run("localStorage.setItem('roundtrip.settings', arguments[0])", vec![json!(size)])
            .await;
        page.client.refresh().await.expect("the page loads again");
        page.fill("URL", "https://api.example.com/users/42").await;
        page.click("Send").await;
        page.element(Role::Slider, "Position").await;
        page.run("document.activeElement.blur()", vec![]).await;
        for step in 1..=5 {
            page.see_step_quietly(step).await;
            for (width, height) in SIZES.into_iter().chain([(700, 560), (981, 700)]) {
                page.resize(width, height).await;
                tokio::time::sleep(Duration::from_millis(100)).await;
                let found = page.run(BROKEN, vec![]).await;
                assert_eq!(found, json!([true]), "{size} {width} × {height}, step {step}");
            }
            page.resize(1280, 720).await;
            page.press(&[RIGHT]).await;
        }
        page.close().await;
    }
}
