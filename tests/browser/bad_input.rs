//! What was typed wrong is told beside its field, and stays.

use crate::embed::until;
use crate::page::{Page, Role};

async fn check(url: &str, message: &str) {
    let page = Page::open().await;
    page.fill("URL", url).await;
    page.click("Send").await;
    page.see_in("#url-error", message).await;
    let field = page.element(Role::Textbox, "URL").await;
    assert_eq!(field.attr("aria-invalid").await.expect("it is there").as_deref(), Some("true"));
    assert_eq!(
        field.attr("aria-describedby").await.expect("it is there").as_deref(),
        Some("url-error")
    );
    assert_eq!(page.value("URL").await, url, "nothing typed is lost");
    page.close().await;
}

#[tokio::test]
async fn errors_in_the_url_are_told() {
    check("htp://api.example.com/", "The scheme “htp” is not known here").await;
    check("http://", "names no host").await;
}

#[tokio::test]
async fn what_stands_in_the_way_of_sending_has_the_focus() {
    let page = Page::open().await;
    let focused = "return document.activeElement.getAttribute('aria-label')";
    page.fill("URL", "htp://x/").await;
    for _ in 0..2 {
        page.click("Send").await;
        page.see_in("#url-error", "htp").await;
        until(&page, focused, |label| *label == "URL").await;
    }
    page.fill("URL", "http://api.example.com/users").await;
    page.click("Edit request").await;
    page.click("Add a header").await;
    page.fill("Header name", "a b").await;
    page.click("Edit request").await;
    page.click("Send").await;
    page.see_in(".field-row .input-error", "holds a space").await;
    until(&page, focused, |label| *label == "Header name").await;
    page.close().await;
}

#[tokio::test]
async fn a_missing_scheme_means_http() {
    let page = Page::open().await;
    page.fill("URL", "api.example.com/users").await;
    page.click("Send").await;
    page.click("Skip to the answer").await;
    page.see_response("200 OK").await;
    page.close().await;
}

#[tokio::test]
async fn a_missing_host_is_one_click_away() {
    let page = Page::open().await;
    page.fill("URL", "/users").await;
    page.click("Send").await;
    page.click("Put http://api.example.com in front").await;
    assert_eq!(page.value("URL").await, "http://api.example.com/users");
    page.click("Send").await;
    page.click("Skip to the answer").await;
    page.see_response("200 OK").await;
    page.close().await;
}

#[tokio::test]
async fn errors_in_headers_are_told_beside_the_row() {
    let page = Page::open().await;
    page.click("Edit request").await;
    page.fill("Header name", "Bad Name").await;
    page.click("Edit request").await;
    page.click("Send").await;
    page.see_in(".field-row .input-error", "holds a space").await;
    page.fill("Header name", "X-Good").await;
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    page.close().await;
}

#[tokio::test]
async fn a_name_that_does_not_exist_fails_in_the_lanes() {
    let page = Page::open().await;
    page.fill("URL", "http://nowhere.invalid/users/42").await;
    page.click("Send").await;
    page.click("Skip to the answer").await;
    page.see_response("No such name: nothing reached the server").await;
    page.see_in(".note.is-failure", "No such name").await;
    page.close().await;
}
