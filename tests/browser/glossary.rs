//! Words, and what they mean.

use crate::acts::count;
use crate::keys::{DOWN, END, ENTER, ESCAPE};
use crate::page::Page;

#[tokio::test]
async fn the_glossary_explains_every_word_and_gives_the_focus_back() {
    let page = Page::open().await;
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    page.click("Glossary").await;
    page.see_in("dialog", "404 Not Found").await;
    page.see_in("#glossary-idempotent", "Sent twice it has the effect of once").await;
    page.press(&[END, DOWN]).await;
    page.press(&[ESCAPE]).await;
    page.see_step("Step 1 of 9").await;
    assert_eq!(count(&page, "dialog").await, 0);
    assert!(page.focus().await.starts_with("Glossary"), "the focus is back");
    page.press(&[ENTER]).await;
    page.click("Close").await;
    assert!(page.focus().await.starts_with("Glossary"));
    page.close().await;
}

#[tokio::test]
async fn methods_and_headers_of_a_message_are_explained() {
    let page = Page::open().await;
    page.click("Send").await;
    page.click("Next step").await;
    page.click("Next step").await;
    page.run("document.querySelector('.message .term').focus()", vec![]).await;
    page.see_in(".details .definition", "Reads a resource").await;
    page.run("document.querySelectorAll('.message .term')[1].click()", vec![]).await;
    page.see_in(".details .definition", "Host").await;
    page.close().await;
}
