//! Lanes, and what stands between them.

use crate::accessibility::check;
use crate::acts::{choose, see_heads, sent, texts};
use crate::keys::{DOWN, ENTER, ESCAPE};
use crate::page::Page;
use fantoccini::Locator;
use std::time::Duration;

#[tokio::test]
async fn what_comes_can_be_hidden_and_appears_step_by_step() {
    let page = sent().await;
    page.click("Menu").await;
    choose(&page, "Hide what comes").await;
    page.press(&[ESCAPE]).await;
    assert_eq!(texts(&page, ".arrow .label, .note .label").await, ["Resolve api.example.com"]);
    assert_eq!(texts(&page, ".act-title").await, ["Find the address"]);
    assert_eq!(texts(&page, ".steps button").await.len(), 1);
    assert!(!texts(&page, ".response").await.concat().contains("step 8"));
    page.run("document.activeElement.blur()", vec![]).await;
    page.press(&['n', 'n']).await;
    page.see_step("Step 3 of 9").await;
    assert_eq!(texts(&page, ".arrow .label").await.len(), 3);
    check(&page, "what comes is hidden").await;
    page.press(&['h']).await;
    assert_eq!(texts(&page, ".arrow .label").await.len(), 6);
    page.close().await;
}

#[tokio::test]
async fn two_lanes_show_client_and_server_and_all_come_back() {
    let page = Page::open().await;
    page.click("Menu").await;
    choose(&page, "Two lanes").await;
    see_heads(&page, "Client, Web server").await;
    page.press(&[ESCAPE]).await;
    page.click("Send").await;
    page.see_step("Step 1 of 5").await;
    check(&page, "two lanes").await;
    assert!(texts(&page, ".folded").await.iter().any(|row| row.contains("with DNS")));
    page.click("8 messages with DNS").await;
    see_heads(&page, "Client, DNS, Web server, Database").await;
    page.see_step("Step 3 of 9").await;
    page.close().await;
}

#[tokio::test]
async fn the_lane_of_dns_opens_into_its_hosts_and_closes_again() {
    let page = sent().await;
    page.press(&['n', 'n']).await;
    page.click("Hosts of DNS").await;
    see_heads(&page, "Client, DNS, Root, Top level, Zone, Web server, Database").await;
    page.see_step("Step 9 of 15").await;
    assert_eq!(page.focus().await, "Hosts of DNS", "the focus stays");
    check(&page, "the hosts of DNS").await;
    page.resize(320, 640).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let overflow =
        "const main = document.querySelector('.main'); return main.scrollWidth - main.clientWidth";
    assert_eq!(page.run(overflow, vec![]).await, 0);
    page.resize(1440, 900).await;
    page.press(&[ENTER]).await;
    see_heads(&page, "Client, DNS, Web server, Database").await;
    page.see_step("Step 3 of 9").await;
    page.close().await;
}

/// More than is in sight at once.
async fn packets_on_a_low_page() -> Page {
    let page = sent().await;
    page.resize(1440, 600).await;
    page.run("document.querySelectorAll('.level-bar input')[2].click()", vec![]).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    page
}

#[tokio::test]
async fn of_a_long_exchange_what_is_in_sight_is_drawn_and_what_stays_in_sight_stays() {
    let page = packets_on_a_low_page().await;
    // Marks what is drawn, scrolls, and tells how much of it is still there and what is new.
    let scroll = "
        const [by, done] = arguments;
        const arrows = () => [...document.querySelectorAll('.stage .arrow')];
        const before = new Set(arrows());
        const stage = document.querySelector('.stage');
        stage.scrollTo({ top: stage.scrollTop + by, behavior: 'instant' });
        requestAnimationFrame(() => setTimeout(() => {
            const { top, bottom } = stage.getBoundingClientRect();
            const heights = arrows().map(arrow => arrow.getBoundingClientRect());
            const stayed = arrows().filter(arrow => before.has(arrow)).length;
            const far = heights.filter(box => box.bottom < top - 400 || box.top > bottom + 400);
            const seen = heights.filter(box => box.top < bottom && box.bottom > top);
            const tops = heights.map(box => box.top);
            const isInOrder = tops.every((height, place) => place === 0 || tops[place - 1] <= height);
            done([stayed, arrows().length - stayed, far.length, seen.length > 3, isInOrder]);
        }));";
    let there = page.client.execute_async(scroll, vec![250.into()]).await;
    let there = there.expect("the page answers");
    let count = |place: usize| there[place].as_u64().unwrap_or_default();
    assert!(count(0) > 5 && count(1) > 0, "some stay, some come: {there}");
    assert_eq!(there[2], 0, "what is far away is not drawn: {there}");
    assert_eq!((&there[3], &there[4]), (&true.into(), &true.into()), "{there}");
    let back = page.client.execute_async(scroll, vec![(-250).into()]).await;
    let back = back.expect("the page answers");
    assert!(back[0].as_u64() >= Some(5) && back[4] == true, "{back}");
    page.close().await;
}

#[tokio::test]
async fn each_step_that_the_slider_passes_is_in_sight_with_all_around_it() {
    let page = packets_on_a_low_page().await;
    // Drags, a movement a frame, and tells of each what was painted: whether the current step is in
    // sight, and how much of the stage is below the last row that is drawn, or above the first.
    let drag = "
        const [shares, done] = arguments;
        const slider = document.querySelector('input[type=range][data-says-step]');
        const seen = () => {
            const stage = document.querySelector('.stage').getBoundingClientRect();
            const heads = document.querySelector('.lane-heads').getBoundingClientRect();
            const rows = [...document.querySelectorAll('.diagram .arrow, .diagram .note, .diagram .act')];
            const boxes = rows.map(row => row.getBoundingClientRect());
            const now = document.querySelector('.diagram :is(.arrow, .note).is-now').getBoundingClientRect();
            return [
                now.top >= heads.bottom && now.bottom <= stage.bottom,
                Math.round(Math.min(...boxes.map(box => box.top)) - heads.bottom),
                Math.round(stage.bottom - Math.max(...boxes.map(box => box.bottom))),
            ];
        };
        const told = [];
        const next = () => {
            if (shares.length === 0) return setTimeout(() => done([...told, seen()]), 600);
            slider.value = Math.round(slider.max * shares.shift());
            slider.dispatchEvent(new Event('input', { bubbles: true }));
            requestAnimationFrame(() => setTimeout(() => { told.push(seen()); next(); }));
        };
        next();";
    let shares = serde_json::json!([0.1, 0.11, 0.4, 0.7, 0.6, 0.3, 0.5]);
    let told = page.client.execute_async(drag, vec![shares]).await.expect("the page answers");
    let told = told.as_array().expect("one for each movement").clone();
    assert_eq!(told.len(), 8);
    // The first movement may be the only one, so the picture glides to it.
    for seen in &told[1..] {
        assert_eq!(seen[0], true, "the current step is in sight: {told:?}");
        let free = [1, 2].map(|edge| seen[edge].as_i64().unwrap_or(i64::MAX));
        assert!(free.iter().all(|free| *free < 60), "rows are drawn from edge to edge: {told:?}");
    }
    page.close().await;
}

#[tokio::test]
async fn what_is_folded_opens_in_place_by_key_and_by_click() {
    let page = sent().await;
    page.press(&['n']).await;
    page.run("document.querySelector('.steps [aria-current=step]').focus()", vec![]).await;
    page.press(&[DOWN, ENTER]).await;
    page.see_step("Step 2 of 12").await;
    assert_eq!(page.focus().await, "3 messages (TCP)", "the focus stays");
    assert_eq!(texts(&page, ".arrow .label").await[2..5], ["SYN", "SYN, ACK", "ACK"]);
    check(&page, "an open row").await;
    page.press(&[ENTER]).await;
    page.see_step("Step 2 of 9").await;
    let row = page
        .client
        .find(Locator::XPath("//*[contains(@class,'folded')][contains(.,'3 messages')]"))
        .await;
    row.expect("the row is drawn").click().await.expect("it can be clicked");
    page.see_step("Step 2 of 12").await;
    let story = "return document.querySelector('.level-bar input').checked";
    assert_eq!(page.run(story, vec![]).await, true, "the level is as it was");
    page.close().await;
}

#[tokio::test]
async fn a_head_tells_what_its_word_means() {
    let page = sent().await;
    page.click("Database").await;
    page.see_in(".lane-word .definition", "Database").await;
    check(&page, "a definition at a lane").await;
    page.press(&[ESCAPE]).await;
    assert!(texts(&page, ".lane-word .definition").await.is_empty());
    page.run("document.querySelector('.head').focus()", vec![]).await;
    page.see_in(".lane-word .definition", "Client").await;
    page.close().await;
}
