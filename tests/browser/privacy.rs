//! What docs/host.md promises visitors: no cookie, and nothing is asked of any other server.

use crate::dist::{Dist, Faults};
use crate::page::Page;
use serde_json::json;

/// The cookies, and what was asked of other origins than the page's own.
const LEFT: &str = "
    const names = performance.getEntriesByType('resource').map(({ name }) => name);
    const elsewhere = names.filter(name => /^https?:/.test(name) && new URL(name).origin !== location.origin);
    return [document.cookie, elsewhere, names.length > 3];";

async fn check(page: &Page, place: &str) {
    let left = page.run(LEFT, vec![]).await;
    assert_eq!(left, json!(["", [], true]), "{place}: cookies, requests elsewhere, files at all");
}

#[tokio::test]
async fn neither_page_nor_embed_sets_a_cookie_or_asks_anything_of_others() {
    let page = Page::open().await;
    page.fill("URL", "http://api.example.com/users").await;
    page.click("Send").await;
    page.click("Skip to the answer").await;
    page.see_response("Alice").await;
    page.click("Share").await;
    check(&page, "the page").await;
    page.close().await;

    let page = Page::blank().await;
    let address =
        format!("{}embed.html#v=1&example=get&start=view", Dist::serve(Faults::none()).url);
    page.client.goto(&address).await.expect("the embed loads");
    page.see_in(".embed .where", "Step 1 of 9").await;
    check(&page, "the embed").await;
    let kept = page.run("return [localStorage.length, sessionStorage.length]", vec![]).await;
    assert_eq!(kept, json!([0, 0]), "an embed keeps nothing");
    page.close().await;
}
