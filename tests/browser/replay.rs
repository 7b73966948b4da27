//! A request again and again, and something changed at a step.

use crate::accessibility;
use crate::acts::{count, sent, texts};
use crate::embed::{embedded, see_step, start};
use crate::keys::ESCAPE;
use crate::page::Page;
use serde_json::json;
use std::time::Duration;

async fn example(title: &str) -> Page {
    let page = sent().await;
    page.click("Examples").await;
    page.click(title).await;
    page.see_in(".chips", "1 ").await;
    page.run("document.activeElement.blur()", vec![]).await;
    page
}

async fn replayed(title: &str) -> Page {
    let page = example(title).await;
    page.press_together(&['g']).await;
    page.see_in(".replay-shows", "after the last").await;
    page
}

async fn choose(page: &Page, selector: &str) {
    page.run("document.querySelector(arguments[0]).click()", vec![json!(selector)]).await;
}

#[tokio::test]
async fn a_post_adds_a_row_each_time_and_the_page_says_so() {
    let page = replayed("POST: add a user").await;
    page.see_in(".replay-shows", "neither safe nor idempotent").await;
    page.see_in(".replay-shows", "9 rows more").await;
    page.see_in(".replay-row:first-child", "201 Created").await;
    page.see_in(".replay-row:first-child .replay-changes", "+ users").await;
    choose(&page, ".replay-often label:nth-child(3) input").await;
    page.see_in(".replay-shows", "99 rows more").await;
    let rows = count(&page, ".replay-row").await;
    assert!((4..60).contains(&rows), "only those in sight: {rows}");
    page.run(
        "const rows = document.querySelector('.replay-rows'); rows.scrollTop = rows.scrollHeight",
        vec![],
    )
    .await;
    page.see_in(".replay-row:last-child .replay-number", "100").await;
    // What is chosen is in the link.
    tokio::time::sleep(Duration::from_millis(900)).await;
    page.client.refresh().await.expect("a page can be loaded again");
    page.see_in(".replay-shows", "99 rows more").await;
    page.press(&[ESCAPE]).await;
    page.see_in(".chip[aria-current]", "1 POST").await;
    page.close().await;
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_and_all_of_it_opens_in_the_lanes() {
    let page = replayed("POST: add a user").await;
    choose(&page, ".replay-often label:nth-child(1) input").await;
    choose(&page, ".replay .tick-box input").await;
    page.see_in(".replay-row:first-child", "sent 2 times").await;
    page.see_in(".replay-shows", "1 row more").await;
    page.click("Open in the lanes").await;
    page.see_in(".chips", "2 POST").await;
    page.close().await;
}

#[tokio::test]
async fn replaying_is_accessible_on_any_screen() {
    let page = replayed("DELETE: delete a user").await;
    for (width, height) in [(1280, 720), (700, 500), (390, 844), (320, 568)] {
        page.resize(width, height).await;
        tokio::time::sleep(Duration::from_millis(350)).await;
        let fits = page.run("
            const rows = document.querySelector('.replay-rows').getBoundingClientRect();
            return rows.height >= 90 && document.documentElement.scrollWidth <= innerWidth
                && document.querySelector('.replay .compare-differences').getBoundingClientRect().bottom <= innerHeight + 1", vec![]).await;
        assert_eq!(fits, json!(true), "{width} × {height}");
        accessibility::check(&page, "replaying").await;
    }
    page.close().await;
}

#[tokio::test]
async fn something_is_changed_at_a_step_and_what_was_before_stays() {
    let page = example("POST: add a user").await;
    for _ in 0..3 {
        page.press_together(&['n']).await;
    }
    page.click("Change something here and run again").await;
    let acts = texts(&page, ".acts-list button").await;
    assert!(acts.iter().any(|act| act.starts_with("Pull the client")), "{acts:?}");
    accessibility::check(&page, "acts in the past").await;
    page.run("[...document.querySelectorAll('.acts-list button')].find(one => one.textContent.startsWith('Pull')).click()", vec![]).await;
    page.see_in(".compare-same", "steps are the same in both").await;
    page.see_in(".compare-differences", "Outcome: A 201 Created").await;
    page.click("Go on with B").await;
    page.see_in(".chip[aria-current]", "1 POST").await;
    assert_eq!(count(&page, ".compare").await, 0);
    page.close().await;
}

#[tokio::test]
async fn an_embed_compares_replays_and_shows_all_fetches_too() {
    let page = embedded("v=1&example=post", 900, 700).await;
    start(&page).await;
    see_step(&page, "Step 1 of").await;
    page.press_together(&['g']).await;
    page.see_in(".replay-shows", "9 rows more").await;
    page.press(&[ESCAPE]).await;
    page.press_together(&['m']).await;
    page.see_in(".compare-differences li", "A ").await;
    page.press(&[ESCAPE]).await;
    page.press_together(&['w']).await;
    page.see_in(".overview", "Fetches: 1").await;
    page.see_in(".bar-row.is-lit", "1 POST").await;
    page.close().await;
}
