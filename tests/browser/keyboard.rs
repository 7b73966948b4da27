//! Everything without a mouse.

use crate::page::Page;

const ENTER: char = '\u{E007}';
const TAB: char = '\u{E004}';
const UP: char = '\u{E013}';
const DOWN: char = '\u{E015}';
const LEFT: char = '\u{E012}';
const RIGHT: char = '\u{E014}';
const END: char = '\u{E010}';
const HOME: char = '\u{E011}';
const PAGE_UP: char = '\u{E00E}';
const PAGE_DOWN: char = '\u{E00F}';

/// Goes on with Tab until something with this name has the focus.
pub async fn tab_to(page: &Page, name: &str) {
    for _ in 0..60 {
        if page.focus().await.starts_with(name) {
            return;
        }
        page.press(&[TAB]).await;
    }
    panic!("Tab does not lead to “{name}”");
}

#[tokio::test]
async fn a_request_is_sent_and_read_by_keyboard_alone() {
    let page = Page::open().await;
    tab_to(&page, "URL").await;
    page.press(&[END, '\u{E003}', '7', ENTER]).await;
    tab_to(&page, "Next step").await;
    page.see_step("Step 1 of 9").await;
    page.press(&[ENTER]).await;
    page.see_step("Step 2 of 9").await;
    page.press(&[RIGHT, PAGE_DOWN, ' ']).await;
    // The space bar pressed the button that has the focus.
    page.see_step("Step 5 of 9").await;
    page.press(&[LEFT, PAGE_UP]).await;
    page.see_step("Step 3 of 9").await;
    page.press(&[END]).await;
    page.see_step("Step 9 of 9").await;
    page.see_response("404 Not Found").await;
    page.close().await;
}

#[tokio::test]
async fn the_list_of_steps_and_the_diagram_follow_each_other() {
    let page = Page::open().await;
    page.click("Send").await;
    page.click("Next step").await;
    page.run("document.querySelector('.steps [aria-current=step]').focus()", vec![]).await;
    page.press(&[DOWN]).await;
    assert!(page.focus().await.starts_with("3 messages (TCP)"), "what is folded has an item");
    page.see_step("Step 2 of 9").await;
    page.press(&[DOWN]).await;
    page.see_step("Step 3 of 9").await;
    assert!(page.focus().await.starts_with("Your request travels"), "the focus went along");
    page.press(&[UP, UP, UP, UP]).await;
    page.see_step("Step 1 of 9").await;
    page.press(&[END]).await;
    page.see_step("Step 9 of 9").await;
    page.press(&[HOME]).await;
    page.see_step("Step 1 of 9").await;
    let stops = page
        .run("return document.querySelectorAll('.steps [tabindex=\"0\"]').length", vec![])
        .await;
    assert_eq!(stops, 1, "the list is one stop of the Tab key");
    page.run("document.querySelectorAll('.steps [data-says-step]')[4].focus()", vec![]).await;
    page.see_step("Step 5 of 9").await;
    page.close().await;
}

#[tokio::test]
async fn keys_that_belong_to_a_field_do_not_step() {
    let page = Page::open().await;
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    tab_to(&page, "URL").await;
    page.press(&[LEFT, RIGHT, ' ', END]).await;
    page.see_step("Step 1 of 9").await;
    assert!(page.value("URL").await.contains(' '));
    page.close().await;
}

#[tokio::test]
async fn an_underlined_word_is_explained_when_it_has_the_focus() {
    let page = Page::open().await;
    page.click("Send").await;
    tab_to(&page, "DNS").await;
    page.see_in(".definition", "DNS").await;
    page.close().await;
}
