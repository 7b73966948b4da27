//! The list of examples.

use crate::keys::{DOWN, END, ENTER, ESCAPE, HOME, UP};
use crate::page::{Page, Role};
use serde_json::json;

#[tokio::test]
async fn every_size_and_the_keyboard_reach_the_examples() {
    let page = Page::open().await;
    for (width, height) in [(1440, 900), (390, 844), (700, 500)] {
        page.resize(width, height).await;
        page.click("Examples").await;
        let last = page.element(Role::Button, "GET: read one user").await;
        assert!(last.is_displayed().await.expect("it can be asked"));
        let inside = "const box = document.querySelector('#examples').getBoundingClientRect();
            return box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight";
        assert_eq!(page.run(inside, vec![]).await, true, "{width} × {height}");
        page.press(&[ESCAPE]).await;
        assert!(page.focus().await.starts_with("Examples"), "the focus is back");
        page.press(&[ENTER]).await;
        assert!(page.focus().await.starts_with("GET: read one user"));
        page.press(&[END]).await;
        let last = "return [...document.querySelectorAll('#examples button')].at(-1).textContent";
        assert_eq!(json!(page.focus().await), page.run(last, vec![]).await);
        page.press(&[HOME, DOWN, DOWN, UP]).await;
        assert!(page.focus().await.starts_with("GET: list all users"));
        page.press(&[ENTER]).await;
        page.see_in(".chips", "1 GET /users").await;
    }
    page.close().await;
}

#[tokio::test]
async fn examples_stand_under_headings() {
    let page = Page::open().await;
    page.click("Examples").await;
    let titles =
        "return [...document.querySelectorAll('#examples h3')].map(h => h.textContent).join()";
    let titles = page.run(titles, vec![]).await;
    let titles = titles.as_str().unwrap_or_default();
    assert!(titles.starts_with("Methods,Status codes,"), "{titles}");
    page.click("404 Not Found").await;
    page.click("Skip to the answer").await;
    page.see_response("no user has the id 99999").await;
    page.close().await;
}
