//! What can be changed and looked up: the world, the server.

use crate::accessibility;
use crate::acts::{choose_from, count, get};
use crate::keys::{END, ESCAPE};
use crate::page::Page;

#[tokio::test]
async fn a_fault_is_chosen_met_and_mended() {
    let page = Page::open().await;
    get(&page, "https://api.example.com/users/42").await;
    page.see_response("200 OK").await;
    page.click("Change the world").await;
    choose_from(&page, "What goes wrong", "certificate-expired").await;
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
    choose_from(&page, "What goes wrong", "certificate-wrong-name").await;
    page.see_in(".obstacle", "on https:// only").await;
    page.click("Use https://").await;
    assert_eq!(page.value("URL").await, "https://api.example.com/users/42");
    assert_eq!(count(&page, ".obstacle").await, 0);
    choose_from(&page, "What goes wrong", "loss").await;
    assert_eq!(page.value("Packets lost").await, "10");
    page.see_in(".composer", "10 % of packets lost").await;
    page.close().await;
}

#[tokio::test]
async fn http2_is_chosen_and_spoken() {
    let page = Page::open().await;
    page.click("Change the world").await;
    choose_from(&page, "Version of HTTP", "2").await;
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
async fn axe_finds_nothing_wrong_in_what_opens() {
    let page = Page::open().await;
    page.click("Change the world").await;
    choose_from(&page, "What goes wrong", "certificate-expired").await;
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
