//! Compose, send, step to the end, read the response, go on.

use crate::dist::{Fault, Faults};
use crate::page::{Page, Role};

#[tokio::test]
async fn the_first_screen_has_four_empty_lanes_one_sentence_and_one_way_on() {
    let page = Page::open().await;
    assert_eq!(page.value("URL").await, "http://api.example.com/users/42");
    let heads = page
        .run(
            "return [...document.querySelectorAll('.lane-heads b')].map(head => head.textContent)",
            vec![],
        )
        .await;
    assert_eq!(heads, serde_json::json!(["Client", "DNS", "Web server", "Database"]));
    assert!(page.text_of(".say").await.starts_with("Press Send"));
    assert!(page.find(Role::Button, "Next step").await.is_none(), "no control is dead");
    assert!(page.find(Role::Slider, "Position").await.is_none(), "no control is dead");
    page.close().await;
}

#[tokio::test]
async fn the_default_exchange_is_stepped_through_to_alice() {
    let page = Page::open().await;
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    page.see_response("Arrives at step 8.").await;
    for step in 2..=9 {
        page.click("Next step").await;
        page.see_step(&format!("Step {step} of 9")).await;
    }
    page.see_response("200 OK").await;
    page.see_response("{\"id\": 42, \"name\": \"Alice\"}").await;
    page.click("Back").await;
    page.see_step("Step 8 of 9").await;
    page.close().await;
}

#[tokio::test]
async fn the_default_exchange_needs_no_engine() {
    let page = Page::open_with(Faults::none().once("worker_loader.js", Fault::Silence)).await;
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    page.click("Skip to the answer").await;
    page.see_response("Alice").await;
    page.close().await;
}

#[tokio::test]
async fn an_own_request_travels_to_the_same_world_and_is_found_there_later() {
    let page = Page::open().await;
    page.choose_method("POST").await;
    page.fill("URL", "http://api.example.com/users").await;
    page.click("Edit request").await;
    page.choose("JSON").await;
    page.fill("Body", "{\"name\": \"Zora\"}").await;
    page.click("Send").await;
    page.click("Skip to the answer").await;
    page.see_response("201 Created").await;

    page.choose_method("GET").await;
    page.fill("URL", "http://api.example.com/users").await;
    page.choose("None").await;
    page.click("Send").await;
    page.see_in(".chips", "2 GET /users").await;
    page.click("Skip to the answer").await;
    page.see_response("Zora").await;

    page.click("Reset world").await;
    page.see_response("Nothing asked yet.").await;
    assert_eq!(page.value("URL").await, "http://api.example.com/users", "what was typed stays");
    page.click("Send").await;
    page.click("Skip to the answer").await;
    page.see_response("200 OK").await;
    assert!(!page.response().await.contains("Zora"), "the world is new");
    page.close().await;
}

#[tokio::test]
async fn every_offer_after_the_end_works() {
    let page = Page::open().await;
    page.click("Send").await;
    page.press(&['\u{E010}']).await;
    page.click("Show the connection").await;
    page.see_in(".say", "SYN").await;

    page.press(&['\u{E010}']).await;
    page.click("Try 99999 instead").await;
    page.see_in(".chips", "2 GET /users/99999").await;
    page.click("Skip to the answer").await;
    page.see_response("404 Not Found").await;

    page.press(&['\u{E010}']).await;
    page.click("Add a user").await;
    page.see_in(".chips", "3 POST /users").await;
    page.click("Skip to the answer").await;
    page.see_response("201 Created").await;

    page.click("1 GET /users/42").await;
    page.click("Skip to the answer").await;
    page.see_response("Alice").await;
    assert_eq!(page.value("URL").await, "http://api.example.com/users/42");
    page.close().await;
}

#[tokio::test]
async fn another_world_is_simulated_at_once_and_keeps_the_place() {
    let page = Page::open().await;
    page.click("Send").await;
    page.click("Next step").await;
    page.click("Next step").await;
    page.click("Change the world").await;
    page.fill("Distance, there and back", "300\n").await;
    page.see_in(".acts, .diagram", "300.0 ms").await;
    page.see_step("Step 3 of 9").await;
    page.close().await;
}

#[tokio::test]
async fn playing_goes_on_by_itself_until_it_is_paused_or_over() {
    let page = Page::open().await;
    page.click("Send").await;
    page.click("Play").await;
    page.see_step("Step 3 of 9").await;
    // The focus is on the button; to look for it by name takes longer than some steps.
    page.press(&[' ']).await;
    page.element(Role::Button, "Play").await;
    let position = page.position().await;
    tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
    assert_eq!(page.position().await, position);
    // A step stays as long as it is read.
    page.press(&['f', 'f']).await;
    page.click("Play").await;
    page.see_step("Step 9 of 9").await;
    page.element(Role::Button, "Play").await;
    page.close().await;
}

#[tokio::test]
async fn every_level_shows_more_and_the_diagram_is_made_of_plain_shapes() {
    let page = Page::open().await;
    // So high that all of it is in sight: what is not is not drawn.
    page.resize(1440, 3000).await;
    page.click("Send").await;
    let count = "return document.querySelectorAll('.diagram .arrow').length";
    let mut seen = 0;
    for level in ["Story", "+ Connection", "+ Packets"] {
        let script = "[...document.querySelectorAll('.levels label')].find(label => label.textContent === arguments[0]).click()";
        page.run(script, vec![level.into()]).await;
        let arrows = page.run(count, vec![]).await.as_u64().unwrap_or_default();
        assert!(arrows > seen, "{level} shows {arrows} arrows");
        seen = arrows;
    }
    // Some versions of the framework put a group of their own around static shapes.
    let children = "return [...document.querySelector('.diagram .arrow').children].map(child => child.tagName)";
    let shapes = page.run(children, vec![]).await;
    assert_eq!(shapes, serde_json::json!(["rect", "line", "path", "rect", "text", "g"]));
    page.close().await;
}
