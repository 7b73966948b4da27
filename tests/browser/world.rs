//! What can be changed, looked up and looked at: the world, the server, examples, the answer, the
//! glossary.

use crate::accessibility;
use crate::dist::{Fault, Faults};
use crate::page::{Page, Role};
use serde_json::json;

const ENTER: char = '\u{E007}';
const ESCAPE: char = '\u{E00C}';
const UP: char = '\u{E013}';
const DOWN: char = '\u{E015}';
const END: char = '\u{E010}';
const HOME: char = '\u{E011}';

async fn choose(page: &Page, menu: &str, value: &str) {
    let menu = page.element(Role::Combobox, menu).await;
    menu.select_by_value(value).await.expect("it is offered");
}

/// Sends a GET and goes to its answer.
async fn get(page: &Page, url: &str) {
    page.fill("URL", url).await;
    page.click("Send").await;
    page.click("Skip to the answer").await;
}

async fn count(page: &Page, selector: &str) -> u64 {
    let script = "return document.querySelectorAll(arguments[0]).length";
    page.run(script, vec![json!(selector)]).await.as_u64().unwrap_or_default()
}

#[tokio::test]
async fn a_fault_is_chosen_met_and_mended() {
    let page = Page::open().await;
    get(&page, "https://api.example.com/users/42").await;
    page.see_response("200 OK").await;
    page.click("Change the world").await;
    choose(&page, "What goes wrong", "certificate-expired").await;
    page.see_in(".told", "Look for the client that breaks off").await;
    page.see_in(".composer", "40 ms away, certificate expired").await;
    page.run("document.querySelector('.response').focus()", vec![]).await;
    page.press(&[END]).await;
    page.see_response("Certificate expired: no request was sent").await;
    page.see_in(".say", "has to renew it").await;
    assert_eq!(count(&page, ".status.is-missing").await, 1, "no answer looks like none");
    page.click("Repair what is broken").await;
    page.see_in(".composer", "40 ms away, nothing broken").await;
    page.click("Skip to the answer").await;
    page.see_response("200 OK").await;
    page.close().await;
}

#[tokio::test]
async fn a_fault_that_cannot_act_says_so_and_offers_the_way() {
    let page = Page::open().await;
    page.click("Change the world").await;
    choose(&page, "What goes wrong", "certificate-wrong-name").await;
    page.see_in(".obstacle", "on https:// only").await;
    page.click("Use https://").await;
    assert_eq!(page.value("URL").await, "https://api.example.com/users/42");
    assert_eq!(count(&page, ".obstacle").await, 0);
    choose(&page, "What goes wrong", "packet-loss").await;
    assert_eq!(page.value("Packets lost").await, "10");
    page.see_in(".composer", "10 % of packets lost").await;
    page.close().await;
}

#[tokio::test]
async fn http2_is_chosen_and_spoken() {
    let page = Page::open().await;
    page.click("Change the world").await;
    choose(&page, "Version of HTTP", "2").await;
    page.see_in(".obstacle", "is sent with HTTP/1.1").await;
    page.click("Use https://").await;
    page.click("Send").await;
    page.click("Skip to the answer").await;
    page.see_in(".message", ":status: 200").await;
    page.close().await;
}

#[tokio::test]
async fn what_is_simpler_here_is_said_on_the_page() {
    let page = Page::open().await;
    page.click("Change the world").await;
    page.see_in(".simpler summary", "What is simpler here than outside").await;
    page.run("document.querySelector('.simpler summary').click()", vec![]).await;
    page.see_in(".simpler", "is SQLite inside").await;
    page.close().await;
}

#[tokio::test]
async fn endpoints_can_be_tried_and_tables_show_what_a_request_did() {
    let page = Page::open().await;
    page.click("Change the world").await;
    page.click("What is on this server").await;
    page.see_in(".rows", "'Alice'").await;
    assert_eq!(count(&page, ".rows .is-added").await, 0);
    page.click("POST create a user").await;
    assert_eq!(page.value("URL").await, "http://api.example.com/users");
    assert_eq!(count(&page, ".chip").await, 0, "nothing was sent");
    page.click("Send").await;
    page.see_in(".rows .is-added", "added").await;
    page.see_in(".rows .is-added", "124").await;
    page.click("Skip to the answer").await;
    page.see_response("201 Created").await;
    page.see_response("a row was added to users: 124, 'Bob'").await;
    page.click("DELETE delete a user").await;
    page.click("Send").await;
    page.see_in(".rows .is-removed", "'Alice'").await;
    assert_eq!(count(&page, ".rows .is-added").await, 0, "that was the request before");
    page.close().await;
}

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

#[tokio::test]
async fn a_body_is_pretty_or_as_it_travelled() {
    let page = Page::open().await;
    get(&page, "http://api.example.com/users").await;
    page.see_in(".response .content", "[\n  {\n    \"id\": 1,").await;
    page.click("Raw").await;
    page.see_in(".response .content", "[{\"id\": 1, \"name\": \"Ada\"}").await;
    page.click("Pretty").await;
    page.see_in(".response .content", "\n    \"id\": 1,").await;
    page.close().await;
}

#[tokio::test]
async fn an_answer_says_what_its_status_and_headers_mean() {
    let page = Page::open().await;
    get(&page, "http://api.example.com/users/99999").await;
    page.see_in(".response .family", "4xx error answer: your error").await;
    page.see_in(".response .meaning", "has nothing under this URL").await;
    page.see_in(".response .shown-error", "no user has the id 99999").await;
    page.run("document.querySelector('.status .term').click()", vec![]).await;
    page.see_in(".response .definition", "RFC 9110 §15.5.5").await;
    page.run("document.querySelector('.headers summary').click()", vec![]).await;
    page.run("document.querySelector('.headers .term').focus()", vec![]).await;
    page.see_in(".response .definition", "When the message was made").await;
    page.close().await;
}

#[tokio::test]
async fn a_page_is_rendered_without_a_single_request() {
    let bait = Faults::none().once("page/red.png", Fault::Octets(b"bait".to_vec()));
    let page = Page::open_with(bait).await;
    get(&page, "http://api.example.com/page").await;
    page.see_in(".response .content", "<h1>Our teapots</h1>").await;
    page.click("Page").await;
    page.element(Role::Button, "Raw").await;
    let frame = "const frame = document.querySelector('iframe');
        return [frame.getAttribute('sandbox'), frame.srcdoc.includes(\"default-src 'none'\"),
            frame.srcdoc.includes('Our teapots')]";
    assert_eq!(page.run(frame, vec![]).await, json!(["", true, true]));
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    let taken = "const done = arguments[0];
        fetch('./page/red.png').then(answer => done(answer.status), done)";
    let status = page.client.execute_async(taken, vec![]).await.expect("it can be asked");
    assert_eq!(status, 200, "nobody else asked for it");
    page.close().await;
}

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

#[tokio::test]
async fn axe_finds_nothing_wrong_in_what_opens() {
    let page = Page::open().await;
    page.click("Change the world").await;
    choose(&page, "What goes wrong", "certificate-expired").await;
    page.click("What is on this server").await;
    page.click("POST create a user").await;
    page.click("Send").await;
    page.see_in(".rows .is-added", "added").await;
    accessibility::check(&page, "the world, and what is on the server").await;
    page.click("Change the world").await;
    page.click("Examples").await;
    accessibility::check(&page, "the examples").await;
    page.press(&[ESCAPE]).await;
    page.click("Glossary").await;
    accessibility::check(&page, "the glossary").await;
    page.press(&[ESCAPE]).await;
    for url in ["/users", "/users/99999", "/orders", "/old-users", "/page"] {
        get(&page, &["http://api.example.com", url].concat()).await;
        page.run("document.querySelector('.headers summary').click()", vec![]).await;
        page.run("document.querySelector('.response .term').click()", vec![]).await;
        accessibility::check(&page, url).await;
    }
    page.close().await;
}

#[tokio::test]
async fn what_opens_lies_within_the_page_at_every_size() {
    let page = Page::open().await;
    page.click("Send").await;
    page.see_step("Step 1 of 9").await;
    let sizes = [(1440, 900), (700, 500), (390, 844), (320, 640)];
    for (width, height) in sizes {
        page.resize(width, height).await;
        for name in ["Examples", "Share", "Menu", "Speed, loop, jump"] {
            page.click(name).await;
            page.see_in(":popover-open", " ").await;
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            let open =
                "const area = document.querySelector(':popover-open').getBoundingClientRect();
                return area.left >= 0 && area.top >= 0 && area.width > 150
                    && area.right <= innerWidth && area.bottom <= innerHeight";
            assert_eq!(page.run(open, vec![]).await, true, "{name} at {width} × {height}");
            page.press(&[ESCAPE]).await;
        }
    }
    page.close().await;
}

#[tokio::test]
async fn a_page_is_shown_before_what_it_is_made_of() {
    let page = Page::open().await;
    page.click("Examples").await;
    page.click("A page over HTTP/2").await;
    page.click("Skip to the answer").await;
    assert!(page.value("URL").await.ends_with("/page"));
    page.see_in(".chip[aria-current]", "1 GET /page").await;
    assert_eq!(count(&page, "iframe.rendered").await, 1, "a browser shows the page itself");
    page.close().await;
}

#[tokio::test]
async fn a_world_that_is_not_as_usual_is_told_on_a_phone() {
    let page = Page::open().await;
    page.resize(390, 844).await;
    let summary = "return document.querySelector('.world-fold .summary').offsetWidth > 0";
    assert_eq!(page.run(summary, vec![]).await, false);
    page.click("Examples").await;
    page.click("The server never answers").await;
    page.see_in(".world-fold", "server silent").await;
    assert_eq!(page.run(summary, vec![]).await, true);
    page.close().await;
}

#[tokio::test]
async fn a_body_that_is_no_text_says_how_much_there_is() {
    let page = Page::open().await;
    get(&page, "http://api.example.com/page/violet.png").await;
    page.see_in(".response .muted", "bytes").await;
    page.close().await;
}
