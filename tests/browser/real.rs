//! Requests that are really sent, to servers on loopback ports.

use crate::accessibility::check as check_accessibility;
use crate::acts::{choose, real, send_for_real};
use crate::dist::Faults;
use crate::elsewhere::{Elsewhere, Reply, closed_port, octets};
use crate::frames::framed;
use crate::page::{Page, Role};
use fantoccini::Locator;
use serde_json::json;
use std::time::Duration;

const CARD: &str = ".is-real-part .response";
const STEPS: &str = ".real-steps";
const CORS: &str = "Access-Control-Allow-Origin: *";
const JSON: &str = "Content-Type: application/json";

/// A page that has sent a GET for real.
async fn sent(url: &str) -> Page {
    let page = real().await;
    send_for_real(&page, url).await;
    page
}

#[tokio::test]
async fn an_answer_that_may_be_read_is_shown_with_all_that_was_measured() {
    let server = Elsewhere::serve(|_, _| {
        let fields = [
            CORS,
            JSON,
            "Timing-Allow-Origin: *",
            "Server-Timing: db;desc=\"find the row\";dur=53.2, miss",
        ];
        Reply::Octets(octets("200 OK", &fields, br#"{"id": 42, "name": "Alice"}"#))
    });
    let page = sent(&format!("{}users/42?x=1", server.url)).await;
    page.see_in(CARD, "200 OK").await;
    page.see_in(CARD, "\"name\": \"Alice\"").await;
    page.see_in(".real-rows", "GET /users/42?x=1 HTTP/1.1").await;
    page.see_in(".real-rows", "200 OK · application/json").await;
    page.see_in(STEPS, "find the row 53.2 ms · miss").await;
    page.see_in(STEPS, "told by the server").await;
    let steps = page.text_of(STEPS).await;
    assert!(steps.contains("Askmeasured"), "{steps}");
    assert!(!steps.contains("hidden by the browser"), "{steps}");
    assert_eq!(server.asked(), ["GET /users/42?x=1"]);
    page.click("Raw").await;
    page.see_in(CARD, r#"{"id": 42, "name": "Alice"}"#).await;
    page.close().await;
}

#[tokio::test]
async fn without_timing_allow_origin_no_time_is_made_up() {
    let server = Elsewhere::serve(|_, _| {
        Reply::Octets(octets(
            "404 Not Found",
            &[CORS, "X-Secret: 1", "Server-Timing: a;dur=1"],
            b"no",
        ))
    });
    let page = sent(&server.url).await;
    page.see_in(CARD, "404 Not Found").await;
    page.see_in(STEPS, "Timing-Allow-Origin").await;
    let steps = page.text_of(STEPS).await;
    assert!(!steps.contains("measured"), "{steps}");
    assert!(!steps.contains(" ms"), "{steps}");
    assert!(steps.contains("hidden by the browser"), "{steps}");
    let card = page.text_of(CARD).await;
    assert!(!card.contains("x-secret") && card.contains("Access-Control-Expose-Headers"), "{card}");
    page.close().await;
}

#[tokio::test]
async fn a_server_that_does_not_share_is_told_from_none_at_all() {
    let server = Elsewhere::serve(|_, _| Reply::Octets(octets("200 OK", &[], b"secret")));
    let page = sent(&server.url).await;
    page.see_in(CARD, "The browser withheld the answer").await;
    page.see_in(CARD, "Access-Control-Allow-Origin: http://127.0.0.1").await;
    page.see_in(CARD, "asked the same server again, with HEAD").await;
    assert_eq!(server.asked(), ["GET /", "HEAD /", "HEAD /"]);
    let port = closed_port();
    page.fill("URL", &format!("http://127.0.0.1:{port}/")).await;
    page.click("Send for real").await;
    page.see_in(CARD, "No usable answer").await;
    page.see_in(CARD, &format!("No program listens on port {port}")).await;
    page.close().await;
}

#[tokio::test]
async fn the_query_is_sent_as_it_stands_and_so_is_an_empty_one() {
    let server = Elsewhere::serve(|_, _| Reply::Octets(octets("200 OK", &[CORS], b"here it is")));
    for query in ["?a=b%20c&d", "?"] {
        let page = sent(&format!("{}{query}", server.url)).await;
        page.see_in(CARD, "here it is").await;
        page.close().await;
    }
    assert_eq!(server.asked(), ["GET /?a=b%20c&d", "GET /?"]);
}

#[tokio::test]
async fn a_method_that_changes_data_is_not_sent_twice() {
    let server = Elsewhere::serve(|_, _| Reply::Octets(octets("201 Created", &[], b"")));
    let page = Page::open().await;
    choose(&page, "Real").await;
    page.choose_method("POST").await;
    page.fill("URL", &server.url).await;
    page.click("Send for real").await;
    page.see_in(CARD, "No answer that this page may see").await;
    assert_eq!(server.asked(), ["POST /"]);
    page.close().await;
}

#[tokio::test]
async fn a_slow_server_meets_the_time_limit_or_is_cancelled() {
    let server = Elsewhere::serve(|_, _| {
        Reply::Late(Duration::from_secs(15), octets("200 OK", &[CORS], b"late"))
    });
    let page = Page::open().await;
    choose(&page, "Real").await;
    page.fill("URL", &server.url).await;
    let limit = page.element(Role::Combobox, "Give up after").await;
    limit.select_by_value("2").await.expect("two seconds are offered");
    page.click("Send for real").await;
    page.see_in(CARD, "No answer in time").await;
    limit.select_by_value("30").await.expect("thirty seconds are offered");
    page.click("Send for real").await;
    page.click("Cancel").await;
    page.see_in(CARD, "You cancelled").await;
    assert_eq!(server.asked(), ["GET /", "GET /"]);
    page.close().await;
}

#[tokio::test]
async fn redirects_binary_and_endless_bodies_are_said_as_such() {
    let server = Elsewhere::serve(|_, path| match path {
        "/old" => Reply::Octets(octets("301 Moved Permanently", &[CORS, "Location: /new"], b"")),
        "/new" => Reply::Octets(octets("200 OK", &[CORS], b"arrived")),
        "/endless" => Reply::Endless(
            format!("HTTP/1.1 200 OK\r\n{CORS}\r\nContent-Type: text/plain\r\n\r\n").into(),
        ),
        "/broken" => Reply::Broken(
            format!("HTTP/1.1 200 OK\r\n{CORS}\r\nContent-Length: 99\r\n\r\nhalf").into(),
        ),
        _ => Reply::Octets(octets("200 OK", &[CORS, "Content-Type: image/png"], b"\x89PNG\0\0")),
    });
    let page = sent(&format!("{}old", server.url)).await;
    page.see_in(CARD, "arrived").await;
    page.see_in(".is-real-part .say", "The browser was sent on from").await;
    page.see_in(STEPS, "Sent on").await;
    let again = async |path: &str, expected: &str| {
        page.fill("URL", &format!("{}{path}", server.url)).await;
        page.click("Send for real").await;
        page.see_in(CARD, expected).await;
    };
    again("picture", "The body is binary (no text): 6 bytes").await;
    again("broken", "The answer broke off").await;
    again("endless", "There was more: the page read 1.0 MiB of the body").await;
    page.close().await;
}

#[tokio::test]
async fn the_files_of_the_page_take_the_place_of_the_simulated_server() {
    let page = Page::open().await;
    choose(&page, "Real").await;
    page.see_in(".before", "api.example.com exists only in the simulation").await;
    page.click("Use demo/users/42.json").await;
    assert!(page.value("URL").await.starts_with("http://127.0.0.1:"));
    page.click("Send for real").await;
    page.see_in(CARD, "\"name\": \"Alice\"").await;
    page.see_in(STEPS, "measured").await;
    for (path, expected) in [
        ("demo/users.json", "Bob"),
        ("demo/page.html", "<h1>Hello"),
        ("demo/notes.txt", "Plain text"),
    ] {
        let base = page.client.current_url().await.expect("the page has a URL");
        page.fill("URL", base.join(path).expect("a good path").as_str()).await;
        page.click("Send for real").await;
        page.see_in(CARD, expected).await;
    }
    page.close().await;
}

#[tokio::test]
async fn forbidden_headers_are_told_before_sending() {
    let page = Page::open().await;
    choose(&page, "Real").await;
    page.click("Edit request").await;
    page.click("Add a header").await;
    let names = page.client.find_all(Locator::Css("[aria-label='Header name']")).await;
    let name = names.expect("rows can be found").pop().expect("there is a row");
    name.send_keys("Cookie").await.expect("it can be typed into");
    page.see_in(".before", "A page may not set Cookie").await;
    page.close().await;
}

#[tokio::test]
async fn a_failure_can_be_simulated_instead() {
    let page = sent(&format!("http://127.0.0.1:{}/", closed_port())).await;
    page.see_in(CARD, "No usable answer").await;
    page.element(Role::Button, "Copy as curl").await;
    page.fill("URL", "http://api.example.com/users/42").await;
    page.click("Simulate it instead").await;
    page.see_step("Step 1 of 9").await;
    assert_eq!(page.text_of(".send").await, "Send (simulated)");
    page.close().await;
}

#[tokio::test]
async fn nothing_is_sent_for_real_but_by_a_press_while_the_switch_says_real() {
    let server = Elsewhere::serve(|_, _| Reply::Octets(octets("200 OK", &[CORS], b"")));
    let page = Page::open().await;
    page.fill("URL", &server.url).await;
    page.click("Send").await;
    page.see_in(".chips", "1 GET /").await;
    choose(&page, "Real").await;
    page.client.refresh().await.expect("the page loads again");
    page.element(Role::Textbox, "URL").await;
    assert_eq!(page.text_of(".send").await, "Send (simulated)", "a page starts simulated");
    choose(&page, "Real").await;
    page.fill("URL", &server.url).await;
    page.element(Role::Button, "Send for real").await;
    choose(&page, "Simulated").await;
    choose(&page, "Real").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(server.asked().is_empty(), "{:?}", server.asked());
    page.click("Send for real").await;
    page.see_in(CARD, "200 OK").await;
    assert_eq!(server.asked(), ["GET /"]);
    page.close().await;
}

#[tokio::test]
async fn within_a_frame_nothing_is_sent_for_real() {
    let server = Elsewhere::serve(|_, _| Reply::Octets(octets("200 OK", &[CORS], b"")));
    let page = framed(None, Faults::none()).await;
    choose(&page, "Real").await;
    page.fill("URL", &server.url).await;
    page.click("Send for real").await;
    page.see_in(".is-real-part .say", "Open it in a tab of its own").await;
    page.see_in(CARD, "Roundtrip did not send this").await;
    assert!(server.asked().is_empty());
    page.close().await;
}

#[tokio::test]
async fn the_switch_is_two_radio_buttons_and_works_by_keyboard() {
    let page = Page::open().await;
    let radios = page.client.find_all(Locator::Css("[name=mode]")).await.expect("they are there");
    for (radio, name) in radios.iter().zip(["Simulated", "Real"]) {
        assert_eq!(page.role(radio).await.as_deref(), Some("radio"));
        assert_eq!(page.label(radio).await.as_deref(), Some(name));
    }
    page.run("document.querySelector('[name=mode]').focus()", vec![]).await;
    page.press(&['\u{E014}']).await;
    page.element(Role::Button, "Send for real").await;
    assert_eq!(
        page.run("return document.querySelectorAll('[name=mode]')[1].checked", vec![]).await,
        json!(true)
    );
    page.close().await;
}

#[tokio::test]
async fn axe_finds_nothing_wrong_in_real_mode_light_and_dark() {
    let server = Elsewhere::serve(|_, path| match path {
        "/closed" => Reply::Octets(octets("200 OK", &[], b"")),
        _ => Reply::Octets(octets(
            "200 OK",
            &[CORS, JSON, "Timing-Allow-Origin: *", "Server-Timing: db;dur=5"],
            b"{\"a\": 1}",
        )),
    });
    let page = Page::open().await;
    choose(&page, "Real").await;
    check_accessibility(&page, "real, before sending").await;
    page.fill("URL", &server.url).await;
    page.click("Send for real").await;
    page.see_in(CARD, "200 OK").await;
    check_accessibility(&page, "real, an answer").await;
    page.fill("URL", &format!("{}closed", server.url)).await;
    page.click("Send for real").await;
    page.see_in(CARD, "The browser withheld").await;
    check_accessibility(&page, "real, a failure").await;
    page.resize(390, 844).await;
    check_accessibility(&page, "real, on a phone").await;
    page.close().await;
}

#[tokio::test]
async fn real_mode_is_never_wider_than_the_page() {
    let server = Elsewhere::serve(|_, _| {
        Reply::Octets(octets("200 OK", &[CORS, "Timing-Allow-Origin: *"], &[b'x'; 4000]))
    });
    let page = sent(&format!("{}a-very-long-path/{}", server.url, "x".repeat(300))).await;
    page.see_in(CARD, "200 OK").await;
    for (width, height) in
        [(1920, 1080), (1440, 900), (980, 700), (700, 500), (390, 844), (320, 640)]
    {
        page.resize(width, height).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        let overflow = "const main = document.querySelector('.main');
            return document.documentElement.scrollWidth - innerWidth + ' ' + (main.scrollWidth - main.clientWidth)";
        assert_eq!(page.run(overflow, vec![]).await, "0 0", "{width} × {height}");
        let heads = "const lefts = [...document.querySelectorAll('.is-real-part .lane')]
            .map(head => head.getBoundingClientRect().left);
            return lefts.length > 1 && lefts.every((left, at) => at === 0 || left > lefts[at - 1])";
        assert_eq!(page.run(heads, vec![]).await, true, "heads side by side, {width} × {height}");
    }
    page.close().await;
}
