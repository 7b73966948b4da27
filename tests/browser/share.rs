//! Links: reload, back and forward come to the same step; what cannot be opened is told.

use crate::dist::Faults;
use crate::page::{Page, Role};
use compose::draft::Draft;
use serde_json::json;
use sharing::link::{LinkState, Secrets, link_text};

async fn hash(page: &Page) -> String {
    page.run("return location.hash", vec![]).await.as_str().unwrap_or_default().to_owned()
}

/// Waits until the hash is another one than `old` and stays, and tells it.
async fn changed_hash(page: &Page, old: &str) -> String {
    let mut before = old.to_owned();
    for _ in 0..60 {
        tokio::time::sleep(std::time::Duration::from_millis(600)).await;
        let now = hash(page).await;
        if now != old && now == before {
            return now;
        }
        before = now;
    }
    panic!("the hash stays {old}");
}

/// Waits until this step is shown, of however many.
async fn see_step(page: &Page, step: usize) {
    let expected = format!("Step {step} of ");
    for _ in 0..400 {
        let is_there = page.find(Role::Slider, "Position").await.is_some();
        if is_there && page.position().await.starts_with(&expected) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("step {step} is not reached");
}

async fn to_step(page: &Page, n: usize) {
    for step in 2..=n {
        page.click("Next step").await;
        see_step(page, step).await;
    }
}

#[tokio::test]
async fn the_first_screen_needs_no_hash() {
    let page = Page::open().await;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    assert_eq!(hash(&page).await, "");
    page.close().await;
}

#[tokio::test]
async fn the_glossary_has_an_address() {
    let page = Page::open().await;
    page.run("location.hash = 'glossary'", vec![]).await;
    page.see_in("#glossary-idempotent", "Sent twice it has the effect of once").await;
    page.client.refresh().await.expect("the page loads again");
    page.see_in("#glossary-idempotent", "Sent twice it has the effect of once").await;
    page.click("Close").await;
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    assert_ne!(changed_hash(&page, "#glossary").await, "");
    page.close().await;
}

#[tokio::test]
async fn a_reload_comes_back_to_the_same_step() {
    let page = Page::open().await;
    page.fill("URL", "http://api.example.com/users/7").await;
    page.click("Send").await;
    see_step(&page, 1).await;
    let first = changed_hash(&page, "").await;
    to_step(&page, 4).await;
    changed_hash(&page, &first).await;
    page.client.refresh().await.expect("the page loads again");
    page.see_step("Step 4 of 9").await;
    assert_eq!(page.value("URL").await, "http://api.example.com/users/7");
    page.close().await;
}

#[tokio::test]
async fn back_and_forward_come_to_the_step_that_was_left() {
    let page = Page::open().await;
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    let first = changed_hash(&page, "").await;
    to_step(&page, 3).await;
    let third = changed_hash(&page, &first).await;
    page.click("Send").await;
    see_step(&page, 1).await;
    changed_hash(&page, &third).await;
    page.client.back().await.expect("there is a way back");
    page.see_step("Step 3 of 9").await;
    page.run("history.forward()", vec![]).await;
    see_step(&page, 1).await;
    page.close().await;
}

#[tokio::test]
async fn a_link_holds_no_secret_unless_asked() {
    let page = Page::open().await;
    page.fill("URL", "http://ann:s3same@api.example.com/users?token=0p3n").await;
    page.click("Send").await;
    let link = changed_hash(&page, "").await;
    page.run(
        "location.hash = ''; location.hash = arguments[0]; location.reload()",
        vec![json!(link)],
    )
    .await;
    see_step(&page, 1).await;
    let url = page.value("URL").await;
    assert!(!url.contains("s3same") && !url.contains("0p3n"), "{url}");
    page.close().await;
}

#[tokio::test]
async fn a_link_that_was_cut_is_told_and_stays() {
    let page = Page::open().await;
    page.click("Send").await;
    let link = changed_hash(&page, "").await;
    let cut = &link[..link.len() - 9];
    page.run("location.hash = arguments[0]; location.reload()", vec![json!(cut)]).await;
    page.see_in(".hash-news", "cut or changed").await;
    assert_eq!(hash(&page).await, cut);
    assert!(page.find(Role::Button, "Send").await.is_some());
    page.close().await;
}

#[tokio::test]
async fn hostile_hashes_are_told() {
    let page = Page::open().await;
    for hostile in ["#v1.AAAA", "#v2.AAAAAAAA", "#<img src=x onerror=alert(1)>", "#v1.%00%ff"] {
        page.run("location.hash = arguments[0]", vec![json!(hostile)]).await;
        page.see_in(".hash-news", "could not be opened").await;
        page.click("Close").await;
    }
    page.close().await;
}

#[tokio::test]
async fn what_is_too_much_for_a_link_is_told_and_a_file_is_offered() {
    let page = Page::open().await;
    // Nothing repeats, so nothing becomes shorter; a body of this kind would be taken for a secret.
    let noise = "let x = 7, s = 'http://x/'; \
                 while (s.length < 12000) { x = (x * 48271) % 2147483647; s += x.toString(36); } \
                 const field = document.querySelector('input[aria-label=URL]'); field.value = s; \
                 field.dispatchEvent(new Event('input', { bubbles: true }))";
    page.run(noise, vec![]).await;
    page.see_in(".hash-news", "save a file instead").await;
    page.click("Share").await;
    page.element(Role::Button, "Save as a file").await;
    page.close().await;
}

#[tokio::test]
async fn a_reload_comes_back_into_an_opened_row_and_expanded_lanes() {
    let page = Page::open().await;
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    page.press(&['n', 'n']).await;
    page.click("Hosts of DNS").await;
    page.see_step("Step 9 of 15").await;
    page.click("3 messages (TCP)").await;
    page.see_step("Step 12 of 18").await;
    let opened = changed_hash(&page, "").await;
    page.press(&['n']).await;
    page.see_step("Step 13 of 18").await;
    changed_hash(&page, &opened).await;
    page.client.refresh().await.expect("the page loads again");
    page.see_step("Step 13 of 18").await;
    page.close().await;
}

#[tokio::test]
async fn a_step_is_in_the_hash_at_once() {
    let page = Page::open().await;
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    changed_hash(&page, "").await;
    page.press(&['n']).await;
    page.see_step("Step 2 of 9").await;
    page.client.refresh().await.expect("the page loads again");
    page.see_step("Step 2 of 9").await;
    page.close().await;
}

#[tokio::test]
async fn a_link_whose_run_is_cancelled_leaves_a_hash_of_what_is_there() {
    let page = Page::open().await;
    page.fill("URL", "http://api.example.com/users/7").await;
    page.click("Send").await;
    see_step(&page, 1).await;
    let link = changed_hash(&page, "").await;
    page.close().await;

    let endless = "self.onmessage = () => { for (;;); };";
    let loader = crate::worker::loader("", endless);
    let page = Page::open_with(Faults::none().once("worker_loader.js", loader)).await;
    page.run("location.hash = arguments[0]", vec![json!(link)]).await;
    page.click("Cancel").await;
    let left = changed_hash(&page, &link).await;
    page.client.refresh().await.expect("the page loads again");
    assert_eq!(page.value("URL").await, "http://api.example.com/users/7");
    assert_eq!(hash(&page).await, left, "nothing is sent by it");
    page.click("Send").await;
    see_step(&page, 1).await;
    changed_hash(&page, &left).await;
    page.close().await;
}

#[tokio::test]
async fn a_link_that_comes_while_somebody_types_takes_nothing_away() {
    let page = Page::open().await;
    page.fill("URL", "http://api.example.com/users").await;
    page.click("Send").await;
    let link = changed_hash(&page, "").await;
    // Both in one turn of the page, so that nothing typed was written yet.
    let typed = "http://api.example.com/typed-and-not-sent";
    let script = "const field = document.querySelector('.url');
        field.value = arguments[0];
        field.dispatchEvent(new Event('input', { bubbles: true }));
        location.hash = arguments[1];";
    let other = LinkState {
        draft: Draft::of_request(&trace::Scenario::default().requests[0]),
        ..LinkState::default()
    };
    let other = link_text(&other, Secrets::LeaveOut).expect("it is short");
    assert_ne!(other, link);
    page.run(script, vec![json!(typed), json!(other)]).await;
    see_url(&page, "http://api.example.com/users/42").await;
    page.run("history.back()", vec![]).await;
    see_url(&page, typed).await;
    page.close().await;
}

async fn see_url(page: &Page, expected: &str) {
    for _ in 0..200 {
        if page.value("URL").await == expected {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{expected} does not come to stand in the field, but {}", page.value("URL").await);
}
