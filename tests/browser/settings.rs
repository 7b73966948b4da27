//! What the menu changes, and keys.

use crate::accessibility::check;
use crate::acts::{choose, see_heads, sent};
use crate::keys::ESCAPE;
use crate::page::{Page, Role};
use std::time::Duration;

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
