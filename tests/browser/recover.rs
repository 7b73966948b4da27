//! What happens when the page itself breaks.

use crate::dist::{Fault, Faults, files, folder};
use crate::page::{Page, Role};
use serde_json::json;

/// The part of the viewer that carries the trace, with one octet of it changed: its checksum is wrong.
fn damaged_viewer() -> (String, Fault) {
    let start = &include_bytes!("../../src/default_trace.bin")[..14];
    let parts = files().into_iter().filter(|name| name.ends_with(".wasm"));
    let damaged = parts.filter_map(|name| {
        let mut wasm = std::fs::read(folder().join(&name)).expect("it can be read");
        let at = wasm.windows(start.len()).position(|octets| octets == start)?;
        wasm[at + 13] ^= 1;
        Some((name, Fault::Octets(wasm)))
    });
    let damaged: Vec<(String, Fault)> = damaged.collect();
    let [part] = <[_; 1]>::try_from(damaged).expect("one part carries the trace");
    part
}

#[tokio::test]
async fn a_page_that_breaks_says_so_and_can_be_loaded_again() {
    let (name, fault) = damaged_viewer();
    let page = Page::open_with(Faults::none().once(&name, fault)).await;
    page.click("Send").await;
    page.see_in("[role=alertdialog]", "The page broke").await;
    page.click("Load the page again").await;
    page.element(Role::Textbox, "URL").await;
    page.close().await;
}

#[tokio::test]
async fn what_was_kept_when_the_page_broke_is_there_after_a_reload() {
    let page = Page::open().await;
    let header = ["header", "X-Note", "kept"];
    let url = "http://api.example.com/users/7";
    let kept = json!(["PUT", url, "JSON", "{}", header[0], header[1], header[2]]).to_string();
    page.run("sessionStorage.setItem('roundtrip.draft', arguments[0])", vec![json!(kept)]).await;
    page.client.refresh().await.expect("the page loads again");
    assert_eq!(page.value("URL").await, "http://api.example.com/users/7");
    page.click("Edit request").await;
    assert_eq!(page.value("Header value").await, "kept");
    let left = page.run("return sessionStorage.length", vec![]).await;
    assert_eq!(left, 0, "it is kept once");
    page.close().await;
}
