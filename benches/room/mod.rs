//! Before a room: from a key to the step that it paints, alone and with the presenter's window open,
//! and from F5 back to the step.

use super::{At, median, told};
use crate::page::Page;
use serde_json::{Value, json};
use std::time::Duration;

const SHIFT: char = '\u{E008}';
const PAGE_DOWN: char = '\u{E00F}';
const HOME: char = '\u{E011}';

/// Keys of which the median is told; the default exchange is gone through as often as it takes.
const KEYS: usize = 48;
const RELOADS: usize = 7;

/// From now on notes, for each key that changes the step, the milliseconds from the key, as the system
/// has its time, to behind the frame that shows what it changed.
const NOTE: &str = "
    window.painted = [];
    const place = () => document.querySelector('.room-place').textContent;
    addEventListener('keydown', ({ timeStamp }) => {
        const before = place();
        requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => place() === before || painted.push(performance.now() - timeStamp);
            port2.postMessage(0);
        });
    }, true);";

/// Answers when the room stood at this place, in milliseconds since the page was asked for.
const BACK: &str = "
    const [place, done] = arguments;
    const look = () => document.querySelector('.room-place')?.textContent === place
        ? requestAnimationFrame(() => done(performance.now()))
        : requestAnimationFrame(look);
    look();";

/// Tells all of them.
pub async fn times() {
    println!("\n  before a room, 1280 × 720, median of {KEYS} keys and {RELOADS} reloads:");
    let page = Page::open().await;
    page.resize(1280, 720).await;
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    page.press_together(&[SHIFT, 'p']).await;
    page.see_in(".room-place", "1 / 9").await;
    page.run(NOTE, vec![]).await;
    keys(&page, "from a key to the painted step, at Story", 50.0).await;
    page.press(&['c', 'c']).await;
    keys(&page, "the same, at Packets", 100.0).await;
    page.press(&['c', HOME, PAGE_DOWN, PAGE_DOWN, PAGE_DOWN]).await;
    page.see_in(".room-place", "4 / 9").await;
    // The address is written soon behind a step.
    tokio::time::sleep(Duration::from_millis(400)).await;
    let mut reloads = Vec::new();
    for _ in 0..RELOADS {
        page.client.refresh().await.expect("the page loads again");
        let back = page.client.execute_async(BACK, vec![json!("4 / 9")]).await;
        reloads.extend(back.expect("the room comes back").as_f64());
    }
    told("from F5 back to the step", median(reloads), "ms", Some(At::Most(1000.0)));
    let room = page.client.window().await.expect("the window has a handle");
    page.run(NOTE, vec![]).await;
    page.press_together(&[SHIFT, 's']).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    page.client.switch_to_window(room).await.expect("the window is there");
    keys(&page, "with the presenter's window, at Story", 50.0).await;
    page.press(&['c', 'c']).await;
    keys(&page, "the same, at Packets", 100.0).await;
    page.close().await;
}

/// Goes through the exchange, key by key, as a clicker does.
async fn keys(page: &Page, name: &str, budget_ms: f64) {
    tokio::time::sleep(Duration::from_millis(500)).await;
    page.press(&[HOME]).await;
    page.run("painted.length = 0", vec![]).await;
    for key in 0..KEYS {
        // Behind the eighth step from the start again, at every level.
        page.press(&[if key % 9 == 8 { HOME } else { PAGE_DOWN }]).await;
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
    let painted = page.run("return painted", vec![]).await;
    let painted = painted.as_array().map(Vec::as_slice).unwrap_or_default();
    assert!(painted.len() > KEYS / 2, "keys step");
    let times = painted.iter().filter_map(Value::as_f64).collect();
    told(name, median(times), "ms", Some(At::Most(budget_ms)));
}
