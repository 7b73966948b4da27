//! What course authors came upon who did as docs/embed.md says.

use crate::dist::{Dist, Faults};
use crate::embed::{in_course, until};
use crate::page::Page;
use serde_json::json;

/// A course page that loads the script for pages around before what it is for, as the document has it.
async fn with_script_first(content: &str) -> Page {
    let site = Dist::serve(Faults::none()).url;
    let script = format!("<script src='{site}roundtrip-embed.js' data-upgrade></script>");
    let page = in_course(&format!("<iframe></iframe>{script}{content}")).await;
    page.client.enter_parent_frame().await.expect("there is a way back");
    page
}

#[tokio::test]
async fn what_stands_inside_an_element_gives_way_to_the_frame() {
    let page = with_script_first("<round-trip example=get>An exchange</round-trip>").await;
    let shown = "const element = document.querySelector('round-trip'); return [element.querySelectorAll('iframe').length, element.textContent]";
    until(&page, shown, |said| *said == json!([1, ""])).await;
    page.close().await;
}

#[tokio::test]
async fn the_poster_of_a_request_as_it_travels_says_where_it_goes() {
    let block = "<pre><code class=language-http>DELETE /users/42?a=1 HTTP/1.1\nHost: api.example.com\n</code></pre>";
    let page = with_script_first(block).await;
    let n_frames = "return document.querySelectorAll('round-trip iframe').length";
    until(&page, n_frames, |n_frames| *n_frames == json!(1)).await;
    page.run("document.querySelector('round-trip').scrollIntoView()", vec![]).await;
    page.client.clone().enter_frame(1).await.expect("it can be entered");
    page.see_in(".embed-url", "http://api.example.com/users/42?a=1").await;
    assert_eq!(page.text_of("#poster .embed-url").await, "http://api.example.com/users/42?a=1");
    page.close().await;
}
