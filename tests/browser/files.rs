//! Files that are opened and saved, and the line ends of what is typed.

use crate::composer::paste;
use crate::keys::{CONTROL, END};
use crate::page::{Page, Role};
use fantoccini::Locator;
use serde_json::json;
use std::path::PathBuf;
use std::time::Duration;
use trace::{scenario_from_json, trace_to_json};

/// Keeps the texts that the page saves, by name, in place of a folder of downloads.
pub const KEEP: &str = "
    self.saved = [];
    const texts = new Map();
    URL.createObjectURL = blob => {
        const url = `blob:kept/${texts.size}`;
        texts.set(url, blob.text());
        return url;
    };
    HTMLAnchorElement.prototype.click = function () {
        texts.get(this.href).then(text => saved.push([this.download, text]));
    };";

/// Lets a file with this name and text fall on the page.
pub const DROP: &str = "
    const [name, text] = arguments, dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], name));
    document.body.dispatchEvent(
        new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));";

const SCENARIO: &str = r#"{
    "version": 2,
    "world": { "network": { "rtt_ms": 90 } },
    "requests": [{ "method": "DELETE", "url": "http://api.example.com/users/7" }]
}"#;

/// A page that keeps what it saves.
async fn keeping() -> Page {
    let page = Page::open().await;
    page.reload_after(KEEP).await;
    page
}

/// Presses a button under "Share", and gives name and text of what it saves.
async fn saved(page: &Page, button: &str) -> (String, String) {
    page.click("Share").await;
    page.click(button).await;
    for _ in 0..200 {
        let saved = page.run("return saved.pop() ?? null", vec![]).await;
        if let (Some(name), Some(text)) = (saved[0].as_str(), saved[1].as_str()) {
            return (name.to_owned(), text.to_owned());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("nothing is saved");
}

/// A file of this name, as it lies in a folder.
fn written(name: &str, text: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("roundtrip-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let path = folder.join(name);
    std::fs::write(&path, text).expect("a file can be written");
    path
}

/// Chooses the file under "Open…", in a page that shows something else.
async fn opened(name: &str, text: &str) -> Page {
    let page = Page::open().await;
    page.click("Share").await;
    let field = page.client.find(Locator::Css("#share input[type=file]")).await;
    let path = written(name, text);
    let path = path.to_str().expect("a path of letters");
    field.expect("a file can be chosen").send_keys(path).await.expect("it is chosen");
    page
}

/// The same for a file that is dropped.
async fn dropped(name: &str, text: &str) -> Page {
    let page = Page::open().await;
    page.run(DROP, vec![json!(name), json!(text)]).await;
    page
}

/// Sees the request of [`SCENARIO`], and its answer.
async fn see_the_request(page: &Page) {
    page.see_in(".chips", "DELETE /users/7").await;
    page.click("Skip to the answer").await;
    page.see_response("404 Not Found").await;
}

#[tokio::test]
async fn a_trace_opens_from_the_button_and_dropped() {
    let scenario = scenario_from_json(SCENARIO).expect("the scenario is read");
    let trace = trace_to_json(&engine::simulate(&scenario));
    for page in [opened("trace.json", &trace).await, dropped("trace.json", &trace).await] {
        see_the_request(&page).await;
        page.close().await;
    }
}

#[tokio::test]
async fn what_was_saved_as_a_file_opens_from_the_button_and_dropped() {
    let page = keeping().await;
    page.run(DROP, vec![json!("scenario.json"), json!(SCENARIO)]).await;
    see_the_request(&page).await;
    page.fill("URL", "http://api.example.com/typed").await;
    let (name, text) = saved(&page, "Save as a file").await;
    assert_eq!(name, "exchange.roundtrip");
    page.close().await;
    for page in [opened(&name, &text).await, dropped(&name, &text).await] {
        page.see_in(".where", "Step 8 of").await;
        page.see_response("404 Not Found").await;
        page.see_in(".chips", "DELETE /users/7").await;
        assert_eq!(page.value("URL").await, "http://api.example.com/typed");
        page.close().await;
    }
}

#[tokio::test]
async fn what_was_saved_as_a_scenario_is_what_the_command_runs() {
    let page = keeping().await;
    // What stands in the composer, where nothing was sent.
    page.fill("URL", "http://api.example.com/users/8").await;
    let (name, text) = saved(&page, "Save as a scenario").await;
    assert_eq!(name, "scenario.json");
    let scenario = scenario_from_json(&text).expect("the command reads it");
    assert_eq!(scenario.requests[0].url.to_string(), "http://api.example.com/users/8");
    // What was sent, where something was.
    page.run(DROP, vec![json!("scenario.json"), json!(SCENARIO)]).await;
    see_the_request(&page).await;
    let (_, text) = saved(&page, "Save as a scenario").await;
    let scenario = scenario_from_json(&text).expect("the command reads it");
    assert_eq!(scenario, scenario_from_json(SCENARIO).expect("it is read"));
    page.close().await;
    for page in [opened(&name, &text).await, dropped(&name, &text).await] {
        see_the_request(&page).await;
        page.close().await;
    }
}

#[tokio::test]
async fn a_file_that_shows_nothing_says_why() {
    for page in [opened("odd.json", "{").await, dropped("odd.json", "{").await] {
        page.see_in(".hash-news", "ends too early").await;
        page.close().await;
    }
    // A lesson in Latin-1.
    let page = Page::open().await;
    const DROP_LATIN_1: &str = "
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([Uint8Array.of(45, 45, 45, 10, 0xfc)], 'lesson.md'));
        document.body.dispatchEvent(
            new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));";
    page.run(DROP_LATIN_1, vec![]).await;
    page.see_in(".hash-news", "no text in UTF-8, from octet 4 on").await;
    page.close().await;
}

/// Sends, and sees this length on the request, which travels at this step.
async fn see_length(page: &Page, expected: usize, step: usize) {
    page.click("Send").await;
    for before in 1..step {
        page.see_step_quietly(before).await;
        page.click("Next step").await;
    }
    page.see_in("main", &format!("Content-Length: {expected}")).await;
}

#[tokio::test]
async fn an_edited_body_keeps_its_line_ends_until_others_are_chosen() {
    let page = Page::open().await;
    let command = r"curl http://api.example.com/notes -H 'Content-Type: text/plain' --data-binary $'one\r\ntwo\r\nthree'";
    paste(&page, command).await;
    page.click("Edit request").await;
    page.see_in(".body-field", "Line ends").await;
    let chosen = "return [...document.querySelectorAll('.body-field select')]
        .map(menu => menu.selectedOptions[0].textContent)";
    assert_eq!(page.run(chosen, vec![]).await, json!([r"CR LF (\r\n)"]));
    let body = "document.querySelector('#body').scrollIntoView({ block: 'center' });
        document.querySelector('#body').focus();";
    page.run(body, vec![]).await;
    page.press_together(&[CONTROL, END]).await;
    page.press(&['!', '\u{E006}', '4']).await;
    let text = "return document.querySelector('#body').value";
    assert_eq!(page.run(text, vec![]).await, json!("one\ntwo\nthree!\n4"));
    assert_eq!(page.run(chosen, vec![]).await, json!([r"CR LF (\r\n)"]));
    see_length(&page, "one\r\ntwo\r\nthree!\r\n4".len(), 3).await;
    let menu = page.element(Role::Combobox, "Line ends").await;
    menu.select_by_label(r"LF (\n)").await.expect("it is offered");
    // The address is remembered.
    see_length(&page, "one\ntwo\nthree!\n4".len(), 2).await;
    assert_eq!(page.run(chosen, vec![]).await, json!([r"LF (\n)"]));
    page.close().await;
}
