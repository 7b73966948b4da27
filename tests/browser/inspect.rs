//! Looking inside a step: fields, bytes, and why.

use crate::accessibility::check;
use crate::dist::Faults;
use crate::keyboard::tab_to;
use crate::keys::{DOWN, ENTER, HOME, LEFT, RIGHT, TAB};
use crate::page::{Page, Role};
use fantoccini::wd::TimeoutConfiguration;
use std::time::Duration;

/// What stands on the panel.
const PANEL: &str = "#inspect-panel";
/// The octets that are lit, in hexadecimal digits.
const LIT: &str = "return [...document.querySelectorAll('.digits .cell.is-lit')].map(c => c.textContent).join(' ')";

async fn open(page: &Page, step: usize) {
    page.click("Send").await;
    for _ in 1..step {
        page.click("Next step").await;
    }
    page.click("Look inside").await;
}

/// The names of the fields that can be seen.
async fn names(page: &Page) -> String {
    let script =
        "return [...document.querySelectorAll('.tree .name')].map(n => n.textContent).join()";
    page.run(script, vec![]).await.as_str().unwrap_or_default().to_owned()
}

async fn lit(page: &Page) -> String {
    page.run(LIT, vec![]).await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_fields_of_a_question_are_read_by_keyboard() {
    let page = Page::open().await;
    page.click("Send").await;
    tab_to(&page, "Look inside").await;
    page.press(&[ENTER]).await;
    page.see_in(PANEL, "Transaction ID").await;
    page.see_in(PANEL, "joins question and answer").await;
    page.press(&[TAB]).await;
    assert_eq!(page.focus().await, "Fields");
    page.press(&[TAB]).await;
    assert_eq!(page.focus().await, "Domain Name System");
    page.press(&[RIGHT, DOWN]).await;
    assert!(page.focus().await.starts_with("Flags"), "{}", page.focus().await);
    page.press(&[RIGHT, DOWN]).await;
    assert!(page.focus().await.starts_with("Response"), "{}", page.focus().await);
    page.press(&[LEFT, LEFT]).await;
    assert!(!names(&page).await.contains("Response"), "the flags are closed again");
    page.see_step("Step 1 of 9").await;
    page.close().await;
}

#[tokio::test]
async fn a_field_and_its_bytes_light_each_other_up() {
    let page = Page::open().await;
    open(&page, 3).await;
    page.click("Bytes").await;
    page.see_in(".bytes", "47 45 54").await;
    page.see_in(".bytes", "GET").await;
    let point = "const at = (selector, kind) => document.querySelector(selector)
            .dispatchEvent(new MouseEvent(kind, { bubbles: true }));
        at(arguments[0], 'mouseover')";
    page.run(point, vec!["[role=group] [role=treeitem] .name".into()]).await;
    let line = "GET /users/42 HTTP/1.1\r\n";
    let digits: Vec<String> = line.bytes().map(|octet| format!("{octet:02x}")).collect();
    assert_eq!(lit(&page).await, digits.join(" "), "the field lights its bytes");
    page.run(point, vec![".digits .cell".into()]).await;
    page.see_in(".pointed-at", "Method GET").await;
    page.see_in(".tree .is-lit", "Request line").await;
    tab_to(&page, "47 45 54 Method").await;
    assert_eq!(lit(&page).await, "47 45 54");
    page.press(&[RIGHT, RIGHT]).await;
    assert!(page.focus().await.ends_with("Request Target"), "{}", page.focus().await);
    page.see_in(".pointed-at", "/users/42").await;
    page.press(&[ENTER]).await;
    page.see_in(".tree .is-lit", "Request Target").await;
    page.close().await;
}

#[tokio::test]
async fn a_record_is_shown_encrypted_and_decrypted() {
    let page = Page::open().await;
    page.fill("URL", "https://api.example.com/users/42").await;
    open(&page, 3).await;
    page.see_in(PANEL, "Request line").await;
    let choose = "document.querySelector('input[name=sealed]').click()";
    page.run(choose, vec![]).await;
    page.see_in(PANEL, "Encrypted Application Data").await;
    assert!(!names(&page).await.contains("Request line"));
    page.click("Bytes").await;
    page.see_in(".digits .cell", "17").await;
    page.close().await;
}

#[tokio::test]
async fn a_packet_is_shown_with_its_headers() {
    let page = Page::open().await;
    page.click("Send").await;
    page.run("document.querySelectorAll('input[name=level]')[2].click()", vec![]).await;
    page.click("Look inside").await;
    page.see_in(PANEL, "Internet Protocol Version 4").await;
    page.see_in(PANEL, "User Datagram Protocol").await;
    page.see_in(PANEL, "Transaction ID").await;
    page.close().await;
}

#[tokio::test]
async fn the_reason_names_the_section_it_stands_in() {
    let page = Page::open().await;
    open(&page, 4).await;
    page.see_in(PANEL, "No bytes are on their way").await;
    page.click("Why").await;
    page.see_in(PANEL, "Method and path together").await;
    let link = "const link = document.querySelector('.source a'); return [link.href, link.rel, link.target].join(' ')";
    assert_eq!(
        page.run(link, vec![]).await,
        "https://www.rfc-editor.org/rfc/rfc9110#section-7.1 noopener _blank"
    );
    page.click("Next step").await;
    page.see_in(PANEL, "database").await;
    page.close().await;
}

#[tokio::test]
async fn a_worker_that_cannot_look_is_told_of_and_asked_again() {
    let garbled = "const hear = self.onmessage;
        self.onmessage = () => hear({ data: new Uint8Array([1, 2, 3]).buffer });";
    let loader = crate::worker::loader("", garbled);
    let page = Page::open_with(Faults::none().once("worker_loader.js", loader)).await;
    open(&page, 1).await;
    page.see_in(PANEL, "The simulation broke").await;
    page.click("Try again").await;
    page.see_in(PANEL, "Transaction ID").await;
    page.close().await;
}

#[tokio::test]
async fn axe_finds_nothing_wrong_inside_a_step() {
    let page = Page::open().await;
    page.fill("URL", "https://api.example.com/users/42").await;
    open(&page, 3).await;
    page.see_in(PANEL, "Request line").await;
    check(&page, "fields").await;
    page.click("Bytes").await;
    page.see_in(PANEL, "47 45 54").await;
    check(&page, "bytes").await;
    page.click("Why").await;
    page.see_in(PANEL, "RFC 9110").await;
    check(&page, "why").await;
    page.resize(320, 640).await;
    page.click("Bytes").await;
    page.see_in(PANEL, "47 45 54").await;
    check(&page, "bytes on a small phone").await;
    let overflow = "return document.documentElement.scrollWidth - innerWidth";
    assert_eq!(page.run(overflow, vec![]).await, 0);
    assert!(page.find(Role::Button, "Look inside").await.is_some());
    page.close().await;
}

/// Opens every row and goes to every cell of each step, by mouse and by keyboard.
async fn open_everything(url: &str, level: usize) {
    let page = Page::open().await;
    page.fill("URL", url).await;
    page.click("Send").await;
    page.position().await;
    let choose = "document.querySelectorAll('input[name=level]')[arguments[0]].click()";
    page.run(choose, vec![level.into()]).await;
    page.press(&[HOME]).await;
    page.click("Look inside").await;
    let position = page.position().await;
    let n_steps: Option<u64> = position.split([' ', ':']).nth(3).and_then(|n| n.parse().ok());
    let n_steps = n_steps.expect("the slider says how many steps there are");
    let patience = TimeoutConfiguration::new(Some(Duration::from_secs(120)), None, None);
    page.client.update_timeouts(patience).await.expect("the browser can be told");
    let mut n_opened = 0;
    for step in 1..=n_steps {
        page.see_step(&format!("Step {step} of {n_steps}")).await;
        let walked = page.client.execute_async(include_str!("inspect/walk.js"), vec![]).await;
        let walked = walked.expect("the script runs");
        n_opened += walked.as_u64().unwrap_or_else(|| panic!("{url}, step {step}: {walked}"));
        page.run("document.activeElement.blur()", vec![]).await;
        page.press(&[RIGHT]).await;
    }
    assert!(n_opened > 100, "{n_opened} rows and cells are too few");
    page.close().await;
}

#[tokio::test]
async fn every_row_and_cell_of_an_exchange_opens_by_mouse_and_by_keyboard() {
    open_everything("http://api.example.com/users/42", 0).await;
}

#[tokio::test]
async fn so_it_does_over_https() {
    open_everything("https://api.example.com/users/42", 0).await;
}

#[tokio::test]
async fn so_it_does_in_every_packet() {
    open_everything("http://api.example.com/users/42", 2).await;
}
