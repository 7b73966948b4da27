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
