//! What client and server remember, how a request is fetched, and the clocks of its time-outs.

use crate::accessibility;
use crate::acts::choose_from;
use crate::composer::paste;
use crate::keyboard::tab_to;
use crate::keys::{END, ENTER, RIGHT};
use crate::page::Page;
use serde_json::json;

const REMEMBERS: &str = "What client and server remember";
const FETCHED: &str = "Give up, try again, redirects";

async fn texts(page: &Page, selector: &str) -> String {
    let script =
        "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent).join(' | ')";
    page.run(script, vec![json!(selector)]).await.as_str().unwrap_or_default().to_owned()
}

/// Types into the field with this id, as a person does.
async fn type_into(page: &Page, id: &str, text: &str) {
    let script = "const field = document.getElementById(arguments[0]);
        field.value = arguments[1];
        field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));";
    page.run(script, vec![json!(id), json!(text)]).await;
}

#[tokio::test]
async fn what_is_remembered_goes_with_the_step_and_is_reached_by_keys() {
    let page = Page::open().await;
    page.click("Edit request").await;
    choose_from(&page, "Client", "Browser").await;
    page.fill("URL", "https://api.example.com/products/1").await;
    page.click("Send").await;
    page.see_in(".where", "Step 1 of").await;
    tab_to(&page, REMEMBERS).await;
    page.press(&[ENTER]).await;
    page.see_in(".memory", "No answer is in the cache now.").await;
    page.see_in(".memory", "HTTP is stateless").await;
    assert_eq!(texts(&page, ".memory h3").await, "The client | The server");
    page.click("Skip to the answer").await;
    page.see_in(".memory", "GET https://api.example.com/products/1").await;
    page.see_in(".memory", "fresh for 60 s more").await;
    page.see_in(".memory", "api.example.com:443").await;
    page.press(&[RIGHT, END]).await;
    accessibility::check(&page, "what is remembered").await;
    page.resize(390, 844).await;
    accessibility::check(&page, "what is remembered, on a phone").await;
    let wide = "return document.documentElement.scrollWidth <= innerWidth";
    assert_eq!(page.run(wide, vec![]).await, true);
    page.close().await;
}

#[tokio::test]
async fn a_client_gives_up_after_what_is_typed_and_its_clock_is_seen() {
    let page = Page::open().await;
    page.click("Change the world").await;
    choose_from(&page, "What goes wrong", "server-silent").await;
    page.click("Edit request").await;
    page.click(FETCHED).await;
    type_into(&page, "fetching-read_timeout_ms", "soon").await;
    page.click("Send").await;
    page.see_in("#fetching-read_timeout_ms-error", "no number of seconds").await;
    accessibility::check(&page, "a slip in how it is fetched").await;
    type_into(&page, "fetching-read_timeout_ms", "3").await;
    page.see_in("#fetching-summary", "gives up after 3 s").await;
    page.click("Send").await;
    page.see_in(".where", "Step 1 of").await;
    page.click("Skip to the answer").await;
    page.see_in(".clock", "3 of 3\u{a0}s").await;
    page.click("Back").await;
    page.see_in(".clock", "of 3\u{a0}s").await;
    accessibility::check(&page, "a clock that runs").await;
    page.close().await;
}

#[tokio::test]
async fn a_pasted_curl_command_fills_the_fields_and_a_repeated_post_is_warned_of() {
    let page = Page::open().await;
    page.click("Edit request").await;
    page.click(FETCHED).await;
    paste(&page, "curl -L -m 2.5 --retry 3 -d name=Bob http://api.example.com/users").await;
    page.see_in(".notice", "The curl command is now").await;
    let value = |id: &str| format!("return document.getElementById('{id}').value");
    for (id, expected) in [
        ("fetching-total_timeout_ms", "2.5"),
        ("fetching-retries", "3"),
        ("fetching-redirect", "follow"),
    ] {
        assert_eq!(page.run(&value(id), vec![]).await, expected, "{id}");
    }
    page.see_in("#fetching-retries-notes", "it might be done twice").await;
    choose_from(&page, "Client", "curl").await;
    page.see_in("#fetching-retries-notes", "look for the second row").await;
    assert_eq!(texts(&page, "#fetching-page").await, "", "only a browser has pages");
    choose_from(&page, "Client", "Browser").await;
    type_into(&page, "fetching-initiator", "script").await;
    page.see_in("#fetching-page-notes", "Without a page that asks").await;
    accessibility::check(&page, "how a browser's request is fetched").await;
    page.close().await;
}
