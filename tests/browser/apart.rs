//! A URL or a message, taken apart and built.

use crate::accessibility;
use crate::acts::{sent, texts};
use crate::keys::TAB;
use crate::page::{Page, Role};
use serde_json::json;

async fn opened() -> Page {
    let page = sent().await;
    page.click("A URL or a message, in its parts").await;
    page.see_in(".apart [role=status]", "It asks api.example.com").await;
    page
}

/// Has a text stand in a field at once, as pasting does.
async fn paste(page: &Page, name: &str, text: &str) {
    let field = page.element(Role::Textbox, name).await;
    let field = serde_json::to_value(&field).expect("an element can be named");
    let script = "const [field, text] = arguments; field.focus(); field.value = text;
        field.dispatchEvent(new InputEvent('input', { bubbles: true }))";
    page.run(script, vec![field, json!(text)]).await;
}

async fn verdict(page: &Page, expected: &str) {
    page.see_in(".apart .apart-line:has(textarea) + [role=status]", expected).await;
}

#[tokio::test]
async fn a_url_follows_its_parts_and_its_parts_follow_it() {
    let page = opened().await;
    page.see_in(".apart [role=status]", "port 443").await;
    paste(&page, "The whole URL", "http://ann@localhost:8080/a?b=c#d").await;
    for (part, text) in
        [("scheme", "http"), ("user info", "ann"), ("port", "8080"), ("query", "b=c")]
    {
        assert_eq!(page.value(part).await, text);
    }
    paste(&page, "port", "").await;
    paste(&page, "path", "/users/7").await;
    assert_eq!(page.value("The whole URL").await, "http://ann@localhost/users/7?b=c#d");
    page.see_in(".apart [role=status]", "so it is 80, the port of http").await;
    paste(&page, "scheme", "ftp").await;
    page.see_in(".apart [role=status] .input-error", "ftp").await;
    paste(&page, "scheme", "http").await;
    page.click("Write a request to it below").await;
    let message = page.value("The whole message").await;
    assert_eq!(message, "GET /users/7?b=c HTTP/1.1\nHost: localhost\n\n");
    verdict(&page, "This is a whole message, 46 bytes long.").await;
    page.close().await;
}

#[tokio::test]
async fn a_message_is_read_by_the_real_parser_and_what_is_wrong_is_told_with_its_place() {
    let page = opened().await;
    // What was sent stands there at first.
    verdict(&page, "This is a whole message").await;
    let names = texts(&page, ".apart .message dt").await;
    assert_eq!(names.first().map(String::as_str), Some("Request line"));
    assert_eq!(names.last().map(String::as_str), Some("Blank line"));
    paste(&page, "The whole message", "GET /users HTTP/1.1\nHost: x\nBad name: y\n\n").await;
    verdict(&page, "Line 3, column 4: this would be refused with 400.").await;
    page.see_in(".apart .part.is-wrong", "Bad name: y").await;
    paste(&page, "The whole message", "POST /users HTTP/1.1\nHost: x\nContent-Length: 9\n\nabc")
        .await;
    verdict(&page, "it goes on").await;
    page.click("Take its answer").await;
    verdict(&page, "This is a whole message").await;
    page.see_in(".apart .message dt", "Status line").await;
    page.see_in(".apart .bytes", "48 54 54 50").await;
    accessibility::check(&page, "a message in its parts").await;
    page.close().await;
}

#[tokio::test]
async fn a_message_is_built_part_by_part_and_sent() {
    let page = opened().await;
    verdict(&page, "This is a whole message").await;
    paste(&page, "Request Target", "/users/99999").await;
    page.click("Add a header").await;
    let lines = texts(&page, ".apart .apart-field").await.len();
    paste(&page, &format!("Name {lines}"), "Accept-Language").await;
    paste(&page, &format!("Value {lines}"), "de").await;
    let message = page.value("The whole message").await;
    assert!(message.starts_with("GET /users/99999 HTTP/1.1\nHost: api.example.com\n"), "{message}");
    assert!(message.ends_with("\nAccept-Language: de\n\n"), "{message}");
    verdict(&page, "This is a whole message").await;
    // Typing leads from one part to the next, and what is typed stays.
    let field = page.element(Role::Textbox, &format!("Value {lines}")).await;
    field.send_keys("-CH").await.expect("it can be typed into");
    page.press(&[TAB]).await;
    assert!(page.value("The whole message").await.contains("Accept-Language: de-CH\n"));
    page.click("Send this").await;
    page.click("Skip to the answer").await;
    page.see_response("404 Not Found").await;
    assert_eq!(page.value("URL").await, "http://api.example.com/users/99999");
    // It stays open, with what was written.
    assert!(page.value("The whole message").await.contains("Accept-Language: de-CH\n"));
    page.close().await;
}
