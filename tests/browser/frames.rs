//! The page within another's, as course pages show it, and from a file: in all of them it plays.

use crate::dist::{Dist, Fault, Faults, file, folder, is_published};
use crate::elsewhere::{Elsewhere, Reply, octets};
use crate::embed;
use crate::keys::{END, ENTER};
use crate::page::Page;
use fantoccini::Locator;
use serde_json::json;
use std::time::Duration;

/// What the frames allow that play.
const SANDBOXES: [&str; 4] = [
    "allow-scripts",
    "allow-scripts allow-same-origin",
    "allow-scripts allow-forms",
    "allow-scripts allow-same-origin allow-forms",
];

/// A page with another within.
fn outer(sandbox: &str, inner: &str) -> String {
    format!(
        "<!doctype html><title>Course</title>
        <iframe sandbox=\"{sandbox}\" src=\"{inner}\" width=1100 height=700></iframe>"
    )
}

/// A driver knows no roles and names in frames with an origin of their own: there one looks for
/// texts.
const CLICK: &str = "
    const names = button => [button.ariaLabel, button.title, button.textContent];
    const found = [...document.querySelectorAll('.app:not(#shell) button')].find(button =>
        names(button).some(name => name?.startsWith(arguments[0])) && button.checkVisibility());
    found?.click();
    return !!found;";

/// Types into the field, and presses Enter there.
const SEND: &str = "
    const field = document.querySelector('.app:not(#shell) .url');
    if (!field || document.getElementById('shell')) return false;
    field.value = arguments[0];
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    return true;";

/// Runs a script until it says that it did what it does.
async fn until_done(page: &Page, script: &str, argument: &str) {
    for _ in 0..200 {
        if page.run(script, vec![json!(argument)]).await == json!(true) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("nothing is there for “{argument}”");
}

/// Types, sends with Enter, steps, and asks the engine for something that does not ship with the page.
async fn play(page: &Page) {
    until_done(page, SEND, "http://api.example.com/users/7").await;
    page.see_in(".where", "Step 1 of 9").await;
    until_done(page, CLICK, "Next step").await;
    page.see_in(".where", "Step 2 of 9").await;
    until_done(page, CLICK, "Skip to the answer").await;
    page.see_response("404 Not Found").await;
    until_done(page, SEND, "http://api.example.com/users").await;
    page.see_in(".where", "Step 1 of").await;
    until_done(page, CLICK, "Skip to the answer").await;
    page.see_response("200 OK").await;
}

/// What an embed shows: something that the engine has to be asked for.
const EMBED: &str = "embed.html#request=curl%20http://api.example.com/users/7";

/// Starts an embed and steps, in the frame that one is in.
async fn play_embed(page: &Page) {
    embed::start(page).await;
    embed::see_step(page, "Step 1 of").await;
    embed::press(page, ".embed .is-primary").await;
    embed::see_step(page, "Step 2 of").await;
}

/// A browser within a frame of this kind, in a page of another origin; no attribute for `None`.
pub async fn framed(sandbox: Option<&str>, faults: Faults) -> Page {
    let inner = Dist::serve(faults);
    let html = match sandbox {
        Some(sandbox) => outer(sandbox, &inner.url),
        None => outer("", &inner.url).replace(" sandbox=\"\"", ""),
    };
    within(html).await
}

/// A browser within the first frame of this page, which has an origin of its own.
pub async fn within(html: String) -> Page {
    let reply = move |_: &str, _: &str| {
        Reply::Octets(octets("200 OK", &["Content-Type: text/html"], html.as_bytes()))
    };
    let page = Page::blank().await;
    page.client.goto(&Elsewhere::serve(reply).url).await.expect("the page loads");
    enter(&page).await;
    page
}

/// Goes into the first frame.
pub async fn enter(page: &Page) {
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
        let page = framed(Some(sandbox), faults.clone()).await;
        play(&page).await;
        let html = outer(sandbox, "./").into_bytes();
        let own =
            Dist::serve(faults.clone().once("outer.html", Fault::Octets(html))).url + "outer.html";
        page.client.enter_parent_frame().await.expect("there is a way back");
        page.client.goto(&own).await.expect("the page loads");
        enter(&page).await;
        play(&page).await;
        for (page_around, inner) in [(None, faults.clone()), (Some("embeds.html"), faults)] {
            embed_plays(&page, sandbox, page_around, inner).await;
        }
        page.close().await;
    }
}

/// The same for an embed, in a page of another origin or, where it is named, of its own.
async fn embed_plays(page: &Page, sandbox: &str, own: Option<&str>, faults: Faults) {
    let around = match own {
        Some(name) => {
            let html = outer(sandbox, &format!("./{EMBED}")).into_bytes();
            Dist::serve(faults.once(name, Fault::Octets(html))).url + name
        }
        None => {
            let html = outer(sandbox, &(Dist::serve(faults).url + EMBED));
            let reply = move |_: &str, _: &str| {
                Reply::Octets(octets("200 OK", &["Content-Type: text/html"], html.as_bytes()))
            };
            Elsewhere::serve(reply).url
        }
    };
    page.client.enter_parent_frame().await.expect("there is a way back");
    page.client.goto(&around).await.expect("the page loads");
    enter(page).await;
    play_embed(page).await;
}

/// Presses the middle of an element within the first frame, as a hand does.
async fn press_within(page: &Page, selector: &str) {
    let middle = "const { x, y, width, height } = document.querySelector(arguments[0]).getBoundingClientRect();
        return [Math.round(x + width / 2), Math.round(y + height / 2)]";
    let within = page.run(middle, vec![json!(selector)]).await;
    page.client.enter_parent_frame().await.expect("there is a way back");
    let corner =
        "const frame = document.querySelector('iframe'), { x, y } = frame.getBoundingClientRect();
        return [Math.round(x + frame.clientLeft), Math.round(y + frame.clientTop)]";
    let corner = page.run(corner, vec![]).await;
    let [x, y] = [0, 1].map(|axis| {
        within[axis].as_i64().expect("a place") + corner[axis].as_i64().expect("a place")
    });
    page.press_at(x, y, "mouse").await;
    enter(page).await;
}

#[tokio::test]
async fn in_a_frame_that_allows_no_forms_a_press_on_send_sends_and_so_does_enter() {
    if !is_published() {
        return;
    }
    for sandbox in &SANDBOXES[..2] {
        let page = framed(Some(sandbox), Faults::none()).await;
        let is_here =
            "return !document.getElementById('shell') && !!document.querySelector('.send')";
        until_done(&page, is_here, "the page").await;
        press_within(&page, ".send").await;
        page.see_in(".where", "Step 1 of 9").await;
        press_within(&page, ".url").await;
        page.press(&[END, '0', ENTER]).await;
        page.see_in(".chips", "2 GET /users/420").await;
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
    let page = framed(Some(""), Faults::none()).await;
    let said = page.client.find(Locator::Css(".without-script")).await.expect("it is said");
    assert!(said.is_displayed().await.expect("it can be asked"));
    let said = said.text().await.expect("it has text");
    assert!(said.contains("sandbox=\"allow-scripts\""), "{said}");
    page.close().await;
    let page = within(outer("", &(Dist::serve(Faults::none()).url + EMBED))).await;
    let said = page.client.find(Locator::Css("noscript")).await.expect("it is said");
    let said = said.text().await.expect("it has text");
    assert!(said.contains("sandbox=\"allow-scripts\""), "{said}");
    page.close().await;
}

#[tokio::test]
async fn a_frame_in_which_the_one_script_is_missing_says_what_allows_the_others() {
    if !is_published() {
        return;
    }
    let missing = Faults::none().closed().once(&file("whole.js"), Fault::Missing);
    let page = framed(Some("allow-scripts"), missing).await;
    let said = "#shell [data-says]:not([hidden])";
    page.see_in(said, "allow-scripts allow-same-origin").await;
    page.see_in(said, "http://127.0.0.1:").await;
    page.close().await;
}

#[tokio::test]
async fn what_a_frame_forbids_without_a_word_is_named_where_one_tries_it() {
    if !is_published() {
        return;
    }
    let page = framed(Some("allow-scripts"), Faults::none()).await;
    until_done(&page, CLICK, "Share").await;
    page.see_in("#share", "allow-downloads").await;
    page.see_in("#share", "clipboard-write").await;
    until_done(&page, CLICK, "Menu").await;
    page.see_in("#menu", "allow-same-origin").await;
    page.close().await;
}

#[tokio::test]
async fn a_page_from_a_file_plays() {
    if !is_published() {
        return;
    }
    let page = Page::blank().await;
    let url = format!("file://{}", folder().join("index.html").display());
    page.client.goto(&url).await.expect("the file is opened");
    play(&page).await;
    let url = format!("file://{}/{EMBED}", folder().display());
    page.client.goto(&url).await.expect("the file is opened");
    play_embed(&page).await;
    page.close().await;
}

#[tokio::test]
async fn a_page_in_a_frame_without_a_sandbox_plays() {
    if !is_published() {
        return;
    }
    for faults in [Faults::none(), Faults::none().closed()] {
        let page = framed(None, faults.clone()).await;
        play(&page).await;
        let html = outer("", &(Dist::serve(faults).url + EMBED)).replace(" sandbox=\"\"", "");
        page.close().await;
        let page = within(html).await;
        play_embed(&page).await;
        page.close().await;
    }
}

#[tokio::test]
async fn in_a_page_from_a_file_an_engine_that_ends_without_a_word_is_followed_by_another() {
    if !is_published() {
        return;
    }
    let page = Page::blank().await;
    page.before_the_page(
        "const Real = self.Worker;
        self.engines = [];
        self.Worker = class extends Real {
            constructor(...given) {
                super(...given);
                engines.push(this);
            }
        };",
    )
    .await;
    let url = format!("file://{}", folder().join("index.html").display());
    page.client.goto(&url).await.expect("the file is opened");
    play(&page).await;
    assert_eq!(page.run("engines[0].terminate(); return engines.length", vec![]).await, json!(1));
    until_done(&page, SEND, "http://api.example.com/products").await;
    page.see_in(".chips", "GET /products").await;
    until_done(&page, CLICK, "Skip to the answer").await;
    page.see_response("200 OK").await;
    assert_eq!(page.run("return engines.length", vec![]).await, json!(2));
    page.close().await;
}

#[tokio::test]
async fn where_a_frame_allows_no_worker_the_engine_runs_in_the_page() {
    if !is_published() {
        return;
    }
    let page = Page::blank().await;
    page.before_the_page("self.Worker = class { constructor() { throw new Error('no worker') } }")
        .await;
    let url = format!("file://{}", folder().join("index.html").display());
    page.client.goto(&url).await.expect("the file is opened");
    play(&page).await;
    assert_eq!(page.run("return typeof roundtrip.worker", vec![]).await, json!("function"));
    page.close().await;
}
