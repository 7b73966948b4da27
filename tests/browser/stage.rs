//! Lanes, playing, and what the menu changes.

use crate::accessibility::check;
use crate::page::{Page, Role};
use fantoccini::Locator;
use serde_json::{Value, json};
use std::time::Duration;

const ENTER: char = '\u{E007}';
const ESCAPE: char = '\u{E00C}';
const DOWN: char = '\u{E015}';

/// The page with the default exchange at its first step, and the focus nowhere.
async fn sent() -> Page {
    let page = Page::open().await;
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    page.run("document.activeElement.blur()", vec![]).await;
    page
}

/// Clicks the radio button or box with this label.
async fn choose(page: &Page, label: &str) {
    let path = format!("//label[starts-with(normalize-space(.), '{label}')]");
    for candidate in page.client.find_all(Locator::XPath(&path)).await.expect("labels") {
        if candidate.is_displayed().await.unwrap_or(false) {
            return candidate.click().await.expect("a label can be clicked");
        }
    }
    panic!("no choice “{label}” is shown");
}

/// The texts of everything that is shown and that a selector finds.
async fn texts(page: &Page, selector: &str) -> Vec<String> {
    let script = "return [...document.querySelectorAll(arguments[0])]
        .filter(found => found.checkVisibility({ visibilityProperty: true }))
        .map(found => found.textContent)";
    let found = page.run(script, vec![json!(selector)]).await;
    let text = |text: &Value| text.as_str().unwrap_or_default().to_owned();
    found.as_array().map(|all| all.iter().map(text).collect()).unwrap_or_default()
}

async fn heads(page: &Page) -> String {
    texts(page, ".lane-heads b").await.join(", ")
}

/// Waits until the lanes are these.
async fn see_heads(page: &Page, expected: &str) {
    for _ in 0..100 {
        if heads(page).await == expected {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(heads(page).await, expected);
}

async fn step_time(page: &Page) -> String {
    let script = "return document.querySelector('.stage').style.getPropertyValue('--step-time')";
    page.run(script, vec![]).await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_step_is_played_at_the_chosen_speed() {
    let page = sent().await;
    assert_eq!(step_time(&page).await, "500ms");
    page.click("Speed, loop, jump").await;
    choose(&page, "4×").await;
    assert_eq!(step_time(&page).await, "125ms");
    page.press(&[ESCAPE, 's']).await;
    assert_eq!(step_time(&page).await, "250ms");
    page.press(&['f', 'f', 'f']).await;
    assert_eq!(step_time(&page).await, "125ms");
    page.click("Play").await;
    page.see_step("Step 9 of 9").await;
    page.element(Role::Button, "Play").await;
    page.close().await;
}

#[tokio::test]
async fn steps_between_two_ends_are_played_again_and_again() {
    let page = sent().await;
    page.press(&['n', 'n']).await;
    page.see_step("Step 3 of 9").await;
    page.click("Speed, loop, jump").await;
    page.click("Loop from here").await;
    page.press(&[ESCAPE]).await;
    page.click("Next step").await;
    page.press(&['o', 'f', 'f']).await;
    page.click("Play").await;
    let script = "const done = arguments[0], seen = new Set(), slider = document.querySelector('[type=range]');
        const timer = setInterval(() => seen.add(slider.value), 20);
        setTimeout(() => { clearInterval(timer); done([...seen].sort().join()); }, 2500);";
    let seen = page.client.execute_async(script, vec![]).await.expect("the script runs");
    assert_eq!(seen, "2,3");
    page.click("Pause").await;
    page.click("Speed, loop, jump").await;
    page.click("No loop").await;
    page.press(&[ESCAPE]).await;
    page.click("Play").await;
    page.see_step("Step 9 of 9").await;
    page.close().await;
}

#[tokio::test]
async fn acts_are_jumped_to_from_the_list_by_key_and_by_their_heading() {
    let page = sent().await;
    page.click("Speed, loop, jump").await;
    page.click("Answer").await;
    page.see_step("Step 8 of 9").await;
    page.press(&[ESCAPE, '2']).await;
    page.see_step("Step 3 of 9").await;
    let heading =
        page.client.find(Locator::XPath("//*[@class='act-title'][.='Server works']")).await;
    heading.expect("the act has a heading").click().await.expect("it can be clicked");
    page.see_step("Step 4 of 9").await;
    page.close().await;
}

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

#[tokio::test]
async fn the_keys_are_told_and_letters_can_be_switched_off() {
    let page = sent().await;
    page.press(&['?']).await;
    page.see_in("#keys", "Next step").await;
    page.element(Role::Button, "Close").await;
    check(&page, "the keys").await;
    page.press(&[ESCAPE]).await;
    assert!(page.find(Role::Button, "Close").await.is_none());
    page.click("Menu").await;
    check(&page, "the menu").await;
    choose(&page, "Ignore single letters").await;
    page.click("Keys").await;
    page.see_in("#keys", "switched off").await;
    page.press(&[ESCAPE, 'n', '.', '3', '?']).await;
    page.see_step("Step 1 of 9").await;
    assert!(page.find(Role::Button, "Close").await.is_none());
    page.press(&['\u{E00F}']).await;
    page.see_step("Step 2 of 9").await;
    page.close().await;
}

#[tokio::test]
async fn letters_that_are_typed_do_nothing_else() {
    let page = sent().await;
    page.fill("URL", "http://api.example.com/?n.b").await;
    page.see_step("Step 1 of 9").await;
    assert!(page.find(Role::Button, "Show the page again").await.is_none());
    page.close().await;
}

#[tokio::test]
async fn the_page_is_blanked_and_shown_again() {
    let page = sent().await;
    for (blank, show) in [('.', '.'), ('b', ESCAPE), ('.', 'n')] {
        page.press(&[blank]).await;
        page.element(Role::Button, "Show the page again").await;
        page.press(&[show]).await;
        assert!(page.find(Role::Button, "Show the page again").await.is_none());
    }
    page.see_step("Step 2 of 9").await;
    page.close().await;
}

#[tokio::test]
async fn theme_and_text_size_change_the_page_and_last() {
    let page = sent().await;
    page.prefer("light").await;
    let ground = "return getComputedStyle(document.body).backgroundColor";
    let light = page.run(ground, vec![]).await;
    page.click("Menu").await;
    choose(&page, "Dark").await;
    let dark = page.run(ground, vec![]).await;
    assert_ne!(light, dark);
    choose(&page, "Larger").await;
    page.press(&[ESCAPE]).await;
    page.client.refresh().await.expect("the page loads again");
    page.see_step("Step 1 of 9").await;
    assert_eq!(page.run(ground, vec![]).await, dark, "it lasts");
    let size = "return getComputedStyle(document.body).zoom";
    assert_eq!(page.run(size, vec![]).await, "1.5");
    let overflow = "const root = document.documentElement;
        return [root.scrollWidth - innerWidth, root.scrollHeight - innerHeight].join()";
    assert_eq!(page.run(overflow, vec![]).await, "0,0");
    page.press(&['\u{E010}']).await;
    page.see_step("Step 9 of 9").await;
    tokio::time::sleep(Duration::from_millis(900)).await;
    let in_sight = "const now = document.querySelector('.is-now .box').getBoundingClientRect();
        return now.top > document.querySelector('.lane-heads').getBoundingClientRect().bottom
            && now.bottom < document.querySelector('.brief').getBoundingClientRect().top";
    assert_eq!(page.run(in_sight, vec![]).await, true, "the step is in sight");
    check(&page, "large and dark").await;
    page.close().await;
}

#[tokio::test]
async fn without_storage_the_settings_hold_until_the_page_is_closed() {
    let page = Page::open().await;
    let forbid = "Object.defineProperty(window, 'localStorage', {
        get() { throw new DOMException('not here', 'SecurityError') } })";
    page.reload_after(forbid).await;
    page.click("Menu").await;
    choose(&page, "Two lanes").await;
    see_heads(&page, "Client, Web server").await;
    page.press(&[ESCAPE]).await;
    page.click("Send").await;
    page.see_step("Step 1 of 5").await;
    page.close().await;
}
