//! The page within another's, as course pages show it, and from a file: in all of them it plays.

use crate::dist::{Dist, Faults, file, files, folder};
use crate::elsewhere::{Elsewhere, Reply, octets};
use crate::page::Page;
use fantoccini::Locator;
use serde_json::json;

/// What the frames allow that play.
const SANDBOXES: [&str; 4] = [
    "allow-scripts",
    "allow-scripts allow-same-origin",
    "allow-scripts allow-forms",
    "allow-scripts allow-same-origin allow-forms",
];

/// A page with another within.
fn outer(sandbox: &str, inner: &str) -> Vec<u8> {
    format!(
        "<!doctype html><title>Course</title>
        <iframe sandbox=\"{sandbox}\" src=\"{inner}\" width=1100 height=700></iframe>"
    )
    .into_bytes()
}

/// Whether the one script is there that these frames need: `cargo xtask dist` makes it.
fn is_published() -> bool {
    files().iter().any(|name| name.ends_with("whole.js"))
}

/// Types, sends with Enter, steps, and asks the engine for something that does not ship with the page.
async fn play(page: &Page) {
    page.fill("URL", "http://api.example.com/users/7\u{E007}").await;
    page.see_step("Step 1 of 9").await;
    page.click("Next step").await;
    page.see_step("Step 2 of 9").await;
    page.click("Skip to the answer").await;
    page.see_response("404 Not Found").await;
    page.fill("URL", "http://api.example.com/users").await;
    page.click("Send").await;
    page.click("Skip to the answer").await;
    page.see_response("200 OK").await;
}

async fn enter(page: &Page) {
    let frame = page.client.find(Locator::Css("iframe")).await.expect("it is there");
    frame.enter_frame().await.expect("it can be entered");
}

/// Frames of this kind in a page of the same and of another origin, from a server that lets others
/// read its files and from one that does not.
async fn check(sandbox: &str) {
    if !is_published() {
        return;
    }
    for faults in [Faults::none(), Faults::none().closed()] {
        let inner = Dist::serve(faults.clone());
        let other = {
            let html = outer(sandbox, &inner.url);
            let reply = move |_: &str, _: &str| {
                Reply::Octets(octets("200 OK", &["Content-Type: text/html"], &html))
            };
            Elsewhere::serve(reply).url
        };
        let own = faults.once("outer.html", crate::dist::Fault::Octets(outer(sandbox, "./")));
        let own = Dist::serve(own).url + "outer.html";
        let page = Page::load(Faults::none()).await;
        for url in [own, other] {
            page.client.goto(&url).await.expect("the page loads");
            enter(&page).await;
            play(&page).await;
            page.client.enter_parent_frame().await.expect("there is a way back");
        }
        page.close().await;
    }
}

#[tokio::test]
async fn a_frame_that_allows_scripts_alone_plays() {
    check(SANDBOXES[0]).await;
}

#[tokio::test]
async fn a_frame_that_keeps_its_origin_plays_without_forms() {
    check(SANDBOXES[1]).await;
}

#[tokio::test]
async fn a_frame_that_allows_forms_plays() {
    check(SANDBOXES[2]).await;
}

#[tokio::test]
async fn a_frame_that_allows_all_of_them_plays() {
    check(SANDBOXES[3]).await;
}

#[tokio::test]
async fn a_frame_that_forbids_scripts_says_what_allows_them() {
    let inner = Dist::serve(Faults::none());
    let html = outer("", &inner.url);
    let reply = move |_: &str, _: &str| {
        Reply::Octets(octets("200 OK", &["Content-Type: text/html"], &html))
    };
    let page = Page::load(Faults::none()).await;
    page.client.goto(&Elsewhere::serve(reply).url).await.expect("the page loads");
    enter(&page).await;
    let said = page.client.find(Locator::Css(".without-script")).await.expect("it is said");
    assert!(said.is_displayed().await.expect("it can be asked"));
    let said = said.text().await.expect("it has text");
    assert!(said.contains("sandbox=\"allow-scripts\""), "{said}");
    page.close().await;
}

#[tokio::test]
async fn a_frame_in_which_the_one_script_is_missing_says_what_allows_the_others() {
    if !is_published() {
        return;
    }
    let inner =
        Dist::serve(Faults::none().closed().once(&file("whole.js"), crate::dist::Fault::Missing));
    let html = outer("allow-scripts", &inner.url);
    let reply = move |_: &str, _: &str| {
        Reply::Octets(octets("200 OK", &["Content-Type: text/html"], &html))
    };
    let page = Page::load(Faults::none()).await;
    page.client.goto(&Elsewhere::serve(reply).url).await.expect("the page loads");
    enter(&page).await;
    page.see_in("#shell [data-says]:not([hidden])", "allow-scripts allow-same-origin").await;
    page.see_in("#shell [data-says]:not([hidden])", &inner.url).await;
    page.close().await;
}

#[tokio::test]
async fn a_page_from_a_file_plays() {
    if !is_published() {
        return;
    }
    let page = Page::load(Faults::none()).await;
    let url = format!("file://{}", folder().join("index.html").display());
    page.client.goto(&url).await.expect("the file is opened");
    play(&page).await;
    page.close().await;
}

#[tokio::test]
async fn where_a_frame_allows_no_worker_the_engine_runs_in_the_page() {
    if !is_published() {
        return;
    }
    let page = Page::load(Faults::none()).await;
    page.before_the_page("self.Worker = class { constructor() { throw new Error('no worker') } }")
        .await;
    let url = format!("file://{}", folder().join("index.html").display());
    page.client.goto(&url).await.expect("the file is opened");
    play(&page).await;
    assert_eq!(page.run("return typeof roundtrip.worker", vec![]).await, json!("function"));
    page.close().await;
}
