//! The composer: URL with its parts, parameters, headers, body, curl commands, and what was sent.

use crate::accessibility;
use crate::keyboard::tab_to;
use crate::keys::{CONTROL, END, ENTER, HOME, LEFT, RIGHT, SPACE, TAB};
use crate::page::{Page, Role};
use fantoccini::Locator;
use serde_json::json;

/// The texts of all elements that `selector` finds, with ` | ` between them.
async fn texts(page: &Page, selector: &str) -> String {
    let script =
        "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent).join(' | ')";
    page.run(script, vec![json!(selector)]).await.as_str().unwrap_or_default().to_owned()
}

async fn type_keys(page: &Page, text: &str) {
    page.press(&text.chars().collect::<Vec<_>>()).await;
}

/// Pastes into the URL field, as a person does from another program.
pub async fn paste(page: &Page, text: &str) {
    let script = "const field = document.querySelector('.url'), clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', arguments[0]);
        field.focus();
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));";
    page.run(script, vec![json!(text)]).await;
}

#[tokio::test]
async fn every_part_of_the_url_is_coloured_and_named() {
    let page = Page::open().await;
    let url = "https://api.example.com:443/v1/users?id=123";
    page.fill("URL", url).await;
    page.see_in(".url-names", "query").await;
    let parts = texts(&page, ".url-sight:not(.url-names) .url-part").await;
    assert_eq!(parts, "https | api.example.com | 443 | /v1/users | id=123");
    assert_eq!(texts(&page, ".url-names button").await, "scheme | host | port | path | query");
    assert_eq!(page.text_of(".url-sight:not(.url-names)").await, url);
    page.fill("URL", "http://ann:pw@x/#top").await;
    page.see_in(".url-names", "fragment").await;
    let names = texts(&page, ".url-names button").await;
    assert_eq!(names, "scheme | user info | host | path | fragment");
    page.close().await;
}

#[tokio::test]
async fn the_coloured_copy_lies_exactly_over_what_is_typed() {
    let page = Page::open().await;
    let long = format!("http://api.example.com/{}?a=1", "x/".repeat(120));
    page.fill("URL", &long).await;
    tab_to(&page, "URL").await;
    page.press(&[END]).await;
    let apart = "const field = document.querySelector('.url');
        const track = document.querySelector('.url-track').getBoundingClientRect();
        const left = field.getBoundingClientRect().left + field.clientLeft
            + parseFloat(getComputedStyle(field).paddingLeft) - field.scrollLeft;
        return [field.scrollLeft > 0, Math.abs(track.left - left) <= 1].join();";
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert_eq!(page.run(apart, vec![]).await, "true,true");
    page.press(&[HOME]).await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert_eq!(page.run(apart, vec![]).await, "false,true");
    page.close().await;
}

#[tokio::test]
async fn a_part_of_the_url_is_explained_when_it_is_asked_for() {
    let page = Page::open().await;
    page.click("host").await;
    page.see_in(".url-field .definition", "names the machine").await;
    page.press(&[RIGHT]).await;
    page.see_in(".url-field .definition", "Path").await;
    page.press(&['\u{E00C}']).await;
    assert_eq!(page.text_of(".url-field .definition").await, "");
    page.close().await;
}

#[tokio::test]
async fn parameters_and_url_follow_each_other_and_the_caret_stays() {
    let page = Page::open().await;
    page.fill("URL", "http://api.example.com/users").await;
    page.click("Edit request").await;
    page.click("Add a parameter").await;
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert_eq!(page.focus().await, "Parameter name", "one can type at once");
    assert_eq!(page.value("URL").await, "http://api.example.com/users");
    type_keys(&page, "sort").await;
    page.press(&[TAB]).await;
    type_keys(&page, "a c").await;
    page.press(&[LEFT]).await;
    type_keys(&page, "b&").await;
    assert_eq!(page.value("Parameter value").await, "a b&c", "the caret stays");
    assert_eq!(page.value("URL").await, "http://api.example.com/users?sort=a%20b%26c");

    let url = page.element(Role::Textbox, "URL").await;
    url.click().await.expect("it can be clicked");
    page.press(&[HOME]).await;
    page.press(&[RIGHT; 7]).await;
    type_keys(&page, "x.").await;
    assert_eq!(page.value("URL").await, "http://x.api.example.com/users?sort=a%20b%26c");
    page.press(&[END]).await;
    type_keys(&page, "d&e").await;
    let names = "return [...document.querySelectorAll('#params input[type=text]')].map(e => e.value).join('|')";
    assert_eq!(page.run(names, vec![]).await, "sort|a b&cd|e|");

    let boxes = page.client.find_all(Locator::Css("#params input[type=checkbox]")).await;
    let boxes = boxes.expect("each row has a box");
    boxes[0].click().await.expect("it can be clicked");
    assert_eq!(page.value("URL").await, "http://x.api.example.com/users?e");
    boxes[0].click().await.expect("it can be clicked");
    assert_eq!(page.value("URL").await, "http://x.api.example.com/users?sort=a%20b%26cd&e");
    page.click("Remove parameter sort").await;
    assert_eq!(page.value("URL").await, "http://x.api.example.com/users?e");
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert_eq!(page.focus().await, "Remove parameter e", "the focus stays nearby");
    assert_eq!(page.text_of(".chips").await, "", "nothing is sent by typing");
    page.close().await;
}

#[tokio::test]
async fn a_curl_command_becomes_the_request_and_can_be_taken_back() {
    let page = Page::open().await;
    let before = page.value("URL").await;
    let command = "curl -X PUT 'http://api.example.com/users/7' \\\n  -H 'X-Note: hi' \\\n  --json '{\"name\": \"Ann\"}' --insecure --frobnicate";
    paste(&page, command).await;
    page.see_in(".notice", "--frobnicate: curl has no such flag that is known here").await;
    page.see_in(".notice", "--insecure").await;
    assert_eq!(page.value("URL").await, "http://api.example.com/users/7");
    let menu = page.element(Role::Combobox, "Method").await;
    let method = menu.prop("value").await.expect("a menu has a value");
    assert_eq!(method.as_deref(), Some("PUT"));
    assert_eq!(page.text_of(".chips").await, "", "nothing is sent by pasting");
    page.click("Send it as curl").await;
    page.see_in(".lane-heads", "curl").await;
    page.click("Undo").await;
    assert_eq!(page.value("URL").await, before);
    page.see_in(".lane-heads", "Python").await;

    paste(&page, "curl http://api.example.com/products").await;
    page.see_in(".notice", "with everything in it").await;
    page.client
        .find(Locator::Css(".url"))
        .await
        .expect("it is there")
        .send_keys(&format!("{CONTROL}z"))
        .await
        .expect("it can be typed into");
    assert_eq!(page.value("URL").await, before);
    paste(&page, "curl 'http://api.example.com/cut").await;
    page.see_in(".notice", "is not closed").await;
    assert_eq!(page.value("URL").await, before);
    page.close().await;
}

#[tokio::test]
async fn an_error_in_json_is_marked_in_its_place_and_may_be_sent() {
    let page = Page::open().await;
    page.choose_method("POST").await;
    page.fill("URL", "http://api.example.com/users").await;
    page.click("Edit request").await;
    page.choose("JSON").await;
    page.fill("Body", "{\n  \"name\": Bob\n}").await;
    page.see_in("#body-json", "Line 2, column 11: “Bob” is not a value").await;
    assert_eq!(page.text_of(".code-sight mark").await, "B");
    page.click("Go to line 2, column 11").await;
    let caret = "const field = document.activeElement; return field.id + field.selectionStart";
    assert_eq!(page.run(caret, vec![]).await, "body12");
    page.click("Send").await;
    page.click("Skip to the answer").await;
    page.see_response("400 Bad Request").await;
    page.close().await;
}

#[tokio::test]
async fn nothing_typed_is_lost_when_kinds_are_switched() {
    let page = Page::open().await;
    page.click("Edit request").await;
    page.choose("Form").await;
    page.click("Add a row").await;
    page.fill("Field name", "full name").await;
    page.fill("Field value", "Ann Lee").await;
    page.choose("None").await;
    page.choose("Text").await;
    assert_eq!(page.value("Body").await, "full+name=Ann+Lee");
    page.choose("Form").await;
    assert_eq!(page.value("Field name").await, "full name");
    assert_eq!(page.value("Field value").await, "Ann Lee");
    page.close().await;
}

#[tokio::test]
async fn headers_are_offered_explained_and_warned_about() {
    let page = Page::open().await;
    page.click("Edit request").await;
    assert!(
        page.text_of("#header-names").await.contains("the formats that the client understands")
    );
    page.click("What is Accept?").await;
    page.see_in("#headers .definition", "the formats that the client understands").await;
    page.click("Say who you are").await;
    page.fill("User", "ann").await;
    page.click("Put it into the headers").await;
    page.see_in("#headers .warning", "everybody on the way can read Authorization").await;
    page.see_in(".under", "2 headers").await;
    let boxes = page.client.find_all(Locator::Css("#headers input[type=checkbox]")).await;
    boxes.expect("each row has a box")[1].click().await.expect("it can be clicked");
    page.see_in(".under", "1 header,").await;
    assert_eq!(texts(&page, "#headers .warning").await, "");
    page.close().await;
}

#[tokio::test]
async fn another_client_brings_its_own_headers_and_stands_at_its_lane() {
    let page = Page::open().await;
    page.click("Edit request").await;
    let menu = page.element(Role::Combobox, "Client").await;
    menu.select_by_value("curl").await.expect("it is offered");
    page.see_in(".lane-heads", "curl").await;
    page.see_in(".under", "2 headers").await;
    page.click("Send").await;
    page.see_in(".lane-heads", "curl").await;
    page.close().await;
}

#[tokio::test]
async fn the_request_is_copied_as_a_program_or_shown_where_that_is_refused() {
    let page = Page::open().await;
    page.click("Edit request").await;
    let answer =
        "navigator.clipboard.writeText = text => { window.copied = text; return arguments[0] };";
    let allowed = answer.replace("arguments[0]", "Promise.resolve()");
    page.run(&allowed, vec![]).await;
    page.click("curl").await;
    page.see_in(".copied", "Copied as curl").await;
    let copied = page.run("return window.copied", vec![]).await;
    assert!(copied.as_str().is_some_and(|text| text.starts_with("curl ")), "{copied}");
    page.run(&answer.replace("arguments[0]", "Promise.reject()"), vec![]).await;
    page.click("Python").await;
    page.see_in(".copied", "does not let this page copy").await;
    assert!(page.value("Text to copy").await.contains("import requests"));
    let selected = "const field = document.activeElement; return field.id + (field.selectionEnd - field.selectionStart > 20)";
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert_eq!(page.run(selected, vec![]).await, "to-copytrue");
    page.close().await;
}

#[tokio::test]
async fn a_post_is_composed_and_sent_by_keyboard_alone() {
    let page = Page::open().await;
    tab_to(&page, "Method").await;
    type_keys(&page, "PO").await;
    tab_to(&page, "URL").await;
    page.press(&[END]).await;
    page.press(&['\u{E003}'; 3]).await;
    tab_to(&page, "Edit request").await;
    page.press(&[ENTER]).await;
    tab_to(&page, "None").await;
    page.press(&[RIGHT]).await;
    tab_to(&page, "Body").await;
    type_keys(&page, "{\"name\": \"Zoe\"}").await;
    page.press_together(&[CONTROL, ENTER]).await;
    page.see_in(".chips", "1 POST /users").await;
    tab_to(&page, "Next step").await;
    page.press(&[SPACE, END]).await;
    page.see_response("201 Created").await;
    page.see_response("Zoe").await;
    page.close().await;
}

#[tokio::test]
async fn axe_finds_nothing_wrong_in_the_composer() {
    let page = Page::open().await;
    page.choose_method("POST").await;
    page.fill("URL", "http://ann:pw@api.example.com:80/users?a=1&b#top").await;
    page.click("Edit request").await;
    page.click("Say who you are").await;
    page.click("Put it into the headers").await;
    page.choose("JSON").await;
    page.fill("Body", "{\"name\": }").await;
    accessibility::check(&page, "JSON with an error, and a warning").await;
    page.choose("Form").await;
    page.click("path").await;
    accessibility::check(&page, "a form, and a part explained").await;
    paste(&page, "curl -k --frobnicate http://api.example.com/users").await;
    page.see_in(".notice", "--frobnicate").await;
    accessibility::check(&page, "a curl command").await;
    page.resize(390, 844).await;
    accessibility::check(&page, "a phone").await;
    page.close().await;
}

#[tokio::test]
async fn nothing_is_cut_on_a_phone() {
    let page = Page::open().await;
    page.resize(390, 844).await;
    for number in 1..=6 {
        page.fill("URL", &format!("http://api.example.com/users/{number}")).await;
        page.click("Send").await;
        page.see_in(".chips", &format!("{number} GET /users/{number}")).await;
    }
    page.click("Edit request").await;
    let cut = "const wide = [...document.querySelectorAll('.composer *')].filter(e => {
            const box = e.getBoundingClientRect();
            return box.width > 0 && box.right > innerWidth + 1 && !e.closest('.chips, .url-sight, datalist');
        });
        const chips = document.querySelector('.chips');
        return [wide.map(e => e.className).join(), chips.scrollWidth > chips.clientWidth,
            document.documentElement.scrollWidth <= innerWidth].join(';')";
    assert_eq!(page.run(cut, vec![]).await, ";true,true".replace(',', ";"));
    page.click("1 GET /users/1").await;
    assert_eq!(page.value("URL").await, "http://api.example.com/users/1");
    page.close().await;
}
