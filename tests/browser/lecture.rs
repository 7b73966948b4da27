//! Before a room: a lane alone, the whole screen, and a link for the room's phones.

use crate::acts::sent;
use crate::drive::Browser;
use crate::files::DROP;
use crate::keys::{ESCAPE, PAGE_DOWN};
use crate::page::{Page, Role};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const SHIFT: char = '\u{E008}';
const PATIENCE: Duration = Duration::from_secs(20);

/// The default exchange before a room, at its first step.
async fn presented() -> Page {
    let page = sent().await;
    page.press_together(&[SHIFT, 'p']).await;
    page.see_in(".room-place", "1 / 9").await;
    page
}

/// Waits until a script answers this.
async fn see(page: &Page, script: &str, expected: Value) {
    let started = Instant::now();
    loop {
        let seen = page.run(script, vec![]).await;
        if seen == expected {
            return;
        }
        assert!(started.elapsed() < PATIENCE, "{script}: {seen}, not {expected}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

const HEADS: &str =
    "return [...document.querySelectorAll('.room-head')].map(head => head.textContent)";
const N_ITEMS: &str = "return document.querySelectorAll('.room svg :is(.arrow, .note)').length";

#[tokio::test]
async fn a_lane_or_an_act_has_all_the_room_and_escape_shows_everything() {
    let page = presented().await;
    see(&page, N_ITEMS, json!(9)).await;
    let scale = "return document.querySelector('.room svg').getScreenCTM().a";
    let before = page.run(scale, vec![]).await.as_f64().expect("a number");
    page.click("Database").await;
    page.press(&['z']).await;
    see(&page, HEADS, json!(["Web server", "Database"])).await;
    see(&page, N_ITEMS, json!(2)).await;
    let near = page.run(scale, vec![]).await.as_f64().expect("a number");
    assert!(near > 1.3 * before, "larger: {near}, not {before}");
    // Steps of others go on, and move nothing.
    for _ in 0..5 {
        page.press(&[PAGE_DOWN]).await;
        see(&page, N_ITEMS, json!(2)).await;
    }
    page.see_in(".room-place", "6 / 9").await;
    see(&page, "return document.querySelectorAll('.room .is-now').length", json!(1)).await;
    page.press(&[ESCAPE]).await;
    see(&page, N_ITEMS, json!(9)).await;
    page.press(&['z']).await;
    see(&page, "return document.querySelectorAll('.room svg .is-now').length", json!(1)).await;
    page.press(&['z', 'v']).await;
    see(&page, "return !!document.querySelector('.room .is-dim')", json!(true)).await;
    page.press(&[ESCAPE]).await;
    see(&page, "return !!document.querySelector('.room .is-dim')", json!(false)).await;
    page.close().await;
}

#[tokio::test]
async fn shift_f_fills_the_screen_and_gives_it_back() {
    let page = presented().await;
    let is_full = "return document.fullscreenElement === document.documentElement";
    see(&page, is_full, json!(false)).await;
    page.press_together(&[SHIFT, 'f']).await;
    see(&page, is_full, json!(true)).await;
    page.press(&[PAGE_DOWN]).await;
    page.see_in(".room-place", "2 / 9").await;
    page.press_together(&[SHIFT, 'f']).await;
    see(&page, is_full, json!(false)).await;
    page.close().await;
}

/// What the drawn code says, read by a decoder that is not ours from what the path fills.
async fn decoded(page: &Page, within: &str) -> String {
    let path = format!(
        "const drawn = document.querySelector('{within} .code-drawn');
        return [drawn.getAttribute('viewBox'), drawn.querySelector('path').getAttribute('d')]"
    );
    let drawn = page.run(&path, vec![]).await;
    let side = drawn[0].as_str().and_then(|view_box| view_box.rsplit(' ').next()?.parse().ok());
    let side: usize = side.expect("a side");
    let mut dark = vec![false; side * side];
    for run in drawn[1].as_str().expect("a path").split('M').skip(1) {
        let (place, width) = run.split_once('h').expect("a run");
        let (x, y) = place.split_once(' ').expect("a place");
        let (x, y): (usize, usize) = (x.parse().expect("x"), y.parse().expect("y"));
        let width: usize = width.split('v').next().and_then(|n| n.parse().ok()).expect("a width");
        dark[y * side + x..][..width].fill(true);
    }
    const PX: usize = 4;
    let grey = |x, y| if dark[y / PX * side + x / PX] { 0 } else { 255 };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side * PX, side * PX, grey);
    let grids = image.detect_grids();
    grids.first().expect("a code is found").decode().expect("it is read").1
}

#[tokio::test]
async fn a_phone_that_reads_the_code_comes_to_the_step() {
    let page = presented().await;
    page.press(&[PAGE_DOWN, PAGE_DOWN, PAGE_DOWN]).await;
    page.see_in(".room-place", "4 / 9").await;
    page.press(&['q']).await;
    page.see_in(".room-code .code-link", "#v1.").await;
    page.see_in(".room-code", "from this computer alone").await;
    for (width, height) in [(1280, 720), (1920, 1080), (390, 844)] {
        page.resize(width, height).await;
        let fits = "const { left, top, right, width, height } = document.querySelector('.room-code .code-drawn').getBoundingClientRect();
            const link = document.querySelector('.room-code .code-link').getBoundingClientRect();
            const foot = document.querySelector('.room-foot').getBoundingClientRect();
            return left >= 0 && top >= 0 && right <= innerWidth && link.bottom <= foot.top + 1
                && Math.min(width, height) >= Math.min(innerWidth, innerHeight) * 0.5";
        see(&page, fits, json!(true)).await;
    }
    page.resize(1280, 720).await;
    crate::accessibility::check(&page, "the code before a room").await;
    let link = decoded(&page, ".room-code").await;
    assert_eq!(link, page.text_of(".room-code .code-link").await);
    // It goes along with the step.
    page.press(&[PAGE_DOWN]).await;
    let started = Instant::now();
    while page.text_of(".room-code .code-link").await == link {
        assert!(started.elapsed() < PATIENCE, "the code is of the step that is shown");
    }
    page.press(&[ESCAPE]).await;
    see(&page, "return !!document.querySelector('.room-code')", json!(false)).await;
    let phone = Page::blank().await;
    if Browser::chosen() == Browser::Chromium {
        phone.resize_phone(390, 844).await;
    }
    phone.client.goto(&link).await.expect("the phone opens it");
    phone.see_step("Step 4 of 9").await;
    phone.close().await;
    page.close().await;
}

#[tokio::test]
async fn the_share_panel_has_the_code_and_says_where_there_can_be_none() {
    let page = sent().await;
    page.click("Share").await;
    page.click("QR code").await;
    page.see_in("#share .code-link", "#v1.").await;
    crate::accessibility::check(&page, "the code under Share").await;
    let link = decoded(&page, "#share").await;
    assert_eq!(link, page.text_of("#share .code-link").await);
    page.click("QR code").await;
    see(&page, "return !!document.querySelector('#share .code')", json!(false)).await;
    page.press(&[ESCAPE]).await;
    // Nothing in it is alike, so that it cannot be made small.
    let mut chance = 0x5eed_u64;
    let body: String = (0..1500)
        .map(|_| {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            char::from(b'a' + (chance >> 60) as u8)
        })
        .collect();
    let scenario = json!({ "version": 2, "requests": [
        { "method": "POST", "url": "http://api.example.com/users", "body": body }
    ] });
    page.run(DROP, vec![json!("long.json"), json!(scenario.to_string())]).await;
    page.see_step("Step 1 of 6").await;
    page.click("Share").await;
    page.click("QR code").await;
    page.see_in("#share .code", "no code can be read from afar").await;
    page.element(Role::Button, "Save as a file").await;
    page.close().await;
}
